"""One entity in one period: its figures, its place among its peers, how it moved, in words and small charts."""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...benchmarks.peers import POPULATION
from ...engine.breaks import comparable_spans
from ...errors import IcmamlError, MissingExtraError
from ...paths.goal import Target
from ...results import Benchmark, ImprovementPath
from ...specs import ROOT, Indicator, TreeNode
from ...transforms.attainment import LIGHTS
from ...validation import describe
from ..charts.marks import spark, strip
from .figures import common_words, name_date, name_period, unit_below, write_figure, write_ordinal, write_with_unit
from .findings import GRAVITY, MOST_EXAMPLES, FindingGroup, name_some, sort_groups
from .page_view import PageView, declared_decimals
from .rendering import render_on_frame

if TYPE_CHECKING:
    import pandas as pd

MOST_PERIODS = 6
# A figure moved where it moved by more than this share of the middle half of the peers.
MOVED = 0.1
# Of a search for the least effort.
SECONDS = 1.0
# Where a finding stands, as readers of data tell it.
_LINE = re.compile(r"^line (\d+)")


@dataclass(slots=True)
class IndicatorLine:
    """One indicator: its figure, its place among the peers, how it moved, its light."""

    id: str
    title: str
    area: str
    unit: str
    direction: str
    status: str
    value: str
    median: str
    place: str
    light: str
    effect: float
    strip: str = ""
    spark: str = ""
    trend: str = ""


