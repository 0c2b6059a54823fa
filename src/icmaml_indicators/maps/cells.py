"""The cells of a file as a map speaks of them: columns by its own names, values however they are written, figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..data.parsing.columns import distinct_texts, fold_text
from ..data.parsing.numbers import ParsedNumber, resolve_ambiguous
from ..tables.headings import fold_heading
from .model import FileMap, Where

if TYPE_CHECKING:
    import pandas as pd


def fold_value(value: Any) -> str:
    """Return a value in the one form in which equal values are equal: 2, 02 and 2.0; Robo and ROBO."""
    text = fold_text(str(value)).removesuffix(".0")
    digits = text.removeprefix("-")
    return text if not (digits.isascii() and digits.isdigit()) else str(int(text))


@dataclass(slots=True)
class FoundColumn:
    """A column of a file, found by one of the headings of the map; None where it bears none of them."""

    name: str
    column: Any
    valid_from: str | None = None


def match_columns(column_map: FileMap, columns: Iterable[Any]) -> dict[str, FoundColumn | None]:
    """Return for each column of a map the column of a file, by the first of its headings that stands there."""
    known = {fold_heading(str(column)): column for column in reversed(list(columns))}
    found: dict[str, FoundColumn | None] = {}
    for name, column in column_map.columns.items():
        heading = next((one for one in column.headings if fold_heading(one.heading) in known), None)
        found[name] = None
        if heading is not None:
            found[name] = FoundColumn(name, known[fold_heading(heading.heading)], heading.valid_from)
    return found


@dataclass(slots=True)
class Figures:
    """The figures of a column, line by line: NaN where there is none, and which cells hold something else."""

    values: NDArray[np.float64]
    odd: NDArray[np.bool_]


@dataclass
class Cells:
    """The lines of a file that are left, and their cells by the columns of a map."""

    column_map: FileMap
    frame: pd.DataFrame
    columns: dict[str, FoundColumn | None]
    _texts: dict[str, tuple[NDArray[np.intp], list[str]]] = field(default_factory=dict)
    _figures: dict[str, Figures] = field(default_factory=dict)

    def texts(self, name: str) -> tuple[NDArray[np.intp], list[str]]:
        """Return each cell's number in a list of distinct texts, and these, as they are written."""
        if name not in self._texts:
            column = self.columns[name]
            assert column is not None
            codes, texts = distinct_texts(self.frame[column.column])
            self._texts[name] = codes, [text.strip() for text in texts]
        return self._texts[name]

    def hold(self, name: str, values: Sequence[Any]) -> NDArray[np.bool_]:
        """Tell in which lines a column holds one of some values."""
        codes, texts = self.texts(name)
        wanted = {fold_value(value) for value in values}
        return np.array([fold_value(text) in wanted for text in texts], np.bool_)[codes]

    def meet(self, *conditions: Where) -> NDArray[np.bool_]:
        """Tell which lines meet conditions."""
        found = np.ones(len(self.frame), np.bool_)
        for condition in conditions:
            for name, values in condition.items():
                found &= self.hold(name, values)
        return found

    def number_values(self, names: Iterable[str]) -> NDArray[np.intp]:
        """Return a number for each line by what it holds in some columns: equal where all values are."""
        numbers = np.zeros(len(self.frame), np.intp)
        for name in names:
            codes, texts = self.texts(name)
            folded, which = np.unique(np.array([fold_value(text) for text in texts], object), return_inverse=True)
            numbers = np.unique(numbers * len(folded) + which[codes], return_inverse=True)[1]
        return numbers

    def figures(self, name: str) -> Figures:
        """Return the figures of a column."""
        if name not in self._figures:
            codes, _, readings = self.readings(name)
            values = np.array([np.nan if one.value is None else one.value for one in readings])
            odd = np.isinf(values) | np.array([one.value is None and not one.reason for one in readings], np.bool_)
            values[np.isinf(values)] = np.nan  # more than a float holds
            self._figures[name] = Figures(values[codes], odd[codes])
        return self._figures[name]

    def readings(self, name: str) -> tuple[NDArray[np.intp], list[str], list[ParsedNumber]]:
        """Return each cell's number in a list of distinct texts, these, and what each is read as; absent ones empty."""
        codes, texts = self.texts(name)
        absent = {fold_value(value) for value in self.column_map.absent}
        kept = ["" if fold_value(text) in absent else text for text in texts]
        return codes, kept, resolve_ambiguous(kept, whole=False, decimal=self.column_map.decimal)[0]

    def select(self, lines: NDArray[np.bool_]) -> Cells:
        """Return some of the lines."""
        return self if lines.all() else Cells(self.column_map, self.frame.iloc[np.flatnonzero(lines)], self.columns)
