"""What is odd about inputs whatever the program: units that switch between periods, codes that stand for no figure.

They flag; they change no figure.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..model.table import DataTable

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


def report_switched_units(table: DataTable) -> None:
    """Note where most figures of a variable are 100, 1000 … times those of the period before, up or down.

    Held against each other are the figures of the same entities in a period and in the one before it of the same
    frequency, where there are three or more: their median ratio lies near a power of ten, and half of the ratios or
    more lie within a factor of two of it.
    """
    before, previous = table.before()
    given, period, count = before >= 0, table.period_codes, len(table.points)
    if np.count_nonzero(given) < _FEWEST:
        return
    # Where no entity skips a period, the row before is the one above, and nothing has to be fetched.
    above = bool((before[given] == np.flatnonzero(given) - 1).all())
    if above:
        given, period = given[1:], period[1:]
    # Buffers that every variable uses again; rows without an earlier one are left out once a variable has wide ratios.
    fetched, ratios = np.empty(0 if above else table.rows), np.empty(len(given))
    for name, values in zip(table.variables, table.values, strict=True):
        now = values[1:] if above else values
        then = values[:-1] if above else values.take(before, out=fetched, mode="wrap")
        with np.errstate(all="ignore"):
            np.divide(now, then, out=ratios)
        wide = (ratios >= _LOWEST_RATIO) | (ratios <= 1 / _LOWEST_RATIO)
        if np.count_nonzero(wide) < _FEWEST - 1:
            continue
        usable = given & (now > 0) & (then > 0)
        counts = np.bincount(period[usable], minlength=count)
        often = 2 * np.bincount(period[usable & wide], minlength=count) >= counts
        for code in np.flatnonzero(often & (counts >= _FEWEST)).tolist():
            found = ratios[usable & (period == code)]
            with np.errstate(all="ignore"):  # ratios that no float holds are nought or infinite
                ratio, decades = float(np.median(found)), np.log10(found)
            power = float(powers_of_ten(np.array([ratio]))[0])
            if power and 2 * np.count_nonzero(np.abs(decades - power) <= _SPREAD) >= len(found):
                here, earlier = str(table.period_names[code]), str(table.period_names[previous[code]])
                details = {"ratio": f"{ratio:.6g}", "before": earlier, "count": len(found)}
                table.findings.line("IND484", name, "", here, ratio, period=here, **details)


def report_missing_value_codes(table: DataTable) -> None:
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
