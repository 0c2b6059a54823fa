"""Sums and means of scores by their weights.

Definitions follow the OECD/JRC Handbook (2008), chapter 6.3 (aggregation); the power mean of exponent p is
``(Σ w x^p)^(1/p)``, of which the arithmetic (1) and harmonic (-1) means are cases.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...specs import Aggregation
from ..sums import FULL, SLACK, Floats, weighted_sum
from .base import Aggregator, Derivation, PartCells


class Sum(Aggregator):
    """Shares times scores."""

    def aggregate(self, scores: Floats, shares: Floats, present: NDArray[np.bool_], rule: Aggregation) -> Floats:
        """Return the score of each row."""
        return weighted_sum(scores, shares)

    def describe(self, scores: Sequence[float], shares: Sequence[float], rule: Aggregation) -> Derivation:
        """Return the arithmetic of one row."""
        return Derivation()

    def excel(self, cells: PartCells, rule: Aggregation) -> str:
        """Return the formula of the cell."""
        return "+".join(cells.contributions)


class ArithmeticMean(Sum):
    """Shares times scores, the shares summing to one."""

    def aggregate(self, scores: Floats, shares: Floats, present: NDArray[np.bool_], rule: Aggregation) -> Floats:
        """Return the score of each row."""
        # Full marks everywhere are full marks: shares may miss one by a rounding.
        mean = weighted_sum(scores, shares)
        return np.where(np.abs(mean - FULL) < SLACK, FULL, mean)


def _nonnegative_only(mean: Floats, scores: Floats, zero: NDArray[np.bool_]) -> Floats:
    """Let a negative score leave no mean, and a zero where it decides make it zero."""
    return np.where((scores < 0).any(axis=0), np.nan, np.where(zero, 0.0, mean))


def _any_zero(scores: Floats, shares: Floats) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = ((scores == 0) & (shares > 0)).any(axis=0)
    return found


class GeometricMean(Aggregator):
    """The exponential of the mean logarithm. A zero makes it zero; a negative score has none."""

    def aggregate(self, scores: Floats, shares: Floats, present: NDArray[np.bool_], rule: Aggregation) -> Floats:
        """Return the score of each row."""
        positive = np.exp(weighted_sum(np.log(scores), shares))
        return _nonnegative_only(positive, scores, _any_zero(scores, shares))

    def describe(self, scores: Sequence[float], shares: Sequence[float], rule: Aggregation) -> Derivation:
        """Return the arithmetic of one row."""
        terms = [share * math.log(score) for score, share in zip(scores, shares, strict=True) if score > 0]
        return Derivation(
            part="{score}^{share}", sign=" × ", terms=_complete(terms, scores), term_of="share * log(score)"
        )

    def excel(self, cells: PartCells, rule: Aggregation) -> str:
        """Return the formula of the cell."""
        return "*".join(f"{score}^{share}" for score, share in zip(cells.scores, cells.shares, strict=True))


class HarmonicMean(Aggregator):
    """The reciprocal of the mean reciprocal. A zero makes it zero; a negative score has none."""

    def aggregate(self, scores: Floats, shares: Floats, present: NDArray[np.bool_], rule: Aggregation) -> Floats:
        """Return the score of each row."""
        mean = 1.0 / weighted_sum(1.0 / scores, shares)
        return _nonnegative_only(mean, scores, _any_zero(scores, shares))

    def describe(self, scores: Sequence[float], shares: Sequence[float], rule: Aggregation) -> Derivation:
        """Return the arithmetic of one row."""
        terms = [share / score for score, share in zip(scores, shares, strict=True) if score > 0]
        return Derivation(
            whole="1 / ({parts})",
            part="{share} / {score}",
            terms=_complete(terms, scores),
            term_of="share / score",
        )

    def excel(self, cells: PartCells, rule: Aggregation) -> str:
        """Return the formula of the cell."""
        zero = ",".join(f"{score}=0" for score in cells.scores)
        inner = "+".join(f"{share}/{score}" for score, share in zip(cells.scores, cells.shares, strict=True))
        return f"IF(OR({zero}),0,1/({inner}))"


class PowerMean(Aggregator):
    """The root of the mean power. Below power zero a zero makes it zero; a negative score has none."""

    def aggregate(self, scores: Floats, shares: Floats, present: NDArray[np.bool_], rule: Aggregation) -> Floats:
        """Return the score of each row."""
        power = _power(rule)
        zero = _any_zero(scores, shares) & (power < 0)
        mean = weighted_sum(scores**power, shares) ** (1.0 / power)
        return _nonnegative_only(mean, scores, zero)

    def describe(self, scores: Sequence[float], shares: Sequence[float], rule: Aggregation) -> Derivation:
        """Return the arithmetic of one row."""
        power = _power(rule)
        terms = [share * score**power for score, share in zip(scores, shares, strict=True) if score > 0]
        return Derivation(
            whole="({parts})^(1 / {power})",
            part="{share} × {score}^{power}",
            figures={"power": power},
            terms=_complete(terms, scores),
            term_of="share * score ** {power}",
        )

    def excel(self, cells: PartCells, rule: Aggregation) -> str:
        """Return the formula of the cell."""
        power = _power(rule)
        inner = "+".join(
            f"{share}*{score}^({power!r})" for score, share in zip(cells.scores, cells.shares, strict=True)
        )
        return f"({inner})^(1/({power!r}))"


def _power(rule: Aggregation) -> float:
    assert rule.power is not None
    return float(rule.power)


def _complete(terms: Sequence[float], scores: Sequence[float]) -> tuple[float, ...]:
    """Return the terms where every part has one: of a zero there is no logarithm and no reciprocal."""
    return tuple(terms) if len(terms) == len(scores) else ()
