"""Bootstrap intervals, and how steady a quarter is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.stats

import icmaml_indicators as icma
from icmaml_indicators.robustness.bootstrap import draw_counts, resample
from tests.benchmarks.test_statistics import SPEC, table


@pytest.fixture(scope="module")
def found() -> icma.Benchmark:
    return icma.benchmark(icma.score(SPEC, table(60)), "zone")


def test_draws_are_those_of_samples_written_out() -> None:
    """Weighted statistics of a draw equal the plain ones of the sample that it stands for."""
    generator = np.random.default_rng(0)
    values = np.round(generator.gamma(2, 10, (3, 11)))
    values[0, 2] = values[2, 7] = np.nan
    below = generator.integers(1, 50, values.shape).astype(float)
    above = values * below
    counts = draw_counts(11, 50, 7, "x")
    assert (counts.sum(axis=1) == 11).all()
    drawn = resample(values, above, below, counts)
    for number in range(50):
        sample = np.repeat(np.arange(11), counts[number].astype(int))
        for subject in range(3):
            line = values[subject, sample]
            np.testing.assert_allclose(drawn["mean"][subject, number], np.nanmean(line))
            np.testing.assert_allclose(drawn["median"][subject, number], np.nanmedian(line))
            known = sample[~np.isnan(line)]
            ratio = above[subject, known].sum() / below[subject, known].sum()
            np.testing.assert_allclose(drawn["weighted_mean"][subject, number], ratio)


def test_intervals_are_close_to_those_of_scipy(found: icma.Benchmark) -> None:
    lines = found.intervals(draws=4000).query("peers == 'D' and period == '2014' and indicator == 'up'")
    values = found.positions.query("peers == 'D' and period == '2014' and indicator == 'up'")["value"].dropna()
    for statistic in ("mean", "median"):
        line = lines[lines["statistic"] == statistic].iloc[0]
        wanted = scipy.stats.bootstrap(
            (values,),
            getattr(np, statistic),
            method="percentile",
            n_resamples=4000,
            random_state=np.random.default_rng(1),
        ).confidence_interval
        spread = wanted.high - wanted.low
        assert line["estimate"] == pytest.approx(getattr(np, statistic)(values))
        # The figures are whole, and so are their medians: an end may fall on either side of a step.
        near = 0.1 * spread if statistic == "mean" else 1.0
        assert abs(line["low"] - wanted.low) <= near
        assert abs(line["high"] - wanted.high) <= near


def test_the_same_seed_gives_the_same_intervals(found: icma.Benchmark) -> None:
    pd.testing.assert_frame_equal(found.intervals(draws=200, seed=4), found.intervals(draws=200, seed=4))
    other = found.intervals(draws=200, seed=5)
    assert not other["low"].equals(found.intervals(draws=200, seed=4)["low"])
    assert (other["low"].isna() == other["estimate"].isna()).all()


def test_a_quarter_among_other_peers_is_counted_by_hand(found: icma.Benchmark) -> None:
    alternatives = [None, {"early": [f"{n:05d}" for n in range(1, 31)], "late": [f"{n:05d}" for n in range(31, 61)]}]
    lines = found.quartile_stability(alternatives).set_index(["entity", "period", "indicator"])
    others = [icma.benchmark(found.assessment, peers).positions for peers in alternatives]
    quarters = [table.set_index(["entity", "period", "indicator"])["quartile"] for table in others]
    both = pd.concat(quarters, axis=1).loc[lines.index]
    asked = both.notna().sum(axis=1)
    same = both.eq(lines["quartile"], axis=0).sum(axis=1)
    np.testing.assert_array_equal(lines["alternatives"], asked)
    np.testing.assert_allclose(lines["same_share"], same / asked)
    assert lines["quartile"].notna().all()


def test_the_ends_are_steadier_than_the_borders(found: icma.Benchmark) -> None:
    whole = icma.benchmark(found.assessment)
    lines = whole.quartile_stability(draws=60).query("indicator == 'rate' and period == '2014'").set_index("entity")
    ranks = whole.positions.query("indicator == 'rate' and period == '2014'").set_index("entity")["rank"]
    assert lines.loc[ranks.idxmin(), "same_share"] == 1
    assert lines.loc[ranks.idxmax(), "same_share"] == 1
    assert lines["same_share"].min() < 0.9
    pd.testing.assert_frame_equal(whole.quartile_stability(draws=5), whole.quartile_stability(draws=5))


@pytest.mark.parametrize("peers", [None, "zone", icma.Nearest(["rate"], k=9)], ids=["all", "groups", "nearest"])
def test_one_entity_is_as_steady_alone_as_among_all(found: icma.Benchmark, peers: object) -> None:
    whole = icma.benchmark(found.assessment, peers)  # type: ignore[arg-type]
    everybody = whole.quartile_stability(draws=7)
    entity = str(everybody["entity"].iloc[40])
    expected = everybody[everybody["entity"] == entity].reset_index(drop=True)
    assert len(expected)
    pd.testing.assert_frame_equal(whole.quartile_stability(draws=7, entities=entity), expected)
