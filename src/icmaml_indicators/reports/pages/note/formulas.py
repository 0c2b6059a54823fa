"""Formulas and worked-out numbers in words: titles in the place of ids, functions as they are read aloud."""

from __future__ import annotations

import re
from typing import Any

from ....formulas import Expression, parse
from ....formulas.rendering import RenderedTerm, render
from ....formulas.tree import COMPARISONS, Call, Constant, Name, NodeFigure, Statistic, Word, periods_back
from ....specs import ROOT, Program
from ....specs.model.periods import read_period
from ....specs.model.quantities import PERIOD, Quantity
from ..figures import list_names, name_period, write_declared

# What stands for a title until the signs around it are written as people write them.
_MARK = "\N{OBJECT REPLACEMENT CHARACTER}"
_PLACE = re.compile(f"{_MARK}(\\d+){_MARK}")
_SIGNS = {
    " * ": " × ",
    " / ": " ÷ ",
    " <= ": " ≤ ",
    " >= ": " ≥ ",
    " != ": " ≠ ",
    " == ": " = ",
    " ** ": " ^ ",
    " - ": " − ",
}
_MATCHES = {*COMPARISONS, "in"}
# From here on digits are parted by commas; years are not.
_GROUPED = 10_000


class FormulaWords:
    """Writes the formulas of a program for people, in one language."""

    def __init__(self, program: Program, language: str, words: dict[str, Any]) -> None:
        self.program, self.language, self.words = program, language, words
        self.texts: list[str] = []
        self.beside: Expression | None = None

    def write_formula(self, text: str) -> str:
        """Write a formula in words."""
        return self.write(parse(text))

    def write(self, expression: Expression) -> str:
        """Write an expression in words."""
        text = render(expression, self._show)
        for sign, written in (_SIGNS | self.words["connectives"]).items():
            text = text.replace(sign, written)
        if text.startswith("not "):
            text = f"{self.words['not']} {text[4:]}"
        return _PLACE.sub(lambda place: self.texts[int(place[1])], text.replace("-", "−"))

    def write_figure(self, figure: float | Quantity | None) -> str:
        """Write a number of a spec: as it is declared, as the formula that gives it, or line by line."""
        if figure is None:
            return "–"
        if not isinstance(figure, Quantity):
            return write_declared(float(figure))
        if not figure.by:
            return self.write_formula(str(figure.value)) if figure.formula else write_declared(float(figure.value or 0))
        lines = []
        for options, number in figure.lines:
            named = [self.option(name, option) for name, option in zip(figure.by, options, strict=True)]
            lines.append(f"{write_declared(float(number))} ({', '.join(named)})")
        if figure.else_ is not None:
            lines.append(f"{write_declared(float(figure.else_))} ({self.words['others']})")
        return list_names(lines, self.language)

    def option(self, variable: str, option: str) -> str:
        """Return what an option of a variable is called, or a period."""
        if variable == PERIOD:
            point = read_period(option, "year").point
            return name_period(point, self.language) if point else option
        known = self.program.variable_by_id[variable].choices if variable in self.program.variable_by_id else ()
        found = next((choice for choice in known if choice.id == option), None)
        return found.title.in_language(self.language) if found is not None and found.title is not None else option

    def title(self, name: str) -> str:
        """Return what something of the program is called, in quotes; what has no title, as words."""
        program = self.program
        if name == ROOT:
            return str(self.words["total"])
        if name == PERIOD:
            return str(self.words["the_period"])
        own = program.nodes.get(name) or program.variable_by_id.get(name) or program.parameter_by_id.get(name)
        title = own.title.in_language(self.language) if own is not None and own.title is not None else ""
        return str(self.words["quoted"]).format(text=title or name.replace("_", " "))

    def population(self, name: str) -> str:
        """Return who a population is, in words."""
        known = {population.id: population for population in self.program.populations}
        if name in known and known[name].title is not None:
            title = known[name].title
            return str(self.words["among_named"].format(name=title.in_language(self.language) if title else name))
        return str(self.words["among"].get(name) or self.words["among_same"].format(name=self.title(name)))

    # Parts of a formula -----------------------------------------------------------------------------------

    def _show(self, part: Expression, lag: int) -> RenderedTerm | None:
        match part:
            case Call(function) if function in _MATCHES:
                self.beside = part.args[0]  # the words that follow are options of it
                return None
            case Call("lag"):
                back = periods_back(part)
                inner = self._inner(part.args[0])
                return self._place(self.words["lagged"][back > 1].format(what=inner, count=back))
            case Call("if_else" | "choose"):
                return self._place(self._choice([self._inner(argument) for argument in part.args]))
            case Call(function) if function in self.words["functions"]:
                said = self.words["functions"][function]
                return self._place(f"{said} ({'; '.join(self._inner(argument) for argument in part.args)})")
            case Statistic():
                said = self.words["statistics"][part.function]
                inner = "; ".join(self._inner(argument) for argument in part.args)
                return self._place(f"{said} ({inner}) {self.population(part.population)}")
            case NodeFigure(kind, name):
                # What a node comes to before its scale is read by that scale alone, as its value.
                own = (
                    self.words["the_value"] if kind == "value" else f"{self.words['of_node'][kind]} {self.title(name)}"
                )
                return self._place(own)
            case Name(name):
                return self._place(self.words["the_value"] if name == "value" else self.title(name))
            case Constant(value) if value >= _GROUPED:
                return self._place(write_declared(value))
            case Word(text):
                return self._place(self.words["quoted"].format(text=self._option(text)))
        return None

    def _option(self, text: str) -> str:
        match self.beside:
            case Name(name):
                return self.option(name, text)
            case NodeFigure("level", name) if name in self.program.nodes:
                levels = {level.id: level.title for level in self.program.nodes[name].levels}
                return levels[text].in_language(self.language) if text in levels else text
        return text

    def _inner(self, expression: Expression) -> str:
        return self.write(expression)

    def _place(self, text: str) -> RenderedTerm:
        self.texts.append(text)
        return RenderedTerm(f"{_MARK}{len(self.texts) - 1}{_MARK}")

    def _choice(self, args: list[str]) -> str:
        *branches, last = args
        cases = [
            self.words["case"].format(condition=condition, figure=figure)
            for condition, figure in zip(branches[::2], branches[1::2], strict=True)
        ]
        return f"({'; '.join([*cases, self.words['otherwise'].format(figure=last)])})"
