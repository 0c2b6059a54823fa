"""Benchmarks to a panel: subjects of several editions set side by side, replaced series continued, eras told apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..benchmarks.comparison import Comparison
from ..engine.breaks import Break, breaks_of, comparable_spans, propagate_breaks
from ..errors import DataError, IncomparableError
from ..scoring import Scored
from ..specs import Indicator, Program
from ..specs.checks.continuity import period_of
from .panel import PanelData

# Months since year 0 stay far below: eras of different editions never meet.
_EDITION = 1_000_000


def order_editions(comparisons: list[Comparison]) -> list[Comparison]:
    """Return the benchmarks from the oldest edition to the newest."""
    programs = {_label(b.scored.program): b.scored.program for b in comparisons}

    def age(program: Program) -> int:
        """How many of the editions given stand before it."""
        steps, current = 0, program
        while (earlier := _replaced(current)) in programs and steps <= len(programs):
            steps, current = steps + 1, programs[earlier]
        return steps

    ordered = sorted(comparisons, key=lambda b: age(b.scored.program))
    for old, new in pairwise(ordered):
        first, second = old.scored.program, new.scored.program
        if _label(first) not in {_label(second), _replaced(second)}:
            reason = (
                f": `{_label(second)}` no dice que la reemplaza (`replaces`)",
                f": `{_label(second)}` does not say that it replaces it (`replaces`)",
            )
            raise IncomparableError("IND562", first=_label(first), second=_label(second), reason=reason)
    return ordered


def _label(program: Program) -> str:
    return f"{program.id}@{program.version}"


def _replaced(program: Program) -> str:
    """Return the label of the edition that a program replaces, or empty text."""
    return f"{program.replaces.id or program.id}@{program.replaces.version}" if program.replaces else ""


def join_panels(comparisons: Sequence[Comparison]) -> PanelData:
    """Return the panel of benchmarks in the order of their editions."""
    newest = comparisons[-1]
    subjects, directions = list(newest.subjects), list(newest.directions)
    for found in reversed(comparisons[:-1]):
        for name, direction in zip(found.subjects, found.directions, strict=True):
            if name not in subjects:
                subjects.append(name)
                directions.append(direction)
    result, edition = _stack_editions(comparisons, subjects, directions)
    breaks, links = _breaks(comparisons, subjects, result)
    for number, own in enumerate(breaks):
        rows = np.flatnonzero(edition == number)
        codes = result.period_codes[rows]
        for line, name in enumerate(subjects):
            if own[name]:
                result.eras[line, rows] = comparable_spans(own[name], result.points)[codes]
    if len(comparisons) > 1:
        for line in range(len(subjects)):
            result.eras[line] += _EDITION * links[line, edition]
    return _continued(result)


def _stack_editions(
    comparisons: Sequence[Comparison], subjects: list[str], directions: list[str]
) -> tuple[PanelData, NDArray[np.intp]]:
    """Return the rows of all editions together, and the number of the edition of each."""
    tables = [found.scored.table for found in comparisons]
    entity_ids = np.unique(np.concatenate([table.entity_ids.astype(str) for table in tables])).astype(object)
    points = sorted({point for table in tables for point in table.points}, key=lambda point: point.sort_key)
    groups = tuple(dict.fromkeys(name for found in comparisons for name in found.groups.names))
    place = {point: code for code, point in enumerate(points)}
    entity = [np.searchsorted(entity_ids.astype(str), t.entity_ids.astype(str))[t.entity_codes] for t in tables]
    period = [np.array([place[point] for point in t.points], np.intp)[t.period_codes] for t in tables]
    group = [np.array([*map(groups.index, b.groups.names), -1], np.intp)[b.groups.codes] for b in comparisons]
    edition = np.repeat(np.arange(len(tables)), [table.rows for table in tables])
    entity_codes, period_codes = np.concatenate(entity), np.concatenate(period)
    order = np.lexsort((edition, period_codes, entity_codes))
    entity_codes, period_codes, edition = entity_codes[order], period_codes[order], edition[order]
    twice = np.flatnonzero((np.diff(entity_codes) == 0) & (np.diff(period_codes) == 0))
    if len(twice):
        row = int(twice[0])
        first, second = (_label(comparisons[edition[r]].scored.program) for r in (row, row + 1))
        at = str(points[period_codes[row]])
        raise DataError("IND565", entity=entity_ids[entity_codes[row]], period=at, first=first, second=second)
    place_of = np.empty(len(order), np.intp)
    place_of[order] = np.arange(len(order))
    arrays = [np.full((len(subjects), len(order)), np.nan) for _ in range(3)]
    start = 0
    for found in comparisons:
        rows = place_of[start : start + found.scored.table.rows]
        lines = [subjects.index(name) for name in found.subjects]
        for array, given in zip(arrays, (found.quantities, found.oriented_values, found.rank_array), strict=True):
            for line, figures in zip(lines, given, strict=True):
                array[line, rows] = figures
        start += len(rows)
    newest = comparisons[-1].scored
    kinds = {
        n: "indicator" if node.is_indicator else "group"
        for b in comparisons
        for n, node in b.scored.program.nodes.items()
    }
    return PanelData(
        program=newest.program,
        subjects=subjects,
        kinds=np.array([kinds[name] for name in subjects], object),
        directions=directions,
        entity_ids=entity_ids,
        entity_codes=entity_codes,
        points=points,
        period_codes=period_codes,
        names=_names(comparisons, order),
        group_names=groups,
        group_codes=np.concatenate(group)[order],
        quantities=arrays[0],
        oriented_values=arrays[1],
        ranks=arrays[2],
        eras=np.zeros(arrays[0].shape, np.intp),
        breaks=dict.fromkeys(subjects, ()),
        joined={},
        language=newest.language,
    ), edition


def _names(comparisons: Sequence[Comparison], order: NDArray[np.intp]) -> NDArray[np.object_] | None:
    tables = [found.scored.table for found in comparisons]
    if not any("name" in table.attributes for table in tables):
        return None
    given = [t.attributes["name"].to_numpy(object) if "name" in t.attributes else t.entities for t in tables]
    return np.concatenate(given)[order]


def _breaks(
    comparisons: Sequence[Comparison], subjects: list[str], result: PanelData
) -> tuple[list[dict[str, tuple[Break, ...]]], NDArray[np.intp]]:
    """Return the breaks in time of each edition's rows, and how many incomparable editions stand before each.

    The second is an integer array of shape (subjects, editions). All breaks are kept in the panel.
    """
    of_nodes = [breaks_of(found.scored.compiled) for found in comparisons]
    links = np.zeros((len(subjects), len(comparisons)), np.intp)
    between: dict[str, list[Break]] = {name: [] for name in subjects}
    for number in range(1, len(comparisons)):
        old, new = (found.scored for found in comparisons[number - 1 : number + 1])
        why = _edition_breaks(old.program, new)
        for line, name in enumerate(subjects):
            links[line, number:] += bool(why.get(name))
            between[name] += why.get(name, ())
    own: list[dict[str, tuple[Break, ...]]] = []
    for number in range(len(comparisons)):
        here: dict[str, tuple[Break, ...]] = {}
        for name in subjects:
            # What earlier editions tell stays true. A later one tells when an indicator changed; that the edition
            # itself is new holds for its own rows.
            before = [b for nodes in of_nodes[:number] for b in nodes.get(name, ())]
            later = [b for nodes in of_nodes[number + 1 :] for b in nodes.get(name, ()) if "@" not in b.source]
            here[name] = tuple(dict.fromkeys([*before, *of_nodes[number].get(name, ()), *later]))
        own.append({name: _with_replaced(name, here, result.program) for name in subjects})
    for name in subjects:
        every = dict.fromkeys([b for here in own for b in here[name]] + between[name])
        result.breaks[name] = tuple(sorted(every, key=lambda b: (b.start.first_month, b.source)))
    return own, links


def _with_replaced(name: str, breaks: dict[str, tuple[Break, ...]], program: Program) -> tuple[Break, ...]:
    """Return the breaks of a subject and of all that it continues."""
    found, seen = list(breaks[name]), {name}
    while name in program.nodes:
        spec = program.nodes[name].spec
        if not isinstance(spec, Indicator) or not spec.comparable or spec.replaces is None or spec.replaces in seen:
            break
        name = spec.replaces
        seen.add(name)
        found += breaks.get(name, ())
    return tuple(dict.fromkeys(found))


def _edition_breaks(old: Program, new: Scored) -> dict[str, Collection[Break]]:
    """Return the breaks that a new edition makes, by node: all nodes, or those that changed and what rests on them."""
    program = new.program
    if _label(old) == _label(program):
        return {}
    start = period_of(program, program.valid_from) or new.table.points[0]
    if not program.comparable:
        whole = Break(start, _label(program), program.break_note)
        return dict.fromkeys((*old.nodes, *program.nodes), (whole,))
    changed = {}
    for leaf in program.indicators:
        before = old.nodes.get(leaf.id)
        turned = before is not None and isinstance(before.spec, Indicator) and before.spec.direction != leaf.direction
        # With `valid_from` the break has a time of its own.
        if turned or (not leaf.comparable and leaf.valid_from is None):
            changed[leaf.id] = Break(start, leaf.id, leaf.break_note)
    return dict(propagate_breaks(new.compiled, changed))


def _continued(result: PanelData) -> PanelData:
    """Continue the series of replaced indicators: their figures before the new definition held, marked."""
    nodes = result.program.nodes
    done: set[str] = set()

    def follow(name: str) -> None:
        node = nodes.get(name)
        spec = node.spec if node is not None else None
        if name in done or not isinstance(spec, Indicator) or spec.replaces is None:
            return
        done.add(name)
        old = spec.replaces
        if not spec.comparable or old not in result.subjects or old == name:
            return
        follow(old)
        here, there = result.subjects.index(name), result.subjects.index(old)
        start = period_of(result.program, spec.valid_from)
        given = ~np.isnan(result.quantities[there])
        if start is None:
            taken = given & np.isnan(result.quantities[here])
        else:
            months = np.array([point.first_month for point in result.points])[result.period_codes]
            taken = given & (months < start.first_month)
        for array in (result.quantities, result.oriented_values, result.ranks):
            array[here, taken] = array[there, taken]
        older = result.joined.get(old, np.full(result.rows, "", object))
        result.joined[name] = np.where(taken, np.where(older == "", old, older), "").astype(object)

    for name in result.subjects:
        follow(name)
    return result
