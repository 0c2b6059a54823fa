"""What a node depends on, along the graph of columns: which leaves can move it, and whether more may lower it."""

from __future__ import annotations

from itertools import pairwise

from ..formulas.columns import Column, ColumnDefiner, reachable
from ..scoring.scored import Scored
from ..specs import TreeNode
from ..specs.model.quantities import as_number

_SCORED = frozenset({"aggregate", "score", "level"})


def find_parts(scored: Scored, node: TreeNode) -> frozenset[str]:
    """Return the nodes whose scores make up the score and the level of a node, itself included.

    A formula that reads a score leads on to it; a formula that it names is no part: each indicator moves by itself.
    """
    compiled = scored.compiled
    definer = ColumnDefiner(compiled.program, compiled.all_trees, scored.table.published_scores)
    found = reachable([Column(kind, node.id) for kind in ("score", "level")], definer.reads)
    return frozenset(column.name for column in found if column.kind in _SCORED)


def can_fall(scored: Scored, node: TreeNode) -> bool:
    """Return whether a better part may make a node worse.

    So it is where a decision table stands on the way, say, a scale of a group that goes down, or a formula that reads
    scores.
    """
    parts = find_parts(scored, node)
    return not parts.isdisjoint(scored.schedule.dependent_leaves) or any(
        _falls(scored.program.nodes[name]) for name in parts
    )


def _falls(node: TreeNode) -> bool:
    if node.is_indicator:
        return False
    steps = [as_number(score) for score in node.scale.step_scores]
    falls = node.direction == "lower" or any(
        before is None or after is None or after < before for before, after in pairwise(steps)
    )
    return falls or not node.aggregation.facts.increasing
