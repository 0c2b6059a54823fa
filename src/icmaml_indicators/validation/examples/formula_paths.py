"""The ways through a formula: branches, fallbacks, undefined parts, absences; and which rows take each of them.

Conditions and arguments are formulas like any other: each is one more output of the plan that computes the formula.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...engine.columns.input_columns import InputColumns
from ...engine.compiled import CompiledProgram
from ...formulas import Call, Constant, Expression, Name, walk
from ...formulas.columns import Column
from ...formulas.plan import Evaluation
from ...formulas.reasons import NOT_REPORTED, UNDEFINED
from ...formulas.tree import NodeFigure, Statistic
from ...specs import Program

State = Literal["true", "false", "present", "absent", "undefined", "not_reported", "no_previous"]
Rows = NDArray[np.bool_]

_PARTIAL = {"/", "log", "sqrt", "irr", "npv", "equivalent_annual", "**"}


@dataclass(frozen=True, slots=True)
class Guard:
    """A part of a formula and the state that it must be in."""

    part: Expression
    state: State


@dataclass(frozen=True, slots=True)
class FormulaPath:
    """One way through a formula: its kind, where in the text it begins, and all that must hold for it to be taken."""

    indicator: str
    kind: str
    text: str
    at: int
    guards: tuple[Guard, ...]


class FormulaPaths:
    """All ways through the formulas of a program, but for those that depend on other entities."""

    def __init__(self, compiled: CompiledProgram, among_others: Collection[Column]) -> None:
        self.compiled, self.program = compiled, compiled.program
        self.paths: list[FormulaPath] = []
        self.statistics: dict[str, list[Statistic]] = {}
        for leaf in self.program.indicators:
            if leaf.formula is not None and Column("value", leaf.id) not in among_others:
                self.paths += _Walker(self.program, compiled.trees, leaf.id, leaf.formula).run()
                parts = [part for part in walk(compiled.trees[leaf.id]) if isinstance(part, Statistic)]
                self.statistics[leaf.id] = [part for part in parts if not isinstance(part.args[0], Constant)]
        self.parts = {part: f"part {n}" for n, part in enumerate(dict.fromkeys(self._parts()))}

    def _parts(self) -> Iterator[Expression]:
        for path in self.paths:
            for guard in path.guards:
                yield guard.part
        for parts in self.statistics.values():
            yield from (part.args[0] for part in parts)

    def find_rows(self, columns: InputColumns) -> tuple[list[Rows], dict[Expression, NDArray[np.float64]]]:
        """Return, path by path, the rows that take it, and the figures of which statistics are.

        Parameters
        ----------
        columns
            What the formulas read.
        """
        plan = self.compiled.plan({name: part for part, name in self.parts.items()})
        found = columns.evaluate(plan)
        rows_in_all = found.values.shape[1]
        line = {name: number for number, name in enumerate(plan.outputs)}
        first = columns.previous.get(1, np.full(rows_in_all, -1, np.intp)) < 0
        rows = []
        for path in self.paths:
            taken = np.ones(rows_in_all, bool)
            for guard in path.guards:
                taken &= _in_state(found, line[self.parts[guard.part]], guard.state, first)
            rows.append(taken)
        statistics = (part for parts in self.statistics.values() for part in parts)
        return rows, {part: found.values[line[self.parts[part.args[0]]]] for part in statistics}


def _in_state(found: Evaluation, line: int, state: State, first: Rows) -> Rows:
    values, reasons = found.values[line], found.reasons[line]
    inside: dict[State, Rows] = {
        "true": (reasons == 0) & (values != 0),
        "false": (reasons == 0) & (values == 0),
        "present": reasons == 0,
        "absent": reasons != 0,
        "undefined": reasons == UNDEFINED,
        "not_reported": reasons == NOT_REPORTED,
        "no_previous": (reasons == NOT_REPORTED) & first,
    }
    return inside[state]


class _Walker:
    """Lists the ways through one formula."""

    def __init__(self, program: Program, trees: Mapping[str, Expression], name: str, text: str) -> None:
        self.program, self.trees, self.name, self.text = program, trees, name, text
        self.found: list[FormulaPath] = []

    def run(self) -> list[FormulaPath]:
        tree = self.trees[self.name]
        self.add("value", self.text, 0, (Guard(tree, "present"),))
        self.walk(tree, ())
        if self.can_be_absent(tree, set()):
            self.add("absent", "not_reported", 0, (Guard(tree, "not_reported"),))
        return self.found

    def add(self, kind: str, text: str, at: int, guards: tuple[Guard, ...]) -> None:
        self.found.append(FormulaPath(self.name, kind, text, at, guards))

    def walk(self, node: Expression, guards: tuple[Guard, ...]) -> None:
        if not isinstance(node, Call):
            return
        if node.function == "if_else":
            condition, yes, no = node.args
            self.walk(condition, guards)
            for state, branch in (("true", yes), ("false", no)):
                chosen = (*guards, Guard(condition, "true" if state == "true" else "false"))
                self.add("branch", f"{self.source(node)} → {state}", node.at, chosen)
                self.walk(branch, chosen)
            return
        if node.function == "choose":
            self.choices(node, guards)
            return
        if node.function == "coalesce":
            before: tuple[Guard, ...] = guards
            for number, argument in enumerate(node.args, 1):
                self.add("fallback", f"{self.source(node)} → {number}", node.at, (*before, Guard(argument, "present")))
                self.walk(argument, before)
                before = (*before, Guard(argument, "absent"))
            return
        if node.function == "lag":
            self.add(
                "absent", f"{self.source(node)}: no previous period", node.at, (*guards, Guard(node, "no_previous"))
            )
            return  # what is lagged was counted in the period it belongs to
        if node.function in _PARTIAL and self.can_be_undefined(node):
            here = tuple(Guard(argument, "present") for argument in node.args)
            self.add("undefined", self.undefined_text(node), node.at, (*guards, *here, Guard(node, "undefined")))
        for argument in node.args:
            self.walk(argument, guards)

    def choices(self, node: Call, guards: tuple[Guard, ...]) -> None:
        """List the ways through a choice among several: the first condition that holds, or none."""
        *branches, otherwise = node.args
        for number, (condition, branch) in enumerate(zip(branches[::2], branches[1::2], strict=True), 1):
            self.walk(condition, guards)
            chosen = (*guards, Guard(condition, "true"))
            self.add("branch", f"{self.source(node)} → {number}", node.at, chosen)
            self.walk(branch, chosen)
            guards = (*guards, Guard(condition, "false"))
        self.add("branch", f"{self.source(node)} → else", node.at, guards)
        self.walk(otherwise, guards)

    def can_be_undefined(self, call: Call) -> bool:
        """Whether a division, root or the like has places without a value, as far as its text and ranges show."""
        if call.function == "/":
            return not self.never_zero(call.args[1])
        if call.function == "**":
            base, power = call.args
            return (
                not isinstance(power, Constant) or power.value < 0 or (power.value % 1 != 0 and not self.positive(base))
            )
        if call.function in {"log", "sqrt"}:
            return not self.positive(call.args[0])
        if call.function in {"npv", "equivalent_annual"}:
            rate = call.args[0]
            return not isinstance(rate, Constant) or rate.value <= -1 or (call.function != "npv" and rate.value == 0)
        return True

    def never_zero(self, node: Expression) -> bool:
        if isinstance(node, Constant):
            return node.value != 0
        if isinstance(node, Name) and node.id in self.program.variable_by_id:
            allowed = self.program.variable_by_id[node.id].range
            return self.positive(node) or (allowed.high is not None and allowed.high < 0)
        return self.positive(node)

    def positive(self, node: Expression) -> bool:
        """Whether a part is above zero for certain."""
        if isinstance(node, Constant):
            return node.value > 0
        if isinstance(node, Name) and node.id in self.program.variable_by_id:
            low = self.program.variable_by_id[node.id].range.low
            return low is not None and low > 0
        if isinstance(node, Call) and node.function == "max":
            return any(self.positive(argument) for argument in node.args)
        if isinstance(node, Call) and node.function in {"+", "*", "/", "min"}:
            return all(self.positive(argument) for argument in node.args)
        return False

    def can_be_absent(self, node: Expression, seen: set[str]) -> bool:
        """Whether an absent input leaves the formula without a value."""
        if isinstance(node, NodeFigure):
            return node.kind != "weight" or "weight" in self.program.nodes[node.id].quantities
        if isinstance(node, Name):
            if node.id in self.program.variable_by_id:
                return True
            if node.id in seen or node.id not in self.trees:
                return False
            return self.can_be_absent(self.trees[node.id], {*seen, node.id})
        if isinstance(node, Call):
            test = all if node.function == "coalesce" else any
            return test(self.can_be_absent(argument, seen) for argument in node.args)
        return False

    def undefined_text(self, call: Call) -> str:
        if call.function == "/" and isinstance(call.args[1], Name):
            return f"{call.args[1].id} = 0"
        return "denominator = 0" if call.function == "/" else f"{self.source(call)} undefined"

    def source(self, call: Call) -> str:
        return written_call(self.text, call.at)


def written_call(text: str, at: int) -> str:
    """Return a call as it is written, up to its closing parenthesis."""
    depth = 0
    for place in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if text[place] == ")" and depth == 0:
            return text[at : place + 1]
    return text[at:]
