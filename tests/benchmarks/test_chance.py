"""Counts and proportions held against chance: intervals and funnels against scipy and by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.benchmarks.chance import byar, normal_quantile, poisson_funnel, wilson
from tests.conftest import HEAD, program

SPEC = program(
    HEAD.replace("semester", "year")
    + """\
variables:
  - {id: crimes, title: {es: d, en: c}, type: integer, kind: flow, range: [0, null]}
  - {id: solved, title: {es: r, en: s}, type: integer, kind: flow, range: [0, null]}
  - {id: people, title: {es: p, en: p}, type: integer, kind: context, range: [0, null]}
  - {id: spending, title: {es: g, en: s}, kind: flow}
  - {id: staff, title: {es: e, en: s}, type: integer, kind: stock}
checks:
  - {rule: solved <= crimes, severity: error}
tree:
  - {id: crime_rate, title: {es: t, en: c}, formula: crimes / people * 1000, direction: lower}
  - {id: solved_share, title: {es: s, en: s}, formula: solved / crimes * 100, direction: higher}
  - {id: cost, title: {es: c, en: c}, formula: spending / people, direction: lower}
  - {id: staffing, title: {es: f, en: f}, formula: staff / people * 1000, direction: higher}
  - {id: declared, title: {es: x, en: x}, formula: staff / people, direction: context, variation: rate}
  - {id: silenced, title: {es: y, en: y}, formula: crimes / people, direction: lower, variation: none}
"""
)


def figures(people: list[float], crimes: list[float], solved: list[float] | None = None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "entity": [f"{number:05d}" for number in range(1, len(people) + 1)],
            "period": "2020",
            "people": people,
            "crimes": crimes,
            "solved": crimes if solved is None else solved,
            "spending": 1.0,
            "staff": 3.0,
        }
    )


@given(st.integers(1, 5000), st.floats(0, 1), st.sampled_from([0.8, 0.95, 0.998]))
def test_wilson_is_that_of_scipy(whole: int, share: float, level: float) -> None:
    cases = round(share * whole)
    low, high = wilson(np.array([float(cases)]), np.array([float(whole)]), level)
    wanted = scipy.stats.binomtest(cases, whole).proportion_ci(level, method="wilson")
    np.testing.assert_allclose([low[0], high[0]], [wanted.low, wanted.high], atol=1e-12)


def test_byar_is_close_to_the_exact_poisson_interval() -> None:
    events = np.arange(1.0, 400.0)
    low, high = byar(events)
    exact_low, exact_high = scipy.stats.chi2.ppf(0.025, 2 * events) / 2, scipy.stats.chi2.ppf(0.975, 2 * events + 2) / 2
    np.testing.assert_allclose(low[4:], exact_low[4:], rtol=0.01)
    np.testing.assert_allclose(high, exact_high, rtol=0.005)
    # Ten events, by hand: 10 (1 - 1/90 - 1.96 / (3 √10))³ and 11 (1 - 1/99 + 1.96 / (3 √11))³.
    assert (low[9], high[9]) == pytest.approx((4.78745, 18.39146), abs=1e-5)
    none = byar(np.array([0.0]))
    assert none[0][0] == 0
    assert none[1][0] == pytest.approx(scipy.stats.chi2.ppf(0.975, 2) / 2, rel=0.01)


@given(st.floats(0.001, 1e7), st.sampled_from([0.8, 0.95, 0.998]))
def test_the_funnel_is_where_the_interval_just_reaches_what_is_expected(expected: float, level: float) -> None:
    fewest, most = (float(end[0]) for end in poisson_funnel(np.array([expected]), level))
    assert byar(np.array([most]), level)[0][0] == pytest.approx(expected, rel=1e-9)
    if fewest > 0:
        assert byar(np.array([fewest]), level)[1][0] == pytest.approx(expected, rel=1e-9)
    else:
        assert byar(np.array([0.0]), level)[1][0] >= expected * (1 - 1e-9)


def test_what_chance_moves_follows_from_the_spec() -> None:
    found = icma.benchmark(icma.score(SPEC, figures([1000] * 5, [5] * 5))).chance()
    kinds = found.drop_duplicates("indicator").set_index("indicator")["variation"].to_dict()
    # Money and headcounts are no events; what the spec declares goes first.
    assert kinds == {"crime_rate": "rate", "solved_share": "proportion", "declared": "rate"}


def test_a_town_of_three_thousand_is_not_called_worst_by_chance() -> None:
    """One crime among few people is the highest rate of all, and no more than chance; a city's excess is not."""
    people = [3_000.0, *[200_000.0] * 10, 900_000.0]
    crimes = [3.0, *[100.0] * 10, 720.0]  # 1.0, 0.5 and 0.8 a thousand
    found = icma.benchmark(icma.score(SPEC, figures(people, crimes)))
    positions = found.positions_of("crime_rate").set_index("entity")
    assert positions.loc["00001", "rank"] == 12
    assert positions.loc["00001", "quartile"] == 4
    assert (positions.loc["00001", "by_chance"], positions.loc["00001", "light"]) == (True, "yellow")
    assert (positions.loc["00012", "by_chance"], positions.loc["00012", "light"]) == (False, "red")
    verdicts = found.chance().set_index(["indicator", "entity"])["verdict"]
    assert verdicts["crime_rate", "00001"] == "like_peers"
    assert verdicts["crime_rate", "00012"] == "worse"
    line = found.chance().set_index(["indicator", "entity"]).loc[("crime_rate", "00001")]
    together = 1000 * sum(crimes) / sum(people)
    assert line["expected"] == pytest.approx(together)
    assert line["low"] <= together <= line["high"]
    assert line["funnel_low"] <= line["value"] <= line["funnel_high"]


