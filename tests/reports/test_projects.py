"""The page of projects says what the appraisal and the choice say: what is in, why others are not, what each is worth."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli.main import main
from icmaml_indicators.reports import render_projects
from icmaml_indicators.reports.charts.marks import scatter
from icmaml_indicators.reports.pages.projects.words import WORDS
from tests.reports.test_scorecard import read, said

# What each costs now, and gives back a year later.
FLOWS = {"Pozo": (60, 110), "Puente": (50, 90), "Parque": (50, 88), "Plaza": (10, 5), "Vía": (900, 1500)}


def flows() -> pd.DataFrame:
    lines = [(name, year, 0 if year == 0 else back, cost if year == 0 else 0) for name, (cost, back) in FLOWS.items() for year in (0, 1)]  # fmt: skip
    return pd.DataFrame(
        [*lines, ("Sin año", 0, 0, 5), ("Sin año", 2, 9, 0)], columns=["project", "year", "benefit", "cost"]
    )


def test_why_a_project_is_not_chosen() -> None:
    lines = pd.DataFrame(
        [
            ("in", 40, 50, "g", ""), ("rival", 30, 20, "g", ""), ("needy", 20, 5, "", "dear"), ("dear", 500, 900, "", ""),
            ("loss", 1, -5, "", ""), ("unknown", 1, None, "", ""), ("priceless", None, 5, "", ""), ("nothing", 99, 0, "", ""),
            ("late", 99, 9, "", ""),
        ],
        columns=["project", "cost", "net_present_value", "group", "needs"],
    ).set_index("project")  # fmt: skip
    found = icma.prioritise(lines, 100, alternatives="group", requires="needs")
    assert found.budget == 100
    assert found.table["reason"].to_dict() == {
        "in": "", "rival": "alternative", "needy": "requires", "dear": "over_budget", "loss": "negative_value",
        "unknown": "no_value", "priceless": "no_cost", "nothing": "adds_nothing", "late": "no_room",
    }  # fmt: skip


def test_the_page_of_a_portfolio_says_what_is_in_and_why_others_are_not() -> None:
    appraisal = icma.appraise(flows())
    chosen = icma.prioritise(appraisal.table, 100, cost="present_cost")
    text = said(render_projects(chosen, "es", appraisal=appraisal, unit="pesos"))
    assert "2 de 6 proyectos entran con un presupuesto de 100 pesos" in text
    assert "Juntos valen 61.8 pesos:" in text  # (90 + 88) / 1.1 - 100
    assert "cuestan 100 pesos y dejan 0 pesos sin gastar" in text
    assert "Tomarlos en orden de valor entre costo valdría 21.8 pesos menos:" in text
    assert "1 Pozo lo tomaría la lista simple no cabe junto a los elegidos" in text
    assert "Plaza pierde valor" in text
    assert "Vía solo, cuesta más que el presupuesto" in text
    assert "Un proyecto pierde valor: Plaza." in text
    assert "De un proyecto no se sabe el valor: Sin año." in text
    assert "al proyecto le falta un año o lo repite" in text
    assert "Pozo Valor presente neto 40.0 Tasa interna de retorno 83.3 %" in text


def test_the_figures_of_the_page_stand_beside_it(tmp_path: Path) -> None:
    appraisal = icma.appraise(flows())
    chosen = icma.prioritise(appraisal.table, 120, cost="present_cost")
    icma.write_report(chosen, tmp_path / "choice.html", "en", date=dt.date(2026, 1, 31))
    page = (tmp_path / "choice.html").read_text(encoding="utf-8")
    assert 'href="choice.figures.csv"' in page
    assert "on 31 January 2026." in page
    table = pd.read_csv(tmp_path / "choice.figures.csv").set_index("Project")
    assert list(table) == ["Net present value", "Present value of the costs", "Choice"]
    assert (table["Choice"] == "in").tolist() == chosen.table["chosen"].tolist()
    assert table["Net present value"].tolist() == pytest.approx(chosen.table["net_present_value"].tolist(), nan_ok=True)
    icma.write_report(appraisal, tmp_path / "worth.html", "es")
    assert "Proyecto" in (tmp_path / "worth.cifras.csv").read_text(encoding="utf-8")


def test_the_page_of_an_appraisal_stands_alone() -> None:
    text = said(render_projects(icma.appraise(flows(), 0.12), "en"))
    assert "4 of 6 projects are worth doing: at 12 % their net present value is not negative" in text
    assert "The greatest net present value: Vía, 439." in text
    assert "Why not" not in text


def test_points_stand_where_value_and_cost_are() -> None:
    drawn = scatter([0, 50, 100], [10, 0, -10], [True, False, False], "t", "d", numbers=[1, 2, 3])
    assert '<circle class="point" cx="12.0" cy="12.0"' in drawn
    assert '<circle class="ring" cx="180.0" cy="110.0"' in drawn  # at nought, half way
    assert drawn.index("ring") < drawn.index('"point"')  # what is filled lies on top


def test_text_from_data_stays_text() -> None:
    frame = flows().replace({"project": {"Pozo": "<img src=x onerror=alert(1)>"}})
    appraisal = icma.appraise(frame)
    page = render_projects(icma.prioritise(appraisal.table, 100, cost="present_cost"), "es", appraisal=appraisal)
    assert "<img" not in page
    read(page)


def test_both_languages_have_the_same_words() -> None:
    def keys(words: dict[str, object]) -> set[str]:
        inner = {f"{key}.{name}" for key, part in words.items() if isinstance(part, dict) for name in part}
        return set(words) | inner

    assert keys(WORDS["es"]) == keys(WORDS["en"])


@pytest.mark.parametrize("more", [[], ["--budget", "100"]])
def test_the_command_line_writes_it(tmp_path: Path, more: list[str]) -> None:
    flows().to_csv(tmp_path / "flows.csv", index=False)
    assert main(["projects", str(tmp_path / "flows.csv"), "-o", str(tmp_path / "p.html"), "-l", "es", *more]) == 0
    text = said((tmp_path / "p.html").read_text(encoding="utf-8"))
    assert ("Los que entran" in text) == bool(more)
    assert "Qué vale cada proyecto" in text
