"""Attributes: one cell a row of columns that are not scored, and declared variables whose values are words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..specs import Program, Variable
from .filling import RowAssembler
from .model.findings import FindingLog
from .model.table import DataTable
from .parsing.columns import distinct_cells, text_of

if TYPE_CHECKING:
    import pandas as pd

# More rows with attributes that disagree than this are told in one finding a column.
MOST_ROWS_NAMED = 100
_BOOLEAN = ("no", "yes")


def collect_attribute(series: pd.Series[Any], name: str, filler: RowAssembler, findings: FindingLog) -> pd.Series[Any]:
    """Return the attribute of each row: figures as they are, anything else as text.

    Where several lines make a row, empty cells do not count; the row has no attribute where the others disagree, which
    is a finding. Nothing depends on the order of the lines.
    """
    import pandas as pd

    figures = series.dtype.kind in "iufb"
    if filler.one_to_one and figures:
        return series.iloc[filler.order].reset_index(drop=True)
    codes, cells = distinct_cells(series)
    texts = np.array([text_of(cell) for cell in cells], object)
    chosen = codes[filler.order] if filler.one_to_one else _agreed(codes, texts, name, filler, findings)
    if figures:
        known = pd.Series([np.nan if text == "" else cell for cell, text in zip(cells, texts, strict=True)])
        return known.reindex(chosen).reset_index(drop=True)
    return pd.Series(np.append(texts, "")[chosen], dtype=object)


def _agreed(
    codes: NDArray[np.intp], texts: NDArray[np.object_], name: str, filler: RowAssembler, findings: FindingLog
) -> NDArray[np.intp]:
    """Return the place in `texts` of what the lines of each row agree on; -1 where there is none."""
    names, first, place = np.unique(texts, return_index=True, return_inverse=True)
    ranks = place[codes[filler.order]]
    blank = np.array([not text.strip() for text in names], np.bool_)[ranks]
    low = np.minimum.reduceat(np.where(blank, len(names), ranks), filler.starts)
    high = np.maximum.reduceat(np.where(blank, -1, ranks), filler.starts)
    apart = np.flatnonzero(low < high)
    shown = [f"{names[low[row]]} / {names[high[row]]}" for row in apart[: MOST_ROWS_NAMED + 1]]
    if len(apart) > MOST_ROWS_NAMED:
        findings.column("IND475", name, f"{shown[0]}, … ({len(apart)})")
    else:
        findings.cells("IND475", name, apart, np.array(shown, object))
    chosen = np.full(filler.rows, -1, np.intp)
    chosen[low == high] = first[low[low == high]]
    return chosen


def add_declared(program: Program, table: DataTable) -> None:
    """Add the variables whose values are words: a declared column parts the peers like any other."""
    for variable in program.figures:
        add_words(table, variable)


def add_words(table: DataTable, variable: Variable) -> None:
    """Add a variable as an attribute if its values are words."""
    words = _BOOLEAN if variable.type == "boolean" else table.words_of(variable)
    values = table.values[table.variables.index(variable.id)]
    known = ~np.isnan(values)
    if words and known.any():
        codes = np.where(known, values, len(words)).astype(np.intp)
        table.attributes[variable.id] = np.array([*words, ""], object)[codes]
