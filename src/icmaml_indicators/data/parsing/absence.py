"""Figures and words that a variable declares to stand for nothing reported."""

from __future__ import annotations

import numbers
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from ...specs import Variable
from ..model.findings import FindingLog
from .columns import distinct_cells, fold_text
from .numbers import parse_number

if TYPE_CHECKING:
    import pandas as pd

_FIGURES = (numbers.Real, Decimal)


def without_absence_codes(series: pd.Series[Any], variable: Variable, findings: FindingLog) -> pd.Series[Any]:
    """Return a column whose cells are empty where they hold a code of absence; how many is told once.

    A figure is a code however it is written (`-999`, `-999.00`); of a word capitals and accents do not matter.
    """
    codes, cells = distinct_cells(series)
    whole = variable.type == "integer"
    figures = {figure for code in variable.absent if (figure := _figure(code, whole=whole)) is not None}
    words = {fold_text(code) for code in variable.absent if isinstance(code, str)}
    absent = [
        _figure(cell, whole=whole) in figures or (isinstance(cell, str) and fold_text(cell) in words) for cell in cells
    ]
    where = np.array(absent, np.bool_)[codes]
    if not where.any():
        return series
    shown = ", ".join(str(cell) for cell, coded in zip(cells, absent, strict=True) if coded)
    findings.column("IND589", variable.id, shown, count=int(where.sum()))
    return series.mask(where)


def _figure(cell: Any, *, whole: bool) -> float | None:
    """Return the number that a cell holds or is read as; None where there is none, or two that it may be."""
    if isinstance(cell, _FIGURES):
        try:
            return float(cell)
        except OverflowError:  # whole numbers have no end
            return None
    reading = parse_number(str(cell))
    return reading.value if whole or reading.lone is None else None
