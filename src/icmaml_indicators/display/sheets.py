"""The first lines of a table: as much of it as a person looks at, and how much is left."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from ..diagnostics.brief import Brief
from .words import word

if TYPE_CHECKING:
    import pandas as pd

MOST_LINES = 20
MOST_COLUMNS = 12
# Columns whose cells are words of ours.
_OF_WORDS = frozenset({"direction", "group", "kind", "level", "light", "reason", "severity", "state", "withheld"})

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, repr=False)
class Sheet(Brief):
    """A table to be shown.

    Attributes
    ----------
    columns
        The headings, as they are shown.
    rows
        Figures and texts, line by line.
    lines_left, columns_left
        How many more there are than are shown.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    lines_left: int = 0
    columns_left: int = 0


def take_lines(
    frame: pd.DataFrame, language: str, count: int | None = None, columns: Collection[str] | None = None
) -> Sheet:
    """Return the first lines and columns of a DataFrame, its headings in words; an index with a name comes first.

    Parameters
    ----------
    frame
        The table, or the beginning of it.
    language
        ``es`` or ``en``.
    count
        How many lines the whole has, where `frame` is only the beginning.
    columns
        Which columns are shown, where they are not the first.
    """
    first = frame.head(MOST_LINES)
    if any(name is not None for name in frame.index.names):
        first = first.reset_index()
    asked = first.columns if columns is None else [name for name in first.columns if name in columns]
    shown = first[asked[:MOST_COLUMNS]]
    places = [name in _OF_WORDS for name in shown.columns]
    rows = [
        [
            word(cell, language) if ours and isinstance(cell, str) else cell
            for cell, ours in zip(line, places, strict=True)
        ]
        for line in shown.itertuples(index=False, name=None)
    ]
    lines_left = (len(frame) if count is None else count) - len(rows)
    headings = [word(str(name), language) for name in shown.columns]
    return Sheet(headings, rows, lines_left, len(first.columns) - len(headings))


def take_items(
    items: Collection[Item], columns: Sequence[str], line: Callable[[Item], Sequence[Any]], language: str
) -> Sheet:
    """Return the first of some items as a table.

    Parameters
    ----------
    items
        All of them; only those that are shown are asked.
    columns
        Keys of the headings.
    line
        What gives the cells of an item.
    language
        ``es`` or ``en``.
    """
    rows = [line(item) for item in islice(items, MOST_LINES)]
    return Sheet([word(name, language) for name in columns], rows, len(items) - len(rows))
