"""Intervals of places: they hold what the draws gave, and close where nothing could be otherwise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from icmaml_indicators.robustness.order_intervals import order_intervals

TABLES = st.tuples(st.integers(1, 6), st.integers(1, 5)).flatmap(
    lambda shape: st.tuples(arrays.arrays(bool, shape), arrays.arrays(bool, shape))
)


@given(TABLES)
def test_places_lie_in_the_group_and_low_before_high(tables: tuple[np.ndarray, np.ndarray]) -> None:
    tops, known = tables[0] & tables[1], tables[1]
    low, high = order_intervals(tops, known, 0.9, 50, 0)
    some = known.any(axis=0)
    assert np.isnan(low[~some]).all() and np.isnan(high[~some]).all()
    assert ((low[some] >= 1) & (low[some] <= high[some]) & (high[some] <= some.sum())).all()


def test_indicators_that_agree_leave_no_doubt() -> None:
    tops = np.tile([True, False, False], (8, 1))
    low, high = order_intervals(tops, np.ones_like(tops), 0.9, 200, 0)
    assert low.tolist() == high.tolist() == [1.0, 2.0, 2.0]


def test_indicators_that_part_leave_places_open_and_a_wider_level_opens_more() -> None:
    tops = np.array([[True, False], [False, True], [True, False]])
    known = np.ones_like(tops)
    low, high = order_intervals(tops, known, 0.9, 400, 0)
    assert (low.tolist(), high.tolist()) == ([1.0, 1.0], [2.0, 2.0])
    # Of three draws with replacement the first leads, or ties, unless the middle one comes twice or more: 7 in 27.
    low, high = order_intervals(tops, known, 0.2, 400, 0)
    assert (low[0], high[0]) == (1.0, 1.0)


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_gives_the_same_intervals(seed: int) -> None:
    tops = np.random.default_rng(1).random((20, 6)) < 0.3
    first, second = (order_intervals(tops, np.ones_like(tops), 0.9, 100, seed) for _ in range(2))
    assert np.array_equal(first, second)
