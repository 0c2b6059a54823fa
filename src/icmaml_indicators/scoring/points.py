"""Results in points where points are added up: what could be won in each row, and what was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..engine.groups import GroupPlan
from ..engine.node_matrices import NodeMatrices
from ..transforms.aggregations.aggregation import SKIP, excluded_reasons, missing_policy
from ..transforms.sums import FULL
from .scored import Scored

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


def points_possible_table(scored: Scored) -> pd.DataFrame:
    """Return the points that each node could win in each row; see `Assessment.points_possible`."""
    most = {name: np.maximum(points, 0.0) for name, points in _points_at_full_marks(scored).items()}
    return _in_order(scored, most)


def points_won_table(scored: Scored) -> pd.DataFrame:
    """Return the points that each node won; see `Assessment.points_won`."""
    nodes = scored.book.nodes
    won = {name: nodes[name].scores / FULL * points for name, points in _points_at_full_marks(scored).items()}
    return _in_order(scored, won)


def _points_at_full_marks(scored: Scored) -> dict[str, Floats]:
    """Return what full marks come to, in points, of groups that add up points and of their parts.

    What is taken out of the whole comes to nothing, and a penalty takes away.
    """
    m, found = scored.book.matrices, dict[str, Floats]()
    for name in scored.program.nodes:  # parents before their children
        plan = scored.book.plans.get(name)
        if plan is not None and plan.combines and plan.rule.facts.adds_points:
            found.setdefault(name, m.points[plan.line])
            found |= _of_parts(plan, m) | _of_extras(plan, m)
    return found


def _of_parts(plan: GroupPlan, m: NodeMatrices) -> dict[str, Floats]:
    stays = missing_policy(plan.missing)[m.reasons[plan.base]] != SKIP
    return dict(zip(plan.base_ids, plan.weights_of(m, m.points, slice(0, m.rows)) * stays, strict=True))


def _of_extras(plan: GroupPlan, m: NodeMatrices) -> dict[str, Floats]:
    ids = [child.id for child in plan.node.counted_children if child.role != "base"]
    applies = excluded_reasons(m.reasons[plan.extra_lines], skip_not_applicable=True) == 0
    signed = np.array([[extra.sign * extra.points] for extra in plan.extras])
    return dict(zip(ids, np.where(applies, signed, 0.0), strict=True)) if ids else {}


def _in_order(scored: Scored, points: dict[str, Floats]) -> pd.DataFrame:
    import pandas as pd

    columns = pd.Index([name for name in scored.program.nodes if name in points], name="node", dtype=object)
    return pd.DataFrame(points, index=scored.table.index, columns=columns, dtype=np.float64)
