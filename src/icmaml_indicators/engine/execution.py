"""A schedule run over a table, stage by stage; or over given scores of the leaves, with no data behind them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..data.model.table import DataTable
from ..formulas.plan import BLOCK_ROWS, Evaluation
from ..formulas.reasons import NOT_REPORTED, UNDEFINED
from ..transforms.classes import Options
from ..transforms.scales.base import Fitted
from ..transforms.scales.normalisation import Populations, normalise
from ..transforms.sums import FULL
from .answer_scores import AnswerScores
from .group_scoring import GroupScorer
from .groups import GroupPlan
from .indicator_targets import TargetAttainment
from .node_matrices import list_rows
from .node_scores import FittedParameters, NodeScoreSet
from .parameters import HeldParameters
from .schedule import ScaleBatch, Schedule

Floats = NDArray[np.float64]
Reasons = NDArray[np.uint8]
Task = TypeVar("Task")
Found = TypeVar("Found")


def run_schedule(
    schedule: Schedule,
    table: DataTable,
    results: Evaluation,
    held: HeldParameters | None,
    reached: Mapping[str, TargetAttainment],
) -> NodeScoreSet:
    """Score every node.

    Parameters
    ----------
    schedule, table
        What was measured, on what.
    results
        Values of the indicators, shape (indicators, rows).
    held
        Parameters of another period or an earlier assessment, to score on.
    reached
        The indicators that have targets, held against them.
    """
    return _Run(schedule, table, results, held, reached).run()


class _Run:
    def __init__(
        self,
        schedule: Schedule,
        table: DataTable,
        results: Evaluation,
        held: HeldParameters | None,
        reached: Mapping[str, TargetAttainment],
    ) -> None:
        self.schedule, self.table, self.results, self.held, self.reached = schedule, table, results, held, reached
        options = {}
        for by, names in schedule.cut_options.items():
            at, variable = table.variables.index(by), schedule.program.variable_by_id[by]
            row = table.values[at]
            options[by] = Options([row == variable.option_code(name) for name in names], table.reasons[at])
        self.scorer = GroupScorer(schedule, table.rows, table.published_groups, options)
        self.m = self.scorer.m
        self.answers = AnswerScores(schedule.program, table) if schedule.program.criteria else None
        self.by_period = populations_by_period(table)
        self.everything: Populations = {"all": slice(None)}
        self.fits: list[FittedParameters] = []

    def run(self) -> NodeScoreSet:
        rows = self.table.rows
        for stage in self.schedule.stages:
            for node in stage.targets:
                self.score_attainment(node.id)
            parts = [
                part
                for batch in stage.scales
                for part in batch.parts(rows, alone=self.held is not None and batch.rule.facts.is_relative)
            ]
            self.fits += [fit for fit in in_parallel(self.scale, parts, rows) if fit is not None]
            for plan in stage.relative:
                self.scale_group(plan)
            if stage.answers:
                in_blocks(self.score_answers, rows)
            if stage.leaves or stage.groups:
                in_blocks(partial(self.scorer.score, stage), rows)
        return self.scorer.scores(self.fits)

    def scale(self, batch: ScaleBatch) -> FittedParameters | None:
        """Score a batch of leaves over all rows; return what their scales took from populations."""
        m, rule = self.m, batch.rule
        values, given = self.results.values[batch.places], self.results.reasons[batch.places]
        taken: Fitted | None = None
        populations = self.everything if rule.over == "all" else self.by_period
        if self.held is not None and rule.facts.is_relative:  # a batch of one
            name, populations = batch.ids[0], self.everything
            taken, rows = self.held.parameters.get(name), self.held.withheld.get(name)
            if rows is not None:
                values, given = values.copy(), given.copy()
                values[:, rows] = np.nan
                given[:, rows] = np.where(given[:, rows] == 0, np.uint8(UNDEFINED), given[:, rows])
        found = normalise(rule, values, populations, taken)
        m.scores[batch.lines] = found.scores
        m.reasons[batch.lines] = np.where(np.isnan(found.scores) & (given == 0), np.uint8(UNDEFINED), given)
        for ends, end in ((m.lowest, found.worst), (m.highest, found.best)):
            if np.ndim(end) == 1:  # how far it goes depends on the population of the row
                ends.by_row.update(dict.fromkeys(list_rows(batch.lines), np.asarray(end)))
            else:
                ends.of_scale[batch.lines] = np.ravel(end)
        if self.held is not None and taken is not None:
            return FittedParameters(batch.ids, {self.held.base: taken})
        return FittedParameters(batch.ids, found.parameters) if found.parameters and self.held is None else None

    def scale_group(self, plan: GroupPlan) -> None:
        """Hold the values of a group against those of its populations."""
        assert plan.scale is not None
        taken = self.scorer.scale(plan, self.everything if plan.scale.over == "all" else self.by_period)
        self.fits.append(FittedParameters((plan.node.id,), taken))

    def score_attainment(self, name: str) -> None:
        """Score a result by its attainment, between nothing and full marks."""
        m, line, reached = self.m, self.schedule.line[name], self.reached[name]
        reasons = self.results.reasons[self.schedule.place[name]]
        scores = np.clip(reached.attainment, 0.0, FULL)
        absent = np.isnan(scores)
        # Without a target there is nothing to reach; a rule that divides by zero is undefined.
        why = np.where(np.isnan(reached.target), np.uint8(NOT_REPORTED), np.uint8(UNDEFINED))
        m.scores[line], m.reasons[line] = scores, np.where(absent, np.where(reasons != 0, reasons, why), 0)
        m.worst[line], m.best[line] = 0.0, FULL

    def score_answers(self, span: slice) -> None:
        """Score the answers of some rows."""
        assert self.answers is not None
        lines = self.schedule.answer_lines
        self.answers.into(span, lines, self.m.scores, self.m.reasons)
        self.m.worst[lines], self.m.best[lines] = 0.0, FULL


class GivenScoreScorer:
    """Scores every group from given scores of the leaves, with no data behind them, so many rows at a time.

    Parameters
    ----------
    schedule
        What is measured.
    rows
        How many rows every call brings.
    published
        Scores of groups that stand in where none can be computed.
    options
        The options that cuts of levels depend on, row by row; the first of each by default.
    """

    def __init__(
        self,
        schedule: Schedule,
        rows: int,
        published: Mapping[str, Floats] | None = None,
        options: Mapping[str, Options] | None = None,
    ) -> None:
        self.schedule, self.rows = schedule, rows
        if options is None:
            options = {
                by: Options([np.full(rows, number == 0) for number in range(len(names))], np.zeros(rows, np.uint8))
                for by, names in schedule.cut_options.items()
            }
        self.scorer = GroupScorer(schedule, rows, published or {}, options)
        self.groups = frozenset(schedule.plans)
        self.leaves = np.array([schedule.line[leaf.id] for leaf in schedule.program.indicators], np.intp)

    def score(self, scores: Floats, reasons: Reasons) -> NodeScoreSet:
        """Score arrays of shape (indicators, rows); what is returned holds until the next call."""
        m = self.scorer.m
        m.scores[self.leaves], m.reasons[self.leaves] = scores, reasons
        m.worst[self.leaves], m.best[self.leaves] = 0.0, FULL
        self.scorer.begin()
        for stage in self.schedule.stages:
            in_blocks(partial(self.scorer.score, stage), self.rows)
        return self.scorer.scores([])


def replay(schedule: Schedule, table: DataTable, row: int, scores: Floats, reasons: Reasons) -> NodeScoreSet:
    """Score what-ifs about one row: other scores of its leaves, everything else as it is.

    Parameters
    ----------
    schedule, table, row
        What is measured, and whose cuts of levels and published scores of groups stay in force.
    scores : float64 array, shape (indicators, what-ifs)
    reasons : uint8 array, shape (indicators, what-ifs)
    """
    count, options = scores.shape[1], {}
    for by, names in schedule.cut_options.items():
        at, variable = table.variables.index(by), schedule.program.variable_by_id[by]
        own, why = table.values[at, row], table.reasons[at, row]
        held = [np.full(count, own == variable.option_code(name)) for name in names]
        options[by] = Options(held, np.full(count, why))
    published = {name: np.full(count, given[row]) for name, given in table.published_groups.items()}
    return GivenScoreScorer(schedule, count, published, options).score(scores, reasons)


def populations_by_period(table: DataTable) -> Populations:
    """Return the rows of each period by its name; a slice where there is one period only."""
    if len(table.period_names) == 1:
        return {str(table.period_names[0]): slice(None)}
    return {str(name): np.flatnonzero(table.period_codes == code) for code, name in enumerate(table.period_names)}


def in_blocks(work: Callable[[slice], None], rows: int) -> None:
    """Do row by row work over blocks of rows, on all cores."""
    spans = [slice(start, min(start + BLOCK_ROWS, rows)) for start in range(0, rows, BLOCK_ROWS)]
    in_parallel(work, spans or [slice(0, 0)], rows)


def in_parallel(work: Callable[[Task], Found], tasks: Iterable[Task], rows: int) -> list[Found]:
    """Do tasks on all cores, or one after the other where a thread would cost more than it gives."""
    tasks = list(tasks)
    if rows <= BLOCK_ROWS or len(tasks) < 2:
        return [work(task) for task in tasks]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, tasks))
