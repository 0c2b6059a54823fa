"""Formulas with the figures of one row in them, and the inputs that they read, earlier periods included.

Which branch was taken and what a nested indicator came to is asked of the plan that scores, for this row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..formulas import Expression
from ..formulas.reasons import REASON_NAMES
from ..formulas.rendering import RenderedTerm, render
from ..formulas.tree import Call, Constant, Name, periods_back
from .words import number, word

if TYPE_CHECKING:
    from ..scoring.scored import Scored

_CHOOSERS = {"if_else", "coalesce"}


@dataclass(frozen=True, slots=True)
class Figure:
    """What a part of a formula came to: a number, or why there is none."""

    value: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """Something that a formula reads: a variable or an indicator, so many periods back."""

    name: str
    lag: int


def reads(expression: Expression, lag: int = 0) -> dict[Read, None]:
    """Return what an expression reads by name, in order of first use."""
    return {Read(part.id, back): None for part, back in _walk(expression, lag) if isinstance(part, Name)}


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
        trees = scored.compiled.trees
        waiting = [(expression, 0) for expression in formulas.values()]
        seen = set(waiting)
        while waiting:
            expression, lag = waiting.pop()
            for part, back in _walk(expression, lag):
                self._ask(part, back)
                if isinstance(part, Name) and part.id in trees and (trees[part.id], back) not in seen:
                    seen.add((trees[part.id], back))
                    waiting.append((trees[part.id], back))
        self.values, self.reasons = self._evaluate()

    def _ask(self, part: Expression, lag: int) -> None:
        asked: list[Expression] = [part] if isinstance(part, Name) else []
        if isinstance(part, Call) and part.function in _CHOOSERS:
            asked = list(part.args[:1] if part.function == "if_else" else part.args)
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
        found = plan.evaluate(self.table.values[:, kept], self.table.reasons[:, kept], previous, threads=1)
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
        expression = self.formulas.get(name) or self.scored.compiled.trees[name]
        return render(expression, self._shower(lag))

    def _shower(self, lag: int, *, used: bool = True) -> Callable[[Expression, int], RenderedTerm | None]:
        return lambda part, back: self._show(part, back + lag, used=used)

    def _show(self, part: Expression, lag: int, *, used: bool = True) -> RenderedTerm | None:
        """Write figures, and choices with a mark before what they took; what was not `used` took nothing."""
        if isinstance(part, Name):
            return self._figure_text(part, lag)
        if isinstance(part, Call) and part.function in _CHOOSERS:
            taken = self._taken(part, lag) if used else -1
            marked = []
            for number, argument in enumerate(part.args):
                # Of a choice, the condition was used and what it took; of first figures present, those before it too.
                asked = number == 0 if part.function == "if_else" else taken < 0 or number < taken
                inner = used and (asked or number == taken)
                text = render(argument, self._shower(lag, used=inner))
                marked.append(f"▸{text}" if number == taken else text)
            return RenderedTerm(f"{part.function}({', '.join(marked)})")
        return None

    def _taken(self, call: Call, lag: int) -> int:
        """Return which argument a choice took; -1 where it could not be made."""
        if call.function == "if_else":
            condition = self.figure(call.args[0], lag).value
            return -1 if condition is None else 1 if condition else 2
        present = (at for at, argument in enumerate(call.args) if self.figure(argument, lag).value is not None)
        return next(present, -1)

    def _figure_text(self, name: Name, lag: int) -> RenderedTerm:
        figure = self.figure(name, lag)
        variable = self.program.variable_by_id.get(name.id)
        if figure.value is None:
            text = f"[{word(self.language, figure.reason)}]"
        elif variable is not None and variable.type == "category":
            text = f'"{variable.options[int(figure.value)].id}"'
        else:
            text = number(figure.value)
        if variable is None:
            return RenderedTerm(f"{name.id}{text}" if figure.value is None else f"{name.id}[{text}]")
        return RenderedTerm(text, loose=figure.value is not None and figure.value < 0)
