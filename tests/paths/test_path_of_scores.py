"""Paths where groups have scales, scores are rounded, formulas read scores and nodes are only shown: scored again."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.specs import Program
from tests.conftest import HEAD, program, proven

YEARLY = HEAD.replace("semester", "year")
NAMES = ("a", "b", "c", "d")


def figures(g: str = "", head: str = "", more: str = "", leaf: str = "") -> Program:
    """Return a program of four figures in two groups, and further nodes."""
    text = YEARLY + head + "\nscale: {method: goalposts, low: 0, high: 10}\nvariables:\n"
    text += "".join(f"  - {{id: {name}, title: {{es: x, en: x}}}}\n" for name in NAMES) + "tree:\n"
    for group, (first, second) in (("g", NAMES[:2]), ("h", NAMES[2:])):
        text += f"  - id: {group}\n    title: {{es: x, en: x}}\n    {g if group == 'g' else ''}\n    children:\n"
        text += f"      - {{id: {group}1, title: {{es: x, en: x}}, formula: {first}, direction: higher{leaf}}}\n"
        text += f"      - {{id: {group}2, title: {{es: x, en: x}}, formula: {second}, direction: higher}}\n"
    return program(text + more)


def data(rows: int = 9, seed: int = 3) -> pd.DataFrame:
    values = np.random.default_rng(seed).uniform(1, 9, (rows, 4)).round(1)
    values[0] = [2.0, 3.0, 2.5, 1.5]
    frame = pd.DataFrame(values, columns=list(NAMES))
    return frame.assign(entity=[f"{number:05d}" for number in range(1, rows + 1)], period=2024)


def moved(spec: Program, frame: pd.DataFrame, path: Any) -> pd.DataFrame:
    """Return the data with the moves of a path made."""
    source = {leaf.id: leaf.formula for leaf in spec.indicators}
    after = frame.copy()
    for move in path.moves.to_dict("records"):
        after.loc[0, source[move["indicator"]]] = move["to"]
    return after


READER = "  - {id: k, title: {es: x, en: x}, formula: FORMULA, direction: higher, scale: identity}\n"
SHOWN = "  - {id: s, title: {es: x, en: x}, formula: a * 3, direction: higher, role: informational}\n"


@pytest.mark.parametrize(
    ("g", "head", "more", "leaf"),
    [
        ("scale: {method: goalposts, low: 20, high: 80}", "", "", ""),
        ("scale: {method: bands, bands: [{up_to: 40, score: 0}, {up_to: 70, score: 60}, {score: 100}]}", "", "", ""),
        ("", "rounding: 0", "", ""),
        ("", "", "", ", rounding: {decimals: 0, method: floor, parents: exact}"),
        ("", "rounding: {decimals: 1, method: ceil}", "", ""),
        ("", "", READER.replace("FORMULA", "score(h) - 5"), ""),
        ("role: informational", "", READER.replace("FORMULA", "'if_else(score(g) >= 60, 90, 10)'"), ""),
        ("", "", SHOWN, ""),
    ],
)
@pytest.mark.parametrize("wanted", [45.0, 60.0])
def test_a_path_holds_when_its_moves_are_made(g: str, head: str, more: str, leaf: str, wanted: float) -> None:
    spec, frame = figures(g, head, more, leaf), data()
    path = icma.benchmark(icma.score(spec, frame)).path("00001", to={"score": wanted})
    assert path.reachable
    assert not {"k", "s"} & set(path.moves["indicator"])
    again = icma.score(spec, moved(spec, frame, path)).scores["total"].iloc[0]
    assert again >= wanted - 1e-8
    assert path.score_after == pytest.approx(again, abs=1e-9)


def test_a_group_held_against_the_others_keeps_what_it_took_from_them() -> None:
    """The scale of `g` runs from 20 to 80 today: 65 of it is 75, whatever the entity moves to."""
    spec, frame = figures("scale: min_max"), data(3)
    frame.loc[:, list(NAMES)] = [[4.0, 4.0, 5.0, 5.0], [2.0, 2.0, 5.0, 5.0], [8.0, 8.0, 5.0, 5.0]]
    path = icma.benchmark(icma.score(spec, frame)).path("00001", node="g", to={"score": 75})
    assert path.reachable
    assert path.score_after == pytest.approx(75, abs=1e-6)
    assert path.moves["to"].sum() + 4.0 * (2 - len(path.moves)) == pytest.approx(13.0, abs=1e-6)
    assert "relative scales keep the bounds of today" in path.assumptions


def test_what_reads_a_score_is_moved_through_its_parts() -> None:
    spec, frame = figures(more=READER.replace("FORMULA", "score(g) / 2")), data()
    path = icma.benchmark(icma.score(spec, frame)).path("00001", node="k", to={"score": 30})
    assert path.reachable
    assert set(path.moves["indicator"]) <= {"g1", "g2"}
    assert icma.score(spec, moved(spec, frame, path)).scores["k"].iloc[0] >= 30 - 1e-8


def test_what_reads_a_score_has_no_path_to_a_place() -> None:
    spec = figures(more=READER.replace("FORMULA", "score(g) / 2"))
    with pytest.raises(icma.IcmamlError, match="must be level, score, not rank"):
        icma.benchmark(icma.score(spec, data())).path("00001", node="k", to={"rank": 1})


def test_a_formula_that_falls_with_a_score_is_searched_on_both_sides() -> None:
    """The total is the mean of g, h and 300 - 3 g: where h cannot rise, g must stay where it is."""
    spec, frame = figures(more=READER.replace("FORMULA", "300 - 3 * score(g)")), data()
    now = icma.score(spec, frame).scores.iloc[0]
    path = icma.benchmark(icma.score(spec, frame)).path("00001", to={"score": now["total"] + 5})
    assert path.reachable
    assert set(path.moves["indicator"]) <= {"h1", "h2"}


def test_a_single_figure_moves_until_its_rounded_score_is_there() -> None:
    spec, frame = figures(leaf=", rounding: 0"), data()
    path = icma.benchmark(icma.score(spec, frame)).path("00001", node="g1", to={"score": 40})
    (move,) = path.moves.to_dict("records")
    assert (path.score_before, path.score_after, path.method) == (20.0, 40.0, "exact")
    assert move["to"] == pytest.approx(3.95, abs=1e-6)
    assert move["score_to"] == 40.0


# Answers: every plan there is ------------------------------------------------------------------------

RUBRIC = (
    YEARLY
    + """\
