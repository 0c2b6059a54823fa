"""The part of a stage that goes row by row: scores of groups, levels and gates, a block of rows at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ..formulas.reasons import NOT_SCORED, UNDEFINED
from ..formulas.tree import NodeFigure
from ..specs import Quantity, TreeNode
from ..specs.model.quantities import Figure
from ..specs.model.scales import cuts_between
from ..transforms.aggregations.outranking import compare_populations
from ..transforms.class_cuts import FittedCuts, fit_cuts
from ..transforms.classes import Codes, LevelCodes, classify
from ..transforms.populations import EVERYBODY, Populations
from ..transforms.ranking import ordered_ends
from ..transforms.scales.base import Fitted
from ..transforms.scales.rule import ScaleRule, figures_of
from ..transforms.sums import FULL, SLACK, add_parts
from ..transforms.weights.fitting import FittedWeights, fit_weights
from .groups import GroupPlan
from .node_matrices import Floats, NodeMatrices, NodeScores, round_node, scale_node
from .node_scores import FittedParameters, NodeScoreSet
from .parameters import KeptParameters, is_held
from .population_reader import PopulationReader
from .schedule import Schedule, Stage

# Figures that are worked out, by where they stand, row by row, and why they are absent.
Quantities = tuple[Mapping[str, Floats], Mapping[str, NDArray[np.uint8]]]


class GroupScorer:
    """Scores the groups of a schedule from its leaves, over so many rows.

    Attributes
    ----------
    m
        Every node; whoever scores the leaves writes them there.
    levels
        Of nodes that have some.
    held
        For each node with gates: the number of the first gate that holds it in a row, counted from 1; 0 for none.
    computed
        For each node with published scores: what it came to, before published scores stood in.
    standing
        Of nodes that do not apply to every row: why not, 0 where they do.
    keeps_ends
        Whether what nodes could be is worked out.
    """

    def __init__(
        self,
        schedule: Schedule,
        rows: int,
        published: Mapping[str, Floats],
        standing: Mapping[str, NDArray[np.uint8]] = MappingProxyType({}),
        *,
        keeps_ends: bool = True,
    ) -> None:
        self.schedule, self.rows, self.published, self.standing = schedule, rows, published, standing
        lines = [plan.line for plan in schedule.plans.values()]
        lines += [schedule.line[name] for name in schedule.bounded if name in schedule.scored_ids]
        self.m = NodeMatrices(len(schedule.order), rows, lines, keeps_ends=keeps_ends)
        for plan in schedule.plans.values():
            if plan.rule.facts.adds_points:
                self.m.points[plan.line], self.m.bound_points[plan.line] = np.empty(rows), np.empty(rows)
            if plan.node.is_zero_when_empty:
                self.m.empty[plan.line] = np.zeros(rows, np.bool_)
        self.levels = {name: _empty_levels(rows) for name in schedule.levelled}
        self.held = {name: np.zeros(rows, np.uint8) for name, plan in schedule.plans.items() if plan.gates}
        self.computed = {name: np.empty(rows) for name in published}
        self.values = {name: np.full(rows, np.nan) for name in schedule.scaled}
        self.value_reasons = {name: np.full(rows, NOT_SCORED, np.uint8) for name in schedule.scaled}
        self.cuts: dict[str, FittedCuts] = {}
        self.weights: dict[str, FittedWeights] = {}
        self.m.exact = {schedule.line[name]: np.empty((3, rows)) for name in schedule.exact}
        self.begin()

    def begin(self) -> None:
        """Forget what an earlier run over other leaves left behind."""
        for line in self.schedule.unscored_lines:
            self.m.mark_absent(line, slice(0, self.rows), NOT_SCORED)
        for held in self.held.values():
            held[:] = 0

    def scores(self, fits: Sequence[FittedParameters]) -> NodeScoreSet:
        """Return every node by id."""
        nodes = {
            name: NodeScores(self.m, self.schedule.line[name], self.levels.get(name))
            for name in self.schedule.program.nodes
        }
        found = self.held, self.computed, self.values, self.value_reasons
        return NodeScoreSet(nodes, self.m, self.schedule.plans, *found, fits, self.cuts, self.weights)

    def score(self, stage: Stage, span: slice) -> None:
        """Score what a stage computes for some rows, its leaves being there."""
        for node in stage.leaves_to_finish:
            if node.rounding is not None:
                round_node(self.m, node, self.schedule.line[node.id], span)
            self._use_published_scores(node, span)
            if node.levels and node.cuts is None:
                self._name_levels(node, None, span)
        for plan, combines, finishes in stage.groups:
            if combines:
                self._combine(plan, span)
            if finishes:
                self._finish(plan, span)

    def scale(
        self,
        plan: GroupPlan,
        populations: Populations,
        quantities: Quantities,
        held: Fitted | None = None,
    ) -> dict[str, Floats]:
        """Hold the values of a group against those of populations; return what was taken from each."""
        assert plan.scale is not None
        m, line = self.m, plan.line
        rule, m.reasons[line] = fill_rule(plan.scale, plan.node, quantities, m.reasons[line])
        return scale_node(m, line, slice(0, self.rows), rule, populations, held)

    def weigh(self, plan: GroupPlan, reader: PopulationReader, source: KeptParameters | None) -> None:
        """Fit the weights of a group on the scores of its children in each population, or take those that are held."""
        scores = plan.before_rounding(self.m, self.m.scores[plan.base], 0, slice(0, self.rows))
        rule, names = plan.rule, [name for _, name in plan.weighed]
        why = reader.reasons_outside(rule.over)
        if source is not None and is_held(rule.over):
            found = source.hold_weights(plan, scores)
        else:
            found = fit_weights(rule, plan.base_ids, scores, plan.weights[:, 0], reader.read(rule.over))
        self.weights[plan.node.id] = found
        for name, figures in zip(names, found.by_row(self.rows), strict=True):
            self.put_quantity(name, figures, np.where(np.isnan(figures), why, np.uint8(0)))

    def compare(self, plan: GroupPlan, reader: PopulationReader) -> None:
        """Hold the rows of a group against one another, within populations."""
        over, rows = plan.rule.over, plan.read_compared(self.m, self.standing.get(plan.node.id))
        outside = reader.reasons_outside(over)
        why = np.where(outside != 0, outside, np.uint8(UNDEFINED))
        self.m.outranked[plan.line] = compare_populations(rows, reader.read(over)), why

    def scale_among(self, plan: GroupPlan, reader: PopulationReader, quantities: Quantities) -> dict[str, Floats]:
        """Hold the values of a group against those of its populations; return what was taken from each."""
        assert plan.scale is not None
        if plan.scale.facts.is_relative:
            why = self.m.reasons[plan.line]
            why[:] = reader.explain_outsiders(plan.scale.over, why)
        return self.scale(plan, reader.read(plan.scale.over), quantities)

    def fit_levels(self, node: TreeNode, reader: PopulationReader) -> FittedCuts:
        """Return where the scores of populations cut the levels of a node."""
        assert node.cuts is not None
        populations, scores = reader.read(node.cuts.over), self.m.scores[self.schedule.line[node.id]]
        cuts = fit_cuts(node.cuts, len(node.levels), scores, populations, node.level_decimals)
        return FittedCuts(populations, cuts)

    def put_quantity(self, name: str, figures: Floats, reasons: NDArray[np.uint8]) -> None:
        """Take in a number that is worked out, by where it stands; a weight of less than nothing is none."""
        if name.endswith(".weight"):
            reasons = np.where((reasons == 0) & ~(figures >= 0), np.uint8(UNDEFINED), reasons)
            figures = np.where(reasons == 0, figures, 0.0)
        self.m.quantities[name] = figures, reasons

    def cut_levels(self, node: TreeNode, cuts: FittedCuts) -> None:
        """Name the levels of a node by the cuts of its populations, and let gates hold them."""
        m, line, whole = self.m, self.schedule.line[node.id], slice(0, self.rows)
        self.cuts[node.id] = cuts
        ends = ordered_ends(m.lowest[line, whole], m.highest[line, whole])
        low, high, level = (cuts.classify(scores, node.level_decimals) for scores in (*ends, m.scores[line, whole]))
        why = np.where(level < 0, np.where(m.reasons[line] == 0, np.uint8(UNDEFINED), m.reasons[line]), np.uint8(0))
        self._put_levels(node.id, LevelCodes(level, low, high, why), whole)
        plan = self.schedule.plans.get(node.id)
        if plan is not None and plan.gates:
            self._apply_gates(plan, whole)

    def read_figure(self, part: NodeFigure) -> tuple[Floats, NDArray[np.uint8]]:
        """Return the score, the level or the value of a node as formulas read it; see `NodeScores.read_figure`."""
        if part.kind == "value":
            return self.values[part.id], self.value_reasons[part.id]
        return NodeScores(self.m, self.schedule.line[part.id], self.levels.get(part.id)).read_figure(part.kind)

    def bound_leaf(
        self,
        name: str,
        previous: Mapping[int, NDArray[np.intp]],
        imputed: NDArray[np.bool_] | None = None,
        published: NDArray[np.bool_] | None = None,
    ) -> None:
        """Say how much a leaf rests on, and what it could be: anything where that is open which it is made of.

        Parameters
        ----------
        name
            A leaf that reads nodes, or may rest on figures that stand in for absent ones.
        previous
            By number of periods, the earlier row of each row.
        imputed, published : bool arrays, shape (rows,)
            Where it rests on such figures, and where its value was handed in.
        """
        m, line = self.m, self.schedule.line[name]
        known = m.reasons[line] == 0
        settled = known if imputed is None else known & ~imputed
        coverage = settled * 1.0
        for read, lag, kind in self.schedule.reads.get(name, ()):
            rests, closed = self._certainty(read, kind)
            rows = previous.get(lag)
            if lag and rows is not None:
                rests, closed = np.where(rows < 0, 0.0, rests[rows]), (rows >= 0) & closed[rows]
            coverage, settled = np.minimum(coverage, rests), settled & closed
        if published is not None:  # what was handed in rests on nothing else
            own = known & published
            coverage, settled = np.where(own, 1.0, coverage), settled | own
        m.coverage[line, slice(None)] = coverage
        for side in (m.lowest, m.highest):
            side[line, slice(None)] = np.where(settled, m.scores[line], side.of_line(line, slice(None)))

    def _certainty(self, name: str, kind: str) -> tuple[Floats, NDArray[np.bool_]]:
        """Return how much a node rests on, and where its score or its level could be no other."""
        m, line, whole = self.m, self.schedule.line[name], slice(None)
        if kind == "level":
            own = self.levels[name]
            return m.coverage[line, whole], (own.level >= 0) & (own.lowest == own.highest)
        return m.coverage[line, whole], (m.reasons[line] == 0) & (m.lowest[line, whole] == m.highest[line, whole])

    def _combine(self, plan: GroupPlan, span: slice) -> None:
        if plan.decision is not None:
            self._decide(plan, span)
        elif plan.combines:
            plan.combine(self.m, span)
        else:  # known only where it was handed in
            self.m.mark_absent(plan.line, span, NOT_SCORED)
        self.withhold(plan.node.id, span)
        if plan.scale is not None:
            self.values[plan.node.id][span] = self.m.scores[plan.line, span]
            self.value_reasons[plan.node.id][span] = self.m.reasons[plan.line, span]
            if not plan.scales_apart:
                scale_node(self.m, plan.line, span, plan.scale, EVERYBODY, None)

    def _finish(self, plan: GroupPlan, span: slice) -> None:
        """Round and hold the score of a group, let a published one stand in, and name its level."""
        if plan.node.rounding is not None:
            round_node(self.m, plan.node, plan.line, span)
        if plan.gates and plan.combines and plan.decision is None:
            plan.hold(self.m, span)
        self._use_published_scores(plan.node, span)
        self.withhold(plan.node.id, span)
        if plan.node.levels and plan.decision is None and plan.node.cuts is None:
            self._name_levels(plan.node, plan, span)
        if plan.gates:
            self._apply_gates(plan, span)

    def withhold(self, name: str, span: slice) -> None:
        """Leave a node without score and level in rows that it does not apply to, or that are not assessed."""
        standing = self.standing.get(name)
        if standing is None or not standing[span].any():
            return
        m, line, why, own = self.m, self.schedule.line[name], standing[span], self.levels.get(name)
        m.scores[line, span] = np.where(why != 0, np.nan, m.scores[line, span])
        m.reasons[line, span] = np.where(why != 0, why, m.reasons[line, span])
        if line in m.exact:
            m.exact[line][:, span] = np.where(why != 0, np.nan, m.exact[line][:, span])
        if m.place[line] >= 0:
            for side, nothing in ((m.lowest, np.nan), (m.highest, np.nan), (m.coverage, 0.0)):
                side[line, span] = np.where(why != 0, nothing, side[line, span])
        if own is not None:
            for codes in (own.level, own.lowest, own.highest):
                codes[span] = np.where(why != 0, -1, codes[span])
            own.reasons[span] = np.where(why != 0, why, own.reasons[span])

    def _use_published_scores(self, node: TreeNode, span: slice) -> None:
        """Let published scores stand where none could be computed, or nothing else was handed in."""
        if node.id not in self.published:
            return
        m, line, published = self.m, self.schedule.line[node.id], self.published[node.id][span]
        self.computed[node.id][span] = m.scores[line, span]
        here = np.isnan(m.scores[line, span]) & ~np.isnan(published)
        if line in m.empty:  # what was published was handed in
            here |= m.empty[line][span] & ~np.isnan(published)
            m.empty[line][span] &= ~here
        if m.place[line] >= 0:  # of other leaves bounds and coverage follow from the score
            for side in (m.lowest, m.highest):
                side[line, span] = np.where(here, published, side[line, span])
            m.coverage[line, span] = np.where(here, 1.0, m.coverage[line, span])
        m.scores[line, span] = np.where(here, published, m.scores[line, span])
        m.reasons[line, span] = np.where(here, 0, m.reasons[line, span])
        if line in m.exact:
            m.exact[line][:, span] = np.where(here, published, m.exact[line][:, span])

    def _decide(self, plan: GroupPlan, span: slice) -> None:
        assert plan.decision is not None
        m, line, rows = self.m, plan.line, span.stop - span.start
        used = {name: self.levels[name] for name in plan.decision.used}
        levels = {name: own.level[span] for name, own in used.items()}
        decided = plan.decision.decide(levels, {name: own.reasons[span] for name, own in used.items()}, rows)
        # The score of a decided node is the position of its level, 1 for the worst.
        m.scores[line, span] = np.where(decided.level >= 0, decided.level + 1.0, np.nan)
        m.reasons[line, span] = decided.reasons
        # What a child without a level is based on decides nothing.
        resting = [np.where(levels[name] >= 0, m.coverage[self.schedule.line[name], span], 0.0) for name in used]
        m.coverage[line, span] = add_parts(np.array(resting)) / len(resting) if resting else 1.0
        for side, codes in ((m.lowest, decided.lowest), (m.highest, decided.highest)):
            side[line, span] = codes.astype(np.float64) + 1.0
        self._put_levels(plan.node.id, decided, span)

    def _put_levels(self, name: str, found: LevelCodes, span: slice) -> None:
        own = self.levels[name]
        own.level[span], own.lowest[span], own.highest[span] = found.level, found.lowest, found.highest
        own.reasons[span] = found.reasons

    def _name_levels(self, node: TreeNode, plan: GroupPlan | None, span: slice) -> None:
        line, m = self.schedule.line[node.id], self.m
        cuts = cuts_between("levels", node.levels)
        named_only = not cuts and len(node.levels) > 1
        worked_out = [m.quantities[f"{node.id}.{key}"] for key in cuts if f"{node.id}.{key}" in m.quantities]
        own = [self._figures(f"{node.id}.{key}", cut, span) for key, cut in cuts.items()]
        found: list[Codes] = []
        for scores in (*ordered_ends(m.lowest[line, span], m.highest[line, span]), m.scores[line, span]):
            if named_only and plan is not None and plan.rule.facts.reads == "steps":
                near = 0.5 * 10.0**-node.rounding.decimals if node.rounding is not None else 0.0
                step = np.floor((np.nan_to_num(scores) + near) * plan.step_count / FULL + SLACK)
                step = step.clip(0, plan.step_count)
                found.append(np.where(np.isnan(scores), -1, step).astype(np.int16))
            elif named_only:
                found.append(np.full(scores.shape, -1, np.int16))
            else:
                found.append(classify(own, scores, node.level_decimals, begins=node.levels[0].up_to is None))
        low, high, level = found
        why = m.reasons[line, span]
        if worked_out:
            absent = np.maximum.reduce([reasons[span] for _, reasons in worked_out])
            why = np.where(why == 0, np.where(absent == 0, np.uint8(UNDEFINED), absent), why)
        why = np.where(level < 0, why, np.uint8(0))
        self._put_levels(node.id, LevelCodes(level, low, high, why), span)

    def _figures(self, name: str, stated: Figure, span: slice) -> Floats | float:
        """Return a figure, or what it comes to in some rows."""
        return self.m.quantities[name][0][span] if isinstance(stated, Quantity) else float(stated)

    def _apply_gates(self, plan: GroupPlan, span: slice) -> None:
        """Hold levels where a gate does not let through, and remember which gate it was."""
        m, held = self.m, self.held[plan.node.id][span]
        own = self.levels.get(plan.node.id)
        gates = plan.gates_at(m, span)
        whys = [gate.unknown(gate.stopping, m.scores, m.reasons, span) for gate in gates]
        for number, (gate, why) in enumerate(zip(gates, whys, strict=True), 1):
            shut = ~gate.is_passed(m.scores, m.reasons, span)
            known = ~np.isnan(m.scores[plan.line, span])
            if gate.max_level is not None and own is not None:
                known = own.level[span] >= 0
                bites = shut & known & (gate.hold_levels(own.level[span]) != own.level[span])
                held[bites & (held == 0)] = number
                # What holds a level back where less is better is worst where most of it is asked for.
                low, high = (m.highest, m.lowest) if gate.falls else (m.lowest, m.highest)
                ends = ((own.lowest, low, True), (own.highest, high, True))
                for codes, side, settled in ((own.level, m.scores, why == 0), *ends):
                    closed = ~gate.is_passed(side, m.reasons, span) & settled & (codes[span] >= 0)
                    codes[span] = np.where(closed, gate.hold_levels(codes[span]), codes[span])
            elif gate.max_score is not None:
                at_cap = m.scores[plan.line, span] == gate.max_score
                held[shut & (why == 0) & known & at_cap & (held == 0)] = number
        for gate, why in zip(gates, whys, strict=True):
            if gate.max_level is not None and own is not None:
                # A gate that is open settles no level above its own; below, it can change nothing.
                held_back = gate.hold_levels(own.level[span]) != own.level[span]
                lost = (why != 0) & (own.level[span] >= 0) & held_back
                own.reasons[span] = np.where(lost, why, own.reasons[span])
                own.level[span][lost] = -1


def fill_rule(
    rule: ScaleRule, node: TreeNode, quantities: Quantities, reasons: NDArray[np.uint8]
) -> tuple[ScaleRule, NDArray[np.uint8]]:
    """Return a scale with the figures of a node that are worked out, and why a value or one of them is absent."""
    own = figures_of(node, quantities[0])
    if not own:
        return rule, reasons
    filled = rule.with_figures({key: figures.reshape(reasons.shape) for key, figures in own.items()})
    return filled, reduce(np.maximum, figures_of(node, quantities[1]).values(), reasons)


def _empty_levels(rows: int) -> LevelCodes:
    level, lowest, highest = (np.full(rows, -1, np.int16) for _ in range(3))
    return LevelCodes(level, lowest, highest, np.full(rows, NOT_SCORED, np.uint8))
