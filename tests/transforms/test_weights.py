"""Weights that are fitted on scores, against plain computations."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
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
    found: Floats = 50 + random.uniform(1, 5, (children, 1)) * common + own
    return found


def weights_of(method: str, scores: Floats, declared: Floats | None = None) -> Floats:
    return weigh(rule(method), scores, np.ones(len(scores)) if declared is None else declared)


def why(method: str, scores: Floats, declared: Floats | None = None) -> str:
    with pytest.raises(UntoldWeightsError) as caught:
        weights_of(method, scores, declared)
    return caught.value.why


# All methods ---------------------------------------------------------------------------------------------


def test_the_registry_and_the_classes_know_the_same_methods() -> None:
    assert sorted(WEIGHERS) == sorted(FITTED)


@pytest.mark.parametrize("method", FITTED)
@given(seed=st.integers(0, 10_000))
def test_weights_go_with_their_children(method: str, seed: int) -> None:
    scores = drawn(seed)
    order = np.random.default_rng(seed).permutation(len(scores))
    try:
        found = weights_of(method, scores)
    except UntoldWeightsError as error:
        assert (method, error.why) in {("equal_effective", "unreached"), ("dp2", "unsettled")}
        return
    assert (found >= 0).all()
    if method != "dp2":  # its weights have the measure of scores, which the sum of distances takes away
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


# Entropy -------------------------------------------------------------------------------------------------


def entropy_by_hand(scores: Floats) -> list[float]:
    told = []
    for line in scores.tolist():
        parts = [score / sum(line) for score in line]
        entropy = -sum(part * math.log(part) for part in parts if part > 0) / math.log(len(line))
        told.append(1 - entropy)
    return [part / sum(told) for part in told]


@given(arrays(np.float64, (3, 8), elements=st.integers(0, 100).map(float)))
def test_entropy_is_that_of_the_shares_of_each_child(scores: Floats) -> None:
    scores[:, 0] += 1  # something to share out
    scores[0, 1] = 120
    assert weights_of("entropy", scores) == pytest.approx(entropy_by_hand(scores), abs=1e-9)


def test_what_is_equal_everywhere_tells_nothing() -> None:
    scores = np.array([[20.0, 20, 20], [10, 20, 30], [0, 0, 0]])
    assert weights_of("entropy", scores).tolist() == [0, 1, 0]
    assert why("entropy", np.array([[-1.0, 2], [3, 4]])) == "negative"


# CRITIC --------------------------------------------------------------------------------------------------


@given(st.integers(0, 10_000), st.integers(3, 6))
def test_critic_weighs_spread_by_conflict(seed: int, children: int) -> None:
    table = pd.DataFrame(drawn(seed, children).T)
    table = (table - table.min()) / (table.max() - table.min())
    told = table.std() * (1 - table.corr()).sum()
    assert weights_of("critic", drawn(seed, children)) == pytest.approx((told / told.sum()).to_numpy())


def test_critic_of_children_that_all_go_together_tells_nothing() -> None:
    line = np.arange(6.0)
    assert why("critic", np.array([line, 2 * line + 1, 10 * line])) == "alike"
    scores = drawn(5)
    scores[1] = 40.0
    assert why("critic", scores) == "constant"


# P2 distance ---------------------------------------------------------------------------------------------


def distance_by_hand(figures: Floats) -> Floats | None:
    """Return the P2 distance of each row from the least of each column, by its definition; None if it never settles.

    Parameters
    ----------
    figures : float64 array, shape (rows, children)
    """
    partial = np.abs(figures - figures.min(axis=0)) / figures.std(axis=0)
    found = partial.sum(axis=1)
    for _ in range(60):
        strengths = [abs(np.corrcoef(column, found)[0, 1]) for column in partial.T]
        order = sorted(range(len(strengths)), key=lambda place: (-round(strengths[place], 8), place))
        before, found = found, np.zeros(len(figures))
        for count, place in enumerate(order):
            design = np.column_stack([np.ones(len(figures)), figures[:, order[:count]]])
            line = figures[:, place]
            residual = line - design @ np.linalg.lstsq(design, line, rcond=None)[0]
            found += partial[:, place] * (residual @ residual) / ((line - line.mean()) @ (line - line.mean()))
        if np.allclose(found, before, rtol=0, atol=1e-9):
            return found
    return None


@given(st.integers(0, 10_000), st.integers(3, 7))
def test_a_sum_of_distances_is_the_p2_distance(seed: int, children: int) -> None:
    scores = drawn(seed, children)
    wanted = distance_by_hand(scores.T)
    if wanted is None:
        assert why("dp2", scores) == "unsettled"
        return
    found = weights_of("dp2", scores) @ (scores - scores.min(axis=1, keepdims=True))
    assert found == pytest.approx(wanted, abs=1e-10)


def test_the_p2_distance_does_not_depend_on_the_measure_of_scores() -> None:
    scores = drawn(4)
    sizes = np.array([[1e-3], [1e250], [5.0], [2.0]])
    moved = scores * sizes + np.array([[7.0], [0.0], [-90.0], [1.0]])
    assert weights_of("dp2", moved) * sizes[:, 0] == pytest.approx(weights_of("dp2", scores))


def test_what_others_explain_weighs_nothing() -> None:
    scores = drawn(5, 3)
    alone = weights_of("dp2", scores)
    again = weights_of("dp2", np.vstack([scores, 3 * scores[0] + 7]))
    assert again[[0, 3]].min() == 0
    kept = int(again[0] == 0) * 3  # of the two that say the same, one enters
    assert again[[kept, 1, 2]] * [3.0 if kept else 1.0, 1, 1] == pytest.approx(alone)
    whole = weights_of("dp2", np.vstack([scores, scores.sum(axis=0)]))
    assert (whole == 0).sum() == 1


def test_of_children_that_correlate_equally_the_first_in_the_spec_enters() -> None:
    line = np.arange(8.0)
    odd = np.array([3.0, 1, 4, 1, 5, 9, 2, 6])
    for order in ([0, 1, 2], [1, 0, 2], [2, 1, 0]):
        scores = np.array([line, 2 * line, odd])[order]
        found = dict(zip(order, weights_of("dp2", scores), strict=True))
        first, second = [place for place in order if place != 2]
        assert found[second] == 0
        assert found[first] > 0


def test_children_that_do_not_correlate_weigh_by_their_spread_alone() -> None:
    waves = np.array([[1.0, -1, 0, 0, 0, 0], [0, 0, 2, -2, 0, 0], [0, 0, 0, 0, 5, -5]])
    assert weights_of("dp2", waves) == pytest.approx(1 / waves.std(axis=1))


def test_an_order_that_does_not_settle_gives_no_weights() -> None:
    noise = np.random.default_rng(6).normal(size=(4, 8))  # two orders that lead to one another
    assert distance_by_hand(noise.T) is None
    assert why("dp2", noise) == "unsettled"


def test_a_child_that_is_constant_has_no_distance_in_standard_deviations() -> None:
    scores = drawn(5)
    scores[1] = 40.0
    assert why("dp2", scores) == "constant"


# Balanced correlations -----------------------------------------------------------------------------------


def shares_by_hand(scores: Floats, weights: Floats) -> Floats:
    squares = np.array([np.corrcoef(line, weights @ scores)[0, 1] ** 2 for line in scores])
    return np.asarray(squares / squares.sum())


@given(st.integers(0, 10_000), st.integers(2, 5))
def test_each_child_has_the_share_that_it_declares(seed: int, children: int) -> None:
    random = np.random.default_rng(seed)
    scores = random.normal(size=(children, 40)) + 0.3 * random.normal(size=40)
    known = random.uniform(1, 2, children)
    assume(min(np.corrcoef(line, known @ scores)[0, 1] for line in scores) > 0.05)
    asked = shares_by_hand(scores, known)  # these weights give them
    found = weights_of("equal_effective", scores, 7 * asked)
    assert shares_by_hand(scores, found) == pytest.approx(asked, abs=1e-8)


def test_what_declares_nothing_weighs_nothing() -> None:
    scores, given = np.random.default_rng(3).normal(size=(4, 40)), np.array([0.3, 0, 0.4, 0.3])
    asked = np.where(given > 0, shares_by_hand(scores, given), 0.0)
    assert weights_of("equal_effective", scores, asked) == pytest.approx(given, abs=1e-6)


def test_shares_that_no_weights_give_are_told() -> None:
    common = np.random.default_rng(2).normal(size=(1, 50))
    scores = common + 0.1 * np.random.default_rng(3).normal(size=(2, 50))
    assert why("equal_effective", scores, np.array([9.0, 1])) == "unreached"
    assert why("equal_effective", scores, np.zeros(2)) == "weightless"


def test_the_result_is_that_of_the_method_of_the_group() -> None:
    scores = np.abs(drawn(6)) + 1
    found = weigh(rule("equal_effective", "geometric_mean"), scores, np.ones(4))
    result = np.exp(found @ np.log(scores))
    squares = np.array([np.corrcoef(line, result)[0, 1] ** 2 for line in scores])
    assert squares / squares.sum() == pytest.approx([0.25] * 4)
