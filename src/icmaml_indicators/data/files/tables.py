"""Data files to DataFrames: every cell of a text file stays text, so that nothing is guessed before we look."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from io import StringIO
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import DataError, MissingExtraError, expect
from ...specs import Program
from ...tables.fields import LineFault, count_fields
from ...tables.frames import plain_frame
from ..model.findings import FindingLog
from .workbooks import FilledWorkbook, read_workbook

if TYPE_CHECKING:
    import pandas as pd

READERS = (".csv", ".tsv", ".txt", ".parquet", ".xlsx", ".xlsm")
# Where a table keeps the faults of the lines that it was read from (`DataFrame.attrs`).
_FAULTS = "icmaml_indicators.lines"
# More faulty lines than this are told in one finding a code.
MOST_LINES_NAMED = 100
# Letters of the code page of DOS, and of UTF-8, as Windows-1252 shows them: `Torre¢n`, `TorreÃ³n`.
_NO_LETTERS = re.compile(r"[^\W\d_]*(?:[A-Za-z][‚¡¢£¤¥]|Ã[\x80-\xbf])\w*")


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

    What was wrong with lines of a text file travels with the table (``attrs``) and becomes findings where it is used.

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
    foreign = None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")  # what Excel writes in Mexico when not asked for UTF-8
        foreign = _NO_LETTERS.search(text)
    header = text.split("\n", 1)[0]
    separator = max((",", ";", "\t"), key=header.count)
    counted, faults = count_fields(text, separator, path)
    frame = pd.read_csv(StringIO(counted), sep=separator, dtype=str, keep_default_na=False, skip_blank_lines=True)
    if foreign is not None:
        line = text.count("\n", 0, foreign.start()) + 1
        faults.append(LineFault("IND476", f"{line}: {foreign[0]}", {}))
    if faults:
        frame.attrs[_FAULTS] = [(fault.code, fault.line, fault.details) for fault in faults]
    return frame


def take_frame(data: Any) -> pd.DataFrame:
    """Return the table that is handed in, or that stands in a file.

    Raises
    ------
    DataError
        As `read_data`, and when it is neither a plain DataFrame nor a path.
    """
    return read_data(Path(data)) if isinstance(data, str | PathLike) else plain_frame(data)


def report_lines(frame: pd.DataFrame, findings: FindingLog) -> None:
    """Note what was wrong with the lines of the file that a table was read from."""
    lines: dict[str, list[tuple[Any, dict[str, Any]]]] = defaultdict(list)
    for code, line, details in frame.attrs.get(_FAULTS, ()):
        lines[code].append((line, details))
    for code, found in lines.items():
        if len(found) > MOST_LINES_NAMED:
            findings.column(code, "line", f"{found[0][0]}, {found[1][0]}, … ({len(found)})", **found[0][1])
            continue
        for line, details in found:
            findings.line(code, "line", "", "", line, **details)
