"""The page of a rubric says what the assessment says: points, level, steps, what did not count, every criterion."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli.main import main
from icmaml_indicators.reports import render_rubric
from icmaml_indicators.reports.charts.marks import stack
from icmaml_indicators.reports.pages.rubric.words import WORDS
from icmaml_indicators.reports.workbooks.template import write_workbook
from tests.reports.test_scorecard import read, said
from tests.reports.test_workbook import fill

SHIPPED = (
    *("cimtra@2010", "cimtra@2016", "gopi_prevencion", "refim", "simed", "cep", "mdp", "mir_quality"),
    *("pbr_sed_diagnosis", "municipal_administrator", "icapi", "global_compact", "crime_prevention_capacity"),
)
# Points are added up; the third criterion needs evidence, and the block of services holds the level.
SPEC = """\
spec: 1
id: services_rubric
version: "7"
title: {es: Servicios, en: Services}
entity: municipality
period: year
provenance: user
missing: {not_reported: zero, not_verified: zero, rejected: zero}
total:
  aggregation: points
  levels:
    - {id: low, title: {es: Bajo, en: Low}}
    - {id: good, title: {es: Bueno, en: Good}, from: 60}
    - {id: best, title: {es: Óptimo, en: Best}, from: 90}
  gates: [{requires: [plan_written], max_level: low}]
models:
  - {id: alike, title: {es: Todos iguales, en: All alike}, equal_at: criteria}
tree:
  - id: plan_block
    title: {es: Planeación y orden, en: Planning and order}
    aggregation: points
    children:
      - {id: plan_written, title: {es: Plan escrito, en: Plan written}, points: 10, criterion: yes_no}
      - {id: plan_public, title: {es: Plan público, en: Plan public}, points: 30, criterion: {answer: yes_no, evidence: required}}
  - id: water_block
    title: {es: Agua, en: Water}
    aggregation: points
    children:
      - {id: water_daily, title: {es: Agua diaria, en: Daily water}, points: 40, criterion: yes_no}
      - {id: water_clean, title: {es: Agua limpia, en: Clean water}, points: 20, criterion: yes_no}
