"""Text in cells of a terminal: what each character takes up, and what may be printed at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

TAB = 4


# What lays text out where it has room for lines.
LAYOUT = "\n\r\t"


def printable(text: str, keep: str = "") -> str:
    """Return `text` with what acts or hides spelt out: controls, marks that turn the direction, what is no character.

    Specs and data are not trusted: what stands in them must do nothing on a terminal, on a page or in a sheet.

    Parameters
    ----------
    text
        From a spec or from data.
    keep
        Signs that may stay: ``LAYOUT``, or some of it.
    """
    if text.isprintable():
        return text
    return "".join(_spelt(sign) if _hides(sign) and sign not in keep else sign for sign in text)


def _hides(sign: str) -> bool:
    return (
        unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}
        or sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        or ord(sign) & 0xFFFE == 0xFFFE
    )


def _spelt(sign: str) -> str:
    return f"\\u{ord(sign):04x}"


def name_of_sign(sign: str) -> str:
    """Return number and name of a character that is easily taken for another: ``U+00A0, no-break space``."""
    name = unicodedata.name(sign, "").lower()
    return f"U+{ord(sign):04X}, {name}" if name else f"U+{ord(sign):04X}"


def width_of(sign: str) -> int:
    """Return how many cells a printable character takes: two where wide, none where it joins the one before."""
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One character of a line as it is shown, and its width."""

    text: str
    width: int


def cells_of(line: str) -> list[Cell]:
    """Return a line character by character; a tab reaches to the next stop."""
    found: list[Cell] = []
    at = 0
    for sign in line:
        if sign == "\t":
            cell = Cell(" " * (TAB - at % TAB), TAB - at % TAB)
        elif _hides(sign):
            cell = Cell(_spelt(sign), len(_spelt(sign)))
        else:
            cell = Cell(sign, width_of(sign))
        found.append(cell)
        at += cell.width
    return found


@dataclass(frozen=True, slots=True)
class CroppedLine:
    """A line cut to a width around a span: what is shown, and where the span begins and how wide it is in it."""

    text: str
    indent: int
    width: int


def crop(line: str, start: int, stop: int, width: int) -> CroppedLine:
    """Cut a line to `width` cells around its characters from `start` to `stop`; ``…`` stands for what was cut off."""
    cells, whole = _laid_out(line)
    start = min(start, len(cells))
    stop = max(min(stop, len(cells)), start)
    first, last = 0, len(cells)
    if whole > width:
        first, last = _window(cells, start, stop, max(width - 2, 1))
    head, tail = "…" if first > 0 else "", "…" if last < len(cells) else ""
    shown = head + "".join(cell.text for cell in cells[first:last]) + tail
    indent = len(head) + _width(cells[first:start])
    return CroppedLine(shown, indent, max(1, _width(cells[start : min(stop, last)])))


@lru_cache(maxsize=16)
def _laid_out(line: str) -> tuple[list[Cell], int]:
    """Return the cells of a line and how wide they are; many faults may stand in one long line."""
    cells = cells_of(line.rstrip())
    return cells, _width(cells)


def _width(cells: Sequence[Cell]) -> int:
    return sum(cell.width for cell in cells)


def _window(cells: list[Cell], start: int, stop: int, room: int) -> tuple[int, int]:
    """Return the stretch of cells to show: the span with as much before it as after it."""
    first = last = start
    used = 0
    while last < stop and used + cells[last].width <= room:
        used += cells[last].width
        last += 1
    before = (room - used) // 2
    while first > 0 and cells[first - 1].width <= before:
        first -= 1
        before -= cells[first].width
        used += cells[first].width
    while last < len(cells) and used + cells[last].width <= room:
        used += cells[last].width
        last += 1
    while first > 0 and used + cells[first - 1].width <= room:
        first -= 1
        used += cells[first].width
    # What joins the character before it cannot stand first.
    while first < start and cells[first].width == 0:
        first += 1
    return first, last
