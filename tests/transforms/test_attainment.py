"""Results against targets: the rules by hand, their laws, lights, running sums; within a program and its ledger."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.formulas import compile_steps
from icmaml_indicators.formulas.plan import Plan
from icmaml_indicators.ledger.scales import attainment_expression
from icmaml_indicators.specs.model.attainment import METHODS, Method
from icmaml_indicators.transforms.attainment import LIGHTS, above_range, attain, light, year_to_date
from tests.conftest import HEAD, program

ALL: tuple[Method, ...] = ("ratio", "ratio_linear", "ratio_inverse", "progress", "closeness", "range")


def one(method: Method, actual: float, target: float, baseline: float = math.nan, high: float = math.nan) -> float:
    figures = [np.array([figure]) for figure in (actual, target, baseline, high)]
    return float(attain(method, *figures)[0])


@pytest.mark.parametrize(
    ("method", "actual", "target", "baseline", "wanted"),
    [
        # Worked by hand in the notes on results-based budgeting.
        ("ratio", 72, 80, math.nan, 90),
        ("ratio_linear", 25, 20, math.nan, 75),
        ("ratio_inverse", 25, 20, math.nan, 80),
        ("progress", 25, 20, 30, 50),
        ("ratio_linear", 15, 20, math.nan, 125),
        ("ratio_inverse", 15, 20, math.nan, 400 / 3),
        ("progress", 1, 0, 4, 75),
        ("closeness", 45, 50, math.nan, 90),
        # Below zero, by the size of the target: lower 1 + (t - a) / |t|, higher 1 + (a - t) / |t|.
        ("ratio_linear", -12, -10, math.nan, 120),
        ("ratio_linear", -8, -10, math.nan, 80),
        ("ratio_linear", 10, -10, math.nan, -100),
        ("ratio", -4, -5, math.nan, 120),
        ("ratio", -20, -5, math.nan, -200),
        ("progress", -12, -10, -5, 140),
        ("progress", -8, -10, -5, 60),
        ("progress", 10, -10, -5, -300),
        # None was asked for and none came: met, whatever would be divided by.
        ("ratio", 0, 0, math.nan, 100),
        ("ratio_linear", 0, 0, math.nan, 100),
        ("ratio_inverse", 0, 0, math.nan, 100),
        ("closeness", 0, 0, math.nan, 100),
        ("progress", 4, 4, 4, 100),
    ],
)
def test_rules_by_hand(method: Method, actual: float, target: float, baseline: float, wanted: float) -> None:
    assert one(method, actual, target, baseline) == pytest.approx(wanted, rel=1e-14)


@pytest.mark.parametrize(
    ("method", "actual", "target", "baseline", "high"),
    [
        ("ratio", 5, 0, 1, 1), ("ratio_linear", 1, 0, 4, 1), ("ratio_inverse", 0, 5, 1, 1), ("progress", 3, 4, 4, 1),
        ("closeness", 1, 0, 1, 1), ("range", 3, 2, 1, 2), ("range", 20, 22, 1, 18), ("ratio", math.nan, 2, 1, 1),
        ("ratio_inverse", -4, 5, 1, 1), ("ratio_inverse", 4, -5, 1, 1), ("ratio_inverse", -4, -5, 1, 1),
    ],
)  # fmt: skip
def test_a_rule_without_meaning_gives_no_attainment(
    method: Method, actual: float, target: float, baseline: float, high: float
) -> None:
    assert math.isnan(one(method, actual, target, baseline, high))


def test_a_range_is_full_inside_and_loses_by_the_distance() -> None:
    assert [one("range", actual, 18, high=22) for actual in (18, 20, 22, 23, 16, 30)] == [100, 100, 100, 75, 50, -100]


positive = st.floats(0.01, 1e6)


@given(target=positive, baseline=positive)
def test_reaching_the_target_is_100_in_every_rule(target: float, baseline: float) -> None:
    assume(abs(target - baseline) > 1e-3 * target)
    for method in ALL:
        high = target + 1 if method == "range" else math.nan
        assert one(method, target, target, baseline, high) == pytest.approx(100)


@given(positive, positive, positive, st.floats(0.1, 10), st.floats(-100, 100))
def test_progress_does_not_change_with_the_unit(a: float, t: float, b: float, scale: float, shift: float) -> None:
    assume(abs(t - b) > 1e-2 * max(t, b))
    moved = (scale * figure + shift for figure in (a, t, b))
    assert one("progress", *moved) == pytest.approx(one("progress", a, t, b), rel=1e-6, abs=1e-6)


@given(positive, positive)
def test_the_ratio_of_a_rate_is_the_inverse_ratio_of_its_reciprocal(a: float, t: float) -> None:
    assert one("ratio", a, t) == pytest.approx(one("ratio_inverse", 1 / a, 1 / t), rel=1e-9)


@given(positive, positive, positive)
def test_a_better_result_never_attains_less(target: float, first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert one("ratio", low, target) <= one("ratio", high, target)
    for method in METHODS["lower"][:2]:
        assert one(method, low, target) >= one(method, high, target)


signed = st.floats(-1e6, 1e6).filter(lambda figure: abs(figure) > 1e-2)


@given(signed, signed, signed)
def test_a_better_result_never_attains_less_on_either_side_of_zero(target: float, first: float, second: float) -> None:
    """1 + (a - t) / |t| rises with a, whatever the sign of t; its mirror falls; both are 100 at the target."""
    low, high = sorted((first, second))
    assert one("ratio", low, target) <= one("ratio", high, target)
    assert one("ratio_linear", low, target) >= one("ratio_linear", high, target)
    for method in ("ratio", "ratio_linear"):
        assert one(method, target, target) == 100
    assert one("ratio", low, target) == pytest.approx(100 * (1 + (low - target) / abs(target)))


FIGURES = st.one_of(st.sampled_from([-10.0, -5.0, 0.0, 4.0, 5.0]), st.floats(-1e3, 1e3).map(lambda f: round(f, 3)))


@given(st.sampled_from(ALL), FIGURES, FIGURES, FIGURES, FIGURES)
def test_the_formula_of_every_rule_gives_what_its_array_function_gives(
    method: Method, actual: float, target: float, baseline: float, high: float
) -> None:
    """As it is read (for this value) and as it stands in a cell (for every value)."""
    assume(high >= target if method == "range" else method != "ratio_inverse" or target >= 0)
    wanted = np.clip(one(method, actual, target, baseline, high), 0, 100)

    def computed(at: float | None) -> float:
        plan = Plan(compile_steps({"x": attainment_expression(method, target, baseline, high, at)}, ("value",)))
        return float(plan.evaluate(np.array([[actual]])).values[0, 0])

    whole = computed(None)
    assert (math.isnan(wanted) and math.isnan(whole)) or whole == pytest.approx(wanted, abs=1e-9)
    if not math.isnan(wanted):
        assert computed(actual) == pytest.approx(wanted, abs=1e-9)


def test_lights_include_their_ends_and_know_of_too_much() -> None:
    cuts = {"green_low": 90.0, "green_high": 110.0, "yellow_low": 70.0, "yellow_high": 130.0}
    figures = np.array([69.9, 70, 89.9, 90, 110, 110.1, 130, 130.1, np.nan, 100 * 0.9])
    wanted = ["red", "yellow", "yellow", "green", "green", "yellow", "yellow", "red", "", "green"]
    assert [LIGHTS[code] for code in light(figures, cuts)] == wanted
    results, target = 80 + figures, np.full(10, 80.0)
    assert above_range(figures, cuts, results, target, "higher").tolist() == [False] * 5 + [True] * 3 + [False] * 2
    assert not above_range(figures, cuts, results, target, "lower").any()  # on the wrong side no target was too low
    assert not above_range(figures, cuts, results, target, "target").any()


def test_figures_to_date_add_up_within_a_year_and_a_hole_stays_a_hole() -> None:
    who = np.array([0, 0, 0, 0, 1, 1])
    years = np.array([2024, 2024, 2024, 2025, 2025, 2025])
    sums = year_to_date(np.array([1.0, 2, 3, 4, np.nan, 6]), who, years)
    np.testing.assert_array_equal(sums, [1, 3, 6, 4, np.nan, np.nan])


SHEETS = (
    HEAD.replace("semester", "[year, quarter]").replace("municipality", "budget_program")
    + """\
