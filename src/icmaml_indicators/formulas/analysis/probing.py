"""Two formulas tried on made-up figures, to show that they differ. Only ever a refutation: agreement proves nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from ..rendering import render
from ..tree import (
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
    walk,
    write_out,
)

_POINTS = 24
_TOLERANCE = 1e-6
_MOST_STEPS = 20_000
# Distances between figures that follow no pattern: the fractional parts of multiples of irrational numbers.
_STEP, _SHIFT = math.sqrt(5) - 2, math.sqrt(2) - 1


def differ(
    a: Expression,
    b: Expression,
    formulas_of_a: Mapping[str, Expression],
    formulas_of_b: Mapping[str, Expression],
    renamed: Mapping[str, str],
) -> bool:
    """Whether some figures were found for which the two formulas give different results.

    `renamed` holds the names that inputs of `a` bear in `b`. Where only one of them is defined they differ as well.
    Functions of cash flows are not tried: then nothing is shown.
    """
    words = sorted({node.text for tree in (a, b) for node in walk(tree) if isinstance(node, Word)})
    for point in range(_POINTS):
        try:
            first, size = _Row(point, words, formulas_of_a, renamed).result(a)
            second, other = _Row(point, words, formulas_of_b, {}).result(b)
        except _NotTriedError:
            return False
        if first is None or second is None:
            if (first is None) != (second is None):
                return True
            continue
        if abs(first - second) > _TOLERANCE * max(size, other, 1e-3):
            return True
    return False


class _NotTriedError(Exception):
    """The formula calls what is not tried here, or is too long."""


class _Row:
    """One row of made-up figures: the same name has the same figure in both formulas."""

    def __init__(
        self, point: int, words: Sequence[str], formulas: Mapping[str, Expression], renamed: Mapping[str, str]
    ) -> None:
        self.point, self.words, self.formulas, self.renamed = point, words, formulas, renamed
        self.size = 0.0
        self.steps = 0

    def result(self, expression: Expression) -> tuple[float | None, float]:
        """Return the result (None where undefined) and the largest size met on the way."""
        try:
            value = self.value(expression, 0)
        except (ArithmeticError, ValueError):
            return None, self.size
        return (value if math.isfinite(value) else None), self.size

    def figure(self, name: str, lag: int) -> float:
        """Return the made-up figure of an input: positive in half of the rows, of either sign in the others."""
        number = sum((place + 1) * ord(sign) for place, sign in enumerate(f"{name}@{lag}"))
        part = ((number + 1) * _STEP + (self.point + 1) * _SHIFT * (1 + number % 7)) % 1.0
        return 0.3 + 9.7 * part if self.point % 2 == 0 else 20.0 * part - 10.0

    def value(self, node: Expression, lag: int) -> float:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise _NotTriedError
        if isinstance(node, Constant):
            value = node.value
        elif isinstance(node, Name):
            if node.id in self.formulas:
                return self.value(self.formulas[node.id], lag)
            value = self.figure(self.renamed.get(node.id, node.id), lag)
        elif isinstance(node, NodeFigure):
            value = self.figure(render(node), lag)
        elif isinstance(node, Word | Statistic):
            raise _NotTriedError
        elif node.function in SHORT_FORMS:
            return self.value(write_out(node), lag)
        elif node.function == "lag":
            return self.value(node.args[0], lag + periods_back(node))
        elif node.function == "if_else":
            return self.value(node.args[1 if self.value(node.args[0], lag) else 2], lag)
        elif node.function in COMPARISONS and any(isinstance(side, Word) for side in node.args):
            value = self.choice(node, lag)
        elif node.function in _MEANINGS:
            value = _MEANINGS[node.function](*(self.value(argument, lag) for argument in node.args))
        else:
            raise _NotTriedError
        self.size = max(self.size, abs(value))
        return value

    def choice(self, node: Call, lag: int) -> float:
        """Compare a variable with one of its options; which option it has changes from row to row."""
        left, right = node.args
        word, other = (left, right) if isinstance(left, Word) else (right, left)
        if not isinstance(word, Word) or not isinstance(other, Name | NodeFigure):
            raise _NotTriedError
        name = self.renamed.get(other.id, other.id) if isinstance(other, Name) else render(other)
        turn = (self.point + sum(map(ord, name)) + lag) % (len(self.words) + 1)
        has = turn < len(self.words) and self.words[turn] == word.text
        return float(has == (node.function == "=="))


_MEANINGS: dict[str, Callable[..., float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": math.pow,
    "negative": lambda a: -a,
    "sum": lambda *args: math.fsum(args),
    "mean": lambda *args: math.fsum(args) / len(args),
    "min": min,
    "max": max,
    "abs": abs,
    "sqrt": math.sqrt,
    "log": math.log,
    "exp": math.exp,
    # Every figure is present here, so the first of them stands.
    "coalesce": lambda *args: args[0],
    "==": lambda a, b: float(a == b),
    "!=": lambda a, b: float(a != b),
    "<": lambda a, b: float(a < b),
    "<=": lambda a, b: float(a <= b),
    ">": lambda a, b: float(a > b),
    ">=": lambda a, b: float(a >= b),
    "and": lambda a, b: float(bool(a) and bool(b)),
    "or": lambda a, b: float(bool(a) or bool(b)),
    "not": lambda a: float(not a),
}
