"""What every scale can do: score, tell its arithmetic, say where it bends and where it ends."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...formulas import Expression
from ...formulas.tree import Call, Constant
from ...specs import Indicator, Scale

Floats = NDArray[np.float64]
Parameters = dict[str, float]

OPEN = (-np.inf, np.inf)


@dataclass(frozen=True, slots=True)
class BelowCounts:
    """How one value stands among the others of its population: how many it beats, ties with, and how many there are."""

    beaten: float
    ties: float
    others: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a scale works on: the value, its logarithm, or its distance from a target.

    Attributes
    ----------
    term
        As an expression of ``value``.
    at
        The figure, where only what bears on it is to be written.
    flip
        Whether less of it is better.
    """

    term: Expression
    at: float | None
    flip: bool


class Scaler(ABC):
    """One scale."""

    @abstractmethod
    def apply(
        self, x: Floats, flip: bool, scale: Scale, indicator: Indicator, fixed: Mapping[str, float] | None
    ) -> tuple[Floats, Parameters]:
        """Return the scores of one population, and the figures taken from it.

        Parameters
        ----------
        x : float64 array, shape (rows,)
            What the scale works on; see `normalisation.orient`.
        flip
            Whether less of it is better.
        scale, indicator
            The parameters, and whose values they are.
        fixed
            Figures of another population, used in place of its own.
        """

    @abstractmethod
    def expression(
        self,
        quantity: Quantity,
        scale: Scale,
        indicator: Indicator,
        taken: Mapping[str, float],
        below: BelowCounts | None,
    ) -> Expression | None:
        """Return the arithmetic as an expression of ``value``; None where a place among others is not told.

        Parameters
        ----------
        quantity
            What the scale works on.
        scale, indicator
            The parameters, and whose values they are.
        taken
            What was taken from the population.
        below
            How the value stands in it; such an expression holds for this value only.
        """

    def kinks(self, scale: Scale, indicator: Indicator, taken: Mapping[str, float]) -> list[float]:
        """Return the values at which it bends or jumps; those of ranks are the others' values."""
        return []

    def ends(self, scale: Scale, indicator: Indicator) -> tuple[float, float]:
        """Return the worst and the best score that it can give; infinite where it has no end of its own."""
        return OPEN

    def best_among(self, count: int) -> float | None:
        """Return the best score in a population of so many rows, where that is what limits it."""
        return None

    def scores_nobody(self, low: float, high: float, count: int, indicator: Indicator) -> bool:
        """Return whether a population of these ends and size gives no bounds to score by."""
        return False


def stretch(share: Floats, scale: Scale) -> Floats:
    """Map 0 … 1 to the ends of the scale."""
    bottom, top = (float(end) for end in scale.to)
    return bottom + share * (top - bottom)


def clip(share: Floats, scale: Scale) -> Floats:
    """Keep shares between 0 and 1 where the scale clips."""
    return np.clip(share, 0.0, 1.0) if scale.clips else share


def ends_of_scale(scale: Scale) -> tuple[float, float]:
    """Return the ends that the spec gives: the score of the worst and of the best value."""
    return float(scale.to[0]), float(scale.to[1])


# Expressions ---------------------------------------------------------------------------------------------


def call(function: str, *args: Expression) -> Expression:
    """Return a call."""
    return Call(function, args)


def clip_expression(share: Expression, ratio: float | None) -> Expression:
    """Return a share kept between 0 and 1; as it is where the figure of it, if known, lies there."""
    if ratio is not None and 0.0 <= ratio <= 1.0:
        return share
    return call("min", call("max", share, Constant(0.0)), Constant(1.0))


def stretch_expression(share: Expression, scale: Scale) -> Expression:
    """Return a share mapped to the ends of the scale."""
    bottom, top = (float(end) for end in scale.to)
    found = call("*", share, Constant(top - bottom))
    return found if bottom == 0 else call("+", Constant(bottom), found)
