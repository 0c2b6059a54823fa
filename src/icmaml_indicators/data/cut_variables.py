"""Inputs that are not handed in: categories cut from the figures of another variable."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..formulas.rounding import place_among
from ..specs import Program
from .attributes import add_words
from .model.table import DataTable


def cut_variables(program: Program, table: DataTable) -> None:
    """Fill in the options of variables that are cut from others, as these stand now."""
    for name, variable in program.cut_variables.items():
        number, source = (table.variables.index(each) for each in (name, str(variable.of)))
        table.values[number] = options_of(np.array(variable.cuts, np.float64), table.values[source])
        table.reasons[number] = table.reasons[source]
        if table.attributes is not None:
            add_words(table, variable)


def options_of(cuts: NDArray[np.float64], figures: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the place of the option that each figure falls in; NaN where it is absent."""
    return np.where(np.isnan(figures), np.nan, place_among(cuts, figures, above=True))
