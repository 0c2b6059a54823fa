"""What a set of peers is like: location, spread and ends of their values, from one sort."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..formulas.overflow import finite_only
from ..transforms.definitions import Definitions, QuantileMethod, quantile
from ..transforms.ranking import RankCounts

Floats = NDArray[np.float64]

QUANTILES: dict[str, float] = {
    "d1": 0.1,
    "d2": 0.2,
    "q1": 0.25,
    "d3": 0.3,
    "d4": 0.4,
    "median": 0.5,
    "d6": 0.6,
    "d7": 0.7,
    "q3": 0.75,
    "d8": 0.8,
    "d9": 0.9,
}
# In the order of the table of statistics.
FIGURES = ("mean", "trimmed_mean", "sd", "mad", "min", *QUANTILES, "max")


def describe(values: Floats, stand: RankCounts, rules: Definitions) -> dict[str, Floats]:
    """Return the `FIGURES` of values along the last axis.

    Parameters
    ----------
    values : float64 array, shape (..., n)
        NaN where absent.
    stand
        Where they stand.

    Returns
    -------
    dict of float64 arrays, shape (...)
        NaN where there are too few values, or they make more than a float holds.
    """
    ordered, count = stand.ordered, stand.count
    present = ~np.isnan(values)
    found = {name: quantile(ordered, count, p, rules.quantiles) for name, p in QUANTILES.items()}
    with np.errstate(all="ignore"):
        # A sum rounds: the mean of equal figures is that figure, and they have no spread.
        ends = [quantile(ordered, count, p, "linear") for p in (0.0, 1.0)]
        mean = np.clip(finite_only(np.where(present, values, 0.0).sum(axis=-1) / count), *ends)
        spread = np.where(present, (values - mean[..., None]) ** 2, 0.0).sum(axis=-1)
        sd = np.where(count > rules.ddof, np.sqrt(spread / (count - rules.ddof)), np.nan)
    found |= {
        "mean": mean,
        "trimmed_mean": np.clip(finite_only(_trimmed(ordered, count, rules.trim)), *ends),
        "sd": sd,
        "mad": _mad(values, found["median"], count, rules.quantiles),
        "min": ends[0],
        "max": ends[1],
    }
    return {name: finite_only(found[name]) for name in FIGURES}


def _mad(values: Floats, median: Floats, count: NDArray[np.intp], method: QuantileMethod) -> Floats:
    distance = np.abs(values - median[..., None])
    distance[np.isnan(distance)] = np.inf
    distance.sort(axis=-1)
    return quantile(distance, count, 0.5, method)


def _trimmed(ordered: Floats, count: NDArray[np.intp], share: float) -> Floats:
    """Return the mean without `share` of the values at each end, whole values only."""
    cut = np.floor(share * count + 1e-9).astype(np.intp)
    place = np.arange(ordered.shape[-1])
    kept = (place >= cut[..., None]) & (place < (count - cut)[..., None])
    with np.errstate(all="ignore"):
        mean: Floats = np.where(kept, ordered, 0.0).sum(axis=-1) / (count - 2 * cut)
    return mean


def standard_scores(values: Floats, middle: Floats, spread: Floats) -> Floats:
    """Return how many times a spread values lie above the middle; NaN where there is none, or no float holds it."""
    with np.errstate(all="ignore"):
        return np.where(spread > 0, finite_only((values - middle) / spread), np.nan)
