"""Scores to named levels, and decision tables: the levels of the children give the level of the parent.

Levels are numbers from 0 (the first, worst one declared); -1 where there is none. Each node also knows the lowest
and highest level it could have if what is absent were known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from ..formulas.reasons import NOT_SCORED
from ..formulas.rounding import place_among, round_half_away
from ..specs import Aggregation, Level
from .sums import FULL

Codes = NDArray[np.int16]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LevelCodes:
    """Levels of one node over all rows: the level, the lowest and highest possible one, and why there is no level."""

    level: Codes
    lowest: Codes
    highest: Codes
    reasons: NDArray[np.uint8]


def classify(
    cuts: Sequence[Floats | float], scores: Floats, decimals: int | None = None, *, begins: bool = False
) -> Codes:
    """Name scores by cuts; -1 where there is none.

    Parameters
    ----------
    cuts
        From worst to best: numbers, or for each row its own; where these are absent or go down, there is no level.
    scores : float64 array, shape (rows,)
    decimals
        Scores are rounded to so many, halves away from zero, before they are cut.
    begins
        Whether a cut belongs to the level that begins there, not to the one that ends.
    """
    if decimals is not None:
        scores = round_half_away(scores, decimals)
    ascend = [np.less_equal(low, high) for low, high in pairwise((-np.inf, *cuts))]
    known = reduce(np.logical_and, ascend, ~np.isnan(scores))
    return np.where(known, place_among(cuts, scores, above=begins, size=FULL), -1).astype(np.int16)


class DecisionTable:
    """A decision table worked out: the lowest and highest answer for every combination of levels, known or not.

    Where a child has no level, the table is asked for every level it could have: if all answers agree, the level stands
    (it follows from what is known); otherwise there is none, and the lowest and highest answer are kept.
    """

    def __init__(self, aggregation: Aggregation, own: Sequence[Level], children: Mapping[str, Sequence[Level]]) -> None:
        self.used = [name for name in children if any(name in rule.when for rule in aggregation.rules)]
        self.sizes = [len(children[name]) for name in self.used]
        place = {level.id: code for code, level in enumerate(own)}
        names = [[level.id for level in children[name]] for name in self.used]

        def answer(case: Sequence[int]) -> int:
            for rule in aggregation.rules:
                if all(names[i][case[i]] in rule.when[name] for i, name in enumerate(self.used) if name in rule.when):
                    return place[rule.then]
            return -1

        # One more position a child stands for "not known".
        self.lowest = np.full([size + 1 for size in self.sizes], -1, np.int16)
        self.highest = self.lowest.copy()
        answers = {case: answer(case) for case in product(*(range(size) for size in self.sizes))}
        for case in product(*(range(size + 1) for size in self.sizes)):
            ranges = (range(size) if at == size else (at,) for at, size in zip(case, self.sizes, strict=True))
            possible = [answers[choice] for choice in product(*ranges)]
            self.lowest[case], self.highest[case] = min(possible), max(possible)

    def decide(self, levels: Mapping[str, Codes], reasons: Mapping[str, NDArray[np.uint8]], rows: int) -> LevelCodes:
        """Look up every row; `levels` holds the level of each child, -1 where there is none, and `reasons` why."""
        index = tuple(
            np.where(levels[name] < 0, size, levels[name]) for name, size in zip(self.used, self.sizes, strict=True)
        )
        low = self.lowest[index] if self.used else np.full(rows, self.lowest[()], np.int16)
        high = self.highest[index] if self.used else np.full(rows, self.highest[()], np.int16)
        level = np.where(low == high, low, np.int16(-1)).astype(np.int16)
        why = np.array([reasons[name] for name in self.used], np.uint8).reshape(-1, rows)
        # That a child is not scored tells least of why the answer is open.
        gravest = np.where(why == NOT_SCORED, 0, why).max(axis=0, initial=0)
        gravest = np.where(gravest == 0, why.max(axis=0, initial=0), gravest)
        return LevelCodes(level, low, high, np.where(level < 0, gravest, 0).astype(np.uint8))
