"""Figures of larger entities, or of longer periods, made from an assessment of those below."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..data.cut_variables import cut_variables
from ..data.model.findings import RowDetail
from ..data.model.table import DataTable
from ..data.rows import add_rows, put_figures
from ..engine.columns.input_columns import InputColumns
from ..engine.columns.statistics import StatisticColumn
from ..engine.schedule import codes_of_levels
from ..errors import IcmamlError
from ..formulas import Expression, compile_steps, parse
from ..formulas.overflow import finite_only
from ..formulas.plan import Evaluation, Plan
from ..formulas.quantities import write_weights
from ..formulas.reasons import NOT_APPLICABLE, NOT_REPORTED, UNDEFINED
from ..formulas.rendering import render
from ..formulas.rounding import at_least as reaches
from ..formulas.tree import Name, NodeFigure, Statistic, substitute, walk
from ..specs import Program, Variable
from ..specs.model.periods import PER_YEAR, PeriodPoint
from ..specs.model.variables import SAME_ENTITY, RollUp
from ..transforms.populations import Populations
from .rolled_figures import RolledStatistic, RolledUp, RolledVariable
from .scored import Scored

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
Reasons = NDArray[np.uint8]


def roll_up(program: Program, table: DataTable, lower: Scored) -> tuple[DataTable, RolledUp]:
    """Make the variables that say `from` out of an assessment of the program below.

    Parameters
    ----------
    program
        The program of the larger entities.
    table
        What they hand in themselves.
    lower
        The assessment of the program below.

    Returns
    -------
    The table with a row for each larger entity in a period and the figures in it, and what they were made of.

    Raises
    ------
    IcmamlError
        When the assessment is one of another program.
    """
    rollup = program.rollup
    assert rollup is not None
    below = lower.program
    wanted, _, version = rollup.of.partition("@")
    if below.id != wanted or version not in {"", below.version}:
        raise IcmamlError("IND534", program=program.id, of=rollup.of, given=f"{below.id}@{below.version}")
    members, points, lost = _find_members(program, rollup, lower)
    table, rows = add_rows(table, members.names, points)
    if lost:
        table.findings.column("IND532", rollup.by, lost, of=below.id)
    made = [variable for variable in program.variables if variable.from_ is not None]
    found = _RollingUp(lower, members).roll({each.id: parse(str(each.from_)) for each in made}, float(rollup.at_least))
    rolled = RolledUp(members, points, rows, found)
    for variable in made:
        own = found[variable.id]
        put_figures(table, variable.id, rows, own.values, own.reasons)
        _report(table, rolled, variable, float(rollup.at_least))
    cut_variables(program, table)
    return table, rolled


def _find_members(program: Program, rollup: RollUp, lower: Scored) -> tuple[Populations, list[PeriodPoint], int]:
    """Return the larger entity in a period of each row below, the periods, and how many rows belong to none."""
    table = lower.table
    if rollup.by == SAME_ENTITY:
        names, codes = [str(name) for name in table.entity_ids], table.entity_codes
    else:
        names = list(table.words_of(lower.program.variable_by_id[rollup.by]))
        own = table.values[table.variables.index(rollup.by)]
        codes = np.where(np.isnan(own), -1, np.nan_to_num(own)).astype(np.intp)
    lost = int((codes < 0).sum())
    excluded = lower.run.populations.exclusion_reasons
    if excluded is not None:  # who is not assessed is not asked for anything
        codes = np.where(excluded != 0, -1, codes)
        lost = int(((codes < 0) & (excluded == 0)).sum())
    times = {point: _holding(program, point, longer=rollup.by == SAME_ENTITY) for point in table.points}
    known = sorted(set(times.values()), key=lambda point: point.sort_key)
    time = np.array([known.index(times[point]) for point in table.points], np.intp)[table.period_codes]
    cells, place = np.unique(np.where(codes < 0, -1, codes * len(known) + time), return_inverse=True)
    outside = int(len(cells) > 0 and cells[0] < 0)
    members = Populations([names[cell // len(known)] for cell in cells[outside:]], place - outside)
    return members, [known[cell % len(known)] for cell in cells[outside:]], lost


def _holding(program: Program, point: PeriodPoint, *, longer: bool) -> PeriodPoint:
    """Return the shortest period of a program that holds one of the program below."""
    own = PER_YEAR[point.frequency]
    held = {name: PER_YEAR[name] for name in program.period.frequency}
    name = max((each for each in held if held[each] < own + (not longer)), key=held.__getitem__)
    return PeriodPoint(name, point.ordinal * held[name] // own)


class _RollingUp:
    """Works out formulas of statistics over the rows of an assessment.

    Parameters
    ----------
    lower, members
        The assessment, and whose each row is.
    """

    def __init__(self, lower: Scored, members: Populations) -> None:
        self.lower, self.members = lower, members
        self.schedule = lower.schedule

    def roll(self, trees: dict[str, Expression], least: float) -> dict[str, RolledVariable]:
        """Return the variables, by id."""
        parts = {render(part): part for tree in trees.values() for part in walk(tree) if isinstance(part, Statistic)}
        columns = [StatisticColumn.of(name, part) for name, part in parts.items()]
        given = self.evaluate({name: part for column in columns for name, part in column.arguments.items()})
        statistics = {column.name: self.statistic(column, given) for column in columns}
        names: dict[NodeFigure | Statistic, Expression] = {part: Name(name) for name, part in parts.items()}
        plan = Plan(compile_steps({key: substitute(tree, names) for key, tree in trees.items()}, tuple(statistics)))
        figures = [each.figures for each in statistics.values()]
        found = plan.evaluate(figures, [np.zeros(len(each), np.uint8) for each in figures], threads=1)
        return {
            key: self.variable(tree, found.values[line], statistics, least)
            for line, (key, tree) in enumerate(trees.items())
        }

    def evaluate(self, parts: dict[str, Expression]) -> dict[str, tuple[Floats, Reasons]]:
        """Return expressions in the names of the program below, row by row, with the reasons of what is absent."""
        schedule, columns = self.schedule, self.lower.run.columns
        parts = {name: write_weights(part, self.lower.program) for name, part in parts.items()}
        figures = {render(each): each for part in parts.values() for each in walk(part) if isinstance(each, NodeFigure)}
        codes = dict(schedule.option_codes)
        values, reasons = list(columns.values), list(columns.reasons)
        for name, figure in figures.items():
            own, why = self.lower.book.nodes[figure.id].read_figure(figure.kind)
            if figure.kind == "level":
                codes[name] = codes_of_levels(self.lower.program.nodes[figure.id])
            values.append(own)
            reasons.append(why)
        names: dict[NodeFigure | Statistic, Expression] = {figure: Name(name) for name, figure in figures.items()}
        trees = schedule.trees | {name: substitute(part, names) for name, part in parts.items()}
        plan = Plan(compile_steps(trees, (*schedule.inputs, *figures), codes, tuple(parts)))
        found: Evaluation = InputColumns(values, reasons, self.lower.run.columns.previous).evaluate(plan)
        return {name: (found.values[line], found.reasons[line]) for line, name in enumerate(parts)}

    def statistic(self, column: StatisticColumn, given: dict[str, tuple[Floats, Reasons]]) -> RolledStatistic:
        arguments = [given[name][0] for name in column.arguments]
        present = np.logical_and.reduce([~np.isnan(figures) for figures in arguments])
        # Who a figure does not apply to is not asked for it.
        asked = present | np.logical_and.reduce([given[name][1] != NOT_APPLICABLE for name in column.arguments])
        outcome = column.compute(arguments, self.members, self.lower.table.period_codes)
        assert outcome.by_population is not None
        counts, of = self.add_up(present * 1.0), self.add_up(asked * 1.0)
        with np.errstate(all="ignore"):
            share = np.where(of > 0, counts / of, 0.0)
            if column.statistic.function == "weighted_mean":
                weight = np.where(asked, np.nan_to_num(arguments[1]), 0.0)
                whole = self.add_up(weight)
                share = np.where(whole > 0, np.minimum(share, self.add_up(weight * present) / whole), share)
        return RolledStatistic(column.statistic, arguments, outcome.by_population, counts, of, share)

    def add_up(self, figures: Floats) -> Floats:
        """Return the sum of figures of rows, for each larger entity in a period."""
        codes = self.members.codes
        assert codes is not None
        inside = codes >= 0
        found: Floats = np.bincount(codes[inside], figures[inside], len(self.members.names)).astype(np.float64)
        return found

    def variable(
        self, tree: Expression, values: Floats, statistics: dict[str, RolledStatistic], least: float
    ) -> RolledVariable:
        own = {render(part): statistics[render(part)] for part in walk(tree) if isinstance(part, Statistic)}
        enough, applies = np.ones(len(values), bool), np.zeros(len(values), bool)
        for each in own.values():
            enough &= (each.asked > 0) & reaches(each.share, least)
            applies |= each.asked > 0
        figures = np.where(enough, finite_only(values), np.nan)
        why = np.where(enough, np.uint8(UNDEFINED), np.where(applies, np.uint8(NOT_REPORTED), np.uint8(NOT_APPLICABLE)))
        return RolledVariable(tree, figures, np.where(np.isnan(figures), why, np.uint8(0)), own)


def _report(table: DataTable, rolled: RolledUp, variable: Variable, least: float) -> None:
    """Tell where not all that should be there was: too little, or enough."""
    own = rolled.variables[variable.id]
    for each in own.statistics.values():
        short = (each.asked > 0) & (each.present < each.asked)
        absent = np.isnan(own.values)
        for code, here in (("IND499", short & absent), ("IND531", short & ~absent)):
            at = np.flatnonzero(here)

            def shown(figures: Floats, at: Rows = at) -> Callable[[int], str]:
                return lambda place: f"{figures[at[place]]:g}"

            details = {key: RowDetail(shown(of)) for key, of in (("present", each.present), ("asked", each.asked))}
            details["share"] = RowDetail(shown(np.floor(each.share * 1000) / 10))
            table.findings.cells(
                code, variable.id, rolled.rows[at], own.values[at], name=render(each.part), least=f"{least * 100:g}",
                **details,
            )  # fmt: skip
