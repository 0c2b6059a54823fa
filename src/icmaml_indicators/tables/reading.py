"""Files to tables of cells: located, decoded, headings found; nothing is read twice.

Cells of text files stay text, so that nothing is guessed before anyone looks. What was left out or guessed travels with
the table (`DataFrame.attrs`) until it becomes findings.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..diagnostics import nearest
from ..errors import DataError, MissingExtraError
from .arrow_text import read_regular_lines
from .decoding import decode
from .fields import LineFault, count_fields
from .headings import MOST_AROUND, IsHead, begins_table, clean_heading, find_head, is_note, is_second_head, join_heads
from .locating import LocatedFile, locate

if TYPE_CHECKING:
    import pandas as pd

TEXTS, BOOKS, COLUMNS = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm", ".xls"), (".parquet",)
READERS = (*TEXTS, *COLUMNS, *BOOKS)
# Where a table keeps what was told of the lines that it was read from.
NOTES = "icmaml_indicators.lines"
_SEPARATORS = (",", ";", "\t", "|")
_DECLARED = re.compile(r"sep=(.)[ \t]*(?:\r\n?|\n)", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?|\n")
_LINE_END_BYTES = re.compile(rb"\r\n?|\n")
# Headings stand within so many bytes.
_BEGINNING = 1 << 18


@dataclass(slots=True)
class FileTable:
    """A table of cells as it stands in a file.

    Attributes
    ----------
    frame
        The cells under their headings.
    around
        The lines above the headings and below the last line, without blank ones.
    notes
        What was left out, guessed or wrong.
    """

    frame: pd.DataFrame
    around: list[str] = field(default_factory=list)
    notes: list[LineFault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FileOptions:
    """How to read a file: its encoding and its sheet, where they are known."""

    encoding: str | None = None
    sheet: str | None = None


# What the file itself tells.
BY_ITSELF = FileOptions()


def read_file(
    path: Path, options: FileOptions = BY_ITSELF, *, is_head: IsHead = begins_table, needs_head: bool = False
) -> FileTable:
    """Read a text file, a workbook or a Parquet file, packed or not.

    Parameters
    ----------
    path
        The file.
    options
        Its encoding, its sheet.
    is_head
        Tells whether cells are the headings of the table that is looked for.
    needs_head
        Whether a file in which no line is told to be the headings is refused; else its first line is taken.

    Raises
    ------
    DataError
        When the file is absent, empty, of another kind, or cannot be read.
    MissingExtraError
        When the extra for Excel or Parquet is not installed.
    """
    import pandas as pd

    file = locate(path)
    if file.suffix not in READERS:
        raise DataError(
            "IND505", nearest(file.suffix, READERS), path=path, suffix=file.suffix, valid=", ".join(READERS)
        )
    if not file.content or file.content.isspace():
        raise DataError("IND508", path=path)
    try:
        if file.suffix in TEXTS:
            return _read_text(file, options, is_head, needs_head=needs_head)
        if file.suffix in BOOKS:
            return _read_book(file, options, is_head, needs_head=needs_head)
        return FileTable(pd.read_parquet(BytesIO(file.content)))
    except ImportError as error:
        raise MissingExtraError("parquet" if file.suffix in COLUMNS else "excel") from error
    except (ValueError, OSError, KeyError, csv.Error, zipfile.BadZipFile) as error:
        raise DataError("IND506", path=path, problem=error) from error


def frame_with_notes(table: FileTable) -> pd.DataFrame:
    """Return the cells of a table, which carry what is told of their lines."""
    if table.notes:
        table.frame.attrs[NOTES] = [(note.code, note.line, note.details) for note in table.notes]
    return table.frame


def _as_line(cells: Sequence[str]) -> str:
    """Return cells as one line, those that are empty left out."""
    return " ".join(cell.strip() for cell in cells if cell.strip())


def _notes_around(above: Sequence[str], line: int, second: int | None, below: Sequence[str]) -> list[LineFault]:
    """Return what is to be told of the headings in a line, of a second line of them, and of what stands around."""
    found = [LineFault("IND544", line, {"count": len(above)})] if above else []
    if second is not None:
        found.append(LineFault("IND554", second, {}))
    if below:
        found.append(LineFault("IND547", below[0][:120], {"count": len(below)}))
    return found


# Text ------------------------------------------------------------------------------------------------


def _read_text(file: LocatedFile, options: FileOptions, is_head: IsHead, *, needs_head: bool) -> FileTable:
    import pandas as pd

    decoded = decode(file.content, file.path, options.encoding)
    # Letters in ASCII stand in UTF-8 as they are: lines are found among the bytes, and only what is looked at is text.
    content = decoded.content
    beginning = content[:_BEGINNING].decode(errors="ignore")  # half a letter at its end
    declared = _DECLARED.match(beginning)
    separator, start = (declared[1], len(declared[0].encode())) if declared else (None, 0)
    beginning = beginning[declared.end() :] if declared else beginning
    head = _find_text_head(beginning, separator, is_head)
    if head is None:
        if needs_head:
            raise DataError("IND525", found=next((line for line in beginning.splitlines() if line.strip()), "–")[:200])
        head = _first_line(beginning, separator)
    body = _offset_of_line(content, start, head.last)
    end, below = _find_end(content, body, head.separator, len(head.names))
    # Catalogues of INEGI have a last column without a heading; elsewhere a line that is too long may have shifted.
    width = max(len(head.names), head.width if needs_head else 0)
    names = [*head.names, *[""] * (width - len(head.names))]
    first_line = content.count(b"\n", 0, start) + head.last + 1
    faults = list[LineFault]()
    frame = read_regular_lines(content, body, end, head.separator, width)
    if frame is None:
        lines = content[body:end].decode()
        counted, faults = count_fields(lines, head.separator, file.path, width=width, first_line=first_line)
        frame = pd.read_csv(
            StringIO(counted),
            sep=head.separator,
            dtype=str,
            keep_default_na=False,
            skip_blank_lines=True,
            index_col=False,
            header=None,
            names=range(width),
        )
    notes = [*decoded.notes, *_notes_around(head.above, head.last, head.last if head.double else None, below), *faults]
    return FileTable(name_columns(frame, names), [*head.above, *below], notes)


@dataclass(frozen=True, slots=True)
class _Head:
    """The headings of a text: their separator, how many lines they end after, and what stands above them."""

    separator: str
    names: list[str]
    last: int
    above: list[str]
    width: int
    double: bool = False


def _records(beginning: str, separator: str) -> list[tuple[int, list[str]]]:
    """Return the first records of a text that are not empty, each with the number of lines that it ends after."""
    reader = csv.reader(StringIO(beginning, newline=""), delimiter=separator)
    found: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((reader.line_num, cells))
            if len(found) > MOST_AROUND + 2:
                break
    except csv.Error:  # an open quote: what is wrong is told when the lines are counted
        pass
    return found


def _find_text_head(beginning: str, separator: str | None, is_head: IsHead) -> _Head | None:
    """Return the headings of a text, those that stand highest; of several separators the one that parts most."""
    best: tuple[int, int, _Head] | None = None
    for sign in (separator,) if separator else _SEPARATORS:
        records = _records(beginning, sign)
        number = find_head([cells for _, cells in records], is_head)
        if number is None:
            continue
        last, names = records[number]
        after = records[number + 1][1] if number + 1 < len(records) else []
        double = is_second_head(names, after)
        if double:
            last, names, number = records[number + 1][0], join_heads(names, after), number + 1
        width = len(records[number + 1][1]) if number + 1 < len(records) else 0
        above = [_as_line(cells) for _, cells in records[: number - double]]
        head = _Head(sign, names, last, above, width, double)
        rank = (last, -len(names))
        if best is None or rank < best[:2]:
            best = (*rank, head)
    return best[2] if best is not None else None


def _first_line(beginning: str, separator: str | None) -> _Head:
    """Return the first line that is not empty as the headings."""
    line = next((line for line in _LINE_END.split(beginning) if line.strip()), "")
    sign = separator or max(_SEPARATORS, key=line.count)
    records = _records(beginning, sign)
    last, names = records[0] if records else (1, [line])
    return _Head(sign, names, last, [], 0)


def _offset_of_line(content: bytes, start: int, lines: int) -> int:
    """Return where so many lines from a place on end."""
    at = start
    for _ in range(lines):
        found = _LINE_END_BYTES.search(content, at)
        if found is None:
            return len(content)
        at = found.end()
    return at


def _find_end(content: bytes, body: int, separator: str, width: int) -> tuple[int, list[str]]:
    """Return where the lines of a table end, and the notes below them."""
    end, below = len(content), list[str]()
    for _ in range(MOST_AROUND):
        trimmed = end
        while trimmed > body and content[trimmed - 1] in b"\r\n":
            trimmed -= 1
        newline = content.rfind(b"\n", body, trimmed)
        at = max(newline, content.rfind(b"\r", max(newline, body), trimmed)) + 1
        if at <= body:
            break
        try:
            (cells,) = csv.reader([content[at:trimmed].decode()], delimiter=separator)
        except (csv.Error, ValueError):
            break
        if not is_note(cells, width):
            break
        below.insert(0, _as_line(cells))
        end = at
    return (end if any(below) else len(content)), [line for line in below if line]


# Workbooks -------------------------------------------------------------------------------------------


def _read_book(file: LocatedFile, options: FileOptions, is_head: IsHead, *, needs_head: bool) -> FileTable:
    """Read the sheet that is named, or the first in which the headings are found."""
    import pandas as pd

    book, names = _open_book(file, options)
    asked = names if options.sheet is None else [options.sheet]
    sheets: list[_Sheet] = []
    for name in asked:
        grid = pd.read_excel(book, name, header=None, dtype=object, keep_default_na=False, na_values=[""])
        sheets.append(_Sheet(name, grid, _as_texts(grid.iloc[: MOST_AROUND + 2])))
        number = find_head(sheets[-1].rows, is_head)
        if number is not None:
            return _from_sheet(file, names, sheets[-1], number)
    if needs_head:
        raise DataError("IND525", found=", ".join(sheets[0].rows[0][:12]) if sheets[0].rows else "–")
    return _from_sheet(file, names, next((sheet for sheet in sheets if sheet.rows), sheets[0]), 0)


def _open_book(file: LocatedFile, options: FileOptions) -> tuple[pd.ExcelFile, list[str]]:
    """Open a workbook; return it with the names of its sheets, among them the one that is asked for."""
    import pandas as pd

    engine, faults = _engine(file.suffix)
    try:
        book = pd.ExcelFile(BytesIO(file.content), engine=engine)
    except faults as error:
        raise DataError("IND506", path=file.path, problem=error) from error
    names = [str(name) for name in book.sheet_names]
    if options.sheet is not None and options.sheet not in names:
        raise DataError("IND559", path=file.path, sheet=options.sheet, names=", ".join(names))
    return book, names


def read_grid(path: Path, sheet: str) -> list[list[str]]:
    """Return the cells of a sheet as texts, row by row from its first one on, whatever they are.

    Raises
    ------
    DataError
        When the file is absent or no workbook, or has no such sheet.
    MissingExtraError
        When the extra for Excel is not installed.
    """
    import pandas as pd

    file = locate(path)
    if file.suffix not in BOOKS:
        raise DataError("IND505", nearest(file.suffix, BOOKS), path=path, suffix=file.suffix, valid=", ".join(BOOKS))
    try:
        book, _ = _open_book(file, FileOptions(sheet=sheet))
        grid = pd.read_excel(book, sheet, header=None, dtype=object, keep_default_na=False, na_values=[""])
    except ImportError as error:
        raise MissingExtraError("excel") from error
    except (ValueError, OSError, KeyError, zipfile.BadZipFile) as error:
        raise DataError("IND506", path=path, problem=error) from error
    return _as_texts(grid)


def _engine(suffix: str) -> tuple[Any, tuple[type[Exception], ...]]:
    """Return what reads workbooks, and its own errors: the fast one where it is there, which alone reads old ones."""
    try:
        from python_calamine import CalamineError
    except ImportError:
        if suffix == ".xls":
            raise
        return "openpyxl", ()
    return "calamine", (CalamineError,)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet: its name, its cells, and its first rows as text."""

    name: str
    grid: pd.DataFrame
    rows: list[list[str]]


