"""Files are written whole or not at all, and no text from data acts as a formula."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import openpyxl
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.reports.files import escape_formulas, write_tables
from icmaml_indicators.sources.replacing import write_atomically
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
        write_atomically(path, fail)
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
    with pytest.raises(icma.IcmamlError, match="valid: .html, .pdf, .csv"):
        icma.write_report(assessment, tmp_path / "x.doc")
    with pytest.raises(icma.IcmamlError, match="shows a benchmark"):
        icma.write_report(assessment, tmp_path / "x.html")


def test_numbers_in_text_keep_their_sign() -> None:
    assert escape_formulas(pd.DataFrame({"a": ["-3", "+4"]}))["a"].tolist() == ["-3", "+4"]


JUMP = pd.DataFrame(
    [(f"0500{n}", period, 10 + n + (90 if (n, period) == (1, "2015-S1") else 0), 1000, 5.0) for n in range(1, 9) for period in ("2014-S1", "2015-S1")],
    columns=["entity", "period", "police", "population", "spending"],
)  # fmt: skip


def test_the_language_asked_for_goes_for_every_sheet(safety: icma.Program, tmp_path: Path) -> None:
    benchmark = icma.benchmark(icma.score(safety, JUMP, language="en"))
    for language, said in (("es", "salto que sus pares no muestran"), ("en", "a jump that its peers do not show")):
        for name, subject in (("b", benchmark), ("p", benchmark.panel)):
            icma.write_report(subject, tmp_path / f"{name}.xlsx", language)
            book = pd.read_excel(tmp_path / f"{name}.xlsx", sheet_name=None)
            messages = [text for sheet in book.values() if "message" in sheet for text in sheet["message"]]
            assert said in " ".join(messages)
            assert all(("not reported" in text) is False or language == "en" for text in messages)
    pd.testing.assert_frame_equal(benchmark.panel.get_suspected_breaks("en"), benchmark.suspected_breaks)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_report_is_in_the_language_of_what_it_is_of(
    safety: icma.Program, tmp_path: Path, language: Literal["es", "en"]
) -> None:
    assessment = icma.score(safety, JUMP, language=language)
    benchmark = icma.benchmark(assessment)
    targets = pd.DataFrame({"program": "lamps", "level": "purpose", "indicator": "i", "target": [10], "actual": [5]})
    flows = pd.DataFrame({"project": ["bridge"] * 2, "year": [0, 1], "flow": [-100.0, 120]})
    other: Literal["es", "en"] = "en" if language == "es" else "es"
    for subject, suffix in (
        (benchmark, ".html"),
        (benchmark.panel, ".xlsx"),
        (benchmark.explain("05001", period="2014-S1"), ".html"),
        (benchmark.path("05001", to={"rank": 1}, node="police_rate", period="2014-S1"), ".html"),
        (icma.score_targets(targets, language=language), ".html"),
        (icma.appraise(flows, language=language), ".html"),
    ):
        path = tmp_path / f"r{suffix}"
        icma.write_report(subject, path)
        if suffix == ".html":
            assert f'<html lang="{language}' in path.read_text(encoding="utf-8")
        elif suffix == ".xlsx":
            said = {"es": "salto que sus pares no muestran", "en": "a jump that its peers do not show"}
            book = openpyxl.load_workbook(path)
            text = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
            assert said[language] in text and said[other] not in text
    icma.write_report(icma.load("cimtra"), tmp_path / "note.html")  # a definition has no language of its own
    assert '<html lang="es' in (tmp_path / "note.html").read_text(encoding="utf-8")


def written(tmp_path: Path) -> dict[str, tuple[object, str]]:
    """Return what can be written, with a word that each says."""
    flows = pd.DataFrame({"project": ["bridge"] * 3, "year": [0, 1, 2], "flow": [-100.0, 60, 70]})
    targets = pd.DataFrame({"program": "lamps", "level": "purpose", "indicator": "i", "target": [10], "actual": [5]})
    appraisal = icma.appraise(flows)
    return {
        "targets": (icma.score_targets(targets), "lamps"),
        "appraisal": (appraisal, "bridge"),
        "portfolio": (icma.prioritise(appraisal.table, 200, cost="present_cost"), "bridge"),
        "diff": (icma.diff("cimtra@2010", "cimtra@2016"), "cimtra"),
    }


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".json"])
def test_whatever_a_command_writes_the_library_writes(safety: icma.Program, tmp_path: Path, suffix: str) -> None:
    things = written(tmp_path)
    benchmark = icma.benchmark(icma.score(safety, JUMP))
    things["ledger"] = (benchmark.explain("05001", period="2014-S1"), "05001" if suffix == ".json" else "safety")
    things["path"] = (benchmark.path("05001", to={"rank": 1}, node="police_rate", period="2014-S1"), "police_rate")
    for name, (subject, word) in things.items():
        path = tmp_path / f"{name}{suffix}"
        icma.write_report(subject, path, "en")  # type: ignore[arg-type]
        if suffix == ".xlsx":
            book = openpyxl.load_workbook(path)
            text = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
        else:
            text = path.read_text(encoding="utf-8")
        assert word in text, name


def test_text_and_pages_of_one_figure(safety: icma.Program, tmp_path: Path) -> None:
    ledger = icma.score(safety, JUMP).explain("05001", period="2014-S1")
    for suffix, begins in ((".txt", "sample 1"), (".html", "<!doctype html>"), (".json", "{")):
        icma.write_report(ledger, tmp_path / f"l{suffix}")
        assert (tmp_path / f"l{suffix}").read_text(encoding="utf-8").startswith(begins)
    icma.write_report(icma.diff("cimtra@2010", "cimtra@2016"), tmp_path / "d.md", "en")
    assert "|" in (tmp_path / "d.md").read_text(encoding="utf-8")
    with pytest.raises(icma.IcmamlError, match=r"valid: \.html, \.pdf, \.txt"):
        icma.write_report(ledger, tmp_path / "l.doc")


def test_what_is_of_another_kind_is_named_with_what_makes_it(safety: icma.Program, tmp_path: Path) -> None:
    table = pd.DataFrame({"entity": ["a"]})
    calls = [
        (lambda: icma.benchmark(table), "`assessment` must be of the kind Assessment (score), not DataFrame"),
        (lambda: icma.write_report(table, tmp_path / "t.xlsx"), "Benchmark (benchmark), Assessment (score)"),
        (lambda: icma.write_report(icma.score(safety, JUMP), 5), "`path` must be of the kind str or Path, not int"),
        (lambda: icma.write_report(icma.score(safety, JUMP), "x.csv", "fr"), "there is no language `fr` (valid: es, en)"),
        (lambda: icma.score(JUMP, JUMP), r"`program` must be of the kind Program \(load\), str or Path, not DataFrame"),
        (lambda: icma.score(safety, {1, 2}), "`data` must be a table (a DataFrame of pandas, polars"),
        (lambda: icma.score_targets(None), "not NoneType"),
        (lambda: icma.appraise(5), "not int"),
        (lambda: icma.prioritise(icma.Bands("x", (1,)), 5), "a path, not Bands"),
        (lambda: icma.diff(5, "cimtra"), "Program (load), str or Path, not int"),
        (lambda: icma.load(None), "str or Path, not NoneType"),
        (lambda: icma.validate(table), "str or Path, not DataFrame"),
        (lambda: icma.join_editions(safety), "Benchmark (benchmark) or Assessment (score), not Program"),
        (icma.join_editions, "not NoneType"),
        (lambda: icma.read_data(table), "str or Path, not DataFrame"),
        (lambda: icma.score(safety, JUMP).explain(5001), "`entity` must be of the kind str, not int"),
        (lambda: icma.benchmark(icma.score(safety, JUMP)).path("05001", to={"rank": 1}, node=None), "`node`"),
        (lambda: icma.benchmark(icma.score(safety, JUMP), 5), "`peers` must be"),
    ]  # fmt: skip
    for call, said in calls:
        with pytest.raises(icma.IcmamlError) as caught:
            call()
        assert said.replace("\\", "") in str(caught.value)
    with pytest.raises(icma.WrongKindError, match=r"la clase|kind") as caught:
        icma.benchmark(table)  # type: ignore[arg-type]
    assert caught.value.message("es") == "`assessment` debe ser de la clase Assessment (score), no DataFrame"
    assert isinstance(caught.value, TypeError)


def test_a_misspelt_kind_of_file_names_the_nearest(safety: icma.Program, tmp_path: Path) -> None:
    with pytest.raises(icma.IcmamlError, match=r"valid: \.html, .*did you mean `\.xlsx`"):
        icma.write_report(icma.score(safety, JUMP), tmp_path / "x.xlxs")
