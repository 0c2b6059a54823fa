"""What commands write: never over what they read, and clear words with exit code 2 where they cannot."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from icmaml_indicators.cli.main import main
from icmaml_indicators.errors import DataError
from tests.conftest import SAFETY

COMMAND = [sys.executable, "-m", "icmaml_indicators"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("p.yaml").write_text(SAFETY, encoding="utf-8")
    lines = [(f"0500{n}", "2014-S1", n, 1000, 10.0 * n) for n in range(1, 6)]
    table = pd.DataFrame(lines, columns=["entity", "period", "police", "population", "spending"])
    table.to_csv("d.csv", index=False)
    Path("flows.csv").write_text("project,year,flow\na,0,-10\na,1,20\n", encoding="utf-8")
    Path("targets.csv").write_text("program,indicator,target,actual\np,i,10,5\n", encoding="utf-8")
    Path("keys.csv").write_text("key,name\n05001,Uno\n05002,Dos\n", encoding="utf-8")
    Path("link.csv").symlink_to("d.csv")
    os.link("d.csv", "hard.csv")
    return tmp_path


FIGURE = ["p.yaml", "d.csv", "--entity", "05001"]


@pytest.mark.parametrize(
    "words",
    [
        ["score", "p.yaml", "d.csv", "-o", "d.csv"],
        ["score", "p.yaml", "d.csv", "-o", "link.csv"],
        ["score", "p.yaml", "link.csv", "-o", "hard.csv"],
        ["score", "p.yaml", "d.csv", "-o", "out.csv", "--findings", "./d.csv"],
        ["score", "p.yaml", "d.csv", "--catalogue", "keys.csv", "-o", "keys.csv"],
        ["benchmark", "p.yaml", "d.csv", "-o", "d.csv"],
        ["trends", "p.yaml", "d.csv", "-o", "d.csv"],
        ["trends", "p.yaml", "d.csv", "--earlier", "p.yaml=flows.csv", "-o", "flows.csv"],
        ["explain", *FIGURE, "-o", "d.csv"],
        ["path", *FIGURE, "--to", "score=3", "-o", "d.csv"],
        ["targets", "targets.csv", "-o", "targets.csv"],
        ["projects", "flows.csv", "-o", "flows.csv"],
        ["projects", "flows.csv", "-o", "out.csv", "--findings", "flows.csv"],
        ["template", "p.yaml", "-o", "p.yaml"],
        ["validate", "p.yaml", "-o", "p.yaml"],
        ["validate", ".", "-o", "p.yaml"],
        ["diff", "p.yaml", "sindes", "-o", "p.yaml"],
        ["diff", "p.yaml", "p.yaml", "--data", "d.csv", "-o", "d.csv"],
    ],
    ids=" ".join,
)
def test_no_command_writes_over_what_it_reads(
    folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(words) == 2
    assert "is also what is read" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_table_goes_to_the_file_that_was_named(folder: Path) -> None:
    """`--format csv` says what is written, not where: a table beside it stays."""
    before = Path("d.csv").read_bytes()
    assert main(["explain", *FIGURE, "--format", "csv", "-o", "d.txt"]) == 0
    assert Path("d.csv").read_bytes() == before
    assert Path("d.txt").read_text(encoding="utf-8").startswith("depth,path")


@pytest.mark.parametrize("words", [["list"], ["score", "p.yaml", "d.csv"], ["explain", *FIGURE]], ids=lambda w: w[0])
@pytest.mark.parametrize("way", ["closed", "full"])
def test_standard_output_that_takes_nothing(folder: Path, words: list[str], way: str) -> None:
    redirected = ">&-" if way == "closed" else "> /dev/full"
    run = subprocess.run(
        ["bash", "-c", f'"$@" {redirected}', "bash", *COMMAND, *words], capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert run.stderr.strip().splitlines()[-1].startswith("icmaml-indicators: standard output: cannot be written: ")
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(("suffix", "first"), [(".xlsx", ".xlsx"), (".csv", ".csv"), (".html", ".figures.csv")])
def test_a_disk_without_room_ends_with_2_and_the_name_of_the_file(folder: Path, suffix: str, first: str) -> None:
    """A limit on the size of files stands for a full disk."""
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64)); sys.dont_write_bytecode = True;"
        "from icmaml_indicators.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    words = ["benchmark", "p.yaml", "d.csv", "--quiet", "-o", f"out{suffix}"]
    run = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr.strip()) == (
        2,
        f"icmaml-indicators: out{first}: cannot be written: File too large",
    )
    assert not list(folder.glob(".out*"))


@pytest.mark.parametrize("wrapped", [False, True])
def test_out_of_memory_ends_with_2_and_says_what_would_fit(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], wrapped: bool
) -> None:
    """A row of 3 inputs and 4 nodes takes about 3 · 80 + 4 · 500 bytes: 2 KiB, as measured."""

    def burst(*_: object, **__: object) -> None:
        if wrapped:
            raise DataError("IND506", path="d.csv", problem="") from OSError(errno.ENOMEM, "no room")
        raise MemoryError

    monkeypatch.setattr("icmaml_indicators.results.score", burst)
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (2**26, 2**26))
    assert main(["score", "p.yaml", "d.csv"]) == 2
    said = capsys.readouterr().err
    assert "out of memory (0.1 GiB): with `sample` a row takes about 2 KiB" in said
    assert f"at most about {2**26 / 2240:,.0f} rows fit" in said
    assert main(["targets", "targets.csv", "-o", "out.csv"]) == 0
