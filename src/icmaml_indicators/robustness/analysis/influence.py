"""What the order of entities owes to each indicator: the index scored again without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...errors import UnknownNameError
from ...progress import Progress, follow_items
from ...scoring.scored import Scored
from ...scoring.tables import rank_scores
from ...specs import ScoringModel, TreeNode
from ...transforms.correlations import correlate_pairs
from ..models import score_anew
from .figures import AnalysisData, Floats

if TYPE_CHECKING:
    import pandas as pd


def influence_table(data: AnalysisData, node: str, progress: Progress = False) -> pd.DataFrame:
    """Return one line a period and indicator; see `IndexAnalysis.leave_out`."""
    import pandas as pd

    scored, nodes = data.scored, data.scored.program.nodes
    if node not in nodes:
        raise UnknownNameError("node", node, list(nodes))
    below = [leaf for leaf in data.indicators if node in {above.id for above in data.ancestors(leaf)}]
    declared, falls = scored.book.nodes[node].scores, nodes[node].lower_is_better
    without = np.full((len(below), len(declared)), np.nan)
    for number in follow_items(progress, range(len(below)), "without", scored.language):
        left_out = _widen(data, below[number], node)
        if left_out is not None:
            without[number] = score_without(scored, (left_out,)).book.nodes[node].scores
    own = rank_scores(scored.table, declared, falls=falls)
    shifts = np.array([own - rank_scores(scored.table, each, falls=falls) for each in without]).reshape(without.shape)
    names = [leaf.id for leaf in below]
    parts = [_describe(data, period, names, declared, without, shifts) for period in data.periods]
    return pd.concat(parts, ignore_index=True)


def score_without(scored: Scored, names: tuple[str, ...]) -> Scored:
    """Return the same data scored without some nodes, which are shown and not counted."""
    title = scored.program.title
    return score_anew(scored, ScoringModel.model_construct(id="without", title=title, leave_out=names))


def _widen(data: AnalysisData, leaf: TreeNode, node: str) -> str | None:
    """Return what has to be left out for an indicator: the groups too that hold nothing else; None for all there is."""
    left_out = leaf
    for above in data.ancestors(leaf):
        if len(data.groups[above.id]) > 1:
            return left_out.id
        if above.id == node:
            return None
        left_out = above
    return None


def _describe(
    data: AnalysisData, period: str, names: list[str], declared: Floats, without: Floats, shifts: Floats
) -> pd.DataFrame:
    """Return the lines of a period."""
    import pandas as pd

    rows = data.rows(period)
    columns = np.vstack([declared[rows], without[:, rows]])
    pairs = np.array([(0, number) for number in range(1, len(columns))], np.intp).reshape(-1, 2)
    found = correlate_pairs(columns, pairs, ("spearman", "kendall"))
    here, known = shifts[:, rows], ~np.isnan(shifts[:, rows])
    size = np.where(known, np.abs(here), -1.0)
    some = known.any(axis=1)
    most = size.argmax(axis=1) if len(rows) else np.zeros(len(names), np.intp)
    at = np.arange(len(names))
    entities = np.array(data.scored.table.entities, object)[rows]
    with np.errstate(all="ignore"):
        mean = np.where(known, size, 0.0).sum(axis=1) / known.sum(axis=1)
    nobody = ~some | (size.max(axis=1, initial=0.0) <= 0)
    r = found.figures["spearman"]
    return pd.DataFrame(
        {
            "period": period,
            "indicator": names,
            "n": known.sum(axis=1),
            "spearman": r,
            "kendall": found.figures["kendall"],
            "moved": np.count_nonzero(size > 0, axis=1),
            "mean_shift": mean,
            "greatest_shift": np.where(some, size.max(axis=1, initial=0.0), np.nan),
            # None as it is, whatever the version of pandas makes of texts.
            "entity": pd.Series(np.where(nobody, None, entities[most]) if len(rows) else None, at, dtype=object),
            "shift": np.where(some, here[at, most], np.nan) if len(rows) else np.nan,
            "reason": np.where(~some, "no_rank", np.where(np.isnan(r), "constant", "")).astype(object),
        }
    )
