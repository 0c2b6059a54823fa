"""Formulas as Excel writes them, over the cells that hold what they read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...formulas import Expression
from ...formulas.quantities import sides_in_years
from ...formulas.tree import (
    COMPARISONS,
    SHORT_FORMS,
    Call,
    Constant,
    Name,
    NodeFigure,
    Statistic,
    Word,
    periods_back,
    write_out,
)
from ..formulas import Read


def write_cell_formula(expression: Expression, cells: Mapping[Read, str], lag: int = 0) -> str | None:
    """Return a formula without the sign of equality; None where Excel has no such operation on single cells.

    Parameters
    ----------
    expression
        What is to be written.
    cells
        The address of each thing that it reads; a formula that reads anything else cannot be written.
    lag
        How many periods back it is read.
    """
    return _Cells(cells).text(expression, lag)


_SIGNS = {"+": "+", "-": "-", "*": "*", "/": "/", "**": "^"}
_FUNCTIONS = {"min": "MIN", "max": "MAX", "sum": "SUM", "mean": "AVERAGE", "abs": "ABS", "log": "LN", "exp": "EXP"}


class _NoFormulaError(Exception):
    """Excel has no such operation on single cells."""


class _Cells:
    """Expressions as Excel writes them, with every pair of parentheses: its precedence is not ours."""

    def __init__(self, cells: Mapping[Read, str]) -> None:
        self.cells = cells

    def text(self, expression: Expression, lag: int) -> str | None:
        try:
            return self.part(expression, lag)
        except _NoFormulaError:
            return None

    def part(self, node: Expression, lag: int) -> str:
        match node:
            case Constant(value):
                return f"({value!r})" if value < 0 else repr(value)
            case Word(text):
                return f'"{text}"'
            case Name() | NodeFigure() | Statistic():
                if Read(node, lag) not in self.cells:
                    raise _NoFormulaError
                return self.cells[Read(node, lag)]
            case Call():
                return self.call(write_out(node) if node.function in SHORT_FORMS else node, lag)

    def call(self, node: Call, lag: int) -> str:
        function = node.function
        if function == "lag":
            return self.part(node.args[0], lag + periods_back(node))
        args = [self.part(argument, lag) for argument in sides_in_years(node)]
        if function in _SIGNS:
            return f"({args[0]}{_SIGNS[function]}{args[1]})"
        if function in COMPARISONS:
            sign = {"==": "=", "!=": "<>"}.get(function, function)
            return f"IF({args[0]}{sign}{args[1]},1,0)"
        if function in _FUNCTIONS:
            return f"{_FUNCTIONS[function]}({','.join(args)})"
        special = _SPECIAL.get(function)
        if special is None:
            raise _NoFormulaError
        return special(args)


def _coalesce(args: list[str]) -> str:
    result = args[-1]
    for argument in reversed(args[:-1]):
        result = f"IF(ISNUMBER({argument}),{argument},{result})"
    return result


def _net_present_value(args: list[str]) -> str:
    rate, *flows = args
    result = flows[-1]
    for flow in reversed(flows[:-1]):
        result = f"({result}/(1+{rate})+{flow})"
    return result


def _equivalent_annual(args: list[str]) -> str:
    rate, periods = args[0], len(args) - 2
    return f"({_net_present_value(args)}*{rate}/(1-(1+{rate})^(-{periods})))"


_SPECIAL: dict[str, Callable[[list[str]], str]] = {
    "negative": lambda args: f"(-({args[0]}))",
    "sqrt": lambda args: f"SQRT({args[0]})",
    "not": lambda args: f"IF({args[0]}=0,1,0)",
    "and": lambda args: f"IF(AND({args[0]}<>0,{args[1]}<>0),1,0)",
    "or": lambda args: f"IF(OR({args[0]}<>0,{args[1]}<>0),1,0)",
    "if_else": lambda args: f"IF({args[0]}<>0,{args[1]},{args[2]})",
    "coalesce": _coalesce,
    "npv": _net_present_value,
    "equivalent_annual": _equivalent_annual,
}
