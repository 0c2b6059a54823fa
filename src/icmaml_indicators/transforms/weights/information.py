"""Weights by what the scores of each child tell: how unevenly they are spread, and how little others repeat them."""

from __future__ import annotations

import numpy as np

from ..sums import Floats
from .base import EQUAL, Combine, UntoldWeightsError, Weigher, correlate, find_constant


class Entropy(Weigher):
    """The more unevenly the scores of a child are spread over the rows, the more it weighs.

    Of each child, the shares of its scores in their sum have the entropy ``E = -sum(p log p) / log n``; the weights are
    ``1 - E``, made to sum to one. What is equal everywhere weighs nothing. C. E. Shannon, "A Mathematical Theory of
    Communication", Bell System Technical Journal 27, 1948; M. Zeleny, "Multiple Criteria Decision Making", 1982; C. L.
    Hwang and K. Yoon, "Multiple Attribute Decision Making", 1981.
    """

    def fit(self, scores: Floats, declared: Floats, combine: Combine) -> Floats:
        """Return the weight of each child."""
        if (scores < 0).any():
            raise UntoldWeightsError("negative", tuple(np.flatnonzero((scores < 0).any(axis=1)).tolist()))
        constant = find_constant(scores)
        if len(constant) == len(scores):
            raise UntoldWeightsError("equal")
        parts = scores / np.where(scores.any(axis=1), scores.max(axis=1), 1.0)[:, None]
        parts = parts / np.where(scores.any(axis=1), parts.sum(axis=1), 1.0)[:, None]
        logarithms = np.log(np.where(parts > 0, parts, 1.0))
        told = np.maximum(1.0 + (parts * logarithms).sum(axis=1) / np.log(scores.shape[1]), 0.0)
        told[constant] = 0.0
        weights: Floats = told / told.sum()
        return weights


class Critic(Weigher):
    """The wider the scores of a child are spread, and the less they go with those of others, the more it weighs.

    Scores are taken from 0 at the least of each child to 1 at its greatest; of each, the standard deviation times the
    sum of ``1 - r`` over the correlations with all children, made to sum to one. D. Diakoulaki, G. Mavrotas and L.
    Papayannakis, "Determining objective weights in multiple criteria problems: The CRITIC method", Computers &
    Operations Research 22, 1995.
    """

    def fit(self, scores: Floats, declared: Floats, combine: Combine) -> Floats:
        """Return the weight of each child."""
        conflict = np.maximum(1.0 - correlate(scores), 0.0).sum(axis=1)
        lowest, highest = scores.min(axis=1, keepdims=True), scores.max(axis=1, keepdims=True)
        told = ((scores - lowest) / (highest - lowest)).std(axis=1) * conflict
        if told.sum() <= EQUAL * len(scores):
            raise UntoldWeightsError("alike")
        weights: Floats = told / told.sum()
        return weights
