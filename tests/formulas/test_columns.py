"""The graph of columns: what each reads, in which order they come, and the ways round."""

from __future__ import annotations

import pytest

from icmaml_indicators.formulas import check_formulas, parse
from icmaml_indicators.formulas.columns import Column, ColumnDefinition, define_columns
from icmaml_indicators.formulas.dependence import CycleError, find_cycles, order_columns
from icmaml_indicators.formulas.quantities import parse_quantities
from icmaml_indicators.specs import read_draft_from_text
from tests.conftest import HEAD, program

TREE = (
    HEAD
    + """\
variables:
  - {id: x, title: {es: X, en: X}}
  - {id: size, title: {es: T, en: S}, type: category, options: [big, small]}
aggregation: {method: decision_table, rules: [{when: {g: [low]}, then: bad}, {then: good}]}
levels: [{id: bad, title: {es: M, en: B}}, {id: good, title: {es: B, en: G}}]
tree:
  - id: g
    title: {es: G, en: G}
    levels:
      - {id: low, title: {es: B, en: L}, up_to: {by: size, big: 40, small: 50}}
      - {id: high, title: {es: A, en: H}}
    gates: [{requires: a, at_least: 20, max_level: low}, {requires: b, at_least: 10, max_score: 5}]
    children:
      - {id: a, title: {es: A, en: A}, formula: x * 2, direction: higher, scale: min_max}
      - {id: b, title: {es: B, en: B}, formula: a + x, direction: higher, scale: identity}
      - {id: c, title: {es: C, en: C}, formula: b / x, direction: context}
  - id: h
    title: {es: H, en: H}
    children:
      - id: t
        title: {es: T, en: T}
        formula: x
        direction: higher
        unit: {es: casos, en: cases}
        attainment: {target: a + 1}
"""
)


def graph(text: str) -> dict[Column, ColumnDefinition]:
    found = program(text)
    trees = {leaf.id: parse(leaf.formula) for leaf in found.indicators if leaf.formula is not None}
    return define_columns(found, trees | parse_quantities(found))


def read(found: dict[Column, ColumnDefinition], kind: str, name: str) -> list[str]:
    return [str(column) for column in found[Column(kind, name)].reads]


def test_each_column_reads_what_it_is_made_from() -> None:
    found = graph(TREE)
    assert read(found, "value", "b") == ["a", "x"]
    assert read(found, "score", "b") == ["b"]
    assert read(found, "score", "t") == ["t", "t.target"]
    assert read(found, "value", "t.target") == ["a"]
    assert read(found, "score", "c") == []
    assert read(found, "score", "g") == ["score(a)", "score(b)"]
    assert read(found, "level", "g") == ["score(g)", "g.levels.0.up_to", "score(a)"]
    assert read(found, "value", "g.levels.0.up_to") == ["g.levels.0.up_to[]"]
    assert read(found, "parameter", "g.levels.0.up_to[]") == ["size"]
    assert read(found, "score", "total") == ["level(g)"]
    assert read(found, "level", "total") == ["score(total)"]
    assert Column("level", "a") not in found


def test_what_holds_a_level_back_comes_before_the_score_that_it_does_not_change() -> None:
    found = graph(TREE)
    assert found[Column("score", "g")].after == (Column("score", "a"), Column("value", "g.levels.0.up_to"))


def test_a_relative_scale_waits_for_its_population() -> None:
    found = graph(TREE)
    assert [str(column) for column, definition in found.items() if definition.barrier] == ["score(a)"]
    levels = order_columns(found)
    assert [str(column) for column, level in levels.items() if level == 1] == [
        *("score(a)", "score(g)", "level(g)", "score(total)", "level(total)")
    ]
    assert {level for column, level in levels.items() if column.kind in {"variable", "value"}} == {0}


def test_every_column_comes_after_those_that_it_needs() -> None:
    found = graph(TREE)
    place = {column: number for number, column in enumerate(order_columns(found))}
    for column, definition in found.items():
        assert all(place[needed] < place[column] for needed in (*definition.reads, *definition.after))


