"""One contract for all methods: what the registry says of each holds on scores, and fails where it is denied."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import icmaml_indicators as icma
from icmaml_indicators.formulas import compile_steps
from icmaml_indicators.formulas.plan import Plan
from icmaml_indicators.specs import Aggregation, Indicator, Missing, Scale
from icmaml_indicators.specs.methods.aggregations import AGGREGATIONS
from icmaml_indicators.specs.methods.scales import SCALES
from icmaml_indicators.transforms.aggregations.aggregation import ChildScores, aggregate, aggregate_ends
from icmaml_indicators.transforms.aggregations.table import AGGREGATORS
from icmaml_indicators.transforms.populations import EVERYBODY
from icmaml_indicators.transforms.scales.base import plain_parameters
from icmaml_indicators.transforms.scales.normalisation import normalise, orient
from icmaml_indicators.transforms.scales.rule import ScaleRule, make_rule
from icmaml_indicators.transforms.scales.table import SCALERS
from tests.conftest import HEAD, REPOSITORY

Floats = NDArray[np.float64]

# Each method of the language with values of the keys that it needs.
RULES = [
    *(
        {"method": name}
        for name, facts in AGGREGATIONS.items()
        if facts.has_shares and not facts.required and not facts.compares
    ),
    *({"method": "power_mean", "power": power} for power in (-2, 0.5, 3)),
    *({"method": "mazziotta_pareto", "penalty": penalty} for penalty in ("minus", "plus")),
]
PARAMETERS: dict[str, dict[str, Any]] = {
    "goalposts": {"low": 2, "high": 8},
    "distance_to_reference": {"reference": 5},
    "distance_to_target": {"spread": 4},
    "bands": {"bands": [{"score": 0, "up_to": 2}, {"score": 60, "up_to": 6}, {"score": 100}]},
    "piecewise_linear": {"points": [[1, 0], [4, 70], [9, 100]]},
}
MISSING = Missing()


def names_of(rule: dict[str, Any]) -> str:
    return "-".join(str(part) for part in rule.values())


def rows_of(rule: dict[str, Any], scores: Floats, weights: Floats) -> Floats:
    """Return scores of many rows at once: scores of shape (children, rows), weights (children,)."""
    children = ChildScores(weights[:, None], scores, np.zeros(scores.shape, np.uint8), np.ones(scores.shape))
    return aggregate(children, Aggregation.model_validate(rule), MISSING).scores


def holds(fact: str, rule: dict[str, Any]) -> bool:
    """Return whether a fact holds on all of many drawn rows of three children."""
    random = np.random.default_rng(5)
    scores, weights = random.uniform(0, 100, (3, 400)), np.array([3.0, 2.0, 0.5])
    found, shares = rows_of(rule, scores, weights), (weights / weights.sum())[:, None]
    match fact:
        case "weighted":
            return not np.allclose(found, rows_of(rule, scores, weights[::-1]))
        case "relative_weights":
            return np.allclose(found, rows_of(rule, scores, 2 * weights))
        case "additive":
            shares = shares if AGGREGATIONS[rule["method"]].relative_weights else weights[:, None]
            return np.allclose(found, (shares * scores).sum(axis=0))
        case "within_parts":
            return bool(((found >= scores.min(axis=0) - 1e-9) & (found <= scores.max(axis=0) + 1e-9)).all())
        case "keeps_full":
            return np.allclose(rows_of(rule, np.full((3, 1), 100.0), weights), 100)
        case "increasing":
            raised = scores.copy()
            raised[1] += random.uniform(0, 100 - raised[1])
            return bool((rows_of(rule, raised, weights) >= found - 1e-9).all())
    raise AssertionError(fact)


# Names ---------------------------------------------------------------------------------------------------


def test_names_are_those_of_the_models_and_of_the_classes() -> None:
    assert list(AGGREGATIONS) == list(get_args(Aggregation.model_fields["method"].annotation))
    assert list(SCALES) == list(get_args(Scale.model_fields["method"].annotation))
    by_row = {name for name, facts in AGGREGATIONS.items() if facts.has_shares and not facts.compares}
    assert set(AGGREGATORS) == by_row
    assert set(SCALERS) == {name for name, facts in SCALES.items() if facts.gives_score}
    assert {rule["method"] for rule in RULES} == set(AGGREGATORS)


def test_keys_are_those_of_the_models() -> None:
    for model, methods in ((Aggregation, AGGREGATIONS), (Scale, SCALES)):
        taken = {key for method in methods.values() for key in method.keys}
        assert taken == set(model.model_fields) - {"method"}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("page", "methods"), [("aggregation", AGGREGATIONS), ("scales", SCALES)])
def test_the_table_of_the_guide_lists_methods_and_keys(language: str, page: str, methods: Any) -> None:
    text = (REPOSITORY / "docs" / language / "reference" / f"{page}.md").read_text(encoding="utf-8")
    lines = [line.split("|")[1:3] for line in text.splitlines() if re.match(r"\| `\w+` \|", line)]
    found = {first.strip(" `"): re.findall(r"`(\w+)`", keys) for first, keys in lines}
    assert found == {name: list(method.keys) for name, method in methods.items()}


# Aggregations --------------------------------------------------------------------------------------------

FACTS = ("weighted", "relative_weights", "additive", "within_parts", "keeps_full", "increasing")


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("method", AGGREGATORS)
def test_a_fact_holds_of_every_use_of_a_method_or_fails_of_one(method: str, fact: str) -> None:
    if fact == "relative_weights" and not AGGREGATIONS[method].weighted:
        return
    assert all(holds(fact, rule) for rule in RULES if rule["method"] == method) == getattr(AGGREGATIONS[method], fact)


@pytest.mark.parametrize("rule", RULES, ids=names_of)
def test_an_exponent_is_that_of_the_mean(rule: dict[str, Any]) -> None:
    power = Aggregation.model_validate(rule).exponent
    scores, weights = np.random.default_rng(5).uniform(1, 100, (3, 50)), np.array([3.0, 2.0, 0.5])
    shares = (weights / weights.sum())[:, None]
    if power is None:
        found = rows_of(rule, scores, weights)
        for other in (-1.0, 0.5, 2.0):
            assert AGGREGATIONS[rule["method"]].adds_points or not np.allclose(
                found, (shares * scores**other).sum(axis=0) ** (1 / other)
            )
        return
    wanted = np.exp((shares * np.log(scores)).sum(axis=0)) if power == 0 else 0.0
    wanted = wanted if power == 0 else (shares * scores**power).sum(axis=0) ** (1 / power)
    assert np.allclose(rows_of(rule, scores, weights), wanted)


@st.composite
def parts(draw: st.DrawFn) -> list[tuple[float, float, float, float]]:
    """Draw parts as weight, least and most score, and how far between they come to stand."""
    figure = st.sampled_from([0.0, 1.0, 20.0, 50.0, 60.0, 99.0, 100.0])
    found = []
    for _ in range(draw(st.integers(1, 5))):
        ends = sorted((draw(figure), draw(figure)))
        found.append((draw(st.sampled_from([0.0, 1.0, 2.5])), ends[0], ends[1], draw(st.floats(0, 1))))
    return found


@pytest.mark.parametrize("rule", RULES, ids=names_of)
@given(drawn=parts())
def test_bounds_contain_what_any_completion_scores(
    rule: dict[str, Any], drawn: list[tuple[float, float, float, float]]
) -> None:
    weights, low, high, share = (np.array(column)[:, None] for column in zip(*drawn, strict=True))
    if not weights.any():
        return
    none = np.zeros(low.shape, np.uint8)
    ends = [ChildScores(weights, end, none, np.ones(low.shape)) for end in (low, high)]
    least, most = (float(end.scores[0]) for end in aggregate_ends(*ends, Aggregation.model_validate(rule), MISSING))
    # Every corner, and a point inside.
    corners = np.array(np.meshgrid(*[[0.0, 1.0]] * len(low))).reshape(len(low), -1)
    tried = np.hstack([low + (high - low) * corners, low + (high - low) * share])
    scores = rows_of(rule, tried, weights[:, 0])
    assert np.nanmin(scores) >= least - 1e-9
    assert np.nanmax(scores) <= most + 1e-9
    # No bound is farther than need be: one is at a corner, or where parts are level.
    level = np.clip(np.linspace(low.min(), high.max(), 2001), low, high)
    reached = np.concatenate([scores, rows_of(rule, level, weights[:, 0])])
    assert np.nanmin(reached) == pytest.approx(least, abs=0.05)
    assert np.nanmax(reached) == pytest.approx(most, abs=0.05)


def test_many_open_parts_are_bounded_from_outside() -> None:
    rule = {"method": "mazziotta_pareto", "penalty": "minus"}
    low, high = np.zeros((12, 1)), np.full((12, 1), 100.0)
    ends = [ChildScores(np.ones((12, 1)), end, np.zeros((12, 1), np.uint8), np.ones((12, 1))) for end in (low, high)]
    least, most = (float(end.scores[0]) for end in aggregate_ends(*ends, Aggregation.model_validate(rule), MISSING))
    one_alone = rows_of(rule, np.r_[100.0, np.zeros(11)][:, None], np.ones(12))[0]
    assert least <= one_alone < 0
    assert most == 100


def spec_of(rule: dict[str, Any], weights: tuple[float, ...], version: str) -> str:
    written = ", ".join(f"{key}: {value}" for key, value in rule.items())
    head = HEAD.replace('version: "1"', f'version: "{version}"') + "scale: identity\nvariables:\n"
    head += "".join(f"  - {{id: v{n}, title: {{es: v{n}, en: v{n}}}, range: [0, 100]}}\n" for n in range(len(weights)))
    body = f"tree:\n  - id: whole\n    title: {{es: x, en: x}}\n    aggregation: {{{written}}}\n    children:\n"
    for number, weight in enumerate(weights):
        worth = f"points: {weight}" if rule["method"] == "points" else f"weight: {weight}"
        body += f"      - {{id: i{number}, title: {{es: i{number}, en: i{number}}}, formula: v{number}, "
        body += f"direction: higher, {worth}}}\n"
    return head + body


@pytest.mark.parametrize("rule", RULES, ids=names_of)
def test_diff_tells_of_weights_what_data_shows(rule: dict[str, Any]) -> None:
    old, new = (icma.loads(spec_of(rule, weights, "1"), "sample.yaml") for weights in ((1, 2, 3), (3, 2, 1)))
    random = np.random.default_rng(3)
    data = pd.DataFrame(random.uniform(1, 99, (20, 3)), columns=["v0", "v1", "v2"])
    data.insert(0, "entity", [f"{n:05d}" for n in range(1001, 1021)])
    data.insert(1, "period", "2014-S1")
    moved = not np.allclose(*(icma.score(spec, data).scores["whole"] for spec in (old, new)))
    codes = {change.code for one in icma.diff(old, new).programs for change in one.changes if change.subject == "whole"}
    assert ("IND635" in codes) == moved == AGGREGATIONS[rule["method"]].weighted


# Scales --------------------------------------------------------------------------------------------------


def indicator(direction: str) -> Indicator:
    texts = {"es": "x", "en": "x"}
    spec = {"id": "x", "title": texts, "formula": "x", "direction": direction, "range": [0, 20], "weight": 1}
    return Indicator.model_validate(spec | ({"target": 5} if direction == "target" else {}))


def rule_for(name: str, direction: str, **options: Any) -> ScaleRule:
    scale = Scale.model_validate({"method": name, **PARAMETERS.get(name, {}), **options})
    return make_rule(scale, indicator(direction))


def scored(name: str, values: Floats, **options: Any) -> Floats:
    direction = "target" if name == "distance_to_target" else options.pop("direction", "higher")
    return normalise(rule_for(name, direction, **options), values, EVERYBODY).scores


VALUES = np.random.default_rng(8).uniform(0.5, 12, 60)


# What a formula gives is asked of the engine (tests/engine/test_worked_out_scales.py).
WRITTEN = [name for name in SCALERS if name != "formula"]


@pytest.mark.parametrize("name", WRITTEN)
def test_the_facts_of_a_scale_hold(name: str) -> None:
    facts, own = SCALES[name], scored(name, VALUES)
    # One more at each end moves the others' scores where they are compared with it.
    beside = scored(name, np.r_[0.2, VALUES, 19.0])[1:-1]
    assert np.allclose(own, beside) != facts.is_relative
    # A place among others is the same whatever the distances are.
    assert (facts.is_relative and np.allclose(own, scored(name, VALUES**2))) == facts.is_ranked
    # It turns with the direction.
    if name != "distance_to_target":
        slopes = [np.corrcoef(VALUES, scored(name, VALUES, direction=way))[0, 1] for way in ("higher", "lower")]
        assert (slopes[0] * slopes[1] < 0) == facts.turns
    assert not facts.ends_at_to or (own.min(), own.max()) == (0, 100)
    if "clip" in facts.keys and not facts.is_relative:
        beyond = scored(name, np.array([-50.0, 50.0]))
        assert ((beyond >= 0) & (beyond <= 100)).all() == facts.clips


@pytest.mark.parametrize("name", WRITTEN)
def test_scores_lie_between_the_ends_and_are_straight_between_kinks(name: str) -> None:
    facts, direction = SCALES[name], "target" if name == "distance_to_target" else "higher"
    rule = rule_for(name, direction)
    low, high = SCALERS[name].ends(rule)
    found = scored(name, VALUES)
    assert ((found >= low) & (found <= high)).all()
    if facts.is_ranked:
        return
    taken = {"low": float(VALUES.min()), "high": float(VALUES.max())}
    places = sorted({0.5, 12.0, *SCALERS[name].kinks(rule, taken)})
    for start, end in pairwise(place for place in places if 0.5 <= place <= 12.0):
        inside = np.linspace(start, end, 7)[1:-1]
        scores = scored(name, np.r_[VALUES, inside])[-5:]
        assert np.allclose(np.diff(scores, 2), 0)
        assert np.allclose(scores, scores[0]) or not facts.stepped


@pytest.mark.parametrize("direction", ["higher", "lower"])
@pytest.mark.parametrize("name", WRITTEN)
def test_the_expression_of_a_scale_computes_its_scores(name: str, direction: str) -> None:
    from icmaml_indicators.ledger.scales import count_below, scale_expression

    direction = "target" if name == "distance_to_target" else direction
    rule = rule_for(name, direction)
    found = normalise(rule, VALUES, EVERYBODY)
    taken = plain_parameters(found.parameters)
    for value, score in zip(VALUES[:8].tolist(), found.scores[:8].tolist(), strict=True):
        below = count_below(value, VALUES, rule)
        for at in (None, value):
            shown = scale_expression(rule, taken, below, at)
            assert shown is not None
            plan = Plan(compile_steps({"score": shown}, ("value",)))
            assert math.isclose(
                float(plan.evaluate(np.array([[value]])).values[0, 0]), score, rel_tol=1e-9, abs_tol=1e-9
            )


@pytest.mark.parametrize("direction", ["higher", "lower", "target"])
@pytest.mark.parametrize("name", [name for name in SCALERS if SCALES[name].is_relative])
def test_what_is_fitted_scores_one_alone_as_it_scores_in_its_population(name: str, direction: str) -> None:
    """Ranks are placed among the others, of which one is none; bounds are those of all."""
    rule, scaler, values = rule_for(name, direction), SCALERS[name], np.r_[VALUES, VALUES[:9], 5.0]
    whole = normalise(rule, values, EVERYBODY).scores
    for row in range(len(values)):
        among = np.delete(values, row) if rule.facts.is_ranked else values
        held = scaler.fit(orient(rule, among), rule)
        alone = normalise(rule, values[row : row + 1], EVERYBODY, held).scores
        assert np.array_equal(alone, whole[row : row + 1], equal_nan=True)
