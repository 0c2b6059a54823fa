"""A comparison as descriptions of charts: one peer group in a period, with one entity marked in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..benchmarks.comparison import Comparison
from ..benchmarks.peers import EVERYBODY
from ..engine.breaks import breaks_of, comparable_spans
from ..errors import IcmamlError, UnknownNameError
from ..robustness.bootstrap import STATISTICS, intervals_table
from ..robustness.order_intervals import order_intervals
from ..specs import ROOT
from ..transforms.attainment import LIGHTS
from ..transforms.sums import FULL
from .description import Distribution, Heatmap, Intervals, Limits, Profile, RankedItem, Ranking, Span, Trend
from .words import WORDS

Floats = NDArray[np.float64]
_QUARTILES = ("q1", "median", "q3")


@dataclass(frozen=True, slots=True)
class Group:
    """Who is shown.

    Attributes
    ----------
    comparison
        What is compared.
    cell
        The peer group in its period.
    rows : integer array, shape (members,)
        Its members, the marked one among them.
    own
        The row of the one that is marked; None for nobody.
    language
        Of titles and words: ``es`` or ``en``.
    """

    comparison: Comparison
    cell: int
    rows: NDArray[np.intp]
    own: int | None
    language: str

    @classmethod
    def find(
        cls, comparison: Comparison, peers: str | None, period: str | None, own: str | None, language: str
    ) -> Group:
        """Return the group asked for by its name, or by one of its members; the latest period by default.

        Raises
        ------
        UnknownNameError
            When there is no such group, period or entity.
        IcmamlError
            When there are several groups and none is named, or the entity belongs to none.
        """
        cells, names, table = comparison.cells, comparison.groups.names, comparison.scored.table
        if own is not None:
            row = comparison.scored.row_of(own, period)
            cell = int(cells.of_row[row])
            if cell < 0:
                raise IcmamlError("IND568", entity=table.entities[row], period=table.periods[row])
            return cls(comparison, cell, cells.members(cell), row, language)
        if peers is None and len(names) > 1:
            raise IcmamlError("IND661", valid=", ".join(names[:12]))
        if peers is not None and peers not in names:
            raise UnknownNameError("group", peers, names)
        mine = np.flatnonzero(cells.groups == (0 if peers is None else names.index(peers)))
        periods = [str(table.period_names[code]) for code in cells.periods[mine]]
        if period is not None and period not in periods:
            raise UnknownNameError("period", period, periods)
        at = int(np.argmax(cells.periods[mine])) if period is None else periods.index(period)
        return cls(comparison, int(mine[at]), cells.members(int(mine[at])), None, language)

    # Words ----------------------------------------------------------------------------------------------

    def phrase(self, word: str, **details: object) -> str:
        """Return words of the chart."""
        return WORDS[self.language][word].format(**details)

    def names(self, rows: NDArray[np.intp]) -> tuple[str, ...]:
        """Return what entities are called, by their keys where they have no name."""
        codes, names = self.comparison.entity_names
        keys = self.comparison.scored.table.entities
        return tuple(str(names[codes[row]] or keys[row]) for row in rows)

    @property
    def own_name(self) -> str:
        """The name of the one that is marked."""
        return self.names(np.array([self.own], np.intp))[0] if self.own is not None else ""

    def title(self, number: int) -> str:
        """Return what a subject is called."""
        node = self.comparison.scored.program.nodes[self.comparison.subjects[number]]
        return node.title.in_language(self.language)

    def unit(self, number: int) -> str:
        """Return in what a subject is told; scores are told in nothing."""
        spec = self.comparison.compared.specs[number]
        return spec.unit.in_language(self.language) if spec is not None and spec.unit is not None else ""

    def about(self, count: int) -> str:
        """Return who is shown, when, and how many have a figure."""
        cells, table = self.comparison.cells, self.comparison.scored.table
        name = self.comparison.groups.names[cells.groups[self.cell]]
        period = table.period_names[cells.periods[self.cell]]
        return self.phrase("group", peers=self.group_name(name), period=period, count=count)

    def group_name(self, name: str) -> str:
        """Return what a peer group is called."""
        kept = {EVERYBODY: "everybody", "selected": "selected"}
        return self.phrase(kept[name]) if name in kept else name

    # Figures --------------------------------------------------------------------------------------------

    def number(self, subject: str) -> int:
        """Return the place of a subject; raises `UnknownNameError`."""
        return int(self.comparison.numbers_of(subject)[0])

    def quartiles(self, number: int) -> tuple[float, float, float]:
        """Return first quartile, median and third; NaN where they are withheld."""
        statistics = self.comparison.peer_statistics.statistics
        low, median, high = (float(statistics[name][number, self.cell]) for name in _QUARTILES)
        return low, median, high


def describe_ranking(group: Group, subject: str) -> Ranking:
    """Return a bar for each of a group, the best first; without a better, the highest."""
    number = group.number(subject)
    comparison, rows = group.comparison, group.rows
    values, ranks = comparison.compared.values(number)[rows], comparison.peer_statistics.rank[number][rows]
    known = np.isfinite(values)
    order = np.lexsort((-values, np.nan_to_num(ranks, nan=np.inf)))
    order = order[known[order]]
    lights = comparison.lights[number][rows]
    names = group.names(rows[order])
    items = tuple(
        RankedItem(name, float(values[at]), "", LIGHTS[int(lights[at])], bool(rows[at] == group.own))
        for name, at in zip(names, order.tolist(), strict=True)
    )
    title = _finding(group, number, int(known.sum()))
    return Ranking(title, group.about(len(items)), group.unit(number), items, group.quartiles(number)[1])


def describe_distribution(group: Group, subject: str) -> Distribution:
    """Return where each of a group stands, the better side at the right."""
    number = group.number(subject)
    values, direction = group.comparison.compared.values(number), group.comparison.directions[number]
    spec = group.comparison.compared.specs[number]
    others = values[group.rows if group.own is None else group.rows[group.rows != group.own]]
    target = spec.target if spec is not None and isinstance(spec.target, int | float) else None
    count = int(np.isfinite(values[group.rows]).sum())
    return Distribution(
        _finding(group, number, count),
        group.about(count),
        group.unit(number),
        tuple(others[np.isfinite(others)].tolist()),
        math.nan if group.own is None else float(values[group.own]),
        group.quartiles(number),
        direction == "lower",
        math.nan if target is None else float(target),
    )


def describe_profile(group: Group, subjects: Sequence[str] | None) -> Profile:
    """Return where one entity stands in subject after subject: by default the areas, or indicators without any."""
    names = tuple(subjects) if subjects is not None else _areas(group)
    strips = tuple(describe_distribution(group, name) for name in names)
    return Profile(group.phrase("profile", name=group.own_name), group.about(len(group.rows)), strips)


def describe_heatmap(group: Group, subjects: Sequence[str] | None) -> Heatmap:
    """Return scores by area of each of a group; of chosen subjects, or without areas, the share that each beats."""
    comparison, rows = group.comparison, group.rows
    numbers = [group.number(name) for name in (_areas(group) if subjects is None else subjects)]
    scored = subjects is None and all(comparison.compared.specs[number] is None for number in numbers)
    figures = [
        (comparison.compared.values(number) if scored else comparison.peer_statistics.percentile[number])[rows]
        for number in numbers
    ]
    order = rows == group.own if group.own is not None else np.zeros(len(rows), bool)
    first = np.argsort(~order, kind="stable")
    return Heatmap(
        group.phrase("map" if scored else "beaten"),
        group.about(len(rows)),
        group.names(rows[first]),
        tuple(group.title(number) for number in numbers),
        tuple(tuple(float(line[at]) for line in figures) for at in first.tolist()),
        0 if group.own is not None else None,
        falls=tuple(scored and comparison.directions[number] == "lower" for number in numbers),
    )


def describe_trend(group: Group, subject: str) -> Trend:
    """Return one entity over its periods beside the median and the middle half of its group in each.

    Where a break parts a period from the latest there is no figure.
    """
    assert group.own is not None
    number, comparison, table = group.number(subject), group.comparison, group.comparison.scored.table
    rows = np.flatnonzero(table.entity_codes == table.entity_codes[group.own])
    numbers = np.array([number], np.intp)
    spans = comparable_spans(breaks_of(comparison.scored.compiled).get(subject, ()), table.points)
    eras = spans[table.period_codes[rows]]
    alike = eras == eras[rows == group.own]
    values, low, median, high = (
        tuple(np.where(alike, line, np.nan).tolist())
        for line in (
            comparison.compared.values(number)[rows],
            *(comparison.statistic_at(name, numbers, rows)[0] for name in _QUARTILES),
        )
    )
    cells = comparison.cells
    peers = group.group_name(comparison.groups.names[cells.groups[group.cell]])
    return Trend(
        group.phrase("named", title=group.title(number), name=group.own_name),
        f"{peers}; {group.phrase('beside')}",
        group.unit(number),
        tuple(str(table.periods[row]) for row in rows),
        values,
        median,
        low,
        high,
        limits=_score_limits(comparison, number),
    )


def describe_intervals(group: Group, subject: str, statistic: str, level: float, draws: int, seed: int) -> Intervals:
    """Return a statistic of each peer group of the period, with its bootstrap interval."""
    if statistic not in STATISTICS:
        raise UnknownNameError("option", statistic, STATISTICS)
    number, table = group.number(subject), group.comparison.scored.table
    period = str(table.period_names[group.comparison.cells.periods[group.cell]])
    found = intervals_table(group.comparison, level, draws, seed)
    mine = found[(found["indicator"] == subject) & (found["period"] == period) & (found["statistic"] == statistic)]
    items = tuple(
        Span(group.group_name(str(line["peers"])), line["estimate"], line["low"], line["high"])
        for line in mine.to_dict("records")
    )
    title = group.phrase("statistic", statistic=group.phrase(statistic), title=group.title(number))
    return Intervals(title, f"{period}; {group.phrase('confidence', level=100 * level)}", group.unit(number), items)


def describe_ranks(group: Group, level: float, draws: int, seed: int) -> Intervals:
    """Return the place of each by the share of its indicators in the best quarter, and those it could have had."""
    comparison = group.comparison
    ranked = [number for number, spec in enumerate(comparison.compared.specs) if spec is not None]
    quarters = comparison.peer_statistics.quartile[np.array(ranked, np.intp)][:, group.rows]
    known = np.isfinite(quarters)
    tops = known & (quarters == 1)
    some = np.flatnonzero(known.any(axis=0))
    shares = tops[:, some].sum(axis=0) / known[:, some].sum(axis=0)
    places = np.searchsorted(np.sort(-shares), -shares) + 1
    low, high = (ends[some] for ends in order_intervals(tops, known, level, draws, seed))
    names = group.names(group.rows[some])
    items = tuple(
        Span(names[at], float(places[at]), float(low[at]), float(high[at])) for at in np.argsort(places, kind="stable")
    )
    told = f"{group.about(len(items))}; {group.phrase('sure', level=100 * level)}"
    return Intervals(group.phrase("ranks"), told, group.phrase("rank"), items)


def _finding(group: Group, number: int, count: int) -> str:
    """Return what a chart shows of the one that is marked: its place, where it has one."""
    title = group.title(number)
    if group.own is None:
        return title
    rank = group.comparison.peer_statistics.rank[number][group.own]
    if not np.isfinite(rank):
        return group.phrase("named", title=title, name=group.own_name)
    return group.phrase("place", title=title, name=group.own_name, rank=f"{rank:g}", count=count)


def _areas(group: Group) -> tuple[str, ...]:
    """Return the groups right below the total that have scores; the indicators where none has."""
    comparison = group.comparison
    nodes, specs = comparison.scored.program.nodes, comparison.compared.specs
    scores = [name for name, spec in zip(comparison.subjects, specs, strict=True) if spec is None]
    areas = tuple(name for name in scores if nodes[name].parent == ROOT)
    return areas or tuple(name for name, spec in zip(comparison.subjects, specs, strict=True) if spec is not None)


def _score_limits(comparison: Comparison, number: int) -> Limits | None:
    """Return 0 and 100 for scores that stay inside; None for other figures."""
    values = comparison.compared.values(number)
    known = values[np.isfinite(values)]
    inside = bool(((known >= 0) & (known <= FULL)).all())
    return (0.0, FULL) if comparison.compared.specs[number] is None and inside else None
