"""The sheet on which two evaluators settle their differences: both answers in words, room for what they agree on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ....data.files.workbooks import DIFFERENCES
from ....formulas.reasons import REASON_NAMES
from ....specs import Program, TreeNode
from ..answer_cells import NOT_APPLICABLE, AnswerCells, list_answers
from ..entry import write_meta
from ..rows import MOST_ROWS, inert
from .book import Book
from .frames import table_of
from .headings import say_code
from .tables import Column, ready, write_table

if TYPE_CHECKING:
    import pandas as pd

# As evaluators use them: what it is about, what each said, what they agree on.
_WIDTHS = {
    **{"entity": 10.0, "period": 10.0, "block": 24.0, "criterion": 20.0, "title": 40.0, "first": 18.0, "second": 18.0},
    **{"evidence_first": 28.0, "note_first": 28.0, "evidence_second": 28.0, "note_second": 28.0},
    **{"agreed": 22.0, "by": 22.0, "on": 12.0, "note_agreed": 40.0},
}
_ENTRIES = ("agreed", "by", "on", "note_agreed")
# Of answers that count for nothing, what was written is told as well.
_SAID_IN_VAIN = {"rejected", "not_verified"}
# The day from which Excel counts days, as it counts them from March 1900 on.
_FIRST_DAY, _FIRST_SURE = dt.date(1899, 12, 30), dt.date(1900, 3, 1)


def write_differences(book: Book, program: Program, lines: pd.DataFrame) -> None:
    """Write the sheet, its lists to choose from, and what is needed to read it back.

    Parameters
    ----------
    book, program
        Where it goes, and whose criteria the answers are of.
    lines
        The lines of answers in which they differ, with each agreed answer as it was read.
    """
    language = book.language
    leaves = [program.nodes[name] for name in lines["criterion"]]
    table = table_of(book, DIFFERENCES, put_answers_in_words(program, lines, language)[list(_WIDTHS)], {})
    agreed = [
        _write_answer(leaf, read, given, language)
        for leaf, read, given in zip(leaves, lines["read"], lines["agreed"], strict=True)
    ]
    own = {"agreed": ready(agreed), "on": ready([_write_day(day) for day in lines["on"]])}
    top = {"text_wrap": True, "valign": "top", "align": "left"}
    looks = {name: book.look(**top) for name in _ENTRIES} | {"on": book.look(num_format="yyyy-mm-dd", **top)}

    def fit(column: Column, name: str) -> Column:
        kind = "entry" if name in _ENTRIES else column.kind
        cells = own.get(name, column.cells)
        return replace(column, cells=cells, kind=kind, look=looks.get(name), width=_WIDTHS[name], of=None)

    columns = [fit(column, name) for column, name in zip(table.columns, _WIDTHS, strict=True)]
    table = replace(table, columns=columns, count=book.words["settled"])
    sheets = write_table(book, table)
    cells = AnswerCells(book.book, language)
    room = MOST_ROWS - table.top
    for number, name in enumerate(sheets):
        sheet = book.book.get_worksheet_by_name(name)
        _validate(sheet, table.top, leaves[number * room : (number + 1) * room], cells)
    cells.write_lists()
    write_meta(book.book, program, [(DIFFERENCES, name) for name in sheets])


def put_answers_in_words(program: Program, lines: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return lines of answers in which options, states, blocks and criteria are in words of a language."""
    nodes = program.nodes
    said: dict[str, list[str]] = {
        side: [
            _say_answer(nodes[name], answer, given, language)
            for name, answer, given in lines[["criterion", side, f"given_{side}"]].itertuples(index=False)
        ]
        for side in ("first", "second")
    }
    said |= {
        part: [nodes[name].title.in_language(language) for name in lines[of]]
        for part, of in (("block", "block"), ("title", "criterion"))
    }
    return lines.assign(**said)


def _validate(sheet: Any, top: int, leaves: Sequence[TreeNode], cells: AnswerCells) -> None:
    """Set what the cells of a sheet take: answers to the criterion of the line, dates."""
    at = {name: column for column, name in enumerate(_WIDTHS)}
    row = top
    for rule, alike in groupby(map(cells.validate_answer, leaves)):
        last = row + sum(1 for _ in alike) - 1
        sheet.data_validation(row, at["agreed"], last, at["agreed"], rule)
        row = last + 1
    if leaves:
        sheet.data_validation(top, at["on"], row - 1, at["on"], cells.validate_date())


def _say_answer(leaf: TreeNode, answer: str, given: str, language: str) -> str:
    """Return an answer in words: the option, the figure, or why it says nothing."""
    option = _find_option(leaf, answer, language)
    if option is not None:
        return option
    said = say_code("first", answer, language)
    return f"{said}: {given}" if answer in _SAID_IN_VAIN and given else said


def _write_answer(leaf: TreeNode, read: str, given: str, language: str) -> Any:
    """Return the cell of an agreed answer: as it is to be chosen or typed, else as it was given."""
    option = _find_option(leaf, read, language)
    if option is not None:
        return option
    if read == "not_applicable":
        return NOT_APPLICABLE
    if leaf.answer is not None and leaf.answer.amount is not None and read and read not in REASON_NAMES:
        return float(read)
    return inert(given)


def _find_option(leaf: TreeNode, answer: str, language: str) -> str | None:
    """Return an option as it is to be chosen; None where an answer is none."""
    options = [option.id for option in leaf.answer.options] if leaf.answer else []
    return list_answers(leaf, language)[options.index(answer)] if answer in options else None


def _write_day(day: str) -> Any:
    """Return the cell of a date, which Excel counts in days; a text for one before it counts rightly."""
    date = dt.date.fromisoformat(day) if day else None
    return (date - _FIRST_DAY).days if date is not None and date >= _FIRST_SURE else day
