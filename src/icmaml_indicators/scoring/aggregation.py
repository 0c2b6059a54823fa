"""Children to parent: means, sums and extremes by node, absent children treated as the program says.

Definitions follow the OECD/JRC Handbook (2008), chapter 6.3 (aggregation); the power mean of exponent p is
``(Σ w x^p)^(1/p)``, of which the arithmetic (1) and harmonic (-1) means are cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..formulas.reasons import (
    LOW_COVERAGE,
    NOT_APPLICABLE,
    NOT_REPORTED,
    NOT_SCORED,
    NOT_VERIFIED,
    REJECTED,
    UNDEFINED,
)
from ..formulas.rounding import TOLERANCE
from ..specs import Aggregation, Missing

Floats = NDArray[np.float64]
Reasons = NDArray[np.uint8]
# Full marks, and how far a sum of shares may miss a threshold that it reaches exactly on paper.
FULL = 100.0
SLACK = TOLERANCE * FULL
_USE, _SKIP, _PROPAGATE, _ZERO = 0, 1, 2, 3
_ACTIONS = {"skip": _SKIP, "propagate": _PROPAGATE, "zero": _ZERO}


@dataclass(frozen=True, slots=True)
class Family:
    """The children of one node over some rows: arrays of shape (children, rows); weights may be (children, 1)."""

    weights: Floats
    scores: Floats
    reasons: Reasons
    coverage: Floats


@dataclass(frozen=True, slots=True)
class Combined:
    """A parent over the same rows.

    `shares` are the weights as they counted, shape (children, rows) or (children, 1); `applicable` is the weight that
    stays in the denominator, shape (rows,).
    """

    scores: Floats
    reasons: Reasons
    coverage: Floats
    shares: Floats
    applicable: Floats


def action_of_reason(missing: Missing) -> NDArray[np.uint8]:
    """Return, for each reason code, what an absent child does to its parent."""
    table = np.full(8, _PROPAGATE, np.uint8)
    table[0] = _USE
    table[UNDEFINED] = _ACTIONS[missing.undefined]
    table[NOT_APPLICABLE] = _ACTIONS[missing.not_applicable]
    table[NOT_REPORTED] = table[LOW_COVERAGE] = _ACTIONS[missing.not_reported]
    table[NOT_VERIFIED] = _ACTIONS[missing.not_verified]
    table[REJECTED] = _ACTIONS[missing.rejected]
    table[NOT_SCORED] = _SKIP
    return table


def combine(family: Family, aggregation: Aggregation, missing: Missing) -> Combined:
    """Aggregate children into their parent, row by row.

    Weights are divided by their sum over the children that count, so that they sum to one; in a ``sum`` they
    multiply as they are. Where nothing at all was handed in, there is no score, whatever the policy.
    """
    weights, given = family.weights, family.reasons
    rows = given.shape[1]
    if not given.any() and family.coverage.min(initial=1.0) == 1.0:
        return _complete(family, aggregation)
    acts = action_of_reason(missing)[given]
    present = (acts == _USE) | (acts == _ZERO)
    scores = np.where(acts == _ZERO, 0.0, family.scores)
    total = _added(weights * present)
    with np.errstate(all="ignore"):
        shares = np.where(present, weights if aggregation.method == "sum" else weights / total, 0.0)
        result = _aggregate(np.where(present, scores, _neutral(aggregation)), shares, present, aggregation)
    coverage = _coverage(family, missing)
    reasons = np.zeros(rows, np.uint8)
    stopped = (acts == _PROPAGATE).any(axis=0)
    unanswered = np.isin(given, (NOT_REPORTED, NOT_APPLICABLE, NOT_SCORED)).all(axis=0)
    nothing = (total == 0) | (unanswered & (given == NOT_REPORTED).any(axis=0))
    reasons[coverage < float(missing.min_coverage) - TOLERANCE] = LOW_COVERAGE
    gravest = np.where(given == NOT_SCORED, 0, given).max(axis=0)
    # Nothing applicable, or nothing scored, is a reason of its own.
    all_out = (given == NOT_APPLICABLE) | (given == NOT_SCORED)
    gravest = np.where(
        all_out.all(axis=0),
        np.where((given == NOT_APPLICABLE).any(axis=0), NOT_APPLICABLE, NOT_SCORED),
        gravest,
    )
    reasons = np.where(stopped, np.where(acts == _PROPAGATE, given, 0).max(axis=0), reasons)
    reasons = np.where(nothing & ~stopped, gravest, reasons).astype(np.uint8)
    undefined = (reasons == 0) & ~np.isfinite(result)
    reasons[undefined] = UNDEFINED
    result[reasons != 0] = np.nan
    return Combined(result, reasons, coverage, shares, _added(weights * (acts != _SKIP)))


def _complete(family: Family, aggregation: Aggregation) -> Combined:
    weights, rows = family.weights, family.scores.shape[1]
    total = _added(weights)
    shares = weights if aggregation.method == "sum" else weights / total
    with np.errstate(all="ignore"):
        result = _aggregate(family.scores, shares, np.ones(family.scores.shape, bool), aggregation)
    reasons = np.where(np.isfinite(result), np.uint8(0), np.uint8(UNDEFINED))
    result[reasons != 0] = np.nan
    return Combined(result, reasons, np.ones(rows), shares, np.broadcast_to(total, (rows,)))


def _coverage(family: Family, missing: Missing) -> Floats:
    """Share of the applicable weight that is present, leaves counted."""
    out = family.reasons == NOT_SCORED
    if missing.not_applicable == "skip":
        out |= family.reasons == NOT_APPLICABLE
    counted = family.weights * ~out
    applicable = _added(counted)
    with np.errstate(all="ignore"):
        return np.where(applicable > 0, _added(counted * family.coverage) / applicable, 0.0)


def _neutral(aggregation: Aggregation) -> float:
    """Return the score that leaves an aggregate unchanged at weight zero."""
    return {"min": np.inf, "max": -np.inf}.get(aggregation.method, 1.0)


def _aggregate(scores: Floats, shares: Floats, present: NDArray[np.bool_], aggregation: Aggregation) -> Floats:
    match aggregation.method:
        case "arithmetic_mean" | "points":
            # Full marks everywhere are full marks: shares may miss one by a rounding.
            mean = weighted_sum(scores, shares)
            return np.where(np.abs(mean - FULL) < SLACK, FULL, mean)
        case "sum":
            return weighted_sum(scores, shares)
        case "geometric_mean":
            # A zero makes the mean zero; a negative score has no geometric mean.
            positive = np.exp(weighted_sum(np.log(scores), shares))
            zero = ((scores == 0) & (shares > 0)).any(axis=0)
            return np.where((scores < 0).any(axis=0), np.nan, np.where(zero, 0.0, positive))
        case "harmonic_mean":
            zero = ((scores == 0) & (shares > 0)).any(axis=0)
            mean = 1.0 / weighted_sum(1.0 / scores, shares)
            return np.where((scores < 0).any(axis=0), np.nan, np.where(zero, 0.0, mean))
        case "power_mean":
            power = float(aggregation.power or 1)
            zero = ((scores == 0) & (shares > 0)).any(axis=0) & (power < 0)
            mean = weighted_sum(scores**power, shares) ** (1.0 / power)
            return np.where((scores < 0).any(axis=0), np.nan, np.where(zero, 0.0, mean))
        case "median":
            return _median(scores, present)
        case "min":
            lowest: Floats = np.minimum.reduce(scores, axis=0)
            return lowest
        case "max":
            highest: Floats = np.maximum.reduce(scores, axis=0)
            return highest
        case "all_or_nothing":
            return np.where(((scores >= FULL - SLACK) | ~present).all(axis=0), FULL, 0.0)
        case _:
            return np.full(scores.shape[1], np.nan)


def _median(scores: Floats, present: NDArray[np.bool_]) -> Floats:
    """Return the median of the scores that count; NaN where none does."""
    ordered = np.sort(np.where(present, scores, np.inf), axis=0)
    count = np.count_nonzero(present, axis=0)
    low = np.maximum((count - 1) // 2, 0)
    lower, upper = (np.take_along_axis(ordered, place[None], axis=0)[0] for place in (low, np.maximum(count // 2, 0)))
    return np.where(count > 0, (lower + upper) / 2.0, np.nan)


def _added(parts: Floats) -> Floats:
    """Add the children in their order, whatever the number of rows: numpy pairs terms where there is one row only."""
    total = np.zeros(parts.shape[1])
    for part in parts:
        total += part
    return total


def weighted_sum(scores: Floats, shares: Floats) -> Floats:
    """Add shares times scores in the order of the children, so that a ledger of the parts adds up to the bit."""
    total = np.zeros(scores.shape[1])
    for score, share in zip(scores, shares, strict=True):
        total += share * score
    return total
