"""Answers as data: every spelling, what is no answer, evidence, states; wide and long."""

from __future__ import annotations

import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program

RUBRIC_TEXT = (
    HEAD.replace("semester", "year")
    + """\
aggregation: points
missing: {not_reported: zero, not_verified: zero, rejected: zero}
variables:
  - {id: councils, title: {es: Consejos, en: Councils}, type: integer, range: [0, null]}
answers:
  - id: grade
    options:
      - {id: nothing, title: {es: No existe, en: Nothing}}
      - {id: paper, title: {es: En papel, en: On paper}}
      - {id: working, title: {es: Funciona, en: Working}}
  - {id: sessions, amount: {cap: 12}}
  - {id: of_councils, amount: {of: councils}}
  - {id: hours, amount: {steps: [[8, 1/4], [20, 1]], at_most: 100, whole: false}}
tree:
  - {id: plain, title: {es: Llano, en: Plain}, points: 1, criterion: yes_no}
  - {id: half, title: {es: Medio, en: Half}, points: 2, criterion: {answer: met_partly, not_applicable: reweight}}
  - {id: step, title: {es: Grado, en: Step}, points: 3, criterion: {answer: grade, evidence: required}}
  - {id: often, title: {es: Veces, en: Often}, points: 4, criterion: sessions}
  - {id: part, title: {es: Parte, en: Part}, points: 5, criterion: of_councils}
  - {id: long, title: {es: Largo, en: Long}, points: 6, criterion: hours}
  - {id: share, title: {es: Porcentaje, en: Share}, points: 7, criterion: percent}
"""
)
RUBRIC = program(RUBRIC_TEXT)


def one(column: str, answer: object, **more: object) -> icma.Assessment:
    return icma.score(RUBRIC, pd.DataFrame([{"entity": "01001", "period": 2024, column: answer, **more}]))


def codes(found: icma.Assessment) -> list[str]:
    return [code for code in found.findings["code"] if code not in {"IND401", "IND407", "IND408", "IND420"}]


@pytest.mark.parametrize(
    ("column", "answer", "score"),
    [
        *[("plain", yes, 100) for yes in ("sí", "Si", "SÍ ", "yes", "Y", "1", 1, True, "x", "X", "✓", "Cumple", 1.0)],
        *[("plain", no, 0) for no in ("no", "NO", "0", 0, False, "n", "No cumple")],
        *[("half", partly, 50) for partly in ("parcial", "Parcialmente", "partly", "partial", "0.5", "0,5", 0.5)],
        *[("half", met, 100) for met in ("sí", "met", "Total", 1)],
        *[("step", answer, 50) for answer in ("paper", "En papel", "on paper", "1", 1, "1 · En papel", "1 · On paper")],
        *[("often", answer, score) for answer, score in ((0, 0), ("6", 50), (12, 100), (40, 100))],
        *[("part", answer, score) for answer, score in ((0, 0), (2, 50), (4, 100))],
        *[("long", answer, score) for answer, score in ((0, 0), (7.9, 0), (8, 25), (19.5, 25), (20, 100), (100, 100))],
        *[("share", answer, score) for answer, score in ((0, 0), ("45 %", 45), ("62,5", 62.5), (100, 100))],
    ],
)
def test_answers_are_understood_in_both_languages(column: str, answer: object, score: float) -> None:
    found = one(column, answer, councils=4, **{"step.evidence": "oficio 12"})
    assert codes(found) == []
    assert found.scores[column].iloc[0] == pytest.approx(score)


@pytest.mark.parametrize(
    ("column", "answer", "message"),
    [
        ("plain", "sii", "“Yes”?"),
        ("plain", "quizá", "No / Yes"),
        ("half", "parcail", "“Partly met”?"),
        ("step", "en papal", "“On paper”?"),
        ("step", "3", "Nothing / On paper / Working"),
        ("plain", "parcial", "No / Yes"),
    ],
)
def test_what_is_no_answer_is_told_with_the_nearest_one(column: str, answer: str, message: str) -> None:
    found = one(column, answer)
    (finding,) = found.findings.query("code == 'IND435'").itertuples()
    assert (finding.subject, finding.figure, finding.severity) == (column, answer, "error")
    assert message in finding.message
    assert found.answer_states[column].iloc[0] == "rejected"
    assert found.reasons[column].tolist() == ["rejected"]


@pytest.mark.parametrize(
    ("column", "answer", "code"),
    [
        ("often", 2.5, "IND414"),
        ("often", -1, "IND403"),
        ("long", 101, "IND403"),
        ("share", 101, "IND403"),
        ("part", 5, "IND404"),
    ],
)
def test_figures_that_cannot_be_are_rejected(column: str, answer: float, code: str) -> None:
    found = one(column, answer, councils=4)
    assert [c for c in codes(found) if c != "IND421"] == [code]
    assert found.answer_states[column].iloc[0] == "rejected"


def test_not_applicable_only_where_it_is_allowed() -> None:
    assert codes(one("half", "N/A")) == []
    assert codes(one("plain", "N/A")) == ["IND437"]
    assert one("half", "no aplica").answer_states["half"].tolist() == ["not_applicable"]


