"""Data files to DataFrames, filled-in workbooks among them, and the findings of their lines."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import DataError, expect
from ...specs import Program
from ...tables.frames import plain_frame
from ...tables.reading import BY_ITSELF, NOTES, FileOptions, frame_with_notes, read_file
from ..model.findings import FindingLog
from ..model.table import MAPPED
from .workbooks import FilledWorkbook, read_workbook

if TYPE_CHECKING:
    import pandas as pd

_FILLED = frozenset({".xlsx", ".xlsm"})
# More faulty lines than this are told in one finding a code.
MOST_LINES_NAMED = 100


def read_source(path: str | Path, program: Program, options: FileOptions = BY_ITSELF) -> tuple[pd.DataFrame, str]:
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
    else:
        found = _try_workbook(path) if path.suffix.lower() in _FILLED and path.is_file() else None
        if found is None:
            return read_data(path, encoding=options.encoding, sheet=options.sheet), ""
        books = [(path, found)]
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


def read_data(path: str | Path, *, encoding: str | None = None, sheet: str | None = None) -> pd.DataFrame:
    """Read CSV, Parquet or Excel, packed by gzip or zip or not; a filled-in workbook as a long table.

    Titles above the headings and notes below the table are left out. What was left out, guessed or wrong travels with
    the table (``attrs``) and becomes findings where it is used.

    Parameters
    ----------
    path
        The file. Text may be parted by comma, semicolon, tab or bar.
    encoding
        How a text file is to be read, for example ``cp850``; told by its mark and its letters by default.
    sheet
        Which sheet of a workbook; the first in which headings are found by default.

    Raises
    ------
    DataError
        When the file is absent, empty, of another kind, or cannot be read.
    MissingExtraError
        When the extra for Excel or Parquet is not installed.
    """
    expect("path", path, str, Path)
    path = Path(path)
    filled = _try_workbook(path) if path.suffix.lower() in _FILLED and path.is_file() else None
    frame = filled.frame if filled else frame_with_notes(read_file(path, FileOptions(encoding, sheet)))
    if frame.empty:
        raise DataError("IND507", path=path)
    return frame


def take_frame(data: Any, encoding: str | None = None, sheet: str | None = None) -> pd.DataFrame:
    """Return the table that is handed in, or that stands in a file; see `read_data`.

    Raises
    ------
    DataError
        As `read_data`, and when it is neither a plain DataFrame nor a path.
    """
    if isinstance(data, str | PathLike):
        return read_data(Path(data), encoding=encoding, sheet=sheet)
    return plain_frame(data)


def report_lines(frame: pd.DataFrame, findings: FindingLog) -> None:
    """Note what was wrong with the lines of the file that a table was read from, and what a map found in them."""
    lines: dict[str, list[tuple[Any, dict[str, Any]]]] = defaultdict(list)
    for code, line, details in frame.attrs.get(NOTES, ()):
        lines[code].append((line, details))
    for code, found in lines.items():
        if len(found) > MOST_LINES_NAMED:
            findings.column(code, "line", f"{found[0][0]}, {found[1][0]}, … ({len(found)})", **found[0][1])
            continue
        for line, details in found:
            findings.line(code, "line", "", "", line, **details)
    for code, subject, entity, period, figure, details in frame.attrs.get(MAPPED, ()):
        findings.line(code, subject, entity, period, figure, **details)
