"""Robust slopes against scipy and by hand, and their laws."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from icmaml_indicators.trends.theil_sen import theil_sen


def fit(values: object, seasons: object = None, level: float = 0.95, times: object = None) -> dict[str, float]:
    y = np.asarray(values, float)
    t = np.arange(len(y), dtype=float) if times is None else np.asarray(times, float)
    found = theil_sen(y[None], t, np.zeros(len(y), int) if seasons is None else np.asarray(seasons), level)
    return {name: float(getattr(found, name)[0]) for name in found.__slots__}


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_slope_interval_and_tau_are_those_of_scipy(ties: bool, level: float) -> None:
    generator = np.random.default_rng(7)
    for n in (5, 6, 8, 11, 24, 40):
        y = generator.integers(0, 6, n).astype(float) if ties else generator.normal(size=n)
        t = np.sort(generator.choice(100, n, replace=False)).astype(float)
        got, wanted = fit(y, times=t, level=level), stats.theilslopes(y, t, level)
        assert got["slope"] == pytest.approx(wanted.slope)
        assert got["median"] - got["slope"] * got["middle"] == pytest.approx(wanted.intercept)
        assert got["tau"] == pytest.approx(stats.kendalltau(t, y).statistic)
        if not np.isnan(got["low"]):
            assert (got["low"], got["high"]) == pytest.approx((wanted.low_slope, wanted.high_slope))


def test_exact_p_is_that_of_scipy() -> None:
    generator = np.random.default_rng(3)
    for n in range(2, 11):
        y = generator.permutation(n).astype(float)
        assert fit(y)["p"] == pytest.approx(stats.kendalltau(np.arange(n), y, method="exact").pvalue)


def test_p_by_the_normal_approximation_by_hand() -> None:
    # Eleven rising figures: S = 55, variance 11 · 10 · 27 / 18 = 165, z = 54 / √165.
    assert fit(np.arange(11.0))["p"] == pytest.approx(2 * stats.norm.sf(54 / 165**0.5))
    # A tie of two takes 2 · 1 · 9 / 18 = 1 from the variance of 8 · 7 · 21 / 18; S = 27.
    assert fit([1, 2, 3, 4, 5, 6, 7, 7])["p"] == pytest.approx(2 * stats.norm.sf(26 / (196 / 3 - 1) ** 0.5))
    # With ties and fewer than eight figures there is none.
    assert np.isnan(fit([1, 2, 3, 4, 5, 5])["p"])


def test_the_interval_covers_as_often_as_it_says() -> None:
    """Of all orders of six figures around no trend, zero lies within the interval in 95 % or more."""
    covered = [fit(order) for order in permutations(range(6))]
    share = np.mean([found["low"] <= 0 <= found["high"] for found in covered])
    assert share >= 0.95


def test_four_figures_give_no_interval_at_95_percent() -> None:
    found = fit([1, 2, 3, 5])
    assert found["slope"] == pytest.approx(7 / 6)  # of 1, 1, 2, 1, 3/2, 4/3
    assert np.isnan(found["low"])
    assert np.isnan(found["high"])
    assert not np.isnan(fit([1, 2, 3, 5, 6])["low"])


def test_nothing_and_one_figure_have_no_slope() -> None:
    for values in ([np.nan, np.nan], [1, np.nan]):
        assert np.isnan(fit(values)["slope"])
    assert fit([1, np.nan, 3])["slope"] == 1


def test_a_series_that_never_moves() -> None:
    found = fit(np.full(9, 4.0))
    assert (found["slope"], found["low"], found["high"], found["p"]) == (0, 0, 0, 1)
    assert np.isnan(found["tau"])


def test_seasonal_slopes_by_hand() -> None:
    # S1: 10, 12, 13; S2: 50, 49, 54. Slopes a year: 2, 1.5, 1 and -1, 2, 5: median 1.75.
    found = fit([10, 50, 12, 49, 13, 54], [0, 1] * 3, times=np.arange(6) / 2)
    assert found["slope"] == pytest.approx(1.75)
    # S = 3 + 1 of 3 + 3 pairs.
    assert found["tau"] == pytest.approx(4 / 6)


series = hnp.arrays(float, st.integers(5, 12), elements=st.integers(-1000, 1000).map(float))


@given(series, st.integers(-500, 500), st.integers(1, 50), st.integers(-30, 30))
def test_shift_scale_and_line(y: np.ndarray, shift: int, factor: int, slope: int) -> None:
    """A factor multiplies slope and interval, a line added moves the slope by its own, a minus sign mirrors them."""
    plain, t = fit(y), np.arange(len(y))
    larger = fit(y * factor + shift)
    for name in ("slope", "low", "high"):
        assert larger[name] == pytest.approx(plain[name] * factor, rel=1e-9, nan_ok=True)
    assert fit(y + slope * t)["slope"] == pytest.approx(plain["slope"] + slope, rel=1e-9, abs=1e-9)
    mirrored = fit(-y)
    assert [mirrored["slope"], mirrored["low"], mirrored["high"]] == pytest.approx(
        [-plain["slope"], -plain["high"], -plain["low"]], nan_ok=True
    )


@given(hnp.arrays(float, st.integers(2, 5), elements=st.integers(-9, 9).map(float)), st.integers(2, 6))
def test_a_pure_seasonal_pattern_has_no_slope(pattern: np.ndarray, years: int) -> None:
    seasons = np.tile(np.arange(len(pattern)), years)
    assert fit(np.tile(pattern, years), seasons)["slope"] == 0


@given(st.lists(series, min_size=2, max_size=4), st.randoms())
def test_series_do_not_mix_and_absent_periods_do_not_count(many: list[np.ndarray], shuffler: object) -> None:
    width = max(map(len, many)) + 2
    block = np.full((len(many), width), np.nan)
    for row, y in enumerate(many):
        block[row, 1 : len(y) + 1] = y
    found = theil_sen(block, np.arange(width, dtype=float), np.zeros(width, int))
    for row, y in enumerate(many):
        alone = fit(y)
        assert found.slope[row] == alone["slope"]
        assert found.low[row] == pytest.approx(alone["low"], nan_ok=True)
        assert found.p[row] == pytest.approx(alone["p"], nan_ok=True)


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(0).normal(size=(50, 12))
    t, seasons = np.arange(12.0), np.tile([0, 1], 6)
    whole = theil_sen(values, t, seasons)
    monkeypatch.setattr("icmaml_indicators.trends.theil_sen._BLOCK", 64)
    parts = theil_sen(values, t, seasons)
    for name in whole.__slots__:
        np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))


def test_seasonal_interval_and_p_by_hand() -> None:
    """Two seasons of six figures: the variance of S is twice 6 · 5 · 17 / 18, the pairs are 15 in each."""
    first, second = np.array([1.0, 3, 4, 8, 9, 15]), np.array([70.0, 66, 67, 61, 60, 52])
    found = fit(np.stack([first, second], axis=1).ravel(), [0, 1] * 6, times=np.repeat(np.arange(6.0), 2))
    slopes = sorted(
        (y[late] - y[early]) / (late - early)
        for y in (first, second)
        for early in range(6)
        for late in range(early + 1, 6)
    )
    reach = stats.norm.ppf(0.975) * (2 * 6 * 5 * 17 / 18) ** 0.5
    assert found["slope"] == pytest.approx(np.median(slopes))
    # The 8th of 30 from below, and from above.
    assert round((30 - reach) / 2) == 8
    assert (found["low"], found["high"]) == pytest.approx((slopes[7], slopes[-8]))
    signs = 15 + sum(np.sign(second[j] - second[i]) for i in range(6) for j in range(i + 1, 6))
    wanted = 2 * stats.norm.sf((abs(signs) - 1) / (2 * 6 * 5 * 17 / 18) ** 0.5)
    assert found["p"] == pytest.approx(wanted)
