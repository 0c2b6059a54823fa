"""The commands `explain` and `path`: every form, both languages, what they refuse."""

from __future__ import annotations

import json
import os
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from icmaml_indicators.cli.commands.why import redirect_native_stdout
from tests.cli.running import run as run_command
from tests.conftest import SAFETY

DATA = """\
entity,period,police,population,spending,state
05035,2014-S1,4,1000,8,A
05036,2014-S1,6,1000,6,A
05037,2014-S1,9,1000,27,A
05038,2014-S1,2,1000,1,B
"""
SPEC = SAFETY.replace("        direction: higher\n", "        direction: higher\n        scale: identity\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "spec.yaml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "data.csv").write_text(DATA, encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], command: str, folder: Path, *rest: object) -> tuple[int, str, str]:
    return run_command(capsys, command, folder / "spec.yaml", folder / "data.csv", "--entity", "05035", *rest)


def test_explain_names_the_peers(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, out, _ = run(capsys, "explain", folder, "--node", "police_rate", "--peers", "state", "-l", "es")
    assert code == 0
    assert "grupo: A, formado por state, n = 3; lugar 3 de 3; percentil 0" in out
    assert "= 4 / 1000 * 1000 = 4" in out


def test_of_several_periods_the_latest_is_taken_and_told(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    later = DATA.replace("2014-S1", "2014-S2").split("\n", 1)[1]
    (folder / "data.csv").write_text(DATA + later, encoding="utf-8")
    code, out, told = run(capsys, "explain", folder, "--node", "police_rate")
    assert code == 0
    assert "2014-S2" in out
    assert "05035: 2014-S2, the latest of 2 periods (`--period` chooses another)" in told
    code, _, told = run(capsys, "explain", folder, "--node", "police_rate", "--peers", "state", "-l", "es")
    assert code == 0
    assert "05035: 2014-S2, el más reciente de 2 periodos (`--period` elige otro)" in told
    code, out, told = run(capsys, "explain", folder, "--node", "police_rate", "--period", "2014-S1")
    assert code == 0
    assert "2014-S1" in out
    assert "latest" not in told
    code, out, told = run(capsys, "path", folder, "--node", "police_rate", "--to", "rank=1")
    assert code == 0
    assert "the latest of 2 periods" in told
    assert out.startswith("05035 · 2014-S2 · police_rate")
    code, out, _ = run(capsys, "path", folder, "--node", "police_rate", "--to", "rank=1", "--period", "2014-S1")
    assert out.startswith("05035 · 2014-S1 · police_rate")


@pytest.mark.parametrize("name", ["l.txt", "l.json", "l.csv", "l.html", "l.xlsx"])
def test_explain_writes_every_kind_of_file(capsys: pytest.CaptureFixture[str], folder: Path, name: str) -> None:
    assert run(capsys, "explain", folder, "-o", folder / name)[0] == 0
    path = folder / name
    match path.suffix:
        case ".json":
            assert json.loads(path.read_text(encoding="utf-8"))["schema"] == 3
        case ".csv":
            assert pd.read_csv(path)["path"].iloc[0] == "total"
        case ".xlsx":
            assert openpyxl.load_workbook(path).active["E6"].data_type == "f"
        case ".html":
            assert path.read_text(encoding="utf-8").startswith("<!doctype html>")
        case _:
            assert "police = 4" in path.read_text(encoding="utf-8")


def test_path_in_every_form(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, out, _ = run(capsys, "path", folder, "--node", "police_rate", "--to", "rank=2", "-l", "es")
    assert code == 0
    assert "police_rate: 4 → 6 policías por mil habitantes (+2)" in out
    assert "de menor esfuerzo, probado" in out
    plain = json.loads(run(capsys, "path", folder, "--node", "police_rate", "--to", "score=5", "--format", "json")[1])
    assert [move["to"] for move in plain["moves"]] == [pytest.approx(5)]
    assert run(capsys, "path", folder, "--to", "score=5", "--format", "csv")[1].startswith("indicator,title,from,to")
    assert run(capsys, "path", folder, "--to", "score=5", "-o", folder / "p.html")[0] == 0
    assert "<table>" in (folder / "p.html").read_text(encoding="utf-8")


def test_peers_limit_how_far_a_figure_goes(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    out = run(capsys, "path", folder, "--to", "score=9.5", "--peers", "state")[1]
    assert "cannot be reached: with every change that is open `total` comes to 9" in out
    out = run(capsys, "path", folder, "--to", "score=9.5", "--reach", "range")[1]
    assert "police_rate: 4 → 9.5" in out


def test_what_the_solver_prints_does_not_mix_with_the_answer(capfd: pytest.CaptureFixture[str]) -> None:
    with redirect_native_stdout():
        os.write(1, b"noise\n")
    print("answer")
    out, err = capfd.readouterr()
    assert (out, err) == ("answer\n", "noise\n")


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        (["--to", "rank=two"], "`two` is no number"),
        (["--to", "gold"], "has no levels"),
        (["--to", "score=5", "--cost", "police_rate"], "ID=NUMBER"),
        (["--to", "score=5", "--only", "police_rat"], "did you mean `police_rate`"),
        (["--to", "score=5", "-o", "p.xlsx"], "cannot write files of kind `.xlsx`"),
        (["--to", "score=5", "--entity", "99999"], "there is no entity `99999`"),
    ],
)
def test_what_cannot_run_is_told_in_one_sentence(
    capsys: pytest.CaptureFixture[str], folder: Path, rest: list[str], words: str
) -> None:
    code, _, err = run(capsys, "path", folder, *rest)
    assert code == 2
    assert words in err
    assert "Traceback" not in err
