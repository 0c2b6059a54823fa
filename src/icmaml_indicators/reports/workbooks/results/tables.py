"""Columns, and the sheets that they make: headings, figures, colours, what stays in sight and is printed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..rows import MOST_COLUMNS, MOST_ROWS, inert, letters_of
from .book import HEAD, LINE, SOFT, WASH, Book, Place

Cells = Callable[[int, int], list[Any]]
Kind = Literal["key", "figure", "bar", "light", "text", "entry"]
# Rows made at once.
_STRETCH = 8_192
_TOP = 3  # title, what it is, the way back
_DEEPEST = 3  # title of a subject, its mark, own heading
# Letters on a page of paper across, as small as can be read.
_PAGE_WIDTH = 240
# Fills of lights, told apart by whoever sees no red and green as well; the word stands in the cell.
FILLS = {"green": ("#cbe5e0", "#004d43"), "yellow": ("#f6e7c1", "#6b4600"), "red": ("#f3cdc7", "#8a1f14")}
_BAR, _ENTRY = "#9fc0e6", "#FFFBE6"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Attributes
    ----------
    heading
        Its own; `title` stands over all columns of one subject, `mark` (its id, where it comes from) below that.
    cells
        Gives the cells from one row to another: figures, inert texts, None for an empty one.
    look
        Of its figures: a format, or one a row.
    kind
        ``key`` stays in sight, ``bar`` shows scores as bars too, ``light`` is filled by the word that it ends with,
        ``entry`` is yellow: it is filled in by whoever gets the workbook.
    of
        What it holds and of what, where formulas on other sheets read it (`Book.places`).
    """

    heading: str
    cells: Cells
    look: Any = None
    width: float = 11
    title: str = ""
    mark: str = ""
    kind: Kind = "figure"
    of: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What a sheet shows.

    Attributes
    ----------
    title, about
        What stands above, and in the index.
    rows, columns
        So many rows of these columns.
    lights
        The words of lights by colour.
    count
        What a live count above says of how many lines are filled in (``{done} of {rows}``), by the first column that
        is to be; empty for none. The texts of such a table go on in further lines, from the top.
    """

    title: str
    about: str
    rows: int
    columns: Sequence[Column]
    lights: dict[str, str] = field(default_factory=dict)
    count: str = ""

    @property
    def keys(self) -> int:
        """How many columns at its left say what a row is of."""
        return sum(column.kind == "key" for column in self.columns)

    @property
    def depth(self) -> int:
        """How many rows of headings there are."""
        return _DEEPEST if any(column.title for column in self.columns) else 1

    @property
    def top(self) -> int:
        """The first row of figures, counted from 0."""
        return _TOP + self.depth


def figures(values: NDArray[np.float64], absent: Cells, words: dict[str, Any]) -> Cells:
    """Return the cells of figures; in the place of an absent one stands what `absent` gives."""
    endless = words["infinite"]

    def cells(start: int, stop: int) -> list[Any]:
        part = values[start:stop]
        missing = ~np.isfinite(part)
        found: list[Any] = part.tolist()
        if missing.any():
            said = absent(start, stop)
            for at in np.flatnonzero(missing).tolist():
                found[at] = said[at] if math.isnan(found[at]) else endless[found[at] < 0]
        return found

    return cells


def look_up(codes: NDArray[Any], names: Sequence[str]) -> Cells:
    """Return the cells of texts that are told by their place among names; -1 is no cell."""
    known = np.array([*map(inert, names), ""], object)
    return lambda start, stop: known[codes[start:stop]].tolist()


def constant(text: str) -> Cells:
    """Return cells that all say the same."""
    return lambda start, stop: [text] * (stop - start)


def ready(cells: list[Any]) -> Cells:
    """Return cells that are made already."""
    return lambda start, stop: cells[start:stop]


def fits_one_sheet(rows: int) -> bool:
    """Whether so many rows stand on one sheet, below the deepest headings."""
    return rows <= MOST_ROWS - _TOP - _DEEPEST


def write_table(book: Book, table: Table) -> list[str]:
    """Write a table as a sheet, and go on in further ones where Excel has no more room; return their names."""
    keys = table.keys
    across, deep = MOST_COLUMNS - keys, MOST_ROWS - table.top
    return [
        _write_sheet(book, table, [*table.columns[:keys], *table.columns[first : first + across]], start)
        for first in range(keys, max(keys + 1, len(table.columns)), across)
        for start in range(0, max(1, table.rows), deep)
    ]


def _write_sheet(book: Book, table: Table, columns: Sequence[Column], start: int) -> str:
    """Write the rows of a table from `start` on that one sheet has room for, and return its name."""
    stop = min(start + MOST_ROWS - table.top, table.rows)
    sheet = book.add_sheet(table.title, stop - start, table.about)
    _set_widths(sheet, columns)
    if table.count:
        _write_count(book, sheet, table, columns, start, stop)
    _write_headings(book, sheet, table, columns)
    wrapped = book.look(indent=1, text_wrap=True, valign="top") if table.count else None
    for at in range(start, stop, _STRETCH):
        end = min(at + _STRETCH, stop)
        written = [
            (
                column.cells(at, end),
                column.look[at:end] if isinstance(column.look, list) else column.look,
                wrapped or book.look_of_texts(column.kind, column.width),
            )
            for column in columns
        ]
        book.rows.write(sheet, table.top + at - start, written)
    last = max(table.top + stop - start - 1, table.top)
    _colour(book, sheet, table, columns, last)
    keys = table.keys
    if stop - start == table.rows:
        for at, column in enumerate(columns):
            if column.of is not None:
                place = Place(str(sheet.get_name()), letters_of(at), table.top + 1, last + 1, column.cells)
                book.places.setdefault(column.of, place)
    sheet.freeze_panes(table.top, keys)
    sheet.autofilter(table.top - 1, 0, last, len(columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A{table.top + 1}:{letters_of(len(columns) - 1)}{last + 1}"})
    sheet.repeat_rows(_TOP, table.top - 1)
    wide = sum(column.width for column in columns[:keys])
    if keys:
        sheet.repeat_columns(0, keys - 1)
    rest = sum(column.width for column in columns[keys:])
    sheet.fit_to_pages(max(1, math.ceil(rest / max(_PAGE_WIDTH - wide, 60))), 0)
    return str(sheet.get_name())


def _set_widths(sheet: Any, columns: Sequence[Column]) -> None:
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width, column.look if column.kind == "entry" else None)


def _write_count(book: Book, sheet: Any, table: Table, columns: Sequence[Column], start: int, stop: int) -> None:
    """Write a live count of the lines that are filled in beside the way back."""
    at = next(place for place, column in enumerate(columns) if column.kind == "entry")
    cells = f"{letters_of(at)}{table.top + 1}:{letters_of(at)}{table.top + max(stop - start, 1)}"
    before, after = table.count.format(done="\n", rows=f"{stop - start:,}").split("\n")
    done = sum(cell not in {None, ""} for cell in columns[at].cells(start, stop))
    formula = f'="{before}"&COUNTA({cells})&"{after}"'
    sheet.write_formula(_TOP - 1, table.keys, formula, book.look(bold=True, font_color=HEAD), f"{before}{done}{after}")


def _write_headings(book: Book, sheet: Any, table: Table, columns: Sequence[Column]) -> None:
    """Write the headings; the title of a subject spans all its columns."""
    head = book.look(
        bold=True, bg_color=HEAD, font_color="white", text_wrap=True, valign="top", border=1, border_color=LINE
    )
    if table.depth == 1:
        for at, column in enumerate(columns):
            sheet.write_string(_TOP, at, column.heading, head)
        sheet.set_row(_TOP, 30)
        return
    mark = book.look(font_size=8, font_color=SOFT, bg_color=WASH, border=1, border_color=LINE)
    own = book.look(
        bold=True, font_color=HEAD, bg_color=WASH, text_wrap=True, valign="top", border=1, border_color=LINE
    )
    spans = []
    for (title, marked), group in groupby(enumerate(columns), key=lambda pair: (pair[1].title, pair[1].mark)):
        places = [at for at, _ in group]
        spans.append((title, marked, places[0], places[-1]))
    lines = max(
        _lines_of(title, sum(column.width for column in columns[first : last + 1])) for title, _, first, last in spans
    )
    for row, look, height in ((_TOP, head, 14 * min(lines, 6) + 3), (_TOP + 1, mark, 13)):
        sheet.set_row(row, height)
        for title, marked, first, last in spans:
            text = title if row == _TOP else marked
            if text and last > first:
                sheet.merge_range(row, first, row, last, text, look)
            else:
                for at in range(first, last + 1):
                    sheet.write_string(row, at, text, look)
    for at, column in enumerate(columns):
        sheet.write_string(_TOP + 2, at, column.heading, own)
    sheet.set_row(_TOP + 2, 28)


def _lines_of(text: str, width: float) -> int:
    return max(1, math.ceil(1.15 * len(text) / max(width, 1)))


def _colour(book: Book, sheet: Any, table: Table, columns: Sequence[Column], last: int) -> None:
    """Set the conditional formats of columns: fills of lights, bars of scores, yellow of what is to be filled in."""

    def of_kind(kind: str) -> list[str]:
        letters = [letters_of(at) for at, column in enumerate(columns) if column.kind == kind]
        return [f"{one}{table.top + 1}:{one}{last + 1}" for one in letters]

    lights = of_kind("light")
    if lights:
        fill_lights(book, sheet, lights, table.lights)
    for place in of_kind("bar"):
        bar = {"type": "data_bar", "bar_color": _BAR, "min_type": "num", "max_type": "num"}
        sheet.conditional_format(place, {**bar, "min_value": 0, "max_value": 100})
    for place in of_kind("entry"):
        look = book.book.add_format({"bg_color": _ENTRY, "border": 1})
        sheet.conditional_format(place, {"type": "no_errors", "format": look})


def fill_lights(book: Book, sheet: Any, ranges: Sequence[str], lights: dict[str, str]) -> None:
    """Fill cells by the word of a light that they end with."""
    for word, colour in lights.items():
        background, ink = FILLS[colour]
        look = book.book.add_format({"bg_color": background, "font_color": ink})
        rule = {"type": "text", "criteria": "ends with", "value": word, "format": look}
        sheet.conditional_format(ranges[0], {**rule, "multi_range": " ".join(ranges)})
