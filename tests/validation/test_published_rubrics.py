"""Rubrics against results that were published; the figures and their sources stand in tests/published."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.transforms.definitions import Ties
from tests.conftest import proven

DATA = Path(__file__).resolve().parent.parent / "published"


def results(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / f"{name}_results.csv", dtype={"edition": str, "rank": "Int64"})


CIMTRA = results("cimtra").query("program == 'cimtra'")


def published(edition: str, scope: str, dates: str) -> pd.DataFrame:
    """Published totals that have a place, in the order in which they were printed."""
    rows = CIMTRA[(CIMTRA.edition == edition) & (CIMTRA.part == "total") & CIMTRA["rank"].notna()]
    rows = rows[rows.rank_scope.str.startswith(scope) & rows.date.str.fullmatch(dates)].reset_index(drop=True)
    return pd.DataFrame(
        {
            "entity": [f"{1001 + number:05d}" for number in range(len(rows))],
            "period": "2012",
            "name": rows.entity,
            "total": rows.score,
            "place": rows["rank"].astype(int),
        }
    )


def places(edition: str, table: pd.DataFrame, ties: Ties) -> list[int]:
    program = icma.load(f"cimtra@{edition}")
    benchmark = icma.benchmark(icma.score(program, table.drop(columns="place")), ties=ties)
    rows = benchmark.positions.query("indicator == 'total'").set_index("entity")
    return [int(place) for place in rows["rank"].loc[table.entity]]


def test_the_national_ranking_of_2012_with_its_ties() -> None:
    table = published("2010", "national", "201[12]-.*")
    assert len(table) == 36
    first, last = places("2010", table, "min"), places("2010", table, "max")
    assert all(low <= place <= high for low, place, high in zip(first, table.place, last, strict=True))
    assert [(low, high) for low, high in zip(first, last, strict=True) if low != high] == [(27, 31)] * 5 + [
        (35, 36)
    ] * 2
    # Ties are printed in alphabetical order of their names, the two at 8.1 apart.
    ordinal = places("2010", table, "ordinal")
    odd = [name for name, ours, theirs in zip(table.name, ordinal, table.place, strict=True) if ours != theirs]
    assert odd == ["Juan C. Bonilla", "Coronango"]


def test_the_pass_mark_of_60() -> None:
    table = published("2010", "Jalisco, 10", "2009-10")
    levels = icma.score(icma.load("cimtra@2010"), table.drop(columns="place")).levels["total"].tolist()
    # The note of 2009 names 57.7 as not approved.
    assert dict(zip(table.total, levels, strict=True)) == {
        71.2: "approved", 71.1: "approved", 68.6: "approved", 68.4: "approved", 57.7: "not_approved",
    }  # fmt: skip


def test_the_capitals_of_2025_are_placed_densely_as_the_press_counts() -> None:
    table = published("2016", "capitals, 30", "2025")
    assert places("2016", table, "dense") == table.place.tolist() == [1, 1, 2, 3, 4, 5]


def test_jalisco_2017_keeps_its_order_with_its_tie() -> None:
    table = published("2016", "Jalisco, 29", "2017")
    first, last = places("2016", table, "min"), places("2016", table, "max")
    assert all(low <= place <= high for low, place, high in zip(first, table.place, last, strict=True))
    assert sum(low != high for low, high in zip(first, last, strict=True)) == 2  # 98.7 twice


@pytest.mark.parametrize(
    ("entity", "date", "part"), [("Chihuahua", "2025", "block"), ("Tlajomulco de Zúñiga", "2025-08", "field")]
)
def test_totals_from_their_published_parts(entity: str, date: str, part: str) -> None:
    rows = CIMTRA[(CIMTRA.edition == "2016") & (CIMTRA.entity == entity) & (CIMTRA.date == date)]
    parts = rows[rows.part == part]
    data = pd.DataFrame([{"entity": "00001", "period": "2025", **dict(zip(parts.part_id, parts.score, strict=True))}])
    found = icma.score(icma.load("cimtra"), data)
    assert len(parts) == {"block": 9, "field": 3}[part]
    assert found.scores.loc[("00001", "2025"), "total"] == rows[rows.part == "total"].score.iloc[0] == 100


def test_a_published_total_that_its_answers_contradict_is_told() -> None:
    program = icma.load("cimtra@2010")
    answers = {leaf.id: 1 for leaf in program.criteria}
    counted = {variable.id: 1 for variable in program.variables}
    table = pd.DataFrame([{"entity": "00001", "period": "2012", **answers, **counted, "total": 94.4}])
    found = icma.score(program, proven(program, table))
    told = found.findings.query("code == 'IND418'")
    assert told[["subject", "figure"]].to_numpy().tolist() == [["total", 94.4]]
    assert found.scores["total"].iloc[0] == pytest.approx(100, abs=1e-12)


# REFIM: the grade is the highest that 90 % of the variables reach; the published share is the one of the next grade up
# to which the city had been judged.
@pytest.mark.parametrize("row", [0, 1])
def test_refim_grades_of_puebla(row: int) -> None:
    program, told = icma.load("refim"), results("refim").iloc[row]
    grade, covered, count = int(told.published_grade), int(told.covered_count_implied), int(told.variables)
    assert count == len(program.criteria)
    if grade == 4:  # 98 % of the variables are at grade 4 or above, too few of them at grade 5
        answers = [4] * covered + [3] * (count - covered)
        share_at = 4
    else:  # two grades reached; 12 % of the variables already stand at the highest asked for
        answers = [4] * covered + [2] * (count - covered)
        share_at = 4
    table = pd.DataFrame([answers], columns=[leaf.id for leaf in program.criteria]).assign(
        entity="21114", period="2013"
    )
    found = icma.score(program, table)
    assert found.levels["total"].tolist() == [f"grade_{grade}"]
    assert round(100 * found.step_shares().iloc[0][share_at]) == told.covered_share_pct


@pytest.mark.parametrize(
    ("met", "partly", "not_met", "not_applicable", "share", "level"),
    [
        (58, 0, 5, 7, 92.06, "advanced"),  # criteria that do not apply leave the denominator
        (63, 3, 4, 0, 92.14, "advanced"),  # half answers count half
        (63, 0, 7, 0, 90.0, "intermediate"),  # advanced begins above 90
    ],
)
def test_simed_of_puebla(met: int, partly: int, not_met: int, not_applicable: int, share: float, level: str) -> None:
    program, told = icma.load("simed"), results("simed").iloc[0]
    answers = ["met"] * met + ["partial"] * partly + ["not met"] * not_met + ["N/A"] * not_applicable
    assert len(answers) == told.criteria == len(program.criteria)
    table = pd.DataFrame([answers], columns=[leaf.id for leaf in program.criteria]).assign(
        entity="21114", period="2021"
    )
    found = icma.score(program, proven(program, table))
    assert found.scores["total"].iloc[0] == pytest.approx(share, abs=0.005)
    assert found.levels["total"].tolist() == [level]
    if level == "advanced":
        assert np.floor(found.scores["total"].iloc[0]) == told.published_share_pct
