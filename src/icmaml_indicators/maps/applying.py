"""A map applied to the table of a file: filters, sums and factors give the variables; what is in doubt is noted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .lines import hand_over, note_new_headings, note_unmet, refuse_without_lines, take_lines
from .model import ColumnMap, Output, Term
from .notes import Notes
from .rows import Rows, find_rows
from .sums import EXACT, add_by_group, align, to_figures, to_units

if TYPE_CHECKING:
    import pandas as pd

_NUMBER = {"es": "un número", "en": "a number"}
_OF_MONTH = {"es": "algún mes", "en": "some month"}
_OF_LINE = {"es": "la cifra de alguna fila", "en": "the figure of some line"}


def apply_map(column_map: ColumnMap, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table of variables that a file gives by a map.

    Parameters
    ----------
    column_map
        The map.
    frame
        The table as it stands in the file.

    Returns
    -------
    DataFrame
        One line an entity in a period, sorted: ``entity``, ``period``, what the map carries along, and the variables.
        Findings and the words of credit go along in its ``attrs``.

    Raises
    ------
    DataError
        When the file lacks columns that every line needs, or no line is left.
    """
    import pandas as pd

    notes = Notes()
    cells = take_lines(column_map, frame, notes)
    rows = find_rows(column_map, cells, notes)
    if not rows.count:
        refuse_without_lines(column_map, frame, notes)
    note_new_headings(cells, rows.points, notes)
    table: dict[str, Any] = {"entity": rows.entities, "period": rows.periods}
    for heading, name in column_map.carry.items():
        if cells.columns[name] is not None:
            table[heading] = _carried(rows, name)
    for variable in column_map.variables:
        figures = _Sums(variable, rows, notes).figures()
        if figures is not None:
            table[variable.id] = _whole(figures)
    return hand_over(column_map, frame, pd.DataFrame(table), notes)


def _whole(figures: NDArray[np.float64]) -> Any:
    """Return figures as whole numbers where all are, so that they are shown as such."""
    import pandas as pd

    known = figures[~np.isnan(figures)]
    is_whole = bool((known == np.floor(known)).all()) and float(np.abs(known).max(initial=0.0)) < EXACT
    return pd.array(figures, dtype="Int64") if is_whole else figures


def _carried(rows: Rows, name: str) -> NDArray[np.object_]:
    """Return a text for each row; of several the first in the order of text, whatever the order of lines."""
    codes, texts = rows.cells.texts(name)
    order = np.argsort(np.array(texts, object), kind="stable")
    rank = np.empty(len(texts), np.intp)
    rank[order] = np.arange(len(texts))
    empty = np.array([not text for text in texts], np.bool_)[codes]
    least = np.full(rows.count, len(texts), np.intp)
    for slot in rows.slots:
        np.minimum.at(least, slot.rows[~empty], rank[codes[~empty]])
    return np.append(np.array(texts, object)[order], "")[least]


@dataclass(slots=True)
class _Part:
    """What one term comes to, row by row: whole numbers of 10^-decimals, and where there is a figure or part of it."""

    units: NDArray[Any]
    decimals: int
    present: NDArray[np.bool_]
    begun: NDArray[np.bool_]


