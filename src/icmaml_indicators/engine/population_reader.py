"""The populations that a program may name, read off a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..data.model.table import DataTable
from ..formulas import compile_steps
from ..formulas.conditions import bind_condition, condition_keys
from ..formulas.plan import Plan
from ..specs import Program
from ..specs.checks.continuity import period_of
from ..specs.model.peer_rules import POPULATIONS, Population
from ..transforms.populations import EVERYBODY, Populations
from .schedule import option_codes

Rows = NDArray[np.intp]


class PopulationReader:
    """Reads populations by name: ``period``, ``all``, ``entity``, a variable with options, or one that is declared.

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
        return self.read_declared(self.program.population_by_id.get(name) or Population(id="options", by=(name,)))

    def read_declared(self, population: Population) -> Populations:
        """Return the populations of each combination of options, and of each period where they do not share them."""
        table, known, code = self.table, np.ones(self.table.rows, bool), np.zeros(self.table.rows, np.intp)
        words: list[Sequence[str]] = []
        for name in population.by:
            words.append([option.id for option in self.program.variable_by_id[name].options])
            own = table.values[table.variables.index(name)]
            known &= ~np.isnan(own)
            code = code * len(words[-1]) + np.where(np.isnan(own), 0, own).astype(np.intp)
        inside = known if population.where is None else known & (self.evaluate(population.where)[0] == 1)
        periods = [str(period) for period in table.period_names]
        if population.period is not None:
            inside = inside & (table.periods == str(period_of(self.program, population.period)))
        elif population.within == "period" and (len(periods) > 1 or not words):
            words.append(periods)
            code = code * len(periods) + table.period_codes
        used, place = np.unique(code[known], return_inverse=True)
        readers = np.full(table.rows, -1)
        readers[known] = place
        codes = np.where(inside, readers, -1)
        names = [_combination(words, int(number)) or population.id for number in used]
        return Populations(names, codes, None if (codes == readers).all() else readers)

    def evaluate(self, condition: str) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
        """Return where a condition holds (1), where not (0), and why it is not known."""
        table, keys = self.table, condition_keys(self.program)
        tree = bind_condition(condition, self.program, [*map(str, table.entity_ids)])
        plan = Plan(compile_steps({"": tree}, (*table.variables, *keys), option_codes(self.program), ("",)))
        years = np.array([point.years for point in table.points])
        own = {"entity": table.entity_codes.astype(np.float64), "period": years[table.period_codes]}
        nothing = np.zeros(table.rows, np.uint8)
        found = plan.evaluate([*table.values, *(own[key] for key in keys)], [*table.reasons, *(nothing for _ in keys)])
        return found.values[0], found.reasons[0]

    def rows_with(self, name: str, row: int) -> Rows:
        """Return the other rows in the population that a row is held against."""
        members = np.arange(self.table.rows)[self.read(name).members(row)]
        others: Rows = members[members != row]
        return others

    def reasons_outside(self, name: str) -> NDArray[np.uint8]:
        """Return why rows are held against no population of this name; 0 where they are held against one."""
        declared = self.program.population_by_id.get(name)
        by = declared.by if declared is not None else () if name in POPULATIONS else (name,)
        reasons = [self.table.reasons[self.table.variables.index(variable)] for variable in by]
        found: NDArray[np.uint8] = np.maximum.reduce([np.zeros(self.table.rows, np.uint8), *reasons])
        return found


def _combination(words: Sequence[Sequence[str]], number: int) -> str:
    """Return the words of a combination, the last of which counts fastest."""
    found: list[str] = []
    for choices in reversed(words):
        number, place = divmod(number, len(choices))
        found.insert(0, choices[place])
    return ", ".join(found)
