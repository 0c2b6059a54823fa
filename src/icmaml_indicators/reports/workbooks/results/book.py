"""A workbook of results as it is written: the looks of its cells, its sheets, where their columns stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ....ledger.sheets.writing import put_workbook
from ..names_of_sheets import SheetNames
from ..rows import RowWriter, inert, open_workbook
from .words import WORDS

# A header or footer holds no more.
_MOST_IN_HEADER = 100
LETTER_PAPER = 1
# Texts of columns so wide go on in a further line.
WIDE = 60.0
INK, SOFT, HEAD, WASH, LINE = "#1b252f", "#6b7680", "#153e75", "#e7eef7", "#c9d0d6"
_FONT = {"font_name": "Calibri", "font_size": 10, "font_color": INK}


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A sheet as the index lists it."""

    name: str
    title: str
    lines: int
    about: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands that formulas read: its sheet, its letters, its first and last row as Excel counts them.

    Attributes
    ----------
    take
        Gives its cells from one row of figures to another.
    """

    sheet: str
    letters: str
    first: int
    last: int
    take: Callable[[int, int], list[Any]]

    @property
    def column(self) -> str:
        """The whole column, as a formula names it."""
        return f"'{self.sheet}'!${self.letters}:${self.letters}"

    @property
    def cells(self) -> str:
        """Its cells, as a formula names them."""
        return f"'{self.sheet}'!${self.letters}${self.first}:${self.letters}${self.last}"


class Book:
    """A workbook in one language.

    Attributes
    ----------
    listed
        The sheets so far, as the index lists them.
    places
        Where columns stand, by what they hold and of what.
    """

    def __init__(self, book: Any, language: str, program: str) -> None:
        self.book, self.language, self.program = book, language, program
        self.words = WORDS[language]
        self.names = SheetNames()
        self.listed: list[IndexLine] = []
        self.places: dict[tuple[str, str], Place] = {}
        self.index = self.names.name(self.words["index"])
        self.rows = RowWriter(book)
        self._looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    def look(self, **properties: Any) -> Any:
        """Return a format; the same for the same properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._looks:
            self._looks[key] = self.book.add_format({**_FONT, **properties})
        return self._looks[key]

    def figure(self, shown: str) -> Any:
        """Return the look of figures of a number format."""
        return self.look(num_format=shown)

    @property
    def plain(self) -> Any:
        """The look of texts."""
        return self.look()

    @property
    def beside(self) -> Any:
        """The look of texts that stand beside figures."""
        return self.look(indent=1)

    def look_of_texts(self, kind: str, width: float) -> Any:
        """Return the look of texts in a column of a kind: those in the place of a figure are grey, long ones wrap."""
        if kind == "key":
            return self.plain
        if kind not in {"text", "light", "entry"}:
            return self.look(font_color=SOFT, italic=True, align="right")
        return self.beside if width < WIDE else self.look(indent=1, text_wrap=True, valign="top")

    def add_sheet(self, title: str, lines: int, about: str) -> Any:
        """Add a sheet that the index lists, with its title and the way back on top."""
        name = self.names.name(title)
        self.listed.append(IndexLine(name, title, lines, about))
        sheet = self.book.add_worksheet(name)
        self.set_up(sheet, title)
        sheet.write_string(0, 0, title, self.look(bold=True, font_size=14, font_color=HEAD))
        sheet.write_string(1, 0, about, self.look(font_color=SOFT))
        back = self.look(font_color=HEAD, underline=1)
        sheet.write_url(2, 0, link_to(self.index), back, self.words["back"])
        return sheet

    def set_up(self, sheet: Any, title: str) -> None:
        """Set what is printed around a sheet, and how."""
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(LETTER_PAPER)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        # A digit after the size of the letters would be taken for a part of it.
        sheet.set_header(f"&L&8 {_in_header(self.program)}&R&8 {_in_header(title)}")
        sheet.set_footer(f"&R&8 {self.words['page']}")


def write_book(path: Path, language: str, program: str, subject: str, fill: Callable[[Book], None]) -> None:
    """Write a workbook whole or not at all; raises as `put_workbook`."""

    def write(target: Path) -> None:
        with open_workbook(target) as book:
            book.set_properties({"title": inert(program), "subject": subject})
            book.set_custom_property("Language", language)
            fill(Book(book, language, program))

    put_workbook(path, write)


def link_to(name: str) -> str:
    """Return a link to a sheet of the same workbook."""
    return f"internal:'{name}'!A1"


def _in_header(text: str) -> str:
    return inert(text)[:_MOST_IN_HEADER].replace("&", "&&")
