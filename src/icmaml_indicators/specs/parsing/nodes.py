"""A YAML text as a tree of nodes that know where they stand."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from ...diagnostics import Place
from ...diagnostics.brief import Brief
from ...diagnostics.lines import line_starts, split_lines

Scalar = str | int | float | bool | None
Path = tuple[int | str, ...]
# What libyaml folds: blanks, tabs and the ends of lines of YAML 1.1.
_FOLDED = frozenset(" \t\n\r\x85\u2028\u2029")


@dataclass(frozen=True, slots=True, repr=False)
class Source(Brief):
    """One file and its lines, from which excerpts are cut."""

    name: str
    text: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, name: str | PurePath, text: str) -> Source:
        """Split `text` as libyaml counts lines."""
        return cls(str(name), text, split_lines(text))

    def place(self, line: int, column: int, length: int = 1) -> Place:
        """Return the place at zero-based `line` and `column`."""
        excerpt = self.lines[line] if 0 <= line < len(self.lines) else ""
        length = max(1, min(length, max(1, len(excerpt) - column)))
        return Place(self.name, line + 1, column + 1, length, excerpt)

    def place_at(self, offset: int) -> Place:
        """Return the place of a character of the text."""
        starts = line_starts(self.text)
        line = bisect_right(starts, offset) - 1
        return self.place(line, offset - starts[line])

    def offset(self, at: tuple[int, int]) -> int:
        """Return which character of the text stands at a line and a column, both from zero."""
        return line_starts(self.text)[at[0]] + at[1]

    def replacement(self, start: int, end: int, text: str) -> dict[str, str]:
        """Return what a mend writes in the place of some characters: the lines that they begin in, before and after."""
        starts = line_starts(self.text)
        line = bisect_right(starts, start) - 1
        before = self.text[starts[line] : start]
        return {"line": str(line + 1), "old": before + self.text[start:end], "mend": before + text}

    def stretch(self, start: tuple[int, int], end: tuple[int, int]) -> Place:
        """Return the place from `start` to `end`, both from zero; blank lines at its end are no part of it."""
        (line, column), (last, stop) = start, end
        while last > line and not (last < len(self.lines) and self.lines[last][:stop].strip()):
            last -= 1
            stop = len(self.lines[last]) if last < len(self.lines) else 0
        if last == line:
            return self.place(line, column, len(self.lines[line].rstrip()) - column)
        first = self.place(line, column, len(self.lines[line].rstrip()) - column)
        used = len(self.lines[last][:stop].rstrip())
        return replace(first, below=self.lines[line + 1 : last + 1], last=used)


_MOST_SHOWN = 60


def shown_value(value: object) -> str:
    """Return a value as messages show it: a scalar in ticks and not too long, of a collection only the kind."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[…]"
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    text = " ".join(str(value).split())
    return f"`{text[:_MOST_SHOWN]}…`" if len(text) > _MOST_SHOWN else f"`{text}`"


@dataclass(frozen=True, slots=True)
class Piece:
    """From character `start` on, a text was taken from another node, there from character `offset` on."""

    start: int
    node: Node
    offset: int


@dataclass(slots=True, eq=False, repr=False)
class Node(Brief):
    """A mapping, a sequence or a scalar, with its place; lines and columns count from 0.

    `value` is a dict of Nodes, a list of Nodes or a plain value; `keys` holds the place of each key of a mapping.
    `text` is the scalar as written; `pieces` tells where its parts were taken from, if from several places.
    """

    source: Source
    value: Any
    start: tuple[int, int]
    end: tuple[int, int]
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    text: str = ""
    plain: bool = True
    pieces: tuple[Piece, ...] = ()

    def __repr__(self) -> str:
        return f"<Node {shown_value(self.value)} at {self.source.name}:{self.start[0] + 1}>"

    def data(self) -> Any:
        """Return the plain Python data below this node."""
        if isinstance(self.value, dict):
            return {key: node.data() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.data() for node in self.value]
        return self.value

    def child(self, part: int | str) -> Node | None:
        """Return the node one step below, or None."""
        if isinstance(self.value, dict):
            return self.value.get(part)
        if isinstance(self.value, list) and isinstance(part, int) and part < len(self.value):
            node: Node = self.value[part]
            return node
        return None

    def find(self, path: Path) -> Node:
        """Return the deepest node on `path`; parts that name no child (tags of a union) are passed over."""
        node = self
        for part in path:
            node = node.child(part) or node
        return node

    def place(self) -> Place:
        """Return where the value stands: a scalar whole, a collection at its first character."""
        line, column = self.start
        if isinstance(self.value, dict | list):
            return self.source.place(line, column)
        if self.start[0] == self.end[0]:
            return self.source.place(line, column, self.end[1] - column)
        return self.source.stretch(self.start, self.end)

    def key_place(self, key: str) -> Place:
        """Return where a key of this mapping stands."""
        line, column = self.keys[key]
        source = self.value[key].source if key in self.value else self.source
        return source.place(line, column, len(key))

    def text_place(self, offset: int, length: int = 1) -> Place:
        """Return where character `offset` of a scalar's value stands, whatever the quoting or folding.

        Folding and quoting change only white space and wrappers, so the characters that are not white space
        are matched one by one between value and source.
        """
        if self.pieces:
            piece = next(piece for piece in reversed(self.pieces) if piece.start <= offset)
            return piece.node.text_place(offset - piece.start + piece.offset, length)
        rank = sum(1 for c in self.text[:offset] if c not in _FOLDED)
        (line, column), (end_line, end_column) = self.start, self.end
        lines = self.source.lines
        if line < len(lines) and lines[line][column : column + 1] in {"|", ">"}:
            line, column = line + 1, 0
        elif line < len(lines) and lines[line][column : column + 1] in {'"', "'"}:
            column += 1
        while line <= min(end_line, len(lines) - 1):
            stop = end_column if line == end_line else len(lines[line])
            while column < stop:
                if lines[line][column] not in _FOLDED:
                    if rank == 0:
                        return self.source.place(line, column, length)
                    rank -= 1
                column += 1
            line, column = line + 1, 0
        # Past the last character: the fault is at the end of the text.
        line = min(end_line, len(lines) - 1)
        if end_column == 0 and line > 0:
            line -= 1
            return self.source.place(line, len(lines[line].rstrip()))
        return self.source.place(line, min(end_column, len(lines[line].rstrip())))
