"""The interval that a score could take: ends of scales, and what stays open, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program

YEAR = HEAD.replace("semester", "year")
ONE = """\
variables: [{{id: a, title: {{es: A, en: A}}}}]
tree: [{{id: i, title: {{es: I, en: I}}, formula: a, direction: higher, scale: {scale}}}]
"""


def assessed(text: str, **columns: list[object]) -> icma.Assessment:
    rows = len(next(iter(columns.values())))
    keys = {"entity": [f"{number:05d}" for number in range(1, rows + 1)], "period": ["2024"] * rows}
    return icma.score(program(YEAR + text), pd.DataFrame(keys | columns, dtype=object))


def interval(found: icma.Assessment, node: str, row: int = 0) -> list[float]:
    return [float(found.lowest[node].iloc[row]), float(found.highest[node].iloc[row])]


@pytest.mark.parametrize(
    ("scale", "alone", "among_two", "among_all"),
    [("rank", [1, 1], [1, 2], [1, 3]), ("borda", [0, 0], [0, 1], [0, 2])],
)
def test_a_place_goes_as_far_as_the_population_of_the_row(
    scale: str, alone: list[float], among_two: list[float], among_all: list[float]
) -> None:
    """Alone in 2024, one can only be first of one: rank 1, nobody beaten. In 2023 there are two, in all three rows."""
    lines = [("00001", 2023, None), ("00002", 2023, 5.0), ("00001", 2024, None)]
    data = pd.DataFrame(lines, columns=["entity", "period", "a"])
    found = icma.score(program(YEAR + ONE.format(scale=scale)), data)
    assert [interval(found, "i", row) for row in (0, 1)] == [among_two, alone]
    whole = icma.score(program(YEAR + ONE.format(scale=f"{{method: {scale}, over: all}}")), data)
    assert interval(whole, "i", 0) == interval(whole, "i", 1) == among_all
