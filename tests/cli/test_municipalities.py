"""The command line with a catalogue: names to keys, names in the data, peers from joined tables."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.cli.running import run
from tests.conftest import SAFETY
from tests.geography.samples import ageeml, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, ageeml(), "cp1252")
    (tmp_path / "areas.csv").write_text("CVEGEO,NOM_MET\n05035,La Laguna\n10007,La Laguna\n", encoding="utf-8")
    (tmp_path / "spec.yaml").write_text(SAFETY, encoding="utf-8")
    (tmp_path / "data.csv").write_text(
        "municipio,estado,period,police,population,spending\n"
        "Torreón,Coahuila,2014-S1,620,683914,1000\nJuárez,Chih.,2014-S1,5,1000,9\nGómez Palacio,Dgo.,2014-S1,7,1000,9\n",
        encoding="utf-8",
    )
    return tmp_path


def test_names_to_keys(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, out, _ = run(capsys, "municipalities", "torreon", "Juárez, Chih.", 5015, "--catalogue", folder / "AGEEML.csv")
    assert code == 0
    assert out == "torreon: 05035 Torreón, Coah.\nJuárez, Chih.: 08037 Juárez, Chih.\n5015: 05015 Juárez, Coah.\n"
    code, out, _ = run(capsys, "municipalities", "Juárez", "--state", "Chih.", "--catalogue", folder / "AGEEML.csv")
    assert (code, out) == (0, "Juárez: 08037 Juárez, Chih.\n")
    own = write(folder, "NÚM;MPIO OFICIAL\n08037;Juárez\n", name="own.csv")
    named = ["--column", "key=NÚM", "--column", "name=MPIO OFICIAL"]
    assert run(capsys, "municipalities", "Juárez", "--catalogue", own, *named)[:2] == (
        0,
        "Juárez: 08037 Juárez, Chih.\n",
    )


def test_ambiguous_and_unknown_names_show_candidates_and_end_with_1(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    names = ("Juárez", "Torreom", "Atlántida", "Torreón")
    code, out, _ = run(capsys, "municipalities", *names, "--catalogue", folder / "AGEEML.csv")
    assert code == 1
    assert out.splitlines() == [
        "Juárez: several municipalities: 05015 Juárez, Coah.; 08037 Juárez, Chih.",
        "Torreom: not in the catalogue; near: 05035 Torreón, Coah.",
        "Atlántida: not in the catalogue",
        "Torreón: 05035 Torreón, Coah.",
    ]
    code, out, _ = run(capsys, "municipalities", *names, "-l", "es", "--catalogue", folder / "AGEEML.csv")
    assert "Torreom: no está en el catálogo; cercanos: 05035 Torreón, Coah." in out
    out = run(capsys, "municipalities", "Juárez", "--format", "json", "--catalogue", folder / "AGEEML.csv")[1]
    assert json.loads(out)[0]["status"] == "ambiguous"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Juárez", "--catalogue", "nada.csv"), "nada.csv: there is no such file"),
        (("Juárez", "--state", "Chihuaua", "--catalogue", "AGEEML.csv"), "did you mean `Chihuahua`"),
        (("Juárez",), "--catalogue"),
    ],
)
def test_what_cannot_be_looked_up_ends_with_2(
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(folder)
    code, _, err = run(capsys, "municipalities", *arguments)
    assert code == 2
    assert said in err


def test_data_with_names_is_scored_explained_and_benchmarked(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    files = (folder / "spec.yaml", folder / "data.csv", "--catalogue", folder / "AGEEML.csv")
    code, out, _ = run(capsys, "score", *files, "-q")
    assert code == 0
    assert {line.split(",")[0] for line in out.splitlines()[1:]} == {"05035", "08037", "10007"}
    code, out, _ = run(capsys, "explain", *files, "--entity", "gomez palacio", "--node", "police_rate")
    assert code == 0
    assert "10007" in out
    output = folder / "out.csv"
    further = ("--catalogue", folder / "areas.csv", "--peers", "metropolitan_area", "-o", output, "-q")
    assert run(capsys, "benchmark", *files, *further)[0] == 0
    positions = pd.read_csv(output, dtype={"entity": str})
    assert set(positions.query("peers == 'La Laguna'")["entity"]) == {"05035", "10007"}


def test_peers_that_need_a_further_table_say_so(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    files = (folder / "spec.yaml", folder / "data.csv", "--catalogue", folder / "AGEEML.csv")
    code, _, err = run(capsys, "benchmark", *files, "--peers", "metropolitan_area", "-o", folder / "o.csv", "-l", "es")
    assert code == 2
    assert "un segundo --catalogue" in err
