"""Formulas. Their signs and precedence are Python's, so that Python's own grammar reads them; nothing is evaluated by it."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache, reduce
from itertools import pairwise
from typing import Any

from tests.reference.figures import UNDEFINED, Absent, Figure, Number, exact, finite, gravest, subtract

# What a formula reads: the name of a variable or an indicator, and how many periods back. An option is its own text.
Reader = Callable[[str, int], Figure | str]


@cache
def parsed(text: str) -> ast.expr:
    """Return the tree of a formula."""
    return ast.parse(f"({text})", mode="eval").body


def names(text: str) -> list[str]:
    """Return the names that a formula reads, each once, in its order."""
    called = {node.func for node in ast.walk(parsed(text)) if isinstance(node, ast.Call)}
    found = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.Name) and node not in called]
    found.sort(key=lambda node: (node.lineno, node.col_offset))
    return list(dict.fromkeys(node.id for node in found if node.id not in {"true", "false"}))


def evaluate(node: ast.expr, read: Reader, back: int = 0) -> Any:
    """Return what a formula comes to; absent operands make the result absent, for the gravest of their reasons."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Constant(value=number):
            return exact(number)
        case ast.Name(id="true" | "false" as word):
            return Fraction(word == "true")
        case ast.Name(id=name):
            return read(name, back)
        case ast.Call(func=ast.Name(id="lag"), args=[what, *steps]):
            # The lag of a formula is the formula of the lags.
            return evaluate(what, read, back + (steps[0].value if steps else 1))
        case ast.Call(func=ast.Name(id="if_else"), args=[condition, yes, no]):
            holds = evaluate(condition, read, back)
            return holds if isinstance(holds, Absent) else evaluate(yes if holds else no, read, back)
        case ast.Call(func=ast.Name(id="coalesce"), args=args):
            found = [evaluate(arg, read, back) for arg in args]
            return next((figure for figure in found if not isinstance(figure, Absent)), gravest(found))
        case ast.BoolOp(op=sign, values=parts):
            operation = all if isinstance(sign, ast.And) else any
            return _applied(lambda *truths: Fraction(operation(truths)), [evaluate(part, read, back) for part in parts])
        case ast.BinOp(left=left, op=sign, right=right):
            return _applied(_SIGNS[type(sign)], [evaluate(left, read, back), evaluate(right, read, back)])
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            return _applied(_COMPARISONS[type(sign)], [evaluate(left, read, back), evaluate(right, read, back)])
        case ast.UnaryOp(op=sign, operand=operand):
            return _applied(_UNARY[type(sign)], [evaluate(operand, read, back)])
        case ast.Call(func=ast.Name(id=name), args=args):
            return _applied(FUNCTIONS[name], [evaluate(arg, read, back) for arg in args])
    raise TypeError(ast.dump(node))


def _applied(operation: Callable[..., Any], operands: Sequence[Any]) -> Any:
    absence = gravest(operands)
    if absence is not None:
        return absence
    try:
        found = operation(*operands)
        return found if isinstance(found, Absent) else finite(found)
    except (ZeroDivisionError, OverflowError, ValueError):
        return UNDEFINED


def _add(a: Number, b: Number) -> Number:
    return subtract(a, -b)


def _divide(a: Number, b: Number) -> Number:
    return a / b


def _power(base: Number, exponent: Number) -> Number:
    if isinstance(base, Fraction) and exponent == int(exponent) and abs(exponent) <= 60:
        return base ** int(exponent)
    return math.pow(base, exponent)


def _present_value(rate: Number, *flows: Number) -> Number:
    """Flows at the ends of periods 0, 1, 2, …; that of period 0 is not discounted."""
    return reduce(_add, (flow / (1 + rate) ** period for period, flow in enumerate(flows)))


def _equivalent_annual(rate: Number, *flows: Number) -> Number:
    """The same amount after each period but period 0 that is worth as much: NPV · r / (1 - (1 + r)^-n)."""
    return _present_value(rate, *flows) * rate / (1 - (1 + rate) ** -(len(flows) - 1))


def _internal_rate(*flows: Number) -> Figure:
    """The rate at which flows are worth nothing, where their signs change once, so that it is the only one."""
    signs = [flow > 0 for flow in flows if flow]
    if sum(a != b for a, b in pairwise(signs)) != 1:
        return UNDEFINED

    def worth(factor: float) -> Fraction:
        return sum((Fraction(flow) * Fraction(factor) ** period for period, flow in enumerate(flows)), Fraction(0))

    # Worth changes sign once as the discount factor goes up from zero.
    first, low, high = signs[0], 0.0, 1.0
    while (worth(high) > 0) == first and worth(high):
        low, high = high, 2 * high
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if (worth(middle) > 0) == first and worth(middle) else (low, middle)
    return 1 / Fraction(high) - 1


def _equal(a: Any, b: Any) -> bool:
    return a == b if isinstance(a, str) or isinstance(b, str) else subtract(a, b) == 0


_SIGNS: dict[type, Callable[..., Any]] = {
    ast.Add: _add,
    ast.Sub: subtract,
    ast.Mult: lambda a, b: a * b,
    ast.Div: _divide,
    ast.Pow: _power,
}
_UNARY: dict[type, Callable[..., Any]] = {
    ast.USub: lambda a: -a,
    ast.UAdd: lambda a: a,
    ast.Not: lambda a: Fraction(not a),
}
_COMPARISONS: dict[type, Callable[..., Any]] = {
    ast.Eq: lambda a, b: Fraction(_equal(a, b)),
    ast.NotEq: lambda a, b: Fraction(not _equal(a, b)),
    ast.Lt: lambda a, b: Fraction(subtract(a, b) < 0),
    ast.LtE: lambda a, b: Fraction(subtract(a, b) <= 0),
    ast.Gt: lambda a, b: Fraction(subtract(a, b) > 0),
    ast.GtE: lambda a, b: Fraction(subtract(a, b) >= 0),
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "sum": lambda *args: reduce(_add, args),
    "mean": lambda *args: reduce(_add, args) / len(args),
    "abs": abs,
    "sqrt": math.sqrt,
    "log": math.log,
    "exp": math.exp,
    "npv": _present_value,
    "irr": _internal_rate,
    "equivalent_annual": _equivalent_annual,
}
