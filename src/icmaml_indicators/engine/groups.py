"""Inner nodes from their children: score, coverage and bounds, a block of rows at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..formulas.reasons import NOT_APPLICABLE, UNDEFINED
from ..specs import Aggregation, Program, Quantity, TreeNode, steps_below, weights_of_parts
from ..transforms.aggregations.aggregation import (
    SKIP,
    Aggregate,
    ChildScores,
    Extras,
    ScoredChildren,
    aggregate,
    aggregate_ends,
    as_counted,
    count_scored,
    excluded_reasons,
    filled_parts,
    missing_policy,
)
from ..transforms.aggregations.copeland import ComparedUnits
from ..transforms.aggregations.outranking import ComparedRows
from ..transforms.aggregations.rules import shares_on_steps, staircase_by_answers, staircase_by_children
from ..transforms.classes import DecisionTable
from ..transforms.scales.rule import rule_of
from ..transforms.sums import FULL, SLACK, add_parts
from .gates import GatePlan, as_rounded, plan_gate
from .node_matrices import NodeMatrices, Rows, Side, as_rows, cells, count_rows

Floats = NDArray[np.float64]
Span = slice | NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Extra:
    """A bonus or penalty criterion: its line, its sign, the points it is worth."""

    line: int
    sign: int
    points: float


class GroupPlan:
    """All that is needed to score one group, worked out once.

    Attributes
    ----------
    base, base_lines
        Lines of the children that make up the denominator; only those that can have a score.
    weights : float64 array, shape (children, 1)
        Points where points are added up, weights otherwise.
    weighed
        The children whose weights are worked out or fitted, as (position, where that stands).
    sums
        For a node that adds up points: the children whose points vary, as (position, line).
    """

    def __init__(self, program: Program, node: TreeNode, line_of: Mapping[str, int], scored: frozenset[str]) -> None:
        self.node, self.line = node, line_of[node.id]
        self.rule, self.missing = node.aggregation, node.missing
        weights = weights_of_parts(node, scored)
        self.base_ids = list(weights)
        self.base_lines = [line_of[name] for name in weights]
        self.base: Rows = as_rows(self.base_lines)
        self.weights = np.array([float(weight) for weight in weights.values()])[:, None]
        parts = [(position, line_of[name], program.nodes[name]) for position, name in enumerate(weights)]
        self.exact = [(position, line) for position, line, part in parts if part.adds_exactly]
        self.weighed = [(p, f"{part.id}.weight") for p, _, part in parts if part.weight_varies and not node.adds_up]
        self.sums = [(position, line) for position, line, part in parts if node.adds_up and part.adds_up]
        self.emptied = [(position, line) for position, line, part in parts if part.is_zero_when_empty]
        self.scale = rule_of(node) if node.scale.facts.gives_score else None
        # Whether the scale needs more than the row: a population, or figures that are worked out.
        self.scales_apart = node.scale.facts.is_relative or bool(node.scale.quantities)
        self.own_worth = float(program.points_of[node.id])
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
        floor = getattr(spec, "floor", 0)
        self.floor = -np.inf if floor is None else float(floor)
        self.extra_lines = np.array([extra.line for extra in self.extras], np.intp)
        self.is_penalty = np.array([extra.sign < 0 for extra in self.extras], np.bool_)
        self.gates = [
            plan_gate(program, node, number, gate, line_of) for number, gate in enumerate(getattr(spec, "gates", ()))
        ]
        # What is read beside the children that make up the denominator.
        self.apart = np.concatenate([self.extra_lines, *(gate.lines for gate in self.gates)])
        self.steps: Floats | None = None
        self.leaves = self.base
        if self.rule.facts.reads == "steps" and self.rule.by == "answers":
            found = steps_below(node)
            self.leaves = np.array([line_of[leaf.id] for leaf in found], np.intp)
            kind = found[0].answer if found else None
            if kind is not None:
                self.steps = as_rounded(found[0], np.array([float(credit) for credit in kind.credits[1:]]) * FULL)
        self.decision: DecisionTable | None = None
        if self.rule.facts.reads == "levels":
            self.decision = DecisionTable(
                self.rule, node.levels, {child.id: child.levels for child in node.children if child.levels}
            )

    @property
    def combines(self) -> bool:
        """Whether the children give a score: those of the aggregation `none` do not, they only stand together."""
        return len(self.weights) > 0 and self.rule.facts.reads != "nothing"

    @property
    def step_count(self) -> int:
        """Number of steps of a staircase."""
        return len(self.steps) if self.steps is not None else len(self.weights)

    def children(self, m: NodeMatrices, span: slice) -> ChildScores:
        """Return the children over some rows as scored."""
        weights = self.weights_of(m, m.points, span)
        whole = self.weights_of(m, m.bound_points, span) if self.sums else weights
        scores = self.before_rounding(m, m.scores[cells(self.base, span)], 0, span)
        reasons = self.why_absent(m, span)
        outside, empty = self.outside(m, span), self.empty(m, span)
        return ChildScores(weights, scores, reasons, m.coverage[self.base, span], whole, outside, empty)

    def bounds(self, m: NodeMatrices, span: Span) -> tuple[ChildScores, ChildScores]:
        """Return the children over some rows at the least and at the most that they could be."""
        # Only what leaves the denominator for good is absent from a bound.
        gone = excluded_reasons(self.why_absent(m, span), self.skips_not_applicable)
        weights, known = self.weights_of(m, m.bound_points, span), np.ones((len(gone), 1))
        low, high = m.read_ends(self.base, span)
        low, high = self.before_rounding(m, low, 1, span), self.before_rounding(m, high, 2, span)
        return ChildScores(weights, low, gone, known), ChildScores(weights, high, gone, known)

    def before_rounding(self, m: NodeMatrices, scores: Floats, number: int, span: Span) -> Floats:
        """Return the scores of the children, or what they could be (`number` of the sides), as they are added up."""
        if not self.exact:
            return scores
        scores = scores.copy()
        for position, line in self.exact:
            scores[position] = m.exact[line][number, span]
        return scores

    def empty(self, m: NodeMatrices, span: slice) -> NDArray[np.bool_] | None:
        """Return which children count as zero because nothing at all was handed in for them; None where none can."""
        if not self.emptied:
            return None
        found = np.zeros(m.scores[self.base, span].shape, np.bool_)
        for position, line in self.emptied:
            found[position] = m.empty[line][span]
        return found

    @property
    def skips_not_applicable(self) -> bool:
        """Whether what does not apply is no part of the score."""
        return self.missing.not_applicable == "skip"

    def outside(self, m: NodeMatrices, span: slice) -> Extras | None:
        """Return the bonuses and penalties over some rows, and how much those penalties weigh that are not known."""
        if not self.extras:
            return None
        reasons = m.reasons[self.extra_lines, span]
        penalties = reasons[self.is_penalty]
        points = np.array([extra.points for extra in self.extras if extra.sign < 0])
        open_ended = (penalties != 0) & (excluded_reasons(penalties, self.skips_not_applicable) == 0)
        worth = self.worth(m, span)
        with np.errstate(all="ignore"):
            lost = np.minimum(add_parts(points[:, None] * open_ended), self.caps[-1]) / worth
        return Extras(reasons, penalties, np.where(worth > 0, lost, 0.0))

    def why_absent(self, m: NodeMatrices, span: Span) -> NDArray[np.uint8]:
        """Return why children are absent: for want of a score, or of a weight."""
        reasons = m.reasons[cells(self.base, span)]
        return np.maximum(reasons, self.why_no_weight(m, span)) if self.weighed else reasons

    def why_no_weight(self, m: NodeMatrices, span: Span) -> NDArray[np.uint8]:
        """Return why children have no weight; 0 where they have one, or need none because they do not apply."""
        reasons = np.zeros((len(self.weights), count_rows(span)), np.uint8)
        for position, name in self.weighed:
            if name in m.quantities:
                reasons[position] = m.quantities[name][1][span]
        if self.skips_not_applicable:
            reasons[m.reasons[cells(self.base, span)] == NOT_APPLICABLE] = 0
        return reasons

    def weights_of(self, m: NodeMatrices, points: dict[int, Floats], span: Span) -> Floats:
        """Return the weights, with those that are worked out or varied, and the points that apply, where these do."""
        weighed = [(position, name) for position, name in self.weighed if name in m.quantities]
        varied = [(position, line) for position, line in enumerate(self.base_lines) if line in m.factors]
        if not self.sums and not weighed and not varied:
            return self.weights
        weights = np.repeat(self.weights, count_rows(span), axis=1)
        for position, name in weighed:
            weights[position] = m.quantities[name][0][span]
        for position, line in self.sums:
            weights[position] = points[line][span]
        for position, line in varied:
            weights[position] *= m.factors[line][span]
        return weights

    def worth(self, m: NodeMatrices, span: Span) -> Floats:
        """Return the points that bonuses and penalties are measured against: those that apply, known or not."""
        if not self.rule.facts.adds_points:
            return np.full(count_rows(span), self.own_worth)
        gone = excluded_reasons(self.why_absent(m, span), self.skips_not_applicable)
        return add_parts(self.weights_of(m, m.bound_points, span) * (gone == 0))

    def combine(self, m: NodeMatrices, span: slice) -> None:
        """Write what the children come to, with extras: score, reason, coverage and bounds for some rows."""
        children = self.children(m, span)
        found = self.aggregate_children(children, m, m.scores, span)
        m.reasons[self.line, span], m.coverage[self.line, span] = found.reasons, found.coverage
        scores = self.add_extras(found, m, m.scores, m.scores, span)
        for side, points in zip(m.sides, (m.points, m.bound_points, m.bound_points), strict=True):
            side[self.line, span] = scores
            self.store_points(points, found, span)
        if self.line in m.empty:
            m.empty[self.line][span] = found.empty
        # Of the others the bounds would come to the same bits.
        rows = self.open_rows(m, span) if m.keeps_ends else np.empty(0, np.intp)
        if len(rows):
            self.combine_ends(m, span if 2 * len(rows) > len(scores) else rows)

    def combine_ends(self, m: NodeMatrices, span: Span) -> None:
        """Write what the children come to at the least and at the most that they could be."""
        sides = ((m.lowest, m.highest, -np.inf), (m.highest, m.lowest, np.inf))
        for (side, other, beyond), bound in zip(sides, self.ends(m, span), strict=True):
            self.store_points(m.bound_points, bound, span)
            scores = bound.scores
            if self.extras:  # bonuses and penalties leave nothing below the floor, or past the ceiling
                scores = np.where(np.isnan(scores) & (bound.reasons == UNDEFINED), beyond, scores)
            side[self.line, span] = self.add_extras(replace(bound, scores=scores), m, side, other, span)
            if self.weighed:  # without a weight there is no saying
                unknown = excluded_reasons(self.why_no_weight(m, span), self.skips_not_applicable) == 0
                lost = (unknown & (self.why_no_weight(m, span) != 0)).any(axis=0)
                side[self.line, span] = np.where(lost, np.nan, side[self.line, span])

    def gates_at(self, m: NodeMatrices, span: Span) -> list[GatePlan]:
        """Return the gates as they are in some rows."""
        return [gate.at(m, span) for gate in self.gates]

    def hold(self, m: NodeMatrices, span: slice) -> None:
        """Let gates hold the node's score; where one that is open would take some of it, there is none."""
        gates = [(gate, gate.max_score) for gate in self.gates_at(m, span) if gate.max_score is not None]
        whys = [gate.unknown(gate.stopping, m.scores, m.reasons, span) for gate, _ in gates]
        exact = m.exact.get(self.line)
        for number, side in enumerate(m.sides):
            scores = side[self.line, span]
            for (gate, most), why in zip(gates, whys, strict=True):
                passed = gate.is_passed(side, m.reasons, span)
                if side is m.scores:
                    passed |= why != 0
                scores = np.where(passed, scores, np.minimum(scores, most))
                if exact is not None:  # what the group above adds up is held alike
                    exact[number, span] = np.where(passed, exact[number, span], np.minimum(exact[number, span], most))
            side[self.line, span] = scores
        scores, reasons = m.scores[self.line, span], m.reasons[self.line, span]
        for (gate, most), why in zip(gates, whys, strict=True):
            reasons = np.where((reasons == 0) & (scores > most + SLACK), why, reasons)
            if gate.why_unlimited is not None:  # held, and there is no saying where
                held = np.maximum(gate.why_unlimited, np.uint8(UNDEFINED))
                reasons = np.where((reasons == 0) & np.isnan(scores), held, reasons)
        m.scores[self.line, span], m.reasons[self.line, span] = np.where(reasons == 0, scores, np.nan), reasons

    def ends(self, m: NodeMatrices, span: Span) -> tuple[Aggregate, Aggregate]:
        """Aggregate the children at the least and at the most that they could be."""
        lowest, highest = self.bounds(m, span)
        if self.rule.facts.reads == "scores" and not self.rule.facts.compares:
            return aggregate_ends(lowest, highest, self.rule, self.missing)
        low = self.aggregate_children(lowest, m, m.lowest, span, -np.inf)
        return low, self.aggregate_children(highest, m, m.highest, span, np.inf)

    def open_rows(self, m: NodeMatrices, span: slice) -> NDArray[np.intp]:
        """Return the rows without a score, or where something that it is made of could be other than it is."""
        closed = (m.reasons[self.line, span] == 0) & m.are_settled(self.base, span)
        if len(self.apart):
            closed &= m.are_settled(self.apart, span)
        if self.weighed:
            closed &= ~self.why_no_weight(m, span).any(axis=0)
        for _, line in self.sums:  # a part may be settled (held by a gate, say) while points below it are skipped
            closed &= m.points[line][span] == m.bound_points[line][span]
        return np.flatnonzero(~closed) + int(span.start)

    def store_points(self, points: dict[int, Floats], found: Aggregate, span: Span) -> None:
        """Keep the points that apply, for the parent to add up."""
        if self.line in points:
            assert found.applicable is not None
            points[self.line][span] = found.applicable

    def aggregate_children(
        self,
        children: ChildScores,
        m: NodeMatrices,
        scores: Side,
        span: Span,
        beyond: float | None = None,
    ) -> Aggregate:
        """Aggregate, staircases included; of a bound, `beyond` is where an end lies that is open."""
        if self.rule.facts.compares:
            return self.place_among_others(self.aggregate_as_zeros(children), m, span, beyond)
        if self.rule.facts.reads != "steps":
            return aggregate(children, self.rule, self.missing)
        children = self.on_steps(children, scores, m.reasons, span, beyond)
        found = self.aggregate_as_zeros(children)
        marks, counted = self.credited_scores(children)
        share, why = self.share_at(m, span)
        climbed = (
            staircase_by_children(marks, counted, share)
            if self.steps is None
            else staircase_by_answers(marks, counted, self.steps, share)
        )
        reasons = np.where(found.reasons == 0, why, found.reasons)
        return replace(found, scores=np.where(reasons == 0, climbed, np.nan), reasons=reasons)

    def aggregate_as_zeros(self, children: ChildScores) -> Aggregate:
        """Aggregate what does not come of an average, for all but its score: an end may lie at infinity."""
        return aggregate(replace(children, scores=np.zeros_like(children.scores)), _MEAN, self.missing)

    def read_compared(self, m: NodeMatrices, standing: NDArray[np.uint8] | None) -> ComparedRows:
        """Return all rows as they are compared, `standing` being why the group does not apply to some."""
        whole = slice(0, m.rows)
        children = self.children(m, whole)
        takes_part = self.aggregate_as_zeros(children).reasons == 0
        if standing is not None:
            takes_part &= standing == 0
        scores, known = as_counted(children, self.missing), children.reasons == 0
        low, high = (
            np.where(end.reasons != 0, np.nan, np.where(np.isnan(end.scores), beyond, end.scores))
            for end, beyond in zip(self.bounds(m, whole), (-np.inf, np.inf), strict=True)
        )
        is_open = ~(known & (low == scores) & (high == scores)).all(axis=0)
        units, lowest, highest = (ComparedUnits.of(figures, children.weights) for figures in (scores, low, high))
        return ComparedRows(units, lowest, highest, takes_part, is_open)

    def place_among_others(self, found: Aggregate, m: NodeMatrices, span: Span, beyond: float | None) -> Aggregate:
        """Return an aggregate with the figures that came of comparing populations, of a bound those of its side."""
        figures, why = m.outranked[self.line]
        side = 0 if beyond is None else 1 if beyond < 0 else 2
        scores = figures[side, span]
        reasons = np.where((found.reasons == 0) & np.isnan(scores), why[span], found.reasons)
        return replace(found, scores=np.where(reasons == 0, scores, np.nan), reasons=reasons)

    def share_at(self, m: NodeMatrices, span: Span) -> tuple[Floats | float, NDArray[np.uint8]]:
        """Return what must stand on a step, as a number or row by row, and why there is none."""
        if not isinstance(self.rule.share, Quantity):
            return float(self.rule.share), np.zeros(count_rows(span), np.uint8)
        found = m.quantities[f"{self.node.id}.aggregation.share"]
        figures, reasons = found[0][span], found[1][span]
        return figures, np.where((reasons == 0) & ~((figures > 0) & (figures <= 1)), np.uint8(UNDEFINED), reasons)

    def on_steps(
        self,
        children: ChildScores,
        scores: Side,
        reasons: NDArray[np.uint8],
        span: Span,
        beyond: float | None = None,
    ) -> ChildScores:
        """Return what stands on the steps of a staircase: the answers below, or the children as they are."""
        if self.steps is not None:
            why = reasons[cells(self.leaves, span)]
            if beyond is not None:
                why = excluded_reasons(why, self.missing.not_applicable == "skip")
            marks = np.where(why == 0, scores[cells(self.leaves, span)], np.nan)
            known = (why == 0).astype(np.float64)
            return ChildScores(np.ones((len(why), 1)), marks, why, known, extras=children.extras)
        if beyond is None:
            return children
        return replace(children, scores=np.where(np.isnan(children.scores), beyond, children.scores))

    def credited_scores(self, steps: ChildScores) -> tuple[Floats, NDArray[np.bool_]]:
        """Return scores with zero for what is absent, and which of them count."""
        counted = (missing_policy(self.missing)[steps.reasons] != SKIP) | filled_parts(steps, self.missing)
        return np.where(steps.reasons == 0, steps.scores, 0.0), counted

    def read_steps(self, m: NodeMatrices, span: slice) -> tuple[Floats, NDArray[np.bool_]]:
        """Return the scores that stand on the steps of a staircase over some rows, and which of them count."""
        return self.credited_scores(self.on_steps(self.children(m, span), m.scores, m.reasons, span))

    def count_scored(self, m: NodeMatrices, span: slice) -> ScoredChildren:
        """Tell over some rows who among the parts has a score."""
        children = self.children(m, span)
        if self.rule.facts.reads == "steps":
            children = self.on_steps(children, m.scores, m.reasons, span)
        return count_scored(children, self.missing)

    def step_shares(self, scores: Floats, counted: NDArray[np.bool_]) -> Floats:
        """Return the share of criteria on each step or above, shape (steps, rows)."""
        assert self.steps is not None
        return shares_on_steps(scores, counted, self.steps)

    def add_extras(self, found: Aggregate, m: NodeMatrices, side: Side, other: Side, span: Span) -> Floats:
        """Return the aggregate with bonuses and penalties; `other` is the opposite bound, for penalties."""
        if not self.extras:
            return found.scores
        with np.errstate(all="ignore"):
            lifted = found.scores + FULL * self.adjustment(side, other, m.reasons, span) / self.worth(m, span)
        kept = np.clip(lifted, self.floor, self.ceiling)
        closed: Floats = np.where(np.isfinite(kept), kept, np.nan)  # without a floor an open end stays open
        return closed

    def adjustment(self, side: Side, other: Side, reasons: NDArray[np.uint8], span: Span) -> Floats:
        """Return the points that bonuses add and penalties take, within their caps; what is absent adds nothing."""
        totals = {1: np.zeros(count_rows(span)), -1: np.zeros(count_rows(span))}
        for extra in self.extras:
            marks = (side if extra.sign > 0 else other)[extra.line, span]
            # A bonus that does not apply cannot be earned; a penalty is told by the policy.
            gone = excluded_reasons(reasons[extra.line, span], extra.sign > 0 or self.skips_not_applicable) != 0
            totals[extra.sign] += extra.points * np.where(np.isnan(marks) | gone, 0.0, marks) / FULL
        return np.minimum(totals[1], self.caps[1]) - np.minimum(totals[-1], self.caps[-1])


_MEAN = Aggregation(method="arithmetic_mean")


def points_of_extra(node: TreeNode) -> float:
    """Return the points of a bonus or penalty criterion."""
    return node.weight
