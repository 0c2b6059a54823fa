"""The indicators of a program that have targets: target, baseline, attainment and light, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..data.model.findings import RowDetail
from ..data.model.table import DataTable
from ..diagnostics.brief import Brief
from ..formulas.rounding import with_decimals
from ..specs import Indicator
from ..specs.model.attainment import Goal, Lights
from ..specs.model.periods import PER_YEAR
from ..transforms.attainment import Codes, above_range, attain, light, undefined_below_zero, year_to_date

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, repr=False)
class TargetAttainment(Brief):
    """One indicator over all rows; figures to date where its results add up over the year.

    Attributes
    ----------
    target, high
        What was meant; `high` is the upper end of a range.
    attainment
        In percent; NaN where it is undefined or a part is absent.
    lights
        0 none, 1 red, 2 yellow, 3 green.
    beyond
        Where the result lies so far on the better side of the target that the target was set too low.
    unfit
        Where the method has no meaning for such figures.
    """

    actual: Floats
    target: Floats
    high: Floats
    baseline: Floats
    attainment: Floats
    lights: Codes
    beyond: NDArray[np.bool_]
    unfit: NDArray[np.bool_]


def evaluate_target(leaf: Indicator, values: Floats, reader: TargetReader) -> TargetAttainment:
    """Hold an indicator that has a target against it.

    Parameters
    ----------
    leaf, values
        The indicator, and its values.
    reader
        Reads targets and baselines.
    """
    sheet = leaf.attainment
    assert sheet is not None
    target, high = reader.read(f"{leaf.id}.target", sheet.target)
    baseline, _ = reader.read(f"{leaf.id}.baseline", sheet.baseline)
    actual = values
    if sheet.cumulative:
        actual = reader.to_date(values)
        if sheet.target.formula is not None:
            target = reader.to_date(target)
    attainment = attain(sheet.method_for(leaf.direction), actual, target, baseline, high)
    cuts = cuts_of(sheet.lights)
    lights, beyond = light(actual, cuts, 0.0), np.zeros(len(values), bool)
    if sheet.lights.on == "attainment":
        lights, beyond = light(attainment, cuts), above_range(attainment, cuts, actual, target, leaf.direction)
    unfit = undefined_below_zero(sheet.method_for(leaf.direction), actual, target)
    return TargetAttainment(actual, target, high, baseline, attainment, lights, beyond, unfit)


def cuts_of(lights: Lights) -> dict[str, Floats | float]:
    """Return the four cuts as numbers, infinite where open."""
    cuts: dict[str, Floats | float] = {}
    for name, ends in (("green", lights.green), ("yellow", lights.yellow)):
        low, high = ends
        cuts[f"{name}_low"] = -np.inf if low is None else float(low)
        cuts[f"{name}_high"] = np.inf if high is None or lights.over == "ignore" else float(high)
    return cuts


class TargetReader:
    """Reads targets and baselines row by row.

    Parameters
    ----------
    table
        The data.
    goals
        What those that are formulas came to, as ``<indicator>.target`` and ``<indicator>.baseline``.
    """

    def __init__(self, table: DataTable, goals: Mapping[str, Floats]) -> None:
        self.table, self.goals = table, goals
        per_year = np.array([PER_YEAR[point.frequency] for point in table.points])
        ordinals = np.array([point.ordinal for point in table.points])
        years = (ordinals // per_year)[table.period_codes] if table.rows else np.zeros(0, np.intp)
        frequency = per_year[table.period_codes] if table.rows else years
        # Rows of one entity and frequency together, in order of time.
        self.order = np.lexsort((table.period_codes, frequency, table.entity_codes))
        self.who = (table.entity_codes * 16 + frequency)[self.order]
        self.years = years[self.order]
        self.year_names = [str(point.ordinal // PER_YEAR[point.frequency]) for point in table.points]

    def read(self, name: str, goal: Goal | None) -> tuple[Floats, Floats]:
        """Return the figure of each row, and the upper end of a range."""
        rows = self.table.rows
        nothing = np.full(rows, np.nan)
        if goal is None:
            return nothing, nothing
        if goal.formula is not None or goal.table is not None:
            return self.goals[name], nothing
        if goal.periods:
            figures = [
                float(goal.periods.get(str(period), goal.periods.get(year, np.nan)))
                for period, year in zip(self.table.period_names, self.year_names, strict=True)
            ]
            return np.array(figures, np.float64)[self.table.period_codes], nothing
        if goal.low is not None and goal.high is not None:
            return np.full(rows, float(goal.low)), np.full(rows, float(goal.high))
        return np.full(rows, float(goal.number or 0)), nothing

    def to_date(self, figures: Floats) -> Floats:
        """Return running sums within each year."""
        sums = np.empty(len(figures))
        sums[self.order] = year_to_date(figures[self.order], self.who, self.years)
        return sums


def report_targets(reached: dict[str, TargetAttainment], table: DataTable) -> None:
    """Note results far beyond their targets, and attainments that their rule leaves undefined."""
    for name, found in reached.items():
        rows = np.flatnonzero(found.beyond)
        table.findings.cells("IND439", name, rows, found.actual[rows], detail=_percent(found.attainment[rows]))
        known = ~np.isnan(found.actual) & ~np.isnan(found.target)
        rows = np.flatnonzero(found.unfit)
        table.findings.cells("IND490", name, rows, found.actual[rows])
        rows = np.flatnonzero(known & ~found.unfit & np.isnan(found.attainment))
        table.findings.cells("IND440", name, rows, found.actual[rows])


def _percent(attainment: Floats) -> RowDetail:
    return RowDetail(lambda row: f"{with_decimals(attainment[row], 1)} %")
