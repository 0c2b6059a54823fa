"""What one or two of the scores decide by their place among the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ...specs import Aggregation
from ..sums import Floats
from .base import Aggregator, Derivation, PartCells


class Extreme(Aggregator):
    """The lowest or the highest score."""

    def __init__(self, name: str, reduce: Callable[..., Floats], neutral: float) -> None:
        self.name, self.reduce, self.neutral = name, reduce, neutral

    def aggregate(self, scores: Floats, shares: Floats, present: NDArray[np.bool_], rule: Aggregation) -> Floats:
        """Return the score of each row."""
        return self.reduce(scores, axis=0)

    def describe(self, scores: Sequence[float], shares: Sequence[float], rule: Aggregation) -> Derivation:
        """Return the arithmetic of one row."""
        extreme = float(self.reduce(np.array(scores)))
        return _named(self.name, tuple(place for place, score in enumerate(scores) if score == extreme))

    def excel(self, cells: PartCells, rule: Aggregation) -> str:
        """Return the formula of the cell."""
        return f"{self.name.upper()}({','.join(cells.scores)})"


class Median(Aggregator):
    """The middle score, or the mean of the two in the middle."""

    def aggregate(self, scores: Floats, shares: Floats, present: NDArray[np.bool_], rule: Aggregation) -> Floats:
        """Return the score of each row."""
        ordered = np.sort(np.where(present, scores, np.inf), axis=0)
        count = np.count_nonzero(present, axis=0)
        places = np.maximum((count - 1) // 2, 0), np.maximum(count // 2, 0)
        lower, upper = (np.take_along_axis(ordered, place[None], axis=0)[0] for place in places)
        return np.where(count > 0, (lower + upper) / 2.0, np.nan)

    def describe(self, scores: Sequence[float], shares: Sequence[float], rule: Aggregation) -> Derivation:
        """Return the arithmetic of one row."""
        ordered = sorted(scores)
        middle = {ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]}
        return _named("median", tuple(place for place, score in enumerate(scores) if score in middle))

    def excel(self, cells: PartCells, rule: Aggregation) -> str:
        """Return the formula of the cell."""
        return f"MEDIAN({','.join(cells.scores)})"


def _named(name: str, decisive: tuple[int, ...]) -> Derivation:
    return Derivation(whole=f"{name}({{parts}})", part="{score}", sign=", ", decisive=decisive)
