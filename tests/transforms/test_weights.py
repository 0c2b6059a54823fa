"""Weights that are fitted on scores, against plain computations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from icmaml_indicators.specs import Aggregation
from icmaml_indicators.specs.methods.weights import WEIGHTS
from icmaml_indicators.transforms.populations import EVERYBODY, Populations
from icmaml_indicators.transforms.weights.base import UntoldWeightsError
from icmaml_indicators.transforms.weights.components import first_component
from icmaml_indicators.transforms.weights.fitting import fit_weights, weigh
from icmaml_indicators.transforms.weights.table import WEIGHERS

Floats = NDArray[np.float64]

FITTED = [name for name, facts in WEIGHTS.items() if facts.fitted]


def rule(method: str, aggregation: str = "arithmetic_mean") -> Aggregation:
    return Aggregation.model_validate({"method": aggregation, "weights": method})


def drawn(seed: int, children: int = 4, rows: int = 30) -> Floats:
    """Return scores that hang together: one common part, and one of its own for each child."""
    random = np.random.default_rng(seed)
    common = random.normal(size=rows)
    own = random.uniform(2, 10, (children, 1)) * random.normal(size=(children, rows))
    found: Floats = 50 + random.uniform(4, 10, (children, 1)) * common + own
    return found


def weights_of(method: str, scores: Floats, declared: Floats | None = None) -> Floats:
    return weigh(rule(method), scores, np.ones(len(scores)) if declared is None else declared)


def why(method: str, scores: Floats) -> str:
    with pytest.raises(UntoldWeightsError) as caught:
        weights_of(method, scores)
    return caught.value.why


# All methods ---------------------------------------------------------------------------------------------


def test_the_registry_and_the_classes_know_the_same_methods() -> None:
    assert sorted(WEIGHERS) == sorted(FITTED)


@pytest.mark.parametrize("method", FITTED)
@given(seed=st.integers(0, 10_000))
def test_weights_are_shares_that_go_with_their_children(method: str, seed: int) -> None:
    scores = drawn(seed)
    order = np.random.default_rng(seed).permutation(len(scores))
    found = weights_of(method, scores)
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1)
    assert weights_of(method, scores[order]) == pytest.approx(found[order], abs=1e-7)
    assert weights_of(method, scores[:, ::-1]) == pytest.approx(found, abs=1e-7)


@pytest.mark.parametrize("method", FITTED)
def test_one_row_tells_no_weights(method: str) -> None:
    assert why(method, drawn(1)[:, :1]) == "few"
    assert why(method, drawn(1)[:, :0]) == "few"


@pytest.mark.parametrize("method", FITTED)
def test_scores_that_are_all_equal_tell_no_weights(method: str) -> None:
    assert why(method, np.full((4, 9), 30.0)) == "equal"
    assert why(method, np.zeros((4, 9))) == "equal"
    assert why(method, 30.0 + 1e-13 * drawn(3)) == "equal"  # equal but for rounding


def test_each_population_has_its_own_and_rows_read_those_they_are_held_against() -> None:
    scores = drawn(2, rows=13)
    scores[1, 4] = np.nan
    codes = np.array([0] * 6 + [1] * 6 + [-1])
    readers = np.array([0] * 6 + [1] * 5 + [0, -1])
    found = fit_weights(rule("pca"), "abcd", scores, np.ones(4), Populations(("one", "two"), codes, readers))
    kept = [number for number in range(6) if number != 4]
    assert found.complete is not None
    assert found.members is not None
    assert (found.complete.tolist(), found.members.tolist()) == ([5, 6], [6, 6])
    by_row = found.by_row(13)
    for row, rows in ((0, kept), (4, kept), (11, kept), (10, range(6, 12))):
        assert by_row[:, row] == pytest.approx(weights_of("pca", scores[:, list(rows)]))
    assert np.isnan(by_row[:, 12]).all()


def test_why_there_are_none_is_told_by_population() -> None:
    scores = drawn(2, rows=9)
    scores[2, 5:] = 7.0
    found = fit_weights(
        rule("pca"), "abcd", scores, np.ones(4), Populations(("a", "b", "c"), np.array([0, 1, 1, 1, 1, 2, 2, 2, 2]))
    )
    assert found.untold is not None
    told = {number: (each.why, each.children) for number, each in found.untold.items()}
    assert told == {0: ("few", ()), 2: ("constant", ("c",))}
    assert np.isnan(found.weights).all(axis=1).tolist() == [True, False, True]
    assert fit_weights(rule("pca"), "abcd", scores[:, :5], np.ones(4), EVERYBODY).of(0).keys() == set("abcd")


# Principal components ------------------------------------------------------------------------------------


def component_by_svd(scores: Floats) -> tuple[Floats, Floats]:
    """Return the first right singular vector of standardised scores, and the variances of all components."""
    standard = ((scores.T - scores.mean(axis=1)) / scores.std(axis=1, ddof=1)) / np.sqrt(scores.shape[1] - 1)
    _, sizes, vectors = np.linalg.svd(standard, full_matrices=False)
    return vectors[0], sizes**2


@given(st.integers(0, 10_000), st.integers(3, 7))
def test_squared_loadings_are_those_of_a_singular_value_decomposition(seed: int, children: int) -> None:
    scores = drawn(seed, children)
    vector, variances = component_by_svd(scores)
    loadings, own = first_component(scores)
    assert np.abs(loadings) == pytest.approx(np.abs(vector), abs=1e-9)
    assert own == pytest.approx(variances, abs=1e-9)
    assert weights_of("pca", scores) == pytest.approx(vector**2, abs=1e-9)
    assert loadings.sum() > 0


def test_components_do_not_depend_on_the_measure_of_scores() -> None:
    scores = drawn(4)
    moved = scores * np.array([[1e-3], [1e300], [5.0], [-2.0]]) + np.array([[7.0], [0.0], [-90.0], [1.0]])
    assert weights_of("pca", moved) == pytest.approx(weights_of("pca", scores))


def test_where_no_component_is_the_first_there_are_no_weights() -> None:
    waves = np.array([[1.0, -1, 0, 0, 0, 0], [0, 0, 1, -1, 0, 0], [0, 0, 0, 0, 1, -1]])  # nothing correlates
    assert why("pca", waves) == "tied"
    apart = np.array([[2.0, -1, -1], [-1, 2, -1], [-1, -1, 2]])  # any two correlate by -1/2
    assert why("pca", apart) == "tied"


def test_a_child_that_is_constant_correlates_with_nothing() -> None:
    scores = drawn(5)
    scores[1] = 40.0
    with pytest.raises(UntoldWeightsError) as caught:
        weights_of("pca", scores)
    assert (caught.value.why, caught.value.places) == ("constant", (1,))
