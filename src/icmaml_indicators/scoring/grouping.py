"""Inner nodes from their children: score, coverage and bounds, a block of rows at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..formulas.reasons import NOT_APPLICABLE, NOT_SCORED
from ..specs import Aggregation, Gate, Program, TreeNode, criteria_below
from .aggregation import FULL, SLACK, Combined, Family, action_of_reason, combine
from .levels import DecisionTable, Leveled

Floats = NDArray[np.float64]
Rows = slice | NDArray[np.intp]


@dataclass(slots=True)
class NodeScores:
    """One node over all rows: score, reason of its absence, coverage, and the least and the most it could be."""

    scores: Floats
    reasons: NDArray[np.uint8]
    coverage: Floats
    lowest: Floats
    highest: Floats
    levels: Leveled | None = None


@dataclass(slots=True)
class Matrices:
    """Every node over all rows, shape (nodes, rows), siblings side by side."""

    scores: Floats
    reasons: NDArray[np.uint8]
    coverage: Floats
    lowest: Floats
    highest: Floats
    # Points that stay in the denominator, for nodes that add up points; one set for scores, one for bounds.
    points: dict[int, Floats] = field(default_factory=dict)
    bound_points: dict[int, Floats] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extra:
    """A bonus or penalty criterion: its line, its sign, the points it is worth."""

    line: int
    sign: int
    points: float


@dataclass(frozen=True, slots=True)
class GatePlan:
    """A gate: the lines it reads with the scores they must reach, and where it holds the node."""

    lines: NDArray[np.intp]
    thresholds: Floats
    max_level: int | None
    max_score: float | None


class GroupPlan:
    """All that is needed to score one group, worked out once.

    Attributes
    ----------
    base
        Lines of the children that make up the denominator; only those that can have a score.
    weights : float64 array, shape (children, 1)
        Points where points are added up, weights otherwise.
    sums
        For a node that adds up points: the children whose points vary, as (position, line).
    """

    def __init__(self, program: Program, node: TreeNode, line_of: Mapping[str, int], scored: frozenset[str]) -> None:
        self.node, self.line = node, line_of[node.id]
        self.rule, self.missing = node.aggregation, node.missing
        base = [child for child in node.base_children if child.id in scored]
        self.base_ids = [child.id for child in base]
        lines = np.array([line_of[child.id] for child in base], np.intp)
        straight = len(lines) > 0 and bool((np.diff(lines) == 1).all())
        self.base: Rows = slice(int(lines[0]), int(lines[-1]) + 1) if straight else lines
        by_points = node.adds_up
        points = program.points_of
        weights = [float(points[child.id]) if by_points else child.weight for child in base]
        self.weights = np.array(weights)[:, None]
        self.sums = [
            (position, line_of[child.id])
            for position, child in enumerate(base)
            if by_points and not child.is_indicator and child.adds_up
        ]
        self.worth = float(points[node.id])
        signs = {"bonus": 1, "penalty": -1}
        self.extras = [
            Extra(line_of[child.id], signs[child.role], float(points_of_extra(child)))
            for child in node.children
            if child.role in signs
        ]
        spec = node.spec
        caps = (getattr(spec, "bonus_cap", None), getattr(spec, "penalty_cap", None))
        self.caps = {1: float(caps[0] or 0), -1: float(caps[1] or 0)}
        self.ceiling = float(getattr(spec, "ceiling", FULL))
        self.gates = [_gate(program, node, gate, line_of) for gate in getattr(spec, "gates", ())]
        self.steps: Floats | None = None
        self.leaves = self.base
        if self.rule.method == "staircase" and self.rule.by == "answers":
            found = criteria_below(node)
            self.leaves = np.array([line_of[leaf.id] for leaf in found], np.intp)
            kind = found[0].answer
            assert kind is not None
            self.steps = np.array([float(credit) for credit in kind.credits[1:]]) * FULL
        self.decision: DecisionTable | None = None
        if self.rule.method == "decision_table":
            self.decision = DecisionTable(
                self.rule, node.levels, {child.id: child.levels for child in node.children if child.levels}
            )

    @property
    def step_count(self) -> int:
        """Number of steps of a staircase."""
        return len(self.steps) if self.steps is not None else len(self.weights)

    def family(self, m: Matrices, span: slice, side: Floats | None = None) -> Family:
        """Return the children over some rows: as scored, or at the worst or best that they could be (`side`)."""
        reasons, coverage = m.reasons[self.base, span], m.coverage[self.base, span]
        if side is None:
            return Family(self.masses(m.points, span), m.scores[self.base, span], reasons, coverage)
        # Only what leaves the denominator for good is absent from a bound.
        gone = gone_reasons(reasons, self.missing.not_applicable == "skip")
        return Family(self.masses(m.bound_points, span), side[self.base, span], gone, np.ones_like(coverage))

    def masses(self, points: dict[int, Floats], span: slice) -> Floats:
        """Return the weights, with the points that apply in each row where they vary."""
        if not self.sums:
            return self.weights
        rows = span.stop - span.start
        weights = np.repeat(self.weights, rows, axis=1)
        for position, line in self.sums:
            weights[position] = points[line][span]
        return weights

    def score(self, m: Matrices, span: slice) -> None:
        """Write the node's score, reason, coverage and bounds for some rows."""
        family = self.family(m, span)
        found = self.combined(family, m.scores, m.reasons, span)
        m.reasons[self.line, span], m.coverage[self.line, span] = found.reasons, found.coverage
        m.scores[self.line, span] = self.adjusted(found, m.scores, m.scores, m.reasons, span)
        self.keep(m.points, found, span)
        whole = not family.reasons.any() and family.coverage.min(initial=1.0) == 1.0
        if whole and not self.extras:
            m.lowest[self.line, span] = m.highest[self.line, span] = m.scores[self.line, span]
            self.keep(m.bound_points, found, span)
            return
        for side, other in ((m.lowest, m.highest), (m.highest, m.lowest)):
            bound = self.combined(self.family(m, span, side), side, m.reasons, span, bound=True)
            self.keep(m.bound_points, bound, span)
            side[self.line, span] = self.adjusted(bound, side, other, m.reasons, span)

    def keep(self, points: dict[int, Floats], found: Combined, span: slice) -> None:
        """Keep the points that apply, for the parent to add up."""
        if self.line in points:
            points[self.line][span] = found.applicable

    def combined(
        self, family: Family, scores: Floats, reasons: NDArray[np.uint8], span: slice, *, bound: bool = False
    ) -> Combined:
        """Aggregate, staircases included."""
        if self.rule.method != "staircase":
            return combine(family, self.rule, self.missing)
        if self.steps is not None:
            why = reasons[self.leaves, span]
            if bound:
                why = gone_reasons(why, self.missing.not_applicable == "skip")
            marks = np.where(why == 0, scores[self.leaves, span], np.nan)
            family = Family(np.ones((len(why), 1)), marks, why, (why == 0).astype(np.float64))
        found = combine(family, _MEAN, self.missing)
        marks, counted = self.marks(family.scores, family.reasons)
        climbed = self.climb_answers(marks, counted) if self.steps is not None else self.climb_children(marks, counted)
        return Combined(
            np.where(found.reasons == 0, climbed, np.nan),
            found.reasons,
            found.coverage,
            found.shares,
            found.applicable,
        )

    def marks(self, scores: Floats, reasons: NDArray[np.uint8]) -> tuple[Floats, NDArray[np.bool_]]:
        """Return scores with zero for what is absent, and which of them count."""
        return np.where(reasons == 0, scores, 0.0), action_of_reason(self.missing)[reasons] != _SKIPPED

    def climb_answers(self, marks: Floats, counted: NDArray[np.bool_]) -> Floats:
        """Return the steps climbed, and how far the next one is filled, out of 100.

        A step is climbed when the share of criteria on it or above is reached there and on all steps below.
        """
        assert self.steps is not None
        shares = self.step_shares(marks, counted)
        reached = np.logical_and.accumulate(shares >= float(self.rule.share) - SLACK, axis=0)
        count = reached.sum(axis=0)
        following = np.vstack([shares, np.zeros((1, shares.shape[1]))])
        partial: Floats = np.take_along_axis(following, count[None], axis=0)[0]
        result: Floats = (count + partial) * FULL / len(self.steps)
        return result

    def step_shares(self, marks: Floats, counted: NDArray[np.bool_]) -> Floats:
        """Return the share of criteria on each step or above, shape (steps, rows)."""
        assert self.steps is not None
        with np.errstate(all="ignore"):
            total = counted.sum(axis=0)
            return np.stack([((marks >= step - SLACK) & counted).sum(axis=0) / total for step in self.steps])

    def climb_children(self, marks: Floats, counted: NDArray[np.bool_]) -> Floats:
        """Return the children climbed one after the other, out of 100; what does not apply is stepped over."""
        passed = np.logical_and.accumulate((marks >= float(self.rule.share) * FULL - SLACK) | ~counted, axis=0)
        with np.errstate(all="ignore"):
            result: Floats = (passed & counted).sum(axis=0) / counted.sum(axis=0) * FULL
        return result

    def adjusted(self, found: Combined, side: Floats, other: Floats, reasons: NDArray[np.uint8], span: slice) -> Floats:
        """Return the aggregate with bonuses, penalties and gates; `other` is the opposite bound, for penalties."""
        scores = found.scores
        if self.extras:
            moved = self.moved(side, other, reasons, span)
            worth = found.applicable if self.rule.method == "points" else self.worth
            with np.errstate(all="ignore"):
                scores = np.clip(scores + FULL * moved / worth, 0.0, self.ceiling)
        for gate in self.gates:
            if gate.max_score is not None:
                passed = gate_passed(gate, side, reasons, span)
                scores = np.where(passed, scores, np.minimum(scores, gate.max_score))
        return scores

    def moved(self, side: Floats, other: Floats, reasons: NDArray[np.uint8], span: slice) -> Floats:
        """Return the points that bonuses add and penalties take, within their caps."""
        totals = {1: np.zeros(span.stop - span.start), -1: np.zeros(span.stop - span.start)}
        for extra in self.extras:
            marks = (side if extra.sign > 0 else other)[extra.line, span]
            marks = np.where(np.isnan(marks) | (reasons[extra.line, span] == NOT_APPLICABLE), 0.0, marks)
            totals[extra.sign] += extra.points * marks / FULL
        return np.minimum(totals[1], self.caps[1]) - np.minimum(totals[-1], self.caps[-1])


