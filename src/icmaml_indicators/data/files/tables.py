"""Data files to DataFrames, filled-in workbooks among them, and the findings of their lines."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import DataError
from ...tables.frames import plain_frame
from ...tables.reading import NOTES, FileOptions, frame_with_notes, read_file
from ..model.findings import FindingLog
from ..model.table import MAPPED
from .workbooks import FilledWorkbook, read_workbook

if TYPE_CHECKING:
    import pandas as pd

_FILLED = frozenset({".xlsx", ".xlsm"})
# More faulty lines than this are told in one finding a code.
MOST_LINES_NAMED = 100


def try_workbook(path: Path, read: Callable[[Path], FilledWorkbook | None] = read_workbook) -> FilledWorkbook | None:
    """Read a workbook that was made to be filled in, by what reads such a one; None for any other file.

    Raises
    ------
    DataError
        When it cannot be read.
    """
    if path.suffix.lower() not in _FILLED or not path.is_file():
        return None
    try:
        return read(path)
    except (ValueError, OSError, KeyError, zipfile.BadZipFile) as error:
        raise DataError("IND506", path=path, problem=error) from error


def read_plain_file(path: Path, options: FileOptions) -> pd.DataFrame:
    """Read a file as it stands, without a map; see `maps.files.read_data`."""
    filled = try_workbook(path)
    return read_cells(path, options) if filled is None else filled.frame


def read_cells(path: Path, options: FileOptions) -> pd.DataFrame:
    """Read a file that is no filled-in workbook; see `maps.files.read_data`."""
    frame = frame_with_notes(read_file(path, options))
    if frame.empty:
        raise DataError("IND507", path=path)
    return frame


def take_frame(data: Any, encoding: str | None = None, sheet: str | None = None) -> pd.DataFrame:
    """Return the table that is handed in, or that stands in a file; see `read_plain_file`.

    Raises
    ------
    DataError
        As `read_plain_file`, and when it is neither a plain DataFrame nor a path.
    """
    if isinstance(data, str | PathLike):
        return read_plain_file(Path(data), FileOptions(encoding, sheet))
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
