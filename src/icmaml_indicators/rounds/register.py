"""The register of a round: when each file was received, whose it is, and which earlier one it replaces."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..data.files.tables import take_frame
from ..errors import DataError, UnknownNameError
from ..tables.frames import plain_text
from ..tables.headings import find_columns, require_columns
from ..tables.interchange import Tabular
from ..tables.vocabulary import ENTITY, KEY, MUNICIPALITY_KEY, WHOLE_KEY

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: dict[str, tuple[str, ...]] = {
    "file": ("file", "archivo"),
    "received": ("received", "recibido", "fecha_recepcion", "recepcion", "fecha"),
    "supersedes": ("supersedes", "sustituye", "sustituye_a", "reemplaza"),
    "entity": (*ENTITY, *KEY, *WHOLE_KEY, *MUNICIPALITY_KEY),
}
_MEXICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the register says of a file.

    Attributes
    ----------
    received
        When it was received; None where that is not known.
    supersedes
        The file whose place it takes; empty for none.
    entity
        Whose it is; empty where the file itself says so.
    """

    received: dt.date | None = None
    supersedes: str = ""
    entity: str = ""


def read_register(source: Tabular | str | Path | None, files: Sequence[str]) -> dict[str, Receipt]:
    """Return what is said of each file; nothing of those that the register does not name.

    Raises
    ------
    DataError
        When it has no column of files, names one twice, or gives something that is no date.
    UnknownNameError
        When it names a file that was not handed in.
    """
    if source is None:
        return {file: Receipt() for file in files}
    found: dict[str, Receipt] = {}
    for line in read_lines(take_frame(source), COLUMNS, ("file",)):
        name, older = line["file"], line["supersedes"]
        for given in filter(None, (name, older)):
            if given not in files:
                raise UnknownNameError("file", given, files)
        if not name:
            continue
        if name in found:
            raise DataError("IND723", file=name)
        found[name] = Receipt(read_date(line["received"], name), older, line["entity"])
    return {file: Receipt() for file in files} | found


def read_expected(source: Tabular | str | Path) -> list[str]:
    """Return the keys in a table of those that are to hand in.

    Raises
    ------
    DataError
        When it has no column of keys.
    """
    lines = read_lines(take_frame(source), {"entity": COLUMNS["entity"]}, ("entity",))
    return [line["entity"] for line in lines if line["entity"]]


def find_superseded(receipts: Mapping[str, Receipt]) -> dict[str, str]:
    """Return the files whose place others took, each with the one that took it.

    Raises
    ------
    DataError
        When two take the place of one, one takes its own by way of others, or one was received before what it replaces.
    """
    found: dict[str, str] = {}
    for file, receipt in receipts.items():
        older = receipt.supersedes
        if not older:
            continue
        if older in found:
            raise DataError("IND724", file=older, first=found[older], second=file)
        found[older] = file
        before = receipts[older].received
        if receipt.received is not None and before is not None and receipt.received < before:
            raise DataError("IND725", file=file, older=older, date=receipt.received, before=before)
    for file in found:
        last, steps = file, 0
        while last in found:
            last, steps = found[last], steps + 1
            if steps > len(found):
                raise DataError("IND726", file=file)
    return found


def read_lines(frame: pd.DataFrame, names: Mapping[str, Sequence[str]], needed: Sequence[str]) -> list[dict[str, str]]:
    """Return the text of each role, line by line, without blanks around it; empty where there is none.

    Parameters
    ----------
    frame
        The table.
    names
        For each role the headings that it is known by.
    needed
        The roles that must have a column.

    Raises
    ------
    DataError
        When a column that is needed is not there.
    """
    columns = find_columns(frame.columns, names)
    require_columns(frame.columns, columns, names, needed)
    texts = [[_text(cell) for cell in frame[columns[role]]] if role in columns else [""] * len(frame) for role in names]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*texts, strict=True)]


def _text(cell: Any) -> str:
    return "" if cell is None or cell != cell else plain_text(cell).strip()  # noqa: PLR0124 (NaN is not itself)


def read_date(text: str, subject: str) -> dt.date | None:
    """Return a date, as ISO 8601 or as Mexico writes it (day, month, year); None of an empty text.

    Raises
    ------
    DataError
        When it is no date; tells of what.
    """
    if not text:
        return None
    written = _MEXICAN.match(text)
    try:
        if written:
            return dt.date(int(written[3]), int(written[2]), int(written[1]))
        return dt.datetime.fromisoformat(text).date()
    except ValueError as error:
        raise DataError("IND727", subject=subject, given=text) from error
