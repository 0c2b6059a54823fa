"""A peer group on one page: one's own place, everybody, areas, spread, trend, and where the figures come from."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ....benchmarks.peers import EVERYBODY
from ....errors import check_language
from ....results import Benchmark
from ....specs import TreeNode
from ....transforms.attainment import LIGHTS
from ....validation import describe
from ..figures import NO_BREAK, list_names, lower_first, name_date, name_period, write_figure, write_ordinal
from ..rendering import read_sheet, render_on_frame
from .answers import COLUMNS, count_answers
from .figures_table import build_figures_table
from .findings import group_findings
from .league import MOST_ROWS, League
from .parts import ACROSS, GroupParts
from .view import MOST_PARTS, GroupView
from .words import WORDS

if TYPE_CHECKING:
    import pandas as pd

MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Annex:
    """A further table of the page, with its title and a sentence that says what it shows."""

    title: str
    table: pd.DataFrame
    note: str = ""


def render_page(
    benchmark: Benchmark,
    language: str = "es",
    *,
    own: str | None = None,
    period: str | None = None,
    intervals: bool = False,
    indicators: Sequence[str] | None = None,
    annexes: Sequence[Annex] = (),
    credits: Sequence[str] = (),
    date: dt.date | None = None,
    figures: str = "",
) -> str:
    """Return the page of a peer group as HTML.

    Parameters
    ----------
    benchmark
        What to show.
    language
        ``es`` or ``en``.
    own
        Key or name of the reader's own entity: the page is of its peer group, and marks it. Without one it shows
        everybody.
    period
        The latest of one's own by default, or the latest that most entities have.
    intervals
        Whether places are given with the interval in which they could lie.
    indicators
        Ids of the indicators whose spread is shown; by default those that tell most.
    annexes
        Further tables, shown after the results.
    credits
        Further sources of the data, shown at the end with those that the data asks for.
    date
        When the page is made; today by default.
    figures
        Name of a file beside the page that holds everybody's figures (`build_figures`).

    Raises
    ------
    UnknownNameError
        When there is no such entity, period or indicator.
    MissingExtraError
        When the extra ``reports`` is not installed.
    """
    check_language(language)
    view = GroupView(benchmark, language, WORDS[language], own, period)
    writer = _Writer(view, League(view, intervals=intervals))
    return writer.render(indicators, annexes, credits, date or dt.date.today(), figures)


def build_figures(
    benchmark: Benchmark,
    language: str = "es",
    *,
    own: str | None = None,
    period: str | None = None,
    intervals: bool = False,
) -> pd.DataFrame:
    """Return the figures of the page as a table: everybody whom it is about, with every indicator.

    Parameters
    ----------
    benchmark, language, own, period, intervals
        As of `render_page`.

    Returns
    -------
    DataFrame
        One line an entity, in the order of the page: place, counts by light, scores, figures; headed by titles.
    """
    check_language(language)
    view = GroupView(benchmark, language, WORDS[language], own, period)
    return build_figures_table(view, League(view, intervals=intervals))


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """One indicator of the group: what it is, one's own figure, and how the group lies."""

    title: str
    facts: str
    status: str
    own: str
    place: str
    median: str
    middle: str
    ends: str
    count: str


