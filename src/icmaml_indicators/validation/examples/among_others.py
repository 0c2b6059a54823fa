"""What no example can tell: an example is scored by itself, and some figures are taken from whole populations."""

from __future__ import annotations

from collections.abc import Mapping

from ...formulas import Expression, walk
from ...formulas.columns import Column, define_columns, reachable
from ...formulas.rendering import render
from ...formulas.tree import Statistic
from ...specs import Program

# What is expected under each key.
COLUMN_OF_KEY = {"expect": "value", "expect_score": "score", "expect_level": "level", "expect_light": "score"}


def find_columns_among_others(program: Program, trees: Mapping[str, Expression]) -> frozenset[Column]:
    """Return the columns that depend on other entities: relative scales, statistics, and what follows from them.

    A statistic over the periods of an entity is its own: an example has them.

    Parameters
    ----------
    program, trees
        A sound program and the expression of each formula, targets and baselines too.
    """
    found = define_columns(program, trees)
    parts = [part for tree in trees.values() for part in walk(tree)]
    own = {
        Column("statistic", render(part))
        for part in parts
        if isinstance(part, Statistic) and part.population == "entity"
    }
    readers: dict[Column, list[Column]] = {}
    for column, definition in found.items():
        for read in definition.reads:
            readers.setdefault(read, []).append(column)
    fitted = [column for column, definition in found.items() if definition.barrier and column not in own]
    return frozenset(reachable(fitted, lambda column: readers.get(column, ())))
