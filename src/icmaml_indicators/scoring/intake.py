"""A DataFrame to a `DataTable`: layout, keys, periods, cells, duplicates; everything odd becomes a finding."""

from __future__ import annotations

import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..diagnostics import nearest
from ..errors import DataError
from ..formulas.reasons import NOT_REPORTED, REJECTED
from ..specs import Indicator, Program, Variable
from .cells import ReadColumn, fold_text, read_column
from .findings import FindingLog
from .numbers import DecimalMark
from .periods import PeriodPoint, read_period
from .table import DataTable, Sources

if TYPE_CHECKING:
    import pandas as pd

# role -> column names taken for it, folded; the first is the canonical one
ROLES: dict[str, tuple[str, ...]] = {
    "entity": ("entity", "key", "clave", "cvegeo", "cve_mun", "clave_inegi"),
    "period": ("period", "periodo"),
    "name": ("name", "nombre", "municipality", "municipio"),
    "variable": ("variable",),
    "value": ("value", "valor"),
}
# Columns that a filled-in template carries along for the reader's sake.
TEMPLATE_COLUMNS = frozenset(
    {
        "title",
        "titulo",
        "unit",
        "unidad",
        "type",
        "tipo",
        "kind",
        "description",
        "descripcion",
        "indicators",
        "indicadores",
    }
)
_SINGLE = "-"


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """How to read the data: roles of columns, the period when no column gives it, the decimal mark."""

    columns: Mapping[str, str]
    period: str | None = None
    decimal: DecimalMark | None = None


@dataclass(slots=True)
class _Keys:
    """What the key columns of the input came to, line by line; `row` is -1 for lines without a usable key."""

    entity_ids: NDArray[np.object_]
    points: list[PeriodPoint]
    entity_codes: NDArray[np.intp]
    period_codes: NDArray[np.intp]
    row: NDArray[np.intp]


def take_in(program: Program, frame: pd.DataFrame, options: IntakeOptions) -> DataTable:
    """Read a wide or a long DataFrame.

    Raises
    ------
    DataError
        When the frame has no rows, no entity column, no period, or nothing that the program knows.
    """
    if len(frame) == 0 or len(frame.columns) == 0:
        raise DataError("the data holds no rows")
    repeated = [str(name) for name in frame.columns[frame.columns.duplicated()]]
    if repeated:
        raise DataError(f"column `{repeated[0]}` appears more than once")
    roles = _roles(program, frame, options)
    findings = FindingLog()
    keys = _read_keys(program, frame, roles, options, findings)
    if "variable" in roles and "value" in roles:
        return _take_long(program, frame, roles, keys, options, findings)
    return _take_wide(program, frame, roles, keys, options, findings)


def _roles(program: Program, frame: pd.DataFrame, options: IntakeOptions) -> dict[str, Any]:
    folded = {fold_text(str(column)): column for column in reversed(list(frame.columns))}
    own = set(program.variable_by_id) | {indicator.id for indicator in program.indicators}
    roles: dict[str, Any] = {}
    for role, names in ROLES.items():
        chosen = options.columns.get(role)
        if chosen is not None:
            if chosen not in frame.columns:
                hint = nearest(chosen, [str(c) for c in frame.columns])
                raise DataError(f"there is no column `{chosen}`" + (f"; did you mean `{hint}`?" if hint else ""))
            roles[role] = chosen
            continue
        found = next((folded[name] for name in names if name in folded and folded[name] not in own), None)
        if found is not None:
            roles[role] = found
    for role in options.columns:
        if role not in ROLES:
            raise DataError(f"`{role}` is no role of a column (valid: {', '.join(ROLES)})")
    if "entity" not in roles:
        hint = next((str(c) for c in frame.columns if nearest(str(c), ROLES["entity"])), None)
        did = f"; is it `{hint}`? name it with columns={{'entity': '{hint}'}}" if hint else ""
        raise DataError(f"no column gives the entity (expected one of: {', '.join(ROLES['entity'])}){did}")
    if "period" not in roles and options.period is None:
        raise DataError("no column gives the period (expected `period`); add it, or give one period for all rows")
    return roles


