"""Tables as they are, a sheet each under one row of headings: for programs, and to be filled in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .rows import RowWriter, inert, open_workbook

if TYPE_CHECKING:
    import pandas as pd

_STRETCH = 8_192
_SAMPLE = 1_000
_LEAST, _MOST = 8, 60


def write_sheets(tables: Mapping[str, pd.DataFrame], target: Path) -> None:
    """Write tables as the sheets of a workbook.

    Raises
    ------
    MissingExtraError
        When the extra ``excel`` is not installed.
    IcmamlError
        When a text is longer than a cell holds, or a table than a sheet.
    """
    with open_workbook(target) as book:
        head, rows = book.add_format({"bold": True, "bottom": 1}), RowWriter(book)
        for name, frame in tables.items():
            rows.refuse_too_many(name, len(frame) + 1, len(frame.columns))
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            for at, heading in enumerate(frame.columns):
                sheet.write_string(0, at, inert(str(heading)), head)
                shown = max([len(str(heading)), *(len(str(cell)) for cell in frame.iloc[:_SAMPLE, at])])
                sheet.set_column(at, at, min(max(_LEAST, shown + 2), _MOST))
            for start in range(0, len(frame), _STRETCH):
                part = frame.iloc[start : start + _STRETCH]
                columns = [(_cells(part.iloc[:, at]), None, None) for at in range(len(frame.columns))]
                rows.write(sheet, start + 1, columns)


def _cells(column: pd.Series[Any]) -> list[Any]:
    """Return the cells of a column: figures, truths and inert texts; None where there is nothing."""
    missing = column.isna()
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iufb":
        cells = column.tolist()
    else:
        cells = [_plain(cell) for cell in column.astype(object).tolist()]
    if missing.any():
        cells = [None if absent else cell for cell, absent in zip(cells, missing.tolist(), strict=True)]
    return [str(cell) if cell.__class__ is float and not np.isfinite(cell) else cell for cell in cells]


def _plain(cell: Any) -> Any:
    """Return a cell of any column as what a sheet holds."""
    if isinstance(cell, np.generic):
        cell = cell.item()
    return cell if cell is None or isinstance(cell, bool | int | float) else inert(str(cell))
