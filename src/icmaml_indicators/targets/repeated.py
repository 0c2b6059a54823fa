"""Lines of a table of targets that name the same indicator in the same period."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..specs.target_roles import FIGURES, WORDS
from .columns import TargetTable
from .rolling import nest

# What tells one indicator from another, beside what it is rolled up by.
_NAMED = (
    "municipality", "branch", "program", "plan", "axis", "strategy", "action_line", "level", "component", "objective",
    "indicator",
)  # fmt: skip


def find_repeated(table: TargetTable, periods: NDArray[np.object_], keys: Sequence[str]) -> NDArray[np.intp]:
    """Return the lines whose indicator stands more than once in its period; those without a name are none of them."""
    who = nest([periods, number_indicators(table, keys).astype(object)])[-1]
    return np.flatnonzero((np.bincount(who)[who] > 1) & (table.texts["indicator"] != ""))


def number_indicators(table: TargetTable, keys: Sequence[str]) -> NDArray[np.intp]:
    """Return the number of each line's indicator, the same in every period."""
    return nest([table.texts[name] for name in dict.fromkeys((*keys, *_NAMED)) if name in table.given])[-1]


def find_alike(
    table: TargetTable, periods: NDArray[np.object_], keys: Sequence[str]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return which lines say what another says, and stand once too often, and which line each of them repeats."""
    rows = find_repeated(table, periods, keys)
    texts = [table.texts[name] for name in dict.fromkeys((*keys, *_NAMED, *WORDS, "unit"))]
    texts += [table.figures[role].astype(object) for role in FIGURES]
    said = nest([part[rows] for part in (periods, *texts)])[-1]
    _, first = np.unique(said, return_index=True)
    repeats = first[said] != np.arange(len(rows))
    return rows[repeats], rows[first[said[repeats]]]