class _Writer:
    def __init__(self, view: GroupView, league: League) -> None:
        self.view, self.league = view, league
        self.words, self.parts = view.words, GroupParts(view)

    def render(
        self,
        indicators: Sequence[str] | None,
        annexes: Sequence[Annex],
        credits: Sequence[str],
        date: dt.date,
        beside: str,
    ) -> str:
        """Return the page."""
        view, league, parts = self.view, self.league, self.parts
        program, language = view.program, view.language
        script, digest = read_sheet("league.js")
        heatmap = parts.heatmap(league.visible)
        lines = league.lines()
        return render_on_frame(
            "benchmark.html.j2",
            language,
            self.words,
            script=script,
            script_digest=digest,
            title=self.title(),
            entity_type=program.entity.type,
            subtitle=self.subtitle(),
            period=name_period(view.point, language),
            program=view.text(program.title),
            version_of_program=program.version,
            rights=view.text(program.rights),
            leads=self.leads(),
            notes=self.notes(beside),
            is_alone=len(view.rows) == 1,
            lines=lines,
            columns=self.columns(lines),
            order_note=self.order_note(),
            left_out=self.left_out(beside),
            on_quarters=league.on_quarters,
            heatmap=heatmap,
            spans=[range(start, min(start + ACROSS, len(parts.parts))) for start in range(0, len(parts.parts), ACROSS)],
            legend=parts.legend() if heatmap else [],
            cards=parts.cards() if len(view.rows) > 1 else [],
            parts_are_indicators=view.parts_are_indicators,
            spreads=parts.spreads(tuple(indicators) if indicators is not None else None) if len(view.rows) > 1 else [],
            was_asked=indicators is not None,
            trends=parts.trends(),
            own=view.own_name,
            answers=count_answers(view),
            answer_columns=list(COLUMNS),
            everything=self.everything(),
            missing=[view.text(leaf.title) for leaf in view.leaves if not view.is_known(leaf)],
            annexes=[self.annex(annex) for annex in annexes],
            groups=group_findings(view),
            identity=describe(program),
            rules=view.comparison.rules,
            fingerprint=view.benchmark.assessment.fingerprint,
            credits=[*view.benchmark.assessment.get_credits(language), *credits],
            date=name_date(date, language),
            standing=view.standing(view.point, date),
            beside=beside,
        )

    # Who ------------------------------------------------------------------------------------------------

    @property
    def entities(self) -> str:
        """What those shown are, in the plural."""
        return str(self.words["entities"].get(self.view.program.entity.type, self.words["entities"]["other"]))

    def title(self) -> str:
        """Return how many there are, and of which group."""
        view, many = self.view, len(self.view.rows)
        if many == 1:
            return view.names[0]
        counted = f"{many:,} {self.entities}"
        groups = view.comparison.groups
        if view.own is not None and groups.members is None and groups.label != EVERYBODY and view.group_names[view.own]:
            if view.is_among_neighbours:
                return str(self.words["title_near"].format(count=counted, own=view.own_name))
            return str(self.words["title_group"].format(count=counted, group=self.group(view.group_names[view.own])))
        several = len(set(view.group_names) - {""})
        if several > 1:
            return str(self.words["title_groups"].format(count=counted, groups=several))
        return counted

    def group(self, name: str) -> str:
        """Return the name of a peer group in words."""
        if name == "selected":
            return str(self.words["selected"])
        return self.view.name_group(name, self.view.comparison.groups.label)

    def subtitle(self) -> str:
        """Return whose page it is, what parts the groups, and whose figures are of another period."""
        view, words, label = self.view, self.words, self.view.comparison.groups.label
        parts = []
        if view.own is not None and len(view.rows) > 1:
            parts.append(words["own_group"].format(own=view.own_name))
        titles = {peers.column: view.text(peers.title) for peers in view.program.peers if peers.title}
        if label != EVERYBODY and not view.is_among_neighbours:
            told = titles.get(label) or words["peers"].get(label) or view.titles.get(label, label)
            parts.append(words["parted_by"].format(column=lower_first(told)))
        if view.table.rows > len(view.rows) and view.own is None:
            others = int((view.table.period_codes[view.rows] != view.period_code).sum())
            period = name_period(view.point, view.language)
            parts.append(
                words["latest"].format(period=period)
                if not others
                else words["latest_some"].format(period=period, count=f"{others:,}")
            )
        return " ".join(parts)

    # The result -----------------------------------------------------------------------------------------

    def leads(self) -> list[tuple[str, str, str]]:
        """Return the result in sentences of two parts: one's own place and areas, or who is first."""
        view, league, words = self.view, self.league, self.words
        if not len(view.rows):
            return []
        if len(view.rows) == 1:
            return [("uncompared", words["alone"], words["alone_note"])]
        if not league.place_count:
            return [("uncompared", words["no_order"], words["no_order_note"])]
        if view.own is None:
            return self.leads_of_group()
        found = []
        place = float(league.places[view.own])
        if math.isfinite(place):
            found.append(self.own_lead(view.own, round(place)))
        areas = [part for part in self.parts.parts if not part.is_indicator] or self.parts.parts
        for light, key in (("green", "ahead"), ("red", "behind")):
            titles = [
                view.text(part.title) if part.is_indicator else lower_first(view.text(part.title))
                for part in areas
                if LIGHTS[int(view.lights(view.number[part.id])[view.own])] == light
            ]
            if titles:
                named = titles[:MOST_NAMED]
                if len(titles) > MOST_NAMED:
                    named.append(words["more_areas"].format(count=len(titles) - MOST_NAMED))
                found.append((light, words[key], f"{list_names(named, view.language)}."))
        return found

    def own_lead(self, at: int, place: int) -> tuple[str, str, str]:
        """Return one's own place, what it rests on, and how sure it is."""
        view, league, words = self.view, self.league, self.words
        count = league.place_count
        key = "is_last" if place == count and count > 1 else "is_placed"
        start = words[key].format(own=view.own_name, place=write_ordinal(place, view.language), count=f"{count:,}")
        tied = int((league.places == place).sum()) - 1
        if tied:
            start += words["tied"].format(count=f"{tied:,}")
        start += ":"
        rest = self.measure(at)
        if league.intervals is not None:
            low, high = (write_ordinal(round(float(end[at])), view.language) for end in league.intervals)
            sure = "sure_total" if league.totals is not None else "sure"
            rest += " " + (words[f"{sure}_same"] if low == high else words[sure].format(low=low, high=high))
        quarter = (place - 1) / count
        light = "green" if quarter < 0.25 else "red" if quarter >= 0.75 else "yellow"
        return light, start, rest

    def measure(self, at: int) -> str:
        """Return what the place of one rests on, in words."""
        line = self.league.line(at)
        told = self.words[f"with_{self.league.order_by}"]
        return str(told.format(score=line.score, share=line.share, level=line.level))

    def leads_of_group(self) -> list[tuple[str, str, str]]:
        """Return who is first, and where the middle half of the group lies."""
        view, league, words = self.view, self.league, self.words
        first = [view.names[at] for at in league.order if league.places[at] == 1]
        named = first[:MOST_NAMED]
        if len(first) > MOST_NAMED:
            named.append(words["more_areas"].format(count=len(first) - MOST_NAMED))
        names = list_names(named, view.language)
        if not view.is_one_group:
            return [("green", words["firsts"], f"{names}.")]
        found = [("green", words["first"].format(names=names), self.measure(int(league.order[0])))]
        low, _, high = view.quartiles(100 * league.shares if league.totals is None else league.totals)
        if math.isfinite(low) and league.order_by != "level":
            ends = [self.written(end) for end in (low, high)]
            found.append(("context", words["middle_half"], words["between"].format(low=ends[0], high=ends[1])))
        return found

    def written(self, measure: float) -> str:
        """Write a total, or a share of indicators."""
        if self.league.totals is not None:
            return self.view.write(self.league.root, measure, self.league.cuts)
        return f"{write_figure(measure, 0)}{NO_BREAK}%"

    # The table ------------------------------------------------------------------------------------------

    def columns(self, lines: list[Any]) -> dict[str, bool]:
        """Return which columns of the table say anything."""
        return {
            "group": len({line.group for line in lines}) > 1,
            "period": len({line.period for line in lines}) > 1,
            "population": any(line.population != "–" for line in lines),
            "score": self.league.order_by == "total",
            "share": self.league.order_by == "share" or any(line.chart for line in lines),
            "level": any(line.level for line in lines),
            "change": any(math.isfinite(change) for change in self.league.changes[0]),
            "interval": self.league.intervals is not None,
            "chart": any(line.chart for line in lines),
        }

    def order_note(self) -> str:
        """Return in which order the table stands, and how its columns are read."""
        league, words = self.league, self.words
        parts = [words[f"by_{league.order_by}"]]
        if not self.view.is_one_group and any(self.view.group_names):
            parts.append(words["group_by_group"])
        if league.intervals is not None:
            parts.append(words["interval_note_total" if league.totals is not None else "interval_note"])
        if np.isfinite(league.changes[0]).any():
            parts.append(words["change_note_total" if league.totals is not None else "change_note"])
        return " ".join(parts)

    def left_out(self, beside: str) -> str:
        """Return how many the table leaves out, and where they are; nothing where all are shown."""
        many, shown = self.league.count, len(self.league.visible)
        if many == shown:
            return ""
        key = "left_out_beside" if beside else "left_out"
        half = MOST_ROWS // 2
        return str(self.words[key].format(shown=f"{shown:,}", count=f"{many:,}", half=half, file=beside))

    def notes(self, beside: str) -> list[str]:
        """Return what else is left out of the page, and where it is."""
        view, words = self.view, self.words
        found = []
        codes = view.table.entity_codes
        later = (view.table.period_codes > view.period_code) & np.isin(codes, codes[view.rows])
        later[view.rows] = False
        others = len(np.unique(codes[later]))
        if others:
            found.append(words["later"].format(count=f"{others:,}"))
        if len(view.parts) > MOST_PARTS:
            found.append(words["parts_left_out"].format(shown=MOST_PARTS, count=len(view.parts)))
        return found

    # Every indicator ------------------------------------------------------------------------------------

    def everything(self) -> list[tuple[str, list[IndicatorFacts]]]:
        """Return the indicators of each area with how the group lies."""
        view = self.view
        blocks: dict[str, list[IndicatorFacts]] = {}
        for leaf in view.leaves:
            if leaf.answer is None and view.is_known(leaf):
                area = view.area_of(leaf)
                title = view.text(area.title) if area is not None else self.words["indicators"]
                blocks.setdefault(title, []).append(self.facts(leaf))
        return list(blocks.items())

    def facts(self, leaf: TreeNode) -> IndicatorFacts:
        """Return one indicator of the group."""
        view, words = self.view, self.words
        number = view.number[leaf.id]
        values = view.values(number)
        known = values[np.isfinite(values)]
        low, median, high = view.quartiles(values)
        to = words["to"]
        return IndicatorFacts(
            view.text(leaf.title),
            view.facts(leaf),
            view.status(leaf),
            view.write_at(leaf, view.own or 0),
            view.place_in(number, view.own or 0),
            view.write(leaf, median) if math.isfinite(median) else "–",
            to.format(low=view.write(leaf, low), high=view.write(leaf, high)) if math.isfinite(low) else "–",
            to.format(low=view.write(leaf, float(known.min())), high=view.write(leaf, float(known.max())))
            if len(known) > 1
            else view.write(leaf, float(known[0])),
            f"{len(known):,}",
        )

    def annex(self, annex: Annex) -> dict[str, Any]:
        """Return a further table as the template shows it."""
        rows = [list(row) for row in annex.table.itertuples(index=False)]
        return {"title": annex.title, "note": annex.note, "columns": list(annex.table.columns), "rows": rows}
