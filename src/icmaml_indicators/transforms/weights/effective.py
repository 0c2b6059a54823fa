"""Weights moved until each child has its share of the result."""

from __future__ import annotations

import numpy as np

from ...formulas.overflow import finite_only
from ..sums import Floats
from .base import Combine, UntoldWeightsError, Weigher, correlate

# How near the shares must come, how often weights are moved, and how far each may be moved at once (in logarithms).
NEAR = 1e-12
STEPS = 100
_REACH = 2.0
_SHIFT = 1e-6
_DAMPING = (1e-3, 1e-12, 1e9)


class EqualEffective(Weigher):
    """Weights with which the squared correlation of each child with the result has the share that its weight declares.

    W. Becker, M. Saisana, P. Paruolo and I. Vandecasteele, "Weights and importance in composite indicators: Closing the
    gap", Ecological Indicators 80, 2017. From the weights that are declared, the logarithms of weights are moved by the
    method of Levenberg and Marquardt (D. W. Marquardt, Journal of the Society for Industrial and Applied Mathematics
    11, 1963) until no share is further than `NEAR` from what is asked, `STEPS` times at most; where the nearest weights
    do not come so near, there are none.
    """

    def fit(self, scores: Floats, declared: Floats, combine: Combine) -> Floats:
        """Return the weight of each child; what declares nothing weighs nothing."""
        counts = declared > 0
        if not counts.any():
            raise UntoldWeightsError("weightless")
        correlate(scores[counts])
        asked = declared[counts] / declared[counts].sum()

        def spread(moved: Floats) -> Floats:
            weights = np.zeros(len(declared))
            weights[counts] = _shares_of(moved)
            return weights

        def miss(moved: Floats) -> Floats:
            # By the roots of shares: their squares stand still where a correlation goes through nought.
            gaps: Floats = unit_correlations(scores[counts], combine(spread(moved))) - np.sqrt(asked)
            return gaps

        def is_near(gaps: Floats) -> bool:
            return bool(np.abs((gaps + np.sqrt(asked)) ** 2 - asked).max() <= NEAR and (gaps > -np.sqrt(asked)).all())

        moved = np.log(asked)
        found, damping = miss(moved), _DAMPING[0]
        for _ in range(STEPS):
            if is_near(found):
                break
            slopes = np.stack([(miss(moved + _SHIFT * unit) - found) / _SHIFT for unit in np.eye(len(moved))], axis=1)
            if not np.isfinite(slopes).all():
                break
            while damping < _DAMPING[2]:
                step = _damped_step(slopes, found, damping)
                tried = miss(moved + step)
                if tried @ tried < found @ found:
                    moved, found, damping = moved + step, tried, max(damping / 10, _DAMPING[1])
                    break
                damping *= 10
            else:
                break
        if not is_near(found):
            raise UntoldWeightsError("unreached")
        return spread(moved)


def unit_correlations(scores: Floats, result: Floats) -> Floats:
    """Return the correlations of children with the result, as a vector of length one: the squares are their shares.

    NaN where there are none.

    Parameters
    ----------
    scores : float64 array, shape (children, rows)
    result : float64 array, shape (rows,)
    """
    own, whole = (figures - figures.mean(axis=-1, keepdims=True) for figures in (scores, result))
    with np.errstate(all="ignore"):
        found = (own @ whole) / np.sqrt((own * own).sum(axis=1))
        return finite_only(found / np.sqrt(found @ found))


def _shares_of(logarithms: Floats) -> Floats:
    figures = np.exp(logarithms - logarithms.max())
    shares: Floats = figures / figures.sum()
    return shares


def _damped_step(slopes: Floats, found: Floats, damping: float) -> Floats:
    """Return how far to move: least squares, held back by the damping."""
    count = len(found)
    held = np.sqrt(damping * max(float((slopes * slopes).sum()) / count, np.finfo(float).tiny)) * np.eye(count)
    step = np.linalg.lstsq(np.vstack([slopes, held]), np.concatenate([-found, np.zeros(count)]), rcond=None)[0]
    clipped: Floats = np.clip(step, -_REACH, _REACH)
    return clipped
