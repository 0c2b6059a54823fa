"""Names of sheets: such as Excel allows, from titles, none of them twice in a workbook."""

from __future__ import annotations

import re

# What Excel allows in no name; it counts letters beyond the basic plane twice.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST = 31
# Kept by Excel for a sheet of its own, in its languages.
_RESERVED = {"history", "historial"}


class SheetNames:
    """The names that a workbook has so far."""

    def __init__(self) -> None:
        self.used = set(_RESERVED)

    def name(self, title: str) -> str:
        """Return a name for a sheet: its title as far as there is room, with a number where that is taken."""
        plain = " ".join(_FORBIDDEN.sub(" ", title).split()) or "-"
        name, number = _cut(plain, ""), 2
        while name.casefold() in self.used:
            name = _cut(plain, f" {number}")
            number += 1
        self.used.add(name.casefold())
        return name


def _cut(title: str, end: str) -> str:
    """Return a title cut to the room that its end leaves."""
    while length_in_excel(title + end) > _LONGEST:
        title = title[:-1]
    return f"{title.rstrip()}{end}"


def length_in_excel(text: str) -> int:
    """Return how many letters Excel counts in a text."""
    return len(text) + sum(sign > "\uffff" for sign in text)
