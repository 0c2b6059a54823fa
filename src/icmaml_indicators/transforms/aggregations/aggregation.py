"""Children to parent, absent children treated as the program says; the classes hold the arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...formulas.reasons import (
    LOW_COVERAGE,
    NOT_APPLICABLE,
    NOT_REPORTED,
    NOT_SCORED,
    NOT_VERIFIED,
    REASON_NAMES,
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

    def take(self, rows: NDArray[np.intp]) -> Extras:
        """Return the same over some of the rows."""
        return Extras(self.reasons[:, rows], self.penalties[:, rows], self.lost[rows])


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

    def take(self, rows: NDArray[np.intp]) -> ChildScores:
        """Return the same over some of the rows."""

        def some(weights: Floats) -> Floats:
            return weights if weights.shape[1] == 1 else weights[:, rows]

        return ChildScores(
            some(self.weights),
            self.scores[:, rows],
            self.reasons[:, rows],
            self.coverage[:, rows],
            None if self.whole is None else some(self.whole),
            None if self.extras is None else self.extras.take(rows),
        )


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
    table = np.full(len(REASON_NAMES), PROPAGATE, np.uint8)
    table[0] = USE
    table[UNDEFINED] = _ACTIONS[missing.undefined]
    table[NOT_APPLICABLE] = _ACTIONS[missing.not_applicable]
    table[NOT_REPORTED] = table[LOW_COVERAGE] = _ACTIONS[missing.not_reported]
    table[NOT_VERIFIED] = _ACTIONS[missing.not_verified]
    table[REJECTED] = _ACTIONS[missing.rejected]
    table[NOT_SCORED] = SKIP
    return table


@dataclass(frozen=True, slots=True)
class _Policy:
    """What is done with an absent child, by the reason of its absence, as tables."""

    counts: NDArray[np.bool_]
    zeroes: NDArray[np.bool_]
    stays: NDArray[np.bool_]
    stops: Reasons  # the reason where it leaves no score, 0 elsewhere


@lru_cache(maxsize=256)
def _policy_of(missing: Missing) -> _Policy:
    action = missing_policy(missing)
    codes = np.arange(len(action), dtype=np.uint8)
    counts = (action == USE) | (action == ZERO)
    return _Policy(counts, action == ZERO, action != SKIP, np.where(action == PROPAGATE, codes, np.uint8(0)))


def aggregate(children: ChildScores, aggregation: Aggregation, missing: Missing) -> Aggregate:
    """Aggregate children into their parent, row by row.

    Weights are divided by their sum over the children that count, so that they sum to one; in a ``sum`` they
    multiply as they are. Where nothing at all was handed in, not even a bonus or a penalty, there is no score, whatever
    the policy.
    """
    given = children.reasons
    open_rows = given.any(axis=0)
    open_rows |= (children.coverage < 1.0).any(axis=0)
    if children.extras is not None:
        open_rows |= children.extras.penalties.any(axis=0)
    rows = np.flatnonzero(open_rows)
    if not len(rows):
        return _complete(children, aggregation)
    if 2 * len(rows) > given.shape[1]:
        return _aggregate_with_absences(children, aggregation, missing)
    # What is absent is costly: only the rows where something is go the long way.
    whole = _complete(children, aggregation)
    found = _aggregate_with_absences(children.take(rows), aggregation, missing)
    whole.scores[rows], whole.reasons[rows], whole.coverage[rows] = found.scores, found.reasons, found.coverage
    shares = np.broadcast_to(whole.shares, given.shape).copy()
    shares[:, rows] = found.shares
    applicable = whole.applicable.copy()
    applicable[rows] = found.applicable
    return replace(whole, shares=shares, applicable=applicable)


def _aggregate_with_absences(children: ChildScores, aggregation: Aggregation, missing: Missing) -> Aggregate:
    weights, given, extras, policy = children.weights, children.reasons, children.extras, _policy_of(missing)
    present = policy.counts[given]
    scores = np.where(policy.zeroes[given], 0.0, children.scores) if policy.zeroes.any() else children.scores
    total = add_parts(weights * present)
    with np.errstate(all="ignore"):
        shares = np.where(present, weights / total if aggregation.facts.relative_weights else weights, 0.0)
        counts = shares != 0 if aggregation.facts.weighted else present
        method = AGGREGATORS[aggregation.method]
        result = method.aggregate(np.where(counts, scores, method.neutral), shares, present, aggregation)
    coverage = _coverage(children, missing)
    stopping = policy.stops[given].max(axis=0)
    unanswered = _unanswered(given)
    if extras is not None:
        stopping = np.maximum(stopping, policy.stops[extras.penalties].max(axis=0, initial=0))
        unanswered &= _unanswered(extras.reasons)
    free = stopping == 0
    reasons = np.where(free & (coverage < float(missing.min_coverage) - TOLERANCE), np.uint8(LOW_COVERAGE), stopping)
    nothing = total == 0
    if unanswered.any():
        nothing |= unanswered & (given == NOT_REPORTED).any(axis=0)
    rows = np.flatnonzero(nothing & free)
    if len(rows):
        reasons[rows] = _gravest(given[:, rows])
    reasons[(reasons == 0) & ~np.isfinite(result)] = UNDEFINED
    result[reasons != 0] = np.nan
    return Aggregate(result, reasons, coverage, shares, add_parts(weights * policy.stays[given]))


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


def _gravest(given: Reasons) -> Reasons:
    """Return why rows have no score in which nothing counts: nothing applicable, or nothing scored, tells by itself."""
    none_applies, none_scored = given == NOT_APPLICABLE, given == NOT_SCORED
    gravest = np.where(none_scored, np.uint8(0), given).max(axis=0)
    alone = np.where(none_applies.any(axis=0), np.uint8(NOT_APPLICABLE), np.uint8(NOT_SCORED))
    found: Reasons = np.where((none_applies | none_scored).all(axis=0), alone, gravest)
    return found


_SILENT = np.isin(np.arange(len(REASON_NAMES)), (NOT_REPORTED, NOT_APPLICABLE, NOT_SCORED))


def _unanswered(reasons: Reasons) -> NDArray[np.bool_]:
    """Return the rows where nothing was handed in."""
    found: NDArray[np.bool_] = np.logical_and.reduce(_SILENT[reasons], axis=0)
    return found


def _coverage(children: ChildScores, missing: Missing) -> Floats:
    """Share of the applicable weight that the score rests on, leaves counted: what has no score gives nothing."""
    inside = _INSIDE[missing.not_applicable == "skip"][children.reasons]
    counted = (children.weights if children.whole is None else children.whole) * inside
    applicable = add_parts(counted)
    with np.errstate(all="ignore"):
        resting = add_parts(counted * np.where(children.reasons == 0, children.coverage, 0.0))
        coverage = np.where(applicable > 0, resting / applicable, 0.0)
    return coverage if children.extras is None else np.maximum(coverage - children.extras.lost, 0.0)


def excluded_reasons(reasons: Reasons, skip_not_applicable: bool) -> Reasons:
    """Return the reasons of what is no part of the score: not scored, or not applicable where that is skipped."""
    found: Reasons = np.where(_INSIDE[skip_not_applicable], np.uint8(0), np.arange(len(REASON_NAMES), dtype=np.uint8))[
        reasons
    ]
    return found


# By reason, whether it is part of the score: where what does not apply is not skipped, and where it is.
_INSIDE = (
    np.arange(len(REASON_NAMES)) != NOT_SCORED,
    ~np.isin(np.arange(len(REASON_NAMES)), (NOT_SCORED, NOT_APPLICABLE)),
)
