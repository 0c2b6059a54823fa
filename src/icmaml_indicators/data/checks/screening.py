"""Plausibility screens over results: sharp changes and values far from the others. They flag, they change no figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from ...formulas.plan import Evaluation, in_parallel
from ...formulas.rounding import with_decimals, with_digits
from ...specs import Program, Range
from ...specs.model.base import Number
from ...specs.model.periods import PER_YEAR
from ..model.findings import RowDetail
from ..model.table import DataTable

Floats = NDArray[np.float64]


# Among so many comparisons or more, what is far is told by what they show; among fewer, by a declared limit alone.
_FEWEST = 12
# How many times as much, or as little, is far among many, at least.
_LEAST_FACTOR = 10.0
_OUTER = 3
# A little less, so that rounding hides no figure from the exact comparison.
_ROOM = 0.999
_WHOLES = (1, 100)
_Found = tuple[NDArray[np.intp], Floats, Floats]
_NOTHING: _Found = (np.empty(0, np.intp), np.empty(0), np.empty(0))


def screen_changes(program: Program, table: DataTable, results: Evaluation) -> None:
    """Flag results that are many times, or a small part of, those of the same entity before.

    Before is the same season of the year before where the entity has a figure of it (semester 2 against semester 2),
    else the period before. See `_is_apart` for what is many times.
    """
    limit = program.screening.max_change
    if not table.rows:
        return
    step, point = program.period.step, table.points[0]
    year = max(step, PER_YEAR[point.frequency]) if point.frequency == program.period.frequency[0] else step
    rows = [table.earlier(back) for back in dict.fromkeys((year, step))]
    if limit == "none" or not any((before >= 0).any() for before in rows):
        return
    factor = _factor(limit)
    periods = _Periods.of(table)

    def find(number: int) -> _Found:
        values = results.values[number]
        against = np.full(len(values), np.nan)
        for before in reversed(rows):
            earlier = np.where(before >= 0, values[before], np.nan)
            against = np.where(np.isnan(earlier), against, earlier)
        now, then = (_as_multiples(figures, program.indicators[number].range) for figures in (values, against))
        with np.errstate(all="ignore"):
            ratios = np.where((now > 0) & (then > 0), now / then, np.nan)
            if limit is None and not ((ratios < 1.0 / factor) | (ratios > factor)).any():
                return _NOTHING
        counts, least, most = periods.spans(ratios)
        parts = [np.empty(0, np.intp)]
        with np.errstate(all="ignore"):
            wide = (least < 1.0 / factor) | (most > factor)
        for period in np.flatnonzero((counts >= _FEWEST) & wide).tolist():
            compared = periods.rows[period]
            parts.append(compared[_is_apart(ratios[compared], int(counts[period]), factor, 1.0)])
        if limit is not None:
            for period in np.flatnonzero(counts < _FEWEST).tolist():
                few = periods.rows[period]
                parts.append(few[_is_far(values[few], against[few], float(limit))])
        far = np.sort(np.concatenate(parts))
        return far, values[far], against[far]

    _flag("IND416", program, table, find)


def screen_distances(program: Program, table: DataTable, results: Evaluation) -> None:
    """Flag results that are many times, or a small part of, those of the others in their period.

    Among twelve positive figures or more, the others are their median, and nothing is flagged where figures are
    negative. Among fewer, a declared limit holds against the median of all; of two, the other one; alone, the median of
    the latest period before.
    """
    limit = program.screening.max_distance
    if limit == "none" or not table.rows:
        return
    factor = _factor(limit)
    periods = _Periods.of(table)

    def find(number: int) -> _Found:
        values = results.values[number]
        multiples = _as_multiples(values, program.indicators[number].range)
        positive = np.where(multiples > 0, multiples, np.nan)
        with np.errstate(all="ignore"):
            if limit is None and not np.fmax.reduce(positive) > np.fmin.reduce(positive) * (factor * _ROOM):
                return _NOTHING
        counts, least, most = periods.spans(positive)
        against, parts = np.full(len(values), np.nan), [np.empty(0, np.intp)]
        with np.errstate(all="ignore"):
            wide = most > least * (factor * _ROOM)
        for period in np.flatnonzero((counts >= _FEWEST) & wide).tolist():
            compared = periods.rows[period]
            far = compared[_is_apart(positive[compared], int(counts[period]), factor)]
            if len(far) and not (values[compared] < 0).any():
                against[far] = _middle(values[compared[positive[compared] > 0]])
                parts.append(far)
        if limit is not None:
            for period in np.flatnonzero(counts < _FEWEST).tolist():
                few = periods.rows[period]
                against[few] = _few_others(table, values, periods.rows, period)
                parts.append(few[_is_far(values[few], against[few], float(limit))])
        far = np.sort(np.concatenate(parts))
        return far, values[far], against[far]

    _flag("IND417", program, table, find)


def _factor(limit: Number | Literal["none"] | None) -> float:
    return _LEAST_FACTOR if limit is None or limit == "none" else max(_LEAST_FACTOR, float(limit))


def _as_multiples(figures: Floats, allowed: Range | None) -> Floats:
    """Return figures that are compared by multiples: shares of a whole, whose range ends with it, as odds."""
    if allowed is None or allowed.low != 0 or allowed.high not in _WHOLES:
        return figures
    with np.errstate(all="ignore"):
        rest = float(allowed.high) - figures
        odds: Floats = np.where(rest > 0, figures / rest, np.nan)
    return odds


@dataclass(frozen=True, slots=True)
class _Periods:
    """Rows by period.

    Attributes
    ----------
    rows
        Rows of each period, those of a period without any left out.
    order
        The same, one after the other.
    starts
        Where each period begins in `order`.
    """

    rows: list[NDArray[np.intp]]
    order: NDArray[np.intp]
    starts: NDArray[np.intp]

    @classmethod
    def of(cls, table: DataTable) -> Self:
        order, counts = table.by_period, np.bincount(table.period_codes)
        starts = np.concatenate([[0], np.cumsum(counts[counts > 0])[:-1]])
        return cls(np.split(order, starts[1:]), order, starts)

    def spans(self, figures: Floats) -> tuple[NDArray[np.int64], Floats, Floats]:
        """Return, for each period, how many figures are known, the least and the greatest of them."""
        ordered = figures[self.order]
        known = np.add.reduceat(~np.isnan(ordered), self.starts, dtype=np.int64)
        return known, np.fmin.reduceat(ordered, self.starts), np.fmax.reduceat(ordered, self.starts)


def _middle(figures: Floats) -> float:
    """Return the median as a figure that is among those given."""
    place = len(figures) // 2
    return float(np.partition(figures, place)[place])


def _is_apart(figures: Floats, known: int, limit: float, middle: float | None = None) -> NDArray[np.bool_]:
    """Tell which positive figures lie outside the outer fences of their logarithms, and `limit` times from the middle.

    The fences lie three times the distance of the quartiles beyond them (Tukey, *Exploratory Data Analysis*, 1977);
    of logarithms, because what municipalities collect and spend spreads by multiples. Quartiles and median are figures
    that are among those given.

    Parameters
    ----------
    figures : float64 array, shape (n,)
        NaN where none is known.
    known
        How many are.
    limit
        How many times from the middle is far, at least.
    middle
        By default the median.
    """
    places = (known // 4, known // 2, known - 1 - known // 4)
    ordered = np.partition(figures, places)  # what is not known comes last
    first, median, third = (ordered[place] for place in places)
    middle = median if middle is None else middle
    with np.errstate(all="ignore"):
        reach = (third / first) ** _OUTER
        low, high = min(first / reach, middle / limit), max(third * reach, middle * limit)
        apart: NDArray[np.bool_] = (figures < low) | (figures > high)
    return apart


def _few_others(table: DataTable, values: Floats, groups: list[NDArray[np.intp]], period: int) -> Floats:
    """Return what each result of a period with few figures is held against."""
    rows = groups[period]
    here = values[rows]
    given = np.flatnonzero(~np.isnan(here))
    against = np.full(len(rows), np.nan)
    if len(given) == 1:
        against[given] = _earlier_median(table, values, groups[:period], rows[given[0]])
    elif len(given) == 2:
        against[given] = here[given[::-1]]
    elif len(given):
        ordered = np.sort(here[given])
        # Halves are added: the sum of two huge figures may be more than a float holds.
        against[:] = ordered[(len(ordered) - 1) // 2] / 2.0 + ordered[len(ordered) // 2] / 2.0
    return against


def _flag(code: str, program: Program, table: DataTable, find: Callable[[int], _Found]) -> None:
    """Flag what is found of each indicator: rows, results, and what they are held against."""
    found = in_parallel(find, range(len(program.indicators)), table.rows)
    for indicator, (rows, values, against) in zip(program.indicators, found, strict=True):
        table.findings.cells(code, indicator.id, rows, values, detail=_ratio_text(values, against))


def _is_far(values: Floats, against: Floats, limit: float) -> NDArray[np.bool_]:
    """Tell where the ratio is above the limit or below its reciprocal."""
    with np.errstate(all="ignore"):
        ratio = values / against
        far: NDArray[np.bool_] = (ratio > limit) | ((ratio < 1 / limit) & (ratio >= 0))
    return far


def _ratio_text(values: Floats, against: Floats) -> RowDetail:
    """Return the text that shows both figures and their ratio."""

    def text(row: int) -> str:
        before, now = float(against[row]), float(values[row])
        if before == 0:  # so many times nothing is no number
            return f"{with_digits(before)} → {with_digits(now)}"
        ratio = now / before
        change = f"{with_decimals((ratio - 1) * 100, 0, '+')} %" if ratio < 10 else f"×{with_decimals(ratio, 0)}"
        return f"{with_digits(before)} → {with_digits(now)}, {change}"

    return RowDetail(text)


def _earlier_median(table: DataTable, values: Floats, earlier: list[NDArray[np.intp]], row: np.intp) -> float:
    """Return the median of the other entities in the latest period before that has any."""
    for rows in reversed(earlier):
        others = values[rows[table.entity_codes[rows] != table.entity_codes[row]]]
        others = others[~np.isnan(others)]
        if len(others):
            return float(np.median(others))
    return float("nan")
