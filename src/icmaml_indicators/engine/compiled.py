"""A program with its formulas compiled, ready for data."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ..data.model.table import DataTable
from ..data.row_figures import RowFigureReader
from ..diagnostics.brief import Brief
from ..formulas import Expression, compile_steps, inputs_of, names, parse
from ..formulas.columns import Column, reachable, reads_of
from ..formulas.conditions import conditions_of
from ..formulas.plan import Evaluation, Plan
from ..formulas.quantities import parse_quantities, reads_period
from ..specs import Program
from ..specs.model.quantities import PERIOD
from .schedule import Schedule, option_codes


@dataclass(frozen=True, slots=True, repr=False)
class CompiledProgram(Brief):
    """A program, the tree of each formula, the plan of its rules, and the stages in which it is scored.

    `quantity_trees` holds the numbers that are expressions (see `parse_quantities`), and `row_figures` the names of
    what follows from the period and the options of a row: tables of figures, and ``period`` where it is read.
    """

    program: Program
    trees: dict[str, Expression]
    quantity_trees: dict[str, Expression]
    row_figures: tuple[str, ...]
    rules: Plan
    rule_inputs: list[tuple[str, ...]]
    schedules: dict[frozenset[str], Schedule] = field(default_factory=dict, compare=False)

    @property
    def all_trees(self) -> dict[str, Expression]:
        """Every expression by name."""
        return self.trees | self.quantity_trees

    def schedule(self, published: Collection[str] = ()) -> Schedule:
        """Return the stages in which the program is scored, made once for each set of groups that are handed in."""
        key = frozenset(published)
        if key not in self.schedules:
            self.schedules[key] = Schedule(self.program, self.all_trees, key, self.row_figures)
        return self.schedules[key]

    def with_roles(self, program: Program) -> CompiledProgram | None:
        """Return a program that differs in the roles of nodes alone; None where it is to be compiled anew."""
        known = {}
        for key, schedule in self.schedules.items():
            if (found := schedule.with_roles(program)) is None:
                return None
            known[key] = found
        return replace(self, program=program, schedules=known)

    def inputs_of(self, indicator: str) -> tuple[str, ...]:
        """Return the variables that an indicator reads, through other indicators too."""
        return inputs_of(indicator, self.all_trees, self.program)

    def own_inputs_of(self, indicator: str) -> tuple[str, ...]:
        """Return the variables of its own row that an indicator reads, through other indicators too."""

        def own(column: Column) -> list[Column]:
            table, tree = self.program.tables_of_figures.get(column.name), self.all_trees.get(column.name)
            if table is not None:
                return [Column("variable", name) for name in table.by if name != PERIOD]
            reads = {} if tree is None else reads_of(tree, self.program, self.all_trees)
            return [read for read in reads if read.kind in {"variable", "parameter", "value"}]

        return tuple(
            column.name for column in reachable([Column("value", indicator)], own) if column.kind == "variable"
        )

    def reads(self, indicator: str) -> tuple[str, ...]:
        """Return the variables and indicators that a formula names itself."""
        return tuple(names(self.trees[indicator]))

    def plan(self, parts: Mapping[str, Expression], outputs: Sequence[str] | None = None) -> Plan:
        """Return a plan of further expressions, which may read indicators; they are its outputs by default."""
        return self.schedule().compile(parts, tuple(parts if outputs is None else outputs))

    def evaluate_rules(self, table: DataTable) -> Evaluation:
        """Return which rules hold, row by row."""
        return self.rules.evaluate(*self.read_columns(table))

    def read_columns(self, table: DataTable) -> tuple[list[NDArray[np.float64]], list[NDArray[np.uint8]]]:
        """Return the inputs, and what follows from the period and the options of a row, each with its reasons."""
        reader = RowFigureReader(self.program, table)
        found = [reader.read(name) for name in self.row_figures]
        values, reasons = [figures for figures, _ in found], [why for _, why in found]
        return [*table.values, *values], [*table.reasons, *reasons]


def parse_formulas(program: Program) -> dict[str, Expression]:
    """Return the expressions of indicators by id."""
    formulas = {leaf.id: leaf.formula_in_force for leaf in program.indicators}
    return {name: parse(text) for name, text in formulas.items() if text is not None}


def compile_program(program: Program) -> CompiledProgram:
    """Compile all formulas and rules of a program; it must be sound (see `validation.load`)."""
    trees, quantities = parse_formulas(program), parse_quantities(program)
    rules = {f"rule {number}": parse(check.rule) for number, check in enumerate(program.all_checks)}
    others = [parse(text) for leaf in program.indicators for text in leaf.holds]
    others += map(parse, conditions_of(program))
    read = any(map(reads_period, (*trees.values(), *quantities.values(), *rules.values(), *others)))
    row_figures = (*program.tables_of_figures, *((PERIOD,) if read else ()))
    inputs = (*program.variable_by_id, *row_figures)
    return CompiledProgram(
        program,
        trees,
        quantities,
        row_figures,
        Plan(compile_steps(quantities | rules, inputs, option_codes(program), tuple(rules))),
        [tuple(name for name in names(tree) if name in program.variable_by_id) for tree in rules.values()],
    )


# The programs that were compiled last, so that one scored again and again is compiled once.
_RECENT: deque[CompiledProgram] = deque(maxlen=8)


def recall_compiled(program: Program) -> CompiledProgram:
    """Return a program compiled, from memory where it was compiled lately; it is frozen."""
    found = next((compiled for compiled in list(_RECENT) if compiled.program is program), None)
    if found is None:
        found = compile_program(program)
        _RECENT.append(found)
    return found


def earlier_rows(compiled: CompiledProgram, table: DataTable) -> dict[int, NDArray[np.intp]]:
    """Return, for each number of periods that a formula lags, the row of that earlier period (-1: none)."""
    step = compiled.program.period.step
    return {lag: table.earlier(lag * step) for lag in compiled.schedule().lags}
