"""Groups that ask for a share of their own children to have a score, by number or by weight."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program

YEARLY = HEAD.replace("semester", "year")
LEAF = "direction: higher, scale: identity"


def spec(missing: str, aggregation: str = "arithmetic_mean") -> str:
    return (
        YEARLY
        + f"""\
tree:
  - id: pillar
    title: {{es: P, en: P}}
    aggregation: {aggregation}
    missing: {{not_reported: skip, {missing}}}
    children:
      - {{id: a, title: {{es: A, en: A}}, {LEAF}, weight: 5}}
      - {{id: b, title: {{es: B, en: B}}, {LEAF}, weight: 2}}
      - {{id: c, title: {{es: C, en: C}}, {LEAF}, weight: 2}}
      - id: inner
        title: {{es: I, en: I}}
        missing: {{not_reported: skip, empty: no_score}}
        children: [{{id: d, title: {{es: D, en: D}}, {LEAF}}}, {{id: e, title: {{es: E, en: E}}, {LEAF}}}]
"""
    )


def scored(missing: str, aggregation: str = "arithmetic_mean", **figures: Any) -> icma.Assessment:
    row = {"entity": "01001", "period": 2020, **dict.fromkeys("abcde"), **figures}
    return icma.score(program(spec(missing, aggregation)), pd.DataFrame([row]), language="en")


def state(found: icma.Assessment, node: str = "pillar") -> tuple[float | None, str]:
    entry = found.explain("01001", node).root
    return entry.score, entry.reason


@pytest.mark.parametrize("aggregation", ["arithmetic_mean", "median", "{method: staircase, by: children}"])
def test_a_share_by_number_is_of_the_children_themselves(aggregation: str) -> None:
    """Three of four children have a score, though `inner` rests on half of its own."""
    figures = {"a": 40, "b": 40, "d": 40}
    assert state(scored("min_children: 0.75", aggregation, **figures))[1] == ""
    assert state(scored("min_children: 0.76", aggregation, **figures)) == (None, "low_coverage")


def test_a_share_by_weight_counts_what_children_weigh() -> None:
    """`a` weighs 5 of 10; the other three together as much."""
    assert state(scored("min_children_weight: 0.5", a=40)) == (40, "")
    assert state(scored("min_children_weight: 0.5", b=40, c=40)) == (None, "low_coverage")
    assert state(scored("min_children_weight: 0.5", b=40, c=40, d=40)) == (40, "")


def test_both_shares_must_be_there() -> None:
    both = "min_children: 0.5, min_children_weight: 0.5"
    assert state(scored(both, a=40))[1] == "low_coverage"
    assert state(scored(both, b=40, c=40))[1] == "low_coverage"
    assert state(scored(both, a=40, e=40))[1] == ""


def test_what_does_not_apply_is_not_asked_for() -> None:
    assert state(scored("min_children: 1", a=40, b="n/a", c="n/a", d=40))[1] == ""
    kept = "min_children: 0.5, not_applicable: zero"
    assert state(scored(kept, a=40, b="n/a", c="n/a", d="n/a", e="n/a"))[1] == "low_coverage"


def test_a_child_that_counts_as_zero_is_not_there() -> None:
    figures = {"a": 40, "d": 40}
    zero = spec("min_children: 0.75").replace("not_reported: skip, min", "not_reported: zero, min")
    row = {"entity": "01001", "period": 2020, **dict.fromkeys("abcde"), **figures}
    found = icma.score(program(zero), pd.DataFrame([row]))
    assert state(found) == (None, "low_coverage")


def test_a_group_that_is_zero_because_nothing_was_handed_in_has_a_score() -> None:
    text = spec("min_children: 0.5").replace("empty: no_score", "empty: zero")
    row = {"entity": "01001", "period": 2020, **dict.fromkeys("abcde"), "a": 40}
    found = icma.score(program(text), pd.DataFrame([row]))
    assert found.explain("01001", "inner").root.score == 0
    assert state(found)[1] == ""


def test_the_ledger_and_the_finding_say_how_many_of_how_many() -> None:
    found = scored("min_children: 0.66, min_children_weight: 0.8", b=40, c=40)
    entry = found.explain("01001", "pillar").root
    assert entry.detail["parts_scored"] == {"scored": 2, "of": 4, "weight": 0.4}
    assert entry.worked == "parts with a score: 2 of 4 (needs 0.66; needs 0.8 of the weight, they have 0.4)"
    (line,) = (line for line in found.findings.itertuples() if line.code == "IND747")
    asked = "66 % of the parts, 80 % of the weight is asked for"
    assert line.message == f"2 of 4 parts have a score (40 % of the weight); {asked}"


def test_nobody_is_told_where_enough_is_there_or_nothing_applies() -> None:
    assert "IND747" not in set(scored("min_children: 0.66", a=40, b=40, c=40).findings["code"])
    gone = scored("min_children: 0.66", **dict.fromkeys("abcde", "n/a"))
    assert state(gone) == (None, "not_applicable")
    assert "IND747" not in set(gone.findings["code"])


def test_the_program_asks_where_a_group_says_nothing() -> None:
    text = spec("empty: no_score").replace("tree:", "missing: {not_reported: skip, min_children: 1}\ntree:")
    text = text.replace("    missing: {not_reported: skip, empty: no_score}\n", "", 1)
    row = {"entity": "01001", "period": 2020, **dict.fromkeys("abcde"), "a": 40, "b": 40, "c": 40}
    assert state(icma.score(program(text), pd.DataFrame([row])))[1] == "low_coverage"


def test_an_imputed_figure_gives_a_score_that_coverage_does_not_count() -> None:
    text = spec("min_children: 1, min_coverage: 0.4").replace("{id: b,", "{id: b, imputation: median,")
    rows = [{"entity": f"0100{n}", "period": 2020, **dict.fromkeys("abcde", 40)} for n in (1, 2)]
    rows[0]["b"] = None
    found = icma.score(program(text), pd.DataFrame(rows))
    assert state(found) == (40, "")
    assert found.coverage["pillar"].iloc[0] == pytest.approx(0.8)
