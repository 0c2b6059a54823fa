"""What a spec may abbreviate, written out before it is validated: named provenances and tables of criteria.

Everything written out keeps the place of the cell it came from, so that diagnostics point at the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...diagnostics import Diagnostic, Place, hint_of, nearest
from .draft import Draft
from .nodes import Node, shown_value

# Keys that exist only in the written spec, by the model that they stand in.
SHORTHAND_KEYS = {"Group": ("criteria",), "Program": ("provenances", "tables")}

_MEASURE = ("answer", "evidence", "not_applicable", "role")
_LEAF = ("points", "weight", "provenance")
_DEFAULTS = (*_MEASURE, *_LEAF)
_TEXTS = ("es", "en", "evidence_es", "evidence_en", "note_es", "note_en")
COLUMNS = ("key", "id", *_TEXTS, *_MEASURE, *_LEAF)
_TABLE_KEYS = ("columns", "rows", "table", *_DEFAULTS)


def expand_shorthand(draft: Draft) -> list[Place]:
    """Write out the shorthand of a draft in place; faults go to its diagnostics.

    Returns the places of tables that gave nothing: that the groups there are empty is no fault of its own.
    """
    root = draft.root
    if root is None or not isinstance(root.value, dict):
        return []
    provenances, tables = _take(draft, root, "provenances"), _take(draft, root, "tables")
    writer = _Writer(draft, provenances, tables)
    tree = root.child("tree")
    if tree is not None:
        writer.tables_below(tree)
    writer.name_provenances(root)
    return writer.empty


def _take(draft: Draft, root: Node, key: str) -> dict[str, Node]:
    """Take a mapping out of the program's keys."""
    root.keys.pop(key, None)
    node: Node | None = root.value.pop(key, None)
    if node is None:
        return {}
    if isinstance(node.value, dict):
        return dict(node.value)
    _wrong_kind(draft, node, key, "un mapa", "a mapping")
    return {}


def _wrong_kind(draft: Draft, node: Node, key: str, es: str, en: str) -> None:
    details = {"key": key, "wanted_es": es, "wanted_en": en, "given": shown_value(node.value)}
    draft.diagnostics.append(Diagnostic("IND106", node.place(), details))


