"""What every way to fit weights gives, and why there may be none."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...formulas.rounding import unite
from ..sums import FULL, Floats

# Why weights cannot be told: fewer than two rows are complete, scores of a child are all equal, those of every child
# are, the first two components are equally large, scores are below zero, all children rise and fall together, no child
# declares a weight, no weights come near enough to what is declared, the order in which children enter does not settle;
# or they come from elsewhere, and are not known.
Why = Literal[
    "few", "constant", "equal", "tied", "negative", "alike", "weightless", "unreached", "unsettled", "unknown"
]
# What the children come to, row by row, by weights of shape (children,).
Combine = Callable[[Floats], Floats]

# Two figures that are equal on paper are apart by no more than this share of the greatest.
EQUAL = 1e-9


class UntoldWeightsError(Exception):
    """Weights that cannot be told: `why`, and the places of the children at fault where some are."""

    def __init__(self, why: Why, places: tuple[int, ...] = ()) -> None:
        self.why: Why = why
        self.places = places
        super().__init__(why)


class Weigher(ABC):
    """One way to fit weights."""

    @abstractmethod
    def fit(self, scores: Floats, declared: Floats, combine: Combine) -> Floats:
        """Return the weight of each child, none below zero.

        Parameters
        ----------
        scores : float64 array, shape (children, rows)
            At least two rows, without NaN.
        declared : float64 array, shape (children,)
            The weights that the children declare.
        combine
            What the group makes of them.

        Returns
        -------
        float64 array, shape (children,)

        Raises
        ------
        UntoldWeightsError
            Where they cannot be told.
        """


def find_constant(scores: Floats) -> NDArray[np.intp]:
    """Return the places of the children whose scores are all equal, but for rounding."""
    same = unite(scores, FULL)
    return np.flatnonzero((same == same[:, :1]).all(axis=1))


def correlate(scores: Floats) -> Floats:
    """Return the correlation of each child with each, shape (children, children); raises as `standardise` does."""
    unit, _ = standardise(scores)
    found: Floats = unit @ unit.T
    return found


def standardise(scores: Floats) -> tuple[Floats, Floats]:
    """Return the scores of each child less their mean, as a vector of length one, and standard deviations (by n).

    Raises
    ------
    UntoldWeightsError
        Where the scores of a child are all equal: it correlates with nothing.
    """
    constant = find_constant(scores)
    if len(constant):
        raise UntoldWeightsError("constant" if len(constant) < len(scores) else "equal", tuple(constant.tolist()))
    sizes = np.abs(scores).max(axis=1, keepdims=True)
    spread = scores / sizes
    centred = spread - spread.mean(axis=1, keepdims=True)
    lengths = np.sqrt((centred * centred).sum(axis=1, keepdims=True))
    return centred / lengths, (sizes * (lengths / np.sqrt(scores.shape[1])))[:, 0]
