"""Inner nodes from their children: score, coverage and bounds, a block of rows at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..formulas.reasons import NOT_APPLICABLE, UNDEFINED
from ..specs import Aggregation, Gate, Program, TreeNode, steps_below, weights_of_parts
from ..transforms.aggregations.aggregation import (
    PROPAGATE,
    SKIP,
    Aggregate,
    ChildScores,
    Extras,
    aggregate,
    aggregate_ends,
    excluded_reasons,
    missing_policy,
)
from ..transforms.aggregations.rules import shares_on_steps, staircase_by_answers, staircase_by_children
from ..transforms.classes import DecisionTable
from ..transforms.populations import Populations
from ..transforms.scales.base import Fitted
from ..transforms.scales.normalisation import normalise, normalise_ends
from ..transforms.scales.rule import ScaleRule, rule_of
from ..transforms.score_rounding import round_scores
from ..transforms.sums import FULL, SLACK, add_parts
from .node_matrices import NodeMatrices, Rows, Side, as_rows, mark_undefined

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Extra:
    """A bonus or penalty criterion: its line, its sign, the points it is worth."""

    line: int
    sign: int
    points: float


@dataclass(frozen=True, slots=True)
class GatePlan:
    """A gate: the lines it reads with the scores they must reach (or exceed, `strictly`), and where it holds the node.

    What is absent is not met, and what does not apply is not required where `missing` skips that. `stopping` tells for
    each reason of an absence whether it leaves the node without the score or level that the gate would hold.
    """

    lines: NDArray[np.intp]
    thresholds: Floats
    strictly: bool
    max_level: int | None
    max_score: float | None
    skips_not_applicable: bool
    stopping: NDArray[np.bool_]

    def is_passed(self, side: Side, reasons: NDArray[np.uint8], span: slice) -> NDArray[np.bool_]:
        """Return where all that is required holds, over some rows."""
        met = self.met(side, span)
        if self.skips_not_applicable:
            met |= reasons[self.lines, span] == NOT_APPLICABLE
        found: NDArray[np.bool_] = np.logical_and.reduce(met, axis=0)
        return found

    def met(self, side: Side, span: slice) -> NDArray[np.bool_]:
        """Return which of the required scores are reached or exceeded; one that is absent is not."""
        with np.errstate(invalid="ignore"):
            scores, thresholds = side[self.lines, span], self.thresholds[:, None]
            found: NDArray[np.bool_] = scores > thresholds + SLACK if self.strictly else scores >= thresholds - SLACK
        return found

    def unknown(
        self, among: NDArray[np.bool_], scores: Floats, reasons: NDArray[np.uint8], span: slice
    ) -> NDArray[np.uint8]:
        """Return the gravest reason for which it is open whether all that is required holds; 0 where it is settled.

        `among` says for each reason of an absence whether it is asked for.
        """
        why = reasons[self.lines, span]
        fails = ((why == 0) & ~self.met(scores, span)).any(axis=0)
        if self.skips_not_applicable:
            why = np.where(why == NOT_APPLICABLE, np.uint8(0), why)
        found: NDArray[np.uint8] = np.where(fails, np.uint8(0), np.where(among[why], why, np.uint8(0)).max(axis=0))
        return found


class GroupPlan:
    """All that is needed to score one group, worked out once.

    Attributes
    ----------
    base
        Lines of the children that make up the denominator; only those that can have a score.
    weights : float64 array, shape (children, 1)
        Points where points are added up, weights otherwise.
    weighed
        The children whose weights are worked out, as (position, line).
    sums
        For a node that adds up points: the children whose points vary, as (position, line).
    """

    def __init__(self, program: Program, node: TreeNode, line_of: Mapping[str, int], scored: frozenset[str]) -> None:
        self.node, self.line = node, line_of[node.id]
        self.rule, self.missing = node.aggregation, node.missing
        weights = weights_of_parts(node, scored)
        self.base_ids = list(weights)
        self.base: Rows = as_rows([line_of[name] for name in weights])
        self.weights = np.array([float(weight) for weight in weights.values()])[:, None]
        self.exact = [
            (position, line_of[name]) for position, name in enumerate(weights) if is_added_exactly(program.nodes[name])
        ]
        self.weighed = [
            (position, line_of[name])
            for position, name in enumerate(weights)
            if "weight" in program.nodes[name].quantities and not node.adds_up
        ]
        self.sums = [
            (position, line_of[name])
            for position, name in enumerate(weights)
            if node.adds_up and program.nodes[name].adds_up
        ]
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
        self.extra_lines = np.array([extra.line for extra in self.extras], np.intp)
        self.is_penalty = np.array([extra.sign < 0 for extra in self.extras], np.bool_)
        self.gates = [_gate(program, node, gate, line_of) for gate in getattr(spec, "gates", ())]
        # What is read beside the children that make up the denominator.
        self.apart = np.concatenate([self.extra_lines, *(gate.lines for gate in self.gates)])
        self.steps: Floats | None = None
        self.leaves = self.base
        if self.rule.facts.reads == "steps" and self.rule.by == "answers":
            found = steps_below(node)
            self.leaves = np.array([line_of[leaf.id] for leaf in found], np.intp)
            kind = found[0].answer if found else None
            if kind is not None:
                self.steps = _as_rounded(found[0], np.array([float(credit) for credit in kind.credits[1:]]) * FULL)
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

    def children(self, m: NodeMatrices, span: slice, side: Side | None = None) -> ChildScores:
        """Return the children over some rows: as scored, or at the worst or best that they could be (`side`)."""
        reasons, coverage = self.why_absent(m, span), m.coverage[self.base, span]
        if side is None:
            weights, whole = self.weights_of(m, m.points, span), self.weights_of(m, m.bound_points, span)
            scores = self.parts(m, m.scores, span)
            return ChildScores(weights, scores, reasons, coverage, whole, self.outside(m, span))
        # Only what leaves the denominator for good is absent from a bound.
        gone = excluded_reasons(reasons, self.skips_not_applicable)
        scores = self.parts(m, side, span)
        return ChildScores(self.weights_of(m, m.bound_points, span), scores, gone, np.ones_like(coverage))

    def parts(self, m: NodeMatrices, side: Side, span: slice) -> Floats:
        """Return the scores of the children, or what they could be, as they are added up."""
        scores = side[self.base, span]
        if not self.exact:
            return scores
        scores, number = scores.copy(), next(n for n, each in enumerate(m.sides) if each is side)
        for position, line in self.exact:
            scores[position] = m.exact[line][number, span]
        return scores

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

    def why_absent(self, m: NodeMatrices, span: slice) -> NDArray[np.uint8]:
        """Return why children are absent: for want of a score, or of a weight."""
        reasons = m.reasons[self.base, span]
        return np.maximum(reasons, self.why_no_weight(m, span)) if self.weighed else reasons

    def why_no_weight(self, m: NodeMatrices, span: slice) -> NDArray[np.uint8]:
        """Return why children have no weight; 0 where they have one."""
        reasons = np.zeros((len(self.weights), span.stop - span.start), np.uint8)
        for position, line in self.weighed:
            if line in m.weights:
                reasons[position] = m.weights[line][1][span]
        return reasons

    def weights_of(self, m: NodeMatrices, points: dict[int, Floats], span: slice) -> Floats:
        """Return the weights, with those that are worked out, and the points that apply, where they vary by row."""
        weighed = [(position, line) for position, line in self.weighed if line in m.weights]
        if not self.sums and not weighed:
            return self.weights
        rows = span.stop - span.start
        weights = np.repeat(self.weights, rows, axis=1)
        for position, line in weighed:
            weights[position] = m.weights[line][0][span]
        for position, line in self.sums:
            weights[position] = points[line][span]
        return weights

    def worth(self, m: NodeMatrices, span: slice) -> Floats:
        """Return the points that bonuses and penalties are measured against: those that apply, known or not."""
        if not self.rule.facts.adds_points:
            return np.full(span.stop - span.start, self.own_worth)
        gone = excluded_reasons(self.why_absent(m, span), self.skips_not_applicable)
        return add_parts(self.weights_of(m, m.bound_points, span) * (gone == 0))

    def combine(self, m: NodeMatrices, span: slice) -> None:
        """Write what the children come to, with extras: score, reason, coverage and bounds for some rows."""
        children = self.children(m, span)
        found = self.aggregate_children(children, m.scores, m.reasons, span)
        m.reasons[self.line, span], m.coverage[self.line, span] = found.reasons, found.coverage
        m.scores[self.line, span] = self.add_extras(found, m, m.scores, m.scores, span)
        self.store_points(m.points, found, span)
        if self.is_closed(m, span):  # the bounds would come to the same bits, at twice the work
            m.lowest[self.line, span] = m.highest[self.line, span] = m.scores[self.line, span]
            self.store_points(m.bound_points, found, span)
            return
        sides = ((m.lowest, m.highest, -np.inf), (m.highest, m.lowest, np.inf))
        for (side, other, beyond), bound in zip(sides, self.ends(m, span), strict=True):
            self.store_points(m.bound_points, bound, span)
            scores = bound.scores
            if self.extras:  # bonuses and penalties leave nothing below zero, or past the ceiling
                scores = np.where(np.isnan(scores) & (bound.reasons == UNDEFINED), beyond, scores)
            side[self.line, span] = self.add_extras(replace(bound, scores=scores), m, side, other, span)
            if self.weighed:  # without a weight there is no saying
                unknown = excluded_reasons(self.why_no_weight(m, span), self.skips_not_applicable) == 0
                lost = (unknown & (self.why_no_weight(m, span) != 0)).any(axis=0)
                side[self.line, span] = np.where(lost, np.nan, side[self.line, span])

    def hold(self, m: NodeMatrices, span: slice) -> None:
        """Let gates hold the node's score; where one that is open would take some of it, there is none."""
        gates = [(gate, gate.max_score) for gate in self.gates if gate.max_score is not None]
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
        for (_, most), why in zip(gates, whys, strict=True):
            reasons = np.where((reasons == 0) & (scores > most + SLACK), why, reasons)
        m.scores[self.line, span], m.reasons[self.line, span] = np.where(reasons == 0, scores, np.nan), reasons

    def ends(self, m: NodeMatrices, span: slice) -> tuple[Aggregate, Aggregate]:
        """Aggregate the children at the least and at the most that they could be."""
        lowest, highest = self.children(m, span, m.lowest), self.children(m, span, m.highest)
        if self.rule.facts.reads == "scores":
            return aggregate_ends(lowest, highest, self.rule, self.missing)
        low = self.aggregate_children(lowest, m.lowest, m.reasons, span, -np.inf)
        return low, self.aggregate_children(highest, m.highest, m.reasons, span, np.inf)

    def is_closed(self, m: NodeMatrices, span: slice) -> bool:
        """Return whether all rows have a score, and nothing that it is made of could be other than it is."""
        if m.reasons[self.line, span].any() or self.why_absent(m, span).any():
            return False
        for lines in (self.base, self.apart) if len(self.apart) else (self.base,):
            if not m.is_settled(lines, span):
                return False
        # A part may be settled (held by a gate, say) while points below it are skipped.
        return all(np.array_equal(m.points[line][span], m.bound_points[line][span]) for _, line in self.sums)

    def store_points(self, points: dict[int, Floats], found: Aggregate, span: slice) -> None:
        """Keep the points that apply, for the parent to add up."""
        if self.line in points:
            points[self.line][span] = found.applicable

    def aggregate_children(
        self,
        children: ChildScores,
        scores: Side,
        reasons: NDArray[np.uint8],
        span: slice,
        beyond: float | None = None,
    ) -> Aggregate:
        """Aggregate, staircases included; of a bound, `beyond` is where an end lies that is open."""
        if self.rule.facts.reads != "steps":
            return aggregate(children, self.rule, self.missing)
        if self.steps is not None:
            why = reasons[self.leaves, span]
            if beyond is not None:
                why = excluded_reasons(why, self.missing.not_applicable == "skip")
            marks = np.where(why == 0, scores[self.leaves, span], np.nan)
            children = ChildScores(
                np.ones((len(why), 1)), marks, why, (why == 0).astype(np.float64), extras=children.extras
            )
        elif beyond is not None:
            children = replace(children, scores=np.where(np.isnan(children.scores), beyond, children.scores))
        # What stands on a step is counted, not averaged: an end at infinity is climbed, or is not.
        found = aggregate(replace(children, scores=np.zeros_like(children.scores)), _MEAN, self.missing)
        marks, counted = self.credited_scores(children.scores, children.reasons)
        share = float(self.rule.share)
        climbed = (
            staircase_by_children(marks, counted, share)
            if self.steps is None
            else staircase_by_answers(marks, counted, self.steps, share)
        )
        return Aggregate(
            np.where(found.reasons == 0, climbed, np.nan),
            found.reasons,
            found.coverage,
            found.shares,
            found.applicable,
        )

    def credited_scores(self, scores: Floats, reasons: NDArray[np.uint8]) -> tuple[Floats, NDArray[np.bool_]]:
        """Return scores with zero for what is absent, and which of them count."""
        return np.where(reasons == 0, scores, 0.0), missing_policy(self.missing)[reasons] != SKIP

    def step_shares(self, scores: Floats, counted: NDArray[np.bool_]) -> Floats:
        """Return the share of criteria on each step or above, shape (steps, rows)."""
        assert self.steps is not None
        return shares_on_steps(scores, counted, self.steps)

    def add_extras(self, found: Aggregate, m: NodeMatrices, side: Side, other: Side, span: slice) -> Floats:
        """Return the aggregate with bonuses and penalties; `other` is the opposite bound, for penalties."""
        if not self.extras:
            return found.scores
        with np.errstate(all="ignore"):
            lifted = found.scores + FULL * self.adjustment(side, other, m.reasons, span) / self.worth(m, span)
        kept: Floats = np.clip(lifted, 0.0, self.ceiling)
        return kept

    def adjustment(self, side: Side, other: Side, reasons: NDArray[np.uint8], span: slice) -> Floats:
        """Return the points that bonuses add and penalties take, within their caps; what is absent adds nothing."""
        totals = {1: np.zeros(span.stop - span.start), -1: np.zeros(span.stop - span.start)}
        for extra in self.extras:
            marks = (side if extra.sign > 0 else other)[extra.line, span]
            # A bonus that does not apply cannot be earned; a penalty is told by the policy.
            gone = excluded_reasons(reasons[extra.line, span], extra.sign > 0 or self.skips_not_applicable) != 0
            totals[extra.sign] += extra.points * np.where(np.isnan(marks) | gone, 0.0, marks) / FULL
        return np.minimum(totals[1], self.caps[1]) - np.minimum(totals[-1], self.caps[-1])


