"""All formulas of a program to one plan: indicators inlined, `lag` pushed to the inputs, equal parts computed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import add, mul, sub

from .quantities import sides_in_years
from .rendering import render
from .tree import (
    COMPARISONS,
    SHORT_FORMS,
    Call,
    Constant,
    Expression,
    Name,
    NodeFigure,
    Statistic,
    Word,
    periods_back,
    write_out,
)

# An operand of a step: a constant, or where a column stands.
Slot = tuple[str, int]  # ("input", row of the data matrix) | ("step", number of the step)
Operand = float | Slot


@dataclass(frozen=True, slots=True)
class Step:
    """One array operation: `operation` on `operands`; `lag` carries how many periods back it reads."""

    operation: str
    operands: tuple[Operand, ...]
    lag: int = 0


@dataclass(frozen=True, slots=True)
class PlanSteps:
    """The steps of a plan, in an order in which they can run.

    Attributes
    ----------
    inputs
        Ids of the variables, in the order of the rows of the data matrix.
    steps
        Each operand of a step is a constant, an input, or an earlier step.
    outputs
        What each formula comes to, by its name.
    last_use
        For each step, the number of the last step that reads it (its own number when none does).
    """

    inputs: tuple[str, ...]
    steps: tuple[Step, ...]
    outputs: dict[str, Operand]
    last_use: tuple[int, ...]


def compile_steps(
    formulas: Mapping[str, Expression],
    inputs: Sequence[str],
    option_codes: Mapping[str, Mapping[str, int]] | None = None,
    outputs: Sequence[str] | None = None,
) -> PlanSteps:
    """Compile formulas that may read one another (without a cycle) to one recipe.

    Parameters
    ----------
    formulas
        Expression by name; checked already.
    inputs
        Ids of the variables.
    option_codes
        For each variable with options, the number that stands for each option.
    outputs
        The names to compute; all formulas by default.
    """
    compiler = _Compiler(formulas, {name: row for row, name in enumerate(inputs)}, option_codes or {})
    results = {name: compiler.formula(name, 0) for name in (formulas if outputs is None else outputs)}
    last_use = list(range(len(compiler.steps)))
    for number, step in enumerate(compiler.steps):
        for operand in step.operands:
            if isinstance(operand, tuple) and operand[0] == "step":
                last_use[operand[1]] = number
    return PlanSteps(tuple(inputs), tuple(compiler.steps), results, tuple(last_use))


# Arithmetic on constants alone is done while compiling.
_FOLDED: dict[str, Callable[..., float]] = {"+": add, "-": sub, "*": mul}


class _Compiler:
    def __init__(
        self,
        formulas: Mapping[str, Expression],
        rows: Mapping[str, int],
        option_codes: Mapping[str, Mapping[str, int]],
    ) -> None:
        self.formulas, self.rows, self.option_codes = formulas, rows, option_codes
        self.steps: list[Step] = []
        self.numbers: dict[Step, int] = {}
        self.done: dict[tuple[str, int], Operand] = {}

    def step(self, operation: str, *operands: Operand, lag: int = 0) -> Operand:
        """Return the operand for an operation, adding a step only when no equal one exists."""
        if operation in _FOLDED and all(isinstance(operand, float) for operand in operands):
            return _FOLDED[operation](*operands)
        step = Step(operation, operands, lag)
        if step not in self.numbers:
            self.numbers[step] = len(self.steps)
            self.steps.append(step)
        return ("step", self.numbers[step])

    def formula(self, name: str, lag: int) -> Operand:
        if (name, lag) not in self.done:
            self.done[name, lag] = self.expression(self.formulas[name], lag)
        return self.done[name, lag]

    def expression(self, node: Expression, lag: int) -> Operand:
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Name):
            if node.id not in self.rows:
                return self.formula(node.id, lag)
            column: Operand = ("input", self.rows[node.id])
            return self.step("lag", column, lag=lag) if lag else column
        if isinstance(node, Word):
            raise TypeError(f"quoted text {node.text!r} outside a comparison")
        if isinstance(node, NodeFigure | Statistic):
            raise TypeError(f"{render(node)} is a column of its own, which stands in by a name")
        return self.call(node, lag)

    def call(self, node: Call, lag: int) -> Operand:
        if node.function == "lag":
            # Every operation works row by row, so the lag of a formula is the formula of the lags.
            return self.expression(node.args[0], lag + periods_back(node))
        if node.function in SHORT_FORMS:
            return self.call(write_out(node), lag)
        args = self.encode_options(node) if node.function in COMPARISONS else node.args
        operands = [self.expression(argument, lag) for argument in args]
        match node.function:
            case "+" | "*" | "sum" | "min" | "max" | "coalesce":
                operation = {"sum": "+"}.get(node.function, node.function)
                return self.fold(operation, operands)
            case "mean":
                return self.step("/", self.fold("+", operands), float(len(operands)))
            case "npv":
                return self.net_present_value(operands[0], operands[1:])
            case "equivalent_annual":
                return self.equivalent_annual(operands[0], operands[1:])
            case _:
                return self.step(node.function, *operands)

    def encode_options(self, node: Call) -> tuple[Expression, ...]:
        """Return the two sides of a comparison with a quoted option replaced by its number."""
        sides: list[Expression] = []
        args = sides_in_years(node)
        for side, other in (args, args[::-1]):
            if isinstance(side, Word) and isinstance(other, Name):
                sides.append(Constant(float(self.option_codes[other.id][side.text])))
            else:
                sides.append(side)
        return tuple(sides)

    def fold(self, operation: str, operands: Sequence[Operand]) -> Operand:
        """Apply a two-sided operation from left to right."""
        result = operands[0]
        for operand in operands[1:]:
            result = self.step(operation, result, operand)
        return result

    def net_present_value(self, rate: Operand, flows: Sequence[Operand]) -> Operand:
        """Discount flows at the ends of periods 0, 1, 2, … by Horner's rule: x0 + (x1 + (x2 + …) / g) / g."""
        growth = self.step("+", rate, 1.0)
        result = flows[-1]
        for flow in reversed(flows[:-1]):
            result = self.step("+", self.step("/", result, growth), flow)
        return result

    def equivalent_annual(self, rate: Operand, flows: Sequence[Operand]) -> Operand:
        """Spread the net present value over the n periods after period 0: NPV · r / (1 - (1 + r)^-n)."""
        value = self.net_present_value(rate, flows)
        periods = float(len(flows) - 1)
        growth = self.step("**", self.step("+", rate, 1.0), -periods)
        return self.step("/", self.step("*", value, rate), self.step("-", 1.0, growth))
