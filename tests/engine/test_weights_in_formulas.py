"""What nodes weigh, read by formulas."""

from __future__ import annotations

import pandas as pd

import icmaml_indicators as icma
from tests.conftest import HEAD

SPEC = (
    HEAD
    + """\
parameters:
  - {id: share, by: zone, urban: 0.25, rural: 0.5}
variables:
  - {id: x, title: {es: X, en: X}}
  - {id: y, title: {es: Y, en: Y}}
  - {id: zone, title: {es: Z, en: Z}, type: category, options: [urban, rural]}
tree:
  - id: g
    title: {es: G, en: G}
    weight: 3
    missing: {not_reported: skip}
    children:
      - {id: i, title: {es: I, en: I}, weight: share, direction: higher, scale: identity, formula: x}
      - {id: j, title: {es: J, en: J}, weight: 1 - share, direction: higher, scale: identity, formula: y}
  - {id: own, title: {es: O, en: O}, direction: context, formula: score(i) * weight(i) + score(j) * weight(j)}
  - {id: plain, title: {es: P, en: P}, direction: context, formula: weight(i) + weight(g) * 10}
  - {id: mid, title: {es: M, en: M}, direction: context, formula: "weighted_mean(score(i), weight(i) over period)"}
  - {id: before, title: {es: B, en: B}, direction: context, formula: lag(weight(j)) - weight(j)}
"""
)
DATA = pd.DataFrame(
    [
        ("00001", "2014-S1", 10.0, 30.0, "urban"),
        ("00001", "2014-S2", 10.0, 30.0, "rural"),
        ("00002", "2014-S1", 40.0, 20.0, "rural"),
        ("00003", "2014-S1", None, 20.0, "rural"),
        ("00004", "2014-S1", 40.0, 20.0, None),
    ],
    columns=["entity", "period", "x", "y", "zone"],
)


def test_a_weight_is_that_of_the_row_before_absent_siblings_hand_theirs_on() -> None:
    found = icma.score(icma.loads(SPEC), DATA)
    values = found.values
    assert values["own"].dropna().tolist() == [25, 20, 30]
    assert values["own"].dropna().tolist() == found.scores["g"].iloc[:3].tolist()
    assert found.scores["g"].iloc[3] == 20  # the weight of what is absent is shared; it still is what it was
    assert values["plain"].dropna().tolist() == [30.25, 30.5, 30.5, 30.5]
    assert found.reasons["plain"].iloc[4] == "not_reported"
    assert values["mid"].iloc[[0, 2]].tolist() == [30, 30]  # (10 · 0.25 + 40 · 0.5) / 0.75
    assert values["before"].dropna().tolist() == [0.25]


def test_points_are_weights_and_a_constant_weight_is_no_reason_to_be_absent() -> None:
    text = SPEC.replace("weight: share", "points: 5").replace("weight: 1 - share", "points: 15")
    found = icma.score(icma.loads(text.replace("weight(i) + weight(g) * 10", "weight(j)")), DATA)
    assert found.values["plain"].tolist() == [15.0] * 5


def test_a_declared_weight_is_the_same_in_a_period_that_was_not_handed_in() -> None:
    """As a number and a parameter without `by` are; one that is worked out is read of the row before."""
    text = SPEC.replace("weight(i) + weight(g) * 10", "lag(weight(g)) + lag(2)")
    found = icma.score(icma.loads(text), DATA)
    assert found.values["plain"].tolist() == [5.0] * 5
    assert found.reasons["before"].tolist() == ["not_reported", "", "not_reported", "not_reported", "not_reported"]


def test_a_roll_up_reads_weights() -> None:
    lower = icma.score(icma.loads(SPEC), DATA.dropna())
    head = HEAD.replace("id: sample", "id: upper").replace("entity: municipality", "entity: other")
    upper = head + (
        "rollup: {of: sample, by: zone}\nvariables:\n"
        '  - {id: v, title: {es: V, en: V}, from: "sum(score(i) * weight(i) over zone)"}\n'
        "tree: [{id: k, title: {es: K, en: K}, direction: context, formula: v}]\n"
    )
    found = icma.score(icma.loads(upper, lower=lower.program), lower=lower).values["k"]
    assert found.to_dict() == {("urban", "2014-S1"): 2.5, ("rural", "2014-S1"): 20, ("rural", "2014-S2"): 5}
