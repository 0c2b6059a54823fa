"""Tables to files, whole or not at all, with text from data kept from acting as a formula."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import IcmamlError, MissingExtraError

if TYPE_CHECKING:
    import pandas as pd

TABLE_SUFFIXES = (".csv", ".xlsx", ".parquet", ".json")
# A cell that begins so is run as a formula by spreadsheets (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Write through a temporary file in the same folder, so that a failure leaves nothing half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(text: str, path: Path) -> None:
    """Write UTF-8 text."""

    def write(target: Path) -> None:
        target.write_text(text, encoding="utf-8")

    write_whole(path, write)


def defused(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy whose texts cannot act as formulas: an apostrophe goes before those that would."""
    result = frame.copy()
    for column in result.columns:
        if result[column].dtype.kind not in "iufbM":
            result[column] = [
                f"'{cell}"
                if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) and not _is_number(cell)
                else cell
                for cell in result[column]
            ]
    return result


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def write_tables(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write tables by the kind of file: a workbook holds them all as sheets, other kinds hold the first.

    Raises
    ------
    IcmamlError
        When the kind of file is not known.
    MissingExtraError
        When its extra is not installed.
    """
    suffix = path.suffix.lower()
    first = next(iter(tables.values()))
    match suffix:
        case ".csv":
            write_whole(path, lambda target: defused(first).to_csv(target, index=False, encoding="utf-8"))
        case ".json":
            write_whole(path, lambda target: first.to_json(target, orient="records", force_ascii=False, indent=1))
        case ".parquet":
            write_whole(path, lambda target: _parquet(first, target))
        case ".xlsx":
            write_whole(path, lambda target: _workbook(tables, target))
        case _:
            raise IcmamlError("IND543", suffix=suffix, valid=", ".join(TABLE_SUFFIXES))


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
                frame.to_excel(writer, sheet_name=name[:31], index=False, freeze_panes=(1, 0))
                writer.sheets[name[:31]].autofit()
    except ImportError as error:
        raise MissingExtraError("excel") from error
