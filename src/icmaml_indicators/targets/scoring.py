"""`score_targets`: a table of indicators with targets to attainment, lights and roll-ups."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from ..data.files.tables import take_frame
from ..data.parsing.numbers import DecimalMark, check_decimal
from ..errors import DataError, check_language, check_option
from ..maps.files import read_mapped
from ..maps.reading import take_map
from ..maps.target_map import TargetMap
from ..specs.model.matrix import LEVELS
from ..specs.target_roles import NAMES, NEEDED
from ..tables.interchange import Tabular
from ..tables.reading import FileOptions
from .columns import read_targets
from .period_columns import stack_periods
from .periods import LinePeriods
from .repeated import find_alike
from .results import Kind, TargetResults

# How each kind of table is rolled up, the widest group first.
HIERARCHY: dict[str, tuple[str, ...]] = {
    "matrix": ("municipality", "branch", "program", "level"),
    "plan": ("municipality", "plan", "axis", "objective"),
}
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z")


def score_targets(
    data: Tabular | str | Path,
    kind: Kind = "matrix",
    *,
    hierarchy: Sequence[str] | None = None,
    level_weights: Mapping[str, float] | None = None,
    term: tuple[str, str] | None = None,
    columns: Mapping[str, str] | None = None,
    periods: Mapping[str, str] | None = None,
    years: str | None = None,
    decimal: DecimalMark | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    map: str | Path | TargetMap | None = None,
    language: Literal["es", "en"] = "en",
) -> TargetResults:
    """Hold every indicator of many matrices or plans against its target, and roll the results up.

    Parameters
    ----------
    data
        A DataFrame of pandas, polars or another library, a dict of columns, a list of records, or the path of a CSV,
        Parquet or Excel file: one line an indicator in a period. Columns by their English
        or Spanish names (``specs.target_roles.NAMES``); needed are indicator, target and actual.
    kind
        ``matrix``: municipality, branch, program, level (goal, purpose, component, activity); the levels weigh 10, 30,
        40 and 20, programs weigh their `budget` or the same. ``plan``: municipality, plan, axis, objective, each part
        of the same weight.
    hierarchy
        Other columns to roll up by, the widest first.
    level_weights
        Other weights of the levels of a matrix.
    term
        First and last month of the administration (``"2024-10", "2027-09"``): gives the pace of advance.
    columns
        Headings by role, where they are not the usual ones: ``{"target": "META 2024"}``.
    periods
        What periods mean that are written in another way, as in `score`: ``{"{year}-CP": "{year}"}``.
    years
        What columns hold whose headings are periods: a role, or ``variable`` where a rule of `periods` finds it in the
        heading: ``{"{variable} {year}": "{year}"}`` reads «Meta 2024» and «Avance 2024».
    decimal
        The decimal mark of figures written as text.
    encoding, sheet
        Of a file: how its text is to be read, which sheet of a workbook is; see `read_data`.
    map
        The column map by which a public file is read, or a table as it stands in one: the id of one that ships
        (``shcp_mir``), or a YAML file. It says the decimal mark.
    language
        Language of the findings.

    Raises
    ------
    DataError
        When the table cannot be used at all, `term` is no pair of months, or the map gives no table of targets.
    SpecError
        When the map is wrong.
    UnknownNameError
        When `hierarchy` names no column that can be, an option has no such value, or there is no such map.

    Examples
    --------
    >>> table = {"indicator": ["Repairs"], "level": ["activity"], "target": [400], "actual": [420]}
    >>> icma.score_targets(table).indicators[["attainment", "light"]].to_numpy().tolist()
    [[105.0, 'green']]
    """
    check_decimal(decimal)
    check_language(language)
    check_option("kind of table", kind, get_args(Kind))
    if map is None:
        frame = take_frame(data, encoding, sheet)
    else:
        frame, decimal = read_mapped(take_map(map, TargetMap), data, FileOptions(encoding, sheet)), None
    keys = tuple(hierarchy or HIERARCHY[kind])
    for name in keys:
        check_option("peer column", name, list(NAMES))
    for level in level_weights or {}:
        check_option("level", level, list(LEVELS))
    if term is not None and not (_MONTH.match(term[0]) and _MONTH.match(term[1]) and term[0] < term[1]):
        raise DataError("IND545", given=",".join(term))
    stacked = ""
    if years is not None:
        frame, stacked = stack_periods(frame, years, periods)
    table = read_targets(frame, NEEDED, decimal, columns, periods)
    again, first = find_alike(table, LinePeriods(table).names, keys)
    if len(again):
        kept = np.setdiff1d(np.arange(table.rows), again)
        table = read_targets(frame.iloc[kept], NEEDED, decimal, columns, periods)
        rows = np.searchsorted(kept, np.unique(first))
        table.findings.cells("IND426", "indicator", rows, table.texts["indicator"][rows])
    if stacked:
        table.findings.column("IND591", "period", stacked, held=years)
    weights = {level: float(default) for level, (_, _, default) in LEVELS.items()} | dict(level_weights or {})
    return TargetResults(table, keys, weights, kind, term, language)
