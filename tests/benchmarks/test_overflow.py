"""What no float holds is no figure: never infinite, never a figure that it is not, and nothing warns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.transforms.definitions import quantile
from tests.conftest import HEAD, program

SPEC = program(
    HEAD.replace("semester", "year")
    + """\
scale: {method: z_score, over: all}
variables: [{id: a, title: {es: a, en: a}}, {id: b, title: {es: b, en: b}}]
tree:
  - {id: i, title: {es: i, en: i}, formula: a, direction: higher}
  - {id: r, title: {es: r, en: r}, formula: a / b, direction: lower}
"""
)
PEERS = [None, *(icma.Nearest(("a", "b"), k=4, metric=metric) for metric in ("mahalanobis", "euclidean", "gower"))]
HUGE = [1e308, -1e308, 1e300, 1e200, 1e160, 1e-300, 0.0, 3.0]


def table(figures: list[float], periods: int = 1) -> pd.DataFrame:
    count = len(figures) // periods
    data = {"entity": np.repeat([f"{1001 + n:05d}" for n in range(count)], periods)}
    return pd.DataFrame(data | {"period": np.tile(range(2014, 2014 + periods), count), "a": figures, "b": 1.0})


def statistics_of(figures: list[float]) -> pd.Series:
    found = icma.benchmark(icma.score(SPEC, table(figures))).statistics
    return found[found["indicator"].eq("i") & found["kind"].eq("indicator")].iloc[0]


def test_a_spread_that_no_float_holds_is_none_and_the_rest_stands() -> None:
    found = statistics_of([1e300, 3.0, 3.0, 4.0])
    assert np.isnan(found["sd"])
    assert found[["mean", "median", "mad", "min", "max"]].tolist() == [2.5e299, 3.5, 0.5, 3.0, 1e300]


def test_a_sum_that_no_float_holds_has_no_mean() -> None:
    assert statistics_of([1e308, 1e308, 0.0, 0.0])[["mean", "sd"]].isna().all()


def test_between_two_huge_figures_there_is_a_quantile() -> None:
    ends = np.array([-1.5e308, 1.5e308])
    found = [float(quantile(ends, np.array(2), p, "linear")) for p in (0.0, 0.25, 0.5, 1.0)]
    assert found == [-1.5e308, -0.75e308, 0.0, 1.5e308]


@pytest.mark.parametrize("seed", range(2))
def test_no_figure_of_any_table_is_infinite(seed: int) -> None:
    generator = np.random.default_rng(seed)
    figures, below = (generator.choice(HUGE, 40) for _ in range(2))
    assessment = icma.score(SPEC, table(figures.tolist(), periods=5).assign(b=below))
    found = [assessment.scores]
    for peers in PEERS:
        compared = icma.benchmark(assessment, peers, leave_out_self=seed % 2 == 1)
        found += [compared.statistics, compared.positions, compared.intervals(draws=10)]
        panel = compared.panel
        found += [panel.changes(), panel.trend_lines, panel.convergence, panel.dispersion, panel.jumps()]
    assert all(len(frame) for frame in found[:4])
    for frame in found:
        numbers = frame.select_dtypes("number").to_numpy(float)
        assert not np.isinf(numbers).any(), frame.columns[np.isinf(numbers).any(axis=0)]


def test_where_nobody_has_peers_there_are_no_positions() -> None:
    """Distances to figures beyond what a float holds are not known."""
    assessment = icma.score(SPEC, table([1e308, -1e308, 3.0, 4.0]))
    compared = icma.benchmark(assessment, icma.Nearest(("a", "b"), k=2))
    assert compared.neighbours.empty
    assert compared.positions["rank"].isna().all()
    assert compared.quartile_stability(draws=5)["quartile"].isna().all()
