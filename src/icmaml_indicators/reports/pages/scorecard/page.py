"""One entity on one or two pages: where it is ahead and behind, why, what to do first, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ....benchmarks.peers import EVERYBODY
from ....errors import check_language
from ....results import Benchmark, Uncertainty
from ....specs import ROOT, TreeNode, below
from ....transforms.attainment import LIGHTS
from ...charts.marks import bar, stack
from ..entity_view import EntityView, IndicatorLine
from ..figures import (
    list_names,
    lower_first,
    unit_below,
    write_figure,
    write_with_unit,
)
from ..page_view import declared_decimals
from .words import WORDS

if TYPE_CHECKING:
    import pandas as pd

MOST_AREAS_NAMED = 4
MOST_SIDES = 3
MOST_STEPS = 3
# Indicators of a program without areas, on the first pages.
MOST_LINES = 24
_TALLY = ("green", "yellow", "red", "context", "uncompared", "absent")

Floats = NDArray[np.float64]


@dataclass(slots=True)
class AreaLine:
    """One area: its score, how it moved, its light, and its indicators."""

    id: str
    title: str
    score: str
    bar: str
    change: str
    light: str
    indicators: list[IndicatorLine] = field(default_factory=list)
    tally: list[tuple[str, int]] = field(default_factory=list)


def render_scorecard(
    benchmark: Benchmark,
    language: str = "es",
    *,
    own: str,
    period: str | None = None,
    uncertainty: Uncertainty | None = None,
    credits: Sequence[str] = (),
    date: dt.date | None = None,
    figures: str = "",
) -> str:
    """Return the scorecard of one entity as HTML.

    Parameters
    ----------
    benchmark
        The comparison that it stands in.
    language
        ``es`` or ``en``.
    own
        Key or name of the entity.
    period
        The latest of the entity by default.
    uncertainty
        What `Benchmark.uncertainty` gave of the total: adds between which places the entity could stand.
    credits
        Further sources of the data, shown at the end with those that the data asks for.
    date
        When the page is made; today by default.
    figures
        Name of a file beside the page that holds its figures (`build_scorecard_figures`).

    Raises
    ------
    UnknownNameError
        When there is no such entity or period.
    MissingExtraError
        When the extra ``reports`` is not installed.
    """
    check_language(language)
    writer = _Writer(benchmark, language, WORDS[language], own, period)
    if uncertainty is not None:
        writer.firm = writer.say_how_firm(benchmark, uncertainty)
    return writer.render("scorecard.html.j2", credits, date, figures)


def build_scorecard_figures(
    benchmark: Benchmark, language: str = "es", *, own: str, period: str | None = None
) -> pd.DataFrame:
    """Return the figures of a scorecard as a table: one line an indicator, headed in its language.

    Parameters
    ----------
    benchmark, language, own, period
        As of `render_scorecard`.
    """
    check_language(language)
    return _Writer(benchmark, language, WORDS[language], own, period).figures()


class _Writer(EntityView):
    # Between which places it could stand, in words; nothing where nobody asked.
    firm = ""

    def say_how_firm(self, benchmark: Benchmark, uncertainty: Uncertainty) -> str:
        """Return between which places the entity could stand, and what was varied."""
        found = benchmark.positions_of(ROOT, self.key, uncertainty=uncertainty)
        ends = found.loc[
            found["period"].astype(str) == str(self.table.periods[self.row]), ["rank_low", "rank_high"]
        ].to_numpy(float)
        if not len(ends) or np.isnan(ends).any():
            return ""
        low, high = (write_figure(float(end), 0) for end in ends[0])
        level = write_with_unit(write_figure(100 * uncertainty.level, 0), "%")
        words = self.words["firm" if low != high else "firm_at"]
        return str(words.format(low=low, high=high, level=level, draws=f"{uncertainty.draws:,}"))

    def figures(self) -> pd.DataFrame:
        """Return one line an indicator: its value, the median and the place among the peers, its light."""
        import pandas as pd

        heads, lines = self.words["figure_heads"], []
        for leaf in (node for node in self.program.nodes.values() if node.is_indicator):
            line, number = self.indicator(leaf), self.number[leaf.id]
            value = float(self.comparison.compared.values(number)[self.row])
            lines.append(
                {
                    heads["area"]: line.area,
                    heads["indicator"]: line.title,
                    heads["value"]: self.words["suppressed"] if self.is_suppressed(number, self.row) else value,
                    heads["unit"]: self.text(getattr(leaf.spec, "unit", None)),
                    heads["median"]: self.statistic("median", number),
                    heads["place"]: float(self.comparison.rank_array[number, self.row]),
                    heads["of"]: int(self.statistic("n", number)),
                    heads["light"]: self.words["lights"][line.light],
                }
            )
        return pd.DataFrame(lines)

    def context(self) -> dict[str, Any]:
        """Return what the template shows beside the frame of the page."""
        program = self.program
        lines = {leaf.id: self.indicator(leaf) for leaf in program.nodes.values() if leaf.is_indicator}
        areas = [self.area(node, lines) for node in self.areas]
        tally = self.tally([line.light for line in lines.values()])
        strong, weak = self.sides(lines, best=True), self.sides(lines, best=False)
        steps = self.steps()
        named = [*strong, *weak, *(lines[name] for name in (steps or {}).get("ids", ()) if name in lines)]
        return {
            "subtitle": self.subtitle(),
            "headline": self.headline(),
            "leads": self.leads(areas, lines),
            "tally": tally,
            "tally_chart": stack(tally, self.words["tally_title"]),
            "areas": areas,
            "since": self.name_period(int(self.history[-2])) if len(self.history) > 1 else "",
            "strong": strong,
            "weak": weak,
            "steps": steps,
            "lines": self.pick_lines(areas, lines, named),
            "periods": len(self.history),
            "missing": [line.title for line in lines.values() if line.light == "absent"],
            "imputed": [line.title for name, line in lines.items() if self.is_imputed(name)],
            "everything": areas or [self.all_lines(lines)],
            "count": len(lines),
            "key": self.key,
            "on_quarters": self.on_quarters,
        }

    def is_imputed(self, name: str) -> bool:
        """Whether the score of an indicator rests on figures that stand in for absent ones."""
        imputed = self.scored.run.imputed_scores.get(name)
        return imputed is not None and bool(imputed[self.row])

    # Who it is ------------------------------------------------------------------------------------------

    @cached_property
    def areas(self) -> list[TreeNode]:
        """The parts of the total that hold indicators; none where the total is made of indicators alone."""
        return [node for node in self.program.nodes[ROOT].children if not node.is_indicator]

    def subtitle(self) -> str:
        """Return how large it is, and whom it is compared with."""
        parts = []
        if np.isfinite(self.inhabitants):
            parts.append(self.words["population"].format(count=write_figure(self.inhabitants, 0)))
        groups, many = self.comparison.groups, len(self.members)
        what = self.words["entities"].get(self.program.entity.type, self.words["entities"]["other"])
        if many < 2:
            parts.append(self.words["alone"])
        elif groups.label == EVERYBODY:
            parts.append(self.words["among_all"].format(count=f"{many:,}", entities=what))
        elif groups.members is not None:
            parts.append(self.words["among_own"].format(count=f"{many:,}", entities=what))
        else:
            name = self.name_group(groups.names[int(groups.codes[self.row])], groups.label)
            parts.append(self.words["among_group"].format(count=f"{many:,}", entities=what, group=name))
        return " ".join(parts)

    def headline(self) -> dict[str, str] | None:
        """Return the total, where the program has one, with what it could be where something is absent."""
        book, spec = self.scored.book.nodes[ROOT], self.program.nodes[ROOT]
        score = float(book.scores[self.row])
        if not np.isfinite(score):
            return None
        found = {"score": write_figure(score, None, self.cuts(spec)), "level": "", "between": "", "place": ""}
        if book.levels is not None and book.levels.level[self.row] >= 0:
            found["level"] = self.text(spec.levels[int(book.levels.level[self.row])].title)
        low, high = float(book.lowest[self.row]), float(book.highest[self.row])
        if np.isfinite([low, high]).all() and low < high:
            found["between"] = self.words["between"].format(low=write_figure(low), high=write_figure(high))
        found["place"] = self.place(ROOT)
        found["firm"] = self.firm
        return found

    # Areas ----------------------------------------------------------------------------------------------

    def area(self, node: TreeNode, lines: dict[str, IndicatorLine]) -> AreaLine:
        """Return what the page says of an area."""
        inside = [lines[child.id] for child in below(node) if child.is_indicator]
        score, number = float(self.scored.book.nodes[node.id].scores[self.row]), self.number.get(node.id)
        if not np.isfinite(score) or number is None:
            hidden = number is not None and self.is_suppressed(number, self.row)
            written = self.words["suppressed"] if hidden else "–"
            return AreaLine(node.id, self.text(node.title), written, "", "", "absent", inside, self.tally_of(inside))
        median = self.statistic("median", number)
        words = self.words["bar_title" if np.isfinite(median) else "bar_title_alone"]
        told = words.format(score=write_figure(score, 0), median=write_figure(median, 0))
        return AreaLine(
            node.id,
            self.text(node.title),
            write_figure(score, 0),
            bar(np.clip(score, 0, 100) / 100, median / 100, told),
            self.change(node, score),
            LIGHTS[self.lights[number]] or "uncompared",
            inside,
            self.tally_of(inside),
        )

    def change(self, node: TreeNode, score: float) -> str:
        """Return how a score moved since the period before; nothing where it rests on other indicators now."""
        if len(self.history) < 2:
            return ""
        before = int(self.history[-2])
        earlier = float(self.scored.book.nodes[node.id].scores[before])
        if not np.isfinite(earlier):
            return ""
        book = self.scored.book.nodes
        leaves = [child.id for child in below(node) if child.is_indicator]
        same = all((book[leaf].reasons[before] == 0) == (book[leaf].reasons[self.row] == 0) for leaf in leaves)
        if not same or not self.compares(node.id, before):
            return str(self.words["incomparable"])
        moved = round(score) - round(earlier)
        return f"{'▲' if moved > 0 else '▼'} {abs(moved)}" if moved else str(self.words["unmoved"])

    def leads(self, areas: list[AreaLine], lines: dict[str, IndicatorLine]) -> list[tuple[str, str, str]]:
        """Return where it is ahead and where behind, as sentences in two parts."""
        found = []
        for light, words in (("green", "ahead"), ("red", "behind")):
            titles = [area.title for area in areas if area.light == light]
            if not areas:
                titles = [line.title for line in self.sides(lines, best=light == "green")]
            if not titles:
                continue
            named = [lower_first(title) for title in titles[:MOST_AREAS_NAMED]]
            if len(titles) > MOST_AREAS_NAMED:
                named.append(self.words["more_areas"].format(count=len(titles) - MOST_AREAS_NAMED))
            found.append((light, self.words[words], f"{list_names(named, self.language)}."))
        return found

    # Indicators -----------------------------------------------------------------------------------------

    def sides(self, lines: dict[str, IndicatorLine], *, best: bool) -> list[IndicatorLine]:
        """Return the strengths or the weaknesses that weigh most; what chance explains is neither."""
        quartile, wanted = self.comparison.peer_statistics.quartile, 1 if best else 4
        light = "green" if best else "red"
        found = [
            line
            for name, line in lines.items()
            if quartile[self.number[name], self.row] == wanted and line.light == light
        ]
        return sorted(found, key=lambda line: line.effect, reverse=best)[:MOST_SIDES]

    def pick_lines(
        self, areas: list[AreaLine], lines: dict[str, IndicatorLine], named: list[IndicatorLine]
    ) -> list[IndicatorLine]:
        """Return the indicators that explain the result: the farthest from the middle in each area, and those named."""
        wanted = {line.id for line in named}
        for area in areas:
            known = [line for line in area.indicators if line.place]
            if known:
                wanted.add(max(known, key=lambda line: abs(line.effect)).id)
        if not areas:
            wanted |= {line.id for line in [line for line in lines.values() if line.light != "absent"][:MOST_LINES]}
        return [self.draw(line) for name, line in lines.items() if name in wanted]

    # Counts ---------------------------------------------------------------------------------------------

    def tally(self, lights: list[str]) -> list[tuple[str, int]]:
        """Return how many indicators have each light; the last kinds only where there are any."""
        return [(name, lights.count(name)) for name in _TALLY if name in _TALLY[:3] or name in lights]

    def tally_of(self, lines: list[IndicatorLine]) -> list[tuple[str, int]]:
        return [(name, count) for name, count in self.tally([line.light for line in lines]) if count]

    def all_lines(self, lines: dict[str, IndicatorLine]) -> AreaLine:
        every = list(lines.values())
        return AreaLine("", self.text(self.program.title), "", "", "", "", every, self.tally_of(every))

    @property
    def on_quarters(self) -> bool:
        """Whether lights tell of quarters of the peers."""
        return self.program.lights.on == "quartile"

    # What to do, what is wrong ----------------------------------------------------------------------------

    def steps(self) -> dict[str, Any] | None:
        """Return the least effort by which the area that is behind with most indicators leaves the worst quarter."""
        behind = [
            node
            for node in self.areas
            if node.id in self.number and self.comparison.peer_statistics.quartile[self.number[node.id], self.row] == 4
        ]
        if not behind:
            return None
        area = max(behind, key=lambda node: len(below(node)))
        path = self.search_path({"quartile": 3}, area.id)
        if path is None or not path.reachable or not len(path.moves):  # the page says less
            return None
        moves = path.moves.sort_values("contribution", ascending=False, kind="stable")
        return {
            "area": lower_first(self.text(area.title)),
            "from": write_figure(path.score_before, 0, [path.score_after]),
            "to": write_figure(path.score_after, 0, [path.score_before]),
            "count": len(moves),
            "ids": moves["indicator"].head(MOST_STEPS).tolist(),
            "moves": [self.step(move) for move in moves.head(MOST_STEPS).to_dict("records")],
        }

    def step(self, move: dict[Any, Any]) -> dict[str, str]:
        """Return one move in words."""
        node = self.program.nodes[move["indicator"]]
        unit = "" if isinstance(move["answer"], str) and move["answer"] else str(move["unit"] or "")
        number = self.number[node.id]
        decimals = declared_decimals(node)
        first = write_with_unit(write_figure(move["from"], decimals, [move["to"]]), unit)
        last = write_with_unit(write_figure(move["to"], decimals, [move["from"]]), unit)
        last = f"{last} {unit_below(unit)}".strip()
        best = write_with_unit(write_figure(self.statistic("best", number), decimals), unit)
        verb = self.words["raise" if move["to"] > move["from"] else "lower"]
        place = self.place(node.id)
        way = self.words["from_to"].format(first=first, last=last)
        return {
            "title": f"{verb} {lower_first(self.text(node.title))}: {way}",
            "note": self.words["today"].format(place=place, best=best) if place else "",
            "gain": f"+{write_figure(float(move['contribution']), 1)}",
        }
