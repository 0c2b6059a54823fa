"""The example of COINr from one spec: denominated, treated, scaled, aggregated and ranked as COINr does it."""

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
            "treatment": ["winsorise", "log"],
            "variables": [{"id": f"x_{code.lower()}", "title": PLAIN} for code in raw],
            "tree": [node(top)],
        }
    )


@pytest.fixture(scope="module")
def assessment() -> icma.Assessment:
    """Everybody's raw figures, and the figures by which COINr filled gaps, handed in as published values."""
    lines = reference("asem/imeta.csv")
    raw = reference("asem/input.csv").rename(columns={"uCode": "entity", "Time": "period"})
    codes = lines["iCode"][lines["Type"].isin(["Indicator", "Denominator"])]
    table = raw[["entity", "period", *codes]].rename(columns={code: f"x_{code.lower()}" for code in codes})
    filled = expected("A_imputed").rename(columns=own_id).rename_axis("entity").reset_index()
    table = table.replace({"NA": None, "": None}).merge(filled, on="entity")
    return icma.score(icma.loads(written(), "asem.yaml"), table)


def compared(found: pd.DataFrame, wanted: pd.DataFrame) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    own = found.droplevel("period").sort_index()
    assert own.index.tolist() == wanted.index.tolist()
    return own[[own_id(code) for code in wanted.columns]].to_numpy(), wanted.to_numpy()


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("values", "A_imputed"),
        ("treated_values", "A_treated"),
        ("scores", "A_normalised"),
        ("scores", "A_aggregated"),
    ],
)
def test_each_step_gives_the_figures_of_coinr(assessment: icma.Assessment, table: str, wanted: str) -> None:
    np.testing.assert_allclose(*compared(getattr(assessment, table), expected(wanted)), rtol=EXACT, atol=EXACT)


def test_values_are_those_that_coinr_denominates(assessment: icma.Assessment) -> None:
    found, wanted = compared(assessment.values.mask(assessment.is_published), expected("A_denominated"))
    np.testing.assert_allclose(found, wanted, rtol=EXACT)


def test_ranks_are_the_same(assessment: icma.Assessment) -> None:
    """But for a figure of 5.1000000000000005 among others of 5.1: here they share a place."""
    wanted = expected("A_ranks_all_codes")
    found, theirs = compared(assessment.ranks, wanted)
    apart = [(wanted.index[row], wanted.columns[column]) for row, column in np.argwhere(found != theirs)]
    assert apart == [("GRC", "TolMin")]
    assert found[wanted.index.get_loc("GRC"), wanted.columns.get_loc("TolMin")] == 24
