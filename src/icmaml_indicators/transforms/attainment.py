"""Results held against targets: attainment by method, and the traffic light. Array functions, no program needed.

The variants and the default cuts are reconstructed (see the user guide, "Targets"): official formulas for
descending indicators and official default cuts were found nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..formulas.rounding import at_least, at_most, equal
from ..specs.model.attainment import Method
from .sums import FULL

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]

LIGHTS = ("", "red", "yellow", "green")
NONE, RED, YELLOW, GREEN = range(4)


def attain(
    method: Method, actual: Floats, target: Floats, baseline: Floats | float = np.nan, high: Floats | float = np.nan
) -> Floats:
    """Return the attainment in percent; NaN where an operand is absent or the rule divides by zero.

    A target met exactly is 100, even where the rule would divide by zero. Below zero, `ratio` and `ratio_linear` count
    by the size of the target, so that a better result never attains less; `ratio_inverse` has no meaning there.

    Parameters
    ----------
    method
        See `specs.attainment.Attainment`.
    actual, target, baseline : float64 arrays of one shape
    high
        The upper end, for ``range``; `target` is then the lower one.
    """
    with np.errstate(all="ignore"):
        met = equal(actual, target)
        match method:
            case "ratio" | "ratio_linear":
                # 1 ± (a - t) / |t|: with a negative target the two change places.
                plain, mirrored = actual / target, (2.0 * target - actual) / target
                share = np.where((target < 0) == (method == "ratio"), mirrored, plain)
            case "ratio_inverse":
                fit = ~undefined_below_zero(method, actual, target)
                share, met = np.where(fit, target / actual, np.nan), met & fit
            case "progress":
                share, met = (actual - baseline) / (target - baseline), met & ~np.isnan(baseline)
            case "closeness":
                share = 1.0 - np.abs(actual - target) / np.abs(target)
            case "range":
                distance = np.maximum(np.maximum(target - actual, actual - high), 0.0)
                share, met = 1.0 - distance / np.where(high > target, high - target, np.nan), met & equal(target, high)
        result: Floats = np.where(met, FULL, np.where(np.isfinite(share), share * FULL, np.nan))
    return result


def undefined_below_zero(method: Method, actual: Floats, target: Floats) -> NDArray[np.bool_]:
    """Return where there is no attainment because the method has no meaning below zero."""
    with np.errstate(invalid="ignore"):
        found: NDArray[np.bool_] = (method == "ratio_inverse") & ((actual < 0) | (target < 0))
    return found


def light(measured: Floats, cuts: Mapping[str, Floats | float], size: float = FULL) -> Codes:
    """Return the light of each figure: 0 none, 1 red, 2 yellow, 3 green.

    Parameters
    ----------
    measured : float64 array
        What is cut; NaN gives no light, never red.
    cuts
        ``green_low``, ``green_high``, ``yellow_low`` and ``yellow_high``, ends included; infinite where open.
    size
        The least that figures are measured by where they reach a cut but for rounding: full marks for attainments.
    """
    inside = [
        at_least(measured, cuts[f"{name}_low"], size) & at_most(measured, cuts[f"{name}_high"], size)
        for name in ("green", "yellow")
    ]
    found = np.where(inside[0], GREEN, np.where(inside[1], YELLOW, RED))
    codes: Codes = np.where(np.isnan(measured), NONE, found).astype(np.int8)
    return codes


def above_range(
    attainment: Floats,
    cuts: Mapping[str, Floats | float],
    actual: Floats,
    target: Floats,
    direction: str | NDArray[np.object_],
) -> NDArray[np.bool_]:
    """Return where a result lies on the better side of its target, and so far that its attainment is above green."""
    with np.errstate(invalid="ignore"):
        better = np.where(direction == "higher", actual > target, (direction == "lower") & (actual < target))
    return better & ~at_most(attainment, cuts["green_high"], FULL) & ~np.isnan(attainment)


def year_to_date(figures: Floats, who: NDArray[np.intp], years: NDArray[np.intp]) -> Floats:
    """Return running sums within each one's year; rows of one stand together, in order of time.

    An absent figure leaves the rest of its year absent: a sum with a hole is no sum.
    """
    if not len(figures):
        return figures.copy()
    fresh = np.r_[True, (np.diff(who) != 0) | (np.diff(years) != 0)]
    start = np.maximum.accumulate(np.where(fresh, np.arange(len(figures)), 0))
    absent = np.isnan(figures)
    sums = np.cumsum(np.where(absent, 0.0, figures))
    holes = np.cumsum(absent)
    before_sum = sums[start] - np.where(absent, 0.0, figures)[start]
    before_holes = holes[start] - absent[start]
    return np.where(holes - before_holes > 0, np.nan, sums - before_sum)
