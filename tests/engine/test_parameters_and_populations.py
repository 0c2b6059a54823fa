"""Parameters where populations and conditions are: limits of who is assessed, ends of scales taken from a nation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD

VARIABLES = """\
parameters: [{id: least, by: zone, urban: 4, rural: 2}]
variables:
  - {id: x, title: {es: X, en: X}}
  - {id: zone, title: {es: Z, en: Z}, type: category, options: [urban, rural]}
populations: [{id: nation, where: 'zone == "urban"'}]
"""
SCALE = "{method: goalposts, low: min(value over nation), high: max(value over nation), clip: false}"
DATA = pd.DataFrame(
    {
        "entity": ["00001", "00002", "00003", "00004", "00005"],
        "period": ["2014-S1"] * 5,
        "x": [3.0, 5, 9, 1, 13],
        "zone": ["urban", "urban", "urban", "rural", "rural"],
    }
)


def score(leaf: str, head: str = "") -> icma.Assessment:
    tree = f"tree: [{{id: i, title: {{es: I, en: I}}, direction: higher, formula: x, {leaf}}}]\n"
    return icma.score(icma.loads(f"{HEAD}{head}{VARIABLES}{tree}"), DATA)


def test_rows_outside_are_scored_on_the_figures_of_a_population() -> None:
    found = score(f"scale: {SCALE}").scores["i"].to_numpy()
    assert found == pytest.approx((DATA["x"].to_numpy() - 3) / 6 * 100)


def test_who_is_assessed_may_hang_on_a_parameter() -> None:
    assessment = score(f"scale: {SCALE}", "applies: x >= least\n")
    # A `where` is taken of all rows handed in, those that are left out too.
    wanted = [np.nan, 100 / 3, 100, np.nan, 1000 / 6]
    assert assessment.scores["i"].to_numpy() == pytest.approx(wanted, nan_ok=True)


def test_a_node_may_apply_where_a_parameter_says() -> None:
    found = score("scale: {method: goalposts, low: min(value over period), high: 20}, applies: x >= least")
    wanted = [np.nan, 0, 4 / 15 * 100, np.nan, 8 / 15 * 100]
    assert found.scores["i"].to_numpy() == pytest.approx(wanted, nan_ok=True)


def test_who_is_in_a_population_hangs_on_no_parameter() -> None:
    spec = f"{HEAD}{VARIABLES.replace('zone ==', 'x > least and zone ==')}"
    with pytest.raises(icma.SpecError, match="IND266"):
        icma.loads(f"{spec}tree: [{{id: i, title: {{es: I, en: I}}, direction: higher, formula: x, scale: {SCALE}}}]\n")


def test_what_does_not_apply_needs_no_weight() -> None:
    weight = "weight: {by: zone, urban: 3, else: null}"
    leaves = [
        f"{{id: i, title: {{es: I, en: I}}, direction: higher, formula: x, scale: identity, {weight}, "
        "applies: 'zone == \"urban\"'}",
        "{id: j, title: {es: J, en: J}, direction: higher, formula: 2 * x, scale: identity}",
    ]
    text = f"{HEAD}{VARIABLES}tree: [{', '.join(leaves)}]\n"
    found = icma.score(icma.loads(text), DATA).scores["total"].to_numpy()
    x = DATA["x"].to_numpy()
    assert found == pytest.approx(np.where(DATA["zone"] == "urban", 5 * x / 4, 2 * x))
