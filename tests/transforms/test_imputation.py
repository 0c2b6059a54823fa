"""Gaps of one column filled, against figures worked out one by one."""

from __future__ import annotations

import statistics
from fractions import Fraction
from math import isnan
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.specs import Imputation
from icmaml_indicators.transforms.imputation.imputing import ImputedFigures, describe_populations, impute
from icmaml_indicators.transforms.imputation.timeline import Timeline
from icmaml_indicators.transforms.populations import EVERYBODY, Populations

NAN = np.nan
Floats = np.ndarray[Any, np.dtype[np.float64]]


def fill(
    methods: Any,
    values: list[float],
    entities: list[int],
    places: list[int],
    *,
    populations: Populations = EVERYBODY,
    reach: int | None = None,
    weights: list[float] | None = None,
    **keys: Any,
) -> ImputedFigures:
    figures = np.array([values])
    (found,) = impute(
        Imputation(methods=methods, **keys),
        figures,
        np.isnan(figures),
        populations,
        timeline=lambda column: Timeline.of([np.array(entities, np.intp)], np.array(places, np.intp)),
        reach=reach,
        weights=None if weights is None else np.array(weights),
    )
    return found


@pytest.mark.parametrize(
    ("methods", "wanted"),
    [
        (["last"], [NAN, 2, 2, 2, 8, 8]),
        (["next"], [2, 2, 8, 8, 8, NAN]),
        (["linear"], [NAN, 2, 4, 6, 8, NAN]),
        (["linear", "last", "next"], [2, 2, 4, 6, 8, 8]),
        (["mean"], [5, 2, 5, 5, 8, 5]),
    ],
)
def test_each_method_on_figures_by_hand(methods: list[str], wanted: list[float]) -> None:
    found = fill(methods, [NAN, 2, NAN, NAN, 8, NAN], [0] * 6, [*range(6)])
    np.testing.assert_array_equal(found.filled, wanted)
    assert found.stays.tolist() == np.isnan(wanted).tolist()


def test_a_line_goes_by_time_and_not_by_lines_of_the_table() -> None:
    """Nothing is handed in for three of the years in between."""
    found = fill(["linear"], [0, NAN, 10], [0, 0, 0], [2010, 2011, 2015])
    assert found.filled.tolist() == [0, 2, 10]
    assert found.rows_behind(1) == [0, 2]


def test_nothing_is_taken_from_another_entity() -> None:
    found = fill(["last", "next"], [1, NAN, NAN, 4], [0, 0, 1, 1], [1, 2, 1, 2])
    assert found.filled.tolist() == [1, 1, 4, 4]


def test_a_figure_too_far_away_fills_nothing() -> None:
    found = fill(["last"], [1, NAN, NAN, NAN], [0] * 4, [1, 2, 3, 4], reach=2)
    np.testing.assert_array_equal(found.filled, [1, 1, 1, NAN])


def test_a_weighted_mean_counts_who_has_both() -> None:
    found = fill(["mean"], [1, 3, NAN, 100, 50], [*range(5)], [1] * 5, weights=[1, 3, 9, NAN, 0], weight="w")
    assert found.filled[2] == (1 * 1 + 3 * 3) / 4
    assert found.counts["mean"].tolist() == [2]


def test_too_few_known_figures_fill_nothing() -> None:
    populations = Populations(("a", "b"), np.array([0, 0, 0, 1, 1]))
    found = fill(["median"], [1, 2, NAN, 5, NAN], [*range(5)], [1] * 5, populations=populations, at_least=2)
    np.testing.assert_array_equal(found.filled, [1, 2, 1.5, 5, NAN])


column = st.lists(st.one_of(st.just(NAN), st.integers(-50, 50).map(float)), min_size=1, max_size=12)


@given(column, st.data())
def test_means_and_medians_are_those_of_exact_arithmetic(values: list[float], drawn: Any) -> None:
    codes = drawn.draw(st.lists(st.integers(0, 2), min_size=len(values), max_size=len(values)))
    populations = Populations(("a", "b", "c"), np.array(codes, np.intp))
    for method, function in (("mean", statistics.mean), ("median", statistics.median)):
        found = fill([method], values, [*range(len(values))], [1] * len(values), populations=populations)
        for code, value, filled in zip(codes, values, found.filled, strict=True):
            known = [Fraction(x) for x, other in zip(values, codes, strict=True) if other == code and not isnan(x)]
            wanted = value if not isnan(value) else float(function(known)) if known else NAN
            np.testing.assert_allclose(filled, wanted, rtol=1e-14)
        (own, *_) = describe_populations(found.rule, np.array(values), populations, None)
        assert own[f"n_{method}"] == sum(not isnan(x) and code == 0 for x, code in zip(values, codes, strict=True))


@given(st.data())
def test_what_is_taken_along_time_is_what_a_search_finds(drawn: Any) -> None:
    """Rows of any order, with gaps between periods and two entities."""
    keys = drawn.draw(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 9)), min_size=1, max_size=12, unique=True))
    values = drawn.draw(
        st.lists(st.one_of(st.just(NAN), st.integers(-9, 9).map(float)), min_size=len(keys), max_size=len(keys))
    )
    reach = drawn.draw(st.one_of(st.none(), st.integers(1, 4)))
    entities, places = [key[0] for key in keys], [key[1] for key in keys]
    known = [(entity, place, x) for (entity, place), x in zip(keys, values, strict=True) if not isnan(x)]

    def nearest(entity: int, place: int, side: int) -> tuple[int, float] | None:
        there = [(abs(at - place), at, x) for own, at, x in known if own == entity and (at - place) * side > 0]
        distance, at, x = min(there, default=(99, 0, 0.0))
        return (at, x) if there and (reach is None or distance <= reach) else None

    for method in ("last", "next", "linear"):
        found = fill([method], values, entities, places, reach=reach)
        for (entity, place), value, filled in zip(keys, values, found.filled, strict=True):
            before, after = nearest(entity, place, -1), nearest(entity, place, 1)
            wanted = NAN
            if not isnan(value):
                wanted = value
            elif method == "last" and before:
                wanted = before[1]
            elif method == "next" and after:
                wanted = after[1]
            elif method == "linear" and before and after:
                share = Fraction(place - before[0], after[0] - before[0])
                wanted = float(Fraction(before[1]) + (Fraction(after[1]) - Fraction(before[1])) * share)
            np.testing.assert_allclose(filled, wanted, rtol=1e-13, atol=1e-13)


def test_huge_figures_lie_between_their_neighbours() -> None:
    found = fill(["linear"], [-1.7e308, NAN, 1.7e308], [0] * 3, [0, 1, 2])
    assert abs(found.filled[1]) < 1e293
    found = fill(["mean"], [1.7e308, NAN, 1.7e308], [0] * 3, [0, 1, 2])
    assert found.filled[1] == 1.7e308
