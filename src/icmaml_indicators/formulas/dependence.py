"""Ways along the graph of columns: in which order they are made, circles, and what depends on others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .columns import Column, ColumnDefinition, Way, reachable
from .rendering import render
from .tree import Expression, Statistic, walk


class CycleError(Exception):
    """Columns that depend on themselves; `way` leads round, and ends where it begins."""

    def __init__(self, way: Way) -> None:
        self.way = way
        super().__init__(" → ".join(map(str, way)))


def order_columns(found: Mapping[Column, ColumnDefinition]) -> dict[Column, int]:
    """Return the level of each column, each after those that it needs.

    The level is how many times whole populations, or figures that are computed above formulas, have to be there first.

    Raises
    ------
    CycleError
        Where a column depends on itself.
    """
    levels: dict[Column, int] = {}
    order, cycles = _visit(found)
    if cycles:
        raise CycleError(cycles[0])
    for column in order:
        definition = found.get(column)
        if definition is None:
            levels[column] = 0
            continue
        needed = (*definition.reads, *definition.after)
        below = max((levels[read] + _steps(column, read) for read in needed), default=0)
        levels[column] = below + definition.barrier
    return levels


def _steps(column: Column, read: Column) -> int:
    """Return how many stages a column stands after another that it reads: in a stage, formulas come before scores."""
    return int(column.kind == "value" and read.kind in {"aggregate", "score", "level"})


def find_cycles(found: Mapping[Column, ColumnDefinition]) -> list[Way]:
    """Return ways round through which columns depend on themselves, no two through the same column."""
    return _visit(found)[1]


def _visit(found: Mapping[Column, ColumnDefinition]) -> tuple[list[Column], list[Way]]:
    """Go through all columns, depth first; return them, each after those that it needs, and the cycles met."""
    order: list[Column] = []
    cycles: list[Way] = []
    in_cycles: set[Column] = set()
    seen: set[Column] = set()
    trail: dict[Column, Iterator[Column]] = {}
    for start in found:
        if start in seen:
            continue
        seen.add(start)
        trail[start] = _needs(found, start)
        while trail:
            column, needs = next(reversed(trail.items()))
            needed = next(needs, None)
            if needed is None:
                del trail[column]
                order.append(column)
            elif needed in trail:
                ring = list(trail)[list(trail).index(needed) :]
                if in_cycles.isdisjoint(ring):
                    in_cycles.update(ring)
                    cycles.append((*ring, needed))
            elif needed not in seen:
                seen.add(needed)
                trail[needed] = _needs(found, needed)
    return order, cycles


def _needs(found: Mapping[Column, ColumnDefinition], column: Column) -> Iterator[Column]:
    definition = found.get(column)
    return iter(()) if definition is None else iter((*definition.reads, *definition.after))


def find_columns_among_others(
    found: Mapping[Column, ColumnDefinition], trees: Iterable[Expression]
) -> frozenset[Column]:
    """Return the columns that depend on other entities: relative scales, statistics, and what follows from them.

    A statistic over the periods of an entity is its own: an example has them.

    Parameters
    ----------
    found
        From `define_columns`.
    trees
        The expressions that it was defined by.
    """
    parts = [part for tree in trees for part in walk(tree)]
    own = {
        Column("statistic", render(part))
        for part in parts
        if isinstance(part, Statistic) and part.population == "entity"
    }
    fitted = [column for column, definition in found.items() if definition.barrier and column not in own]
    return find_dependents(found, fitted)


def find_dependents(found: Mapping[Column, ColumnDefinition], start: Iterable[Column]) -> frozenset[Column]:
    """Return the columns that depend on some, step by step, these included."""
    readers: dict[Column, list[Column]] = {}
    for column, definition in found.items():
        for read in definition.reads:
            readers.setdefault(read, []).append(column)
    return frozenset(reachable(start, lambda column: readers.get(column, ())))
