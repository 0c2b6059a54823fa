"""`--excel-csv`: whatever CSV a command writes begins with the mark by which Excel knows UTF-8, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import run
from tests.conftest import SAFETY

BOM = b"\xef\xbb\xbf"
DATA = (
    "entity,period,police,population,spending\n05035,2014-S1,4,1000,8\n05036,2014-S1,6,1000,\n05036,2014-S2,7,1000,6\n"
)
FILES = ("p.yaml", "d.csv")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("p.yaml").write_text(SAFETY, encoding="utf-8")
    Path("d.csv").write_text(DATA, encoding="utf-8")
    Path("flows.csv").write_text("project,year,flow\na,0,-10\na,1,20\n", encoding="utf-8")
    Path("targets.csv").write_text("program,level,indicator,target,actual\np,purpose,i,10,5\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        "template p.yaml -o o.csv",
        "score p.yaml d.csv -o o.csv --findings o.findings.csv",
        "benchmark p.yaml d.csv -o o.csv",
        "benchmark p.yaml d.csv -o o.html",
        "trends p.yaml d.csv -o o.csv",
        "targets targets.csv -o o.csv --findings o.findings.csv",
        "targets targets.csv -o o.html",
        "projects flows.csv -o o.csv",
        "projects flows.csv --budget 50 -o o.csv --findings o.findings.csv",
        "diff cimtra@2010 cimtra@2016 -o o.csv",
        "explain p.yaml d.csv --entity 05035 -o o.csv",
        "path p.yaml d.csv --entity 05035 --to rank=1 --node police_rate -o o.csv",
    ],
)
def test_every_csv_begins_with_the_mark(capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str) -> None:
    for asked in ("", "--excel-csv"):
        assert run(capsys, *line.split(), *asked.split())[0] in {0, 1}
        written = sorted(tmp_path.glob("o*.csv"))
        assert written
        for path in written:
            assert path.read_bytes().startswith(BOM) is bool(asked), path.name
            assert path.read_bytes().count(BOM) == bool(asked)
            path.unlink()


@pytest.mark.parametrize("line", ["score p.yaml d.csv", "explain p.yaml d.csv --entity 05035 --format csv"])
def test_csv_that_is_printed_begins_with_it_too(capsys: pytest.CaptureFixture[str], line: str) -> None:
    assert run(capsys, *line.split(), "--excel-csv")[1].startswith("\ufeff")
    assert "\ufeff" not in run(capsys, *line.split())[1]


@pytest.mark.parametrize(
    "line",
    [
        "score p.yaml d.csv -o o.parquet",
        "benchmark p.yaml d.csv -o o.json",
        "benchmark p.yaml d.csv",
        "trends p.yaml d.csv -o o.xlsx",
        "targets targets.csv",
        "explain p.yaml d.csv --entity 05035",
        "diff cimtra@2010 cimtra@2016 -o o.json",
    ],
)
def test_it_is_refused_where_no_csv_is_written(capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str) -> None:
    code, _, err = run(capsys, *line.split(), "--excel-csv")
    assert (code, "`excel_csv` is for .csv files" in err) == (2, True)
    assert not list(tmp_path.glob("o*"))


def test_findings_in_csv_are_enough_for_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    line = "score p.yaml d.csv -o o.parquet --findings f.csv --excel-csv"
    assert run(capsys, *line.split())[0] == 0
    assert (tmp_path / "f.csv").read_bytes().startswith(BOM)
    assert not (tmp_path / "o.parquet").read_bytes().startswith(BOM)
