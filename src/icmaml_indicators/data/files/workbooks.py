"""Workbooks that evaluators filled in, read back: answers as a long table, differences as lines of their sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import DataError, MissingExtraError
from ...tables.headings import MOST_AROUND, begins_table, clean_heading, find_head

if TYPE_CHECKING:
    import pandas as pd

# The hidden sheet that tells what a workbook is.
META = "_icmaml"
SCHEMA = "1"
# There, what names the sheets on which two evaluators settle their differences.
DIFFERENCES = "differences"
_ANSWER, _EVIDENCE, _NOTE = 3, 4, 5
_ADDRESS = re.compile(r"[A-Z]{1,2}[1-9][0-9]{0,4}\Z")


@dataclass(frozen=True, slots=True)
class FilledWorkbook:
    """What was filled in in one workbook, and the program and version that it was made for."""

    frame: pd.DataFrame
    program: str
    version: str

    @property
    def made_for(self) -> str:
        """The program and its version as one text."""
        return f"{self.program}@{self.version}"

    def require_program(self, program: str, path: Path) -> None:
        """Refuse a workbook that was made for another program.

        Raises
        ------
        DataError
            With both.
        """
        if self.program != program:
            raise DataError("IND518", path=path, given=self.program, program=program)


def read_workbook(path: Path) -> FilledWorkbook | None:
    """Read a workbook made by `write_workbook`; None for any other Excel file.

    The table is long: entity, name, period, criterion, answer, evidence, note; its index is the cell of each answer,
    ``Sheet!D12``. Empty answers are lines too, so that evidence and notes without an answer are kept.

    Raises
    ------
    DataError
        When the entity or the period is not filled in, or a sheet is gone.
    MissingExtraError
        When the extra ``excel`` is not installed.
    """
    import pandas as pd

    book, told = _open(path)
    if not {"program", "version", "entity", "name", "period"} <= set(told):
        return None
    identity = {role: _cell(book, path, told[role][0]) for role in ("entity", "name", "period")}
    for role in ("entity", "period"):
        if not identity[role]:
            raise DataError("IND516", path=path, role=role, cell=told[role][0])
    lines, cells = [], []
    for sheet in told.get("sheet", []):
        for number, row in enumerate(_sheet(book, path, sheet).iter_rows(max_col=_NOTE + 1, values_only=True), 1):
            subject = row[0]
            if isinstance(subject, str) and subject.isidentifier() and subject.islower():
                beside = (_text(row[column]) for column in (_EVIDENCE, _NOTE))
                lines.append([*identity.values(), subject, _answer(row[_ANSWER]), *beside])
                cells.append(f"{sheet}!D{number}")
    columns = ["entity", "name", "period", "criterion", "answer", "evidence", "note"]
    frame = pd.DataFrame(lines, columns=columns, index=pd.Index(cells, dtype=object), dtype=object)
    return FilledWorkbook(frame, told["program"][0], told["version"][0])


def read_differences(path: Path) -> FilledWorkbook | None:
    """Read the sheets of a workbook on which two evaluators settle their differences; None for any other Excel file.

    The table has the headings of the first such sheet; its index is the sheet and row of each line, ``Sheet!12``.

    Raises
    ------
    DataError
        When a sheet is gone, or two of its columns have one heading.
    MissingExtraError
        When the extra ``excel`` is not installed.
    """
    import pandas as pd

    book, told = _open(path)
    if not {"program", "version", DIFFERENCES} <= set(told):
        return None
    parts = [_read_lines(path, _sheet(book, path, name), name) for name in told[DIFFERENCES]]
    return FilledWorkbook(pd.concat(parts), told["program"][0], told["version"][0])


def name_cell(frame: pd.DataFrame, line: int, column: Any) -> str:
    """Return where a cell of a table that `read_differences` returns stands, as ``Sheet!D12``."""
    from openpyxl.utils import get_column_letter

    sheet, _, row = str(frame.index[line]).rpartition("!")
    return f"{sheet}!{get_column_letter(frame.columns.tolist().index(column) + 1)}{row}"


def _open(path: Path) -> tuple[Any, dict[str, list[str]]]:
    """Return a workbook, and what its hidden sheet tells: nothing where it has none."""
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtraError("excel") from error
    book = openpyxl.load_workbook(path, data_only=True)
    told: dict[str, list[str]] = {}
    if META in book.sheetnames:
        for key, value in book[META].iter_rows(max_col=2, values_only=True):
            if key is not None:
                told.setdefault(str(key), []).append("" if value is None else str(value))
    return book, told


def _sheet(book: Any, path: Path, name: str) -> Any:
    if name not in book.sheetnames:
        raise DataError("IND517", path=path, sheet=name)
    return book[name]


def _read_lines(path: Path, sheet: Any, name: str) -> pd.DataFrame:
    """Return the lines of a sheet below its headings, those without any text left out."""
    import pandas as pd

    rows = [[_answer(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    head = find_head([[str(cell) for cell in row] for row in rows[:MOST_AROUND]], begins_table) or 0
    headings = [clean_heading(str(cell)) for cell in rows[head]] if rows else []
    twice = next((heading for heading in headings if heading and headings.count(heading) > 1), None)
    if twice is not None:
        raise DataError("IND734", path=path, sheet=name, heading=twice)
    columns = [heading or f"column_{place}" for place, heading in enumerate(headings, 1)]
    kept = [number for number, row in enumerate(rows[head + 1 :], head + 2) if any(str(cell).strip() for cell in row)]
    index = pd.Index([f"{name}!{number}" for number in kept], dtype=object)
    return pd.DataFrame([rows[number - 1] for number in kept], columns=columns, index=index, dtype=object)


def _cell(book: Any, path: Path, address: str) -> str:
    sheet, _, cell = address.rpartition("!")
    if sheet not in book.sheetnames or not _ADDRESS.match(cell):
        raise DataError("IND517", path=path, sheet=address)
    return _text(book[sheet][cell].value).strip()


def _answer(value: Any) -> Any:
    """Return a number as it is: only text is read as text."""
    return value if isinstance(value, float) and not value.is_integer() else _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
