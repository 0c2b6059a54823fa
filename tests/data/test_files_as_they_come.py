"""Files as they come: packed, in other encodings, with titles, notes, sheets, two rows of headings."""

from __future__ import annotations

import gzip
import zipfile
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest

import icmaml_indicators as icma

SHARE = """
spec: 1
id: share
version: "1"
title: {es: t, en: t}
entity: municipality
period: year
provenance: user
variables:
  - {id: part, title: {es: p, en: p}, unit: {es: personas, en: persons}, type: integer, range: [0, null]}
  - {id: whole, title: {es: w, en: w}, unit: {es: personas, en: persons}, type: integer, range: [1, null]}
tree:
  - id: share
    title: {es: s, en: s}
    formula: part / whole * 100
    unit: {es: "%", en: "%"}
    direction: higher
    scale: identity
    examples: [{given: {part: 1, whole: 4}, expect: 25}]
"""
HEADER = "cve_mun,municipio,año,part,whole"
LINES = ["05035,Torreón,2020,10,20", "05030,Saltillo,2020,30,40"]
PLAIN = "\n".join([HEADER.replace("año", "periodo"), *LINES]) + "\n"


@pytest.fixture(scope="module")
def program() -> icma.Program:
    return icma.loads(SHARE)


def shares(assessment: icma.Assessment) -> dict[str, float]:
    return assessment.values["share"].droplevel("period").to_dict()


def codes(assessment: icma.Assessment) -> set[str]:
    return set(assessment.findings["code"])


RIGHT = {"05030": 75.0, "05035": 50.0}


