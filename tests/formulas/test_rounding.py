"""Figures that are equal but for rounding, and halves away from zero: hand cases and laws."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.formulas.rounding import (
    TOLERANCE,
    at_least,
    at_most,
    difference,
    equal,
    place_among,
    round_half_away,
    unite,
    with_decimals,
    with_digits,
)

DECIMALS = st.integers(-(10**9), 10**9).map(lambda number: number / 1000)


def test_neighbours_within_the_tolerance_become_the_smallest() -> None:
    """0.1 + 0.2 is one unit in the last place above 0.3; 0.300000000001 differs in the twelfth digit and stays."""
    given_ = np.array([0.1 + 0.2, 0.3, np.nan, 0.300000000001, -(0.1 + 0.2), -0.3, 5.0])
    found = unite(given_)
    np.testing.assert_array_equal(found, [0.3, 0.3, np.nan, 0.300000000001, -(0.1 + 0.2), -(0.1 + 0.2), 5.0])
    clean = np.array([0.3, 0.4, np.nan])
    assert unite(clean) is clean


def test_scores_are_measured_by_full_marks() -> None:
    """0.1 + 0.2 - 0.3 = 5.6e-17 is nought among scores out of 100, and has no size of its own among values."""
    found = np.array([0.1 + 0.2 - 0.3, 0.0, 100.0])
    assert unite(found, 100.0).tolist() == [0.0, 0.0, 100.0]
    assert unite(found).tolist() == found.tolist()


def test_a_chain_wider_than_the_tolerance_is_cut() -> None:
    """A hundred neighbours half a tolerance apart are not one figure: each stays within a tolerance of its own."""
    chain = 1.0 + np.arange(100) * TOLERANCE / 2
    found = unite(chain)
    assert np.all(np.abs(found - chain) <= 1.01 * TOLERANCE)
    assert 40 <= len(np.unique(found)) <= 60


@given(st.lists(DECIMALS, min_size=2, max_size=12), st.randoms())
def test_a_sum_in_another_order_is_the_same_figure(parts: list[float], chance: object) -> None:
    shuffled = list(parts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = float(sum(parts)), float(sum(shuffled))
    # What parts that cancel leave over is measured by them.
    size = sum(map(abs, parts))
    found = unite(np.array([first, second]), size)
    assert found[0] == found[1]
    assert difference(np.array([first]), np.array([second]), size).tolist() == [0.0]


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=8), st.integers(-30, 30), st.integers(-6, 6))
def test_what_is_united_stays_so_in_another_unit(numbers: list[int], twos: int, tens: int) -> None:
    """Figures and their neighbours one unit in the last place away, times powers of two and of ten: the same ties."""
    figures = np.array([number / 7 for number in numbers])
    figures = np.r_[figures, np.nextafter(figures, np.inf)]
    ties = _ties(unite(figures))
    np.testing.assert_array_equal(ties, _ties(unite(figures * 2.0**twos)))
    np.testing.assert_array_equal(ties, _ties(unite(figures * 10.0**tens)))
    np.testing.assert_array_equal(ties, _ties(-unite(-figures)))


def _ties(figures: np.ndarray) -> np.ndarray:
    return figures[:, None] == figures


@given(st.floats(-1e12, 1e12), st.integers(-4, 4))
def test_a_cut_missed_by_the_last_places_is_reached(cut: float, steps: int) -> None:
    figure = cut
    for _ in range(abs(steps)):
        figure = math.nextafter(figure, math.copysign(math.inf, steps))
    if abs(cut) < 1e-290:  # the smallest floats have few digits
        return
    assert at_least(figure, cut) and at_most(figure, cut) and equal(figure, cut)
    assert int(place_among([cut], np.array([figure]), above=True)[0]) == 1
    assert int(place_among([cut], np.array([figure]), above=False)[0]) == 0
    far = cut * (1 + 1e-11)
    assert bool(at_least(far, cut)) == (far > cut)


def test_a_cut_at_nought_is_measured_by_the_others() -> None:
    assert place_among([0.0, 10.0], np.array([5e-17, 1e-9, -5e-17]), above=False).tolist() == [0, 1, 0]
    assert place_among([0.0], np.array([-5e-17, -1e-9]), above=True).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("figure", "decimals", "wanted"),
    [(0.5, 0, 1), (1.5, 0, 2), (2.5, 0, 3), (-2.5, 0, -3), (2.675, 2, 2.68), (1.005, 2, 1.01), (60.5, 0, 61)],
)
def test_halves_go_away_from_zero(figure: float, decimals: int, wanted: float) -> None:
    """As Excel's ROUND: 2.675 is spelled with a half, though the float lies below it."""
    assert round_half_away(np.array([figure]), decimals).tolist() == [wanted]


@given(st.integers(-(10**8), 10**8), st.integers(0, 6), st.integers(0, 4))
def test_rounding_is_that_of_the_decimal_spelling(number: int, places: int, decimals: int) -> None:
    figure = float(Fraction(number, 10**places))
    wanted = Decimal(repr(figure)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert round_half_away(np.array([figure]), decimals)[0] == float(wanted)


@pytest.mark.parametrize(
    ("figure", "decimals", "digits", "wanted"),
    [
        (2.5, 0, None, "3"),
        (0.125, 2, None, "0.13"),
        (-1.005, 2, None, "-1.01"),
        (1234.5, 0, None, "1235"),
        (float("nan"), 1, None, "nan"),
        (1.0000005, None, 7, "1.000001"),
        (1234565.0, None, 6, "1.23457e+06"),
        (0.1 + 0.2, None, 10, "0.3"),
        (0.0, None, 6, "0"),
        (-2.5e-5, None, 1, "-3e-05"),
    ],
)
def test_printed_figures_are_rounded_the_same_way(
    figure: float, decimals: int | None, digits: int | None, wanted: str
) -> None:
    """Python's own formats take the even neighbour of a half, and the half of the float, not of its spelling."""
    written = with_decimals(figure, decimals) if decimals is not None else with_digits(figure, digits or 6)
    assert written == wanted


def test_what_is_no_figure_or_too_great_is_left() -> None:
    found = round_half_away(np.array([np.nan, np.inf, -np.inf, 1e300, 123456789012345678.0]), 2)
    np.testing.assert_array_equal(found, [np.nan, np.inf, -np.inf, 1e300, 123456789012345678.0])
