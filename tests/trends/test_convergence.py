"""Convergence and suspected breaks against hand figures, scipy and pandas."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import icmaml_indicators as icma
from icmaml_indicators.transforms.group_statistics import group_means, group_quantiles
from tests.conftest import HEAD, examples, program

SPEC = program(
    HEAD.replace("semester", "year")
    + "variables: [{id: a, title: {es: a, en: a}}]\n"
    + "tree: [{id: i, title: {es: a, en: a}, formula: a, direction: higher}]\n"
)


def panel_of(values: np.ndarray, groups: list[str] | None = None, first: int = 2014) -> icma.Panel:
    """Return the panel of figures by entity (rows) and year (columns)."""
    lines = [
        (f"{1001 + entity:05d}", first + year, values[entity, year], groups[entity] if groups else "all")
        for entity in range(values.shape[0])
        for year in range(values.shape[1])
    ]
    data = pd.DataFrame(lines, columns=["entity", "period", "a", "state"])
    return icma.benchmark(icma.score(SPEC, data), "state").panel


# Convergence ------------------------------------------------------------------------------------------


def test_beta_is_the_regression_of_scipy() -> None:
    generator = np.random.default_rng(4)
    first = np.exp(generator.normal(3, 1, 30))
    values = np.stack([first, first, first**0.8 * np.exp(generator.normal(0, 0.1, 30))], axis=1)
    line = panel_of(values).convergence.iloc[0]
    wanted = stats.linregress(np.log(first), (np.log(values[:, 2]) - np.log(first)) / 2)
    assert (line["form"], line["n"], line["first_period"], line["last_period"]) == ("log_growth", 30, "2014", "2016")
    assert (line["beta"], line["beta_se"]) == pytest.approx((wanted.slope, wanted.stderr))
    assert line["half_life"] == pytest.approx(np.log(2) / (-np.log(1 + 2 * wanted.slope) / 2))
    assert line["verdict"] == "converging"


def test_exact_halving_has_its_half_life() -> None:
    """Distances in logarithms that halve in three years have a half-life of three years."""
    start = np.exp(np.arange(1.0, 8.0))
    values = np.stack([start, start**0.75, start**0.6, start**0.5], axis=1)
    assert panel_of(values).convergence.iloc[0]["half_life"] == pytest.approx(3)


def test_figures_that_are_not_positive_are_compared_by_differences() -> None:
    first = np.array([-2.0, 0, 1, 4, 6, 9])
    line = panel_of(np.stack([first, first / 2 + 1], axis=1)).convergence.iloc[0]
    assert (line["form"], line["beta"], line["half_life"]) == ("change", pytest.approx(-0.5), pytest.approx(1))
    assert line["verdict"] == "converging"


def test_dispersion_is_that_of_pandas() -> None:
    values = np.random.default_rng(1).gamma(3, 2, (40, 4))
    groups = ["NS"[n % 2] for n in range(40)]
    got = panel_of(values, groups).dispersion.set_index(["peers", "period"])
    tall = pd.DataFrame(values, columns=["2014", "2015", "2016", "2017"]).assign(peers=groups)
    for period in ("2014", "2017"):
        by = tall.groupby("peers")[period]
        now = got.xs(period, level="period")
        np.testing.assert_allclose(now["sd"], by.std())
        np.testing.assert_allclose(now["cv"], by.std() / by.mean())
        np.testing.assert_allclose(now["iqr"], by.quantile(0.75) - by.quantile(0.25))
    line = panel_of(values, groups).convergence.set_index("peers").loc["S"]
    spread = got.loc["S", "sd"]
    assert line["sd_slope"] == pytest.approx(stats.theilslopes(spread.to_numpy()).slope)
    assert (line["sd_first"], line["sd_last"]) == (spread.iloc[0], spread.iloc[-1])


def test_both_ends_are_seen_over_the_same_entities() -> None:
    values = np.array([[1.0, 2], [2, 3], [np.nan, 90], [80, np.nan], [5, 5], [6, 6], [9, 7]])
    found = panel_of(values)
    assert found.convergence.iloc[0]["n"] == 5
    assert found.dispersion["n"].tolist() == [5, 5]


def test_diverging_and_too_few() -> None:
    first = np.arange(1.0, 9.0)
    assert panel_of(np.stack([first, first**1.5], axis=1)).convergence.iloc[0]["verdict"] == "diverging"
    assert panel_of(np.stack([first, first**0.5], axis=1)[:4]).convergence.iloc[0]["verdict"] == "too_few"
    alone = panel_of(first[:, None])
    assert len(alone.convergence) == len(alone.dispersion) == 0
    assert "verdict" in alone.convergence


def test_convergence_stops_at_a_break() -> None:
    leaf = SPEC.tree[0].model_copy(update={"valid_from": "2016", "comparable": False})
    given = {name: getattr(SPEC, name) for name in icma.Program.model_fields}
    cut = icma.Program.model_construct(**{**given, "tree": (leaf,)})
    values = np.random.default_rng(9).gamma(3, 2, (8, 4))
    data = pd.DataFrame([(f"{1001 + e:05d}", 2014 + y, values[e, y]) for e in range(8) for y in range(4)])
    data.columns = pd.Index(["entity", "period", "a"])
    found = icma.benchmark(icma.score(cut, data)).convergence
    assert found[["first_period", "last_period"]].to_numpy().tolist() == [["2014", "2015"], ["2016", "2017"]]
    parts = [panel_of(values[:, :2]), panel_of(values[:, 2:], first=2016)]
    wanted = pd.concat([part.convergence for part in parts], ignore_index=True)
    pd.testing.assert_frame_equal(found, wanted)


def test_a_panel_is_written_as_tables(tmp_path: Path) -> None:
    panel = panel_of(np.random.default_rng(9).gamma(3, 2, (6, 3)))
    icma.write_report(panel, tmp_path / "out.csv")
    written = pd.read_csv(tmp_path / "out.csv", dtype={"entity": str})
    assert written["slope"].tolist() == pytest.approx(panel.trend_lines["slope"].tolist())
    with pytest.raises(icma.IcmamlError, match="there is no page"):
        icma.write_report(panel, tmp_path / "out.html")


def test_semesters_converge_season_by_season() -> None:
    spec = program(
        HEAD + "variables: [{id: a, title: {es: a, en: a}}]\n"
        "tree: [{id: i, title: {es: a, en: a}, formula: a, direction: higher}]\n"
    )
    lines = [
        (f"{1001 + e:05d}", period, value)
        for e in range(6)
        for period, value in (("2014-S1", e + 1), ("2014-S2", 50 * e), ("2015-S1", e / 2 + 3), ("2015-S2", 70 * e))
    ]
    found = icma.benchmark(icma.score(spec, pd.DataFrame(lines, columns=["entity", "period", "a"]))).panel
    assert found.convergence.iloc[0][["first_period", "last_period"]].tolist() == ["2014-S1", "2015-S1"]
    assert found.dispersion["period"].tolist() == ["2014-S1", "2015-S1"]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-50, 50)), min_size=1, max_size=40))
def test_quantiles_of_groups_are_those_of_numpy(pairs: list[tuple[int, int]]) -> None:
    codes, values = np.array([p[0] for p in pairs]), np.array([float(p[1]) for p in pairs])
    q1, q3 = group_quantiles(values, codes, 5, 0.25, 0.75)
    means = group_means(values, codes, 5)
    for group in range(5):
        own = values[codes == group]
        wanted = [np.quantile(own, 0.25), np.quantile(own, 0.75), own.mean()] if len(own) else [np.nan] * 3
        assert [q1[group], q3[group], means[group]] == pytest.approx(wanted, nan_ok=True)


# Suspected breaks -------------------------------------------------------------------------------------


def test_a_jump_by_hand() -> None:
    # Changes of 0, 10, 20, 30, 40 and 900 %: logarithms of 1, 1.1, 1.2, 1.3, 1.4 and 10.
    ratios = np.array([1, 1.1, 1.2, 1.3, 1.4, 10])
    found = panel_of(np.stack([np.full(6, 10.0), 10 * ratios], axis=1)).suspected_breaks
    (line,) = found.itertuples()
    steps = np.log(ratios)
    away = steps - np.median(steps)
    assert line.z == pytest.approx(away[5] / (1.4826 * np.median(np.abs(away))))
    assert (line.entity, line.period, line.previous_period, line.form, line.n, line.alike) == (
        "01006",
        "2015",
        "2014",
        "log_ratio",
        6,
        0,
    )
    assert (line.previous, line.value, line.change) == (10, 100, 90)
    assert line.message == "a jump that its peers do not show (+900.0 %, +24.9 %)"


def test_what_the_peers_do_as_well_is_no_jump() -> None:
    ratios = np.array([9, 9.5, 10, 10.5, 11, 10])
    assert len(panel_of(np.stack([np.full(6, 10.0), 10 * ratios], axis=1)).suspected_breaks) == 0


def test_what_is_odd_but_small_is_not_flagged() -> None:
    ratios = np.array([1, 1.001, 1.002, 1.003, 1.004, 1.05])
    panel = panel_of(np.stack([np.full(6, 10.0), 10 * ratios], axis=1))
    assert len(panel.suspected_breaks) == 0
    assert panel.jumps(material=0.01)["entity"].tolist() == ["01006"]


def test_where_most_steps_are_equal_the_mean_deviation_serves() -> None:
    ratios = np.array([1.0] * 9 + [2.0])
    (line,) = panel_of(np.stack([np.full(10, 10.0), 10 * ratios], axis=1)).suspected_breaks.itertuples()
    assert line.z == pytest.approx(1 / (1.2533 / 10))
    assert len(panel_of(np.full((10, 2), 3.0)).suspected_breaks) == 0


def test_figures_that_are_not_positive_jump_by_difference() -> None:
    steps = np.array([0.0, 1, 2, 3, 4, 60])
    values = np.stack([np.array([0.0, 5, 6, 7, 8, 9]), np.array([0.0, 5, 6, 7, 8, 9]) + steps], axis=1)
    (line,) = panel_of(values).suspected_breaks.itertuples()
    assert (line.form, line.step, line.peers_median) == ("difference", 60, 2.5)
    assert line.z == pytest.approx(57.5 / (1.4826 * 1.5))


def test_few_peers_and_declared_breaks_flag_nothing() -> None:
    values = np.stack([np.full(6, 10.0), 10 * np.array([1, 1.1, 1.2, 1.3, 1.4, 10])], axis=1)
    assert len(panel_of(values[2:]).suspected_breaks) == 0
    assert len(panel_of(values).jumps(fewest=7)) == 0
    leaf = SPEC.tree[0].model_copy(update={"valid_from": "2015", "comparable": False})
    given = {name: getattr(SPEC, name) for name in icma.Program.model_fields}
    cut = icma.Program.model_construct(**{**given, "tree": (leaf,)})
    data = pd.DataFrame([(f"{1001 + e:05d}", 2014 + y, values[e, y]) for e in range(6) for y in (0, 1)])
    data.columns = pd.Index(["entity", "period", "a"])
    assert len(icma.benchmark(icma.score(cut, data)).suspected_breaks) == 0


def test_two_that_jump_together_tell_of_each_other() -> None:
    ratios = np.array([1, 1.1, 1.2, 1.3, 1.4, 1.25, 1.15, 10, 12])
    found = panel_of(np.stack([np.full(9, 10.0), 10 * ratios], axis=1)).suspected_breaks
    assert found["alike"].tolist() == [1, 1]


@examples(20)
@given(st.floats(0.01, 1000), st.integers(0, 5))
def test_jumps_do_not_depend_on_the_unit(factor: float, seed: int) -> None:
    values = np.random.default_rng(seed).lognormal(2, 0.4, (12, 3))
    values[3, 2] *= 30
    one, other = panel_of(values).suspected_breaks, panel_of(values * factor).suspected_breaks
    assert "01004" in set(one["entity"])
    assert one["entity"].tolist() == other["entity"].tolist()
    np.testing.assert_allclose(one["z"], other["z"], rtol=1e-6)