_MEAN = Aggregation(method="arithmetic_mean")


def is_added_exactly(node: TreeNode) -> bool:
    """Whether the group above adds up the score of a node as it was before it was rounded."""
    return node.rounding is not None and node.rounding.parents == "exact"


def scale_node(
    m: NodeMatrices, line: int, span: slice, rule: ScaleRule, populations: Populations, held: Fitted | None
) -> dict[str, Floats]:
    """Make the scores of a group from its values, and of what these could be; return what populations gave."""
    values, reasons = m.scores[line, span], m.reasons[line, span]
    ends = (m.lowest[line, span], m.highest[line, span])
    found = normalise(rule, values, populations, held)
    sides = (found.scores, found.scores)
    if np.isnan(found.scores).any() or (ends[0] != values).any() or (ends[1] != values).any():
        sides = normalise_ends(rule, values, ends, populations, held)
        whole = ~np.isnan(found.scores) & (ends[0] == values) & (ends[1] == values)
        sides = (np.where(whole, found.scores, sides[0]), np.where(whole, found.scores, sides[1]))
    m.scores[line, span] = found.scores
    m.reasons[line, span] = mark_undefined(found.scores, reasons)
    for side, scores, end in zip((m.lowest, m.highest), sides, (found.worst, found.best), strict=True):
        # Where nothing could be fitted, as of a leaf: anything between the ends of the scale.
        of_scale = np.broadcast_to(end, m.scores[line].shape)
        side[line, span] = np.where(np.isnan(scores), of_scale[span], scores)
    return found.parameters


