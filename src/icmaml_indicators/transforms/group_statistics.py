"""Order statistics of many groups at once: one sort by group and value, no loop over groups."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..formulas.overflow import finite_only
from .definitions import between

Floats = NDArray[np.float64]


def group_quantiles(values: Floats, codes: NDArray[np.intp], count: int, *shares: float) -> list[Floats]:
    """Return quantiles (type 7, linear) of each group; NaN for a group of nothing.

    Parameters
    ----------
    values : float64 array, shape (n,), without NaN
    codes : integer array, shape (n,)
        Group of each value, from 0 to `count` - 1.
    *shares
        Between 0 and 1.

    Returns
    -------
    list of float64 array, shape (count,)
    """
    sizes = np.bincount(codes, minlength=count)
    if not len(values):
        return [np.full(count, np.nan) for _ in shares]
    ordered = values[np.lexsort((values, codes))]
    starts = np.cumsum(sizes) - sizes
    found = []
    for share in shares:
        place = share * np.maximum(sizes - 1, 0)
        low = np.floor(place).astype(np.intp)
        high = np.minimum(low + 1, np.maximum(sizes - 1, 0))
        last = len(ordered) - 1
        lower, upper = ordered[np.minimum(starts + low, last)], ordered[np.minimum(starts + high, last)]
        found.append(np.where(sizes > 0, between(lower, upper, place - low), np.nan))
    return found


def group_medians(values: Floats, codes: NDArray[np.intp], count: int) -> Floats:
    """Return the median of each group; arguments as in `group_quantiles`."""
    return group_quantiles(values, codes, count, 0.5)[0]


def group_means(values: Floats, codes: NDArray[np.intp], count: int) -> Floats:
    """Return the mean of each group, never beyond its ends: a sum rounds. NaN where no float holds the sum.

    Arguments as in `group_quantiles`.
    """
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(low, codes, values)
    np.maximum.at(high, codes, values)
    with np.errstate(all="ignore"):
        mean = np.bincount(codes, values, minlength=count) / np.bincount(codes, minlength=count)
    return np.where(low <= high, np.clip(finite_only(mean), low, high), np.nan)
