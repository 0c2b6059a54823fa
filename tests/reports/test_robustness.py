"""The page of how firm ranks are: what it says is what the tables say, in words."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.reports import render_robustness
from tests.reports.test_scorecard import said
from tests.robustness.test_uncertainty import index


def test_the_page_says_what_the_tables_say() -> None:
    assessment = index(20)
    doubt = assessment.uncertainty(100, alternatives={"scale": ["z_score", "rank"]})
    effects = assessment.sensitivity(32, alternatives={"scale": ["z_score", "rank"]})
    text = said(render_robustness(doubt, "en", sensitivity=effects, own="e003"))
    ranks = doubt.ranks
    still = int((ranks["high"] - ranks["low"] <= 1).sum())
    assert f"{still} of 20 move by no more than one rank in 90 % of replications" in text
    widest = ranks.loc[(ranks["high"] - ranks["low"]).idxmax()]
    assert f"The least certain: {widest['entity']}, rank {widest['rank']:.0f}, could stand between" in text
    assert "scale took turns: as published, z score, rank." in text and "Mind:" not in text
    assert "own 4: a definition of whoever made the program." in text
    assert "weight of Area" in text and "Sobol' indices, of 32 samples" in text
    page = render_robustness(doubt, "es", own="e003")
    assert 'class="mine"' in page and "como está publicado" in said(page) and "puntuación z" in said(page)
    assert page.count('class="interval wide"') == int(ranks[["rank", "low"]].notna().all(axis=1).sum())


def test_weights_alone_are_said_to_tell_little() -> None:
    text = said(render_robustness(index(8).uncertainty(20), "es"))
    assert "Ojo: Solo se variaron los pesos" in text


def test_of_many_the_first_and_the_own_neighbours_are_shown() -> None:
    page = render_robustness(index(230).uncertainty(5), "en", own="e001")
    assert "are shown; the others are among the figures" in said(page)
    assert page.count('<tr role="row"') < 220 and 'class="mine"' in page


def test_texts_of_data_stay_texts() -> None:
    assessment = index(4)
    table = pd.DataFrame({"entity": list("abcd"), "period": "2024", "name": "<script>alert(1)</script>", "a": [1, 2, 3, 4], "b": 1.5, "c": [3, 2, 1, 5]})  # fmt: skip
    table.loc[2, "b"] = 4
    page = render_robustness(icma.score(assessment.program, table).uncertainty(5), "en")
    assert "<script" not in page and "&lt;script&gt;" in page


def test_files_of_every_kind(tmp_path: Path) -> None:
    assessment = index(6)
    doubt, effects = assessment.uncertainty(10), assessment.sensitivity(4)
    icma.write_report(doubt, tmp_path / "doubt.html", "es")
    assert pd.read_csv(tmp_path / "doubt.cifras.csv")["low"].tolist() == doubt.ranks["low"].tolist()
    icma.write_report(doubt, tmp_path / "doubt.xlsx", "en", sensitivity=effects)
    book = openpyxl.load_workbook(tmp_path / "doubt.xlsx")
    assert {"Possible ranks", "Possible levels", "What it rests on", "Sobol indices"} <= set(book.sheetnames)
    file = io.StringIO()
    icma.write_report(effects, file, format="csv")
    assert file.getvalue().startswith("factor,kind,first_order")
    with pytest.raises(icma.UnknownNameError):
        render_robustness(doubt, "en", period="2031")
    with pytest.raises(icma.UnknownNameError):
        render_robustness(doubt, "en", own="nobody")


def test_the_page_of_an_analysis_says_what_to_reconsider() -> None:
    assessment = index(30)
    analysis = icma.analyse(assessment)
    text = said(render_robustness(analysis, "en"))
    assert f"{len(analysis.flags)} things to reconsider in how the index is made" in text
    r = analysis.correlations.query("method == 'pearson' and relation == 'siblings' and group == 'area'")["r"].iloc[0]
    assert f"1 W {r:.2f}".replace("-", "−") in text or f"{r:.2f}".replace("-", "−") in text
    assert "Analysis of the index" in text and "published rank" not in text
    page = render_robustness(assessment.uncertainty(10), "es", analysis=analysis)
    assert "Qué va junto" in said(page) and "Entre qué lugares pudo quedar cada uno" in said(page)


def test_an_analysis_is_written_in_every_kind_of_file(tmp_path: Path) -> None:
    analysis = icma.analyse(index(12))
    icma.write_report(analysis, tmp_path / "analysis.xlsx", "es")
    book = openpyxl.load_workbook(tmp_path / "analysis.xlsx")
    assert {"Qué revisar", "Correlaciones", "Confiabilidad", "Sin cada indicador"} <= set(book.sheetnames)
    icma.write_report(analysis, tmp_path / "analysis.html", "en")
    icma.write_report(analysis, tmp_path / "analysis.csv", "en")
    assert "message" in pd.read_csv(tmp_path / "analysis.csv")
    assert len(pd.read_csv(tmp_path / "analysis.figures.csv")) == len(analysis.correlations)
