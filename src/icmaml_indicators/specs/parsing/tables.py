"""Tables of a spec written out: an item with `rows` stands for as many, and the `criteria` of a group for its leaves.

Columns are keys of what is written out, or names of one's own: ``<column>`` in what the rows share is the row's cell.
Everything written out keeps the place of the cell it came from, so that diagnostics point at the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from pydantic import BaseModel

from ...diagnostics import Diagnostic, Place, hint_of, nearest
from ..model.answers import Criterion
from ..model.measures import NOT_OF_ANSWERS, Group, Indicator
from ..model.variables import Variable
from .draft import Draft
from .nodes import Node, Piece, shown_value
from .yaml_reader import MAX_NODES

# Keys of a table itself; all others are shared by its rows.
TABLE_KEYS = ("columns", "rows", "table")
# What several nodes could not share, or what holds further ones.
_NEVER_SHARED = {"id", "children"}
# Texts of which a column may hold one language, as `note_es`, by what their columns begin with.
_TEXTS = {"description": "description", "note": "note", "unit": "unit"}
_PLACEHOLDER = re.compile(r"<([a-z][a-z0-9_]*)>")
_TITLE = "title"
_LANGUAGES = ("es", "en")
# Characters of a text that count as one element.
_LINE = 80


def _keys_of(*models: type[BaseModel]) -> tuple[str, ...]:
    return tuple(info.alias or name for model in models for name, info in model.model_fields.items())


_MEASURE = _keys_of(Criterion)
_COMPUTED = {"criterion", *NOT_OF_ANSWERS}


@dataclass(frozen=True, slots=True)
class Layout:
    """What the rows of a table become.

    Attributes
    ----------
    keys
        The keys that each may have.
    texts
        The texts that columns hold one language of, each with the beginning of their names.
    """

    keys: tuple[str, ...]
    texts: Mapping[str, str] = field(default_factory=lambda: _TEXTS)

    @property
    def bilingual(self) -> dict[str, dict[str, str]]:
        """For each text, the column of each language."""
        texts = {text: {language: f"{name}_{language}" for language in _LANGUAGES} for text, name in self.texts.items()}
        return {_TITLE: {language: language for language in _LANGUAGES}, **texts}

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of columns that mean something by themselves."""
        return ("key", *(column for columns in self.bilingual.values() for column in columns.values()), *self.keys)


VARIABLES = Layout(_keys_of(Variable))
INDICATORS = Layout(_keys_of(Indicator))
GROUPS = Layout((*(key for key in _keys_of(Group) if key != "children"), "criteria"))
CRITERIA = Layout(
    tuple(dict.fromkeys((*_MEASURE, *(key for key in _keys_of(Indicator) if key not in _COMPUTED)))),
    {**_TEXTS, "evidence_asked": "evidence"},
)