def test_an_answer_without_its_evidence_does_not_count() -> None:
    for evidence in ({}, {"step.evidence": ""}, {"step.evidence": "no"}, {"step.evidence": None}):
        found = one("step", "Funciona", plain="no", **evidence)
        assert codes(found) == ["IND436"]
        assert found.answer_states["step"].tolist() == ["not_verified"]
        assert found.scores["total"].iloc[0] == 0
    proven = one("step", "Funciona", **{"step.evidence": "https://example.org/acta.pdf"})
    assert codes(proven) == []
    assert proven.scores["total"].iloc[0] == pytest.approx(100 * 3 / 28)
    assert codes(one("step", "No existe")) == []  # nothing is claimed, so nothing needs proof


def test_states_are_kept_apart() -> None:
    data = pd.DataFrame(
        {
            "entity": [f"0000{n}" for n in range(1, 7)],
            "period": 2024,
            "half": ["sí", "parcial", "no", "N/A", "no revisado", None],
            "step": ["Funciona"] * 6,
        }
    )
    found = icma.score(RUBRIC, data)
    assert found.answer_states["half"].tolist() == [
        "met", "partly", "not_met", "not_applicable", "not_checked", "not_checked",
    ]  # fmt: skip
    assert set(found.answer_states["step"]) == {"not_verified"}


def test_nothing_applicable_is_no_score_with_its_reason() -> None:
    spec = program(
        HEAD
        + """\
aggregation: points
missing: {not_reported: zero}
tree:
  - id: area
    title: {es: Área, en: Area}
    aggregation: points
    criteria:
      columns: [id, es, en]
      not_applicable: reweight
      rows: [[a, Uno, One], [b, Dos, Two]]
"""
    )
    table = pd.DataFrame({"entity": ["01001", "01002"], "period": "2024-S1", "a": ["N/A", None], "b": ["N/A", None]})
    found = icma.score(spec, table)
    assert found.scores["total"].isna().all()
    assert found.score_reasons["total"].tolist() == ["not_applicable", "not_reported"]


def test_wide_and_long_tables_say_the_same() -> None:
    wide = pd.DataFrame(
        {
            "entity": ["01001", "01002"],
            "period": 2024,
            "plain": ["sí", "no"],
            "step": ["En papel", "Funciona"],
            "step.evidence": ["acta", ""],
            "step.note": ["", "sin firma"],
            "councils": [4, 4],
            "part": [1, 4],
        }
    )
    lines = [
        (entity, 2024, criterion, answer, evidence, note)
        for entity, criterion, answer, evidence, note in (
            ("01001", "plain", "sí", "", ""), ("01002", "plain", "no", "", ""),
            ("01001", "step", "En papel", "acta", ""), ("01002", "step", "Funciona", "", "sin firma"),
            ("01001", "councils", "4", "", ""), ("01002", "councils", "4", "", ""),
            ("01001", "part", "1", "", ""), ("01002", "part", "4", "", ""),
        )
    ]  # fmt: skip
    long = pd.DataFrame(lines, columns=["entity", "period", "criterion", "answer", "evidence", "note"])
    first, second = icma.score(RUBRIC, wide), icma.score(RUBRIC, long)
    pd.testing.assert_frame_equal(first.scores, second.scores)
    pd.testing.assert_frame_equal(first.answer_states, second.answer_states)
    answers = second.answers.set_index(["entity", "criterion"])
    assert answers.loc[("01002", "step"), ["state", "answer", "note"]].tolist() == [
        "not_verified",
        "Funciona",
        "sin firma",
    ]
    assert answers.loc[("01001", "step"), ["points_won", "points", "evidence"]].tolist() == [1.5, 3, "acta"]
    spanish = long.rename(
        columns={"criterion": "criterio", "answer": "respuesta", "evidence": "evidencia", "note": "nota"}
    )
    pd.testing.assert_frame_equal(first.scores, icma.score(RUBRIC, spanish).scores)


def test_the_ledger_of_an_answer_shows_points_and_evidence() -> None:
    text = str(one("step", "En papel", plain=1, **{"step.evidence": "acta 3"}).explain("01001"))
    assert "En papel" in text and "acta 3" in text


@pytest.mark.parametrize("layout", ["wide", "long"])
@pytest.mark.parametrize("answer", ["NA", "na", "No aplica (NA)"])
@pytest.mark.parametrize("column", ["half", "often"])
def test_na_on_a_form_is_not_applicable_where_that_is_allowed(column: str, answer: str, layout: str) -> None:
    """`half` allows it; `often` does not, so that `NA` there is R's missing value. Beside another answer of yes:
    100 · 1 / 1 where `half` drops out."""
    table = pd.DataFrame([{"entity": "01001", "period": 2024, "plain": "sí", column: answer}])
    if layout == "long":
        table = table.melt(["entity", "period"], var_name="criterion", value_name="answer")
    found = icma.score(RUBRIC, table)
    allowed, short = column == "half", answer.casefold() == "na"
    state = found.answers.set_index("criterion").loc[column, "state"]
    assert state == ("not_applicable" if allowed else "not_checked" if short else "rejected")
    assert (found.findings["code"] == "IND470").sum() == (allowed and short)


def test_a_line_without_a_key_beside_evidence_is_told() -> None:
    lines = [("05001", 2024, "plain", "sí", "x"), ("", 2024, "step", "paper", "x")]
    found = icma.score(RUBRIC, pd.DataFrame(lines, columns=["entity", "period", "criterion", "answer", "evidence"]))
    assert found.answers.set_index("criterion").loc["plain", "state"] == "met"
    assert "IND424" in set(found.findings["code"])
