"""The interval that a score could take: ends of scales, and what stays open, by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program

N = math.nan
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


OPEN = """\
variables: [{{id: a, title: {{es: A, en: A}}}}, {{id: b, title: {{es: B, en: B}}}}]
tree:
  - id: area
    title: {{es: G, en: G}}
    aggregation: {method}
    missing: {{not_reported: skip}}
    levels: [{{id: poor, title: {{es: P, en: P}}}}, {{id: fair, title: {{es: F, en: F}}, from: 10}}]
    children:
      - {{id: i, title: {{es: I, en: I}}, formula: a, direction: higher, scale: identity, range: [0, 100]}}
      - {{id: j, title: {{es: J, en: J}}, formula: b, direction: higher, scale: {scale}}}
"""
DISTANCE = "{method: distance_to_reference, reference: 10}"


@pytest.mark.parametrize(
    ("method", "scale", "ends", "levels"),
    [
        # The greater of 0 and anything is 0 or more, the lesser 0 or less, the mean anything.
        ("max", DISTANCE, [0, N], ["poor", None]),
        ("min", DISTANCE, [N, 0], [None, "poor"]),
        ("arithmetic_mean", DISTANCE, [N, N], [None, None]),
        ("max", "{method: goalposts, low: 0, high: 1}", [0, 100], ["poor", "fair"]),
        # A scale that runs downwards: its worst is its greatest end, and the two are swapped.
        ("max", "{method: goalposts, low: 0, high: 1, to: [20, 5]}", [5, 20], ["poor", "fair"]),
    ],
)
def test_an_end_that_is_open_is_not_closed_by_the_other(
    method: str, scale: str, ends: list[float], levels: list[str | None]
) -> None:
    """One part is 0; the other, absent, could be anything between the ends of its scale."""
    found = assessed(OPEN.format(method=method, scale=scale), a=[0], b=[None])
    assert interval(found, "area") == pytest.approx(ends, nan_ok=True)
    assert [found.possible_levels["area"][side].iloc[0] for side in ("lowest", "highest")] == levels
    root = found.explain("00001", "area").root
    assert [root.lowest, root.highest] == [None if math.isnan(end) else end for end in ends]
    assert found.levels["area"].tolist() == ["poor"]


def test_an_open_end_that_weighs_nothing_opens_no_interval() -> None:
    """Of weight 0, the absent part moves the geometric mean of 40 by nothing: closed at 40, and the ledger counts one."""
    weightless = OPEN.replace("formula: b,", "formula: b, weight: 0,").replace("skip", "zero")
    found = assessed(weightless.format(method="geometric_mean", scale=DISTANCE), a=[40], b=[None])
    assert interval(found, "area") == pytest.approx([40, 40])
    root = found.explain("00001", "area").root
    assert [part.share for part in root.children] == [1, None]
    assert sum(part.term or 0 for part in root.children) == pytest.approx(math.log(40))


STEPS = """\
variables: [{{id: a, title: {{es: A, en: A}}}}, {{id: b, title: {{es: B, en: B}}}}]
aggregation: {{method: staircase, by: children, share: 0.5}}
missing: {{not_reported: zero}}
tree:
  - {{id: i, title: {{es: I, en: I}}, formula: a, direction: higher, scale: identity, range: [0, 100]}}
  - {second}
"""
LEAF = "{{id: j, title: {{es: J, en: J}}, formula: b, direction: higher, scale: {scale}}}"
GROUP = "{{id: g, title: {{es: G, en: G}}, missing: {{not_reported: zero}}, children: [" + LEAF + "]}}"


@pytest.mark.parametrize("second", [LEAF, GROUP])
@pytest.mark.parametrize("scale", [DISTANCE, "identity"])
def test_a_step_without_an_end_is_climbed_or_not(second: str, scale: str) -> None:
    """The first of two steps is climbed, or the half; the absent second, from minus to plus infinity, is or is not."""
    found = assessed(STEPS.format(second=second.format(scale=scale)), a=[80, 80, 20], b=[None, 70, None])
    assert [interval(found, "total", row) for row in range(3)] == [[50, 100], [100, 100], [0, 0]]


def test_an_index_that_need_not_rise_has_its_own_ends() -> None:
    """Beside 20 and 20, M - S cv is 6.67 with 0, 16.19 with 100, and 80 - 40 √2 with 44.85 between."""
    text = "scale: identity\nvariables:\n"
    text += "".join(f"  - {{id: {n}, title: {{es: A, en: A}}, range: [0, 100]}}\n" for n in "abc")
    text += "tree:\n  - id: g\n    title: {es: G, en: G}\n    aggregation: {method: mazziotta_pareto, penalty: minus}\n"
    text += "    children:\n"
    text += "".join(
        f"      - {{id: i_{n}, title: {{es: {n}, en: {n}}}, formula: {n}, direction: higher, range: [0, 100]}}\n"
        for n in "abc"
    )
    found = assessed(text, a=[20, 20], b=[20, 20], c=[None, 20])
    assert interval(found, "g") == pytest.approx([20 / 3, 80 - 40 * math.sqrt(2)])
    assert interval(found, "g", 1) == [20, 20]
