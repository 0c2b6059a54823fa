"""Values to scores: each scale an array function, with the parameters it took from the population recorded.

Definitions follow the OECD/JRC Handbook on Constructing Composite Indicators (2008), chapter 5 (normalisation),
where it has them. In every scale a higher score is better, except ``identity``, which keeps the value as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..formulas.overflow import finite_only
from ..formulas.reasons import NOT_SCORED, UNDEFINED
from ..formulas.rounding import equal, place_among, unite
from ..specs import Indicator, Scale
from .ranking import standing

Floats = NDArray[np.float64]
Parameters = dict[str, float]


@dataclass(frozen=True, slots=True)
class Scaled:
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


def scale_indicator(
    scale: Scale,
    indicator: Indicator,
    values: Floats,
    reasons: NDArray[np.uint8],
    populations: Mapping[str, NDArray[np.intp]],
    fixed: Mapping[str, float] | None = None,
) -> Scaled:
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
        return Scaled(nothing, np.full(values.shape, NOT_SCORED, np.uint8), nothing, nothing, {})
    with np.errstate(all="ignore"):
        parameters: dict[str, Parameters] = {}
        if scale.facts.is_relative:
            scores = np.full(values.shape, np.nan)
            for name, rows in populations.items():
                quantity, flip = quantity_of(scale, indicator, unite(values[rows]))
                scores[rows], parameters[name] = _RELATIVE[scale.method](quantity, flip, scale, fixed)
        else:
            quantity, flip = quantity_of(scale, indicator, values)
            scores = _FIXED[scale.method](quantity, flip, scale, indicator)
    scores[~np.isfinite(scores)] = np.nan
    why = np.where(np.isnan(scores) & (reasons == 0), np.uint8(UNDEFINED), reasons)
    open_ended = bool(fixed) and scale.facts.bounded and not scale.clips
    worst, best = (np.broadcast_to(end, values.shape) for end in (_OPEN if open_ended else _ends(scale, indicator)))
    if scale.method in {"rank", "borda"}:  # how far they go, the population of each row tells
        best = np.full(values.shape, np.nan)
        for rows in populations.values():
            best[rows] = worst[rows] + len(rows) - 1.0
    return Scaled(scores, why, worst, best, parameters)


def quantity_of(scale: Scale, indicator: Indicator, values: Floats) -> tuple[Floats, bool]:
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
    quantity, _ = quantity_of(scale, indicator, values)
    quantity = quantity[np.isfinite(quantity)]
    if not len(quantity):  # logarithms of nothing
        return True
    low, high = float(quantity.min()), float(quantity.max())
    match scale.method:
        case "min_max" | "z_score":
            return bool(equal(low, high))
        case "percentile_rank":
            return len(quantity) == 1
        case "distance_to_best":
            return high == 0.0 if indicator.direction == "higher" else low == high == 0.0
        case _:
            return False


def _stretch(share: Floats, scale: Scale) -> Floats:
    """Map 0 … 1 to the ends of the scale."""
    bottom, top = (float(end) for end in scale.to)
    return bottom + share * (top - bottom)


def _clip(share: Floats, scale: Scale) -> Floats:
    return np.clip(share, 0.0, 1.0) if scale.clips else share


# Scales whose parameters come from the population --------------------------------------------------------


def _min_max(x: Floats, flip: bool, scale: Scale, fixed: Mapping[str, float] | None) -> tuple[Floats, Parameters]:
    if fixed:
        low, high = fixed["low"], fixed["high"]
    else:
        low, high = (float(np.fmin.reduce(x)), float(np.fmax.reduce(x))) if len(x) else (np.nan, np.nan)
    share = _clip((x - low) / finite_only(high - low), scale)
    return _stretch(1.0 - share if flip else share, scale), {"low": low, "high": high}


def _z_score(x: Floats, flip: bool, scale: Scale, fixed: Mapping[str, float] | None) -> tuple[Floats, Parameters]:
    """Mean 0 and standard deviation 1 (n - 1 in the denominator)."""
    if fixed:
        mean, sd = fixed["mean"], fixed["sd"]
    else:
        present = x[~np.isnan(x)]
        # The mean of equal figures is that figure, and they have no spread: a sum rounds.
        mean = float(np.clip(finite_only(present.mean()), present.min(), present.max())) if len(present) else np.nan
        squares = finite_only(np.square(present - mean).sum())
        sd = float(np.sqrt(squares / (len(present) - 1))) if len(present) > 1 else np.nan
    score = (x - mean) / sd
    return -score if flip else score, {"mean": mean, "sd": sd}


def _points_beaten(x: Floats, flip: bool) -> tuple[Floats, int]:
    """Return how many others each value beats, half a point for each tie, and how many values there are."""
    stand = standing(x)
    beaten = stand.count - stand.below - stand.equal if flip else stand.below
    return beaten + (stand.equal - 1.0) / 2.0, int(stand.count)


def _rank(x: Floats, flip: bool, scale: Scale, fixed: Mapping[str, float] | None) -> tuple[Floats, Parameters]:
    """1 for the worst, n for the best, tied values their mean rank."""
    points, count = _points_beaten(x, flip)
    return points + 1.0, {"n": float(count)}


def _borda(x: Floats, flip: bool, scale: Scale, fixed: Mapping[str, float] | None) -> tuple[Floats, Parameters]:
    """How many others are beaten, half a point for each tie."""
    points, count = _points_beaten(x, flip)
    return points, {"n": float(count)}


def _percentile_rank(
    x: Floats, flip: bool, scale: Scale, fixed: Mapping[str, float] | None
) -> tuple[Floats, Parameters]:
    """Share of the others that are beaten, half for each tie, in percent; nobody else: no score."""
    points, count = _points_beaten(x, flip)
    return points / (count - 1.0) * 100.0 if count > 1 else np.full(x.shape, np.nan), {"n": float(count)}


def _distance_to_best(
    x: Floats, flip: bool, scale: Scale, fixed: Mapping[str, float] | None
) -> tuple[Floats, Parameters]:
    """Ratio to the leader (value / best, or best / value where lower is better)."""
    best = fixed["best"] if fixed else float((np.fmin if flip else np.fmax).reduce(x)) if len(x) else np.nan
    return _stretch(_clip(best / x if flip else x / best, scale), scale), {"best": best}


_RELATIVE: dict[str, Callable[..., tuple[Floats, Parameters]]] = {
    "min_max": _min_max,
    "z_score": _z_score,
    "rank": _rank,
    "borda": _borda,
    "percentile_rank": _percentile_rank,
    "distance_to_best": _distance_to_best,
}


# Scales whose parameters stand in the spec ---------------------------------------------------------------


def _identity(x: Floats, flip: bool, scale: Scale, indicator: Indicator) -> Floats:
    return x.copy()


def _goalposts(x: Floats, flip: bool, scale: Scale, indicator: Indicator) -> Floats:
    low, high = float(scale.low or 0), float(scale.high or 0)
    if scale.log:
        low, high = float(np.log(low)), float(np.log(high))
    share = _clip((x - low) / (high - low), scale)
    return _stretch(1.0 - share if flip else share, scale)


def _distance_to_reference(x: Floats, flip: bool, scale: Scale, indicator: Indicator) -> Floats:
    reference = float(scale.reference or 0)
    return _stretch(reference / x if flip else x / reference, scale)


def _distance_to_target(x: Floats, flip: bool, scale: Scale, indicator: Indicator) -> Floats:
    target = float(indicator.target or 0)
    return _stretch(_clip(1.0 - np.abs(x - target) / float(scale.spread or 1), scale), scale)


def _bands(x: Floats, flip: bool, scale: Scale, indicator: Indicator) -> Floats:
    cuts = [float(band.up_to) for band in scale.bands if band.up_to is not None]
    scores = np.array([float(band.score) for band in scale.bands])
    return np.where(np.isnan(x), np.nan, scores[place_among(cuts, x, above=False).clip(max=len(cuts))])


def _piecewise_linear(x: Floats, flip: bool, scale: Scale, indicator: Indicator) -> Floats:
    knots: Sequence[float] = [float(point.value) for point in scale.points]
    return np.interp(x, knots, [float(point.score) for point in scale.points])


_FIXED: dict[str, Callable[..., Floats]] = {
    "identity": _identity,
    "goalposts": _goalposts,
    "distance_to_reference": _distance_to_reference,
    "distance_to_target": _distance_to_target,
    "bands": _bands,
    "piecewise_linear": _piecewise_linear,
}


_OPEN = (-np.inf, np.inf)


def _ends(scale: Scale, indicator: Indicator) -> tuple[float, float]:
    """Return the worst and the best score that the scale can give; infinite where it has no end of its own."""
    low, high = indicator.range.ends
    match scale.method:
        case "identity":
            return (float(np.log(low)), float(np.log(high))) if scale.log and low > 0 else (low, high)
        case "goalposts" | "distance_to_target" if not scale.clips:
            return _OPEN
        case "min_max" | "goalposts" | "distance_to_best" | "distance_to_target":
            return float(scale.to[0]), float(scale.to[1])
        case "rank":
            return 1.0, np.inf
        case "borda":
            return 0.0, np.inf
        case "percentile_rank":
            return 0.0, 100.0
        case "bands":
            scores = [float(band.score) for band in scale.bands]
            return min(scores), max(scores)
        case "piecewise_linear":
            scores = [float(point.score) for point in scale.points]
            return min(scores), max(scores)
        case _:
            return _OPEN
