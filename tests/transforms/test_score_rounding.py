"""Scores rounded in decimals: against Python's `decimal`, figures of a spreadsheet, and halves that floats miss."""

from __future__ import annotations

import decimal
import itertools
import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.specs import Rounding
from icmaml_indicators.transforms.score_rounding import round_scores
from tests.conftest import examples

WAYS = {
    ("nearest", "away"): decimal.ROUND_HALF_UP,
    ("nearest", "even"): decimal.ROUND_HALF_EVEN,
    ("floor", "away"): decimal.ROUND_FLOOR,
    ("ceil", "away"): decimal.ROUND_CEILING,
    ("truncate", "away"): decimal.ROUND_DOWN,
}
# Enough digits for the longest score to nine decimals.
CONTEXT = decimal.Context(prec=400)


def made(decimals: int, method: str = "nearest", half: str = "away") -> Rounding:
    """Return a rounding as a spec writes it."""
    own = {"half": half} if method == "nearest" else {}
    return Rounding.model_validate({"decimals": decimals, "method": method, **own})


def rounded(score: float, decimals: int, method: str = "nearest", half: str = "away") -> float:
    """Return one score rounded."""
    (found,) = round_scores(np.array([score]), made(decimals, method, half))
    return float(found)


def by_decimal(score: float, decimals: int, method: str, half: str) -> float:
    """Return the same from Python's decimals."""
    nine = Decimal(score).quantize(Decimal("1e-9"), decimal.ROUND_HALF_UP, CONTEXT)
    return float(nine.quantize(Decimal(1).scaleb(-decimals), WAYS[method, half], CONTEXT))


def near_halves() -> st.SearchStrategy[float]:
    """Draw figures at a half of some decimal place, of the tenth too, and the floats beside them."""
    halves = st.builds(lambda n, places: n / 10**places, st.integers(-(10**15), 10**15), st.integers(0, 12))
    dyadic = st.builds(lambda n, places: n / 2**places, st.integers(-(10**9), 10**9), st.integers(0, 40))
    steps = st.integers(-2, 2)

    def beside(figure: float, count: int) -> float:
        for _ in range(abs(count)):
            figure = math.nextafter(figure, math.copysign(math.inf, count))
        return figure

    return st.builds(beside, halves | dyadic, steps)


FIGURES = near_halves() | st.floats(allow_nan=False, allow_infinity=False)


@given(FIGURES, st.integers(0, 9), st.sampled_from(sorted(WAYS)))
@examples(2000)
def test_every_way_is_that_of_exact_decimals(score: float, decimals: int, way: tuple[str, str]) -> None:
    found, wanted = rounded(score, decimals, *way), by_decimal(score, decimals, *way)
    assert found == wanted
    assert found != 0.0 or math.copysign(1.0, found) == 1.0  # no -0


@pytest.mark.parametrize(
    ("score", "decimals", "wanted"),
    [
        # ROUND of a spreadsheet: its help, and halves that floats miss.
        (2.15, 1, 2.2),
        (2.149, 1, 2.1),
        (-1.475, 2, -1.48),
        (1.005, 2, 1.01),
        (2.675, 2, 2.68),
        (0.285, 2, 0.29),
        (1.275, 2, 1.28),
        (10.075, 2, 10.08),
        (2.5, 0, 3.0),
        (-2.5, 0, -3.0),
        (0.5, 0, 1.0),
        (-0.5, 0, -1.0),
        (0.7346, 3, 0.735),
        (1234567.885, 2, 1234567.89),
    ],
)
def test_halves_go_away_from_zero_as_in_a_spreadsheet(score: float, decimals: int, wanted: float) -> None:
    assert rounded(score, decimals) == wanted


@pytest.mark.parametrize(
    ("score", "decimals", "method", "wanted"),
    [
        # ROUNDDOWN, CEILING.MATH and FLOOR.MATH of a spreadsheet.
        (3.14159, 3, "truncate", 3.141),
        (-3.14159, 1, "truncate", -3.1),
        (76.9, 0, "truncate", 76.0),
        (24.3, 0, "floor", 24.0),
        (-8.1, 0, "floor", -9.0),
        (24.3, 0, "ceil", 25.0),
        (-8.1, 0, "ceil", -8.0),
        (-0.4, 0, "ceil", 0.0),
    ],
)
def test_other_ways_as_in_a_spreadsheet(score: float, decimals: int, method: str, wanted: float) -> None:
    assert rounded(score, decimals, method) == wanted


def test_a_mean_is_rounded_as_it_is_on_paper() -> None:
    mean = 0.024999999999999998
    assert mean != 0.025
    assert rounded(mean, 2) == 0.03
    assert rounded(29.999999999999996, 0, "floor") == 30.0
    assert rounded(30.000000000000004, 0, "ceil") == 30.0
    # A distance that is more than the last digits of a float counts.
    assert rounded(0.0249999994, 2) == 0.02
    assert rounded(29.999999998, 0, "floor") == 29.0


def test_halves_can_go_to_the_even_digit() -> None:
    halves = np.array([0.5, 1.5, 2.5, -2.5, -3.5])
    assert round_scores(halves, made(0, half="even")).tolist() == [0.0, 2.0, 2.0, -2.0, -4.0]
    eighths = np.array([0.125, 0.375, -0.125, 0.12500000000000003])
    assert round_scores(eighths, made(2, half="even")).tolist() == [0.12, 0.38, -0.12, 0.12]


def test_what_is_absent_or_beyond_decimals_stays() -> None:
    given_scores = np.array([[np.nan, np.inf], [-np.inf, 1e300], [2.0**52 + 1, -(2.0**53)]])
    for decimals, (method, half) in itertools.product((0, 9), WAYS):
        found = round_scores(given_scores, made(decimals, method, half))
        assert np.array_equal(found, given_scores, equal_nan=True)
        assert found is not given_scores


def test_without_rounding_nothing_moves_and_nothing_is_shared() -> None:
    scores = np.array([0.1234567891234, np.nan])
    found = round_scores(scores, Rounding.model_validate("none"))
    assert np.array_equal(found, scores, equal_nan=True)
    assert not np.shares_memory(found, scores)


def test_each_score_is_rounded_by_itself() -> None:
    """Neither the shape nor the neighbours of a score count."""
    scores = np.random.default_rng(14).normal(50.0, 1e5, (40, 25))
    for method, half in WAYS:
        rounding = made(3, method, half)
        together = round_scores(scores, rounding)
        alone = [float(round_scores(np.array([score]), rounding)[0]) for score in scores.ravel()]
        assert together.ravel().tolist() == alone
