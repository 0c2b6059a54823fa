"""Breaks go where figures go: through formulas, scores and statistics; nothing is worked out across one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icmaml_indicators.engine.breaks import breaks_of, refuse_statistics_across_breaks
from icmaml_indicators.engine.compiled import CompiledProgram, compile_program
from icmaml_indicators.errors import IncomparableError
from icmaml_indicators.formulas import parse
from icmaml_indicators.specs import read_draft_from_text
from icmaml_indicators.specs.model.periods import PeriodPoint
from tests.conftest import HEAD, program

LEAF = "  - {{id: {id}, title: {{es: T, en: T}}, direction: {direction}, formula: '{formula}'{more}}}\n"
BROKEN = ', scale: identity, valid_from: "2015-S1", comparable: false, break_note: {es: Otra, en: Another}'
POINTS = [PeriodPoint("semester", 2014 * 2), PeriodPoint("semester", 2015 * 2)]


def compiled(**formulas: str) -> CompiledProgram:
    """Return a program with a broken leaf `a` in a group `g`, and leaves that read what they read."""
    head = HEAD + "variables:\n  - {id: x, title: {es: X, en: X}}\n  - {id: y, title: {es: Y, en: Y}}\ntree:\n"
    head += "  - id: g\n    title: {es: G, en: G}\n    children:\n"
    head += "    " + LEAF.format(id="a", formula="x", direction="higher", more=BROKEN)
    head += "    " + LEAF.format(id="b", formula="y", direction="higher", more=", scale: identity")
    plain = compile_program(program(head))
    text = head + "".join(LEAF.format(id=n, formula=f, direction="context", more="") for n, f in formulas.items())
    found = read_draft_from_text(text).program
    assert found is not None
    trees = {leaf.id: parse(leaf.formula) for leaf in found.indicators if leaf.formula is not None}
    return replace(plain, program=found, trees=trees)


@pytest.mark.parametrize(
    ("formula", "broken"),
    [
        ("a + y", True),
        ("b", False),
        ("score(a)", True),
        ("score(g) - lag(score(g))", True),
        ("score(b)", False),
        ("score(total)", True),
        ("max(a over period)", True),
        ("y / max(mean(score(g) over period) over period)", True),
        ("max(y over all)", False),
    ],
)
def test_what_reads_a_broken_figure_has_its_break(formula: str, broken: bool) -> None:
    found = breaks_of(compiled(r=formula))
    assert [str(each) for each in found["r"]] == (["2015-S1 a"] if broken else [])
    assert [str(each) for each in found["g"]] == ["2015-S1 a"]
    assert found["b"] == ()


@pytest.mark.parametrize(
    "formula", ["a / max(a over all)", "y - mean(score(g) over entity)", "max(2 * a over all) + y"]
)
def test_no_statistic_is_over_figures_of_both_sides(formula: str) -> None:
    with pytest.raises(IncomparableError, match="`r`") as caught:
        refuse_statistics_across_breaks(compiled(r=formula), POINTS)
    assert "over period" in str(caught.value)


@pytest.mark.parametrize("formula", ["a / max(a over period)", "y / max(y over all)", "lag(a) + count(b over entity)"])
def test_each_period_by_itself_and_what_has_no_break_may_be_compared(formula: str) -> None:
    refuse_statistics_across_breaks(compiled(r=formula), POINTS)


def test_periods_of_one_side_may_be_compared() -> None:
    refuse_statistics_across_breaks(compiled(r="max(a over all)"), POINTS[1:])
