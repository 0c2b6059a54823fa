"""What children decide by reaching something: all of them, or the steps of a staircase."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...specs import Aggregation
from ..sums import FULL, SLACK, Floats
from .base import Aggregator, Derivation, PartCells


class AllOrNothing(Aggregator):
    """Full marks where every child that counts has them, else zero."""

    def aggregate(self, scores: Floats, shares: Floats, present: NDArray[np.bool_], rule: Aggregation) -> Floats:
        """Return the score of each row."""
        return np.where(((scores >= FULL - SLACK) | ~present).all(axis=0), FULL, 0.0)

    def describe(self, scores: Sequence[float], shares: Sequence[float], rule: Aggregation) -> Derivation:
        """Return the arithmetic of one row."""
        short = tuple(place for place, score in enumerate(scores) if score < FULL - SLACK)
        return Derivation(whole="", decisive=short)

    def excel(self, cells: PartCells, rule: Aggregation) -> str:
        """Return the formula of the cell."""
        full = ",".join(f"{score}>={FULL - SLACK!r}" for score in cells.scores)
        return f"IF(AND({full}),100,0)"


def staircase_by_answers(scores: Floats, counted: NDArray[np.bool_], steps: Floats, share: Floats | float) -> Floats:
    """Return the steps climbed, and how far the next one is filled, out of 100.

    A step is climbed when the share of criteria on it or above is reached there and on all steps below.

    Parameters
    ----------
    scores, counted : shape (criteria, rows)
        Scores, zero for what is absent, and which of them count.
    steps : shape (steps,)
        The score of each step, the lowest first.
    share
        What must stand on a step or above it, one for all or row by row.
    """
    shares = shares_on_steps(scores, counted, steps)
    reached = np.logical_and.accumulate(shares >= share - SLACK, axis=0)
    count = reached.sum(axis=0)
    following = np.vstack([shares, np.zeros((1, shares.shape[1]))])
    partial: Floats = np.take_along_axis(following, count[None], axis=0)[0]
    result: Floats = (count + partial) * FULL / len(steps)
    return result


def shares_on_steps(scores: Floats, counted: NDArray[np.bool_], steps: Floats) -> Floats:
    """Return the share of criteria on each step or above, shape (steps, rows)."""
    with np.errstate(all="ignore"):
        total = counted.sum(axis=0)
        return np.stack([((scores >= step - SLACK) & counted).sum(axis=0) / total for step in steps])


def staircase_by_children(scores: Floats, counted: NDArray[np.bool_], share: Floats | float) -> Floats:
    """Return the children climbed one after the other, out of 100; what does not apply is stepped over."""
    passed = np.logical_and.accumulate((scores >= share * FULL - SLACK) | ~counted, axis=0)
    with np.errstate(all="ignore"):
        result: Floats = (passed & counted).sum(axis=0) / counted.sum(axis=0) * FULL
    return result
