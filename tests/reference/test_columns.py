"""What the reference itself computes of scores and populations in formulas, scales of groups and rounding, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from typing import Any

import pytest

from tests.reference import formulas
from tests.reference.figures import NOT_APPLICABLE, NOT_REPORTED, UNDEFINED, Absent, rounded_as
from tests.reference.scorer import Reference, Row, Scored

VARIABLES = [{"id": "a"}, {"id": "b"}, {"id": "region", "type": "category", "options": ["north", "south"]}]


def indicator(name: str, formula: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "formula": formula, "direction": "higher", "scale": "identity", **more}


def spec(*tree: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"period": "year", "variables": VARIABLES, "tree": list(tree), **more}


def row(entity: str, a: Any, b: Any = 0, region: Any = "north", year: int = 2024) -> Row:
    cells = {"a": a, "b": b, "region": region}
    read = {name: cell if isinstance(cell, Absent | str) else Fraction(str(cell)) for name, cell in cells.items()}
    return Row(entity, str(year), year, year, read)


def scores(found: Sequence[Scored], name: str) -> list[Any]:
    return [scored.outcomes[name].score for scored in found]


def statistic(formula: str, rows: Sequence[Row]) -> list[Any]:
    return scores(Reference(spec(indicator("i", formula))).score(rows), "i")


FOUR = [row("e1", 2, 1), row("e2", 6, 3), row("e3", 6, 0, "south"), row("e4", 10, 4, "south")]


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("min(a over period)", [2, 2, 2, 2]),
        ("max(a over region)", [6, 6, 10, 10]),
        ("100 * a / max(a over region)", [Fraction(100, 3), 100, 60, 100]),
        ("a - mean(a over region)", [-2, 2, -2, 2]),
        ("median(a over period)", [6, 6, 6, 6]),
        ("sum(a * b over period)", [60, 60, 60, 60]),
        ("sd(a over region)", [sqrt(8)] * 4),
        ("sd_n(a over region)", [2, 2, 2, 2]),
        ("count(1 over region)", [2, 2, 2, 2]),
        ("weighted_mean(a, b over period)", [Fraction(60, 8)] * 4),
        ("quantile(a, 0.25 over period)", [5, 5, 5, 5]),
        ("quantile(a, 0.9 over period)", [Fraction(44, 5)] * 4),
        ("rank(a over period)", [1, Fraction(5, 2), Fraction(5, 2), 4]),
        ('rank(a, "min" over period)', [1, 2, 2, 4]),
        ('rank(-a, "max" over period)', [4, 3, 3, 1]),
        ('rank(a, "dense" over period)', [1, 2, 2, 3]),
        ("percentile_rank(a over period)", [0, 50, 50, 100]),
        ('percentile_rank(a, "min" over period)', [0, Fraction(100, 3), Fraction(100, 3), 100]),
        ('percentile_rank(a, "dense" over period)', [0, 50, 50, 100]),
        ("last(a over region)", [4, 4, 8, 8]),  # several of one period: their mean
        ("max(mean(a over region) over period)", [8, 8, 8, 8]),
        ('if_else(region in ("south", "east"), 1, 2)', [2, 2, 1, 1]),
        ("choose(a < 3, 1, a < 7, 1 / (a - 2), 3)", [1, Fraction(1, 4), Fraction(1, 4), 3]),
    ],
)
def test_statistics_of_four_figures(formula: str, wanted: list[Any]) -> None:
    assert statistic(formula, FOUR) == pytest.approx(wanted)


def test_who_is_in_a_population_and_who_reads_it() -> None:
    rows = [
        row("e1", NOT_APPLICABLE),
        row("e2", 4),
        row("e3", 6, region=NOT_REPORTED),
        row("e4", NOT_REPORTED, 1, "south"),
    ]
    assert statistic("mean(a over region)", rows) == [4, 4, NOT_REPORTED, UNDEFINED]
    assert statistic("count(a over region)", rows) == [1, 1, NOT_REPORTED, 0]
    assert statistic("rank(a over region)", rows) == [NOT_APPLICABLE, 1, NOT_REPORTED, NOT_REPORTED]
    assert statistic("rank(a over period)", rows) == [NOT_APPLICABLE, 1, 2, NOT_REPORTED]
    assert statistic("weighted_mean(a, b over period)", rows) == [UNDEFINED] * 4  # nothing weighs
    assert statistic("sd(a over region)", rows)[1] == UNDEFINED


def test_populations_along_time() -> None:
    rows = [
        row("e1", 1, year=2023),
        row("e1", 3, year=2024),
        row("e2", 5, year=2023),
        row("e2", NOT_REPORTED, year=2024),
    ]
    assert statistic("max(a over period)", rows) == [5, 3, 5, 3]
    assert statistic("max(a over all)", rows) == [5] * 4
    assert statistic("mean(a over entity)", rows) == [2, 2, 5, 5]
    assert statistic("last(a over entity)", rows) == [3, 3, 5, 5]
    assert statistic("lag(max(a over period))", rows) == [NOT_REPORTED, 5, NOT_REPORTED, 5]
    assert statistic("max(lag(a) over period)", rows) == [UNDEFINED, 5, UNDEFINED, 5]


def test_words_are_known_by_their_place() -> None:
    def reads(text: str) -> list[formulas.Source]:
        return [found for found, _ in formulas.sources(formulas.parsed(text))]

    assert reads("max(over, score) + level") == ["over", "score", "level"]
    (over,) = reads("max(over over over)")
    assert isinstance(over, formulas.Statistic)
    assert over.population == "over"
    assert reads("lag(a, 2) + score(g)") == ["a", formulas.NodeFigure("score", "g")]
    assert [back for _, back in formulas.sources(formulas.parsed("lag(a + lag(b), 2)"))] == [2, 3]


LEVELS = [{"id": "low", "up_to": 5}, {"id": "high"}]
PART = {"id": "part", "children": [indicator("x", "a"), indicator("y", "b")]}


def test_scores_and_levels_feed_formulas() -> None:
    tree = [
        PART | {"levels": LEVELS, "missing": {"not_reported": "skip"}},
        indicator("gap", "score(part) - score(x)", role="informational"),
        indicator("gain", "score(total) - lag(score(total))", role="informational"),
        indicator("alarm", 'level(part) == "low" and score(part) < 4', role="informational"),
        indicator("kind", 'level(part) in ("low", "none")', role="informational"),
    ]
    rows = [
        row("e1", 2, 4, year=2023),
        row("e1", 6, 8),
        row("e2", NOT_REPORTED, 9, year=2023),
        row("e2", *[NOT_REPORTED] * 2),
    ]
    found = Reference(spec(*tree)).score(rows)
    assert scores(found, "total") == [3, 7, 9, NOT_REPORTED]
    assert scores(found, "gap") == [1, 1, NOT_REPORTED, NOT_REPORTED]
    assert scores(found, "gain") == [NOT_REPORTED, 4, NOT_REPORTED, NOT_REPORTED]
    assert scores(found, "alarm") == [1, 0, 0, NOT_REPORTED]
    assert scores(found, "kind") == [1, 0, 0, NOT_REPORTED]


def test_a_leaf_is_as_certain_as_the_scores_that_it_reads() -> None:
    tree = [
        {
            "id": "part",
            "missing": {"not_reported": "skip"},
            "children": [indicator("x", "a"), indicator("y", "b", range=[0, 10])],
        },
        indicator(
            "direct", "score(part) * 2", role="informational", scale={"method": "goalposts", "low": 0, "high": 20}
        ),
        indicator("through", "direct + 1", role="informational", range=[0, 50]),
        indicator("peers", "max(score(part) over period)", role="informational"),
        indicator("place", "rank(score(part) over period)", role="informational", range=[1, 2]),
    ]
    whole, partial = Reference(spec(*tree)).score([row("e1", 2, 4), row("e2", 6, NOT_REPORTED)])
    assert whole.outcomes["direct"].score == whole.outcomes["direct"].lowest == 30
    found = partial.outcomes["direct"]
    assert (found.score, found.coverage, found.lowest, found.highest) == (60, Fraction(1, 2), 0, 100)
    found = partial.outcomes["through"]
    assert (found.score, found.coverage, found.lowest, found.highest) == (13, Fraction(1, 2), 0, 50)
    found = partial.outcomes["peers"]
    assert (found.score, found.coverage, found.lowest, found.highest) == (6, 1, 6, 6)
    found = partial.outcomes["place"]
    assert (found.score, found.coverage, found.lowest, found.highest) == (2, Fraction(1, 2), 1, 2)


def test_a_leaf_that_reads_undefined_bounds_is_open() -> None:
    part = {"id": "part", "aggregation": "geometric_mean", "missing": {"not_reported": "skip"}}
    part["children"] = [indicator("x", "a"), indicator("y", "b")]
    tree = [part, indicator("shown", "score(part)", role="informational", range=[0, 9])]
    (found,) = Reference(spec(*tree)).score([row("e1", 2, NOT_REPORTED)])
    assert (found.outcomes["part"].lowest, found.outcomes["part"].highest) == (None, None)
    assert (found.outcomes["shown"].lowest, found.outcomes["shown"].highest) == (0, 9)


@pytest.mark.parametrize(
    ("scale", "wanted"),
    [
        ("min_max", [0, 50, 50, 100]),
        ("rank", [1, Fraction(5, 2), Fraction(5, 2), 4]),
        ({"method": "borda", "ties": "min"}, [0, 1, 1, 3]),
        ({"method": "percentile_rank", "ties": "max"}, [0, Fraction(200, 3), Fraction(200, 3), 100]),
        ({"method": "percentile_rank", "to": [0, 1]}, [0, Fraction(1, 2), Fraction(1, 2), 1]),
        ({"method": "percentile_rank", "to": [1, 4], "ties": "min"}, [1, 2, 2, 4]),
        (
            {"method": "z_score", "mean": 100, "sd": 10},
            [pytest.approx(100 + 10 * z) for z in (-sqrt(1.5), 0, 0, sqrt(1.5))],
        ),
        ({"method": "rank", "ties": "dense"}, [1, 2, 2, 3]),
        ({"method": "percentile_rank", "ties": "dense"}, [0, 50, 50, 100]),
        ({"method": "goalposts", "low": 2, "high": 6}, [0, 100, 100, 100]),
        ({"method": "bands", "bands": [{"up_to": 6, "score": 1}, {"score": 2}]}, [1, 1, 1, 2]),
        ({"method": "bands", "bands": [{"score": 1}, {"from": 6, "score": 2}]}, [1, 2, 2, 2]),
        ({"method": "bands", "bands": [{"score": 1}, {"from": 3, "score": 2}, {"from": 10, "score": 0}]}, [1, 2, 2, 0]),
        ("none", [2, 6, 6, 10]),
    ],
)
def test_groups_have_scales(scale: Any, wanted: list[Any]) -> None:
    found = Reference(spec({"id": "part", "scale": scale, "children": [indicator("x", "a")]})).score(FOUR)
    assert scores(found, "part") == wanted
    assert scores(found, "total") == wanted


def test_ties_go_by_scores_whatever_the_direction() -> None:
    leaf = indicator("i", "a", direction="lower", scale={"method": "rank", "ties": "min"})
    assert scores(Reference(spec(leaf)).score(FOUR), "i") == [4, 2, 2, 1]


def test_bounds_go_through_the_scale_of_a_group() -> None:
    part = PART | {"scale": "percentile_rank", "missing": {"not_reported": "skip"}}
    part["children"] = [indicator("x", "a"), indicator("y", "b", range=[0, 10])]
    rows = [row("e1", 2, 4), row("e2", 6, NOT_REPORTED), row("e3", 7, 7)]  # values 3, 6 (from 3 to 8), 7
    found = Reference(spec(part)).score(rows)[1]
    assert found.values["part"] == 6
    outcome = found.outcomes["part"]
    assert (outcome.score, outcome.lowest, outcome.highest, outcome.coverage) == (50, 25, 100, Fraction(1, 2))
    part["scale"] = "min_max"
    outcome = Reference(spec(part)).score(rows)[1].outcomes["part"]
    assert (outcome.score, outcome.lowest, outcome.highest) == (75, 0, 125)
    outcome = Reference(spec(part)).score(rows[1:2])[0].outcomes["part"]  # alone: the ends of the scale
    assert (outcome.score, outcome.lowest, outcome.highest) == (UNDEFINED, 0, 100)
    part["scale"] = {"method": "goalposts", "low": 1, "high": 100, "log": True}
    outcome = Reference(spec(part)).score([row("e0", -20, NOT_REPORTED), *rows])[0].outcomes["part"]  # from -10 to -5
    assert (outcome.score, outcome.lowest, outcome.highest) == (UNDEFINED, 0, 100)


@pytest.mark.parametrize(
    ("rule", "figure", "wanted"),
    [
        ({"decimals": 0}, "2.5", "3"),
        ({"decimals": 0}, "-2.5", "-3"),
        ({"decimals": 0, "half": "even"}, "2.5", "2"),
        ({"decimals": 1}, "0.0499999999999", "0.1"),  # to nine decimals first
        ({"decimals": 1, "method": "floor"}, "-0.01", "-0.1"),
        ({"decimals": 1, "method": "ceil"}, "0.01", "0.1"),
        ({"decimals": 1, "method": "truncate"}, "-0.19", "-0.1"),
        ({"decimals": 1, "method": "floor"}, "0.29999999999", "0.3"),
    ],
)
def test_scores_are_rounded_in_decimals(rule: dict[str, Any], figure: str, wanted: str) -> None:
    assert rounded_as(Fraction(figure), rule) == Fraction(wanted)
    assert rounded_as(float(figure), rule) == Fraction(wanted)


def test_what_reads_a_rounded_score_reads_the_rounded_one() -> None:
    tree = [
        PART | {"levels": [{"id": "low", "up_to": 2.5}, {"id": "high"}]},
        indicator("shown", "score(part)", role="informational", rounding="none"),
    ]
    rows = [row("e1", 2, 3.1)]  # 2.55
    (found,) = Reference(spec(*tree, rounding=0)).score(rows)
    assert [found.outcomes[name].score for name in ("y", "part", "shown", "total")] == [3, 3, 3, 3]
    assert found.outcomes["part"].level == 1
    tree[0]["rounding"] = {"decimals": 0, "method": "floor", "parents": "exact"}
    (found,) = Reference(spec(*tree, rounding={"decimals": 2, "parents": "exact"})).score(rows)
    assert [found.outcomes[name].score for name in ("part", "shown", "total")] == [2, 2, Fraction("2.55")]
    assert found.outcomes["part"].level == 0


def test_gates_hold_what_is_rounded() -> None:
    part = PART | {"rounding": 0, "gates": [{"requires": ["y"], "at_least": 50, "max_score": 2.5}]}
    (found,) = Reference(spec(part)).score([row("e1", 2, 5)])
    assert found.outcomes["part"].score == Fraction("2.5")


@pytest.mark.parametrize(
    ("gate", "wanted"),
    [
        ({"above": 5}, [1, 1, Fraction(7, 2), Fraction(9, 2)]),
        ({"at_least": 5}, [1, Fraction(7, 2), Fraction(7, 2), Fraction(9, 2)]),
    ],
)
def test_gates_ask_for_more_than_a_score_or_for_it(gate: dict[str, Any], wanted: list[Any]) -> None:
    part = PART | {"gates": [{"requires": "y", "max_score": 1} | gate]}
    rows = [row("e1", 2, 4), row("e2", 2, 5), row("e3", 1, 6), row("e4", 2, 7)]
    assert scores(Reference(spec(part)).score(rows), "part") == wanted


def test_what_is_informational_weighs_nothing() -> None:
    shown = {"id": "shown", "role": "informational", "children": [indicator("x", "a"), indicator("z", "score(total)")]}
    tree = [indicator("y", "b"), shown]
    known, unknown = Reference(spec(*tree)).score([row("e1", 2, 4), row("e2", NOT_REPORTED, 6)])
    assert (known.outcomes["total"].score, known.outcomes["shown"].score) == (4, 3)
    total = unknown.outcomes["total"]
    assert (total.score, total.coverage, total.lowest, total.highest) == (6, 1, 6, 6)
    assert unknown.outcomes["shown"].score == NOT_REPORTED
