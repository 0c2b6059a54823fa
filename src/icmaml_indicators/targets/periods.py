"""The periods of a table of targets: their names, their years, their last months."""

from __future__ import annotations

import numpy as np

from ..specs.model.periods import read_period
from .columns import TargetTable


class LinePeriods:
    """The periods of the lines: their names, years and last months."""

    def __init__(self, table: TargetTable) -> None:
        given = table.texts["period"]
        known, code = np.unique(given.astype(str), return_inverse=True)
        points = [read_period(name, "month").point for name in known]
        names = [str(point) if point else name for point, name in zip(points, known, strict=True)]
        months = [_last_month(str(point)) if point else 0 for point in points]
        self.names = np.array(names, object)[code]
        self.last_month = np.array(months, np.intp)[code]
        self.unread = np.array([point is None and name != "" for point, name in zip(points, known, strict=True)])[code]

    def report_unread(self, table: TargetTable) -> None:
        """Note the periods that cannot be read."""
        rows = np.flatnonzero(self.unread)
        table.findings.cells("IND425", "period", rows, table.texts["period"][rows])


def number_month(name: str) -> int:
    """Return a month, ``2024-10``, counted from year 0."""
    year, _, month = name.partition("-")
    return int(year) * 12 + int(month) - 1


def _last_month(name: str) -> int:
    """Return the last month of a period, counted from year 0."""
    year, _, part = name.partition("-")
    if not part:
        return int(year) * 12 + 11
    length = {"S": 6, "Q": 3}.get(part[0], 1)
    return int(year) * 12 + int(part.lstrip("SQ")) * length - 1