class _Sums:
    """Works out one variable."""

    def __init__(self, variable: Output, rows: Rows, notes: Notes) -> None:
        self.variable, self.rows, self.notes = variable, rows, notes
        self.cells = rows.cells
        self.incomplete: dict[str, tuple[NDArray[np.bool_], dict[str, str]]] = {}

    def figures(self) -> NDArray[np.float64] | None:
        """Return a figure for each row, NaN where there is none; None where the file lacks a column, or all lines."""
        if any(self.cells.columns[name] is None for name in self._columns()):
            return None
        parts = []
        for term in self.variable.terms:
            lines = self.cells.meet(self.variable.where, term.where)
            if not lines.any():
                note_unmet(self.cells, self.variable.id, self.variable.where | term.where, self.notes)
                return None
            parts.append(self._work_out(term, lines))
        present = np.logical_and.reduce([part.present for part in parts])
        begun = np.logical_or.reduce([part.begun | part.present for part in parts])
        for term, part in zip(self.variable.terms, parts, strict=True):
            if len(parts) > 1:
                self._note_incomplete(begun & ~part.present & ~part.begun, _named(term))
        for where, missing in self.incomplete.values():
            self._note("IND716", where, missing=missing)
        decimals = max(part.decimals for part in parts)
        total = np.zeros(self.rows.count, object if any(part.units.dtype == object for part in parts) else np.int64)
        for term, part in zip(self.variable.terms, parts, strict=True):
            units = align(part.units, part.decimals, decimals)
            total = total - units if term.less else total + units
        times = self.variable.times
        return np.where(present, to_figures(total, decimals, 1 if times is None else times.number), np.nan)

    def _columns(self) -> list[str]:
        """Return the columns that the variable reads."""
        variable, period = self.variable, self.rows.column_map.period
        names = [*variable.where, *(name for term in variable.terms for name in term.where)]
        names += [name for term in variable.terms if (name := variable.column_of(term)) is not None]
        return [*names, *(period.months if variable.lines != "count" else ())]

    def _work_out(self, term: Term, lines: NDArray[np.bool_]) -> _Part:
        """Return what a term comes to."""
        count = self.rows.count
        held = np.zeros(count, np.intp)
        for slot in self.rows.slots:
            held += np.bincount(slot.rows[lines], minlength=count)
        if self.variable.lines == "count":
            here = np.ones(count, np.bool_)
            return _Part(held.astype(np.int64), 0, here, here)
        values, groups, begun = self._gather(term, lines)
        units, decimals = to_units(values)
        absent = np.bincount(groups[np.isnan(values)], minlength=count)
        started = np.bincount(groups[begun], minlength=count) > 0
        present = (held > 0) & (absent == 0)
        if self.variable.lines == "one":
            kinds = self.cells.number_values([*self.variable.where, *term.where])[lines]
            sums, present = self._choose_one(values, units, groups, np.tile(kinds, len(self.rows.slots)), present)
        else:
            sums = add_by_group(units, groups, count)
            if not self.rows.column_map.period.months:
                self._note_incomplete(started & ~present, _OF_LINE)
        if self.rows.column_map.period.months:
            self._note_incomplete(started & ~present & (held > 0), _OF_MONTH)
        if self.variable.no_line == "zero":
            present = present | (held == 0)
        return _Part(sums, decimals, present, started)

    def _gather(
        self, term: Term, lines: NDArray[np.bool_]
    ) -> tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.bool_]]:
        """Return the figures of some lines, the row of each, and where at least a part of it is there."""
        column = self.variable.column_of(term)
        values, groups, begun = [], [], []
        for slot in self.rows.slots:
            figures = [self._read(name, lines) for name in (slot.months or (column,)) if name is not None]
            months = np.array(figures).reshape(len(figures), -1)
            units, decimals = to_units(months)
            summed = to_figures(units.sum(axis=0), decimals)
            values.append(np.where(np.isnan(months).any(axis=0), np.nan, summed))
            groups.append(slot.rows[lines])
            begun.append(~np.isnan(months).all(axis=0))
        return np.concatenate(values), np.concatenate(groups), np.concatenate(begun)

    def _read(self, name: str, lines: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the figures of some lines in a column, and tell of cells that hold something else."""
        found = self.cells.figures(name)
        odd = found.odd & lines
        if odd.any():
            self.notes.add_cells(self.cells, name, odd, self.cells.texts(name)[0], _NUMBER)
            found.odd &= ~lines  # told once
        return found.values[lines]

    def _choose_one(
        self,
        values: NDArray[np.float64],
        units: NDArray[Any],
        groups: NDArray[np.intp],
        kinds: NDArray[np.intp],
        present: NDArray[np.bool_],
    ) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """Return the figure of each row where it has one line, or lines of one kind that repeat it."""
        count, filled = self.rows.count, ~np.isnan(values)
        several = np.bincount(groups, minlength=count) > 1
        some = np.bincount(groups[filled], minlength=count) > 0
        agreed = present & self._agree(values, groups, filled) & self._agree(kinds, groups, filled)
        self._note("IND718", several & agreed)
        self._note("IND717", several & some & ~agreed)
        chosen = np.zeros(count, units.dtype)
        chosen[groups] = units
        return chosen, agreed

    def _agree(self, figures: NDArray[Any], groups: NDArray[np.intp], filled: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Tell for each row whether all of its lines that are filled hold one figure."""
        low, high = np.full(self.rows.count, np.inf), np.full(self.rows.count, -np.inf)
        np.minimum.at(low, groups[filled], figures[filled])
        np.maximum.at(high, groups[filled], figures[filled])
        return low >= high

    def _note(self, code: str, where: NDArray[np.bool_], /, **details: Any) -> None:
        rows = self.rows
        self.notes.add_rows(code, self.variable.id, rows.entities[where], rows.periods[where], **details)

    def _note_incomplete(self, where: NDArray[np.bool_], missing: dict[str, str]) -> None:
        before = self.incomplete.get(missing["en"])
        self.incomplete[missing["en"]] = (where if before is None else before[0] | where, missing)


def _named(term: Term) -> dict[str, str]:
    """Return what a term is of: the values that it asks for, or its column."""
    words = ", ".join(str(value) for values in term.where.values() for value in values) or str(term.column)
    return {"es": f"`{words}`", "en": f"`{words}`"}
