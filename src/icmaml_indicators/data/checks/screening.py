"""Plausibility screens over results: sharp changes and values far from the others. They flag, they change no figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

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
_WHOLES = (1, 100)
_Found = tuple[NDArray[np.intp], Floats, Floats]


def screen_changes(program: Program, table: DataTable, results: Evaluation) -> None:
    """Flag results that are many times, or a small part of, those of the same entity before.

    Before is the same season of the year before where the entity has a figure of it (semester 2 against semester 2),
    else the period before. See `_is_apart` for what is many times.
    """
    limit = program.screening.max_change
    if not table.points:
        return
    step, point = program.period.step, table.points[0]
    year = max(step, PER_YEAR[point.frequency]) if point.frequency == program.period.frequency[0] else step
    rows = [table.earlier(back) for back in dict.fromkeys((year, step))]
    if limit == "none" or not any((before >= 0).any() for before in rows):
        return
    groups = _rows_by_period(table)

    def find(number: int) -> _Found:
        values = results.values[number]
        against = np.full(len(values), np.nan)
        for before in rows:
            empty = np.isnan(against) & (before >= 0)
            against[empty] = values[before[empty]]
        now, then = (_as_multiples(figures, program.indicators[number].range) for figures in (values, against))
        with np.errstate(all="ignore"):
            ratios = now / then
        parts = [np.empty(0, np.intp)]
        for period in groups:
            usable = (now[period] > 0) & (then[period] > 0)
            if np.count_nonzero(usable) >= _FEWEST:
                compared = period[usable]
                parts.append(compared[_is_apart(ratios[compared], 1.0, _factor(limit))])
            elif limit is not None:
                parts.append(period[_is_far(values[period], against[period], float(limit))])
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
    if limit == "none":
        return
    groups = _rows_by_period(table)

    def find(number: int) -> _Found:
        values = results.values[number]
        multiples = _as_multiples(values, program.indicators[number].range)
        against, parts = np.full(len(values), np.nan), [np.empty(0, np.intp)]
        for code, period in enumerate(groups):
            here, usable = values[period], multiples[period] > 0
            if np.count_nonzero(usable) >= _FEWEST:
                if (here < 0).any():
                    continue
                compared = period[usable]
                middle = _middle(multiples[compared])
                against[compared] = middle if multiples is values else _middle(values[compared])
                parts.append(compared[_is_apart(multiples[compared], middle, _factor(limit))])
            elif limit is not None:
                against[period] = _few_others(table, values, groups, code)
                parts.append(period[_is_far(here, against[period], float(limit))])
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


def _rows_by_period(table: DataTable) -> list[NDArray[np.intp]]:
    order = np.argsort(table.period_codes, kind="stable")
    ends = np.searchsorted(table.period_codes[order], np.arange(1, len(table.points)))
    return np.split(order, ends)


def _middle(figures: Floats) -> float:
    """Return the median as a figure that is among those given."""
    place = len(figures) // 2
    return float(np.partition(figures, place)[place])


def _outer_quartiles(figures: Floats) -> tuple[float, float]:
    """Return the first and the third quartile as figures that are among those given."""
    places = [len(figures) // 4, len(figures) - 1 - len(figures) // 4]
    ordered = np.partition(figures, places)
    return float(ordered[places[0]]), float(ordered[places[1]])


def _is_apart(figures: Floats, middle: float, limit: float) -> NDArray[np.bool_]:
    """Tell which positive figures lie outside the outer fences of their logarithms, and `limit` times from the middle.

    The fences lie three times the distance of the quartiles beyond them (Tukey, *Exploratory Data Analysis*, 1977);
    of logarithms, because what municipalities collect and spend spreads by multiples.
    """
    with np.errstate(all="ignore"):
        if figures.min() >= middle / limit and figures.max() <= middle * limit:  # whatever the fences are
            return np.zeros(len(figures), np.bool_)
        first, third = _outer_quartiles(figures)
        reach = np.float64(third / first) ** _OUTER
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
