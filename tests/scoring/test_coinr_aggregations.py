"""The ways in which COINr aggregates the example, each from one spec with other settings: means, thresholds, Copeland."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import REFERENCE, reference

EXACT = 1e-10
PLAIN = {"es": "Cifra", "en": "Figure"}
# From the indicators up: what makes pillars, sub-indices and the index.
LEVELS = 3
AMEAN, GMEAN, HMEAN = "arithmetic_mean", "geometric_mean", "harmonic_mean"
SQUARES, INVERSE_SQUARES = ({"method": "power_mean", "power": power} for power in (2, -2))
SKIP = {"not_reported": "skip"}


def expected(name: str) -> pd.DataFrame:
    return reference(f"asem/expected/{name}.csv").set_index("uCode").apply(pd.to_numeric, errors="coerce").sort_index()


def own_id(code: str) -> str:
    return f"n_{code.lower()}"


def written(
    aggregations: Sequence[Any], missing: Sequence[Mapping[str, Any]] = (SKIP,) * LEVELS, *, uneven: bool = False
) -> str:
    """Return the spec: indicators on min-max from 1 to 100, and groups as they are asked for, level by level."""
    lines = reference("asem/imeta.csv").to_dict("records")
    weights = {line["iCode"]: float(line["Weight"]) for line in lines if line["Weight"]}
    if uneven:
        weights = reference("asem/weights_uneven.csv").set_index("iCode")["Weight"].astype(float).to_dict()

    def node(line: dict[str, Any]) -> dict[str, Any]:
        code = line["iCode"]
        found: dict[str, Any] = {"id": own_id(code), "title": PLAIN, "weight": weights[code]}
        children = [node(other) for other in lines if other["Parent"] == code]
        if not children:
            return found | {"direction": "higher" if int(line["Direction"]) > 0 else "lower"}
        level = int(line["Level"]) - 2
        return found | {"children": children, "aggregation": aggregations[level], "missing": missing[level]}

    (top,) = [line for line in lines if line["Type"] == "Aggregate" and not line["Parent"]]
    return json.dumps(
        {
            "spec": 1,
            "id": "asem",
            "version": "1",
            "title": PLAIN,
            "entity": "other",
            "period": "year",
            "provenance": "user",
            "scale": {"method": "min_max", "to": [1, 100]},
            "tree": [node(top)],
        }
    )


def treated() -> pd.DataFrame:
    """Return the figures that COINr treated."""
    return expected("A_treated")


def raw() -> pd.DataFrame:
    """Return the figures of the example as they are, with gaps."""
    lines = reference("asem/imeta.csv")
    codes = lines["iCode"][lines["Type"] == "Indicator"]
    found = reference("asem/input.csv").set_index("uCode")[[*codes]]
    return found.apply(pd.to_numeric, errors="coerce").sort_index()


def scored(spec: str, figures: pd.DataFrame) -> icma.Assessment:
    table = figures.rename(columns=own_id).rename_axis("entity").reset_index().assign(period="2018")
    return icma.score(icma.loads(spec, "asem.yaml"), table)


def compared(found: pd.DataFrame, wanted: pd.DataFrame) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    own = found.droplevel("period").sort_index()
    assert own.index.tolist() == wanted.index.tolist()
    return own[[own_id(code) for code in wanted.columns]].to_numpy(), wanted.to_numpy()


def leaves(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the indicators below a node as they are written."""
    for child in node.get("children", ()):
        yield from leaves(child) if "children" in child else [child]


