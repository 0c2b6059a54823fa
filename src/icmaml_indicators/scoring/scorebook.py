"""Scores, levels, coverage and bounds of every node, from the leaves up, by blocks of rows on all cores."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..formulas.plan import BLOCK_ROWS, Evaluation
from ..formulas.reasons import NOT_SCORED
from ..specs import Indicator, Program, TreeNode
from .aggregation import FULL, TOLERANCE, combine
from .answering import AnswerScores
from .grouping import GroupPlan, Matrices, NodeScores, gate_passed
from .levels import Codes, Leveled, band
from .scales import Parameters, scale_indicator
from .table import DataTable

Floats = NDArray[np.float64]
Fixed = Mapping[str, Mapping[str, Parameters]]


@dataclass(slots=True)
class ScoreBook:
    """Every node by id, and what relative scales took from their populations.

    Attributes
    ----------
    held
        For each node with gates: the number of the first gate that holds it in a row, counted from 1; 0 for none.
    computed
        For each group with published scores: what its children gave, before published scores stood in.
    """

    nodes: dict[str, NodeScores]
    matrices: Matrices
    plans: dict[str, GroupPlan]
    parameters: dict[str, dict[str, Parameters]] = field(default_factory=dict)
    held: dict[str, NDArray[np.uint8]] = field(default_factory=dict)
    computed: dict[str, Floats] = field(default_factory=dict)

    def shares_of_row(self, name: str, row: int) -> dict[str, float]:
        """Return the weights of a group's children as they counted in one row, after absent ones were taken out."""
        plan = self.plans[name]
        if not len(plan.weights) or plan.rule.method in {"none", "decision_table", "staircase"}:
            return {}
        shares = combine(plan.family(self.matrices, slice(row, row + 1)), plan.rule, plan.missing).shares[:, 0]
        return {child: float(share) for child, share in zip(plan.base_ids, shares, strict=True)}


def keep_scores(program: Program, table: DataTable, results: Evaluation, fixed: Fixed | None = None) -> ScoreBook:
    """Score every node of the tree.

    Parameters
    ----------
    program, table
        What was measured, on what.
    results
        Values of the indicators, shape (indicators, rows).
    fixed
        Scale parameters of an earlier assessment by node and population, to score on its bounds.
    """
    return _Keeper(program, table, results, fixed or {}).run()


def breadth_first(program: Program) -> list[TreeNode]:
    """Return all nodes level by level, so that siblings stand side by side."""
    found = [program.nodes["total"]]
    for node in found:
        found.extend(node.children)
    return found


