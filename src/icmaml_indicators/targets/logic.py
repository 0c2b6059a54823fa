"""What a table of matrices lacks: levels, components, activities, and what each indicator's line must say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..specs.model.matrix import LEVELS
from .columns import TargetTable

if TYPE_CHECKING:
    from .rolling import Codes

_NEEDED = ("indicator", "direction", "formula", "frequency", "means", "unit")
_FIGURES = ("baseline", "target")


def check_matrices(table: TargetTable, program: Codes) -> None:
    """Note what the matrices lack in vertical and horizontal logic; `program` numbers each row's program."""
    level, component = table.texts["level"], table.texts["component"]
    count = int(program.max(initial=-1)) + 1
    first = np.full(count, len(program), np.intp)
    np.minimum.at(first, program, np.arange(len(program)))
    for name in LEVELS:
        present = np.bincount(program, level == name, count) > 0
        rows = first[~present]
        table.findings.cells("IND441", "level", rows, np.full(len(rows), name, object), level=name)
    _check_components(table, program, level, component)
    for role in _NEEDED:
        _missing(table, role, (table.texts[role] == "") & ~table.unread.get(role, False))
    for role in _FIGURES:
        _missing(table, role, np.isnan(table.figures[role]))
    check_sides(table)


def _missing(table: TargetTable, role: str, where: NDArray[np.bool_]) -> None:
    if role not in table.given:
        table.findings.column("IND407", role)
        return
    rows = np.flatnonzero(where)
    table.findings.cells("IND444", role, rows, table.texts["indicator"][rows], key=role)


def _check_components(
    table: TargetTable, program: Codes, level: NDArray[np.object_], component: NDArray[np.object_]
) -> None:
    """Require every activity to name a component of its program, and every component to have an activity."""
    if "component" not in table.given:
        table.findings.column("IND407", "component")
        return
    _, named = np.unique(component.astype(str), return_inverse=True)
    pair = program * (int(named.max(initial=0)) + 1) + named
    components, activities = level == "component", level == "activity"
    orphan = activities & ~np.isin(pair, pair[components])
    rows = np.flatnonzero(orphan)
    table.findings.cells("IND442", "component", rows, component[rows])
    idle = components & ~np.isin(pair, pair[activities])
    rows = np.flatnonzero(idle)
    _, once = np.unique(pair[rows], return_index=True)
    table.findings.cells("IND443", "component", rows[once], component[rows[once]])


def check_sides(table: TargetTable) -> None:
    """Note targets that do not improve on their baseline."""
    target, base, direction = table.figures["target"], table.figures["baseline"], table.texts["direction"]
    with np.errstate(invalid="ignore"):
        wrong = ((direction == "higher") & (target <= base)) | ((direction == "lower") & (target >= base))
    rows = np.flatnonzero(wrong)
    table.findings.cells("IND445", "target", rows, target[rows])


def check_cascade(table: TargetTable, program: Codes, attainment: NDArray[np.float64]) -> None:
    """Note components in red whose activities are all in green: the logic between them may be broken."""
    level, component = table.texts["level"], table.texts["component"]
    period = np.unique(table.texts["period"].astype(str), return_inverse=True)[1]
    _, named = np.unique(component.astype(str), return_inverse=True)
    pair = (program * (int(named.max(initial=0)) + 1) + named) * (int(period.max(initial=0)) + 1) + period
    _, pair = np.unique(pair, return_inverse=True)
    count = int(pair.max(initial=-1)) + 1
    activities = (level == "activity") & ~np.isnan(attainment)
    number = np.bincount(pair, activities, count)
    with np.errstate(invalid="ignore"):
        done = np.bincount(pair, activities & (attainment >= _GREEN), count)
        broken = (level == "component") & (attainment < _YELLOW) & ((number > 0) & (done == number))[pair]
    rows = np.flatnonzero(broken)
    table.findings.cells("IND447", "component", rows, component[rows])


_GREEN, _YELLOW = 90.0, 70.0