AGGREGATED: dict[str, dict[str, Any]] = {
    "E_amean": {"aggregations": (AMEAN,) * LEVELS},
    "E_gmean": {"aggregations": (GMEAN,) * LEVELS},
    "E_hmean": {"aggregations": (HMEAN,) * LEVELS},
    "E_genmean_p2": {"aggregations": (SQUARES,) * LEVELS},
    "E_genmean_pm2": {"aggregations": (INVERSE_SQUARES,) * LEVELS},
    "E_amean_amean_gmean": {"aggregations": (AMEAN, AMEAN, GMEAN)},
    "E_weighted_amean": {"aggregations": (AMEAN,) * LEVELS, "uneven": True},
    "E_weighted_gmean": {"aggregations": (GMEAN,) * LEVELS, "uneven": True},
}
WITH_GAPS: dict[str, dict[str, Any]] = {
    "F_raw_na_amean_nothresh": {"aggregations": (AMEAN,) * LEVELS},
    "F_raw_na_gmean_nothresh": {"aggregations": (GMEAN,) * LEVELS},
    "F_raw_na_hmean_nothresh": {"aggregations": (HMEAN,) * LEVELS},
    "F_raw_na_amean_thresh85": {
        "aggregations": (AMEAN,) * LEVELS,
        "missing": [SKIP | {"min_children": 0.85}] * LEVELS,
    },
    "F_raw_na_amean_thresh100_66_50": {
        "aggregations": (AMEAN,) * LEVELS,
        "missing": [SKIP | {"min_children": share} for share in (1, 0.66, 0.5)],
    },
}


def test_every_table_is_asked_for() -> None:
    expected("E_amean")
    known = {path.stem for path in (REFERENCE / "asem" / "expected").glob("[EF]_*.csv")}
    assert known == {*AGGREGATED, *WITH_GAPS, "E_normalised_1_100", "E_copeland_all49"}


def test_indicators_lie_between_one_and_a_hundred_as_those_of_coinr() -> None:
    assessment = scored(written((AMEAN,) * LEVELS), treated())
    found, wanted = compared(assessment.scores, expected("E_normalised_1_100"))
    np.testing.assert_allclose(found, wanted, rtol=EXACT, atol=EXACT)


@pytest.mark.parametrize("name", AGGREGATED)
def test_scores_and_ranks_are_those_of_coinr(name: str) -> None:
    assessment, wanted = scored(written(**AGGREGATED[name]), treated()), expected(name)
    np.testing.assert_allclose(*compared(assessment.scores, wanted), rtol=EXACT, atol=EXACT)
    ranks = wanted.round(9).rank(ascending=False, method="min")
    np.testing.assert_array_equal(*compared(assessment.ranks, ranks))


@pytest.mark.parametrize("name", WITH_GAPS)
def test_groups_have_a_score_where_enough_of_their_children_have_one(name: str) -> None:
    assessment, wanted = scored(written(**WITH_GAPS[name]), raw()), expected(name)
    np.testing.assert_allclose(*compared(assessment.scores, wanted), rtol=EXACT, atol=EXACT)
    withheld = int(wanted.isna().sum().sum())
    assert (assessment.findings["code"] == "IND747").sum() == withheld


# By how much scores lie above those of COINr, which compares a sum of floats with one half: a pair that is even on paper
# may be lost there for one of them, or for both.
ABOVE_COINR = {
    "copeland_equal": ["AUT", "BEL", "CZE", "DEU", "DEU", "ESP", "HUN", "LTU", "MLT", "NLD", "POL"],
    "copeland_weighted": ["AUS", "DEU", "EST", "EST", "GRC", "HRV"],
}


@pytest.mark.parametrize("column", ABOVE_COINR)
def test_copeland_scores_are_those_of_coinr_but_for_its_halves(column: str) -> None:
    top = json.loads(written((AMEAN,) * LEVELS, uneven=column == "copeland_weighted"))
    below = list(leaves(top["tree"][0]))
    top["tree"][0] |= {"children": below, "aggregation": "copeland", "missing": SKIP}
    assert len(below) == 49
    found = scored(json.dumps(top), treated()).scores[own_id("Index")].droplevel("period").sort_index()
    apart = found - expected("E_copeland_all49")[column]
    assert apart.abs().max() <= 2
    assert apart[apart != 0].to_dict() == Counter(ABOVE_COINR[column])
