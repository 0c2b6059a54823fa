"""Scales that are a ratio to one figure: the best of a population, or a reference."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ...formulas import Expression
from ...formulas.tree import Constant
from ...specs import Indicator, Scale
from .base import (
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


def _ratio(quantity: Quantity, best: float, scale: Scale) -> Expression:
    x, figure, at = quantity.term, Constant(best), quantity.at
    part = call("/", figure, x) if quantity.flip else call("/", x, figure)
    if scale.clips:
        given = None if at is None or not best or not at else at / best
        part = clip_expression(part, 1 / given if quantity.flip and given else given)
    return stretch_expression(part, scale)


class DistanceToBest(Scaler):
    """Ratio to the leader (value / best, or best / value where lower is better)."""

    def apply(
        self, x: Floats, flip: bool, scale: Scale, indicator: Indicator, fixed: Mapping[str, float] | None
    ) -> tuple[Floats, Parameters]:
        """Return scores and what was taken from the population."""
        best = fixed["best"] if fixed else float((np.fmin if flip else np.fmax).reduce(x)) if len(x) else np.nan
        return stretch(clip(best / x if flip else x / best, scale), scale), {"best": best}

    def expression(
        self,
        quantity: Quantity,
        scale: Scale,
        indicator: Indicator,
        taken: Mapping[str, float],
        below: BelowCounts | None,
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        return _ratio(quantity, taken["best"], scale)

    def ends(self, scale: Scale, indicator: Indicator) -> tuple[float, float]:
        """Return the worst and the best score."""
        return ends_of_scale(scale)

    def scores_nobody(self, low: float, high: float, count: int, indicator: Indicator) -> bool:
        """Return whether the bounds give nobody a score."""
        return high == 0.0 if indicator.direction == "higher" else low == high == 0.0


class DistanceToReference(Scaler):
    """Ratio to a figure of the spec."""

    def apply(
        self, x: Floats, flip: bool, scale: Scale, indicator: Indicator, fixed: Mapping[str, float] | None
    ) -> tuple[Floats, Parameters]:
        """Return scores and what was taken from the population."""
        reference = float(scale.reference or 0)
        return stretch(reference / x if flip else x / reference, scale), {}

    def expression(
        self,
        quantity: Quantity,
        scale: Scale,
        indicator: Indicator,
        taken: Mapping[str, float],
        below: BelowCounts | None,
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        return _ratio(quantity, float(scale.reference or 0), scale)