def round_node(m: NodeMatrices, node: TreeNode, line: int, span: slice) -> None:
    """Round the score of a node and what it could be; keep what they were where the group above adds that up."""
    assert node.rounding is not None
    if is_added_exactly(node):
        m.exact[line][:, span] = [side[line, span] for side in m.sides]
    m.scores[line, span] = round_scores(m.scores[line, span], node.rounding)
    if m.place[line] >= 0:
        for side in (m.lowest, m.highest):
            side[line, span] = round_scores(side[line, span], node.rounding)


def points_of_extra(node: TreeNode) -> float:
    """Return the points of a bonus or penalty criterion."""
    return node.weight


def _gate(program: Program, node: TreeNode, gate: Gate, line_of: Mapping[str, int]) -> GatePlan:
    levels = [level.id for level in node.levels]
    return GatePlan(
        np.array([line_of[name] for name in gate.requires], np.intp),
        np.array([threshold(program, gate, name) for name in gate.requires]),
        gate.above is not None,
        None if gate.max_level is None else levels.index(gate.max_level),
        None if gate.max_score is None else float(gate.max_score),
        node.missing.not_applicable == "skip",
        missing_policy(node.missing) == PROPAGATE,
    )


def threshold(program: Program, gate: Gate, name: str) -> float:
    """Return the score that a required node must reach, or exceed."""
    if gate.above is not None:
        return float(gate.above)
    if not isinstance(gate.at_least, str):
        return float(gate.at_least)
    kind = program.nodes[name].answer
    assert kind is not None
    position = [option.id for option in kind.options].index(gate.at_least)
    return float(_as_rounded(program.nodes[name], np.array([float(kind.credits[position]) * FULL]))[0])


def _as_rounded(node: TreeNode, scores: Floats) -> Floats:
    """Return scores that a node must reach as it reaches them: a third is reached where it is rounded to 33."""
    return scores if node.rounding is None else round_scores(scores, node.rounding)
