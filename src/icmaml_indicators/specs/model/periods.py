"""Periods: 2014, 2014-S1, 2014-Q3, 2014-06; dates and looser spellings are read and said."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# Years have four digits: 0000 to 9999.
YEARS = 10_000
PER_YEAR = {"year": 1, "semester": 2, "quarter": 4, "month": 12}
_LETTER = {"semester": "S", "quarter": "Q"}
_SPELLINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("year", re.compile(r"(?P<y>\d{4})(?:\.0)?\Z")),
    ("semester", re.compile(r"(?P<y>\d{4})[-\s/]?[sS](?:EM)?(?P<n>[12])\Z")),
    ("semester", re.compile(r"[sS](?P<n>[12])[-\s/]?(?P<y>\d{4})\Z")),
    ("quarter", re.compile(r"(?P<y>\d{4})[-\s/]?[qQtT](?P<n>[1-4])\Z")),
    ("quarter", re.compile(r"[qQtT](?P<n>[1-4])[-\s/]?(?P<y>\d{4})\Z")),
    ("month", re.compile(r"(?P<y>\d{4})-(?P<n>0[1-9]|1[0-2])\Z")),
)
_WRITTEN_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?\Z")


@dataclass(frozen=True, slots=True)
class PeriodPoint:
    """A period as a number: `ordinal` counts periods of its `frequency` since year 0."""

    frequency: str
    ordinal: int

    def __str__(self) -> str:
        per_year = PER_YEAR[self.frequency]
        year, index = divmod(self.ordinal, per_year)
        if per_year == 1:
            return f"{year:04d}"
        if self.frequency == "month":
            return f"{year:04d}-{index + 1:02d}"
        return f"{year:04d}-{_LETTER[self.frequency]}{index + 1}"

    @property
    def sort_key(self) -> tuple[float, int]:
        """Order in time by end, the shorter period first."""
        per_year = PER_YEAR[self.frequency]
        return (self.ordinal + 1) / per_year, -per_year

    @property
    def season(self) -> int:
        """Which part of its year it is, from 0: figures of the same season compare."""
        return self.ordinal % PER_YEAR[self.frequency]

    @property
    def first_month(self) -> int:
        """Its first month, counted from year 0."""
        return self.ordinal * 12 // PER_YEAR[self.frequency]

    @property
    def years(self) -> float:
        """Its beginning, in years."""
        return self.ordinal / PER_YEAR[self.frequency]

    def holds(self, other: PeriodPoint) -> bool:
        """Whether another period lies in this one."""
        last = self.first_month + 12 // PER_YEAR[self.frequency]
        return self.first_month <= other.first_month and other.first_month + 12 // PER_YEAR[other.frequency] <= last

    def back(self, steps: int) -> PeriodPoint:
        """Return the period so many of its own lengths earlier."""
        return PeriodPoint(self.frequency, self.ordinal - steps)


@dataclass(frozen=True, slots=True)
class PeriodReading:
    """A period as read: the point (None when unreadable) and whether the spelling or a date had to be interpreted."""

    point: PeriodPoint | None
    respelt: bool = False
    not_period_end: bool = False


def is_month_first(texts: Iterable[str]) -> bool:
    """Tell whether dates such as 12/31/2019 name the month first: one of them can be read in no other way."""
    dates = [found for text in texts if (found := _WRITTEN_DATE.match(text.strip()))]
    return any(int(date[2]) > 12 for date in dates) and not any(int(date[1]) > 12 for date in dates)


def read_period(given: Any, frequency: str, *, month_first: bool = False) -> PeriodReading:
    """Read a period; a date is taken for the period of `frequency` that holds it.

    Parameters
    ----------
    given
        A date, a number or a text.
    frequency
        Of the period that a date stands for.
    month_first
        Whether dates such as 5/6/2020 name the month first; in Mexico they name the day.
    """
    if isinstance(given, dt.datetime | dt.date):
        return _of_date(given.year, given.month, given.day, frequency)
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    text = str(given).strip()
    if found := _DATE.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _WRITTEN_DATE.match(text):
        first, second, year = (int(part) for part in found.groups())
        month, day = (first, second) if month_first else (second, first)
    if found:
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            return _of_date(year, month, day, frequency)
        return PeriodReading(None)
    for kind, pattern in _SPELLINGS:
        if found := pattern.match(text):
            parts = found.groupdict()
            point = PeriodPoint(kind, int(parts["y"]) * PER_YEAR[kind] + int(parts.get("n") or 1) - 1)
            return PeriodReading(point, respelt=str(point) != text)
    return PeriodReading(None)


def _of_date(year: int, month: int, day: int, frequency: str) -> PeriodReading:
    months = 12 // PER_YEAR[frequency]
    index = (month - 1) // months
    last_month = (index + 1) * months
    ends = month == last_month and day == calendar.monthrange(year, month)[1]
    point = PeriodPoint(frequency, year * PER_YEAR[frequency] + index)
    return PeriodReading(point, respelt=True, not_period_end=not ends)
