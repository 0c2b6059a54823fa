"""Scores, levels, coverage and bounds of every node, from the leaves up, by blocks of rows on all cores."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..data.model.table import DataTable
from ..diagnostics.brief import Brief
from ..formulas.plan import BLOCK_ROWS, Evaluation
from ..formulas.reasons import NOT_SCORED
from ..specs import Program, TreeNode, scored_nodes
from ..transforms.aggregations.aggregation import aggregate
from ..transforms.classes import Codes, LevelCodes, Options, classify
from ..transforms.ranking import ordered_ends
from ..transforms.scales.base import Parameters
from ..transforms.sums import FULL, SLACK
from .groups import GroupPlan, Matrices, NodeScores
from .indicator_targets import TargetAttainment
from .leaves import DataLeaves, GivenLeaves, Leaves
from .parameters import HeldParameters

Floats = NDArray[np.float64]


@dataclass(slots=True, repr=False)
class NodeScoreSet(Brief):
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
        if not len(plan.weights) or not plan.rule.facts.has_shares:
            return {}
        shares = aggregate(plan.children(self.matrices, slice(row, row + 1)), plan.rule, plan.missing).shares[:, 0]
        return {child: float(share) for child, share in zip(plan.base_ids, shares, strict=True)}


def score_nodes(
    program: Program,
    table: DataTable,
    results: Evaluation,
    bounds: HeldParameters | None = None,
    reached: Mapping[str, TargetAttainment] | None = None,
) -> NodeScoreSet:
    """Score every node of the tree.

    Parameters
    ----------
    program, table
        What was measured, on what.
    results
        Values of the indicators, shape (indicators, rows).
    bounds
        Of another period or an earlier assessment, to score on.
    reached
        The indicators that have targets, held against them.
    """
    order = breadth_first(program)
    leaves = DataLeaves(program, order, table, results, bounds, reached or {})
    options = {}
    for by, names in options_of_cuts(order).items():
        at, variable = table.variables.index(by), program.variable_by_id[by]
        row = table.values[at]
        options[by] = Options([row == variable.option_code(name) for name in names], table.reasons[at])
    book = _NodeScorer(program, order, table.rows, table.published_groups, options).run(leaves)
    place = leaves.place
    book.parameters = {name: leaves.parameters[name] for name in place if name in leaves.parameters}
    return book


class GivenScoreScorer:
    """Scores every group from given scores of the leaves, with no data behind them, so many rows at a time.

    Parameters
    ----------
    program
        What is measured.
    rows
        How many rows every call brings.
    """

    def __init__(self, program: Program, rows: int) -> None:
        self.program, self.rows, self.order = program, rows, breadth_first(program)
        # Cuts that depend on an option take its first one.
        options = {
            by: Options([np.full(rows, number == 0) for number in range(len(names))], np.zeros(rows, np.uint8))
            for by, names in options_of_cuts(self.order).items()
        }
        self.keeper = _NodeScorer(program, self.order, rows, {}, options)
        self.groups = frozenset(plan.node.id for plan in self.keeper.groups)

    def score(self, scores: Floats, reasons: NDArray[np.uint8]) -> NodeScoreSet:
        """Score arrays of shape (indicators, rows); what is returned holds until the next call."""
        for held in self.keeper.held.values():
            held[:] = 0
        return self.keeper.run(GivenLeaves(self.program, self.order, scores, reasons))


def replay(program: Program, table: DataTable, row: int, scores: Floats, reasons: NDArray[np.uint8]) -> NodeScoreSet:
    """Score what-ifs about one row: other scores of its leaves, everything else as it is.

    Parameters
    ----------
    program, table, row
        What is measured, and whose cuts of levels and published scores of groups stay in force.
    scores : float64 array, shape (indicators, what-ifs)
    reasons : uint8 array, shape (indicators, what-ifs)
    """
    order, count = breadth_first(program), scores.shape[1]
    options = {}
    for by, names in options_of_cuts(order).items():
        at, variable = table.variables.index(by), program.variable_by_id[by]
        own, why = table.values[at, row], table.reasons[at, row]
        held = [np.full(count, own == variable.option_code(name)) for name in names]
        options[by] = Options(held, np.full(count, why))
    published = {name: np.full(count, given[row]) for name, given in table.published_groups.items()}
    return _NodeScorer(program, order, count, published, options).run(GivenLeaves(program, order, scores, reasons))


def breadth_first(program: Program) -> list[TreeNode]:
    """Return all nodes level by level, so that siblings stand side by side."""
    found = [program.nodes["total"]]
    for node in found:
        found.extend(node.children)
    return found


def options_of_cuts(order: Sequence[TreeNode]) -> dict[str, tuple[str, ...]]:
    """Return the variables that cuts of levels depend on, with their options in the order of the cuts."""
    cuts = [cut for node in order for level in node.levels for cut in (level.up_to, level.from_)]
    return {cut.by: tuple(cut.cases) for cut in reversed(cuts) if cut is not None and cut.by is not None}


class _NodeScorer:
    def __init__(
        self,
        program: Program,
        order: list[TreeNode],
        rows: int,
        published: Mapping[str, Floats],
        options: dict[str, Options],
    ) -> None:
        self.program, self.order, self.rows = program, order, rows
        self.published, self.options = published, options
        self.line = {node.id: number for number, node in enumerate(order)}
        shape = (len(order), rows)
        self.m = Matrices(np.empty(shape), np.empty(shape, np.uint8), np.empty(shape), np.empty(shape), np.empty(shape))
        scored = scored_nodes(order, published)
        self.silent = [node for node in order if node.id not in scored]
        self.groups = [
            GroupPlan(program, node, self.line, scored)
            for node in reversed(order)
            if not node.is_indicator and node.id in scored
        ]
        for plan in self.groups:
            if plan.rule.method == "points":
                self.m.points[plan.line], self.m.bound_points[plan.line] = np.empty(rows), np.empty(rows)
        self.levels = {node.id: _empty_levels(rows) for node in order if node.levels}
        self.held = {plan.node.id: np.zeros(rows, np.uint8) for plan in self.groups if plan.gates}
        self.computed = {name: np.empty(rows) for name in published}

    def run(self, leaves: Leaves) -> NodeScoreSet:
        leaves.write_all_rows(self.m)
        for node in self.silent:
            self.mark_not_scored(self.line[node.id])

        def block(start: int) -> None:
            span = slice(start, min(start + BLOCK_ROWS, self.rows))
            leaves.write_block(self.m, span)
            for node in self.order:
                if node.is_indicator and node.levels:
                    self.name_levels(node, None, span)
            for plan in self.groups:
                self.group(plan, span)

        starts = range(0, self.rows, BLOCK_ROWS)
        if len(starts) == 1:  # a thread would cost more than it gives
            block(0)
        else:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                list(pool.map(block, starts))
        nodes = {}
        for name in self.program.nodes:
            at, m = self.line[name], self.m
            nodes[name] = NodeScores(
                m.scores[at], m.reasons[at], m.coverage[at], m.lowest[at], m.highest[at], self.levels.get(name)
            )
        plans = {plan.node.id: plan for plan in self.groups}
        return NodeScoreSet(nodes, self.m, plans, held=self.held, computed=self.computed)

    def mark_not_scored(self, line: int) -> None:
        for matrix in (self.m.scores, self.m.lowest, self.m.highest):
            matrix[line] = np.nan
        self.m.reasons[line], self.m.coverage[line] = NOT_SCORED, 0.0

    def group(self, plan: GroupPlan, span: slice) -> None:
        if plan.decision is not None:
            self.decide(plan, span)
        elif plan.combines:
            plan.score(self.m, span)
        else:  # known only where it was handed in
            for matrix in (self.m.scores, self.m.lowest, self.m.highest):
                matrix[plan.line, span] = np.nan
            self.m.reasons[plan.line, span], self.m.coverage[plan.line, span] = NOT_SCORED, 0.0
        published = self.published.get(plan.node.id)
        if published is not None:
            self.use_published_scores(plan, published[span], span)
        if plan.node.levels and plan.decision is None:
            self.name_levels(plan.node, plan, span)
        if plan.gates:
            self.apply_gates(plan, span)

    def use_published_scores(self, plan: GroupPlan, published: Floats, span: slice) -> None:
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
        used = {name: self.levels[name] for name in plan.decision.used}
        levels = {name: own.level[span] for name, own in used.items()}
        decided = plan.decision.decide(levels, {name: own.reasons[span] for name, own in used.items()}, rows)
        # The score of a decided node is the position of its level, 1 for the worst.
        m.scores[line, span] = np.where(decided.level >= 0, decided.level + 1.0, np.nan)
        m.reasons[line, span] = decided.reasons
        # What a child without a level is based on decides nothing.
        resting = [np.where(levels[name] >= 0, m.coverage[self.line[name], span], 0.0) for name in used]
        m.coverage[line, span] = np.mean(resting, axis=0) if resting else 1.0
        m.lowest[line, span], m.highest[line, span] = decided.lowest + 1.0, decided.highest + 1.0
        self.put_levels(plan.node.id, decided, span)

    def put_levels(self, name: str, found: LevelCodes, span: slice) -> None:
        own = self.levels[name]
        own.level[span], own.lowest[span], own.highest[span] = found.level, found.lowest, found.highest
        own.reasons[span] = found.reasons

    def name_levels(self, node: TreeNode, plan: GroupPlan | None, span: slice) -> None:
        line, m = self.line[node.id], self.m
        named_only = not any(level.up_to or level.from_ for level in node.levels) and len(node.levels) > 1
        found: list[Codes] = []
        for scores in (*ordered_ends(m.lowest[line, span], m.highest[line, span]), m.scores[line, span]):
            if named_only and plan is not None and plan.rule.facts.reads == "steps":
                step = np.floor(np.nan_to_num(scores) * plan.step_count / FULL + SLACK)
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
        self.put_levels(node.id, LevelCodes(level, low, high, why), span)

    def apply_gates(self, plan: GroupPlan, span: slice) -> None:
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


def _empty_levels(rows: int) -> LevelCodes:
    level, lowest, highest = (np.full(rows, -1, np.int16) for _ in range(3))
    return LevelCodes(level, lowest, highest, np.full(rows, NOT_SCORED, np.uint8))