def packed(name: str, content: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("d.csv", PLAIN.encode()),
        ("d.csv", PLAIN.encode("utf-8-sig")),
        ("d.csv", PLAIN.encode("utf-16")),
        ("d.txt", b"\xfe\xff" + PLAIN.replace(",", "\t").encode("utf-16-be")),
        ("d.csv", PLAIN.encode("cp1252")),
        ("d.csv", f"sep=;\r\n{PLAIN.replace(',', ';')}".encode()),
        ("d.csv", PLAIN.replace(",", "|").encode()),
        ("d.csv.gz", gzip.compress(PLAIN.encode(), mtime=0)),
        ("d.zip", packed("inside.csv", PLAIN.encode())),
        ("d.csv", PLAIN.replace("part,whole", " Part , WHOLE ").encode()),
        ("d.csv", PLAIN.replace("part", "\xa0part").encode()),
        ("d.csv", PLAIN.replace("05035", "'05035").replace("05030", '="05030"').encode()),
        ("d.csv", PLAIN.replace("05035", '"=""05035"""').encode()),
        ("d.csv", PLAIN.replace(",2020,", ",31/12/2020,").encode()),
        ("d.csv", PLAIN.replace(",2020,", ",12/31/2020,").encode()),
        ("d.csv", PLAIN.replace("\n", "\r").encode()),
    ],
)
def test_it_is_read_as_it_comes(program: icma.Program, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assessment = icma.score(program, tmp_path / name)
    assert shares(assessment) == RIGHT
    assert codes(assessment) <= {"IND413", "IND406"}


def test_titles_and_notes_are_told_and_not_read(program: icma.Program, tmp_path: Path) -> None:
    text = f"Tabla 1. Partes y totales\nCifras de 2020\n\n{PLAIN}\nFuente: INEGI, 2020, con, comas\nNota: cifras preliminares\n"
    (tmp_path / "d.csv").write_text(text, encoding="utf-8")
    assessment = icma.score(program, tmp_path / "d.csv")
    assert shares(assessment) == RIGHT
    told = assessment.findings.set_index("code")["figure"]
    assert told["IND544"] == 4
    assert told["IND547"].startswith("Fuente: INEGI")


def test_a_short_last_line_with_a_figure_is_no_note(program: icma.Program, tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text(PLAIN + "05036,Viesca,2020,7\n", encoding="utf-8")
    assessment = icma.score(program, tmp_path / "d.csv")
    assert set(shares(assessment)) == {*RIGHT, "05036"}
    assert "IND471" in codes(assessment)


def test_two_rows_of_headings_are_joined(program: icma.Program, tmp_path: Path) -> None:
    text = (
        "clave,municipio,periodo,Viviendas,\n,,,Con agua,Total\n05035,Torreón,2020,10,20\n05030,Saltillo,2020,30,40\n"
    )
    (tmp_path / "d.csv").write_text(text, encoding="utf-8")
    columns = {"part": "Viviendas Con agua", "whole": "Viviendas Total"}
    assessment = icma.score(program, tmp_path / "d.csv", columns=columns)
    assert shares(assessment) == RIGHT
    assert "IND554" in codes(assessment)
    table = icma.read_data(tmp_path / "d.csv").melt(
        ["clave", "municipio", "periodo"], var_name="variable", value_name="value"
    )
    assert shares(icma.score(program, table, columns=columns)) == RIGHT


def test_letters_of_dos_are_a_guess_that_can_be_settled(program: icma.Program, tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_bytes(PLAIN.encode("cp850"))
    guessed = icma.score(program, tmp_path / "d.csv")
    assert guessed.attributes["name"].tolist() == ["Saltillo", "Torreón"]
    assert "IND549" in codes(guessed)
    said = icma.score(program, tmp_path / "d.csv", encoding="cp850")
    assert said.attributes["name"].tolist() == ["Saltillo", "Torreón"]
    assert "IND549" not in codes(said)


def book(path: Path, sheets: dict[str, list[list[object]]]) -> None:
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        for name, rows in sheets.items():
            width = max(map(len, rows))
            filled = [[*row, *[None] * (width - len(row))] for row in rows]
            pd.DataFrame(filled, dtype=object).to_excel(writer, sheet_name=name, header=False, index=False)


def test_sheets_that_are_not_read_are_named(program: icma.Program, tmp_path: Path) -> None:
    head = ["clave", "periodo", "part", "whole"]
    sheets = {
        "Portada": [["Informe"], ["de 2020"]],
        "2020": [["Tabla 1"], head, ["05035", 2020, 10, 20], ["05030", 2020, 30, 40], ["Fuente: el municipio"]],
        "2021": [head, ["05035", 2021, 5, 20]],
    }
    book(tmp_path / "d.xlsx", sheets)
    assessment = icma.score(program, tmp_path / "d.xlsx")
    assert shares(assessment) == RIGHT
    told = assessment.findings.set_index("code")["figure"]
    assert told["IND548"] == "Portada, 2021"
    assert (told["IND544"], told["IND547"]) == (2, "Fuente: el municipio")
    other = icma.score(program, tmp_path / "d.xlsx", sheet="2021")
    assert shares(other) == {"05035": 25.0}
    with pytest.raises(icma.DataError, match="it has no sheet `2022` .it has: Portada, 2020, 2021"):
        icma.score(program, tmp_path / "d.xlsx", sheet="2022")


@pytest.mark.parametrize(
    ("name", "content", "options", "words"),
    [
        ("d.zip", packed("a.csv", b"x") + b"", {}, None),
        ("d.csv.gz", b"no gzip", {}, "cannot be read"),
        ("d.csv", PLAIN.encode("cp1252"), {"encoding": "utf-8"}, "not in `utf-8`: byte"),
        ("d.csv", PLAIN.encode(), {"encoding": "klingon"}, "no encoding `klingon`"),
        ("d.csv.gz", gzip.compress(b"", mtime=0), {}, "is empty"),
    ],
)
def test_what_cannot_be_read_says_why(
    program: icma.Program, tmp_path: Path, name: str, content: bytes, options: dict[str, str], words: str | None
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(icma.DataError, match=words):
        icma.score(program, tmp_path / name, **options)


def test_several_files_in_an_archive_are_named(program: icma.Program, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("a.csv", PLAIN)
        archive.writestr("b.csv", PLAIN)
    with pytest.raises(icma.DataError, match="it holds 2 files, and one is read: a.csv, b.csv"):
        icma.score(program, tmp_path / "d.zip")


def test_a_column_may_be_named_for_a_variable(program: icma.Program) -> None:
    table = pd.DataFrame({"clave": ["05035"], "periodo": [2020], "PARTE_A": [10], "whole": [20]})
    assert shares(icma.score(program, table, columns={"part": "PARTE_A"})) == {"05035": 50.0}
    with pytest.raises(icma.DataError, match="no column `PARTE_B`; did you mean `PARTE_A`"):
        icma.score(program, table, columns={"part": "PARTE_B"})
    with pytest.raises(icma.DataError, match="`prt` is no role of a column .*did you mean `part`"):
        icma.score(program, table, columns={"prt": "PARTE_A"})


@pytest.mark.parametrize(
    "key", ["CVEGEO", "Cve. Municipio", "Clave de municipio", "CLAVE DEL MUNICIPIO", "Cve Geo", "CVE"]
)
@pytest.mark.parametrize("period", ["Año", "CICLO", "Periodo", "YEAR"])
def test_usual_headings_of_mexican_files_are_known(program: icma.Program, key: str, period: str) -> None:
    table = pd.DataFrame(
        {key: ["05035"], period: [2020], "Nombre del municipio": ["Torreón"], "part": [10], "whole": [20]}
    )
    assessment = icma.score(program, table)
    assert shares(assessment) == {"05035": 50.0}
    assert assessment.attributes["name"].tolist() == ["Torreón"]


def test_a_year_beside_a_period_that_is_said_is_an_attribute(program: icma.Program) -> None:
    table = pd.DataFrame({"clave": ["05035"], "año": [1999], "part": [10], "whole": [20]})
    assessment = icma.score(program, table, period="2020")
    assert list(assessment.values.index) == [("05035", "2020")]
    assert "año" in assessment.attributes
