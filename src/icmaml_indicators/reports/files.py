"""Tables to files, whole or not at all, with text from data kept from acting as a formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..diagnostics import nearest
from ..diagnostics.cells import LAYOUT, printable
from ..errors import IcmamlError, MissingExtraError
from ..ledger.excel import put_workbook
from ..sources.replacing import write_atomically, write_text_atomically

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
    return _with_texts(frame, _escape).rename(columns=lambda name: _escape(name) if isinstance(name, str) else name)


def _inert(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy whose texts hold nothing that a workbook cannot."""
    return _with_texts(frame, lambda text: printable(text, LAYOUT))


def _with_texts(frame: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    result = frame.copy()
    for column in result.columns:
        if result[column].dtype.kind not in "iufbM":
            result[column] = [change(cell) if isinstance(cell, str) else cell for cell in result[column]]
    return result


def _escape(text: str) -> str:
    plain = printable(text, LAYOUT)
    return f"'{plain}" if text.startswith(_FORMULA_STARTS) and not _is_number(text) else plain


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def write_tables(tables: Mapping[str, pd.DataFrame], path: Path, suffix: str | None = None) -> None:
    """Write tables by the kind of file: a workbook holds them all as sheets, other kinds hold the first.

    Parameters
    ----------
    tables, path
        What, and where.
    suffix
        The kind of file, where the path's own suffix does not give it.

    Raises
    ------
    IcmamlError
        When the kind of file is not known.
    MissingExtraError
        When its extra is not installed.
    """
    suffix = suffix or path.suffix.lower()
    first = next(iter(tables.values()))
    match suffix:
        case ".csv":
            write_atomically(path, lambda target: escape_formulas(first).to_csv(target, index=False, encoding="utf-8"))
        case ".json":
            write_atomically(path, lambda target: first.to_json(target, orient="records", force_ascii=False, indent=1))
        case ".parquet":
            write_atomically(path, lambda target: _parquet(first, target))
        case ".xlsx":
            put_workbook(path, lambda target: _workbook(tables, target))
        case _:
            near = nearest(suffix, TABLE_SUFFIXES)
            raise IcmamlError("IND543", near, suffix=suffix, valid=", ".join(TABLE_SUFFIXES))


def _parquet(frame: pd.DataFrame, target: Path) -> None:
    try:
        frame.astype({c: "str" for c in frame.columns if frame[c].dtype == object}).to_parquet(target, index=False)
    except ImportError as error:
        raise MissingExtraError("parquet") from error


def _workbook(tables: Mapping[str, pd.DataFrame], target: Path) -> None:
    import pandas as pd

    # Texts stay texts: nothing from the data becomes a formula or a link.
    options: dict[str, Any] = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    try:
        with pd.ExcelWriter(target, engine="xlsxwriter", engine_kwargs=options) as writer:
            for name, frame in tables.items():
                _inert(frame).to_excel(writer, sheet_name=name[:31], index=False, freeze_panes=(1, 0))
                writer.sheets[name[:31]].autofit()
    except ImportError as error:
        raise MissingExtraError("excel") from error
