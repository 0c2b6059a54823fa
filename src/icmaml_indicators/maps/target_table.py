"""A map applied to the table of a file: the roles of a table of targets as headings, each line under its label."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..data.parsing.numbers import parse_number
from ..formulas.reasons import REASON_NAMES
from ..specs.model.periods import read_period
from ..specs.target_roles import FIGURES
from .cells import Cells, fold_value
from .lines import hand_over, note_new_headings, refuse_without_lines, take_lines
from .notes import Notes
from .sums import to_figures, to_units
from .target_map import Role, TargetMap

if TYPE_CHECKING:
    import pandas as pd

_JOIN = ", "


def apply_target_map(column_map: TargetMap, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table of targets that a file gives by a map.

    Parameters
    ----------
    column_map
        The map.
    frame
        The table as it stands in the file.

    Returns
    -------
    DataFrame
        One column a role, one line each line of the file that is used, under its own label. Figures are numbers,
        but for those with a percent sign and those that cannot be read, which stay text. Findings and the words of
        credit go along in its ``attrs``.

    Raises
    ------
    DataError
        When the file lacks columns that every line needs, or no line is left.
    """
    import pandas as pd

    notes = Notes()
    cells = take_lines(column_map, frame, notes)
    if cells.frame.empty:
        refuse_without_lines(column_map, frame, notes)
    table: dict[str, NDArray[Any]] = {}
    for role, given in column_map.targets.items():
        there = [name for name in given.columns if cells.columns[name] is not None]
        if there:
            read = _read_figures if role in FIGURES else _read_texts
            table[role] = read(cells, there, given)
    points = (read_period(text, "year").point for text in dict.fromkeys(table.get("period", np.empty(0)).tolist()))
    note_new_headings(cells, [point for point in points if point is not None], notes)
    return hand_over(column_map, frame, pd.DataFrame(table, index=cells.frame.index), notes)


def _read_texts(cells: Cells, names: list[str], given: Role) -> NDArray[Any]:
    """Return the texts of a role, known words in the place of those of the file."""
    absent = {fold_value(value) for value in cells.column_map.absent}
    known = {fold_value(word): meaning for word, meaning in given.words.items()}
    parts = []
    for name in names:
        codes, texts = cells.texts(name)
        folded = [fold_value(text) for text in texts]
        read = ["" if word in absent else known.get(word, text) for word, text in zip(folded, texts, strict=True)]
        parts.append(np.array(read, object)[codes])
    if len(parts) == 1:
        return parts[0]
    lines = zip(*(part.tolist() for part in parts), strict=True)
    return np.array([_JOIN.join(text for text in line if not _is_absent(text)) for line in lines], object)


@lru_cache(maxsize=1 << 12)
def _is_absent(text: str) -> bool:
    return REASON_NAMES[parse_number(text).reason] == "not_reported"


def _read_figures(cells: Cells, names: list[str], given: Role) -> NDArray[Any]:
    """Return the figures of a role: floats, or floats and texts where a cell bears a percent sign or is none."""
    codes, texts, readings = cells.readings(names[0])
    values = np.array([np.nan if one.value is None else one.value for one in readings])
    if given.times is not None:
        values = np.where(np.isfinite(values), to_figures(*to_units(values), given.times), np.nan)
    found: list[Any] = [
        _with_percent(value) if one.sign == "percent" and np.isfinite(value) else value if np.isfinite(value) else text
        for value, text, one in zip(values.tolist(), texts, readings, strict=True)
    ]
    if any(isinstance(cell, str) and cell for cell in found):
        return np.array(found, object)[codes]
    return values[codes]


def _with_percent(value: float) -> str:
    digits = format(Decimal(repr(value)), "f").removesuffix(".0")
    # Three decimals alone could be read as thousands.
    return f"{digits}0%" if len(digits.partition(".")[2]) == 3 else f"{digits}%"
