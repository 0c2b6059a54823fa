"""Ledgers of what formulas read of nodes and populations, and of the way from a group's value to its score."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.ledger.entries import Entry, path_text
from icmaml_indicators.specs import read_draft_from_text
from icmaml_indicators.validation.loading import _sound
from tests.conftest import HEAD, program
from tests.ledger.test_ledger import recomputed

YEARLY = HEAD.replace("semester", "year")

READERS = (
    YEARLY
    + """\
variables:
  - {id: a, title: {es: A, en: A}}
  - {id: w, title: {es: W, en: W}}
  - {id: zone, title: {es: Zona, en: Zone}, type: category, options: [{id: n, title: {es: norte, en: north}}, s]}
tree:
  - id: g
    title: {es: G, en: G}
    levels: [{id: low, title: {es: b, en: l}, up_to: 40}, {id: high, title: {es: a, en: h}}]
    children:
      - {id: i, title: {es: I, en: I}, formula: a, direction: higher, scale: identity}
      - {id: same, title: {es: M, en: M}, formula: score(i), direction: higher, scale: identity}
  - {id: gain, title: {es: T, en: T}, formula: score(g) - lag(score(g)), direction: context}
  - {id: own, title: {es: O, en: O}, formula: score(total) / 2, direction: higher, scale: identity, role: informational}
  - {id: flag, title: {es: F, en: F}, formula: 'choose(level(g) == "high", score(g), 0)', direction: context}
  - {id: best, title: {es: B, en: B}, formula: 100 * a / max(a over zone), direction: context}
  - {id: first, title: {es: P, en: P}, formula: min(a over all) + last(a over entity), direction: context}
  - {id: usual, title: {es: U, en: U}, formula: "weighted_mean(a, w over period) - mean(a over period)", direction: context}
  - {id: place, title: {es: L, en: L}, formula: 'rank(-a, "min" over period) + percentile_rank(a, "dense" over all)', direction: context}
