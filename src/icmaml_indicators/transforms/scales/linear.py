"""Scales that stretch a value between two figures, of the spec or of a population."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from ...formulas import Expression
from ...formulas.overflow import finite_only
from ...formulas.rounding import equal
from ...formulas.tree import Constant
from ...specs import Indicator, Scale
from .base import (
    OPEN,
    BelowCounts,
    Floats,
    Parameters,
    Quantity,
    Scaler,
    call,
    clip,
    clip_expression,
    ends_of_scale,
    stretch,
    stretch_expression,
)


class Identity(Scaler):
    """The value as it is."""

    def apply(
        self, x: Floats, flip: bool, scale: Scale, indicator: Indicator, fixed: Mapping[str, float] | None
    ) -> tuple[Floats, Parameters]:
        """Return scores and what was taken from the population."""
        return x.copy(), {}

    def expression(
        self,
        quantity: Quantity,
        scale: Scale,
        indicator: Indicator,
        taken: Mapping[str, float],
        below: BelowCounts | None,
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        return quantity.term

    def ends(self, scale: Scale, indicator: Indicator) -> tuple[float, float]:
        """Return the worst and the best score."""
        low, high = indicator.range.ends
        return (float(np.log(low)), float(np.log(high))) if scale.log and low > 0 else (low, high)


def _between(quantity: Quantity, low: float, high: float, scale: Scale) -> Expression:
    share = call("/", call("-", quantity.term, Constant(low)), call("-", Constant(high), Constant(low)))
    ratio = None if quantity.at is None or high == low else (quantity.at - low) / (high - low)
    if scale.clips:
        share = clip_expression(share, ratio)
    return stretch_expression(call("-", Constant(1.0), share) if quantity.flip else share, scale)


class MinMax(Scaler):
    """Between the least and the greatest value of the population."""

    def apply(
        self, x: Floats, flip: bool, scale: Scale, indicator: Indicator, fixed: Mapping[str, float] | None
    ) -> tuple[Floats, Parameters]:
        """Return scores and what was taken from the population."""
        if fixed:
            low, high = fixed["low"], fixed["high"]
        else:
            low, high = (float(np.fmin.reduce(x)), float(np.fmax.reduce(x))) if len(x) else (np.nan, np.nan)
        share = clip((x - low) / finite_only(high - low), scale)
        return stretch(1.0 - share if flip else share, scale), {"low": low, "high": high}

    def expression(
        self,
        quantity: Quantity,
        scale: Scale,
        indicator: Indicator,
        taken: Mapping[str, float],
        below: BelowCounts | None,
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        return _between(quantity, taken.get("low", math.nan), taken.get("high", math.nan), scale)

    def kinks(self, scale: Scale, indicator: Indicator, taken: Mapping[str, float]) -> list[float]:
        """Return the values at which it bends."""
        if indicator.direction == "target":
            return []
        ends = [taken[key] for key in ("low", "high") if key in taken]
        return [float(end) for end in np.exp(ends)] if scale.log else ends

    def ends(self, scale: Scale, indicator: Indicator) -> tuple[float, float]:
        """Return the worst and the best score."""
        return ends_of_scale(scale)

    def scores_nobody(self, low: float, high: float, count: int, indicator: Indicator) -> bool:
        """Return whether the bounds give nobody a score."""
        return bool(equal(low, high))


def _posts(scale: Scale) -> tuple[float, float]:
    """Return the two values of the spec; their logarithms where the scale works on logarithms."""
    low, high = float(scale.low or 0), float(scale.high or 0)
    return (float(np.log(low)), float(np.log(high))) if scale.log else (low, high)


class Goalposts(Scaler):
    """Between two values of the spec."""

    def apply(
        self, x: Floats, flip: bool, scale: Scale, indicator: Indicator, fixed: Mapping[str, float] | None
    ) -> tuple[Floats, Parameters]:
        """Return scores and what was taken from the population."""
        low, high = _posts(scale)
        share = clip((x - low) / (high - low), scale)
        return stretch(1.0 - share if flip else share, scale), {}

    def expression(
        self,
        quantity: Quantity,
        scale: Scale,
        indicator: Indicator,
        taken: Mapping[str, float],
        below: BelowCounts | None,
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        return _between(quantity, *_posts(scale), scale)

    def kinks(self, scale: Scale, indicator: Indicator, taken: Mapping[str, float]) -> list[float]:
        """Return the values at which it bends."""
        return [float(scale.low or 0), float(scale.high or 0)] if scale.clips else []

    def ends(self, scale: Scale, indicator: Indicator) -> tuple[float, float]:
        """Return the worst and the best score."""
        return ends_of_scale(scale) if scale.clips else OPEN


class ZScore(Scaler):
    """Mean 0 and standard deviation 1 (n - 1 in the denominator)."""

    def apply(
        self, x: Floats, flip: bool, scale: Scale, indicator: Indicator, fixed: Mapping[str, float] | None
    ) -> tuple[Floats, Parameters]:
        """Return scores and what was taken from the population."""
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

    def expression(
        self,
        quantity: Quantity,
        scale: Scale,
        indicator: Indicator,
        taken: Mapping[str, float],
        below: BelowCounts | None,
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        part = call("/", call("-", quantity.term, Constant(taken["mean"])), Constant(taken["sd"]))
        return call("negative", part) if quantity.flip else part

    def scores_nobody(self, low: float, high: float, count: int, indicator: Indicator) -> bool:
        """Return whether the bounds give nobody a score."""
        return bool(equal(low, high))


class DistanceToTarget(Scaler):
    """Full at the target, nothing at its spread or farther."""

    def apply(
        self, x: Floats, flip: bool, scale: Scale, indicator: Indicator, fixed: Mapping[str, float] | None
    ) -> tuple[Floats, Parameters]:
        """Return scores and what was taken from the population."""
        target = float(indicator.target or 0)
        return stretch(clip(1.0 - np.abs(x - target) / float(scale.spread or 1), scale), scale), {}

    def expression(
        self,
        quantity: Quantity,
        scale: Scale,
        indicator: Indicator,
        taken: Mapping[str, float],
        below: BelowCounts | None,
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        target, spread, at = float(indicator.target or 0), float(scale.spread or 1), quantity.at
        apart = call("abs", call("-", quantity.term, Constant(target)))
        share = call("-", Constant(1.0), call("/", apart, Constant(spread)))
        ratio = None if at is None else 1.0 - abs(at - target) / spread
        return stretch_expression(clip_expression(share, ratio) if scale.clips else share, scale)

    def kinks(self, scale: Scale, indicator: Indicator, taken: Mapping[str, float]) -> list[float]:
        """Return the values at which it bends."""
        target, spread = float(indicator.target or 0), float(scale.spread or 1)
        return [target - spread, target, target + spread]

    def ends(self, scale: Scale, indicator: Indicator) -> tuple[float, float]:
        """Return the worst and the best score."""
        return ends_of_scale(scale) if scale.clips else OPEN
