"""Comments of a YAML file, with their places. A ``#`` inside a scalar is no comment: the scanner's tokens tell."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from .nodes import Source
from .yaml_reader import LOADER


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: its text without the ``#``, where it begins (from 0), and whether it has the line to itself."""

    text: str
    line: int
    column: int
    alone: bool


def comments(source: Source, last_line: int | None = None) -> list[Comment]:
    """Return the comments of a file that could be read as YAML; none of one that could not.

    Parameters
    ----------
    source
        The file.
    last_line
        The last line to look at, counted from 0; all by default.
    """
    lines = source.lines if last_line is None else source.lines[: last_line + 1]
    taken: dict[int, list[tuple[int, int]]] = {}
    try:
        for token in yaml.scan(source.text, Loader=LOADER):
            start, end = token.start_mark, token.end_mark
            if start.line >= len(lines):
                break
            if not isinstance(token, yaml.ScalarToken):
                continue
            for line in range(start.line, end.line + 1):
                first = start.column if line == start.line else 0
                last = end.column if line == end.line else len(source.lines[line]) if line < len(source.lines) else 0
                taken.setdefault(line, []).append((first, last))
    except yaml.YAMLError:
        return []
    found = []
    for number, text in enumerate(lines):
        for column, sign in enumerate(text):
            if sign != "#" or any(first <= column < last for first, last in taken.get(number, ())):
                continue
            if column and not text[column - 1].isspace():
                continue
            found.append(Comment(text[column + 1 :].strip(), number, column, not text[:column].strip()))
            break
    return found