missing: {not_reported: skip}
variables:
  - {id: lit, title: {es: l, en: l}}
  - {id: lamps, title: {es: l, en: l}}
  - {id: planned, title: {es: p, en: p}}
  - {id: repairs, title: {es: r, en: r}}
  - {id: days, title: {es: d, en: d}}
tree:
  - id: coverage
    title: {es: Cobertura, en: Coverage}
    formula: lit / lamps * 100
    direction: higher
    attainment: {target: {2024: 80, 2025: 90}, baseline: 60}
    examples: [{given: {lit: 1, lamps: 2}, expect: 50}]
  - id: done
    title: {es: Hechas, en: Done}
    formula: repairs
    direction: higher
    attainment: {target: planned, cumulative: true, lights: {over: ignore}}
    examples: [{given: {repairs: 1}, expect: 1}]
  - id: delay
    title: {es: Demora, en: Delay}
    formula: days
    direction: lower
    attainment: {target: 20, method: ratio_inverse, lights: {on: value, green: [null, 20], yellow: [null, 30]}}
    examples: [{given: {days: 1}, expect: 1}]
  - id: staff
    title: {es: Personal, en: Staff}
    formula: lamps / 10
    direction: target
    attainment: {target: [18, 22]}
    examples: [{given: {lamps: 10}, expect: 1}]
