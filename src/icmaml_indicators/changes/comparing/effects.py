"""What a change does further up: values through formulas, scores through the tree, levels through scores.

Nothing is left out that could be another figure for the same data; what is not named here is the same. The names are
those of now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ...formulas import names, parse
from ...formulas.columns import Column, ColumnDefinition, reachable
from ...formulas.rendering import render
from ...specs import Indicator
from .change import PARTS, AffectedNode
from .comparison import Comparison
from .sides import ProgramSide

# By column: the columns that read it, on either side.
Readers = dict[Column, set[Column]]


def propagate(found: Comparison) -> dict[str, AffectedNode]:
    """Spread what is touched over what depends on it; return what is affected of the nodes of both sides, by id."""
    causes, affected = find_causes(found), {}
    for _, name in found.node_pairs:
        by_part = {part: causes.get(Column(part, name)) for part in PARTS}
        parts = tuple(part for part in PARTS if by_part[part])
        if parts:
            affected[name] = AffectedNode(parts, tuple(sorted(set().union(*filter(None, by_part.values())))))
    return affected


def find_causes(found: Comparison) -> dict[Column, set[str]]:
    """Return the columns that are touched, directly or through what they read, each with the subjects that changed."""
    readers: Readers = defaultdict(set)
    for side in (found.old, found.new):
        _add_readers(readers, found, side)
    _record_indirect(found, readers)
    for side in (found.old, found.new):
        _add_checks(readers, found, side)
    return _spread(_touched(found), readers)


def _now(found: Comparison, side: ProgramSide, column: Column) -> Column:
    """Return a column under the id of now of its variable, answer or node."""
    if side is found.new:
        return column
    if column.kind == "parameter":
        return column
    if column.kind == "statistic":
        statistic = found.matching.translate(parse(column.name), side.program.variable_by_id)
        return Column(column.kind, render(statistic))
    if column.kind == "population":
        return Column(column.kind, found.matching.population(column.name))
    name, dot, goal = column.name.partition(".")
    return Column(column.kind, (found.matching.variables.get(name) or found.matching.node(name)) + dot + goal)


def _add_readers(readers: Readers, found: Comparison, side: ProgramSide) -> None:
    """Add what the columns of a side read."""
    columns = side.columns
    for column, definition in columns.items():
        reader = _now(found, side, column)
        inlined = column.kind == "value" and reader.name in found.written_out
        for read in _written_out(columns, column) if inlined else definition.reads:
            readers[_now(found, side, read)].add(reader)


def _written_out(columns: Mapping[Column, ColumnDefinition], value: Column) -> Iterator[Column]:
    """Yield what a formula reads once the indicators in it are written out."""
    for column in reachable([value], lambda c: columns[c].reads if c.kind == "value" else ()):
        if column.kind != "value":
            yield column


def _add_checks(readers: Readers, found: Comparison, side: ProgramSide) -> None:
    """Add what checks lead to: whether one figure is rejected decides whether a check fails and others are rejected."""
    for check in side.program.all_checks:
        if check.severity == "error":
            read = tuple(name for name in names(parse(check.rule)) if name in side.program.variable_by_id)
            rejected = {
                _now(found, side, Column("variable", name))
                for name in (read if check.rejects is None else check.rejects)
            }
            for name in read:
                readers[_now(found, side, Column("variable", name))] |= rejected


def _touched(found: Comparison) -> Iterator[tuple[Column, set[str]]]:
    """Yield what is touched directly, and by what."""
    of_parts = (found.values, found.scores, found.levels)
    for kind, touched in zip(
        ("parameter", "variable", "population", "value", *PARTS),
        (found.parameters, found.variables, found.populations, found.weights, *of_parts),
        strict=True,
    ):
        for name, causes in touched.items():
            yield Column(kind, name), causes
    # An answer is read under the id of its criterion.
    for leaf in found.new.program.criteria:
        if leaf.id in found.values:
            yield Column("variable", leaf.id), found.values[leaf.id]


def _spread(touched: Iterable[tuple[Column, set[str]]], readers: Readers) -> dict[Column, set[str]]:
    """Return what comes of causes: all columns that read what they touch, step by step, and by which causes."""
    starts: dict[str, list[Column]] = {}
    for column, causes in touched:
        for cause in causes:
            starts.setdefault(cause, []).append(column)
    found: dict[Column, set[str]] = defaultdict(set)
    for cause, columns in starts.items():
        for column in reachable(columns, lambda c: readers.get(c, ())):
            found[column].add(cause)
    return found


def _record_indirect(found: Comparison, readers: Readers) -> None:
    """Tell which indicators stand as they were and yet mean something else, through what they read."""
    # A score that is another one makes what reads it something else.
    meant = (
        ("parameter", found.redefined),
        ("variable", found.redefined),
        ("population", found.populations),
        ("value", found.redefined),
        ("value", found.weights),
        ("score", found.scores),
        ("level", found.levels),
    )
    starts = ((Column(kind, name), causes) for kind, touched in meant for name, causes in touched.items())
    changed = _spread(starts, readers)
    now = {name for _, name in found.node_pairs}
    for before, name in found.node_pairs:
        column = Column("value", name)
        causes = changed.get(column, set())
        if before not in found.old.trees or not causes or name in causes:
            continue
        reads = (
            read
            for read, by in readers.items()
            if column in by
            and (read.name.partition(".")[0] in now or read.kind in {"statistic", "population", "parameter"})
        )
        through = sorted(str(read) for read in reads if read.kind != "variable" and changed.get(read))
        if through:
            a, b = found.old.program.nodes[before].spec, found.new.program.nodes[name].spec
            assert isinstance(a, Indicator)
            assert isinstance(b, Indicator)
            words = ", ".join(f"`{other}`" for other in through)
            found.record(
                "IND632",
                "indicator",
                name,
                old_id=before,
                key="formula",
                old=a.formula_in_force,
                new=b.formula_in_force,
                through=words,
            )
