"""The workbook in which two evaluators settle their differences: written, filled in with openpyxl, read back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import icmaml_indicators as icma

SPEC = """
spec: 1
id: settled_rubric
version: "1"
title: {es: Rúbrica, en: Rubric}
entity: other
period: semester
provenance: user
answers:
  - id: scale
    options:
      - {id: bad, title: {es: Mal, en: Bad}}
      - {id: fair, title: {es: Regular, en: Fair}}
      - {id: good, title: {es: Bien, en: Good}}
tree:
  - id: rules
    title: {es: "=Reglas", en: "=Rules"}
    criteria:
      columns: [id, es, en, answer, not_applicable]
      rows:
        - [written, Escritas, Written, yes_no, reweight]
        - [share, Parte, Share, percent, refused]
        - [share_na, Parte que aplica, Share that applies, percent, reweight]
        - [quality, Calidad, Quality, scale, refused]
  - id: people
    title: {es: Personas, en: People}
    criteria:
      columns: [id, es, en, answer]
      rows: [[trained, Capacitadas, Trained, met_partly]]
"""
SHEET = {"es": "Por acordar", "en": "To settle"}
HEADS = {
    "es": ("Criterio", "Acordada", "Por", "Fecha", "Nota del acuerdo"),
    "en": ("Criterion", "Agreed", "By", "Date", "Note of the agreement"),
}
PARTS = ("criterion", "agreed", "by", "on", "note_agreed")
FIRST_LINE = 5
ONE: dict[str, Any] = {
    "entity": ["05035", "b"],
    "period": ["2024-S1", "2024-S1"],
    "written": ["sí", "no"],
    "share": [10, 20.5],
    "share_na": [1, "N/A"],
    "quality": ["bad", "good"],
    "trained": ["total", "quizás"],
    "written.evidence": ["=1+1", '=HYPERLINK("http://x")'],
    "trained.note": ["<r>nota</r>", ""],
}
OTHER: dict[str, Any] = {
    "entity": ["05035", "b"],
    "period": ["2024-S1", "2024-S1"],
    "written": ["no", "N/A"],
    "share": [20, None],
    "share_na": [2, 3],
    "quality": ["good", "good"],
    "trained": ["no", "p"],
}
# What may be agreed of each criterion: the answer as an option, and how a cell says it, in Spanish and English.
WORDS: dict[str, list[tuple[Any, Any, Any]]] = {
    "written": [("yes", "Sí", "Yes"), ("no", "No", "No"), ("N/A", "N/A", "N/A"), ("yes", "x", "met")],
    "share": [(55.5, 55.5, 55.5), (0, 0, 0), (100, "100", "100")],
    "share_na": [(7, 7, 7), ("N/A", "N/A", "n/a")],
    "quality": [("fair", "1 · Regular", "1 · Fair"), ("good", "bien", "good"), ("bad", "0 · Mal", "Bad")],
    "trained": [("partly", "Parcial", "Partly met"), ("not_met", "No cumple", "Not met"), ("met", "cumple", "Met")],
}
DAY = dt.date(2025, 7, 31)
DAYS = [DAY, dt.datetime(2025, 7, 31, 9), "2025-07-31", "31/07/2025"]


@pytest.fixture(scope="module")
def program() -> icma.Program:
    return icma.loads(SPEC)


def differ(program: icma.Program, settled: Any = None, **options: Any) -> icma.Agreement:
    return icma.agreement(program, ONE, OTHER, settled=settled, **options)


def write(found: icma.Agreement, path: Path, language: str) -> Path:
    icma.write_report(found, path, language)
    return path


def columns_of(sheet: Any, language: str) -> dict[str, int]:
    """Return the column of each part, by its heading."""
    heads = {cell.value: cell.column for cell in sheet[FIRST_LINE - 1]}
    return {part: heads[head] for part, head in zip(PARTS, HEADS[language], strict=True)}


def fill(path: Path, language: str, say: Any) -> list[str]:
    """Write into each line what ``say(row, criterion)`` gives by part; return the criteria of the lines."""
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET[language]]
    at, criteria = columns_of(sheet, language), []
    for row in range(FIRST_LINE, sheet.max_row + 1):
        criteria.append(sheet.cell(row, at["criterion"]).value)
        for part, text in say(row, criteria[-1]).items():
            cell = sheet.cell(row, at[part])
            cell.value = text
            if isinstance(text, str):
                cell.data_type = "s"  # as a person types it after an apostrophe
    book.save(path)
    return criteria


def cells_of(path: Path, language: str) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(path, data_only=True)[SHEET[language]]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST_LINE)]


SAID = ["entity", "period", "criterion", "agreed", "by", "on", "note_agreed"]


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_line_tells_what_each_answered_in_words(program: icma.Program, language: str, tmp_path: Path) -> None:
    path = write(differ(program, language="es"), tmp_path / "a.xlsx", language)
    assert (
        openpyxl.load_workbook(path).sheetnames[:3]
        == {
            "es": ["Índice", "Acuerdo", "Por acordar"],
            "en": ["Index", "Agreement", "To settle"],
        }[language]
    )
    lines = cells_of(path, language)
    assert [line[:2] + line[3:4] for line in lines] == [
        *(["05035", "2024-S1", name] for name in ("written", "share", "share_na", "quality", "trained")),
        *(["b", "2024-S1", name] for name in ("written", "share", "share_na", "trained")),
    ]
    assert [tuple(line[5:7]) for line in lines] == {
        "es": [
            *(("Sí", "No"), ("10", "20"), ("1", "2"), ("0 · Mal", "2 · Bien"), ("Cumple", "No cumple")),
            *(("No", "no aplica"), ("20.5", "sin revisar"), ("no aplica", "3"), ("rechazado: quizás", "Parcial")),
        ],
        "en": [
            *(("Yes", "No"), ("10", "20"), ("1", "2"), ("0 · Bad", "2 · Good"), ("Met", "Not met")),
            *(("No", "not applicable"), ("20.5", "not checked"), ("not applicable", "3")),
            ("rejected: quizás", "Partly met"),
        ],
    }[language]
    assert lines[0][2:5:2] == {"es": ["=Reglas", "Escritas"], "en": ["=Rules", "Written"]}[language]


def test_nothing_that_was_written_acts_in_the_workbook(program: icma.Program, tmp_path: Path) -> None:
    settled = {**{name: ["05035"] for name in ("entity",)}, "period": ["2024-S1"], "criterion": ["written"]}
    said = {"agreed": ["sí"], "by": ["=cmd()"], "on": ["2025-07-31"], "note": ["@x\u202e"]}
    path = write(differ(program, settled | said), tmp_path / "a.xlsx", "es")
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or "COUNTA(" in str(cell.value), cell
    line = cells_of(path, "es")[0]
    assert line[11:] == ["Sí", "=cmd()", dt.datetime(2025, 7, 31), "@x\\u202e"]
    again = differ(program, path).answers.iloc[0]
    assert again[["agreed", "by", "on", "note_agreed"]].tolist() == ["Sí", "=cmd()", "2025-07-31", "@x\\u202e"]


@pytest.mark.parametrize("language", ["es", "en"])
def test_cells_take_what_the_criterion_takes(program: icma.Program, language: str, tmp_path: Path) -> None:
    path = write(differ(program), tmp_path / "a.xlsx", language)
    book = openpyxl.load_workbook(path)
    sheet, lists = book[SHEET[language]], book["_lists"]
    assert (lists.sheet_state, book["_icmaml"].sheet_state) == ("hidden", "hidden")
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}

    def choices(cell: str) -> list[str]:
        return [one.value for (one,) in lists[rules[cell].formula1.split("!")[1].replace("$", "")]]

    assert choices("L5") == {"es": ["No", "Sí", "N/A"], "en": ["No", "Yes", "N/A"]}[language]
    assert (
        choices("L8")
        == {"es": ["0 · Mal", "1 · Regular", "2 · Bien"], "en": ["0 · Bad", "1 · Fair", "2 · Good"]}[language]
    )
    assert (rules["L6"].type, rules["L6"].formula1, rules["L6"].formula2) == ("decimal", "0", "100.0")
    assert (
        rules["L7"].prompt
        == {"es": "Escriba una cifra, o N/A si no aplica.", "en": "Write a figure, or N/A if it does not apply."}[
            language
        ]
    )
    assert rules["N5:N13"].type == "date"
    assert (
        sheet["C3"].value
        == {
            "es": '="Acordadas: "&COUNTA(L5:L13)&" de 9"',
            "en": '="Settled: "&COUNTA(L5:L13)&" of 9"',
        }[language]
    )
    yellow = {str(each.sqref) for each in sheet.conditional_formatting}
    assert yellow == {f"{letter}5:{letter}13" for letter in "LMNO"}


@settings(max_examples=8, deadline=None)
@given(data=st.data(), language=st.sampled_from(["es", "en"]))
def test_what_is_agreed_in_the_workbook_is_what_a_table_says(
    program: icma.Program, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, language: str
) -> None:
    path = write(differ(program), tmp_path_factory.mktemp("law") / "a.xlsx", language)
    table: dict[str, list[Any]] = {name: [] for name in ("entity", "period", "criterion", "agreed", "by", "on")}

    def say(row: int, criterion: str) -> dict[str, Any]:
        option, *words = data.draw(st.sampled_from(WORDS[criterion]))
        if not data.draw(st.booleans()):
            return {}
        for name, cell in zip(
            table, ("05035" if row < 10 else "b", "2024-S1", criterion, option, "Ana", DAY), strict=True
        ):
            table[name].append(cell)
        return {"agreed": words[language == "en"], "by": "Ana", "on": data.draw(st.sampled_from(DAYS))}

    fill(path, language, say)
    from_book, by_hand = differ(program, path), differ(program, table if table["entity"] else None)
    assert from_book.answers[["by", "on"]].equals(by_hand.answers[["by", "on"]])
    assert from_book.differences["criterion"].tolist() == by_hand.differences["criterion"].tolist()
    pd.testing.assert_frame_equal(from_book.assessment.scores, by_hand.assessment.scores)
    pd.testing.assert_frame_equal(from_book.assessment.answer_states, by_hand.assessment.answer_states)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_workbook_written_anew_loses_nothing(program: icma.Program, language: str, tmp_path: Path) -> None:
    path = write(differ(program), tmp_path / "a.xlsx", language)

    def say(row: int, criterion: str) -> dict[str, Any]:
        if row % 3 == 0:  # spoken of, not agreed yet
            return {"note_agreed": "falta\nel oficio", "by": "Luis"}
        return {"agreed": WORDS[criterion][0][1 + (language == "en")], "on": DAY, "by": "Ana"} if row % 3 == 1 else {}

    fill(path, language, say)
    found = differ(program, path)
    assert len(found.differences) == 6
    before = cells_of(path, language)
    for other in ("en", "es", language):
        again = differ(program, write(found, tmp_path / "b.xlsx", other))
        assert again.answers[SAID].drop(columns="agreed").equals(found.answers[SAID].drop(columns="agreed"))
        assert again.assessment.scores.equals(found.assessment.scores)
        found = again
    assert cells_of(tmp_path / "b.xlsx", language) == before


def test_an_agreement_on_what_they_no_longer_differ_in_is_kept(program: icma.Program, tmp_path: Path) -> None:
    path = write(differ(program), tmp_path / "a.xlsx", "es")
    fill(
        path,
        "es",
        lambda row, criterion: {"agreed": "Sí", "by": "Ana", "note_agreed": "p. 3"} if row == FIRST_LINE else {},
    )
    found = icma.agreement(program, ONE, OTHER | {"written": ["sí", "N/A"]}, settled=path)
    assert found.answers.iloc[0][["agrees", "agreed", "by", "note_agreed"]].tolist() == [True, "yes", "Ana", "p. 3"]
    write(found, path, "en")
    assert cells_of(path, "en")[0][11:] == ["Yes", "Ana", None, "p. 3"]
    with pytest.raises(icma.DataError, match=r"05035, `written`: both answered `no`"):
        icma.agreement(program, ONE | {"written": ["no", "no"]}, OTHER, settled=path)


def test_answers_that_the_criterion_does_not_take_are_told_with_their_cells(
    program: icma.Program, tmp_path: Path
) -> None:
    wrong = {"written": "quizás", "share": "N/A", "share_na": 101, "quality": "Regular·", "trained": -1}
    path = write(differ(program), tmp_path / "a.xlsx", "es")
    fill(path, "es", lambda row, criterion: {"agreed": wrong[criterion]} if row < 10 else {})
    with pytest.raises(icma.DataError) as caught:
        differ(program, path)
    assert caught.value.code == "IND732"
    for language in ("es", "en"):
        said = caught.value.message(language)
        for row, name in enumerate(wrong, FIRST_LINE):
            assert f"Por acordar!L{row} (05035 2024-S1), `{name}`: " in said
    assert "`quizás` no es una respuesta de este criterio: ¿«No / Sí»?" in caught.value.message("es")
    table = {"entity": ["b"], "period": ["2024-S1"], "criterion": ["written"], "agreed": ["quizás"]}
    with pytest.raises(icma.DataError, match="that their criterion does not take: b 2024-S1, `written`: `quizás` is"):
        differ(program, table)


def test_what_is_no_date_and_what_is_agreed_twice_is_told_with_its_cell(program: icma.Program, tmp_path: Path) -> None:
    path = write(differ(program), tmp_path / "a.xlsx", "en")
    fill(path, "en", lambda row, criterion: {"agreed": "Yes", "on": "yesterday"} if row == FIRST_LINE else {})
    with pytest.raises(icma.DataError, match="`To settle!N5`: `yesterday` is no date"):
        differ(program, path)
    book = openpyxl.load_workbook(path)
    sheet = book["To settle"]
    sheet["N5"] = None
    for column in range(1, 5):
        sheet.cell(14, column).value = sheet.cell(5, column).value
    sheet["L14"] = "No"
    book.save(path)
    with pytest.raises(
        icma.DataError, match=r"`written`: it was agreed twice, and not alike \(To settle!L5, To settle!L14\)"
    ):
        differ(program, path)
    twice = {name: [cell, cell] for name, cell in zip(SAID[:3], ("b", "2024-S1", "written"), strict=True)}
    with pytest.raises(icma.DataError, match=r"\(lines 1 and 2\)"):
        differ(program, twice | {"agreed": ["yes", "no"]})
    assert differ(program, twice | {"agreed": ["yes", "yes"]}).differences.shape[0] == 8


def test_the_workbook_of_another_program_is_refused_and_that_of_another_version_told(
    program: icma.Program, tmp_path: Path
) -> None:
    path = write(differ(program), tmp_path / "a.xlsx", "es")
    fill(path, "es", lambda row, criterion: {"agreed": WORDS[criterion][0][1]})
    other = icma.loads(SPEC.replace("id: settled_rubric", "id: another_rubric"))
    with pytest.raises(icma.DataError, match="made for `settled_rubric`, not for `another_rubric`"):
        differ(other, path)
    later = differ(icma.loads(SPEC.replace('version: "1"', 'version: "2"')), path).assessment.findings
    told = later[later["code"] == "IND438"]["message"].tolist()
    assert told == ["the file was made for settled_rubric@1; it is scored with settled_rubric@2"]
    assert "IND438" not in differ(program, path).assessment.findings["code"].tolist()


def test_the_sheet_is_found_wherever_it_was_moved(program: icma.Program, tmp_path: Path) -> None:
    path = write(differ(program), tmp_path / "a.xlsx", "es")
    fill(path, "es", lambda row, criterion: {"agreed": WORDS[criterion][0][1], "on": DAY})
    wanted = differ(program, path).answers
    book = openpyxl.load_workbook(path)
    book.move_sheet("Por acordar", 4)
    sheet = book["Por acordar"]
    sheet.insert_rows(2, 3)
    sheet.insert_cols(3)
    sheet["C7"], sheet["D2"] = "Comentario", "de la reunión"
    book.save(path)
    assert differ(program, path).answers[SAID].equals(wanted[SAID])
    sheet["C7"] = "Fecha"
    book.save(path)
    with pytest.raises(icma.DataError, match="two columns of sheet “Por acordar” are called `Fecha`"):
        differ(program, path)
    book.remove(book["Por acordar"])
    book.save(path)
    with pytest.raises(icma.DataError, match="sheet “Por acordar” is gone"):
        differ(program, path)


@pytest.mark.parametrize("key", ["=1+1", "<r>x</r>", "a\u202eb\n", "a\x07b", "1e5", "_x0041_", "Fuente: x", "N/A x"])
def test_keys_are_read_back_whatever_they_are(program: icma.Program, key: str, tmp_path: Path) -> None:
    one, other = ({**side, "entity": [key, "b"]} for side in (ONE, OTHER))
    path = write(icma.agreement(program, one, other), tmp_path / "a.xlsx", "es")
    fill(path, "es", lambda row, criterion: {"agreed": WORDS[criterion][0][1]})
    assert icma.agreement(program, one, other, settled=path).differences.empty


def test_a_workbook_in_which_nothing_differs_is_read_back(program: icma.Program, tmp_path: Path) -> None:
    found = icma.agreement(program, ONE, ONE)
    path = write(found, tmp_path / "a.xlsx", "es")
    assert openpyxl.load_workbook(path)["Por acordar"]["C3"].value == '="Acordadas: "&COUNTA(L5:L5)&" de 0"'
    assert icma.agreement(program, ONE, ONE, settled=path).answers[SAID].equals(found.answers[SAID])
