"""Copeland: wins less defeats against the others of a population, held against pairs counted in fractions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.formulas.reasons import NOT_REPORTED
from icmaml_indicators.transforms.aggregations import copeland
from icmaml_indicators.transforms.aggregations.copeland import ComparedUnits, count_wins
from tests.conftest import examples

TITLE = {"es": "Uno", "en": "One"}
SKIP = {"not_reported": "skip"}
Lines = Sequence[tuple[str, int, str, Sequence[float | None]]]


def spec(weights: Sequence[Any] = (1, 1, 1), **more: Any) -> str:
    leaves = [
        {"id": f"x{number}", "title": TITLE, "direction": "higher", "scale": "identity", "weight": weight}
        for number, weight in enumerate(weights)
    ]
    return json.dumps(
        {
            "spec": 1,
            "id": "pairs",
            "version": "1",
            "title": TITLE,
            "entity": "other",
            "period": "year",
            "provenance": "user",
            "aggregation": "copeland",
            "missing": SKIP,
            "variables": [{"id": "zone", "title": TITLE, "type": "category", "options": ["north", "south"]}],
            "tree": leaves,
        }
        | more
    )


def scored(text: str, lines: Lines, **options: Any) -> icma.Assessment:
    table = [{"entity": e, "period": p, "zone": z} | {f"x{n}": x for n, x in enumerate(xs)} for e, p, z, xs in lines]
    return icma.score(icma.loads(text, "pairs.yaml"), pd.DataFrame(table), language="en", **options)


def in_one_year(*figures: Sequence[float | None], zone: str = "north") -> Lines:
    return [(f"e{number}", 2020, zone, each) for number, each in enumerate(figures)]


def total(found: icma.Assessment) -> list[float]:
    return [float(score) for score in found.scores["total"]]


def by_pairs(rows: Sequence[Sequence[float | None]], weights: Sequence[Fraction]) -> list[int]:
    """Return the same by the definition: more than half of the weight that both have, ties giving half each."""
    found = []
    for mine in rows:
        score = 0
        for other in rows:
            both = [(w, a, b) for w, a, b in zip(weights, mine, other, strict=True) if a is not None and b is not None]
            half = sum((w for w, _, _ in both), Fraction(0)) / 2
            won = sum((w for w, a, b in both if a > b), Fraction(0))
            won += sum((w for w, a, b in both if a == b), Fraction(0)) / 2
            score += (won > half) - (won < half)
        found.append(score)
    return found


figure = st.one_of(st.none(), st.integers(0, 4).map(float))
weight = st.sampled_from(["0.1", "0.2", "0.3", "1", "2.5"])


@examples(60)
@given(st.lists(st.tuples(figure, figure, figure), min_size=2, max_size=9), st.tuples(weight, weight, weight))
def test_scores_are_those_of_pairs_counted_in_fractions(rows: list[Any], weights: tuple[str, str, str]) -> None:
    """Weights as 0.1, 0.2 and 0.3, whose sums in floats are no exact halves, decide as on paper."""
    found = scored(spec([float(w) for w in weights]), in_one_year(*rows))
    there = [row for row in rows if any(x is not None for x in row)]
    wanted = iter(by_pairs(there, [Fraction(w) for w in weights]))
    for row, score in zip(rows, total(found), strict=True):
        if all(x is None for x in row) or len(there) == 1:
            assert np.isnan(score)
        else:
            assert score == next(wanted)


def test_blocks_of_pairs_change_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(2)
    scores = random.integers(0, 5, (4, 37)).astype(float)
    scores[random.random(scores.shape) < 0.1] = np.nan
    units = ComparedUnits.of(scores, random.uniform(1, 3, (4, 1)))
    whole = count_wins(units, units, np.arange(37)).scores
    monkeypatch.setattr(copeland, "_MOST_PAIRS", 100)
    np.testing.assert_array_equal(count_wins(units, units, np.arange(37)).scores, whole)
    alike = ComparedUnits(units.scores, np.repeat(units.weights, 37, axis=1))
    np.testing.assert_array_equal(count_wins(alike, alike, np.arange(37)).scores, whole)
    assert whole.sum() == 0  # what one wins another loses


def test_one_alone_has_no_score_two_are_opposites_and_equals_tie() -> None:
    alone = scored(spec(), in_one_year((1, 2, 3)))
    assert alone.score_reasons["total"].tolist() == ["undefined"]
    assert total(scored(spec(), in_one_year((1, 2, 3), (1, 2, 4)))) == [-1, 1]
    assert total(scored(spec(), in_one_year(*[(1, 1, 1)] * 3))) == [0, 0, 0]
    # Equal but for rounding.
    assert total(scored(spec(), in_one_year((0.1 + 0.2, 1, 1), (0.3, 1, 1)))) == [0, 0]


def test_who_has_no_score_is_nobody_s_rival() -> None:
    """With `propagate` the last one has none: the others are as without it."""
    rows = in_one_year((1, 2, 3), (2, 1, 5), (9, 9, None))
    found = scored(spec(missing={"not_reported": "propagate"}), rows)
    assert total(found)[:2] == [-1, 1]
    assert found.score_reasons["total"].tolist()[2] == "not_reported"
    # What it could be: it beats both by two children of three.
    assert found.lowest["total"].tolist()[2] == found.highest["total"].tolist()[2] == 2


def test_a_child_that_counts_as_zero_is_compared_as_zero() -> None:
    found = scored(spec(missing={"not_reported": "zero"}), in_one_year((1, None, None), (0, 1, 1)))
    assert total(found) == [-1, 1]


def test_bounds_tell_what_an_absent_child_could_turn() -> None:
    """Of three children the first two are one each; the third, between 0 and 100, decides."""
    posts = {"method": "goalposts", "low": 0, "high": 100}
    leaves = json.loads(spec())["tree"]
    text = spec(tree=[leaf | {"scale": posts} for leaf in leaves])
    found = scored(text, in_one_year((10, 20, None), (20, 10, 50), (20, 10, 60)))
    assert total(found) == [0, -1, 1]
    assert [found.lowest["total"].iloc[0], found.highest["total"].iloc[0]] == [-2, 2]
    assert found.coverage["total"].tolist() == pytest.approx([2 / 3, 1, 1])
    assert found.lowest["total"].tolist()[1:] == [-1, 1]


def test_populations_are_those_of_over() -> None:
    lines = [
        ("a", 2020, "north", (1, 1, 1)), ("b", 2020, "north", (2, 2, 2)), ("c", 2020, "south", (3, 3, 3)),
        ("d", 2020, "south", (0, 0, 0)), ("a", 2021, "north", (5, 5, 5)), ("b", 2021, "north", (4, 4, 4)),
    ]  # fmt: skip
    by_over = {
        "period": [-1, 1, 1, -1, 3, -3],  # in order of entity and period: a, a, b, b, c, d
        "zone": [-1, 1, 1, -1, 1, -1],
        "all": [-3, 5, -1, 3, 1, -5],
    }
    for over, wanted in by_over.items():
        assert total(scored(spec(aggregation={"method": "copeland", "over": over}), lines)) == wanted, over
    unknown = [*lines, ("e", 2020, None, (9, 9, 9))]
    found = scored(spec(aggregation={"method": "copeland", "over": "zone"}), unknown)
    assert found.score_reasons["total"].tolist()[-1] == "not_reported"


def test_what_differs_in_weight_is_weighed_by_the_mean_of_both() -> None:
    """In the north only the first child counts, in the south only the last: between them both do by half."""
    weights = [{"by": "zone", "north": 1, "south": 0}, 0, {"by": "zone", "north": 0, "south": 1}]
    north, south = in_one_year((5, 0, 1)), in_one_year((4, 0, 2), zone="south")
    lines = [*north, *[("f", *rest) for _, *rest in south]]
    assert total(scored(spec(weights), lines)) == [0, 0]


def test_a_scale_makes_a_score_of_the_count() -> None:
    text = spec(total={"scale": {"method": "percentile_rank"}, "aggregation": "copeland"}, aggregation=None)
    written = {key: value for key, value in json.loads(text).items() if value is not None}
    found = scored(json.dumps(written), in_one_year((1, 1, 1), (2, 2, 2), (3, 3, 3)))
    assert total(found) == [0, 50, 100]
    assert found.values["total"].tolist() == [-2, 0, 2]


@pytest.mark.parametrize("over", ["period", "all", "zone"])
def test_what_ifs_place_the_row_anew_among_the_others(over: str) -> None:
    """A row that takes other figures comes to what it would have had with them from the start."""
    random = np.random.default_rng(3)
    rows = random.integers(0, 6, (8, 3)).astype(float)
    zones = ["north", "south"]
    lines = [(f"e{n}", 2020, zones[n % 2], row) for n, row in enumerate(rows.tolist())]
    posts = {"method": "goalposts", "low": 0, "high": 6}
    tree = [leaf | {"scale": posts} for leaf in json.loads(spec([1, 2, 3]))["tree"]]
    text = spec(tree=tree, aggregation={"method": "copeland", "over": over})
    found = scored(text, lines)
    tries = random.integers(0, 6, (3, 5)).astype(float)
    tries[0, 0] = np.nan
    absent = np.where(np.isnan(tries), NOT_REPORTED, 0).astype(np.uint8)
    again = found._scored.replay(2, tries / 6 * 100, absent).nodes["total"]
    for number, figures in enumerate(tries.T.tolist()):
        given = [None if np.isnan(x) else x for x in figures]
        anew = scored(text, [*lines[:2], (*lines[2][:3], given), *lines[3:]])
        own = anew._scored.book.nodes["total"]
        assert again.scores[number] == own.scores[2]
        assert (again.lowest[number], again.highest[number]) == (own.lowest[2], own.highest[2])


def test_a_path_is_searched_and_scored_among_the_others() -> None:
    posts = {"method": "goalposts", "low": 0, "high": 100}
    tree = [leaf | {"scale": posts} for leaf in json.loads(spec())["tree"]]
    found = scored(spec(tree=tree), in_one_year((10, 10, 10), (20, 20, 20), (30, 30, 30)))
    path = icma.benchmark(found).path("e0", to={"score": 1})
    assert path.reachable
    moved = {move["indicator"]: move["to"] for move in path.moves.to_dict("records")}
    figures = [moved.get(f"x{number}", 10) for number in range(3)]
    assert total(scored(spec(tree=tree), in_one_year(figures, (20, 20, 20), (30, 30, 30))))[0] >= 1


def test_the_ledger_tells_wins_defeats_and_of_how_many() -> None:
    found = scored(spec(), in_one_year((1, 2, 3), (2, 1, 3), (0, 0, 0), (9, 9, 9)))
    entry = found.explain("e0", "total").root
    assert entry.worked == "beats 1 of 3, loses to 1, ties with 1; 1 - 1 = 0"
    assert entry.detail["outranking"] == {"population": "2020", "n": 4, "wins": 1, "defeats": 1}
    assert [part.share for part in entry.children] == pytest.approx([1 / 3] * 3)


def test_places_of_another_period_are_refused() -> None:
    lines = [*in_one_year((1, 1, 1), (2, 2, 2)), ("e0", 2021, "north", (3, 3, 3)), ("e1", 2021, "north", (1, 1, 1))]
    with pytest.raises(icma.IcmamlError, match="a rank has no bounds .* in: total"):
        scored(spec(), lines, base_period="2020")
    by_zone = spec(aggregation={"method": "copeland", "over": "zone"})
    assert total(scored(by_zone, lines, base_period="2020")) == [-1, 1, 1, -1]


def test_a_population_that_is_none_is_told() -> None:
    with pytest.raises(icma.SpecError, match="IND217"):
        icma.loads(spec(aggregation={"method": "copeland", "over": "zones"}), "pairs.yaml")


@pytest.mark.parametrize(
    ("top", "role", "told"), [("arithmetic_mean", "base", True), ("copeland", "base", False), ("min", None, True)]
)
def test_a_place_that_is_taken_for_a_quantity_is_told(top: str, role: str | None, told: bool, tmp_path: Any) -> None:
    leaves = json.loads(spec())["tree"]
    group = {"id": "g", "title": TITLE, "children": leaves[:2], "aggregation": "copeland"}
    group |= {"role": role} if role else {}
    path = tmp_path / "pairs.yaml"
    path.write_text(spec(aggregation=top, tree=[group, leaves[2]]), encoding="utf-8")
    codes = [found.code for found in icma.validate(path).diagnostics]
    assert ("IND748" in codes) is told
