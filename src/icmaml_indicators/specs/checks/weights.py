"""Weights that cannot be fitted on the children there are (IND750), and those declared that nothing reads (IND751)."""

from __future__ import annotations

from ..model.measures import Group, Indicator
from ..model.program import Program
from ..model.quantities import Quantity
from ..model.tree import TreeNode, scored_nodes
from ..parsing.draft import Draft, walk_paths
from ..parsing.nodes import Path


def check_weights(draft: Draft, program: Program) -> None:
    """Add a fault at each group whose children cannot be weighed as it says."""
    paths = {spec.id: path for path, spec in walk_paths(program)}
    scored = scored_nodes(list(program.nodes.values()))
    for node in program.nodes.values():
        if not node.aggregation.weights.facts.declared or node.aggregation.weights.facts.fitted:
            _check_count(draft, (*paths.get(node.id, ()), "aggregation", "weights"), node, scored)
            for child in node.base_children:
                _check_declared(draft, paths[child.id], child)


def _check_count(draft: Draft, where: Path, node: TreeNode, scored: frozenset[str]) -> None:
    """Refuse a method that needs more children with scores than there are."""
    facts = node.aggregation.weights.facts
    given = sum(child.id in scored for child in node.base_children)
    if given < facts.least_children and not draft.set_aside:
        draft.report("IND750", where, method=facts.name, id=node.id, least=facts.least_children, given=given)


def _check_declared(draft: Draft, path: Path, child: TreeNode) -> None:
    """Refuse a weight that nothing reads."""
    spec, facts = child.spec, child.weighing.facts
    if not isinstance(spec, Group | Indicator) or "weight" not in spec.model_fields_set:
        return
    if not facts.declared or (facts.fitted and isinstance(spec.weight, Quantity)):
        draft.report("IND751", path, key="weight", id=child.id, method=facts.name, parent=child.parent)
