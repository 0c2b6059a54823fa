"""Weights of the children of a group fitted in each population, and put to the rows that are held against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief
from ...specs import Aggregation
from ..aggregations.table import AGGREGATORS
from ..populations import Populations
from ..sums import Floats
from .base import UntoldWeightsError, Why
from .table import WEIGHERS


@dataclass(frozen=True, slots=True)
class Untold:
    """Why a population gives no weights, and the children at fault where some are."""

    why: Why
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class FittedWeights(Brief):
    """What the children of a group weigh, by population.

    Attributes
    ----------
    children
        Their ids.
    populations
        Whose scores were weighed.
    weights : float64 array, shape (populations, children)
        NaN where they cannot be told.
    complete, members : integer arrays, shape (populations,), or None
        How many rows the weights rest on, those in which every child has a score, and how many there are; None where
        weights come from elsewhere.
    untold
        Why there are none, by the place of the population.
    """

    children: tuple[str, ...]
    populations: Populations
    weights: Floats
    complete: NDArray[np.intp] | None = None
    members: NDArray[np.intp] | None = None
    untold: Mapping[int, Untold] | None = None

    def by_row(self, rows: int) -> Floats:
        """Return the weights of each row, shape (children, rows); NaN where it is held against no population."""
        codes = self.populations.read_codes
        if codes is None:
            return np.repeat(self.weights.T, rows, axis=1)
        found = np.full((len(self.children), rows), np.nan)
        inside = codes >= 0
        found[:, inside] = self.weights[codes[inside]].T
        return found

    def of(self, number: int) -> dict[str, float]:
        """Return the weights of one population by child."""
        return dict(zip(self.children, self.weights[number].tolist(), strict=True))


def fit_weights(
    rule: Aggregation, children: Sequence[str], scores: Floats, declared: Floats, populations: Populations
) -> FittedWeights:
    """Fit the weights of the children of a group in each population, on the rows in which every child has a score.

    Parameters
    ----------
    rule
        Of the group.
    children
        Their ids.
    scores : float64 array, shape (children, rows)
        NaN where absent.
    declared : float64 array, shape (children,)
    populations
        Whose scores are weighed.
    """
    count = len(populations.names)
    whole: NDArray[np.bool_] = np.logical_and.reduce(~np.isnan(scores), axis=0)
    weights = np.full((count, len(children)), np.nan)
    complete, members = np.zeros(count, np.intp), np.zeros(count, np.intp)
    untold: dict[int, Untold] = {}
    for number in range(count):
        inside = np.ones(len(whole), np.bool_) if populations.codes is None else populations.codes == number
        used = scores[:, inside & whole]
        complete[number], members[number] = used.shape[1], np.count_nonzero(inside)
        try:
            weights[number] = weigh(rule, used, declared)
        except UntoldWeightsError as error:
            untold[number] = Untold(error.why, tuple(children[place] for place in error.places))
    return FittedWeights(tuple(children), populations, weights, complete, members, untold)


def weigh(rule: Aggregation, scores: Floats, declared: Floats) -> Floats:
    """Return the weight of each child in one population, by the scores of the rows in which each has one.

    Raises
    ------
    UntoldWeightsError
        Where they cannot be told.
    """
    if scores.shape[1] < 2:
        raise UntoldWeightsError("few")

    def combine(weights: Floats) -> Floats:
        method, shares = AGGREGATORS[rule.method], weights[:, None]
        counted = np.where(shares != 0, scores, method.neutral)
        with np.errstate(all="ignore"):
            return method.aggregate(counted, shares, np.ones(scores.shape, np.bool_), rule)

    return WEIGHERS[rule.weights.method].fit(scores, declared, combine)
