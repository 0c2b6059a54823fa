"""Sobol' indices: of a function with a known answer, against two other implementations, and of an index."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from SALib.analyze import sobol as salib

import icmaml_indicators as icma
from icmaml_indicators.robustness.uncertainty.sobol import draw_points, estimate_indices, estimate_intervals
from tests.conftest import reference
from tests.robustness.test_uncertainty import INDEX, index

# Ishigami and Homma, "An Importance Quantification Technique in Uncertainty Analysis", ISUMA 1990, with a = 7, b = 0.1.
FIRST = (0.3138, 0.4424, 0.0)
TOTAL = (0.5576, 0.4424, 0.2436)


def ishigami(points: np.ndarray) -> np.ndarray:
    x = (points - 0.5) * 2 * np.pi
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def outcomes(samples: int, design: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    first, second = draw_points(samples, 3, 1, design)
    mixed = []
    for factor in range(3):
        points = first.copy()
        points[:, factor] = second[:, factor]
        mixed.append(ishigami(points))
    return ishigami(first), ishigami(second), np.array(mixed)


@pytest.mark.parametrize(("design", "samples", "near"), [("random", 60_000, 0.02), ("sobol", 8192, 0.005)])
def test_a_function_whose_indices_are_known(design: str, samples: int, near: float) -> None:
    first, total = estimate_indices(*outcomes(samples, design))
    np.testing.assert_allclose(first, FIRST, atol=near)
    np.testing.assert_allclose(total, TOTAL, atol=near)


def test_estimators_are_those_of_two_other_tools() -> None:
    a, b, mixed = outcomes(512, "random")
    first, total = estimate_indices(a, b, mixed)
    for factor in range(3):
        assert first[factor] == pytest.approx(float(salib.first_order(a, mixed[factor], b)), rel=1e-12)
        assert total[factor] == pytest.approx(float(salib.total_order(a, mixed[factor], b)), rel=1e-12)
    points = reference("asem/expected/U_sobol_sample_500x3.csv").astype(float).to_numpy()
    a, b, *rest = ishigami(points).reshape(5, -1)
    first, total = estimate_indices(a, b, np.array(rest), ddof=1)
    wanted = reference("asem/expected/U_sobol_ishigami_estimates.csv")
    np.testing.assert_allclose(first, wanted["Si"].astype(float), rtol=1e-12)
    np.testing.assert_allclose(total, wanted["STi"].astype(float), rtol=1e-12)


def test_intervals_hold_the_answer_as_often_as_they_say() -> None:
    hits = []
    for seed in range(40):
        chance = np.random.default_rng(seed)
        points, other = chance.random((2, 400, 3))
        mixed = [points.copy() for _ in range(3)]
        for factor in range(3):
            mixed[factor][:, factor] = other[:, factor]
        found = ishigami(points), ishigami(other), np.array([ishigami(own) for own in mixed])
        total, width = estimate_indices(*found)[1], estimate_intervals(*found, 0.95, chance)[1]
        hits += list(np.abs(total - TOTAL) <= width)
    assert 0.88 <= np.mean(hits) <= 1.0


def test_the_indices_of_weights_add_up_to_the_whole_or_more() -> None:
    effects = index(30).sensitivity(200, weights={"noise": 1.0, "nodes": ["v", "area", "w"]}, seed=4)
    found = effects.indices.set_index("factor")
    assert found["kind"].eq("weight").all() and found.index.tolist() == ["v", "area", "w"]
    assert (found["total_order"] >= 0).all() and found["total_order"].sum() > 0.9
    assert (found["total_order_low"] < found["total_order"]).all()


def test_weights_that_move_nobody_explain_nothing() -> None:
    # Of two parts one is the same for everybody: whatever they weigh, the other gives the order.
    flat = INDEX.replace("{id: x, title: {es: X, en: X}, formula: c,", "{id: x, title: {es: X, en: X}, formula: 1 + 0 * c, scale: {method: goalposts, low: 0, high: 2},")  # fmt: skip
    effects = index(10, flat).sensitivity(16, node="area", weights={"noise": 0.5, "nodes": ["w", "x"]})
    columns = [name for name in effects.indices if name not in {"factor", "kind"}]
    assert effects.indices[columns].isna().all(axis=None)
    assert (effects.by_entity["variance"].fillna(0) == 0).all()


def test_indices_of_an_entity_are_those_of_its_places() -> None:
    assessment = index(12)
    found = assessment.sensitivity(64, weights={"noise": 0.8, "nodes": 1}, alternatives={"scale": ["z_score"]}, seed=1)
    assert found.indices["factor"].tolist() == ["scale", "v", "area"]
    own = found.by_entity.set_index(["entity", "factor"])
    still = own["variance"] == 0
    assert own.loc[still, ["first_order", "total_order"]].isna().all(axis=None)
    assert (own.loc[~still, "total_order"] >= 0).all() and (~still).any()
    # One factor alone explains all that there is.
    alone = assessment.sensitivity(64, weights=None, alternatives={"scale": ["z_score"]}, seed=1)
    moved = alone.by_entity.query("variance > 0")
    np.testing.assert_allclose(moved["total_order"], 1.0, atol=0.35)
    assert len(moved)


def test_the_same_seed_gives_the_same_indices() -> None:
    first, again = (index(10).sensitivity(32, seed=3, design="sobol") for _ in range(2))
    assert first.indices.equals(again.indices) and first.by_entity.equals(again.by_entity)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"weights": {"dirichlet": 2}}, "sensitivity is shared out among weights with noise"),
        ({"samples": 0}, "`samples` must be a whole number"),
        ({"samples": 24, "design": "sobol"}, "`samples` must be a power of 2"),
        ({"design": "saltelli"}, "valid: random, sobol"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(icma.IcmamlError, match=said):
        index(6).sensitivity(**more)


def test_without_the_extra_its_design_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "SALib.sample.sobol", None)
    with pytest.raises(icma.MissingExtraError, match="robustness"):
        index(6).sensitivity(32, design="sobol")
