"""What stands where it stood in earlier editions of the language: read in its place of now, and told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...diagnostics import Diagnostic
from .draft import Draft
from .nodes import Node

_ENTRY = re.compile(r"role\s*:\s*(?P<value>[^\s,}#]+)")
_COMMA = re.compile(r"\s*,\s*")


def move_roles(draft: Draft, root: Node) -> None:
    """Read the role of a criterion as that of the node that it measures."""
    for node in _items(root):
        criterion = node.child("criterion")
        if criterion is None or not isinstance(criterion.value, dict) or "role" not in criterion.value:
            continue
        place = criterion.key_place("role")
        if "role" in node.value:
            draft.diagnostics.append(Diagnostic("IND135", place))
        else:
            draft.diagnostics.append(Diagnostic("IND134", place, _mend(node, criterion)))
            node.value["role"], node.keys["role"] = criterion.value["role"], criterion.keys["role"]
        del criterion.value["role"], criterion.keys["role"]


def _items(root: Node) -> Iterator[Node]:
    """Yield what may have a criterion: the nodes of the tree, with those that are tables, and the shared tables."""
    tree, tables = root.child("tree"), root.child("tables")
    stack = [*_parts(tree), *_parts(tables)]
    while stack:
        node = stack.pop()
        if isinstance(node.value, dict):
            yield node
            stack += _parts(node.child("children"))


def _parts(node: Node | None) -> list[Node]:
    if node is None or not isinstance(node.value, dict | list):
        return []
    return list(node.value.values() if isinstance(node.value, dict) else node.value)


def _mend(node: Node, criterion: Node) -> dict[str, str]:
    """Return the text from the criterion to the end of its role, as it is and with the role before the criterion.

    Nothing where it is not written so, or where nothing else is said of the criterion and the mapping is in lines.
    """
    source = criterion.source
    start, role = source.offset(node.keys["criterion"]), source.offset(criterion.keys["role"])
    entry = _ENTRY.match(source.text, role)
    if entry is None or not source.text.startswith("criterion", start):
        return {}
    in_braces = source.text[source.offset(criterion.start)] == "{"
    kept, end = source.text[start:role].rstrip(), entry.end()
    if in_braces and kept.endswith("{"):
        comma = _COMMA.match(source.text, end)
        end = comma.end() if comma else end
    elif in_braces:
        kept = kept.removesuffix(",")
    elif len(criterion.value) == 1:
        return {}
    line = "\r\n" if "\r\n" in source.text else "\n"
    apart = ", " if source.text[source.offset(node.start)] == "{" else f"{line}{' ' * node.keys['criterion'][1]}"
    return source.replacement(start, end, f"role: {entry['value']}{apart}{kept}")
