"""The Mazziotta-Pareto index: a mean, less (or plus) a penalty for parts that are apart.

De Muro, Mazziotta and Pareto, "Composite indices of development and poverty: an application to MDGs", Social Indicators
Research 104 (2011), 1-18; Mazziotta and Pareto, "On a generalized non-compensatory composite index for measuring
socio-economic phenomena", Social Indicators Research 127 (2016), 983-1003. With the mean M of the scores of one entity,
their standard deviation S (n in the denominator) and cv = S / M it is M - S cv (``penalty: minus``: more of it is
better) or M + S cv (``plus``: less is better). Here both moments are weighted. As S² = Q - M², Q being the mean square,
they are 2M - Q/M and Q/M. The first can fall below zero, and none of them need rise with a part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ...specs import Aggregation
from ..sums import FULL, SLACK, Floats, weighted_sum
from .base import Aggregator, Derivation, PartCells

# So many parts that are open at once have all combinations of their ends tried, for a penalty that lowers.
_MOST_TRIED = 8


class MazziottaPareto(Aggregator):
    """The mean of scores and its penalty. Where all are zero it is zero; a negative score has none."""

    def aggregate(self, scores: Floats, shares: Floats, present: NDArray[np.bool_], rule: Aggregation) -> Floats:
        """Return the score of each row."""
        mean, variance = _moments(scores, shares)
        penalty = np.where(mean == 0, 0.0, variance / mean)
        found = mean - penalty if rule.penalty == "minus" else mean + penalty
        return np.where((scores < 0).any(axis=0), np.nan, found)

    def bounds(self, lowest: Floats, highest: Floats, shares: Floats, rule: Aggregation) -> tuple[Floats, Floats]:
        """Return the least and the most it could be.

        For each mean, the parts are least apart where all stand at one level as far as their ends let them, and most
        apart with those whose ends are high at the upper one and the others at the lower. Along the first way the index
        bends only where a part meets an end; between, its turning point is a root of its derivative. The second is all
        that ``plus`` needs; the least of ``minus`` is at some combination of ends: all are tried where few parts are
        open, else nothing is told but that it is no less than twice the least mean less the highest score.
        """
        weights = np.broadcast_to(shares, lowest.shape)
        ends = np.minimum(lowest, highest), np.maximum(lowest, highest)
        low, high = (np.where(weights > 0, end, self.neutral) for end in ends)
        told = np.isfinite(high).all(axis=0) & (high >= 0).all(axis=0) & ~np.isnan(low).any(axis=0)
        # With a negative score there is no index: the rest of what a part could be remains.
        low, high = (np.where(told, np.maximum(end, 0.0), self.neutral) for end in (low, high))
        everyone = np.ones(low.shape, np.bool_)

        def index(points: Floats) -> Floats:
            return self.aggregate(points, weights, everyone, rule)

        together = [index(points) for points in _least_apart(low, high, weights, rule)]
        if rule.penalty == "plus":
            least, most = np.minimum.reduce(together), np.maximum.reduce([index(p) for p in _most_apart(low, high)])
        else:
            least, most = self._least(low, high, weights, rule), np.maximum.reduce(together)
        return np.where(told, least, np.nan), np.where(told, most, np.nan)

    def _least(self, low: Floats, high: Floats, weights: Floats, rule: Aggregation) -> Floats:
        free = (low < high) & (weights > 0)
        count = free.sum(axis=0)
        # Open parts first: the order of the others stays.
        order = np.argsort(~free, axis=0, kind="stable")
        low, high, weights = (np.take_along_axis(part, order, axis=0) for part in (low, high, weights))
        everyone = np.ones(low.shape, np.bool_)
        few = count <= _MOST_TRIED
        tried = int(count[few].max(initial=0))
        least = self.aggregate(low, weights, everyone, rule)
        for number in range(1, 2**tried):
            raised = np.zeros((len(low), 1), np.bool_)
            raised[:tried, 0] = [bool(number >> place & 1) for place in range(tried)]
            least = np.fmin(least, self.aggregate(np.where(raised, high, low), weights, everyone, rule))
        return np.where(few, least, 2.0 * weighted_sum(low, weights) - np.where(weights > 0, high, 0.0).max(axis=0))

    def describe(self, scores: Sequence[float], shares: Sequence[float], rule: Aggregation) -> Derivation:
        """Return the arithmetic of one row."""
        column, weights = (np.array(part, np.float64)[:, None] for part in (scores, shares))
        mean, variance = (float(moment[0]) for moment in _moments(column, weights))
        if mean == 0:
            return Derivation(whole="M = {parts}")
        sign = "-" if rule.penalty == "minus" else "+"
        figures = {"mean": mean, "sd": float(np.sqrt(variance))}
        return Derivation(whole=f"M = {{parts}} = {{mean}}; S = {{sd}}; M {sign} S × S / M", figures=figures)

    def excel(self, cells: PartCells, rule: Aggregation) -> str:
        """Return the formula of the cell."""
        parts = list(zip(cells.scores, cells.shares, strict=True))
        mean = f"({'+'.join(f'{share}*{score}' for score, share in parts)})"
        ratio = f"({'+'.join(f'{share}*{score}^2' for score, share in parts)})/{mean}"
        return f"IF({mean}=0,0,{f'2*{mean}-{ratio}' if rule.penalty == 'minus' else ratio})"


def _moments(scores: Floats, shares: Floats) -> tuple[Floats, Floats]:
    """Return the mean and the variance of each row; full marks everywhere are full marks."""
    mean = weighted_sum(scores, shares)
    mean = np.where(np.abs(mean - FULL) < SLACK, FULL, mean)
    return mean, weighted_sum(np.square(scores - mean), shares)


def _least_apart(low: Floats, high: Floats, weights: Floats, rule: Aggregation) -> Iterator[Floats]:
    """Yield scores least apart for their mean, from the lowest to the highest: where the index bends or turns."""
    levels = np.sort(np.concatenate([low, high]), axis=0)
    for level in levels:
        yield np.clip(level, low, high)
    for start, end in pairwise(levels):
        free = (low <= start) & (high >= end)
        fixed = np.where(free, 0.0, np.clip(start, low, high))
        # With all that is free at x: M = a + b x, Q = c + b x².
        a, b, c = (weighted_sum(part, weights) for part in (fixed, free.astype(np.float64), np.square(fixed)))
        if rule.penalty == "plus":
            turning = (np.sqrt(a * a + b * c) - a) / b
        else:
            k = 1.0 - 2.0 * b
            turning = (np.sqrt(a * a * k * k + b * k * (2.0 * a * a + c)) - a * k) / (b * k)
        yield np.clip(np.where(np.isfinite(turning), np.clip(turning, start, end), start), low, high)


def _most_apart(low: Floats, high: Floats) -> Iterator[Floats]:
    """Yield scores most apart for their mean: those with the highest ends at the upper one, the rest at the lower."""
    order = np.argsort(-(low + high), axis=0, kind="stable")
    places = np.argsort(order, axis=0, kind="stable")
    for count in range(len(low) + 1):
        yield np.where(places < count, high, low)
