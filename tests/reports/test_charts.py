"""Intervals of a distribution: every value counted once, in an interval of a round width."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.reports.charts.drawing import MOST_BARS, Bar, Line, bins, by_period, distribution, ranking

FIGURES = st.lists(st.floats(-1e9, 1e9, allow_subnormal=False).map(lambda v: round(v, 6)), min_size=1, max_size=200)


@given(FIGURES)
def test_every_value_is_counted_once_in_its_interval(figures: list[float]) -> None:
    values = np.array(figures)
    starts, step, counts = bins(values)
    assert counts.sum() == len(values)
    assert (np.diff(starts) > 0).all()
    slack = step * 1e-6 + np.abs(values).max() * 1e-12
    for start, count in zip(starts, counts, strict=True):
        assert np.count_nonzero((values >= start - slack) & (values < start + step + slack)) >= count
    first_digit = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(first_digit - times) for times in (1, 2, 5)) < 1e-6
    assert (starts[-1] - starts[0]) / step < MOST_BARS + 1.5


def test_whole_numbers_fall_on_their_own_limits() -> None:
    starts, step, counts = bins(np.array([0.1, 0.2, 0.3, 0.3, 4.0]))
    assert step == pytest.approx(0.1)
    assert dict(zip(starts.round(6).tolist(), counts.tolist(), strict=True)) == {0.1: 1, 0.2: 1, 0.3: 2, 4.0: 1}


@pytest.mark.parametrize("value", [0.0, 5.0, -3e-12, 1e12])
def test_equal_values_share_one_interval(value: float) -> None:
    starts, step, counts = bins(np.full(7, value))
    assert counts.tolist() == [7]
    assert starts[0] <= value + step * 1e-6
    assert value < starts[0] + step


def drawn(svg: str) -> int:
    return svg.count('aria-roledescription="bar"')


def test_each_chart_draws_a_bar_for_each_of_its_figures() -> None:
    bars = [Bar(f"M{n}", "2020", float(n), "green") for n in range(1, 13)]
    median = Line(6.5, "Mediana")
    assert drawn(ranking(bars, "pesos", median)) == 12
    assert drawn(by_period([Bar("M1", str(year), 1.0) for year in range(2010, 2015)], "pesos")) == 5
    assert drawn(distribution(np.arange(100.0), "pesos", median)) == len(bins(np.arange(100.0))[0])
