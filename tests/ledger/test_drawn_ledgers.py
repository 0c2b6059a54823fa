"""Ledgers of drawn programs: the arithmetic of every entry comes to its figure, and sheets compute it again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from icmaml_indicators.ledger.entries import Entry, path_text
from icmaml_indicators.ledger.sheets.groups import rounded_cell
from icmaml_indicators.specs import Rounding
from icmaml_indicators.transforms.score_rounding import round_scores
from tests.conftest import REPOSITORY
from tests.ledger.drawn import drawn_assessment
from tests.ledger.test_ledger import computed, recomputed

DRAWS = range(24)


def without_names(text: str) -> str:
    """Return a formula with figures as arithmetic alone: names, calls and words before a bracket are left out."""
    text = text.replace("▸", "")
    while found := re.search(r"\[([^\[\]]*)\]", text):
        start, depth = found.start(), 0
        while start > 0 and (depth or re.match(r"[\w)]", text[start - 1])):
            start -= 1
            depth += {")": 1, "(": -1}.get(text[start], 0)
        figure = {"not reported": "0/0", "undefined": "0/0"}.get(found[1], found[1])
        text = f"{text[:start]}({figure}){text[found.end() :]}"
    words = {name: str(number) for number, name in enumerate(sorted(set(re.findall(r'"(\w+)"', text))))}
    text = re.sub(r'"(\w+)"', lambda found: words[found[1]], text)
    return re.sub(r"lag\((\([^()]*\))(?:, \d+)?\)", r"\1", text)


def check_arithmetic(entry: Entry) -> None:
    """Compute what an entry tells, and what its steps come to."""
    told, _, _ = entry.worked.rpartition(" = ")
    if entry.kind in {"indicator", "statistic"} and told and entry.value is not None:
        assert computed(without_names(told)) == pytest.approx(entry.value, rel=1e-6, abs=1e-6), entry.worked
    if entry.score is None or entry.kind == "statistic":
        return
    adjustments = entry.detail.get("adjustments", [])
    rounding = [step for step in adjustments if step["what"] == "rounding"]
    if entry.scale:
        left, _, right = entry.scaled.partition(" = ")
        scaled = next((step["after"] for step in adjustments if step["what"] == "scale"), None)
        scaled = rounding[0]["before"] if scaled is None and rounding else entry.score if scaled is None else scaled
        assert computed(left) == pytest.approx(scaled, rel=1e-5, abs=1e-5), entry.scaled
        assert float(re.split(r"[ ;]", right)[0]) == pytest.approx(scaled, rel=1e-9, abs=1e-9)
    for step in rounding:
        how = Rounding(**{key: step[key] for key in ("decimals", "method", "half") if key in step})
        assert round_scores(np.array([step["before"]]), how)[0] == step["after"]
    reached = entry.detail.get("combined", rounding[0]["before"] if rounding else entry.score)
    for step in adjustments:
        if "after" in step:
            assert step["before"] == reached
            reached = step["after"]
    assert reached == entry.score
    if entry.rule.split(",")[0] in {"sum", "arithmetic_mean"}:
        parts = 0.0
        for part in entry.children:
            parts += part.contribution or 0.0
        assert parts == entry.detail["combined"]


@pytest.mark.parametrize("draw", DRAWS)
def test_the_arithmetic_of_every_entry_comes_to_its_figure(draw: int) -> None:
    import jsonschema

    schema = json.loads((REPOSITORY / "docs" / "schemas" / "ledger-3.json").read_text(encoding="utf-8"))
    assessment, rows = drawn_assessment(draw), np.random.default_rng(draw)
    for node in ["total", *rows.choice(list(assessment.program.nodes), 4)]:
        entity, period = assessment.scores.index[int(rows.integers(len(assessment.scores)))]
        ledger = assessment.explain(entity, node, period)
        entries = [(path_text(path), entry) for path, entry in ledger.walk_paths()]
        accounts = {path: entry for path, entry in entries if entry.is_account}
        for path, entry in entries:
            if not entry.see and not entry.period:
                check_arithmetic(entry)
            if entry.is_account or entry.see:
                score = assessment.scores[entry.id].get((entity, period), np.nan)
                assert (entry.score is None and np.isnan(score)) or entry.score == score, path
            if entry.see:
                assert accounts[entry.see].id == entry.id
        assert len({entry.id for entry in accounts.values()}) == len(accounts)
        jsonschema.validate(json.loads(ledger.to_json()), schema)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("draw", list(DRAWS)[:6])
def test_a_sheet_computes_scores_statistics_and_roundings_again(draw: int, tmp_path: Path) -> None:
    assessment = drawn_assessment(draw)
    entity, period = assessment.scores.notna().sum(axis=1).idxmax()
    ledger = assessment.explain(entity, period=period)
    ledger.to_excel(tmp_path / "ledger.xlsx")
    cells = recomputed(tmp_path / "ledger.xlsx")
    for row, (_, entry) in enumerate(ledger.walk(), 5):
        for column, expected in (("D", entry.value), ("E", entry.score), ("G", entry.contribution)):
            if expected is not None and "option" not in entry.detail:
                assert float(cells[f"{column}{row}"]) == pytest.approx(expected, rel=1e-9, abs=1e-9), (entry.id, column)  # type: ignore[arg-type]


@pytest.mark.filterwarnings("ignore")
def test_every_rounding_is_that_of_a_cell(tmp_path: Path) -> None:
    import xlsxwriter

    figures = [0.125, 0.375, -0.125, 2.5, -3.5, 0.1 + 0.2, 0.30000000000004, 1.005, -1.005, 0.024999999999999998, 8.0]
    halves = [Rounding(decimals=decimals, half=half) for decimals in (0, 2) for half in ("away", "even")]
    cuts = [Rounding(decimals=decimals, method=how) for decimals in (0, 2, 9) for how in ("floor", "ceil", "truncate")]
    with xlsxwriter.Workbook(str(tmp_path / "roundings.xlsx")) as book:
        sheet = book.add_worksheet()
        for row, figure in enumerate(figures):
            sheet.write_number(row, 0, figure)
            for column, rounding in enumerate([*halves, *cuts], 1):
                sheet.write_formula(row, column, f"={rounded_cell(f'A{row + 1}', rounding)}")
    cells = recomputed(tmp_path / "roundings.xlsx")
    for column, rounding in enumerate([*halves, *cuts], 1):
        for row, expected in enumerate(round_scores(np.array(figures), rounding), 1):
            assert float(cells[f"{'ABCDEFGHIJKLMNOP'[column]}{row}"]) == expected, (rounding, figures[row - 1])  # type: ignore[arg-type]
