"""Tables whose columns are periods: 2015, 2016, …; each cell becomes a line of its period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..diagnostics import nearest
from ..errors import DataError
from ..specs import Program
from ..tables.headings import find_columns, find_near_column, list_headings
from .keys.roles import ROLES, ReadOptions
from .keys.written_periods import PeriodRules, find_period_columns
from .model.findings import FindingLog
from .model.table import STACKED

if TYPE_CHECKING:
    import pandas as pd

# The columns of a table that is stacked.
_PERIOD, _VARIABLE, _VALUE = "period", "variable", "value"


def stack_periods(
    program: Program, frame: pd.DataFrame, options: ReadOptions, rules: PeriodRules, findings: FindingLog
) -> pd.DataFrame:
    """Return a table with one line a period in the place of one column a period.

    What the columns hold is what `options.years` says: the variable that stands on each line, or that a rule finds in
    the heading (`variable`, the long layout), or one variable (its id, the wide layout).

    Raises
    ------
    DataError
        When no column is a period, or one gives the period of each line; when nothing tells the variable.
    """
    import pandas as pd

    held = options.years
    ids = [*program.variable_by_id, *program.nodes]
    if held != _VARIABLE and held not in ids:
        known = [_VARIABLE, *ids]
        raise DataError("IND511", nearest(str(held), known), role=held, valid=list_headings(known))
    chosen = {role: name for role, name in options.columns.items() if role in ROLES}
    columns, roles = part_columns(frame, program.period.frequency, rules, ROLES, chosen)
    others = [column for column in frame.columns if column not in columns]
    variables = [rules.variable_of(str(column)) for column in columns]
    if held == _VARIABLE and "variable" not in roles and not all(variables):
        near, found = find_near_column(others, ROLES["variable"]), list_headings(others)
        raise DataError("IND521", near, column="variable", valid=", ".join(ROLES["variable"]), found=found)
    name = _VALUE if held == _VARIABLE else held
    added = [_PERIOD, name, *((_VARIABLE,) if held == _VARIABLE and "variable" not in roles else ())]
    for column in others:
        if str(column) in added:
            raise DataError("IND502", column=column)
    stacked = frame.melt(others, list(columns), var_name=_PERIOD, value_name=name)
    if _VARIABLE in added:
        stacked[_VARIABLE] = np.repeat(np.array(variables, object), len(frame))
    stacked[_PERIOD] = stacked[_PERIOD].map(columns)
    stacked.attrs = frame.attrs | {STACKED: len(frame)}
    stacked.index = pd.Index(np.repeat([str(column) for column in columns], len(frame)), dtype=object)
    findings.column("IND591", "period", name_columns(list(columns)), held=held)
    return stacked


def part_columns(
    frame: pd.DataFrame,
    frequencies: Sequence[str],
    rules: PeriodRules,
    names: Mapping[str, Sequence[str]],
    chosen: Mapping[str, str] | None = None,
) -> tuple[dict[Any, str], dict[str, Any]]:
    """Return the columns whose headings are periods, with these, and the roles that the others play.

    Parameters
    ----------
    frame
        The table.
    frequencies
        Of the periods.
    rules
        How periods are written.
    names, chosen
        Headings by role; see `find_columns`.

    Raises
    ------
    DataError
        When no column is a period, or one gives the period of each line.
    """
    columns = find_period_columns(frame.columns, frequencies, rules)
    roles = find_columns([column for column in frame.columns if column not in columns], names, chosen)
    if not columns or "period" in roles:
        raise DataError("IND539", found=list_headings(frame.columns))
    return columns, roles


def name_columns(columns: Sequence[Any]) -> str:
    """Return the first and the last of some columns, and how many they are."""
    return f"{columns[0]} … {columns[-1]} ({len(columns)})"