def _as_texts(grid: pd.DataFrame) -> list[list[str]]:
    import pandas as pd

    return [["" if pd.isna(cell) else str(cell) for cell in row] for row in grid.to_numpy(object)]


def _from_sheet(file: LocatedFile, names: Sequence[str], sheet: _Sheet, number: int) -> FileTable:
    """Return the table of a sheet whose headings stand in one of its first rows."""
    if not sheet.rows:
        raise DataError("IND507", path=file.path)
    heads, first, second = sheet.rows[number], number + 1, None
    above = [line for line in map(_as_line, sheet.rows[:number]) if line]
    if first < len(sheet.rows) and is_second_head(heads, sheet.rows[first]):
        heads, second = join_heads(heads, sheet.rows[first]), first + 1
        first = second
    last, below = len(sheet.grid), list[str]()
    for cells in reversed(_as_texts(sheet.grid.iloc[max(first, last - MOST_AROUND) :])):
        if not is_note(cells, len(cells)):
            break
        below.insert(0, _as_line(cells))
        last -= 1
    below = [line for line in below if line]
    notes = _notes_around(above, number + 1, second, below)
    unread = [name for name in names if name != sheet.name]
    if unread:
        notes.append(LineFault("IND548", ", ".join(unread)[:200], {"sheet": sheet.name}))
    frame = name_columns(sheet.grid.iloc[first:last].reset_index(drop=True), heads)
    return FileTable(frame, [*above, *below], notes)


def name_columns(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return a table under its headings; columns without a heading stay where something stands in them."""
    import pandas as pd

    clean = [clean_heading(name) for name in names]
    kept = [place for place, name in enumerate(clean) if name or _holds_something(frame.iloc[:, place])]
    frame = frame if len(kept) == frame.shape[1] else frame.iloc[:, kept]
    frame.columns = pd.Index([clean[place] or f"column_{place + 1}" for place in kept], dtype=object)
    return frame


def _holds_something(column: pd.Series[Any]) -> bool:
    texts = column[column.notna()].astype(str)
    return bool((texts.str.strip() != "").any())
