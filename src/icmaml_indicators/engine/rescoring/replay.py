"""Rows scored from given scores of their leaves: made-up ones with no data behind them, or what-ifs about one row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...data.model.table import DataTable
from ...formulas.plan import Plan, in_blocks
from ...formulas.reasons import NOT_REPORTED, NOT_SCORED, UNDEFINED
from ...formulas.rendering import render
from ...formulas.tree import NodeFigure
from ...transforms.aggregations.outranking import compare_beside
from ...transforms.class_cuts import FittedCuts
from ...transforms.population_statistics import place_among_others
from ...transforms.populations import EVERYBODY, Populations
from ...transforms.scales.base import Fitted
from ...transforms.scales.normalisation import fit_held, normalise
from ...transforms.scales.rule import ScaleRule, rule_of
from ...transforms.sums import FULL
from ..columns.statistics import StatisticColumn
from ..compiled import CompiledProgram
from ..group_scoring import GroupScorer, fill_rule
from ..node_matrices import mark_undefined
from ..node_scores import NodeScoreSet
from ..parameters import KeptParameters, is_held
from ..run_results import RunResults
from ..schedule import Schedule, Stage

Floats = NDArray[np.float64]
Reasons = NDArray[np.uint8]


# What is worked out of that which scores are held against.
_OF_SCORES = ("levels.", "gates.", "aggregation.")


class GivenScoreScorer:
    """Scores every group from given scores of the leaves, with no data behind them, so many rows at a time.

    A group whose scale needs a population has no score. Cuts and gates that are worked out are those of the first
    option and period of each table.

    Parameters
    ----------
    schedule
        What is measured.
    rows
        How many rows every call brings.
    published
        Scores of groups that stand in where none can be computed.
    standing
        Why nodes do not apply, row by row.
    """

    def __init__(
        self,
        schedule: Schedule,
        rows: int,
        published: Mapping[str, Floats] | None = None,
        standing: Mapping[str, Reasons] = MappingProxyType({}),
    ) -> None:
        self.schedule, self.rows = schedule, rows
        self.scorer = GroupScorer(schedule, rows, published or {}, standing)
        self.m = self.scorer.m
        for name, (figure, why) in _first_figures(schedule).items():
            self.scorer.put_quantity(name, np.full(rows, figure), np.full(rows, why, np.uint8))
        self.groups = frozenset(schedule.plans)
        self.leaves = np.array([schedule.line[leaf.id] for leaf in schedule.program.indicators], np.intp)

    def score(self, scores: Floats, reasons: Reasons) -> NodeScoreSet:
        """Score arrays of shape (indicators, rows); what is returned holds until the next call."""
        m = self.m
        m.scores[self.leaves], m.reasons[self.leaves] = scores, reasons
        m.worst[self.leaves], m.best[self.leaves] = 0.0, FULL
        self.scorer.begin()
        for name in self.scorer.standing.keys() - self.groups:
            self.scorer.withhold(name, slice(0, self.rows))
        for name in self.schedule.bounded:
            self.bound_leaf(name)
        for stage in self.schedule.stages:
            self.begin_stage(stage)
            in_blocks(partial(self.scorer.score, stage), self.rows)
            self.end_stage(stage)
        return self.scorer.scores([])

    def bound_leaf(self, name: str) -> None:
        """Say what a leaf could be whose ends are stored: it is there, or anything."""
        m, line, whole = self.m, self.schedule.line[name], slice(0, self.rows)
        if m.place[line] < 0:
            return
        absent = m.reasons[line] != 0
        m.coverage[line, whole] = ~absent * 1.0
        for side, end in ((m.lowest, 0.0), (m.highest, FULL)):
            side[line, whole] = np.where(absent, end, m.scores[line])

    def begin_stage(self, stage: Stage) -> None:
        """Prepare what a stage scores: here groups that compare have nobody to be compared with."""
        for plan in stage.compared_groups:
            nothing, why = np.full((3, self.rows), np.nan), np.full(self.rows, NOT_SCORED, np.uint8)
            self.m.outranked[plan.line] = nothing, why
        for plan in stage.relative_groups:
            self.m.mark_absent(plan.line, slice(0, self.rows), NOT_SCORED)

    def end_stage(self, stage: Stage) -> None:
        """Note what later stages read: here nothing."""


def _first_figures(schedule: Schedule) -> dict[str, tuple[float, int]]:
    """Return the cuts and gates that are worked out with the first line of each table, and why they are absent."""
    names = tuple(name for name in schedule.program.quantities if name.partition(".")[2].startswith(_OF_SCORES))
    if not names:
        return {}
    tables = schedule.program.tables_of_figures
    firsts = [float(tables[name].rows[0].figure) if name in tables else np.nan for name in schedule.inputs]
    values = [np.array([figure]) for figure in firsts]
    reasons = [np.where(np.isnan(figures), np.uint8(NOT_REPORTED), np.uint8(0)) for figures in values]
    found = schedule.compile({}, names).evaluate(values, reasons, {}, threads=1)
    known = {name: (float(found.values[number, 0]), int(found.reasons[number, 0])) for number, name in enumerate(names)}
    # What other figures would tell, a gate neither asks for nor holds.
    free = {name: np.inf if name.endswith("max_score") else -np.inf for name in names if ".gates." in name}
    free |= {name: 1.0 for name in names if name.endswith(".share")}
    return {name: (free[name], 0) if why and name in free else (figure, why) for name, (figure, why) in known.items()}


def replay(
    compiled: CompiledProgram,
    table: DataTable,
    run: RunResults,
    row: int,
    scores: Floats,
    reasons: Reasons,
    source: KeptParameters | None = None,
) -> NodeScoreSet:
    """Score what-ifs about one row: other scores of its leaves, everything else as it is.

    What is taken from populations stays as it was; the row is placed anew among the others. Leaves that read nodes
    follow from these.

    Parameters
    ----------
    compiled, table, run, row
        What was measured, and what it came to.
    scores : float64 array, shape (indicators, what-ifs)
    reasons : uint8 array, shape (indicators, what-ifs)
    source
        Parameters of another period or an earlier assessment that it was scored on.
    """
    return _RowScorer(compiled, table, run, row, scores.shape[1], source).score(scores, reasons)


class _RowScorer(GivenScoreScorer):
    def __init__(
        self,
        compiled: CompiledProgram,
        table: DataTable,
        run: RunResults,
        row: int,
        count: int,
        source: KeptParameters | None,
    ) -> None:
        self.table, self.run, self.row, self.source = table, run, row, source
        schedule = compiled.schedule(table.published_scores)
        published = {name: np.full(count, given[row]) for name, given in table.published_scores.items()}
        self.populations = run.populations
        known = ((name, self.populations.standing(name)) for name in schedule.program.nodes)
        standing = {name: np.full(count, why[row]) for name, why in known if why is not None and why[row]}
        super().__init__(schedule, count, published, standing)
        # Behind the what-ifs stand the earlier rows that formulas read.
        before = {lag: int(rows[row]) for lag, rows in run.columns.previous.items()}
        self.kept = [row] * count + [at for at in before.values() if at >= 0]
        place = {at: number for number, at in enumerate(self.kept[count:], count)}
        self.previous = {lag: np.full(len(self.kept), place.get(at, -1), np.intp) for lag, at in before.items()}
        self.values = [column[self.kept] for column in run.columns.values] if schedule.figures else []
        self.why = [column[self.kept] for column in run.columns.reasons] if schedule.figures else []
        self.quantities = {name: np.full(count, figures[row]) for name, figures in run.quantities.items()}
        self.quantity_why = {name: np.full(count, why[row]) for name, why in run.quantity_reasons.items()}
        for name in self.quantities:
            self.scorer.put_quantity(name, self.quantities[name], self.quantity_why[name])
        self.of_leaves: dict[str, tuple[Floats, Reasons]] = {}

    def score(self, scores: Floats, reasons: Reasons) -> NodeScoreSet:
        """Score arrays of shape (indicators, what-ifs)."""
        for leaf in self.schedule.program.indicators:
            line, place = self.schedule.line[leaf.id], self.schedule.place[leaf.id]
            if line in self.m.exact:  # what did not move is added up as it was before it was rounded
                own = self.run.nodes.matrices
                unmoved = scores[place] == own.scores[line, self.row]
                scores[place] = np.where(unmoved, own.exact[line][0, self.row], scores[place])
        return super().score(scores, reasons)

    def bound_leaf(self, name: str) -> None:
        """Say what a leaf could be whose ends are stored; an imputed score that did not move is one still."""
        super().bound_leaf(name)
        imputed = self.run.imputed_scores.get(name)
        if imputed is None or not imputed[self.row]:
            return
        m, line, whole = self.m, self.schedule.line[name], slice(0, self.rows)
        own, here = self.run.nodes.nodes[name], slice(self.row, self.row + 1)
        unmoved = m.scores[line] == own.scores[here]
        ends = (m.coverage, own.coverage), (m.lowest, own.lowest), (m.highest, own.highest)
        for side, figures in ends:
            if m.place[line] >= 0:
                side[line, whole] = np.where(unmoved, figures[here], side[line, whole])

    def begin_stage(self, stage: Stage) -> None:
        """Take statistics, leaves that read nodes, and groups that compare, with what populations gave held."""
        number = self.schedule.stages.index(stage)
        arguments, formulas = self.schedule.formula_plans[number] if self.schedule.figures else (None, None)
        if arguments is not None:
            self.place_statistics(stage, arguments)
        if formulas is not None:
            self.work_formulas(stage, formulas)
        for batch in stage.scales:
            for name in self.schedule.dependent_leaves.intersection(batch.ids):
                self.score_dependent_leaf(name)
        for node in stage.classes:
            cuts = self.run.nodes.cuts[node.id].of_row(self.row)[None]
            self.scorer.cut_levels(node, FittedCuts(EVERYBODY, cuts))
        for plan in stage.compared_groups:
            others, over = self.populations.rows_with(plan.rule.over, self.row), plan.rule.over
            outside = int(self.populations.reasons_outside(over)[self.row])
            figures = np.full((3, self.rows), np.nan)
            if not outside:
                standing = self.populations.standing(plan.node.id)
                known = plan.read_compared(self.run.nodes.matrices, standing)
                figures = compare_beside(plan.read_compared(self.m, None), known, others)
            self.m.outranked[plan.line] = figures, np.full(self.rows, outside or UNDEFINED, np.uint8)
        for plan in stage.relative_groups:
            assert plan.scale is not None
            population: tuple[Populations, Fitted | None] = EVERYBODY, None
            if plan.scale.facts.is_relative:
                population = self.held(plan.node.id, plan.scale, self.run.nodes.values[plan.node.id])
            self.scorer.scale(plan, population[0], (self.quantities, self.quantity_why), population[1])

    def end_stage(self, stage: Stage) -> None:
        """Put scores, levels and values of groups where formulas read them."""
        for name, part in self.schedule.figures.items():
            if isinstance(part, NodeFigure) and (part.kind != "value" or part.id in self.groups):
                self.put(name, *self.scorer.read_figure(part))

    def put(self, name: str, values: Floats, reasons: Reasons) -> None:
        """Fill in what formulas read, of the what-ifs alone."""
        number = self.schedule.inputs.index(name)
        self.values[number][: self.rows], self.why[number][: self.rows] = values, reasons

    def held(self, name: str, rule: ScaleRule, values: Floats) -> tuple[Populations, Fitted | None]:
        """Return whom the row is held against by the scale of a node, and what that took from its population."""
        if self.source is not None and is_held(rule.over):
            held = self.source.held
            gone = name not in held.parameters or self.row in held.withheld.get(name, ())
            unknown = dict.fromkeys(("low", "high", "mean", "sd", "best"), np.nan)
            return EVERYBODY, unknown if gone else held.parameters[name]
        populations = self.populations.read(rule.over)
        if populations.name_of(self.row) is None:
            return Populations((), np.full(self.rows, -1)), None
        return EVERYBODY, fit_held(rule, values, populations, self.row)

    def place_statistics(self, stage: Stage, arguments: Plan) -> None:
        """Place the what-ifs among the others; statistics of the population stay as they are."""
        found = arguments.evaluate(self.values, self.why, self.previous, threads=1)
        line = {name: number for number, name in enumerate(arguments.outputs)}
        for column in stage.statistics:
            fitted = self.run.statistics[column.name]
            if fitted.found.by_population is None:
                own = line[next(iter(column.arguments))]
                places = self.places(column, found.values[own, : self.rows])
                why = mark_undefined(places, found.reasons[own, : self.rows])
                self.put(column.name, np.where(why == 0, places, np.nan), why)

    def places(self, column: StatisticColumn, x: Floats) -> Floats:
        """Return the places of figures of the row among those of the others."""
        fitted = self.run.statistics[column.name]
        others = fitted.arguments[0][self.populations.rows_with(column.statistic.population, self.row)]
        return place_among_others(column.statistic.function, x, others, column.statistic.ties, column.size)

    def work_formulas(self, stage: Stage, formulas: Plan) -> None:
        """Work out leaves whose formulas read nodes, and numbers that are formulas."""
        dependent = {node.id for node in stage.leaves}.intersection(self.schedule.dependent_leaves)
        outputs = dict(enumerate(formulas.outputs))
        if not dependent and all(name in self.schedule.place for name in outputs.values()):
            return
        found = formulas.evaluate(self.values, self.why, self.previous, threads=1)
        for number, name in outputs.items():
            values, why = found.values[number, : self.rows], found.reasons[number, : self.rows]
            if name not in self.schedule.place:
                self.quantities[name], self.quantity_why[name] = values, why
                self.scorer.put_quantity(name, values, why)
            elif name in dependent:
                self.of_leaves[name] = values, why
                figure = render(NodeFigure("value", name))
                if figure in self.schedule.figures:
                    self.put(figure, values, why)

    def score_dependent_leaf(self, name: str) -> None:
        """Score a leaf whose formula reads nodes."""
        node, line = self.schedule.program.nodes[name], self.schedule.line[name]
        values, why = self.of_leaves[name]
        rule, why = fill_rule(rule_of(node), node, (self.quantities, self.quantity_why), why)
        held: tuple[Populations, Fitted | None] = EVERYBODY, None
        if rule.facts.is_relative:
            treated = self.run.treated.get(name)
            if treated is not None:
                values = treated.treat_as(self.row, values)
            others = self.run.results.values[self.schedule.place[name]] if treated is None else treated.treated
            held = self.held(name, rule, others)
        self.m.scores[line] = normalise(rule, values, *held).scores
        self.m.reasons[line] = mark_undefined(self.m.scores[line], why)
        self.scorer.withhold(name, slice(0, self.rows))
        if name in self.schedule.bounded:
            self.bound_leaf(name)
