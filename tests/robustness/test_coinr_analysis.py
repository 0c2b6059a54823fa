"""The analysis that COINr makes of its example: statistics, correlations, alpha, components, flags."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.robustness.analysis.influence import score_without
from tests.conftest import reference
from tests.scoring.test_coinr_chain import EXACT, PLAIN, own_id, raw_table, written

# By the columns of its tables of statistics.
STATISTICS = {
    **{"Min": "min", "Max": "max", "Mean": "mean", "Median": "median", "Std": "sd", "Skew": "skewness"},
    **{"Kurt": "kurtosis", "N.Avail": "n", "N.NonZero": "non_zero", "N.Unique": "unique", "N.Same": "same"},
    **{"Frc.Avail": "share_available", "Frc.NonZero": "share_non_zero"},
    **{"Frc.Unique": "share_unique", "Frc.Same": "share_same"},
}
FLAGS = {
    **{"Flag.Avail": "few_available", "Flag.NonZero": "many_zeros"},
    **{"Flag.Unique": "few_unique", "Flag.SkewKurt": "outliers"},
}
# Two figures of it are equal but for rounding: here they are the same one.
ROUNDED = own_id("TolMin")


def expected(name: str, index: str | None = None) -> pd.DataFrame:
    table = reference(f"asem/expected/{name}.csv")
    return table if index is None else table.set_index(index)


def raw_spec() -> dict[str, Any]:
    """Return the spec of the figures as they were handed in, which divides by the denominators only beside the index."""
    spec: dict[str, Any] = json.loads(written()) | {"imputation": "none", "treatment": "none"}
    waiting = list(spec["tree"])
    while waiting:
        node = waiting.pop()
        waiting += node.get("children", ())
        if "formula" in node:
            node["formula"] = node["formula"].partition(" / ")[0]
    lines = reference("asem/imeta.csv")
    below = lines["iCode"][lines["Type"] == "Denominator"].str.lower()
    spec["tree"] += [
        {"id": f"per_{name}", "title": PLAIN, "formula": f"x_lpi / x_{name}", "direction": "context"} for name in below
    ]
    return spec


@pytest.fixture(scope="module")
def raw() -> icma.IndexAnalysis:
    """The figures as they were handed in."""
    return icma.analyse(icma.score(icma.loads(json.dumps(raw_spec()), "asem.yaml"), raw_table()), basis="values")


@pytest.fixture(scope="module")
def built() -> icma.IndexAnalysis:
    """The index as COINr builds it."""
    return icma.analyse(icma.score(icma.loads(written(), "asem.yaml"), raw_table()))


def pillars() -> dict[str, str]:
    lines = reference("asem/imeta.csv")
    return {own_id(code): code for code in lines["iCode"][lines["Level"] == "2"]}


@pytest.mark.parametrize(
    ("name", "kind", "step"), [("G_stats_raw_full", "value", "raw"), ("G_stats_aggregated", "score", "built")]
)
def test_statistics(name: str, kind: str, step: str, request: pytest.FixtureRequest) -> None:
    wanted = expected(name, "iCode")
    table = request.getfixturevalue(step).indicators
    found = table[table["kind"] == kind].set_index("node").loc[[own_id(code) for code in wanted.index]]
    theirs = wanted[list(STATISTICS)].astype(float)
    ours = found[list(STATISTICS.values())].astype(float).set_axis(theirs.columns, axis=1)
    for column in ("N.Unique", "Frc.Unique"):
        assert ours.loc[ROUNDED, column] < theirs.loc["TolMin", column]
        ours.loc[ROUNDED, column] = theirs.loc["TolMin", column]
    digits = {"rtol": 5e-3, "atol": 1e-3} if name == "G_stats_aggregated" else {"rtol": EXACT, "atol": EXACT}
    np.testing.assert_allclose(ours, theirs, **digits)  # one of the tables has three digits
    np.testing.assert_array_equal(found[list(FLAGS.values())], ~wanted[list(FLAGS)].isin(["ok"]).to_numpy())
    assert (found["reason"] == "").all()


@pytest.mark.parametrize("method", ["pearson", "spearman", "kendall"])
def test_correlations_of_raw_figures_within_pillars(raw: icma.IndexAnalysis, method: str) -> None:
    wanted = expected(f"G_corr_raw_{method}_within_pillar").query("Var1 != Var2")
    table = raw.correlations.query("relation == 'siblings' and method == @method")
    found = {frozenset(pair): r for *pair, r in table[["a", "b", "r"]].itertuples(index=False)}
    ours = [found[frozenset({own_id(line.Var1), own_id(line.Var2)})] for line in wanted.itertuples()]
    np.testing.assert_allclose(ours, wanted["Correlation"].astype(float), atol=EXACT)
    assert len(wanted) == 2 * (table["group"].isin(pillars())).sum()


def test_correlations_of_the_index_with_its_parts(built: icma.IndexAnalysis) -> None:
    wanted = expected("G_corr_index_subindex", "Var2")["Correlation"].astype(float)
    table = built.correlations.query("relation == 'parent' and method == 'pearson'").set_index("a")
    np.testing.assert_allclose(table.loc[[own_id(code) for code in wanted.index], "r"], wanted, atol=EXACT)


@pytest.mark.parametrize(("name", "kind"), [("high", "redundant"), ("low", "contradicts")])
def test_flagged_pairs(built: icma.IndexAnalysis, name: str, kind: str) -> None:
    wanted = {
        (own_id(line.Group), frozenset({own_id(line.Ind1), own_id(line.Ind2)}), float(line.Corr))
        for line in expected(f"G_corr_flags_{name}").itertuples()
    }
    flags = built.flags[(built.flags["kind"] == kind) & built.flags["group"].isin(pillars())]
    assert {(x.group, frozenset({x.node, x.other}), round(x.figure, 3)) for x in flags.itertuples()} == wanted


def test_flagged_denominators(raw: icma.IndexAnalysis) -> None:
    wanted = {
        (own_id(line.Ind), f"x_{line.Denom.lower()}", float(line.Corr))
        for line in expected("G_denom_corr").itertuples()
    }
    flags = raw.flags[raw.flags["kind"] == "with_denominator"]
    assert {(x.node, x.other, round(x.figure, 2)) for x in flags.itertuples()} == wanted


@pytest.mark.parametrize(("step", "column"), [("built", "alpha"), ("raw", "alpha_raw_pairwise")])
def test_alpha(step: str, column: str, request: pytest.FixtureRequest) -> None:
    """One of its columns is of normalised figures, the other of raw ones, both by covariances pair by pair."""
    wanted = expected("G_cronbach_by_pillar", "group")[column].astype(float)
    found = request.getfixturevalue(step).reliability.set_index("group")["alpha"]
    np.testing.assert_allclose(found[[own_id(code) for code in wanted.index]], wanted, atol=EXACT)


def test_components(built: icma.IndexAnalysis) -> None:
    wanted = expected("G_pca_variance_level1")
    found = built.components.set_index(["group", "component"])
    lines = [(own_id(group), int(pc)) for group, pc in zip(wanted["group"], wanted["pc"], strict=True)]
    theirs = wanted[["variance", "share"]].astype(float)
    np.testing.assert_allclose(found.loc[lines, ["variance", "share"]], theirs, atol=EXACT)


def test_loadings_on_the_first_component(built: icma.IndexAnalysis) -> None:
    wanted = expected("G_pca_weights_level1", "iCode").query("Level == '1'")["Weight"].astype(float)
    found = built.loadings.query("component == 1").set_index("node")["loading"]
    np.testing.assert_allclose(np.abs(found[[own_id(code) for code in wanted.index]]), wanted.abs(), atol=EXACT)


def test_effective_weights(built: icma.IndexAnalysis) -> None:
    wanted = expected("W_effective_weights", "iCode")["EffWeight"].astype(float)
    found = built.effective_weights.set_index("node")["share_of_total"]
    np.testing.assert_allclose(found[[own_id(code) for code in wanted.index]], wanted, atol=EXACT)


def test_the_index_without_two_indicators(built: icma.IndexAnalysis) -> None:
    wanted = expected("R_without_LPI_Forest_aggregated", "uCode").astype(float)
    without = score_without(built._data.scored, (own_id("LPI"), own_id("Forest")))
    found = icma.Assessment(without).scores.droplevel("period").loc[wanted.index, [own_id(code) for code in wanted]]
    np.testing.assert_allclose(found, wanted, rtol=EXACT)
