"""`read_data` and `score` by a map: files as they are published, findings, words of credit."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli import main
from icmaml_indicators.maps.reading import load_map

POLICE = """\
Censo inventado para esta prueba,,
UBICAGEO_C,ORGAPOLI_E,SEXOSTT
1001,1,"1,204"
1001,2,30
5035,1,ND
5036,1,-
5037,1,75
Fuente: nadie; cifras inventadas,,
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A made-up file under the headings of the census."""
    path = tmp_path / "m3s1p2.csv"
    path.write_text(POLICE, encoding="latin-1")
    return path


def test_a_file_is_read_below_its_title_and_above_its_source(path: Path) -> None:
    table = icma.read_data(path, map="cngmd_police")
    assert table["entity"].tolist() == ["01001", "05035", "05036", "05037"]
    assert table["period"].unique().tolist() == ["2020-S2"]
    assert table["operational_police"].fillna(-1).tolist() == [1204, -1, -1, 75]


def test_a_ledger_shows_whole_figures_as_such(path: Path) -> None:
    assessment = icma.score("sindes", path, map="cngmd_police")
    assert "«1204» (operational_police, 1)" in assessment.explain("01001", "operational_police_per_1000").to_text()


def test_score_takes_a_file_a_table_and_a_map_of_its_own(path: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    shutil.copy(Path(icma.__file__).parents[2] / "indicator_specs" / "maps" / "cngmd_police.yaml", own)
    frame = pd.read_csv(path, dtype=str, skiprows=1, encoding="latin-1").iloc[:-1]
    column_map = load_map("cngmd_police")
    assessments = [
        icma.score("sindes", path, map="cngmd_police"),
        icma.score("sindes", str(path), map=own),
        icma.score("sindes", frame, map=column_map),
        icma.score("sindes", icma.read_data(path, map="cngmd_police")),
    ]
    for assessment in assessments:
        police = assessment._scored.table.values[
            assessment.program.inputs.index(assessment.program.variable_by_id["operational_police"])
        ]
        assert sorted(police[~pd.isna(police)]) == [75, 1204]
        assert {"IND710"} & set(assessment.findings["code"]) == set()  # its headings were read
    assert assessments[0].options["map"] == "cngmd_police"


def test_findings_of_a_map_become_findings_of_the_data(path: Path) -> None:
    path.write_text(POLICE.replace("5037,1,75", "5037,1,75\n5037,1,76\n,1,2"), encoding="utf-8")
    found = icma.score("sindes", path, map="cngmd_police").get_findings("es").query("code > 'IND710'")
    assert found[["entity", "period", "subject", "code"]].to_numpy().tolist() == [
        ["05037", "2020-S2", "operational_police", "IND717"],
        ["", "", "UBICAGEO_C", "IND715"],
    ]
    assert found["message"].tolist() == [
        "varias filas dan la cifra y no coinciden",
        "celdas de esta columna que no son una clave: 1",
    ]


def test_a_map_of_another_program_is_refused(path: Path) -> None:
    with pytest.raises(icma.DataError, match="the map `cngmd_police` gives variables of `sindes`, not of `cep`"):
        icma.score("cep", path, map="cngmd_police")


def test_the_command_line_takes_a_map(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "scores.csv"
    assert main(["score", "sindes", str(path), "--map", "cngmd_police", "-o", str(output)]) == 0
    assert pd.read_csv(output, dtype=str)["entity"].unique().tolist() == ["01001", "05035", "05036", "05037"]
    assert main(["score", "sindes", str(path), "--map", "cngmd_polise"]) == 2
    assert "did you mean `cngmd_police`" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "words"), [("es", ("visto", "sin verificar")), ("en", ("seen", "unverified"))])
def test_lists_and_pages_say_what_was_seen(
    language: str, words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", "-l", language]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    told = {line[0]: " ".join(line[1:3]) for line in lines if line}
    assert told["cngmd_police"].startswith(words[0])
    assert told["sesnsp_incidence"].startswith(words[1])
    assert main(["list", "--format", "json"]) == 0
    records = {record["id"]: record for record in json.loads(capsys.readouterr().out)}
    assert {record.get("status") for record in records.values() if record.get("kind") == "map"} == {
        "seen",
        "unverified",
    }
    assert records["cngmd_staff"]["unverified_headings"] == ["ubic_geo"]
    assert main(["show", "cngmd_staff", "-l", language]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"cngmd_staff [{words[1]}]:")
    assert "ubic_geo" in shown
    assert "base_h + base_m + base_ne" in shown


def test_a_round_of_public_files_is_read_by_the_map(path: Path) -> None:
    found = icma.collection(path, "sindes", period="2020-S2", map="cngmd_police")
    assert found.assessment.options["map"] == "cngmd_police"
    assert found.assessment._scored.table.credits
    assert "01001" in set(found.status["entity"])
