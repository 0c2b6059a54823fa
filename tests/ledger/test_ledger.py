"""Ledgers: formulas and scales with figures in them say what the engine computed; parts add up; sheets compute again."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.formulas import compile_steps, parse
from icmaml_indicators.formulas.plan import Plan
from icmaml_indicators.ledger.entries import Entry
from icmaml_indicators.results import Ledger
from icmaml_indicators.specs import read_draft_from_text
from icmaml_indicators.specs.methods.aggregations import AGGREGATIONS
from icmaml_indicators.validation.loading import _sound
from tests.conftest import REPOSITORY, SAFETY, program, rows
from tests.ledger.programs import (
    FIGURES,
    FORMULAS,
    METHODS,
    SCALES,
    methods_data,
    methods_program,
    scales_program,
)


def formulas_assessment(language: str = "en") -> icma.Assessment:
    return icma.score(program(FORMULAS), FIGURES, language=language)


def scales_assessment() -> icma.Assessment:
    x = pd.DataFrame({"entity": ["00001", "00002", "00003", "00004"], "period": "2014-S1", "x": [1.5, 3.0, 3.0, 8.0]})
    return icma.score(program(scales_program()), x)


def methods_assessment() -> icma.Assessment:
    # Bonuses are reached by gates only here: the rubric is no sound one, and need not be.
    sound = _sound(read_draft_from_text(methods_program(), "sample.yaml"), prove=False)
    return icma.score(sound, methods_data())


def ledgers() -> list[Ledger]:
    found = []
    for assessment in (formulas_assessment(), scales_assessment(), methods_assessment()):
        table = assessment._scored.table
        found += [assessment.explain(str(e), period=str(p)) for e, p in zip(table.entities, table.periods, strict=True)]
    return found


def computed(text: str) -> float:
    """Compute a formula without names through the plan."""
    plan = Plan(compile_steps({"x": parse(text)}, ()))
    return float(plan.evaluate(np.empty((0, 1))).values[0, 0])


# Formulas --------------------------------------------------------------------------------------------


def test_the_formula_stands_there_with_its_figures() -> None:
    spec = program(SAFETY)
    ledger = icma.score(spec, rows(("05035", "2014-S1", 31, 1000, 62.0))).explain("05035", "police_rate", "2014-S1")
    assert ledger.root.worked == "31 / 1000 * 1000 = 31"


@pytest.mark.parametrize(
    ("node", "period", "worked"),
    [
        ("growth", "2014-S2", "rate[40] - lag(rate[31]) = 9"),
        ("growth", "2014-S1", "rate[31] - lag(rate[not reported]) = [not reported]"),
        ("chosen", "2014-S1", 'if_else("state" == "state", ▸5 / 1000, coalesce(5, 0) - 5) = 0.005'),
        ("chosen", "2014-S2", 'if_else("city" == "state", (-6) / 1000, ▸coalesce(▸-6, 0) - 5) = -11'),
        (
            "chosen",
            "2015-S1",
            'if_else("city" == "state", [not reported] / 1000, ▸coalesce([not reported], ▸0) - 5) = -5',
        ),
        ("tangled", "2014-S2", "-(40 - (-6)) ** 2 / (3 - (4 - max(40, lag([not reported], 2)))) = [not reported]"),
    ],
)
def test_absent_figures_branches_and_earlier_periods_are_shown(node: str, period: str, worked: str) -> None:
    assert formulas_assessment().explain("00001", node, period).root.worked == worked


CHOICES = (
    SAFETY[: SAFETY.index("tree:")]
    + """\
tree:
  - id: y
    title: {es: y, en: y}
    formula: if_else(police > 4, 10, if_else(police > 3, 20, 30))
    direction: higher
    examples: [{given: {police: 1}, expect: 30}]
  - id: z
    title: {es: z, en: z}
    formula: coalesce(if_else(police > 4, spending, 1), population, coalesce(police, 1))
    direction: higher
    examples: [{given: {police: 1, spending: 1, population: 1}, expect: 1}]
