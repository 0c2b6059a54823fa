"""Whether a formula rises or falls with one of its inputs.

Arithmetic is differentiated: the sign of the derivative of a quotient is that of a polynomial, which ranges and rules
may settle. For other functions the signs of their parts are put together.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ..tree import SHORT_FORMS, Call, Constant, Expression, Name, Word, write_out
from .algebra import NormalForm, Normaliser
from .bounds import Bounds
from .intervals import Ranger, read_names, reads_scores
from .polynomials import Polynomial, TooLargeError, add, multiply, scale

__all__ = ["slope"]


def slope(expression: Expression, name: str, bounds: Bounds, formulas: Mapping[str, Expression]) -> int | None:
    """Return how a formula moves when one input grows and the others stay.

    Parameters
    ----------
    expression
        The formula.
    name
        The input; its figures of earlier periods (``lag``) count as others.
    bounds
        Ranges of the inputs and rules between them.
    formulas
        Formulas of other indicators that may be named.

    Returns
    -------
    int or None
        1 never falls, -1 never rises, 0 does not move, None where that depends or cannot be told.
    """
    return _Slopes(name, bounds, formulas).of(expression)


class _Slopes:
    def __init__(self, name: str, bounds: Bounds, formulas: Mapping[str, Expression]) -> None:
        self.name, self.bounds, self.formulas = name, bounds, formulas
        self.normal = Normaliser(formulas)
        self.known: dict[str, int | None] = {}

    def of(self, node: Expression) -> int | None:
        if self.name not in read_names(node, self.formulas) and not reads_scores(node, self.formulas):
            return 0
        form = self.normal.form(node)
        return self.exact(form) if not form.opaque else self.structural(node)

    def exact(self, form: NormalForm) -> int | None:
        """Return the sign of the derivative: of n'd - nd', since the square below it is positive."""
        try:
            left = multiply(_derivative(form.numerator, self.name), form.denominator)
            right = multiply(form.numerator, _derivative(form.denominator, self.name))
            return self.bounds.sign(add(left, right, Fraction(-1)), form.needs)
        except TooLargeError:
            return None

    def structural(self, node: Expression) -> int | None:
        if isinstance(node, Name):
            if node.id not in self.formulas:
                return 1
            if node.id not in self.known:
                self.known[node.id] = self.of(self.formulas[node.id])
            return self.known[node.id]
        if isinstance(node, Constant | Word):
            return 0
        if not isinstance(node, Call):
            return None
        if node.function in SHORT_FORMS:
            return self.of(write_out(node))
        if node.function == "lag":
            return 0 if isinstance(node.args[0], Name) and node.args[0].id not in self.formulas else None
        if node.function == "if_else":
            return _joint([self.of(arg) for arg in node.args[1:]]) if self.of(node.args[0]) == 0 else None
        parts = [self.of(argument) for argument in node.args]
        match node.function:
            case "+" | "sum" | "mean" | "min" | "max" | "coalesce":
                return _joint(parts)
            case "-":
                return _joint([parts[0], _turned(parts[1])])
            case "negative":
                return _turned(parts[0])
            case "sqrt" | "log" | "exp":
                return parts[0]
            case "abs":
                return _product(parts[0], self.sign(node.args[0]))
            case "*":
                left = _product(parts[0], self.sign(node.args[1]))
                return _joint([left, _product(parts[1], self.sign(node.args[0]))])
            case "/":
                below = self.sign(node.args[1])
                left = _product(parts[0], below)
                return _joint([left, _turned(_product(parts[1], self.sign(node.args[0])))])
            case "**" if isinstance(node.args[1], Constant):
                return self.power(node, parts[0], node.args[1].value)
            case _:
                return None

    def power(self, node: Call, part: int | None, exponent: float) -> int | None:
        sign = self.sign(node.args[0])
        if exponent != int(exponent) or (exponent % 2 and exponent > 0):
            sign = 1
        elif exponent % 2:
            sign = 1 if sign in {1, -1} else None
        return _product(part, _product(sign, 1 if exponent > 0 else -1 if exponent < 0 else 0))

    def sign(self, node: Expression) -> int | None:
        """Return the sign of a part: 1 never negative, -1 never positive, 0 zero, None unknown."""
        interval = Ranger(self.bounds, self.formulas, normal=self.normal).range(node)
        if interval is None or interval.low == interval.high == 0:
            return 0
        return 1 if interval.low >= 0 else -1 if interval.high <= 0 else None


def _derivative(polynomial: Polynomial, name: str) -> Polynomial:
    result: Polynomial = {}
    for monomial, value in polynomial.items():
        powers = dict(monomial)
        count = powers.get(name, 0)
        if not count:
            continue
        powers[name] = count - 1
        lower = tuple(sorted((key, power) for key, power in powers.items() if power))
        result = add(result, scale({lower: value}, Fraction(count)))
    return result


def _joint(signs: list[int | None]) -> int | None:
    """Return the sign of a sum of parts with these signs."""
    if None in signs:
        return None
    moving = {sign for sign in signs if sign}
    return moving.pop() if len(moving) == 1 else 0 if not moving else None


def _turned(sign: int | None) -> int | None:
    return None if sign is None else -sign


def _product(a: int | None, b: int | None) -> int | None:
    if a == 0 or b == 0:
        return 0
    return None if a is None or b is None else a * b
