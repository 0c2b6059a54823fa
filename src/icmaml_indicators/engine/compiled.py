"""A program with its formulas compiled, ready for data."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..data.model.table import DataTable
from ..diagnostics.brief import Brief
from ..formulas import Expression, compile_steps, inputs_of, names, parse
from ..formulas.columns import Column, reachable, reads_of
from ..formulas.plan import Plan
from ..specs import Program
from .schedule import Schedule, option_codes


@dataclass(frozen=True, slots=True, repr=False)
class CompiledProgram(Brief):
    """A program, the tree of each formula, the plan of its rules, and the stages in which it is scored.

    `goal_trees` holds the targets and baselines that are expressions, as ``<indicator>.target`` and ``….baseline``.
    """

    program: Program
    trees: dict[str, Expression]
    goal_trees: dict[str, Expression]
    rules: Plan
    rule_inputs: list[tuple[str, ...]]
    schedules: dict[frozenset[str], Schedule] = field(default_factory=dict, compare=False)

    def schedule(self, published: Collection[str] = ()) -> Schedule:
        """Return the stages in which the program is scored, made once for each set of groups that are handed in."""
        key = frozenset(published)
        if key not in self.schedules:
            self.schedules[key] = Schedule(self.program, self.trees | self.goal_trees, key)
        return self.schedules[key]

    def inputs_of(self, indicator: str) -> tuple[str, ...]:
        """Return the variables that an indicator reads, through other indicators too."""
        return inputs_of(indicator, self.trees, self.program)

    def own_inputs_of(self, indicator: str) -> tuple[str, ...]:
        """Return the variables of its own row that an indicator reads, through other indicators too."""

        def own(column: Column) -> list[Column]:
            reads = reads_of(self.trees[column.name], self.program, self.trees) if column.name in self.trees else {}
            return [read for read in reads if read.kind in {"variable", "value"}]

        return tuple(
            column.name for column in reachable([Column("value", indicator)], own) if column.kind == "variable"
        )

    def reads(self, indicator: str) -> tuple[str, ...]:
        """Return the variables and indicators that a formula names itself."""
        return tuple(names(self.trees[indicator]))

    def plan(self, parts: Mapping[str, Expression], outputs: Sequence[str] | None = None) -> Plan:
        """Return a plan of further expressions, which may read indicators; they are its outputs by default."""
        return self.schedule().compile(parts, tuple(parts if outputs is None else outputs))


def parse_formulas(program: Program) -> tuple[dict[str, Expression], dict[str, Expression]]:
    """Return the expressions of indicators by id, and of targets and baselines as `CompiledProgram` names them."""
    formulas = {leaf.id: leaf.formula_in_force for leaf in program.indicators}
    trees = {name: parse(text) for name, text in formulas.items() if text is not None}
    goals = {
        f"{leaf.id}.{key}": parse(goal.formula)
        for leaf in program.indicators
        if leaf.attainment is not None
        for key, goal in (("target", leaf.attainment.target), ("baseline", leaf.attainment.baseline))
        if goal is not None and goal.formula is not None
    }
    return trees, goals


def compile_program(program: Program) -> CompiledProgram:
    """Compile all formulas and rules of a program; it must be sound (see `validation.load`)."""
    variables = [variable.id for variable in program.inputs]
    trees, goals = parse_formulas(program)
    rules = {f"rule {number}": parse(check.rule) for number, check in enumerate(program.all_checks)}
    return CompiledProgram(
        program,
        trees,
        goals,
        Plan(compile_steps(rules, variables, option_codes(program))),
        [tuple(names(tree)) for tree in rules.values()],
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
