"""A roll-up without a tree of its own: the program below is taken as it is, one level up."""

from __future__ import annotations

from ...diagnostics import Diagnostic
from ..model.variables import SAME_ENTITY
from .draft import Draft
from .nodes import Node

# What is said of a program as such, and is not taken over.
_OWN = frozenset(
    {"spec", "id", "version", "title", "description", "rights", "note", "entity", "period", "parts", "rollup"}
    | {"replaces", "valid_from", "comparable", "break_note"}
)
# How a figure is made of those below, by what it says of time; flows add up.
_ACROSS = {"flow": "sum", "stock": "sum"}
_ALONG = {"flow": "sum", "stock": "last"}


def write_rollup(draft: Draft, lower: Node) -> None:
    """Take over the tree, the variables and the rules of the program below, in place, where there is no tree."""
    root = draft.root
    if root is None or "tree" in root.value:
        return
    by = root.find(("rollup", "by"))
    longer = root.find(("period",)).data() != lower.find(("period",)).data()
    own = root.child("variables")
    known = {item.find(("id",)).value: item for item in (own.value if own is not None else ())}
    taken = [
        known.pop(each.find(("id",)).value, None) or _rolled(draft, each, by, longer=longer) for each in _items(lower)
    ]
    for key, node in lower.value.items():
        if key not in _OWN and key not in root.value:
            root.value[key], root.keys[key] = node, lower.keys[key]
    made = [item for item in taken if item is not None]
    place = root.keys["rollup"]
    root.value["variables"] = Node(root.source, [*made, *known.values()], place, place)
    root.keys.setdefault("variables", place)


def _items(lower: Node) -> list[Node]:
    variables = lower.child("variables")
    return [item for item in variables.value if isinstance(item.value, dict)] if variables is not None else []


def _rolled(draft: Draft, variable: Node, by: Node, *, longer: bool) -> Node | None:
    """Return a variable with what it is made of; None of the one that names the larger entity."""
    name = variable.find(("id",)).value
    if name == by.value:
        return None
    if "options" in variable.value or "from" in variable.value:
        return _without_from(variable)
    kind = variable.value["kind"].value if "kind" in variable.value else None
    ways = _ALONG if by.value == SAME_ENTITY else _ACROSS
    if kind not in ways or (kind == "stock" and longer and by.value != SAME_ENTITY):
        draft.diagnostics.append(Diagnostic("IND287", by.place(), {"id": name}))
        return variable
    text = f"{ways[kind]}({name} over {by.value})"
    made = Node(by.source, text, by.start, by.end, text=text)
    keys = variable.keys | {"from": by.start}
    return Node(variable.source, variable.value | {"from": made}, variable.start, variable.end, keys)


def _without_from(variable: Node) -> Node:
    """Return a variable as it is handed in: what it is made of below is not what it is made of here."""
    given = {key: node for key, node in variable.value.items() if key != "from"}
    return Node(variable.source, given, variable.start, variable.end, variable.keys)
