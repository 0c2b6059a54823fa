"""The workbook of results that are tables of one line a thing: an index, and a sheet a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ....specs import Program
from ....specs.model.periods import PeriodPoint
from ...pages.figures import name_period
from ...pages.page_view import list_titles
from ...pages.phrases import COMMON
from ..rows import inert
from .book import Book
from .frames import table_of
from .index import Fact, describe_book, describe_program, write_index
from .tables import write_table

if TYPE_CHECKING:
    import pandas as pd

# Sheets of the same table name that hold something else, by the kind of result.
_SHEETS = {("targets", "indicators"): "targets"}


def fill_lines(
    book: Book,
    kind: str,
    tables: Mapping[str, pd.DataFrame],
    program: Program | None = None,
    points: tuple[PeriodPoint, ...] = (),
) -> None:
    """Fill a workbook with tables.

    Parameters
    ----------
    book
        Empty yet.
    kind
        Of what they are, by its name in the words.
    tables
        By the names that the words have for them.
    program
        Whose ids they hold; None where they hold none.
    points
        Its periods.
    """
    words, language = book.words, book.language
    index = book.book.add_worksheet(book.index)
    lights = {word: colour for colour, word in COMMON[language]["lights_by_rule"].items()}
    titles = {name: inert(title) for name, title in list_titles(program, language).items()} if program else {}
    periods = {str(point): name_period(point, language, short=True) for point in points}
    for name, frame in tables.items():
        sheet = _SHEETS.get((kind, name), name)
        write_table(book, table_of(book, sheet, frame, titles, periods=periods, lights=lights))
    findings = tables.get("findings")
    facts = describe_program(book, program) if program is not None else []
    if findings is not None:
        counts = findings["severity"].value_counts()
        shown = {name: f"{int(counts.get(name, 0)):,}" for name in ("error", "warning", "info")}
        facts.append(
            Fact(words["findings"], words["findings_says"].format(**shown) if len(findings) else words["no_findings"])
        )
    *own, rest = describe_book(book, "")
    facts += [*own, Fact(words["elsewhere"], f"{words['elsewhere_plain']} {rest.says}")]
    shows_lights = any("light" in frame for frame in tables.values())
    title = words["kinds"][kind]
    if program is not None:
        title = f"{title}: {program.title.in_language(language)}"
    write_index(book, index, title, facts, lights if shows_lights else {})
