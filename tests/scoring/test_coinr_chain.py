"""The example of COINr from one spec: denominated, imputed, treated, scaled, aggregated and ranked as COINr does it."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import reference

EXACT = 1e-10
PLAIN = {"es": "Cifra", "en": "Figure"}


def expected(name: str) -> pd.DataFrame:
    return reference(f"asem/expected/{name}.csv").set_index("uCode").apply(pd.to_numeric, errors="coerce").sort_index()


def own_id(code: str) -> str:
    """Return a code as an id; raw figures bear it with a mark."""
    return f"n_{code.lower()}"


def written() -> str:
    """Return the spec that the table of indicators says: weights, directions, denominators, parents."""
    lines = reference("asem/imeta.csv").to_dict("records")
    denominators = [line["iCode"] for line in lines if line["Type"] == "Denominator"]

    def node(line: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {"id": own_id(line["iCode"]), "title": PLAIN, "weight": float(line["Weight"])}
        children = [node(other) for other in lines if other["Parent"] == line["iCode"]]
        if children:
            return found | {"children": children, "aggregation": "arithmetic_mean"}
        below = f" / x_{line['Denominator'].lower()}" if line["Denominator"] else ""
        direction = "higher" if int(line["Direction"]) > 0 else "lower"
        return found | {"formula": f"x_{line['iCode'].lower()}{below}", "direction": direction}

    (top,) = [line for line in lines if line["Type"] == "Aggregate" and not line["Parent"]]
    raw = [line["iCode"] for line in lines if line["Type"] == "Indicator"] + denominators
    return json.dumps(
        {
            "spec": 1,
            "id": "asem",
            "version": "1",
            "title": PLAIN,
            "entity": "other",
            "period": "year",
            "provenance": "user",
            "scale": "min_max",
            "imputation": {"methods": "mean", "over": "continent"},
            "treatment": ["winsorise", "log"],
            "variables": [
                {"id": "continent", "title": PLAIN, "type": "category", "options": "any"},
                *({"id": f"x_{code.lower()}", "title": PLAIN} for code in raw),
            ],
            "tree": [node(top)],
        }
    )


def raw_table() -> pd.DataFrame:
    """Return everybody's raw figures, with the gaps that they have."""
    lines = reference("asem/imeta.csv")
    raw = reference("asem/input.csv").rename(
        columns={"uCode": "entity", "Time": "period", "EurAsia_group": "continent"}
    )
    codes = lines["iCode"][lines["Type"].isin(["Indicator", "Denominator"])]
    table = raw[["entity", "period", "continent", *codes]]
    return table.rename(columns={code: f"x_{code.lower()}" for code in codes}).replace({"NA": None, "": None})


@pytest.fixture(scope="module")
def assessment() -> icma.Assessment:
    return icma.score(icma.loads(written(), "asem.yaml"), raw_table())


def compared(found: pd.DataFrame, wanted: pd.DataFrame) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    own = found.droplevel("period").sort_index()
    assert own.index.tolist() == wanted.index.tolist()
    return own[[own_id(code) for code in wanted.columns]].to_numpy(), wanted.to_numpy()


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("values", "A_denominated"),
        ("treated_values", "A_treated"),
        ("scores", "A_normalised"),
        ("scores", "A_aggregated"),
    ],
)
def test_each_step_gives_the_figures_of_coinr(assessment: icma.Assessment, table: str, wanted: str) -> None:
    np.testing.assert_allclose(*compared(getattr(assessment, table), expected(wanted)), rtol=EXACT, atol=EXACT)


def test_gaps_are_filled_by_the_figures_of_coinr(assessment: icma.Assessment) -> None:
    wanted, raw = (expected(name).rename(columns=own_id) for name in ("A_imputed", "A_denominated"))
    found = assessment.imputations.pivot(index="entity", columns="subject", values="figure")
    gaps = raw.isna().to_numpy() & wanted.notna().to_numpy()
    assert len(assessment.imputations) == gaps.sum() > 50
    for row, column in np.argwhere(gaps):
        entity, name = wanted.index[row], wanted.columns[column]
        np.testing.assert_allclose(found.loc[entity, name], wanted.loc[entity, name], rtol=EXACT)
    assert assessment.is_imputed.to_numpy().sum() == gaps.sum()


