"""Scales that are a ratio to one figure: the best of a population, or a reference."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ...formulas import Expression
from ...formulas.tree import Constant
from .base import BelowCounts, Fitted, Quantity, Scaler, call, clip, clip_expression, stretch, stretch_expression
from .rule import Figure, Floats, ScaleRule


def _ratio(quantity: Quantity, best: float, rule: ScaleRule) -> Expression:
    x, figure, at = quantity.term, Constant(best), quantity.at
    part = call("/", figure, x) if rule.flips else call("/", x, figure)
    if rule.clips:
        given = None if at is None or not best or not at else at / best
        part = clip_expression(part, 1 / given if rule.flips and given else given)
    return stretch_expression(part, rule)


class DistanceToBest(Scaler):
    """Ratio to the leader (value / best, or best / value where lower is better)."""

    def fit(self, x: Floats, rule: ScaleRule) -> dict[str, Figure]:
        """Return the value of the leader."""
        if not x.shape[-1]:
            return {"best": np.full((*x.shape[:-1], 1), np.nan)}
        return {"best": (np.fmin if rule.flips else np.fmax).reduce(x, axis=-1, keepdims=True)}

    def apply(self, x: Floats, rule: ScaleRule, taken: Fitted) -> Floats:
        """Return scores."""
        best = taken["best"]
        return stretch(clip(best / x if rule.flips else x / best, rule), rule)

    def expression(
        self, quantity: Quantity, rule: ScaleRule, taken: Mapping[str, float], below: BelowCounts | None
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        return _ratio(quantity, taken["best"], rule)

    def ends(self, rule: ScaleRule) -> tuple[Figure, Figure]:
        """Return the worst and the best score."""
        return rule.bottom, rule.top

    def scores_nobody(self, low: float, high: float, count: int, rule: ScaleRule) -> bool:
        """Return whether the bounds give nobody a score."""
        return high == 0.0 if rule.direction == "higher" else low == high == 0.0


class DistanceToReference(Scaler):
    """Ratio to a figure of the spec."""

    def apply(self, x: Floats, rule: ScaleRule, taken: Fitted) -> Floats:
        """Return scores."""
        return stretch(rule.reference / x if rule.flips else x / rule.reference, rule)

    def expression(
        self, quantity: Quantity, rule: ScaleRule, taken: Mapping[str, float], below: BelowCounts | None
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        return _ratio(quantity, float(rule.reference), rule)
