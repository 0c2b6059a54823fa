"""The page of robustness: between which ranks each could stand, what moves them, which choice makes the doubt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ....errors import UnknownNameError, check_language, expect
from ....results import IndexAnalysis, Sensitivity, Uncertainty
from ....robustness.uncertainty import monte_carlo
from ....scoring.scored import Scored
from ....specs import ROOT
from ....validation import describe
from ...charts.marks import bar, index_bar, interval
from ..figures import name_date, write_figure, write_with_unit
from ..rendering import render_on_frame
from .analysis import AnalysisSections
from .words import WORDS

if TYPE_CHECKING:
    import pandas as pd

# More lines than these nobody reads: the first, and the reader's own with its neighbours.
_MOST_LINES, _NEIGHBOURS = 200, 5
# What a page of an analysis alone does not show.
_NO_RANKS: dict[str, Any] = {name: [] for name in ("leads", "lines", "alternatives", "indices", "notes")}
_OF_LINE = {"place": "rank", "low": "low", "high": "high"}


def render_robustness(
    subject: Uncertainty | IndexAnalysis,
    language: str = "es",
    *,
    sensitivity: Sensitivity | None = None,
    analysis: IndexAnalysis | None = None,
    own: str | None = None,
    period: str | None = None,
    title: str | None = None,
    credits: Sequence[str] = (),
    date: dt.date | None = None,
    figures: str = "",
) -> str:
    """Return the page of how firm ranks are, or of how the parts of an index go together, as HTML.

    Parameters
    ----------
    subject
        Where entities could have stood, or the analysis of an index.
    language
        ``es`` or ``en``.
    sensitivity
        Adds which choice makes how much of the doubt.
    analysis
        Adds how the parts of the index go together, and what to reconsider.
    own
        Key or name of the entity that is marked; nobody by default.
    period
        Of which the page is; the latest by default.
    title
        What the page is called; the program by default.
    credits
        Further sources of the data, shown at the end with those that the data asks for.
    date
        When the page is made; today by default.
    figures
        Name of a file beside the page that holds its figures.

    Raises
    ------
    UnknownNameError
        When there is no such entity or period.
    MissingExtraError
        When the extra ``reports`` is not installed.

    Examples
    --------
    >>> import icmaml_indicators as icma
    >>> units = {"uCode": [*"ABC"], "Time": [2024] * 3, "Debt": [5, 9, 7], "Income": [90, 60, 70]}
    >>> lines = {"Level": [1, 1, 2], "iCode": ["Debt", "Income", "Index"], "Direction": [-1, 1, 1], "Weight": [1, 1, 1]}
    >>> lines |= {"Parent": ["Index", "Index", None], "Type": ["Indicator", "Indicator", "Aggregate"]}
    >>> imported = icma.import_coinr(units, lines)
    >>> doubt = icma.score(imported.program, imported.data).uncertainty(20)
    >>> "Only weights were varied" in render_robustness(doubt, "en")
    True
    """
    expect("subject", subject, Uncertainty, IndexAnalysis)
    expect("sensitivity", sensitivity, Sensitivity, type(None))
    expect("analysis", analysis, IndexAnalysis, type(None))
    check_language(language)
    if isinstance(subject, IndexAnalysis):
        return _IndexPage(subject, language, period).render(title, credits, date, figures)
    return _Writer(subject, sensitivity, analysis, language, own, period).render(title, credits, date, figures)


class _Page:
    """What both pages have in common: whose they are and of when, and what an analysis adds where there is one."""

    def __init__(self, scored: Scored, analysis: IndexAnalysis | None, language: str, period: str | None) -> None:
        self.scored, self.program, self.language, self.words = scored, scored.program, language, WORDS[language]
        names = [*map(str, scored.table.period_names)]
        self.period = names[-1] if period is None else period
        if self.period not in names:
            raise UnknownNameError("period", self.period, names)
        self.of_index = None if analysis is None else AnalysisSections(analysis, language, self.words, self.period)

    def fill(
        self, title: str | None, credits: Sequence[str], date: dt.date | None, beside: str, kind: str, **parts: Any
    ) -> str:
        """Return the page of some parts, and of those of the analysis."""
        own, of_index = self.program.title.in_language(self.language), self.of_index
        sections = ("flags", "maps", "reliability", "weights")
        found = {name: [] if of_index is None else getattr(of_index, name)() for name in sections}
        return render_on_frame(
            "robustness.html.j2",
            self.language,
            {**self.words, "kind": self.words[kind]},
            title=title or own,
            period=self.period,
            program="" if title is None else own,
            version_of_program=self.program.version,
            credits=[*(each.in_language(self.language) for each in self.scored.table.credits), *credits],
            date=name_date(date or dt.date.today(), self.language),
            beside=beside,
            has_analysis=of_index is not None,
            identity=describe(self.program),
            **{**found, **_NO_RANKS, **parts},
        )

    def count_entities(self, count: int) -> str:
        """Return how many entities there are, with their noun."""
        nouns = self.words["entities"]
        return f"{count} {nouns.get(self.program.entity.type, nouns['other'])}"

    def title_of(self, node: str) -> str:
        """Return the title of a node."""
        return self.program.nodes[node].title.in_language(self.language)

    def percent(self, share: float) -> str:
        """Write a share as a percentage."""
        return write_with_unit(write_figure(100 * share, 0, [0.0, 100.0]), "%")

    def name_of(self, row: int) -> str:
        """Return the name of an entity, or its key."""
        attributes = self.scored.table.attributes
        name = str(attributes["name"].iloc[row]) if "name" in attributes else ""
        return name if name and name != "nan" else str(self.scored.table.entities[row])


class _IndexPage(_Page):
    def __init__(self, analysis: IndexAnalysis, language: str, period: str | None) -> None:
        super().__init__(analysis._data.scored, analysis, language, period)

    def render(self, title: str | None, credits: Sequence[str], date: dt.date | None, beside: str) -> str:
        """Return the page of an analysis alone."""
        assert self.of_index is not None
        count = len(self.of_index.flag_lines)
        here = np.count_nonzero(self.scored.table.periods == self.period)
        return self.fill(
            title,
            credits,
            date,
            beside,
            "kind_of_index",
            subtitle=self.words["of_index"].format(entities=self.count_entities(int(here))),
            headline=(str(count), self.words["reconsider"]),
        )


class _Writer(_Page):
    def __init__(
        self,
        doubt: Uncertainty,
        effects: Sensitivity | None,
        analysis: IndexAnalysis | None,
        language: str,
        own: str | None,
        period: str | None,
    ) -> None:
        scored = doubt._study.scored
        self.row = None if own is None else scored.row_of(own, period)
        at = period if self.row is None else str(scored.table.periods[self.row])
        super().__init__(scored, analysis, language, at)
        self.doubt, self.effects = doubt, effects
        here = (doubt.ranks["period"].astype(str) == self.period).to_numpy()
        self.ranks = doubt.ranks[here].sort_values("rank", kind="stable", na_position="last")

    def render(self, title: str | None, credits: Sequence[str], date: dt.date | None, beside: str) -> str:
        """Return the page."""
        words, known = self.words, self.ranks.dropna(subset=["low"])
        number = 0 if self.language == "es" else 1
        notes = [
            said[number].replace("`", "") for said in monte_carlo.say_what_varied(self.doubt._study, self.name_of_way)
        ]
        return self.fill(
            title,
            credits,
            date,
            beside,
            "kind",
            subtitle=words["subtitle"].format(
                node=words["whole"] if self.doubt.node == ROOT else self.title_of(self.doubt.node),
                entities=self.count_entities(len(self.ranks)),
                draws=f"{self.doubt.draws:,}",
            ),
            headline=self.headline(known),
            leads=self.leads(known, notes),
            level=self.percent(self.doubt.level),
            lines=self.lines(),
            count=len(self.ranks),
            alternatives=self.alternatives(),
            indices=self.indices(),
            samples="" if self.effects is None else f"{self.effects.samples:,}",
            notes=notes,
        )

    def headline(self, known: pd.DataFrame) -> tuple[str, str]:
        """Return how many do not move."""
        words, still = self.words, known["high"] - known["low"] <= 1
        told = words["headline"].format(level=self.percent(self.doubt.level))
        return words["of_count"].format(have=int(still.sum()), count=len(known)), told

    def leads(self, known: pd.DataFrame, notes: list[str]) -> list[tuple[str, str, str]]:
        """Return how sure the first is, who is the least certain, and what the intervals do not tell."""
        words, found = self.words, []
        first = known[known["rank"] == 1]
        if len(first):
            row = int(first.index[0])
            share = float(first["same_share"].iloc[0])
            told = words["first_note"].format(name=self.name_of(row), share=self.percent(share))
            found.append(("green" if share >= self.doubt.level else "yellow", words["first"], told))
        if len(known):
            row = int((known["high"] - known["low"]).idxmax())
            line = known.loc[row]
            ends = {name: write_figure(float(line[name]), 0) for name in ("low", "high")}
            told = words["widest_note"].format(
                name=self.name_of(row), place=write_figure(float(line["rank"]), 0), **ends
            )
            found.append(("red" if line["high"] - line["low"] > len(known) / 4 else "yellow", words["widest"], told))
        if self.doubt._study.variation.steps == () and not self.doubt._study.variation.error:
            found.append(("reported", words["rests"], notes[1]))
        return found

    def lines(self) -> list[dict[str, Any]]:
        """Return the ranks, line by line."""
        places = self.ranks.reset_index()
        shown = set(range(min(len(places), _MOST_LINES)))
        if self.row is not None:
            at = int(np.flatnonzero(places["index"] == self.row)[0])
            shown |= set(range(max(at - _NEIGHBOURS, 0), min(at + _NEIGHBOURS + 1, len(places))))
        found = []
        for place in sorted(shown):
            line = places.iloc[place]
            row, has_rank = int(line["index"]), bool(np.isfinite(line["low"]))
            name, rank = self.name_of(row), write_figure(float(line["rank"]), 0)
            ends = self.words["no_rank"]
            if has_rank:
                low, high = (write_figure(float(line[end]), 0) for end in ("low", "high"))
                ends = self.words["only" if low == high else "from_to"].format(low=low, high=high)
            words = self.words["bar_title"].format(name=name, place=rank, ends=ends)
            found.append(
                {
                    "name": name,
                    "rank": rank,
                    "chart": self.interval_of(line, len(places), words),
                    "ends": ends,
                    "same": self.percent(float(line["same_share"])) if np.isfinite(line["same_share"]) else "–",
                    "is_own": row == self.row,
                }
            )
        return found

    def interval_of(self, line: Any, count: int, words: str) -> str:
        """Return the chart of one line; nothing where it has no rank."""
        low, rank, high = (float(line[of]) for of in ("low", "rank", "high"))
        return interval(low, rank, high, count, words, width=320) if np.isfinite(low + rank + high) else ""

    def alternatives(self) -> list[dict[str, Any]]:
        """Return how far each way of doing a step moves ranks."""
        table = self.doubt.alternatives
        most = float(table["mean_shift"].max()) if len(table) else 0.0
        found = []
        for line in table.to_dict("records"):
            way, shift = self.name_of_way(str(line["rule"])), float(line["mean_shift"])
            told = f"{way}: {write_figure(shift, 1)}"
            found.append(
                {
                    "step": self.words["steps"][line["step"]],
                    "way": way,
                    "chart": bar(shift / most if most else 0.0, np.nan, told),
                    "shift": write_figure(shift, 1),
                }
            )
        return found

    def name_of_way(self, name: str) -> str:
        """Return what a step, or a way of doing one, is called on the page."""
        words = self.words
        models = {model.id: model.title.in_language(self.language) for model in self.program.models}
        known = {
            "declared": words["declared"],
            "none": words["nothing"],
            **words["methods"],
            **models,
            **words["steps"],
        }
        return str(known.get(name, self._node(name)))

    def _node(self, name: str) -> str:
        return self.title_of(name) if name in self.program.nodes else name

    def indices(self) -> list[dict[str, Any]]:
        """Return the Sobol' indices, the greatest first."""
        if self.effects is None:
            return []
        found = []
        for line in self.effects.indices.sort_values("total_order", ascending=False, kind="stable").to_dict("records"):
            name = str(line["factor"])
            name = (
                self.words["steps"][name]
                if line["kind"] == "step"
                else self.words["weight_of"].format(title=self.title_of(name))
            )
            first, total = (write_figure(float(line[key]), 2) for key in ("first_order", "total_order"))
            ends = float(line["total_order_low"]), float(line["total_order_high"])
            words = self.words["index_title"].format(name=name, first=first, total=total)
            known = bool(np.isfinite(ends).all())
            chart = index_bar(float(line["first_order"]), float(line["total_order"]), ends, words) if known else ""
            found.append({"name": name, "chart": chart, "first": first, "total": total})
        return found


def build_robustness_figures(subject: Uncertainty | IndexAnalysis, language: str = "es") -> pd.DataFrame:
    """Return the figures of the page as a table: the ranks of everybody, or the correlations of an index.

    Parameters
    ----------
    subject, language
        As of `render_robustness`.
    """
    check_language(language)
    return subject.correlations if isinstance(subject, IndexAnalysis) else subject.ranks
