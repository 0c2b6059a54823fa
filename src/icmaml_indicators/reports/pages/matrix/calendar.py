"""When each indicator is measured in the year, what was reported and what was not, as the table tells it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..figures import name_month
from .view import MONTHS, YEAR, MatrixView

_SHORT = 3


@dataclass(frozen=True, slots=True)
class Calendar:
    """The measurements of a year.

    Attributes
    ----------
    months
        The heading of each column, short and in full, and whether it is the month of the page.
    lines
        Each indicator with the state of each month: ``reported``, ``unreported``, ``pending``, or nothing.
    """

    months: list[tuple[str, str, bool]]
    lines: list[tuple[str, list[str]]]


def make_calendar(view: MatrixView) -> Calendar | None:
    """Return the calendar; None where nothing is measured before the end of the year."""
    if not view.now:  # no period was read
        return None
    # A month without any line is one that the table does not cover: nobody is said not to have reported then.
    covered = {int(month) % YEAR for month in view.last_month[view.in_year]}
    found = [(view.name(standing.row), _months_of(view, standing.row, covered)) for standing in view.standings]
    columns = sorted({month for _, states in found for month in states})
    if not columns or columns == [YEAR - 1]:
        return None
    now = view.now % YEAR
    names = [(month, name_month(month, view.language)) for month in columns]
    return Calendar(
        [(name[:_SHORT], name, month == now) for month, name in names],
        [(title, [states.get(month, "") for month in columns]) for title, states in found],
    )


def _months_of(view: MatrixView, row: int, covered: set[int]) -> dict[int, str]:
    """Return the state of each month in which an indicator is, or should be, measured."""
    same = np.flatnonzero(view.in_year & (view.numbers == view.numbers[row]))
    step = MONTHS.get(view.texts["frequency"][row], 0)
    due = set(range(step - 1, YEAR, step)) if 0 < step <= YEAR else set()
    now, states = view.now % YEAR, {}
    reported = {int(view.last_month[one]) % YEAR for one in same if np.isfinite(view.figures["actual"][one])}
    listed = {int(view.last_month[one]) % YEAR for one in same}
    for month in sorted(due | reported | (set() if due else listed)):
        if month in reported:
            states[month] = "reported"
        elif month > now:
            states[month] = "pending"
        elif month in covered:
            states[month] = "unreported"
    return states
