"""Scales that stretch a value between two figures, of the spec or of a population."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from ...formulas import Expression
from ...formulas.overflow import finite_only
from ...formulas.rounding import equal
from ...formulas.tree import Constant
from .base import (
    OPEN,
    BelowCounts,
    Fitted,
    Quantity,
    Scaler,
    call,
    clip,
    clip_expression,
    stretch,
    stretch_expression,
)
from .rule import Figure, Floats, ScaleRule


class Identity(Scaler):
    """The value as it is."""

    def apply(self, x: Floats, rule: ScaleRule, taken: Fitted) -> Floats:
        """Return scores."""
        return x.copy()

    def expression(
        self, quantity: Quantity, rule: ScaleRule, taken: Mapping[str, float], below: BelowCounts | None
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        return quantity.term

    def ends(self, rule: ScaleRule) -> tuple[Figure, Figure]:
        """Return the worst and the best score."""
        if not rule.log:
            return rule.least, rule.most
        with np.errstate(all="ignore"):
            bounded = np.asarray(rule.least) > 0
            return np.where(bounded, np.log(rule.least), rule.least), np.where(bounded, np.log(rule.most), rule.most)


def _between(quantity: Quantity, low: float, high: float, rule: ScaleRule) -> Expression:
    share = call("/", call("-", quantity.term, Constant(low)), call("-", Constant(high), Constant(low)))
    ratio = None if quantity.at is None or high == low else (quantity.at - low) / (high - low)
    if rule.clips:
        share = clip_expression(share, ratio)
    return stretch_expression(call("-", Constant(1.0), share) if rule.flips else share, rule)


class MinMax(Scaler):
    """Between the least and the greatest value of the population."""

    def fit(self, x: Floats, rule: ScaleRule) -> dict[str, Figure]:
        """Return the least and the greatest value."""
        if not x.shape[-1]:
            return {"low": np.full((*x.shape[:-1], 1), np.nan), "high": np.full((*x.shape[:-1], 1), np.nan)}
        return {
            "low": np.fmin.reduce(x, axis=-1, keepdims=True),
            "high": np.fmax.reduce(x, axis=-1, keepdims=True),
        }

    def apply(self, x: Floats, rule: ScaleRule, taken: Fitted) -> Floats:
        """Return scores."""
        share = clip((x - taken["low"]) / finite_only(np.asarray(taken["high"] - taken["low"])), rule)
        return stretch(1.0 - share if rule.flips else share, rule)

    def expression(
        self, quantity: Quantity, rule: ScaleRule, taken: Mapping[str, float], below: BelowCounts | None
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        return _between(quantity, taken.get("low", math.nan), taken.get("high", math.nan), rule)

    def kinks(self, rule: ScaleRule, taken: Mapping[str, float]) -> list[float]:
        """Return the values at which it bends."""
        if rule.direction == "target":
            return []
        ends = [taken[key] for key in ("low", "high") if key in taken]
        return [float(end) for end in np.exp(ends)] if rule.log else ends

    def ends(self, rule: ScaleRule) -> tuple[Figure, Figure]:
        """Return the worst and the best score."""
        return rule.bottom, rule.top

    def scores_nobody(self, low: float, high: float, count: int, rule: ScaleRule) -> bool:
        """Return whether the bounds give nobody a score."""
        return bool(equal(low, high))


class Goalposts(Scaler):
    """Between two values of the spec."""

    def apply(self, x: Floats, rule: ScaleRule, taken: Fitted) -> Floats:
        """Return scores."""
        low, high = rule.in_logarithms("low"), rule.in_logarithms("high")
        share = clip((x - low) / (high - low), rule)
        return stretch(1.0 - share if rule.flips else share, rule)

    def expression(
        self, quantity: Quantity, rule: ScaleRule, taken: Mapping[str, float], below: BelowCounts | None
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        return _between(quantity, float(rule.in_logarithms("low")), float(rule.in_logarithms("high")), rule)

    def kinks(self, rule: ScaleRule, taken: Mapping[str, float]) -> list[float]:
        """Return the values at which it bends."""
        return [float(rule.low), float(rule.high)] if rule.clips else []

    def ends(self, rule: ScaleRule) -> tuple[Figure, Figure]:
        """Return the worst and the best score."""
        return (rule.bottom, rule.top) if rule.clips else OPEN


class ZScore(Scaler):
    """Standard scores of the mean and standard deviation of the rule (n - 1 in the denominator)."""

    def fit(self, x: Floats, rule: ScaleRule) -> dict[str, Figure]:
        """Return mean and standard deviation, population by population: a sum over a matrix pairs other terms."""
        lines = x.reshape(math.prod(x.shape[:-1]), x.shape[-1])
        found = np.array([_mean_and_spread(line[~np.isnan(line)]) for line in lines]).reshape(-1, 2)
        shape = (*x.shape[:-1], 1)
        return {"mean": found[:, 0].reshape(shape), "sd": found[:, 1].reshape(shape)}

    def apply(self, x: Floats, rule: ScaleRule, taken: Fitted) -> Floats:
        """Return scores."""
        score: Floats = (x - taken["mean"]) / taken["sd"]
        return -score if rule.flips else score

    def finish(self, scores: Floats, rule: ScaleRule) -> Floats:
        """Return standard scores of the mean and standard deviation of the rule."""
        return rule.mean + rule.sd * scores

    def expression(
        self, quantity: Quantity, rule: ScaleRule, taken: Mapping[str, float], below: BelowCounts | None
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        middle, apart = (Constant(taken.get(name, math.nan)) for name in ("mean", "sd"))
        part = call("/", call("-", quantity.term, middle), apart)
        mean, sd = float(rule.mean), float(rule.sd)
        if rule.flips:
            part = call("negative", part)
        if sd != 1:
            part = call("*", part, Constant(sd))
        return part if mean == 0 else call("+", Constant(mean), part)

    def scores_nobody(self, low: float, high: float, count: int, rule: ScaleRule) -> bool:
        """Return whether the bounds give nobody a score."""
        return bool(equal(low, high))


def _mean_and_spread(present: Floats) -> tuple[float, float]:
    # The mean of equal figures is that figure, and they have no spread: a sum rounds.
    mean = float(np.clip(finite_only(present.mean()), present.min(), present.max())) if len(present) else np.nan
    squares = finite_only(np.square(present - mean).sum())
    return mean, float(np.sqrt(squares / (len(present) - 1))) if len(present) > 1 else np.nan


class DistanceToTarget(Scaler):
    """Full at the target, nothing at its spread or farther."""

    def apply(self, x: Floats, rule: ScaleRule, taken: Fitted) -> Floats:
        """Return scores."""
        return stretch(clip(1.0 - np.abs(x - rule.target) / rule.spread, rule), rule)

    def expression(
        self, quantity: Quantity, rule: ScaleRule, taken: Mapping[str, float], below: BelowCounts | None
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        target, spread, at = float(rule.target), float(rule.spread), quantity.at
        apart = call("abs", call("-", quantity.term, Constant(target)))
        share = call("-", Constant(1.0), call("/", apart, Constant(spread)))
        ratio = None if at is None else 1.0 - abs(at - target) / spread
        return stretch_expression(clip_expression(share, ratio) if rule.clips else share, rule)

    def kinks(self, rule: ScaleRule, taken: Mapping[str, float]) -> list[float]:
        """Return the values at which it bends."""
        target, spread = float(rule.target), float(rule.spread)
        return [target - spread, target, target + spread]

    def ends(self, rule: ScaleRule) -> tuple[Figure, Figure]:
        """Return the worst and the best score."""
        return (rule.bottom, rule.top) if rule.clips else OPEN
