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
    SUPPRESSED,
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
    """The children of one node over some rows: arrays of shape (children, rows), or of (children, 1) where rows agree.

    `whole` are the weights with what is skipped still in them, against which coverage is measured; the weights
    themselves where it is None. `empty` are groups that count as zero because nothing at all was handed in for them.
    """

    weights: Floats
    scores: Floats
    reasons: Reasons
    coverage: Floats
    whole: Floats | None = None
    extras: Extras | None = None
    empty: NDArray[np.bool_] | None = None

    def take(self, rows: NDArray[np.intp]) -> ChildScores:
        """Return the same over some of the rows."""

        def some(figures: Floats) -> Floats:
            return figures if figures.shape[1] == 1 else figures.take(rows, axis=1)

        return ChildScores(
            some(self.weights),
            self.scores.take(rows, axis=1),
            self.reasons.take(rows, axis=1),
            some(self.coverage),
            None if self.whole is None else some(self.whole),
            None if self.extras is None else self.extras.take(rows),
            None if self.empty is None else self.empty[:, rows],
        )

    @property
    def handed_in(self) -> Reasons:
        """The reasons, of which a group that counts as zero for want of anything is not reported."""
        return self.reasons if self.empty is None else np.where(self.empty, np.uint8(NOT_REPORTED), self.reasons)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A parent over the same rows.

    `even_shares` are the weights as they counted, shape (children, rows) or (children, 1), but for the rows in `apart`,
    which says others for some; `applicable` is the weight that stays in the denominator, shape (rows,), of what adds up
    points; `empty` tells where it is zero because nothing at all was handed in.
    """

    scores: Floats
    reasons: Reasons
    coverage: Floats
    even_shares: Floats
    applicable: Floats | None
    empty: NDArray[np.bool_]
    apart: tuple[NDArray[np.intp], Floats] | None = None

    @property
    def shares(self) -> Floats:
        """The weights as they counted, shape (children, rows) or (children, 1)."""
        if self.apart is None:
            return self.even_shares
        rows, own = self.apart
        shares = np.broadcast_to(self.even_shares, (len(self.even_shares), len(self.scores))).copy()
        shares[:, rows] = own
        return shares


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
    # It is there, so that it never counts as zero.
    table[SUPPRESSED] = PROPAGATE if missing.not_reported == "zero" else _ACTIONS[missing.not_reported]
    return table


@dataclass(frozen=True, slots=True)
class _Policy:
    """What is done with an absent child: reasons of an absence, by what they do."""

    skip: tuple[int, ...]
    propagate: tuple[int, ...]
    zero: tuple[int, ...]


@lru_cache(maxsize=256)
def _policy_of(missing: Missing) -> _Policy:
    action = missing_policy(missing)
    return _Policy(*(tuple(np.flatnonzero(action == each).tolist()) for each in (SKIP, PROPAGATE, ZERO)))


def _is_any(reasons: Reasons, wanted: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return where a reason is one of a few: comparisons cost a fraction of looking each up in a table."""
    found: NDArray[np.bool_] = np.zeros(reasons.shape, bool)
    for code in wanted:
        found |= reasons == code
    return found


def _weigh(weights: Floats, counted: NDArray[np.bool_]) -> Floats:
    """Return weights, nought where they do not count."""
    return weights if counted.all() else weights * counted


