"""A table of results, one line a thing, as a sheet: headings, titles and codes in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ....tables.frames import is_absent
from ..rows import inert
from .book import WIDE, Book
from .headings import head, say_code
from .numbers import PLAIN, WHOLE, show_figures
from .tables import Cells, Column, Table, constant, figures, look_up, ready
from .view import width_of

if TYPE_CHECKING:
    import pandas as pd

# Columns of figures in the unit of their indicator.
_IN_ITS_UNIT = (
    *("mean", "weighted_mean", "trimmed_mean", "sd", "mad", "min", *(f"d{n}" for n in range(1, 10))),
    *("q1", "median", "q3", "max", "best", "worst", "top_quartile", "slope", "low", "high", "intercept"),
    *("previous", "value", "change", "annual_change", "funnel_low", "funnel_high", "figure"),
)
# Columns that hold ids of nodes and variables, which have titles.
_OF_IDS = ("indicator", "node", "parent", "criterion", "subject")
# Numbers that count nothing.
_NUMBERED = {"line", "start", "code", "order"}
_KEYS = ("entity", "name", "period", "project", "line", "peers")
_TITLE_WIDTH = 34.0
_SAMPLE = 2_000


def table_of(
    book: Book,
    sheet: str,
    frame: pd.DataFrame,
    titles: Mapping[str, str],
    *,
    periods: Mapping[str, str] | None = None,
    looks: Mapping[str, Any] | None = None,
    lights: Mapping[str, str] | None = None,
) -> Table:
    """Return a table of results as a sheet.

    Parameters
    ----------
    book, sheet
        Where it goes, and which one it is, by its name in the words.
    frame
        One line a thing.
    titles
        What ids are called.
    periods
        What periods are called.
    looks
        The look of figures by indicator, for the columns that are in its unit.
    lights
        The words of lights by colour.
    """
    periods = periods or {}
    by_row = None
    subject = next((name for name in ("indicator", "node") if name in frame), None)
    if looks and subject is not None:
        usual = book.figure("#,##0.0")
        codes, ids = _codes(frame[subject])
        known = np.array([looks.get(name, usual) for name in ids], object)
        by_row = known[codes].tolist()
    columns: list[Column] = []
    leading = True
    for name in map(str, frame.columns):
        leading = leading and name in _KEYS
        column = _column(book, name, frame[name], titles, periods, by_row if name in _IN_ITS_UNIT else None)
        columns.append(replace(column, kind="key" if leading else column.kind, of=(sheet, name)))
        if name == subject:
            codes, ids = _codes(frame[name])
            columns.append(
                Column(head("id", book.language), look_up(codes, ids), None, 18, kind="text", of=(sheet, "id"))
            )
    words = book.words
    return Table(words["sheets"][sheet], words["about"].get(sheet, ""), len(frame), columns, dict(lights or {}))


def _column(
    book: Book,
    name: str,
    cells: pd.Series[Any],
    titles: Mapping[str, str],
    periods: Mapping[str, str],
    looks: list[Any] | None,
) -> Column:
    heading, language = head(name, book.language), book.language
    width = min(max(9.0, 0.6 * len(heading)), 16.0)
    kind = cells.dtype.kind if isinstance(cells.dtype, np.dtype) else "O"
    if kind == "f":
        values = cells.to_numpy(np.float64)
        return Column(heading, _figures(book, values), looks or book.figure(show_figures(values)), max(width, 11))
    if kind in "iu":
        whole = cells.to_numpy(np.int64)
        shown = book.figure(PLAIN if name in _NUMBERED else WHOLE)
        return Column(heading, lambda start, stop: whole[start:stop].tolist(), shown, width)
    if kind == "b":
        return Column(
            heading, look_up(cells.to_numpy(bool).astype(np.intp), book.words["yes_no"]), kind="text", width=width
        )
    if kind == "O" and not _is_text(cells):
        return Column(
            heading, ready([_mixed(book, cell) for cell in cells]), looks or book.plain, max(width, 12), kind="text"
        )
    codes, texts = _codes(cells)
    if name in _OF_IDS:
        said = [titles.get(text, text) for text in texts]
    elif name in {"period", "previous_period", "first_period", "last_period"}:
        said = [periods.get(text, text) for text in texts]
    else:
        said = [say_code(name, text, language) for text in texts]
    wide = _TITLE_WIDTH if name in _OF_IDS else width_of(said[:_SAMPLE], width, WIDE)
    return Column(heading, look_up(codes, said), width=wide, kind="light" if name == "light" else "text")


def _is_text(cells: pd.Series[Any]) -> bool:
    import pandas as pd

    return isinstance(cells.dtype, pd.CategoricalDtype | pd.StringDtype) or all(isinstance(cell, str) for cell in cells)


def _figures(book: Book, values: Any) -> Cells:
    nothing = book.words["no_figure"]
    return figures(values, constant(nothing), book.words)


def _codes(cells: pd.Series[Any]) -> tuple[Any, Sequence[str]]:
    """Return the cells of a column of texts as places among the texts that it holds."""
    import pandas as pd

    if isinstance(cells.dtype, pd.CategoricalDtype):
        return cells.cat.codes.to_numpy(np.intp), [str(text) for text in cells.cat.categories]
    codes, texts = pd.factorize(cells)
    return codes.astype(np.intp), [str(text) for text in texts]


def _mixed(book: Book, cell: Any) -> Any:
    """Return a cell of a column that holds several kinds."""
    if cell is None or (isinstance(cell, float) and np.isnan(cell)):
        return book.words["no_figure"]
    if isinstance(cell, bool | np.bool_):
        return book.words["yes_no"][bool(cell)]
    if isinstance(cell, int | np.integer):
        return int(cell)
    if isinstance(cell, float | np.floating):
        return float(cell) if np.isfinite(cell) else book.words["infinite"][bool(cell < 0)]
    return (
        inert(str(cell)) if isinstance(cell, str) else book.words["no_figure"] if is_absent(cell) else inert(str(cell))
    )
