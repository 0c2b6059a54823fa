"""Scores of the leaves, before any group: figures through their scales, answers through their credits."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..data.model.table import DataTable
from ..formulas.plan import BLOCK_ROWS, Evaluation
from ..formulas.reasons import NOT_REPORTED, NOT_SCORED, UNDEFINED
from ..specs import Indicator, Program, TreeNode
from ..transforms.scales.base import Parameters
from ..transforms.scales.normalisation import normalise
from ..transforms.sums import FULL
from .answer_scores import AnswerScores
from .groups import Matrices
from .indicator_targets import TargetAttainment
from .parameters import HeldParameters

Floats = NDArray[np.float64]


class Leaves(Protocol):
    """What writes the lines of the leaves: once over all rows, then block by block."""

    def write_all_rows(self, m: Matrices) -> None:
        """Write what needs all rows at once."""

    def write_block(self, m: Matrices, span: slice) -> None:
        """Write some rows of the rest."""


class DataLeaves:
    """Leaves scored from data."""

    def __init__(
        self,
        program: Program,
        order: Sequence[TreeNode],
        table: DataTable,
        results: Evaluation,
        bounds: HeldParameters | None,
        reached: Mapping[str, TargetAttainment],
    ) -> None:
        self.table, self.results, self.bounds, self.reached = table, results, bounds, reached
        self.computed = [node for node in order if node.is_indicator and node.answer is None]
        self.line = {node.id: number for number, node in enumerate(order)}
        self.place = {indicator.id: number for number, indicator in enumerate(program.indicators)}
        self.answers = AnswerScores(program, table) if program.criteria else None
        self.homes = np.array([self.line[leaf.id] for leaf in program.criteria], np.intp)
        self.by_period = {
            str(name): np.flatnonzero(table.period_codes == code) for code, name in enumerate(table.period_names)
        }
        self.everything = {"all": np.arange(table.rows)}
        self.parameters: dict[str, dict[str, Parameters]] = {}

    def write_all_rows(self, m: Matrices) -> None:
        """Scale the figures: relative scales need their whole population."""
        if self.table.rows <= BLOCK_ROWS:  # a thread would cost more than it gives
            for node in self.computed:
                self.scale(m, node)
            return
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda node: self.scale(m, node), self.computed))

    def scale(self, m: Matrices, node: TreeNode) -> None:
        """Score one formula indicator over all rows."""
        assert isinstance(node.spec, Indicator)
        number, line = self.place[node.id], self.line[node.id]
        if node.has_target:
            self.score_attainment(m, self.reached[node.id], self.results.reasons[number], line)
            return
        values, reasons = self.results.values[number], self.results.reasons[number]
        populations = self.everything if node.scale.over == "all" else self.by_period
        fixed = None
        if self.bounds is not None and node.scale.facts.is_relative:
            fixed, populations = self.bounds.parameters.get(node.id), self.everything
            rows = self.bounds.withheld.get(node.id)
            if rows is not None:
                values, reasons = values.copy(), reasons.copy()
                values[rows] = np.nan
                reasons[rows] = np.where(reasons[rows] == 0, np.uint8(UNDEFINED), reasons[rows])
        scaled = normalise(node.scale, node.spec, values, reasons, populations, fixed)
        if self.bounds is not None and fixed is not None:
            self.parameters[node.id] = {self.bounds.base: dict(fixed)}
        elif scaled.parameters and self.bounds is None:
            self.parameters[node.id] = scaled.parameters
        m.scores[line] = m.lowest[line] = m.highest[line] = scaled.scores
        m.reasons[line], m.coverage[line] = scaled.reasons, scaled.reasons == 0
        # An absent score could be anywhere between the ends of its scale.
        open_ended = (scaled.reasons != 0) & (scaled.reasons != NOT_SCORED)
        for side, ends in ((m.lowest, scaled.worst), (m.highest, scaled.best)):
            np.copyto(side[line], ends, where=open_ended)

    def score_attainment(self, m: Matrices, reached: TargetAttainment, reasons: NDArray[np.uint8], line: int) -> None:
        """Score a result by its attainment, between nothing and full marks."""
        scores = np.clip(reached.attainment, 0.0, FULL)
        absent = np.isnan(scores)
        # Without a target there is nothing to reach; a rule that divides by zero is undefined.
        why = np.where(np.isnan(reached.target), np.uint8(NOT_REPORTED), np.uint8(UNDEFINED))
        m.scores[line], m.reasons[line] = scores, np.where(absent, np.where(reasons != 0, reasons, why), 0)
        m.coverage[line] = ~absent
        m.lowest[line], m.highest[line] = np.where(absent, 0.0, scores), np.where(absent, FULL, scores)

    def write_block(self, m: Matrices, span: slice) -> None:
        """Score the answers."""
        if self.answers is None:
            return
        self.answers.into(span, self.homes, m.scores, m.reasons)
        scores, absent = m.scores[self.homes, span], m.reasons[self.homes, span] != 0
        m.coverage[self.homes, span] = ~absent
        m.lowest[self.homes, span] = np.where(absent, 0.0, scores)
        m.highest[self.homes, span] = np.where(absent, FULL, scores)


class GivenLeaves:
    """Leaves whose scores are given, with no data behind them; arrays of shape (indicators, rows)."""

    def __init__(self, program: Program, order: Sequence[TreeNode], scores: Floats, reasons: NDArray[np.uint8]) -> None:
        line = {node.id: number for number, node in enumerate(order)}
        self.homes = np.array([line[indicator.id] for indicator in program.indicators], np.intp)
        self.scores, self.reasons = scores, reasons

    def write_all_rows(self, m: Matrices) -> None:
        """Write everything."""
        absent = self.reasons != 0
        m.scores[self.homes], m.reasons[self.homes], m.coverage[self.homes] = self.scores, self.reasons, ~absent
        if not absent.any():
            m.lowest[self.homes] = m.highest[self.homes] = self.scores
            return
        m.lowest[self.homes] = np.where(absent, 0.0, self.scores)
        m.highest[self.homes] = np.where(absent, FULL, self.scores)

    def write_block(self, m: Matrices, span: slice) -> None:
        """Write nothing more."""
