"""A formula as a ratio of totals: what is added up, over what, times a factor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

from ..tree import Call, Constant, Expression, Name, NodeFigure, Statistic, walk


@dataclass(frozen=True, slots=True)
class Ratio:
    """``numerator / denominator * factor``; of several entities together, totals take the place of their figures."""

    numerator: Expression
    denominator: Expression
    factor: float


def ratio_of(expression: Expression, formulas: Mapping[str, Expression]) -> Ratio | None:
    """Return a formula as a ratio, or None where it is none.

    Products and quotients are taken apart, through other indicators too. Numbers go to the factor; a sum, a function
    or a lag counts as one figure.

    Parameters
    ----------
    expression
        A formula.
    formulas
        Every formula by the id of its indicator.
    """
    parts = _Parts(formulas)
    parts.take(expression, below=False)
    if any(isinstance(node, NodeFigure | Statistic) for part in (*parts.above, *parts.under) for node in walk(part)):
        return None  # of several entities together these are no totals
    if not parts.above or not parts.under or not any(isinstance(node, Name) for node in walk(_product(parts.under))):
        return None
    return Ratio(_product(parts.above), _product(parts.under), parts.factor)


class _Parts:
    def __init__(self, formulas: Mapping[str, Expression]) -> None:
        self.formulas = formulas
        self.above: list[Expression] = []
        self.under: list[Expression] = []
        self.factor = 1.0

    def take(self, node: Expression, *, below: bool) -> None:
        """Take a factor apart; `below` says whether it divides."""
        if isinstance(node, Call) and node.function in {"*", "/"}:
            self.take(node.args[0], below=below)
            self.take(node.args[1], below=below != (node.function == "/"))
        elif isinstance(node, Name) and node.id in self.formulas:
            self.take(self.formulas[node.id], below=below)
        elif isinstance(node, Constant) and node.value != 0:
            self.factor *= 1 / node.value if below else node.value
        else:
            (self.under if below else self.above).append(node)


def _product(factors: list[Expression]) -> Expression:
    return reduce(lambda left, right: Call("*", (left, right)), factors)
