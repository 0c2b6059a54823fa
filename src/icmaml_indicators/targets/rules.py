"""Which rule holds for each line of a table of targets, and which lines have no attainment because none does."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from ..data.model.findings import RowDetail
from ..diagnostics.brief import Brief
from ..specs.model.attainment import METHODS
from .columns import TargetTable

Flags = NDArray[np.bool_]

# Words without which a line cannot be measured, once they are given.
_DECIDING = ("direction", "method", "cumulative")
# Figures with and without a percent sign, further apart than this, lie nearer to a hundred times than to equal.
_APART = 10.0


@dataclass(frozen=True, slots=True, repr=False)
class LineRules(Brief):
    """The rules of all lines.

    Attributes
    ----------
    direction, method : arrays of text, shape (rows,)
        Those in force; empty where none is.
    withheld : bool array, shape (rows,)
        Where a line has no attainment, which a finding says.
    """

    direction: NDArray[np.object_]
    method: NDArray[np.object_]
    withheld: Flags


def find_rules(table: TargetTable) -> LineRules:
    """Return the rule of every line, and note those that have none."""
    texts, figures = table.texts, table.figures
    withheld = np.zeros(table.rows, bool)
    for role in _DECIDING:
        withheld |= table.unread[role]
    withheld |= table.unread["target_high"]
    method = texts["method"].copy()
    method[(method == "") & ~np.isnan(figures["target_high"])] = "range"
    direction = _directions(table, method, withheld)
    for name, methods in METHODS.items():
        method[(method == "") & (direction == name)] = methods[0]
        odd = (direction == name) & (texts["method"] != "") & ~np.isin(method, methods)
        for given in sorted(set(method[odd])):
            rows = np.flatnonzero(odd & (method == given))
            valid = ", ".join(methods)
            table.findings.cells("IND493", "method", rows, method[rows], method=given, direction=name, valid=valid)
        withheld |= odd
    withheld |= _mixed_signs(table, method)
    return LineRules(direction, method, withheld)


def _directions(table: TargetTable, method: NDArray[np.object_], withheld: Flags) -> NDArray[np.object_]:
    """Return the directions: as said, else as the method says, else ``higher`` unless the baseline says otherwise."""
    target, base = table.figures["target"], table.figures["baseline"]
    direction = table.texts["direction"].copy()
    free = (direction == "") & ~table.unread["direction"]
    for name, methods in METHODS.items():
        own = [method for method in methods if method != "progress"]  # which goes with every direction
        direction[free & np.isin(method, own)] = name
    with np.errstate(invalid="ignore"):
        falls = target < base
    by_progress = free & (method == "progress")
    direction[by_progress] = np.where(falls[by_progress], "lower", "higher")
    free &= direction == ""
    contrary = free & falls
    rows = np.flatnonzero(contrary)
    table.findings.cells("IND491", "direction", rows, table.texts["indicator"][rows])
    withheld |= contrary
    taken = free & ~contrary
    direction[taken] = "higher"
    if taken.any():
        table.findings.column("IND492", "direction", int(taken.sum()))
    return direction


def _mixed_signs(table: TargetTable, method: NDArray[np.object_]) -> Flags:
    """Note lines whose figures with and without a percent sign lie as if one of them were a share of one."""
    everywhere = np.ones(table.rows, bool)
    used = [
        ("actual", everywhere),
        ("target", everywhere),
        ("target_high", method == "range"),
        ("baseline", method == "progress"),
    ]
    found = np.zeros(table.rows, bool)
    pair = np.full((2, table.rows), np.nan)
    for (signed, here), (bare, there) in permutations(used, 2):
        with np.errstate(all="ignore"):
            times = np.abs(table.figures[signed] / table.figures[bare])
            apart = np.isfinite(times) & (times > 0) & ((times > _APART) | (times < 1 / _APART))
        mixed = here & there & table.percent[signed] & ~table.percent[bare] & apart & ~found
        pair[:, mixed] = table.figures[signed][mixed], table.figures[bare][mixed]
        found |= mixed
    rows = np.flatnonzero(found)
    with_sign, without = pair[:, rows]
    detail = RowDetail(lambda row: f"{with_sign[row]:g} % / {without[row]:g}")
    table.findings.cells("IND495", "actual", rows, table.figures["actual"][rows], detail=detail)
    return found
