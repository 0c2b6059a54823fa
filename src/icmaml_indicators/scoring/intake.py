"""A DataFrame to a `DataTable`: layout, keys, periods, cells, duplicates; everything odd becomes a finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..diagnostics import nearest
from ..errors import DataError
from ..formulas.reasons import NOT_REPORTED
from ..specs import Indicator, Program, Variable
from .cells import fold_text, read_column
from .filling import Filler, LongFiller
from .findings import FindingLog
from .keys import IntakeOptions, Keys, find_roles, read_keys
from .table import DataTable, Sources

if TYPE_CHECKING:
    import pandas as pd

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


def take_in(program: Program, frame: pd.DataFrame, options: IntakeOptions) -> DataTable:
    """Read a wide or a long DataFrame.

    Raises
    ------
    DataError
        When the frame has no rows, no entity column, no period, or nothing that the program knows.
    """
    if len(frame) == 0 or len(frame.columns) == 0:
        raise DataError("IND501")
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    repeated = [str(name) for name in frame.columns[frame.columns.duplicated()]]
    if repeated:
        raise DataError("IND502", column=repeated[0])
    roles = find_roles(program, frame, options)
    findings = FindingLog()
    keys = read_keys(program, frame, roles, options, findings)
    if "variable" in roles and "value" in roles:
        return _take_long(program, frame, roles, keys, options, findings)
    return _take_wide(program, frame, roles, keys, options, findings)


def _take_wide(
    program: Program,
    frame: pd.DataFrame,
    roles: dict[str, Any],
    keys: Keys,
    options: IntakeOptions,
    findings: FindingLog,
) -> DataTable:
    filler = Filler(keys, findings)
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
    hint = next((hit for name in given if (hit := nearest(name, known))), None)
    shown = ", ".join(known[:8]) + (", …" if len(known) > 8 else "")
    raise DataError("IND503", hint, program=program.id, expected=shown)


def _take_long(
    program: Program,
    frame: pd.DataFrame,
    roles: dict[str, Any],
    keys: Keys,
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
        sub_keys = Keys(keys.entity_ids, keys.points, keys.entity_codes, keys.period_codes, keys.row[here])
        is_variable = number < len(variables)
        read = read_column(
            frame[roles["value"]].iloc[here],
            variables[number] if is_variable else None,
            item.unit,
            options.decimal,
        )
        target = LongFiller(sub_keys, findings, rows)
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
    filler = Filler(keys, FindingLog())
    shared = {str(roles["variable"]), str(roles["value"])} | {
        str(c) for c in frame.columns if fold_text(str(c)) in TEMPLATE_COLUMNS
    }
    attributes = _attributes(program, frame, roles, filler, shared, findings)
    sources = Sources(frame, "long", lines, columns)
    return _table(program, keys, values, reasons, attributes, sources, published, findings)


def _attributes(
    program: Program,
    frame: pd.DataFrame,
    roles: dict[str, Any],
    filler: Filler,
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
    keys: Keys,
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
