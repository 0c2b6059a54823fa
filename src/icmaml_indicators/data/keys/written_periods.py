"""Periods as an institution writes them, by rules that the caller declares: ``{year}-CP`` is ``{year}``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...errors import DataError
from ...specs.model.periods import read_period
from ..model.findings import FindingLog

_PLACES = {"{year}": r"(?P<year>\d{4})", "{n}": r"(?P<n>\d{1,2})", "{variable}": r"(?P<variable>.+?)"}
_SAMPLES = tuple({"{year}": "2020", "{n}": number, "{variable}": "?"} for number in ("1", "01"))
_PLACE = re.compile(r"(\{year\}|\{n\}|\{variable\})")


@dataclass(slots=True)
class PeriodRules:
    """How periods are written, and what each stands for.

    Attributes
    ----------
    rules
        For each way of writing, the period: texts in which ``{year}`` stands for four digits and ``{n}`` for one or
        two, for example ``{"{year}-CP": "{year}", "{n}T{year}": "{year}-Q{n}"}``. In headings, ``{variable}`` stands
        for the name of the variable: ``{"{variable} {year}": "{year}"}``.
    read
        What was read by each rule so far: a period as written, and how many of them.

    Raises
    ------
    DataError
        When what a rule gives is no period.
    """

    rules: Mapping[str, str]
    read: dict[str, tuple[str, int]] = field(default_factory=dict)
    _patterns: dict[str, re.Pattern[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for written, meant in self.rules.items():
            parts = _PLACE.split(written)
            places = [part for part in parts if part in _PLACES]
            known = len(places) == len(set(places)) and set(places) >= set(_PLACE.findall(meant))
            if not known or not any(read_period(_filled(meant, sample), "year").point for sample in _SAMPLES):
                raise DataError("IND538", given=f"{written} = {meant}")
            pattern = "".join(_PLACES.get(part) or re.escape(part) for part in parts)
            self._patterns[written] = re.compile(rf"{pattern}\Z", re.IGNORECASE)

    def apply(self, text: str, count: int = 1) -> str:
        """Return the period that a text stands for by a rule; the text itself where none fits.

        Parameters
        ----------
        count
            How many cells hold the text.
        """
        for written, pattern in self._patterns.items():
            if found := pattern.match(text.strip()):
                period = _filled(self.rules[written], {f"{{{name}}}": part for name, part in found.groupdict().items()})
                shown, before = self.read.get(written, (f"{text.strip()} → {period}", 0))
                self.read[written] = shown, before + count
                return period
        return text

    def variable_of(self, text: str) -> str:
        """Return the name of the variable that a heading holds beside its period; empty where no rule tells one."""
        found = next((found for pattern in self._patterns.values() if (found := pattern.match(text.strip()))), None)
        return (found.groupdict().get("variable") or "") if found else ""

    def report(self, findings: FindingLog) -> None:
        """Tell once of each rule what it read."""
        for written, (shown, count) in self.read.items():
            findings.column("IND590", "period", f"{shown} ({count})", rule=f"{written} = {self.rules[written]}")


def find_period_columns(columns: Iterable[Any], frequencies: Sequence[str], rules: PeriodRules) -> dict[Any, str]:
    """Return the columns whose heading is a period of one of the frequencies, with that period."""
    found = {}
    for column in columns:
        point = read_period(rules.apply(str(column)), frequencies[0]).point
        if point is not None and point.frequency in frequencies:
            found[column] = str(point)
    return found


def _filled(text: str, parts: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: parts[found[1]], text)
