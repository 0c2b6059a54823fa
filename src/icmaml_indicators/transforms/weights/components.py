"""Weights from principal components."""

from __future__ import annotations

import numpy as np

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
    variances, vectors = np.linalg.eigh(correlate(scores))
    if len(variances) > 1 and variances[-1] - variances[-2] <= EQUAL * variances[-1]:
        raise UntoldWeightsError("tied")
    first = vectors[:, -1]
    loadings: Floats = -first if first.sum() < 0 else first
    return loadings, variances[::-1]
