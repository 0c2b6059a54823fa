"""Rows straight to the sheets of a workbook, what Excel cannot hold refused, texts that do nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ...diagnostics.cells import LAYOUT, printable
from ...errors import IcmamlError, MissingExtraError
from .names_of_sheets import length_in_excel

# What Excel holds.
MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 1_048_576, 16_384, 32_767


@contextmanager
def open_workbook(target: Path, *, keeps_rows: bool = False) -> Iterator[Any]:
    """Open a workbook in which nothing from the data acts; what it puts aside meanwhile goes with it.

    Parameters
    ----------
    target
        The file.
    keeps_rows
        Whether cells may be written in any order, which takes memory; row after row by default.

    Raises
    ------
    MissingExtraError
        When the extra ``excel`` is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtraError("excel") from error
    with TemporaryDirectory() as folder:
        # Texts stay texts: nothing from the data becomes a formula or a link.
        options = {
            "constant_memory": not keeps_rows,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with xlsxwriter.Workbook(str(target), options) as book:
            yield book


class RowWriter:
    """Writes rows of figures and texts to sheets that keep none, as the XML that they come to.

    A call of xlsxwriter a cell takes most of the time of a large workbook, and it writes sixteen digits where some
    figures need seventeen. Here a column is written at a time, and every figure by the shortest text that reads back
    as it.
    """

    def __init__(self, book: Any) -> None:
        self.texts = book.str_table
        self.places: dict[str, int] = {}

    def place(self, text: str) -> int:
        """Return the place of a text among the shared ones of the workbook."""
        found = self.places.get(text)
        if found is None:
            length = length_in_excel(text)
            if length > MOST_LETTERS:
                raise IcmamlError("IND685", count=f"{length:,}", most=f"{MOST_LETTERS:,}", text=f"{text[:40]}…")
            found = self.places[text] = self.texts._get_shared_string_index(text)
        return found

    def refuse_too_many(self, sheet: str, rows: int, columns: int) -> None:
        """Raise where a sheet holds fewer rows or columns than it is to hold."""
        if rows > MOST_ROWS or columns > MOST_COLUMNS:
            shown = {"rows": f"{rows:,}", "columns": f"{columns:,}"}
            raise IcmamlError(
                "IND686", sheet=sheet, **shown, most_rows=f"{MOST_ROWS:,}", most_columns=f"{MOST_COLUMNS:,}"
            )

    def write(self, sheet: Any, top: int, columns: Sequence[tuple[list[Any], Any, Any]]) -> None:
        """Write rows from `top` on.

        Parameters
        ----------
        sheet
            Of a workbook in constant memory.
        top
            The first row, counted from 0; nothing is written in it or below yet.
        columns
            The cells of each column (a figure, a truth, an inert text, or None for no cell), the look of its figures
            (or one a row), and that of its texts.
        """
        count = len(columns[0][0])
        if not count:
            return
        rows = [str(row) for row in range(top + 1, top + count + 1)]
        written = [self.column(letters_of(at), rows, *column) for at, column in enumerate(columns)]
        sheet._write_single_row(top)  # what waits to be written
        sheet._check_dimensions(top, 0)
        sheet._check_dimensions(top + count - 1, len(columns) - 1)
        sheet.fh.writelines(
            f'<row r="{row}">{"".join(cells)}</row>'
            for row, cells in zip(rows, zip(*written, strict=True), strict=True)
        )
        sheet.previous_row = top + count

    def column(self, letters: str, rows: Sequence[str], cells: list[Any], look: Any, text_look: Any) -> list[str]:
        """Return the cells of one column as XML."""
        place, of_text = self.place, _style(text_look)
        looks = [_style(one) for one in look] if isinstance(look, list) else [_style(look)] * len(cells)
        return [
            f'<c r="{letters}{row}"{style}><v>{cell!r}</v></c>'
            if cell.__class__ is float or cell.__class__ is int
            else f'<c r="{letters}{row}"{of_text} t="s"><v>{place(cell)}</v></c>'
            if cell.__class__ is str and cell
            else f'<c r="{letters}{row}"{style} t="b"><v>{cell:d}</v></c>'
            if cell.__class__ is bool
            else ""
            for row, cell, style in zip(rows, cells, looks, strict=True)
        ]


def _style(look: Any) -> str:
    return "" if look is None else f' s="{look._get_xf_index()}"'


@lru_cache(maxsize=MOST_COLUMNS)
def letters_of(column: int) -> str:
    """Return the letters of a column counted from 0."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def inert(text: str) -> str:
    """Return a text that does nothing in a cell."""
    plain = printable(text, LAYOUT)
    # Between these marks xlsxwriter takes a text for XML of its own.
    return f"{plain} " if plain.startswith("<r>") and plain.endswith("</r>") else plain
