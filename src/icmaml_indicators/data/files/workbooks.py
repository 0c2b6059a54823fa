"""Workbooks that an evaluator filled in, read back as a long table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import DataError, MissingExtraError

if TYPE_CHECKING:
    import pandas as pd

# The hidden sheet that tells what a workbook is.
META = "_icmaml"
SCHEMA = "1"
_ANSWER, _EVIDENCE, _NOTE = 3, 4, 5
_ADDRESS = re.compile(r"[A-Z]{1,2}[1-9][0-9]{0,4}\Z")


@dataclass(frozen=True, slots=True)
class FilledWorkbook:
    """The answers of one workbook, and the program and version that it was made for."""

    frame: pd.DataFrame
    program: str
    version: str


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
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtraError("excel") from error
    import pandas as pd

    book = openpyxl.load_workbook(path, data_only=True)
    if META not in book.sheetnames:
        return None
    told: dict[str, list[str]] = {}
    for key, value in book[META].iter_rows(max_col=2, values_only=True):
        if key is not None:
            told.setdefault(str(key), []).append("" if value is None else str(value))
    if not {"program", "version", "entity", "name", "period"} <= set(told):
        return None
    identity = {role: _cell(book, path, told[role][0]) for role in ("entity", "name", "period")}
    for role in ("entity", "period"):
        if not identity[role]:
            raise DataError("IND516", path=path, role=role, cell=told[role][0])
    lines, cells = [], []
    for sheet in told.get("sheet", []):
        if sheet not in book.sheetnames:
            raise DataError("IND517", path=path, sheet=sheet)
        for number, row in enumerate(book[sheet].iter_rows(max_col=_NOTE + 1, values_only=True), 1):
            subject = row[0]
            if isinstance(subject, str) and subject.isidentifier() and subject.islower():
                beside = (_text(row[column]) for column in (_EVIDENCE, _NOTE))
                lines.append([*identity.values(), subject, _answer(row[_ANSWER]), *beside])
                cells.append(f"{sheet}!D{number}")
    columns = ["entity", "name", "period", "criterion", "answer", "evidence", "note"]
    frame = pd.DataFrame(lines, columns=columns, index=pd.Index(cells, dtype=object), dtype=object)
    return FilledWorkbook(frame, told["program"][0], told["version"][0])


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
