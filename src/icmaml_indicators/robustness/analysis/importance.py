"""What each part weighs in the total, beside what it moves there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...scoring.tables import weights_table
from ...transforms.weights.effective import unit_correlations
from .figures import AnalysisData

if TYPE_CHECKING:
    import pandas as pd


# Why there is no weight, no share, no share of the total, no importance.
_REASONS = ("varies", "not_counted", "not_a_share", "no_correlation")


def importance_table(data: AnalysisData) -> pd.DataFrame:
    """Return one line a period and node below the total; see `IndexAnalysis.effective_weights`."""
    import pandas as pd

    weights = weights_table(data.scored)
    names = set(map(str, data.scored.table.period_names))
    lines = []
    for period in data.periods:
        here = weights[~weights["population"].isin(names - {period})]
        # What several populations of a period weigh in their own way has no weight in it.
        own = here.drop_duplicates("node", keep=False).set_index("node")[["weight", "share", "share_of_total"]]
        moved = _measure_importance(data, period)
        for node in data.nodes[1:]:
            figures = own.loc[node.id].tolist() if node.id in own.index else [np.nan] * 3
            figures.append(moved.get(node.id, np.nan))
            absent = [reason for reason, figure in zip(_REASONS, figures, strict=True) if np.isnan(figure)]
            lines.append((period, node.id, node.parent, *figures, absent[0] if absent else ""))
    columns = ["period", "node", "parent", "weight", "share", "share_of_total", "importance", "reason"]
    return pd.DataFrame(lines, columns=columns)


def _measure_importance(data: AnalysisData, period: str) -> dict[str, float]:
    """Return the squared correlation of each part with its group, as a share of those of its siblings."""
    found: dict[str, float] = {}
    for group, parts in data.groups.items():
        own = data.take(data.scores, parts, period)
        (whole,) = data.take(data.scores, [data.nodes[data.place[group]]], period)
        complete = ~np.isnan(own).any(axis=0) & ~np.isnan(whole)
        if np.count_nonzero(complete) >= 2:
            told = unit_correlations(own[:, complete], whole[complete])
            found |= {part.id: float(each * each) for part, each in zip(parts, told, strict=True)}
    return found
