"""Statistics and positions of grouped data against pandas and scipy, column by column and group by group."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.benchmarks import cells as layout
from icmaml_indicators.benchmarks.descriptive import QUANTILES
from icmaml_indicators.transforms.definitions import quantile_of_others
from icmaml_indicators.transforms.populations import round_widths
from icmaml_indicators.transforms.ranking import rank_counts
from tests.conftest import HEAD, examples, program

SPEC = program(
    HEAD.replace("semester", "year")
    + """\
scale: {method: min_max, over: all}
variables:
  - {id: a, title: {es: a, en: a}}
  - {id: cases, title: {es: c, en: c}, type: integer, kind: flow, range: [0, null]}
  - {id: people, title: {es: p, en: p}, type: integer, range: [0, null]}
tree:
  - id: area
    title: {es: A, en: A}
    children:
      - {id: up, title: {es: u, en: u}, formula: a, direction: higher}
      - {id: rate, title: {es: d, en: d}, formula: cases / people * 1000, direction: lower}
  - {id: aim, title: {es: t, en: t}, formula: a + 0, direction: target, target: 20}
  - {id: info, title: {es: i, en: i}, formula: a + people, direction: context}
"""
)
METHODS = {"linear": "linear", "weibull": "weibull", "hazen": "hazen", "median_unbiased": "median_unbiased"}


def table(entities: int = 100, seed: int = 1) -> pd.DataFrame:
    """Return synthetic figures with ties, absent cells and groups of very different sizes."""
    generator = np.random.default_rng(seed)
    count = entities * 3
    data = pd.DataFrame(
        {
            "entity": np.repeat([f"{number:05d}" for number in range(1, entities + 1)], 3),
            "period": np.tile(["2014", "2015", "2016"], entities),
            "a": np.round(generator.gamma(2, 10, count)),
            "cases": generator.poisson(8, count).astype(float),
            "people": generator.integers(200, 9000, count).astype(float),
            "zone": np.repeat(np.array(list("AABBBCDDDDDDDDDDDDDDDDDDDE"))[generator.integers(0, 26, entities)], 3),
        }
    )
    data.loc[generator.random(count) < 0.1, "a"] = np.nan
    data.loc[generator.random(count) < 0.05, "cases"] = np.nan
    return data.sample(frac=1, random_state=seed)


@pytest.fixture(scope="module")
def assessment() -> icma.Assessment:
    return icma.score(SPEC, table())


@pytest.fixture(scope="module")
def groups(assessment: icma.Assessment) -> dict[tuple[str, str, str], pd.Series]:
    """Return the present values of each (zone, period, indicator), by entity."""
    values = assessment.values.copy()
    values["area"] = assessment.scores["area"]
    values["total"] = assessment.scores["total"]
    zones = assessment.attributes["zone"]
    return {
        (zone, period, name): column.droplevel("period")
        for name, all_values in values.items()
        for (zone, period), column in all_values.groupby([zones, all_values.index.get_level_values("period")])
    }


@pytest.mark.parametrize("method", METHODS)
def test_every_statistic_is_that_of_numpy_and_scipy(
    assessment: icma.Assessment, groups: dict[tuple[str, str, str], pd.Series], method: str
) -> None:
    found = icma.benchmark(assessment, "zone", quantiles=method, min_peers=1)  # type: ignore[arg-type]
    lines = found.statistics.set_index(["peers", "period", "indicator"])
    assert set(groups) == set(lines.index)
    for key, column in groups.items():
        line, present = lines.loc[key], column.dropna().to_numpy()
        assert (line["n"], line["absent"]) == (len(present), column.isna().sum())
        if not len(present):
            assert np.isnan(line["median"])
            continue
        for name, p in QUANTILES.items():
            np.testing.assert_allclose(line[name], np.quantile(present, p, method=METHODS[method]), rtol=1e-12)
        np.testing.assert_allclose(line["mean"], present.mean(), rtol=1e-12)
        np.testing.assert_allclose(line["trimmed_mean"], scipy.stats.trim_mean(present, 0.1), rtol=1e-12)
        np.testing.assert_allclose(line["mad"], scipy.stats.median_abs_deviation(present), atol=1e-12)
        np.testing.assert_allclose(line["sd"], present.std(ddof=1) if len(present) > 1 else np.nan, atol=1e-12)
        assert (line["min"], line["max"]) == (present.min(), present.max())


@pytest.mark.parametrize(
    ("ties", "percentile"), [("min", "mean"), ("max", "weak"), ("average", "strict"), ("dense", "mean")]
)
def test_every_rank_and_percentile_is_that_of_scipy(
    assessment: icma.Assessment, groups: dict[tuple[str, str, str], pd.Series], ties: str, percentile: str
) -> None:
    found = icma.benchmark(assessment, "zone", ties=ties, percentile=percentile, min_peers=1)  # type: ignore[arg-type]
    positions = found.positions.astype({"peers": str, "period": str, "indicator": str, "entity": str})
    for (zone, period, name), lines in positions.groupby(["peers", "period", "indicator"]):
        column = groups[zone, period, name].reindex(lines["entity"]).to_numpy()
        good = {"up": column, "rate": -column, "aim": -np.abs(column - 20)}.get(name, np.round(column, 9))
        if name == "info":
            assert lines["rank"].isna().all()
            continue
        here = ~np.isnan(good)
        np.testing.assert_array_equal(lines["rank"].to_numpy()[here], scipy.stats.rankdata(-good[here], method=ties))
        shares = scipy.stats.percentileofscore(good[here], good[here], kind=percentile) if here.any() else []
        np.testing.assert_allclose(lines["percentile"].to_numpy()[here], shares, rtol=1e-12)
        assert np.isnan(lines["rank"].to_numpy()[~here]).all()


def test_the_weighted_mean_is_the_ratio_of_totals(assessment: icma.Assessment) -> None:
    lines = icma.benchmark(assessment, "zone", min_peers=1).statistics
    data = table().dropna(subset=["cases"])
    totals = data.groupby(["zone", "period"])[["cases", "people"]].sum()
    rates = lines[lines["indicator"] == "rate"].set_index(["peers", "period"])["weighted_mean"]
    wanted = totals["cases"] / totals["people"] * 1000
    np.testing.assert_allclose(rates.loc[wanted.index], wanted, rtol=1e-12)
    assert lines.loc[lines["indicator"] != "rate", "weighted_mean"].isna().all()


def test_z_and_robust_z(assessment: icma.Assessment) -> None:
    positions = icma.benchmark(assessment, min_peers=1).positions
    lines = positions[(positions["indicator"] == "up") & (positions["period"] == "2015")]
    here = lines["value"].notna()
    np.testing.assert_allclose(lines["z"][here], scipy.stats.zscore(lines["value"][here], ddof=1), rtol=1e-9)
    median = lines["value"].median()
    mad = scipy.stats.median_abs_deviation(lines["value"][here])
    np.testing.assert_allclose(lines["robust_z"][here], 0.6745 * (lines["value"][here] - median) / mad, rtol=1e-12)


def test_left_out_of_its_own_quartiles(assessment: icma.Assessment) -> None:
    positions = icma.benchmark(assessment, "zone", leave_out_self=True).positions
    lines = positions[
        (positions["indicator"] == "rate") & (positions["peers"] == "D") & (positions["period"] == "2014")
    ]
    known = lines[lines["value"].notna()]
    for place in range(len(known)):
        own, others = known["value"].iloc[place], known["value"].drop(known.index[place])
        q1, q2, q3 = np.quantile(others, [0.25, 0.5, 0.75])
        assert known["quartile"].iloc[place] == 4 - sum(own <= cut for cut in (q1, q2, q3))
        np.testing.assert_allclose(known["gap_to_median"].iloc[place], own - q2, rtol=1e-12)
        np.testing.assert_allclose(known["gap_to_top_quartile"].iloc[place], own - q1, rtol=1e-12)


@examples(200)
@given(
    st.lists(st.one_of(st.integers(0, 6).map(float), st.just(float("nan"))), min_size=1, max_size=14),
    st.sampled_from(["linear", "weibull", "hazen", "median_unbiased", "normal_unbiased"]),
    st.floats(0, 1),
)
def test_quantiles_of_the_others_are_those_of_numpy(values: list[float], method: str, p: float) -> None:
    given = np.array(values)
    found = quantile_of_others(rank_counts(given), p, method)  # type: ignore[arg-type]
    for place, value in enumerate(given):
        others = np.delete(given, place)
        others = others[~np.isnan(others)]
        if np.isnan(value) or not len(others):
            assert np.isnan(found[place])
        else:
            np.testing.assert_allclose(found[place], np.quantile(others, p, method=method), rtol=1e-9, atol=1e-12)


def test_small_groups_are_withheld_and_say_so(assessment: icma.Assessment) -> None:
    found = icma.benchmark(assessment, "zone", min_peers=8)
    lines = found.statistics
    few = lines["n"] < 8
    assert few.any() and not few.all()
    assert (lines["withheld"] == "too_few_peers").equals(few)
    assert lines.loc[few, ["mean", "median", "sd", "max", "best", "weighted_mean"]].isna().all(axis=None)
    assert lines.loc[few & (lines["indicator"] == "up"), "n"].gt(0).any()  # the count stays
    positions = found.positions
    held = positions["withheld"] == "too_few_peers"
    assert positions.loc[held, "value"].notna().all()
    assert positions.loc[held, ["rank", "percentile", "quartile", "gap_to_median", "z"]].isna().all(axis=None)
    assert set(positions.loc[held, "light"]) == {""}


def test_not_applicable_leaves_the_coverage() -> None:
    data = table(40).astype({"a": object})
    rows = data.index[:30]
    data.loc[rows, "a"] = "n.a."
    lines = icma.benchmark(icma.score(SPEC, data)).statistics.query("indicator == 'up'")
    assert lines["not_applicable"].sum() == 30
    asked = lines["n"] + lines["absent"] - lines["not_applicable"]
    np.testing.assert_allclose(lines["coverage"], lines["n"] / asked)
    assert (asked + lines["not_applicable"]).sum() == 120


@pytest.mark.parametrize("piece", [1, 64, 1 << 17])
def test_the_size_of_pieces_changes_no_bit(
    assessment: icma.Assessment, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = icma.benchmark(assessment, "zone")
    monkeypatch.setattr(layout, "PIECE", piece)
    monkeypatch.setattr("os.cpu_count", lambda: 1 + piece % 3)
    parts = icma.benchmark(assessment, "zone")
    pd.testing.assert_frame_equal(parts.statistics, whole.statistics)
    pd.testing.assert_frame_equal(parts.positions, whole.positions)


def test_the_order_of_rows_changes_no_bit(assessment: icma.Assessment) -> None:
    other = icma.benchmark(icma.score(SPEC, table().sample(frac=1, random_state=9)), "zone", leave_out_self=True)
    same = icma.benchmark(assessment, "zone", leave_out_self=True)
    pd.testing.assert_frame_equal(other.statistics, same.statistics)
    pd.testing.assert_frame_equal(other.positions, same.positions)


def test_positions_of_one_entity_or_indicator_are_those_of_all(assessment: icma.Assessment) -> None:
    found = icma.benchmark(assessment, "zone")
    everything = found.positions
    some = found.positions_of("rate", ["00007", "00009"])
    wanted = everything[(everything["indicator"] == "rate") & everything["entity"].isin(["00007", "00009"])]
    pd.testing.assert_frame_equal(some, wanted.reset_index(drop=True))
    with pytest.raises(icma.UnknownNameError, match="did you mean `rate`"):
        found.positions_of("rat")


def test_widths_waste_less_than_an_eighth() -> None:
    sizes = np.arange(1, 5000)
    widths = round_widths(sizes)
    assert (widths >= sizes).all()
    assert ((widths - sizes) / sizes <= 0.125).all()
    assert len(np.unique(widths)) < 90


def test_definitions_out_of_range_are_refused(assessment: icma.Assessment) -> None:
    with pytest.raises(icma.IcmamlError, match="`min_peers` must lie at 1 or more, not 0"):
        icma.benchmark(assessment, min_peers=0)
    with pytest.raises(icma.IcmamlError, match="`trim` must lie between"):
        icma.benchmark(assessment, trim=0.5)


def test_tables_drop_into_altair(assessment: icma.Assessment) -> None:
    import altair

    positions = icma.benchmark(assessment, "zone").positions_of("rate")
    chart = altair.Chart(positions).mark_bar().encode(x="peers:N", y="mean(value):Q").to_dict()
    assert len(next(iter(chart["datasets"].values()))) == len(positions)
    assert positions["period"].cat.ordered
    assert list(positions["indicator"].cat.categories) == ["total", "area", "up", "rate", "aim", "info"]


NOISY = program(
    HEAD.replace("semester", "year")
    + """\
