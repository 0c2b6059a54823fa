"""An expression tree back to text: as a formula that parses to the same tree, or with figures in place of names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .tree import COMPARISONS, Call, Constant, Expression, Name, NodeFigure, Statistic, Word, periods_back

# How tightly each operator binds; the grammar in `parser`, from loose to tight.
_OR, _AND, _NOT, _COMPARE, _ADD, _MULTIPLY, _SIGN, _POWER, _ATOM = range(1, 10)
_LEFT_TO_RIGHT = {"or": _OR, "and": _AND, "+": _ADD, "-": _ADD, "*": _MULTIPLY, "/": _MULTIPLY}


@dataclass(frozen=True, slots=True)
class RenderedTerm:
    """A text in the place of a part of an expression; `loose` where it needs parentheses beside an operator."""

    text: str
    loose: bool = False


# What to show for a part that is read so many periods back; None: the part as it is written.
Showing = Callable[[Expression, int], RenderedTerm | None]


def render(expression: Expression, showing: Showing | None = None) -> str:
    """Write an expression with as few parentheses as it needs.

    ``parse(render(tree)) == tree`` for every tree that `parse` gives.

    Parameters
    ----------
    expression
        The tree.
    showing
        What to write in the place of a part, given the part and how many periods back it is read; for example the
        figure that a name stands for.
    """
    return _Renderer(showing or _as_written).part(expression, 0, 0)


def number_text(value: float) -> str:
    """Write a number so that it reads back as the same float."""
    whole = value == int(value) if abs(value) < 1e15 else False
    return str(int(value)) if whole else repr(value)


def _as_written(expression: Expression, lag: int) -> RenderedTerm | None:
    return None


@dataclass(frozen=True, slots=True)
class _Renderer:
    showing: Showing

    def part(self, node: Expression, least: int, lag: int) -> str:
        """Return a part's text, in parentheses where it binds less tightly than `least`."""
        text, binds = self.bound(node, lag)
        return f"({text})" if binds < least else text

    def bound(self, node: Expression, lag: int) -> tuple[str, int]:
        shown = self.showing(node, lag)
        if shown is not None:
            return shown.text, _ADD if shown.loose else _ATOM
        match node:
            case Constant(value):
                return number_text(value), _SIGN if value < 0 else _ATOM
            case Word(text):
                return (f"'{text}'" if '"' in text else f'"{text}"'), _ATOM
            case Name(name):
                return name, _ATOM
            case NodeFigure(kind, name):
                return f"{kind}({name})", _ATOM
            case Statistic():
                return self.statistic(node, lag), _ATOM
            case Call():
                return self.call(node, lag)

    def statistic(self, node: Statistic, lag: int) -> str:
        args = [self.part(argument, 0, lag) for argument in node.args]
        if node.ties is not None:
            args.append(f'"{node.ties}"')
        return f"{node.function}({', '.join(args)} over {node.population})"

    def call(self, node: Call, lag: int) -> tuple[str, int]:
        sign, args = node.function, node.args
        if sign in _LEFT_TO_RIGHT:
            binds = _LEFT_TO_RIGHT[sign]
            return f"{self.part(args[0], binds, lag)} {sign} {self.part(args[1], binds + 1, lag)}", binds
        if sign in COMPARISONS:
            return f"{self.part(args[0], _ADD, lag)} {sign} {self.part(args[1], _ADD, lag)}", _COMPARE
        if sign == "in":
            words = ", ".join(self.part(word, 0, lag) for word in args[1:])
            return f"{self.part(args[0], _ADD, lag)} in ({words})", _COMPARE
        if sign == "not":
            return f"not {self.part(args[0], _NOT, lag)}", _NOT
        if sign == "negative":
            return f"-{self.part(args[0], _SIGN, lag)}", _SIGN
        if sign == "**":
            return f"{self.part(args[0], _ATOM, lag)} ** {self.part(args[1], _SIGN, lag)}", _POWER
        if sign == "lag":
            inner = self.part(args[0], 0, lag + periods_back(node))
            steps = f", {self.part(args[1], 0, lag)}" if len(args) == 2 else ""
            return f"lag({inner}{steps})", _ATOM
        return f"{sign}({', '.join(self.part(argument, 0, lag) for argument in args)})", _ATOM
