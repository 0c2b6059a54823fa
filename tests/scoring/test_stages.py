"""Programs in which populations feed formulas and scores feed populations, beside plain pandas. Figures are synthetic."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma

HEAD = """\
spec: 1
id: stages
version: "1"
title: {es: Etapas, en: Stages}
entity: other
period: year
provenance: user
scale: identity
variables:
  - {id: a, title: {es: A, en: A}}
  - {id: b, title: {es: B, en: B}}
  - {id: c, title: {es: C, en: C}}
  - {id: d, title: {es: D, en: D}}
  - {id: region, title: {es: R, en: R}, type: category, options: [north, south, east]}
tree:
"""
INPUTS = ["a", "b", "c", "d"]


def leaf(name: str, formula: str, keys: str = "") -> str:
    """Return an indicator, more of which is better; its formula stands in single quotes."""
    texts = f"title: {{es: {name}, en: {name}}}, unit: {{es: u, en: u}}"
    return f"{{id: {name}, {texts}, formula: '{formula}', direction: higher{keys and ', '}{keys}}}"


def group(name: str, children: list[str], keys: str = "") -> str:
    texts = f"title: {{es: {name}, en: {name}}}"
    return f"{{id: {name}, {texts}{keys and ', '}{keys}, children: [{', '.join(children)}]}}"


def spec(*nodes: str) -> str:
    return HEAD + "".join(f"  - {node}\n" for node in nodes)


def figures(rows: int = 60, years: int = 1) -> pd.DataFrame:
    """Return small whole numbers, so that many are equal; of `d` one in ten is absent."""
    generator = np.random.default_rng(14)
    count = rows * years
    table = pd.DataFrame({name: generator.integers(1, 30, count).astype(float) for name in INPUTS})
    table.loc[generator.random(count) < 0.1, "d"] = np.nan
    table["region"] = generator.choice(["north", "south", "east"], count)
    table.insert(0, "entity", [f"e{number:03d}" for number in range(rows) for _ in range(years)])
    table.insert(1, "period", [str(2020 + year) for _ in range(rows) for year in range(years)])
    return table


def scored(text: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return the scores of all nodes, in the order of the table."""
    return icma.score(icma.loads(text), table).scores.reset_index()


def check(found: pd.DataFrame, **wanted: pd.Series) -> None:
    for name, column in wanted.items():
        np.testing.assert_allclose(found[name], column, rtol=1e-12, atol=1e-9, err_msg=name)


def percentile_ranks(column: pd.Series) -> pd.Series:
    """Return the share of the others that are below, in percent, as a spreadsheet does; sums tie at nine decimals."""
    return (column.round(9).rank(method="min") - 1) / (column.count() - 1) * 100


def test_percentile_ranks_of_sums_of_percentile_ranks_with_flags_and_their_count() -> None:
    place = "scale: {method: percentile_rank, ties: min}"
    parts = {"first": ["a", "b"], "second": ["c", "d"]}
    themes = [
        group(theme, [leaf(f"p_{x}", x, place) for x in inputs], "aggregation: sum") for theme, inputs in parts.items()
    ]
    shown = [leaf(f"place_{theme}", f"score({theme})", f"{place}, role: informational") for theme in parts]
    flags = [leaf(f"flag_{x}", f"score(p_{x}) >= 90") for x in INPUTS]
    whole = group("whole", themes, "aggregation: sum, scale: {method: percentile_rank, ties: min}")
    text = spec(whole, *shown, group("flags", flags, "aggregation: sum, role: informational"))
    table = figures()
    found = scored(text, table)

    places = table[INPUTS].apply(percentile_ranks)
    first, second = places["a"] + places["b"], places["c"] + places["d"]
    assert places["a"].duplicated().any()
    check(found, place_first=percentile_ranks(first), place_second=percentile_ranks(second))
    check(found, whole=percentile_ranks(first + second), total=percentile_ranks(first + second))
    flagged = (places >= 90).astype(float).where(places.notna())
    assert 0 < flagged.sum().sum() < 60
    check(found, flags=flagged.sum(axis=1, skipna=False), flag_d=flagged["d"])


