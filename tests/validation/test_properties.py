"""Properties of indicators: tested on examples and on made-up inputs; a counterexample is simple, and always the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import icmaml_indicators as icma
from icmaml_indicators.specs import Variable
from icmaml_indicators.validation.examples.drawing import draw, edges, is_allowed
from tests.conftest import HEAD, QUIET, program

TEXT = (
    HEAD
    + """\
variables:
  - {id: part, title: {es: P, en: P}, type: integer, range: [0, null]}
  - {id: whole, title: {es: T, en: W}, range: [0, null]}
  - {id: kind, title: {es: C, en: K}, type: category, options: [urban, rural]}
  - {id: rate, title: {es: R, en: R}, range: [-5, 5]}
CHECKS
tree:
  - id: share
    title: {es: C, en: S}
    formula: FORMULA
    direction: higher
    HOLDS
    examples: [{given: {part: 1, whole: 4, kind: urban, rate: 1}, EXTRA within: 1000, expect: 25}]
"""
)
LESS = "checks: [{rule: part <= whole}]"


def check(tmp_path: Path, formula: str, holds: str, checks: str = "", extra: str = "") -> list[str]:
    """Return the messages of broken properties."""
    text = TEXT.replace("CHECKS", checks).replace("FORMULA", formula).replace("HOLDS", f"holds: {holds}")
    path = tmp_path / "sample.yaml"
    path.write_text(text.replace("EXTRA", extra), encoding="utf-8")
    diagnostics = [d for d in icma.validate(path, severity=QUIET).diagnostics if d.code != "IND302"]
    assert {d.code for d in diagnostics} <= {"IND322"}, icma.validate(path, severity=QUIET).render()
    return [d.message() for d in diagnostics]


def test_a_law_that_a_check_secures_holds(tmp_path: Path) -> None:
    assert check(tmp_path, "part / whole * 100", "[result >= 0, result <= 100]", LESS) == []


@pytest.mark.parametrize(
    "checks", ["checks: [{rule: part <= whole, severity: warning}]", "checks: [{rule: whole >= part}]"]
)
def test_checks_of_any_form_are_respected(tmp_path: Path, checks: str) -> None:
    assert check(tmp_path, "part / whole * 100", "result <= 100", checks) == []


def test_without_the_check_the_simplest_counterexample_is_shown(tmp_path: Path) -> None:
    (message,) = check(tmp_path, "part / whole * 100", "result <= 100")
    assert message == "`result <= 100` does not hold of `share`: with part = 2, whole = 1 the result is 200"


@pytest.mark.parametrize(
    ("formula", "holds", "inputs"),
    [
        ("part + whole", "result < 1000", "part = 1000, whole = 0"),
        ("part * 2", "result != 0", "part = 0"),
        ('if_else(kind == "rural", part, 0)', 'kind == "urban" or result > 0', "kind = rural, part = 0"),
        ("rate * 2", "result > -10", "rate = -5"),  # the end of the range
        ("part - lag(part)", "result >= 0", "part = 0, lag(part) = 1"),
        ("part + 1", "result != whole", "part = 0, whole = 1"),
        ("coalesce(whole, 5)", "result < 5", "whole = null"),
    ],
)
def test_counterexamples_are_small(tmp_path: Path, formula: str, holds: str, inputs: str) -> None:
    (message,) = check(tmp_path, formula, f"'{holds}'", extra="previous: {part: 0},")
    assert f"with {inputs} the result is" in message


def test_absence_is_passed_over_unless_the_property_is_about_it(tmp_path: Path) -> None:
    assert check(tmp_path, "part / whole", "result >= 0") == []
    (message,) = check(tmp_path, "part / whole", "coalesce(result, -1) >= 0")
    assert "with part = 0, whole = 0 the result is null" in message


def test_samples_that_contradict_a_check_say_nothing_even_of_absence(tmp_path: Path) -> None:
    checks = "checks: [{rule: part <= whole}, {rule: whole > 0}]"
    formula = "coalesce(part, 0) / coalesce(whole, 1)"
    assert check(tmp_path, formula, "coalesce(result, -1) >= 0", checks) == []


def test_what_is_drawn_for_one_input_does_not_depend_on_the_others() -> None:
    text = TEXT.replace("CHECKS", "").replace("FORMULA", "part / whole").replace("HOLDS", "decimals: 1")
    loaded = program(text.replace("EXTRA", ""))
    alone, together = draw(loaded, {"whole"}, 50), draw(loaded, {"part", "whole", "rate"}, 50)
    np.testing.assert_array_equal(alone[1], together[1])
    assert not np.array_equal(draw(loaded, {"whole"}, 50, "other")[1], alone[1])


def test_an_example_that_breaks_a_property_is_told_as_it_stands(tmp_path: Path) -> None:
    (message,) = check(tmp_path, "part / whole * 100", "result != 25", LESS)
    assert "with part = 1, whole = 4 the result is 25" in message


def test_the_same_spec_finds_the_same_counterexample(tmp_path: Path) -> None:
    runs = {tuple(check(tmp_path, "part * rate", "result < 12345.5")) for _ in range(3)}
    assert len(runs) == 1
    assert all(runs)


def test_samples_are_what_the_variables_can_have() -> None:
    text = TEXT.replace("CHECKS", LESS).replace("FORMULA", "part / whole").replace("HOLDS", "decimals: 1")
    loaded = program(text.replace("EXTRA", ""))
    drawn = draw(loaded, {"part", "whole", "kind", "rate"}, 500, "7")
    for variable, figures in zip(loaded.inputs, drawn, strict=True):
        present = figures[~np.isnan(figures)]
        assert 400 < len(present) < 500  # some are absent
        assert all(is_allowed(variable, figure) for figure in present)
        assert set(edges(variable)) <= set(present)
    part, whole = drawn[0], drawn[1]
    assert (part > whole).mean() < 0.1  # mended, save where a type forbids it
    assert np.isnan(draw(loaded, {"part"}, 50, "7")[1]).all()


@pytest.mark.parametrize(
    ("written", "figures"),
    [
        ({"type": "integer", "range": {"low": 2, "high": None}}, [2.0]),
        ({"type": "boolean"}, [0.0, 1.0]),
        ({"type": "number", "range": {"low": -1, "high": 1}}, [0.0, 1.0, -1.0]),
        ({"type": "number"}, [0.0, 1.0, -1.0]),
    ],
)
def test_edges_are_where_formulas_break(written: dict[str, object], figures: list[float]) -> None:
    variable = Variable.model_validate({"id": "x", "title": {"es": "x", "en": "x"}, **written})
    assert edges(variable) == figures


def test_ranges_at_the_end_of_what_a_float_holds_draw_without_a_warning() -> None:
    text = (
        TEXT.replace("CHECKS", "")
        .replace("FORMULA", "part / whole")
        .replace("HOLDS", "decimals: 1")
        .replace("EXTRA", "")
    )
    for ends in ("[-1e300, 1e308]", "[1e300, null]", "[null, -1e300]"):
        loaded = program(text.replace("range: [-5, 5]", f"range: {ends}"))
        figures = draw(loaded, {"rate"}, 100)[3]
        assert all(is_allowed(loaded.inputs[3], figure) for figure in figures[~np.isnan(figures)])


def test_shipped_laws_are_many() -> None:
    stated = [leaf for one in icma.validate("sindes").programs for leaf in one.indicators if leaf.holds]
    assert len(stated) >= 12
