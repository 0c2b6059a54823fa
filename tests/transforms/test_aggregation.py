"""Means, sums and extremes by hand; absent children treated as the program says."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.formulas.reasons import LOW_COVERAGE, NOT_APPLICABLE, NOT_REPORTED, REJECTED, UNDEFINED
from icmaml_indicators.specs import Aggregation, Missing
from icmaml_indicators.transforms.aggregations.aggregation import ChildScores, aggregate, aggregate_ends

Child = tuple[float, float, int]


def child(score: float, weight: float = 1.0, reason: int = 0) -> Child:
    return score, weight, reason


def combined(method: object, *children: Child, **missing: object) -> tuple[float, int, float]:
    scores, weights, reasons = (np.array(column, float)[:, None] for column in zip(*children, strict=True))
    family = ChildScores(weights, scores, reasons.astype(np.uint8), np.isfinite(scores).astype(float))
    found = aggregate(family, Aggregation.model_validate(method), Missing.model_validate(missing))
    return float(found.scores[0]), int(found.reasons[0]), float(found.coverage[0])


@pytest.mark.parametrize(
    ("method", "wanted"),
    [
        ("arithmetic_mean", (1 * 2 + 3 * 8) / 4),
        ("sum", 1 * 2 + 3 * 8),
        ("geometric_mean", (2 * 8**3) ** 0.25),
        ("harmonic_mean", 4 / (1 / 2 + 3 / 8)),
        ({"method": "power_mean", "power": 2}, math.sqrt((4 + 3 * 64) / 4)),
        ("median", 5),
        ("min", 2),
        ("max", 8),
    ],
)
def test_methods_by_hand(method: object, wanted: float) -> None:
    assert combined(method, child(2), child(8, 3))[0] == pytest.approx(wanted)


def test_the_mazziotta_pareto_index_by_hand() -> None:
    """M - S cv and M + S cv, with S² = mean of squared differences (De Muro, Mazziotta and Pareto, 2011, section 3).

    Scores 90, 100 and 110: M = 100, S² = 200 / 3, cv = S / 100, so that S cv = 2 / 3.
    """
    parts = child(90), child(100), child(110)
    assert combined({"method": "mazziotta_pareto", "penalty": "minus"}, *parts)[0] == pytest.approx(100 - 2 / 3)
    assert combined({"method": "mazziotta_pareto", "penalty": "plus"}, *parts)[0] == pytest.approx(100 + 2 / 3)
    # Weights weigh both moments: of 80 (three times) and 40 M is 70, S² is 300.
    weighed = child(80, 3), child(40)
    assert combined({"method": "mazziotta_pareto", "penalty": "minus"}, *weighed)[0] == pytest.approx(70 - 300 / 70)


def test_the_mazziotta_pareto_index_leaves_the_range_of_its_parts() -> None:
    minus = {"method": "mazziotta_pareto", "penalty": "minus"}
    # One of five alone: M = 20, S² = 1600. It is kept below zero as it is.
    assert combined(minus, child(100), *[child(0)] * 4)[:2] == (20 - 1600 / 20, 0)
    assert combined(minus, *[child(100)] * 3)[:2] == (100, 0)
    assert combined(minus, child(0), child(0))[:2] == (0, 0)
    assert combined(minus, child(-1), child(8))[1] == UNDEFINED
    assert combined(minus, child(-1, 0), child(8))[:2] == (8, 0)
    with pytest.raises(ValueError, match="IND312"):
        Aggregation.model_validate("mazziotta_pareto")


def test_a_zero_makes_the_geometric_mean_zero_and_a_negative_score_undefines_it() -> None:
    assert combined("geometric_mean", child(0), child(8))[:2] == (0, 0)
    assert combined("geometric_mean", child(-1), child(8))[1] == UNDEFINED


@pytest.mark.parametrize(
    ("method", "wanted"),
    [
        ("geometric_mean", (4 * 9) ** 0.5),
        ("harmonic_mean", 2 / (1 / 4 + 1 / 9)),
        ({"method": "power_mean", "power": 2}, ((16 + 81) / 2) ** 0.5),
        ({"method": "power_mean", "power": -2}, ((1 / 16 + 1 / 81) / 2) ** -0.5),
        ("arithmetic_mean", 6.5),
    ],
)
@pytest.mark.parametrize("nothing", [0, -3, math.inf, 50])
@pytest.mark.parametrize("absent", [True, False])
def test_a_part_that_weighs_nothing_counts_for_nothing(
    method: object, wanted: float, nothing: float, absent: bool
) -> None:
    """4 and 9 weigh the same; log 0, 1 / 0, a negative score and an open end of weight 0 leave their mean as it is."""
    beside = [child(math.nan, 1, NOT_REPORTED)] if absent else []
    found = combined(method, child(4), child(nothing, 0), child(9), *beside, not_reported="skip")
    assert found[:2] == (pytest.approx(wanted), 0)


def test_absent_children_skip_propagate_or_count_as_zero() -> None:
    gone = child(math.nan, 1, NOT_REPORTED)
    assert combined("arithmetic_mean", child(6), gone, not_reported="skip") == (6, 0, 0.5)
    assert combined("arithmetic_mean", child(6), gone, not_reported="zero") == (3, 0, 0.5)
    assert combined("arithmetic_mean", child(6), gone)[1] == NOT_REPORTED


def test_each_reason_has_a_policy_of_its_own() -> None:
    policies = {"not_reported": "skip", "rejected": "propagate"}
    assert combined("arithmetic_mean", child(6), child(math.nan, 1, REJECTED), **policies)[1] == REJECTED


def test_what_is_not_applicable_leaves_the_denominator_of_coverage_too() -> None:
    assert combined("arithmetic_mean", child(6), child(math.nan, 1, NOT_APPLICABLE)) == (6, 0, 1)


def test_nothing_applicable_is_no_score_with_its_reason() -> None:
    gone = child(math.nan, 1, NOT_APPLICABLE)
    score, reason, _ = combined("arithmetic_mean", gone, gone)
    assert math.isnan(score)
    assert reason == NOT_APPLICABLE


def test_too_little_coverage_gives_no_score() -> None:
    children = [child(6), child(math.nan, 2, NOT_REPORTED)]
    assert combined("arithmetic_mean", *children, not_reported="skip", min_coverage=0.5)[1] == LOW_COVERAGE
    assert combined("arithmetic_mean", *children, not_reported="skip", min_coverage=1 / 3)[1] == 0


scores = st.lists(st.floats(0.1, 100), min_size=1, max_size=6)


@given(scores)
def test_means_are_ordered_and_lie_between_the_extremes(values: list[float]) -> None:
    children = [child(value) for value in values]
    order = ["min", "harmonic_mean", "geometric_mean", "arithmetic_mean", {"method": "power_mean", "power": 3}, "max"]
    means = [combined(method, *children)[0] for method in order]
    assert all(a <= b * (1 + 1e-9) for a, b in pairwise(means))


@given(scores, st.sampled_from(["arithmetic_mean", "geometric_mean", "harmonic_mean", "median", "min", "max"]))
def test_raising_a_part_never_lowers_the_whole(values: list[float], method: str) -> None:
    before = combined(method, *(child(value) for value in values))[0]
    after = combined(method, child(values[0] + 1), *(child(value) for value in values[1:]))[0]
    assert after >= before * (1 - 1e-12)


@pytest.mark.parametrize("method", ["arithmetic_mean", "geometric_mean", "harmonic_mean", "points"])
def test_a_row_alone_has_the_bits_that_it_has_among_others(method: str) -> None:
    """Many odd weights, some children absent: sums are made in the order of the children however many rows there are."""
    random = np.random.default_rng(4)
    weights = random.uniform(0.1, 3, (23, 1))
    scores = random.uniform(1, 100, (23, 50))
    reasons = np.where(random.random((23, 50)) < 0.2, np.uint8(NOT_APPLICABLE), np.uint8(0))
    reasons[:, ::7] = 0
    scores[reasons != 0] = np.nan
    coverage = random.uniform(0.2, 1, (23, 50))
    rule, missing = Aggregation(method=method), Missing()
    among = aggregate(ChildScores(weights, scores, reasons, coverage), rule, missing)
    for row in range(50):
        span = slice(row, row + 1)
        alone = aggregate(ChildScores(weights, scores[:, span], reasons[:, span], coverage[:, span]), rule, missing)
        assert alone.scores[0] == among.scores[row]
        assert alone.coverage[0] == among.coverage[row]
        if among.applicable is not None:  # of what adds up points
            assert alone.applicable is not None
            assert alone.applicable[0] == among.applicable[row]
        np.testing.assert_array_equal(alone.shares[:, 0], np.broadcast_to(among.shares, scores.shape)[:, row])


@pytest.mark.parametrize(
    ("method", "lowest", "highest"),
    [
        ("median", 0.0, 0.0),  # the open part is the lowest, then the highest: the middle is 0 or 0
        ("min", math.nan, 0.0),
        ("max", 90.0, math.nan),
        ("all_or_nothing", 0.0, 0.0),
        ("arithmetic_mean", math.nan, math.nan),
        ("harmonic_mean", math.nan, 0.0),  # a part of zero makes it zero, however high another is
    ],
)
def test_an_end_that_is_open_may_be_closed_by_the_others(method: str, lowest: float, highest: float) -> None:
    """Parts of 0 and 90 (of the median: of 0 and 0), and one that has no ends."""
    parts = [math.nan, 0.0, 0.0] if method == "median" else [math.nan, 0.0, 90.0]
    scores, weights = np.array(parts)[:, None], np.ones((3, 1))
    children = ChildScores(weights, scores, np.zeros((3, 1), np.uint8), np.ones((3, 1)))
    ends = aggregate_ends(children, children, Aggregation.model_validate(method), Missing())
    np.testing.assert_array_equal([float(end.scores[0]) for end in ends], [lowest, highest])
