"""Where a table begins and ends: titles above its headings, headings in two rows, notes and sources below."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any

from ..diagnostics import nearest
from ..errors import DataError
from .frames import without_accents
from .vocabulary import OF_HEADS

# So many lines may stand above the headings, and below the last line of a table.
MOST_AROUND = 30
_MOST_SHOWN = 12
IsHead = Callable[[Sequence[str]], bool]
_PARTICLES = frozenset({"de", "del", "la"})
_NUMBER = re.compile(r"[-+]?[$]?[\d.,\s]*\d[%]?\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_NOTE = re.compile(r"(?:fuente|nota|source|note|elabora|llamada|cifras|\*|/|\(|¹|²|³|n/?[ad]\b|\d+/)", re.IGNORECASE)


def fold_heading(text: str) -> str:
    """Return a heading in small letters without accents, every run of other signs one underscore."""
    return re.sub(r"[^0-9a-z]+", "_", without_accents(text).casefold()).strip("_")


def usual_form(text: str) -> str:
    """Return a folded heading without its particles: *Clave del municipio* is *Clave municipio*."""
    return "_".join(word for word in fold_heading(text).split("_") if word not in _PARTICLES)


def fold_columns(columns: Iterable[Any]) -> dict[str, Any]:
    """Return columns by their folded headings; of equal ones the first."""
    return {fold_heading(str(column)): column for column in reversed(list(columns))}


def check_roles(chosen: Mapping[str, str] | None, names: Mapping[str, Sequence[str]]) -> None:
    """Refuse headings chosen for what is no role.

    Raises
    ------
    DataError
        With the nearest role.
    """
    for role in chosen or ():
        if role not in names:
            raise DataError("IND511", nearest(role, names), role=role, valid=", ".join(names))


def find_columns(
    columns: Iterable[Any],
    names: Mapping[str, Sequence[str]],
    chosen: Mapping[str, str] | None = None,
    but: Container[Any] = (),
) -> dict[str, Any]:
    """Return the column that plays each role, by its heading or as the caller says.

    Parameters
    ----------
    columns
        The headings of a table.
    names
        For each role the headings that it is known by, in their usual form, the usual one first.
    chosen
        Headings by role, as they are written.
    but
        Columns that play no role unless they are chosen.

    Raises
    ------
    DataError
        When a chosen heading is not there.
    """
    given = list(columns)
    known = {usual_form(str(column)): column for column in reversed(given) if column not in but}
    written = {str(column): column for column in given}
    found: dict[str, Any] = {}
    for role, spellings in names.items():
        heading = (chosen or {}).get(role)
        if heading is None:
            column = next((known[name] for name in spellings if name in known), None)
            if column is not None:
                found[role] = column
        elif heading in written:
            found[role] = written[heading]
        else:
            raise DataError("IND510", nearest(heading, list(written)), column=heading)
    return found


def find_near_column(columns: Iterable[Any], spellings: Sequence[str]) -> str | None:
    """Return the heading that is near to a spelling or holds it as a word, as it is written; None where none does."""
    for column in columns:
        form = usual_form(str(column))
        if nearest(form, spellings) or not set(spellings).isdisjoint(form.split("_")):
            return str(column)
    return None


def require_columns(
    columns: Iterable[Any], found: Mapping[str, Any], names: Mapping[str, Sequence[str]], needed: Iterable[str]
) -> None:
    """Refuse a table in which no column plays a role that is needed.

    Parameters
    ----------
    columns
        The headings of the table.
    found
        The column that plays each role, as `find_columns` returns it.
    names
        For each role the headings that it is known by.
    needed
        The roles without which nothing can be done.

    Raises
    ------
    DataError
        With the nearest heading that plays no role.
    """
    given = list(columns)
    for role in needed:
        if role not in found:
            near = find_near_column([column for column in given if column not in found.values()], names[role])
            valid, shown = ", ".join(names[role]), list_headings(given)
            raise DataError("IND521", near, column=role, valid=valid, found=shown)


def list_headings(columns: Iterable[Any]) -> str:
    """Return the first headings of a table, as they are written."""
    given = [str(column) for column in columns]
    return ", ".join(given[:_MOST_SHOWN]) + (", …" if len(given) > _MOST_SHOWN else "") or "–"


def clean_heading(text: str) -> str:
    """Return a heading in one line, without outer blanks, in the one form in which equal texts have equal letters."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def begins_table(names: Sequence[str]) -> bool:
    """Tell whether cells are headings: words, of which one says who or when."""
    filled = [name.strip() for name in names if name.strip()]
    if len(filled) < 2 or any(_NUMBER.match(name) and not _YEAR.match(name) for name in filled):
        return False
    return any(usual_form(name) in OF_HEADS for name in filled)


def find_head(rows: Sequence[Sequence[str]], is_head: IsHead) -> int | None:
    """Return which of the first rows holds the headings; None where none is known to."""
    return next((number for number, cells in enumerate(rows[:MOST_AROUND]) if is_head(cells)), None)


def is_note(cells: Sequence[str], width: int) -> bool:
    """Tell whether a line below a table is none of its lines: a text alone, or one that begins as notes do."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return True
    first = filled[0]
    if cells[0].strip() != first or first[:1].isdigit():
        return len(filled) == 1 and bool(_NOTE.match(first)) and len(first) > 12
    alone = len(filled) == 1 and width > 1
    return (alone and (" " in first or len(cells) != width)) or (len(cells) != width and bool(_NOTE.match(first)))


def join_heads(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return the headings of two rows as one: what stands above several columns is put before each of theirs."""
    found, above = [], ""
    for place in range(max(len(upper), len(lower))):
        over = upper[place].strip() if place < len(upper) else ""
        under = lower[place].strip() if place < len(lower) else ""
        above = over or (above if under else "")
        found.append(f"{above} {under}".strip())
    return found


def is_second_head(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Tell whether a row goes on with the headings above it: words below the gaps, and nothing below who and when."""
    gaps = [place for place, name in enumerate(upper) if not name.strip()]
    keys = [place for place, name in enumerate(upper) if usual_form(name) in OF_HEADS]
    below = [cell.strip() for cell in lower]
    if not gaps or any(place < len(below) and below[place] for place in keys):
        return False
    inside = [below[place] for place in gaps if place < len(below) and below[place]]
    numbers = any(_NUMBER.match(cell) and not _YEAR.match(cell) for cell in below if cell)
    return bool(inside) and not numbers