def _read_keys(
    program: Program, frame: pd.DataFrame, roles: dict[str, Any], options: IntakeOptions, findings: FindingLog
) -> _Keys:
    import pandas as pd

    entity_codes, raw_entities = pd.factorize(frame[roles["entity"]], use_na_sentinel=True)
    names = _entity_names(program, list(raw_entities), str(roles["entity"]), findings)
    ids = np.array(sorted({name for name in names if name}), object)
    place = {name: code for code, name in enumerate(ids)}
    recode = np.array([place.get(name, -1) for name in names] + [-1], np.intp)
    entity_codes = recode[entity_codes]

    frequency = program.period.frequency[0]
    if "period" in roles:
        column = frame[roles["period"]]
        period_codes, raw_periods = pd.factorize(column, use_na_sentinel=True)
    else:
        period_codes, raw_periods = np.zeros(len(frame), np.intp), [options.period]
    points: list[PeriodPoint | None] = []
    inside: list[int] = []  # dates that do not end a period
    for code, given in enumerate(raw_periods):
        reading = read_period(given, frequency)
        points.append(reading.point)
        if reading.point is not None and reading.not_period_end:
            inside.append(code)
        elif reading.point is not None and reading.respelt:
            findings.column("IND413", "period", str(given), period=str(reading.point))
    known = sorted({point for point in points if point is not None}, key=lambda point: point.sort_key)
    if not known:
        raise DataError(
            f"no period can be read; expected for example 2014, 2014-S1, 2014-Q3 or 2014-06, not `{raw_periods[0]}`"
        )
    order = {point: code for code, point in enumerate(known)}
    recode = np.array([order[point] if point is not None else -1 for point in points] + [-1], np.intp)
    raw_codes, period_codes = period_codes, recode[period_codes]

    usable = (entity_codes >= 0) & (period_codes >= 0)
    for line in np.flatnonzero(~usable):
        fault, role = ("IND424", "entity") if entity_codes[line] < 0 else ("IND425", "period")
        entity = ids[entity_codes[line]] if entity_codes[line] >= 0 else ""
        given = frame[roles[role]].iloc[line] if role in roles else ""
        findings.line(fault, role, entity, "", f"line {line + 1}: {given}")
    if not usable.any():
        raise DataError("no row has both an entity and a period that can be read")
    combined = entity_codes.astype(np.int64) * len(known) + period_codes
    distinct, inverse = np.unique(combined[usable], return_inverse=True)
    row = np.full(len(frame), -1, np.intp)
    row[usable] = inverse
    entity_of, period_of = np.divmod(distinct, len(known))
    for code in inside:
        lines = np.flatnonzero((raw_codes == code) & usable)
        shown = frame[roles["variable"]].iloc[lines] if "variable" in roles else None
        figures = np.full(len(lines), str(raw_periods[code]), object)
        if shown is not None:
            figures = np.array([f"{raw_periods[code]} ({name})" for name in shown], object)
        findings.cells("IND429", "period", row[lines], figures, period=str(points[code]))
    return _Keys(ids, known, entity_of.astype(np.intp), period_of.astype(np.intp), row)


def _entity_names(program: Program, given: list[Any], column: str, findings: FindingLog) -> list[str]:
    """Return the keys as text, numeric ones padded to the digits of the entity type."""
    width = program.entity.key_digits
    names, padded, odd = [], [], []
    for value in given:
        whole = isinstance(value, numbers.Real) and float(value).is_integer()
        name = str(int(value)) if whole else str(value).strip()
        if width and name.isascii() and name.isdigit() and len(name) < width:
            padded.append(name)
            name = name.zfill(width)
        elif width and name and not (name.isascii() and name.isdigit() and len(name) == width):
            odd.append(name)
        names.append(name)
    if padded:
        shown = f"{padded[0]} → {padded[0].zfill(width or 0)} ({len(padded)})"
        findings.column("IND411", column, shown, width=width)
    for name in odd:
        findings.line("IND412", column, name, "", name, width=width)
    return names