variables:
  - {id: a, title: {es: a, en: a}}
  - {id: b, title: {es: b, en: b}}
tree:
  - {id: i, title: {es: i, en: i}, formula: a + b, direction: higher}
"""
)


def _noisy(pairs: list[tuple[float, float]]) -> icma.Benchmark:
    frame = pd.DataFrame(pairs, columns=["a", "b"])
    frame.insert(0, "entity", [f"{number:05d}" for number in range(1, len(frame) + 1)])
    frame.insert(1, "period", "2014")
    return icma.benchmark(icma.score(NOISY, frame))


def test_values_equal_but_for_rounding_share_their_place() -> None:
    """0.1 + 0.2 and 0.3 + 0 are 0.3 on paper: of 0.5, 0.3, 0.3, 0.1 they share rank 2 and quarter, with a percentile of
    (1 + 1/2) / 3 = 50 and no gap between them and their median."""
    compared = _noisy([(0.5, 0), (0.1, 0.2), (0.3, 0), (0.1, 0)])
    found = compared.positions_of("i")
    assert found["rank"].tolist() == [1, 2, 2, 4]
    assert found["percentile"].tolist() == [100, 50, 50, 0]
    assert found["quartile"].nunique() == 3 and found["quartile"][1] == found["quartile"][2]
    assert found["gap_to_median"][1] == found["gap_to_median"][2] == 0.0
    assert _noisy([(0.1, 0.2), (0.3, 0), (0.1, 0)]).statistics["best_entities"].tolist() == ["00001, 00002"]


@pytest.mark.parametrize("figures", [[(0.1, 0)] * 3, [(24.143618342250218, 0)] * 13, [(0.1, 0.2), (0.3, 0), (0.3, 0)]])
def test_equal_figures_have_no_spread(figures: list[tuple[float, float]]) -> None:
    """Three times 0.1 adds up to 0.30000000000000004: the mean is 0.1 all the same, the deviation 0, and nobody has z."""
    compared = _noisy(figures)
    told, found = compared.statistics.iloc[0], compared.positions_of("i")
    assert told["min"] == told["mean"] == told["trimmed_mean"] == told["max"]
    assert told["sd"] == told["mad"] == 0.0
    assert found["z"].isna().all() and found["robust_z"].isna().all()
    assert set(found["rank"]) == {1.0}


@given(st.lists(st.floats(-1e9, 1e9), min_size=3, max_size=30))
@examples(50)
def test_means_lie_between_the_ends(figures: list[float]) -> None:
    told = _noisy([(figure, 0.0) for figure in figures]).statistics.iloc[0]
    assert told["min"] <= told["mean"] <= told["max"]
    assert told["min"] <= told["trimmed_mean"] <= told["max"]
