"""Children to parent: means, sums and extremes by node, absent children treated as the program says.

Definitions follow the OECD/JRC Handbook (2008), chapter 6.3 (aggregation); the power mean of exponent p is
``(Σ w x^p)^(1/p)``, of which the arithmetic (1) and harmonic (-1) means are cases.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from ..specs import Aggregation, Missing

Floats = NDArray[np.float64]
Reasons = NDArray[np.uint8]
_USE, _SKIP, _PROPAGATE, _ZERO = 0, 1, 2, 3
_ACTIONS = {"skip": _SKIP, "propagate": _PROPAGATE, "zero": _ZERO}


@dataclass(frozen=True, slots=True)
class Child:
    """One child of a node, over all rows."""

    weight: float
    scores: Floats
    reasons: Reasons
    coverage: Floats


@dataclass(frozen=True, slots=True)
class Combined:
    """A parent over all rows. `shares` are the weights as they counted, shape (children, rows) or (children, 1)."""

    scores: Floats
    reasons: Reasons
    coverage: Floats
    shares: Floats


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


def combine(children: Sequence[Child], aggregation: Aggregation, missing: Missing) -> Combined:
    """Aggregate children into their parent, row by row.

    Weights are divided by their sum over the children that count, so that they sum to one; in a ``sum`` they
    multiply as they are.
    """
    rows = len(children[0].scores)
    if all(not child.reasons.any() and child.coverage.min(initial=1.0) == 1.0 for child in children):
        return _complete(children, aggregation, rows)
    actions = action_of_reason(missing)
    acts = np.stack([actions[child.reasons] for child in children])
    present = (acts == _USE) | (acts == _ZERO)
    scores = np.stack([child.scores for child in children])
    scores[acts == _ZERO] = 0.0
    weights = np.array([child.weight for child in children])[:, None]
    total = (weights * present).sum(axis=0)
    with np.errstate(all="ignore"):
        shares = np.where(present, weights if aggregation.method == "sum" else weights / total, 0.0)
        result = _aggregate(np.where(present, scores, _neutral(aggregation)), shares, present, aggregation)
    coverage = _coverage(children, weights, missing)
    reasons = np.zeros(rows, np.uint8)
    stopped = (acts == _PROPAGATE).any(axis=0)
    nothing = total == 0
    thin = coverage < float(missing.min_coverage) - 1e-12
    reasons[thin] = LOW_COVERAGE
    given = np.stack([child.reasons for child in children])
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
    return Combined(result, reasons, coverage, shares)


def _complete(children: Sequence[Child], aggregation: Aggregation, rows: int) -> Combined:
    weights = np.array([child.weight for child in children])[:, None]
    shares = weights if aggregation.method == "sum" else weights / weights.sum()
    scores = np.stack([child.scores for child in children])
    with np.errstate(all="ignore"):
        result = _aggregate(scores, shares, np.ones(scores.shape, bool), aggregation)
    reasons = np.where(np.isfinite(result), np.uint8(0), np.uint8(UNDEFINED))
    result[reasons != 0] = np.nan
    return Combined(result, reasons, np.ones(rows), shares)


def _coverage(children: Sequence[Child], weights: Floats, missing: Missing) -> Floats:
    """Share of the applicable weight that is present, leaves counted."""
    out = np.stack([child.reasons == NOT_SCORED for child in children])
    if missing.not_applicable == "skip":
        out |= np.stack([child.reasons == NOT_APPLICABLE for child in children])
    counted = weights * ~out
    covered = np.stack([child.coverage for child in children])
    with np.errstate(all="ignore"):
        return np.where(counted.sum(axis=0) > 0, (counted * covered).sum(axis=0) / counted.sum(axis=0), 0.0)


def _neutral(aggregation: Aggregation) -> float:
    """Return the score that leaves an aggregate unchanged at weight zero."""
    return {"min": np.inf, "max": -np.inf}.get(aggregation.method, 1.0)


def _aggregate(scores: Floats, shares: Floats, present: NDArray[np.bool_], aggregation: Aggregation) -> Floats:
    match aggregation.method:
        case "arithmetic_mean" | "sum":
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
        case _:
            return np.full(scores.shape[1], np.nan)


def _median(scores: Floats, present: NDArray[np.bool_]) -> Floats:
    """Return the median of the scores that count; NaN where none does."""
    ordered = np.sort(np.where(present, scores, np.inf), axis=0)
    count = np.count_nonzero(present, axis=0)
    low = np.maximum((count - 1) // 2, 0)
    lower, upper = (np.take_along_axis(ordered, place[None], axis=0)[0] for place in (low, np.maximum(count // 2, 0)))
    return np.where(count > 0, (lower + upper) / 2.0, np.nan)


def weighted_sum(scores: Floats, shares: Floats) -> Floats:
    """Add shares times scores in the order of the children, so that a ledger of the parts adds up to the bit."""
    total = np.zeros(scores.shape[1])
    for score, share in zip(scores, shares, strict=True):
        total += share * score
    return total
