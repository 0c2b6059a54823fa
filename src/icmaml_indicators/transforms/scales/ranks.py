"""Scales by the place of a value among the others: how many it beats, half a point for each tie."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

import numpy as np

from ...formulas import Expression
from ...formulas.rounding import slack, unite
from ...formulas.tree import Constant
from ..ranking import rank_counts
from .base import BelowCounts, Fitted, Quantity, Scaler, call
from .rule import Figure, Floats, ScaleRule


class RankScaler(Scaler):
    """A scale by place. What is fitted is the distribution of others, in which further values are placed."""

    @abstractmethod
    def score_of(self, points: Floats, others: Figure) -> Floats:
        """Return the scores of those who beat so many of the others."""

    @abstractmethod
    def term_of(self, points: Expression, others: float) -> Expression:
        """Return the same as an expression."""

    def fit(self, x: Floats, rule: ScaleRule) -> Fitted:
        """Return how many others there are, and their figures in ascending order, shape (rows,)."""
        ordered = unite(np.sort(x[~np.isnan(x)]), abs(float(rule.target)) if rule.is_distance else 0.0)
        return {"n": float(len(ordered)), "ordered": ordered}

    def apply(self, x: Floats, rule: ScaleRule, taken: Fitted) -> Floats:
        """Return scores of figures that are not among the others themselves."""
        ordered = np.asarray(taken["ordered"])
        near = slack(x, abs(float(rule.target)) if rule.is_distance else 0.0)
        below = np.searchsorted(ordered, x - near, side="left")
        up_to = np.searchsorted(ordered, x + near, side="right")
        points = (below + up_to) / 2.0
        points = np.where(np.isnan(x), np.nan, len(ordered) - points if rule.flips else points)
        return self.score_of(points, float(len(ordered)))

    def fit_and_apply(self, x: Floats, rule: ScaleRule) -> tuple[Floats, Fitted]:
        """Return scores among the others of the same population, from one sort, and how many figures there are."""
        stand = rank_counts(x)
        count = stand.count[..., None].astype(np.float64)
        beaten = count - stand.below - stand.equal if rule.flips else stand.below
        return self.score_of(beaten + (stand.equal - 1.0) / 2.0, count - 1), {"n": count}

    def expression(
        self, quantity: Quantity, rule: ScaleRule, taken: Mapping[str, float], below: BelowCounts | None
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

    def score_of(self, points: Floats, others: Figure) -> Floats:
        """Return the score of so many points."""
        return points + 1.0

    def term_of(self, points: Expression, others: float) -> Expression:
        """Return the same as an expression."""
        return call("+", points, Constant(1.0))

    def ends(self, rule: ScaleRule) -> tuple[Figure, Figure]:
        """Return the worst and the best score."""
        return 1.0, np.inf

    def best_among(self, count: int) -> float | None:
        """Return the best score in a population of so many rows."""
        return float(count)


class Borda(RankScaler):
    """How many others are beaten, half a point for each tie."""

    def score_of(self, points: Floats, others: Figure) -> Floats:
        """Return the score of so many points."""
        return points

    def term_of(self, points: Expression, others: float) -> Expression:
        """Return the same as an expression."""
        return points

    def ends(self, rule: ScaleRule) -> tuple[Figure, Figure]:
        """Return the worst and the best score."""
        return 0.0, np.inf

    def best_among(self, count: int) -> float | None:
        """Return the best score in a population of so many rows."""
        return count - 1.0


class PercentileRank(RankScaler):
    """Share of the others that are beaten, half for each tie, in percent; nobody else: no score."""

    def score_of(self, points: Floats, others: Figure) -> Floats:
        """Return the score of so many points."""
        return np.where(np.asarray(others) > 0, points / others * 100.0, np.nan)

    def term_of(self, points: Expression, others: float) -> Expression:
        """Return the same as an expression."""
        return call("*", call("/", points, Constant(others)), Constant(100.0))

    def ends(self, rule: ScaleRule) -> tuple[Figure, Figure]:
        """Return the worst and the best score."""
        return 0.0, 100.0

    def scores_nobody(self, low: float, high: float, count: int, rule: ScaleRule) -> bool:
        """Return whether the bounds give nobody a score."""
        return count == 1
