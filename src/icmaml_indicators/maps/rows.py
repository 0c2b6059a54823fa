"""Who and when: the lines of a file by the entity and the period that they are about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..specs.model.periods import PER_YEAR, PeriodPoint, read_period
from .cells import Cells, fold_value
from .model import ColumnMap, Key, Period
from .notes import Notes

_STATE_DIGITS = 2
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre"),
    *("octubre", "noviembre", "diciembre"),
)
_KEY = {"es": "una clave", "en": "a key"}
_YEAR = {"es": "un año", "en": "a year"}
_MONTH = {"es": "un mes", "en": "a month"}


@dataclass(slots=True)
class Slot:
    """A period that the lines have figures of.

    Attributes
    ----------
    rows : integer array, shape (lines,)
        The row of each line.
    months
        The columns that are added up to the figure; none where one column holds it.
    """

    rows: NDArray[np.intp]
    months: tuple[str, ...] = ()


@dataclass(slots=True)
class Rows:
    """The rows that come of a file: sorted by entity, then period.

    Attributes
    ----------
    column_map
        Whose rows they are.
    cells
        The lines that have a key and a period.
    entities, periods : arrays of text, shape (rows,)
    points
        The periods of the file.
    slots
        What each line gives figures for.
    """

    column_map: ColumnMap
    cells: Cells
    entities: NDArray[np.object_]
    periods: NDArray[np.object_]
    points: list[PeriodPoint]
    slots: list[Slot]

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.entities)


def find_rows(column_map: ColumnMap, cells: Cells, notes: Notes) -> Rows:
    """Return the rows of a file; lines without a key or a period are told and left out."""
    entities, ids = _read_entities(column_map.entity, cells, notes)
    years, parts = _read_periods(column_map.period, cells, notes)
    usable = (entities >= 0) & (years >= 0) & (parts >= 0)
    cells, entities, years, parts = cells.select(usable), entities[usable], years[usable], parts[usable]
    period, per_year = column_map.period, PER_YEAR[column_map.period.frequency]
    if period.months:
        width = len(period.months) // per_year
        spans = [period.months[part * width : (part + 1) * width] for part in range(per_year)]
        ordinals = [(years * per_year + part, months) for part, months in enumerate(spans)]
        ordinals = [slot for slot in ordinals if _hold_figures(cells, slot[1])]
    elif period.parts:
        ordinals = [(years * per_year + part - 1, ()) for part in period.parts]
    else:
        ordinals = [(years * per_year + parts, ())]
    # One number a row: the entity, then the period.
    most = max((int(each.max(initial=0)) for each, _ in ordinals), default=0) + 1
    numbers = [entities.astype(np.int64) * most + each for each, _ in ordinals]
    distinct, inverse = np.unique(np.concatenate([*numbers, np.empty(0, np.int64)]), return_inverse=True)
    codes, found = np.divmod(distinct, most)
    points = {int(ordinal): PeriodPoint(period.frequency, int(ordinal)) for ordinal in np.unique(found)}
    names = np.array([str(points[int(ordinal)]) for ordinal in found], object)
    per_slot = inverse.reshape(len(ordinals), len(entities)) if ordinals else ()
    slots = [Slot(rows.astype(np.intp), months) for rows, (_, months) in zip(per_slot, ordinals, strict=True)]
    return Rows(column_map, cells, ids[codes], names, list(points.values()), slots)


def _hold_figures(cells: Cells, months: tuple[str, ...]) -> bool:
    """Whether any line has a figure of some months: those to come are no period of the file yet."""
    return any(not np.isnan(cells.figures(name).values).all() for name in months if cells.columns[name] is not None)


def _read_entities(entity: Key, cells: Cells, notes: Notes) -> tuple[NDArray[np.intp], NDArray[np.object_]]:
    """Return the number of each line's entity, -1 where it has none, and the keys, sorted."""
    if entity.key is not None:
        codes, texts = cells.texts(entity.key)
        keys = [text.zfill(entity.digits) if _is_digits(text) else text for text in map(_whole, texts)]
        faulty, told = codes, entity.key
    else:
        assert entity.state is not None and entity.municipality is not None
        states, of_states = cells.texts(entity.state)
        towns, of_towns = cells.texts(entity.municipality)
        pairs, codes = np.unique(states * len(of_towns) + towns, return_inverse=True)
        keys = [
            _join_key(_whole(of_states[pair // len(of_towns)]), _whole(of_towns[pair % len(of_towns)]), entity.digits)
            for pair in pairs.tolist()
        ]
        faulty, told = towns, entity.municipality
    ids = sorted({key for key in keys if key})
    place = {key: number for number, key in enumerate(ids)}
    numbers = np.array([place.get(key, -1) for key in keys], np.intp)[codes]
    notes.add_cells(cells, told, numbers < 0, faulty, _KEY)
    return numbers, np.array(ids, object)


def _whole(text: str) -> str:
    return text.removesuffix(".0")


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _join_key(state: str, town: str, digits: int) -> str:
    """Return the whole key of a municipality; empty text where the columns hold none."""
    if not (_is_digits(state) and _is_digits(town)):
        return ""
    state = state.zfill(_STATE_DIGITS)
    if len(town) == digits and town.startswith(state):
        return town
    return state + town.zfill(digits - _STATE_DIGITS) if len(town) <= digits - _STATE_DIGITS else ""


def _read_periods(period: Period, cells: Cells, notes: Notes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the year of each line, and which part of it; -1 where there is none."""
    lines = len(cells.frame)
    if period.is_ is not None:
        point = read_period(period.is_, "year").point
        assert point is not None
        year, part = divmod(point.ordinal, PER_YEAR[point.frequency])
        return np.full(lines, year, np.intp), np.full(lines, part, np.intp)
    assert period.year is not None
    codes, texts = cells.texts(period.year)
    known = [int(text) if len(text) == 4 and _is_digits(text) else -1 for text in map(_whole, texts)]
    years = np.array(known, np.intp)[codes]
    notes.add_cells(cells, period.year, years < 0, codes, _YEAR)
    if period.month is None:
        return years, np.zeros(lines, np.intp)
    codes, texts = cells.texts(period.month)
    width = len(_MONTHS) // PER_YEAR[period.into]
    months = np.array([_month(fold_value(text)) for text in texts], np.intp)[codes]
    notes.add_cells(cells, period.month, months < 0, codes, _MONTH)
    return years, np.where(months >= 0, months // width, -1)


def _month(text: str) -> int:
    """Return a month from 0 on, -1 where a text is none."""
    if text in _MONTHS:
        return _MONTHS.index(text)
    return int(text) - 1 if _is_digits(text) and 1 <= int(text) <= len(_MONTHS) else -1
