"""When figures are equal but for rounding, and how a person rounds: one tolerance for everything that compares.

A sum taken in another order, or a decimal that no float holds, moves the last digits of a figure. Figures that agree to
twelve significant digits are therefore equal, wherever figures are compared: formulas, ranges, cuts, levels, lights,
ranks, ties and spreads. Scores out of 100 are held to twelve digits of 100, so that a score of nought that came from a
difference is nought.

Rounding each figure by itself would part two that lie on both sides of a half. `unite` looks at neighbours instead:
figures nearer than the tolerance become the same, whatever their digits, and those of clean data keep every bit. A row
of neighbours that together are wider than the tolerance is cut from its smallest on. What is lost is seldom missed: a
difference that should be nought (0.1 + 0.2 - 0.3) has no size of its own to be measured by.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .overflow import finite_only

Floats = NDArray[np.float64]

# Figures nearer than this share of their size are equal: they agree to twelve significant digits.
TOLERANCE = 1e-12


def slack(*figures: Floats | float) -> Floats:
    """Return by how much figures of this size may miss one another and still be equal; infinite ones have no size."""
    largest = np.abs(figures[0])
    for each in figures[1:]:
        largest = np.fmax(largest, np.abs(each))
    return np.where(np.isinf(largest), 0.0, largest * TOLERANCE)


def at_least(figures: Floats | float, cut: Floats | float, size: Floats | float = 0.0) -> NDArray[np.bool_]:
    """Return where figures reach a cut, or miss it by rounding; `size` is the least that they are measured by."""
    with np.errstate(invalid="ignore"):
        return np.asarray(figures >= cut - slack(figures, cut, size))


def at_most(figures: Floats | float, cut: Floats | float, size: Floats | float = 0.0) -> NDArray[np.bool_]:
    """Return where figures do not pass a cut, or pass it by rounding; `size` is the least that they are measured by."""
    with np.errstate(invalid="ignore"):
        return np.asarray(figures <= cut + slack(figures, cut, size))


def margins(cuts: Floats | Sequence[float], size: float = 0.0) -> Floats:
    """Return by how much a figure may miss each of some cuts (the first axis) that it reaches; `size` as in `at_least`.

    A cut at nought has no size: the smallest of the others stands for it, or one where there is no other.
    """
    sizes = np.abs(np.asarray(cuts, np.float64))
    known = np.where((sizes > 0) & np.isfinite(sizes), sizes, np.inf).min(axis=0, initial=np.inf)
    sizes = np.where(sizes > 0, sizes, np.where(np.isinf(known), 1.0, known))
    return slack(sizes, size)


def place_among(
    cuts: Sequence[Floats | float] | Floats, figures: Floats, *, above: bool, size: float = 0.0
) -> NDArray[np.intp]:
    """Return how many of ascending cuts figures have passed; one that is missed by rounding is reached.

    Parameters
    ----------
    cuts
        Numbers, or for each figure its own, which may be equal.
    above
        Whether a figure at a cut has passed it (``from``), or not yet (``up_to``).
    """
    ends = np.array(np.broadcast_arrays(*cuts) if len(cuts) else [], np.float64)
    if ends.ndim > 1:
        near = margins(ends, size)
        passed: NDArray[np.intp] = (figures >= ends - near if above else figures > ends + near).sum(axis=0)
        return passed
    if above:
        return np.searchsorted(ends - margins(ends, size), figures, side="right")
    return np.searchsorted(ends + margins(ends, size), figures, side="left")


def difference(first: Floats, second: Floats, size: Floats | float = 0.0) -> Floats:
    """Return the first less the second; nought where they are equal but for rounding, NaN where no float holds it."""
    with np.errstate(over="ignore", invalid="ignore"):
        apart = finite_only(first - second)
        return np.where(np.abs(apart) <= slack(first, second, size), 0.0, apart)


def equal(first: Floats | float, second: Floats | float) -> NDArray[np.bool_]:
    """Return where two figures are equal but for rounding."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray((first == second) | (np.abs(first - second) <= slack(first, second)))


