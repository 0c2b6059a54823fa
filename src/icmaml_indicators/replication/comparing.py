"""Results held against results: every cell of every table, exactly."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..plain_data.encoding import encode_json
from .scoring import Tables

# What tells a line of a table from the others, as far as the table has it; the last that it has says what it is about.
_KEYS = (
    "entity",
    "period",
    "population",
    "parent",
    "id",
    "variable",
    "node",
    "indicator",
    "criterion",
    "subject",
    "code",
)
_ABOUT = tuple(reversed(_KEYS[4:-1]))
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that is not as it was.

    Attributes
    ----------
    table
        The table of the results.
    entity, period, node
        The line; empty where the table has no such column.
    column
        The column; empty where the whole line is new or gone.
    before, now
        What stands there, as JSON writes it; empty for nothing.
    difference
        Of figures, the one less the other; NaN of what is none.
    """

    table: str
    entity: str
    period: str
    node: str
    column: str
    before: str
    now: str
    difference: float


def compare_results(before: Tables, now: Tables, *, is_same_library: bool) -> Iterator[Difference]:
    """Yield where the tables of two results differ.

    Parameters
    ----------
    before, now
        All tables of both.
    is_same_library
        Whether one version wrote both; a later one may add tables and columns, which are no differences.

    Raises
    ------
    TypeError, ValueError, AttributeError
        When the earlier one is none of results.
    """
    for table in (before | now) if is_same_library else before:
        old, new = before.get(table, {}), now.get(table, {})
        if not is_same_library and old:
            new = {name: cells for name, cells in new.items() if name in old}
        if old != new:
            yield from _compare_lines(table, _lines(old), _lines(new))


def _lines(columns: dict[str, list[Any]]) -> list[Line]:
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _compare_lines(table: str, before: Sequence[Line], now: Sequence[Line]) -> Iterator[Difference]:
    keys = [key for key in _KEYS if any(key in line for line in (*before[:1], *now[:1]))]
    old, new = _by_key(before, keys), _by_key(now, keys)
    for key in [*old, *(key for key in new if key not in old)]:
        one, other = old.get(key), new.get(key)
        if one == other:
            continue
        if one is None or other is None:
            yield _difference(table, one or other or {}, "", one, other)
            continue
        for column in one | other:
            cell, found = one.get(column), other.get(column)
            if cell != found:
                yield _difference(table, one, column, cell, found)


def _by_key(lines: Sequence[Line], keys: Sequence[str]) -> dict[tuple[Any, ...], Line]:
    """Return lines by what tells them from one another, those that nothing does by their order."""
    seen: Counter[tuple[Any, ...]] = Counter()
    found = {}
    for line in lines:
        key = tuple(str(line.get(name)) for name in keys)
        found[*key, seen[key]] = line
        seen[key] += 1
    return found


def _difference(table: str, line: Line, column: str, before: Any, now: Any) -> Difference:
    about = next((str(line[name]) for name in _ABOUT if line.get(name) is not None), "")
    entity, period = (str(line.get(name) or "") for name in ("entity", "period"))
    return Difference(table, entity, period, about, column, _write(before), _write(now), _subtract(before, now))


def _write(cell: Any) -> str:
    """Return a cell as text: figures by the shortest decimal that reads back as them, at most seventeen digits."""
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else encode_json(cell)


def _subtract(before: Any, now: Any) -> float:
    if type(before) in {int, float} and type(now) in {int, float}:
        return float(now - before)
    return math.nan


def are_same_tables(one: bytes, other: bytes) -> bool:
    """Whether two CSV files have the same cells, however they are quoted."""
    if one == other:
        return True
    try:
        mine, others = (list(csv.reader(io.StringIO(content.decode(), newline=""))) for content in (one, other))
    except (ValueError, csv.Error):
        return False
    return mine == others
