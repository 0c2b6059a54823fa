"""The inhabitants of the catalogue, where a program asks for them and the data does not bring them."""

from __future__ import annotations

import numpy as np

from ..formulas.reasons import NOT_REPORTED
from ..geography import Catalogue
from ..specs import Program, Variable
from .model.table import DataTable
from .rows import put_figures

POPULATION = "population"
# What inhabitants are counted in; in any other unit the figure would be another.
_PEOPLE = frozenset({"habitantes", "habitante", "personas", "persona"})


def take_population(program: Program, table: DataTable, catalogue: Catalogue | None) -> None:
    """Put the inhabitants of the catalogue in the place of the variable `population` that the data has no column for.

    Each row gets those of its year, where the catalogue has them, or else those of a column that names no year. Years
    are never worked out from others.
    """
    variable = program.variable_by_id.get(POPULATION)
    if catalogue is None or variable is None or not _counts_people(program, variable):
        return
    if POPULATION in table.sources.columns:
        return
    columns = {str(point): column for point in table.points if (column := catalogue.population_column(str(point)[:4]))}
    values = np.full(table.rows, np.nan)
    for place, point in enumerate(table.points):
        if str(point) in columns:
            rows = np.flatnonzero(table.period_codes == place)
            values[rows] = catalogue.column(columns[str(point)], table.entities[rows]).astype(np.float64)
    known = ~np.isnan(values)
    if not known.any():
        return
    reasons = np.where(known, np.uint8(0), np.uint8(NOT_REPORTED))
    put_figures(table, POPULATION, np.arange(table.rows), values, reasons)
    table.from_catalogue[POPULATION] = columns
    undated = catalogue.population_year == ""
    for code, chosen in (
        ("IND593", [period for period, column in columns.items() if not (undated and column == POPULATION)]),
        ("IND594", [period for period, column in columns.items() if undated and column == POPULATION]),
    ):
        if chosen:
            table.findings.column(code, POPULATION, f"{int(known.sum())}", periods=", ".join(chosen))


def _counts_people(program: Program, variable: Variable) -> bool:
    """Whether a variable is handed in for municipalities, and counts their inhabitants one by one."""
    unit = variable.unit is None or variable.unit.es.casefold() in _PEOPLE
    return program.entity.type == "municipality" and variable.is_handed_in and not variable.options and unit
