"""Sums and factors are exact: held against fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.maps.sums import add_by_group, align, to_figures, to_units
from tests.conftest import examples

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)


@examples(100)
@given(
    st.lists(st.one_of(DECIMALS.map(float), st.floats(-1e200, 1e200, allow_subnormal=False)), min_size=1, max_size=20),
    st.sampled_from([1, 365, 184, 0.5, 0.000001, 1000, 2.4]),
)
def test_a_sum_times_a_decimal_is_the_float_nearest_to_the_exact_one(figures: list[float], factor: float) -> None:
    values = np.array(figures)
    units, decimals = to_units(values)
    (summed,) = to_figures(add_by_group(units, np.zeros(len(values), np.intp), 1), decimals, factor).tolist()
    exact = sum((Fraction(Decimal(repr(value))) for value in figures), Fraction(0)) * Fraction(Decimal(repr(factor)))
    assert summed == float(exact)


@pytest.mark.parametrize(
    ("figures", "dtype", "decimals"),
    [([1.0, 2.0], np.int64, 0), ([0.1, 0.2], np.int64, 1), ([1e18, 1.0], object, 1), ([1e-12, 1.0], object, 12)],
)
def test_python_counts_only_what_is_too_large_or_too_fine(figures: list[float], dtype: type, decimals: int) -> None:
    units, found = to_units(np.array(figures))
    assert (units.dtype, found) == (np.dtype(dtype), decimals)


def test_tenths_add_up() -> None:
    units, decimals = to_units(np.array([0.1, 0.2, np.nan]))
    assert to_figures(add_by_group(units, np.array([0, 0, 1]), 3), decimals).tolist() == [0.3, 0.0, 0.0]


def test_whole_numbers_of_more_decimals_do_not_overflow() -> None:
    wide = align(np.array([2**60]), 0, 6)
    assert wide.tolist() == [2**60 * 10**6]
    assert align(np.array([0]), 0, 320).tolist() == [0]
