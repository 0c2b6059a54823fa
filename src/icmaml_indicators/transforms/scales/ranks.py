"""Scales by the place of a value among the others: how many it beats, and half of its ties by default."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

import numpy as np

from ...formulas import Expression
from ...formulas.rounding import slack, unite
from ...formulas.tree import Constant
from ..ranking import SHARE_OF_TIES, count_sorted
from .base import BelowCounts, Fitted, Quantity, Scaler, call, stretch, stretch_expression
from .rule import Figure, Floats, ScaleRule


def _count_among(ordered: Floats, x: Floats, near: Floats) -> tuple[Floats, Floats]:
    """Return how many of ascending figures lie below each of some, and how many are equal to it."""
    below = np.searchsorted(ordered, x - near, side="left").astype(np.float64)
    return below, np.searchsorted(ordered, x + near, side="right") - below


class RankScaler(Scaler):
    """A scale by place. What is fitted is the distribution of others, in which further values are placed."""

    @abstractmethod
    def score_of(self, points: Floats, others: Figure, rule: ScaleRule) -> Floats:
        """Return the scores of those who beat so many of the others."""

    @abstractmethod
    def term_of(self, points: Expression, others: float, rule: ScaleRule) -> Expression:
        """Return the same as an expression."""

    def fit(self, x: Floats, rule: ScaleRule) -> dict[str, Figure]:
        """Return how many others there are, and their figures in ascending order, shape (rows,)."""
        ordered = unite(np.sort(x[~np.isnan(x)]), abs(float(rule.target)) if rule.is_distance else 0.0)
        return {"n": float(len(ordered)), "ordered": ordered}

    def apply(self, x: Floats, rule: ScaleRule, taken: Fitted) -> Floats:
        """Return scores by the distribution that was fitted.

        Where the figures were among those themselves, `taken` holds the ones that they had then as ``own``.
        """
        near = slack(x, abs(float(rule.target)) if rule.is_distance else 0.0)
        ordered, own = np.asarray(taken["ordered"]), np.asarray(taken.get("own", np.nan))
        below, equal = _count_among(ordered, x, near)
        below, equal = below - (own < x - near), equal - (np.abs(own - x) <= near)
        others = len(ordered) - (~np.isnan(own)).astype(np.float64)
        if rule.ties == "dense":
            distinct = np.unique(ordered)
            lone = _count_among(ordered, own, slack(own))[1] == 1  # gone with its figure
            beaten, level = _count_among(distinct, x, near)
            beaten, level = beaten - (lone & (own < x - near)), level - (lone & (np.abs(own - x) <= near))
            others = len(distinct) - lone - np.minimum(level, 1.0)
            points = others - beaten if rule.flips else beaten
        else:
            beaten = others - below - equal if rule.flips else below
            points = beaten + equal * SHARE_OF_TIES[rule.ties]
        return self.score_of(np.where(np.isnan(x), np.nan, points), others, rule)

    def fit_and_apply(self, x: Floats, rule: ScaleRule) -> tuple[Floats, Fitted]:
        """Return scores among the others of the same population, from one sort, and how many figures there are."""
        stand = count_sorted(x)
        count = np.asarray(stand.count, np.float64)[..., None]
        if rule.ties == "dense":
            present = np.arange(x.shape[-1]) < count
            others: Floats = np.where(present, stand.distinct_below, -1.0).max(axis=-1, keepdims=True, initial=-1.0)
            beaten = stand.distinct_below.astype(np.float64)
            points: Floats = others - beaten if rule.flips else beaten
        else:
            others, points = count - 1.0, np.subtract(stand.equal, 1.0) * SHARE_OF_TIES[rule.ties]
            points += count - (stand.below + stand.equal) if rule.flips else stand.below
        return stand.unsort(self.score_of(points, others, rule)), {"n": count}

    def expression(
        self, quantity: Quantity, rule: ScaleRule, taken: Mapping[str, float], below: BelowCounts | None
    ) -> Expression | None:
        """Return the arithmetic as an expression of the value."""
        if below is None:
            return None
        if rule.ties == "dense":
            return self.term_of(Constant(below.distinct_beaten), below.distinct_others, rule)
        points: Expression = Constant(below.beaten)
        if below.ties and rule.ties == "average":
            points = call("+", points, call("/", Constant(below.ties), Constant(2.0)))
        elif rule.ties == "max":
            points = Constant(below.beaten + below.ties)
        return self.term_of(points, below.others, rule)


class Rank(RankScaler):
    """1 for the worst, n for the best, tied values their mean rank."""

    def score_of(self, points: Floats, others: Figure, rule: ScaleRule) -> Floats:
        """Return the score of so many points."""
        return points + 1.0

    def term_of(self, points: Expression, others: float, rule: ScaleRule) -> Expression:
        """Return the same as an expression."""
        return call("+", points, Constant(1.0))

    def ends(self, rule: ScaleRule) -> tuple[Figure, Figure]:
        """Return the worst and the best score."""
        return 1.0, np.inf

    def best_among(self, count: int) -> float:
        """Return the best score in a population of so many rows."""
        return float(count)


class Borda(RankScaler):
    """How many others are beaten, half a point for each tie."""

    def score_of(self, points: Floats, others: Figure, rule: ScaleRule) -> Floats:
        """Return the score of so many points."""
        return points

    def term_of(self, points: Expression, others: float, rule: ScaleRule) -> Expression:
        """Return the same as an expression."""
        return points

    def ends(self, rule: ScaleRule) -> tuple[Figure, Figure]:
        """Return the worst and the best score."""
        return 0.0, np.inf

    def best_among(self, count: int) -> float:
        """Return the best score in a population of so many rows."""
        return count - 1.0


class PercentileRank(RankScaler):
    """Share of the others that are beaten, half for each tie, between the ends of the scale; nobody else: no score."""

    def score_of(self, points: Floats, others: Figure, rule: ScaleRule) -> Floats:
        """Return the score of so many points."""
        return stretch(points / np.where(np.asarray(others) > 0, others, np.nan), rule)

    def term_of(self, points: Expression, others: float, rule: ScaleRule) -> Expression:
        """Return the same as an expression."""
        return stretch_expression(call("/", points, Constant(others)), rule)

    def ends(self, rule: ScaleRule) -> tuple[Figure, Figure]:
        """Return the worst and the best score."""
        return rule.bottom, rule.top

    def scores_nobody(self, low: float, high: float, count: int, rule: ScaleRule) -> bool:
        """Return whether the bounds give nobody a score."""
        return count == 1
