"""The expression tree: plain frozen nodes, compared by structure so that equal sub-expressions are one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Literal

from ..diagnostics.brief import Brief


@dataclass(frozen=True, slots=True)
class Constant:
    """A number written in the formula."""

    value: float
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Word:
    """A quoted text; it stands only beside ``==``, ``!=`` or ``in`` and what has options or levels."""

    text: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A variable or an indicator."""

    id: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, repr=False)
class Call(Brief):
    """An operator or a function on its arguments; operators go by their sign (``+``, ``<=``, ``not``, ``in``)."""

    function: str
    args: tuple[Expression, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class NodeFigure:
    """The score, the level or the weight of a node: ``score(health)``; `id_at` is where its id stands.

    Its ``value``, what it comes to before its scale, is read by that scale alone.
    """

    kind: Literal["score", "level", "weight", "value"]
    id: str
    at: int = field(default=0, compare=False)
    id_at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, repr=False)
class Statistic(Brief):
    """A function of the figures of a population: ``max(a over region)``.

    Attributes
    ----------
    population
        ``period``, ``all``, ``entity`` or a variable with options.
    ties
        Of a rank: the place of figures that are equal, where it is written.
    population_at
        Where the population stands.
    """

    function: str
    args: tuple[Expression, ...]
    population: str
    ties: str | None = None
    at: int = field(default=0, compare=False)
    population_at: int = field(default=0, compare=False)


Expression = Constant | Word | Name | Call | NodeFigure | Statistic

# Each comparison, and the one that holds where it does not.
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
COMPARISONS = frozenset(OPPOSITE)


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield every node, the outermost first."""
    yield expression
    if isinstance(expression, Call | Statistic):
        for argument in expression.args:
            yield from walk(argument)


def names(expression: Expression) -> dict[str, Name]:
    """Return the names that the expression reads, in order of first use."""
    found: dict[str, Name] = {}
    for node in walk(expression):
        if isinstance(node, Name):
            found.setdefault(node.id, node)
    return found


def inlinable(formulas: Mapping[str, Expression]) -> dict[str, Expression]:
    """Return the formulas that may stand in the place of a name: not those of figures handed in under that name."""
    return {name: formula for name, formula in formulas.items() if formula != Name(name)}


def height(expression: Expression, of_names: Mapping[str, int]) -> int:
    """Return how many operations stand one inside another, where a name stands for a formula of the height given."""
    if isinstance(expression, Name):
        return of_names.get(expression.id, 0)
    if isinstance(expression, Call | Statistic):
        return height_of_call(expression.function, [height(argument, of_names) for argument in expression.args])
    return 0


def height_of_call(function: str, heights: Sequence[int]) -> int:
    """Return how many operations stand one inside another in a call, by how many do in each argument."""
    if function == "choose" and len(heights) % 2:
        *branches, found = heights
        for condition, branch in zip(reversed(branches[::2]), reversed(branches[1::2]), strict=True):
            found = 1 + max(condition, branch, found)
        return found
    if function == "in":
        return heights[0] + len(heights) - 1
    return 1 + max(heights, default=0)


# Calls that stand for others; what works on formulas need not know them.
SHORT_FORMS = frozenset({"choose", "in"})


def write_out(call: Call) -> Call:
    """Return what a short form stands for: a choice inside a choice, or a comparison or another."""
    if call.function == "in":
        options = [Call("==", (call.args[0], word), call.at) for word in call.args[1:]]
        return reduce(lambda left, right: Call("or", (left, right), call.at), options)
    *branches, found = call.args
    for condition, branch in zip(reversed(branches[::2]), reversed(branches[1::2]), strict=True):
        found = Call("if_else", (condition, branch, found), call.at)
    assert isinstance(found, Call)
    return found


def periods_back(call: Call) -> int:
    """Return how many periods a call of ``lag`` goes back."""
    steps = call.args[1] if len(call.args) == 2 else Constant(1)
    assert isinstance(steps, Constant)
    return int(steps.value)


def replace_parts(expression: Expression, other: Callable[[Expression], Expression | None]) -> Expression:
    """Return the expression with `other` of a part in its place, the outermost first; None: the part stays."""
    found = other(expression)
    if found is not None:
        return found
    if isinstance(expression, Call | Statistic):
        args = tuple(replace_parts(argument, other) for argument in expression.args)
        return replace(expression, args=args)
    return expression


def rename(expression: Expression, name: str, other: str) -> Expression:
    """Return the expression with `other` in the place of `name`."""

    def renamed(part: Expression) -> Expression | None:
        return Name(other, part.at) if isinstance(part, Name) and part.id == name else None

    return replace_parts(expression, renamed)


def substitute(expression: Expression, others: Mapping[NodeFigure | Statistic, Expression]) -> Expression:
    """Return the expression with others in the place of scores, levels and statistics."""

    def other(part: Expression) -> Expression | None:
        return others.get(part) if isinstance(part, NodeFigure | Statistic) else None

    return replace_parts(expression, other)