class _Filler:
    """Puts columns of input lines into rows of the table, and the oddities of cells into the findings."""

    def __init__(self, keys: _Keys, findings: FindingLog) -> None:
        self.keys, self.findings = keys, findings
        self.rows = len(keys.entity_codes)
        line_rows = keys.row
        self.lines = np.flatnonzero(line_rows >= 0)
        self.order = self.lines[np.argsort(line_rows[self.lines], kind="stable")]
        self.one_to_one = len(self.lines) == self.rows
        sorted_rows = line_rows[self.order]
        self.starts = np.flatnonzero(np.concatenate([[True], sorted_rows[1:] != sorted_rows[:-1]]))
        self.straight = self.one_to_one and len(line_rows) == self.rows and bool((np.diff(line_rows) == 1).all())
        self.conflicts = np.zeros(self.rows, bool)

    def fill(self, read: ReadColumn, subject: str, out: NDArray[np.float64], why: NDArray[np.uint8]) -> None:
        """Write one column; figures that repeat a row and differ are rejected."""
        if self.straight:
            out[:] = read.values
            if read.reasons is not None:
                why[:] = read.reasons
        elif self.one_to_one:
            np.take(read.values, self.order, out=out)
            if read.reasons is not None:
                np.take(read.reasons, self.order, out=why)
        else:
            self._fill_repeated(read, subject, out, why)
        for note in read.notes:
            rows = self.keys.row[note.positions]
            kept = rows >= 0
            self.findings.cells(note.code, subject, rows[kept], note.figures[kept], **note.details)

    def _fill_repeated(self, read: ReadColumn, subject: str, out: NDArray[np.float64], why: NDArray[np.uint8]) -> None:
        values = read.values[self.order]
        low, high = np.fmin.reduceat(values, self.starts), np.fmax.reduceat(values, self.starts)
        reasons = np.zeros(len(self.order), np.uint8) if read.reasons is None else read.reasons[self.order]
        out[:] = low
        why[:] = np.where(np.isnan(low), np.maximum.reduceat(reasons, self.starts), 0)
        clash = np.flatnonzero(low < high)
        if len(clash):
            figures = np.array([f"{low[row]:.17g} / {high[row]:.17g}" for row in clash], object)
            self.findings.cells("IND405", subject, clash, figures)
            out[clash], why[clash] = np.nan, REJECTED
            self.conflicts[clash] = True

    def report_repeats(self) -> None:
        """Note the rows that were given more than once without contradiction."""
        counts = np.diff(np.append(self.starts, len(self.order)))
        repeated = np.flatnonzero((counts > 1) & ~self.conflicts)
        self.findings.cells("IND426", "entity", repeated, counts[repeated].astype(object))


def _take_wide(
    program: Program,
    frame: pd.DataFrame,
    roles: dict[str, Any],
    keys: _Keys,
    options: IntakeOptions,
    findings: FindingLog,
) -> DataTable:
    filler = _Filler(keys, findings)
    variables = program.variables
    values = np.empty((len(variables), filler.rows))
    reasons = np.zeros((len(variables), filler.rows), np.uint8)
    columns: dict[str, Any] = {}
    by_name = {str(column): column for column in frame.columns}
    known_anywhere = False
    for number, variable in enumerate(variables):
        if variable.id not in by_name:
            findings.column("IND407", variable.id)
            values[number], reasons[number] = np.nan, NOT_REPORTED
            continue
        known_anywhere = True
        columns[variable.id] = by_name[variable.id]
        read = read_column(frame[by_name[variable.id]], variable, variable.unit, options.decimal)
        filler.fill(read, variable.id, values[number], reasons[number])
    published = None
    for number, indicator in enumerate(program.indicators):
        if indicator.id in by_name:
            known_anywhere = True
            if published is None:
                published = np.full((len(program.indicators), filler.rows), np.nan)
            read = read_column(frame[by_name[indicator.id]], None, indicator.unit, options.decimal)
            filler.fill(read, indicator.id, published[number], np.zeros(filler.rows, np.uint8))
    if not known_anywhere:
        _nothing_known(program, [str(c) for c in frame.columns if c not in roles.values()])
    if not filler.one_to_one:
        filler.report_repeats()
    attributes = _attributes(program, frame, roles, filler, set(map(str, columns)) | _indicator_ids(program), findings)
    first_line = filler.order[filler.starts]
    sources = Sources(frame, "wide", first_line.astype(np.intp), columns)
    return _table(program, keys, values, reasons, attributes, sources, published, findings)


def _indicator_ids(program: Program) -> set[str]:
    return {indicator.id for indicator in program.indicators}


def _nothing_known(program: Program, given: Sequence[str]) -> None:
    known = [variable.id for variable in program.variables]
    near = next(((name, hit) for name in given if (hit := nearest(name, known))), None)
    hint = f"; did you mean `{near[1]}` by `{near[0]}`?" if near else ""
    shown = ", ".join(known[:8]) + (", …" if len(known) > 8 else "")
    raise DataError(f"the data holds no variable of `{program.id}` (expected: {shown}){hint}")


