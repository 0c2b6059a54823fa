"""Tables of targets by a column map: calls, the command, credits wherever figures go, maps of the other kind."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli import main

CREDIT = {
    "es": "Fuente: SHCP, Transparencia Presupuestaria, avance de indicadores de desempeño",
    "en": "Source: SHCP, Transparencia Presupuestaria, avance de indicadores de desempeño",
}
# Made up, under headings of the map.
LINES = pd.DataFrame(
    {
        "CICLO": 2020,
        "MUNICIPIO": "",
        "DESC_PP": "Vacunas inventadas",
        "DESC_NIVEL": ["Fin", "Componente"],
        "INDICADOR": ["Mortalidad", "Dosis"],
        "SENTIDO": ["Descendente", "Ascendente"],
        "META_MES12": [20, 1000],
        "AVANCE_MES12": [25, 900],
    }
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "made_up.csv"
    LINES.to_csv(path, index=False)
    return path


@pytest.fixture
def results() -> icma.TargetResults:
    return icma.score_targets(LINES, map="shcp_mir")


def test_a_file_a_table_and_one_read_before_come_to_the_same(path: Path, results: icma.TargetResults) -> None:
    read = icma.read_data(path, map="shcp_mir")
    for found in (icma.score_targets(path, map="shcp_mir"), icma.score_targets(read)):
        pd.testing.assert_frame_equal(found.indicators, results.indicators)
        assert found.get_credits() == results.get_credits() == (CREDIT["en"],)
        assert "IND710" in set(found.findings["code"])
    assert results.indicators["attainment"].tolist() == [75, 90]


def test_credits_are_told_in_either_language(results: icma.TargetResults) -> None:
    assert {language: results.get_credits(language) for language in CREDIT} == {
        language: (credit,) for language, credit in CREDIT.items()
    }
    assert results.to_dict()["credits"] == [CREDIT]
    assert json.loads(results.to_json())["credits"] == [CREDIT]
    assert icma.score_targets({"indicator": ["a"], "target": [1], "actual": [1]}).get_credits() == ()


@pytest.mark.parametrize("language", ["es", "en"])
def test_pages_workbooks_and_texts_beside_tables_hold_them(
    results: icma.TargetResults, tmp_path: Path, language: str
) -> None:
    icma.write_report(results, tmp_path / "out.html", language, credits=["<b>otra</b>"])  # type: ignore[arg-type]
    foot = (tmp_path / "out.html").read_text(encoding="utf-8").split("<footer>")[1]
    assert f"{CREDIT[language]}; &lt;b&gt;otra" in foot
    icma.write_report(results, tmp_path / "out.xlsx", language)  # type: ignore[arg-type]
    index = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert CREDIT[language] in {cell.value for row in index.iter_rows() for cell in row}
    icma.write_report(results, tmp_path / "out.csv", language)  # type: ignore[arg-type]
    (beside,) = (tmp_path / name for name in ("out.creditos.txt", "out.credits.txt") if (tmp_path / name).exists())
    assert beside.read_text(encoding="utf-8").splitlines()[1:] == [CREDIT[language]]


def test_the_command_takes_a_map_and_tells_the_credit(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["targets", str(path), "--map", "shcp_mir", "-l", "es"]) == 0
    said = capsys.readouterr()
    assert "Vacunas inventadas" in said.out
    assert CREDIT["es"] in said.err
    assert main(["targets", str(path), "-l", "es"]) == 2


@pytest.mark.parametrize(("language", "words"), [("es", "tabla de metas"), ("en", "table of targets")])
def test_lists_and_shows_name_it_as_a_table_of_targets(
    language: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", "-l", language]) == 0
    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("shcp_mir "))
    assert words in line
    assert {"es": "sin verificar", "en": "unverified"}[language] in line
    assert main(["show", "shcp_mir", "-l", language]) == 0
    shown = capsys.readouterr().out
    assert f"{words}:" in shown
    assert "  target = META_MES12 / META_ANUAL / META_CICLO\n" in shown
    assert main(["list", "--format", "json"]) == 0
    (told,) = (one for one in json.loads(capsys.readouterr().out) if one["id"] == "shcp_mir")
    assert (told["program"], told["variables"]) == (None, [])
    assert {"indicator", "target", "actual"} <= set(told["targets"])


def test_a_map_of_the_other_kind_is_refused(path: Path) -> None:
    with pytest.raises(icma.DataError, match=r"`shcp_mir` gives a table of targets.*variables of a program") as error:
        icma.score("sindes", path, map="shcp_mir")
    assert error.value.code == "IND739"
    with pytest.raises(icma.DataError, match=r"`cngmd_police` gives variables of a program.*a table of targets"):
        icma.score_targets(path, map="cngmd_police")


def test_the_file_of_another_map_is_refused_with_what_was_expected(path: Path) -> None:
    LINES.rename(columns={"AVANCE_MES12": "AVANCE_MES_12_"}).drop(columns="META_MES12").to_csv(path, index=False)
    with pytest.raises(icma.DataError, match="META_MES12, META_ANUAL, META_CICLO") as error:
        icma.score_targets(path, map="shcp_mir")
    assert error.value.code == "IND707"
