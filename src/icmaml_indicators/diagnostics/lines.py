"""The lines of a file as places count them: those of YAML 1.1, which end at more signs than most editors know."""

from __future__ import annotations

import re

_ENDS = ("\r\n", "\r", "\x85", "\u2028", "\u2029")
_END = re.compile("|".join((*_ENDS, "\n")))


def split_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text without their ends; the last one may be empty."""
    for end in _ENDS:
        text = text.replace(end, "\n")
    return tuple(text.split("\n"))


def line_starts(text: str) -> list[int]:
    """Return the offset at which each line of a text begins."""
    return [0, *(found.end() for found in _END.finditer(text))]
