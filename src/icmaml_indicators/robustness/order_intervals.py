"""How sure an order is: the places that each could have had, were the indicators others of their kind.

An order by the share of indicators in the top quartile rests on which indicators there are. They are drawn with
replacement, the shares and the places of each draw are taken anew, and the interval is that of percentiles: Goldstein
and Spiegelhalter, "League Tables and Their Limitations", Journal of the Royal Statistical Society A 159, 1996, on why
places are given with one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .bootstrap import draw_counts

Floats = NDArray[np.float64]
# Places held at once.
_PIECE = 1 << 21


def order_intervals(
    tops: NDArray[np.bool_], known: NDArray[np.bool_], level: float, draws: int, seed: int
) -> tuple[Floats, Floats]:
    """Return the first and the last place of each entity in the middle `level` of the draws, shape (entities,).

    Parameters
    ----------
    tops, known : bool arrays, shape (indicators, entities)
        Whether each stands in the top quartile, and whether it has a place at all.
    level
        Confidence.
    draws
        How often the indicators are drawn.
    seed
        The same seed gives the same intervals.

    Returns
    -------
    low, high : float64 arrays, shape (entities,)
        NaN for those without any place.

    Examples
    --------
    >>> import numpy as np
    >>> tops = np.array([[True, False], [True, False]])
    >>> order_intervals(tops, np.ones((2, 2), bool), 0.9, 100, 0)
    (array([1., 2.]), array([1., 2.]))
    """
    counts = draw_counts(len(tops), draws, seed, "indicators") if len(tops) else np.zeros((draws, 0))
    some = np.flatnonzero(known.any(axis=0))
    places = np.empty((draws, len(some)), np.float32)
    deep = max(1, _PIECE // max(1, len(some)))
    for start in range(0, draws, deep):
        part = counts[start : start + deep]
        with np.errstate(all="ignore"):
            shares = (part @ tops[:, some]) / (part @ known[:, some])
        places[start : start + deep] = _places(np.nan_to_num(shares, nan=-1.0))
    ends = np.full((2, tops.shape[1]), np.nan)
    if len(some):
        tails = ((1 - level) / 2, (1 + level) / 2)
        ends[:, some] = np.quantile(places, tails, axis=0, method="nearest")
    return ends[0], ends[1]


def _places(shares: Floats) -> Floats:
    """Return the place of each share in its line, the greatest first; equals have the best of their places."""
    ordered = np.sort(-shares, axis=1)
    found = np.empty(shares.shape)
    for line, (values, order) in enumerate(zip(-shares, ordered, strict=True)):
        found[line] = np.searchsorted(order, values) + 1
    return found
