"""The words of credit go wherever the figures of a public file go."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli import main

WORDS = {
    "es": "Fuente: INEGI, Censo Nacional de Gobiernos Municipales",
    "en": "Source: INEGI, Censo Nacional de Gobiernos Municipales",
}
POLICE = pd.DataFrame({"ubicageo_c": ["01001", "01002", "01003", "01004"], "orgapoli_e": 1, "sexostt": [75, 20, 30, 4]})


@pytest.fixture
def assessment() -> icma.Assessment:
    return icma.score("sindes", POLICE, map="cngmd_police")


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_assessment_tells_them_in_either_language(assessment: icma.Assessment, language: str) -> None:
    (credit,) = assessment.get_credits(language)
    assert credit.startswith(WORDS[language])
    assert assessment.get_credits() == assessment.get_credits("en")


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("kind", ["benchmark", "scorecard"])
def test_pages_show_them_before_further_ones(
    assessment: icma.Assessment, tmp_path: Path, language: str, kind: str
) -> None:
    path = tmp_path / "page.html"
    result = icma.benchmark(assessment).anonymise() if kind == "benchmark" else icma.benchmark(assessment)
    own = None if kind == "benchmark" else "01001"
    icma.write_report(result, path, language, kind=kind, own=own, credits=["<b>otra</b>"])
    foot = path.read_text(encoding="utf-8").split("<footer>")[1]
    assert f"{WORDS[language]} y Demarcaciones Territoriales de la Ciudad de México 2021; &lt;b&gt;otra" in foot


@pytest.mark.parametrize(("suffix", "language", "name"), [
    (".csv", "es", "out.creditos.txt"),
    (".csv", "en", "out.credits.txt"),
    (".parquet", "en", "out.credits.txt"),
])  # fmt: skip
def test_a_text_beside_a_table_holds_them(
    assessment: icma.Assessment, tmp_path: Path, suffix: str, language: str, name: str
) -> None:
    for subject in (assessment.suppress(), icma.benchmark(assessment)):
        icma.write_report(subject, tmp_path / f"out{suffix}", language)
        lines = (tmp_path / name).read_text(encoding="utf-8").splitlines()
        assert lines[0] in {"Fuentes de los datos:", "Sources of the data:"}
        assert lines[1].startswith(WORDS[language])
        assert len(lines) == 2
        (tmp_path / name).unlink()


def test_a_roll_up_takes_those_of_the_program_below(tmp_path: Path) -> None:
    above = tmp_path / "above.yaml"
    text = (
        "spec: 1\nid: above\nversion: '1'\ntitle: {es: E, en: E}\nentity: municipality\nperiod: year\nprovenance: user\n"
        "rollup: {of: sindes, by: entity}\n"
        "variables:\n  - {id: police, title: {es: P, en: P}, from: sum(operational_police over entity)}\n"
        "tree:\n  - {id: all_police, title: {es: P, en: P}, formula: police, direction: context}\n"
    )
    above.write_text(text, encoding="utf-8")
    below = icma.score("sindes", POLICE, map="cngmd_police")
    found = icma.score(above, lower=below)
    assert found.values["all_police"].tolist() == [75, 20, 30, 4]
    assert found.get_credits() == below.get_credits() != ()


def test_no_text_stands_beside_tables_whose_data_asks_for_nothing(tmp_path: Path) -> None:
    data = pd.DataFrame({"entity": ["01001"], "period": ["2020-S2"], "population": [5]})
    icma.write_report(icma.score("sindes", data), tmp_path / "out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_the_command_line_tells_them_and_never_writes_over_a_map(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "police.csv"
    POLICE.to_csv(path, index=False)
    assert main(["score", "sindes", str(path), "--map", "cngmd_police", "-l", "es"]) == 0
    assert WORDS["es"] in capsys.readouterr().err
    own = tmp_path / "own.yaml"
    own.write_text("map: 1\n", encoding="utf-8")
    assert main(["score", "sindes", str(path), "--map", str(own), "-o", str(own)]) == 2
    assert own.read_text(encoding="utf-8") == "map: 1\n"


def test_workbooks_and_documents_say_the_credit(assessment: icma.Assessment, tmp_path: Path) -> None:
    benchmark = icma.benchmark(assessment)
    spanish, english = (assessment.get_credits(language)[0] for language in ("es", "en"))
    for result in (assessment, benchmark):
        assert result.to_dict()["credits"] == [{"es": spanish, "en": english}]
        for language, credit in (("es", spanish), ("en", english)):
            path = tmp_path / "b.xlsx"
            icma.write_report(result, path, language)  # type: ignore[arg-type]
            index = openpyxl.load_workbook(path).worksheets[0]
            assert credit in {cell.value for row in index.iter_rows() for cell in row}
