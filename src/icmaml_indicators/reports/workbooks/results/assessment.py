"""The workbook of an assessment: scores, a sheet an area, coverage, between which ends, answers, findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from ....engine.node_matrices import NodeScores
from ....results import Assessment
from ....specs import ROOT
from ....transforms.ranking import ordered_ends
from ...pages.phrases import COMMON
from .book import Book
from .definitions import write_definitions
from .frames import table_of
from .index import (
    Fact,
    count_findings,
    describe_book,
    describe_credits,
    describe_program,
    describe_reasons,
    write_index,
)
from .tables import Column, Table, constant, write_table
from .view import RowsView, show_scores

Floats = NDArray[np.float64]
# What is told of every node beside its score: its number format, and which of its figures it is.
_BESIDE: dict[str, tuple[str, Callable[[NodeScores], Floats]]] = {
    "coverage": ("0%", lambda node: node.coverage),
    "lowest": ("", lambda node: ordered_ends(node.lowest, node.highest)[0]),
    "highest": ("", lambda node: ordered_ends(node.lowest, node.highest)[1]),
}


def fill_assessment(book: Book, subject: Assessment) -> None:
    """Fill a workbook with an assessment."""
    _Writer(book, subject).write()


class _Writer(RowsView):
    with_bars = True

    def __init__(self, book: Book, subject: Assessment) -> None:
        super().__init__(book, subject._scored)
        self.subject = subject

    def write(self) -> None:
        """Write all sheets; the index stands first, and is filled in last."""
        book = self.book
        index = book.book.add_worksheet(book.index)
        nodes = [ROOT, *(area for area, _, _ in self.areas if area)]
        scores = [column for name in nodes for column in self.figure_columns(self.program.nodes[name])]
        if scores:
            write_table(book, self.by_rows("scores", scores))
        for _, title, found in self.areas:
            write_table(
                book, self.by_rows("area", [column for node in found for column in self.figure_columns(node)], title)
            )
        for table in (*self.beside(), *self.lists(), write_definitions(self)):
            write_table(book, table)
        title = f"{self.words['kinds']['assessment']}: {self.text(self.program.title)}"
        lights = COMMON[book.language]["lights_by_rule"] if self.scored.target_attainments else {}
        write_index(book, index, title, self.facts(), {word: colour for colour, word in lights.items()})

    def by_rows(self, sheet: str, columns: list[Column], title: str = "") -> Table:
        """Return a sheet of one row an entity in a period."""
        words = self.words
        about = words["about"]["area_scores" if sheet == "area" else sheet]
        return Table(title or words["sheets"][sheet], about, self.rows, [*self.key_columns, *columns])

    def beside(self) -> Iterator[Table]:
        """Yield the sheets of coverage and of the ends between which each score lies."""
        nothing = self.words["no_figure"]
        for name, (shown, pick) in _BESIDE.items():
            heading, columns = self.words["sheets"][name], []
            for node in self.program.nodes.values():
                values = np.asarray(pick(self.scored.book.nodes[node.id]))
                if np.isfinite(values).any():
                    look, absent = shown or show_scores(values), constant(nothing)
                    columns.append(self.column(name, node, heading, values, absent, look))
            if columns:
                yield self.by_rows(name, columns)

    def lists(self) -> Iterator[Table]:
        """Yield the sheets of one line a thing."""
        subject, language = self.subject, self.book.language
        frames = {"answers": subject.answers, "held": subject.gate_effects} if self.program.criteria else {}
        if self.scored.book.cuts:
            frames["level_cuts"] = subject.level_cuts
        if self.scored.target_attainments:
            frames["attainment"] = subject.attainment
        if self.scored.run.imputed:
            frames["imputations"] = subject.imputations
        if self.scored.run.treated:
            frames["treatments"] = subject.treatments
        periods = dict(zip(map(str, self.table.period_names), self.period_names, strict=True))
        lights = {word: colour for colour, word in COMMON[language]["lights_by_rule"].items()}
        for name, frame in (*frames.items(), ("findings", subject.get_findings(language))):
            if len(frame) or name == "findings":
                yield table_of(self.book, name, frame, self.titles, periods=periods, lights=lights)

    def facts(self) -> list[Fact]:
        """Return what the index says."""
        words = self.words
        noun = COMMON[self.book.language]["entities"][self.program.entity.type]
        who = words["compared_says"].format(
            entities=f"{len(self.table.entity_ids):,}", noun=noun, rows=f"{self.rows:,}"
        )
        *own, rest = describe_book(self.book, self.subject.fingerprint)
        return [
            *describe_program(self.book, self.program),
            *describe_credits(self.book, self.table.credits),
            Fact(words["compared"], who),
            Fact(words["periods"], self.say_periods()),
            count_findings(self.book, self.table.findings),
            describe_reasons(self.book, self.reasons),
            *own,
            Fact(words["elsewhere"], f"{words['elsewhere_plain']} {rest.says}"),
        ]
