"""The tables of results that COINr makes of its example: sorted, rounded, of one country, without two indicators."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import reference
from tests.scoring.test_coinr_chain import EXACT, PLAIN, own_id, raw_table, written
from tests.scoring.test_coinr_scales import normalised

INDEX = own_id("Index")
# Two tables are written with ten decimals, that of Spain with ten digits.
TEN_DECIMALS = 1e-10


def build(**more: Any) -> icma.Assessment:
    return icma.score(icma.loads(json.dumps(json.loads(written()) | more), "asem.yaml"), raw_table())


@pytest.fixture(scope="module")
def assessment() -> icma.Assessment:
    model = {"id": "without_two", "title": PLAIN, "leave_out": [own_id("LPI"), own_id("Forest")]}
    return build(models=[model])


def expected(name: str, index: str = "uCode") -> pd.DataFrame:
    """Return a table in the order in which COINr gives it."""
    return reference(f"asem/expected/{name}.csv").set_index(index)


def of_countries(found: pd.DataFrame, wanted: pd.DataFrame) -> pd.DataFrame:
    """Return results from the best index down, with the columns of a table of COINr."""
    codes = [code for code in wanted.columns if code != "Rank"]
    own = found.droplevel("period").sort_values(INDEX, ascending=False)
    return own[[own_id(code) for code in codes]].set_axis(codes, axis=1)


def test_places_from_the_first_down(assessment: icma.Assessment) -> None:
    wanted = expected("A_results_ranks")
    places = assessment.ranks.droplevel("period").sort_values(INDEX)
    assert places.index.tolist() == wanted.index.tolist()
    np.testing.assert_array_equal(places[[own_id(code) for code in wanted]], wanted.astype(int))


@pytest.mark.parametrize(
    ("name", "rounding", "tolerance"),
    [("A_results_rounded2", {"decimals": 2, "parents": "exact"}, 0), ("R_results_full", "none", TEN_DECIMALS)],
)
def test_scores_from_the_best_index_down(
    assessment: icma.Assessment, name: str, rounding: Any, tolerance: float
) -> None:
    """Parents read what their parts were before rounding; equal scores in two decimals have places of their own."""
    wanted = expected(name).astype(float)
    order = of_countries(assessment.scores, wanted).index
    assert order.tolist() == wanted.index.tolist()
    found = of_countries(build(rounding=rounding).scores, wanted).loc[order]
    np.testing.assert_allclose(found, wanted.drop(columns="Rank"), rtol=0, atol=tolerance)
    np.testing.assert_array_equal(assessment.ranks[INDEX].droplevel("period")[order], wanted["Rank"])


def test_scores_without_two_indicators_stand_beside_those_with_them(assessment: icma.Assessment) -> None:
    wanted = expected("R_compare_without_LPI_Forest_scores").astype(float).sort_index()
    found = assessment.compare_models(INDEX).droplevel("period").sort_index()
    assert found.index.tolist() == wanted.index.tolist()
    np.testing.assert_allclose(found[["declared", "without_two"]], wanted[["coin.1", "coin.2"]], rtol=EXACT)
    np.testing.assert_allclose(found["declared"] - found["without_two"], wanted["Diff"], rtol=0, atol=EXACT)


def test_places_without_two_indicators_stand_beside_those_with_them(assessment: icma.Assessment) -> None:
    wanted = expected("R_compare_without_LPI_Forest_ranks").astype(int).sort_index()
    found = assessment.rank_shifts(INDEX).pivot(index="entity", columns="model", values=["rank", "shift"]).sort_index()
    assert found.index.tolist() == wanted.index.tolist()
    for model, column in (("declared", "coin.1"), ("without_two", "coin.2")):
        np.testing.assert_array_equal(found[("rank", model)], wanted[column])
    np.testing.assert_array_equal(found[("shift", "without_two")], wanted["Diff"])


def test_scores_and_places_of_one_country(assessment: icma.Assessment) -> None:
    wanted = expected("R_unit_summary_IND", "Code")
    nodes = [own_id(code) for code in wanted.index]
    scores, ranks = (table.loc[("IND", "2018"), nodes] for table in (assessment.scores, assessment.ranks))
    np.testing.assert_allclose(scores, wanted["Score"].astype(float), rtol=0, atol=TEN_DECIMALS)
    np.testing.assert_array_equal(ranks, wanted["Rank"].astype(int))


@pytest.mark.parametrize(("name", "strong"), [("R_strengths_ESP", True), ("R_weaknesses_ESP", False)])
def test_the_best_and_the_worst_places_of_one_country(name: str, strong: bool) -> None:
    """Places of the raw figures among those that have one, as a benchmark gives them; equal ones stand in any order."""
    wanted = expected(name, "Code")
    positions = icma.benchmark(normalised({"method": "min_max"})).positions_of(entities="ESP")
    placed = positions[positions["kind"] == "indicator"].dropna(subset="rank").set_index("indicator")
    places = placed["rank"].sort_values()
    np.testing.assert_array_equal(places.head(5) if strong else places.tail(5), wanted["Rank"].astype(int))
    own = placed.loc[[own_id(code) for code in wanted.index]]
    np.testing.assert_array_equal(own["rank"], wanted["Rank"].astype(int))
    np.testing.assert_allclose(own["value"], wanted["Value"].astype(float), rtol=1e-9)
