"""Theil-Sen slopes, Kendall's tau and the Mann-Kendall test, for many short series at once.

* **Slope**: the median of the slopes of all pairs (Theil 1950; Sen 1968, "Estimates of the regression coefficient based
  on Kendall's tau", JASA 63). With seasons, of the pairs of one season only (Hirsch, Slack and Smith 1982, "Techniques
  of trend analysis for monthly water quality data", Water Resources Research 18): a seasonal pattern gives no slope.
* **Interval**: Sen's, from the ordered slopes and the variance of Kendall's S with ties, summed over the seasons, which
  are taken as independent. Where the level cannot be reached with so few figures there is none (five at 95 %).
* **p**: two-sided Mann-Kendall. Exact for up to `EXACT_UP_TO` figures of one season without ties; else the normal
  approximation with continuity correction, from `NORMAL_FROM` figures on; else none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from ..formulas.overflow import finite_only

Floats = NDArray[np.float64]

EXACT_UP_TO = 10
NORMAL_FROM = 8
# So many slopes of pairs at a time: the blocks stay within a few tens of megabytes.
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Slopes:
    """Float64 arrays, shape (series,); NaN where there is none.

    Attributes
    ----------
    slope, low, high
        Per unit of time, with the interval.
    median
        Of the figures.
    middle
        Median of their times: the line runs through (middle, median).
    tau, p
        Kendall's tau-b, and the p-value of no trend.
    """

    slope: Floats
    low: Floats
    high: Floats
    median: Floats
    middle: Floats
    tau: Floats
    p: Floats

    @classmethod
    def empty(cls, count: int) -> Slopes:
        """Return slopes of nothing yet."""
        return cls(*(np.full(count, np.nan) for _ in range(7)))


def theil_sen(values: Floats, times: Floats, seasons: NDArray[np.intp], level: float = 0.95) -> Slopes:
    """Return the robust trend of each series.

    Parameters
    ----------
    values : float64 array, shape (series, periods)
        NaN where absent.
    times : float64 array, shape (periods,), ascending
    seasons : integer array, shape (periods,)
        Only figures of the same season are paired.
    level
        Of the interval, between 0 and 1.
    """
    result = Slopes.empty(len(values))
    early, late = np.triu_indices(len(times), 1)
    same = seasons[early] == seasons[late]
    early, late = early[same], late[same]
    step = max(1, _BLOCK // max(1, len(early)))
    for start in range(0, len(values), step):
        _block(values[start : start + step], times, seasons, (early, late), level, result, start)
    return result


def _block(
    values: Floats,
    times: Floats,
    seasons: NDArray[np.intp],
    pairs: tuple[NDArray[np.intp], NDArray[np.intp]],
    level: float,
    result: Slopes,
    start: int,
) -> None:
    early, late = pairs
    span = slice(start, start + len(values))
    with np.errstate(over="ignore"):
        apart = values[:, late] - values[:, early]
    signs = np.sign(np.nan_to_num(apart)).sum(axis=1)
    present = ~np.isnan(values)
    result.median[span] = _median(values)
    result.middle[span] = _median(np.where(present, times, np.nan))
    with np.errstate(over="ignore"):
        slopes = np.sort(np.where(np.isnan(apart), np.inf, apart / (times[late] - times[early])), axis=1)
    count = np.count_nonzero(~np.isnan(apart), axis=1)
    result.slope[span] = _middle(slopes, count)
    tied = _ties(values, apart == 0, pairs)
    variance, most, in_seasons = np.zeros(len(values)), np.zeros(len(values)), np.zeros(len(values))
    for season in np.unique(seasons):
        here = seasons == season
        n, t = present[:, here].sum(axis=1).astype(np.float64), tied[:, here]
        variance += (n * (n - 1) * (2 * n + 5) - (t * (2 * t + 7)).sum(axis=1)) / 18.0
        most += n * (n - 1) / 2.0
        in_seasons += n > 0
    same = tied.sum(axis=1) / 2.0
    with np.errstate(all="ignore"):
        result.tau[span] = signs / np.sqrt(most * (most - same))
    _interval(slopes, count, variance, level, result, span)
    exact = (same == 0) & (in_seasons < 2)
    result.p[span] = _p_values(signs, variance, present.sum(axis=1), exact)


def _median(values: Floats) -> Floats:
    absent = np.isnan(values)
    return _middle(np.sort(np.where(absent, np.inf, values), axis=1), np.count_nonzero(~absent, axis=1))


def _middle(ordered: Floats, count: NDArray[np.intp]) -> Floats:
    """Return the median of the first `count` of each ascending row."""
    if not ordered.shape[1]:
        return np.full(len(ordered), np.nan)
    rows = np.arange(len(ordered))
    low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, ordered.shape[1] - 1)
    with np.errstate(over="ignore", invalid="ignore"):
        return np.where(count > 0, finite_only((ordered[rows, low] + ordered[rows, high]) / 2.0), np.nan)


def _ties(
    values: Floats, equal: NDArray[np.bool_], pairs: tuple[NDArray[np.intp], NDArray[np.intp]]
) -> NDArray[np.float64]:
    """Return with how many others of its season each figure is tied."""
    incidence = np.zeros((len(pairs[0]), values.shape[1]))
    places = np.arange(len(pairs[0]))
    incidence[places, pairs[0]] = incidence[places, pairs[1]] = 1.0
    if not equal.any():
        return np.zeros(values.shape)
    return equal.astype(np.float64) @ incidence


def _interval(
    slopes: Floats, count: NDArray[np.intp], variance: Floats, level: float, result: Slopes, span: slice
) -> None:
    """Take Sen's order statistics; NaN where they would lie beyond the slopes there are."""
    if not slopes.shape[1]:
        return
    reach = NormalDist().inv_cdf(0.5 + level / 2.0) * np.sqrt(variance)
    below = np.round((count - reach) / 2.0).astype(np.intp) - 1
    above = np.round((count + reach) / 2.0).astype(np.intp)
    rows, last = np.arange(len(slopes)), np.maximum(count - 1, 0)
    found = (count > 0) & (below >= 0) & (above <= last)
    # Where all figures are equal, so is every slope.
    still = (count > 0) & (variance == 0)
    for array, place in ((result.low, below), (result.high, above)):
        taken = slopes[rows, np.clip(place, 0, last)]
        array[span] = np.where(found | still, finite_only(taken), np.nan)


