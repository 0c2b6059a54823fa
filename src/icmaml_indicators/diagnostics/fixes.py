"""Mends that a machine can make: what stands in the place of what, and whether the meaning may change by it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .diagnostic import Diagnostic
from .suggest import edit_distance
from .synonyms import Kind, is_same, kind_of_choices


@dataclass(frozen=True, slots=True)
class Fix:
    """One replacement in a file.

    Attributes
    ----------
    code
        Code of the diagnostic that it mends.
    file, line, column, length
        What is replaced; counted from 1, in characters.
    excerpt
        The whole line as it was read, or all lines that are replaced: where they no longer read so, the fix is void.
    text
        What stands there afterwards.
    safe
        Whether only the writing is mended. What changes which figure is read, or may, is not safe.
    """

    code: str
    file: str
    line: int
    column: int
    length: int
    excerpt: str
    text: str
    safe: bool

    @property
    def end(self) -> tuple[int, int]:
        """Line and column just after what is replaced."""
        *above, last = self.excerpt.split("\n")
        return (self.line + len(above), len(last) + 1) if above else (self.line, self.column + self.length)


_QUOTES = "\"'"
# What the words are that these codes are about; of choices (IND107) the choices tell it.
_KINDS: dict[str, Kind] = {"IND104": "key", "IND128": "key", "IND203": "function"}


def fix_of(diagnostic: Diagnostic) -> Fix | None:
    """Return the mend of a diagnostic, or None where a person has to decide."""
    maker = _MAKERS.get(diagnostic.code)
    return maker(diagnostic) if maker is not None and not diagnostic.place.below else None


def _fix(diagnostic: Diagnostic, old: str, new: str, *, safe: bool) -> Fix | None:
    """Replace `old` by `new` at the place of the diagnostic, or just inside the quotes that begin there."""
    place = diagnostic.place
    start = place.column - 1
    if place.excerpt[start : start + 1] in {'"', "'"} and not old.startswith(place.excerpt[start]):
        start += 1
    if not old or place.excerpt[start : start + len(old)] != old:
        return None
    return Fix(diagnostic.code, place.file, place.line, start + 1, len(old), place.excerpt, new, safe)


def _clear(written: str, suggestion: str, valid: tuple[str, ...]) -> bool:
    """Whether a suggestion is a slip of the pen away (one in four characters at most), and every other choice more."""
    slips = {choice: edit_distance(written.casefold(), choice.casefold()) for choice in {suggestion, *valid}}
    nearest = slips.pop(suggestion)
    return nearest <= max(1, len(written) // 4) and all(nearest < other for other in slips.values())


def _misspelt(detail: str) -> Callable[[Diagnostic], Fix | None]:
    """Return the maker of fixes for a word of the spec language."""

    def make(diagnostic: Diagnostic) -> Fix | None:
        written, suggestion = str(diagnostic.details[detail]), diagnostic.suggestion
        if suggestion is None:
            return None
        same = is_same(_KINDS.get(diagnostic.code) or kind_of_choices(diagnostic.expected), written, suggestion)
        safe = _clear(written, suggestion, diagnostic.expected) if same is None else same
        return _fix(diagnostic, written, suggestion, safe=safe)

    return make


def _misnamed(detail: str) -> Callable[[Diagnostic], Fix | None]:
    """Return the maker of fixes for a name that the spec itself gave: another name is another figure."""

    def make(diagnostic: Diagnostic) -> Fix | None:
        if diagnostic.suggestion is None:
            return None
        written = str(diagnostic.details[detail])
        same = is_same(_KINDS.get(diagnostic.code), written, diagnostic.suggestion)
        return _fix(diagnostic, written, diagnostic.suggestion, safe=bool(same)) if same is not False else None

    return make


def _number(diagnostic: Diagnostic) -> Fix | None:
    """Write a number as a number; its quotes go. A comma may part thousands or decimals: a person has to know."""
    given, mend = str(diagnostic.details["given"]), str(diagnostic.details["mend"])
    written = diagnostic.place.text
    if written not in {given, f'"{given}"', f"'{given}'"}:
        return None
    place = diagnostic.place
    safe = "," not in given
    return Fix(diagnostic.code, place.file, place.line, place.column, len(written), place.excerpt, mend, safe)


def _truth(diagnostic: Diagnostic) -> Fix | None:
    """Write `yes`, `No` or `"true"` as this language has it; quotes go."""
    written = diagnostic.place.text
    if diagnostic.suggestion is None or f"`{written.strip(_QUOTES)}`" != diagnostic.details["given"]:
        return None
    return _fix(diagnostic, written, diagnostic.suggestion, safe=True)


_WORD = re.compile(r"\w")


def _habit(diagnostic: Diagnostic) -> Fix | None:
    """Write a sign of another language as this one has it; a sign that becomes a word is set apart by spaces."""
    place, new = diagnostic.place, diagnostic.suggestion
    # Of a name that holds a strange letter, the place is that of the letter: which figure is meant, a person decides.
    if new is None or "name" in diagnostic.details:
        return None
    if new.isalpha():
        before, after = place.excerpt[: place.column - 1][-1:], place.excerpt[place.column - 1 + place.length :][:1]
        new = f"{' ' * bool(_WORD.match(before))}{new}{' ' * bool(_WORD.match(after))}"
    # `&` joins texts and `|` pipes elsewhere, and both bind tighter: what was meant is for a person to say.
    return _fix(diagnostic, place.text, new, safe=not new.strip().isalpha())


def _rewritten(*, safe: bool) -> Callable[[Diagnostic], Fix | None]:
    """Return the maker of fixes for a form that was retired: lines as the diagnostic has them."""

    def make(diagnostic: Diagnostic) -> Fix | None:
        if "mend" not in diagnostic.details:
            return None
        line, old, new = (str(diagnostic.details[key]) for key in ("line", "old", "mend"))
        return Fix(diagnostic.code, diagnostic.place.file, int(line), 1, len(old), old, new, safe)

    return make


_MAKERS: dict[str, Callable[[Diagnostic], Fix | None]] = {
    "IND104": _misspelt("key"),
    "IND106": _truth,
    "IND107": _misspelt("given"),
    "IND111": _misnamed("part"),
    "IND115": _misnamed("given"),
    "IND114": _number,
    "IND124": _misnamed("name"),
    "IND128": _misspelt("key"),
    "IND129": _misnamed("name"),
    "IND132": _rewritten(safe=True),
    "IND134": _rewritten(safe=True),
    "IND136": _rewritten(safe=False),
    "IND137": _rewritten(safe=True),
    "IND201": _habit,
    "IND202": _misnamed("name"),
    "IND203": _misnamed("name"),
    "IND207": _misnamed("option"),
    "IND304": _misnamed("name"),
    "IND316": _misnamed("name"),
    "IND335": _misnamed("name"),
    "IND336": _misnamed("name"),
    "IND339": _misnamed("name"),
}
