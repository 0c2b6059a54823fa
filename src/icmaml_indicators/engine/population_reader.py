"""The populations that a program may name, read off a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..data.model.table import DataTable
from ..formulas import compile_steps
from ..formulas.conditions import ENTITY, bind_condition
from ..formulas.plan import Plan
from ..formulas.reasons import EXCLUDED, NOT_APPLICABLE
from ..formulas.rounding import at_least
from ..specs.checks.continuity import period_of
from ..specs.model.peer_rules import POPULATIONS, Applies, Population
from ..transforms.populations import EVERYBODY, Populations
from .compiled import CompiledProgram
from .schedule import option_codes

Rows = NDArray[np.intp]


class PopulationReader:
    """Reads populations by name: ``period``, ``all``, ``entity``, a variable with options, or one that is declared.

    Parameters
    ----------
    compiled, table
        What is measured, on what.
    """

    def __init__(self, compiled: CompiledProgram, table: DataTable) -> None:
        self.compiled, self.program, self.table = compiled, compiled.program, table
        self._known: dict[str, Populations] = {}

    def read(self, name: str) -> Populations:
        """Return the populations of this name."""
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> Populations:
        table, excluded = self.table, self.exclusion_reasons
        periods = [str(period) for period in table.period_names]
        if excluded is None and (name == "all" or (name == "period" and len(periods) == 1)):
            return EVERYBODY if name == "all" else Populations(periods)
        if name in POPULATIONS:
            names, codes = {
                "all": (["all"], np.zeros(table.rows, np.intp)),
                "period": (periods, table.period_codes),
                "entity": ([*map(str, table.entity_ids)], table.entity_codes),
            }[name]
            return Populations(names, codes if excluded is None else np.where(excluded == 0, codes, -1))
        return self.read_declared(self.program.population_by_id.get(name) or Population(id="options", by=(name,)))

    def read_declared(self, population: Population) -> Populations:
        """Return the populations of each combination of options, and of each period where they do not share them."""
        table, known, code = self.table, np.ones(self.table.rows, bool), np.zeros(self.table.rows, np.intp)
        words: list[Sequence[str]] = []
        for name in population.by:
            words.append(table.words_of(self.program.variable_by_id[name]))
            own = table.values[table.variables.index(name)]
            known &= ~np.isnan(own)
            code = code * len(words[-1]) + np.where(np.isnan(own), 0, own).astype(np.intp)
        if self.exclusion_reasons is not None and population.where is None:
            known &= self.exclusion_reasons == 0
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
        table, compiled = self.table, self.compiled
        trees = compiled.quantity_trees | {"": bind_condition(condition, [*map(str, table.entity_ids)])}
        inputs = (*table.variables, *compiled.row_figures, ENTITY)
        plan = Plan(compile_steps(trees, inputs, option_codes(self.program), ("",)))
        values, reasons = self._columns
        entities, nothing = table.entity_codes.astype(np.float64), np.zeros(table.rows, np.uint8)
        found = plan.evaluate([*values, entities], [*reasons, nothing])
        return found.values[0], found.reasons[0]

    @cached_property
    def _columns(self) -> tuple[list[NDArray[np.float64]], list[NDArray[np.uint8]]]:
        return self.compiled.read_columns(self.table)

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
        if self.exclusion_reasons is None or (declared is not None and declared.where is not None):
            return found
        return np.where(self.exclusion_reasons != 0, self.exclusion_reasons, found)

    def explain_outsiders(self, name: str, reasons: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return reasons, and why rows are held against no population of this name that have a figure."""
        outside = self.reasons_outside(name)
        return np.where(reasons == 0, outside, reasons) if outside.any() else reasons

    @cached_property
    def exclusion_reasons(self) -> NDArray[np.uint8] | None:
        """Why rows are not assessed, 0 where they are; None where all are."""
        rule = self.program.applies
        if rule is None:
            return None
        found = (
            np.zeros(self.table.rows, np.uint8) if rule.where is None else self.reasons_against(rule.where, EXCLUDED)
        )
        if rule.shares:
            found = np.where((found == 0) & ~self._reaches_shares(rule), np.uint8(EXCLUDED), found)
        return found

    def standing(self, name: str) -> NDArray[np.uint8] | None:
        """Return why a node does not apply to rows, or why these are not assessed; None where it applies to all."""
        condition = self.program.nodes[name].applies
        if condition is None:
            return self.exclusion_reasons
        own = self.reasons_against(condition, NOT_APPLICABLE)
        return (
            own
            if self.exclusion_reasons is None
            else np.where(self.exclusion_reasons != 0, self.exclusion_reasons, own)
        )

    def reasons_against(self, condition: str, reason: int) -> NDArray[np.uint8]:
        """Return a reason where a condition does not hold, why it is not known where it is not, 0 where it holds."""
        holds, why = self.evaluate(condition)
        return np.where(why != 0, why, np.where(holds == 1, np.uint8(0), np.uint8(reason)))

    def _reaches_shares(self, rule: Applies) -> NDArray[np.bool_]:
        """Return in which rows enough of the indicators that count are complete, and enough of these are not zero."""
        table, counted = self.table, self._read_counted_inputs()
        are_figures = np.isin(table.variables, [given.id for given in self.program.inputs if not given.options])
        complete, nonzero = np.zeros(table.rows), np.zeros(table.rows)
        for read in counted:
            is_complete = ~table.reasons[read].any(axis=0)
            figures = table.values[read[are_figures[read]]]
            complete += is_complete
            nonzero += is_complete & ((figures != 0).any(axis=0) if len(figures) else True)
        reached = np.ones(table.rows, bool)
        if rule.at_least is not None:
            reached &= at_least(complete, float(rule.at_least) * max(len(counted), 1))
        if rule.nonzero is not None:
            reached &= at_least(nonzero, float(rule.nonzero) * complete)
        return reached

    def _read_counted_inputs(self) -> list[Rows]:
        """Return which lines of the table each indicator that counts in the total reads itself."""
        total, waiting = self.program.nodes["total"], [self.program.nodes["total"]]
        scored = self.compiled.schedule(self.table.published_scores).scored_ids
        counted: list[str] = []
        while waiting:
            node = waiting.pop()
            waiting += [child for child in node.base_children if child.id in scored]
            if node.is_indicator and node is not total:
                counted.append(node.id)
        place = {name: number for number, name in enumerate(self.table.variables)}
        own = {name: (name,) if name in place else self.compiled.own_inputs_of(name) for name in counted}
        return [np.array([place[each] for each in own[name]], np.intp) for name in counted]


def _combination(words: Sequence[Sequence[str]], number: int) -> str:
    """Return the words of a combination, the last of which counts fastest."""
    found: list[str] = []
    for choices in reversed(words):
        number, place = divmod(number, len(choices))
        found.insert(0, choices[place])
    return ", ".join(found)
