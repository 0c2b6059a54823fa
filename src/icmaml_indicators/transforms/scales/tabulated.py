"""Scales that the spec writes out: bands, and straight lines between points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import pairwise

import numpy as np

from ...formulas import Expression
from ...formulas.rounding import margins, place_among
from ...formulas.tree import Constant
from .base import BelowCounts, Fitted, Quantity, Scaler, call
from .rule import Figure, Floats, ScaleRule


class Bands(Scaler):
    """The score of the band that a value falls in; a cut belongs to the band below it, or to the one above."""

    def apply(self, x: Floats, rule: ScaleRule, taken: Fitted) -> Floats:
        """Return scores."""
        place = place_among(self.cuts(rule), x, above=rule.cuts_begin)
        found = np.full(x.shape, np.nan)
        for number, (_, score) in enumerate(rule.bands):
            np.copyto(found, score, where=(place == number) & ~np.isnan(x))
        return found

    def extremes(self, low: Floats, high: Floats, rule: ScaleRule, taken: Fitted) -> tuple[Floats, Floats]:
        """Return the least and the most that figures between two ends could score: bands may fall and rise."""
        ends = super().extremes(low, high, rule, taken)
        starts = [-np.inf, *self.cuts(rule)]
        reaches, passes = (np.less, np.greater_equal) if rule.cuts_begin else (np.less_equal, np.greater)
        inside = [
            np.where(reaches(low, cut) & passes(high, start) & np.less(start, cut), score, np.nan)
            for start, (cut, score) in zip(starts, rule.bands, strict=True)
        ]
        return reduce(np.fmin, inside, ends[0]), reduce(np.fmax, inside, ends[1])

    def expression(
        self, quantity: Quantity, rule: ScaleRule, taken: Mapping[str, float], below: BelowCounts | None
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        *closed, last = [(float(end), float(score)) for end, score in rule.bands]
        result: Expression = Constant(last[1])
        cuts, at = self.kinks(rule, taken), quantity.at
        for band, cut, near in reversed(list(zip(closed, cuts, margins(cuts).tolist(), strict=True))):
            # A value at the cut but for rounding is written as the cut: a cell compares to the last digit.
            end = Constant(at if at is not None and abs(at - cut) <= near else cut)
            before = call("<" if rule.cuts_begin else "<=", quantity.term, end)
            result = call("if_else", before, Constant(band[1]), result)
        return result

    def kinks(self, rule: ScaleRule, taken: Mapping[str, float]) -> list[float]:
        """Return the values at which it bends."""
        return [float(cut) for cut in self.cuts(rule)]

    def ends(self, rule: ScaleRule) -> tuple[Figure, Figure]:
        """Return the worst and the best score."""
        return _ends_of(rule.bands)

    @staticmethod
    def cuts(rule: ScaleRule) -> list[Figure]:
        """Return where the bands end, but for the last."""
        return [end for end, _ in rule.bands[:-1]]


class FormulaScale(Scaler):
    """What a formula of the spec gives, kept within the ends where it clips."""

    def apply(self, x: Floats, rule: ScaleRule, taken: Fitted) -> Floats:
        """Return scores."""
        scores = np.where(np.isnan(x), np.nan, rule.given)
        return np.clip(scores, rule.bottom, rule.top) if rule.clips else scores

    def extremes(self, low: Floats, high: Floats, rule: ScaleRule, taken: Fitted) -> tuple[Floats, Floats]:
        """Return the ends of the scale: how its score moves with the value is not told."""
        return np.full(low.shape, rule.bottom), np.full(high.shape, rule.top)

    def expression(
        self, quantity: Quantity, rule: ScaleRule, taken: Mapping[str, float], below: BelowCounts | None
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value: of one value alone it is known."""
        return None

    def ends(self, rule: ScaleRule) -> tuple[Figure, Figure]:
        """Return the worst and the best score."""
        return rule.bottom, rule.top


class PiecewiseLinear(Scaler):
    """Straight between points, and flat beyond the first and the last."""

    def apply(self, x: Floats, rule: ScaleRule, taken: Fitted) -> Floats:
        """Return scores."""
        (first, lowest), (_, highest) = rule.points[0], rule.points[-1]
        found = np.where(np.isnan(x), np.nan, np.where(x <= first, lowest, highest))
        for (start, low), (end, high) in pairwise(rule.points):
            found = np.where((x >= start) & (x < end), (high - low) / (end - start) * (x - start) + low, found)
        return found

    def extremes(self, low: Floats, high: Floats, rule: ScaleRule, taken: Fitted) -> tuple[Floats, Floats]:
        """Return the least and the most that figures between two ends could score: lines may fall and rise."""
        ends = super().extremes(low, high, rule, taken)
        inside = [np.where((low <= value) & (value <= high), score, np.nan) for value, score in rule.points]
        return reduce(np.fmin, inside, ends[0]), reduce(np.fmax, inside, ends[1])

    def expression(
        self, quantity: Quantity, rule: ScaleRule, taken: Mapping[str, float], below: BelowCounts | None
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        x, at = quantity.term, quantity.at
        knots = [(float(value), float(score)) for value, score in rule.points]
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

    def kinks(self, rule: ScaleRule, taken: Mapping[str, float]) -> list[float]:
        """Return the values at which it bends."""
        return [float(value) for value, _ in rule.points]

    def ends(self, rule: ScaleRule) -> tuple[Figure, Figure]:
        """Return the worst and the best score."""
        return _ends_of(rule.points)


def _ends_of(steps: Sequence[tuple[Figure, Figure]]) -> tuple[Figure, Figure]:
    """Return the worst and the best score of some steps; none where a score is not known."""
    scores = [score for _, score in steps]
    worst, best = reduce(np.minimum, scores), reduce(np.maximum, scores)
    ends: tuple[Figure, Figure] = (
        np.where(np.isnan(worst), -np.inf, worst)[()],
        np.where(np.isnan(best), np.inf, best)[()],
    )
    return ends


def _segment(x: Expression, start: tuple[float, float], end: tuple[float, float]) -> Expression:
    share = call("/", call("-", x, Constant(start[0])), call("-", Constant(end[0]), Constant(start[0])))
    return call("+", Constant(start[1]), call("*", share, call("-", Constant(end[1]), Constant(start[1]))))
