"""The workbook of a comparison: scores, a sheet an area, positions, statistics, changes, findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ....benchmarks.chance_table import chance_table
from ....formulas.reasons import SUPPRESSED
from ....results import Benchmark
from ....specs import ROOT, Indicator, TreeNode
from ....transforms.attainment import LIGHTS
from ...pages.page_view import PageView
from ...pages.phrases import COMMON
from ..rows import inert
from .book import Book
from .card import write_card
from .charts import write_charts
from .definitions import write_definitions
from .frames import table_of
from .headings import head, say_code
from .index import (
    Fact,
    count_findings,
    describe_book,
    describe_credits,
    describe_program,
    describe_reasons,
    write_index,
)
from .numbers import WHOLE
from .tables import Cells, Column, Table, fits_one_sheet, look_up, ready, write_table
from .view import RowsView, width_of

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
# Lights as places: none, red, yellow, green, then why there is none.
_CONTEXT, _FEW, _NO_PEERS, _ABSENT = range(4, 8)
# As many groups as the index names.
_MOST_GROUPS = 60
_KEYS_OF_TRENDS = ("entity", "name", "period", "previous_period")
# Of a trend that is clear; the others stand in the workbook of the panel.
_CLEAR = ("yes", "no")


def fill_benchmark(book: Book, subject: Benchmark) -> None:
    """Fill a workbook with a comparison."""
    _Writer(book, subject).write()


class _Writer(RowsView):
    def __init__(self, book: Book, subject: Benchmark) -> None:
        super().__init__(book, subject.assessment._scored)
        self.subject, self.comparison = subject, subject._comparison
        self.number = {name: number for number, name in enumerate(self.comparison.subjects)}
        self.page = PageView(subject, book.language, COMMON[book.language])

    def write(self) -> None:
        """Write all sheets; the index stands first, and is filled in last."""
        book, sheets = self.book, self.words["sheets"]
        index = book.book.add_worksheet(book.index)
        # Its formulas read one sheet of each kind.
        has_card = fits_one_sheet(self.rows)
        card = book.add_sheet(sheets["card"], len(self.number), self.words["about"]["card"]) if has_card else None
        write_table(book, self.scores())
        write_charts(self, self.comparison, self.group_names)
        for _, title, nodes in self.areas:
            write_table(book, self.area(title, nodes))
        for table in self.positions():
            write_table(book, table)
        for table in self.lists():
            write_table(book, table)
        write_table(book, write_definitions(self))
        if card is not None:
            write_card(self, self.comparison, card, self.light_words)
        write_index(
            book,
            index,
            f"{self.words['kinds']['benchmark']}: {self.page.text(self.program.title)}",
            self.facts(),
            self.light_words,
        )

    # Who is compared ----------------------------------------------------------------------------------------

    @cached_property
    def group_names(self) -> list[str]:
        """What peer groups are called."""
        groups = self.comparison.groups
        known = {"all": self.words["everybody"]} if groups.label == "all" else {}
        return [inert(known.get(name, self.page.name_group(name, groups.label))) for name in groups.names]

    @cached_property
    def keys(self) -> list[Column]:
        """The columns that say what a row is of, and with whom it is compared."""
        codes, names = self.comparison.groups.codes, [*self.group_names, self.words["no_peers"]]
        group = look_up(np.where(codes < 0, len(self.group_names), codes), names)
        return [
            *self.key_columns,
            Column(self.words["group"], group, None, width_of(names, 9), kind="key", of=("group", "")),
        ]

    # Lights -------------------------------------------------------------------------------------------------

    def words_of_lights(self, node: TreeNode) -> dict[str, str]:
        """Return the words of the lights of a node: of quarters, or of colours where figures are cut."""
        words = COMMON[self.book.language]
        spec = node.spec
        rule = (spec.lights if isinstance(spec, Indicator) else None) or self.program.lights
        by_figures = rule.on in {"value", "score"} or node.id in self.scored.target_attainments
        found: dict[str, str] = words["lights_by_rule"] if by_figures else words["lights"]
        return {colour: found[colour] for colour in ("red", "yellow", "green")}

    @cached_property
    def light_words(self) -> dict[str, str]:
        """Every word of a light with its colour."""
        nodes = (self.program.nodes[name] for name in self.number)
        return {word: colour for node in nodes for colour, word in reversed(self.words_of_lights(node).items())}

    def light_column(self, node: TreeNode) -> Column:
        """Return the lights of a subject as words, or why it has none."""
        number, words = self.number[node.id], self.words
        common = COMMON[self.book.language]["lights"]
        lights = (common["uncompared"], *self.words_of_lights(node).values(), common["context"])
        names = [*lights, words["few_peers"], words["no_peers"], words["no_figure"]]
        found = self.comparison.lights[number].astype(np.intp)
        codes = np.where(found > 0, found, self.why_none(number))
        # The quarter stands before the word, so that both are told in one cell.
        quarter = np.nan_to_num(self.comparison.peer_statistics.quartile[number]).astype(np.intp)
        told = [f"{at} · {name}" if at else name for at in range(5) for name in names]
        cells = look_up(codes + len(names) * quarter, told)
        return self.put_under_title(node, Column(words["light"], cells, None, 13, kind="light", of=("light", node.id)))

    def why_none(self, number: int) -> NDArray[np.intp]:
        """Return why a subject has no position in each row, as places of words of lights; 0 where it has one."""
        comparison = self.comparison
        absent = np.isnan(comparison.compared.values(number))
        alone = comparison.cells.of_row < 0
        sizes = comparison.statistic_at("n", np.array([number]), np.arange(self.rows))[0]
        few = sizes < comparison.rules.min_peers
        context = comparison.directions[number] == "context"
        return np.where(absent, _ABSENT, np.where(alone, _NO_PEERS, np.where(few, _FEW, _CONTEXT if context else 0)))

    # Sheets of rows -----------------------------------------------------------------------------------------

    def by_rows(self, sheet: str, columns: list[Column], title: str = "") -> Table:
        """Return a sheet of one row an entity in a period."""
        words = self.words
        return Table(
            title or words["sheets"][sheet], words["about"][sheet], self.rows, [*self.keys, *columns], self.light_words
        )

    def scores(self) -> Table:
        """Return the sheet of the total and of each area, with the lights of each row counted."""
        found: list[Column] = []
        for name in (ROOT, *(area for area, _, _ in self.areas if area)):
            node = self.program.nodes[name]
            found += self.figure_columns(node)
            if name == ROOT and name in self.number:
                found.append(self.position_column("rank", node, self.comparison.rank_array, self.words["place"]))
                found.append(self.of_column(node))
            if name in self.number:
                found.append(self.light_column(node))
        return self.by_rows("scores", [*found, *self.light_counts()])

    def light_counts(self) -> Iterator[Column]:
        """Yield how many indicators of each row have each light."""
        leaves = [number for name, number in self.number.items() if self.program.nodes[name].is_indicator]
        codes = self.comparison.lights[leaves]
        absent = sum(np.isnan(self.comparison.compared.values(number)) for number in leaves)
        counts = {colour: (codes == LIGHTS.index(colour)).sum(axis=0) for colour in ("green", "yellow", "red")}
        for colour, count in (*counts.items(), ("absent", absent + np.zeros(self.rows))):
            heading, cells = self.words["light_counts"][colour], ready(np.asarray(count, np.int64).tolist())
            yield Column(heading, cells, self.book.figure(WHOLE), 9, self.words["sheets"]["indicators"], " ")

    def of_column(self, node: TreeNode) -> Column:
        """Return among how many a subject is placed."""
        number = np.array([self.number[node.id]])
        sizes = self.comparison.statistic_at("n", number, np.arange(self.rows))[0]
        return self.column("of", node, self.words["of"], sizes, self.absent_position(node), WHOLE)

    def area(self, title: str, nodes: list[TreeNode]) -> Table:
        """Return the sheet of an area: of each node below it the value, score and level that it has, and the light."""
        found: list[Column] = []
        for node in nodes:
            found += self.figure_columns(node)
            if node.id in self.number:
                found.append(self.light_column(node))
        return self.by_rows("area", found, title)

    def positions(self) -> Iterator[Table]:
        """Yield the sheets of places and percentiles."""
        found = self.comparison.peer_statistics
        measures = {"rank": found.rank, "percentile": found.percentile}
        for name, figure in found.others.items():
            measures[f"other_{name}"] = figure
        for name, figure in measures.items():
            heading = self.words["sheets"][name]
            ranked = [node for node in self.program.nodes.values() if node.id in self.number]
            ranked = [
                node
                for node in ranked
                if name.startswith("other") or self.comparison.directions[self.number[node.id]] != "context"
            ]
            if ranked:
                yield self.by_rows(name, [self.position_column(name, node, figure, heading) for node in ranked])

    def position_column(self, name: str, node: TreeNode, figure: Floats, heading: str) -> Column:
        """Return a column of positions of a subject."""
        values = figure[self.number[node.id]]
        shown = WHOLE if name != "percentile" and not (values % 1 > 0).any() else "0.0"
        if name.startswith("other"):
            shown = self.number_format(node, values)
        return self.column(name, node, heading, values, self.absent_position(node), shown)

    def absent_position(self, node: TreeNode) -> Cells:
        """Return what stands where a subject has no position."""
        number = self.number[node.id]
        codes, said = self.why_none(number), self.said(self.comparison.compared.reasons(number))
        words, common = self.words, COMMON[self.book.language]["lights"]
        names = {
            0: words["no_figure"],
            _CONTEXT: common["context"],
            _FEW: words["few_peers"],
            _NO_PEERS: words["no_peers"],
        }

        def cells(start: int, stop: int) -> list[Any]:
            return [
                names.get(code) or why for code, why in zip(codes[start:stop].tolist(), said(start, stop), strict=True)
            ]

        return cells

    def chance(self) -> Table | None:
        """Return between which figures each count lies by itself, and whether chance explains what parts it from peers.

        What peers have together, and by how much more than by chance they differ, stands among the statistics.
        """
        comparison, found = self.comparison, list[Column]()
        frame, language = chance_table(comparison), self.book.language
        for one in sorted(comparison.counts, key=lambda one: one.number):
            node = self.program.nodes[comparison.subjects[one.number]]
            lines = frame[frame["indicator"] == node.id]
            rows, absent = np.flatnonzero(one.is_known), self.absent_position(node)
            for name in ("low", "high"):
                values = np.full(self.rows, np.nan)
                values[rows] = lines[name]
                found.append(
                    self.column(name, node, head(name, language), values, absent, self.number_format(node, values))
                )
            codes, texts = np.full(self.rows, -1, np.intp), sorted(set(lines["verdict"]))
            codes[rows] = [texts.index(text) for text in lines["verdict"]]
            said = look_up(codes, [say_code("verdict", text, language) for text in texts])
            found.append(self.put_under_title(node, Column(head("verdict", language), said, None, 14, kind="text")))
        return self.by_rows("chance", found) if found else None

    def trends(self) -> Table | None:
        """Return the change of each score from the same season of the latest earlier year, or why there is none.

        Those of indicators, and all else that is to be said of time, fill the workbook of the panel.
        """
        frame, count = self.subject.trends, len(self.number)
        if not len(frame) or not count:
            return None
        keys = table_of(
            self.book,
            "score_changes",
            frame.iloc[::count][[name for name in _KEYS_OF_TRENDS if name in frame]],
            self.titles,
            periods=self.periods,
        )
        language = self.book.language
        reasons = [say_code("reason", text, language) if text else self.words["no_figure"] for text in frame["reason"]]
        said, change = np.array(reasons, object).reshape(-1, count), frame["change"].to_numpy().reshape(-1, count)
        columns = [*keys.columns]
        for name, number in self.number.items():
            node = self.program.nodes[name]
            if node.is_indicator:
                continue
            values, absent = np.ascontiguousarray(change[:, number]), ready(said[:, number].tolist())
            columns.append(self.column("change", node, head("change", language), values, absent, self.formats[name]))
        return replace(keys, columns=columns) if len(columns) > len(keys.columns) else None

    # Sheets of lines ----------------------------------------------------------------------------------------

    def lists(self) -> Iterator[Table]:
        """Yield the sheets of one line a thing; those that say nothing are left out."""
        subject, lines = self.subject, self.subject.trend_lines
        yield self.by_lines("statistics", self.with_dispersion(subject.statistics))
        for table in (self.chance(), self.trends()):
            if table is not None:
                yield table
        for name, frame in (
            ("neighbours", subject.neighbours),
            ("clear_trends", lines[lines["improving"].isin(_CLEAR)]),
            ("convergence", subject.convergence),
            ("suspected_breaks", subject.panel.get_suspected_breaks(self.book.language)),
            ("findings", subject.assessment.get_findings(self.book.language)),
        ):
            if len(frame) or name == "findings":
                yield self.by_lines(name, frame)

    def by_lines(self, name: str, frame: pd.DataFrame) -> Table:
        """Return a table of one line a thing."""
        if "peers" in frame:
            names = dict(zip(self.comparison.groups.names, self.group_names, strict=True))
            frame = frame.assign(peers=frame["peers"].astype(str).map(names).astype("category"))
        return table_of(self.book, name, frame, self.titles, periods=self.periods, looks=self.looks)

    @cached_property
    def looks(self) -> dict[str, Any]:
        """The look of the figures of each subject."""
        return {name: self.book.figure(shown) for name, shown in self.formats.items()}

    @cached_property
    def formats(self) -> dict[str, str]:
        """The number format of the figures of each subject."""
        values = self.comparison.compared.values
        return {
            name: self.number_format(self.program.nodes[name], values(number)) for name, number in self.number.items()
        }

    @cached_property
    def periods(self) -> dict[str, str]:
        """What each period is called."""
        return dict(zip(map(str, self.table.period_names), self.period_names, strict=True))

    def with_dispersion(self, statistics: pd.DataFrame) -> pd.DataFrame:
        """Return statistics with how much more peers differ than chance explains, of counts."""
        comparison, count = self.comparison, len(self.number)
        if not comparison.counts:
            return statistics
        found = np.full((len(comparison.cells.sizes), count), np.nan)
        of_row = comparison.cells.of_row
        for one in comparison.counts:
            inside = of_row >= 0
            found[of_row[inside], one.number] = one.dispersion(comparison.cells)[inside]
        return statistics.assign(dispersion=found.ravel())

    # The index ----------------------------------------------------------------------------------------------

    def facts(self) -> list[Fact]:
        """Return what the index says."""
        words, comparison, groups = self.words, self.comparison, self.comparison.groups
        noun = COMMON[self.book.language]["entities"][self.program.entity.type]
        who = words["compared_says"].format(
            entities=f"{len(self.table.entity_ids):,}", noun=noun, rows=f"{self.rows:,}"
        )
        label = self.titles.get(groups.label, groups.label)
        if groups.members is not None:
            peers = words["peers_nearest"].format(label=label)
        elif groups.label == "all":
            peers = words["peers_everybody"]
        else:
            names = ", ".join(
                [*self.group_names[:_MOST_GROUPS], *(["…"] if len(self.group_names) > _MOST_GROUPS else [])]
            )
            peers = words["peers_says"].format(count=f"{len(groups.names):,}", label=label, names=names)
        rules = words["rules_says"].format(fewest=comparison.rules.min_peers)
        if comparison.rules.leave_out_self:
            rules = f"{rules} {words['rules_others']}"
        own = describe_book(self.book, self.subject.assessment.fingerprint)
        elsewhere = words["elsewhere_says"].format(card=words["sheets"]["card"])
        return [
            *describe_program(self.book, self.program),
            *describe_credits(self.book, self.table.credits),
            Fact(words["compared"], who),
            Fact(words["periods"], self.say_periods()),
            Fact(words["peers"], peers),
            Fact(words["rules"], rules),
            Fact(words["withheld"], self.say_withheld()),
            count_findings(self.book, self.table.findings),
            describe_reasons(self.book, self.reasons),
            *own[:-1],
            Fact(words["elsewhere"], f"{elsewhere} {words['precision']}"),
            Fact(words["legend"], words["legend_quarters"]),
        ]

    def say_withheld(self) -> str:
        """Return how many positions and figures are withheld, and why."""
        counts = np.zeros(8, np.int64)
        suppressed = 0
        for number in self.number.values():
            counts += np.bincount(self.why_none(number), minlength=8)
            suppressed += int((self.comparison.compared.reasons(number) == SUPPRESSED).sum())
        shown = {"few": counts[_FEW], "none": counts[_NO_PEERS], "suppressed": suppressed}
        if not any(shown.values()):
            return str(self.words["withheld_nothing"])
        return str(self.words["withheld_says"].format(**{name: f"{count:,}" for name, count in shown.items()}))
