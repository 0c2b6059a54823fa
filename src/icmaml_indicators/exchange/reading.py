"""The two tables of COINr, read and held against each other: a fault is told at its table, line and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..data.files.tables import read_plain_file
from ..data.parsing.columns import distinct_texts
from ..data.parsing.numbers import ParsedNumber, parse_number
from ..diagnostics import nearest
from ..errors import DataError
from ..specs.model.periods import read_period
from ..tables.frames import cell_text, plain_frame
from ..tables.headings import fold_heading, list_headings, usual_form
from ..tables.interchange import Tabular
from ..tables.reading import FileOptions, read_file
from ..tables.vocabulary import PERIOD
from .framework import DATA, META, META_COLUMNS, TYPES, UNIT_CODE, UNIT_COLUMNS, UNIT_TIME, Framework, Line
from .notes import NoteLog

if TYPE_CHECKING:
    import pandas as pd

_NEEDED = ("Level", "iCode", "Direction", "Weight", "Parent", "Type")
# Further columns that normalisation by `use_iMeta` reads; see `methods.py`.
PARAMETERS = ("goalpost_lower", "goalpost_upper", "goalpost_scale", "goalpost_trunc2posts", "dist2targ_cap_max")
_TRUTHS = {"true": True, "t": True, "false": False, "f": False}
# What R writes where nothing stands.
_NOTHING = {"", "na", "nan", "<na>", "none"}
_A_NUMBER, _A_CODE = ("un número", "a number"), ("un código", "a code")


def read_meta_table(meta: Tabular | str | Path, options: FileOptions) -> pd.DataFrame:
    """Return the table of indicators as it stands in a file; of a workbook the sheet that has its headings."""
    if not isinstance(meta, str | Path):
        return plain_frame(meta, "meta")
    known = {fold_heading(name) for name in ("iCode", "Type")}

    def is_head(cells: Sequence[str]) -> bool:
        return known <= {fold_heading(cell) for cell in cells}

    frame = read_file(Path(meta), options, is_head=is_head, needs_head=False).frame
    if frame.empty:
        raise DataError("IND507", path=meta)
    return frame


def read_unit_table(data: Tabular | str | Path, options: FileOptions) -> pd.DataFrame:
    """Return the table of units as it stands in a file."""
    return plain_frame(data) if not isinstance(data, str | Path) else read_plain_file(Path(data), options)


def read_framework(frame: pd.DataFrame, notes: NoteLog) -> Framework:
    """Return what the table of indicators says.

    Raises
    ------
    DataError
        At the first line that is wrong: a column or a cell that is absent, a cell that cannot be, a code that stands
        twice, a parent or a denominator that is no code, an index without one top.
    """
    columns = _find_columns(frame, notes)
    lines = [_read_line(columns, at) for at in range(len(frame))]
    if not lines:
        raise DataError("IND501")
    _refuse_twice(lines)
    _refuse_strangers(lines)
    framework = Framework(tuple(lines), _find_root(lines))
    _check_tree(framework)
    for line in framework.of_type("Indicator", "Aggregate"):
        height = framework.heights[line.code]
        if line.level != height:
            notes.add("level", META, line.row, "Level", code=line.code, given=line.level or "–", height=height)
    for line in framework.of_type("Aggregate"):
        if line.direction < 0:
            notes.add("direction of aggregate", META, line.row, "Direction", code=line.code)
        if line.unit:
            notes.add("unit of aggregate", META, line.row, "Unit", code=line.code, given=line.unit)
    return framework


def _find_columns(frame: pd.DataFrame, notes: NoteLog) -> dict[str, list[str]]:
    """Return the texts of the columns that are read, by the names that COINr has for them."""
    folded = {fold_heading(str(column)): column for column in reversed(list(frame.columns))}
    found = {}
    for name in (*META_COLUMNS, *PARAMETERS):
        column = folded.get(fold_heading(name))
        if column is not None:
            found[name] = [cell_text(cell) for cell in frame[column]]
        elif name in _NEEDED:
            given = [str(other) for other in frame.columns]
            near = nearest(name, [other for other in given if fold_heading(other) not in map(fold_heading, found)])
            raise DataError("IND760", near, table=META, column=name, found=list_headings(given))
    known = {fold_heading(name) for name in found}
    for column in frame.columns:
        if fold_heading(str(column)) not in known:
            notes.add("column of meta", META, None, str(column))
    return found


def _is_nothing(text: str) -> bool:
    return text.casefold() in _NOTHING


def _read_line(columns: Mapping[str, list[str]], at: int) -> Line:
    """Return a line of the table of indicators, its own cells held against what they may say."""
    row = at + 1
    cells = {name: "" if _is_nothing(texts[at]) else texts[at] for name, texts in columns.items()}

    def refuse(column: str, wanted: tuple[str, str], near: str | None = None) -> DataError:
        return _cell_error(META, row, column, columns[column][at], wanted, near)

    def number(column: str) -> float | None:
        text = cells.get(column, "")
        if not text:
            return None
        value = parse_number(text).value
        if value is None:
            raise refuse(column, _A_NUMBER)
        return value

    # A unit may be called NA in R as well, but no column may.
    if not cells["iCode"]:
        raise refuse("iCode", _A_CODE)
    kind = cells["Type"]
    if kind not in TYPES:
        raise refuse("Type", _one_of(TYPES), nearest(kind, TYPES))
    counts = kind in {"Indicator", "Aggregate"}
    direction, weight, level = number("Direction"), number("Weight"), number("Level")
    is_top = kind == "Aggregate" and not cells["Parent"]
    if direction not in {1.0, -1.0, *(() if kind == "Indicator" else (None,))} and counts:
        raise refuse("Direction", ("1 o -1", "1 or -1"))
    if counts and not is_top and (weight is None or weight < 0):
        raise refuse("Weight", ("un número de 0 en adelante", "a number from 0 on"))
    if level is not None and not level.is_integer():
        raise refuse("Level", ("un número entero", "a whole number"))
    if kind == "Indicator" and not cells["Parent"]:
        raise refuse("Parent", ("el código de un agregado", "the code of an aggregate"))
    return Line(
        row,
        cells["iCode"],
        cells.get("iName", ""),
        kind,
        None if level is None else int(level),
        int(direction or 1),
        1.0 if weight is None else weight,
        cells.get("Unit", ""),
        number("Target"),
        cells.get("Denominator", ""),
        cells["Parent"],
        {name: found for name in PARAMETERS if (found := _parameter(cells.get(name, ""), name, refuse)) is not None},
    )


def _parameter(text: str, name: str, refuse: Any) -> float | bool | None:
    if not text:
        return None
    if text.casefold() in _TRUTHS:
        return _TRUTHS[text.casefold()]
    value = parse_number(text).value
    if value is None:
        raise refuse(name, _A_NUMBER)
    return value


def _one_of(choices: Iterable[str]) -> tuple[str, str]:
    *others, last = choices
    first = ", ".join(others)
    return f"{first} o {last}", f"{first} or {last}"


def _cell_error(
    table: str, row: int, column: str, given: object, wanted: tuple[str, str], near: str | None = None
) -> DataError:
    return DataError("IND761", near, table=table, row=row, column=column, given=given, wanted=wanted)


def _refuse_twice(lines: Sequence[Line]) -> None:
    """Refuse codes that are one name here: equal, or told apart by capitals and signs alone."""
    seen: dict[str, Line] = {}
    for line in lines:
        name = fold_heading(line.code)
        if name in map(fold_heading, UNIT_COLUMNS):
            raise _cell_error(META, line.row, "iCode", line.code, ("otro código", "another code"))
        other = seen.setdefault(name, line)
        if other is not line:
            raise DataError(
                "IND762", table=META, row=line.row, column="iCode", given=line.code, other=other.code, first=other.row
            )


def _refuse_strangers(lines: Sequence[Line]) -> None:
    """Refuse parents that are no aggregate, and denominators that are none."""
    for kind, column, wanted in (
        ("Aggregate", "Parent", ("el código de un `Aggregate`", "the code of an `Aggregate`")),
        ("Denominator", "Denominator", ("el código de un `Denominator`", "the code of a `Denominator`")),
    ):
        codes = [line.code for line in lines if line.type == kind]
        for line in lines:
            given = line.parent if column == "Parent" else line.denominator
            if given and given not in codes:
                raise _cell_error(META, line.row, column, given, wanted, nearest(given, codes, but=line.code))


def _find_root(lines: Sequence[Line]) -> Line:
    tops = [line for line in lines if line.type == "Aggregate" and not line.parent]
    if len(tops) != 1:
        row = tops[1].row if tops else next((line.row for line in lines if line.type == "Aggregate"), 1)
        found = ", ".join(line.code for line in tops) or "–"
        raise DataError("IND763", table=META, row=row, column="Parent", count=len(tops), found=found)
    return tops[0]


def _check_tree(framework: Framework) -> None:
    """Refuse aggregates that nothing belongs to, and those that belong to one another in a circle."""
    for line in framework.of_type("Aggregate"):
        if not framework.children_of(line.code):
            wanted = ("un código que es `Parent` de otro", "a code that is the `Parent` of another")
            raise _cell_error(META, line.row, "iCode", line.code, wanted)
    for line in framework.of_type("Aggregate", "Indicator"):
        if line.code not in framework.heights:
            wanted = ("un agregado que lleva al índice", "an aggregate that leads to the index")
            raise _cell_error(META, line.row, "Parent", line.parent, wanted)


# The table of units ----------------------------------------------------------------------------------


def check_units(frame: pd.DataFrame, framework: Framework, period: str | None, notes: NoteLog) -> int:
    """Hold the table of units against what the other says of it; return how many periods it has.

    Raises
    ------
    DataError
        At the first column that is absent, or cell that cannot be.
    """
    given = [str(column) for column in frame.columns]
    if UNIT_CODE not in given:
        raise DataError(
            "IND760", nearest(UNIT_CODE, given), table=DATA, column=UNIT_CODE, found=list_headings(frame.columns)
        )
    known = {line.code for line in framework.lines}
    figures = {line.code for line in framework.of_type("Indicator", "Denominator", "Group")}
    for line in framework.of_type("Indicator", "Denominator", "Group", "Other"):
        if line.code not in given:
            wanted = ("una columna de iData", "a column of iData")
            near = nearest(line.code, [name for name in given if name not in known])
            raise _cell_error(META, line.row, "iCode", line.code, wanted, near)
    for line in framework.of_type("Aggregate"):
        if line.code in given:
            notes.add("aggregate in data", DATA, None, line.code)
    for name in given:
        if name not in known and name not in UNIT_COLUMNS:
            notes.add("column of data", DATA, None, name)
        if UNIT_TIME in given and usual_form(name) in PERIOD and name not in figures:
            notes.add("like a period", DATA, None, name)
    for line in framework.of_type("Other"):
        notes.add("other", META, line.row, "Type", code=line.code)
    periods = _check_rows(frame, period, notes)
    for line in framework.of_type("Indicator", "Denominator"):
        _check_figures(frame, line)
    return periods


def _check_rows(frame: pd.DataFrame, period: str | None, notes: NoteLog) -> int:
    """Refuse units without a code, times that are none, and units that stand twice in one; return how many times."""
    units = [cell_text(cell) for cell in frame[UNIT_CODE]]
    for at, unit in enumerate(units):
        if not unit:
            raise _cell_error(DATA, at + 1, UNIT_CODE, unit, _A_CODE)
    times = [""] * len(units)
    if UNIT_TIME in frame.columns:
        times = [cell_text(cell) for cell in frame[UNIT_TIME]]
        for at, time in enumerate(times):
            if read_period(time.removesuffix(".0"), "year").point is None:
                raise _cell_error(DATA, at + 1, UNIT_TIME, time, ("un año", "a year"))
    elif period is None:
        notes.add("no time", DATA, None, UNIT_TIME)
    first: dict[tuple[str, str], int] = {}
    for at, key in enumerate(zip(units, times, strict=True)):
        other = first.setdefault(key, at)
        if other != at:
            raise DataError(
                "IND762",
                table=DATA,
                row=at + 1,
                column=UNIT_CODE,
                given=" ".join(filter(None, key)),
                other=key[0],
                first=other + 1,
            )
    return len(Counter(times))


def _check_figures(frame: pd.DataFrame, line: Line) -> None:
    """Refuse a text in a column of figures; what says that nothing stands there is absent."""
    column = frame[line.code]
    if column.dtype.kind in "iuf":
        return
    codes, texts = distinct_texts(column)
    read: list[ParsedNumber] = [parse_number(text) for text in texts]
    wrong = {number for number, (text, one) in enumerate(zip(texts, read, strict=True)) if _is_text(text, one)}
    if wrong:
        at = next(at for at, code in enumerate(codes.tolist()) if code in wrong)
        raise _cell_error(DATA, at + 1, line.code, texts[codes[at]], _A_NUMBER)


def _is_text(text: str, read: ParsedNumber) -> bool:
    return read.value is None and not read.reason and not _is_nothing(text)
