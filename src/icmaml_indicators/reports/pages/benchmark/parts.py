"""A group by area: the map of everybody, the reader's own place in each, and how each moved."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ....plots.description import SCORE_CUTS, Distribution, Heatmap, Profile, Trend
from ....specs import TreeNode
from ....transforms.attainment import LIGHTS
from ....transforms.sums import FULL
from ...charts.svg import to_strip, to_svg
from ..figures import unit_below
from .league import level_of
from .view import MOST_PARTS, GroupView

Floats = NDArray[np.float64]

MOST_TRENDS = 8
MOST_SPREADS = 6
# Columns of the map beside one another on paper.
ACROSS = 18


@dataclass(frozen=True, slots=True)
class PartCard:
    """One area, or indicator: the figure of one's own, its place and light, and a chart."""

    title: str
    facts: str
    status: str
    value: str
    place: str
    light: str
    chart: str


class GroupParts:
    """The charts of a group by area or indicator."""

    def __init__(self, view: GroupView) -> None:
        self.view = view
        self.parts = view.parts[:MOST_PARTS]

    # The map --------------------------------------------------------------------------------------------

    def heatmap(self, rows: NDArray[np.intp]) -> Heatmap | None:
        """Return the map of some entities by area, one's own first; None where there is nothing to show."""
        view = self.view
        if not self.parts or len(view.rows) < 2:
            return None
        if view.own is not None:
            rows = np.concatenate([[view.own], rows[rows != view.own]])
        numbers = [view.number[part.id] for part in self.parts]
        shown = np.array([view.values(number)[rows] for number in numbers])
        coloured = shown if self.by_score else np.array([view.percentiles(number)[rows] for number in numbers])
        words = view.words
        return Heatmap(
            words["map_caption_indicators" if view.parts_are_indicators else "map_caption"],
            words["map_note"] if self.by_score else words["map_note_beaten"],
            tuple(view.names[at] for at in rows.tolist()),
            tuple(self.heading(part) for part in self.parts),
            tuple(tuple(line) for line in coloured.T.tolist()),
            0 if view.own is not None else None,
            SCORE_CUTS,
            tuple(
                tuple(self.cell(part, number, int(at)) for part, number in zip(self.parts, numbers, strict=True))
                for at in rows
            ),
            tuple(self.by_score and view.comparison.directions[number] == "lower" for number in numbers),
        )

    def heading(self, part: TreeNode) -> str:
        """Return the title of a column, with its period where that is not the page's."""
        period = self.view.period_of(self.view.number[part.id], short=True)
        title = self.view.text(part.title)
        return f"{title} ({period})" if period else title

    def cell(self, part: TreeNode, number: int, at: int) -> str:
        """Write what stands in a cell of the map: the figure, and the level that it comes to."""
        view = self.view
        level = level_of(view, part.id, int(view.rows_of(number)[at])) if part.levels else ""
        figure = view.write_at(part, at)
        return f"{figure} · {level}" if level and figure != "–" else level or figure

    @cached_property
    def by_score(self) -> bool:
        """Whether colours go by scores: all of them run from 0 to 100. Others go by the share of peers beaten."""
        view = self.view
        if view.parts_are_indicators or any(view.is_small(part) for part in self.parts):
            return False
        scores = np.array([view.values(view.number[part.id]) for part in self.parts])
        return bool(np.nanmin(scores) >= 0.0 and np.nanmax(scores) <= FULL)

    def legend(self) -> list[tuple[int, str]]:
        """Return what each class of the map holds, in words."""
        told = self.view.words["scored" if self.by_score else "beaten"]
        return list(enumerate(told, 1))

    # One's own place ------------------------------------------------------------------------------------

    def profile(self) -> Profile:
        """Return where one's own, and everybody else, stands in each area."""
        strips = tuple(self.distribution(part) for part in self.parts)
        return Profile(self.view.words["place_title"].format(name=self.view.own_name), "", strips)

    def cards(self) -> list[PartCard]:
        """Return a card with a strip for each area."""
        profile = self.profile()
        draw = to_svg if self.view.parts_are_indicators else to_strip
        return [self.card(part, draw(strip)) for part, strip in zip(self.parts, profile.strips, strict=True)]

    def card(self, part: TreeNode, chart: str) -> PartCard:
        """Return the card of one area or indicator around its chart."""
        view, number = self.view, self.view.number[part.id]
        value, place, light = "", "", ""
        if view.own is not None:
            own = float(view.values(number)[view.own])
            value, place = view.write_at(part, view.own), view.place_in(number, view.own)
            light = LIGHTS[int(view.lights(number)[view.own])] or ("" if math.isfinite(own) else "absent")
        status = view.status(part) if part.is_indicator else ""
        return PartCard(view.text(part.title), view.facts(part), status, value, place, light, chart)

    def distribution(self, part: TreeNode) -> Distribution:
        """Return where everybody stands in an area or indicator."""
        view, number = self.view, self.view.number[part.id]
        values, spec = view.values(number), part.spec
        direction = view.comparison.directions[number]
        quartiles = view.quartiles(values)
        falls = direction == "lower"
        own = float(values[view.own]) if view.own is not None else math.nan
        others = values if view.own is None else np.delete(values, view.own)
        known = values[np.isfinite(values)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (math.nan, math.nan)
        target = getattr(spec, "target", None) if direction == "target" else None
        median = view.write(part, quartiles[1])
        title = view.text(part.title)
        written = view.write(part, own, quartiles)
        told = [f"{title}: {written}" if math.isfinite(own) else title]
        if view.own is not None and (place := view.place_in(number, view.own)):
            told.append(place)
        ends = (high, low) if falls else (low, high)
        described = [view.words["ends_are"].format(low=view.write(part, low), high=view.write(part, high))]
        if math.isfinite(quartiles[1]):
            described.insert(0, view.words["median_is"].format(median=median))
        return Distribution(
            ", ".join(told) + ".",
            " ".join(described),
            unit_below(view.unit(part)),
            tuple(others[np.isfinite(others)].tolist()),
            own,
            quartiles,
            falls,
            math.nan if target is None else float(target),
            view.write(part, ends[0]),
            view.write(part, ends[1]) if low != high else "",
            view.words["median"].format(median=median) if math.isfinite(quartiles[1]) else "",
            written if math.isfinite(own) else "",
            "" if target is None else view.words["target"].format(target=view.write(part, float(target))),
        )

    # Chosen indicators ----------------------------------------------------------------------------------

    def spreads(self, chosen: tuple[str, ...] | None) -> list[PartCard]:
        """Return the spread of some indicators: those asked for, else those that tell most."""
        view = self.view
        leaves = {leaf.id: leaf for leaf in view.leaves}
        if chosen is not None:
            found = [leaves[view.comparison.subjects[number]] for number in view.comparison.numbers_of(list(chosen))]
        else:
            found = self.telling()
        return [self.card(leaf, to_svg(self.distribution(leaf))) for leaf in found if view.is_known(leaf)]

    def telling(self) -> list[TreeNode]:
        """Return the indicators where one's own stands farthest from the middle, or that most have; one an area."""
        view = self.view
        weights: list[tuple[float, int, TreeNode]] = []
        for order, leaf in enumerate(view.leaves):
            number = view.number[leaf.id]
            if leaf.answer is not None or not np.isfinite(view.values(number)).any():
                continue
            if view.own is None:
                weight = float(np.isfinite(view.values(number)).sum())
            else:
                weight = abs(float(view.percentiles(number)[view.own]) - 50)
            if math.isfinite(weight):
                weights.append((-weight, order, leaf))
        found: list[TreeNode] = []
        areas: set[str] = set()
        for _, _, leaf in sorted(weights, key=lambda line: line[:2]):
            area = view.area_of(leaf)
            if area is None or area.id not in areas:
                found.append(leaf)
            if area is not None:
                areas.add(area.id)
        chosen = {leaf.id for leaf in found[:MOST_SPREADS]}
        return [leaf for leaf in view.leaves if leaf.id in chosen]

    # Time -----------------------------------------------------------------------------------------------

    def trends(self) -> list[PartCard]:
        """Return how the areas that moved most did over the last periods; none where there is one period alone."""
        if len(self.view.history) < 2:
            return []
        lines = [(part, self.trend(part)) for part in self.parts]
        moves = [
            (_moved(trend.median if self.view.own is None else trend.own, trend), part, trend) for part, trend in lines
        ]
        known = [line for line in moves if math.isfinite(line[0])]
        kept = sorted(known, key=lambda line: -line[0])[:MOST_TRENDS]
        return [self.card(part, to_svg(trend)) for _, part, trend in kept]

    def trend(self, part: TreeNode) -> Trend:
        """Return one area over the last periods, beside its group's median and middle half."""
        view, number = self.view, self.view.number[part.id]
        values = view.comparison.compared.values(number)
        own, middles = [], []
        for _, rows, mine in view.history:
            code = int(view.table.period_codes[rows[0]])
            compares = view.compares(part.id, code)
            own.append(float(values[mine]) if compares and mine >= 0 else math.nan)
            middles.append(view.quartiles(values[rows]) if compares else (math.nan,) * 3)
        lower, median, upper = zip(*middles, strict=True)
        title = view.text(part.title)
        words = view.words
        known = [value for value in own if math.isfinite(value)] or [m for m in median if math.isfinite(m)]
        told = title
        if known:
            told = words["moved"].format(
                title=title, first=view.write(part, known[0]), last=view.write(part, known[-1])
            )
        return Trend(
            told,
            words["median_is"].format(median=view.write(part, median[-1])) if math.isfinite(median[-1]) else "",
            unit_below(view.unit(part)),
            tuple(name for name, _, _ in view.history),
            tuple(own),
            median,
            lower,
            upper,
            (0.0, FULL) if self.by_score else None,
            view.write(part, own[-1]) if math.isfinite(own[-1]) else "",
            view.write(part, median[-1]) if math.isfinite(median[-1]) else "",
        )


def _moved(line: tuple[float, ...], trend: Trend) -> float:
    """Return how far a line moved, as a share of its scale; NaN where it is no line."""
    known = [figure for figure in line if math.isfinite(figure)]
    if len(known) < 2:
        return math.nan
    low, high = trend.domain
    return abs(known[-1] - known[0]) / (high - low) if high > low else 0.0
