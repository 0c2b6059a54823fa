"""Each kind of change, with what it touches worked out by hand: v(alue), s(core), l(evel)."""

from __future__ import annotations

from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.changes.comparing.comparison import Comparison
from icmaml_indicators.changes.comparing.groups import compare_groups
from icmaml_indicators.changes.comparing.leaves import compare_leaves
from icmaml_indicators.diagnostics import MESSAGES
from icmaml_indicators.diagnostics.messages.changes import MESSAGES as CHANGES
from tests.changes.samples import FIGURES, RUBRIC, compared, edited, one, side, told, touched

Edit = tuple[str, str]
RATE_DOWN = {"police_rate": "vs", "safety": "s", "double_rate": "vs", "size": "s", "total": "sl"}
COST_UP = {"cost": "vs", "safety": "s", "total": "sl"}

CASES: list[tuple[str, str, list[Edit], list[tuple[str, str, str]], dict[str, str]]] = [
    # name, program, edits, told, touched
    ("entity", FIGURES, [("entity: municipality", "entity: project")], [("IND604", "total", "entity")],
     RATE_DOWN | COST_UP | {"town": "v"}),
    ("period", FIGURES, [("period: year", "period: [year, semester]")], [("IND605", "total", "period")], {}),
    ("texts", FIGURES, [("en: Sample", "en: A sample"), ("es: Gasto por policía", "es: Gasto entre policías")],
     [("IND606", "total", ""), ("IND606", "cost", "")], {}),
    ("default scale", FIGURES, [("low: 0, high: 10}", "low: 0, high: 20}")], [("IND604", "total", "scale")],
     dict.fromkeys(("police_rate", "cost", "double_rate", "safety", "size"), "s") | {"total": "sl"}),
    ("levels", FIGURES, [("up_to: 50", "up_to: 60")], [("IND633", "total", "levels")], {"total": "l"}),
    ("level title", FIGURES, [("en: Poor", "en: Bad")], [("IND606", "total", "")], {}),
    ("missing", FIGURES, [("entity:", "missing: {undefined: skip}\nentity:")], [("IND633", "total", "missing")],
     {"total": "sl", "safety": "s", "size": "s"}),
    ("unit of a variable", FIGURES, [("unit: {es: pesos, en: pesos}}", "unit: {es: miles, en: thousands}}")],
     [("IND613", "spending", "unit")], COST_UP),
    ("unit reworded", FIGURES, [("unit: {es: pesos, en: pesos}}", "unit: {es: Pesos, en: Mexican pesos}}")],
     [("IND606", "spending", "")], {}),
    ("whole numbers", FIGURES, [("en: Police officers}, type: integer", "en: Police officers}, type: number")],
     [("IND614", "police", "type")], RATE_DOWN | COST_UP | {"town": "v"}),
    ("range", FIGURES, [("en: Spending}, unit", "en: Spending}, range: [0, null], unit")],
     [("IND614", "spending", "range")], COST_UP),
    ("country", FIGURES, [("entity: municipality", "entity: {type: municipality, country: CO}")],
     [("IND604", "total", "entity")], RATE_DOWN | COST_UP | {"town": "v"}),
    ("codes of absence", FIGURES, [("en: Spending}, unit", "en: Spending}, absent: [-999, ND], unit")],
     [("IND614", "spending", "absent")], COST_UP),
    ("headings", FIGURES, [("en: Spending}, unit", "en: Spending}, columns: [GASTO], unit")],
     [("IND607", "spending", "columns")], {}),
    ("order of options", FIGURES, [("[rural, mixed, urban]", "[mixed, rural, urban]")], [("IND613", "kind", "options")],
     {"town": "v"}),
    ("new check", FIGURES, [("tree:", "  - {rule: spending >= police}\ntree:")], [("IND616", "1", "")],
     RATE_DOWN | COST_UP | {"town": "v"}),
    ("check gone", FIGURES, [("checks:\n  - {rule: police <= population, message: {es: Hay más policías que gente, en: More police than people}}\n", "")],
     [("IND616", "–", "")], RATE_DOWN | COST_UP | {"town": "v"}),
    ("new check that warns", FIGURES, [("tree:", "  - {rule: spending >= police, severity: warning}\ntree:")],
     [("IND617", "1", "")], {}),
    ("check rewritten", FIGURES, [("police <= population", "population >= police")], [("IND607", "0", "rule")], {}),
    ("message of a check", FIGURES, [("en: More police", "en: There are more police")], [("IND606", "0", "")], {}),
    ("formula the same", FIGURES, [("police / population * 1000", "1000 * police / population")],
     [("IND629", "police_rate", "formula")], {}),
    ("formula", FIGURES, [("formula: police / population * 1000", "formula: police / population * 100"),
                          ("population: 1000}, expect: 2}", "population: 100}, expect: 2}"),
                          ("population: 1000}, expect: 4}", "population: 100}, expect: 4}")],
     [("IND630", "police_rate", "formula"), ("IND607", "police_rate", "examples"), ("IND607", "double_rate", "examples"),
      ("IND632", "double_rate", "formula")], RATE_DOWN),
    ("formula unproved", FIGURES,
     [("formula: spending / police", "formula: spending / police + 0 * npv(0.1, spending, police)")],
     [("IND631", "cost", "formula")], COST_UP),
    ("direction", FIGURES, [("direction: lower", "direction: higher")], [("IND633", "cost", "direction")],
     {"cost": "s", "safety": "s", "total": "sl"}),
    ("unit", FIGURES, [("es: policías por mil, en: police per thousand}\n", "es: policías, en: officers}\n")],
     [("IND633", "police_rate", "unit")], {}),
    ("own scale", FIGURES, [("direction: lower", "direction: lower\n        scale: min_max")],
     [("IND633", "cost", "scale")], {"cost": "s", "safety": "s", "total": "sl"}),
    ("ties of ranks", FIGURES.replace("direction: lower", "direction: lower\n        scale: rank"),
     [("scale: rank", "scale: {method: rank, ties: min}")], [("IND633", "cost", "scale")],
     {"cost": "s", "safety": "s", "total": "sl"}),
    ("ties as they are by default", FIGURES.replace("direction: lower", "direction: lower\n        scale: rank"),
     [("scale: rank", "scale: {method: rank, ties: average}")], [], {}),
    ("range of results", FIGURES, [("direction: lower", "direction: lower\n        range: [0, 9]")],
     [("IND607", "cost", "range")], {}),
    ("how chance moves it", FIGURES, [("direction: lower", "direction: lower\n        variation: rate")],
     [("IND607", "cost", "variation")], {}),
    ("a proportion, of which more than the whole is rejected", FIGURES,
     [("direction: lower", "direction: lower\n        variation: proportion")], [("IND633", "cost", "variation")], COST_UP),
    ("provenance", FIGURES, [("direction: lower", "direction: lower\n        provenance: {status: documented, source: X}")],
     [("IND607", "cost", "provenance")], {}),
    ("examples", FIGURES, [("expect: 2.5}]", "expect: 2.5}, {given: {spending: 9, police: 3}, expect: 3}]")],
     [("IND607", "cost", "examples")], {}),
    ("weights", FIGURES, [("direction: lower\n        weight: 1", "direction: lower\n        weight: 3")],
     [("IND635", "safety", "")], {"safety": "s", "total": "sl"}),
    ("aggregation", FIGURES, [("en: Safety}", "en: Safety}\n    aggregation: min")], [("IND633", "safety", "aggregation")],
     {"safety": "s", "total": "sl"}),
    ("aggregation of nothing scored", FIGURES.replace("scale: {method: goalposts, low: 0, high: 10}", "scale: none"),
     [("en: Safety}", "en: Safety}\n    aggregation: min")], [("IND607", "safety", "aggregation")], {}),
    ("weights of nothing scored", FIGURES.replace("scale: {method: goalposts, low: 0, high: 10}", "scale: none"),
     [("direction: lower\n        weight: 1", "direction: lower\n        weight: 3")], [("IND607", "cost", "weight")], {}),
    ("weights that a minimum does not use", FIGURES.replace("en: Safety}", "en: Safety}\n    aggregation: min"),
     [("direction: lower\n        weight: 1", "direction: lower\n        weight: 3")], [("IND607", "safety", "weight")], {}),
    ("shown and no longer counted", FIGURES,
     [("direction: lower\n        weight: 1", "direction: lower\n        role: informational")],
     [("IND633", "cost", "role")], {"safety": "s", "total": "sl"}),
    ("a group that is shown and no longer counted", FIGURES,
     [("en: Safety}\n    weight: 1", "en: Safety}\n    role: informational")], [("IND633", "safety", "role")], {"total": "sl"}),
    ("counted by nobody, and only shown", FIGURES, [("direction: context", "direction: context\n        role: informational")],
     [("IND607", "town", "role")], {}),
    ("rounding of one", FIGURES, [("direction: lower", "direction: lower\n        rounding: 1")],
     [("IND633", "cost", "rounding")], {"cost": "s", "safety": "s", "total": "sl"}),
    ("rounding of a group", FIGURES, [("en: Safety}", "en: Safety}\n    rounding: {decimals: 1, method: floor}")],
     [("IND633", "safety", "rounding")], {"safety": "s", "total": "sl"}),
    ("imputation of one", FIGURES.replace("direction: lower", "direction: lower\n        scale: min_max"),
     [("scale: min_max", "scale: min_max\n        imputation: median")], [("IND633", "cost", "imputation")],
     {"cost": "s", "safety": "s", "total": "sl"}),
    ("imputation of all", FIGURES.replace("direction: lower", "direction: lower\n        scale: min_max"),
     [("entity:", "imputation: [linear, last]\nentity:")], [("IND604", "total", "imputation")],
     dict.fromkeys(("police_rate", "cost", "double_rate", "safety", "size"), "s") | {"total": "sl"}),
    ("imputation written out", FIGURES.replace("direction: lower", "direction: lower\n        scale: min_max\n        imputation: mean"),
     [("imputation: mean", "imputation: {methods: [mean], over: period, at_least: 1}")], [], {}),
    ("treatment of one", FIGURES.replace("direction: lower", "direction: lower\n        scale: min_max"),
     [("scale: min_max", "scale: min_max\n        treatment: winsorise")], [("IND633", "cost", "treatment")],
     {"cost": "s", "safety": "s", "total": "sl"}),
    ("treatment of all", FIGURES.replace("direction: lower", "direction: lower\n        scale: min_max"),
     [("entity:", "treatment: [winsorise, log]\nentity:")], [("IND604", "total", "treatment")],
     {"cost": "s", "safety": "s", "total": "sl"}),
    ("treatment written out", FIGURES.replace("direction: lower", "direction: lower\n        scale: min_max\n        treatment: winsorise"),
     [("treatment: winsorise", "treatment: {methods: [winsorise], at_most: 5, skewness: 2.0}")], [], {}),
    ("rounding of all", FIGURES, [("entity:", "rounding: 3\nentity:")], [("IND604", "total", "rounding")],
     dict.fromkeys(("police_rate", "cost", "double_rate", "safety", "size"), "s") | {"total": "sl"}),
    ("rounding of all that one switches off", FIGURES.replace("direction: lower", "direction: lower\n        rounding: none"),
     [("entity:", "rounding: 3\nentity:")], [("IND604", "total", "rounding")],
     dict.fromkeys(("police_rate", "double_rate", "safety", "size"), "s") | {"total": "sl"}),
    ("rounding that is said of each instead of all", FIGURES.replace("entity:", "rounding: 3\nentity:"),
     [("direction: lower", "direction: lower\n        rounding: {decimals: 3, half: away}")], [], {}),
    ("what the group above adds up", FIGURES.replace("direction: lower", "direction: lower\n        rounding: 3"),
     [("rounding: 3", "rounding: {decimals: 3, parents: exact}")], [("IND633", "cost", "rounding")],
     {"cost": "s", "safety": "s", "total": "sl"}),
    ("rounding of nothing scored", FIGURES, [("direction: context", "direction: context\n        rounding: 0")],
     [("IND607", "town", "rounding")], {}),
    ("rounding of all where nothing is scored",
     FIGURES.replace("scale: {method: goalposts, low: 0, high: 10}", "scale: none"),
     [("entity:", "rounding: 3\nentity:")], [("IND607", "total", "rounding")], {}),
    ("scale of a group", FIGURES, [("en: Safety}", "en: Safety}\n    scale: {method: rank, ties: min}")],
     [("IND633", "safety", "scale")], {"safety": "s", "total": "sl"}),
    ("ties within the scale of a group", FIGURES.replace("en: Safety}", "en: Safety}\n    scale: rank"),
     [("scale: rank", "scale: {method: rank, ties: dense}")], [("IND633", "safety", "scale")],
     {"safety": "s", "total": "sl"}),
    ("a value that is the score", FIGURES, [("en: Safety}", "en: Safety}\n    scale: none")], [], {}),
    ("a value that is the score, said otherwise", FIGURES, [("en: Safety}", "en: Safety}\n    scale: identity")], [], {}),
    ("scale of a group in which nothing is scored",
     FIGURES.replace("scale: {method: goalposts, low: 0, high: 10}", "scale: none"),
     [("en: Safety}", "en: Safety}\n    scale: rank")], [("IND607", "safety", "scale")], {}),
    ("target", FIGURES.replace("direction: lower", "direction: lower\n        attainment: {target: 3}"),
     [("{target: 3}", "{target: 4}")], [("IND633", "cost", "attainment.target")],
     {"cost": "s", "safety": "s", "total": "sl"}),
    ("target of a further year", FIGURES.replace("direction: lower", "direction: lower\n        attainment: {target: {2024: 3}}"),
     [("{2024: 3}", "{2024: 3, 2025: 2}")], [("IND634", "cost", "attainment.target")],
     {"cost": "s", "safety": "s", "total": "sl"}),
    ("lights", FIGURES.replace("direction: lower", "direction: lower\n        attainment: {target: 3}"),
     [("{target: 3}", "{target: 3, lights: {green: [95, 105]}}")], [("IND633", "cost", "attainment.lights")],
     {"cost": "l"}),
    # Rubrics
    ("credit", RUBRIC, [("credit: 1/2", "credit: 3/4")], [("IND620", "depth", "")],
     {"a": "vs", "first": "s", "c": "vs", "second": "s", "total": "sl"}),
    ("spelling of an answer", RUBRIC, [("credit: 1/2", "credit: 1/2, words: [medio]")], [("IND621", "depth", "")],
     {"a": "vs", "first": "s", "c": "vs", "second": "s", "total": "sl"}),
    ("kind of answer", RUBRIC, [("points: 5, criterion: {answer: depth}", "points: 5, criterion: {answer: yes_no}")],
     [("IND633", "c", "criterion.answer")], {"c": "vs", "second": "s", "total": "sl"}),
    ("unused kind of answer", RUBRIC, [("tree:", "  - {id: spare, amount: {cap: 4}}\ntree:")], [("IND607", "spare", "answers")], {}),
    ("kind of answer called otherwise", RUBRIC, [("id: depth", "id: reach"), ("answer: depth", "answer: reach")],
     [("IND607", "depth", "answers"), ("IND607", "reach", "answers")], {}),
    ("evidence", RUBRIC, [("evidence: required", "evidence: optional")], [("IND633", "b", "criterion.evidence")],
     {"b": "vs", "first": "s", "total": "sl"}),
    ("not applicable", RUBRIC, [("not_applicable: reweight", "not_applicable: full")],
     [("IND633", "b", "criterion.not_applicable")], {"b": "vs", "first": "s", "total": "sl"}),
    ("points", RUBRIC, [("points: 5", "points: 15")], [("IND635", "total", "")], {"total": "sl"}),
    ("all points doubled", RUBRIC, [("points: 5", "points: 10"), ("points: 2", "points: 4"), ("points: 3", "points: 6")],
     [], {}),
    ("gate", RUBRIC, [("at_least: 50", "at_least: 100")], [("IND633", "first", "gates")], {"first": "sl", "total": "sl"}),
    ("gate strictly above", RUBRIC, [("at_least: 50", "above: 50")], [("IND633", "first", "gates")], {"first": "sl", "total": "sl"}),
    ("gate by answer", RUBRIC, [("at_least: 50", "at_least: some")], [], {}),
    ("new model", RUBRIC, [("tree:", "models: [{id: m, title: {es: M, en: M}, equal_at: criteria}]\ntree:")],
     [("IND634", "m", "models")], {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "edits", "changes", "parts"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_a_change_is_told_once_and_touches_what_it_touches(
    text: str, edits: list[Edit], changes: list[tuple[str, str, str]], parts: dict[str, str]
) -> None:
    found = compared(text, *edits)
    assert told(found) == changes, found.render()
    assert touched(found) == parts


@pytest.mark.parametrize(("text", "edits"), [case[1:3] for case in CASES], ids=[case[0] for case in CASES])
def test_the_way_back_has_the_same_effects(text: str, edits: list[Edit]) -> None:
    """What is touched on the way there is touched on the way back."""
    there, back = compared(text, *edits), icma.diff(icma.loads(edited(text, *edits)), icma.loads(text))
    if ("period: year", "period: [year, semester]") not in edits:  # more is additive, less is not
        assert touched(there) == touched(back)
    assert bool(there.changes) == bool(back.changes)


def test_messages_show_both_and_the_effect_follows_from_the_code() -> None:
    found = compared(
        FIGURES, ("formula: spending / police", "formula: spending / police * 2"), ("expect: 2.5", "expect: 5")
    )
    change = found.changes[0]
    assert change.effect == "breaking"
    assert change.message("en") == "the formula of `cost` is another: spending / police → spending / police * 2"
    assert change.message("es") == "la fórmula de `cost` es otra: spending / police → spending / police * 2"


def test_roundings_are_told_as_they_are_written() -> None:
    text = FIGURES.replace("direction: lower", "direction: lower\n        rounding: {decimals: 0, half: even}")
    found = compared(text, ("{decimals: 0, half: even}", "none"), ("entity:", "rounding: {decimals: 2}\nentity:"))
    assert [change.message() for change in found.changes] == [
        "`rounding` of the program: none → 2",
        "`rounding` of `cost`: 0, half even → none",
    ]


def test_shares_are_told_once_in_percent() -> None:
    found = compared(FIGURES, ("direction: lower\n        weight: 1", "direction: lower\n        weight: 3"))
    assert one(found).message() == "weights within `safety`: police_rate 50 % → 25 %, cost 50 % → 75 %"


def test_an_indicator_taken_out_of_a_formula_changes_nothing() -> None:
    """The helper is new; what reads it comes down to the same variables."""
    found = compared(
        FIGURES,
        (
            "  - id: size",
            "      - {id: base, title: {es: Base, en: Base}, formula: police * 1000, direction: context, examples: "
            "[{given: {police: 1}, expect: 1000}]}\n  - id: size",
        ),
        ("formula: police / population * 1000", "formula: base / population"),
    )
    assert told(found) == [("IND629", "police_rate", "formula"), ("IND622", "base", "")]
    assert touched(found) == {}


def test_an_indicator_that_context_adds_leaves_scores_alone_and_one_that_is_scored_does_not() -> None:
    twin = "      - {id: twin, title: {es: T, en: T}, formula: spending, direction: %s, examples: [{given: {spending: 1}, expect: 1}]}\n"
    quiet = compared(FIGURES, ("  - id: size", twin % "context" + "  - id: size"))
    assert told(quiet) == [("IND622", "twin", "")]
    assert touched(quiet) == {}
    loud = compared(FIGURES, ("  - id: size", twin % "higher" + "  - id: size"))
    assert told(loud) == [("IND623", "twin", "")]
    assert touched(loud) == {"safety": "s", "total": "sl"}
    back = icma.diff(
        icma.loads(edited(FIGURES, ("  - id: size", twin % "higher" + "  - id: size"))), icma.loads(FIGURES)
    )
    assert told(back) == [("IND624", "twin", "")]


def test_what_is_new_and_only_shown_leaves_scores_alone() -> None:
    shown = (
        "      - {id: shown, title: {es: M, en: M}, role: informational, formula: spending, direction: higher, "
        "examples: [{given: {spending: 1}, expect: 1}]}\n"
    )
    found = compared(FIGURES, ("  - id: size", shown + "  - id: size"))
    assert told(found) == [("IND622", "shown", "")]
    assert touched(found) == {}
    beside = shown.replace("shown", "loud").replace("role: informational, ", "")
    both = compared(FIGURES, ("  - id: size", shown + beside + "  - id: size"))
    assert told(both) == [("IND622", "shown", ""), ("IND623", "loud", "")]
    assert touched(both) == {"safety": "s", "total": "sl"}


@pytest.mark.parametrize(
    ("node", "shown"),
    [("cost", ("direction: lower\n        weight: 1", "direction: lower\n        role: informational")),
     ("safety", ("en: Safety}\n    weight: 1", "en: Safety}\n    role: informational"))],
)  # fmt: skip
def test_a_rounding_of_what_is_only_shown_touches_that_alone(node: str, shown: Edit) -> None:
    text = edited(FIGURES, shown)
    indent = shown[1].partition("role")[0].rpartition("\n")[2]
    rounded = edited(text, (shown[1], f"{shown[1]}\n{indent}rounding: 1"))
    found = Comparison.of(side(text, "old.yaml"), side(rounded, "new.yaml"))
    compare_leaves(found)
    compare_groups(found)
    assert [(change.code, change.subject, change.key) for change in found.changes] == [("IND633", node, "rounding")]
    assert dict(found.scores) == {node: {node}}


def test_a_moved_indicator_changes_the_scores_of_both_groups() -> None:
    block = FIGURES[FIGURES.index("      - id: cost") : FIGURES.index("  - id: size")]
    found = compared(FIGURES, (block, ""), ("      - id: double_rate", block + "      - id: double_rate"))
    assert told(found) == [("IND628", "cost", "")]
    assert touched(found) == {"safety": "s", "size": "s", "total": "sl"}
    town = FIGURES[FIGURES.index("      - id: town") :]
    quiet = compared(FIGURES, (town, ""), ("  - id: size", town + "  - id: size"))
    assert told(quiet) == [("IND627", "town", "")]
    assert touched(quiet) == {}


def test_a_criterion_that_becomes_a_figure_is_another_measure() -> None:
    old = RUBRIC.replace(
        "answers:", "variables: [{id: x, title: {es: X, en: X}}]\nchecks: [{rule: x >= 0}]\nscale: identity\nanswers:"
    )
    new = old.replace(
        "points: 5, criterion: {answer: depth}}",
        "points: 5, formula: x, direction: higher, examples: [{given: {x: 1}, expect: 1}]}",
    )
    found = icma.diff(icma.loads(old), icma.loads(new))
    assert ("IND633", "c", "formula") in told(found)
    assert touched(found) == {"c": "vs", "second": "s", "total": "sl"}


DECISION = """\
spec: 1
id: lights
version: "1"
title: {es: Luces, en: Lights}
entity: state
period: year
provenance: user
levels: [{id: red, title: {es: Rojo, en: Red}}, {id: green, title: {es: Verde, en: Green}}]
variables: [{id: x, title: {es: X, en: X}}, {id: y, title: {es: Y, en: Y}}]
aggregation:
  method: decision_table
  rules:
    - {when: {a: high, b: high}, then: green}
    - {when: {}, then: red}
scale: identity
tree:
  - id: a
    title: {es: A, en: A}
    formula: x
    direction: higher
    levels: &l
    examples: [{given: {x: 1}, expect: 1}]
  - id: b
    title: {es: B, en: B}
    formula: y
    direction: higher
    levels: &l
    examples: [{given: {y: 1}, expect: 1}]
""".replace("&l", "[{id: low, title: {es: Bajo, en: Low}, up_to: 1}, {id: high, title: {es: Alto, en: High}}]")


def test_a_decision_table_is_what_it_answers() -> None:
    same = compared(DECISION, ("    - {when: {a: high, b: high}, then: green}\n    - {when: {}, then: red}",
                               "    - {when: {a: low}, then: red}\n    - {when: {b: low}, then: red}\n    - {when: {}, then: green}"))  # fmt: skip
    assert told(same) == []
    other = compared(DECISION, ("{when: {a: high, b: high}, then: green}", "{when: {b: high}, then: green}"))
    assert told(other) == [("IND636", "total", "aggregation")]
    assert one(other).message().endswith("otherwise in 1 of 4 combinations, for example a = low, b = high: red → green")
    assert touched(other) == {"total": "sl"}
    cut = compared(
        DECISION,
        (
            "direction: higher\n    levels: [{id: low, title: {es: Bajo, en: Low}, up_to: 1}",
            "direction: higher\n    levels: [{id: low, title: {es: Bajo, en: Low}, up_to: 2}",
        ),
    )
    assert touched(cut) == {"a": "l", "b": "l", "total": "sl"}


def test_every_message_of_a_change_reads_in_both_languages() -> None:
    assert all(f"IND{number}" not in MESSAGES or MESSAGES[f"IND{number}"].es for number in range(600, 640))
    assert {code[:4] for code in CHANGES} == {"IND6"}


def test_objectives_of_a_matrix_are_texts_and_its_weights_are_not(tmp_path: Path) -> None:
    from icmaml_indicators.sources.builtin import builtin_paths

    path = builtin_paths()["mir_public_lighting"]
    text = path.read_text(encoding="utf-8")
    other = tmp_path / "other.yaml"
    other.write_text(text.replace("id: safer_nights\n", "id: calmer_nights\n"), encoding="utf-8")
    change = one(icma.diff(path, other))
    assert (change.code, change.key, change.old, change.new) == ("IND607", "matrix", "safer_nights", "calmer_nights")
    weighty = tmp_path / "weighty.yaml"
    weighty.write_text(text.replace("matrix:\n", "matrix:\n  weights: {goal: 40}\n"), encoding="utf-8")
    change = one(icma.diff(path, weighty))
    assert (change.code, change.subject) == ("IND635", "total")
    assert "goal 10 % → 30.77 %" in change.message()
