"""The part of a stage that goes row by row: scores of groups, levels and gates, a block of rows at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from ..data.model.table import DataTable
from ..formulas.reasons import NOT_SCORED, UNDEFINED
from ..formulas.tree import NodeFigure
from ..specs import TreeNode
from ..transforms.classes import Codes, LevelCodes, Options, classify
from ..transforms.populations import EVERYBODY, Populations
from ..transforms.ranking import ordered_ends
from ..transforms.scales.base import Fitted
from ..transforms.scales.rule import figures_of
from ..transforms.sums import FULL, SLACK, add_parts
from .groups import GroupPlan, is_added_exactly, round_node, scale_node
from .node_matrices import Floats, NodeMatrices, NodeScores
from .node_scores import FittedParameters, NodeScoreSet
from .schedule import Schedule, Stage, options_of_cuts


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
        For each group with published scores: what its children gave, before published scores stood in.
    """

    def __init__(
        self, schedule: Schedule, rows: int, published: Mapping[str, Floats], options: Mapping[str, Options]
    ) -> None:
        self.schedule, self.rows, self.published, self.options = schedule, rows, published, options
        lines = [plan.line for plan in schedule.plans.values()]
        lines += [schedule.line[name] for name in schedule.reads if name in schedule.scored_ids]
        self.m = NodeMatrices(len(schedule.order), rows, lines)
        for plan in schedule.plans.values():
            if plan.rule.facts.adds_points:
                self.m.points[plan.line], self.m.bound_points[plan.line] = np.empty(rows), np.empty(rows)
        self.levels = {node.id: _empty_levels(rows) for node in schedule.order if node.levels}
        self.held = {name: np.zeros(rows, np.uint8) for name, plan in schedule.plans.items() if plan.gates}
        self.computed = {name: np.empty(rows) for name in published}
        scaled = [node.id for node in schedule.order if node.scales_its_value]
        self.values = {name: np.full(rows, np.nan) for name in scaled}
        exact = [node for node in schedule.order if node.id in schedule.scored_ids and is_added_exactly(node)]
        self.m.exact = {schedule.line[node.id]: np.empty((3, rows)) for node in exact}
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
        return NodeScoreSet(nodes, self.m, self.schedule.plans, self.held, self.computed, self.values, fits)

    def score(self, stage: Stage, span: slice) -> None:
        """Score what a stage computes for some rows, its leaves being there."""
        for node in stage.leaves_to_finish:
            if node.rounding is not None:
                round_node(self.m, node, self.schedule.line[node.id], span)
            if node.levels:
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
        quantities: tuple[Mapping[str, Floats], Mapping[str, NDArray[np.uint8]]],
        held: Fitted | None = None,
    ) -> dict[str, Floats]:
        """Hold the values of a group against those of populations; return what was taken from each.

        `quantities` are the figures that are worked out, by where they stand, and why some are absent.
        """
        assert plan.scale is not None
        m, line, rule = self.m, plan.line, plan.scale
        own = figures_of(plan.node, quantities[0])
        if own:
            rule = rule.with_figures(own)
            m.reasons[line] = reduce(np.maximum, figures_of(plan.node, quantities[1]).values(), m.reasons[line])
            m.scores[line, m.reasons[line] != 0] = np.nan
        return scale_node(self.m, plan.line, slice(0, self.rows), rule, populations, held)

    def put_weight(self, name: str, weights: Floats, reasons: NDArray[np.uint8]) -> None:
        """Take in what a node weighs in its parent, by where that stands; less than nothing is no weight."""
        why = np.where((reasons == 0) & ~(weights >= 0), np.uint8(UNDEFINED), reasons)
        self.m.weights[self.schedule.line[name.partition(".")[0]]] = np.where(why == 0, weights, 0.0), why

    def read_figure(self, part: NodeFigure) -> tuple[Floats, NDArray[np.uint8]]:
        """Return the score or the level of a node as formulas read it, the level by its place, with reasons."""
        if part.kind == "score":
            line = self.schedule.line[part.id]
            return self.m.scores[line], self.m.reasons[line]
        if part.kind == "value":
            values, line = self.values[part.id], self.schedule.line[part.id]
            return values, np.where(np.isnan(values), self.m.reasons[line], np.uint8(0))
        own = self.levels[part.id]
        return np.where(own.level >= 0, own.level, np.nan), own.reasons

    def _combine(self, plan: GroupPlan, span: slice) -> None:
        if plan.decision is not None:
            self._decide(plan, span)
        elif plan.combines:
            plan.combine(self.m, span)
        else:  # known only where it was handed in
            self.m.mark_absent(plan.line, span, NOT_SCORED)
        if plan.scale is not None:
            self.values[plan.node.id][span] = self.m.scores[plan.line, span]
            if not plan.scales_apart:
                scale_node(self.m, plan.line, span, plan.scale, EVERYBODY, None)

    def _finish(self, plan: GroupPlan, span: slice) -> None:
        """Round and hold the score of a group, let a published one stand in, and name its level."""
        if plan.node.rounding is not None:
            round_node(self.m, plan.node, plan.line, span)
        if plan.gates and plan.combines and plan.decision is None:
            plan.hold(self.m, span)
        published = self.published.get(plan.node.id)
        if published is not None:
            self._use_published_scores(plan, published[span], span)
        if plan.node.levels and plan.decision is None:
            self._name_levels(plan.node, plan, span)
        if plan.gates:
            self._apply_gates(plan, span)

    def _use_published_scores(self, plan: GroupPlan, published: Floats, span: slice) -> None:
        """Let published scores stand where none could be computed."""
        m, line = self.m, plan.line
        self.computed[plan.node.id][span] = m.scores[line, span]
        here = np.isnan(m.scores[line, span]) & ~np.isnan(published)
        for matrix in (m.scores, m.lowest, m.highest):
            matrix[line, span] = np.where(here, published, matrix[line, span])
        m.reasons[line, span] = np.where(here, 0, m.reasons[line, span])
        if line in m.exact:
            m.exact[line][:, span] = np.where(here, published, m.exact[line][:, span])
        m.coverage[line, span] = np.where(here, 1.0, m.coverage[line, span])

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
        named_only = not any(level.up_to or level.from_ for level in node.levels) and len(node.levels) > 1
        found: list[Codes] = []
        for scores in (*ordered_ends(m.lowest[line, span], m.highest[line, span]), m.scores[line, span]):
            if named_only and plan is not None and plan.rule.facts.reads == "steps":
                near = 0.5 * 10.0**-node.rounding.decimals if node.rounding is not None else 0.0
                step = np.floor((np.nan_to_num(scores) + near) * plan.step_count / FULL + SLACK)
                step = step.clip(0, plan.step_count)
                found.append(np.where(np.isnan(scores), -1, step).astype(np.int16))
            else:
                cases = {by: [rows[span] for rows in options.rows] for by, options in self.options.items()}
                found.append(classify(node.levels, scores, cases, getattr(node.spec, "level_decimals", None)))
        low, high, level = found
        why = m.reasons[line, span]
        by = next(iter(options_of_cuts([node])), None)
        if by is not None:
            why = np.where(why == 0, self.options[by].reasons[span], why)
        why = np.where(level < 0, why, np.uint8(0))
        self._put_levels(node.id, LevelCodes(level, low, high, why), span)

    def _apply_gates(self, plan: GroupPlan, span: slice) -> None:
        """Hold levels where a gate does not let through, and remember which gate it was."""
        m, held = self.m, self.held[plan.node.id][span]
        own = self.levels.get(plan.node.id)
        whys = [gate.unknown(gate.stopping, m.scores, m.reasons, span) for gate in plan.gates]
        for number, (gate, why) in enumerate(zip(plan.gates, whys, strict=True), 1):
            shut = ~gate.is_passed(m.scores, m.reasons, span)
            known = ~np.isnan(m.scores[plan.line, span])
            if gate.max_level is not None and own is not None:
                bites = shut & (own.level[span] > gate.max_level)
                held[bites & (held == 0)] = number
                ends = ((own.lowest, m.lowest, True), (own.highest, m.highest, True))
                for codes, side, settled in ((own.level, m.scores, why == 0), *ends):
                    closed = ~gate.is_passed(side, m.reasons, span) & settled
                    codes[span] = np.where(closed, np.minimum(codes[span], gate.max_level), codes[span])
            elif gate.max_score is not None:
                at_cap = m.scores[plan.line, span] == gate.max_score
                held[shut & (why == 0) & known & at_cap & (held == 0)] = number
        for gate, why in zip(plan.gates, whys, strict=True):
            if gate.max_level is not None and own is not None:
                # A gate that is open settles no level above its own; below, it can change nothing.
                lost = (why != 0) & (own.level[span] > gate.max_level)
                own.reasons[span] = np.where(lost, why, own.reasons[span])
                own.level[span][lost] = -1


def read_options(schedule: Schedule, table: DataTable, rows: slice | Sequence[int]) -> dict[str, Options]:
    """Return the options that cuts of levels depend on, by variable, for some rows."""
    found = {}
    for by, names in schedule.cut_options.items():
        at, variable = table.variables.index(by), schedule.program.variable_by_id[by]
        own = table.values[at][rows]
        found[by] = Options([own == variable.option_code(name) for name in names], table.reasons[at][rows])
    return found


def _empty_levels(rows: int) -> LevelCodes:
    level, lowest, highest = (np.full(rows, -1, np.int16) for _ in range(3))
    return LevelCodes(level, lowest, highest, np.full(rows, NOT_SCORED, np.uint8))
