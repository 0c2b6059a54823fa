"""Whom entities are held against, pair by pair: who takes part in each population, and what rows could come to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..populations import Populations, Rows
from ..sums import Floats
from .copeland import ComparedUnits, PairwiseCounts, count_wins


@dataclass(frozen=True, slots=True)
class ComparedRows:
    """All rows as a group compares them.

    Attributes
    ----------
    units, lowest, highest
        As they are, and at the least and at the most that they could be.
    takes_part : bool array, shape (rows,)
        Which rows the others are held against.
    is_open : bool array, shape (rows,)
        Which could be other than they are.
    """

    units: ComparedUnits
    lowest: ComparedUnits
    highest: ComparedUnits
    takes_part: NDArray[np.bool_]
    is_open: NDArray[np.bool_]


def compare_populations(rows: ComparedRows, populations: Populations) -> Floats:
    """Hold every row against the others of its population.

    Returns
    -------
    float64 array, shape (3, rows)
        Wins less defeats, and the least and the most that they could be; NaN where there is nobody else.
    """
    count = rows.units.count
    figures = np.full((3, count), np.nan)
    read, codes = populations.read_codes, populations.codes
    for number in range(len(populations.names)):
        readers = np.arange(count) if read is None else np.flatnonzero(read == number)
        members = np.flatnonzero(rows.takes_part if codes is None else rows.takes_part & (codes == number))
        places = np.full(count, -1)
        places[members] = np.arange(len(members))
        figures[:, readers] = _count(rows, rows.units.take(members), readers, places)
    return figures


def compare_beside(rows: ComparedRows, known: ComparedRows, others: Rows) -> Floats:
    """Hold rows that are not among those known against some of these; returns what `compare_populations` does."""
    rivals = known.units.take(others[known.takes_part[others]])
    return _count(rows, rivals, np.arange(rows.units.count), np.full(rows.units.count, -1))


def count_row(rows: ComparedRows, row: int, others: Rows) -> PairwiseCounts:
    """Tell how often one row wins and loses against the others of its population."""
    return count_wins(rows.units.take(np.array([row])), rows.units.take(others[rows.takes_part[others]]))


def _count(rows: ComparedRows, rivals: ComparedUnits, readers: Rows, places: Rows) -> Floats:
    """Return what some rows come to against rivals, among whom they stand at `places`."""
    figures = np.repeat(count_wins(rows.units.take(readers), rivals, places[readers]).scores[None], 3, axis=0)
    unsure = np.flatnonzero(rows.is_open[readers] | ~rows.takes_part[readers])
    some = readers[unsure]
    for side, end in zip((1, 2), (rows.lowest, rows.highest), strict=True):
        figures[side, unsure] = count_wins(end.take(some), rivals, places[some]).scores
    return figures
