"""Which lines of a table of targets a page shows, and how each of them stands against its target and the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....data.parsing.columns import fold_text
from ....errors import IcmamlError, UnknownNameError
from ....specs.model.periods import read_period
from ....targets import TargetResults
from ....targets.repeated import number_indicators
from ....transforms.attainment import LIGHTS
from ..figures import name_month, name_period, write_declared, write_figure, write_with_unit

YEAR = 12
# How many months lie between two measurements.
MONTHS = {"month": 1, "quarter": 3, "semester": 6, "year": YEAR, "two_years": 2 * YEAR, "three_years": 3 * YEAR}
_PERCENT = {"%", "por ciento", "porcentaje", "percent", "percentage"}
MARKS = {"pending": "absent", "unreported": "red", "unmeasured": "uncompared"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one indicator stands.

    Attributes
    ----------
    row
        Its line in the table: that of the period, else its latest one before, else the next.
    state
        A light, ``above`` (a light lost by going far past the target), ``pending`` (not due yet), ``unreported``, or
        ``unmeasured`` (reported, and without an attainment).
    mark
        The sign that goes with the word of the state.
    is_current
        Whether the line is of the period, so that it counts in the scores.
    """

    row: int
    state: str
    mark: str
    is_current: bool


class MatrixView:
    """The lines of a table of targets that a page is about: those of one municipality, program or plan, in a period.

    Parameters
    ----------
    results
        The whole table.
    own
        A municipality, program or other part of the hierarchy; needed where the table holds several.
    period
        The latest with a result by default.

    Raises
    ------
    UnknownNameError
        When there is no such part or period.
    IcmamlError
        When the table holds several municipalities (or what else it is rolled up by first), and none is named.
    """

    def __init__(
        self, results: TargetResults, language: str, words: dict[str, Any], own: str | None, period: str | None
    ) -> None:
        self.results, self.language, self.words = results, language, words
        self.texts, self.figures = results.table.texts, results.table.figures
        self.names, self.last_month = results.periods.names, results.periods.last_month
        self.inside = self._rows_of(own)
        self.period = self._find_period(period)
        now = self.inside & (self.names == self.period)
        self.now = int(self.last_month[now].max())
        # The widest group of all that is shown, and at which depth it stands.
        self.depth = max(
            (depth for depth in range(1, len(results.paths)) if len(np.unique(results.paths[depth][now])) == 1),
            default=0,
        )
        if not self.depth:
            raise IcmamlError("IND652", valid=", ".join(map(str, np.unique(self.texts[results.keys[0]][now])[:10])))
        self.rows_now = np.flatnonzero(now)
        self.group = int(results.paths[self.depth][self.rows_now[0]])

    def _rows_of(self, own: str | None) -> NDArray[np.bool_]:
        keys = [self.texts[name] for name in self.results.keys if name != "level"]
        if own is None:
            return np.ones(self.results.table.rows, bool)
        inside: NDArray[np.bool_] = np.any(np.stack([key == own for key in keys]), axis=0)
        if not inside.any():
            raise UnknownNameError("entity", own, [str(name) for key in keys for name in np.unique(key) if name])
        return inside

    def _find_period(self, period: str | None) -> str:
        """Return the name of the period: the one asked for, else the latest of those with a result."""
        known = self.inside & np.isfinite(self.figures["actual"])
        rows = np.flatnonzero(known if known.any() else self.inside)
        if period is None:
            return str(self.names[rows[np.argmax(self.last_month[rows])]])
        valid = sorted(set(map(str, self.names[self.inside])))
        point = read_period(period, "month").point
        if (name := str(point) if point else period) not in valid:
            raise UnknownNameError("period", period, valid)
        return name

    # What stands where ------------------------------------------------------------------------------------

    @cached_property
    def numbers(self) -> NDArray[np.intp]:
        """The indicator of each line, by number."""
        return number_indicators(self.results.table, self.results.keys)

    @cached_property
    def in_year(self) -> NDArray[np.bool_]:
        """The lines shown that are of the year of the period."""
        same: NDArray[np.bool_] = self.last_month // YEAR == self.now // YEAR
        return self.inside & same

    @cached_property
    def standings(self) -> list[Standing]:
        """Every indicator of the year, in the order of the table."""
        rows = np.flatnonzero(self.in_year)
        later = self.last_month[rows] > self.now
        # First the line of the period, then the latest before it, then the next.
        order = np.lexsort(
            (np.where(later, 1, -1) * self.last_month[rows], later, self.names[rows] != self.period, self.numbers[rows])
        )
        _, first = np.unique(self.numbers[rows][order], return_index=True)
        return [self._standing(int(row)) for row in np.sort(rows[order][first])]

    def _standing(self, row: int) -> Standing:
        current = bool(self.names[row] == self.period)
        light = LIGHTS[self.results.lights[row]]
        if np.isnan(self.figures["actual"][row]):
            state = "unreported" if self.is_due(row) else "pending"
        elif light in {"red", "yellow"} and self.is_past_target(row):
            return Standing(row, "above", light, current)
        else:
            state = light or "unmeasured"
        return Standing(row, state, MARKS.get(state, state), current)

    def is_due(self, row: int) -> bool:
        """Whether a figure should be there by now: in a line of the past, in a month when its indicator is measured."""
        step = MONTHS.get(self.texts["frequency"][row], 1)
        # When what is measured every few years is due, the table does not tell: every one of them may be the one.
        return bool(self.last_month[row] <= self.now and (self.last_month[row] + 1) % min(step, YEAR) == 0)

    def is_past_target(self, row: int) -> bool:
        """Whether a result lies on the better side of its target."""
        better = {"higher": 1, "lower": -1}.get(self.results.rules.direction[row], 0)
        return bool(better * (self.results.actual[row] - self.results.target[row]) > 0)

    @cached_property
    def share(self) -> NDArray[np.float64]:
        """With which share each line counts in the score of all that is shown."""
        return self.results.shares_at(self.depth)

    def last_of_year(self, row: int) -> int:
        """Return the last line of the same indicator in the year: its target is that of the year."""
        same = np.flatnonzero(self.in_year & (self.numbers == self.numbers[row]))
        return int(same[np.argmax(self.last_month[same])])

    # Words ------------------------------------------------------------------------------------------------

    def text(self, role: str, row: int) -> str:
        """Return what a line says."""
        return str(self.texts[role][row])

    def title(self, row: int) -> str:
        """Return what the indicator of a line is called."""
        return self.text("indicator", row) or str(self.words["unnamed"])

    @cached_property
    def is_of_many(self) -> bool:
        """Whether several programs, or other parts of the hierarchy, are shown."""
        return len({self.program_of(standing.row) for standing in self.standings}) > 1

    def name(self, row: int) -> str:
        """Return what the indicator of a line is called among all that are shown: with its program, where needed."""
        program = self.program_of(row)[-1] if self.is_of_many and "program" in self.results.keys else ""
        return f"{self.title(row)} ({program})" if program else self.title(row)

    def word(self, role: str, row: int) -> str:
        """Return one of the known words of a line, in the language of the page."""
        value = self.text(role, row)
        return str(self.words[role][value]) if value else ""

    def name_period(self, name: str) -> str:
        """Return a period in words; as it was written where it was not read."""
        point = read_period(name, "month").point
        return name_period(point, self.language) if point else name

    def unit(self, row: int) -> str:
        """Return the unit: ``%`` where words or the figures themselves say so."""
        unit = self.text("unit", row)
        signed = self.results.table.percent["actual"][row] or self.results.table.percent["target"][row]
        return "%" if fold_text(unit) in _PERCENT or (signed and not unit) else unit

    def write_declared(self, value: float, row: int) -> str:
        """Write a target or a baseline."""
        return write_with_unit(write_declared(value), self.unit(row)) if np.isfinite(value) else "–"

    def write_result(self, row: int) -> str:
        """Write a result; it does not seem to reach a target that it does not."""
        value, target = float(self.results.actual[row]), float(self.results.target[row])
        if not np.isfinite(value):
            return "–"
        cuts = [cut for cut in (target, float(self.figures["target_high"][row])) if np.isfinite(cut)]
        text = write_figure(value, 0 if value == round(value) else None, cuts)
        return write_with_unit(text, self.unit(row))

    def write_attainment(self, row: int) -> str:
        """Write an attainment; it does not seem to pass a cut of its light that it does not."""
        cuts = [*(float(cut[row]) for cut in self.results.cuts.values()), 100.0]
        return write_with_unit(write_figure(float(self.results.attainment[row]), 1, cuts), "%")

    def write_score(self, score: float) -> str:
        """Write the score of a group; it does not seem to be full where it is not."""
        return write_with_unit(write_figure(score, 0, [0.0, 70.0, 90.0, 100.0]), "%")

    def write_gap(self, gap: float, row: int) -> str:
        """Write how far a result is from its target; of percents, in points of them."""
        text = write_figure(gap, 0 if gap == round(gap) else None, [0.0])
        return f"{text} {self.words['percent_points']}" if self.unit(row) == "%" else text

    def when_due(self, row: int) -> str:
        """Return when a figure was due, in words; nothing where its period has no name."""
        period = self.name_period(str(self.names[row]))
        return str(self.words["was_due"].format(period=period)) if period else ""

    def next_month(self, row: int) -> str:
        """Return the month in which an indicator is measured next, in words; nothing where the table does not tell."""
        same = self.in_year & (self.numbers == self.numbers[row]) & (self.last_month > self.now)
        step = MONTHS.get(self.texts["frequency"][row], 0)
        if same.any():
            month = int(self.last_month[same].min())
        elif 0 < step <= YEAR:
            month = self.now + step - (self.now + 1) % step
        else:
            return ""
        return name_month(month % YEAR, self.language) if month // YEAR == self.now // YEAR else ""

    def write_target(self, row: int) -> str:
        """Write the target of a line; both ends of a range."""
        low, high = float(self.results.target[row]), float(self.figures["target_high"][row])
        if self.results.rules.method[row] == "range" and np.isfinite(high):
            return str(
                self.words["range"].format(low=self.write_declared(low, row), high=self.write_declared(high, row))
            )
        return self.write_declared(low, row)

    def nearest_goal(self, row: int) -> float:
        """Return the figure that meets the target; of a range, its nearer end."""
        low, high = float(self.results.target[row]), float(self.figures["target_high"][row])
        above = self.results.rules.method[row] == "range" and self.results.actual[row] > high
        return high if above else low

    def assumption(self, row: int) -> str:
        """Return what an indicator's objective assumes, as a sentence."""
        text = self.text("assumptions", row).rstrip(". ")
        return f"{self.words['assumption'].format(text=text)}." if text else ""

    def program_of(self, row: int) -> tuple[str, ...]:
        """Return the keys down to the program of a line."""
        return tuple(self.text(name, row) for name in self.results.keys if name != "level")

    def component_title(self, row: int) -> str:
        """Return what a component is called: its objective, else the name that its lines bear."""
        return self.text("objective", row) or self.text("component", row) or self.title(row)
