"""Scores, levels, coverage and bounds of every node, computed from the leaves up, one array operation a node."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..formulas.plan import Evaluation
from ..formulas.reasons import NOT_SCORED
from ..specs import Indicator, Program, TreeNode
from .grouping import NodeScores, score_group
from .levels import Leveled, band, decide
from .scales import Parameters, Scaled, scale_indicator
from .table import DataTable

Floats = NDArray[np.float64]
Fixed = Mapping[str, Mapping[str, Parameters]]


@dataclass(slots=True)
class ScoreBook:
    """Every node by id, and what relative scales took from their populations."""

    nodes: dict[str, NodeScores] = field(default_factory=dict)
    parameters: dict[str, dict[str, Parameters]] = field(default_factory=dict)


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


class _Keeper:
    def __init__(self, program: Program, table: DataTable, results: Evaluation, fixed: Fixed) -> None:
        self.program, self.table, self.results, self.fixed = program, table, results, fixed
        self.place = {indicator.id: number for number, indicator in enumerate(program.indicators)}
        self.book = ScoreBook()
        self.by_period = {
            str(name): np.flatnonzero(table.period_codes == code) for code, name in enumerate(table.period_names)
        }
        self.everything = {"all": np.arange(table.rows)}
        self.option_rows: dict[str, list[NDArray[np.bool_]]] = {}

    def run(self) -> ScoreBook:
        indicators = [node for node in self.program.nodes.values() if node.is_indicator]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            scaled = dict(zip([n.id for n in indicators], pool.map(self.scale, indicators), strict=True))
        leaves = {name: _leaf(found) for name, found in scaled.items()}
        self.book.parameters = {name: found.parameters for name, found in scaled.items() if found.parameters}
        # Parents stand before their children in the order of nodes, so the reverse works from the leaves up.
        for node in reversed(self.program.nodes.values()):
            scored = leaves[node.id] if node.is_indicator else self.group(node)
            if node.levels and scored.levels is None:
                scored.levels = self.name_levels(node, scored)
            self.book.nodes[node.id] = scored
        return self.book

    def scale(self, node: TreeNode) -> Scaled:
        assert isinstance(node.spec, Indicator)
        number = self.place[node.id]
        return scale_indicator(
            node.scale,
            node.spec,
            self.results.values[number],
            self.results.reasons[number],
            self.everything if node.scale.over == "all" else self.by_period,
            _latest(self.fixed.get(node.id)),
        )

    def group(self, node: TreeNode) -> NodeScores:
        children = [(child, self.book.nodes[child.id]) for child in node.children]
        if node.aggregation.method == "decision_table":
            return self.decision(node, children)
        if node.aggregation.method == "none":
            return _not_scored(self.table.rows)
        scored = [(c, s) for c, s in children if not (s.reasons == NOT_SCORED).all()]
        if not scored:
            return _not_scored(self.table.rows)
        return score_group(node, scored)

    def decision(self, node: TreeNode, children: list[tuple[TreeNode, NodeScores]]) -> NodeScores:
        tables = {c.id: (c.levels, s.levels.level) for c, s in children if s.levels is not None}
        decided = decide(node.aggregation, node.levels, tables, self.table.rows)
        known = decided.level >= 0
        # The score of a decided node is the position of its level, 1 for the worst.
        score = np.where(known, decided.level + 1.0, np.nan)
        gravest = np.stack([np.where(s.reasons == NOT_SCORED, 0, s.reasons) for _, s in children]).max(axis=0)
        reasons = np.where(known, 0, gravest).astype(np.uint8)
        used = {name for rule in node.aggregation.rules for name in rule.when}
        coverage = (
            np.stack([s.coverage for c, s in children if c.id in used]).mean(axis=0)
            if used
            else np.ones(self.table.rows)
        )
        return NodeScores(
            score,
            reasons,
            coverage,
            decided.lowest.astype(np.float64) + 1,
            decided.highest.astype(np.float64) + 1,
            levels=decided,
        )

    def name_levels(self, node: TreeNode, scored: NodeScores) -> Leveled:
        variable = next((cut.by for level in node.levels for cut in (level.up_to, level.from_) if cut and cut.by), None)
        if variable is not None and variable not in self.option_rows:
            row = self.table.values[self.table.variables.index(variable)]
            options = self.program.variable_by_id[variable].options
            self.option_rows[variable] = [row == code for code in range(len(options))]
        lowest, highest, level = (
            band(node.levels, scores, self.ordered_cases(node, variable))
            for scores in (scored.lowest, scored.highest, scored.scores)
        )
        return Leveled(level, np.minimum(lowest, highest), np.maximum(lowest, highest))

    def ordered_cases(self, node: TreeNode, variable: str | None) -> dict[str, list[NDArray[np.bool_]]]:
        """Return the rows of each option in the order in which the cuts name them."""
        if variable is None:
            return {}
        cut = next(cut for level in node.levels for cut in (level.up_to, level.from_) if cut is not None)
        declared = self.program.variable_by_id[variable]
        codes = [declared.option_code(option) for option in cut.cases]
        return {variable: [self.option_rows[variable][code] for code in codes if code is not None]}


def _leaf(scaled: Scaled) -> NodeScores:
    """Return what a scale gave as a node, with the ends of the scale where a score is absent."""
    absent = scaled.reasons != 0
    if not absent.any():
        ones = np.broadcast_to(np.float64(1.0), scaled.scores.shape)
        return NodeScores(scaled.scores, scaled.reasons, ones, scaled.scores, scaled.scores)
    open_ended = absent & (scaled.reasons != NOT_SCORED)
    lowest = np.where(open_ended, scaled.worst, scaled.scores)
    highest = np.where(open_ended, scaled.best, scaled.scores)
    return NodeScores(scaled.scores, scaled.reasons, np.where(absent, 0.0, 1.0), lowest, highest)


def _latest(parameters: Mapping[str, Parameters] | None) -> Parameters | None:
    """Return the parameters of the last population of an earlier assessment."""
    return list(parameters.values())[-1] if parameters else None


def _not_scored(rows: int) -> NodeScores:
    nothing = np.full(rows, np.nan)
    return NodeScores(nothing, np.full(rows, NOT_SCORED, np.uint8), np.zeros(rows), nothing, nothing)
