"""Scales by the place of a value among the others: how many it beats, half a point for each tie."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

import numpy as np

from ...formulas import Expression
from ...formulas.tree import Constant
from ...specs import Indicator, Scale
from ..ranking import rank_counts
from .base import BelowCounts, Floats, Parameters, Quantity, Scaler, call


class RankScaler(Scaler):
    """A scale by place."""

    @abstractmethod
    def score_of(self, points: Floats, others: int) -> Floats:
        """Return the scores of those who beat so many of the others."""

    @abstractmethod
    def term_of(self, points: Expression, others: float) -> Expression:
        """Return the same as an expression."""

    def apply(
        self, x: Floats, flip: bool, scale: Scale, indicator: Indicator, fixed: Mapping[str, float] | None
    ) -> tuple[Floats, Parameters]:
        """Return scores and what was taken from the population."""
        stand = rank_counts(x)
        beaten = stand.count - stand.below - stand.equal if flip else stand.below
        points, count = beaten + (stand.equal - 1.0) / 2.0, int(stand.count)
        return self.score_of(points, count - 1), {"n": float(count)}

    def expression(
        self,
        quantity: Quantity,
        scale: Scale,
        indicator: Indicator,
        taken: Mapping[str, float],
        below: BelowCounts | None,
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        if below is None:
            return None
        points: Expression = Constant(below.beaten)
        if below.ties:
            points = call("+", points, call("/", Constant(below.ties), Constant(2.0)))
        return self.term_of(points, below.others)


class Rank(RankScaler):
    """1 for the worst, n for the best, tied values their mean rank."""

    def score_of(self, points: Floats, others: int) -> Floats:
        """Return the score of so many points."""
        return points + 1.0

    def term_of(self, points: Expression, others: float) -> Expression:
        """Return the same as an expression."""
        return call("+", points, Constant(1.0))

    def ends(self, scale: Scale, indicator: Indicator) -> tuple[float, float]:
        """Return the worst and the best score."""
        return 1.0, np.inf

    def best_among(self, count: int) -> float | None:
        """Return the best score in a population of so many rows."""
        return float(count)


class Borda(RankScaler):
    """How many others are beaten, half a point for each tie."""

    def score_of(self, points: Floats, others: int) -> Floats:
        """Return the score of so many points."""
        return points

    def term_of(self, points: Expression, others: float) -> Expression:
        """Return the same as an expression."""
        return points

    def ends(self, scale: Scale, indicator: Indicator) -> tuple[float, float]:
        """Return the worst and the best score."""
        return 0.0, np.inf

    def best_among(self, count: int) -> float | None:
        """Return the best score in a population of so many rows."""
        return count - 1.0


class PercentileRank(RankScaler):
    """Share of the others that are beaten, half for each tie, in percent; nobody else: no score."""

    def score_of(self, points: Floats, others: int) -> Floats:
        """Return the score of so many points."""
        return points / others * 100.0 if others > 0 else np.full(points.shape, np.nan)

    def term_of(self, points: Expression, others: float) -> Expression:
        """Return the same as an expression."""
        return call("*", call("/", points, Constant(others)), Constant(100.0))

    def ends(self, scale: Scale, indicator: Indicator) -> tuple[float, float]:
        """Return the worst and the best score."""
        return 0.0, 100.0

    def scores_nobody(self, low: float, high: float, count: int, indicator: Indicator) -> bool:
        """Return whether the bounds give nobody a score."""
        return count == 1