_MEAN = Aggregation(method="arithmetic_mean")
_SKIPPED = 1


def points_of_extra(node: TreeNode) -> float:
    """Return the points of a bonus or penalty criterion."""
    return node.weight


def gone_reasons(reasons: NDArray[np.uint8], skip_not_applicable: bool) -> NDArray[np.uint8]:
    """Return the reasons of what is no part of the score: not scored, or not applicable where that is skipped."""
    gone = reasons == NOT_SCORED
    if skip_not_applicable:
        gone |= reasons == NOT_APPLICABLE
    return np.where(gone, reasons, np.uint8(0))


def gate_passed(gate: GatePlan, side: Floats, reasons: NDArray[np.uint8], span: slice) -> NDArray[np.bool_]:
    """Return where all that a gate requires holds; what does not apply is not required."""
    with np.errstate(invalid="ignore"):
        enough = side[gate.lines, span] >= gate.thresholds[:, None] - SLACK
    passed: NDArray[np.bool_] = (enough | (reasons[gate.lines, span] == NOT_APPLICABLE)).all(axis=0)
    return passed


def _gate(program: Program, node: TreeNode, gate: Gate, line_of: Mapping[str, int]) -> GatePlan:
    levels = [level.id for level in node.levels]
    return GatePlan(
        np.array([line_of[name] for name in gate.requires], np.intp),
        np.array([threshold(program, gate, name) for name in gate.requires]),
        None if gate.max_level is None else levels.index(gate.max_level),
        None if gate.max_score is None else float(gate.max_score),
    )


def threshold(program: Program, gate: Gate, name: str) -> float:
    """Return the score that a required node must reach."""
    if not isinstance(gate.at_least, str):
        return float(gate.at_least)
    kind = program.nodes[name].answer
    assert kind is not None
    position = [option.id for option in kind.options].index(gate.at_least)
    return float(kind.credits[position]) * FULL