"""
)

FIGURES = pd.DataFrame(
    [
        ("01", 2014, 30.0, 1, "n"),
        ("02", 2014, 60.0, 3, "n"),
        ("03", 2014, 60.0, 1, "s"),
        ("04", 2014, None, 1, "s"),
        ("01", 2015, 50.0, 2, "n"),
        ("02", 2015, 20.0, 2, "s"),
    ],
    columns=["entity", "period", "a", "w", "zone"],
)


def readers(language: str = "en") -> icma.Assessment:
    return icma.score(program(READERS), FIGURES, language=language)


def children(entry: Entry) -> list[tuple[str, str]]:
    return [(child.kind, child.id) for child in entry.children]


# Scores and levels -----------------------------------------------------------------------------------


def test_a_score_and_a_level_stand_in_the_formula_and_the_node_below_it() -> None:
    flag = readers().explain("02", "flag", "2014").root
    assert flag.worked == 'choose(level(g)["high"] == "high", ▸score(g)[60], 0) = 60'
    assert children(flag) == [("group", "g")]
    (group,) = flag.children
    assert (group.score, group.level, group.see) == (60, "high", "")
    assert [child.id for child in group.children] == ["i", "same"]


def test_a_weight_is_a_line_with_what_it_is_worked_out_from() -> None:
    text = READERS.replace("tree:", "parameters: [{id: p, by: zone, n: 3, s: 2, source: Norm 1}]\ntree:", 1)
    text = text.replace("score(g) - lag(score(g))", "weight(g) * weight(i) + lag(weight(i))")
    text = text.replace("{id: i, title: {es: I, en: I},", "{id: i, title: {es: I, en: I}, weight: p * 2,")
    gain = icma.score(program(text), FIGURES, language="en").explain("01", "gain", "2015").root
    assert gain.worked == "weight(g)[1] * weight(i)[6] + lag(weight(i)[6]) = 12"
    assert [(child.kind, child.id, child.period, child.value) for child in gain.children] == [
        ("parameter", "g.weight", "", 1),
        ("parameter", "i.weight", "", 6),
        ("parameter", "i.weight", "2014", 6),
    ]
    (read,) = gain.children[2].children
    assert (read.id, read.value, read.rule, read.detail["source"]) == ("p", 3, "zone = n", "Norm 1")


def test_the_score_of_an_earlier_period_is_one_line_with_its_period() -> None:
    gain = readers().explain("01", "gain", "2015").root
    assert gain.worked == "score(g)[50] - lag(score(g)[30]) = 20"
    now, before = gain.children
    assert (now.period, now.score, bool(now.children)) == ("", 50, True)
    assert (before.kind, before.period, before.score, before.level) == ("group", "2014", 30, "low")
    assert (before.children, before.see) == ([], "")
    nothing = readers().explain("01", "gain", "2014").root.children[1]
    assert (nothing.period, nothing.score, nothing.reason) == ("2013", None, "not_reported")


def test_a_node_met_again_is_one_line_that_points_to_the_first() -> None:
    ledger = readers().explain("02", period="2014")
    entries = [(path_text(path), entry) for path, entry in ledger.walk_paths()]
    accounts = {path: entry for path, entry in entries if entry.is_account}
    assert [path for path, entry in entries if entry.see] == [
        *("total/g/same/i", "total/gain/g", "total/own/total", "total/flag/g"),
    ]
    for _, entry in entries:
        if entry.see:
            assert (accounts[entry.see].id, accounts[entry.see].score) == (entry.id, entry.score)
            assert entry.children == []
    assert "    g = 60 · high   (see total/g)" in ledger.to_text().splitlines()
    assert "    g = 60 · high   (véase total/g)" in str(readers("es").explain("02", period="2014")).splitlines()


def test_a_shown_leaf_may_read_the_total_above_it() -> None:
    own = readers().explain("02", "own", "2014")
    assert own.root.worked == "score(total)[60] / 2 = 30"
    total = own.root.children[0]
    assert total.children[0].id == "g"
    assert {child.id: child.see for child in total.children}["own"] == "own"


def test_peers_stand_at_the_account_of_a_node_alone() -> None:
    ledger = icma.benchmark(readers()).explain("02", period="2014")
    assert all(not entry.peers for _, entry in ledger.walk() if entry.see)
    assert ledger.root.children[0].peers


# Statistics ------------------------------------------------------------------------------------------


def statistic(node: str, number: int = 0, language: str = "en") -> Entry:
    found = readers(language).explain("01", node, "2014").root
    return [child for child in found.children if child.kind == "statistic"][number]


def test_a_statistic_names_its_population_and_who_holds_it() -> None:
    best = readers().explain("01", "best", "2014").root
    assert best.worked == "100 * 30 / max(a over zone)[60] = 50"
    assert children(best) == [("variable", "a"), ("statistic", "max(a over zone)")]
    entry = statistic("best")
    assert (entry.title, entry.value) == ("Zone: north, 2014", 60)
    assert entry.detail == {
        "fit": {"id": "max(a over zone)", "population": "n, 2014", "n": 2, "parameters": {"max": 60.0}},
        "held_by": [{"entity": "02"}],
    }
    assert statistic("best", language="es").title == "Zona: norte, 2014"
    text = readers().explain("01", "best", "2014").to_text()
    assert "max(a over zone) = 60   (Zone: north, 2014; n = 2; of 02)" in text


def test_holders_within_several_periods_bear_theirs() -> None:
    assert statistic("first").detail["held_by"] == [{"entity": "02", "period": "2015"}]
    last = statistic("first", 1)
    assert (last.value, last.detail["held_by"]) == (50, [{"entity": "01", "period": "2015"}])
    assert (last.title, last.detail["fit"]["population"]) == ("all periods of 01", "01")


def test_a_mean_tells_its_sum_and_what_it_is_divided_by() -> None:
    weighted, plain = statistic("usual"), statistic("usual", 1)
    assert (weighted.worked, plain.worked) == ("270 / 5 = 54", "150 / 3 = 50")
    assert weighted.detail["fit"]["parameters"] == {"weighted_mean": 54, "sum": 270, "weight": 5}


def test_a_place_tells_how_many_are_lower_and_equal_and_of_how_many() -> None:
    assert statistic("place").detail["place"] == {"value": -30, "lower": 2, "ties": 0, "of": 3}
    assert statistic("place").worked == "2 + 1 = 3"
    assert statistic("place").rule == "2 are lower, ties with 0, of 3; ties take the smallest place"
    dense = statistic("place", 1)
    assert dense.detail["place"] == {"value": 30, "lower": 1, "ties": 0, "of": 4}
    assert dense.worked == "1 / 3 * 100 = 33.33333333"


def test_who_stands_in_no_population_reads_nothing() -> None:
    data = FIGURES.assign(zone=[None, "n", "s", "s", "n", "s"])
    entry = icma.score(program(READERS), data).explain("01", "best", "2014").root
    assert entry.worked == "100 * 30 / max(a over zone)[not reported] = [not reported]"
    (found,) = (child for child in entry.children if child.kind == "statistic")
    assert (found.value, found.reason, found.detail) == (None, "not_reported", {})


def test_a_statistic_of_elsewhere_says_so() -> None:
    text = READERS[: READERS.index("  - {id: place")]
    best = text.replace("max(a over zone)", "max(a over period)")
    based = icma.score(program(best), FIGURES, base_period="2014").explain("01", "best", "2015").root.children[1]
    assert (based.title, based.value, based.rule) == ("base period: 2014", 60, "of 02, 03")
    assert based.detail["fit"] == {
        **{"id": "max(a over period)", "population": "2014", "n": 3},
        **{"parameters": {"max": 60}, "held": {"base": "2014"}},
    }
    first = icma.score(program(best), FIGURES[FIGURES["period"] == 2014])
    later = icma.score(program(best), FIGURES[FIGURES["period"] == 2015], reference=first).explain("01", "best")
    referred = later.root.children[1]
    assert (referred.title, referred.value, referred.rule) == ("an earlier assessment: 2014", 60, "")
    assert referred.detail["fit"] == {
        **{"id": "max(a over period)", "population": "2014", "parameters": {"max": 60}},
        **{"held": {"base": "2014", "reference": first.fingerprint}},
    }


# From value to score ---------------------------------------------------------------------------------

STEPS = (
    YEARLY
    + """\