def _p_values(signs: Floats, variance: Floats, count: NDArray[np.intp], exact: NDArray[np.bool_]) -> Floats:
    result = np.full(len(signs), np.nan)
    for n in range(2, EXACT_UP_TO + 1):
        rows = exact & (count == n)
        if rows.any():
            result[rows] = _exact(n)[np.abs(signs[rows]).astype(np.intp)]
    rows = np.isnan(result) & (count >= NORMAL_FROM) & (variance > 0)
    with np.errstate(all="ignore"):
        z = np.maximum(np.abs(signs) - 1.0, 0.0) / np.sqrt(variance)
    different, each = np.unique(z[rows], return_inverse=True)
    result[rows] = np.array([2.0 * NormalDist().cdf(-float(found)) for found in different])[each]
    # Figures that never move show no trend at all.
    result[(variance == 0) & (count >= NORMAL_FROM)] = 1.0
    return result


@cache
def _exact(n: int) -> Floats:
    """Return the chance that |S| of n figures in random order is at least 0, 1, …, n (n - 1) / 2."""
    ways = np.ones(1)
    for size in range(2, n + 1):
        # A further figure can stand in `size` places, with 0 … size - 1 inversions.
        ways = np.convolve(ways, np.full(size, 1.0 / size))
    most = n * (n - 1) // 2
    sums = np.abs(most - 2 * np.arange(most + 1))
    return np.array([min(1.0, float(ways[sums >= least].sum())) for least in range(most + 1)])
