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
  none without others (Excel's PERCENTRANK.INC, ties apart). ``mean``, ``weak`` and ``strict`` are those of
  `scipy.stats.percentileofscore`.
* **Standard deviation**: ``ddof=1`` (sample) by default.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..scoring.order import Standing

Floats = NDArray[np.float64]
Ties = Literal["min", "max", "average", "dense", "ordinal"]
QuantileMethod = Literal["linear", "weibull", "hazen", "median_unbiased", "normal_unbiased"]
PercentileMethod = Literal["others", "mean", "weak", "strict"]

# Plotting positions (alpha, beta): the p-quantile stands at alpha + p (n + 1 - alpha - beta), counted from 1.
_PLOTTING: dict[str, tuple[float, float]] = {
    "linear": (1.0, 1.0),
    "weibull": (0.0, 0.0),
    "hazen": (0.5, 0.5),
    "median_unbiased": (1 / 3, 1 / 3),
    "normal_unbiased": (3 / 8, 3 / 8),
}


def ranks(goodness: Standing, values: Floats, ties: Ties) -> Floats:
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
    alpha, beta = _PLOTTING[method]
    place = np.clip(alpha + p * (count + 1 - alpha - beta), 1, np.maximum(count, 1)) - 1
    low = np.floor(place).astype(np.intp)
    high = np.minimum(low + 1, np.maximum(count - 1, 0))
    lower = np.take_along_axis(ordered, low[..., None], axis=-1)[..., 0]
    upper = np.take_along_axis(ordered, high[..., None], axis=-1)[..., 0]
    share = place - low
    with np.errstate(invalid="ignore"):
        result = np.where(share == 0, lower, lower + (upper - lower) * share)
    return np.where(count > 0, result, np.nan)


def percentiles(goodness: Standing, method: PercentileMethod) -> Floats:
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