rounding: 1
variables: [{id: a, title: {es: A, en: A}}, {id: b, title: {es: B, en: B}}]
tree:
  - id: g
    title: {es: G, en: G}
    aggregation: sum
    scale: {method: SCALE}
    rounding: {decimals: 0, method: METHOD}
    gates: [{requires: j, at_least: 50, max_score: 20}]
    children:
      - {id: i, title: {es: I, en: I}, formula: a, direction: higher, scale: {method: goalposts, low: 0, high: 3}}
      - {id: j, title: {es: J, en: J}, formula: b, direction: higher, scale: {method: goalposts, low: 0, high: 1}, rounding: {decimals: 0, parents: exact}}
"""
)

STEP_FIGURES = pd.DataFrame(
    {"entity": ["01", "02", "03"], "period": 2014, "a": [1.0, 2.0, 3.0], "b": [0.126, 0.777, 0.126]}
)


def steps(scale: str = "min_max", method: str = "floor", **options: Any) -> icma.Assessment:
    text = STEPS.replace("SCALE", scale).replace("METHOD", method)
    return icma.score(program(text), STEP_FIGURES, **options)


def test_a_group_goes_from_its_value_to_its_score_step_by_step() -> None:
    entry = steps().explain("03", "g").root
    assert entry.detail["combined"] == entry.value == pytest.approx(112.6)
    assert entry.scale == "min_max(low = 45.9, high = 144.4)"
    assert entry.worked == "1 × 100 + 1 × 12.6 = 112.6"
    assert entry.scaled == (
        "(112.6 - 45.9) / (144.4 - 45.9) * 100 = 67.71573604 (population: 2014, n = 3); "
        "67.71573604 → 67, down; gate 1 (j): 20 at most → 20"
    )
    assert [step["what"] for step in entry.detail["adjustments"]] == ["scale", "rounding", "gate"]
    assert entry.detail["fit"] == {
        **{"id": "scale(g)", "population": "2014", "n": 3},
        "parameters": {"low": pytest.approx(45.9), "high": pytest.approx(144.4)},
    }
    assert entry.score == 20


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "33.33333333 → 33.3, half away from zero"), ("es", "33.33333333 → 33.3, los medios se alejan del cero")],
)
def test_a_rounded_score_tells_what_it_was(language: str, words: str) -> None:
    entry = steps(language=language).explain("01", "i").root
    assert entry.scaled == f"(1 - 0) / (3 - 0) * 100 = 33.33333333; {words}"
    assert entry.detail["adjustments"] == [
        {
            "what": "rounding",
            "decimals": 1,
            "method": "nearest",
            "half": "away",
            "before": pytest.approx(100 / 3),
            "after": 33.3,
        }
    ]
    assert steps().explain("03", "i").root.scaled == "(3 - 0) / (3 - 0) * 100 = 100"


def test_attainments_and_answers_are_rounded_too() -> None:
    text = (
        STEPS[: STEPS.index("tree:")].replace("rounding: 1", "rounding: 0")
        + """\
tree:
  - id: t
    title: {es: T, en: T}
    formula: a
    direction: higher
    attainment: {target: b + max(a over period)}
  - {id: c, title: {es: C, en: C}, criterion: percent}
