"""Whether the parts of a group measure one thing: Cronbach's alpha."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ...transforms.correlations import correlate_pairs
from .figures import AnalysisData, Floats

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = (
    *("period", "group", "parts", "complete", "alpha", "alpha_complete", "alpha_standardised", "mean_correlation"),
    "reason",
)


def reliability_table(data: AnalysisData) -> pd.DataFrame:
    """Return one line a period and group; see `IndexAnalysis.reliability`."""
    import pandas as pd

    lines = [
        (period, group, *_measure(data.parts_in(group, period))) for period in data.periods for group in data.groups
    ]
    return pd.DataFrame(lines, columns=list(_COLUMNS))


def _measure(figures: Floats) -> tuple[object, ...]:
    """Return the rest of a line, for parts of shape (parts, rows); what has no figures stands aside."""
    figures = figures[~np.isnan(figures).all(axis=1)]
    count, whole = len(figures), ~np.isnan(figures).any(axis=0)
    complete = int(np.count_nonzero(whole)) if count else 0
    if count < 2:
        return count, complete, np.nan, np.nan, np.nan, np.nan, "one_part" if count else "absent"
    every, complete_rows = covary(figures), covary(figures[:, whole])
    r = correlate_pairs(figures, np.array(list(combinations(range(count), 2))), ("pearson",)).figures["pearson"]
    mean = float(r.mean())
    standardised = count * mean / (1.0 + (count - 1) * mean) if 1.0 + (count - 1) * mean > 0 else np.nan
    alphas = alpha(every), alpha(complete_rows)
    reason = ""
    if np.isnan([*alphas, mean, standardised]).any():
        reason = "few" if np.isnan(every).any() or np.isnan(complete_rows).any() else "constant"
    return count, complete, *alphas, standardised, mean, reason


def alpha(covariances: Floats) -> float:
    """Return Cronbach's alpha by the covariances of the parts; NaN where their sum does not vary.

    L. J. Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16, 1951.

    Parameters
    ----------
    covariances : float64 array, shape (parts, parts)
    """
    count, whole = len(covariances), float(covariances.sum())
    own = float(np.trace(covariances))
    if not whole > np.finfo(float).eps * count * own:
        return float("nan")
    return count / (count - 1) * (1.0 - own / whole)


def covary(figures: Floats) -> Floats:
    """Return the covariance of each part with each, over the rows in which both have a figure, on a common measure.

    Parameters
    ----------
    figures : float64 array, shape (parts, rows)

    Returns
    -------
    float64 array, shape (parts, parts)
        NaN with fewer than two rows in common.
    """
    known = ~np.isnan(figures)
    filled = np.where(known, figures, 0.0)
    most = np.abs(filled).max(initial=0.0)
    filled = np.ldexp(filled, -np.frexp(most)[1])  # alpha is the same on any measure: so nothing overflows
    own = np.maximum(known.sum(axis=1, keepdims=True), 1)
    apart = np.where(known, filled - filled.sum(axis=1, keepdims=True) / own, 0.0)
    here = known.astype(np.float64)
    counts, sums = here @ here.T, apart @ here.T
    with np.errstate(all="ignore"):
        found = (apart @ apart.T - sums * sums.T / counts) / (counts - 1.0)
    return np.where(counts >= 2, found, np.nan)
