"""A scored program as a workbook of one language reads it: titles, units, looks, rows by name and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....formulas.reasons import NOT_SCORED, REASON_NAMES
from ....ledger.words import word
from ....scoring import Scored
from ....specs import ROOT, Indicator, Program, TreeNode, below
from ...pages.figures import name_period
from ...pages.page_view import declared_decimals, list_titles
from ..rows import inert
from .book import Book
from .numbers import show_figures
from .tables import Cells, Column, Kind, figures, look_up

Floats = NDArray[np.float64]
_SCORE = "#,##0.0"
_MOST_NAME = 34
# What is not told in the unit of its node.
_OF_POSITION = {"rank", "percentile", "coverage", "lowest", "highest"}


class ProgramView:
    """A program in one language."""

    def __init__(self, book: Book, program: Program) -> None:
        self.book, self.program, self.words = book, program, book.words

    def text(self, text: Any) -> str:
        """Return a text of the program in the language of the workbook; nothing where there is none."""
        return inert(str(text.in_language(self.book.language))) if text is not None else ""

    @cached_property
    def titles(self) -> dict[str, str]:
        """What variables and nodes are called, by id."""
        found = list_titles(self.program, self.book.language)
        return {name: inert(title) for name, title in found.items()} | {ROOT: self.words["total"]}

    def unit(self, node: TreeNode) -> str:
        """Return the unit of an indicator."""
        spec = node.spec
        return self.text(spec.unit) if isinstance(spec, Indicator) else ""

    def mark(self, node: TreeNode, *, with_unit: bool = True) -> str:
        """Return the unit of a node, the letter of where it comes from, and its id."""
        letter = self.words["marks"][node.provenance.status] if node.provenance else ""
        return " · ".join(part for part in (self.unit(node) if with_unit else "", letter, node.id) if part)

    def area_of(self, name: str) -> str:
        """Return the title of the part of the total that a node stands in or is; nothing for the total."""
        node = self.program.nodes[name]
        if node.parent is None or (node.is_indicator and node.parent == ROOT):
            return ""
        while node.parent not in {None, ROOT}:
            node = self.program.nodes[str(node.parent)]
        return self.titles[node.id]

    @cached_property
    def areas(self) -> list[tuple[str, str, list[TreeNode]]]:
        """Each part of the total with what stands below it: id, title, nodes; last the indicators of no part."""
        children = self.program.nodes[ROOT].children
        found = [(area.id, self.titles[area.id], below(area)) for area in children if not area.is_indicator]
        alone = [node for node in children if node.is_indicator]
        if alone:
            found.append(("", self.words["sheets"]["indicators"], alone))
        return found


class RowsView(ProgramView):
    """A scored program: one row an entity in a period.

    Attributes
    ----------
    with_bars
        Whether scores of groups are shown as bars too.
    """

    with_bars = False

    def __init__(self, book: Book, scored: Scored) -> None:
        super().__init__(book, scored.program)
        self.scored, self.table = scored, scored.table

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.table.rows

    @cached_property
    def period_names(self) -> list[str]:
        """The periods in words, in order of time."""
        return [name_period(point, self.book.language, short=True) for point in self.table.points]

    @cached_property
    def names(self) -> tuple[NDArray[np.intp], list[str]] | None:
        """The name of each row as a place among the names; None where there are none."""
        import pandas as pd

        attributes = self.table.attributes
        if "name" not in attributes:
            return None
        given = attributes["name"].astype(object)
        codes, names = pd.factorize(given.where(given.notna(), ""))
        return codes.astype(np.intp), [inert(str(name)) for name in names]

    @cached_property
    def key_columns(self) -> list[Column]:
        """The columns that say what a row is of: key, name, period."""
        words, table = self.words, self.table
        keys = [str(key) for key in table.entity_ids]
        found = [
            Column(
                words["key"], look_up(table.entity_codes, keys), None, width_of(keys, 8), kind="key", of=("key", "")
            ),
        ]
        if self.names is not None:
            codes, names = self.names
            found.append(Column(words["name"], look_up(codes, names), kind="key", width=width_of(names, 12)))
        periods = look_up(table.period_codes, self.period_names)
        wide = width_of(self.period_names, 9)
        return [*found, Column(words["period"], periods, None, wide, kind="key", of=("period", ""))]

    def say_periods(self) -> str:
        """Return the periods in words, each with its code where that is another."""
        points = zip(self.period_names, map(str, self.table.period_names), strict=True)
        return "; ".join(name if name == code else f"{name} ({code})" for name, code in points)

    # Figures ------------------------------------------------------------------------------------------------

    @cached_property
    def reasons(self) -> NDArray[np.object_]:
        """What stands in the place of a figure, by its reason."""
        language = self.book.language
        found = [word(language, name) if name else self.words["no_figure"] for name in REASON_NAMES]
        return np.array(found, object)

    def said(self, reasons: NDArray[np.uint8]) -> Cells:
        """Return the cells of reasons."""
        return lambda start, stop: self.reasons[reasons[start:stop]].tolist()

    @cached_property
    def indicator_numbers(self) -> dict[str, int]:
        """Where the results of each indicator stand."""
        return {leaf.id: number for number, leaf in enumerate(self.program.indicators)}

    def number_format(self, node: TreeNode, values: Floats) -> str:
        """Return the number format of figures of a node."""
        if not node.is_indicator:
            return show_scores(values)
        return show_figures(values, declared_decimals(node), self.unit(node))

    def value_column(self, node: TreeNode) -> Column | None:
        """Return the values of an indicator, or of a group with a scale; None of another group."""
        results, book = self.scored.results, self.scored.book
        if node.id in self.indicator_numbers:
            number = self.indicator_numbers[node.id]
            values, reasons = results.values[number], results.reasons[number]
        elif node.id in book.values:
            values, reasons = book.values[node.id], book.value_reasons[node.id]
        else:
            return None
        return self.column(
            "value", node, self.words["value"], values, self.said(reasons), self.number_format(node, values)
        )

    def score_column(self, node: TreeNode) -> Column | None:
        """Return the scores of a node; None where it has none by the rules of the program."""
        found = self.scored.book.nodes[node.id]
        if (found.reasons == NOT_SCORED).all():
            return None
        # Bars tell apart where no lights do, and the total anyhow.
        bars = is_of_hundred(found.scores) and (node.id == ROOT or (self.with_bars and not node.is_indicator))
        kind: Kind = "bar" if bars else "figure"
        shown = show_scores(found.scores)
        return self.column("score", node, self.words["score"], found.scores, self.said(found.reasons), shown, kind)

    def figure_columns(self, node: TreeNode) -> list[Column]:
        """Return the value, the score and the level of a node, as far as it has them."""
        found = (self.value_column(node), self.score_column(node), self.level_column(node))
        return [column for column in found if column is not None]

    def level_column(self, node: TreeNode, side: str = "level", heading: str = "") -> Column | None:
        """Return the levels of a node by their titles; None where it has none."""
        leveled = self.scored.book.nodes[node.id].levels
        if leveled is None:
            return None
        names = [*(self.text(level.title) for level in node.levels), self.words["no_figure"]]
        codes = getattr(leveled, side)
        return self.put_under_title(
            node, Column(heading or self.words["level"], look_up(codes, names), kind="text", width=width_of(names, 10))
        )

    def column(
        self, what: str, node: TreeNode, heading: str, values: Floats, absent: Cells, shown: str, kind: Kind = "figure"
    ) -> Column:
        """Return a column of figures of a node."""
        cells = figures(values, absent, self.words)
        return self.put_under_title(
            node, Column(heading, cells, self.book.figure(shown), 12, kind=kind, of=(what, node.id))
        )

    def put_under_title(self, node: TreeNode, column: Column) -> Column:
        """Return a column with the title of its node above."""
        in_unit = column.of is None or column.of[0] not in _OF_POSITION
        title, mark = self.titles[node.id], self.mark(node, with_unit=in_unit)
        return replace(column, title=title, mark=mark)


def is_of_hundred(scores: Floats) -> bool:
    """Whether scores run from 0 to 100, not to 1 or so."""
    known = scores[np.isfinite(scores)]
    return bool(len(known)) and bool(known.min() >= 0 and 1 < known.max() <= 100)


def show_scores(scores: Floats) -> str:
    """Return the number format of scores: one decimal where they are of a hundred."""
    return _SCORE if is_of_hundred(scores) else show_figures(scores)


def width_of(texts: Sequence[str], least: float, most: float = _MOST_NAME) -> float:
    """Return the width of a column of texts."""
    return min(max([least, *(1.1 * len(text) + 1 for text in texts)]), most)