def test_coverage_stays_that_of_what_was_handed_in(assessment: icma.Assessment) -> None:
    """Where scores go without what is absent, coverage is the same with and without imputation."""
    skipping = json.loads(written()) | {"missing": {"not_reported": "skip"}}
    with_, without = (
        icma.score(icma.loads(json.dumps(skipping | more), "asem.yaml"), raw_table()).coverage
        for more in ({}, {"imputation": "none"})
    )
    pd.testing.assert_frame_equal(with_, without)
    assert assessment.scores["n_index"].notna().all()


@pytest.mark.parametrize(
    ("imputation", "wanted"),
    [
        ("mean", "C_impute_mean"),
        ("median", "C_impute_median"),
        ({"methods": "mean", "over": "continent"}, "C_impute_mean_EurAsia"),
    ],
)
def test_raw_figures_are_imputed_as_by_coinr(imputation: Any, wanted: str) -> None:
    spec = json.loads(written()) | {"imputation": "none", "treatment": "none"}
    for variable in spec["variables"][1:]:
        variable["imputation"] = imputation
    (top,) = spec["tree"]
    for leaf in _leaves(top):
        leaf["formula"] = leaf["formula"].partition(" / ")[0]
    found = icma.score(icma.loads(json.dumps(spec), "asem.yaml"), raw_table())
    np.testing.assert_allclose(*compared(found.values, expected(wanted)), rtol=EXACT)


def _leaves(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [leaf for child in node["children"] for leaf in _leaves(child)] if "children" in node else [node]


@pytest.mark.parametrize(
    ("methods", "wanted"),
    [
        (["last"], "latest"),
        (["last", "next"], "constant"),
        (["linear", "last", "next"], "linear"),
        (["linear", "last", "next"], "linear_constant"),
    ],
)
def test_a_panel_is_filled_along_time_as_by_coinr(methods: list[str], wanted: str) -> None:
    """The panel of five years is synthetic: noise added by the author of COINr."""
    panel, gaps = reference("asem/input_panel.csv"), reference("asem/input_panel_gaps.csv")
    codes = sorted(gaps["iCode"].unique())
    table = panel.rename(columns={"uCode": "entity", "Time": "period"}).set_index(["entity", "period"])[codes]
    table = table.apply(pd.to_numeric, errors="coerce")
    for line in gaps.itertuples():
        table.loc[(line.uCode, line.Time), line.iCode] = np.nan
    spec = {
        **{
            key: json.loads(written())[key]
            for key in ("spec", "id", "version", "title", "entity", "period", "provenance")
        },
        "scale": "min_max",
        "imputation": methods,
        "tree": [{"id": own_id(code), "title": PLAIN, "direction": "higher", "unit": PLAIN} for code in codes],
    }
    found = icma.score(icma.loads(json.dumps(spec), "panel.yaml"), table.rename(columns=own_id).reset_index())
    theirs = reference(f"asem/expected/H_impute_panel_{wanted}.csv")
    filled = found.treated_values
    for line in theirs.itertuples():
        figure = filled.loc[(line.uCode, str(line.Time)), own_id(line.iCode)]
        np.testing.assert_allclose(figure, pd.to_numeric(line.value, errors="coerce"), rtol=EXACT)


def test_ranks_are_the_same(assessment: icma.Assessment) -> None:
    """But for a figure of 5.1000000000000005 among others of 5.1: here they share a place."""
    wanted = expected("A_ranks_all_codes")
    found, theirs = compared(assessment.ranks, wanted)
    apart = [(wanted.index[row], wanted.columns[column]) for row, column in np.argwhere(found != theirs)]
    assert apart == [("GRC", "TolMin")]
    assert found[wanted.index.get_loc("GRC"), wanted.columns.get_loc("TolMin")] == 24
