"""What-ifs about one row start from where it is: unmoved, every score and level is the one it has, to the bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.specs import Program
from tests.conftest import HEAD, program, proven


def synthetic(spec: Program, count: int) -> pd.DataFrame:
    """Return synthetic inputs of every kind, some of them absent."""
    random = np.random.default_rng(6)
    frame: dict[str, Any] = {"entity": [f"{n:05d}"[-(spec.entity.key_digits or 5) :] for n in range(1, count + 1)]}
    frame["period"] = {"semester": "2016-S1", "quarter": "2016-Q1", "month": "2016-06"}.get(
        spec.period.frequency[0], "2016"
    )
    for variable in spec.inputs:
        low = 0.0 if variable.range.low is None else float(variable.range.low)
        high = low + 50 if variable.range.high is None else float(variable.range.high)
        if variable.options:
            frame[variable.id] = random.choice([option.id for option in variable.options], count).astype(object)
        else:
            frame[variable.id] = np.round(random.uniform(low, high, count)).astype(object)
        frame[variable.id][random.random(count) < 0.1] = None
    return proven(spec, pd.DataFrame(frame))


@pytest.mark.parametrize("name", ["cimtra", "refim", "global_compact", "creditworthiness", "mdp", "sistema_alertas"])
def test_an_unmoved_row_has_the_scores_and_levels_that_it_has(name: str) -> None:
    spec = icma.load(name, prove=False)
    assessment = icma.score(spec, synthetic(spec, 12))
    leaves = [assessment._scored.book.nodes[leaf.id] for leaf in spec.indicators]
    for row in range(12):
        scores = np.array([[leaf.scores[row]] for leaf in leaves])
        reasons = np.array([[leaf.reasons[row]] for leaf in leaves], np.uint8)
        again = assessment._scored.replay(
            row,
            scores,
            reasons,
        )
        for node, own in assessment._scored.book.nodes.items():
            np.testing.assert_array_equal(again.nodes[node].scores[0], own.scores[row], err_msg=node)
            if own.levels is not None:
                levels = again.nodes[node].levels
                assert levels is not None
                assert levels.level[0] == own.levels.level[row]


def test_published_scores_of_groups_and_cuts_by_an_option_stay_in_force() -> None:
    spec = icma.load("cimtra@2010")
    area = next(node.id for node in spec.nodes.values() if node.depth == 1 and not node.is_indicator)
    data = pd.DataFrame({"entity": ["00001", "00002"], "period": "2010", area: [70.0, None]})
    below = next(leaf.id for leaf in spec.criteria)
    data = proven(spec, data.assign(**{below: [None, None]}))
    assessment = icma.score(spec, data)
    leaves = [assessment._scored.book.nodes[leaf.id] for leaf in spec.indicators]
    scores = np.array([[leaf.scores[0]] for leaf in leaves])
    reasons = np.array([[leaf.reasons[0]] for leaf in leaves], np.uint8)
    assert (
        assessment._scored.replay(
            0,
            scores,
            reasons,
        )
        .nodes[area]
        .scores[0]
        == 70.0
    )


HELD = (
    HEAD
    + """scale: {method: percentile_rank, ties: min}
variables:
  - {id: a, title: {es: a, en: a}}
  - {id: b, title: {es: b, en: b}}
  - {id: zone, title: {es: z, en: z}, type: category, options: [{id: n}, {id: s}]}
tree:
  - id: g
    title: {es: g, en: g}
    scale: {method: min_max, to: [0, 10]}
    rounding: {decimals: 1, parents: exact}
    levels: [{id: low, title: {es: b, en: l}, up_to: 5}, {id: high, title: {es: a, en: h}}]
    children:
      - {id: i, title: {es: i, en: i}, formula: a, direction: higher}
      - {id: j, title: {es: j, en: j}, formula: b, direction: lower, scale: z_score, rounding: 2}
  - id: k
    title: {es: k, en: k}
    formula: 100 * score(g) / max(score(g) over zone)
    direction: higher
    scale: identity
  - {id: m, title: {es: m, en: m}, formula: 'rank(score(g), "min" over zone)', direction: higher, scale: rank}
  - id: n
    title: {es: n, en: n}
    formula: 'if_else(level(g) == "high", score(i) - lag(score(i)), percentile_rank(a over all))'
    direction: higher
    scale: {method: min_max, over: all}
"""
)


def test_a_row_scored_alone_has_the_bits_that_it_has_in_its_population() -> None:
    random = np.random.default_rng(4)
    spec, rows = program(HELD), 40
    figures = {name: np.round(random.normal(size=rows), 1).astype(object) for name in ("a", "b")}
    for column in figures.values():
        column[random.random(rows) < 0.1] = None
    frame = {"entity": [f"{n % 20 + 1:05d}" for n in range(rows)], "period": ["2015-S1"] * 20 + ["2015-S2"] * 20}
    scored = icma.score(spec, pd.DataFrame({**frame, **figures, "zone": random.choice(["n", "s"], rows)}))._scored
    leaves = [scored.book.nodes[leaf.id] for leaf in spec.indicators]
    for row in range(rows):
        scores = np.array([[leaf.scores[row]] for leaf in leaves])
        again = scored.replay(row, scores, np.array([[leaf.reasons[row]] for leaf in leaves], np.uint8))
        for node, own in scored.book.nodes.items():
            np.testing.assert_array_equal(again.nodes[node].scores[0], own.scores[row], err_msg=f"{node} {row}")


def test_what_reads_a_node_follows_it() -> None:
    """Of 0, 50 and 100, with a fourth whose score of `i` is raised from 50 to 100: the best of the zone stays 100."""
    spec = program(
        HEAD
        + """scale: identity
variables: [{id: a, title: {es: a, en: a}}]
tree:
  - {id: g, title: {es: g, en: g}, children: [{id: i, title: {es: i, en: i}, formula: a, direction: higher}]}
  - {id: k, title: {es: k, en: k}, formula: score(g) / max(score(g) over period), direction: higher}
  - {id: r, title: {es: r, en: r}, formula: rank(score(g) over period), direction: higher}
"""
    )
    data = pd.DataFrame({"entity": ["00001", "00002", "00003", "00004"], "period": "2015-S1", "a": [0, 50, 100, 50]})
    scored = icma.score(spec, data)._scored
    scores = np.array([[50.0, 100.0, 20.0], [0.5] * 3, [2.5] * 3])
    found = scored.replay(3, scores, np.zeros((3, 3), np.uint8))
    assert found.nodes["k"].scores.tolist() == [0.5, 1.0, 0.2]
    assert found.nodes["r"].scores.tolist() == [2.5, 3.5, 2.0]
