"""The workbook of an evaluator: written, filled in with openpyxl, read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli import main
from icmaml_indicators.reports.workbooks.template import write_workbook
from tests.validation.test_rubrics import RUBRICS


def fill(path: Path, answer: Any, *, entity: str = "14039", period: str = "2024") -> list[str]:
    """Answer every criterion with ``answer(cell of the answer, id, choices)``; return the ids answered."""
    book = openpyxl.load_workbook(path)
    cover = book.worksheets[0]
    cover["B6"], cover["B7"], cover["B8"] = entity, "Guadalajara", period
    lists = book["_lists"] if "_lists" in book.sheetnames else None
    done = []
    for sheet in book.worksheets[1:]:
        if sheet.sheet_state != "visible":
            continue
        for row in range(5, sheet.max_row + 1):
            name = sheet.cell(row, 1).value
            if not name:
                continue
            choices: list[str] = []
            for rule in sheet.data_validations.dataValidation:
                if f"D{row}" in rule.sqref and rule.type == "list" and lists is not None:
                    choices = [str(cell.value) for (cell,) in lists[rule.formula1.split("!")[1].replace("$", "")]]
            sheet.cell(row, 4).value = answer(name, choices)
            sheet.cell(row, 5).value = f"oficio {row}"
            done.append(name)
    book.save(path)
    return done


@pytest.mark.parametrize("name", RUBRICS)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_program_goes_out_and_comes_back_without_loss(name: str, language: str, tmp_path: Path) -> None:
    spec, path = icma.load(name), tmp_path / "book.xlsx"
    write_workbook(spec, path, language)

    def answer(criterion: str, choices: list[str]) -> object:
        real = [choice for choice in choices if choice != "N/A"]
        return real[len(criterion) % len(real)] if real else 1

    done = fill(path, answer)
    assert set(done) == {leaf.id for leaf in spec.criteria} | {variable.id for variable in spec.variables}
    found = icma.score(spec, path)
    assert found._scored.table.entities.tolist() == ["14039"] and found._scored.table.periods.tolist() == ["2024"]
    assert not found.findings["code"].isin(["IND435", "IND436", "IND437", "IND406", "IND407"]).any(), found.findings
    # The same answers as a table of codes give the same scores.
    codes = {}
    for leaf in spec.criteria:
        kind = spec.nodes[leaf.id].answer
        assert kind is not None
        codes[leaf.id] = kind.options[len(leaf.id) % len(kind.options)].title.in_language("es") if kind.options else 1
    figures = {variable.id: 1 for variable in spec.variables}
    evidence = {f"{leaf.id}.evidence": "oficio" for leaf in spec.criteria}
    table = pd.DataFrame([{"entity": "14039", "period": "2024", **codes, **figures, **evidence}])
    pd.testing.assert_frame_equal(found.scores, icma.score(spec, table).scores)
    assert found.answers["evidence"].str.startswith("oficio ").all()


@pytest.fixture
def cimtra(tmp_path: Path) -> Path:
    path = tmp_path / "cimtra.xlsx"
    write_workbook(icma.load("cimtra"), path, "es")
    return path


def test_what_may_be_chosen_and_what_is_protected(cimtra: Path) -> None:
    book = openpyxl.load_workbook(cimtra)
    spec = icma.load("cimtra")
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert all(sheet.protection.sheet for sheet in visible)
    assert [sheet.title for sheet in visible[1:4]] == [c.title.es[:31] for c in spec.nodes["total"].children]
    lists = {tuple(cell.value for cell in column if cell.value is not None) for column in book["_lists"].iter_cols()}
    assert ("No", "Sí") in lists and ("No", "Sí", "N/A") in lists
    for sheet in visible[1:4]:
        for row in range(5, sheet.max_row + 1):
            if sheet.cell(row, 1).value:
                assert sheet.cell(row, 2).protection.locked and not sheet.cell(row, 4).protection.locked
                allowed = spec.nodes[sheet.cell(row, 1).value].spec.criterion.not_applicable != "refused"
                (rule,) = [r for r in sheet.data_validations.dataValidation if f"D{row}" in r.sqref]
                cells = book["_lists"][rule.formula1.split("!")[1].replace("$", "")] if rule.type == "list" else ()
                assert (rule.type != "list") or (("N/A",) in [(c.value,) for (c,) in cells]) == allowed


def test_wrong_answers_are_told_with_their_cell(cimtra: Path) -> None:
    fill(cimtra, lambda name, choices: "Sí" if choices else 5)
    book = openpyxl.load_workbook(cimtra)
    sheet = book.worksheets[1]
    rows = [row for row in range(5, sheet.max_row + 1) if sheet.cell(row, 1).value]
    wrong, bare, refused = rows[:3]
    names = [sheet.cell(row, 1).value for row in (wrong, bare, refused)]
    sheet.cell(wrong, 4).value, sheet.cell(bare, 5).value, sheet.cell(refused, 4).value = "Sii", None, "N/A"
    book.save(cimtra)
    found = icma.score(icma.load("cimtra"), cimtra, language="es")
    told = found.findings[found.findings["severity"].isin(["error", "warning"])]
    assert sorted(zip(told["code"], told["subject"], strict=True)) == sorted(
        zip(("IND435", "IND436", "IND437"), names, strict=True)
    )
    assert "«Sí»" in told.set_index("code").loc["IND435", "message"]
    assert f"{sheet.title}!D{wrong}" in str(found.explain("14039", names[0]))
    lost = sum(float(found.program.points_of[name]) for name in names)
    assert found.scores["total"].iloc[0] == pytest.approx(100 - lost)


def test_a_folder_of_workbooks_is_many_municipalities(tmp_path: Path) -> None:
    spec = icma.load("refim")
    for number, entity in enumerate(("14039", "14120", "14097")):
        path = tmp_path / f"{entity}.xlsx"
        write_workbook(spec, path, "en", entity=entity, period="2024")
        fill(path, lambda name, choices, n=number: choices[n + 2], entity=entity)
    found = icma.score(spec, tmp_path)
    assert found.levels["total"].tolist() == ["grade_2", "grade_4", "grade_3"]  # by key: 14039, 14097, 14120


def test_what_is_no_workbook_of_the_program_is_refused(cimtra: Path, tmp_path: Path) -> None:
    with pytest.raises(icma.DataError, match="cimtra"):
        icma.score(icma.load("simed"), cimtra)
    with pytest.raises(icma.DataError, match="entity is not filled in at cell Instrucciones!B6"):
        icma.score(icma.load("cimtra"), cimtra)
    older = tmp_path / "older.xlsx"
    write_workbook(icma.load("cimtra@2010"), older)
    fill(older, lambda name, choices: "Sí" if choices else 5)
    found = icma.score(icma.load("cimtra@2016"), older)
    assert "IND438" in set(found.findings["code"])


def test_a_workbook_whose_hidden_sheet_was_spoilt_is_refused_or_read_as_any_other(cimtra: Path) -> None:
    book = openpyxl.load_workbook(cimtra)
    meta = book["_icmaml"]
    (row,) = [row for row in range(1, meta.max_row + 1) if meta.cell(row, 1).value == "entity"]
    for address in ("Instrucciones!nowhere", "Gone!B6"):
        meta.cell(row, 2).value = address
        book.save(cimtra)
        with pytest.raises(icma.DataError, match=address):
            icma.score(icma.load("cimtra"), cimtra)
    meta.cell(row, 1).value = None
    book.save(cimtra)
    with pytest.raises(icma.DataError):
        icma.score(icma.load("cimtra"), cimtra)


def test_the_command_line_writes_and_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "simed.xlsx", tmp_path / "scores.csv"
    assert main(["template", "simed", "-o", str(path), "-l", "es", "--entity", "21114", "--period", "2021"]) == 0
    fill(path, lambda name, choices: "Cumple", entity="21114", period="2021")
    assert main(["score", "simed", str(path), "-o", str(out)]) == 0
    table = pd.read_csv(out, dtype={"entity": str})
    assert table.query("node == 'total'")[["entity", "score", "level"]].to_numpy().tolist() == [
        ["21114", 100.0, "advanced"]
    ]


def test_text_of_a_spec_never_becomes_a_formula(tmp_path: Path) -> None:
    spec = icma.loads(
        "spec: 1\nid: odd\nversion: '1'\ntitle: {es: '=1+1', en: '=1+1'}\nentity: municipality\nperiod: year\nprovenance: user\n"
        "tree:\n  - {id: a, title: {es: '=cmd()', en: '@cmd'}, criterion: yes_no}\n"
    )
    path = tmp_path / "odd.xlsx"
    write_workbook(spec, path)
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or str(cell.value).startswith("=COUNTA("), cell.value