def unite(figures: Floats, size: Floats | float = 0.0) -> Floats:
    """Return figures in which those that are equal but for rounding are the same: the smallest of them.

    Parameters
    ----------
    figures : float64 array, shape (..., n)
        One population a line; NaN stays.
    size
        The least that they are measured by, one for all or of shape (..., 1).

    Returns
    -------
    float64 array
        `figures` itself where nothing had to be done.
    """
    filled = np.where(np.isnan(figures), np.inf, figures)
    if not any_near(np.sort(filled, axis=-1), size):
        return figures
    order = np.argsort(filled, axis=-1)
    same = unite_ordered(np.take_along_axis(filled, order, axis=-1), size)
    result = np.empty(figures.shape)
    np.put_along_axis(result, order, same, axis=-1)
    return np.where(np.isnan(figures), np.nan, result)


def any_near(ordered: Floats, size: Floats | float = 0.0) -> bool:
    """Return whether some of ascending figures (the last axis) are unlike and yet equal but for rounding."""
    return any_gap_near(measure_gaps(ordered), ordered, size)


def any_gap_near(gaps: Floats, ordered: Floats, size: Floats | float = 0.0) -> bool:
    """Return the same, of figures whose distances (`measure_gaps`) are known."""
    near = gaps < _measure_limits(ordered, size)
    near &= gaps > 0
    return bool(near.any())


def measure_gaps(ordered: Floats) -> Floats:
    """Return how far neighbours are apart along the last axis; NaN between infinities."""
    with np.errstate(over="ignore", invalid="ignore"):
        gaps: Floats = ordered[..., 1:] - ordered[..., :-1]
    return gaps


def unite_ordered(ordered: Floats, size: Floats | float = 0.0) -> Floats:
    """Return ascending figures (the last axis, infinity after the last) as `unite` does."""
    gaps, limits = measure_gaps(ordered), _measure_limits(ordered, size)
    place = np.broadcast_to(np.arange(ordered.shape[-1]), ordered.shape)
    begins = np.ones(ordered.shape, bool)

    def at_beginnings() -> Floats:
        first = np.maximum.accumulate(np.where(begins, place, 0), axis=-1)
        return np.take_along_axis(ordered, first, axis=-1)

    with np.errstate(over="ignore", invalid="ignore"):
        begins[..., 1:] = ~((gaps == 0) | (gaps < limits))
        start = at_beginnings()
        # Where a chain of neighbours is wider than the tolerance, its parts are figures of their own.
        width = np.maximum(np.abs(start), size) * TOLERANCE
        part = np.where(ordered > start, np.floor((ordered - start) / width), 0.0)
        begins[..., 1:] |= np.diff(part, axis=-1) != 0
    begins |= np.isinf(ordered)
    return at_beginnings()


def _measure_limits(ordered: Floats, size: Floats | float) -> Floats:
    """Return how far neighbours may be apart that are equal."""
    limits: Floats = np.abs(ordered[..., :-1])
    if np.any(size):
        np.maximum(limits, size, out=limits)
    limits *= TOLERANCE
    return limits


def round_half_away(figures: Floats | np.float64, decimals: int) -> Floats:
    """Round as a person does: halves of the decimal spelling away from zero (0.5 to 1, 2.675 to 2.68)."""
    power = 10.0**decimals
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = np.abs(figures) * power
        # Large figures have digits beyond the twelfth: there no more is forgiven than the last places of the product.
        near = np.maximum(np.minimum(scaled * TOLERANCE, 1e-4), 2.0 * np.spacing(scaled))
        rounded = np.floor(scaled + 0.5 + near) / power
        # Beyond the digits of a float there is nothing to round.
        return np.where(scaled < 2.0**52, np.copysign(rounded, figures), figures)


def with_decimals(figure: float, decimals: int, form: str = "") -> str:
    """Write a figure with so many decimals, rounded as `round_half_away`; `form` is a sign or comma of Python's."""
    return f"{float(round_half_away(np.float64(figure), decimals)):{form}.{decimals}f}"


def with_digits(figure: float, digits: int = 6) -> str:
    """Write a figure with at most so many significant digits, rounded as `round_half_away`."""
    if figure and np.isfinite(figure) and 1e-200 < abs(figure) < 1e200:
        figure = float(round_half_away(np.float64(figure), digits - 1 - int(np.floor(np.log10(abs(figure))))))
    return f"{figure:.{digits}g}"
