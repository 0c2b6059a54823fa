"""Tables of targets whose columns are periods: «Meta 2024», «Avance 2024», …; each period becomes a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..data.keys.written_periods import PeriodRules
from ..data.period_columns import name_columns, part_columns
from ..diagnostics import nearest
from ..errors import DataError
from ..specs.model.periods import PER_YEAR
from ..specs.target_roles import NAMES
from ..tables.headings import list_headings

if TYPE_CHECKING:
    import pandas as pd

_VARIABLE = "variable"


def stack_periods(
    frame: pd.DataFrame, years: str, periods: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, str]:
    """Return a table with one line a period in the place of columns of each period, and which columns these were.

    Parameters
    ----------
    frame
        One line an indicator.
    years
        The role of all columns whose headings are periods; ``variable`` where a rule finds it in the heading.
    periods
        Rules for periods as they are written; see `PeriodRules`.

    Raises
    ------
    DataError
        When there is no such role, no column is a period, one gives the period of each line, or nothing tells what a
        column holds.
    """
    import pandas as pd

    if years != _VARIABLE and years not in NAMES:
        known = [_VARIABLE, *NAMES]
        raise DataError("IND511", nearest(years, known), role=years, valid=list_headings(known))
    rules = PeriodRules(periods or {})
    columns, _ = part_columns(frame, tuple(PER_YEAR), rules, {"period": NAMES["period"]})
    others = [column for column in frame.columns if column not in columns]
    parts: dict[str, dict[object, str]] = {}
    for column, period in columns.items():
        name = rules.variable_of(str(column)) if years == _VARIABLE else years
        if not name:
            raise DataError("IND521", column=_VARIABLE, valid="{variable} {year}", found=list_headings([column]))
        parts.setdefault(period, {})[column] = name
    stacked = pd.concat(
        [frame[[*others, *named]].rename(columns=named).assign(period=period) for period, named in parts.items()]
    )
    stacked.attrs = dict(frame.attrs)
    return stacked, name_columns(list(columns))
