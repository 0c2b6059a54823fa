"""The workbook of figures: written, filled in, its checks computed by another program, read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import icmaml_indicators as icma
from icmaml_indicators.reports import write_workbook
from tests.conftest import REPOSITORY

SPEC = """
spec: 1
id: services
version: "1"
title: {es: Servicios, en: Services}
entity: municipality
period: semester
provenance: user
variables:
  - {id: homes, title: {es: Viviendas, en: Homes}, type: integer, range: [0, 1000], unit: {es: viviendas, en: homes}}
  - {id: served, title: {es: "=Atendidas", en: Served}, description: {es: Con servicio, en: With service}}
  - {id: kind, title: {es: Modo, en: Way}, type: ordinal, options: [{id: low, title: {es: Bajo, en: Low}}, {id: high, title: {es: Alto, en: High}}]}
  - {id: spare, title: {es: Otro, en: Other}}
  - {id: plan, title: {es: Plan, en: Plan}, type: boolean}
  - {id: grade, title: {es: Grado, en: Grade}, type: ordinal, options: [{id: first}, {id: second}]}
checks:
  - {rule: served <= homes, severity: error, message: {es: más que todas, en: more than all}}
  - {rule: lag(homes) < homes * 2, severity: warning}
tree:
  - id: water
    title: {es: "Agua: potable", en: "Water: drinking"}
    children:
      - {id: coverage, title: {es: Cobertura, en: Coverage}, formula: served / homes * 100, direction: higher}
  - id: ways
    title: {es: Modos, en: Ways}
    children:
      - {id: planned, title: {es: p, en: p}, formula: "if_else(plan, 1, 0) + if_else(grade == \\"second\\", 1, 0)", direction: higher}
      - {id: way, title: {es: Modo, en: Way}, formula: "if_else(kind == \\"high\\", homes, spare)", direction: higher}
"""


@pytest.fixture(scope="module")
def program() -> icma.Program:
    return icma.loads(SPEC)


def rows_of(path: Path) -> dict[str, tuple[str, int]]:
    """Return the sheet and the row of each figure."""
    book = openpyxl.load_workbook(path)
    return {
        str(row[0].value): (sheet.title, row[0].row)
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
        for row in sheet.iter_rows(min_row=5, max_col=4)
        if isinstance(row[0].value, str) and row[0].value.isidentifier() and row[0].value.islower()
    }


def fill(path: Path, figures: dict[str, Any]) -> None:
    places, book = rows_of(path), openpyxl.load_workbook(path)
    for cell, text in (("B6", "14039"), ("B7", "Guadalajara"), ("B8", "2025-S1")):
        book.worksheets[0][cell] = text
    for name, figure in figures.items():
        sheet, row = places[name]
        book[sheet].cell(row, 4).value = figure
        book[sheet].cell(row, 5).value = f"oficio {row}"
        book[sheet].cell(row, 6).value = "=SUM(1,1)"
    book.save(path)


@pytest.mark.parametrize("language", ["es", "en"])
def test_each_figure_stands_once_on_the_sheet_of_its_area(program: icma.Program, tmp_path: Path, language: str) -> None:
    path = tmp_path / "b.xlsx"
    write_workbook(program, path, language, entity="14039", period="2025-S1")
    book, places = openpyxl.load_workbook(path), rows_of(path)
    assert set(places) == {"homes", "served", "kind", "spare", "plan", "grade"}
    first, second = ("Agua potable", "Modos") if language == "es" else ("Water drinking", "Ways")
    assert {places["homes"][0], places["served"][0]} == {first}
    assert {places["kind"][0], places["spare"][0]} == {second}
    sheet = book[first]
    row = places["served"][1]
    assert str(sheet.cell(row, 2).value).endswith(
        "=Atendidas\nCon servicio" if language == "es" else "Served\nWith service"
    )
    assert sheet.cell(row, 2).data_type == "s"
    assert sheet.cell(places["homes"][1], 3).value == ("viviendas" if language == "es" else "homes")
    assert sheet.freeze_panes == "E5"
    assert book.worksheets[0]["B6"].value == "14039"


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_filled_in_workbook_is_scored_with_its_sources(program: icma.Program, tmp_path: Path, language: str) -> None:
    path = tmp_path / "b.xlsx"
    write_workbook(program, path, language)
    fill(path, {"homes": 200, "served": 150, "kind": "Alto" if language == "es" else "High", "spare": "N/A"})
    fill(path, {"plan": "Sí" if language == "es" else "Yes", "grade": "second"})
    found = icma.score(program, path)
    assert found.values.loc[("14039", "2025-S1"), ["coverage", "way", "planned"]].tolist() == [75.0, 200.0, 2.0]
    assert found.attributes["name"].tolist() == ["Guadalajara"]
    assert "oficio" not in found.attributes.to_string()  # a source is of its figure, not of the municipality
    text = found.explain("14039", "coverage").to_text()
    sheet, row = rows_of(path)["served"]
    assert f"«150» ({sheet}!D{row}" in text and f"oficio {row}" in text
    assert not found.findings["code"].isin(["IND406", "IND407", "IND475"]).any()


def computed(path: Path) -> dict[str, Any]:
    """Return what another program makes of every formula, by sheet and cell in capitals."""
    import formulas

    found = {}
    for name, cells in formulas.ExcelModel().loads(str(path)).finish().calculate().items():
        value = getattr(cells, "value", None)
        if value is not None and value.size == 1:
            found[str(name).partition("]")[2].replace("'", "")] = value.ravel()[0]
    return found


@pytest.mark.parametrize(
    ("homes", "served", "said", "agree"),
    [
        (200, 150, "✓", "✓"),
        (200, 250, "✓", "✗"),
        (2000, 150, "✗", "✓"),
        (10.5, 1, "✗", "✓"),
        ("N/A", 1, "✓", "–"),
        ("many", 1, "✗", "–"),
        (None, 1, "missing", "–"),
    ],
)
def test_checks_answer_while_one_types(
    program: icma.Program, tmp_path: Path, homes: object, served: object, said: str, agree: str
) -> None:
    path = tmp_path / "b.xlsx"
    write_workbook(program, path, "en")
    fill(path, {"homes": homes, "served": served})
    cells, (sheet, row) = computed(path), rows_of(path)["homes"]
    assert str(cells[f"{sheet.upper()}!G{row}"]).startswith(said)
    assert str(cells["CHECKS!B5"]).startswith(agree)
    # What an earlier period is needed for is looked at when it is scored.
    assert openpyxl.load_workbook(path)["Checks"]["B6"].value == '="looked at when it is scored"'


def test_every_program_of_figures_goes_out_whole(tmp_path: Path) -> None:
    ours = sorted((REPOSITORY / "tests" / "net" / "programs").glob("*.yaml"))
    for name in ("sindes", "state_indices", "creditworthiness", *ours):
        program = icma.load(name)
        if program.criteria or program.rollup is not None:
            continue
        write_workbook(program, tmp_path / "b.xlsx")
        assert set(rows_of(tmp_path / "b.xlsx")) == {each.id for each in program.inputs if each.is_handed_in}, name
