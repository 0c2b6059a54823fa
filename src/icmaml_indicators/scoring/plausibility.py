"""What is odd about inputs whatever the program: units that switch between periods, codes that stand for no figure.

They flag; they change no figure.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .table import DataTable

Floats = NDArray[np.float64]

# A unit switches by a hundred or more: percent, thousands, millions. Figures move a little besides.
_LEAST_POWER, _APART, _SPREAD = 2, 0.1, 0.3
_FEWEST = 3
_LOWEST_RATIO = 10 ** (_LEAST_POWER - _APART)
# 9, 99, 999 … stand for no figure where they are negative, and positive from four digits on.
_CODES = frozenset([1.0 - 10.0**digits for digits in range(1, 10)] + [10.0**digits - 1.0 for digits in range(4, 10)])
_FAR = 3


def powers_of_ten(ratios: Floats) -> Floats:
    """Return the power of ten that each ratio is near to; 0 where it is near to none of a hundred or more.

    Parameters
    ----------
    ratios : float64 array
        Near is within a quarter (a tenth of a decade).
    """
    with np.errstate(all="ignore"):
        decades = np.log10(ratios)
        power = np.rint(decades)
        near = (np.abs(power) >= _LEAST_POWER) & (np.abs(decades - power) <= _APART) & np.isfinite(decades)
    return np.where(near, power, 0.0)


def note_switched_units(table: DataTable) -> None:
    """Note where most figures of a variable are 100, 1000 … times those of the period before, up or down.

    Held against each other are the figures of the same entities in a period and in the one before it of the same
    frequency, where there are three or more: their median ratio lies near a power of ten, and half of the ratios or
    more lie within a factor of two of it.
    """
    before, previous = table.before()
    if np.count_nonzero(before >= 0) < _FEWEST:
        return
    # Buffers that every variable uses again; what stands there for rows without an earlier one is left out below.
    then, ratios = np.empty(table.rows), np.empty(table.rows)
    for name, values in zip(table.variables, table.values, strict=True):
        values.take(before, out=then, mode="wrap")
        with np.errstate(all="ignore"):
            np.divide(values, then, out=ratios)
        apart = (ratios >= _LOWEST_RATIO) | (ratios <= 1 / _LOWEST_RATIO)
        if np.count_nonzero(apart) < _FEWEST - 1:
            continue
        wide = np.flatnonzero(apart)
        wide = wide[(before[wide] >= 0) & (values[wide] > 0) & (then[wide] > 0)]
        often = np.bincount(table.period_codes[wide], minlength=len(table.points)) >= _FEWEST - 1
        for code in np.flatnonzero(often).tolist():
            here = (table.period_codes == code) & (before >= 0) & (values > 0) & (then > 0)
            found = ratios[here]
            if len(found) < _FEWEST:
                continue
            ratio = float(np.median(found))
            power = float(powers_of_ten(np.array([ratio]))[0])
            if power and 2 * np.count_nonzero(np.abs(np.log10(found) - power) <= _SPREAD) >= len(found):
                period, earlier = str(table.period_names[code]), str(table.period_names[previous[code]])
                details = {"ratio": f"{ratio:.6g}", "before": earlier, "count": len(found)}
                table.findings.line("IND484", name, "", period, ratio, period=period, **details)


def note_codes_of_absence(table: DataTable) -> None:
    """Note figures such as -99, -999 or 9999 that lie far from all others of their variable.

    Far is: more than three times as large as any other figure, or negative where no other figure is. There have to be
    three others.
    """
    for name, values in zip(table.variables, table.values, strict=True):
        # A code that lies far from the rest is the largest or the least figure: two reductions settle most columns.
        if not len(values) or _CODES.isdisjoint((float(np.fmin.reduce(values)), float(np.fmax.reduce(values)))):
            continue
        coded = np.isin(values, list(_CODES))
        rest = values[~coded & ~np.isnan(values)]
        if len(rest) < _FEWEST:
            continue
        low, high = float(rest.min()), float(rest.max())
        limit = _FAR * max(abs(low), abs(high))
        rows = np.flatnonzero(coded & ((np.abs(values) > limit) | ((values < 0) & (low >= 0))))
        table.findings.cells("IND485", name, rows, values[rows], rest=f"{low:g} … {high:g}")
