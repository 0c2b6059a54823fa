"""Published scores of any node, under `<id>.score`: compared with the computed ones, and standing in for them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program

PROGRAM = """\
spec: 1
id: sample
version: "1"
title: {es: Muestra, en: Sample}
entity: municipality
period: year
provenance: user
variables: [{id: a, title: {es: A, en: A}}, {id: b, title: {es: B, en: B}}]
total: {levels: [{id: low, title: {es: B, en: L}, up_to: 50}, {id: high, title: {es: A, en: H}}]}
tree:
  - id: area
    title: {es: Área, en: Area}
    children:
      - {id: scaled, title: {es: I, en: I}, formula: a, direction: higher, rounding: 0, scale: {method: goalposts, low: 0, high: 10}}
      - {id: asked, title: {es: C, en: C}, criterion: percent}
      - {id: judged, title: {es: J, en: J}, formula: b, direction: higher}
      - {id: shown, title: {es: S, en: S}, formula: a, direction: context}
  - {id: met, title: {es: M, en: M}, formula: b, direction: higher, attainment: {target: 4}}
"""
COLUMNS = [
    "entity",
    "period",
    "a",
    "b",
    "asked",
    "scaled",
    "scaled.score",
    "asked.score",
    "judged.score",
    "met.score",
    "area.score",
    "total",
]
ROWS = [
    ("01001", "2020", "5", "2", "40", "", "60.4", "50", "30", "20", "", ""),
    ("01002", "2020", "", "", "", "", "60.4", "50", "30", "20", "", ""),
    ("01003", "2020", "", "2", "", "5", "60.4", "", "", "", "", ""),
    ("01004", "2020", "", "", "", "", "", "", "", "", "70", "90"),
]
WIDE = pd.DataFrame(ROWS, columns=COLUMNS)
LONG = WIDE.melt(["entity", "period"], var_name="variable", value_name="value").query("value != ''")


@pytest.fixture(params=["wide", "long"])
def assessment(request: pytest.FixtureRequest) -> icma.Assessment:
    return icma.score(icma.loads(PROGRAM), WIDE if request.param == "wide" else LONG)


def test_they_stand_in_where_nothing_could_be_computed(assessment: icma.Assessment) -> None:
    scores = assessment.scores.droplevel("period")
    assert scores.loc["01001", ["scaled", "asked", "judged", "met"]].tolist() == [50, 40, 30, 50]
    assert scores.loc["01002", ["scaled", "asked", "judged", "met"]].tolist() == [60.4, 50, 30, 20]
    assert scores.loc["01002", "area"] == pytest.approx((60.4 + 50 + 30) / 3)
    assert scores.loc["01003", "scaled"] == 50  # a published value is scored first
    assert scores.loc["01004", ["area", "total"]].tolist() == [70, 90]
    assert pd.isna(scores.loc["01003", "judged"])
    assert assessment.score_reasons.droplevel("period").loc["01003", "judged"] == "not_scored"
    assert assessment.levels.droplevel("period").loc["01004", "total"] == "high"
    for table in (assessment.lowest, assessment.highest):
        assert table.droplevel("period").loc["01002", "scaled"] == 60.4
    assert assessment.coverage.droplevel("period").loc["01002", "area"] == 1


def test_they_are_compared_and_told(assessment: icma.Assessment) -> None:
    told = assessment.findings.set_index("entity")
    apart = told[told["code"] == "IND418"]
    assert set(zip(apart.index, apart["subject"], strict=True)) == {
        ("01001", "scaled"),
        ("01001", "asked"),
        ("01001", "met"),
        ("01003", "scaled"),
    }
    instead = told[told["code"] == "IND419"]
    assert {("01002", name) for name in ("scaled", "asked", "judged", "met")} <= set(
        zip(instead.index, instead["subject"], strict=True)
    )


def test_the_ledger_marks_them(assessment: icma.Assessment) -> None:
    entry = assessment.explain("01002", "scaled").root
    assert (entry.score, entry.detail["published"], entry.live) == (60.4, True, None)
    assert assessment.explain("01001", "scaled").root.detail.get("published") is None


def test_a_context_indicator_has_none() -> None:
    found = icma.score(icma.loads(PROGRAM), WIDE.assign(**{"shown.score": "3"}))
    assert found.scores["shown"].isna().all()
    assert "IND406" in set(found.findings["code"])


def test_an_example_may_give_one() -> None:
    example = "examples: [{given: {scaled.score: 60, asked: 40, judged.score: 20}, expect_score: {area: 40}}]\n"
    assert icma.loads(PROGRAM + example).examples


@pytest.mark.parametrize("reference", ["4", "yardstick"])
def test_of_a_group_in_which_nothing_is_scored_nothing_is_known_whatever_its_scale(reference: str) -> None:
    """Its score is the published one, or none: no scale says what it could be."""
    text = f"""{HEAD}parameters: [{{id: yardstick, by: period, "2014": 4}}]
variables: [{{id: a, title: {{es: a, en: a}}}}]
tree:
  - id: judged
    title: {{es: j, en: j}}
    scale: {{method: distance_to_reference, reference: {reference}}}
    children: [{{id: c, title: {{es: c, en: c}}, formula: a, direction: higher}}]
  - {{id: k, title: {{es: k, en: k}}, formula: a, direction: higher, scale: identity}}
"""
    table = pd.DataFrame({"entity": ["00001", "00002"], "period": "2014-S1", "a": 1.0, "judged": [np.nan, 3.0]})
    found = icma.score(program(text), table)
    assert found.score_reasons["judged"].tolist() == ["not_scored", ""]
    for bound in (found.lowest["judged"], found.highest["judged"]):
        assert np.isnan(bound.iloc[0])
        assert bound.iloc[1] == 3.0