"""


def town(**answers: str) -> icma.Assessment:
    """One made-up town that wins 40 of 100, answers 30 without evidence, and leaves 20 unanswered."""
    given = {"plan_written": "no", "plan_public": "sí", "water_daily": "sí", **answers}
    return icma.score(icma.loads(SPEC), pd.DataFrame([{"entity": "05001", "period": "2024", **given}]))


def page(assessment: icma.Assessment, language: str = "en") -> str:
    return render_rubric(icma.benchmark(assessment), language, own="05001")


def synthetic(program: icma.Program, *, seed: int = 3) -> pd.DataFrame:
    """Made-up answers: some unanswered, some no answer at all, some without evidence."""
    draw = np.random.default_rng(seed)
    rows = []
    for entity in ("05001", "05002"):
        row: dict[str, object] = {"entity": entity, "name": f"Municipio inventado {entity}", "period": "2024"}
        row |= {variable.id: int(draw.integers(20, 90)) for variable in program.variables}
        for leaf in program.criteria:
            assert leaf.criterion is not None
            kind, chance = program.answer_kinds[leaf.criterion.answer], draw.random()
            if chance > 0.9:
                row[leaf.id] = "quizás<b>" if chance > 0.95 else None
            elif kind.amount is None:
                row[leaf.id] = kind.options[int(draw.integers(len(kind.options)))].id
            else:
                row[leaf.id] = int(draw.integers(0, 100))
            row[f"{leaf.id}.evidence"] = "Portal" if draw.random() < 0.7 else ""
        rows.append(row)
    return pd.DataFrame(rows)


def test_points_level_and_gap() -> None:
    text = said(page(town()))
    assert "40.0 points of 100" in text
    assert "Low. 20.0 points short of “Good”, which begins at 60." in text
    assert "30.0 points are answered and do not count: one criterion without evidence." in text
    assert "Strongest: “Water”. Loses most: “Planning and order”." in text


def test_a_rounded_total_does_not_pass_a_cut() -> None:
    spec = SPEC.replace("points: 20,", "points: 19.98,").replace("points: 30,", "points: 30.02,")
    given = {"plan_written": "yes", "plan_public": "no", "water_daily": "yes", "water_clean": "yes"}
    data = pd.DataFrame([{"entity": "05001", "period": "2024", **given}])
    score = icma.score(icma.loads(spec.replace("from: 60", "from: 70")), data)
    assert score.scores["total"].tolist() == pytest.approx([69.98])
    text = said(page(score))
    assert "69.98 points of 100" in text
    assert "0.02 points short of “Good”" in text


def test_answered_without_evidence_is_a_third_state() -> None:
    text = said(page(town()))
    assert "Planning and order: 0.0 of 40.0 points; 30.0 recoverable 0.0 of 40.0 Recoverable 30.0 Lost 10.0 0 %" in text
    assert "Plan public Planning and order no evidence The link or file that proves it is missing. Yes 30.00" in text
    assert "Clean water own not answered 0.00 of 20.00" in text
    assert "One criterion has no answer. With what is missing or did not count the total could be between" in text


def test_a_rejected_answer_is_told_as_it_was_given() -> None:
    text = said(page(town(water_daily="tal vez"), "es"))
    assert "una respuesta rechazada" in text
    assert "«tal vez» no es una respuesta de este criterio" in text
    assert "(como máximo)" in text


def test_the_cheapest_steps_are_the_path_and_proving_is_half_the_effort() -> None:
    text = said(page(town()))
    path = icma.benchmark(town()).path("05001", to="good", costs={"plan_public": 0.5})
    assert set(path.moves["indicator"]) == {"plan_written", "plan_public"}
    assert "has 2 changes and comes to 80.0 points" in text
    assert "Give the evidence of one criterion answered already Planning and order (1). +30.0 points" in text
    assert "Plan written: from “No” to “Yes” Planning and order. +10.0 points" in text


def test_a_gate_that_holds_is_told_in_words() -> None:
    free, held = town(plan_written="sí"), town(water_clean="sí")
    assert "No gate holds the result." in said(page(free))
    text = said(page(held))
    assert held.levels["total"].tolist() == ["low"]
    assert "The total does not pass “Low” until these hold in full: “Plan written”." in text
    assert "Right at" not in text
    assert "It has the points of “Good”, and a gate keeps it from there." in text


def test_models_stand_side_by_side() -> None:
    assessment = town()
    scores = assessment.compare_models()
    text = said(page(assessment))
    assert f"{scores['declared'].iloc[0]:.1f} Low All alike All alike: {scores['alike'].iloc[0]:.1f} of 100" in text


def test_the_highest_level_asks_for_no_step() -> None:
    given = {"plan_written": "sí", "plan_public": "sí", "plan_public.evidence": "p. 3", "water_clean": "sí"}
    text = said(page(town(**given)))
    assert "Best. It is the highest level." in text
    assert "cheapest" not in text
    assert "All that was answered counted." in text
    assert "Every criterion has an answer." in text
    assert "p. 3" in text


def test_sheet_and_cell_are_told(tmp_path: Path) -> None:
    program, book = icma.load("mir_quality"), tmp_path / "book.xlsx"
    write_workbook(program, book, "es")
    fill(book, lambda criterion, choices: "quién sabe" if criterion == "single_purpose" else "Cumple")
    assessment = icma.score(program, book)
    text = said(render_rubric(icma.benchmark(assessment), "es", own="14039"))
    row = assessment.answers.set_index("criterion").loc["single_purpose"]
    assert row["state"] == "rejected"
    assert re.search(r"«quién sabe» hoja [^,]+, celda D\d+ 6.67", text)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_rubric_has_its_page(name: str) -> None:
    program = icma.load(name)
    assessment = icma.score(program, synthetic(program), language="en")
    ids = {found for found in (*program.nodes, *(v.id for v in program.variables)) if "_" in found}
    for language in ("es", "en"):
        text = page(assessment, language)
        parsed, words = read(text), said(text)
        assert not ids & set(re.findall(r"\w+", words))
        assert not re.search(r"\bIND\d+", words)
        assert "<script" not in text
        assert "quizás<b>" not in text
        assert not [value for key, value in parsed.attributes if key in {"style", "src"} or key.startswith("on")]
        assert all(value.startswith("#") for key, value in parsed.attributes if key == "href")
        title = program.nodes["total"].children[0].title
        assert title.in_language(language) in words
        if language == "es":
            told = set(re.findall(r"[a-z]+", words.lower()))
            assert not told & {"points", "level", "answer", "evidence", "with", "the", "lost", "total_"}


def test_points_of_blocks_add_up_to_the_total() -> None:
    for name in ("cimtra", "simed", "gopi_prevencion", "mdp", "global_compact"):
        program = icma.load(name)
        assessment = icma.score(program, synthetic(program))
        text = said(page(assessment))
        blocks = re.findall(r"([\d.]+) of ([\d.]+) points; ", text)
        most = float(re.findall(r"points of (\d+)", text)[0])
        assert sum(float(possible) for _, possible in blocks) == pytest.approx(most, abs=0.05 * len(blocks))
        won = assessment.scores["total"].iloc[0] * most / 100
        assert sum(float(part) for part, _ in blocks) == pytest.approx(won, abs=0.05 * len(blocks))


def test_the_style_runs_by_its_hash() -> None:
    text = page(town())
    sheet = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert sheet is not None
    digest = base64.b64encode(hashlib.sha256(sheet[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in text


def test_it_is_written_of_an_assessment_and_of_a_comparison(tmp_path: Path) -> None:
    for name, subject, more in (
        ("one", town(), {"kind": "rubric"}),
        ("two", icma.benchmark(town()), {"kind": "rubric", "own": "05001"}),
        ("three", town(), {}),  # the only page that there is of answers
    ):
        (tmp_path / name).mkdir()
        icma.write_report(subject, tmp_path / name / "page.html", "es", **more)  # type: ignore[arg-type]
        for file in ("page.html", "page.cifras.csv"):
            assert (tmp_path / name / file).read_bytes() == (tmp_path / "one" / file).read_bytes()
    answers = pd.read_csv(tmp_path / "one" / "page.cifras.csv")
    assert list(answers) == [
        "Bloque",
        "Criterio",
        "Respuesta",
        "Puntos ganados",
        "Puntos posibles",
        "Evidencia",
        "Nota",
    ]
    assert len(answers) == len(town().program.criteria)
    several = icma.score(icma.load("simed"), synthetic(icma.load("simed")))
    with pytest.raises(icma.IcmamlError, match="say which by `own`"):
        icma.write_report(several, tmp_path / "no.html", kind="rubric")
    figures = icma.score(
        icma.load("sindes"), pd.DataFrame({"entity": ["05001"], "period": ["2024-S1"], "population": [9]})
    )
    with pytest.raises(icma.IcmamlError, match="shows a benchmark"):
        icma.write_report(figures, tmp_path / "no.html", kind="rubric")
    with pytest.raises(icma.UnknownNameError, match="benchmark, scorecard"):
        icma.write_report(icma.benchmark(figures), tmp_path / "no.html", kind="rubric")
    assert not (tmp_path / "no.html").exists()


def test_the_command_line_writes_it(tmp_path: Path) -> None:
    program = icma.load("mir_quality")
    synthetic(program).to_csv(tmp_path / "data.csv", index=False)
    call = ["score", "mir_quality", str(tmp_path / "data.csv"), "-o", str(tmp_path / "p.html")]
    assert main([*call, "--kind", "rubric", "--own", "05002", "-l", "es"]) == 0
    assert "Municipio inventado 05002" in (tmp_path / "p.html").read_text(encoding="utf-8")
    assert main(call) != 0


def test_both_languages_have_the_same_words() -> None:
    def keys(words: dict[str, object]) -> set[str]:
        inner = {f"{key}.{name}" for key, part in words.items() if isinstance(part, dict) for name in part}
        return set(words) | inner

    assert keys(WORDS["es"]) == keys(WORDS["en"])


def test_ticks_stand_at_their_share_of_the_bar() -> None:
    drawn = stack([("won", 40.0), ("back", 30.0), ("lost", 30.0)], "t", ticks=[0.6], gap=0)
    assert re.findall(r'x="([\d.]+)" width="([\d.]+)"', drawn) == [
        ("0.0", "400.0"),
        ("400.0", "300.0"),
        ("700.0", "300.0"),
    ]
    assert drawn.count("M600.0 0v14") == 2
