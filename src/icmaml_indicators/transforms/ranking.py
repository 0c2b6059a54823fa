"""Order statistics from one sort: where a value stands among others, ties included."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..formulas.rounding import any_near, unite_ordered

Floats = NDArray[np.float64]


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


def rank_counts(values: Floats, size: Floats | float = 0.0) -> RankCounts:
    """Return where each value stands; absent values (NaN) take no part. One sort along the last axis serves all.

    Parameters
    ----------
    values : float64 array, shape (..., n), finite or NaN
    size
        The least that values are measured by where they are equal but for rounding, as in `formulas.rounding.unite`.
    """
    absent = np.isnan(values)
    # Infinity in place of NaN: a sort with NaN inside is several times slower.
    filled = np.where(absent, np.inf, values)
    order = np.argsort(filled, axis=-1)
    ordered = np.take_along_axis(filled, order, axis=-1)
    width = values.shape[-1]
    count = np.count_nonzero(~absent, axis=-1)

    def unsorted(found: NDArray[np.generic]) -> Floats:
        result = np.empty(values.shape)
        np.put_along_axis(result, order, np.broadcast_to(found.astype(np.float64), values.shape), axis=-1)
        result[absent] = np.nan
        return result

    if any_near(ordered, size):
        ordered = unite_ordered(ordered, size)
        values = unsorted(ordered)
    place = np.arange(width, dtype=np.int32)
    same = ordered[..., 1:] == ordered[..., :-1]
    # Absent values equal one another; nobody asks where they stand.
    if not (same & (place[1:] < count[..., None])).any():
        below = unsorted(place)
        return RankCounts(below, np.where(absent, np.nan, 1.0), below, count, ordered, values)
    starts = np.ones(values.shape, bool)
    np.logical_not(same, out=starts[..., 1:])
    first = np.maximum.accumulate(np.where(starts, place, np.int32(0)), axis=-1)
    ends = np.ones(values.shape, bool)
    ends[..., :-1] = starts[..., 1:]
    last = np.flip(np.minimum.accumulate(np.flip(np.where(ends, place, np.int32(width)), axis=-1), axis=-1), axis=-1)
    distinct = np.cumsum(starts, axis=-1, dtype=np.int32) - 1
    return RankCounts(unsorted(first), unsorted(last - first + 1), unsorted(distinct), count, ordered, values)


def ordered_ends(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """Return two ends with the lesser first; where one is not known (NaN), each stays on its side."""
    turned = first > second
    return np.where(turned, second, first), np.where(turned, first, second)