"""
)


def test_a_program_with_targets() -> None:
    with pytest.raises(icma.SpecError, match="method: range"):
        program(SHEETS)
    spec = program(SHEETS.replace("target: [18, 22]", "target: [18, 22], method: range"))
    data = pd.DataFrame(
        [
            ("p1", "2024-Q1", 60, 100, 10, 5, 20), ("p1", "2024-Q2", 100, 100, 10, 20, 25), ("p1", "2024-Q3", 88, 200, 10, None, 40),
            ("p1", "2025-Q1", 85, 100, 10, 10, 0),
        ],
        columns=["entity", "period", "lit", "lamps", "planned", "repairs", "days"],
    )  # fmt: skip
    found = icma.score(spec, data)
    sheet = found.attainment.set_index(["indicator", "period"])
    assert sheet.loc["coverage", "attainment"].tolist() == pytest.approx([75, 125, 55, 8500 / 90])
    assert sheet.loc["coverage", "light"].tolist() == ["yellow", "yellow", "red", "green"]
    assert sheet.loc["done", "actual"].tolist()[:2] == [5, 25]
    assert sheet.loc["done", "target"].tolist() == [10, 20, 30, 10]
    assert sheet.loc["done", "light"].tolist() == ["red", "green", "", "green"]  # 125 % is no fault here
    assert sheet.loc["delay", "light"].tolist() == ["green", "yellow", "red", "green"]
    assert sheet.loc["staff", "attainment"].tolist() == [-100, -100, 100, -100]
    assert found.values["coverage"].tolist() == [60, 100, 44, 85]  # the result is kept beside its attainment
    assert found.scores["coverage"].tolist() == pytest.approx([75, 100, 55, 8500 / 90])
    assert found.scores["staff"].tolist() == [0, 0, 100, 0]
    assert found.score_reasons["done"].tolist() == ["", "", "not_reported", ""]
    assert found.score_reasons["delay"].tolist()[3] == "undefined"
    told = found.findings[found.findings["code"].isin(["IND439", "IND440"])]
    assert sorted(told[["code", "subject", "period"]].to_numpy().tolist()) == [
        ["IND439", "coverage", "2024-Q2"],
        ["IND440", "delay", "2025-Q1"],
    ]
    entry = found.explain("p1", "coverage", "2024-Q2").root
    assert entry.scale == "ratio: target 80, baseline 60; 125 %"
    benchmark = icma.benchmark(found, min_peers=1)
    assert benchmark.positions.query("indicator == 'staff' and period == '2024-Q3'")["rank"].tolist() == [1]


BELOW_ZERO = (
    HEAD.replace("semester", "year")
    + """\
variables: [{id: change, title: {es: c, en: c}}]
tree:
  - id: fall
    title: {es: Baja, en: Fall}
    formula: change
    direction: lower
    attainment: {target: -10, baseline: -5}
    examples: [{given: {change: -10}, expect: -10}]
  - id: inverse
    title: {es: Inversa, en: Inverse}
    formula: change
    direction: lower
    attainment: {target: -10, baseline: -5, method: ratio_inverse}
    examples: [{given: {change: -10}, expect: -10}]
  - id: none
    title: {es: Ninguno, en: None}
    formula: change
    direction: lower
    attainment: {target: 0}
    examples: [{given: {change: -10}, expect: -10}]
"""
)


def test_a_program_with_targets_below_zero_and_at_zero() -> None:
    """Lower, target -10: -12 is 120, -8 is 80, +10 is -100 and scores 0; against 0 only 0 has an attainment."""
    spec = program(BELOW_ZERO)
    data = pd.DataFrame({"entity": list("abcd"), "period": 2024, "change": [-12, -8, 10, 0]})
    found = icma.score(spec, data)
    assert found.scores["fall"].tolist() == [100, 80, 0, 0]
    sheet = found.attainment.set_index(["indicator", "entity"])["attainment"]
    assert sheet["fall"].tolist() == [120, 80, -100, 0]
    assert sheet["none"].tolist() == pytest.approx([math.nan, math.nan, math.nan, 100], nan_ok=True)
    assert sheet["inverse"].isna().all()
    told = found.findings.query("subject != 'entity'").groupby(["subject", "code"])["entity"].agg("".join).to_dict()
    assert told == {("fall", "IND439"): "a", ("inverse", "IND490"): "abcd", ("none", "IND440"): "abc"}
    ledgers = {name: found.explain(name, "fall").root for name in "ac"}
    assert [ledgers[name].scaled for name in "ac"] == [
        "min(max((-12) / (-10) * 100, 0), 100) = 100",
        "min(max(10 / (-10) * 100, 0), 100) = 0",
    ]
    assert found.explain("d", "none").root.scaled == "100 = 100"
