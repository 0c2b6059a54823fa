"""Ranks of scores within populations: of one set of scores, or of many side by side."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..formulas.plan import in_parallel
from .definitions import FEWEST_FOR_QUARTILES, QUARTER_CUTS, place_in_quarters, quantile
from .populations import PopulationBlock, Populations
from .ranking import count_sorted
from .sums import FULL

Floats = NDArray[np.float64]
Places = NDArray[np.int32]

# Figures sorted in one piece of work.
_PIECE = 1 << 17


def as_ranks(places: Places) -> Floats:
    """Return places as ranks: NaN where there is none."""
    return np.where(places > 0, places, np.nan)


class ScoreRanker:
    """Gives scores their places in their populations, many replications at once.

    Parameters
    ----------
    populations
        Within which scores are compared.
    falls
        Whether less is better.
    """

    def __init__(self, populations: Populations, *, falls: bool) -> None:
        self.blocks, self.sign = populations.blocks, -1.0 if falls else 1.0

    @property
    def width(self) -> int:
        """The greatest number of rows in a population, at least."""
        return max((block.rows.shape[1] for block in self.blocks), default=0)

    def rank(self, scores: Floats, *, quarters: bool = False) -> tuple[Places, NDArray[np.int8] | None]:
        """Return places, 1 the best, ties at the best place, 0 where there is none; and quarters, 0 where none.

        Parameters
        ----------
        scores : float64 array, shape (replications, rows)
        quarters
            Whether these are asked for.
        """
        places = np.zeros(scores.shape, np.int32)
        found = np.zeros(scores.shape, np.int8) if quarters else None
        deep = max(1, _PIECE // max(1, scores.shape[1]))
        spans = [slice(start, start + deep) for start in range(0, len(scores), deep)]

        def work(span: slice) -> None:
            for block in self.blocks:
                self._rank_block(block, scores[span], places[span], None if found is None else found[span])

        in_parallel(work, spans, scores.size)
        return places, found

    def _rank_block(
        self, block: PopulationBlock, scores: Floats, places: Places, quarters: NDArray[np.int8] | None
    ) -> None:
        counts = count_sorted(block.gather(scores) * self.sign, FULL)
        inside = block.rows >= 0
        present = np.arange(counts.ordered.shape[-1]) < counts.count[..., None]
        ranks = np.where(present, counts.count[..., None] - counts.below - counts.equal + 1, 0)
        targets: list[tuple[NDArray[Any], NDArray[Any]]] = [(places, ranks)]
        if quarters is not None:
            cuts = [quantile(counts.ordered, counts.count, share, "linear")[..., None] for share in QUARTER_CUTS]
            quarter = place_in_quarters(counts.ordered, cuts, FULL)
            known = present & (counts.count >= FEWEST_FOR_QUARTILES)[..., None]
            targets.append((quarters, np.where(known, quarter, 0)))
        for target, ordered in targets:
            own = np.empty(ordered.size, target.dtype)
            own[counts.home] = ordered.ravel()
            target[..., block.rows[inside]] = own.reshape(ordered.shape)[..., inside]
