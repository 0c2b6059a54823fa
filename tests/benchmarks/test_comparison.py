"""Benchmarks: groups, statistics, positions and changes, against pandas on the same figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program

SPEC = program(
    HEAD.replace("semester", "year")
    + """\
scale: min_max
variables: [{id: a, title: {es: a, en: a}}, {id: size, title: {es: s, en: s}}]
tree:
  - {id: up, title: {es: u, en: u}, formula: a, direction: higher}
  - {id: down, title: {es: d, en: d}, formula: a * 1, direction: lower}
  - {id: aim, title: {es: t, en: t}, formula: a + 0, direction: target, target: 50}
  - {id: info, title: {es: i, en: i}, formula: a + size, direction: context}
"""
)


def data(entities: int = 40, seed: int = 5) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    lines = [
        (
            f"{1001 + number:05d}",
            year,
            float(generator.integers(0, 30)),
            float(generator.integers(1, 1000)),
            "NS"[number % 2],
        )
        for number in range(entities)
        for year in (2014, 2015)
    ]
    table = pd.DataFrame(lines, columns=["entity", "period", "a", "size", "state"])
    table.loc[generator.integers(0, len(table), 6), "a"] = np.nan
    return table


@pytest.fixture(scope="module")
def found() -> icma.Benchmark:
    return icma.benchmark(icma.score(SPEC, data()), peers="state")


def test_statistics_are_those_of_pandas(found: icma.Benchmark) -> None:
    table = data()
    groups = table.groupby(["state", table["period"].astype(str)])["a"]
    wanted = pd.DataFrame(
        {
            "n": groups.count(),
            "mean": groups.mean(),
            "sd": groups.std(),
            "min": groups.min(),
            "q1": groups.quantile(0.25),
            "median": groups.median(),
            "q3": groups.quantile(0.75),
            "max": groups.max(),
        }
    )
    got = found.statistics.query("indicator == 'up'").set_index(["peers", "period"])
    for name in wanted:
        np.testing.assert_allclose(got[name].loc[wanted.index], wanted[name], rtol=1e-12)


def test_best_follows_the_direction(found: icma.Benchmark) -> None:
    table = found.statistics.query("peers == 'N' and period == '2014'").set_index("indicator")
    assert (table.loc["up", "best"], table.loc["up", "worst"]) == (table.loc["up", "max"], table.loc["up", "min"])
    assert (table.loc["down", "best"], table.loc["down", "worst"]) == (
        table.loc["down", "min"],
        table.loc["down", "max"],
    )
    assert table.loc["aim", "best"] == table.loc["aim", "max"]  # all values lie below the target of 50
    assert np.isnan(table.loc["info", "best"])
    values = data().query("state == 'N' and period == 2014")
    assert table.loc["up", "best_entities"] == ", ".join(sorted(values[values["a"] == values["a"].max()]["entity"]))


def test_ranks_and_gaps_are_those_of_pandas(found: icma.Benchmark) -> None:
    table = data()
    groups = table.groupby(["state", "period"])["a"]
    for indicator, ascending in (("up", False), ("down", True)):
        got = found.positions.loc[lambda t, name=indicator: t["indicator"] == name].reset_index(drop=True)
        np.testing.assert_array_equal(got["rank"], groups.rank(method="min", ascending=ascending))
        np.testing.assert_allclose(got["gap_to_median"], table["a"] - groups.transform("median"))
        best = groups.transform("min" if ascending else "max")
        np.testing.assert_allclose(got["gap_to_best"], table["a"] - best)


def test_context_indicators_are_compared_and_not_ranked(found: icma.Benchmark) -> None:
    info = found.positions.query("indicator == 'info'")
    assert info[["rank", "percentile", "quartile", "gap_to_best"]].isna().all(axis=None)
    assert info["gap_to_median"].notna().sum() == info["value"].notna().sum()
    assert set(info["light"]) == {""}


def test_lights_follow_quarters(found: icma.Benchmark) -> None:
    table = found.positions.query("indicator == 'up' and rank == rank")
    assert {tuple(pair) for pair in table[["quartile", "light"]].drop_duplicates().to_numpy()} == {
        (1, "green"),
        (2, "yellow"),
        (3, "yellow"),
        (4, "red"),
    }
    best = table.loc[table["rank"] == 1]
    assert (best["light"] == "green").all()


def test_row_order_changes_nothing(found: icma.Benchmark) -> None:
    shuffled = icma.benchmark(icma.score(SPEC, data().sample(frac=1, random_state=1)), peers="state")
    pd.testing.assert_frame_equal(shuffled.positions, found.positions)
    pd.testing.assert_frame_equal(shuffled.statistics, found.statistics)


def test_groups_by_bands_lists_and_everybody() -> None:
    assessment = icma.score(SPEC, data())
    sizes = data().assign(period=lambda d: d["period"].astype(str)).set_index(["entity", "period"])["size"]
    bands = icma.benchmark(assessment, icma.Bands("size", (100, 500)))
    texts = bands.positions.astype({"entity": str, "period": str})
    positions = texts.query("indicator == 'up'").set_index(["entity", "period"])
    assert (positions["peers"] == "≤ 100").equals(sizes <= 100)
    assert (positions["peers"] == "> 500").equals(sizes > 500)
    table = pd.DataFrame({"band": ["small", "large"], "up_to": [100, np.nan], "variable": "size"})
    assert set(icma.benchmark(assessment, table).positions["peers"]) == {"small", "large"}
    chosen = icma.benchmark(assessment, ["01002", "01003"]).statistics
    assert (chosen["n"] + chosen["absent"]).unique().tolist() == [2]
    assert icma.benchmark(assessment).statistics["peers"].unique().tolist() == ["all"]


def test_who_belongs_to_no_group_is_listed_without_a_rank() -> None:
    table = data().assign(state=lambda d: d["state"].where(d["entity"] != "01001", ""))
    positions = icma.benchmark(icma.score(SPEC, table), "state").positions
    alone = positions.query("entity == '01001'")
    assert set(alone["peers"]) == {""}
    assert alone["rank"].isna().all()
    assert alone["value"].notna().any()


def test_changes_between_periods() -> None:
    table = pd.DataFrame(
        {
            "entity": ["00001", "00001", "00002", "00002"],
            "period": [2014, 2016, 2014, 2016],
            "a": [10.0, 5, 4, 6],
            "size": 1,
        }
    )
    trends = icma.benchmark(icma.score(SPEC, table), min_peers=2).trends.set_index(["entity", "indicator"])
    line = trends.loc[("00001", "down")]
    assert (line["previous_period"], line["previous"], line["value"], line["change"], line["change_pct"]) == (
        "2014",
        10,
        5,
        -5,
        -50,
    )
    assert line["improved"] is True
    assert line["rank_change"] == 1
    assert trends.loc[("00001", "up"), "improved"] is False
    assert trends.loc[("00001", "info"), "improved"] is None


def test_a_misspelt_peer_column_is_named() -> None:
    with pytest.raises(icma.UnknownNameError, match="did you mean `state`"):
        icma.benchmark(icma.score(SPEC, data()), "sate")