missing: {not_reported: zero}
aggregation: points
points: 100
bonus_cap: 5
HEAD
tree:
  - id: one
    title: {es: x, en: x}
    points: 60
    ONE
    children:
      - {id: c0, title: {es: x, en: x}, criterion: met_partly, weight: 2}
      - {id: c1, title: {es: x, en: x}, criterion: met_partly}
      - {id: c2, title: {es: x, en: x}, criterion: met_partly, role: informational}
  - {id: c3, title: {es: x, en: x}, criterion: met_partly, points: 40}
  - {id: c4, title: {es: x, en: x}, criterion: {answer: met_partly, role: bonus}, points: 5}
  - {id: c5, title: {es: x, en: x}, criterion: met_partly, role: informational}
  - {id: seen, title: {es: x, en: x}, role: informational, children: [{id: c6, title: {es: x, en: x}, criterion: met_partly}]}
"""
)
OPTIONS = ("not_met", "partly", "met")
COUNTED = ("c0", "c1", "c3", "c4")


@pytest.mark.parametrize(
    ("head", "one", "method"),
    [
        ("", "", "exact"),
        ("rounding: 0", "", "exact"),
        ("", "scale: {method: bands, bands: [{up_to: 50, score: 0}, {up_to: 80, score: 70}, {score: 100}]}", "exact"),
        ("gates: [{requires: [seen], at_least: 50, max_score: 50}]", "", "exact"),
        ("gates: [{requires: [seen], above: 50, max_score: 50}]", "", "exact"),
        ("gates: [{requires: [seen], above: 0, max_score: 50}]", "", "exact"),
    ],
)
@pytest.mark.parametrize("wanted", [40, 60, 80])
def test_plans_of_answers_are_the_least_of_all(head: str, one: str, method: str, wanted: int) -> None:
    spec = program(RUBRIC.replace("HEAD", head).replace("ONE", one))
    names = [leaf.id for leaf in spec.criteria]
    ways = list(product(range(3), repeat=len(COUNTED) + 1))
    frame = pd.DataFrame([dict(zip((*COUNTED, "c6"), way, strict=True)) for way in ways]).map(OPTIONS.__getitem__)
    frame = frame.assign(c2="not_met", c5="not_met", entity=[f"{n:05d}" for n in range(1, len(ways) + 1)], period=2024)
    scores = icma.score(spec, proven(spec, frame[["entity", "period", *names]])).scores["total"].to_numpy()
    efforts = np.array([sum(way) for way in ways])
    compared = icma.benchmark(icma.score(spec, proven(spec, frame[["entity", "period", *names]].head(1))))
    path = compared.path("00001", to={"score": wanted})
    assert path.effort == efforts[scores >= wanted - 1e-9].min()
    assert path.method == method
    assert not {"c2", "c5"} & set(path.moves["indicator"])
