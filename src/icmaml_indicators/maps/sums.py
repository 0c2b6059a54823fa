"""Exact sums of decimals: whole numbers of the smallest unit, added as such."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

# A float holds whole numbers up to here, and each is what it is.
EXACT = 2**53
_MOST_DECIMALS = 9
# A sum stays below this, so that a hundred of them can be added up.
_MOST_SUM = 2**56


def to_units(values: NDArray[np.float64]) -> tuple[NDArray[Any], int]:
    """Return figures as whole numbers of 10^-decimals, NaN as nought, and how many decimals these are.

    The fewest decimals are taken that give each figure back. Where figures are too large or too fine for that, the
    whole numbers are Python's.
    """
    clean = np.where(np.isfinite(values), values, 0.0)
    largest = float(np.abs(clean).max(initial=0.0))
    for decimals in range(_MOST_DECIMALS + 1):
        scale = 10.0**decimals
        if largest * scale >= EXACT:
            break
        whole = np.rint(clean * scale)
        if np.array_equal(whole / scale, clean):
            small = float(np.abs(whole).max(initial=0.0)) * max(1, clean.size) < _MOST_SUM
            return whole.astype(np.int64 if small else object), decimals
    exact = [Decimal(repr(value)) for value in clean.ravel().tolist()]
    decimals = max([0, *(-int(value.as_tuple().exponent) for value in exact)])
    units = np.array([int(value.scaleb(decimals)) for value in exact], object)
    return units.reshape(clean.shape), decimals


def add_by_group(units: NDArray[Any], groups: NDArray[np.intp], count: int) -> NDArray[Any]:
    """Return the sum of each group; nought where it has none."""
    sums = np.zeros(count, units.dtype)
    np.add.at(sums, groups, units)
    return sums


def align(units: NDArray[Any], decimals: int, wanted: int) -> NDArray[Any]:
    """Return whole numbers of 10^-decimals as those of more decimals."""
    if wanted == decimals:
        return units
    factor = 10 ** (wanted - decimals)
    if units.dtype != object and int(np.abs(units).max(initial=1)) * factor >= _MOST_SUM:
        units = units.astype(object)
    scaled: NDArray[Any] = units * factor
    return scaled


def to_figures(units: NDArray[Any], decimals: int, factor: float = 1) -> NDArray[np.float64]:
    """Return whole numbers of 10^-decimals, times a decimal, as the floats nearest to the exact results."""
    times = Fraction(Decimal(repr(factor)))
    below = times.denominator * 10**decimals
    largest = int(np.abs(units).max(initial=0)) * abs(times.numerator)
    if units.dtype != object and largest < EXACT and below < EXACT:
        return (units * times.numerator) / float(below)
    return np.array([float(Fraction(int(unit) * times.numerator, below)) for unit in units.tolist()], np.float64)
