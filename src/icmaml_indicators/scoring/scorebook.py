"""Scores, levels, coverage and bounds of every node, computed from the leaves up, one array operation a node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..formulas.plan import Evaluation
from ..formulas.reasons import NOT_APPLICABLE, NOT_SCORED
from ..specs import Indicator, Program, TreeNode
from .aggregation import Child, combine
from .levels import Leveled, band, decide
from .scales import Parameters, Scaled, scale_indicator
from .table import DataTable

Floats = NDArray[np.float64]
Fixed = Mapping[str, Mapping[str, Parameters]]


@dataclass(slots=True)
class NodeScores:
    """One node over all rows: score, reason of absence, coverage, bounds, shares of its children as they counted."""

    scores: Floats
    reasons: NDArray[np.uint8]
    coverage: Floats
    lowest: Floats
    highest: Floats
    shares: Floats | None = None
    levels: Leveled | None = None


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
        # Parents stand before their children in the order of nodes, so the reverse works from the leaves up.
        for node in reversed(self.program.nodes.values()):
            scored = self.leaf(node) if node.is_indicator else self.group(node)
            if node.levels and scored.levels is None:
                scored.levels = self.name_levels(node, scored)
            self.book.nodes[node.id] = scored
        return self.book

    def leaf(self, node: TreeNode) -> NodeScores:
        assert isinstance(node.spec, Indicator)
        number = self.place[node.id]
        populations = self.everything if node.scale.over == "all" else self.by_period
        scaled: Scaled = scale_indicator(
            node.scale,
            node.spec,
            self.results.values[number],
            self.results.reasons[number],
            populations,
            _latest(self.fixed.get(node.id)),
        )
        if scaled.parameters:
            self.book.parameters[node.id] = scaled.parameters
        absent = scaled.reasons != 0
        if not absent.any():
            ones = np.broadcast_to(np.float64(1.0), scaled.scores.shape)
            return NodeScores(scaled.scores, scaled.reasons, ones, scaled.scores, scaled.scores)
        open_ended = absent & (scaled.reasons != NOT_SCORED)
        lowest = np.where(open_ended, scaled.worst, scaled.scores)
        highest = np.where(open_ended, scaled.best, scaled.scores)
        return NodeScores(scaled.scores, scaled.reasons, np.where(absent, 0.0, 1.0), lowest, highest)

    def group(self, node: TreeNode) -> NodeScores:
        children = [(child, self.book.nodes[child.id]) for child in node.children]
        if node.aggregation.method == "decision_table":
            return self.decision(node, children)
        if node.aggregation.method == "none":
            return _not_scored(self.table.rows)
        scored = [(c, s) for c, s in children if not (s.reasons == NOT_SCORED).all()]
        if not scored:
            return _not_scored(self.table.rows)
        weights = [child.weight for child, _ in scored]
        found = combine(
            [Child(w, s.scores, s.reasons, s.coverage) for w, (_, s) in zip(weights, scored, strict=True)],
            node.aggregation,
            node.missing,
        )
        shares = np.zeros((len(children), found.shares.shape[1]))
        shares[[index for index, (_, s) in enumerate(children) if not (s.reasons == NOT_SCORED).all()]] = found.shares
        if not found.reasons.any() and all(s.lowest is s.scores for _, s in scored):
            return NodeScores(found.scores, found.reasons, found.coverage, found.scores, found.scores, shares)
        ends = []
        for side in ("lowest", "highest"):
            parts = [
                Child(w, getattr(s, side), self._open(node, s), s.coverage)
                for w, (_, s) in zip(weights, scored, strict=True)
            ]
            ends.append(combine(parts, node.aggregation, node.missing).scores)
        return NodeScores(found.scores, found.reasons, found.coverage, ends[0], ends[1], shares)

    def _open(self, node: TreeNode, scores: NodeScores) -> NDArray[np.uint8]:
        """Return reasons in which only what leaves the denominator for good is absent."""
        out = scores.reasons == NOT_SCORED
        if node.missing.not_applicable == "skip":
            out |= scores.reasons == NOT_APPLICABLE
        return np.where(out, scores.reasons, np.uint8(0))

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


def _latest(parameters: Mapping[str, Parameters] | None) -> Parameters | None:
    """Return the parameters of the last population of an earlier assessment."""
    return list(parameters.values())[-1] if parameters else None


def _not_scored(rows: int) -> NodeScores:
    nothing = np.full(rows, np.nan)
    return NodeScores(nothing, np.full(rows, NOT_SCORED, np.uint8), np.zeros(rows), nothing, nothing)
