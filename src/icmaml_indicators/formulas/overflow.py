"""A computation that leaves what a float can hold gives no figure, wherever it happens."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def finite_only(figures: Floats | float) -> Floats:
    """Return figures with NaN in the place of those that are infinite."""
    return np.where(np.isfinite(figures), figures, np.nan)
