"""Rows as they follow one another in time, entity by entity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True, repr=False)
class Timeline(Brief):
    """The rows in stretches within which one figure may stand for another: of one entity, on one side of a break.

    Attributes
    ----------
    order : integer array, shape (rows,)
        The rows, stretch by stretch, in order of time.
    first, last : integer arrays, shape (rows,)
        Where the stretch of each begins and ends in that order.
    positions : integer array, shape (rows,)
        When each row is, in periods.
    """

    order: Rows
    first: Rows
    last: Rows
    positions: Rows

    @classmethod
    def of(cls, stretches: Sequence[NDArray[np.intp]], positions: Rows) -> Timeline:
        """Lay rows out; `stretches` are codes, shape (rows,), of which all are alike within a stretch."""
        order = np.lexsort((positions, *reversed(stretches)))
        rows = len(order)
        begins = np.ones(rows, np.bool_)
        if rows:
            begins[1:] = np.logical_or.reduce([codes[order][1:] != codes[order][:-1] for codes in stretches])
        place = np.arange(rows)
        first = np.maximum.accumulate(np.where(begins, place, 0))
        ends = np.append(begins[1:], np.True_) if rows else begins
        last = np.minimum.accumulate(np.where(ends, place, rows)[::-1])[::-1]
        return cls(order, first, last, positions)

    def find_neighbours(self, known: NDArray[np.bool_]) -> tuple[Rows, Rows]:
        """Return the nearest row of its stretch that is known, before and after each row; -1 where there is none.

        A row that is known itself is its own neighbour.
        """
        rows = len(self.order)
        if not rows:
            return self.order, self.order
        place, here = np.arange(rows), known[self.order]
        before = np.maximum.accumulate(np.where(here, place, -1))
        after = np.minimum.accumulate(np.where(here, place, rows)[::-1])[::-1]
        found = (np.where(before >= self.first, before, -1), np.where(after <= self.last, after, -1))
        back, ahead = np.empty(rows, np.intp), np.empty(rows, np.intp)
        for rows_of, places in ((back, found[0]), (ahead, found[1])):
            rows_of[self.order] = np.where(places >= 0, self.order[places], -1)
        return back, ahead

    def measure_distance(self, rows: Rows) -> Rows:
        """Return how many periods each row lies from another one; 0 where there is none."""
        return np.where(rows >= 0, np.abs(self.positions - self.positions[rows]), 0)