def test_shares_of_the_best_and_distances_from_the_mean_of_a_category() -> None:
    text = spec(
        leaf("share", "100 * d / max(d over region)"),
        leaf("distance", "(d - mean(d over region)) / sd(d over region)", "role: informational"),
        leaf("gap", "score(share) - median(score(share) over region)", "role: informational"),
        leaf("weighed", "weighted_mean(d, a over region)", "role: informational"),
        leaf("high", "quantile(d, 0.9 over region)", "role: informational"),
        leaf("members", "count(1 over region)", "role: informational"),
        leaf("place", 'rank(-d, "max" over region)', "role: informational"),
    )
    table = figures(years=2)
    found = scored(text, table)

    d, by = table["d"], [table["period"], table["region"]]
    peers = d.groupby(by)
    share = 100 * d / peers.transform("max")
    check(found, share=share, distance=(d - peers.transform("mean")) / peers.transform("std"))
    check(found, gap=share - share.groupby(by).transform("median"))
    weights = table["a"].where(d.notna())
    check(found, weighed=(d * weights).groupby(by).transform("sum") / weights.groupby(by).transform("sum"))
    check(found, high=peers.transform("quantile", 0.9), members=peers.transform("size"))
    check(found, place=peers.rank(method="max", ascending=False))


def in_decimals(column: pd.Series, decimals: int, way: str = ROUND_HALF_UP) -> pd.Series:
    """Round in decimals, to nine of them first."""
    unit = Decimal(1).scaleb(-decimals)
    return column.map(lambda x: float(Decimal(f"{x:.9f}").quantize(unit, rounding=way)))


@pytest.mark.parametrize("parents", ["rounded", "exact"])
def test_rounding_at_three_levels(parents: str) -> None:
    leaves = [
        leaf("x", "a / 8", f"rounding: {{decimals: 1, parents: {parents}}}"),
        leaf("y", "b / 8", "rounding: {decimals: 2, half: even}"),
    ]
    text = spec(
        group("part", leaves, f"rounding: {{decimals: 1, method: ceil, parents: {parents}}}"),
        leaf("z", "c"),
        leaf("shown", "score(part)", "role: informational, scale: min_max"),
    ).replace("variables:", "rounding: 0\nvariables:", 1)
    table = figures()
    found = scored(text, table)

    exact_x, z = table["a"] / 8, table["c"]
    x, y = in_decimals(exact_x, 1), in_decimals(table["b"] / 8, 2, ROUND_HALF_EVEN)
    exact_part = ((x if parents == "rounded" else exact_x) + y) / 2
    part = in_decimals(exact_part, 1, ROUND_CEILING)
    total = in_decimals(((part if parents == "rounded" else exact_part) + z) / 2, 0)
    assert (x != exact_x).any()
    assert (y != table["b"] / 8).any()
    assert (part != exact_part).any()
    check(found, x=x, y=y, part=part, total=total)
    shown = (part - part.min()) / (part.max() - part.min()) * 100
    check(found, shown=in_decimals(shown, 0))


def test_the_gain_of_the_score_of_a_group_over_time() -> None:
    text = spec(
        group("part", [leaf("x", "a", "scale: percentile_rank"), leaf("y", "b", "scale: min_max")], "scale: z_score"),
        leaf("gain", "score(part) - lag(score(part))", "role: informational"),
        leaf("best", "max(score(part) over entity)", "role: informational"),
        leaf("latest", "last(score(part) over entity)", "role: informational"),
    )
    table = (
        figures(years=3).drop(index=[4, 9]).reset_index(drop=True)
    )  # an entity without its second year, one without its first
    found = scored(text, table)

    by = table.groupby("period")
    x = (by["a"].rank() - 1) / (by["a"].transform("count") - 1) * 100
    low = by["b"].transform("min")
    value = (x + (table["b"] - low) / (by["b"].transform("max") - low) * 100) / 2
    groups = value.groupby(table["period"])
    part = (value - groups.transform("mean")) / groups.transform("std")
    wide = part.set_axis(pd.MultiIndex.from_frame(table[["entity", "period"]])).unstack()
    gain = (
        wide.diff(axis=1).stack(future_stack=True)[list(zip(table["entity"], table["period"], strict=True))].to_numpy()
    )
    assert np.isnan(gain).sum() == 60 + 1
    check(found, part=part, gain=pd.Series(gain))
    own = part.groupby(table["entity"])
    check(found, best=own.transform("max"), latest=own.transform("last"))
