"""Files are written whole or not at all, and no text from data acts as a formula."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.reports.files import defused, write_tables, write_whole
from tests.conftest import rows

EVIL = '=HYPERLINK("http://x","y")'


def test_formulas_in_text_are_defused_in_csv(tmp_path: Path) -> None:
    frame = pd.DataFrame({"name": [EVIL, "+1+1", "@x", "-", "ok", "-5.5"], "value": [-1.0, 2, 3, 4, 5, 6]})
    write_tables({"t": frame}, tmp_path / "t.csv")
    back = pd.read_csv(tmp_path / "t.csv", dtype=str)
    assert back["name"].tolist() == [f"'{EVIL}", "'+1+1", "'@x", "'-", "ok", "-5.5"]
    assert back["value"].iloc[0] == "-1.0"  # figures stay as they are


def test_formulas_in_text_stay_text_in_excel(tmp_path: Path) -> None:
    write_tables({"t": pd.DataFrame({"name": [EVIL, "http://x"]})}, tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["t"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == (EVIL, "s")
    assert sheet["A3"].hyperlink is None


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("old")

    def fail(target: Path) -> None:
        target.write_text("half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_whole(path, fail)
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]
    assert path.read_text() == "old"


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".json"])
def test_an_assessment_and_a_benchmark_go_to_every_kind_of_file(
    safety: icma.Program, tmp_path: Path, suffix: str
) -> None:
    assessment = icma.score(safety, rows(("05035", "2014-S1", 5, 1000, 1.0), ("05036", "2014-S1", 7, 1000, 1.0)))
    for name, subject in (("a", assessment), ("b", icma.benchmark(assessment))):
        path = tmp_path / f"{name}{suffix}"
        icma.write_report(subject, path)
        reader = {".csv": pd.read_csv, ".xlsx": pd.read_excel, ".parquet": pd.read_parquet, ".json": pd.read_json}
        back = reader[suffix](path, **({} if suffix in {".parquet"} else {"dtype": {"entity": str}}))
        assert set(back["entity"]) == {"05035", "05036"}
        assert back["provenance"].unique().tolist() == ["user"]


def test_unknown_kinds_of_file_are_refused(safety: icma.Program, tmp_path: Path) -> None:
    assessment = icma.score(safety, rows(("05035", "2014-S1", 5, 1000, 1.0)))
    with pytest.raises(icma.IcmamlError, match="valid: .html, .csv"):
        icma.write_report(assessment, tmp_path / "x.doc")
    with pytest.raises(icma.IcmamlError, match="shows a benchmark"):
        icma.write_report(assessment, tmp_path / "x.html")


def test_numbers_in_text_keep_their_sign() -> None:
    assert defused(pd.DataFrame({"a": ["-3", "+4"]}))["a"].tolist() == ["-3", "+4"]
