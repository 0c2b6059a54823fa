"""What every node adds to its parent and to the total, all rows at once; a ledger tells the same of one figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..engine.groups import GroupPlan
from ..engine.node_matrices import NodeMatrices
from ..specs import ROOT
from ..transforms.sums import FULL, SLACK
from .scored import Scored

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


def contributions_table(scored: Scored) -> pd.DataFrame:
    """Return one line an entity, period and node below the total; see `Assessment.contributions`."""
    import pandas as pd

    table, m = scored.table, scored.book.matrices
    nodes = [node for node in scored.program.nodes.values() if node.id != ROOT]
    place = {node.id: number for number, node in enumerate(nodes)}
    shares, contributions, to_total = (np.full((len(nodes), table.rows), np.nan) for _ in range(3))
    # With how much of what it is each node stands in the total.
    reach = np.full(shares.shape, np.nan)
    for name in scored.program.nodes:  # parents before their children
        plan = scored.book.plans.get(name)
        if plan is None or not plan.combines or not plan.rule.facts.has_shares:
            continue
        lines = [place[child] for child in plan.base_ids]
        shares[lines], contributions[lines] = parts_as_counted(plan, m, slice(0, m.rows))
        if plan.scale is None and plan.rule.facts.additive:
            above = np.ones(table.rows) if name == ROOT else reach[place[name]]
            above = np.where(np.isnan(m.scores[plan.line]), np.nan, above)
            reach[lines], to_total[lines] = above * shares[lines], above * contributions[lines]
    count = len(nodes)
    return pd.DataFrame(
        {
            "entity": np.repeat(table.entities, count),
            "period": np.repeat(table.periods, count),
            "node": np.tile(np.array([node.id for node in nodes], object), table.rows),
            "parent": np.tile(np.array([node.parent for node in nodes], object), table.rows),
            "share": shares.T.ravel(),
            "contribution": contributions.T.ravel(),
            "contribution_to_total": to_total.T.ravel(),
        }
    )


def parts_as_counted(plan: GroupPlan, m: NodeMatrices, span: slice) -> tuple[Floats, Floats]:
    """Return the shares of a group's parts and what they added, NaN where a part did not count."""
    children = plan.children(m, span)
    found, facts = plan.aggregate_children(children, m, m.scores, span), plan.rule.facts
    shares = np.broadcast_to(found.shares, children.scores.shape)
    is_there = np.isfinite(children.scores)
    counts = shares > 0
    if facts.additive or not facts.weighted:
        counts |= is_there
    shares = np.where(counts, shares, np.nan)
    if not facts.additive:
        return shares, np.full(shares.shape, np.nan)
    contributions = shares * np.where(is_there, children.scores, 0.0)
    contributions[:, np.isnan(found.scores)] = np.nan
    _absorb_rounding(contributions, found.scores == FULL)
    return shares, contributions


def _absorb_rounding(contributions: Floats, full: NDArray[np.bool_]) -> None:
    """Let the last part take up what rounding took from the sum, in rows where full marks are meant."""
    rows = np.flatnonzero(full)
    parts = contributions[:, rows]
    others, last, at = np.zeros(len(rows)), np.zeros(len(rows)), np.zeros(len(rows), np.intp)
    for number, part in enumerate(parts):
        here = ~np.isnan(part)
        others, last = np.where(here, others + last, others), np.where(here, part, last)
        at[here] = number
    rest = FULL - others
    near = np.abs(rest - last) < SLACK
    contributions[at[near], rows[near]] = rest[near]
