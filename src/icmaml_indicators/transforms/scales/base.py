"""What every scale can do: fit, apply, tell its arithmetic, say where it bends and where it ends."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...formulas import Expression
from ...formulas.tree import Call, Constant
from .rule import Figure, Floats, ScaleRule

# What was taken from a population: by name one figure, or one for each of a batch, shape (…, 1).
Parameters = dict[str, float]
Fitted = Mapping[str, Figure]

OPEN = (-np.inf, np.inf)


@dataclass(frozen=True, slots=True)
class BelowCounts:
    """How one value stands among the others of its population: how many it beats, ties with, and how many there are.

    The last two count figures that are equal once.
    """

    beaten: float
    ties: float
    others: float
    distinct_beaten: float = 0.0
    distinct_others: float = 0.0


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a scale works on: the value, its logarithm, or its distance from a target.

    Attributes
    ----------
    term
        As an expression of ``value``.
    at
        The figure, where only what bears on it is to be written.
    """

    term: Expression
    at: float | None


def plain_parameters(taken: Fitted) -> Parameters:
    """Return the figures taken from one population as plain numbers."""
    return {name: float(np.asarray(figure).item()) for name, figure in taken.items()}


class Scaler(ABC):
    """One scale.

    Populations lie along the last axis of what it works on (see `normalisation.orient`), absent ones NaN: one
    population of shape (rows,), or a batch of shape (nodes, rows).
    """

    def fit(self, x: Floats, rule: ScaleRule) -> dict[str, Figure]:
        """Return the figures taken from populations, by name, the last axis of length 1; nothing by default."""
        return {}

    @abstractmethod
    def apply(self, x: Floats, rule: ScaleRule, taken: Fitted) -> Floats:
        """Return scores, by figures taken from the same population or another."""

    def finish(self, scores: Floats, rule: ScaleRule) -> Floats:
        """Return scores as they go out, whatever the population they came from."""
        return scores

    def fit_and_apply(self, x: Floats, rule: ScaleRule) -> tuple[Floats, Fitted]:
        """Return scores within the populations themselves, and the figures taken from them."""
        taken = self.fit(x, rule)
        return self.apply(x, rule, taken), taken

    def extremes(self, low: Floats, high: Floats, rule: ScaleRule, taken: Fitted) -> tuple[Floats, Floats]:
        """Return the least and the most that figures between two ends could score."""
        first, second = self.apply(low, rule, taken), self.apply(high, rule, taken)
        return np.minimum(first, second), np.maximum(first, second)

    @abstractmethod
    def expression(
        self, quantity: Quantity, rule: ScaleRule, taken: Mapping[str, float], below: BelowCounts | None
    ) -> Expression | None:
        """Return the arithmetic as an expression of ``value``; None where a place among others is not told.

        Parameters
        ----------
        quantity
            What the scale works on.
        rule
            The scale in force.
        taken
            What was taken from the population.
        below
            How the value stands in it; such an expression holds for this value only.
        """

    def kinks(self, rule: ScaleRule, taken: Mapping[str, float]) -> list[float]:
        """Return the values at which it bends or jumps; those of ranks are the others' values."""
        return []

    def ends(self, rule: ScaleRule) -> tuple[Figure, Figure]:
        """Return the worst and the best score that it can give; infinite where it has no end of its own."""
        return OPEN

    def best_among(self, count: int) -> float:
        """Return the best score in a population of so many rows; infinite where that does not limit it."""
        return np.inf

    def scores_nobody(self, low: float, high: float, count: int, rule: ScaleRule) -> bool:
        """Return whether a population of these ends and size gives no bounds to score by."""
        return False


def stretch(share: Floats, rule: ScaleRule) -> Floats:
    """Map 0 … 1 to the ends of the scale."""
    score = share * (rule.top - rule.bottom)
    score += rule.bottom
    return score


def clip(share: Floats, rule: ScaleRule) -> Floats:
    """Keep shares between 0 and 1 where the scale clips."""
    return np.clip(share, 0.0, 1.0) if rule.clips else share


# Expressions ---------------------------------------------------------------------------------------------


def call(function: str, *args: Expression) -> Expression:
    """Return a call."""
    return Call(function, args)


def clip_expression(share: Expression, ratio: float | None) -> Expression:
    """Return a share kept between 0 and 1; as it is where the figure of it, if known, lies there."""
    if ratio is not None and 0.0 <= ratio <= 1.0:
        return share
    return call("min", call("max", share, Constant(0.0)), Constant(1.0))


def stretch_expression(share: Expression, rule: ScaleRule) -> Expression:
    """Return a share mapped to the ends of the scale."""
    bottom, top = float(rule.bottom), float(rule.top)
    found = call("*", share, Constant(top - bottom))
    return found if bottom == 0 else call("+", Constant(bottom), found)