def aggregate(children: ChildScores, aggregation: Aggregation, missing: Missing) -> Aggregate:
    """Aggregate children into their parent, row by row.

    Weights are divided by their sum over the children that count, so that they sum to one; in a ``sum`` they
    multiply as they are. Where nothing at all was handed in, not even a bonus or a penalty, there is no score, whatever
    the policy, or each part that was not reported counts as zero (`Missing.empty`).
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
    whole.empty[rows] = found.empty
    if whole.applicable is not None:
        whole.applicable[rows] = found.applicable
    return replace(whole, apart=(rows, found.shares))


def _aggregate_with_absences(children: ChildScores, aggregation: Aggregation, missing: Missing) -> Aggregate:
    weights, given, extras, policy = children.weights, children.reasons, children.extras, _policy_of(missing)
    zeroes, stops, scores = _is_any(given, policy.zero), _is_any(given, policy.propagate), children.scores
    filled = filled_parts(children, missing)
    zeroes |= filled
    present = (given == 0) | zeroes
    if policy.zero or filled.any():
        scores = np.where(zeroes, 0.0, scores)
    counted = weights * present
    total = add_parts(counted)
    nothing = total == 0
    with np.errstate(all="ignore"):
        shares = counted / total if aggregation.facts.relative_weights else counted
        if nothing.any():
            shares = np.where(present, shares, 0.0)
        counts = shares != 0 if aggregation.facts.weighted else present
        method = AGGREGATORS[aggregation.method]
        result = method.aggregate(np.where(counts, scores, method.neutral), shares, present, aggregation)
    coverage = _coverage(children, missing)
    stopping = (given * stops).max(axis=0)
    handed_in = children.handed_in
    unanswered = _is_any(handed_in, _SILENT).all(axis=0)
    if extras is not None:
        penalties = extras.penalties * _is_any(extras.penalties, policy.propagate)
        stopping = np.maximum(stopping, penalties.max(axis=0, initial=0))
        unanswered &= _is_any(extras.reasons, _SILENT).all(axis=0)
    empty = filled.any(axis=0)
    stopping[empty] = 0
    free = stopping == 0
    too_little = free & ~empty & (coverage < float(missing.min_coverage) - TOLERANCE)
    if missing.asks_for_children:
        too_little |= free & ~empty & count_scored(children, missing).is_too_few
    reasons = np.where(too_little, np.uint8(LOW_COVERAGE), stopping)
    if unanswered.any():
        nothing |= unanswered & ~empty & (handed_in == NOT_REPORTED).any(axis=0)
    rows = np.flatnonzero(nothing & free)
    if len(rows):
        reasons[rows] = _gravest(handed_in[:, rows])
    reasons[(reasons == 0) & ~np.isfinite(result)] = UNDEFINED
    result[reasons != 0] = np.nan
    applicable = None
    if aggregation.facts.adds_points:
        applicable = np.broadcast_to(add_parts(_weigh(weights, present | stops)), total.shape)
    return Aggregate(result, reasons, coverage, shares, applicable, empty & (reasons == 0))


def as_counted(children: ChildScores, missing: Missing) -> Floats:
    """Return the scores of children as they count: nought where the policy says so, NaN where one does not count."""
    zeroes = _is_any(children.reasons, _policy_of(missing).zero) | filled_parts(children, missing)
    found: Floats = np.where(zeroes, 0.0, np.where(children.reasons == 0, children.scores, np.nan))
    return found


@dataclass(frozen=True, slots=True)
class ScoredChildren:
    """Who among the children of a node has a score, over some rows: arrays of shape (rows,).

    Attributes
    ----------
    scored, count
        How many have one, and of how many: those that leave the denominator for good are not asked for.
    weight
        The share of their weight that has one.
    is_short_by_number, is_short_by_weight
        Whether that is less than the program asks for.
    """

    scored: NDArray[np.intp]
    count: NDArray[np.intp]
    weight: Floats
    is_short_by_number: NDArray[np.bool_]
    is_short_by_weight: NDArray[np.bool_]

    @property
    def is_too_few(self) -> NDArray[np.bool_]:
        """Whether the node has no score for want of children with one."""
        return self.is_short_by_number | self.is_short_by_weight


def count_scored(children: ChildScores, missing: Missing) -> ScoredChildren:
    """Tell who among children has a score: one counts in full, whatever it rests on; what counts as zero is none."""
    asked = ~_is_any(children.reasons, _OUTSIDE[missing.not_applicable == "skip"])
    has_score = children.reasons == 0
    scored, count = np.count_nonzero(has_score, axis=0), np.count_nonzero(asked, axis=0)
    weights = np.broadcast_to(children.weights if children.whole is None else children.whole, asked.shape)
    total = add_parts(weights * asked)
    with np.errstate(all="ignore"):
        by_number = np.where(count > 0, scored / count, 1.0)
        by_weight = np.where(total > 0, add_parts(weights * has_score) / total, 1.0)
    short = (
        share < float(least) - TOLERANCE
        for share, least in ((by_number, missing.min_children), (by_weight, missing.min_children_weight))
    )
    return ScoredChildren(scored, count, by_weight, *short)


def filled_parts(children: ChildScores, missing: Missing) -> NDArray[np.bool_]:
    """Return which children count as zero because nothing at all was handed in for the group.

    A part without a score of which something is known all the same (`coverage`) was handed in.
    """
    if missing.empty == "no_score":
        return np.zeros(children.reasons.shape, np.bool_)
    absent: NDArray[np.bool_] = children.handed_in == NOT_REPORTED
    empty = _is_any(children.handed_in, _SILENT).all(axis=0) & ~children.coverage.any(axis=0)
    if children.extras is not None:
        empty &= _is_any(children.extras.reasons, _SILENT).all(axis=0)
    return absent & empty


def aggregate_ends(
    lowest: ChildScores, highest: ChildScores, aggregation: Aggregation, missing: Missing
) -> tuple[Aggregate, Aggregate]:
    """Aggregate what children could be at the least and at the most into the same of their parent.

    An end that is open (NaN) lies at infinity: a minimum, a median or a harmonic mean may be closed all the same.
    """
    lowest, highest = _open_to(lowest, -np.inf), _open_to(highest, np.inf)
    low, high = _halves(aggregate(_side_by_side(lowest, highest), aggregation, missing))
    if aggregation.facts.increasing:
        return low, high
    # Raising a part may lower the whole: its ends need not be at theirs.
    with np.errstate(all="ignore"):
        method, shares = AGGREGATORS[aggregation.method], low.shares
        ends = method.bounds(lowest.scores, highest.scores, shares, aggregation)
    nobody = ~shares.any(axis=0)
    least, most = (np.where(nobody, np.nan, end) for end in ends)
    return replace(low, scores=least), replace(high, scores=most)


def _side_by_side(lowest: ChildScores, highest: ChildScores) -> ChildScores:
    """Return both ends of the same rows, one set beside the other: they differ in their scores alone."""

    def twice(figures: Floats) -> Floats:
        return figures if figures.shape[1] == 1 else np.concatenate([figures, figures], axis=1)

    scores = np.concatenate([lowest.scores, highest.scores], axis=1)
    reasons = np.concatenate([lowest.reasons, lowest.reasons], axis=1)
    return ChildScores(twice(lowest.weights), scores, reasons, twice(lowest.coverage))


def _halves(found: Aggregate) -> tuple[Aggregate, Aggregate]:
    """Return what `_side_by_side` put together, apart."""
    rows, shares = len(found.scores) // 2, found.shares
    first, second = (
        Aggregate(
            found.scores[half],
            found.reasons[half],
            found.coverage[half],
            shares if shares.shape[1] == 1 else shares[:, half],
            None if found.applicable is None else found.applicable[half],
            found.empty[half],
        )
        for half in (slice(0, rows), slice(rows, 2 * rows))
    )
    return first, second


def _open_to(children: ChildScores, beyond: float) -> ChildScores:
    is_open = np.isnan(children.scores)
    return replace(children, scores=np.where(is_open, beyond, children.scores)) if is_open.any() else children


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
    applicable = np.broadcast_to(total, (rows,)).copy() if aggregation.facts.adds_points else None
    return Aggregate(result, reasons, np.ones(rows), shares, applicable, np.zeros(rows, np.bool_))


def _gravest(given: Reasons) -> Reasons:
    """Return why rows have no score in which nothing counts: nothing applicable, or nothing scored, tells by itself."""
    none_applies, none_scored = given == NOT_APPLICABLE, given == NOT_SCORED
    gravest = np.where(none_scored, np.uint8(0), given).max(axis=0)
    alone = np.where(none_applies.any(axis=0), np.uint8(NOT_APPLICABLE), np.uint8(NOT_SCORED))
    found: Reasons = np.where((none_applies | none_scored).all(axis=0), alone, gravest)
    return found


def _coverage(children: ChildScores, missing: Missing) -> Floats:
    """Share of the applicable weight that the score rests on, leaves counted: what has no score gives nothing."""
    outside = _is_any(children.reasons, _OUTSIDE[missing.not_applicable == "skip"])
    counted = _weigh(children.weights if children.whole is None else children.whole, ~outside)
    applicable = add_parts(counted)
    with np.errstate(all="ignore"):
        resting = add_parts(counted * np.where(children.reasons == 0, children.coverage, 0.0))
        coverage = np.where(applicable > 0, resting / applicable, 0.0)
    return coverage if children.extras is None else np.maximum(coverage - children.extras.lost, 0.0)


def excluded_reasons(reasons: Reasons, skip_not_applicable: bool) -> Reasons:
    """Return the reasons of what is no part of the score: not scored, or not applicable where that is skipped."""
    return reasons * _is_any(reasons, _OUTSIDE[skip_not_applicable])


# The reasons of what is no part of the score: where what does not apply is not skipped, and where it is.
_OUTSIDE = ((NOT_SCORED,), (NOT_SCORED, NOT_APPLICABLE))
# The reasons of what was not handed in.
_SILENT = (NOT_REPORTED, NOT_APPLICABLE, NOT_SCORED)
