"""Who and when: the key columns of a table, read line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from ...specs import Program
from ...specs.model.periods import PeriodPoint, is_month_first, read_period
from ...tables.frames import plain_text
from ..model.findings import FindingLog
from ..parsing.columns import factorise
from .entities import read_entities
from .known_keys import MOST_TOLD
from .roles import ReadOptions
from .written_periods import PeriodRules

if TYPE_CHECKING:
    import pandas as pd


@dataclass(slots=True)
class Keys:
    """What the key columns of the input came to, line by line; `row` is -1 for lines without a usable key."""

    entity_ids: NDArray[np.object_]
    points: list[PeriodPoint]
    entity_codes: NDArray[np.intp]
    period_codes: NDArray[np.intp]
    row: NDArray[np.intp]


def read_keys(
    program: Program,
    frame: pd.DataFrame,
    roles: dict[str, Any],
    options: ReadOptions,
    rules: PeriodRules,
    findings: FindingLog,
) -> Keys:
    """Read entities and periods; lines without a usable key become findings.

    Raises
    ------
    DataError
        When no line has both.
    """
    entities = read_entities(program, frame, roles, options.catalogue, findings)
    totals = np.append(entities.totals, False)[entities.codes]
    names = ["" if total else name for name, total in zip(entities.ids, entities.totals.tolist(), strict=True)]
    ids = np.array(sorted({name for name in names if name}), object)
    place = {name: code for code, name in enumerate(ids)}
    recode = np.array([place.get(name, -1) for name in names] + [-1], np.intp)
    entity_codes = recode[entities.codes]

    periods = _read_periods(program, frame, roles, options, rules, findings)
    known = sorted({point for point in periods.points if point is not None}, key=lambda point: point.sort_key)
    order = {point: code for code, point in enumerate(known)}
    recode = np.array([order[point] if point is not None else -1 for point in periods.points] + [-1], np.intp)
    period_codes = recode[periods.codes]

    usable = (entity_codes >= 0) & (period_codes >= 0)
    empty = _empty_lines(frame, roles, np.flatnonzero((entity_codes < 0) & ~totals))
    if len(empty):
        findings.column("IND434", "entity", len(empty))
    foreign = np.flatnonzero((entity_codes >= 0) & periods.foreign[periods.codes])
    periods.report_foreign(foreign, ids[entity_codes[foreign]], program, findings)
    for line in np.setdiff1d(np.flatnonzero(~usable & ~totals), np.union1d(empty, foreign)):
        fault, role = ("IND424", "entity") if entity_codes[line] < 0 else ("IND425", "period")
        entity = ids[entity_codes[line]] if entity_codes[line] >= 0 else ""
        given = frame[roles[role]].iloc[line] if role in roles else ""
        findings.line(fault, role, entity, "", f"line {line + 1}: {plain_text(given)}")
    if not usable.any():
        raise DataError("IND515")
    combined = entity_codes.astype(np.int64) * len(known) + period_codes
    distinct, inverse = np.unique(combined[usable], return_inverse=True)
    row = np.full(len(frame), -1, np.intp)
    row[usable] = inverse
    entity_of, period_of = np.divmod(distinct, len(known))
    for code in periods.inside:
        lines = np.flatnonzero((periods.codes == code) & usable)
        shown = frame[roles["variable"]].iloc[lines] if "variable" in roles else None
        figures = np.full(len(lines), str(periods.given[code]), object)
        if shown is not None:
            figures = np.array([f"{periods.given[code]} ({name})" for name in shown], object)
        findings.cells("IND429", "period", row[lines], figures, period=str(periods.points[code]))
    # A period of which no line is left is none of this data.
    held = np.bincount(period_of, minlength=len(known)) > 0
    points = [point for point, some in zip(known, held.tolist(), strict=True) if some]
    return Keys(ids, points, entity_of.astype(np.intp), (np.cumsum(held) - 1)[period_of], row)


@dataclass(slots=True)
class _Periods:
    """Periods as given, each spelling once, and what they were read as.

    Attributes
    ----------
    codes : integer array, shape (lines,)
        Place of each line's period in `given`, -1 for none.
    points
        None where there is none, or one of another frequency.
    inside
        Places of dates that do not end a period.
    foreign : bool array
        Whether a period is of another frequency than the program's; False at the end, for lines without one.
    """

    codes: NDArray[np.intp]
    given: list[Any]
    points: list[PeriodPoint | None]
    inside: list[int]
    foreign: NDArray[np.bool_]

    def report_foreign(
        self, lines: NDArray[np.intp], entities: NDArray[np.object_], program: Program, findings: FindingLog
    ) -> None:
        """Tell which lines are left out because their period is of another frequency."""
        valid = ", ".join(program.period.frequency)
        if len(lines) <= MOST_TOLD:
            for line, entity in zip(lines.tolist(), entities.tolist(), strict=True):
                figure = f"line {line + 1}: {plain_text(self.given[self.codes[line]])}"
                findings.line("IND483", "period", entity, "", figure, valid=valid)
        else:
            figure = f"line {lines[0] + 1}: {plain_text(self.given[self.codes[lines[0]]])}, … ({len(lines)})"
            findings.column("IND483", "period", figure, valid=valid)


def _read_periods(
    program: Program,
    frame: pd.DataFrame,
    roles: dict[str, Any],
    options: ReadOptions,
    rules: PeriodRules,
    findings: FindingLog,
) -> _Periods:
    """Read the period of each line; raises `DataError` when there is none of the program's frequency."""
    if "period" in roles:
        codes, raw = factorise(frame[roles["period"]])
    else:
        codes, raw = np.zeros(len(frame), np.intp), [options.period]
    frequencies = program.period.frequency
    found = _Periods(codes, list(raw), [], [], np.zeros(len(raw) + 1, np.bool_))
    month_first = is_month_first(given for given in found.given if isinstance(given, str))
    lines = np.bincount(codes[codes >= 0], minlength=len(raw))
    for code, given in enumerate(found.given):
        meant = rules.apply(given, int(lines[code])) if isinstance(given, str) else given
        reading = read_period(meant, frequencies[0], month_first=month_first)
        if reading.point is not None and reading.point.frequency not in frequencies:
            found.foreign[code] = True
            found.points.append(None)
            continue
        found.points.append(reading.point)
        if reading.point is not None and reading.not_period_end:
            found.inside.append(code)
        elif reading.point is not None and reading.respelt and meant is given:
            findings.column("IND413", "period", str(given), period=str(reading.point))
    rules.report(findings)
    if any(point is not None for point in found.points):
        return found
    if found.foreign.any():
        given = found.given[int(found.foreign.argmax())]
        raise DataError("IND488", given=given, valid=", ".join(frequencies))
    raise DataError("IND514", given=found.given[0] if found.given else ("(vacío)", "(empty)"))


def _empty_lines(frame: pd.DataFrame, roles: dict[str, Any], keyless: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the lines without an entity that hold no figure either: lines of a template that were left empty."""
    if not len(keyless):
        return keyless
    asked = [roles["value"]] if "value" in roles and "variable" in roles else list(frame.columns)
    lines = frame.loc[:, asked].iloc[keyless]
    blank = np.ones(len(keyless), bool)
    for place in range(lines.shape[1]):
        codes, found = factorise(lines.iloc[:, place])
        blank &= np.array([*(not str(cell).strip() for cell in found), True])[codes]  # the last one is what is absent
    empty: NDArray[np.intp] = keyless[blank]
    return empty
