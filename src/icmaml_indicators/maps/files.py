"""`read_data`: a file to a table, as it stands or by a column map."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..data.files.deliveries import Deliveries, are_paths, take_deliveries
from ..data.files.tables import read_plain_file
from ..errors import DataError, expect
from ..specs import Program
from ..tables.frames import plain_frame
from ..tables.headings import fold_heading
from ..tables.reading import FileOptions, frame_with_notes, read_file
from .applying import apply_map
from .model import ColumnMap
from .reading import AnyMap, load_map
from .target_map import TargetMap
from .target_table import apply_target_map

if TYPE_CHECKING:
    import pandas as pd


def read_data(
    path: str | Path,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    map: str | Path | AnyMap | None = None,
) -> pd.DataFrame:
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
    map
        The column map by which a public file is read: the id of one that ships, or a YAML file. The table then holds
        the variables of its program, one line an entity in a period, or the roles of a table of targets, line by line;
        and the words of credit go along.

    Raises
    ------
    DataError
        When the file is absent, empty, of another kind, or cannot be read; when it is not that of the map.
    MissingExtraError
        When the extra for Excel or Parquet is not installed.
    SpecError
        When the map is wrong.
    UnknownNameError
        When there is no such map.
    """
    expect("path", path, str, Path)
    options = FileOptions(encoding, sheet)
    return read_plain_file(Path(path), options) if map is None else read_mapped(load_map(map), Path(path), options)


def take_mapped_deliveries(
    program: Program,
    column_map: ColumnMap | None,
    data: Any,
    options: FileOptions,
    *,
    several: bool = False,
    but: Path | None = None,
) -> Deliveries:
    """Return what is handed in for a program, read by a map where there is one; see `take_deliveries`."""
    if column_map is None:
        return take_deliveries(program, data, options, several=several, but=but)
    read = partial(read_mapped, column_map, options=options)
    given = data if are_paths(data) or isinstance(data, Deliveries) else read(data)
    return take_deliveries(program, given, options, several=several, but=but, read=read)


def read_mapped(column_map: AnyMap, data: Any, options: FileOptions) -> pd.DataFrame:
    """Return the table that a file, or a table as it stands in one, gives by a map; see `read_data`."""
    if not isinstance(data, str | Path):
        return _apply(column_map, plain_frame(data))
    known = [
        {fold_heading(one.heading) for one in column_map.columns[name].headings} for name in column_map.key_columns
    ]

    def is_head(cells: Sequence[str]) -> bool:
        given = {fold_heading(cell) for cell in cells}
        return all(given & headings for headings in known)

    frame = frame_with_notes(read_file(Path(data), options, is_head=is_head))
    if frame.empty:
        raise DataError("IND507", path=data)
    return _apply(column_map, frame)


def _apply(column_map: AnyMap, frame: pd.DataFrame) -> pd.DataFrame:
    if isinstance(column_map, TargetMap):
        return apply_target_map(column_map, frame)
    return apply_map(column_map, frame)
