"""Scores of the leaves, before any group: figures through their scales, answers through their credits."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..data.model.table import DataTable
from ..formulas.plan import BLOCK_ROWS, Evaluation
from ..formulas.reasons import NOT_REPORTED, UNDEFINED
from ..specs import Program, TreeNode
from ..transforms.scales.base import Parameters
from ..transforms.scales.normalisation import Populations, normalise
from ..transforms.scales.rule import ScaleRule, rule_of, stack_rules
from ..transforms.sums import FULL
from .answer_scores import AnswerScores
from .groups import Matrices, Rows
from .indicator_targets import TargetAttainment
from .parameters import HeldParameters

Floats = NDArray[np.float64]


# Figures in one piece of work: what a core holds close by.
_PIECE = 1 << 15


@dataclass(frozen=True, slots=True)
class ScaleBatch:
    """Leaves whose scales are of one kind, scored together.

    Attributes
    ----------
    ids
        Their ids.
    rule
        Their scales, with figures of shape (leaves, 1).
    places, lines
        Where their values stand among the results, and they among the nodes.
    """

    ids: tuple[str, ...]
    rule: ScaleRule
    places: Rows
    lines: Rows


def make_batches(
    nodes: Sequence[TreeNode], place: Mapping[str, int], line: Mapping[str, int], rows: int, *, apart: bool
) -> list[ScaleBatch]:
    """Return leaves in batches of one kind, of a size that a core holds close by; `apart` parts relative scales."""
    kinds: dict[object, list[tuple[str, ScaleRule]]] = {}
    for node in nodes:
        rule = rule_of(node)
        alone = apart and rule.facts.is_relative
        kinds.setdefault(node.id if alone else rule.kind, []).append((node.id, rule))
    most = max(1, _PIECE // max(1, rows))
    batches = []
    for found in kinds.values():
        for start in range(0, len(found), most):
            ids, rules = zip(*found[start : start + most], strict=True)
            places, lines = (as_rows([of[name] for name in ids]) for of in (place, line))
            batches.append(ScaleBatch(ids, stack_rules(rules), places, lines))
    return batches


def as_rows(numbers: Sequence[int]) -> Rows:
    """Return row numbers, as a slice where they follow one another: a view instead of a copy."""
    if list(numbers) == list(range(numbers[0], numbers[0] + len(numbers))):
        return slice(numbers[0], numbers[0] + len(numbers))
    return np.array(numbers, np.intp)


def populations_by_period(table: DataTable) -> Populations:
    """Return the rows of each period by its name; a slice where there is one period only."""
    if len(table.period_names) == 1:
        return {str(table.period_names[0]): slice(None)}
    return {str(name): np.flatnonzero(table.period_codes == code) for code, name in enumerate(table.period_names)}


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
        computed = [node for node in order if node.is_indicator and node.answer is None]
        self.targets = [node for node in computed if node.has_target]
        self.line = {node.id: number for number, node in enumerate(order)}
        self.place = {indicator.id: number for number, indicator in enumerate(program.indicators)}
        self.answers = AnswerScores(program, table) if program.criteria else None
        self.homes = np.array([self.line[leaf.id] for leaf in program.criteria], np.intp)
        self.by_period = populations_by_period(table)
        self.everything: Populations = {"all": slice(None)}
        self.parameters: dict[str, dict[str, Parameters]] = {}
        scaled = [node for node in computed if node.scale.facts.gives_score]
        apart = bounds is not None
        self.batches = make_batches(scaled, self.place, self.line, table.rows, apart=apart)

    def write_all_rows(self, m: Matrices) -> None:
        """Scale the figures: relative scales need their whole population."""
        for node in self.targets:
            number, line = self.place[node.id], self.line[node.id]
            self.score_attainment(m, self.reached[node.id], self.results.reasons[number], line)
        if self.table.rows <= BLOCK_ROWS:  # a thread would cost more than it gives
            for batch in self.batches:
                self.scale(m, batch)
            return
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda batch: self.scale(m, batch), self.batches))

    def scale(self, m: Matrices, batch: ScaleBatch) -> None:
        """Score a batch of leaves over all rows."""
        values, given = self.results.values[batch.places], self.results.reasons[batch.places]
        held = None
        if self.bounds is not None and batch.rule.facts.is_relative:  # a batch of one
            name = batch.ids[0]
            held, rows = self.bounds.parameters.get(name), self.bounds.withheld.get(name)
            if rows is not None:
                values, given = values.copy(), given.copy()
                values[:, rows] = np.nan
                given[:, rows] = np.where(given[:, rows] == 0, np.uint8(UNDEFINED), given[:, rows])
            if held is not None:
                self.parameters[name] = {self.bounds.base: dict(held)}
        populations = self.everything if batch.rule.over == "all" or self.bounds is not None else self.by_period
        scaled = normalise(batch.rule, values, populations, held)
        if self.bounds is None:
            for number, name in enumerate(batch.ids):
                taken = {
                    population: {key: float(np.asarray(figure)[number, 0]) for key, figure in found.items()}
                    for population, found in scaled.parameters.items()
                }
                if taken:
                    self.parameters[name] = taken
        absent = np.isnan(scaled.scores)
        reasons = np.where(absent & (given == 0), np.uint8(UNDEFINED), given)
        m.scores[batch.lines] = m.lowest[batch.lines] = m.highest[batch.lines] = scaled.scores
        m.reasons[batch.lines], m.coverage[batch.lines] = reasons, reasons == 0
        # An absent score could be anywhere between the ends of its scale.
        open_ended = reasons != 0
        for side, ends in ((m.lowest, scaled.worst), (m.highest, scaled.best)):
            side[batch.lines] = np.where(open_ended, ends, scaled.scores)

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
