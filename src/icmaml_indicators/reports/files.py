"""Tables to files, whole or not at all, with text from data kept from acting as a formula."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..diagnostics import nearest
from ..diagnostics.cells import LAYOUT, printable
from ..errors import IcmamlError, MissingExtraError
from ..ledger.sheets.writing import put_workbook
from ..sources.replacing import write_atomically, write_text_atomically
from .csv_text import write_csv
from .workbooks.plain import write_sheets

if TYPE_CHECKING:
    import pandas as pd

TABLE_SUFFIXES = (".csv", ".xlsx", ".parquet", ".json")
# A cell that begins so is run as a formula by spreadsheets (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_text(text: str, path: Path) -> None:
    """Write UTF-8 text."""
    write_text_atomically(path, text)


def escape_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy whose texts cannot act: an apostrophe goes before formulas, what acts or hides is spelt out."""
    found = {position: _escape_column(frame.iloc[:, position]) for position in range(len(frame.columns))}
    result = frame.copy()
    for position, column in found.items():
        if column is not None:
            result.isetitem(position, column)
    return result.rename(columns=lambda name: _escape(name) if isinstance(name, str) else name)


def _escape_column(column: pd.Series[Any]) -> Any:
    """Return the cells of a column whose texts cannot act, each distinct one looked at once; None where all stay."""
    import numpy as np
    import pandas as pd

    if isinstance(column.dtype, pd.CategoricalDtype):
        distinct = list(column.cat.categories)
        changed = [_escape(text) if isinstance(text, str) else text for text in distinct]
        codes = column.cat.codes.to_numpy()
        return None if changed == distinct else np.array([*changed, None], object)[codes]
    if column.dtype.kind in "iufbM":
        return None
    known = {text: _escape(text) for text in column.astype(object).unique() if isinstance(text, str)}
    if all(text == escaped for text, escaped in known.items()):
        return None
    return [known[cell] if isinstance(cell, str) else cell for cell in column]


def _escape(text: str) -> str:
    plain = printable(text, LAYOUT)
    return f"'{plain}" if text.startswith(_FORMULA_STARTS) and not _is_number(text) else plain


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def write_tables(
    tables: Mapping[str, pd.DataFrame], path: Path, suffix: str | None = None, *, excel_csv: bool = False
) -> None:
    """Write tables by the kind of file: a workbook holds them all as plain sheets, other kinds hold the first.

    Parameters
    ----------
    tables, path
        What, and where.
    suffix
        The kind of file, where the path's own suffix does not give it.
    excel_csv
        Whether CSV begins with the byte-order mark by which Excel knows UTF-8.

    Raises
    ------
    IcmamlError
        When the kind of file is not known, or a sheet or a cell of Excel cannot hold what is to stand in it.
    MissingExtraError
        When its extra is not installed.
    """
    suffix = suffix or path.suffix.lower()
    first = next(iter(tables.values()))
    match suffix:
        case ".csv":
            write_atomically(path, lambda target: write_csv(escape_formulas(first), target, with_mark=excel_csv))
        case ".json":
            write_atomically(path, lambda target: first.to_json(target, orient="records", force_ascii=False, indent=1))
        case ".parquet":
            write_atomically(path, lambda target: _parquet(first, target))
        case ".xlsx":
            put_workbook(path, lambda target: write_sheets(tables, target))
        case _:
            near = nearest(suffix, TABLE_SUFFIXES)
            raise IcmamlError("IND543", near, suffix=suffix, valid=", ".join(TABLE_SUFFIXES))


def _parquet(frame: pd.DataFrame, target: Path) -> None:
    try:
        frame.astype({c: "str" for c in frame.columns if frame[c].dtype == object}).to_parquet(target, index=False)
    except ImportError as error:
        raise MissingExtraError("parquet") from error
