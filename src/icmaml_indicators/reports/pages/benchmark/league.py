"""The table of a group: in which order, with which lights, how each moved, and how sure its place is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....robustness.order_intervals import order_intervals
from ....specs import ROOT, Indicator
from ....specs.methods.aggregations import AGGREGATIONS
from ....transforms.attainment import LIGHTS
from ...charts.marks import interval, stack
from ..figures import NO_BREAK, name_period, write_figure, write_ordinal
from .view import GroupView

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]

# Of more than this the first and the last are shown, and who stands beside the reader's own.
MOST_ROWS = 300
NEIGHBOURS = 2
LEVEL = 0.9
_DRAWS = 1000
_SEED = 0
_TALLY = ("green", "yellow", "red", "absent")


@dataclass(frozen=True, slots=True)
class LeagueLine:
    """One entity of the table, as it is written; `sort` is what each column is sorted by."""

    name: str
    is_own: bool
    place: str
    group: str
    period: str
    population: str
    score: str
    level: str
    chart: str
    share: str
    best: str
    worst: str
    change: str
    interval: str
    ends: str
    sort: dict[str, str]


class League:
    """The order of a group: by the total where the program has one, else by the share in the top quartile."""

    def __init__(self, view: GroupView, *, intervals: bool) -> None:
        self.view, self.asks_intervals = view, intervals
        self.count, self.root = len(view.rows), view.program.nodes[ROOT]

    # Figures --------------------------------------------------------------------------------------------

    @cached_property
    def ranked_numbers(self) -> list[int]:
        """Numbers of the indicators that have a better."""
        view = self.view
        return [
            view.number[leaf.id]
            for leaf in view.leaves
            if isinstance(leaf.spec, Indicator) and leaf.spec.direction != "context"
        ]

    @cached_property
    def _lights(self) -> NDArray[np.int8]:
        """Lights of these indicators, shape (indicators, entities)."""
        lines = [self.view.lights(number).astype(np.int8) for number in self.ranked_numbers]
        return np.array(lines, np.int8).reshape(len(lines), self.count)

    @cached_property
    def standings(self) -> NDArray[np.floating[Any] | np.integer[Any]]:
        """Where every row stands: its light where that tells of quarters, else its quarter; shape (subjects, rows)."""
        comparison = self.view.comparison
        return comparison.lights if self.on_quarters else comparison.peer_statistics.quartile

    @property
    def on_quarters(self) -> bool:
        """Whether lights tell of quarters of the peers."""
        return self.view.program.lights.on == "quartile"

    def split(self, standings: NDArray[Any]) -> tuple[Flags, Flags]:
        """Return whether each of `standings` is in the top quartile, and whether it is in any."""
        if self.on_quarters:
            return standings == LIGHTS.index("green"), standings > 0
        return standings == 1, np.isfinite(standings) & (standings > 0)

    @cached_property
    def tops(self) -> tuple[Flags, Flags]:
        """Whether each stands in the top quartile of each indicator, and whether it stands in any."""
        lines = [np.nan_to_num(self.view.read(self.standings[number], number)) for number in self.ranked_numbers]
        return self.split(np.array(lines).reshape(len(lines), self.count))

    @cached_property
    def shares(self) -> Floats:
        """The share of indicators in the top quartile, shape (entities,); NaN where no indicator has a place."""
        tops, known = self.tops
        return _divide(tops.sum(axis=0), known.sum(axis=0))

    @cached_property
    def totals(self) -> Floats | None:
        """The total of each; None where the program has none."""
        number = self.view.number.get(ROOT)
        totals = self.view.values(number) if number is not None else np.empty(0)
        return totals if np.isfinite(totals).any() else None

    @property
    def order_by(self) -> str:
        """What the order rests on: the ``total``, the ``level`` that it is where it is no figure, or a ``share``."""
        if self.totals is None:
            return "share"
        rule = getattr(self.root.spec, "aggregation", None)
        return "level" if rule is not None and AGGREGATIONS[rule.method].reads == "levels" else "total"

    @cached_property
    def cuts(self) -> tuple[float, ...]:
        """Totals at which a level begins."""
        return tuple(self.view.cuts(self.root))

    @cached_property
    def places(self) -> Floats:
        """The place of each in its group, shape (entities,); NaN where it has none."""
        if self.totals is not None:
            return self.view.ranks(self.view.number[ROOT])
        found = np.full(self.count, np.nan)
        cells, rules = self.view.comparison.cells, self.view.comparison.rules
        for cell in np.unique(self.view.cells[self.view.cells >= 0]).tolist():
            here = np.flatnonzero(self.view.cells == cell)
            if len(here) < int(cells.sizes[cell]):  # the others are shown by another period
                continue
            here = here[np.isfinite(self.shares[here])]
            if len(here) >= rules.min_peers:
                found[here] = np.searchsorted(np.sort(-self.shares[here]), -self.shares[here]) + 1
        return found

    @cached_property
    def place_count(self) -> int:
        """How many have a place."""
        return int(np.isfinite(self.places).sum())

    @cached_property
    def order(self) -> Rows:
        """The entities in the order of the table: group by group, the first place first, those without one last."""
        groups = np.array(self.view.group_names, object) if not self.view.is_one_group else np.zeros(self.count)
        _, group = np.unique(groups.astype(str), return_inverse=True)
        names = np.argsort(np.argsort(np.array([name.casefold() for name in self.view.names], object), kind="stable"))
        measure = self.shares if self.totals is None else self.view.oriented_values(self.view.number[ROOT])
        return np.lexsort((names, np.nan_to_num(-measure, nan=np.inf), group))

    @cached_property
    def visible(self) -> Rows:
        """Those of `order` that the page shows."""
        if self.count <= MOST_ROWS:
            return self.order
        half = MOST_ROWS // 2
        kept = np.zeros(self.count, bool)
        kept[:half] = kept[-half:] = True
        if self.view.own is not None:
            at = int(np.flatnonzero(self.order == self.view.own)[0])
            kept[max(at - NEIGHBOURS, 0) : at + NEIGHBOURS + 1] = True
        return self.order[kept]

    @cached_property
    def changes(self) -> tuple[Floats, list[str]]:
        """How each moved since its period before, and why nothing is said of some.

        A total moved by points, where it rests on the same indicators; a share by points of the indicators that have a
        place in both periods.
        """
        view, earlier = self.view, self.view.earlier
        there = np.flatnonzero(earlier >= 0)
        found, reasons = np.full(self.count, np.nan), ["new" if row < 0 else "" for row in earlier.tolist()]
        if not len(there):
            return found, reasons
        if self.order_by == "level":
            return found, ["" for _ in reasons]
        if self.totals is not None:
            scores = view.scored.book.nodes[ROOT].scores
            found[there] = self.totals[there] - scores[earlier[there]]
            inputs = np.array([view.scored.results.reasons[n] for n in range(len(view.leaves))])
            same = ((inputs[:, view.rows[there]] == 0) == (inputs[:, earlier[there]] == 0)).all(axis=0)
            same &= np.array([view.compares(ROOT, int(code)) for code in view.table.period_codes[earlier[there]]])
            found[there[~same]] = np.nan
            for at in there[~same].tolist():
                reasons[at] = "incomparable"
            return found, reasons
        codes = view.table.period_codes[earlier[there]]
        names = [view.comparison.subjects[number] for number in self.ranked_numbers]
        stands = {code: [view.compares(name, code) for name in names] for code in np.unique(codes).tolist()}
        (tops, known), (tops_before, known_before) = (
            self.split(self.standings[self.ranked_numbers][:, rows]) for rows in (view.rows[there], earlier[there])
        )
        both = known & known_before & np.array([stands[code] for code in codes.tolist()]).T
        many = both.sum(axis=0)
        found[there] = _divide((tops & both).sum(axis=0), many) - _divide((tops_before & both).sum(axis=0), many)
        found[there] *= 100
        for at in there[many == 0].tolist():
            reasons[at] = "incomparable"
        return found, reasons

    @cached_property
    def intervals(self) -> tuple[Floats, Floats] | None:
        """The first and the last place that each could have; None where it is not asked for, or there is no order."""
        if not self.asks_intervals or not self.view.is_one_group or not self.place_count:
            return None
        if self.totals is None:
            low, high = order_intervals(*self.tops, LEVEL, _DRAWS, _SEED)
            return np.minimum(low, self.places), np.maximum(high, self.places)
        number, rows = self.view.number[ROOT], self.view.rows
        sign = -1.0 if self.view.comparison.directions[number] == "lower" else 1.0
        book = self.view.scored.book.nodes[ROOT]
        ends = sign * np.array([book.lowest[rows], book.highest[rows]])
        least, most = np.nan_to_num(np.fmin(*ends), nan=-np.inf), np.nan_to_num(np.fmax(*ends), nan=np.inf)
        known = np.isfinite(self.places)
        above = np.searchsorted(np.sort(-least[known]), -most, side="left") + 1
        below = known.sum() - np.searchsorted(np.sort(most[known]), least, side="left")
        return np.where(known, np.minimum(above, self.places), np.nan), np.where(
            known, np.maximum(below, self.places), np.nan
        )

    # Lines ----------------------------------------------------------------------------------------------

    def tally(self, at: int) -> list[tuple[str, int]]:
        """Return how many indicators of one entity have each light."""
        counts = np.bincount(self._lights[:, at], minlength=len(LIGHTS)).tolist()
        return [(name, counts[LIGHTS.index("" if name == "absent" else name)]) for name in _TALLY]

    def lines(self) -> list[LeagueLine]:
        """Return the lines of the table."""
        return [self.line(int(at)) for at in self.visible]

    def line(self, at: int) -> LeagueLine:
        """Return one line."""
        view, words = self.view, self.view.words
        tally = dict(self.tally(at))
        share, place, people = float(self.shares[at]), float(self.places[at]), float(view.population[at])
        total = float(self.totals[at]) if self.totals is not None else math.nan
        told = words["stack_title"].format(
            **{name: f"{words['lights'][name]} {count}" for name, count in tally.items()}
        )
        known = sum(tally[name] for name in _TALLY[:3])
        change, low, high = float(self.changes[0][at]), math.nan, math.nan
        if self.intervals is not None:
            low, high = float(self.intervals[0][at]), float(self.intervals[1][at])
        has_interval = math.isfinite(low)
        row = int(view.rows[at])
        return LeagueLine(
            name=view.names[at],
            is_own=at == view.own,
            place=write_ordinal(round(place), view.language) if math.isfinite(place) else "–",
            group=view.group_names[at],
            period=name_period(view.table.points[view.table.period_codes[row]], view.language, short=True),
            population=write_figure(people, 0),
            score=view.write(self.root, total, self.cuts),
            level=self.level(row),
            chart=stack(list(tally.items()), told) if known else "",
            share=f"{write_figure(100 * share, 0)}{NO_BREAK}%" if math.isfinite(share) else "–",
            best=f"{tally['green']:,}" if known else "–",
            worst=f"{tally['red']:,}" if known else "–",
            change=self.change(at),
            interval=interval(low, place, high, self.place_count, self.describe_interval(at)) if has_interval else "",
            ends=words["to"].format(low=round(low), high=round(high)) if has_interval else "",
            sort={
                "place": _key(place),
                "population": _key(people),
                "score": _key(total),
                "share": _key(share),
                "best": _key(float(tally["green"])),
                "worst": _key(float(tally["red"])),
                "change": _key(change),
                "interval": _key(low),
            },
        )

    def level(self, row: int) -> str:
        """Return the level of the total, or between which it lies; nothing where the program names none."""
        return level_of(self.view, ROOT, row)

    def change(self, at: int) -> str:
        """Return how one moved, in words."""
        moved, why = float(self.changes[0][at]), self.changes[1][at]
        words: dict[str, str] = self.view.words
        if not math.isfinite(moved):
            return words[why] if why else "–"
        small = self.totals is not None and self.view.is_small(self.root)
        written = write_figure(abs(moved), None if small else 0 if self.totals is None else 1)
        if float(written.replace(",", "")) == 0:
            return words["unmoved"]
        return f"{'▲' if moved > 0 else '▼'}{NO_BREAK}{written}"

    def describe_interval(self, at: int) -> str:
        """Return the place of one with its interval, in words."""
        if self.intervals is None:
            return ""
        low, high = (round(float(end[at])) for end in self.intervals)
        words = self.view.words["interval_title" if self.totals is None else "interval_title_total"]
        return str(words.format(place=round(float(self.places[at])), low=low, high=high))


def level_of(view: GroupView, name: str, row: int) -> str:
    """Return the level of a node in a row, or between which it lies; nothing where it has none to name."""
    node, levels = view.program.nodes[name], view.scored.book.nodes[name].levels
    if not node.levels or levels is None or row < 0:
        return ""
    code = int(levels.level[row])
    if code >= 0:
        return view.text(node.levels[code].title)
    low, high = int(levels.lowest[row]), int(levels.highest[row])
    if 0 <= low < high and not node.is_indicator:
        first, last = (view.text(node.levels[end].title) for end in (low, high))
        return str(view.words["possible"].format(low=first, high=last))
    return ""


def _divide(parts: NDArray[np.integer], wholes: NDArray[np.integer]) -> Floats:
    shares: Floats = np.divide(parts, wholes, out=np.full(parts.shape, np.nan), where=wholes > 0)
    return shares


def _key(value: float) -> str:
    """Return what a column is sorted by; nothing where there is no figure."""
    return f"{value:.12g}" if math.isfinite(value) else ""
