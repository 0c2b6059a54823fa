"""RankCounts against its definition, computed the slow way."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from icmaml_indicators.transforms.ranking import rank_counts, sort_lines

values = hnp.arrays(float, st.integers(1, 12), elements=st.sampled_from([1.0, 2.0, 3.0, 2.5, -0.0, 0.0, math.nan]))


@given(values)
def test_standing_counts_smaller_and_equal(column: np.ndarray) -> None:
    found = rank_counts(column)
    present = column[~np.isnan(column)]
    assert found.count == len(present)
    for value, below, equal, distinct in zip(column, found.below, found.equal, found.distinct_below, strict=True):
        if math.isnan(value):
            assert math.isnan(below)
        else:
            assert below == (present < value).sum()
            assert equal == (present == value).sum()
            assert distinct == len(np.unique(present[present < value]))


@given(hnp.arrays(float, (3, 6), elements=st.sampled_from([1.0, 2.0, math.nan])))
def test_standing_of_rows_is_that_of_each_row(table: np.ndarray) -> None:
    whole = rank_counts(table)
    for row in range(3):
        np.testing.assert_array_equal(whole.below[row], rank_counts(table[row]).below)


# Figures that differ in their last bits alone, of both signs, beside others of any size.
neighbours = st.builds(
    lambda at, steps: at + steps * np.spacing(at), st.sampled_from([1.0, -3.5, 1e-300, 0.0]), st.integers(0, 99)
)
figures = st.one_of(neighbours, st.floats(allow_nan=False), st.sampled_from([0.0, -0.0, math.inf]))


@given(hnp.arrays(float, st.tuples(st.integers(1, 3), st.integers(0, 40)), elements=figures))
def test_lines_are_sorted_to_the_last_bit(table: np.ndarray) -> None:
    home, ordered, gaps = sort_lines(table)
    np.testing.assert_array_equal(ordered, np.sort(table, axis=-1))
    np.testing.assert_array_equal(table.ravel()[home], ordered)
    places = np.arange(table.size).reshape(table.shape)
    np.testing.assert_array_equal(np.sort(home, axis=-1), places)
    assert not (gaps < 0).any()


def test_long_lines_are_sorted_alike() -> None:
    column = np.random.default_rng(0).normal(size=20_000)
    np.testing.assert_array_equal(sort_lines(column)[1], np.sort(column))
