"""Ranks, quantiles and percentiles: the choices, each with its source.

* **Ties**: ``min`` is competition ranking (1, 2, 2, 4), the default, as IMCO prints; ``max``, ``average``
(mid-ranks) and ``dense`` (1, 2, 2, 3)
  as in `pandas.DataFrame.rank`; ``ordinal`` numbers ties in alphabetical order (1, 2, 3, 4), as SHCP prints its tables.
* **Quantiles**: Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50(4), 1996.
``linear`` is their
  type 7, the default of R, numpy and Excel's QUARTILE.INC; ``weibull`` 6, ``hazen`` 5, ``median_unbiased`` 8,
  ``normal_unbiased`` 9.
* **Percentile**: ``others`` (default) is the share of the *other* peers that are beaten, ties half: 100 for the best
alone, 0 for the worst,
  none without others (without ties that of Excel's PERCENTRANK.INC, which
  counts those below only). ``mean``, ``weak`` and ``strict`` are those of
  `scipy.stats.percentileofscore`.
* **Standard deviation**: ``ddof=1`` (sample) by default.
* **Trimmed mean**: the mean without a tenth of the values (``trim``) at each end; Wilcox, "Introduction to Robust
  Estimation and Hypothesis Testing", 2012.
* **MAD**: the median of the distances from the median. The robust z is 0.6745 (value - median) / MAD, as in Iglewicz
  and Hoaglin, "How to Detect and Handle Outliers", 1993.
* **Fewest peers**: with fewer than ``min_peers`` values (3 by default) nothing but their number is told; quarters need
  four values.
* **Left out of its own quartiles** (``leave_out_self``): quarter, median and top quartile of a position are those of
  the other peers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ..errors import check_option
from ..formulas.rounding import slack
from .ranking import RankCounts

Floats = NDArray[np.float64]
Ties = Literal["min", "max", "average", "dense", "ordinal"]
QuantileMethod = Literal["linear", "weibull", "hazen", "median_unbiased", "normal_unbiased"]
PercentileMethod = Literal["others", "mean", "weak", "strict"]

# With fewer values than this, quarters mean nothing.
FEWEST_FOR_QUARTILES = 4
QUARTERS, QUARTER_CUTS = 4, (0.25, 0.5, 0.75)
# The normal standard deviation over the MAD, inverted.
NORMAL_MAD = 0.6745
# A place in so many values is rounded by a few units in its last digit; a value that is that near is meant.
_LAST_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Definitions:
    """How ranks, quantiles, percentiles and deviations are defined; see the head of this module."""

    ties: Ties = "min"
    quantiles: QuantileMethod = "linear"
    percentile: PercentileMethod = "others"
    ddof: int = 1
    trim: float = 0.1
    min_peers: int = 3
    leave_out_self: bool = False

    def __post_init__(self) -> None:
        """Refuse definitions that there are none of."""
        check_option("option", self.ties, get_args(Ties))
        check_option("option", self.quantiles, get_args(QuantileMethod))
        check_option("option", self.percentile, get_args(PercentileMethod))


# Plotting positions (alpha, beta): the p-quantile stands at alpha + p (n + 1 - alpha - beta), counted from 1.
_PLOTTING: dict[str, tuple[float, float]] = {
    "linear": (1.0, 1.0),
    "weibull": (0.0, 0.0),
    "hazen": (0.5, 0.5),
    "median_unbiased": (1 / 3, 1 / 3),
    "normal_unbiased": (3 / 8, 3 / 8),
}


def place_in_quarters(goodness: Floats, cuts: Iterable[Floats], size: Floats | float) -> Floats:
    """Return the quarter of each value, 1 the best, from the three quartiles; a value on one is above it.

    Parameters
    ----------
    goodness
        The larger the better.
    cuts
        The quartiles, each of a shape that goes with it.
    size
        The least that values are measured by where they are equal but for rounding.
    """
    quarter = np.full(goodness.shape, float(QUARTERS))
    for cut in cuts:
        quarter -= goodness >= cut - slack(cut, size)
    return quarter


def ranks(goodness: RankCounts, values: Floats, ties: Ties) -> Floats:
    """Return ranks, 1 the best, from where each value stands in goodness.

    Parameters
    ----------
    goodness
        Of `values`, the larger the better.
    values : float64 array, shape (..., n)
        Needed for ``ordinal`` only: ties are numbered in the order of the last axis.
    """
    better = goodness.count[..., None] - goodness.below - goodness.equal
    match ties:
        case "min":
            return better + 1.0
        case "max":
            return better + goodness.equal
        case "average":
            return better + (goodness.equal + 1.0) / 2.0
        case "dense":
            most: Floats = np.fmax.reduce(goodness.distinct_below, axis=-1, initial=-1.0)[..., None]
            return most - goodness.distinct_below + 1.0
        case "ordinal":
            order = np.argsort(np.where(np.isnan(values), np.inf, -values), axis=-1, kind="stable")
            result = np.empty(values.shape)
            np.put_along_axis(result, order, np.arange(1.0, values.shape[-1] + 1.0), axis=-1)
            result[np.isnan(values)] = np.nan
            return result


def quantile(ordered: Floats, count: NDArray[np.intp], p: float, method: QuantileMethod) -> Floats:
    """Return the p-quantile of the first `count` of ascending values.

    Parameters
    ----------
    ordered : float64 array, shape (..., n)
    count : integer array, shape (...)
    """
    low, high, share = _place(count, p, method)
    lower = np.take_along_axis(ordered, low[..., None], axis=-1)[..., 0]
    upper = np.take_along_axis(ordered, high[..., None], axis=-1)[..., 0]
    return np.where(count > 0, between(lower, upper, share), np.nan)


def quantile_of_others(stand: RankCounts, p: float, method: QuantileMethod) -> Floats:
    """Return, for each value, the p-quantile of the others; NaN for absent values and where there are no others.

    Parameters
    ----------
    stand
        Of values of shape (..., n).

    Returns
    -------
    float64 array, shape (..., n)
    """
    low, high, share = _place(stand.count - 1, p, method)
    own = np.nan_to_num(stand.below, nan=0.0)
    # Taking one value out moves those after it one place to the front.
    low, high = (end[..., None] + (end[..., None] >= own) for end in (low, high))
    last = stand.ordered.shape[-1] - 1
    lower, upper = (np.take_along_axis(stand.ordered, np.minimum(end, last), axis=-1) for end in (low, high))
    known = ~np.isnan(stand.below) & (stand.count > 1)[..., None]
    return np.where(known, between(lower, upper, share[..., None]), np.nan)


def _place(
    count: NDArray[np.intp], p: float, method: QuantileMethod
) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
    """Return the places, from 0, between which the quantile of so many values lies, and how far along."""
    alpha, beta = _PLOTTING[method]
    place = np.clip(alpha + p * (count + 1 - alpha - beta), 1, np.maximum(count, 1)) - 1
    # A place that is whole but for its rounding is that of a value: a median must equal the value in the middle.
    whole = np.rint(place)
    rounding = _LAST_DIGITS * np.spacing(np.maximum(count, 1).astype(np.float64))
    place = np.where(np.abs(place - whole) <= rounding, whole, place)
    low = np.floor(place).astype(np.intp)
    return low, np.minimum(low + 1, np.maximum(count - 1, 0)), place - low


def between(lower: Floats, upper: Floats, share: Floats) -> Floats:
    """Return what lies a share of the way between two figures."""
    with np.errstate(over="ignore", invalid="ignore"):
        apart = upper - lower
        found = np.where(share == 0, lower, lower + apart * share)
        far = np.isinf(apart)
        if far.any():  # the difference of two huge figures may be more than a float holds, what lies between is not
            found = np.where(far & (share != 0), lower * (1.0 - share) + upper * share, found)
        return found


def percentiles(goodness: RankCounts, method: PercentileMethod) -> Floats:
    """Return percentile ranks, 0 to 100, larger is better."""
    count = goodness.count[..., None].astype(np.float64)
    with np.errstate(all="ignore"):
        match method:
            case "others":
                share = (goodness.below + (goodness.equal - 1.0) / 2.0) / (count - 1.0)
            case "mean":
                share = (goodness.below + goodness.equal / 2.0) / count
            case "weak":
                share = (goodness.below + goodness.equal) / count
            case "strict":
                share = goodness.below / count
    return np.where(np.isfinite(share), share * 100.0, np.nan)
