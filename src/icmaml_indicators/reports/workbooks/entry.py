"""What all workbooks to be filled in share: who and when on the first sheet, lists to choose from, what is hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...data.files.workbooks import META, SCHEMA
from ...diagnostics.cells import LAYOUT, printable
from ...specs import Program, Variable
from .answer_cells import AnswerCells
from .names_of_sheets import SheetNames
from .words import WORKBOOK_WORDS

# Columns of a sheet that is filled in; the cell of what is asked for has the same place in all, as `score` reads it.
ID, TITLE, POINTS, ANSWER, EVIDENCE, NOTE = range(6)
FIRST_ROW = 4


@dataclass(frozen=True, slots=True)
class Area:
    """A sheet and the criteria on it: its title, its rows of answers."""

    sheet: str
    title: str
    rows: list[int]


class EntryWorkbook:
    """A workbook to be filled in, in one language."""

    # The words of what is to be done.
    steps = "steps"

    def __init__(self, book: Any, program: Program, language: str) -> None:
        self.book, self.program, self.language = book, program, language
        self.words = WORKBOOK_WORDS[language]
        self.names = SheetNames()
        self.answer_cells = AnswerCells(book, language)
        entry = {"locked": False, "valign": "top", "bg_color": "#FFFBE6", "border": 1}
        formats: dict[str, dict[str, Any]] = {
            "title": {"bold": True, "font_size": 14},
            "head": {"bold": True, "bg_color": "#1F4E5F", "font_color": "white", "text_wrap": True, "valign": "top"},
            "section": {"bold": True, "bg_color": "#DCE9EE"},
            "text": {"text_wrap": True, "valign": "top"},
            "id": {"font_color": "#777777", "font_size": 8, "valign": "top"},
            "points": {"num_format": "0.00", "valign": "top"},
            "open": {**entry, "text_wrap": True, "num_format": "@"},
            "figure": entry,
            "missing": {"bg_color": "#F4B183"},
        }
        self.formats = {name: book.add_format(look) for name, look in formats.items()}

    def text(self, text: Any) -> str:
        """Return a text in the language of the workbook, in which nothing acts."""
        return printable(str(text.in_language(self.language)), LAYOUT)

    def add_area(self, title: str, note: str, heads: Sequence[tuple[str, int]]) -> Any:
        """Add the sheet of an area: its title, a note, and its headings by their names and widths."""
        sheet = self.book.add_worksheet(self.names.name(title))
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
        sheet.hide_gridlines(2)
        sheet.write(0, TITLE, title, self.formats["title"])
        sheet.write(1, TITLE, note, self.formats["text"])
        self.write_heads(sheet, heads)
        sheet.freeze_panes(FIRST_ROW, ANSWER + 1)
        return sheet

    def write_heads(self, sheet: Any, heads: Sequence[tuple[str, int]]) -> None:
        """Write headings, and how wide their columns are."""
        for column, (name, width) in enumerate(heads):
            sheet.set_column(column, column, width)
            sheet.write(FIRST_ROW - 1, column, self.words[name], self.formats["head"])

    def write_variable(self, sheet: Any, row: int, variable: Variable) -> None:
        """Write which figure is asked for, and room for it, its evidence and a note."""
        title = self.text(variable.title)
        if variable.description is not None:
            title += f"\n{self.text(variable.description)}"
        sheet.write(row, ID, variable.id, self.formats["id"])
        sheet.write(row, TITLE, title, self.formats["text"])
        sheet.write(row, POINTS, self.text(variable.unit) if variable.unit else "", self.formats["text"])
        sheet.write_blank(row, ANSWER, None, self.formats["figure"])
        for column in (EVIDENCE, NOTE):
            sheet.write_blank(row, column, None, self.formats["open"])

    def cover(self, sheet: Any, areas: list[Area], entity: str, period: str) -> None:
        """Fill in the first sheet: what it is, who and when, what to do, how far it is."""
        program, words = self.program, self.words
        sheet.protect()
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 60)
        sheet.set_column(2, 3, 14)
        sheet.write(0, 0, self.text(program.title), self.formats["title"])
        row = 1
        for text in (program.description, program.note, program.rights):
            if text is not None:
                sheet.merge_range(row, 0, row, 3, self.text(text), self.formats["text"])
                sheet.set_row(row, 62)
            row += 1
        for label, given in ((words["entity"], entity), (words["name"], ""), (words["period"], period)):
            sheet.write(row + 1, 0, label, self.formats["section"])
            sheet.write_string(row + 1, 1, given, self.formats["open"])
            row += 1
        row += 2
        for number, line in enumerate(words[self.steps].split("\n"), 1):
            sheet.merge_range(row, 0, row, 3, f"{number}. {line}", self.formats["text"])
            row += 1
        row += 1
        for column, name in enumerate(("area", "", "answered", "of")):
            sheet.write(row, column, words[name] if name else "", self.formats["head"])
        for area in areas:
            row += 1
            quoted = area.sheet.replace("'", "''")
            sheet.write_url(row, 0, f"internal:'{quoted}'!A1", string=area.sheet)
            sheet.write(row, 1, area.title, self.formats["text"])
            first, last = min(area.rows) + 1, max(area.rows) + 1
            sheet.write_formula(row, 2, f"=COUNTA('{quoted}'!$D${first}:$D${last})", None, 0)
            sheet.write_number(row, 3, len(area.rows))

    def meta(self, cover: str, areas: list[str], data: str | None) -> None:
        """Write what `score` needs to read the workbook back."""
        places = (("entity", "B6"), ("name", "B7"), ("period", "B8"))
        sheets = (*areas, *((data,) if data else ()))
        lines = [*((role, f"{cover}!{cell}") for role, cell in places), *(("sheet", name) for name in sheets)]
        write_meta(self.book, self.program, lines)


def write_meta(book: Any, program: Program, lines: Sequence[tuple[str, str]]) -> None:
    """Write the hidden sheet by which a workbook is read back: whose it is, and where what was filled in stands."""
    sheet = book.add_worksheet(META)
    sheet.hide()
    head = (("schema", SCHEMA), ("program", program.id), ("version", program.version))
    for row, (key, value) in enumerate((*head, *lines)):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, str(value))