class TableWriter:
    """Writes out the tables of a draft, in place; faults go to its diagnostics.

    Attributes
    ----------
    empty
        The places of lists that a table left empty: that they are is no fault of its own.
    """

    def __init__(self, draft: Draft, shared: Mapping[str, Node]) -> None:
        self.draft, self.shared = draft, shared
        self.empty: list[Place] = []
        self.written = 0

    def write_variables(self, variables: Node) -> None:
        """Write out the items of a list of variables."""
        self.write_items(variables, None, VARIABLES)

    def write_tree(self, tree: Node) -> None:
        """Write out the items of a tree, and the `criteria` of every group."""
        stack: list[tuple[Node, Node | None]] = [(tree, None)]
        while stack:
            items, group = stack.pop()
            self.write_items(items, group)
            for item in items.value if isinstance(items.value, list) else ():
                if not isinstance(item.value, dict):
                    continue
                if "criteria" in item.value:
                    self.write_criteria(item)
                if "children" in item.value:
                    stack.append((item.value["children"], item))

    def write_items(self, items: Node, group: Node | None, layout: Layout | None = None) -> None:
        """Put in the place of each item with rows what they stand for."""
        if not isinstance(items.value, list) or not any(map(_is_table, items.value)):
            return
        found: list[Node] = []
        for item in items.value:
            found += self.rows(item, group, layout) if _is_table(item) else [item]
        items.value[:] = found
        if not found:
            self.empty.append(items.place())

    def write_criteria(self, group: Node) -> None:
        """Turn the criteria of a group into children."""
        place = group.keys.pop("criteria", group.start)
        table = group.value.pop("criteria")
        if isinstance(table.value, str):
            table = Node(table.source, {"table": table}, table.start, table.end, {"table": table.start})
        children: list[Node] = []
        if isinstance(table.value, dict):
            children = [_as_criterion(row) for row in self.rows(table, group, CRITERIA)]
        else:
            self.report_kind(table, "criteria", "una tabla o el nombre de una", "a table or the name of one")
        present = group.value.get("children")
        if present is not None and isinstance(present.value, list):
            present.value.extend(children)
        else:
            written = Node(group.source, children, place, place)
            group.value["children"], group.keys["children"] = written, place
            if not children:
                self.empty.append(written.place())

    def rows(self, table: Node, group: Node | None, layout: Layout | None = None) -> list[Node]:
        """Return what the rows of a table stand for.

        Parameters
        ----------
        table
            The table, or what names a shared one.
        group
            The group that the rows stand in: their keys go behind its id, and ``<title>`` is its title.
        layout
            What they become; indicators, or groups where they have criteria, by default.
        """
        whole = self.with_shared_keys(table)
        if whole is None:
            return []
        for key in ("columns", "rows"):
            if key not in whole.value:
                self.report("IND105", table.place(), key=key)
                return []
            if not isinstance(whole.value[key].value, list):
                self.report_kind(whole.value[key], key, "una lista", "a list")
                return []
        columns = whole.value["columns"].value
        names = [str(cell.value) for cell in columns]
        layout = layout or (GROUPS if "criteria" in {*whole.value, *names} else INDICATORS)
        shared = self.shared_keys(whole, layout)
        self.check_columns(columns, shared, layout)
        self.check_placeholders(names, shared, group)
        size = sum(1 + len(node.text) // _LINE for node in _nodes_below(shared.values()))
        found = []
        for row in whole.value["rows"].value:
            if not isinstance(row.value, list):
                self.report_kind(row, "rows", "una lista", "a list")
            elif len(row.value) != len(names):
                self.report("IND125", row.place(), given=len(row.value), wanted=len(names))
            elif self.has_room(size + len(names), table):
                cells = dict(zip(names, row.value, strict=True))
                found.append(self.item(_Row(self, row, cells, group), whole, shared, layout))
        return found

    def with_shared_keys(self, table: Node) -> Node | None:
        """Return a table with what it takes from a shared one; None where there is no such table."""
        name = table.value.get("table")
        if name is None:
            return table
        if not isinstance(name.value, str):
            self.report_kind(name, "table", "el nombre de una tabla", "the name of a table")
            return None
        shared = self.shared.get(name.value)
        if shared is None or not isinstance(shared.value, dict):
            known = tuple(self.shared)
            hint = nearest(name.value, known)
            self.draft.diagnostics.append(Diagnostic("IND124", name.place(), {"name": name.value}, hint, known))
            return None
        return replace(table, value={**shared.value, **table.value}, keys={**shared.keys, **table.keys})

    def shared_keys(self, table: Node, layout: Layout) -> dict[str, Node]:
        """Return what the rows of a table share; tell of keys that neither a table has nor its rows can share."""
        known = (*TABLE_KEYS, *(key for key in layout.keys if key not in _NEVER_SHARED))
        for key in table.value:
            if key not in known:
                hint = hint_of("key", key, known)
                details = {"key": key, **hint.advice}
                found = Diagnostic("IND104", table.key_place(key), details, hint.suggestion, known)
                self.draft.diagnostics.append(found)
        return {key: node for key, node in table.value.items() if key in known and key not in TABLE_KEYS}

    def check_columns(self, columns: list[Node], shared: Mapping[str, Node], layout: Layout) -> None:
        """Tell of columns that nothing uses."""
        own = {found.name for found in _placeholders(shared.values())}
        known = layout.columns
        names: list[str] = []
        for cell in columns:
            if not isinstance(cell.value, str):
                self.report_kind(cell, "columns", "nombres de columnas", "names of columns")
            elif cell.value in names or cell.value not in {*known, *own}:
                hint = hint_of("key", cell.value, [key for key in known if key not in names])
                details = {"key": cell.value, **hint.advice}
                self.draft.diagnostics.append(Diagnostic("IND128", cell.place(), details, hint.suggestion, known))
            else:
                names.append(cell.value)

    def check_placeholders(self, names: list[str], shared: Mapping[str, Node], group: Node | None) -> None:
        """Tell of names in what is shared that no column has; a table of criteria below has columns of its own."""
        known = {*names, _TITLE} if group is not None else {*names}
        for found in _placeholders(node for key, node in shared.items() if key != "criteria"):
            if found.name not in known:
                hint = nearest(found.name, names)
                fault = Diagnostic("IND129", found.place(), {"name": found.name}, hint, tuple(names))
                self.draft.diagnostics.append(fault)

    def has_room(self, size: int, table: Node) -> bool:
        """Whether another row may be written out: what comes of tables is limited as what is read is."""
        had_room = self.written <= MAX_NODES
        self.written += size
        if had_room and self.written > MAX_NODES:
            self.report("IND117", table.place(), limit=MAX_NODES)
        return self.written <= MAX_NODES

    def item(self, row: _Row, table: Node, shared: Mapping[str, Node], layout: Layout) -> Node:
        """Return what one row stands for; cells left out are simply keys that are not there."""
        found: dict[str, Node] = {}
        keys: dict[str, tuple[int, int]] = {}
        for key, text in shared.items():
            # The criteria of a row stand in the group that the row becomes.
            filled = (replace(row, group=None) if key == "criteria" else row).filled(text)
            if filled.value is not None:
                found[key] = filled
                keys[key] = table.keys[key] if filled.source is text.source else filled.start
        cells = {key: cell for key, cell in row.cells.items() if cell.value is not None}
        own = {key: cell for key, cell in cells.items() if key in layout.keys}
        if "key" in cells and "id" not in cells:
            own["id"] = row.behind_group(cells["key"])
        for name, columns in layout.bilingual.items():
            given = {language: cells[column] for language, column in columns.items() if column in cells}
            if given:
                own[name] = row.bilingual(given)
        found |= own
        keys |= {key: node.start for key, node in own.items()}
        return Node(row.node.source, found, row.node.start, row.node.end, keys)

    def report(self, code: str, place: Place, **details: Any) -> None:
        """Add a fault."""
        self.draft.diagnostics.append(Diagnostic(code, place, details))

    def report_kind(self, node: Node, key: str, es: str, en: str) -> None:
        """Tell of a value of the wrong kind."""
        self.report("IND106", node.place(), key=key, wanted_es=es, wanted_en=en, given=shown_value(node.value))


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one row by column, and the group that it stands in."""

    writer: TableWriter
    node: Node
    cells: Mapping[str, Node]
    group: Node | None

    def filled(self, node: Node, language: str | None = None) -> Node:
        """Return what the rows share with the cells of this one in the place of their names."""
        if isinstance(node.value, dict):
            keys = {key: self.named(key) for key in node.value}
            parts = {key: self.filled(part, key if key in _LANGUAGES else language) for key, part in node.value.items()}
            # An empty cell leaves out the key that is made of it.
            kept = {key: part for key, part in parts.items() if part.value is not None or part is node.value[key]}
            if kept == node.value and all(key == name for key, name in keys.items()):
                return node
            places = {keys[key]: node.keys[key] for key in kept}
            return replace(node, value={keys[key]: part for key, part in kept.items()}, keys=places)
        if isinstance(node.value, list):
            items = [self.filled(item, language) for item in node.value]
            return replace(node, value=items) if items != node.value else node
        if not isinstance(node.value, str) or "<" not in node.value:
            return node
        name = _PLACEHOLDER.fullmatch(node.value)
        return self.cells[name[1]] if name and name[1] in self.cells else self.composed(node, language)

    def named(self, key: str) -> str:
        """Return a key of a mapping with cells in it."""

        def cell_text(match: re.Match[str]) -> str:
            return self.text_of(match[1], self.cells[match[1]]) if match[1] in self.cells else match[0]

        return _PLACEHOLDER.sub(cell_text, key)

    def composed(self, node: Node, language: str | None) -> Node:
        """Return a text with cells in it; each part of it keeps where it stands."""
        text, done, pieces = "", 0, []
        for match in _PLACEHOLDER.finditer(node.value):
            inserted = self.inserted(match[1], language)
            if inserted is None:
                continue
            before = node.value[done : match.start()]
            pieces += [Piece(len(text), node, done), Piece(len(text + before), inserted, 0)]
            text, done = f"{text}{before}{self.text_of(match[1], inserted)}", match.end()
        if not pieces:
            return node
        text, end = text + node.value[done:], Piece(len(text), node, done)
        return replace(node, value=text, text=text, pieces=(*pieces, end))

    def inserted(self, name: str, language: str | None) -> Node | None:
        """Return what a name in a text stands for: a cell, or the title of the group."""
        if name in self.cells:
            return self.cells[name]
        if name != _TITLE or language is None or self.group is None:
            return None
        title = self.group.find((_TITLE, language))
        return title if isinstance(title.value, str) else None

    def text_of(self, name: str, cell: Node) -> str:
        """Return a cell as it stands in a text."""
        if cell.value is None or isinstance(cell.value, dict | list):
            self.writer.report_kind(cell, name, "un texto o un número", "a text or a number")
            return ""
        return cell.value if isinstance(cell.value, str) else cell.text

    def behind_group(self, key: Node) -> Node:
        """Return an id made of a key: behind that of the group, where there is one."""
        prefix = "" if self.group is None else f"{_text(self.group, 'id')}_"
        return replace(key, value=f"{prefix}{key.value}")

    def bilingual(self, cells: Mapping[str, Node]) -> Node:
        """Return a text of cells in both languages."""
        titled = replace(self, cells={})
        texts = {language: titled.composed(_as_text(cell), language) for language, cell in cells.items()}
        return _mapping(self.node, texts)


def _is_table(item: Node) -> bool:
    return isinstance(item.value, dict) and not {"rows", "table"}.isdisjoint(item.value)


def _as_criterion(leaf: Node) -> Node:
    """Return a leaf with what speaks of its answer under `criterion`."""
    measure = [key for key in _MEASURE if key in leaf.value]
    keys = {key: leaf.keys.pop(key) for key in measure}
    criterion = Node(leaf.source, {key: leaf.value.pop(key) for key in measure}, leaf.start, leaf.end, keys)
    leaf.value["criterion"], leaf.keys["criterion"] = criterion, leaf.start
    return leaf


def _nodes_below(nodes: Iterable[Node]) -> Iterator[Node]:
    stack = list(nodes)
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node.value, dict | list):
            stack.extend(node.value.values() if isinstance(node.value, dict) else node.value)


class _Placeholder(NamedTuple):
    """A name in angle brackets, in a text or in a key of a mapping."""

    name: str
    offset: int
    node: Node
    key: str | None

    def place(self) -> Place:
        """Return where the name stands."""
        if self.key is None:
            return self.node.text_place(self.offset, len(self.name))
        place = self.node.key_place(self.key)
        return replace(place, column=place.column + self.offset, length=len(self.name))


def _placeholders(nodes: Iterable[Node]) -> Iterator[_Placeholder]:
    for node in _nodes_below(nodes):
        if isinstance(node.value, str):
            yield from (
                _Placeholder(match[1], match.start(1), node, None) for match in _PLACEHOLDER.finditer(node.value)
            )
        elif isinstance(node.value, dict):
            for key in node.value:
                yield from (_Placeholder(match[1], match.start(1), node, key) for match in _PLACEHOLDER.finditer(key))


def _text(group: Node, key: str) -> str:
    found = group.find((key,)).value
    return found if isinstance(found, str) else ""


def _as_text(cell: Node) -> Node:
    return cell if isinstance(cell.value, str) else replace(cell, value=str(cell.value))


def _mapping(row: Node, value: dict[str, Node]) -> Node:
    return Node(row.source, value, row.start, row.end, {key: node.start for key, node in value.items()})
