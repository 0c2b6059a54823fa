"""The workbook that goes back to those who handed in: a sheet a municipality, with room for its answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import Language
from ..errors import IcmamlError
from ..results import Assessment
from ..rounds import list_observations
from .pages.figures import name_period
from .workbooks.results.book import Book, write_book
from .workbooks.results.frames import table_of
from .workbooks.results.index import Fact, describe_book, describe_credits, describe_program, write_index
from .workbooks.results.tables import Column, Table, constant, write_table
from .workbooks.results.words import WORDS
from .workbooks.rows import inert

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = ("kind", "title", "unit", "given", "file", "place_now", "question")
_WIDTHS = {"title": 34.0, "question": 60.0, "given": 14.0, "place_now": 22.0, "file": 18.0}
_ANSWER_WIDTH = 40.0


def write_observations(
    assessment: Assessment, path: str | Path, language: Language | None = None, *, period: str | None = None
) -> int:
    """Write what each municipality is to answer as a workbook, whole or not at all.

    Parameters
    ----------
    assessment
        Of the data handed in.
    path
        An ``.xlsx`` file.
    language, period
        As `icmaml_indicators.list_observations` takes them.

    Returns
    -------
    int
        How many observations there are.

    Raises
    ------
    IcmamlError
        When the path is that of another kind of file, or it cannot be written.
    UnknownNameError
        When the data has no such period.
    MissingExtraError
        When the extra ``excel`` is not installed.
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise IcmamlError("IND543", suffix=path.suffix, valid=".xlsx")
    found = list_observations(assessment, period, language)
    tongue = language or str(assessment.language)
    title, said = assessment.program.title.in_language(tongue), WORDS[tongue]["kinds"]["observations"]
    table = assessment._scored.table
    asked = period or str(table.period_names[-1])
    point = next(each for each in table.points if str(each) == asked)

    def fill(book: Book) -> None:
        _fill(book, assessment, found, name_period(point, tongue))

    write_book(path, tongue, title, said, fill)
    return len(found)


def _fill(book: Book, assessment: Assessment, found: pd.DataFrame, period: str) -> None:
    """Fill a workbook: the index, then a sheet a municipality."""
    words = book.words
    index = book.book.add_worksheet(book.index)
    for (entity, name), own in found.groupby(["entity", "name"], sort=False):
        title = f"{entity} {name}".strip()
        shown = own.rename(columns={"place": "place_now"})[list(_SHOWN)].reset_index(drop=True)
        table = table_of(book, "observations", shown, {})
        columns = [_widened(column, key) for column, key in zip(_leading(table), _SHOWN, strict=True)]
        answer = Column(words["answer"], constant(""), None, _ANSWER_WIDTH, kind="entry")
        write_table(book, Table(inert(title), table.about, len(shown), [*columns, answer]))
    program = assessment.program
    facts = [Fact(words["period"], period), *describe_program(book, program)]
    facts += describe_credits(book, assessment._scored.table.credits)
    if not len(found):
        facts.append(Fact(words["findings"], words["no_findings"]))
    facts += describe_book(book, assessment.fingerprint)[:-1]
    title = f"{words['kinds']['observations']}: {program.title.in_language(book.language)}"
    write_index(book, index, title, facts, {})


def _leading(table: Table) -> list[Column]:
    """Return the columns of a table, none of which is that of the id beside a title."""
    return [column for column in table.columns if column.of is None or column.of[1] != "id"]


def _widened(column: Column, name: str) -> Column:
    return replace(column, width=_WIDTHS.get(name, column.width), of=None)
