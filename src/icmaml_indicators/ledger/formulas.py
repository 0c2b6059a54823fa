"""Formulas with the figures of one row in them, and what they read, earlier periods included.

Which branch was taken and what a nested indicator came to is asked of the plan that scores, for this row.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..formulas import Expression
from ..formulas.quantities import write_weights
from ..formulas.reasons import REASON_NAMES
from ..formulas.rendering import RenderedTerm, render
from ..formulas.tree import Call, Constant, Name, NodeFigure, Statistic, periods_back
from ..specs.model.quantities import PERIOD
from .words import number, word

if TYPE_CHECKING:
    from ..data.model.table import DataTable
    from ..scoring.scored import Scored
    from ..specs import Program, Quantity

_BRANCHES = {"if_else", "choose"}
_CHOOSERS = {*_BRANCHES, "coalesce"}
# What a formula takes from elsewhere; what a statistic is of belongs to its population, not to the row.
Source = Name | NodeFigure | Statistic


@dataclass(frozen=True, slots=True)
class Figure:
    """What a part of a formula came to: a number, or why there is none."""

    value: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """Something that a formula reads, so many periods back."""

    part: Source
    lag: int

    @property
    def subject(self) -> Read:
        """What has an entry: the score and the level of a node have one."""
        if isinstance(self.part, NodeFigure) and self.part.kind == "level":
            return Read(NodeFigure("score", self.part.id), self.lag)
        return self


def reads(expression: Expression, lag: int = 0) -> dict[Read, None]:
    """Return what an expression reads, in order of first use."""
    return {Read(part, back): None for part, back in _walk(expression, lag) if isinstance(part, Source)}


def _walk(expression: Expression, lag: int) -> Iterator[tuple[Expression, int]]:
    """Yield every part with how many periods back it is read; the number of periods of ``lag`` is no part."""
    yield expression, lag
    if not isinstance(expression, Call):
        return
    lagged = expression.function == "lag"
    for argument in expression.args[:1] if lagged else expression.args:
        yield from _walk(argument, lag + periods_back(expression) if lagged else lag)


class FormulaTrace:
    """Formulas of an assessment, worked for one row.

    Parameters
    ----------
    scored, row
        Whose figures.
    formulas
        The expressions to work, by name; they may read the indicators of the program.
    """

    def __init__(self, scored: Scored, row: int, formulas: Mapping[str, Expression]) -> None:
        self.scored, self.row, self.formulas = scored, row, formulas
        self.program, self.table = scored.program, scored.table
        self.language = scored.language
        self.numbers: dict[tuple[Expression, int], int] = {}
        trees = scored.compiled.all_trees
        waiting = [(expression, 0) for expression in formulas.values()]
        seen = set(waiting)
        while waiting:
            expression, lag = waiting.pop()
            for part, back in _walk(expression, lag):
                self._ask(part, back)
                own = write_weights(part, self.program) if isinstance(part, NodeFigure) else part
                if isinstance(own, Name) and own.id in trees and (trees[own.id], back) not in seen:
                    seen.add((trees[own.id], back))
                    waiting.append((trees[own.id], back))
        self.values, self.reasons = self._evaluate()

    def _ask(self, part: Expression, lag: int) -> None:
        asked: list[Expression] = [part] if isinstance(part, Source) else []
        if isinstance(part, Call) and part.function in _CHOOSERS:
            asked = list(part.args[:-1:2] if part.function in _BRANCHES else part.args)
        for one in asked:
            self.numbers.setdefault((one, lag), len(self.numbers))

    def _evaluate(self) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
        if not self.numbers:
            return np.empty(0), np.empty(0, np.uint8)
        parts = {
            f"part {place}": Call("lag", (part, Constant(float(lag)))) if lag else part
            for (part, lag), place in self.numbers.items()
        }
        plan = self.scored.compiled.plan(parts)
        earlier = {lag: self.earlier(lag) for lag in plan.lags}
        kept = [self.row, *(row for row in earlier.values() if row >= 0)]
        place = {row: at for at, row in reversed(list(enumerate(kept)))}
        previous = {lag: np.full(len(kept), place.get(row, -1), np.intp) for lag, row in earlier.items()}
        columns = self.scored.run.columns
        values, reasons = [column[kept] for column in columns.values], [column[kept] for column in columns.reasons]
        found = plan.evaluate(values, reasons, previous, threads=1)
        return found.values[:, 0], found.reasons[:, 0]

    def earlier(self, lag: int) -> int:
        """Return the row so many periods back; -1 where there is none, and the row itself for none."""
        if not lag:
            return self.row
        return int(self.table.earlier(lag * self.program.period.step)[self.row])

    def period(self, lag: int) -> str:
        """Return the period so many periods back."""
        point = self.table.points[self.table.period_codes[self.row]]
        return str(point.back(lag * self.program.period.step)) if lag else str(point)

    def figure(self, part: Expression, lag: int = 0) -> Figure:
        """Return what a part of the formulas came to."""
        place = self.numbers[part, lag]
        value, reason = float(self.values[place]), REASON_NAMES[int(self.reasons[place])]
        return Figure(value if np.isfinite(value) else None, reason)

    def substitute_figures(self, name: str, lag: int = 0) -> str:
        """Return a formula with figures in the place of names, without its result."""
        expression = self.formulas.get(name) or self.scored.compiled.all_trees[name]
        return render(expression, self._shower(lag))

    def _shower(self, lag: int, *, used: bool = True) -> Callable[[Expression, int], RenderedTerm | None]:
        return lambda part, back: self._show(part, back + lag, used=used)

    def _show(self, part: Expression, lag: int, *, used: bool = True) -> RenderedTerm | None:
        """Write figures, and choices with a mark before what they took; what was not `used` took nothing."""
        if isinstance(part, Source):
            return self._figure_text(part, lag)
        if isinstance(part, Call) and part.function in _CHOOSERS:
            taken = self._taken(part, lag) if used else -1
            marked, last = [], len(part.args) - 1
            for number, argument in enumerate(part.args):
                # Of a choice, conditions were used and what they took; of first figures present, those before it too.
                conditions = part.function in _BRANCHES
                asked = (taken < 0 or number < taken) and not (conditions and (number % 2 or number == last))
                inner = used and (asked or number == taken)
                text = render(argument, self._shower(lag, used=inner))
                marked.append(f"▸{text}" if number == taken else text)
            return RenderedTerm(f"{part.function}({', '.join(marked)})")
        return None

    def _taken(self, call: Call, lag: int) -> int:
        """Return which argument a choice took; -1 where it could not be made."""
        if call.function in _BRANCHES:
            for number in range(0, len(call.args) - 1, 2):
                condition = self.figure(call.args[number], lag).value
                if condition is None or condition:
                    return -1 if condition is None else number + 1
            return len(call.args) - 1
        present = (at for at, argument in enumerate(call.args) if self.figure(argument, lag).value is not None)
        return next(present, -1)

    def _figure_text(self, part: Source, lag: int) -> RenderedTerm:
        figure = self.figure(part, lag)
        if figure.value is None:
            text = shown = f"[{word(self.language, figure.reason)}]"
        else:
            text = self._written(part, figure.value)
            shown = f"[{text}]"
        if isinstance(part, Name) and part.id in self.program.variable_by_id:
            return RenderedTerm(text, loose=figure.value is not None and figure.value < 0)
        quantity = self.program.tables_of_figures.get(part.id) if isinstance(part, Name) else None
        if quantity is not None and isinstance(part, Name):
            line = line_of(quantity, self.program, self.table, self.earlier(lag))
            shown = f"{shown[:-1]}, {line}]" if line else shown
            if part.id not in self.program.parameter_by_id:  # a table without a name
                return RenderedTerm(shown)
        return RenderedTerm(f"{render(part)}{shown}")

    def _written(self, part: Source, value: float) -> str:
        """Write a figure; options and levels by their ids."""
        if isinstance(part, NodeFigure) and part.kind == "level":
            return f'"{self.program.nodes[part.id].levels[int(value)].id}"'
        variable = self.program.variable_by_id.get(part.id) if isinstance(part, Name) else None
        if variable is not None and variable.type == "category":
            return f'"{self.table.words_of(variable)[int(value)]}"'
        return number(value)


def line_of(quantity: Quantity, program: Program, table: DataTable, row: int) -> str:
    """Return the line that holds in a row, as it is shown: ``sex = women, period = 2014``."""
    if row < 0:
        return ""
    point, options = table.points[table.period_codes[row]], []
    for name in quantity.by:
        code = 0.0 if name == PERIOD else float(table.values[table.variables.index(name), row])
        if math.isnan(code):
            return ""
        options.append(str(point) if name == PERIOD else table.words_of(program.variable_by_id[name])[int(code)])
    found = quantity.row_for(options, point)
    shown = [
        f"{name} = {option}" for name, option in zip(quantity.by, found.options if found else options, strict=True)
    ]
    return ", ".join(shown if found else [*shown, "else"])
