"""What a spec keeps of a line of COINr in its notes, so that the tables can be written again: its code, its target."""

from __future__ import annotations

import re

from ..specs import Text

_CODE, _TARGET = ("Código en COINr: {}", "Code in COINr: {}"), ("Meta en COINr: {}", "Target in COINr: {}")
_CODE_READ, _TARGET_READ = (
    re.compile(r"Code in COINr: (\S+?)\.(?=\s|$)"),
    re.compile(r"Target in COINr: (\S+?)\.(?=\s|$)"),
)


def mark_lines(code: str | None, target: str | None) -> tuple[str, str] | None:
    """Return a note in Spanish and English that keeps a code and a target; None where neither is to be kept."""
    kept = [(words, given) for words, given in ((_CODE, code), (_TARGET, target)) if given is not None]
    if not kept:
        return None
    spanish, english = (" ".join(words[place].format(given) + "." for words, given in kept) for place in (0, 1))
    return spanish, english


def code_of(note: Text | None) -> str | None:
    """Return the code that a note keeps."""
    found = _CODE_READ.search(note.en) if note is not None else None
    return found[1] if found else None


def target_of(note: Text | None) -> float | None:
    """Return the target that a note keeps."""
    found = _TARGET_READ.search(note.en) if note is not None else None
    try:
        return float(found[1]) if found else None
    except ValueError:
        return None
