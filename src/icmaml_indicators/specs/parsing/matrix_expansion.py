"""A written matrix to a tree.

Written under `matrix` in the place of `tree`: goal (fin), purpose (propósito), components (componentes) and, below
each component, activities (actividades). Each objective holds its indicators; the tree follows from them: one group a
level, in it the indicators of that level.
"""

from __future__ import annotations

from typing import Any

from ...diagnostics import Diagnostic
from ..model.matrix import GROUP_OF, LEVELS, MatrixLevel
from .draft import Draft
from .nodes import Node

# In the written form an objective holds its indicators themselves.
_POLICY = {"not_reported": "skip", "not_verified": "skip", "rejected": "skip", "undefined": "skip"}


def write_matrix(draft: Draft) -> None:
    """Move the indicators of a written matrix into a tree, in place; each keeps where it stands in the file."""
    root = draft.root
    if root is None or not isinstance(root.value, dict) or not isinstance(_child(root, "matrix"), Node):
        return
    matrix = root.value["matrix"]
    place = root.keys.get("matrix", root.start)
    if "tree" in root.value:
        draft.diagnostics.append(Diagnostic("IND349", root.key_place("tree")))
        del root.value["matrix"], root.keys["matrix"]
        return
    leaves: dict[MatrixLevel, list[Node]] = {level: [] for level in LEVELS}
    for level, objective in _written_objectives(matrix):
        leaves[level] += _take_indicators(objective)
    weights = matrix.child("weights")
    groups = [
        _group(matrix, level, place, found, weights.child(level) if weights else None)
        for level, found in leaves.items()
        if found
    ]
    root.value["tree"], root.keys["tree"] = Node(matrix.source, groups, place, place), place
    if "missing" not in root.value:
        policy = {key: _scalar(matrix, word, place) for key, word in _POLICY.items()}
        root.value["missing"] = Node(matrix.source, policy, place, place, dict.fromkeys(policy, place))
        root.keys["missing"] = place


def _child(node: Node | None, key: str) -> Node | None:
    return node.child(key) if node is not None else None


def _written_objectives(matrix: Node) -> list[tuple[MatrixLevel, Node]]:
    found: list[tuple[MatrixLevel, Node]] = []
    for level in ("goal", "purpose"):
        node = matrix.child(level)
        if node is not None:
            found.append(("goal" if level == "goal" else "purpose", node))
    components = _items(matrix.child("components"))
    found += [("component", component) for component in components]
    found += [("activity", activity) for part in components for activity in _items(part.child("activities"))]
    return [(level, node) for level, node in found if isinstance(node.value, dict)]


def _items(node: Node | None) -> list[Node]:
    return list(node.value) if node is not None and isinstance(node.value, list) else []


def _take_indicators(objective: Node) -> list[Node]:
    """Leave the ids of an objective's indicators in the place of the indicators, and return these."""
    written = objective.value.get("indicators")
    if written is None or not isinstance(written.value, list):
        return []
    leaves = [item for item in written.value if isinstance(item.value, dict)]
    kept = [item.value["id"] if isinstance(item.value, dict) and "id" in item.value else item for item in written.value]
    kept = [item for item in kept if isinstance(item.value, str)]
    objective.value["indicators"] = Node(written.source, kept, written.start, written.end)
    return leaves


def _group(matrix: Node, level: MatrixLevel, place: tuple[int, int], leaves: list[Node], weight: Node | None) -> Node:
    es, en, default = LEVELS[level]
    title = {"es": _scalar(matrix, es, place), "en": _scalar(matrix, en, place)}
    value = {
        "id": _scalar(matrix, GROUP_OF[level], place),
        "title": Node(matrix.source, title, place, place, dict.fromkeys(title, place)),
        "weight": weight or _scalar(matrix, default, place),
        "children": Node(matrix.source, leaves, place, place),
    }
    return Node(matrix.source, value, place, place, dict.fromkeys(value, place))


def _scalar(matrix: Node, value: Any, place: tuple[int, int]) -> Node:
    return Node(matrix.source, value, place, place, text=str(value))