class _Keeper:
    def __init__(self, program: Program, table: DataTable, results: Evaluation, fixed: Fixed) -> None:
        self.program, self.table, self.results, self.fixed = program, table, results, fixed
        self.order = breadth_first(program)
        self.line = {node.id: number for number, node in enumerate(self.order)}
        self.place = {indicator.id: number for number, indicator in enumerate(program.indicators)}
        self.by_period = {
            str(name): np.flatnonzero(table.period_codes == code) for code, name in enumerate(table.period_names)
        }
        self.everything = {"all": np.arange(table.rows)}
        shape = (len(self.order), table.rows)
        self.m = Matrices(np.empty(shape), np.empty(shape, np.uint8), np.empty(shape), np.empty(shape), np.empty(shape))
        self.parameters: dict[str, dict[str, Parameters]] = {}
        scored = self.can_have_scores()
        self.silent = [node for node in self.order if not node.is_indicator and node.id not in scored]
        self.groups = [
            GroupPlan(program, node, self.line, scored)
            for node in reversed(self.order)
            if not node.is_indicator and node.id in scored
        ]
        for plan in self.groups:
            if plan.rule.method == "points":
                self.m.points[plan.line] = np.empty(table.rows)
                self.m.bound_points[plan.line] = np.empty(table.rows)
        self.levels = {node.id: _empty_levels(table.rows) for node in self.order if node.levels}
        self.held = {plan.node.id: np.zeros(table.rows, np.uint8) for plan in self.groups if plan.gates}
        self.computed = {name: np.empty(table.rows) for name in table.published_groups}
        self.option_rows = self.rows_by_option()

    def can_have_scores(self) -> set[str]:
        """Return the nodes that can have a score: scaled leaves, criteria, and groups that aggregate any."""
        found: set[str] = set()
        for node in reversed(self.order):
            if node.is_indicator:
                able = node.answer is not None or node.scale.method != "none"
            elif node.aggregation.method in {"none", "decision_table"}:
                able = node.aggregation.method == "decision_table"
            else:
                able = any(child.id in found for child in node.base_children)
            if able or node.id in self.table.published_groups:
                found.add(node.id)
        return found

    def rows_by_option(self) -> dict[str, list[NDArray[np.bool_]]]:
        """Return, for each variable that cuts depend on, the rows of each option in the order of the cuts."""
        found: dict[str, list[NDArray[np.bool_]]] = {}
        for node in self.order:
            for level in node.levels:
                for cut in (level.up_to, level.from_):
                    if cut is not None and cut.by is not None and cut.by not in found:
                        row = self.table.values[self.table.variables.index(cut.by)]
                        variable = self.program.variable_by_id[cut.by]
                        found[cut.by] = [row == variable.option_code(option) for option in cut.cases]
        return found

    def run(self) -> ScoreBook:
        computed = [node for node in self.order if node.is_indicator and node.answer is None]
        answers = AnswerScores(self.program, self.table) if self.program.criteria else None
        homes = np.array([self.line[leaf.id] for leaf in self.program.criteria], np.intp)
        for node in self.silent:
            self.not_scored(self.line[node.id])

        def block(start: int) -> None:
            span = slice(start, min(start + BLOCK_ROWS, self.table.rows))
            if answers is not None:
                answers.into(span, homes, self.m.scores, self.m.reasons)
                self.bound_answers(homes, span)
            for node in self.order:
                if node.is_indicator and node.levels:
                    self.name_levels(node, None, span)
            for plan in self.groups:
                self.group(plan, span)

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(self.scale, computed))
            list(pool.map(block, range(0, self.table.rows, BLOCK_ROWS)))
        nodes = {}
        for name in self.program.nodes:
            at = self.line[name]
            m = self.m
            nodes[name] = NodeScores(
                m.scores[at], m.reasons[at], m.coverage[at], m.lowest[at], m.highest[at], self.levels.get(name)
            )
        plans = {plan.node.id: plan for plan in self.groups}
        parameters = {name: self.parameters[name] for name in self.place if name in self.parameters}
        return ScoreBook(nodes, self.m, plans, parameters, self.held, self.computed)

    def not_scored(self, line: int) -> None:
        for matrix in (self.m.scores, self.m.lowest, self.m.highest):
            matrix[line] = np.nan
        self.m.reasons[line], self.m.coverage[line] = NOT_SCORED, 0.0

    def scale(self, node: TreeNode) -> None:
        """Score one formula indicator over all rows, since relative scales need their whole population."""
        assert isinstance(node.spec, Indicator)
        number, line, m = self.place[node.id], self.line[node.id], self.m
        scaled = scale_indicator(
            node.scale,
            node.spec,
            self.results.values[number],
            self.results.reasons[number],
            self.everything if node.scale.over == "all" else self.by_period,
            _latest(self.fixed.get(node.id)),
        )
        if scaled.parameters:
            self.parameters[node.id] = scaled.parameters
        m.scores[line] = m.lowest[line] = m.highest[line] = scaled.scores
        m.reasons[line], m.coverage[line] = scaled.reasons, scaled.reasons == 0
        # An absent score could be anywhere between the ends of its scale.
        open_ended = (scaled.reasons != 0) & (scaled.reasons != NOT_SCORED)
        m.lowest[line][open_ended], m.highest[line][open_ended] = scaled.worst, scaled.best

    def bound_answers(self, homes: NDArray[np.intp], span: slice) -> None:
        m = self.m
        scores, absent = m.scores[homes, span], m.reasons[homes, span] != 0
        m.coverage[homes, span] = ~absent
        m.lowest[homes, span], m.highest[homes, span] = np.where(absent, 0.0, scores), np.where(absent, FULL, scores)

    def group(self, plan: GroupPlan, span: slice) -> None:
        if plan.decision is not None:
            self.decide(plan, span)
        elif len(plan.weights):
            plan.score(self.m, span)
        else:  # known only where it was handed in
            for matrix in (self.m.scores, self.m.lowest, self.m.highest):
                matrix[plan.line, span] = np.nan
            self.m.reasons[plan.line, span], self.m.coverage[plan.line, span] = NOT_SCORED, 0.0
        published = self.table.published_groups.get(plan.node.id)
        if published is not None:
            self.stand_in(plan, published[span], span)
        if plan.node.levels and plan.decision is None:
            self.name_levels(plan.node, plan, span)
        if plan.gates:
            self.apply_gates(plan, span)

    def stand_in(self, plan: GroupPlan, published: Floats, span: slice) -> None:
        """Let published scores stand where none could be computed."""
        m, line = self.m, plan.line
        self.computed[plan.node.id][span] = m.scores[line, span]
        here = np.isnan(m.scores[line, span]) & ~np.isnan(published)
        for matrix in (m.scores, m.lowest, m.highest):
            matrix[line, span] = np.where(here, published, matrix[line, span])
        m.reasons[line, span] = np.where(here, 0, m.reasons[line, span])
        m.coverage[line, span] = np.where(here, 1.0, m.coverage[line, span])

    def decide(self, plan: GroupPlan, span: slice) -> None:
        assert plan.decision is not None
        m, line, rows = self.m, plan.line, span.stop - span.start
        children = plan.node.children
        levels = {c.id: self.levels[c.id].level[span] for c in children if c.id in self.levels}
        decided = plan.decision.decide(levels, rows)
        known = decided.level >= 0
        # The score of a decided node is the position of its level, 1 for the worst.
        m.scores[line, span] = np.where(known, decided.level + 1.0, np.nan)
        lines = [self.line[child.id] for child in children]
        given = m.reasons[lines, span]
        m.reasons[line, span] = np.where(known, 0, np.where(given == NOT_SCORED, 0, given).max(axis=0))
        used = [self.line[name] for name in plan.decision.used]
        m.coverage[line, span] = m.coverage[used, span].mean(axis=0) if used else 1.0
        m.lowest[line, span], m.highest[line, span] = decided.lowest + 1.0, decided.highest + 1.0
        self.put_levels(plan.node.id, decided, span)

    def put_levels(self, name: str, found: Leveled, span: slice) -> None:
        own = self.levels[name]
        own.level[span], own.lowest[span], own.highest[span] = found.level, found.lowest, found.highest

    def name_levels(self, node: TreeNode, plan: GroupPlan | None, span: slice) -> None:
        line, m = self.line[node.id], self.m
        named_only = not any(level.up_to or level.from_ for level in node.levels) and len(node.levels) > 1
        found: list[Codes] = []
        for matrix in (m.lowest, m.highest, m.scores):
            scores = matrix[line, span]
            if named_only and plan is not None and plan.rule.method == "staircase":
                step = np.floor(np.nan_to_num(scores) * plan.step_count / FULL + TOLERANCE)
                found.append(np.where(np.isnan(scores), -1, step).astype(np.int16))
            else:
                cases = {by: [rows[span] for rows in options] for by, options in self.option_rows.items()}
                found.append(band(node.levels, scores, cases))
        low, high, level = found
        self.put_levels(node.id, Leveled(level, np.minimum(low, high), np.maximum(low, high)), span)

    def apply_gates(self, plan: GroupPlan, span: slice) -> None:
        """Hold levels where a gate does not let through, and remember which gate it was."""
        m, held = self.m, self.held[plan.node.id][span]
        own = self.levels.get(plan.node.id)
        for number, gate in enumerate(plan.gates, 1):
            shut = ~gate_passed(gate, m.scores, m.reasons, span)
            known = ~np.isnan(m.scores[plan.line, span])
            if gate.max_level is not None and own is not None:
                bites = shut & (own.level[span] > gate.max_level)
                held[bites & (held == 0)] = number
                for codes, side in ((own.level, m.scores), (own.lowest, m.lowest), (own.highest, m.highest)):
                    closed = ~gate_passed(gate, side, m.reasons, span)
                    codes[span] = np.where(closed, np.minimum(codes[span], gate.max_level), codes[span])
            elif gate.max_score is not None:
                at_cap = m.scores[plan.line, span] == gate.max_score
                held[shut & known & at_cap & (held == 0)] = number


def _empty_levels(rows: int) -> Leveled:
    return Leveled(np.full(rows, -1, np.int16), np.full(rows, -1, np.int16), np.full(rows, -1, np.int16))


def _latest(parameters: Mapping[str, Parameters] | None) -> Parameters | None:
    """Return the parameters of the last population of an earlier assessment."""
    return list(parameters.values())[-1] if parameters else None
