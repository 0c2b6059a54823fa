"""Scores rounded as they are published: in decimals, not in the binary figures that stand for them.

A mean that is 0.025 on paper is held as 0.024999999999999998. Every score is therefore taken to nine decimals first, in
whole billionths, and rounded from there in whole numbers; what comes out is the float nearest to the decimal.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..specs import Rounding

Floats = NDArray[np.float64]

_PLACES = 9
_BILLION = 10**_PLACES
# From here on floats have no decimals.
_WHOLE = 2.0**52
# Up to here whole numbers are exact.
_EXACT = 2.0**53
# Parts a float into two halves of its digits (Dekker), so that a product with a billion can be had exactly.
_HALVES = 2.0**27 + 1.0


def round_scores(scores: Floats, rounding: Rounding) -> Floats:
    """Return scores rounded as a spec says; absent (NaN) and infinite ones stay.

    Parameters
    ----------
    scores
        Scores, of any shape.
    rounding
        Decimals and method; `parents` is asked of whoever aggregates.

    Returns
    -------
    Floats
        An array of its own, of the same shape.
    """
    size = np.abs(scores)
    if not rounding.rounds:
        return scores.copy()
    with np.errstate(invalid="ignore"):
        has_decimals = size < _WHOLE
    below = np.signbit(scores)
    size = np.where(has_decimals, size, 0.0)
    whole = np.floor(size)
    unit, power = 10 ** (_PLACES - rounding.decimals), 10**rounding.decimals
    kept, rest = np.divmod(_billionths(size - whole), unit)
    kept += _goes_up(rounding, below, whole, kept, rest, unit)
    count = whole * power + kept
    rounded = count / power
    for place in np.argwhere(count >= _EXACT):
        at = tuple(place)
        rounded[at] = (int(whole[at]) * power + int(kept[at])) / power
    # A nought that came from below has no sign.
    return np.where(has_decimals, np.where(below, -rounded, rounded) + 0.0, scores)


def _billionths(parts: Floats) -> NDArray[np.int64]:
    """Return how many billionths are nearest to figures from 0 to 1, halves up: exact, whatever their digits."""
    product = parts * _BILLION
    wide = parts * _HALVES
    high = wide - (wide - parts)
    error = (high * _BILLION - product) + (parts - high) * _BILLION
    full = np.floor(product)
    goes_up: NDArray[np.bool_] = (product - full - 0.5) + error >= 0.0
    found: NDArray[np.int64] = full.astype(np.int64) + goes_up
    return found


def _goes_up(
    rounding: Rounding,
    below: NDArray[np.bool_],
    whole: Floats,
    kept: NDArray[np.int64],
    rest: NDArray[np.int64],
    unit: int,
) -> NDArray[np.bool_]:
    """Return where a size takes the next decimal; `below` are the sizes of figures below zero."""
    match rounding.method:
        case "floor":
            return below & (rest > 0)
        case "ceil":
            return ~below & (rest > 0)
        case "nearest" if rounding.half == "away":
            return 2 * rest >= unit
        case "nearest":
            is_odd = (kept + (whole % 2.0 if rounding.decimals == 0 else 0.0)) % 2.0 == 1.0
            goes_up: NDArray[np.bool_] = (2 * rest > unit) | ((2 * rest == unit) & is_odd)
            return goes_up
        case _:
            return np.zeros(rest.shape, bool)
