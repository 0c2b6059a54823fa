"""A round of collection on the command line, in both languages."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from icmaml_indicators.cli.main import main
from tests.rounds.test_observations import SPEC


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four deliveries: one sound, one with a gap, one that cannot be read, and a correction of the first."""
    (tmp_path / "services.yaml").write_text(SPEC, encoding="utf-8")
    folder = tmp_path / "round"
    folder.mkdir()
    head = "clave,nombre,periodo,homes,served,police\n"
    for name, key, cells in (
        ("05001", "05001", "10,9,1"),
        ("05001_bis", "05001", "12,9,1"),
        ("05002", "05002", "10,,1"),
    ):
        (folder / f"{name}.csv").write_text(f"{head}{key},=Town {key},2025-S1,{cells}\n", encoding="utf-8")
    (folder / "05003.csv").write_text("x\n1\n", encoding="utf-8")
    (folder / "entregas.csv").write_text("archivo,sustituye\n05001_bis.csv,05001.csv\n", encoding="utf-8")
    (tmp_path / "expected.csv").write_text("clave,nombre\n05001,A\n05002,B\n05003,C\n05004,D\n", encoding="utf-8")
    return folder


def arguments(folder: Path, command: str, *more: str) -> list[str]:
    return [command, str(folder.parent / "services.yaml"), *more]


def test_a_round_is_shown_or_written(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--period", "2025-S1", "--register", str(folder / "entregas.csv")]
    asked += ["--expected", str(tmp_path / "expected.csv")]
    assert main(arguments(folder, "round", str(folder), *asked, "-l", "es")) == 0
    shown = capsys.readouterr()
    assert [line.split()[0] for line in shown.out.splitlines() if line.startswith("0500")] == [
        "05001",
        "05002",
        "05003",
        "05004",
    ]
    assert "sin entregar" in shown.out
    assert "1 listos, 1 incompletos, 1 con errores, 1 sin entregar; 1 archivo(s) sin leer" in shown.err
    out = tmp_path / "round.xlsx"
    assert main(arguments(folder, "round", str(folder), *asked, "-o", str(out))) == 0
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Index", "Municipalities", "Files", "Corrections", "Moves"]
    corrections = [[cell.value for cell in row] for row in book["Corrections"].iter_rows(min_row=5)]
    assert corrections[0][0] == "05001"
    assert {10, 12} <= set(corrections[0])
    assert main(arguments(folder, "round", str(folder), *asked, "--final")) == 2
    assert "3 of 4 are not ready" in capsys.readouterr().err


def test_several_files_are_one_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(folder / f"{name}.csv") for name in ("05001", "05002")]
    assert main(arguments(folder, "score", *files)) == 0
    assert {line.split(",")[0] for line in capsys.readouterr().out.splitlines()[1:]} == {"05001", "05002"}


def test_observations_go_back_as_a_sheet_each(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "observations.xlsx"
    assert main(arguments(folder, "check-data", str(folder), "-o", str(out), "-l", "es")) == 0
    assert "observación(es)" in capsys.readouterr().err
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[0] == "Índice"
    sheet = book["05002 =Town 05002"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    heads = cells[0]
    assert heads[-1] == "Respuesta"
    line = next(row for row in cells[1:] if row[heads.index("Título")] == "Atendidas")
    assert line[heads.index("Pregunta")].startswith("¿Cuál es la cifra de «Atendidas»")
    assert line[heads.index("Archivo")] == "05002.csv"
    assert line[-1] is None
    assert main(arguments(folder, "check-data", str(folder), "-l", "es")) == 0
    assert "Atendidas" in capsys.readouterr().out
    assert main(arguments(folder, "check-data", str(folder), "-o", str(tmp_path / "o.csv"))) == 0
    assert (tmp_path / "o.csv").read_text(encoding="utf-8").startswith("entity,name,period,kind")


def test_a_round_does_not_write_over_its_register(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = str(folder / "entregas.csv")
    asked = ["--period", "2025-S1", "--register", register, "-o", register]
    assert main(arguments(folder, "round", str(folder), *asked)) == 2
    assert "IND497" in capsys.readouterr().err or (folder / "entregas.csv").read_text().startswith("archivo")


@pytest.fixture
def evaluations(tmp_path: Path) -> list[str]:
    """What two evaluators answered to some criteria of one matrix."""
    files = []
    for name, first, second in (("one", "sí", "3"), ("two", "parcial", "4")):
        path = tmp_path / f"{name}.csv"
        head = "clave,periodo,criterio,respuesta\n"
        lines = (("single_purpose", first), ("cremaa_clear", second), ("formula_consistent", "sí"))
        path.write_text(head + "".join(f"05035,2024,{key},{said}\n" for key, said in lines), encoding="utf-8")
        files.append(str(path))
    return ["agreement", "mir_quality", *files]


def test_an_agreement_is_shown_in_words(evaluations: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*evaluations, "-l", "es"]) == 0
    shown = capsys.readouterr()
    assert "Cualidades CREMAA" in shown.out
    assert [line.split("  ")[-1].strip() for line in shown.out.splitlines()[-2:]] == ["Parcial", "Cumple en parte"]
    assert "coinciden 1 de 3 respuestas, kappa 0.14; por acordar: 2 de 2" in shown.err
    assert main([*evaluations, "-l", "en", "-q"]) == 0
    shown = capsys.readouterr()
    assert "Partly met" in shown.out and "To be settled" in shown.out
    assert shown.err == "mir_quality: 1 of 3 answers are alike, kappa 0.14; to be settled: 2 of 2\n"


def test_differences_are_settled_in_a_workbook(
    evaluations: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, anew = tmp_path / "agreement.xlsx", tmp_path / "anew.xlsx"
    assert main([*evaluations, "-l", "es", "-o", str(path)]) == 0
    book = openpyxl.load_workbook(path)
    book["Por acordar"]["L5"], book["Por acordar"]["M5"] = "Parcial", "Ana"
    book.save(path)
    asked = [*evaluations, "--settled", str(path), "-l", "en"]
    assert main([*asked, "-o", str(anew)]) == 0
    assert "to be settled: 1 of 2" in capsys.readouterr().err
    assert [cell.value for cell in openpyxl.load_workbook(anew)["To settle"][5]][11:13] == ["Partly met", "Ana"]
    assert main([*asked, "-o", str(path)]) == 2
    assert f"{path}: " in capsys.readouterr().err
    assert openpyxl.load_workbook(path).sheetnames == book.sheetnames
    book["Por acordar"]["L5"] = "quizás"
    book.save(path)
    assert main(asked) == 2
    assert "Por acordar!L5 (05035 2024), `single_purpose`: `quizás` is not an answer" in capsys.readouterr().err
    assert main(["agreement", "sindes", *evaluations[2:], "-l", "en"]) == 2
    assert "`sindes` has no criteria" in capsys.readouterr().err
