"""Data files to DataFrames: every cell of a text file stays text, so that nothing is guessed before we look."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DataError, MissingExtraError, expect
from ..specs import Program
from .workbooks import FilledWorkbook, read_workbook

if TYPE_CHECKING:
    import pandas as pd

READERS = (".csv", ".tsv", ".txt", ".parquet", ".xlsx", ".xlsm")


def read_source(path: str | Path, program: Program) -> tuple[pd.DataFrame, str]:
    """Read a data file, or a folder of filled-in workbooks.

    Returns the table, and the program and version that its workbooks were made for; empty text where nothing tells.

    Raises
    ------
    DataError
        As `read_data`, and when a workbook was made for another program.
    """
    path = Path(path)
    if path.is_dir():
        paths = [p for p in sorted(path.glob("*.xls[xm]")) if not p.name.startswith(("~", "."))]
        books = [(p, book) for p in paths if (book := read_workbook(p)) is not None]
        if not books:
            raise DataError("IND519", path=path)
    elif path.suffix.lower() in {".xlsx", ".xlsm"} and path.is_file():
        found = _try_workbook(path)
        if found is None:
            return read_data(path), ""
        books = [(path, found)]
    else:
        return read_data(path), ""
    for place, book in books:
        if book.program != program.id:
            raise DataError("IND518", path=place, given=book.program, program=program.id)
    import pandas as pd

    made_for = sorted({f"{book.program}@{book.version}" for _, book in books})
    return pd.concat([book.frame for _, book in books]), ", ".join(made_for)


def _try_workbook(path: Path) -> FilledWorkbook | None:
    try:
        return read_workbook(path)
    except (ValueError, OSError, KeyError, zipfile.BadZipFile) as error:
        raise DataError("IND506", path=path, problem=error) from error


def read_data(path: str | Path) -> pd.DataFrame:
    """Read CSV (comma, semicolon or tab), Parquet or Excel (first sheet; or a filled-in workbook, as a long table).

    Raises
    ------
    DataError
        When the file is absent, empty, of another kind, or cannot be read.
    MissingExtraError
        When the extra for Excel or Parquet is not installed.
    """
    import pandas as pd

    expect("path", path, str, Path)
    path = Path(path)
    if not path.is_file():
        raise DataError("IND504", path=path)
    suffix = path.suffix.lower()
    try:
        if suffix in {".csv", ".tsv", ".txt"}:
            frame = _read_text(path)
        elif suffix == ".parquet":
            frame = pd.read_parquet(path)
        elif suffix in {".xlsx", ".xlsm"}:
            filled = read_workbook(path)
            frame = filled.frame if filled else pd.read_excel(path, dtype=object, keep_default_na=False)
        else:
            raise DataError("IND505", path=path, suffix=suffix, valid=", ".join(READERS))
    except ImportError as error:
        extra = "parquet" if suffix == ".parquet" else "excel"
        raise MissingExtraError(extra) from error
    except (ValueError, OSError, KeyError, zipfile.BadZipFile) as error:
        raise DataError("IND506", path=path, problem=error) from error
    if frame.empty:
        raise DataError("IND507", path=path)
    return frame


def _read_text(path: Path) -> pd.DataFrame:
    import pandas as pd

    raw = path.read_bytes()
    if not raw.strip():
        raise DataError("IND508", path=path)
    try:
        text_encoding = "utf-8-sig"
        header = raw.split(b"\n", 1)[0].decode(text_encoding)
        raw.decode(text_encoding)
    except UnicodeDecodeError:
        text_encoding = "cp1252"  # what Excel writes in Mexico when not asked for UTF-8
        header = raw.split(b"\n", 1)[0].decode(text_encoding, errors="replace")
    separator = max((",", ";", "\t"), key=header.count)
    return pd.read_csv(
        path, sep=separator, dtype=str, keep_default_na=False, encoding=text_encoding, skip_blank_lines=True
    )
