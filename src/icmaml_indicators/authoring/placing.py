"""Text put into a YAML file at the right indentation; every other byte stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..diagnostics.lines import split_lines
from ..errors import IcmamlError
from ..specs.parsing.nodes import Node

_FLOW = (
    "está escrito entre corchetes o llaves; póngalo en líneas con guiones",
    "it is written in brackets or braces; write it on lines with dashes",
)


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines to put in after line `after` (-1: at the top); `cut` is taken off the end of that line first."""

    after: int
    lines: tuple[str, ...]
    cut: str = ""


class Page:
    """A YAML text by lines, with its kind of line ends."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.end = "\r\n" if "\r\n" in text else "\n"
        self.lines = text.split(self.end)
        if tuple(self.lines) != split_lines(text):
            raise self.refusal(
                "mezcla fines de línea, o tiene otros que LF y CRLF",
                "it mixes line ends, or has others than LF and CRLF",
            )

    def refusal(self, es: str, en: str) -> IcmamlError:
        """Return the error that nothing can be inserted here."""
        return IcmamlError("IND571", path=self.path, problem_es=es, problem_en=en)

    def with_edits(self, edits: Sequence[Edit]) -> str:
        """Return the text with edits made, the last one first so that line numbers hold."""
        lines = list(self.lines)
        for edit in sorted(edits, key=lambda edit: edit.after, reverse=True):
            if edit.cut:
                lines[edit.after] = lines[edit.after].removesuffix(edit.cut).rstrip()
            lines[edit.after + 1 : edit.after + 1] = edit.lines
        return self.end.join(lines)

    def append(self, holder: Node, key: str, column: int, item: Sequence[str]) -> Edit:
        """Put an item at the end of the list under `key` of a mapping whose keys begin at `column`.

        Parameters
        ----------
        item
            Lines of the item without indentation, the first one beginning with a dash.
        """
        present = holder.value.get(key)
        if self.char(holder.start) == "{":
            raise self.refusal(*_FLOW)
        if present is None:
            at = self.last_line(holder.start[0], column - 1)
            return Edit(at, (f"{' ' * column}{key}:", *_indented(item, column + 2)))
        line = holder.keys[key][0]
        if present.value is None:
            return Edit(line, _indented(item, column + 2))
        if self.char(present.start) == "[":
            rest = self.lines[line][present.start[1] :].strip() if present.start[0] == line else ""
            if present.value or rest.replace(" ", "") != "[]":
                raise self.refusal(*_FLOW)
            return Edit(line, _indented(item, column + 2), cut=self.lines[line][present.start[1] :])
        if not isinstance(present.value, list) or not present.value:
            raise self.refusal(f"`{key}` no es una lista", f"`{key}` is not a list")
        dash = present.start[1]
        return Edit(self.last_line(present.value[-1].start[0], dash), _indented(item, dash))

    def before(self, line: int, lines: Sequence[str]) -> Edit:
        """Put lines before a line, and before the comments that stand directly above it."""
        while line > 0 and self.lines[line - 1].lstrip().startswith("#"):
            line -= 1
        return Edit(line - 1, tuple(lines))

    def char(self, place: tuple[int, int]) -> str:
        """Return the character at a place."""
        line, column = place
        return self.lines[line][column : column + 1]

    def last_line(self, start: int, column: int) -> int:
        """Return the last line of what begins at line `start` and is indented by more than `column`."""
        last = start
        for number in range(start + 1, len(self.lines)):
            line = self.lines[number]
            if not line.strip():
                continue
            if len(line) - len(line.lstrip(" ")) <= column:
                break
            last = number
        return last


def _indented(lines: Sequence[str], column: int) -> tuple[str, ...]:
    return tuple(" " * column + line for line in lines)
