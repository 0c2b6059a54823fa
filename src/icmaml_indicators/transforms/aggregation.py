"""Children to parent: means, sums and extremes by node, absent children treated as the program says.

Definitions follow the OECD/JRC Handbook (2008), chapter 6.3 (aggregation); the power mean of exponent p is
``(Σ w x^p)^(1/p)``, of which the arithmetic (1) and harmonic (-1) means are cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..formulas.reasons import LOW_COVERAGE, NOT_APPLICABLE, NOT_REPORTED, NOT_SCORED, NOT_VERIFIED, REJECTED, UNDEFINED
from ..formulas.rounding import TOLERANCE
from ..specs import Aggregation, Missing

Floats = NDArray[np.float64]
Reasons = NDArray[np.uint8]
# Full marks, and how far a sum of shares may miss a threshold that it reaches exactly on paper.
FULL = 100.0
SLACK = TOLERANCE * FULL
USE, SKIP, PROPAGATE, ZERO = 0, 1, 2, 3
_ACTIONS = {"skip": SKIP, "propagate": PROPAGATE, "zero": ZERO}


@dataclass(frozen=True, slots=True)
class Extras:
    """What stands outside the denominator of one node, over some rows.

    Attributes
    ----------
    reasons
        Of bonuses and penalties, shape (extras, rows).
    penalties
        Of the penalties alone, shape (penalties, rows): the policy for what is absent holds for them.
    lost
        The share of the node's worth that unknown penalties could take, shape (rows,).
    """

    reasons: Reasons
    penalties: Reasons
    lost: Floats


@dataclass(frozen=True, slots=True)
class Family:
    """The children of one node over some rows: arrays of shape (children, rows); weights may be (children, 1).

    `whole` are the weights with what is skipped still in them, against which coverage is measured; the weights
    themselves where it is None.
    """

    weights: Floats
    scores: Floats
    reasons: Reasons
    coverage: Floats
    whole: Floats | None = None
    extras: Extras | None = None


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
    table = np.full(8, PROPAGATE, np.uint8)
    table[0] = USE
    table[UNDEFINED] = _ACTIONS[missing.undefined]
    table[NOT_APPLICABLE] = _ACTIONS[missing.not_applicable]
    table[NOT_REPORTED] = table[LOW_COVERAGE] = _ACTIONS[missing.not_reported]
    table[NOT_VERIFIED] = _ACTIONS[missing.not_verified]
    table[REJECTED] = _ACTIONS[missing.rejected]
    table[NOT_SCORED] = SKIP
    return table


def combine(family: Family, aggregation: Aggregation, missing: Missing) -> Combined:
    """Aggregate children into their parent, row by row.

    Weights are divided by their sum over the children that count, so that they sum to one; in a ``sum`` they
    multiply as they are. Where nothing at all was handed in, not even a bonus or a penalty, there is no score, whatever
    the policy.
    """
    weights, given, extras = family.weights, family.reasons, family.extras
    rows = given.shape[1]
    known = not given.any() and (extras is None or not extras.penalties.any())
    if known and family.coverage.min(initial=1.0) == 1.0:
        return _complete(family, aggregation)
    action = action_of_reason(missing)
    acts = action[given]
    present = (acts == USE) | (acts == ZERO)
    scores = np.where(acts == ZERO, 0.0, family.scores)
    total = added(weights * present)
    with np.errstate(all="ignore"):
        shares = np.where(present, weights / total if aggregation.facts.relative_weights else weights, 0.0)
        counts = shares != 0 if aggregation.facts.weighted else present
        result = _aggregate(np.where(counts, scores, _neutral(aggregation)), shares, present, aggregation)
    coverage = _coverage(family, missing)
    reasons = np.zeros(rows, np.uint8)
    stopping = np.where(acts == PROPAGATE, given, 0).max(axis=0)
    unanswered = _unanswered(given)
    if extras is not None:
        held = np.where(action[extras.penalties] == PROPAGATE, extras.penalties, 0)
        stopping = np.maximum(stopping, held.max(axis=0, initial=0))
        unanswered &= _unanswered(extras.reasons)
    stopped = stopping > 0
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
    reasons = np.where(stopped, stopping, reasons)
    reasons = np.where(nothing & ~stopped, gravest, reasons).astype(np.uint8)
    undefined = (reasons == 0) & ~np.isfinite(result)
    reasons[undefined] = UNDEFINED
    result[reasons != 0] = np.nan
    return Combined(result, reasons, coverage, shares, added(weights * (acts != SKIP)))


def _complete(family: Family, aggregation: Aggregation) -> Combined:
    weights, rows = family.weights, family.scores.shape[1]
    total = added(weights)
    with np.errstate(all="ignore"):
        shares = weights / total if aggregation.facts.relative_weights else weights
        scores = family.scores
        if aggregation.facts.weighted and not shares.all():
            scores = np.where(shares != 0, scores, _neutral(aggregation))
        result = _aggregate(scores, shares, np.ones(scores.shape, bool), aggregation)
    reasons = np.where(np.isfinite(result), np.uint8(0), np.uint8(UNDEFINED))
    result[reasons != 0] = np.nan
    return Combined(result, reasons, np.ones(rows), shares, np.broadcast_to(total, (rows,)))


def _unanswered(reasons: Reasons) -> NDArray[np.bool_]:
    """Return the rows where nothing was handed in."""
    silent = np.isin(reasons, (NOT_REPORTED, NOT_APPLICABLE, NOT_SCORED))
    found: NDArray[np.bool_] = np.logical_and.reduce(silent, axis=0)
    return found


def _coverage(family: Family, missing: Missing) -> Floats:
    """Share of the applicable weight that the score rests on, leaves counted: what has no score gives nothing."""
    out = gone_reasons(family.reasons, missing.not_applicable == "skip") != 0
    counted = (family.weights if family.whole is None else family.whole) * ~out
    applicable = added(counted)
    with np.errstate(all="ignore"):
        resting = added(counted * np.where(family.reasons == 0, family.coverage, 0.0))
        coverage = np.where(applicable > 0, resting / applicable, 0.0)
    return coverage if family.extras is None else np.maximum(coverage - family.extras.lost, 0.0)


def gone_reasons(reasons: Reasons, skip_not_applicable: bool) -> Reasons:
    """Return the reasons of what is no part of the score: not scored, or not applicable where that is skipped."""
    gone = reasons == NOT_SCORED
    if skip_not_applicable:
        gone |= reasons == NOT_APPLICABLE
    return np.where(gone, reasons, np.uint8(0))


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


def added(parts: Floats) -> Floats:
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
