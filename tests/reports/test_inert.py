"""What stands in names and texts does nothing, wherever it is written: it is spelt out."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli.main import main
from icmaml_indicators.plots.description import RankedItem, Ranking
from icmaml_indicators.reports.charts.svg import to_svg
from tests.conftest import SAFETY, program

CONTROLS = [chr(code) for code in (*range(9), 11, 12, *range(14, 32), 0x7F, 0x9B, 0xFFFE, 0xFFFF, 0x202E)]
ACTS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x9b\ufffe\uffff\u202e]")
NAME = "Uno<script>alert(1)</script>\x1b[31m\x00\ufffe\u202e"


def assessed(name: str = NAME) -> icma.Assessment:
    lines = [(f"0500{n}", name, "2014-S1", n, 1000, 10.0 * n) for n in range(1, 6)]
    table = pd.DataFrame(lines, columns=["entity", "name", "period", "police", "population", "spending"])
    return icma.score(program(SAFETY), table.assign(spending=["\x1bsiete", *table["spending"].astype(str)[1:]]))


def test_no_sign_acts_in_a_chart() -> None:
    for sign in [*CONTROLS, "\ud800"]:
        items = (RankedItem(f"a{sign}b", 1.0, "1"), RankedItem("<script>", 2.0, f"2{sign}"))
        drawn = to_svg(Ranking(f"title{sign}", f"said{sign}", f"unit{sign}", items))
        assert not ACTS.search(drawn)
        assert f"a\\u{ord(sign):04x}b" in drawn
        assert "<script" not in drawn


def test_a_page_shows_them_spelt_out(tmp_path: Path) -> None:
    icma.write_report(icma.benchmark(assessed()), tmp_path / "p.html")
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert not ACTS.search(page)
    assert page.count("<script") == 1 and "<script>alert" not in page
    assert r"\u001b[31m\u0000\ufffe\u202e" in page


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_tables_hold_them_spelt_out(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"t{suffix}"
    icma.write_report(icma.benchmark(assessed()), path)
    if suffix == ".csv":
        text = path.read_text(encoding="utf-8")
    else:
        book = openpyxl.load_workbook(path)
        text = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert not ACTS.search(text)
    assert r"\u001b[31m\u0000\ufffe\u202e" in text


def test_ledgers_and_paths_hold_them_spelt_out(tmp_path: Path) -> None:
    assessment = assessed()
    ledger = icma.benchmark(assessment).explain("05001")
    path = icma.benchmark(assessment).path("05003", to={"rank": 1}, node="police_rate")
    for text in (ledger.to_text(), ledger.to_html(), str(ledger), path.to_text(), path.to_html()):
        assert not ACTS.search(text)
    assert r"\u001bsiete" in ledger.to_text()
    ledger.to_excel(tmp_path / "l.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "l.xlsx").active
    assert any(r"\u001bsiete" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_the_terminal_is_told_nothing_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p.yaml").write_text(SAFETY, encoding="utf-8")
    table = pd.DataFrame({"entity": ["=1+1\x1b[2J"], "period": "2014-S1", "police": 1, "population": 10})
    table.to_csv("d.csv", index=False)
    for words in (
        ["explain", "p.yaml", "d.csv", "--entity", "=1+1\x1b[2J"],
        ["explain", "p.yaml", "d.csv", "--entity", "no\x1b[2Jbody"],
        ["explain", "p.yaml", "d.csv", "--entity", "=1+1\x1b[2J", "--format", "csv"],
        ["score", "p.yaml", "d.csv"],
    ):
        main(words)
        out = capsys.readouterr()
        assert out.out + out.err
        assert not ACTS.search(out.out + out.err)
        assert r"\u001b[2J" in out.out + out.err or "csv" in words
    assert "\n'=1+1" in out.out  # nor does a formula act in what is sent on to a file
