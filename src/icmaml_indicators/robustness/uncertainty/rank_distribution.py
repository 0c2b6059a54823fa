"""The places that entities have over many replications, counted: memory does not grow with their number.

Quarters are those of the scores of a replication, as everywhere (type 7 of Hyndman and Fan); quantiles of places are
of type 7 as well.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...transforms.definitions import QUARTERS
from ...transforms.score_ranks import Places, ScoreRanker

Floats = NDArray[np.float64]


class RankDistribution:
    """What came of all replications so far, by row.

    Attributes
    ----------
    declared, declared_places : arrays, shape (rows,)
        The scores under the program as declared, and their places, 0 where there is none.
    draws
        How many there were.
    counts : integer array, shape (rows, places)
        How often each row had each place.
    quarters : integer array, shape (rows, 5)
        How often it stood in each quarter, none first.
    levels : integer array, shape (rows, levels + 1)
        How often it had each level, the last for none; no columns where the node has no levels.
    least, most : float64 arrays, shape (rows,)
        Of its scores.
    """

    def __init__(self, ranker: ScoreRanker, declared: Floats, levels: int) -> None:
        self.ranker, self.declared, self.draws = ranker, declared, 0
        self.declared_places = ranker.rank(declared[None])[0][0]
        rows = len(declared)
        self.counts = np.zeros((rows, ranker.width), np.int32)
        self.quarters = np.zeros((rows, QUARTERS + 1), np.int64)
        self.levels = np.zeros((rows, levels + 1 if levels else 0), np.int64)
        self.least, self.most = np.full(rows, np.inf), np.full(rows, -np.inf)
        self._scored = np.zeros(rows, np.int64)
        self._sums, self._squares = np.zeros(rows), np.zeros(rows)
        self._rows = np.arange(rows)

    def add(self, scores: Floats, levels: NDArray[np.int16] | None) -> Places:
        """Count replications, arrays of shape (replications, rows); return their places."""
        places, quarters = self.ranker.rank(scores, quarters=True)
        assert quarters is not None
        self.draws += len(scores)
        rows = np.broadcast_to(self._rows, scores.shape)
        known = places > 0
        np.add.at(self.counts.ravel(), rows[known] * self.counts.shape[1] + places[known] - 1, 1)
        for quarter in range(QUARTERS + 1):
            self.quarters[:, quarter] += np.count_nonzero(quarters == quarter, axis=0)
        if levels is not None:
            for level in range(self.levels.shape[1]):
                code = level if level < self.levels.shape[1] - 1 else -1
                self.levels[:, level] += np.count_nonzero(levels == code, axis=0)
        scored = ~np.isnan(scores)
        self._scored += np.count_nonzero(scored, axis=0)
        # About a figure near the mean, so that squares do not swallow what differs.
        apart = np.where(scored, scores - np.nan_to_num(self.declared), 0.0)
        self._sums += apart.sum(axis=0)
        self._squares += (apart * apart).sum(axis=0)
        self.least = np.fmin(self.least, np.where(scored, scores, np.inf).min(axis=0))
        self.most = np.fmax(self.most, np.where(scored, scores, -np.inf).max(axis=0))
        return places

    @property
    def place_counts(self) -> NDArray[np.int64]:
        """In how many replications each row has a place."""
        found: NDArray[np.int64] = self.counts.sum(axis=1, dtype=np.int64)
        return found

    def quantile(self, share: float) -> Floats:
        """Return a quantile of the places of each row; NaN where it has none."""
        placed, running = self.place_counts, np.cumsum(self.counts, axis=1)
        at = np.maximum(placed - 1, 0) * share
        low = np.floor(at)
        # The place that so many replications do not exceed.
        first, second = (
            (running > np.minimum(low + step, placed - 1)[:, None]).argmax(axis=1) + 1.0 for step in (0, 1)
        )
        return np.where(placed > 0, first + (second - first) * (at - low), np.nan)

    def moments(self) -> tuple[Floats, Floats]:
        """Return the mean place of each row and the standard deviation of its places."""
        placed, width = self.place_counts, self.counts.shape[1]
        with np.errstate(all="ignore"):
            mean = self.counts @ np.arange(1.0, width + 1) / placed
            apart = np.arange(1.0, width + 1) - mean[:, None]
            spread = np.sqrt((self.counts * apart * apart).sum(axis=1) / (placed - 1))
        return mean, np.where(placed > 1, spread, np.nan)

    def score_moments(self) -> tuple[Floats, Floats]:
        """Return the mean score of each row and the standard deviation of its scores."""
        with np.errstate(all="ignore"):
            mean = self._sums / self._scored
            square = (self._squares - self._scored * mean * mean) / (self._scored - 1)
            spread = np.where(self._scored > 1, np.sqrt(np.maximum(square, 0.0)), np.nan)
        return np.nan_to_num(self.declared) + mean, spread

    def share_at(self, places: Floats) -> Floats:
        """Return in which share of its replications each row has a given place; NaN where it has none."""
        with np.errstate(all="ignore"):
            own = self.counts[self._rows, np.nan_to_num(places, nan=1.0).astype(np.intp) - 1] / self.place_counts
        return np.where(np.isnan(places), np.nan, own)
