"""How figures are shown in cells, which keep them whole."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

_MOST_DECIMALS = 9
# So many digits at least are shown of a figure below one.
_DIGITS = 2
WHOLE, PLAIN = "#,##0", "0"


def show_figures(values: NDArray[np.float64], declared: int | None = None, unit: str = "") -> str:
    """Return the number format of figures: with the decimals that are declared, else as many as their size asks for.

    Parameters
    ----------
    values
        NaN is no figure.
    declared
        With how many decimals they are to be shown.
    unit
        A sign of percent goes with the figure; other units stand in the heading.
    """
    decimals = count_decimals(values) if declared is None else declared
    shown = f"#,##0.{'0' * decimals}" if decimals else WHOLE
    return f'{shown}"\N{NO-BREAK SPACE}%"' if unit.startswith("%") else shown


def count_decimals(values: NDArray[np.float64]) -> int:
    """Return how many decimals figures are shown with: none from 100 on and of whole ones, one from 1 on, else more."""
    known = np.abs(values[np.isfinite(values)])
    known = known[known > 0]
    if not len(known) or not (known % 1).any():
        return 0
    usual = float(np.median(known))
    if usual >= 100:
        return 0
    if usual >= 1:
        return 1
    return min(_DIGITS - 1 - math.floor(math.log10(usual)), _MOST_DECIMALS)
