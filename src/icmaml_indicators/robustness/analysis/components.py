"""Which dimensions the parts of a group have: principal components of their correlations."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...transforms.weights.base import EQUAL, find_constant
from ...transforms.weights.components import is_tied, principal_components
from .figures import AnalysisData, Floats

if TYPE_CHECKING:
    import pandas as pd


class Components(NamedTuple):
    """The components of a group in a period.

    Attributes
    ----------
    variances : float64 array, shape (components,)
        The greatest first; as many as there are parts that vary.
    loadings : float64 array, shape (components, parts)
        NaN where a part does not vary, or a component has no direction.
    complete
        Rows in which every part that varies has a figure.
    reasons
        Why a part takes no part: ``absent``, ``constant``, ``few``; empty where it does.
    directions
        Why a component has no direction: ``tied``, ``no_variance``; empty where it has.
    """

    variances: Floats
    loadings: Floats
    complete: int
    reasons: tuple[str, ...]
    directions: tuple[str, ...]


def find_components(figures: Floats) -> Components:
    """Return the components of the parts of a group, of shape (parts, rows), over the rows in which all have a figure.

    What has no figures, or equal ones in these rows, stands aside.
    """
    absent = np.isnan(figures).all(axis=1)
    whole = figures[:, ~np.isnan(figures[~absent]).any(axis=0)]
    complete = whole.shape[1]
    reasons = np.where(absent, "absent", "" if complete >= 2 else "few").astype("U8")
    (used,) = np.nonzero(reasons == "")
    constant = used[find_constant(whole[used])] if len(used) else used
    reasons[constant] = "constant"
    (used,) = np.nonzero(reasons == "")
    loadings = np.full((len(used), len(figures)), np.nan)
    if not len(used):
        return Components(np.empty(0), loadings, complete, tuple(reasons.tolist()), ())
    variances, loadings[:, used] = principal_components(whole[used])
    empty = variances <= EQUAL * variances[0]
    directions = np.where(empty, "no_variance", np.where(is_tied(variances), "tied", ""))
    loadings[directions != ""] = np.nan
    told = tuple(reasons.tolist()), tuple(directions.tolist())
    return Components(np.where(empty, 0.0, variances), loadings, complete, *told)


def components_table(data: AnalysisData) -> pd.DataFrame:
    """Return one line a period, group and component; see `IndexAnalysis.components`."""
    import pandas as pd

    lines = []
    for period in data.periods:
        for group in data.groups:
            found = find_components(data.parts_in(group, period))
            shares = found.variances / found.variances.sum()
            for number, figures in enumerate(zip(found.variances, shares, np.cumsum(shares), strict=True), 1):
                lines.append((period, group, number, *map(float, figures), found.complete, ""))
            if not len(shares):  # every part tells why
                lines.append((period, group, 1, np.nan, np.nan, np.nan, found.complete, found.reasons[0]))
    columns = ["period", "group", "component", "variance", "share", "cumulative", "complete", "reason"]
    return pd.DataFrame(lines, columns=columns)


def loadings_table(data: AnalysisData) -> pd.DataFrame:
    """Return one line a period, group, component and part; see `IndexAnalysis.loadings`."""
    import pandas as pd

    lines = []
    for period in data.periods:
        for group, parts in data.groups.items():
            found = find_components(data.parts_in(group, period))
            own = list(zip(found.loadings, found.directions, strict=True)) or [(np.full(len(parts), np.nan), "")]
            for number, (loadings, direction) in enumerate(own, 1):
                lines += [
                    (period, group, number, part.id, float(loading), reason or direction)
                    for part, loading, reason in zip(parts, loadings, found.reasons, strict=True)
                ]
    return pd.DataFrame(lines, columns=["period", "group", "component", "node", "loading", "reason"])