def test_the_verdict_agrees_with_the_funnel_and_the_error_rate_is_the_level() -> None:
    generator = np.random.default_rng(8)
    people = np.round(np.exp(generator.normal(9.5, 1.3, 2000)))
    crimes = generator.poisson(people * 0.004).astype(float)
    solved = generator.binomial(crimes.astype(int), 0.3).astype(float)
    table = icma.benchmark(icma.score(SPEC, figures(list(people), list(crimes), list(solved)))).chance()
    table = table[table["indicator"].isin(["crime_rate", "solved_share"])]
    outside = (table["value"] < table["funnel_low"]) | (table["value"] > table["funnel_high"])
    edge = np.isclose(table["value"], table["funnel_low"]) | np.isclose(table["value"], table["funnel_high"])
    assert ((table["verdict"] != "like_peers") == outside)[~edge].all()
    for _, lines in table.groupby("indicator", observed=True):
        assert 0.02 < (lines["verdict"] != "like_peers").mean() < 0.065
        assert lines["dispersion"].iloc[0] == pytest.approx(1, abs=0.06)  # no more than chance


def test_peers_that_differ_more_than_chance_have_a_dispersion() -> None:
    generator = np.random.default_rng(8)
    people = np.full(400, 50_000.0)
    crimes = generator.poisson(people * 0.004 * generator.gamma(10, 0.1, 400)).astype(float)
    lines = icma.benchmark(icma.score(SPEC, figures(list(people), list(crimes)))).chance()
    lines = lines[lines["indicator"] == "crime_rate"]
    assert lines["dispersion"].iloc[0] > 8
    assert lines["z_adjusted"].std() < 1.3 < lines["z"].std()


def test_levels_and_deviates() -> None:
    assert normal_quantile(0.95) == pytest.approx(scipy.stats.norm.ppf(0.975))
    found = icma.benchmark(icma.score(SPEC, figures([3000, 90_000, 90_000, 90_000], [4, 50, 60, 55])))
    wide, narrow = found.chance(0.998), found.chance(0.8)
    assert (wide["high"] >= narrow["high"]).all()
    assert (wide["funnel_high"] >= narrow["funnel_high"]).all()


def test_shares_beyond_the_whole_and_lone_entities_are_no_matter_of_chance() -> None:
    alone = icma.benchmark(icma.score(SPEC, figures([3000], [4])))
    assert alone.chance().empty
    assert alone.positions["by_chance"].isna().all()
