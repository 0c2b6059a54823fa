"""What the order of entities owes to each indicator: the index scored again without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.rescoring.replications import WeightReplicator
from ...errors import UnknownNameError
from ...progress import Progress, follow_items
from ...scoring.scored import Scored
from ...scoring.tables import rank_scores
from ...specs import ScoringModel, TreeNode
from ...transforms.aggregations.aggregation import SKIP, missing_policy
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
    left_out = {number: name for number, leaf in enumerate(below) if (name := _widen(data, leaf, node)) is not None}
    light: dict[str, dict[int, str]] = {}
    for number, name in left_out.items():
        if _is_weight_alone(data, name, node):
            light.setdefault(str(nodes[name].parent), {})[number] = name
    for family in light.values():
        found = _score_without_weight(scored, [*family.values()], node)
        if found is not None:
            without[[*family]] = found
            left_out = {number: name for number, name in left_out.items() if number not in family}
    for number, name in follow_items(progress, [*left_out.items()], "without", scored.language):
        without[number] = score_without(scored, (name,)).book.nodes[node].scores
    own = rank_scores(scored.table, declared, falls=falls)
    shifts = own - rank_scores(scored.table, without, falls=falls)
    names = [leaf.id for leaf in below]
    parts = [_describe(data, period, names, declared, without, shifts) for period in data.periods]
    return pd.concat(parts, ignore_index=True)


def score_without(scored: Scored, names: tuple[str, ...]) -> Scored:
    """Return the same data scored without some nodes, which are shown and not counted."""
    title = scored.program.title
    return score_anew(scored, ScoringModel.model_construct(id="without", title=title, leave_out=names))


def _is_weight_alone(data: AnalysisData, name: str, node: str) -> bool:
    """Whether leaving a node out comes to the same as giving it no weight, to the bit.

    So it does in means of scores by declared weights, none of which holds its score at a gate or asks how many of its
    children have one, where the node's absence neither stops its parent nor counts as zero.
    """
    scored, nodes = data.scored, data.scored.program.nodes
    above = nodes[name]
    while above.id != node:
        above = nodes[str(above.parent)]
        facts, plan, missing = above.aggregation.facts, scored.schedule.plans.get(above.id), above.missing
        is_mean = facts.reads == "scores" and facts.weighs and facts.relative_weights
        if plan is None or not is_mean or plan.gates or plan.weighed or plan.extras:
            return False
        if missing.empty != "no_score" or missing.asks_for_children:
            return False
    parent = nodes[str(nodes[name].parent)]
    absent = set(np.unique(scored.book.nodes[name].reasons).tolist()) - {0}
    actions = missing_policy(parent.missing)
    return name in scored.schedule.plans[parent.id].base_ids and all(actions[reason] == SKIP for reason in absent)


def _score_without_weight(scored: Scored, names: list[str], node: str) -> Floats | None:
    """Return the scores of a node, each of some left out in turn; None where they do not follow from weights alone."""
    if not names or scored.source is not None:
        return None
    replicator = WeightReplicator(scored.schedule, scored.run, names, node)
    return replicator.replicate(1.0 - np.eye(len(names))).scores if replicator.is_possible else None


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
