"""`import_coin_tool`: the workbook of the COIN Tool to the tables of COINr, and so to a spec.

Where things stand in the workbook is what `import_coin_tool` of COINr reads, whose author wrote the guide of the tool:
in the sheet ``Database``, from column E on, weights, directions, lower and upper goalposts in rows 7 to 10, the codes
of index, sub-index, pillar and sub-pillar in rows 11 to 14, name and code in rows 15 and 16, and below them the figures
of units, with their names and codes in columns B and C; in the sheet ``Framework`` a table of codes (C), weights (E)
and names (H).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..errors import DataError, check_language, expect
from ..tables.reading import read_grid
from .framework import META_COLUMNS, UNIT_CODE, UNIT_NAME
from .importing import CoinrImport, build_import
from .methods import Given
from .notes import NoteLog

if TYPE_CHECKING:
    import pandas as pd

_DATABASE, _FRAMEWORK = "Database", "Framework"
# Rows and columns of ``Database``, counted from 0.
_WEIGHT, _DIRECTION, _LOW, _HIGH = 6, 7, 8, 9
_GROUPS, _NAME, _CODE, _FIGURES = (13, 12, 11, 10), 14, 15, 16
_UNIT_NAMES, _UNIT_CODES, _FIRST = 1, 2, 4
# Columns of ``Framework`` that hold codes, weights and names, and the heading by which its table is found.
_CODES, _WEIGHTS, _NAMES, _HEADING = 2, 4, 7, "Dimension/indicator"
_UNUSED = {"", "--", "n/a", "nan"}

Grid = list[list[str]]


def import_coin_tool(
    path: str | Path,
    *,
    name: str | None = None,
    scale: Given = "n_minmax",
    aggregation: Given = "a_amean",
    treatment: Given | None = None,
    imputation: Given | None = None,
    period: str | None = None,
    language: Literal["es", "en"] = "en",
) -> CoinrImport:
    """Write the spec that a workbook of the COIN Tool of the Joint Research Centre says.

    Its sheets ``Database`` and ``Framework`` are read; what the tool computes from them is not. The table of units that
    the spec scores is `data` of what comes back.

    Parameters
    ----------
    path
        The workbook (.xlsm, .xlsx).
    name, scale, aggregation, treatment, imputation, period, language
        As `import_coinr` takes them; ``n_goalposts`` reads the goalposts of the workbook.

    Returns
    -------
    CoinrImport

    Raises
    ------
    DataError
        When it is no workbook of the tool, or its tables do not say what they must.
    SpecError
        When `scale`, `aggregation`, `treatment` or `imputation` is none.

    Examples
    --------
    >>> icma.import_coin_tool("iData.csv")
    Traceback (most recent call last):
    icmaml_indicators.errors.DataError: iData.csv: there is no such file
    """
    check_language(language)
    expect("path", path, str, Path)
    place = Path(path)
    units, lines = _read_tables(place)
    calls = (scale, aggregation, treatment, imputation)
    return build_import(units, lines, name=name, calls=calls, period=period, language=language, notes=NoteLog())


def _read_tables(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the two tables of COINr that a workbook holds."""
    import pandas as pd

    database, framework = (_read_sheet(path, sheet) for sheet in (_DATABASE, _FRAMEWORK))
    columns = [at for at in range(_FIRST, len(database[_CODE])) if database[_CODE][at] not in _UNUSED]
    rows = [row for row in database[_FIGURES:] if row[_UNIT_CODES] not in _UNUSED] if columns else []
    columns = [at for at in columns if any(row[at] not in _UNUSED for row in rows)]
    if not columns:
        raise _not_of_the_tool(path, "`Database` no tiene indicadores en E16", "`Database` has no indicators at E16")
    units: dict[str, Any] = {
        UNIT_NAME: [row[_UNIT_NAMES] for row in rows],
        UNIT_CODE: [row[_UNIT_CODES] for row in rows],
    }
    units |= {database[_CODE][at]: [row[at] if row[at] not in _UNUSED else "" for row in rows] for at in columns}
    levels = _levels_in_use(database, columns)
    known = _groups(framework, path)
    found: list[dict[str, Any]] = []
    parents: dict[str, str] = {}
    for at in columns:
        chain = [database[level][at] for level in levels]
        parents |= dict(zip(chain, [*chain[1:], ""], strict=True))
        cells = {"iCode": database[_CODE][at], "iName": database[_NAME][at], "Level": 1, "Parent": chain[0]}
        cells |= {"Weight": database[_WEIGHT][at], "Direction": database[_DIRECTION][at], "Type": "Indicator"}
        found.append(cells | {"goalpost_lower": database[_LOW][at], "goalpost_upper": database[_HIGH][at]})
    height = {database[level][at]: number for number, level in enumerate(levels, 2) for at in columns}
    for code, parent in parents.items():
        title, weight = known.get(code, ("", ""))
        line = {"iCode": code, "iName": title, "Level": height[code], "Parent": parent, "Direction": 1}
        # The index has no weight.
        found.append(line | {"Weight": weight if parent else 1, "Type": "Aggregate"})
    return pd.DataFrame(units), pd.DataFrame(found, columns=[*META_COLUMNS, "goalpost_lower", "goalpost_upper"])


def _read_sheet(path: Path, sheet: str) -> Grid:
    """Return the cells of a sheet, with as many rows and columns as are looked at."""
    try:
        grid = read_grid(path, sheet)
    except DataError as error:
        if error.code != "IND559":
            raise
        raise _not_of_the_tool(path, f"no tiene la hoja `{sheet}`", f"it has no sheet `{sheet}`") from error
    width = max([_NAMES + 1, *map(len, grid)])
    rows = [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in grid]
    return rows + [[""] * width] * max(0, _FIGURES + 1 - len(rows))


def _levels_in_use(database: Grid, columns: Sequence[int]) -> list[int]:
    """Return the rows of the levels that part indicators, the lowest first; that of the index always."""
    *inner, index = _GROUPS
    return [level for level in inner if len({database[level][at] for at in columns}) > 1] + [index]


def _groups(framework: Grid, path: Path) -> dict[str, tuple[str, str]]:
    """Return the name and the weight of each group, by its code."""
    if not any(_HEADING in row for row in framework[:6]):
        raise _not_of_the_tool(
            path, f"`Framework` no tiene el encabezado `{_HEADING}`", f"`Framework` has no heading `{_HEADING}`"
        )
    return {row[_CODES]: (row[_NAMES], row[_WEIGHTS]) for row in framework if row[_NAMES] not in _UNUSED}


def _not_of_the_tool(path: Path, spanish: str, english: str) -> DataError:
    return DataError("IND764", path=path, problem_es=spanish, problem_en=english)
