"""Children to parent, absent children treated as the program says; the classes hold the arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...formulas.reasons import (
    LOW_COVERAGE,
    NOT_APPLICABLE,
    NOT_REPORTED,
    NOT_SCORED,
    NOT_VERIFIED,
    REJECTED,
    UNDEFINED,
)
from ...formulas.rounding import TOLERANCE
from ...specs import Aggregation, Missing
from ..sums import Floats, add_parts
from .table import AGGREGATORS

Reasons = NDArray[np.uint8]
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
class ChildScores:
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
class Aggregate:
    """A parent over the same rows.

    `shares` are the weights as they counted, shape (children, rows) or (children, 1); `applicable` is the weight that
    stays in the denominator, shape (rows,).
    """

    scores: Floats
    reasons: Reasons
    coverage: Floats
    shares: Floats
    applicable: Floats


def missing_policy(missing: Missing) -> NDArray[np.uint8]:
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


def aggregate(children: ChildScores, aggregation: Aggregation, missing: Missing) -> Aggregate:
    """Aggregate children into their parent, row by row.

    Weights are divided by their sum over the children that count, so that they sum to one; in a ``sum`` they
    multiply as they are. Where nothing at all was handed in, not even a bonus or a penalty, there is no score, whatever
    the policy.
    """
    weights, given, extras = children.weights, children.reasons, children.extras
    rows = given.shape[1]
    known = not given.any() and (extras is None or not extras.penalties.any())
    if known and children.coverage.min(initial=1.0) == 1.0:
        return _complete(children, aggregation)
    action = missing_policy(missing)
    acts = action[given]
    present = (acts == USE) | (acts == ZERO)
    scores = np.where(acts == ZERO, 0.0, children.scores)
    total = add_parts(weights * present)
    with np.errstate(all="ignore"):
        shares = np.where(present, weights / total if aggregation.facts.relative_weights else weights, 0.0)
        counts = shares != 0 if aggregation.facts.weighted else present
        method = AGGREGATORS[aggregation.method]
        result = method.aggregate(np.where(counts, scores, method.neutral), shares, present, aggregation)
    coverage = _coverage(children, missing)
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
    return Aggregate(result, reasons, coverage, shares, add_parts(weights * (acts != SKIP)))


def aggregate_ends(
    lowest: ChildScores, highest: ChildScores, aggregation: Aggregation, missing: Missing
) -> tuple[Aggregate, Aggregate]:
    """Aggregate what children could be at the least and at the most into the same of their parent.

    An end that is open (NaN) lies at infinity: a minimum, a median or a harmonic mean may be closed all the same.
    """
    lowest, highest = (
        replace(children, scores=np.where(np.isnan(children.scores), beyond, children.scores))
        for children, beyond in ((lowest, -np.inf), (highest, np.inf))
    )
    low, high = (aggregate(children, aggregation, missing) for children in (lowest, highest))
    if aggregation.facts.increasing:
        return low, high
    # Raising a part may lower the whole: its ends need not be at theirs.
    with np.errstate(all="ignore"):
        method, shares = AGGREGATORS[aggregation.method], low.shares
        ends = method.bounds(lowest.scores, highest.scores, shares, aggregation)
    nobody = ~shares.any(axis=0)
    least, most = (np.where(nobody, np.nan, end) for end in ends)
    return replace(low, scores=least), replace(high, scores=most)


def _complete(children: ChildScores, aggregation: Aggregation) -> Aggregate:
    weights, rows = children.weights, children.scores.shape[1]
    total = add_parts(weights)
    with np.errstate(all="ignore"):
        shares = weights / total if aggregation.facts.relative_weights else weights
        method, scores = AGGREGATORS[aggregation.method], children.scores
        if aggregation.facts.weighted and not shares.all():
            scores = np.where(shares != 0, scores, method.neutral)
        result = method.aggregate(scores, shares, np.ones(scores.shape, bool), aggregation)
    reasons = np.where(np.isfinite(result), np.uint8(0), np.uint8(UNDEFINED))
    result[reasons != 0] = np.nan
    return Aggregate(result, reasons, np.ones(rows), shares, np.broadcast_to(total, (rows,)))


def _unanswered(reasons: Reasons) -> NDArray[np.bool_]:
    """Return the rows where nothing was handed in."""
    silent = np.isin(reasons, (NOT_REPORTED, NOT_APPLICABLE, NOT_SCORED))
    found: NDArray[np.bool_] = np.logical_and.reduce(silent, axis=0)
    return found


def _coverage(children: ChildScores, missing: Missing) -> Floats:
    """Share of the applicable weight that the score rests on, leaves counted: what has no score gives nothing."""
    out = excluded_reasons(children.reasons, missing.not_applicable == "skip") != 0
    counted = (children.weights if children.whole is None else children.whole) * ~out
    applicable = add_parts(counted)
    with np.errstate(all="ignore"):
        resting = add_parts(counted * np.where(children.reasons == 0, children.coverage, 0.0))
        coverage = np.where(applicable > 0, resting / applicable, 0.0)
    return coverage if children.extras is None else np.maximum(coverage - children.extras.lost, 0.0)


def excluded_reasons(reasons: Reasons, skip_not_applicable: bool) -> Reasons:
    """Return the reasons of what is no part of the score: not scored, or not applicable where that is skipped."""
    gone = reasons == NOT_SCORED
    if skip_not_applicable:
        gone |= reasons == NOT_APPLICABLE
    return np.where(gone, reasons, np.uint8(0))
