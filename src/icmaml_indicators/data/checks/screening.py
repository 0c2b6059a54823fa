"""Plausibility screens over results: sharp changes and values far from the others. They flag, they change no figure."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from ...formulas.plan import BLOCK_ROWS, Evaluation
from ...formulas.rounding import with_decimals, with_digits
from ...specs import Program
from ..model.findings import RowDetail
from ..model.table import DataTable

Floats = NDArray[np.float64]


def screen_changes(
    program: Program, table: DataTable, results: Evaluation, before: NDArray[np.intp], limit: float
) -> None:
    """Flag results more than `limit` times those of the period before, or less than its reciprocal.

    Parameters
    ----------
    before : integer array, shape (rows,)
        The row of the period before; -1 where there is none.
    """
    none = before < 0

    def previous(number: int) -> Floats:
        earlier: Floats = results.values[number].take(before, mode="wrap")
        earlier[none] = np.nan
        return earlier

    _flag("IND416", program, table, results, previous, limit)


def screen_distances(program: Program, table: DataTable, results: Evaluation, limit: float) -> None:
    """Flag results more than `limit` times those of the others, or less than its reciprocal.

    The others are the median of the period; of two, the other one; alone, those of the latest period before.
    """
    groups = [np.flatnonzero(table.period_codes == code) for code in range(len(table.points))]
    medians = np.empty((len(program.indicators), len(groups)))
    counts = np.empty(medians.shape, np.intp)

    def describe(period: int) -> None:
        medians[:, period], counts[:, period] = _medians(results.values.take(groups[period], axis=1))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(describe, range(len(groups))))

    def others(number: int) -> Floats:
        values = results.values[number]
        against: Floats = medians[number][table.period_codes]
        for period in np.flatnonzero((counts[number] == 1) | (counts[number] == 2)).tolist():
            present = groups[period][~np.isnan(values[groups[period]])]
            if len(present) == 2:
                against[present] = values[present[::-1]]
            else:
                against[present] = _earlier_median(table, values, groups[:period], present[0])
        return against

    _flag("IND417", program, table, results, others, limit)


def _flag(
    code: str,
    program: Program,
    table: DataTable,
    results: Evaluation,
    comparison: Callable[[int], Floats],
    limit: float,
) -> None:
    """Flag the results of each indicator that lie apart from its comparison figures."""

    def find(number: int) -> tuple[NDArray[np.intp], Floats, Floats]:
        values, against = results.values[number], comparison(number)
        rows = _is_far(values, against, limit)
        return rows, values[rows], against[rows]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(find, range(len(program.indicators))))
    for indicator, (rows, values, against) in zip(program.indicators, found, strict=True):
        table.findings.cells(code, indicator.id, rows, values, detail=_ratio_text(values, against))


def _is_far(values: Floats, against: Floats, limit: float) -> NDArray[np.intp]:
    """Return where the ratio is above the limit or below its reciprocal, by blocks that stay in cache."""
    found = [np.empty(0, np.intp)]
    with np.errstate(all="ignore"):
        for start in range(0, len(values), BLOCK_ROWS):
            ratio = values[start : start + BLOCK_ROWS] / against[start : start + BLOCK_ROWS]
            found.append(np.flatnonzero((ratio > limit) | ((ratio < 1 / limit) & (ratio >= 0))) + start)
    return np.concatenate(found)


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


def _medians(values: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Return the median of each line, absent values left out, and how many are present."""
    absent = np.isnan(values)
    ordered = np.sort(np.where(absent, np.inf, values), axis=1)
    count = values.shape[1] - np.count_nonzero(absent, axis=1)
    low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, values.shape[1] - 1)
    lines = np.arange(len(values))
    # Halves are added: the sum of two huge figures may be more than a float holds.
    middle = ordered[lines, low] / 2.0 + ordered[lines, high] / 2.0
    return np.where(count > 0, middle, np.nan), count


def _earlier_median(table: DataTable, values: Floats, earlier: list[NDArray[np.intp]], row: np.intp) -> float:
    """Return the median of the other entities in the latest period before that has any."""
    for rows in reversed(earlier):
        others = values[rows[table.entity_codes[rows] != table.entity_codes[row]]]
        others = others[~np.isnan(others)]
        if len(others):
            return float(np.median(others))
    return float("nan")
