"""Synthetic programs for the tests of ledgers: every scale, every aggregation, nested and lagged formulas, a rubric."""

from __future__ import annotations

import pandas as pd

from tests.conftest import HEAD

FORMULAS = (
    HEAD
    + """\
variables:
  - {id: police, title: {es: P, en: P}, type: integer}
  - {id: population, title: {es: H, en: H}, type: integer}
  - {id: debt, title: {es: D, en: D}}
  - {id: kind, title: {es: K, en: K}, type: category, options: [state, city]}
tree:
  - id: area
    title: {es: A, en: A}
    aggregation: sum
    children:
      - {id: rate, title: {es: R, en: R}, formula: police / population * 1000, direction: higher, scale: identity}
      - {id: growth, title: {es: G, en: G}, formula: "rate - lag(rate)", direction: higher, scale: identity}
      - id: chosen
        title: {es: C, en: C}
        formula: 'if_else(kind == "state", debt / population, coalesce(debt, 0) - 5)'
        direction: lower
        scale: identity
      - {id: tangled, title: {es: T, en: T}, formula: "-(police - debt) ** 2 / (3 - (4 - max(police, lag(debt, 2))))", direction: higher}
      - {id: flows, title: {es: F, en: F}, formula: "npv(0.1, 0 - debt, police, police)", direction: higher}
"""
)

FIGURES = pd.DataFrame(
    [
        ("00001", "2014-S1", 31, 1000, 5.0, "state"),
        ("00001", "2014-S2", 40, 1000, -6.0, "city"),
        ("00001", "2015-S1", 50, 1000, None, "city"),
        ("00002", "2014-S1", 10, 0, 5.0, "city"),
    ],
    columns=["entity", "period", "police", "population", "debt", "kind"],
)

SCALES = {
    "plain": ("higher", "{method: identity}"),
    "logged": ("higher", "{method: identity, log: true}"),
    "posts": ("higher", "{method: goalposts, low: 0.4, high: 0.9}"),
    "posts_low": ("lower", "{method: goalposts, low: 1, high: 9, to: [10, 60], log: true}"),
    "posts_open": ("lower", "{method: goalposts, low: 2, high: 4, clip: false}"),
    "spread": ("higher", "min_max"),
    "spread_low": ("lower", "{method: min_max, over: all, to: [20, 80]}"),
    "spread_target": ("target, target: 3", "min_max"),
    "z": ("higher", "z_score"),
    "z_low": ("lower", "z_score"),
    "z_points": ("higher", "{method: z_score, mean: 100, sd: 10}"),
    "z_points_low": ("lower", "{method: z_score, mean: -5, sd: 2}"),
    "place": ("higher", "rank"),
    "place_low": ("lower", "rank"),
    "beats": ("higher", "borda"),
    "share_beaten": ("lower", "percentile_rank"),
    "part_beaten": ("higher", "{method: percentile_rank, to: [1, 5]}"),
    "share_target": ("target, target: 3", "percentile_rank"),
    "leader": ("higher", "distance_to_best"),
    "leader_low": ("lower", "distance_to_best"),
    "ruler": ("higher", "{method: distance_to_reference, reference: 5}"),
    "ruler_low": ("lower", "{method: distance_to_reference, reference: 5, to: [0, 1]}"),
    "spread_target_logged": ("target, target: 3", "{method: min_max, log: true, to: [20, 80]}"),
    "z_target_logged": ("target, target: 3", "{method: z_score, log: true}"),
    "near": ("target, target: 3", "{method: distance_to_target, spread: 4}"),
    "near_open": ("target, target: 3", "{method: distance_to_target, spread: 4, clip: false}"),
    "banded": ("higher", "{method: bands, bands: [{score: 0, up_to: 1}, {score: 50, up_to: 3}, {score: 100}]}"),
    "banded_low": ("lower", "{method: bands, bands: [{score: 100}, {score: 50, from: 1}, {score: 0, from: 3}]}"),
    "pieces": ("higher", "{method: piecewise_linear, points: [[1, 0], [2, 10], [5, 100]]}"),
}


