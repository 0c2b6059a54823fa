"""The made-up figures are plausible and named synthetic, and every planted fault is found."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.demo import made_up, running
from icmaml_indicators.demo.demos import ANSWERING, BY_SIZE, DEMOS, OWN, hand_in_municipalities, load_synthetic
from icmaml_indicators.demo.index import describe_faults
from icmaml_indicators.demo.municipalities import MUNICIPALITIES, SEMESTERS, draw_municipalities
from icmaml_indicators.demo.planted_faults import MISSPELT_AS, list_faults
from tests.reports.test_scorecard import read, said

SPEC = """\
spec: 1
id: two
version: "1"
title: {es: Dos, en: Two}
entity: municipality
period: semester
provenance: user
variables:
  - {id: population, title: {es: Población, en: Population}, type: integer, kind: context}
  - {id: spending, title: {es: Gasto, en: Spending}, unit: {es: pesos, en: pesos}, kind: flow}
  - {id: mark, title: {es: Nota, en: Mark}, unit: {es: puntos, en: points}, kind: stock, range: [0, 10]}
tree:
  - {id: per_head, title: {es: Por habitante, en: Per head}, formula: spending / population, direction: lower}
  - {id: marks, title: {es: Notas, en: Marks}, formula: mark, direction: higher}
"""


@pytest.fixture(scope="module")
def program() -> icma.Program:
    return icma.load("sindes")


@pytest.fixture(scope="module")
def clean(program: icma.Program) -> pd.DataFrame:
    return draw_municipalities(program)


@pytest.fixture(scope="module")
def municipalities() -> icma.Assessment:
    found = DEMOS[0].result("es")
    assert isinstance(found, icma.Assessment)
    return found


def test_every_variable_has_figures_that_it_may_have(program: icma.Program, clean: pd.DataFrame) -> None:
    assert len(clean) == MUNICIPALITIES * len(SEMESTERS)
    for variable in program.inputs:
        figures = clean[variable.id]
        assert figures.notna().all()
        assert figures.min() < figures.max(), variable.id
        assert (figures >= (variable.range.low or 0)).all()
        if variable.type == "integer":
            assert (figures % 1 == 0).all(), variable.id


def test_the_same_figures_come_each_time(program: icma.Program, clean: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(draw_municipalities(program), clean)


def test_drawn_figures_hold_every_rule_and_plausible_range(program: icma.Program, clean: pd.DataFrame) -> None:
    found = icma.score(program, clean).findings
    assert not set(found["code"]) & {"IND403", "IND404", "IND414", "IND415", "IND417", "IND421", "IND486"}


def test_every_indicator_has_a_value_in_most_rows(municipalities: icma.Assessment) -> None:
    share = municipalities.values.notna().mean()
    assert set(share[share < 0.85].index) == {"cemetery_space_ratio"}  # its column is the one that is missing


def test_figures_go_with_size_season_and_time(clean: pd.DataFrame) -> None:
    half = clean.pivot_table(index="entity", columns="period", values="property_tax_collected")
    assert (half["2024-S1"] > half["2024-S2"]).all()  # paid with a discount at the beginning of the year
    share = (clean["working_street_lights"] / clean["street_lights"]).to_numpy().reshape(MUNICIPALITIES, -1)
    assert np.corrcoef(share[:, 0], share[:, -1])[0, 1] > 0.5
    own = np.log(clean["own_source_revenue"] / clean["total_revenue"])
    assert np.corrcoef(own, np.log(clean["population"]))[0, 1] > 0.3
    good = clean["good_paved_streets_m2"] / clean["paved_streets_m2"]
    slow = clean["pothole_report_hours"] / clean["pothole_reports_attended"]
    assert np.corrcoef(good, np.log(slow))[0, 1] < -0.2  # the same towns keep their streets and mend them soon


def test_a_variable_of_which_nothing_is_told_has_a_default() -> None:
    found = draw_municipalities(icma.loads(SPEC))
    assert (found["spending"] / found["population"]).between(5, 300).all()
    assert found["mark"].between(0, 10, inclusive="neither").all()


def test_every_planted_fault_is_found(municipalities: icma.Assessment) -> None:
    findings = municipalities.findings
    found = set(zip(findings["code"], findings["entity"], findings["period"], findings["subject"], strict=True))
    for fault in list_faults():
        assert (fault.code, fault.entity, fault.period, fault.subject) in found, fault.told[1]
    assert set(findings["code"][findings["severity"] == "error"]) <= {fault.code for fault in list_faults()}


def test_the_index_tells_each_fault_in_words(municipalities: icma.Assessment) -> None:
    for language in ("es", "en"):
        lines = describe_faults(municipalities.get_findings(language), municipalities.program, language)
        assert all(line.messages for line in lines)
        words = " ".join(message["text"] for line in lines for message in line.messages)
        assert not re.search(r"[a-z]_[a-z]", words.replace(MISSPELT_AS, ""))  # titles, never ids


def test_nobody_can_take_it_for_a_real_place() -> None:
    table = hand_in_municipalities()
    assert table["entity"].str.fullmatch("(SINT\\d\\d|Total)?").all()
    assert set(table["name"].str[:19].str.strip()) == {"Municipio sintético", "Sin clave", "Total"}
    assert load_synthetic("sindes").title.es.endswith("datos sintéticos")


def test_groups_by_size_and_state_are_large_enough(municipalities: icma.Assessment) -> None:
    for peers in (BY_SIZE, "state"):
        statistics = icma.benchmark(municipalities, peers).statistics
        latest = statistics[statistics["period"].eq(SEMESTERS[-1]) & statistics["indicator"].eq("water_coverage")]
        assert len(latest) > 2
        assert latest["n"].min() >= 10


def test_answers_are_met_unproven_rejected_and_absent() -> None:
    found = next(demo for demo in DEMOS if demo.name == "synthetic_answers").result("es")
    states = found.answer_states.loc[ANSWERING].to_numpy().ravel()
    assert {"met", "not_met", "not_verified", "rejected", "not_checked"} <= set(states)
    assert found.levels.loc[ANSWERING, "total"].tolist() == ["not_approved"]
    assert 50 < found.scores.loc[ANSWERING, "total"].iloc[0] < 60  # the next level is near


def test_the_matrix_is_followed_for_three_quarters() -> None:
    found = made_up.follow_matrix(icma.load("mir_public_lighting"), "es")
    assert set(found.indicators["level"]) == {"goal", "purpose", "component", "activity"}
    assert found.indicators["indicator"].nunique() == 9
    reported = found.indicators.groupby("period")["actual"].count()
    assert reported.gt(0).to_dict() == {"2025-Q1": True, "2025-Q2": True, "2025-Q3": True, "2025-Q4": False}
    assert set(found.findings["code"]) == {"IND401"}  # what is not yet due


def test_the_portfolio_is_worth_more_than_the_simple_ranking() -> None:
    table = made_up.choose_projects("en").table
    chosen, ranked = (table.loc[table[name]] for name in ("chosen", "by_ratio"))
    assert chosen["present_cost"].sum() <= made_up.BUDGET
    assert chosen["net_present_value"].sum() > ranked["net_present_value"].sum()
    assert table.index.str.startswith("Synthetic project").all()


def test_pages_say_that_their_figures_are_synthetic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, municipalities: icma.Assessment
) -> None:
    few = (replace(DEMOS[0], shown=DEMOS[0].shown[:1]), *DEMOS[1:4])
    monkeypatch.setattr(running, "DEMOS", few)
    lines = list(running.run_demo(tmp_path, ["es"]))
    assert len(lines) == len(few) + 1
    for path in tmp_path.iterdir():
        assert path.name.startswith(("synthetic_", "index"))
    for name, title in (("synthetic_scorecard", OWN[-2:]), ("synthetic_rubric", ANSWERING[-2:])):
        page = (tmp_path / f"{name}.es.html").read_text(encoding="utf-8")
        assert f"<title>Municipio sintético {title}:" in page
        assert "datos sintéticos" in said(page)
        assert "ninguna cifra describe a un municipio real" in said(page)
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    linked = {value for name, value in read(index).attributes if name == "href" and not value.startswith("#")}
    assert linked == {path.name for path in tmp_path.iterdir()} - {"index.html"}
    again = icma.score(load_synthetic("sindes"), tmp_path / "synthetic_municipalities.csv").findings
    assert len(again) == len(municipalities.findings)  # whoever scores the file finds the same
