"""Who beats whom: each entity against every other of its population, child by child (Copeland).

Of two entities the one has the weight of the children on which its score is higher, and half of those on which both
agree; it wins where that is more than half of the weight (Munda and Nardo, *Applied Economics* 41, 2009; OECD/JRC
Handbook, 2008, chapter 6.3). The Copeland score is wins less defeats. Children that one of the two has no score for are
left out between them; where weights differ between two, each child has the mean of both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...formulas.rounding import TOLERANCE, unite
from ..sums import FULL, Floats, add_parts

# Pairs that are compared at once: what is worked out of them stays close to a core.
_MOST_PAIRS = 1 << 17


@dataclass(frozen=True, slots=True)
class ComparedUnits:
    """Entities as they are compared.

    Attributes
    ----------
    scores : float64 array, shape (children, units)
        NaN where a child has none; an end that is open lies at infinity.
    weights : float64 array, shape (children, units) or (children, 1)
        Their sum is one.
    """

    scores: Floats
    weights: Floats

    @classmethod
    def of(cls, scores: Floats, weights: Floats) -> ComparedUnits:
        """Return entities with the weights of their children, of whatever sum."""
        with np.errstate(all="ignore"):
            return cls(scores, np.nan_to_num(weights / add_parts(weights)))

    @property
    def count(self) -> int:
        """How many they are."""
        return int(self.scores.shape[1])

    def take(self, units: NDArray[np.intp] | NDArray[np.bool_] | slice) -> ComparedUnits:
        """Return some of them."""
        return ComparedUnits(
            self.scores[:, units], self.weights if self.weights.shape[1] == 1 else self.weights[:, units]
        )


@dataclass(frozen=True, slots=True)
class PairwiseCounts:
    """How often each entity wins and loses, and against how many others it was held: arrays of shape (units,)."""

    wins: NDArray[np.intp]
    defeats: NDArray[np.intp]
    others: NDArray[np.intp]

    @property
    def scores(self) -> Floats:
        """Wins less defeats; NaN where there is nobody else."""
        return np.where(self.others > 0, (self.wins - self.defeats).astype(np.float64), np.nan)


def count_wins(
    units: ComparedUnits, others: ComparedUnits, own_places: NDArray[np.intp] | None = None
) -> PairwiseCounts:
    """Hold entities against others, pair by pair.

    Parameters
    ----------
    units, others
        Who is compared with whom.
    own_places : integer array, shape (units,)
        Where each stands among the others, -1 where it does not: nobody is held against itself.

    Examples
    --------
    >>> three = ComparedUnits.of(np.array([[1.0, 2.0, 3.0], [5.0, 6.0, 4.0], [2.0, 2.0, 1.0]]), np.ones((3, 1)))
    >>> count_wins(three, three, np.arange(3)).scores
    array([-1.,  2., -1.])
    """
    places = np.full(units.count, -1) if own_places is None else own_places
    # Scores that are equal but for rounding are the same, whoever has them.
    united = unite(np.concatenate([others.scores, units.scores], axis=1), FULL)
    theirs, own = united[:, : others.count], united[:, others.count :]
    wins, defeats = np.zeros(units.count, np.intp), np.zeros(units.count, np.intp)
    at_once = max(1, _MOST_PAIRS // max(1, others.count))
    for start in range(0, units.count, at_once):
        some = slice(start, start + at_once)
        lead = _weigh_pairs(own[:, some], units.take(some).weights, theirs, others.weights)
        here = np.flatnonzero(places[some] >= 0)
        lead[here, places[some][here]] = 0.0
        wins[some] = np.count_nonzero(lead > TOLERANCE, axis=1)
        defeats[some] = np.count_nonzero(lead < -TOLERANCE, axis=1)
    return PairwiseCounts(wins, defeats, others.count - (places >= 0))


def _weigh_pairs(own: Floats, own_weights: Floats, theirs: Floats, their_weights: Floats) -> Floats:
    """Return by how much weight each entity leads each of the others, shape (units, others)."""
    lead = np.zeros((own.shape[1], theirs.shape[1]))
    if own_weights.shape[1] == their_weights.shape[1] == 1:
        # Children that weigh the same are counted together, in whole numbers.
        for weight in np.unique(own_weights):
            ahead = np.zeros(lead.shape, np.int16)
            same = own_weights[:, 0] == weight
            for mine, other in zip(own[same], theirs[same], strict=True):
                ahead += _compare(mine, other)
            lead += weight * ahead
        return lead
    for child, (mine, other) in enumerate(zip(own, theirs, strict=True)):
        weights = (own_weights[child][:, None] + their_weights[child][None, :]) / 2.0
        lead += weights * _compare(mine, other)
    return lead


def _compare(own: Floats, theirs: Floats) -> NDArray[np.int8]:
    """Return 1 where the one is higher, -1 where the other is, 0 where they agree or one is absent."""
    higher, lower = np.greater.outer(own, theirs), np.less.outer(own, theirs)
    found: NDArray[np.int8] = higher.view(np.int8)
    found -= lower.view(np.int8)
    return found
