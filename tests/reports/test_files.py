"""Files are written whole or not at all, and no text from data acts as a formula."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import numpy as np
import openpyxl
import pandas as pd
import pytest
from openpyxl.utils.escape import unescape

import icmaml_indicators as icma
from icmaml_indicators.reports import csv_text
from icmaml_indicators.reports.files import escape_formulas, write_tables
from icmaml_indicators.reports.workbooks import rows as sheet_rows
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


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".json"])
def test_an_assessment_and_a_benchmark_go_to_every_kind_of_file(
    safety: icma.Program, tmp_path: Path, suffix: str
) -> None:
    assessment = icma.score(safety, rows(("05035", "2014-S1", 5, 1000, 1.0), ("05036", "2014-S1", 7, 1000, 1.0)))
    for name, subject in (("a", assessment), ("b", icma.benchmark(assessment))):
        path = tmp_path / f"{name}{suffix}"
        icma.write_report(subject, path)
        reader = {".csv": pd.read_csv, ".parquet": pd.read_parquet, ".json": pd.read_json}
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
            sheet, column = {"es": ("Saltos", "Qué pasa"), "en": ("Jumps", "What it is")}[language]
            assert said in " ".join(pd.read_excel(tmp_path / f"{name}.xlsx", sheet_name=sheet, header=3)[column])
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


# CSV ---------------------------------------------------------------------------------------------------


def awkward(lines: int = 2_000) -> pd.DataFrame:
    """Return figures of every size, texts that are quoted, and columns of several kinds."""
    draw = np.random.default_rng(7)
    bits = np.frombuffer(draw.bytes(8 * lines), np.float64).copy()
    bits[::7] = np.nan
    mixed = np.array([True, None, 1.5, 1, 1.0, "z", np.nan, False, 1e-7], object)
    return pd.DataFrame(
        {
            "bits": bits,
            "usual": draw.lognormal(0, 8, lines),
            "whole": draw.integers(-5, 5, lines) * 10.0 ** draw.integers(0, 18, lines),
            "ends": draw.choice([np.inf, -np.inf, -0.0, 1e10, 1e-4, 5e-324, np.nan], lines),
            "count": draw.integers(0, 9, lines),
            "truth": draw.random(lines) > 0.5,
            "text": draw.choice(["x", "a,b", 'q"q', "l\nm", "", "ñ", "-5"], lines),
            "category": pd.Categorical(draw.choice(["u", "v,w", ""], lines)),
            "mixed": draw.choice(mixed, lines),
            "known": pd.array([None if n % 5 == 0 else n for n in range(lines)], "Int64"),
            'heading, "quoted"': "same",
        }
    )


def test_csv_by_arrow_is_that_of_pandas_to_the_byte(tmp_path: Path) -> None:
    frame = awkward()
    assert csv_text._columns_of(frame) is not None
    csv_text.write_csv(frame, tmp_path / "arrow.csv")
    assert (tmp_path / "arrow.csv").read_bytes() == frame.to_csv(index=False, lineterminator="\n").encode()
    figures = frame[["bits", "usual", "whole", "ends"]]
    back = pd.read_csv(tmp_path / "arrow.csv", dtype=str)[list(figures)].astype(object).map(float)
    pd.testing.assert_frame_equal(back, figures, check_exact=True)


@pytest.mark.parametrize("without", ["arrow", "rows", "second column"])
def test_csv_is_the_same_without_arrow_rows_or_a_second_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: str
) -> None:
    frame = awkward()
    if without == "arrow":
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        assert csv_text._columns_of(frame) is None
    elif without == "rows":
        frame = frame.iloc[:0]
    else:
        frame = frame[["text"]]
    csv_text.write_csv(frame, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == frame.to_csv(index=False, lineterminator="\n").encode()


def test_a_carriage_return_parts_no_lines(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": ["r\rs", "t\r\nu"], "b": [1, 2]})
    csv_text.write_csv(frame, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == b'a,b\n"r\rs",1\n"t\r\nu",2\n'


def test_csv_of_many_rows_is_joined_without_seams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = awkward(101)
    monkeypatch.setattr(csv_text, "_STRETCH", 25)
    csv_text.write_csv(frame, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == frame.to_csv(index=False, lineterminator="\n").encode()


def test_csv_for_excel_begins_with_the_mark_and_holds_the_same(safety: icma.Program, tmp_path: Path) -> None:
    benchmark = icma.benchmark(icma.score(safety, JUMP))
    icma.write_report(benchmark, tmp_path / "plain.csv")
    icma.write_report(benchmark, tmp_path / "excel.csv", excel_csv=True)
    icma.write_report(benchmark, tmp_path / "page.html", "es", excel_csv=True)
    plain, excel = ((tmp_path / f"{name}.csv").read_bytes() for name in ("plain", "excel"))
    assert excel == b"\xef\xbb\xbf" + plain
    assert (tmp_path / "page.cifras.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert icma.read_data(tmp_path / "excel.csv").columns[0] == "entity"  # the library reads past it
    with pytest.raises(icma.IcmamlError, match="`excel_csv` is for .csv files"):
        icma.write_report(benchmark, tmp_path / "b.xlsx", excel_csv=True)


def test_formulas_are_defused_in_texts_of_every_kind() -> None:
    frame = pd.DataFrame({"text": [EVIL, "ok", None], "category": pd.Categorical([EVIL, "'" + EVIL, "ok"])})
    frame["mixed"] = pd.Series([EVIL, 5, None], dtype=object)
    safe = escape_formulas(frame)
    assert safe["category"].tolist() == [f"'{EVIL}", f"'{EVIL}", "ok"]
    assert safe["text"].tolist()[:2] == [f"'{EVIL}", "ok"]
    assert safe["text"].isna().tolist() == [False, False, True]
    assert safe["mixed"].tolist()[:2] == [f"'{EVIL}", 5]
    assert frame["mixed"].iloc[0] == EVIL  # the table itself stays


# Plain sheets ------------------------------------------------------------------------------------------


def test_plain_sheets_hold_every_cell_as_it_is(tmp_path: Path) -> None:
    frame = awkward(300)
    write_tables({"t": frame, "empty": frame.iloc[:0]}, tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["t"]
    assert [cell.value for cell in sheet[1]] == list(frame.columns)
    for row, (_, line) in enumerate(frame.iterrows(), 2):
        for column, wanted in enumerate(line, 1):
            cell = sheet.cell(row, column).value
            if pd.isna(wanted) or wanted == "":
                assert cell is None
            elif isinstance(wanted, float) and np.isinf(wanted):
                assert cell == str(wanted)
            elif isinstance(wanted, str):
                assert unescape(cell) == wanted
            else:
                assert cell == wanted and isinstance(cell, bool) == isinstance(wanted, bool | np.bool_)


def test_a_table_too_large_for_a_sheet_is_refused_with_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_rows, "MOST_ROWS", 100)
    with pytest.raises(icma.IcmamlError) as refusal:
        write_tables({"t": awkward(100)}, tmp_path / "t.xlsx")
    assert refusal.value.code == "IND686"
    assert "101 rows and 11 columns" in str(refusal.value)
    assert not list(tmp_path.iterdir())
