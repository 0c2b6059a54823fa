"""Who and when: the key columns of a table, read line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...diagnostics import nearest
from ...errors import DataError
from ...geography import Catalogue
from ...specs import Program
from ...specs.model.periods import PeriodPoint, is_month_first, read_period
from ...tables.frames import plain_text
from ...tables.headings import fold_columns
from ..model.findings import FindingLog
from ..parsing.columns import Labels, factorise
from ..parsing.numbers import DecimalMark
from .entities import read_entities
from .known_keys import MOST_TOLD

if TYPE_CHECKING:
    import pandas as pd

# role -> column names taken for it, folded; the first is the canonical one
ROLES: dict[str, tuple[str, ...]] = {
    "entity": (
        *("entity", "key", "clave", "cvegeo", "cve_geo", "cve_mun", "clave_inegi", "clave_de_municipio"),
        *("clave_del_municipio", "clave_municipio", "cve_municipio", "cve"),
    ),
    "period": ("period", "periodo", "ano", "anio", "year", "ciclo"),
    "name": ("name", "nombre", "municipality", "municipio", "nom_mun", "nombre_del_municipio", "nombre_municipio"),
    "state": (
        *("state", "estado", "cve_ent", "clave_ent", "clave_entidad", "clave_de_entidad", "clave_de_la_entidad"),
        *("nom_ent", "entidad", "entidad_federativa"),
    ),
    "variable": ("variable", "criterion", "criterio"),
    "value": ("value", "valor", "answer", "respuesta"),
    "evidence": ("evidence", "evidencia"),
    "note": ("note", "nota"),
}
# Columns that mean something only beside an answer in the long layout.
_BESIDE_ANSWERS = ("evidence", "note")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read the data: roles of columns, the period when no column gives it, the decimal mark.

    `labels` numbers the texts of categories that take any.
    """

    columns: Mapping[str, str]
    period: str | None = None
    decimal: DecimalMark | None = None
    catalogue: Catalogue | None = None
    labels: Labels = field(default_factory=Labels, compare=False)


@dataclass(slots=True)
class Keys:
    """What the key columns of the input came to, line by line; `row` is -1 for lines without a usable key."""

    entity_ids: NDArray[np.object_]
    points: list[PeriodPoint]
    entity_codes: NDArray[np.intp]
    period_codes: NDArray[np.intp]
    row: NDArray[np.intp]


def find_roles(program: Program, frame: pd.DataFrame, options: ReadOptions) -> dict[str, Any]:
    """Return the column that plays each role.

    Raises
    ------
    DataError
        When there is no entity column, or no period.
    """
    folded = fold_columns(frame.columns)
    own = set(program.variable_by_id) | {indicator.id for indicator in program.indicators}
    roles: dict[str, Any] = {}
    for role, names in ROLES.items():
        chosen = options.columns.get(role)
        if chosen is not None:
            if chosen not in frame.columns:
                hint = nearest(chosen, [str(c) for c in frame.columns])
                raise DataError("IND510", hint, column=chosen)
            roles[role] = chosen
            continue
        asked = names if role != "period" or options.period is None else names[:2]  # a year beside it is an attribute
        found = next((folded[name] for name in asked if name in folded and folded[name] not in own), None)
        if found is not None:
            roles[role] = found
    if not (program.criteria and {"variable", "value"} <= roles.keys()):
        for role in _BESIDE_ANSWERS:
            roles.pop(role, None)
    ids = {*program.variable_by_id, *program.nodes}
    for role, column in options.columns.items():
        if role not in ROLES and role not in ids:
            raise DataError("IND511", nearest(role, (*ROLES, *ids)), role=role, valid=", ".join(ROLES))
        if role in ids and "variable" not in roles and column not in frame.columns:
            raise DataError("IND510", nearest(column, [str(c) for c in frame.columns]), column=column)
    # Without keys, names stand in for them where they can be looked up.
    named = {"municipality": "name" if options.catalogue is not None else "", "state": "state"}
    if "entity" not in roles and named.get(program.entity.type) in roles:
        roles["entity"] = roles[named[program.entity.type]]
    if "entity" not in roles:
        hint = next((str(c) for c in frame.columns if nearest(str(c), ROLES["entity"])), None)
        raise DataError("IND512", hint, valid=", ".join(ROLES["entity"]))
    if "period" not in roles and options.period is None:
        raise DataError("IND513")
    return roles


def read_keys(
    program: Program, frame: pd.DataFrame, roles: dict[str, Any], options: ReadOptions, findings: FindingLog
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

    periods = _read_periods(program, frame, roles, options, findings)
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
    program: Program, frame: pd.DataFrame, roles: dict[str, Any], options: ReadOptions, findings: FindingLog
) -> _Periods:
    """Read the period of each line; raises `DataError` when there is none of the program's frequency."""
    if "period" in roles:
        codes, raw = factorise(frame[roles["period"]])
    else:
        codes, raw = np.zeros(len(frame), np.intp), [options.period]
    frequencies = program.period.frequency
    found = _Periods(codes, list(raw), [], [], np.zeros(len(raw) + 1, np.bool_))
    month_first = is_month_first(given for given in found.given if isinstance(given, str))
    for code, given in enumerate(found.given):
        reading = read_period(given, frequencies[0], month_first=month_first)
        if reading.point is not None and reading.point.frequency not in frequencies:
            found.foreign[code] = True
            found.points.append(None)
            continue
        found.points.append(reading.point)
        if reading.point is not None and reading.not_period_end:
            found.inside.append(code)
        elif reading.point is not None and reading.respelt:
            findings.column("IND413", "period", str(given), period=str(reading.point))
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