def scales_program() -> str:
    """Return a program with one indicator a scale, all of the same variable."""
    lines = [
        f"      - {{id: {name}, title: {{es: x, en: x}}, formula: x, direction: {direction}, scale: {scale}}}"
        for name, (direction, scale) in SCALES.items()
    ]
    head = "variables: [{id: x, title: {es: x, en: x}}]\ntree:\n  - id: all_scales\n    title: {es: x, en: x}\n"
    return HEAD + head + "    aggregation: sum\n    children:\n" + "\n".join(lines) + "\n"


METHODS = {
    "weighted": "arithmetic_mean",
    "total_sum": "sum",
    "product": "geometric_mean",
    "harmonic": "harmonic_mean",
    "square": "{method: power_mean, power: 2}",
    "middle": "median",
    "least": "min",
    "most": "max",
    "whole": "all_or_nothing",
    "balanced": "{method: mazziotta_pareto, penalty: minus}",
    "unbalanced": "{method: mazziotta_pareto, penalty: plus}",
    "outranking": "copeland",
    "stairs": "{method: staircase, by: children, share: 0.6}",
}


def methods_program() -> str:
    """Return a program with one group an aggregation, each over the same three criteria, and a rubric with extras."""
    text = HEAD.replace("semester", "year") + "missing: {not_reported: zero}\naggregation: arithmetic_mean\ntree:\n"
    for name, method in METHODS.items():
        text += f"  - id: {name}\n    title: {{es: x, en: x}}\n    aggregation: {method}\n    children:\n"
        for number, weight in enumerate((3, 2, 1)):
            text += f"      - {{id: {name}_{number}, title: {{es: x, en: x}}, criterion: percent, weight: {weight}}}\n"
    return (
        text
        + """\
  - id: rubric
    title: {es: x, en: x}
    aggregation: points
    bonus_cap: 1
    penalty_cap: 2
    ceiling: 105
    floor: -5
    gates: [{requires: [r_two], at_least: 50, max_score: 70}, {requires: [r_one, r_two], above: 50, max_score: 90}]
    children:
      - {id: r_one, title: {es: x, en: x}, criterion: met_partly, points: 6}
      - {id: r_two, title: {es: x, en: x}, criterion: met_partly, points: 4}
      - {id: r_plus, title: {es: x, en: x}, criterion: {answer: yes_no, role: bonus}, points: 3}
      - {id: r_minus, title: {es: x, en: x}, criterion: {answer: yes_no, role: penalty}, points: 1}
  - id: answers_climbed
    title: {es: x, en: x}
    aggregation: {method: staircase, by: answers, share: 0.6}
    children:
      - {id: s_one, title: {es: x, en: x}, criterion: met_partly}
      - {id: s_two, title: {es: x, en: x}, criterion: met_partly}
      - {id: s_three, title: {es: x, en: x}, criterion: met_partly}
"""
    )


def methods_data() -> pd.DataFrame:
    """Return answers of three synthetic entities."""
    percents = {f"{name}_{number}": [100, 80, (55, None, 0)[number]] for name in METHODS for number in range(3)}
    rubric = {
        "r_one": ["met", "met", "partly"],
        "r_two": ["met", "partly", "not met"],
        "r_plus": ["yes", "yes", "no"],
        "r_minus": ["no", "yes", "yes"],
        "s_one": ["met", "partly", "not met"],
        "s_two": ["met", "partly", "partly"],
        "s_three": ["met", "not met", None],
    }
    frame = pd.DataFrame({"entity": ["00001", "00002", "00003"], "period": 2024} | percents | rubric)
    for name in METHODS:
        frame[f"{name}_1"] = [100, 40, 70]
    return frame
