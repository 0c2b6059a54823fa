"""Sums over the children of a node, in their order, and what full marks are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..formulas.rounding import TOLERANCE

Floats = NDArray[np.float64]
# Full marks, and how far a sum of shares may miss a threshold that it reaches exactly on paper.
FULL = 100.0
SLACK = TOLERANCE * FULL


def add_parts(parts: Floats) -> Floats:
    """Add the children in their order, whatever the number of rows: numpy pairs terms where there is one row only."""
    total = np.zeros(parts.shape[1])
    for part in parts:
        total += part
    return total


def weighted_sum(scores: Floats, shares: Floats) -> Floats:
    """Add shares times scores in the order of the children, so that a ledger of the parts adds up to the bit."""
    total = np.zeros(scores.shape[1])
    for score, share in zip(scores, shares, strict=True):
        total += share * score
    return total
