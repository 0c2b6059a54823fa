"""What-ifs about one row start from where it is: unmoved, every score and level is the one it has, to the bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.engine.execution import replay
from icmaml_indicators.specs import Program
from tests.conftest import proven


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
        again = replay(
            assessment._scored.compiled.schedule(assessment._scored.table.published_groups),
            assessment._scored.table,
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
        replay(
            assessment._scored.compiled.schedule(assessment._scored.table.published_groups),
            assessment._scored.table,
            0,
            scores,
            reasons,
        )
        .nodes[area]
        .scores[0]
        == 70.0
    )
