"""For people: the line, a caret under the fault, what was expected, the mend."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..cells import crop, printable, width_of
from ..diagnostic import Diagnostic, Language, Place
from ..words import WORDS, hint
from .paths import shown_path

WIDTH = 120
_NARROWEST = 40
_MOST_NAMES = 16
_MOST_LINES = 4
_COLORS = {"error": "1;31", "warning": "1;33", "info": "1;36", "bold": "1", "edge": "1;34", "mend": "32"}


class _Painter:
    def __init__(self, *, color: bool) -> None:
        self.color = color

    def __call__(self, text: str, role: str) -> str:
        return f"\033[{_COLORS[role]}m{text}\033[0m" if self.color and text else text


def render_text(
    diagnostics: Sequence[Diagnostic],
    language: Language = "en",
    *,
    root: Path | None = None,
    color: bool = False,
    width: int = WIDTH,
) -> str:
    """Return each diagnostic with its excerpt and a caret under the fault.

    Parameters
    ----------
    diagnostics, language
        What is told, and how.
    root
        Files below it are named from there; the working folder by default.
    color
        Whether to write the colour sequences of terminals.
    width
        Cells that a line of the spec may take up; longer ones are cut around the fault.
    """
    paint = _Painter(color=color)
    return "\n\n".join(_one(diagnostic, language, root, paint, max(width, _NARROWEST)) for diagnostic in diagnostics)


def _one(diagnostic: Diagnostic, language: Language, root: Path | None, paint: _Painter, width: int) -> str:
    words, place, severity = WORDS[language], diagnostic.place, diagnostic.severity
    gutter = " " * len(str(place.end[0]))
    edge, equals = paint(f" {gutter} |", "edge"), paint(f" {gutter} =", "edge")
    head = paint(f"{words[severity]}[{diagnostic.code}]", severity)
    where = f"{printable(shown_path(place.file, root))}:{place.line}:{place.column}"
    lines = [head + paint(f": {printable(diagnostic.message(language))}", "bold"), f"{paint('  -->', 'edge')} {where}"]
    offer = printable(hint(diagnostic, language))
    if place.excerpt.strip():
        lines.append(edge)
        room = width - len(gutter) - 4
        stretches = _stretches(place)
        for stretch in stretches:
            if stretch is None:
                lines.append(paint(f" {gutter} …", "edge"))
                continue
            number, line, start, stop = stretch
            cut = crop(line, start, stop, room)
            lines.append(f"{paint(f' {number:>{len(gutter)}} |', 'edge')} {cut.text}".rstrip())
            carets = " " * cut.indent + paint("^" * cut.width, severity)
            if offer and stretch == stretches[-1] and cut.indent + cut.width + 1 + _width(offer) <= room:
                carets += " " + paint(offer, "mend")
                offer = ""
            lines.append(f"{edge} {carets}")
    if offer:
        lines.append(f"{equals} {paint(offer, 'mend')}")
    if diagnostic.expected:
        names = printable(", ".join(diagnostic.expected[:_MOST_NAMES]))
        more = ", …" if len(diagnostic.expected) > _MOST_NAMES else ""
        lines.append(f"{equals} {words['valid']}: {names}{more}")
    return "\n".join(lines)


_Stretch = tuple[int, str, int, int]


def _stretches(place: Place) -> list[_Stretch | None]:
    """Return the lines of a place, each with the span to mark; None stands for lines left out of a long one."""
    start = place.column - 1
    found: list[_Stretch | None] = [(place.line, place.excerpt, start, start + place.length)]
    for offset, line in enumerate(place.below, 1):
        stop = place.last if offset == len(place.below) else len(line.rstrip())
        if line.strip():
            found.append((place.line + offset, line, len(line) - len(line.lstrip()), stop))
    if len(found) > _MOST_LINES:
        found[2:-1] = [None]
    return found


def _width(text: str) -> int:
    return sum(width_of(sign) for sign in text)
