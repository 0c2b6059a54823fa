"""Weights from principal components."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..sums import Floats
from .base import EQUAL, Combine, UntoldWeightsError, Weigher, correlate


class FirstComponent(Weigher):
    """The squares of the loadings on the first principal component of the correlation matrix.

    The loadings are the unit eigenvector of the greatest eigenvalue, so that their squares sum to one: each is the
    share of the component's variance that the child makes up. Squared loadings are those of G. Nicoletti, S. Scarpetta
    and O. Boylaud, "Summary Indicators of Product Market Regulation", OECD Economics Department Working Papers 226,
    2000, and of the OECD and JRC "Handbook on Constructing Composite Indicators", 2008, step 6; here of one component,
    not rotated.
    """

    def fit(self, scores: Floats, declared: Floats, combine: Combine) -> Floats:
        """Return the weight of each child."""
        loadings = first_component(scores)[0]
        return loadings * loadings


def first_component(scores: Floats) -> tuple[Floats, Floats]:
    """Return the loadings on the first principal component, shape (children,), and every variance, the greatest first.

    Of the two ways round, the loadings are those of which the sum is positive.

    Raises
    ------
    UntoldWeightsError
        Where the scores of a child are all equal, or the first two components are equally large: then any direction
        between them is as good.
    """
    variances, vectors = principal_components(scores)
    if len(variances) > 1 and is_tied(variances)[0]:
        raise UntoldWeightsError("tied")
    return vectors[0], variances


def principal_components(scores: Floats) -> tuple[Floats, Floats]:
    """Return the variance of each component of the correlation matrix, the greatest first, and their unit loadings.

    Of the two ways round, the loadings of each are those of which the sum is positive; where it is nought, the first.

    Parameters
    ----------
    scores : float64 array, shape (children, rows)
        At least two rows, without NaN.

    Returns
    -------
    variances : float64 array, shape (children,)
    loadings : float64 array, shape (components, children)

    Raises
    ------
    UntoldWeightsError
        Where the scores of a child are all equal.
    """
    variances, vectors = np.linalg.eigh(correlate(scores))
    loadings: Floats = vectors.T[::-1]
    whole = loadings.sum(axis=1, keepdims=True)
    # Where the sum is nought but for rounding, the first that is not tells the way round.
    first = np.take_along_axis(loadings, (np.abs(loadings) > EQUAL).argmax(axis=1)[:, None], axis=1)
    return variances[::-1], np.where(np.where(np.abs(whole) > EQUAL, whole, first) < 0, -loadings, loadings)


def is_tied(variances: Floats) -> NDArray[np.bool_]:
    """Return which components are as large as the one before or after: any direction between them is as good."""
    near = variances[:-1] - variances[1:] <= EQUAL * variances[:1]
    found: NDArray[np.bool_] = np.concatenate([near, [False]]) | np.concatenate([[False], near])
    return found