def _take_long(
    program: Program,
    frame: pd.DataFrame,
    roles: dict[str, Any],
    keys: _Keys,
    options: IntakeOptions,
    findings: FindingLog,
) -> DataTable:
    import pandas as pd

    rows = len(keys.entity_codes)
    variables = program.variables
    values = np.full((len(variables), rows), np.nan)
    reasons = np.full((len(variables), rows), NOT_REPORTED, np.uint8)
    lines = np.full((len(variables), rows), -1, np.intp)
    column = frame[roles["variable"]].astype(str).str.strip()
    codes, found = pd.factorize(column)
    given = {str(name): code for code, name in enumerate(found)}
    published = None
    indicators = program.indicators
    columns: dict[str, Any] = {}
    items: list[Variable | Indicator] = [*variables, *indicators]
    for number, item in enumerate(items):
        if item.id not in given:
            if number < len(variables):
                findings.column("IND407", item.id)
            continue
        here = np.flatnonzero((codes == given.pop(item.id)) & (keys.row >= 0))
        sub_keys = _Keys(keys.entity_ids, keys.points, keys.entity_codes, keys.period_codes, keys.row[here])
        is_variable = number < len(variables)
        read = read_column(
            frame[roles["value"]].iloc[here],
            variables[number] if is_variable else None,
            item.unit,
            options.decimal,
        )
        target = _LongFiller(sub_keys, findings, rows)
        if is_variable:
            target.fill_some(read, item.id, values[number], reasons[number])
            lines[number, keys.row[here[::-1]]] = here[::-1]
            columns[item.id] = roles["value"]
        else:
            if published is None:
                published = np.full((len(indicators), rows), np.nan)
            target.fill_some(read, item.id, published[number - len(variables)], np.zeros(rows, np.uint8))
    if not columns and published is None:
        _nothing_known(program, list(given))
    known = [item.id for item in items]
    for name, code in given.items():
        hint = nearest(name, known)
        shown = f"{name} ({int((codes == code).sum())})" + (f" → {hint}?" if hint else "")
        findings.column("IND427", name, shown)
    filler = _Filler(keys, FindingLog())
    shared = {str(roles["variable"]), str(roles["value"])} | {
        str(c) for c in frame.columns if fold_text(str(c)) in TEMPLATE_COLUMNS
    }
    attributes = _attributes(program, frame, roles, filler, shared, findings)
    sources = Sources(frame, "long", lines, columns)
    return _table(program, keys, values, reasons, attributes, sources, published, findings)


class _LongFiller(_Filler):
    """Fills only the rows that the lines of one variable name."""

    def __init__(self, keys: _Keys, findings: FindingLog, rows: int) -> None:
        super().__init__(keys, findings)
        self.rows = rows
        self.one_to_one = False

    def fill_some(self, read: ReadColumn, subject: str, out: NDArray[np.float64], why: NDArray[np.uint8]) -> None:
        """Write the figures of one variable where there are any."""
        if not len(self.order):
            return
        targets = self.keys.row[self.order[self.starts]]
        some, reason = np.empty(len(targets)), np.empty(len(targets), np.uint8)
        clashes = FindingLog()
        kept, self.findings = self.findings, clashes
        self.conflicts = np.zeros(len(targets), bool)
        self._fill_repeated(read, subject, some, reason)
        self.findings = kept
        for batch in clashes.batches:
            assert batch.rows is not None
            kept.cells(batch.code, subject, targets[batch.rows], batch.figures)
        out[targets], why[targets] = some, reason
        for note in read.notes:
            rows = self.keys.row[note.positions]
            kept.cells(note.code, subject, rows, note.figures, **note.details)


def _attributes(
    program: Program,
    frame: pd.DataFrame,
    roles: dict[str, Any],
    filler: _Filler,
    taken: set[str],
    findings: FindingLog,
) -> pd.DataFrame:
    """Keep every other column, as text, so that nothing is lost and any of them can part the peers."""
    import pandas as pd

    known = [variable.id for variable in program.variables]
    peers = {peer.column for peer in program.peers}
    first_line = filler.order[filler.starts]
    kept: dict[str, Any] = {}
    used = set(roles.values())
    if "name" in roles:
        kept["name"] = _texts(frame[roles["name"]], first_line)
    for column in frame.columns:
        if column in used or str(column) in taken:
            continue
        if str(column) not in peers:
            hint = nearest(str(column), known)
            findings.column("IND406", str(column), f"→ {hint}?" if hint else "")
        kept[str(column)] = _texts(frame[column], first_line)
    return pd.DataFrame(kept, index=pd.RangeIndex(filler.rows))


def _texts(series: pd.Series[Any], lines: NDArray[np.intp]) -> pd.Series[Any]:
    import pandas as pd

    chosen = series.iloc[lines].reset_index(drop=True)
    if chosen.dtype.kind in "iufb":
        return chosen
    return pd.Series(chosen.astype(object).where(chosen.notna(), "").astype(str), dtype=object)


def _table(
    program: Program,
    keys: _Keys,
    values: NDArray[np.float64],
    reasons: NDArray[np.uint8],
    attributes: pd.DataFrame,
    sources: Sources,
    published: NDArray[np.float64] | None,
    findings: FindingLog,
) -> DataTable:
    return DataTable(
        tuple(variable.id for variable in program.variables),
        values,
        reasons,
        keys.entity_ids,
        keys.points,
        keys.entity_codes,
        keys.period_codes,
        attributes,
        sources,
        published,
        findings,
    )
