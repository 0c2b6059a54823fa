"""The workbooks of results: every figure in its cell to the last digit, and what a person needs around it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.reports.workbooks import rows
from icmaml_indicators.reports.workbooks.names_of_sheets import SheetNames, length_in_excel
from icmaml_indicators.reports.workbooks.results import tables
from icmaml_indicators.reports.workbooks.results.headings import CODES, HEADINGS
from icmaml_indicators.reports.workbooks.results.numbers import show_figures
from icmaml_indicators.reports.workbooks.results.words import WORDS
from icmaml_indicators.reports.writing import report_tables

SPEC = """
spec: 1
id: towns
version: "2"
title: {es: "Pueblos & más", en: "Towns & more"}
note: {es: Los pueblos son sintéticos., en: The towns are synthetic.}
entity: municipality
period: year
provenance: user
scale: min_max
aggregation: arithmetic_mean
missing: {not_reported: skip}
levels:
  - {id: poor, title: {es: Bajo, en: Poor}}
  - {id: fair, from: 40, title: {es: Regular, en: Fair}}
  - {id: good, from: 70, title: {es: Bueno, en: Good}}
variables:
  - {id: people, title: {es: Habitantes, en: People}, kind: stock, type: integer}
  - {id: deaths, title: {es: Muertes, en: Deaths}, kind: flow, type: integer}
  - {id: paid, title: {es: Pagado, en: Paid}}
  - {id: billed, title: {es: Facturado, en: Billed}}
tree:
  - id: order
    title: {es: "Orden [público]: calles, plazas y mercados", en: "Public [order]: streets, squares, markets"}
    children:
      - {id: death_rate, title: {es: Muertes por mil, en: Deaths per thousand}, unit: {es: por mil, en: per thousand},
         formula: deaths / people * 1000, direction: lower, decimals: 2}
      - {id: size, title: {es: Tamaño, en: Size}, formula: people, direction: context}
  - id: money
    title: {es: "Orden [público]: calles, plazas y mercados", en: "Public [order]: streets, squares, markets"}
    children:
      - {id: collection, title: {es: Recaudación, en: Collection}, unit: {es: "%", en: "%"},
         formula: paid / billed * 100, direction: higher}
