"""Formulas. Their signs and precedence are Python's, so that Python's own grammar reads them; nothing is evaluated by it."""

from __future__ import annotations

import ast
import io
import math
import tokenize
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, reduce
from itertools import pairwise
from typing import Any, Literal

from tests.reference.figures import UNDEFINED, Absent, Figure, Number, exact, finite, gravest, subtract
from tests.reference.parameters import InYears


@dataclass(frozen=True)
class NodeFigure:
    """``score(node)``, ``level(node)`` or ``weight(node)``; ``value(node)`` in the scale of the node."""

    kind: Literal["score", "level", "weight", "value"]
    id: str


@dataclass(frozen=True)
class Statistic:
    """``function(x, … over population)``."""

    function: str
    args: tuple[ast.expr, ...]
    population: str


# What a formula reads (the name of a variable or an indicator, or one of these), and how many periods back. An option
# is its own text.
Source = str | NodeFigure | Statistic
Reader = Callable[[Source, int], Figure | str]


@cache
def parsed(text: str) -> ast.expr:
    """Return the tree of a formula; ``over`` stands in it as a keyword of the call."""
    body: ast.expr = InYears().visit(ast.parse(_with_keywords(f"({text})"), mode="eval").body)
    return body


class OfNode(ast.NodeTransformer):
    """Puts ``value(node)`` in the place of ``value``."""

    def __init__(self, node: str) -> None:
        self.node = node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Replace one name."""
        own = [ast.Name(self.node, ast.Load())]
        return ast.Call(ast.Name("value", ast.Load()), own, []) if node.id == "value" else node


def _with_keywords(text: str) -> str:
    """Write ``over name`` behind an operand as ``, over=name``; elsewhere ``over`` is a name like any other."""
    parts: list[str] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        behind = parts[-1] if parts else ""
        is_operand = behind[-1:].isalnum() or behind[-1:] in {"_", ".", ")", "'", '"'}
        if token.string == "over" and is_operand and behind not in {"and", "or", "not", "in"}:
            parts.append(", over =")
        elif token.string.strip():
            parts.append(token.string)
    return " ".join(parts)


def source(node: ast.expr) -> Source | None:
    """Return what a part of a formula reads by itself; None where it is put together from its parts."""
    match node:
        case ast.Name(id=name) if name not in {"true", "false"}:
            return name
        case ast.Call(
            func=ast.Name(id="score" | "level" | "weight" | "value" as kind), args=[ast.Name(id=name)], keywords=[]
        ):
            return NodeFigure(kind, name)  # type: ignore[arg-type]
        case ast.Call(func=ast.Name(id=function), args=args, keywords=[ast.keyword(value=ast.Name(id=population))]):
            return Statistic(function, tuple(args), population)
    return None


def sources(node: ast.expr, back: int = 0) -> Iterator[tuple[Source, int]]:
    """Yield all that a formula reads, and how many periods back."""
    own = source(node)
    if own is not None:
        yield own, back
        return
    further = lag_of(node)
    called = [node.func] if isinstance(node, ast.Call) else []
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.expr) and part not in called:
            yield from sources(part, back + further)


def lag_of(node: ast.expr) -> int:
    """Return by how many periods a part of a formula looks back; 0 where it is no lag."""
    match node:
        case ast.Call(func=ast.Name(id="lag"), args=[_, ast.Constant(value=int(steps))]):
            return steps
        case ast.Call(func=ast.Name(id="lag")):
            return 1
    return 0


def names(text: str) -> list[str]:
    """Return the names that a formula reads, each once, in its order."""
    called = {node.func for node in ast.walk(parsed(text)) if isinstance(node, ast.Call)}
    found = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.Name) and node not in called]
    found.sort(key=lambda node: (node.lineno, node.col_offset))
    return list(dict.fromkeys(node.id for node in found if node.id not in {"true", "false"}))


def evaluate(node: ast.expr, read: Reader, back: int = 0) -> Any:
    """Return what a formula comes to; absent operands make the result absent, for the gravest of their reasons."""
    own = source(node)
    if own is not None:
        return read(own, back)
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Constant(value=number):
            return exact(number)
        case ast.Name(id=word):
            return Fraction(word == "true")
        case ast.Call(func=ast.Name(id="lag"), args=[what, *_]):
            # The lag of a formula is the formula of the lags.
            return evaluate(what, read, back + lag_of(node))
        case ast.Call(func=ast.Name(id="choose"), args=[*cases, otherwise]):
            for condition, chosen in zip(cases[::2], cases[1::2], strict=True):
                holds = evaluate(condition, read, back)
                if isinstance(holds, Absent) or holds:
                    return holds if isinstance(holds, Absent) else evaluate(chosen, read, back)
            return evaluate(otherwise, read, back)
        case ast.Compare(left=left, ops=[ast.In()], comparators=[options]):
            known = [option.value for option in ast.walk(options) if isinstance(option, ast.Constant)]
            return _applied(
                lambda option: Fraction(any(_equal(option, each) for each in known)), [evaluate(left, read, back)]
            )
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
