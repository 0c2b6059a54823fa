"""The place of every score in its period: by hand, by counting who is better, and as benchmarks place groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from tests.conftest import HEAD, program

TEXT = (
    HEAD.replace("semester", "year")
    + """\
rounding: ROUNDING
variables: [{id: a, title: {es: a, en: a}}, {id: b, title: {es: b, en: b}}]
missing: {not_reported: propagate}
tree:
  - id: g
    title: {es: g, en: g}
    children:
      - {id: i, title: {es: i, en: i}, formula: a, direction: higher, scale: identity}
      - {id: j, title: {es: j, en: j}, formula: b, direction: lower, scale: {method: goalposts, low: 0, high: 10}}
  - {id: seen, title: {es: v, en: v}, formula: a, direction: context}
"""
)


def assessed(lines: list[tuple[str, int, float | None, float | None]], rounding: str = "none") -> icma.Assessment:
    data = pd.DataFrame(lines, columns=["entity", "period", "a", "b"])
    return icma.score(program(TEXT.replace("ROUNDING", rounding)), data)


def test_each_period_has_its_own_places_and_ties_share_the_best() -> None:
    found = assessed(
        [("A", 2020, 70, 2), ("B", 2020, 80, 2), ("C", 2020, 70, 9), ("D", 2020, None, 5), ("A", 2021, 10, 9)]
    )
    assert list(found.ranks) == list(found.scores)
    assert found.ranks.index.equals(found.scores.index)
    places = found.ranks.xs("2020", level="period")
    assert places["i"].tolist()[:3] == [2, 1, 2]
    assert places["j"].tolist() == [1, 1, 4, 3]  # less is more: the score says so
    assert places["g"].tolist()[:3] == [2, 1, 3]
    assert np.isnan(places.loc["D", ["i", "g", "total"]].to_numpy(float)).all()
    assert found.ranks["seen"].isna().all()
    assert found.ranks.loc[("A", "2021"), ["i", "j", "g", "total"]].tolist() == [1, 1, 1, 1]


def test_places_are_those_of_the_score_as_it_goes_out() -> None:
    lines: list[tuple[str, int, float | None, float | None]] = [("A", 2020, 10.4, 5), ("B", 2020, 10.3, 5)]
    lines += [("C", 2020, 70, 5)]
    assert assessed(lines, "0").ranks["i"].tolist() == [2, 2, 1]
    assert assessed(lines).ranks["i"].tolist() == [2, 3, 1]


def test_scores_that_are_equal_but_for_rounding_share_a_place() -> None:
    found = assessed([("A", 2020, 0.1 + 0.2, 5), ("B", 2020, 0.3, 5), ("C", 2020, 0.2, 5)])
    assert found.scores["i"].nunique() == 3
    assert found.ranks["i"].tolist() == [1, 1, 3]


Line = tuple[int | None, int]
LINES = st.tuples(st.none() | st.integers(0, 100), st.integers(0, 10))


@given(st.lists(LINES, min_size=1, max_size=12), st.lists(LINES, min_size=1, max_size=12))
def test_a_place_is_one_more_than_how_many_are_better(first: list[Line], second: list[Line]) -> None:
    lines = [
        (f"E{number:02d}", 2020 + period, *line)
        for period, lines in enumerate((first, second))
        for number, line in enumerate(lines)
    ]
    found = assessed(lines, "1")
    for node in found.scores:
        for period, scores in found.scores[node].groupby(level="period"):
            places = found.ranks[node].xs(period, level="period").tolist()
            wanted = [np.nan if np.isnan(own) else 1 + sum(other > own for other in scores) for own in scores]
            np.testing.assert_array_equal(places, wanted)


@given(st.lists(LINES, min_size=3, max_size=12))
def test_benchmarks_place_groups_alike(lines: list[Line]) -> None:
    found = assessed([(f"E{number:02d}", 2020, *line) for number, line in enumerate(lines)], "2")
    positions = icma.benchmark(found, min_peers=1).positions.astype({"entity": str, "indicator": str})
    groups = positions[positions["kind"] == "group"].pivot(index="entity", columns="indicator", values="rank")
    for node in groups:
        np.testing.assert_array_equal(groups[node], found.ranks[node].xs("2020", level="period"))
