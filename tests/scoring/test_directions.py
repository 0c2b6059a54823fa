"""Groups of whose value less is better: scales turn it; where the score is the value, all that judges it is turned."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program

TEXT = (
    HEAD.replace("semester", "year")
    + """\
variables:
  - {id: a, title: {es: La a, en: The a}, range: [0, 100]}
  - {id: b, title: {es: La b, en: The b}, range: [0, 100]}
scale: identity
missing: {not_reported: propagate}
direction: lower
tree:
  - id: risk
    title: {es: Riesgo, en: Risk}
    direction: lower
    SCALE
    levels:
      - {id: safe, title: {es: Seguro, en: Safe}, up_to: 20}
      - {id: watched, title: {es: En vigilancia, en: Watched}, up_to: 40}
      - {id: exposed, title: {es: Expuesto, en: Exposed}}
    gates: [{requires: i, at_least: 10, max_level: watched}]
    children:
      - {id: i, title: {es: El i, en: The i}, formula: a, direction: lower, range: [0, 100]}
      - {id: j, title: {es: El j, en: The j}, formula: b, direction: lower, range: [0, 100]}
"""
)


def assessed(scale: str = "scale: identity") -> icma.Assessment:
    data = pd.DataFrame(
        {
            "entity": ["00001", "00002", "00003", "00004", "00005"],
            "period": 2024,
            "a": [10, 0, 60, 50, None],
            "b": [10, 20, 60, 20, 5],
        }
    )
    return icma.score(program(TEXT.replace("SCALE", scale)), data)


@pytest.mark.parametrize("scale", ["scale: identity", "scale: none", ""])
def test_less_is_better_where_the_score_is_the_value(scale: str) -> None:
    found = assessed(scale)
    assert found.scores["risk"].tolist() == pytest.approx([10, 10, 60, 35, np.nan], nan_ok=True)
    assert found.ranks["risk"].tolist() == pytest.approx([1, 1, 4, 3, np.nan], nan_ok=True)
    assert found.ranks["total"].tolist() == pytest.approx(found.ranks["risk"].tolist(), nan_ok=True)
    compared = icma.benchmark(found)
    statistics = compared.statistics.set_index("indicator").loc["risk"]
    assert (statistics["best"], statistics["worst"], statistics["top_quartile"]) == (10, 60, 10)
    ranks = compared.positions.set_index(["indicator", "entity"])["rank"]
    assert ranks["risk"].dropna().tolist() == [1, 1, 4, 3]


def test_the_first_level_is_the_best_and_a_gate_holds_towards_the_last() -> None:
    found = assessed()
    # The second misses what the gate asks for, and is not safe whatever its score.
    assert found.levels["risk"].tolist() == ["safe", "watched", "exposed", "watched", None]
    told = found.explain("00002", "risk").root.detail["adjustments"]
    assert [(step["what"], step["limit"], step["holds"]) for step in told if step["what"] == "gate"] == [
        ("gate", "watched", True)
    ]
    possible = found.possible_levels.xs("00005").iloc[0]["risk"]
    assert (possible["lowest"], possible["highest"]) == ("safe", "exposed")


@pytest.mark.parametrize(
    ("scale", "wanted"),
    [
        ("scale: min_max", [100, 100, 0, 50]),
        ("scale: {method: goalposts, low: 0, high: 100}", [90, 90, 40, 65]),
        ("scale: {method: percentile_rank, ties: min}", [200 / 3, 200 / 3, 0, 100 / 3]),
        ("scale: {method: rank, ties: dense}", [3, 3, 1, 2]),
        ("scale: {method: bands, bands: [{up_to: 30, score: 3}, {score: 1}]}", [3, 3, 1, 1]),
    ],
)
def test_a_scale_turns_the_value_and_more_of_the_score_is_better(scale: str, wanted: list[float]) -> None:
    found = assessed(scale)
    assert found.scores["risk"].tolist()[:4] == pytest.approx(wanted)
    order = np.argsort(np.argsort(-np.array(wanted), kind="stable"))
    assert found.ranks["risk"].tolist()[int(np.argmin(order))] == 1
    assert found.ranks["risk"].tolist()[2] == max(found.ranks["risk"].dropna())


def test_a_path_leads_down_where_less_is_better() -> None:
    compared = icma.benchmark(assessed())
    for goal in ({"score": 20}, "safe", {"rank": 1}):
        path = compared.path("00004", node="risk", to=goal)
        assert path.reachable, goal
        assert path.score_after < path.score_before
    assert compared.path("00004", node="risk", to={"score": 20}).score_after == pytest.approx(20)
    assert compared.path("00001", node="risk", to={"score": 20}).moves.empty


def test_a_turn_of_the_good_end_is_told() -> None:
    one, other = (
        program(TEXT.replace("SCALE", "")),
        program(TEXT.replace("SCALE", "").replace("    direction: lower\n", "")),
    )
    (change,) = icma.diff(one, other).changes
    assert (change.code, change.subject, change.key, change.old, change.new) == (
        "IND633",
        "risk",
        "direction",
        "lower",
        "higher",
    )