class EntityView(PageView, ABC):
    """What a page says of one entity, and of its indicators."""

    def __init__(
        self, benchmark: Benchmark, language: str, words: dict[str, Any], own: str, period: str | None
    ) -> None:
        super().__init__(benchmark, language, words)
        self.row = self.scored.row_of(own, period)
        self.key = str(self.table.entities[self.row])
        mine = np.flatnonzero(self.table.entity_codes == self.table.entity_codes[self.row])
        self.history = mine[mine <= self.row][-MOST_PERIODS:]
        cell = int(self.comparison.cells.of_row[self.row])
        self.members = self.comparison.cells.members(cell)
        self._statistics: dict[str, NDArray[np.float64]] = {}

    @abstractmethod
    def context(self) -> dict[str, Any]:
        """Return what the template shows beside the frame of the page."""

    @abstractmethod
    def figures(self) -> pd.DataFrame:
        """Return the figures of the page as a table, to stand beside it as a file."""

    def render(self, template: str, credits: Sequence[str], date: dt.date | None, beside: str) -> str:
        """Return the page as HTML.

        Parameters
        ----------
        template
            Its file name.
        credits
            Further sources of the data, shown at its end with those that the data asks for.
        date
            When it is made; today by default.
        beside
            Name of a file beside it that holds its figures; empty for none.
        """
        date = date or dt.date.today()
        return render_on_frame(
            template,
            self.language,
            self.words,
            title=self.name,
            period=self.name_period(self.row),
            program=self.text(self.program.title),
            rights=self.text(self.program.rights),
            groups=self.finding_groups(),
            identity=describe(self.program),
            fingerprint=self.benchmark.assessment.fingerprint,
            credits=[*self.benchmark.assessment.get_credits(self.language), *credits],
            version_of_program=self.program.version,
            date=name_date(date, self.language),
            standing=self.standing(self.table.points[self.table.period_codes[self.row]], date),
            beside=beside,
            **self.context(),
        )

    @cached_property
    def lights(self) -> NDArray[np.int8]:
        """The light of each subject, as places in `LIGHTS`."""
        lights: NDArray[np.int8] = self.comparison.lights[:, self.row]
        return lights

    def name_period(self, row: int) -> str:
        """Return the period of a row in words."""
        return name_period(self.table.points[self.table.period_codes[row]], self.language)

    def search_path(
        self, to: Target, node: str = ROOT, costs: Mapping[str, float] | None = None
    ) -> ImprovementPath | None:
        """Return the path of least effort from here; None where there is no solver, or nothing that may move."""
        period = str(self.table.periods[self.row])
        try:
            return self.benchmark.path(self.key, to=to, node=node, period=period, costs=costs, seconds=SECONDS)
        except (MissingExtraError, IcmamlError):
            return None

    @property
    def name(self) -> str:
        """Its name, or its key where it has none."""
        attributes = self.table.attributes
        return (str(attributes["name"].iloc[self.row]) if "name" in attributes else "") or self.key

    @cached_property
    def inhabitants(self) -> float:
        """How many people live there; NaN where that is not known."""
        attributes, variables = self.table.attributes, self.table.variables
        if POPULATION in attributes:
            return float(attributes[POPULATION].iloc[self.row])
        return float(self.table.values[variables.index(POPULATION)][self.row]) if POPULATION in variables else np.nan

    def compares(self, name: str, before: int) -> bool:
        """Whether nothing declares that figures from an earlier row do not compare with those of now."""
        spans = comparable_spans(self.breaks.get(name, ()), self.table.points)
        codes = self.table.period_codes
        return bool(spans[codes[before]] == spans[codes[self.row]])

    def statistic(self, name: str, number: int) -> float:
        """Return a statistic of its peers."""
        if name not in self._statistics:
            every = np.arange(len(self.comparison.subjects))
            self._statistics[name] = self.comparison.statistic_at(name, every, np.array([self.row]))[:, 0]
        return float(self._statistics[name][number])

    def indicator(self, leaf: TreeNode) -> IndicatorLine:
        """Return what the page says of an indicator."""
        spec, number = leaf.spec, self.number[leaf.id]
        assert isinstance(spec, Indicator)
        value = float(self.comparison.compared.values(number)[self.row])
        median, percentile = self.statistic("median", number), self.comparison.peer_statistics.percentile[number]
        unit = self.text(spec.unit) if spec.unit else ""
        decimals = declared_decimals(leaf)
        # The median is written beside it: where it is the median both are rounded alike.
        cuts = [median] if np.isfinite(median) and median != value else []
        written = write_with_unit(write_figure(value, decimals, cuts), unit)
        if self.is_suppressed(number, self.row):
            written = self.words["suppressed"]
        light = LIGHTS[self.lights[number]] or ("context" if spec.direction == "context" else "uncompared")
        return IndicatorLine(
            leaf.id,
            self.text(leaf.title),
            self.area_of(leaf),
            unit_below(unit),
            self.words["directions"][spec.direction],
            leaf.provenance.status if leaf.provenance else "",
            written,
            write_with_unit(write_figure(median, decimals), unit) if np.isfinite(median) else "",
            self.place(leaf.id),
            light if np.isfinite(value) else "absent",
            self.effect(leaf, float(percentile[self.row])),
        )

    def chain(self, leaf: TreeNode) -> list[TreeNode]:
        """Return an indicator and what it stands in, up to its area."""
        found = [leaf]
        while found[-1].parent is not None and found[-1].parent != ROOT:
            found.append(self.program.nodes[found[-1].parent])
        return found

    def area_of(self, leaf: TreeNode) -> str:
        """Return the title of the area that an indicator stands in."""
        area = self.chain(leaf)[-1]
        return self.text(area.title) if area is not leaf else ""

    def effect(self, leaf: TreeNode, percentile: float) -> float:
        """Return how far an indicator stands from the middle of its peers, by what it weighs in its area."""
        shares = [float(self.share.get(node.id, np.nan)) for node in self.chain(leaf)[:-1]]
        return (percentile - 50.0) * float(np.prod([share for share in shares if np.isfinite(share)]))

    def place(self, name: str) -> str:
        """Return a place among the peers in words."""
        number = self.number.get(name)
        rank = float(self.comparison.rank_array[number, self.row]) if number is not None else np.nan
        if number is None or not np.isfinite(rank):
            return ""
        many = int(self.statistic("n", number))
        words: str = self.words["place"]
        return words.format(place=write_ordinal(round(rank), self.language), count=f"{many:,}")

    def draw(self, line: IndicatorLine) -> IndicatorLine:
        """Return the line with its charts: only those that are shown are drawn."""
        number = self.number[line.id]
        oriented = self.comparison.oriented_values[number]
        figures = oriented if np.isfinite(oriented[self.row]) else self.comparison.compared.values(number)
        others = figures[self.members[self.members != self.row]]
        others = others[np.isfinite(others)]
        own = float(figures[self.row])
        if len(others) and np.isfinite(own):
            all_of_them = np.append(others, own)
            low, high = float(all_of_them.min()), float(all_of_them.max())
            width = high - low if high > low else 1.0
            middle = np.quantile(all_of_them, [0.25, 0.5, 0.75])
            one, two, three = ((middle - low) / width).tolist()
            told = self.words["strip_title"].format(title=line.title, value=line.value, place=line.place)
            line.strip = strip(
                (others - low) / width,
                (own - low) / width,
                (one, two, three),
                told.rstrip(" .") + ".",
                self.words["strip_description"].format(median=line.median) if line.median else "",
            )
        if len(self.history) > 1:
            self.draw_history(line, number)
        return line

    def draw_history(self, line: IndicatorLine, number: int) -> None:
        """Put the last periods of a line beside those of its peers' median, and say how it moved."""
        values = self.comparison.compared.values(number)[self.history]
        medians = self.comparison.statistic_at("median", np.array([number]), self.history)[0]
        compares = [self.compares(line.id, int(row)) for row in self.history]
        values = np.where(compares, values, np.nan)
        known = np.flatnonzero(np.isfinite(values))
        if len(known) < 2:
            return
        oriented = self.comparison.oriented_values[number][self.history]
        spread = np.nanquantile(self.comparison.compared.values(number)[self.members], [0.25, 0.75])
        moved = float(oriented[known[-1]] - oriented[known[0]])
        if np.isfinite(moved):
            still = abs(moved) <= MOVED * float(spread[1] - spread[0])
            line.trend = self.words["still" if still else "better" if moved > 0 else "worse"]
        told = self.words["spark_title"].format(title=line.title, trend=line.trend or self.words["moves"])
        line.spark = spark(values.tolist(), medians.tolist(), told, "")

    def example(self, subject: str, figure: object) -> str:
        """Return what was found about a variable or node, with its figure, or its answer, where there is one."""
        node = self.program.nodes.get(subject)
        title = self.titles.get(subject) or str(self.words["subjects"].get(subject, subject))
        if not isinstance(figure, int | float) or isinstance(figure, bool):
            told = _LINE.sub(rf"{self.words['line']} \1", str(figure)).removesuffix(": ")
            return f"{title}: {told}" if figure not in ("", None) else title
        if node is not None and node.answer is not None and node.answer.options:
            return f"{title}: {self.text(node.answer.options[int(figure)].title)}"
        return f"{title}: {write_figure(float(figure))}"

    def finding_groups(self) -> list[FindingGroup]:
        """Return what was found about the row, by kind, the gravest first."""
        period = str(self.table.periods[self.row])
        found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        for subject, told in self.table.findings.of_row(self.row, period, self.language).items():
            for finding in told:
                if finding["severity"] in GRAVITY:
                    found.setdefault(finding["code"], []).append((subject, finding))
        groups = []
        for code, those in found.items():
            named = [self.example(subject, finding.get("figure", "")) for subject, finding in those[:MOST_EXAMPLES]]
            message = self.plain(common_words([finding["message"] for _, finding in those]))
            examples = name_some(named, len(those), self.words)
            groups.append(FindingGroup.of(code, len(those), message, examples, self.language))
        return sort_groups(groups)
