"""Scales that the spec writes out: bands, and straight lines between points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from ...formulas import Expression
from ...formulas.rounding import margins, place_among
from ...formulas.tree import Constant
from ...specs import Indicator, Scale
from .base import BelowCounts, Floats, Parameters, Quantity, Scaler, call


class Bands(Scaler):
    """The score of the band that a value falls in; its end included."""

    def apply(
        self, x: Floats, flip: bool, scale: Scale, indicator: Indicator, fixed: Mapping[str, float] | None
    ) -> tuple[Floats, Parameters]:
        """Return scores and what was taken from the population."""
        cuts = self.cuts(scale)
        scores = np.array([float(band.score) for band in scale.bands])
        return np.where(np.isnan(x), np.nan, scores[place_among(cuts, x, above=False).clip(max=len(cuts))]), {}

    def expression(
        self,
        quantity: Quantity,
        scale: Scale,
        indicator: Indicator,
        taken: Mapping[str, float],
        below: BelowCounts | None,
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        *closed, last = scale.bands
        result: Expression = Constant(float(last.score))
        cuts, at = self.cuts(scale), quantity.at
        for band, cut, near in reversed(list(zip(closed, cuts, margins(cuts).tolist(), strict=True))):
            # A value at the cut but for rounding is written as the cut: a cell compares to the last digit.
            up_to = call("<=", quantity.term, Constant(at if at is not None and cut < at <= cut + near else cut))
            result = call("if_else", up_to, Constant(float(band.score)), result)
        return result

    def kinks(self, scale: Scale, indicator: Indicator, taken: Mapping[str, float]) -> list[float]:
        """Return the values at which it bends."""
        return self.cuts(scale)

    def ends(self, scale: Scale, indicator: Indicator) -> tuple[float, float]:
        """Return the worst and the best score."""
        scores = [float(band.score) for band in scale.bands]
        return min(scores), max(scores)

    @staticmethod
    def cuts(scale: Scale) -> list[float]:
        """Return where the bands end, but for the last."""
        return [float(band.up_to) for band in scale.bands if band.up_to is not None]


class PiecewiseLinear(Scaler):
    """Straight between points, and flat beyond the first and the last."""

    def apply(
        self, x: Floats, flip: bool, scale: Scale, indicator: Indicator, fixed: Mapping[str, float] | None
    ) -> tuple[Floats, Parameters]:
        """Return scores and what was taken from the population."""
        knots: Sequence[float] = [float(point.value) for point in scale.points]
        return np.interp(x, knots, [float(point.score) for point in scale.points]), {}

    def expression(
        self,
        quantity: Quantity,
        scale: Scale,
        indicator: Indicator,
        taken: Mapping[str, float],
        below: BelowCounts | None,
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        x, at = quantity.term, quantity.at
        knots = [(float(point.value), float(point.score)) for point in scale.points]
        (first, lowest), (last, highest) = knots[0], knots[-1]
        if at is not None:
            if at <= first:
                return Constant(lowest)
            if at >= last:
                return Constant(highest)
            return next(_segment(x, start, end) for start, end in pairwise(knots) if at <= end[0])
        result: Expression = Constant(highest)
        for start, end in reversed(list(pairwise(knots))):
            result = call("if_else", call("<=", x, Constant(end[0])), _segment(x, start, end), result)
        return call("if_else", call("<=", x, Constant(first)), Constant(lowest), result)

    def kinks(self, scale: Scale, indicator: Indicator, taken: Mapping[str, float]) -> list[float]:
        """Return the values at which it bends."""
        return [float(point.value) for point in scale.points]

    def ends(self, scale: Scale, indicator: Indicator) -> tuple[float, float]:
        """Return the worst and the best score."""
        scores = [float(point.score) for point in scale.points]
        return min(scores), max(scores)


def _segment(x: Expression, start: tuple[float, float], end: tuple[float, float]) -> Expression:
    share = call("/", call("-", x, Constant(start[0])), call("-", Constant(end[0]), Constant(start[0])))
    return call("+", Constant(start[1]), call("*", share, call("-", Constant(end[1]), Constant(start[1]))))