class _Writer:
    def __init__(self, draft: Draft, provenances: Mapping[str, Node], tables: Mapping[str, Node]) -> None:
        self.draft, self.provenances, self.tables = draft, provenances, tables
        self.empty: list[Place] = []

    def name_provenances(self, root: Node) -> None:
        """Put the declaration in the place of each provenance that is named by a word of the program's own."""
        stack = [root]
        while stack:
            node = stack.pop()
            if isinstance(node.value, dict):
                named = node.value.get("provenance")
                if named is not None and isinstance(named.value, str) and named.value in self.provenances:
                    node.value["provenance"] = self.provenances[named.value]
                stack.extend(child for key, child in node.value.items() if key != "provenance")
            elif isinstance(node.value, list):
                stack.extend(node.value)

    def tables_below(self, nodes: Node) -> None:
        """Turn the `criteria` of every group into children."""
        stack = [nodes]
        while stack:
            node = stack.pop()
            if isinstance(node.value, list):
                stack.extend(node.value)
            elif isinstance(node.value, dict):
                if "criteria" in node.value:
                    place = node.keys.pop("criteria", node.start)
                    children = self.criteria(node, node.value.pop("criteria"))
                    present = node.value.get("children")
                    if present is not None and isinstance(present.value, list):
                        present.value.extend(children)
                    else:
                        written = Node(node.source, children, place, place)
                        node.value["children"], node.keys["children"] = written, place
                        if not children:
                            self.empty.append(written.place())
                elif "children" in node.value:
                    stack.append(node.value["children"])

    def criteria(self, group: Node, table: Node) -> list[Node]:
        if isinstance(table.value, str):
            table = Node(table.source, {"table": table}, table.start, table.end, {"table": table.start})
        if not isinstance(table.value, dict):
            _wrong_kind(self.draft, table, "criteria", "una tabla o el nombre de una", "a table or the name of one")
            return []
        parts = dict(table.value)
        self.check_keys(table, _TABLE_KEYS)
        if "table" in parts:
            name = parts.pop("table")
            if not isinstance(name.value, str):
                _wrong_kind(self.draft, name, "table", "el nombre de una tabla", "the name of a table")
                return []
            shared = self.tables.get(name.value)
            if shared is None or not isinstance(shared.value, dict):
                details, known = {"name": name.value}, tuple(self.tables)
                hint = nearest(name.value, known)
                self.draft.diagnostics.append(Diagnostic("IND124", name.place(), details, hint, known))
                return []
            self.check_keys(shared, _TABLE_KEYS)
            parts = {**shared.value, **parts}
        return self.rows(group, table, parts)

    def check_keys(self, mapping: Node, known: tuple[str, ...]) -> None:
        for key in mapping.value:
            if key not in known:
                hint = hint_of("key", key, known)
                details = {"key": key, **hint.advice}
                found = Diagnostic("IND104", mapping.key_place(key), details, hint.suggestion, known)
                self.draft.diagnostics.append(found)

    def rows(self, group: Node, table: Node, parts: dict[str, Node]) -> list[Node]:
        for key in ("columns", "rows"):
            if key not in parts:
                self.draft.diagnostics.append(Diagnostic("IND105", table.place(), {"key": key}))
                return []
            if not isinstance(parts[key].value, list):
                _wrong_kind(self.draft, parts[key], key, "una lista", "a list")
                return []
        columns = [str(cell.value) for cell in parts["columns"].value]
        for cell in parts["columns"].value:
            if not isinstance(cell.value, str):
                _wrong_kind(self.draft, cell, "columns", "nombres de columnas", "names of columns")
            elif cell.value not in COLUMNS:
                hint = hint_of("key", cell.value, COLUMNS)
                details = {"key": cell.value, **hint.advice}
                self.draft.diagnostics.append(Diagnostic("IND104", cell.place(), details, hint.suggestion, COLUMNS))
        defaults = {key: parts[key] for key in _DEFAULTS if key in parts}
        children = []
        for row in parts["rows"].value:
            if not isinstance(row.value, list):
                _wrong_kind(self.draft, row, "rows", "una lista", "a list")
            elif len(row.value) != len(columns):
                counts = {"given": len(row.value), "wanted": len(columns)}
                self.draft.diagnostics.append(Diagnostic("IND125", row.place(), counts))
            else:
                cells = dict(zip(columns, row.value, strict=True))
                children.append(self.criterion(group, row, {**defaults, **_given(cells)}))
        return children

    def criterion(self, group: Node, row: Node, cells: dict[str, Node]) -> Node:
        """Return one row as a leaf; cells left out are simply keys that are not there."""
        leaf: dict[str, Node] = {}
        if "id" in cells:
            leaf["id"] = cells["id"]
        elif "key" in cells:
            leaf["id"] = _like(cells["key"], f"{_text(group, 'id')}_{cells['key'].value}")
        leaf["title"] = self.bilingual(group, row, cells, "es", "en")
        measure = {key: cells[key] for key in _MEASURE if key in cells}
        if "evidence_es" in cells or "evidence_en" in cells:
            measure["evidence_asked"] = self.bilingual(group, row, cells, "evidence_es", "evidence_en")
        leaf["criterion"] = _mapping_node(row, measure)
        if "note_es" in cells or "note_en" in cells:
            leaf["note"] = self.bilingual(group, row, cells, "note_es", "note_en")
        for key in _LEAF:
            if key in cells:
                leaf[key] = cells[key]
        return _mapping_node(row, leaf)

    def bilingual(self, group: Node, row: Node, cells: Mapping[str, Node], es: str, en: str) -> Node:
        """Return a text in both languages; ``<title>`` in it is the title of the group."""
        texts = {}
        for language, column in (("es", es), ("en", en)):
            if column in cells:
                text = str(cells[column].value).replace("<title>", _text(group, "title", language))
                texts[language] = _like(cells[column], text)
        return _mapping_node(row, texts)


def _given(cells: Mapping[str, Node]) -> dict[str, Node]:
    return {key: cell for key, cell in cells.items() if cell.value is not None}


def _text(group: Node, *path: str) -> str:
    found = group.find(path).value
    return found if isinstance(found, str) else ""


def _like(cell: Node, value: Any) -> Node:
    return Node(cell.source, value, cell.start, cell.end, text=cell.text, plain=cell.plain)


def _mapping_node(row: Node, value: dict[str, Node]) -> Node:
    return Node(row.source, value, row.start, row.end, {key: node.start for key, node in value.items()})
