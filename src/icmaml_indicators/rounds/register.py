"""The register of a round: when each file was received, whose it is, and which earlier one it replaces."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..data.files.tables import take_frame
from ..data.keys.entities import read_entities
from ..data.keys.roles import ROLES, ReadOptions, find_roles
from ..data.model.findings import FindingLog
from ..errors import DataError, UnknownNameError
from ..specs import Program
from ..tables.frames import cell_text
from ..tables.headings import find_columns, require_columns
from ..tables.interchange import Tabular

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: dict[str, tuple[str, ...]] = {
    "file": ("file", "archivo"),
    "received": ("received", "recibido", "fecha_recepcion", "recepcion", "fecha"),
    "supersedes": ("supersedes", "sustituye", "sustituye_a", "reemplaza"),
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


def read_register(
    source: Tabular | str | Path | None, files: Sequence[str], program: Program, options: ReadOptions
) -> dict[str, Receipt]:
    """Return what is said of each file; nothing of those that the register does not name.

    Parameters
    ----------
    source
        The register; None where there is none.
    files
        The files that were handed in.
    program, options
        By which keys are read, as in `read_owners`.

    Raises
    ------
    DataError
        When it has no column of files, names one twice, or gives something that is no date.
    UnknownNameError
        When it names a file that was not handed in.
    """
    if source is None:
        return {file: Receipt() for file in files}
    frame = take_frame(source)
    lines = read_lines(frame, COLUMNS, ("file",))
    has_owners = "entity" in find_columns(frame.columns, ROLES)
    owners = read_owners(frame, program, options) if has_owners else [""] * len(frame)
    found: dict[str, Receipt] = {}
    for line, owner in zip(lines, owners, strict=True):
        name, older = line["file"], line["supersedes"]
        for given in filter(None, (name, older)):
            if given not in files:
                raise UnknownNameError("file", given, files)
        if not name:
            continue
        if name in found:
            raise DataError("IND723", file=name)
        found[name] = Receipt(read_date(line["received"], name), older, owner)
    return {file: Receipt() for file in files} | found


def read_owners(frame: pd.DataFrame, program: Program, options: ReadOptions) -> list[str]:
    """Return whose each line of a table is, read as keys in data are; empty where there is no key, or one of a total.

    Parameters
    ----------
    frame
        The table.
    program
        Whose entities they are.
    options
        The period, which the table need not have, and the catalogue in which names are looked up.

    Raises
    ------
    DataError
        When it has no column of keys.
    """
    entities = read_entities(program, frame, find_roles(program, frame, options), options.catalogue, FindingLog())
    owners = ["" if total else key for key, total in zip(entities.ids, entities.totals.tolist(), strict=True)]
    return [owners[code] if code >= 0 else "" for code in entities.codes.tolist()]


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
    texts = [
        [cell_text(cell) for cell in frame[columns[role]]] if role in columns else [""] * len(frame) for role in names
    ]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*texts, strict=True)]


def write_date(date: dt.date | None) -> str:
    """Return a date as ISO 8601; empty where there is none."""
    return date.isoformat() if date is not None else ""


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
