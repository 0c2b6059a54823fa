"""Weights as COINr has them on its example: principal components, effective weights, correlations in balance."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

import icmaml_indicators as icma
from icmaml_indicators.transforms.weights.components import first_component
from tests.conftest import reference
from tests.scoring.test_coinr_chain import EXACT, PLAIN, expected, own_id

Lines = list[dict[str, Any]]


def weighed(weights: str, groups: str) -> icma.Assessment:
    """Score the figures that COINr normalised, with the groups of a level weighed so; they stand as they are."""
    lines: Lines = reference("asem/imeta.csv").to_dict("records")

    def node(line: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {"id": own_id(line["iCode"]), "title": PLAIN}
        children = [node(other) for other in lines if other["Parent"] == line["iCode"]]
        if not children:
            return found | {"formula": f"x_{line['iCode'].lower()}", "direction": "higher", "scale": "identity"}
        asked = weights if line["Level"] == groups else "declared"
        return found | {"children": children, "aggregation": {"method": "arithmetic_mean", "weights": asked}}

    (top,) = [line for line in lines if line["Type"] == "Aggregate" and not line["Parent"]]
    codes = [line["iCode"] for line in lines if line["Type"] == "Indicator"]
    variables = [{"id": f"x_{code.lower()}", "title": PLAIN} for code in codes]
    head = {
        "spec": 1,
        "id": "asem",
        "version": "1",
        "title": PLAIN,
        "entity": "other",
        "period": "year",
        "provenance": "user",
    }
    program = icma.loads(json.dumps(head | {"variables": variables, "tree": [node(top)]}), "asem.yaml")
    figures = expected("A_normalised")[codes].rename(columns=lambda code: f"x_{code.lower()}")
    return icma.score(program, figures.rename_axis("entity").reset_index().assign(period="2018"))


def of_codes(found: icma.Assessment, column: str, codes: pd.Index) -> np.ndarray[Any, Any]:
    return found.weights.set_index("node")[column][[own_id(code) for code in codes]].to_numpy(float)


def test_loadings_are_the_roots_of_weights() -> None:
    """COINr gives the loadings themselves: `weight` of `Assessment.weights` is the square of each."""
    wanted = reference("asem/expected/G_pca_weights_level1.csv").set_index("iCode").astype(float)
    wanted = wanted[wanted["Level"] == 1]["Weight"]
    found = of_codes(weighed("pca", "2"), "weight", wanted.index)
    np.testing.assert_allclose(np.sqrt(found), wanted.abs(), atol=EXACT)


def test_variances_of_components() -> None:
    wanted = reference("asem/expected/G_pca_variance_level1.csv")
    parents = reference("asem/imeta.csv").set_index("iCode")["Parent"]
    scores = expected("A_normalised")
    for group, own in wanted.groupby("group"):
        children = [code for code in scores if parents[code] == group]
        variances = first_component(scores[children].to_numpy().T)[1]
        np.testing.assert_allclose(variances, own["variance"].astype(float), atol=EXACT)
        np.testing.assert_allclose(variances / variances.sum(), own["share"].astype(float), atol=EXACT)


def test_balanced_correlations_come_nearer_than_those_of_coinr() -> None:
    """Its search stops at correlations of .5016 and .4984 of their sum, where both should be one half."""
    found = weighed("equal_effective", "4")
    wanted = reference("asem/expected/W_opt_balance_level3.csv").set_index("iCode")["Weight"].astype(float)
    theirs = reference("asem/expected/W_opt_balance_level3_corr.csv").astype(float)
    codes = pd.Index(["Conn", "Sust"])
    np.testing.assert_allclose(of_codes(found, "share", codes), wanted[codes], atol=0.01)
    scores = found.scores[[own_id(code) for code in ("Conn", "Sust", "Index")]].corr().iloc[:2, 2]
    reached = (scores / scores.sum() - theirs["Desired"].to_numpy()).abs().max()
    assert reached < 1e-8 < (theirs["Obtained"] - theirs["Desired"]).abs().max()


def test_effective_weights_are_the_shares_of_the_total() -> None:
    wanted = reference("asem/expected/W_effective_weights.csv").set_index("iCode")["EffWeight"].astype(float)
    wanted = wanted.drop("Index", errors="ignore")
    np.testing.assert_allclose(of_codes(weighed("equal", "2"), "share_of_total", wanted.index), wanted, atol=EXACT)