"""
)


def test_only_what_was_taken_is_marked() -> None:
    """A choice inside a branch that was not taken took nothing; one that came to nothing before the end was asked."""
    found = icma.score(program(CHOICES), rows(("05035", "2014-S1", 5, 1000, None), ("05035", "2014-S2", 2, 9, None)))
    worked = {
        period: {n: found.explain("05035", n, period).root.worked for n in "yz"} for period in ("2014-S1", "2014-S2")
    }
    assert worked["2014-S1"]["y"] == "if_else(5 > 4, ▸10, if_else(5 > 3, 20, 30)) = 10"
    assert worked["2014-S2"]["y"] == "if_else(2 > 4, 10, ▸if_else(2 > 3, 20, ▸30)) = 30"
    assert worked["2014-S1"]["z"] == ("coalesce(if_else(5 > 4, ▸[not reported], 1), ▸1000, coalesce(5, 1)) = 1000")
    assert worked["2014-S2"]["z"] == "coalesce(▸if_else(2 > 4, [not reported], ▸1), 9, coalesce(2, 1)) = 1"


def test_what_is_shown_computes_to_what_was_scored() -> None:
    """The worked text of every formula with a value, read as a formula, gives the value."""
    seen = 0
    for ledger in ledgers():
        for _, entry in ledger.walk():
            if entry.kind != "indicator" or not entry.worked or entry.value is None:
                continue
            left = entry.worked.rpartition(" = ")[0].replace("▸", "")
            left = re.sub(r"\w+\[([^\]]+)\]", r"(\1)", left).replace('"city" == "state"', "1 == 0")
            left = left.replace('"state" == "state"', "1 == 1").replace("[not reported]", "(0/0)")
            left = re.sub(r"lag\((.+)\)$", r"\1", left)
            assert computed(left) == pytest.approx(entry.value, rel=1e-8), entry.worked
            seen += 1
    assert seen > 30


def test_inputs_of_earlier_periods_stand_below_with_their_cells_and_findings() -> None:
    ledger = formulas_assessment().explain("00001", "growth", "2014-S2")
    now, before = ledger.root.children
    assert (now.id, now.period, now.value) == ("rate", "", 40)
    assert (before.id, before.period, before.value) == ("rate", "2014-S1", 31)
    assert [(c.id, c.period, c.value) for c in before.children] == [
        ("police", "2014-S1", 31),
        ("population", "2014-S1", 1000),
    ]
    assert before.children[0].raw == {"text": "31", "column": "police", "line": 1}
    nothing = formulas_assessment().explain("00002", "growth", "2014-S1").root.children[1]
    assert (nothing.period, nothing.value, nothing.reason) == ("2013-S2", None, "not_reported")


def test_findings_stand_at_their_cells_in_the_language_of_the_assessment() -> None:
    data = rows(("05035", "2014-S1", -5, 1000, 10.0), ("05036", "2014-S1", 5, 0, 10.0))
    for language, message in (("en", "outside the range"), ("es", "fuera del rango")):
        assessment = icma.score(program(SAFETY), data, language=language)
        cell = assessment.explain("05035", "police_rate").root.children[0]
        assert [(f["code"], f["severity"], f["figure"]) for f in cell.findings] == [("IND403", "error", -5.0)]
        assert message in cell.findings[0]["message"]
        assert [f["code"] for f in assessment.explain("05036", "police_rate").root.findings] == ["IND402"]
        assert assessment.explain("05036", "cost").root.findings == []


def test_every_finding_about_a_row_stands_in_its_ledger() -> None:
    """Nothing is lost between the table of findings and the ledger of the total."""
    data = rows(
        ("05035", "2014-S1", -5, 1000, None), ("05035", "2014-S2", 2, 0, 10.0), ("05035", "2014-S2", 2, 0, 10.0)
    )
    assessment = icma.score(program(SAFETY + "        range: [0, 3]\n"), data)
    for period in ("2014-S1", "2014-S2"):
        told = {(e.id, f["code"]) for _, e in assessment.explain("05035", period=period).walk() for f in e.findings}
        told |= {("entity", f["code"]) for f in assessment.explain("05035", period=period).root.findings}
        table = assessment.findings.query("period == @period and entity == '05035'")
        assert set(zip(table["subject"], table["code"], strict=True)) <= told


def test_a_missing_column_is_told_at_the_cell() -> None:
    data = rows(("05035", "2014-S1", 5, 1000, 1.0)).drop(columns="spending")
    cell = icma.score(program(SAFETY), data).explain("05035", "cost").root.children[0]
    assert [(f["code"], f["column"]) for f in cell.findings] == [("IND407", True)]


# Scales ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCALES)
def test_the_scale_with_its_figures_computes_to_the_score(name: str) -> None:
    assessment = scales_assessment()
    for entity in ("00001", "00002", "00004"):
        entry = assessment.explain(entity, name).root
        left, _, right = entry.scaled.partition(" = ")
        assert entry.score is not None
        assert computed(left) == pytest.approx(entry.score, rel=1e-8)
        assert float(right.split(" ")[0]) == pytest.approx(entry.score, rel=1e-9)


def test_goalposts_and_relative_scales_read_as_by_hand() -> None:
    assessment = scales_assessment()
    spread = assessment.explain("00002", "spread").root
    assert spread.scaled == "(3 - 1.5) / (8 - 1.5) * 100 = 23.07692308 (population: 2014-S1, n = 4)"
    assert spread.detail["population"] == {"name": "2014-S1", "n": 4, "parameters": {"low": 1.5, "high": 8.0}}
    place = assessment.explain("00002", "place").root
    assert place.scaled == "1 + 1 / 2 + 1 = 2.5 (beats 1 of 3, ties with 1; population: 2014-S1, n = 4)"


@pytest.mark.parametrize("scale", ["z_score", "min_max"])
def test_where_a_base_gives_no_figures_there_is_a_ledger_without_a_score(scale: str) -> None:
    spec = program(SAFETY + f"        scale: {scale}\n")
    table = rows(*((f"0503{place}", period, 5, 1000, 1.0) for place in (5, 6) for period in ("2014-S1", "2014-S2")))
    root = icma.score(spec, table, base_period="2014-S1").explain("05035", "cost").root
    assert (root.value, root.score, root.scale, root.scaled) == (0.2, None, scale, "")


def test_bounds_of_an_earlier_assessment_are_named() -> None:
    spec = program(SAFETY + "        scale: min_max\n")
    first = icma.score(spec, rows(("05035", "2014-S1", 5, 1000, 1.0), ("05036", "2014-S1", 5, 1000, 2.0)))
    later = icma.score(spec, rows(("05035", "2014-S2", 5, 1000, 1.5)), reference=first).explain("05035", "cost").root
    assert later.scaled == "(1 - (0.3 - 0.2) / (0.4 - 0.2)) * 100 = 50 (bounds of an earlier assessment, 2014-S1)"
    panel = rows(
        *(
            (entity, period, 5, 1000, cost)
            for entity, period, cost in (
                ("05035", "2014-S1", 1.0),
                ("05036", "2014-S1", 2.0),
                ("05035", "2014-S2", 1.5),
            )
        )
    )
    based = icma.score(spec, panel, base_period="2014-S1").explain("05035", "cost", "2014-S2").root
    assert based.scaled == "(1 - (0.3 - 0.2) / (0.4 - 0.2)) * 100 = 50 (bounds of 2014-S1)"


# Groups ----------------------------------------------------------------------------------------------


def _groups(ledger: Ledger) -> list[Entry]:
    return [entry for _, entry in ledger.walk() if entry.kind == "group" and entry.score is not None]


def test_contributions_add_up_to_the_bit_and_adjustments_lead_to_the_score() -> None:
    for ledger in ledgers():
        for entry in _groups(ledger):
            if entry.rule.split(",")[0] in {"sum", "arithmetic_mean", "points"}:
                total = 0.0
                for part in entry.children:
                    if part.contribution is not None:
                        total += part.contribution
                assert total == entry.detail["combined"]
            reached = entry.detail["combined"]
            for step in entry.detail.get("adjustments", ()):
                if "after" in step:
                    assert step["before"] == reached
                    reached = step["after"]
            assert reached == entry.score


def test_the_terms_of_a_mean_add_up_to_the_same_of_the_whole() -> None:
    of = {"geometric_mean": math.log, "harmonic_mean": lambda s: 1 / s, "power_mean": lambda s: s**2}
    seen = set()
    for ledger in ledgers():
        for entry in _groups(ledger):
            terms = [part.term for part in entry.children if part.term is not None]
            if terms and entry.score is not None:
                seen.add(entry.rule)
                assert sum(terms) == pytest.approx(of[entry.rule](entry.score), rel=1e-12)
                assert entry.detail["term_of"]
    assert seen == set(of)


def test_extremes_stairs_and_all_or_nothing_name_what_decides() -> None:
    ledger = methods_assessment().explain("00002")
    decisive = {entry.id: [c.id for c in entry.children if c.decisive] for entry in _groups(ledger)}
    assert decisive["least"] == ["least_1"]
    assert decisive["most"] == ["most_0", "most_2"]
    assert decisive["middle"] == ["middle_0", "middle_2"]
    assert decisive["whole"] == ["whole_0", "whole_1", "whole_2"]
    assert decisive["stairs"] == ["stairs_1"]
    climbed = next(entry for entry in _groups(ledger) if entry.id == "answers_climbed")
    assert climbed.detail["steps"] == [
        {"step": "1", "share": 2 / 3, "needs": 0.6, "climbed": True},
        {"step": "2", "share": 0.0, "needs": 0.6, "climbed": False},
    ]


def test_bonus_ceiling_and_gate_are_told_in_order() -> None:
    assessment = methods_assessment()
    first = assessment.explain("00001", "rubric").root
    assert [step["what"] for step in first.detail["adjustments"]] == ["extras", "limits"]
    assert (first.detail["combined"], first.score) == (100.0, 105.0)
    third = assessment.explain("00003", "rubric").root
    same = {"holds": False, "before": 20.0, "after": 20.0}
    assert third.detail["adjustments"][-2:] == [
        {"what": "gate", "number": 1, "requires": ["r_two"], "limit": "70", **same},
        {"what": "gate", "number": 2, "requires": ["r_one", "r_two"], "limit": "90", **same},
    ]


def test_an_absent_part_that_counts_as_zero_says_so() -> None:
    part = methods_assessment().explain("00003", "weighted").root
    shares = [child.share for child in part.children]
    assert sum(share for share in shares if share is not None) == pytest.approx(1.0)
    data = methods_data().assign(weighted_2=None)
    sound = _sound(read_draft_from_text(methods_program(), "sample.yaml"), prove=False)
    absent = icma.score(sound, data).explain("00001", "weighted").root.children[2]
    assert (absent.score, absent.contribution, absent.detail["counted_as"]) == (None, 0.0, 0.0)


def test_a_decision_table_names_the_rule_that_fired() -> None:
    from tests.scoring.test_scoring import TABLE

    data = pd.DataFrame({"entity": ["00001"], "period": "2014-S1", "debt": 100, "service": 5, "order": "city"})
    root = icma.score(program(TABLE), data).explain("00001").root
    rule = root.detail["rule"]
    assert rule["then"] == root.level
    assert {child.id for child in root.children if child.decisive} == set(rule["when"])
    unknown = icma.score(program(TABLE), data.assign(debt=50, service=None, order="state")).explain("00001").root
    assert unknown.detail["possible"] == {"lowest": "fair", "highest": "good"}


# Forms -----------------------------------------------------------------------------------------------


def test_json_follows_its_schema() -> None:
    import jsonschema

    schema = json.loads((REPOSITORY / "docs" / "schemas" / "ledger-3.json").read_text(encoding="utf-8"))
    for ledger in ledgers():
        jsonschema.validate(json.loads(ledger.to_json()), schema)


def test_what_the_schema_before_describes_is_there_as_it_was() -> None:
    import jsonschema

    schema = json.loads((REPOSITORY / "docs" / "schemas" / "ledger-2.json").read_text(encoding="utf-8"))
    for ledger in ledgers():
        jsonschema.validate({**json.loads(ledger.to_json()), "schema": 2}, schema)


def test_the_table_is_tidy() -> None:
    frame = formulas_assessment().explain("00001", period="2015-S1").to_frame()
    assert frame["path"].iloc[0] == "total"
    assert frame["path"].str.count("/").tolist() == frame["depth"].tolist()
    line = frame[frame["path"] == "total/area/chosen/debt"].iloc[0]
    assert line["findings"].startswith("IND428")
    assert line["raw_column"] == "debt"


def test_html_escapes_every_text() -> None:
    text = SAFETY.replace("en: Police per thousand", 'en: "<script>alert(1)</script>\\" onclick=\\"x"')
    data = rows(("05035", "2014-S1", 5, 1000, 1.0)).astype({"police": object}).assign(police="<b>5</b>")
    page = icma.score(program(text), data).explain("05035")._repr_html_()
    assert "<script>" not in page
    assert "<b>5" not in page
    assert 'onclick="x' not in page
    assert "&lt;b&gt;5" in page
    assert page.count("<details") == page.count("</details>") > 2


def test_spanish_says_the_same_in_spanish() -> None:
    text = str(formulas_assessment("es").explain("00001", "chosen", "2015-S1"))
    assert "[no reportado] / 1000" in text
    assert "ninguna entidad lo reporta" in text


def recomputed(path: Path) -> dict[str, object]:
    """Compute every cell of a workbook anew with another program."""
    import formulas

    found = {}
    for name, cells in formulas.ExcelModel().loads(str(path)).finish().calculate().items():
        place = re.search(r"!([A-Z]+\d+)$", str(name))
        if place:
            found[place[1]] = cells.value[0, 0]
    return found


@pytest.mark.filterwarnings("ignore")
def test_a_sheet_computes_every_figure_again(tmp_path: Path) -> None:
    """Another spreadsheet engine gets the values and scores that ours got."""
    chosen = [
        *(formulas_assessment().explain("00001", period=period) for period in ("2014-S1", "2014-S2", "2015-S1")),
        scales_assessment().explain("00004"),
        methods_assessment().explain("00001"),
        methods_assessment().explain("00002"),
    ]
    formula_cells = 0
    for number, ledger in enumerate(chosen):
        path = tmp_path / f"{number}.xlsx"
        ledger.to_excel(path)
        cells = recomputed(path)
        for row, (_, entry) in enumerate(ledger.walk(), 5):
            for column, expected in (("D", entry.value), ("E", entry.score), ("G", entry.contribution)):
                if expected is None or isinstance(cells.get(f"{column}{row}"), str):
                    continue
                assert float(cells[f"{column}{row}"]) == pytest.approx(expected, rel=1e-9, abs=1e-9), (entry.id, column)  # type: ignore[arg-type]
        import openpyxl

        sheet = openpyxl.load_workbook(path).active
        formula_cells += sum(1 for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
    assert formula_cells > 250


@pytest.mark.filterwarnings("ignore")
def test_a_changed_raw_cell_moves_the_total(tmp_path: Path) -> None:
    import openpyxl

    spec = program(SAFETY.replace("direction: higher", "direction: higher\n        scale: identity"))
    ledger = icma.score(spec, rows(("05035", "2014-S1", 31, 1000, 62.0))).explain("05035")
    path = tmp_path / "ledger.xlsx"
    ledger.to_excel(path)
    book = openpyxl.load_workbook(path)
    (cell,) = [row[3] for row in book.active.iter_rows(min_row=5) if row[0].value == "population"]
    cell.value = 500
    book.save(path)
    assert recomputed(path)["E5"] == pytest.approx(62.0)


def test_texts_in_a_sheet_are_no_formulas(tmp_path: Path) -> None:
    import openpyxl

    text = SAFETY.replace("en: Police per thousand", 'en: "=1+1"')
    path = tmp_path / "ledger.xlsx"
    icma.score(program(text), rows(("05035", "2014-S1", 31, 1000, 62.0))).explain("05035").to_excel(path)
    titles = [row[1] for row in openpyxl.load_workbook(path).active.iter_rows(min_row=5)]
    assert "=1+1" in [cell.value for cell in titles]
    assert {cell.data_type for cell in titles if cell.value} == {"s"}


def told(worked: str) -> float:
    """Compute the arithmetic that a ledger tells, without the result that it ends with."""
    names: dict[str, str] = {}
    for sentence in worked.split("; "):
        head, _, rest = sentence.partition(" = ")
        if re.fullmatch("[A-Z]", head):
            names[head] = rest.rpartition(" = ")[2]
    text = worked.rsplit("; ", maxsplit=1)[-1].rpartition(" = ")[0].replace("×", "*").replace("^", "**")
    if text.startswith("median"):
        return float(np.median([float(part) for part in re.findall(r"[\d.]+", text)]))
    for name, figure in names.items():
        text = re.sub(rf"\b{name}\b", figure, text)
    return computed(text)


@pytest.mark.parametrize(
    "group", [name for name, method in METHODS.items() if method != "all_or_nothing" and "staircase" not in method]
)
def test_the_arithmetic_told_computes_to_the_score(group: str) -> None:
    for entity in ("00001", "00002", "00003"):
        root = methods_assessment().explain(entity, group).root
        if " / 0 " in root.worked or " / 0)" in root.worked:
            assert root.score == 0  # one over infinity
            continue
        assert told(root.worked) == pytest.approx(root.score, rel=1e-3)


def test_every_aggregation_of_scores_is_among_the_methods_here() -> None:
    named = {re.sub(r"\{method: (\w+).*", r"\1", method) for method in METHODS.values()} | {"points"}
    assert {name for name, facts in AGGREGATIONS.items() if facts.has_shares} <= named


@pytest.mark.parametrize("method", METHODS)
def test_every_aggregation_of_the_language_shows_how_it_came_about(method: str) -> None:
    root = methods_assessment().explain("00002", method).root
    assert root.worked
    assert root.detail["combined"] == root.score
