"""What a spec may abbreviate, written out before it is validated: named provenances and tables."""

from __future__ import annotations

from collections.abc import Mapping

from ...diagnostics import Diagnostic, Place, hint_of
from ..model.measures import TOTAL_KEYS, Total
from .draft import Draft
from .nodes import Node, shown_value
from .retired import move_roles
from .tables import TableWriter

# Keys that exist only in the written spec, by the model that they stand in.
SHORTHAND_KEYS = {"Group": ("criteria",), "Program": ("provenances", "tables")}
# What stands in `total` itself; its other keys are those of the program.
_OF_TOTAL = tuple(Total.model_fields)


def expand_shorthand(draft: Draft) -> list[Place]:
    """Write out the shorthand of a draft in place; faults go to its diagnostics.

    Returns the places of tables that gave nothing: that the groups there are empty is no fault of its own.
    """
    root = draft.root
    if root is None or not isinstance(root.value, dict):
        return []
    _write_total(draft, root)
    move_roles(draft, root)
    provenances, tables = _take(draft, root, "provenances"), _take(draft, root, "tables")
    writer = TableWriter(draft, tables)
    for key, write in (("variables", writer.write_variables), ("tree", writer.write_tree)):
        items = root.child(key)
        if items is not None:
            write(items)
    _name_provenances(root, provenances)
    return writer.empty


def _take(draft: Draft, root: Node, key: str) -> dict[str, Node]:
    """Take a mapping out of the program's keys."""
    root.keys.pop(key, None)
    node: Node | None = root.value.pop(key, None)
    if node is None:
        return {}
    if isinstance(node.value, dict):
        return dict(node.value)
    details = {"key": key, "wanted_es": "un mapa", "wanted_en": "a mapping", "given": shown_value(node.value)}
    draft.diagnostics.append(Diagnostic("IND106", node.place(), details))
    return {}


def _write_total(draft: Draft, root: Node) -> None:
    """Read what stands in `total` as keys of the program, where such keys stood before."""
    total = root.child("total")
    if total is None or not isinstance(total.value, dict):
        return
    for key in [key for key in total.value if key not in _OF_TOTAL]:
        if key not in TOTAL_KEYS:
            hint = hint_of("key", key, TOTAL_KEYS)
            details = {"key": key, **hint.advice}
            found = Diagnostic("IND104", total.key_place(key), details, hint.suggestion, TOTAL_KEYS)
            draft.diagnostics.append(found)
        elif key in root.value:
            draft.diagnostics.append(Diagnostic("IND131", root.key_place(key), {"key": key}))
        else:
            root.value[key], root.keys[key] = total.value[key], total.keys[key]
        del total.value[key], total.keys[key]
    if not total.value:
        del root.value["total"], root.keys["total"]


def _name_provenances(root: Node, provenances: Mapping[str, Node]) -> None:
    """Put the declaration in the place of each provenance that is named by a word of the program's own."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node.value, dict):
            named = node.value.get("provenance")
            if named is not None and isinstance(named.value, str) and named.value in provenances:
                node.value["provenance"] = provenances[named.value]
            stack.extend(child for key, child in node.value.items() if key != "provenance")
        elif isinstance(node.value, list):
            stack.extend(node.value)
