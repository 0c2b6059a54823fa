"""Rules on what a node is to its parent: weights of nothing, roles of what has no score (IND136, IND137)."""

from __future__ import annotations

import re
from typing import Any

from ...specs import Group, Indicator, TreeNode, can_be_scored, walk_paths
from ...specs.parsing.nodes import Node
from .subject import LintContext

_NO_WEIGHT = re.compile(r"weight\s*:\s*0(\.0*)?(?![\w.])")
_ROLE = r"role\s*:\s*informational\b"
# In braces with one of its commas, else the whole line.
_SHOWN = re.compile(rf",\s*{_ROLE}|{_ROLE}\s*,\s*|(?m:^)[ ]*{_ROLE}[ ]*(?:\r?\n|\Z)")


def check_roles(subject: LintContext) -> None:
    """Tell of nodes that weigh nothing and count all the same, and of those that count for nothing anyway."""
    program = subject.program
    for path, spec in walk_paths(program):
        node = program.nodes[spec.id]
        parent = program.nodes[node.parent or ""]
        written = subject.draft.root.find(path) if subject.draft.root is not None else None
        if written is None:
            continue
        if _weighs_nothing(node, spec, parent):
            mend = _without_weight(written) if spec.points is None else {}
            subject.draft.report("IND136", path, key="weight", id=node.id, parent=parent.id, **mend)
        elif isinstance(spec, Indicator) and spec.direction == "context" and node.role == "informational":
            # Of points it would take its share.
            mend = {} if parent.adds_up else _without_role(written)
            subject.draft.report("IND137", path, key="role", id=node.id, **mend)


def _weighs_nothing(node: TreeNode, spec: Indicator | Group, parent: TreeNode) -> bool:
    facts = parent.aggregation.facts
    weighed = facts.weighted and not facts.adds_points and node.role == "base" and can_be_scored(node)
    return weighed and spec.weight == 0


def _without_weight(written: Node) -> dict[str, Any]:
    source = written.value["weight"].source
    start = source.offset(written.keys["weight"])
    entry = _NO_WEIGHT.match(source.text, start)
    return source.replacement(start, entry.end(), "role: informational") if entry else {}


def _without_role(written: Node) -> dict[str, Any]:
    source = written.value["role"].source
    at = source.offset(written.keys["role"])
    found = (entry for entry in _SHOWN.finditer(source.text) if entry.start() <= at < entry.end())
    entry = next(found, None)
    return source.replacement(entry.start(), entry.end(), "") if entry else {}
