"""The columns of a table of targets read: their texts, words and figures by role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..data.files.tables import report_lines
from ..data.keys.written_periods import PeriodRules
from ..data.model.findings import FindingLog
from ..data.model.table import CREDITS
from ..data.parsing.columns import distinct_texts, fold_text, parse_column
from ..data.parsing.numbers import DecimalMark, parse_number
from ..diagnostics import nearest
from ..diagnostics.brief import Brief
from ..errors import DataError
from ..formulas.reasons import REASON_NAMES, REJECTED
from ..specs.model.base import Text
from ..specs.target_roles import FIGURES, NAMES, WORDS
from ..tables.headings import check_roles, find_columns, require_columns, usual_form

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Texts = NDArray[np.object_]
Flags = NDArray[np.bool_]


@dataclass(slots=True, repr=False)
class TargetTable(Brief):
    """A table read: texts and words by role, figures by role, as arrays of one length.

    Attributes
    ----------
    unread, percent
        By role: where something stands that was not understood; where a figure bears a percent sign.
    given
        The roles that the table has a column for.
    lines
        The label of each line in the table that was handed in.
    credits
        The words that the makers of the data ask for wherever its figures are shown.
    """

    rows: int
    texts: dict[str, Texts]
    figures: dict[str, Floats]
    given: frozenset[str]
    lines: Texts
    findings: FindingLog = field(default_factory=FindingLog)
    unread: dict[str, Flags] = field(default_factory=dict)
    percent: dict[str, Flags] = field(default_factory=dict)
    credits: tuple[Text, ...] = ()


def read_targets(
    frame: pd.DataFrame,
    needed: tuple[str, ...],
    decimal: DecimalMark | None = None,
    chosen: Mapping[str, str] | None = None,
    periods: Mapping[str, str] | None = None,
) -> TargetTable:
    """Read a table of indicators with targets.

    Parameters
    ----------
    frame
        One line an indicator (in a period, where there is such a column).
    needed
        Roles without which nothing can be done.
    decimal
        The decimal mark of figures written as text.
    chosen
        Headings by role, where they are not the usual ones.
    periods
        Rules for periods as they are written; see `PeriodRules`.

    Raises
    ------
    DataError
        When the table has no line, or a column that is needed is not there.
    """
    if not len(frame):
        raise DataError("IND501")
    check_roles(chosen, NAMES)
    columns = find_columns(frame.columns, NAMES, chosen)
    require_columns(frame.columns, columns, NAMES, needed)
    known = set(columns.values())
    log = FindingLog()
    report_lines(frame, log)
    for column in frame.columns:
        if column not in known:
            spelling = nearest(usual_form(str(column)), [name for names in NAMES.values() for name in names])
            log.column("IND448", str(column), "", hint=f" ({spelling}?)" if spelling else "")
    rows = len(frame)
    table = TargetTable(rows, {}, {}, frozenset(columns), np.array([str(i) for i in frame.index], object), log)
    for role in NAMES:
        if role in FIGURES:
            table.figures[role] = _figures(table, role, frame, columns, decimal)
        elif role in WORDS:
            table.texts[role] = _words(table, role, frame, columns)
        else:
            table.texts[role] = _plain(frame, columns.get(role), rows)
    rules = PeriodRules(periods or {})
    table.texts["period"] = np.array([rules.apply(text) for text in table.texts["period"].tolist()], object)
    rules.report(log)
    table.credits = tuple(Text(**credit) for credit in frame.attrs.get(CREDITS, ()))
    return table


def _figures(
    table: TargetTable, role: str, frame: pd.DataFrame, columns: dict[str, Any], decimal: DecimalMark | None
) -> Floats:
    table.unread[role] = table.percent[role] = np.zeros(table.rows, bool)
    if role not in columns:
        return np.full(table.rows, np.nan)
    series = frame[columns[role]].reset_index(drop=True)
    read = parse_column(series, None, None, decimal)
    if read.reasons is not None:
        table.unread[role] = read.reasons == REJECTED
    if series.dtype.kind not in "iuf":
        codes, texts = distinct_texts(series)
        table.percent[role] = np.array([parse_number(text).sign == "percent" for text in texts], bool)[codes]
    for note in read.notes:
        if note.code != "IND408":
            table.findings.cells(note.code, role, note.positions, note.figures, **note.details)
    return read.values


def _words(table: TargetTable, role: str, frame: pd.DataFrame, columns: dict[str, Any]) -> Texts:
    """Return the value that each word stands for; empty where there is none or it is unknown, which is a finding."""
    table.unread[role] = np.zeros(table.rows, bool)
    if role not in columns:
        return np.full(table.rows, "", object)
    meanings = {word: value for value, words in WORDS[role].items() for word in (value, *words)}
    codes, texts = distinct_texts(frame[columns[role]].reset_index(drop=True))
    found = []
    for number, text in enumerate(texts):
        word = fold_text(text)
        found.append(meanings.get(word, ""))
        if word not in meanings and not REASON_NAMES[parse_number(text).reason]:
            rows = np.flatnonzero(codes == number)
            table.unread[role][rows] = True
            hint = nearest(word, list(meanings)) or ", ".join(WORDS[role])
            table.findings.cells("IND446", role, rows, np.full(len(rows), text, object), given=text, valid=hint)
    return np.array(found, object)[codes]


def _plain(frame: pd.DataFrame, column: Any, rows: int) -> Texts:
    if column is None:
        return np.full(rows, "", object)
    codes, texts = distinct_texts(frame[column].reset_index(drop=True))
    clean = ["" if REASON_NAMES[parse_number(text).reason] == "not_reported" else text.strip() for text in texts]
    return np.array(clean, object)[codes]
