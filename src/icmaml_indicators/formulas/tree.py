"""The expression tree: plain frozen nodes, compared by structure so that equal sub-expressions are one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..diagnostics.brief import Brief


@dataclass(frozen=True, slots=True)
class Constant:
    """A number written in the formula."""

    value: float
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Word:
    """A quoted text; it stands only beside ``==`` or ``!=`` and a variable with options."""

    text: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A variable or an indicator."""

    id: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, repr=False)
class Call(Brief):
    """An operator or a function on its arguments; operators go by their sign (``+``, ``<=``, ``not``)."""

    function: str
    args: tuple[Expression, ...]
    at: int = field(default=0, compare=False)


Expression = Constant | Word | Name | Call

# Each comparison, and the one that holds where it does not.
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
COMPARISONS = frozenset(OPPOSITE)


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield every node, the outermost first."""
    yield expression
    if isinstance(expression, Call):
        for argument in expression.args:
            yield from walk(argument)


def names(expression: Expression) -> dict[str, Name]:
    """Return the names that the expression reads, in order of first use."""
    found: dict[str, Name] = {}
    for node in walk(expression):
        if isinstance(node, Name):
            found.setdefault(node.id, node)
    return found


def height(expression: Expression, of_names: Mapping[str, int]) -> int:
    """Return how many operations stand one inside another, where a name stands for a formula of the height given."""
    if isinstance(expression, Name):
        return of_names.get(expression.id, 0)
    if isinstance(expression, Call):
        return 1 + max((height(argument, of_names) for argument in expression.args), default=0)
    return 0


def periods_back(call: Call) -> int:
    """Return how many periods a call of ``lag`` goes back."""
    steps = call.args[1] if len(call.args) == 2 else Constant(1)
    assert isinstance(steps, Constant)
    return int(steps.value)


def rename(expression: Expression, name: str, other: str) -> Expression:
    """Return the expression with `other` in the place of `name`."""
    if isinstance(expression, Name) and expression.id == name:
        return Name(other, expression.at)
    if isinstance(expression, Call):
        args = tuple(rename(argument, name, other) for argument in expression.args)
        return Call(expression.function, args, expression.at)
    return expression
