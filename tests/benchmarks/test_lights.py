"""The traffic light of a position, by the rule of the spec."""

from __future__ import annotations

import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program

BODY = """\
scale: percentile_rank
variables: [{id: a, title: {es: a, en: a}, range: [0, null]}]
tree:
  - {id: plain, title: {es: p, en: p}, formula: a, direction: higher}
  - {id: figure, title: {es: v, en: v}, formula: a + 0, direction: lower, lights: {on: value, green: [null, 20], yellow: [20, 40]}}
  - {id: middle, title: {es: m, en: m}, formula: a * 1, direction: higher, lights: {on: percentile, green: [75, 100], yellow: [25, 75]}}
  - {id: robust, title: {es: r, en: r}, formula: a - 0, direction: lower, lights: {on: robust_z, green: [1, null], yellow: [-1, 1]}}
  - {id: scored, title: {es: s, en: s}, formula: 0 + a, direction: higher, lights: {on: score, green: [50, null], yellow: [30, 50]}}
  - {id: aim, title: {es: t, en: t}, formula: a / 1, direction: higher, attainment: {target: 50}}
"""
DATA = pd.DataFrame(
    {
        "entity": ["00001", "00002", "00003", "00004", "00005"],
        "period": "2020",
        "a": [10.0, 20, 30, 50, 60],
    }
)


def lights(head: str = "") -> dict[str, list[str]]:
    spec = program(HEAD.replace("semester", "year") + head + BODY)
    positions = icma.benchmark(icma.score(spec, DATA)).positions.astype({"light": str})
    return {str(name): list(lines["light"]) for name, lines in positions.groupby("indicator", observed=True)}


def test_each_rule_cuts_what_it_says() -> None:
    found = lights()
    assert found["plain"] == ["red", "yellow", "yellow", "green", "green"]  # quarters of five: 4, 3, 2, 1, 1
    assert found["figure"] == ["green", "green", "yellow", "red", "red"]
    assert found["middle"] == ["red", "yellow", "yellow", "green", "green"]
    # median 30, MAD 20: robust z of 10 is -0.6745 and of 60 is 1.01, turned because less is better
    assert found["robust"] == ["yellow", "yellow", "yellow", "yellow", "red"]
    assert found["scored"] == ["red", "red", "green", "green", "green"]
    # 20, 40, 60, 100 and 120 % of the target: the light of its sheet, far above target included
    assert found["aim"] == ["red", "red", "red", "green", "yellow"]


def test_the_program_gives_the_rule_of_those_without_one() -> None:
    found = lights("lights: {on: percentile, green: [90, 100], yellow: [50, 90]}\n")
    assert found["plain"] == ["red", "red", "yellow", "yellow", "green"]
    assert found["figure"] == ["green", "green", "yellow", "red", "red"]


def test_cuts_are_asked_for_where_they_do_not_follow() -> None:
    with pytest.raises(icma.SpecError, match=r"`percentile` needs `yellow`"):
        lights("lights: {on: percentile, green: [90, 100]}\n")


@pytest.mark.parametrize(
    ("figures", "peers"),
    [
        ([10.0, 20, 30, 50, 60], ["00001", "00002", "00003", "00004"]),  # the fifth has no peers
        ([10.0, 30, 30, 30, 60], None),  # the middle half is equal: no spread
    ],
)
def test_where_there_is_no_robust_z_there_is_no_light_by_it(figures: list[float], peers: list[str] | None) -> None:
    spec = program(HEAD.replace("semester", "year") + BODY)
    positions = icma.benchmark(icma.score(spec, DATA.assign(a=figures)), peers).positions
    lines = positions[positions["indicator"] == "robust"]
    absent = lines["robust_z"].isna()
    assert absent.any()
    assert (lines["light"].astype(str) == "").tolist() == absent.tolist()