"""
    )
    draft = read_draft_from_text(text, "sample.yaml")
    ledger = icma.score(_sound(draft, prove=False), STEP_FIGURES.assign(c=33.4)).explain("01")
    reached, answered = ledger.root.children
    assert reached.scaled.endswith(" = 31.98976328; 31.98976328 → 32, half away from zero")
    assert children(reached) == [("variable", "a"), ("variable", "b"), ("statistic", "max(a over period)")]
    assert reached.detail["attainment"]["target_worked"] == "0.126 + max(a over period)[3] = 3.126"
    assert answered.scaled == "min(33.4 / 100, 1) * 100 = 33.4; 33.4 → 33, half away from zero"


def test_what_is_added_up_unrounded_says_so() -> None:
    ledger = steps().explain("01", "g")
    part = ledger.root.children[1]
    assert (part.score, part.contribution, part.detail["counted_as"]) == (13, 12.6, 12.6)
    assert "counts before rounding, 12.6" in ledger.to_text()


@pytest.mark.parametrize(
    ("ties", "worked", "words"),
    [
        ("average", "0 + 1 / 2 + 1 = 1.5", "(beats 0 of 2, ties with 1; population: 2014, n = 3)"),
        ("min", "0 + 1 = 1", "(beats 0 of 2, ties with 1; population: 2014, n = 3; ties take the worst place)"),
        ("max", "1 + 1 = 2", "(beats 0 of 2, ties with 1; population: 2014, n = 3; ties take the best place)"),
        (
            "dense",
            "0 + 1 = 1",
            "(beats 0 of 1 different figures, ties with 1; population: 2014, n = 3; ties share a place and leave no gap)",
        ),
    ],
)
def test_ties_are_told(ties: str, worked: str, words: str) -> None:
    text = STEPS.replace("SCALE", f"rank, ties: {ties}").replace("METHOD", "floor").replace("formula: a", "formula: b")
    entry = icma.score(program(text), STEP_FIGURES).explain("01", "g").root
    assert entry.scaled.startswith(f"{worked} {words}")


def test_figures_of_elsewhere_are_held() -> None:
    two = pd.concat([STEP_FIGURES, STEP_FIGURES.assign(period=2015, a=1.5)])
    text = STEPS.replace("SCALE", "min_max").replace("METHOD", "floor")
    based = icma.score(program(text), two, base_period="2014").explain("01", "g", "2015").root
    fit = based.detail["fit"]
    assert (fit["population"], fit["n"], fit["held"]) == ("2014", 3, {"base": "2014"})
    assert fit["parameters"]["low"] == pytest.approx(45.9)
    referred = icma.score(program(text), STEP_FIGURES.assign(period=2015), reference=steps()).explain("01", "g").root
    assert "n" not in referred.detail["fit"]
    assert referred.detail["fit"]["held"] == {"base": "2014", "reference": steps().fingerprint}


# Sheets ----------------------------------------------------------------------------------------------


def test_statistics_are_plain_figures_and_scores_the_cells_of_their_entries(tmp_path: Path) -> None:
    import openpyxl

    ledger = readers().explain("02", period="2014")
    ledger.to_excel(tmp_path / "ledger.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "ledger.xlsx").active
    line = {path_text(path): row for row, (path, _) in enumerate(ledger.walk_paths(), 5)}
    assert sheet[f"D{line['total/own']}"].value == f"=(E{line['total/own/total']}/2.0)"
    assert sheet[f"E{line['total/own/total']}"].value == f"=E{line['total']}"
    best = line["total/best/max(a over zone)"]
    assert sheet[f"D{best}"].value == 60
    assert "Zone: north, 2014" in [sheet[f"B{best}"].value]
    assert sheet[f"J{best}"].value == "of 02"


@pytest.mark.filterwarnings("ignore")
def test_a_sheet_adds_up_unrounded_scores_as_gates_hold_them(tmp_path: Path) -> None:
    """The total adds up 45.93 …, cut by the gate at 45.4, though the group goes out as 45."""
    text = STEPS.replace("{method: SCALE}", "identity").replace("METHOD", "floor, parents: exact")
    text = text.replace("max_score: 20", "max_score: 45.4").replace("rounding: 1", "rounding: none")
    text = text.replace("aggregation: sum", "aggregation: sum\n    weight: 2", 1)
    ledger = icma.score(program(text), STEP_FIGURES).explain("01")
    (group,) = ledger.root.children
    assert (group.score, group.contribution, group.detail["counted_as"]) == (45, 45.4, 45.4)
    ledger.to_excel(tmp_path / "ledger.xlsx")
    cells = recomputed(tmp_path / "ledger.xlsx")
    assert [cells[name] for name in ("E6", "G6", "E5")] == [45, 45.4, 45.4]


@pytest.mark.filterwarnings("ignore")
def test_a_changed_raw_cell_moves_what_reads_scores(tmp_path: Path) -> None:
    import openpyxl

    ledger = readers().explain("01", period="2015")
    ledger.to_excel(tmp_path / "ledger.xlsx")
    book = openpyxl.load_workbook(tmp_path / "ledger.xlsx")
    line = {path_text(path): row for row, (path, _) in reversed(list(enumerate(ledger.walk_paths(), 5)))}
    book.active[f"D{line['total/g/i/a']}"].value = 80
    book.save(tmp_path / "ledger.xlsx")
    cells = recomputed(tmp_path / "ledger.xlsx")
    assert cells[f"E{line['total']}"] == 80
    assert (cells[f"D{line['total/gain']}"], cells[f"D{line['total/own']}"]) == (80 - 30, 40)
