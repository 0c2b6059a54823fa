"""What every map asks of a file: its columns and the lines that are used, and what is told of the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn

from ..data.model.table import CREDITS, MAPPED
from ..diagnostics import nearest
from ..errors import DataError
from ..specs.model.periods import PeriodPoint, read_period
from ..tables.frames import index_as_columns, plain_frame
from ..tables.headings import fold_heading, list_headings
from .cells import Cells, FoundColumn, match_columns
from .model import FileMap, Where
from .notes import Notes

if TYPE_CHECKING:
    import pandas as pd

_ASKED = {"es": "no cumplen la condición del mapa", "en": "they do not meet the condition of the map"}


def take_lines(column_map: FileMap, frame: pd.DataFrame, notes: Notes) -> Cells:
    """Return the lines of a file that a map uses, by the columns of the map; tell what is missing or left out.

    Raises
    ------
    DataError
        When the file lacks columns that every line needs.
    """
    frame = plain_frame(index_as_columns(frame))
    columns = match_columns(column_map, frame.columns)
    _refuse_other_file(column_map, columns, frame)
    if column_map.unverified_headings:
        notes.add("IND710", column_map.id, list_headings(column_map.unverified_headings), map=column_map.id)
    for name in (name for name, found in columns.items() if found is None):
        expected, near = _expected_headings(column_map, [name], frame)
        notes.add("IND711", name, f"→ {near}?" if near else "", column=name, expected=expected)
    return _leave_out(Cells(column_map, frame, columns), notes)


def refuse_without_lines(column_map: FileMap, frame: pd.DataFrame, notes: Notes) -> NoReturn:
    """Raise where a map uses no line of a file, with what was found on the way."""
    raise DataError("IND709", map=column_map.id, count=len(frame), found=notes.words())


def hand_over(column_map: FileMap, frame: pd.DataFrame, made: pd.DataFrame, notes: Notes) -> pd.DataFrame:
    """Return the table that was made of a file, with what was found on the way and the words of credit."""
    credit = {"es": column_map.credit.es, "en": column_map.credit.en}
    made.attrs = frame.attrs | {MAPPED: notes.found, CREDITS: [credit]}
    return made


def note_new_headings(cells: Cells, points: Sequence[PeriodPoint], notes: Notes) -> None:
    """Tell which headings are known only since a later period than the first of the file."""
    for found in cells.columns.values():
        if found is None or found.valid_from is None or not points:
            continue
        since = read_period(found.valid_from, "year").point
        first = min(points, key=lambda point: point.sort_key)
        if since is not None and first.years < since.years:
            notes.add("IND712", str(found.column), str(first), column=found.name, since=found.valid_from)


def _refuse_other_file(column_map: FileMap, columns: Mapping[str, FoundColumn | None], frame: pd.DataFrame) -> None:
    """Raise where a column is missing that every line needs."""
    needed = dict.fromkeys([*column_map.key_columns, *column_map.where])
    needed |= dict.fromkeys(one.column for one in column_map.leave_out)
    missing = [name for name in needed if columns[name] is None]
    if missing:
        expected, near = _expected_headings(column_map, missing, frame)
        raise DataError("IND707", near, map=column_map.id, missing=expected, found=list_headings(frame.columns))


def _expected_headings(column_map: FileMap, names: Sequence[str], frame: pd.DataFrame) -> tuple[str, str | None]:
    """Return the headings of columns, and the one of the file that is nearest to the first."""
    expected = [one.heading for name in names for one in column_map.columns[name].headings]
    known = {fold_heading(str(column)): str(column) for column in frame.columns}
    near = nearest(fold_heading(expected[0]), known)
    return list_headings(expected), known[near] if near else None


def _leave_out(cells: Cells, notes: Notes) -> Cells:
    """Return the lines that are about somebody and meet the condition of the map; tell how many others there are."""
    for rule in cells.column_map.leave_out:
        others = cells.hold(rule.column, rule.values)
        if others.any():
            because = {"es": rule.because.es, "en": rule.because.en}
            notes.add("IND714", rule.column, count=int(others.sum()), because=because)
            cells = cells.select(~others)
    if cells.column_map.where:
        meeting = cells.meet(cells.column_map.where)
        if not meeting.any():
            note_unmet(cells, cells.column_map.id, cells.column_map.where, notes)
        elif not meeting.all():
            notes.add("IND714", cells.column_map.id, count=int((~meeting).sum()), because=_ASKED)
        cells = cells.select(meeting)
    return cells


def note_unmet(cells: Cells, subject: str, condition: Where, notes: Notes) -> None:
    """Tell of a condition that no line meets, with the value of the file that is nearest to what it asks for."""
    alone = [name for name, values in condition.items() if not cells.hold(name, values).any()]
    for name in alone or list(condition):
        values = ", ".join(map(str, condition[name]))
        near = nearest(values, cells.texts(name)[1]) if alone else None
        notes.add("IND713", subject, f"→ {near}?" if near else "", column=name, values=values)
