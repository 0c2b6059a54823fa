"""Weights that make a sum of scores the P2 distance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...formulas.rounding import unite
from ..sums import Floats
from .base import EQUAL, Combine, UntoldWeightsError, Weigher, standardise

# How often the children are put in order, at most.
ROUNDS = 100


class PenaDistance(Weigher):
    """The share of each child's variance that those which entered before do not explain, in its standard deviations.

    With them a sum of distances from the worst is the P2 distance: of each child ``(1 - R2) / sd``, with ``R2`` of its
    regression on the children that entered before it and ``sd`` by n. They enter by the absolute correlation with the
    distance, the strongest first and of equal ones the first in the spec: with the sum of distances in standard
    deviations to begin with (the Frechet distance), then with the distance of the round before, until it is the same
    again, which is when no ``1 - R2`` moves by more than `EQUAL`; after `ROUNDS` rounds there is none. What the others
    explain but for `EQUAL` weighs nothing, and explains nothing by itself.

    J. B. Pena Trapero, "Problemas de la medicion del bienestar y conceptos afines", INE, Madrid, 1977; P. Zarzosa,
    "Aproximacion a la medicion del bienestar social", Universidad de Valladolid, 1996; the order and the end of rounds
    as in J. M. Montero, C. Chasco and B. Larraz, "Building an environmental quality index for a big city", Journal of
    Geographical Systems 12, 2010.
    """

    def fit(self, scores: Floats, declared: Floats, combine: Combine) -> Floats:
        """Return the weight of each child, as the sum takes it."""
        unit, deviations = standardise(scores)
        new = np.ones(len(scores))
        for _ in range(ROUNDS):
            # The length of the distance is the same for all, so that these are as good as correlations.
            strengths = np.abs(unit @ (new @ unit))
            before, new = new, _measure_new(unit, np.argsort(-unite(strengths, 1.0), kind="stable").tolist())
            if np.abs(new - before).max() <= EQUAL:
                weights: Floats = new / deviations
                return weights
        raise UntoldWeightsError("unsettled")


def _measure_new(unit: Floats, order: Sequence[int]) -> Floats:
    """Return of each child the share of variance that those before it in the order do not explain."""
    left, found = unit.copy(), np.zeros(len(unit))
    for place in order:
        own = float(left[place] @ left[place])
        if own > EQUAL:
            found[place] = own
            direction = left[place] / np.sqrt(own)
            left -= np.outer(left @ direction, direction)
    return found