"""
NAME = "=HYPERLINK(1)<b>"
RICH = "<r><t>rich</t></r>"


def data(periods: tuple[int, ...] = (2021, 2022, 2023)) -> pd.DataFrame:
    """Return synthetic figures of twelve towns, some of them absent."""
    draw = np.random.default_rng(3)
    lines = [
        {
            "entity": f"{5001 + n:05d}",
            "name": {0: NAME, 1: RICH}.get(n, f"Town {n}"),
            "zone": "north" if n % 3 else "south",
            "period": str(period),
            "people": float(draw.integers(1_000, 90_000)),
            "deaths": float(draw.integers(0, 90)),
            "paid": draw.lognormal(3, 1),
            "billed": draw.lognormal(4, 1),
        }
        for n in range(12)
        for period in periods
    ]
    table = pd.DataFrame(lines)
    table.loc[4, "deaths"] = np.nan
    table.loc[7, ["paid", "billed"]] = np.nan
    return table


@pytest.fixture(scope="module")
def compared() -> icma.Benchmark:
    return icma.benchmark(icma.score(icma.loads(SPEC), data()), "zone")


@pytest.fixture(scope="module", params=["es", "en"])
def written(request: pytest.FixtureRequest, compared: icma.Benchmark, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("written") / "b.xlsx"
    icma.write_report(compared, path, request.param)
    return path, request.param, openpyxl.load_workbook(path)


def by_rows(sheet: Any) -> dict[tuple[str, str], dict[tuple[str, str], Any]]:
    """Return the cells of a sheet of rows: by id and heading of the column, then by key and period of the row."""
    mark = ""
    found: dict[tuple[str, str], dict[tuple[str, str], Any]] = {}
    lines = list(sheet.iter_rows(min_row=5, values_only=True))
    keys = [("keys", heading) for heading in lines[1][:4]]
    for at, (marked, heading) in enumerate(zip(lines[0], lines[1], strict=True)):
        mark = (marked or mark).rpartition(" · ")[2].strip()
        column = keys[at] if at < len(keys) else (mark, heading)
        found[column] = {(line[0], line[2]): line[at] for line in lines[2:] if line[0]}
    return found


def assert_figures(cells: dict[tuple[str, str], Any], figures: pd.Series) -> None:  # type: ignore[type-arg]
    """Every figure stands in its cell, the very same; where there is none a text says why."""
    for key, figure in figures.items():
        cell = cells[key]  # type: ignore[index]
        if np.isnan(figure):
            assert isinstance(cell, str) and cell
        else:
            assert cell == figure


def sheet_of(found: Any, language: str, name: str) -> Any:
    return found[WORDS[language]["sheets"][name]]


def test_every_value_score_and_light_stands_in_the_sheet_of_its_area(written: Any, compared: icma.Benchmark) -> None:
    _, language, found = written
    words, positions = WORDS[language], compared.positions.astype({"entity": str, "period": str})
    names = [name for name in found.sheetnames if "Orden" in name or "order" in name]
    assert len(names) == 2
    cells = by_rows(found[names[0]]) | by_rows(found[names[1]])
    lights = {"es": ("inferior", "medio", "superior"), "en": ("lower", "middle", "upper")}[language]
    lights = dict(zip(("red", "yellow", "green"), lights, strict=True))
    for name in ("death_rate", "size", "collection"):
        mine = positions[positions["indicator"] == name].set_index(["entity", "period"])
        assert_figures(cells[name, words["value"]], mine["value"])
        told = cells[name, words["light"]]
        for key, line in mine.iterrows():
            if line["light"]:
                assert told[key] == f"{line['quartile']:.0f} · {lights[line['light']]}"
            elif np.isnan(line["value"]):
                assert told[key] == "–"
            else:
                assert told[key] == {"es": "contexto", "en": "context"}[language] and name == "size"
    for name in ("death_rate", "collection"):
        assert_figures(cells[name, words["score"]], compared.assessment.scores[name])
    assert set(cells["death_rate", words["value"]].values()) & {"no reportado", "not reported"}


def test_scores_places_and_percentiles_are_told(written: Any, compared: icma.Benchmark) -> None:
    _, language, found = written
    words, positions = WORDS[language], compared.positions.astype({"entity": str, "period": str})
    scores = by_rows(sheet_of(found, language, "scores"))
    for name in ("total", "order", "money"):
        assert_figures(scores[name, words["score"]], compared.assessment.scores[name])
    titles = {"poor": ("Bajo", "Poor"), "fair": ("Regular", "Fair"), "good": ("Bueno", "Good")}
    for key, level in compared.assessment.levels["total"].items():
        assert scores["total", words["level"]][key] == (titles[level][language == "en"] if level else "–")
    for sheet, column in (("rank", "rank"), ("percentile", "percentile")):
        cells = by_rows(sheet_of(found, language, sheet))
        for name in ("total", "order", "money", "death_rate", "collection"):
            mine = positions[positions["indicator"] == name].set_index(["entity", "period"])
            assert_figures(cells[name, words["sheets"][sheet]], mine[column])
        assert ("size", words["sheets"][sheet]) not in cells
    for name, colour in (("green", "green"), ("red", "red")):
        mine = positions[(positions["kind"] == "indicator") & (positions["light"] == colour)]
        counts = mine.groupby(["entity", "period"]).size()
        assert sum(scores["", words["light_counts"][name]].values()) == counts.sum()


def test_statistics_stand_once_to_the_last_digit(written: Any, compared: icma.Benchmark) -> None:
    _, language, found = written
    sheet = sheet_of(found, language, "statistics")
    heads = [cell.value for cell in sheet[4]]
    lines = pd.DataFrame(list(sheet.iter_rows(min_row=5, values_only=True)), columns=heads)
    statistics = compared.statistics
    assert len(lines) == len(statistics)
    for name in statistics.columns.drop(["peers", "period", "kind", "withheld", "best_entities", "indicator"]):
        column = lines[HEADINGS[name][language == "en"]]
        for cell, figure in zip(column, statistics[name], strict=True):
            assert cell == ("–" if np.isnan(figure) else figure), name
    assert lines[HEADINGS["id"][language == "en"]].tolist() == statistics["indicator"].tolist()
    assert (
        lines[HEADINGS["best_entities"][language == "en"]].fillna("").tolist() == statistics["best_entities"].tolist()
    )


def test_the_card_holds_what_follows_from_the_others(written: Any, compared: icma.Benchmark) -> None:
    path, language, found = written
    sheet, plain = sheet_of(found, language, "card"), openpyxl.load_workbook(path, data_only=True)
    heads = WORDS[language]["card_heads"]
    told = {cell.value: cell.column for cell in sheet[7] if cell.value}
    card = plain[sheet.title]
    mine = compared.positions_of(entities="05001").query("period == '2023'").set_index("indicator")
    for row, (_, line) in enumerate(mine.iterrows(), 8):
        for name in ("value", "rank", "of", "percentile", "quartile", "gap_to_median", "gap_to_top_quartile",
                     "gap_to_best", "z", "robust_z"):  # fmt: skip
            cell = card.cell(row, told[heads[name]]).value
            if name == "of" and np.isnan(line["rank"]):
                continue  # how many have a figure, though nobody is placed
            if np.isnan(line[name]):
                assert isinstance(cell, str) and cell, name
            else:
                assert cell == pytest.approx(line[name], rel=1e-12), name
                assert str(sheet.cell(row, told[heads[name]]).value).startswith("=")
    # Each formula reads cells that are there: its sheets exist, and its row is that of whoever is chosen.
    formulas = [str(cell.value) for line in sheet.iter_rows() for cell in line if str(cell.value).startswith("=")]
    read = {name for formula in formulas for name in re.findall(r"'([^']+)'!", formula)}
    assert read <= set(found.sheetnames)
    rules = {str(rule.sqref): rule.formula1.lstrip("=") for rule in sheet.data_validations.dataValidation}
    assert rules == {"B4": "'_lists'!$A$1:$A$12", "B5": "'_lists'!$C$1:$C$3"}
    row, scores = card["Y5"].value, sheet_of(found, language, "scores")
    assert (scores.cell(row, 1).value, scores.cell(row, 3).value) == ("05001", "2023")
    statistics = sheet_of(found, language, "statistics")
    first = card["Y6"].value
    assert (statistics.cell(first, 1).value, statistics.cell(first, 2).value) == ("south", "2023")


def test_gaps_are_those_to_the_others_where_each_is_left_out(tmp_path: Path, compared: icma.Benchmark) -> None:
    others = icma.benchmark(compared.assessment, leave_out_self=True)
    icma.write_report(others, tmp_path / "b.xlsx", "en")
    card = openpyxl.load_workbook(tmp_path / "b.xlsx", data_only=True)["Card"]
    told = {cell.value: cell.column for cell in card[7] if cell.value}
    mine = others.positions_of(entities="05001").query("period == '2023'")
    for row, (_, line) in enumerate(mine.iterrows(), 8):
        assert card.cell(row, told["Gap to the median"]).value == pytest.approx(line["gap_to_median"], rel=1e-12)


def test_people_find_their_way(written: Any) -> None:
    path, language, found = written
    words = WORDS[language]
    assert len({name.casefold() for name in found.sheetnames}) == len(found.sheetnames)
    assert all(length_in_excel(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in found.sheetnames)
    index = found[words["index"]]
    listed = {cell.value: cell.hyperlink.location for cell in index["A"] if cell.hyperlink is not None}
    shown = [sheet.title for sheet in found if sheet.sheet_state == "visible" and sheet is not index]
    assert list(listed) == shown
    assert all(location == f"'{name}'!A1" for name, location in listed.items())
    said = " ".join(str(cell.value) for line in index.iter_rows() for cell in line)
    for text in (
        {"es": "Los pueblos son sintéticos.", "en": "The towns are synthetic."}[language],
        "2021; 2022; 2023",
        "12 ",
    ):
        assert text in said
    for sheet in (found[name] for name in (index.title, *shown)):
        charts = sheet.title == words["sheets"]["charts"]  # on one page, whole
        assert sheet.page_setup.orientation == ("portrait" if charts else "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight in ({None, 1} if charts else {0})
        assert "&P" in str(sheet.oddFooter.right.text)
    scores = sheet_of(found, language, "scores")
    assert scores.freeze_panes == "E7" and scores.auto_filter.ref.startswith("A6:")
    assert scores.print_title_rows == "$4:$6" and scores.print_title_cols == "$A:$D"
    assert "Pueblos && más" in str(scores.oddHeader.left.text) or "Towns && more" in str(scores.oddHeader.left.text)
    rules = {rule.type for ranges in scores.conditional_formatting for rule in ranges.rules}
    assert rules == {"endsWith", "dataBar"}
    with zipfile.ZipFile(path) as packed:
        charts = [name for name in packed.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        assert len(charts) == 3
        title = packed.read("docProps/core.xml").decode()
    assert ("Pueblos &amp; más" if language == "es" else "Towns &amp; more") in title


def test_figures_are_shown_as_their_unit_asks(written: Any) -> None:
    _, _, found = written
    names = [name for name in found.sheetnames if "Orden" in name or "order" in name]
    formats = {
        str(mark.value).rpartition(" · ")[2]: sheet.cell(8, mark.column).number_format
        for sheet in (found[name] for name in names)
        for mark in sheet[5]
        if mark.value
    }
    assert formats == {"death_rate": "#,##0.00", "size": "#,##0", "collection": '#,##0.0"\N{NO-BREAK SPACE}%"'}
    small = np.array([0.00012, 0.00034, np.nan])
    assert show_figures(small) == "#,##0.00000"
    assert show_figures(np.array([np.nan])) == "#,##0" == show_figures(np.array([1500.5, 300.25]))


def test_texts_from_data_do_nothing(written: Any) -> None:
    path, language, found = written
    names = [cell for line in sheet_of(found, language, "scores").iter_rows(min_row=7) for cell in line[1:2]]
    assert (names[0].value, names[0].data_type) == (NAME, "s")
    assert names[3].value.strip() == RICH
    with zipfile.ZipFile(path) as packed:
        texts = packed.read("xl/sharedStrings.xml").decode()
    assert "<r><t>rich" not in texts and "&lt;r&gt;&lt;t&gt;rich" in texts


def test_other_readers_read_the_same(written: Any) -> None:
    path, language, found = written
    title = WORDS[language]["sheets"]["scores"]
    back = pd.read_excel(path, sheet_name=title, header=None, engine="calamine")
    for line, cells in zip(back.itertuples(index=False), found[title].iter_rows(values_only=True), strict=False):
        assert [None if pd.isna(cell) else cell for cell in line] == [
            cell or None if cell != 0 else 0 for cell in cells
        ]


def test_figures_of_seventeen_digits_are_kept(tmp_path: Path) -> None:
    draw = np.frombuffer(np.random.default_rng(1).bytes(8 * 500), np.float64)
    figures = [0.1 + 0.2, 5e-324, 1.7976931348623157e308, 1e22, -0.0, *draw[np.isfinite(draw)].tolist()]
    with rows.open_workbook(tmp_path / "t.xlsx") as opened:
        rows.RowWriter(opened).write(opened.add_worksheet("t"), 0, [(figures, None, None)])
    assert [cell.value for cell in openpyxl.load_workbook(tmp_path / "t.xlsx")["t"]["A"]] == figures


# Limits ------------------------------------------------------------------------------------------------


def test_what_a_sheet_cannot_hold_goes_on_in_another(
    compared: icma.Benchmark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    icma.write_report(compared, tmp_path / "whole.xlsx", "en")
    monkeypatch.setattr(tables, "MOST_ROWS", 20)
    monkeypatch.setattr(tables, "MOST_COLUMNS", 8)
    icma.write_report(compared, tmp_path / "parts.xlsx", "en")
    whole, parts = (openpyxl.load_workbook(tmp_path / f"{name}.xlsx") for name in ("whole", "parts"))
    found = [by_rows(parts[name]) for name in parts.sheetnames if re.fullmatch(r"Scores( \d+)?", name)]
    assert len(found) > 4
    joined: dict[Any, dict[Any, Any]] = {}
    for part in found:
        for column, cells in part.items():
            joined.setdefault(column, {}).update(cells)
    assert joined == by_rows(whole["Scores"])


def test_a_text_too_long_for_a_cell_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    table = data((2023,))
    table.loc[2, "name"] = "x" * 33_000
    compared = icma.benchmark(icma.score(icma.loads(SPEC), table))
    (tmp_path / "b.xlsx").write_text("before")
    with pytest.raises(icma.IcmamlError) as refusal:
        icma.write_report(compared, tmp_path / "b.xlsx", "en")
    assert refusal.value.code == "IND685"
    assert "33,000 characters" in str(refusal.value) and "32,767" in str(refusal.value)
    assert [path.name for path in tmp_path.iterdir()] == ["b.xlsx"]
    assert (tmp_path / "b.xlsx").read_text() == "before"


def test_names_of_sheets_fit_and_differ() -> None:
    names = SheetNames()
    found = [names.name(title) for title in ("History", "a/b", "A:B", "'", "x" * 40, "x" * 40, "\U0001f600" * 20)]
    assert found[:4] == ["History 2", "a b", "A B 2", "-"]
    assert found[4:6] == ["x" * 31, "x" * 29 + " 2"]
    assert all(length_in_excel(name) <= 31 for name in found)


# Other results -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_assessment_tells_scores_coverage_and_ends(compared: icma.Benchmark, tmp_path: Path, language: str) -> None:
    assessment = compared.assessment
    icma.write_report(assessment, tmp_path / "a.xlsx", language)  # type: ignore[arg-type]
    found, words = openpyxl.load_workbook(tmp_path / "a.xlsx"), WORDS[language]

    def by_column(sheet: Any) -> dict[tuple[str, str], dict[tuple[str, str], Any]]:
        cells = by_rows(sheet)
        return {("total" if column[0] == "keys" and number == 3 else column[0], column[1]): column_cells
                for number, (column, column_cells) in enumerate(cells.items())}  # fmt: skip

    scores = by_column(sheet_of(found, language, "scores"))
    for name in ("total", "order", "money"):
        assert_figures(scores[name, words["score"]], assessment.scores[name])
    for sheet in ("coverage", "lowest", "highest"):
        cells = by_column(sheet_of(found, language, sheet))
        for name in ("total", "order", "death_rate", "collection"):
            assert_figures(cells[name, words["sheets"][sheet]], getattr(assessment, sheet)[name])
    sheet = sheet_of(found, language, "definitions")
    heads = [cell.value for cell in sheet[4]]
    lines = pd.DataFrame(list(sheet.iter_rows(min_row=5, values_only=True)), columns=heads)
    weights = assessment.weights.set_index("node").loc[lines[HEADINGS["id"][language == "en"]]]
    assert lines[HEADINGS["share"][language == "en"]].tolist() == ["–" if np.isnan(s) else s for s in weights["share"]]


def results() -> dict[str, Any]:
    """Return results of every other kind."""
    flows = pd.DataFrame({"project": ["bridge"] * 3, "year": [0, 1, 2], "flow": [-100.0, 60, 70]})
    targets = pd.DataFrame({"program": "lamps", "level": "purpose", "indicator": "i", "target": [10], "actual": [7]})
    appraisal = icma.appraise(flows)
    compared = icma.benchmark(icma.score(icma.loads(SPEC), data()))
    return {
        "panel": compared.panel,
        "targets": icma.score_targets(targets),
        "appraisal": appraisal,
        "portfolio": icma.prioritise(appraisal.table, 200, cost="present_cost"),
        "diff": icma.diff("cimtra@2010", "cimtra@2016"),
        "path": compared.path("05003", to={"rank": 1}, node="collection"),
    }


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_other_result_keeps_every_figure(tmp_path: Path, language: Any) -> None:
    for name, subject in results().items():
        path = tmp_path / f"{name}.xlsx"
        icma.write_report(subject, path, language)
        found = openpyxl.load_workbook(path)
        for sheet, frame in zip(list(found)[1:], report_tables(subject, language).values(), strict=True):
            heads = [cell.value for cell in sheet[4]]
            assert sheet.max_row >= 4 + len(frame) and sheet.freeze_panes is not None
            for column in frame:
                told = HEADINGS[column][language == "en"]
                assert told in heads, column
                cells = [sheet.cell(5 + row, heads.index(told) + 1).value for row in range(len(frame))]
                if frame[column].dtype.kind in "fi":
                    assert cells == ["–" if np.isnan(figure) else figure for figure in frame[column]], (name, column)
        titles = {sheet.title for sheet in found}
        assert WORDS[language]["index"] in titles


def test_both_languages_have_the_same_words() -> None:
    def keys(words: Any) -> Any:
        return {key: keys(inner) for key, inner in words.items()} if isinstance(words, dict) else type(words)

    assert keys(WORDS["es"]) == keys(WORDS["en"])
    assert all(all(pair) for pair in HEADINGS.values())
    assert all(all(pair) for codes in CODES.values() for pair in codes.values())


def test_what_is_suppressed_is_said_and_counted(compared: icma.Benchmark, tmp_path: Path) -> None:
    hidden = compared.suppress(25, variables=["deaths"])
    icma.write_report(hidden, tmp_path / "b.xlsx", "en")
    count = int((hidden.positions["withheld"] == "suppressed").sum())
    found = openpyxl.load_workbook(tmp_path / "b.xlsx")
    index = " ".join(str(cell.value) for line in found["Index"].iter_rows() for cell in line)
    assert f"{count:,} figures suppressed" in index
    area = next(sheet for sheet in found if "death_rate" in str(sheet["E5"].value))
    said = [area.cell(row, 5).value for row in range(7, 7 + 36)]
    assert said.count("suppressed") == int((hidden.assessment.reasons["death_rate"] == "suppressed").sum()) > 0


def test_nearest_peers_have_their_statistics_and_names(compared: icma.Benchmark, tmp_path: Path) -> None:
    near = icma.benchmark(compared.assessment, icma.Nearest(("people",), k=3))
    icma.write_report(near, tmp_path / "b.xlsx", "en")
    found = openpyxl.load_workbook(tmp_path / "b.xlsx")
    lines = list(found["Neighbours"].iter_rows(min_row=5, values_only=True))
    assert [(line[0], line[4]) for line in lines] == list(
        near.neighbours[["entity", "neighbour"]].itertuples(index=False, name=None)
    )
    assert found["Statistics"].max_row == 4 + len(near.statistics)


def test_what_stands_in_and_what_was_treated_have_sheets(tmp_path: Path) -> None:
    text = SPEC.replace("scale: min_max", "scale: min_max\nimputation: median\ntreatment: winsorise")
    data = pd.DataFrame({"entity": ["01001", "01002", "01003"], "period": "2020", "people": [10, 20, 30]})
    data = data.assign(deaths=[1, None, 3], paid=[1.0, 2, 3], billed=[2.0, 4, 4])
    found = icma.score(icma.loads(text), data)
    icma.write_report(found, tmp_path / "a.xlsx", "es")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    lines = [[cell for cell in row if cell is not None] for row in book["Cifras imputadas"].iter_rows(values_only=True)]
    assert lines[4][:5] == ["01002", "2020", "Muertes por mil", "indicador", "mediana"]
    assert "Tratamientos" in book.sheetnames