def columns(**reads: str) -> dict[Column, ColumnDefinition]:
    return {
        Column("value", name): ColumnDefinition(tuple(Column("value", r) for r in text)) for name, text in reads.items()
    }


def test_a_formula_that_reads_a_score_stands_one_level_higher() -> None:
    a, b = Column("score", "a"), Column("value", "b")
    found = {b: ColumnDefinition((a, Column("level", "g"))), a: ColumnDefinition((), barrier=True)}
    assert order_columns(found)[b] == 2


def test_columns_that_depend_on_themselves_have_no_order() -> None:
    with pytest.raises(CycleError) as caught:
        order_columns(columns(a="bc", b="", c="d", d="a"))
    assert str(caught.value) == "a → c → d → a"


def test_ways_round_have_no_column_in_common() -> None:
    ways = find_cycles(columns(a="b", b="ac", c="d", d="cb", e="e"))
    assert [" ".join(map(str, way)) for way in ways] == ["a b a", "c d c", "e e"]
    assert find_cycles(columns(a="bc", b="c", c="")) == []


def test_a_variable_that_only_cuts_the_levels_of_the_total_is_used() -> None:
    """What is used is what some column reads."""
    tree = """\
variables:
  - {id: x, title: {es: X, en: X}}
  - {id: size, title: {es: T, en: S}, type: category, options: [big, small]}
  - {id: idle, title: {es: O, en: I}}
levels: [{id: low, title: {es: B, en: L}, up_to: {by: size, big: 4, small: 5}}, {id: high, title: {es: A, en: H}}]
tree:
  - {id: a, title: {es: A, en: A}, formula: x * 2, direction: higher, scale: identity}
"""
    draft = read_draft_from_text(HEAD + tree)
    check_formulas(draft)
    assert [d.details["id"] for d in draft.diagnostics if d.code == "IND302"] == ["idle"]


CIRCLE = """\
variables:
  - {{id: x, title: {{es: X, en: X}}}}
tree:
  - id: g
    title: {{es: G, en: G}}
    children:
      - id: h
        title: {{es: H, en: H}}
        children:
          - {{id: a, title: {{es: A, en: A}}, formula: '{a}', direction: {direction}, scale: identity}}
          - {{id: b, title: {{es: B, en: B}}, formula: x, direction: higher, scale: identity}}
"""


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("x + a", "a → a"),
        ("x - lag(a)", "a → a"),
        ("x + score(a)", "a → score(a) → a"),
        ("x + score(h)", "a → score(h) → score(a) → a; `a` counts in `h`: give it `role: informational`"),
        ("mean(score(g) over period)", "a → mean(score(g) over period) → score(g) → score(h) → score(a) → a; "
         "`a` counts in `h`: give it `role: informational`"),
        ("x - lag(score(total))", "a → score(total) → score(g) → score(h) → score(a) → a; "
         "`a` counts in `h`: give it `role: informational`; "
         "`lag` does not open the cycle: the rows of a period are scored together"),
    ],
)  # fmt: skip
def test_a_way_round_is_told_with_what_would_open_it(formula: str, told: str) -> None:
    draft = read_draft_from_text(HEAD + CIRCLE.format(a=formula, direction="higher"))
    check_formulas(draft)
    (found,) = [d for d in draft.diagnostics if d.code == "IND205"]
    assert found.message("en") == f"the formulas form a cycle: {told}"
    assert found.message("es") != found.message("en")


def test_what_counts_nowhere_may_read_the_total() -> None:
    text = HEAD + CIRCLE.format(a="score(total) - score(b)", direction="context")
    draft = read_draft_from_text(text.replace("context, scale: identity", "context"))
    check_formulas(draft)
    assert [d.code for d in draft.diagnostics if d.code.startswith("IND2")] == []


def test_a_gate_that_requires_its_own_node_is_told_as_such() -> None:
    text = HEAD + "gates: [{requires: total, max_score: 10}]\n" + CIRCLE.format(a="x", direction="higher")
    draft = read_draft_from_text(text)
    check_formulas(draft)
    assert {d.code for d in draft.diagnostics} & {"IND205", "IND335"} == {"IND335"}
