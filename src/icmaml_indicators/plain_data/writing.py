"""Figures, texts and tables as plain data: str, int, float, bool, None, list and dict, as their declaration says.

Absent figures, dates and cells (NaN, NaT, NA) become None. JSON has no infinity, and a figure that no float holds is
told as absent everywhere else, so infinite figures become None too. Fractions and decimals become floats, dates texts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from numbers import Integral, Number
from typing import TYPE_CHECKING, Any

from ..version import __version__

if TYPE_CHECKING:
    from .kinds.fields import Field
    from .kinds.table import Kind

# What stands in a list of plain values as it is; floats are looked at, for not all are finite.
_PLAIN = frozenset({str, int, bool, type(None)})
_ABSENT = frozenset({"NaTType", "NAType"})


def write_document(
    kind: Kind,
    parts: Mapping[str, Any],
    *,
    language: str | None = None,
    program: Mapping[str, Any] | None = None,
    fingerprint: str | None = None,
    credits: Sequence[Any] = (),
) -> dict[str, Any]:
    """Return a document of a kind as plain data.

    Parameters
    ----------
    kind
        One of those that `KINDS` declares.
    parts
        What it holds, by the keys declared: scalars, records, and tables as DataFrames, as columns or as records.
    language, program, fingerprint, credits
        What every document begins with; None, or nothing, where there is none.
    """
    from .kinds.table import KINDS, SCHEMA  # most who import a result never ask for its document

    head: dict[str, Any] = {"schema": SCHEMA, "kind": kind, "language": language, "library": __version__}
    head |= {"program": program, "fingerprint": fingerprint, "credits": credits}
    return write_fields(KINDS[kind].parts, head | {**parts})


def write_fields(declared: Mapping[str, Field], given: Any) -> dict[str, Any]:
    """Return what is given under declared keys, in their order: a mapping, or an object with attributes.

    Raises
    ------
    KeyError
        When a key is given that is not declared.
    """
    if not isinstance(given, Mapping):
        return {name: _write(part, getattr(given, name)) for name, part in declared.items()}
    if strange := given.keys() - declared.keys():
        raise KeyError(*sorted(strange))
    asked = {name: part for name, part in declared.items() if name in given or not part.optional}
    return {name: _write(part, given[name]) for name, part in asked.items()}


def _write(declared: Field, value: Any) -> Any:
    if value is None:
        return None
    match declared.form:
        case "table":
            return _write_lines(declared.parts, value)
        case "record":
            return write_fields(declared.parts, value)
        case "map":
            return {str(key): _write(declared.parts[""], part) for key, part in value.items()}
        case "list":
            return [_write(declared.parts[""], part) for part in value]
        case "any":
            return _write_any(value)
        case "text":
            return str(value) if isinstance(value, str) else write_cell(value)
        case _:
            return write_cell(value)


def _write_any(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _write_any(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_write_any(part) for part in value]
    return write_cell(value)


def write_columns(declared: Mapping[str, Field], given: Any) -> dict[str, Sequence[Any]]:
    """Return a table as plain data column by column: a DataFrame, columns or records; nothing where it has no line.

    Raises
    ------
    KeyError
        When a column is given that is not declared.
    """
    if not _has_columns(given):
        lines = _write_lines(declared, given)
        return {name: [line[name] for line in lines] for name in (lines[0] if lines else ())}
    names = [str(name) for name in (given if isinstance(given, Mapping) else given.columns)]
    if strange := set(names) - declared.keys():
        raise KeyError(*sorted(strange))
    # Tables without a line lack columns here and there.
    if not len(given[names[0]] if names else ()):
        return {}
    asked = [name for name, part in declared.items() if name in names or not part.optional]
    return {name: _write_column(declared[name], given[name]) for name in asked}


def _write_lines(declared: Mapping[str, Field], given: Any) -> list[dict[str, Any]]:
    """Return the lines of a table: of a DataFrame or a mapping, column by column; of records, line by line."""
    if not _has_columns(given):
        return [write_fields(declared, line) for line in given]
    columns = write_columns(declared, given)
    return [dict(zip(columns, line, strict=True)) for line in zip(*columns.values(), strict=True)]


def _has_columns(given: Any) -> bool:
    return isinstance(given, Mapping) or hasattr(given, "columns")


def _write_column(declared: Field, given: Any) -> Sequence[Any]:
    """Return a column as plain values; of a map, one column a key."""
    if declared.form == "map":
        if not len(given.columns):
            return [{} for _ in range(len(given))]
        columns = {str(name): _write_cells(given[name]) for name in given.columns}
        return [dict(zip(columns, line, strict=True)) for line in zip(*columns.values(), strict=True)]
    if declared.form in {"list", "record", "table"}:
        return [_write(declared, value) for value in given]
    return _write_cells(given)


def _write_cells(given: Any) -> list[Any]:
    """Return the cells of a column: each kind of array at once, objects one by one where they are not plain yet."""
    import numpy as np

    if hasattr(getattr(given, "dtype", None), "categories"):
        told = given.cat if hasattr(given, "cat") else given
        known = [*_write_cells(np.asarray(told.categories, object)), None]
        return [known[code] for code in told.codes]
    found: list[Any]
    cells: Any = np.array([*given, None], object)[:-1] if isinstance(given, list | tuple) else np.asarray(given)
    match cells.dtype.kind:
        case "f":
            whole = cells.astype(object)
            whole[~np.isfinite(cells)] = None
            found = whole.tolist()
        case "M":
            found = [None if when is None else when.isoformat() for when in cells.astype("datetime64[us]").tolist()]
        case "i" | "u" | "b" | "U":
            found = cells.tolist()
        case _:
            found = list(cells)
            if not set(map(type, found)) <= _PLAIN:
                found = [write_cell(value) for value in found]
    return found


def write_cell(value: Any) -> Any:
    """Return one value as JSON can hold it; what is no figure, date or truth is written as text."""
    if type(value) in _PLAIN:
        return value
    if type(value) is float:
        return value if math.isfinite(value) else None
    if hasattr(value, "dtype"):
        # The dates of Python have microseconds; numpy would give whole numbers of finer ones.
        value = value.astype("datetime64[us]").item() if value.dtype.kind == "M" else value.item()
    if isinstance(value, str | bool):
        return value if isinstance(value, bool) else str(value)
    if value is None or type(value).__name__ in _ABSENT:
        return None
    if isinstance(value, date):
        return value.isoformat()
    return _write_number(value) if isinstance(value, Number) and not isinstance(value, complex) else str(value)


def _write_number(value: Any) -> int | float | None:
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Decimal) and not value.is_finite():
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None
