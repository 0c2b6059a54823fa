"""Order statistics from one sort: where a value stands among others, ties included."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..formulas.rounding import any_gap_near, measure_gaps, unite_ordered

Floats = NDArray[np.float64]

# What each other figure that is equal counts as beaten, by the rule for ties.
SHARE_OF_TIES = {"average": 0.5, "min": 0.0, "max": 1.0}
# Of longer lines too many figures differ in the bits alone that their places would take.
_MOST_PLACES = (1 << 14) - 1
_ALL_BUT_SIGN = np.int64(2**63 - 1)


@dataclass(frozen=True, slots=True)
class RankCounts:
    """Where each value stands in its population (the last axis).

    Attributes
    ----------
    below, equal : float64 arrays, of the shape of the values
        How many values are smaller, and how many are equal (itself included); NaN for absent values.
    distinct_below : float64 array, of the shape of the values
        How many different values are smaller.
    count : integer array, shape of the values less the last axis
        Values present.
    ordered : float64 array, of the shape of the values
        The values in ascending order; absent ones stand last as infinity.
    values : float64 array
        The values as they were compared: those that are equal but for rounding are the same.
    """

    below: Floats
    equal: Floats
    distinct_below: Floats
    count: NDArray[np.intp]
    ordered: Floats
    values: Floats

    def mirror(self, falls: NDArray[np.bool_]) -> RankCounts:
        """Return where the values stand when less is more, for the populations in `falls`; without `ordered`."""
        count, where = self.count[..., None], falls[..., None]
        most = np.fmax.reduce(self.distinct_below, axis=-1, initial=-1.0)[..., None]
        return RankCounts(
            np.where(where, count - self.below - self.equal, self.below),
            self.equal,
            np.where(where, most - self.distinct_below, self.distinct_below),
            self.count,
            np.empty(0),
            self.values,
        )


@dataclass(frozen=True, slots=True)
class SortedCounts:
    """Where values stand, in ascending order: arrays as in `RankCounts`, of counts, one sort behind them.

    `home` is where each stands in the flattened values, `absent` where there is none, and `is_united` whether any were
    made the same that are equal but for rounding.
    """

    below: NDArray[np.int32]
    equal: NDArray[np.int32]
    distinct_below: NDArray[np.int32]
    count: NDArray[np.intp]
    ordered: Floats
    home: NDArray[np.intp]
    absent: NDArray[np.bool_]
    is_united: bool

    def unsort(self, found: NDArray[np.generic]) -> Floats:
        """Return figures in the order of the values; NaN for absent ones."""
        result = np.empty(self.absent.size)
        result[self.home] = found.ravel()
        np.copyto(result, np.nan, where=self.absent.ravel())
        return result.reshape(self.absent.shape)


def sort_lines(values: Floats) -> tuple[NDArray[np.intp], Floats, Floats]:
    """Sort values along the last axis: where each stands in the flattened array, the values, and their distances.

    None may be NaN. Whole numbers are sorted in half the time of places. So the bits of each float are taken for a
    whole number, the last of them giving way to its place; lines in which those would have told are sorted anew.
    """
    width = values.shape[-1]
    starts = width * np.arange(math.prod(values.shape[:-1])).reshape(*values.shape[:-1], 1)
    places = (1 << max(width - 1, 0).bit_length()) - 1
    if places > _MOST_PLACES:
        home = np.argsort(values, axis=-1) + starts
        ordered = values.take(home)
        return home, ordered, measure_gaps(ordered)
    bits = values.view(np.int64)
    keys = bits >> 63
    keys &= _ALL_BUT_SIGN
    keys ^= bits  # of negative floats the greater bits are the lesser figure
    keys &= ~places
    keys |= np.arange(width)
    keys.sort(axis=-1)
    keys &= places
    keys += starts
    home = keys.astype(np.intp, copy=False)
    ordered = values.take(home)
    gaps = measure_gaps(ordered)
    turned = gaps < 0
    if turned.any():
        lines = np.asarray(turned.any(axis=-1))
        home[lines] = np.argsort(values[lines], axis=-1) + starts[lines]
        ordered = values.take(home)
        gaps = measure_gaps(ordered)
    return home, ordered, gaps


def count_sorted(values: Floats, size: Floats | float = 0.0) -> SortedCounts:
    """Return where each value stands; absent values (NaN) take no part. One sort along the last axis serves all.

    Parameters
    ----------
    values, size
        As in `rank_counts`.
    """
    absent = np.isnan(values)
    # Infinity in place of NaN: a sort with NaN inside is several times slower.
    filled = np.fmin(values, np.inf)
    (home, ordered, gaps), width = sort_lines(filled), values.shape[-1]
    count = width - np.count_nonzero(absent, axis=-1)
    is_united = any_gap_near(gaps, ordered, size)
    if is_united:
        ordered = unite_ordered(ordered, size)
        gaps = measure_gaps(ordered)
    place = np.arange(width, dtype=np.int32)
    below, equal = np.broadcast_to(place, values.shape), np.broadcast_to(np.int32(1), values.shape)
    distinct = below  # where nobody ties
    # Whether each equals the one before it; a place after the last ends what is tied there.
    tied = np.zeros((*values.shape[:-1], width + 1), bool)
    np.equal(gaps, 0.0, out=tied[..., 1:-1])  # between absent ones there is no distance
    if tied.any():
        below, equal = below.copy(), equal.copy()
        before, after = tied[..., :-1].ravel(), tied[..., 1:].ravel()
        starts, ends = np.flatnonzero(after > before), np.flatnonzero(before > after)
        members, sizes = np.flatnonzero(before | after), ends - starts + 1
        below.ravel()[members] = np.repeat(below.ravel()[starts], sizes)
        equal.ravel()[members] = np.repeat(sizes, sizes)
        distinct = np.cumsum(~before.reshape(values.shape), axis=-1, dtype=np.int32) - 1
    return SortedCounts(below, equal, distinct, count, ordered, home.ravel(), absent, is_united)


def rank_counts(values: Floats, size: Floats | float = 0.0) -> RankCounts:
    """Return where each value stands; absent values (NaN) take no part. One sort along the last axis serves all.

    Parameters
    ----------
    values : float64 array, shape (..., n), finite or NaN
    size
        The least that values are measured by where they are equal but for rounding, as in `formulas.rounding.unite`.
    """
    found = count_sorted(values, size)
    below, compared = found.unsort(found.below), found.unsort(found.ordered) if found.is_united else values
    distinct = below if found.distinct_below is found.below else found.unsort(found.distinct_below)
    return RankCounts(below, found.unsort(found.equal), distinct, found.count, found.ordered, compared)


def ordered_ends(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """Return two ends with the lesser first; where one is not known (NaN), each stays on its side."""
    turned = first > second
    return np.where(turned, second, first), np.where(turned, first, second)
