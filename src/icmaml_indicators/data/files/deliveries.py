"""What is handed in for a program: one table, or many files of one, as they lie in a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from ...errors import DataError, IcmamlError
from ...specs import Program
from ...tables.frames import plain_frame
from ...tables.locating import PACKED
from ...tables.reading import BY_ITSELF, READERS, FileOptions
from ..model.table import DataTable
from .tables import read_cells, try_workbook

if TYPE_CHECKING:
    import pandas as pd

# What begins the name of a file that is nobody's: hidden, or the mark that a workbook stands open.
_PASSING = (".", "~")
_PATTERN = "*?["


@dataclass(frozen=True, slots=True)
class Delivery:
    """A table that was handed in.

    Attributes
    ----------
    frame
        Its cells under their headings.
    file
        The file's name, where several make the data; else empty.
    made_for
        The program and version that its workbook was made for; empty where nothing tells.
    """

    frame: pd.DataFrame
    file: str = ""
    made_for: str = ""


@dataclass(slots=True)
class Deliveries:
    """All tables that were handed in, and what could not be read.

    Attributes
    ----------
    tables
        Those that could be read, in the order of their files.
    refused
        Files that could not be read, each with what is wrong.
    others
        Files of the folder that are none of a table.
    several
        Whether these are files of one table, rather than one table.
    data_tables
        What files were read as, by their name: each is read once, though several choices of them be scored.
    """

    tables: list[Delivery]
    refused: dict[str, IcmamlError] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    several: bool = False
    data_tables: dict[str, DataTable] = field(default_factory=dict)

    @property
    def versions(self) -> list[str]:
        """The programs and versions that workbooks were made for."""
        return sorted({table.made_for for table in self.tables if table.made_for})


def are_paths(data: object) -> TypeGuard[str | Path | Sequence[str | Path]]:
    """Tell whether something is a path or a list of paths, rather than a table or a list of records."""
    if isinstance(data, list | tuple):
        return bool(data) and all(isinstance(each, str | PathLike) for each in data)
    return isinstance(data, str | PathLike)


def take_deliveries(
    program: Program,
    data: Any,
    options: FileOptions = BY_ITSELF,
    *,
    several: bool = False,
    but: Path | None = None,
    read: Callable[[Path], pd.DataFrame] | None = None,
) -> Deliveries:
    """Return what is handed in: a table, a file, a folder, a pattern, or a list of files.

    One bad file among several is kept apart; that none can be read is an error.

    Parameters
    ----------
    program
        Whose data it is.
    data
        A table of any library, or a path. A folder gives all files in it that hold tables, a pattern (``*.csv``) all
        that it fits.
    options
        How each file is to be read.
    several
        Whether one file alone is several as well, of which each is named.
    but
        A file that is none of them, wherever it lies.
    read
        What reads a file, where it is not read as it stands.

    Raises
    ------
    DataError
        When a file cannot be read, or none of several, or there is none.
    """
    if isinstance(data, Deliveries):
        return data
    if not are_paths(data):
        return Deliveries([Delivery(plain_frame(data))])
    paths, others = list_files(data, but)
    if paths is None and several:
        paths = [Path(str(data))]
    if paths is None:
        return Deliveries([_read_delivery(Path(str(data)), program, options, read)])
    found = Deliveries([], others=others, several=True)
    names = distinguish_names(paths)
    for path, name in zip(paths, names, strict=True):
        try:
            own = _read_delivery(path, program, options, read)
            found.tables.append(replace(own, file=name))
        except IcmamlError as error:
            found.refused[name] = error
    if not found.tables:
        raise next(iter(found.refused.values()))
    return found


def list_files(data: str | Path | Sequence[str | Path], but: Path | None) -> tuple[list[Path] | None, list[str]]:
    """Return the files of a folder, a pattern or a list, and those of a folder that hold no table; None for one file.

    Raises
    ------
    DataError
        When there is none.
    """
    if not isinstance(data, str | PathLike):
        return list({Path(each).resolve(): Path(each) for each in data}.values()), []
    path = Path(data)
    if path.is_dir():
        found = path.iterdir()
    elif not path.exists() and any(sign in str(path) for sign in _PATTERN):
        root = Path(path.anchor)
        found = root.glob(str(path.relative_to(root)))
    else:
        return None, []
    apart = but.resolve() if but is not None else None
    inside = sorted(each for each in found if not each.name.startswith(_PASSING) and each.resolve() != apart)
    paths = [each for each in inside if each.is_file() and _kind(each) in READERS]
    if not paths:
        raise DataError("IND519", path=path, valid=", ".join((*READERS, *PACKED)))
    return paths, [each.name for each in inside if each not in paths]


def _kind(path: Path) -> str:
    """Return the suffix of what is in a file; of one that is packed, any: what it holds is seen when it is read."""
    suffix = path.suffix.lower()
    return READERS[0] if suffix in PACKED else suffix


def distinguish_names(paths: Sequence[Path]) -> list[str]:
    """Return a name for each file: its own, or with as many of its folders as tell it from its namesakes."""
    parts = [path.parts for path in paths]
    count, most = [1] * len(paths), max(map(len, parts))
    for _ in range(most):
        names = ["/".join(each[-some:]) for each, some in zip(parts, count, strict=True)]
        again = {name for name in names if names.count(name) > 1}
        if not again:
            break
        count = [some + (name in again) for some, name in zip(count, names, strict=True)]
    return names


def _read_delivery(
    path: Path, program: Program, options: FileOptions, read: Callable[[Path], pd.DataFrame] | None
) -> Delivery:
    """Read one file.

    Raises
    ------
    DataError
        As `read_plain_file`, and when a workbook was made for another program.
    """
    if read is not None:
        return Delivery(read(path))
    filled = try_workbook(path)
    if filled is None:
        return Delivery(read_cells(path, options))
    filled.require_program(program.id, path)
    return Delivery(filled.frame, made_for=filled.made_for)
