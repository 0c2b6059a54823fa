"""Figures that a row has by its period and its options alone: the period, and tables of figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..formulas.reasons import NOT_REPORTED
from ..specs import Program, Quantity
from ..specs.model.quantities import PERIOD, QuantityRow
from .model.table import DataTable

Floats = NDArray[np.float64]
Reasons = NDArray[np.uint8]


class RowFigureReader:
    """Reads `period` and tables of figures for every row.

    Parameters
    ----------
    program, table
        What is measured, on what.
    """

    def __init__(self, program: Program, table: DataTable) -> None:
        self.program, self.table = program, table

    def read(self, name: str) -> tuple[Floats, Reasons]:
        """Return the period, in years from its beginning, or a table by its name; and why figures are absent."""
        if name == PERIOD:
            years = np.array([point.years for point in self.table.points])[self.table.period_codes]
            return years, np.zeros(len(years), np.uint8)
        return self.look_up(self.program.tables_of_figures[name])

    def look_up(self, quantity: Quantity) -> tuple[Floats, Reasons]:
        """Return the figure of each row; an absent option gives none, for its reason."""
        codes: list[NDArray[np.intp]] = []
        places: list[dict[str, list[int]]] = []
        lengths: list[int] = []
        reasons = np.zeros(self.table.rows, np.uint8)
        for name in quantity.by:
            if name == PERIOD:
                codes.append(self.table.period_codes)
                places.append(quantity.places_of_period(self.table.points))
                lengths.append(len(self.table.points))
                continue
            options = self.program.variable_by_id[name].choices
            line = self.table.variables.index(name)
            codes.append(np.nan_to_num(self.table.values[line]).astype(np.intp))
            places.append({option.id: [number] for number, option in enumerate(options)})
            lengths.append(len(options))
            reasons = np.maximum(reasons, self.table.reasons[line])
        figures = _fill_grid(quantity, places, lengths)[tuple(codes)]
        reasons = np.where((reasons == 0) & np.isnan(figures), np.uint8(NOT_REPORTED), reasons)
        return np.where(reasons == 0, figures, np.nan), reasons


def _fill_grid(quantity: Quantity, places: Sequence[dict[str, list[int]]], lengths: Sequence[int]) -> Floats:
    """Return the figures by options and periods; a line of a period takes the place of those of a longer one."""
    grid = np.full(lengths, np.nan if quantity.else_ is None else float(quantity.else_))
    ranks = [{name: rank for rank, name in enumerate(known)} for known in places]

    def rank_of(row: QuantityRow) -> list[int]:
        return [rank[name] for rank, name in zip(ranks, row.options, strict=True)]

    for row in sorted(quantity.rows, key=rank_of):
        grid[np.ix_(*(known[name] for known, name in zip(places, row.options, strict=True)))] = float(row.figure)
    return grid
