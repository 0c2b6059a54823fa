"""A formula that is written out again is the same formula."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from icmaml_indicators.formulas import parse
from icmaml_indicators.formulas.writing import write
from tests.formulas.test_plan import Case, cases


@settings(max_examples=300, deadline=None)
@given(cases())
def test_what_is_written_parses_to_an_equal_tree(case: Case) -> None:
    tree = parse(case[0])
    assert parse(write(tree)) == tree


@pytest.mark.parametrize(
    "text",
    [
        "a / b * 100",
        "a - (b - c)",
        "-a ** 2",
        "(-a) ** 2",
        "a ** -b",
        "not a < b and c",
        "not (a and b) or c",
        'if_else(k == "x", a, -1.5)',
        "2 * (a + b)",
        "a ** b ** c",
        "(a ** b) ** c",
        "(a < b) == c",
        "1e-05 * a",
    ],
)
def test_the_usual_spelling_is_kept(text: str) -> None:
    assert write(parse(text)) == text
