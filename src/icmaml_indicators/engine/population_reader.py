"""The populations that a program may name, read off a table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..data.model.table import DataTable
from ..specs import Program
from ..specs.model.populations import POPULATIONS
from ..transforms.populations import EVERYBODY, Populations

Rows = NDArray[np.intp]


class PopulationReader:
    """Reads populations by name: ``period``, ``all``, ``entity``, or a variable with options within each period.

    Parameters
    ----------
    program, table
        What is measured, on what.
    """

    def __init__(self, program: Program, table: DataTable) -> None:
        self.program, self.table = program, table
        self._known: dict[str, Populations] = {"all": EVERYBODY}

    def read(self, name: str) -> Populations:
        """Return the populations of this name."""
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> Populations:
        table = self.table
        periods = [str(period) for period in table.period_names]
        if name == "period":
            return Populations(periods, None if len(periods) == 1 else table.period_codes)
        if name == "entity":
            return Populations([str(entity) for entity in table.entity_ids], table.entity_codes)
        options = [option.id for option in self.program.variable_by_id[name].options]
        own = table.values[table.variables.index(name)]
        known = ~np.isnan(own)
        codes = np.where(known, table.period_codes * len(options) + np.where(known, own, 0).astype(np.intp), -1)
        lone = len(periods) == 1
        names = [option if lone else f"{option}, {period}" for period in periods for option in options]
        return Populations(names, codes)

    def rows_with(self, name: str, row: int) -> Rows:
        """Return the other rows in the population that a row is held against."""
        members = np.arange(self.table.rows)[self.read(name).members(row)]
        others: Rows = members[members != row]
        return others

    def reasons_outside(self, name: str) -> NDArray[np.uint8]:
        """Return why rows are held against no population of this name; 0 where they are held against one."""
        if name in POPULATIONS:
            return np.zeros(self.table.rows, np.uint8)
        reasons: NDArray[np.uint8] = self.table.reasons[self.table.variables.index(name)]
        return reasons
