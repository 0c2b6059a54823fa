"""Values to scores over populations, with the parameters taken from each recorded; the classes hold the methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...formulas.reasons import NOT_SCORED, UNDEFINED
from ...formulas.rounding import unite
from ...specs import Indicator, Scale
from .base import OPEN, Floats, Parameters
from .table import SCALERS


@dataclass(frozen=True, slots=True)
class NormalisedScores:
    """Scores of one indicator.

    Attributes
    ----------
    scores : float64 array, shape (rows,)
    reasons : uint8 array, shape (rows,)
    worst, best : float64 array, shape (rows,)
        The ends of the scale: what an absent score could be at worst and at best.
    parameters : dict of str to dict
        For each population (a period, or ``all``), the figures taken from it.
    """

    scores: Floats
    reasons: NDArray[np.uint8]
    worst: Floats
    best: Floats
    parameters: dict[str, Parameters]


def normalise(
    scale: Scale,
    indicator: Indicator,
    values: Floats,
    reasons: NDArray[np.uint8],
    populations: Mapping[str, NDArray[np.intp]],
    fixed: Mapping[str, float] | None = None,
) -> NormalisedScores:
    """Score one indicator.

    Parameters
    ----------
    scale
        The scale in force.
    indicator
        Its direction and target.
    values : float64 array, shape (rows,)
    reasons : uint8 array, shape (rows,)
    populations
        Rows of each population that relative scales compare within.
    fixed
        Parameters from an earlier assessment, used in place of those of the population.
    """
    if not scale.facts.gives_score:
        nothing = np.full(values.shape, np.nan)
        return NormalisedScores(nothing, np.full(values.shape, NOT_SCORED, np.uint8), nothing, nothing, {})
    scaler = SCALERS[scale.method]
    with np.errstate(all="ignore"):
        parameters: dict[str, Parameters] = {}
        if scale.facts.is_relative:
            scores = np.full(values.shape, np.nan)
            for name, rows in populations.items():
                quantity, flip = orient(scale, indicator, unite(values[rows]))
                scores[rows], parameters[name] = scaler.apply(quantity, flip, scale, indicator, fixed)
        else:
            quantity, flip = orient(scale, indicator, values)
            scores, _ = scaler.apply(quantity, flip, scale, indicator, None)
    scores[~np.isfinite(scores)] = np.nan
    why = np.where(np.isnan(scores) & (reasons == 0), np.uint8(UNDEFINED), reasons)
    open_ended = bool(fixed) and scale.facts.bounded and not scale.clips
    ends = OPEN if open_ended else scaler.ends(scale, indicator)
    worst, best = (np.broadcast_to(end, values.shape) for end in ends)
    if scale.facts.is_ranked and np.isinf(ends[1]):  # how far it goes, the population of each row tells
        best = np.full(values.shape, np.nan)
        for rows in populations.values():
            best[rows] = scaler.best_among(len(rows))
    return NormalisedScores(scores, why, worst, best, parameters)


def orient(scale: Scale, indicator: Indicator, values: Floats) -> tuple[Floats, bool]:
    """Return what a scale works on (logarithms, distances from a target), and whether less of it is better."""
    with np.errstate(all="ignore"):
        # Of nought there is no logarithm, not even at the end of a scale that clips.
        quantity = np.log(np.where(values > 0, values, np.nan)) if scale.log else values
        if indicator.direction == "target" and scale.facts.is_relative:
            target = target_of(scale, indicator)
            # Two that are as far from the target on either side differ by the rounding of the subtraction.
            return unite(np.abs(quantity - target), abs(target)), True
    return quantity, indicator.direction == "lower"


def target_of(scale: Scale, indicator: Indicator) -> float:
    """Return the target from which a scale measures: its logarithm where the scale works on logarithms."""
    target = float(indicator.target or 0)
    return float(np.log(target)) if scale.log else target


def scores_nobody(scale: Scale, indicator: Indicator, values: Floats) -> bool:
    """Whether a scale can score none of these figures: it takes its bounds from them, and they give none.

    Parameters
    ----------
    scale, indicator
        The scale in force, and whose values it scales.
    values : float64 array, shape (rows,)
        Of one population; NaN where absent.
    """
    if not scale.facts.gives_score or np.isnan(values).all():
        return False
    quantity, _ = orient(scale, indicator, values)
    quantity = quantity[np.isfinite(quantity)]
    if not len(quantity):  # logarithms of nothing
        return True
    low, high = float(quantity.min()), float(quantity.max())
    return SCALERS[scale.method].scores_nobody(low, high, len(quantity), indicator)
