"""A ledger as a sheet of live formulas: change a raw cell, and everything above it is computed again.

What cannot be written as a formula is a plain figure: a scale by rank, a statistic of a population, a published value,
the level of a node, the score of an earlier period, an internal rate of return, a formula longer than a cell holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...diagnostics.cells import printable
from ...errors import MissingExtraError
from ...formulas.tree import Name, NodeFigure
from ...sources.replacing import write_atomically
from ..formulas import Read
from ..text import notes
from ..words import word
from .cells import write_cell_formula
from .groups import aggregate_formula, counted_cell, hold_formula, rounded_cell

if TYPE_CHECKING:
    from ..entries import Account, Entry

_COLUMNS = ("ledger", "title", "period", "value", "score", "share", "contribution", "level", "unit", "rule", "working")
_WIDTHS = (34, 36, 10, 14, 12, 10, 13, 14, 14, 40, 90)
# Behind the others, where a score is rounded: what it was before.
_UNROUNDED = len(_COLUMNS)
_FIRST_ROW = 4
# Excel holds formulas of at most 8,192 characters.
_LONGEST = 8000
# What the formula of a scale reads.
_VALUE = Read(Name("value"), 0)


def write_ledger(ledger: Account, path: str | Path) -> None:
    """Write the sheet; see `Ledger.to_excel`."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtraError("excel") from error

    def write(target: Path) -> None:
        with xlsxwriter.Workbook(str(target), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            _Sheet(ledger, book).write()

    put_workbook(Path(path), write)


def put_workbook(path: Path, write: Callable[[Path], None]) -> None:
    """Write a workbook whole; raises as `write_atomically` where xlsxwriter cannot write it."""
    try:
        from xlsxwriter.exceptions import XlsxWriterException
    except ImportError as error:
        raise MissingExtraError("excel") from error
    write_atomically(path, write, faults=(XlsxWriterException,))


class _Sheet:
    def __init__(self, ledger: Account, book: Any) -> None:
        self.ledger, self.language = ledger, ledger.language
        self.sheet = book.add_worksheet(word(self.language, "ledger"))
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.indents = [book.add_format({"indent": depth}) for depth in range(16)]
        self.raw = book.add_format({"font_color": "#1f4e9c"})
        self.lines = list(ledger.walk())
        # Rows as a spreadsheet counts them.
        self.row_of = {id(entry): row for row, (_, entry) in enumerate(self.lines, _FIRST_ROW + 1)}
        self.accounts = {name: (entry, self.row_of[id(entry)]) for name, entry in ledger.accounts().items()}

    def write(self) -> None:
        ledger = self.ledger
        head = f"{ledger.program} {ledger.version} · {ledger.entity} · {ledger.period}"
        self.sheet.write_string(0, 0, printable(head), self.bold)
        self.sheet.write_string(1, 0, ledger.fingerprint)
        for column, (name, width) in enumerate(zip(_COLUMNS, _WIDTHS, strict=True)):
            self.sheet.write_string(_FIRST_ROW - 1, column, word(self.language, name), self.bold)
            self.sheet.set_column(column, column, width)
        if any(entry.live is not None and entry.live.rounding is not None for _, entry in self.lines):
            self.sheet.write_string(_FIRST_ROW - 1, _UNROUNDED, word(self.language, "unrounded"), self.bold)
            self.sheet.set_column(_UNROUNDED, _UNROUNDED, _WIDTHS[4])
        self.sheet.freeze_panes(_FIRST_ROW, 1)
        for depth, entry in self.lines:
            self.line(self.row_of[id(entry)] - 1, depth, entry)

    def line(self, row: int, depth: int, entry: Entry) -> None:
        self.sheet.write_string(row, 0, entry.id, self.indents[min(depth, 15)])
        texts = {1: entry.title, 2: entry.period, 7: entry.level or "", 8: entry.unit, 9: entry.rule}
        for column, text in texts.items():
            self.sheet.write_string(row, column, printable(text))
        self.sheet.write_string(row, 10, " · ".join(notes(entry, self.language)))
        if entry.see:
            self.point(row, self.accounts[entry.id][1], entry)
        else:
            self.value(row, entry)
            self.score(row, entry)
        if entry.share is not None:
            self.sheet.write_number(row, 5, entry.share)
        if entry.contribution is not None:
            self.formula(row, 6, f"F{row + 1}*{counted_cell(entry.id, self.accounts)}", entry.contribution)

    def point(self, row: int, home: int, entry: Entry) -> None:
        """Take the figures of a node from the line that accounts for it."""
        for column, letter, figure in ((3, "D", entry.value), (4, "E", entry.score)):
            if figure is not None:
                self.formula(row, column, f"{letter}{home}", figure)
        if entry.score is None:
            self.sheet.write_string(row, 4, entry.reason)

    def value(self, row: int, entry: Entry) -> None:
        if entry.value is None:
            if entry.kind != "group":
                self.sheet.write_string(row, 3, entry.reason)
        elif entry.live is not None and entry.live.group is not None:
            self.formula(row, 3, self.aggregate(entry, entry.live.group), entry.value)
        elif entry.kind == "variable" and "option" in entry.detail:
            self.sheet.write_string(row, 3, entry.detail["option"], self.raw)
        elif entry.live is None or entry.live.formula is None:
            source = entry.children[0] if entry.children and entry.children[0].id == entry.id else None
            if source is not None:  # an answer stands in the cell below
                self.formula(row, 3, f"D{self.row_of[id(source)]}", entry.detail.get("option") or entry.value)
            else:
                self.sheet.write_number(row, 3, entry.value, self.raw)
        else:
            parts = {read: self.cell_of(read, part) for read, part in entry.live.parts.items()}
            self.formula(row, 3, write_cell_formula(entry.live.formula, parts, entry.live.lag), entry.value)

    def cell_of(self, read: Read, part: Entry) -> str:
        kind = read.part.kind if isinstance(read.part, NodeFigure) else "value"
        column = {"score": "E", "level": "H"}.get(kind, "D")
        return f"{column}{self.row_of[id(part)]}"

    def aggregate(self, entry: Entry, group: Mapping[str, Any]) -> str | None:
        rows = {part.id: self.row_of[id(part)] for part in entry.children}
        return aggregate_formula(entry, group, self.accounts, rows)

    def score(self, row: int, entry: Entry) -> None:
        if entry.kind in {"variable", "parameter", "statistic"}:
            return
        if entry.score is None:
            self.sheet.write_string(row, 4, entry.reason)
            return
        live, text = entry.live, None
        if live is None:
            self.formula(row, 4, None, entry.score)
            return
        if live.group is not None and entry.value is None:
            text = self.aggregate(entry, live.group)
        elif live.scaling is not None and not live.rigid:
            text = write_cell_formula(live.scaling, {_VALUE: f"D{row + 1}"}, 0)
        if live.rounding is not None and live.unrounded is not None:
            self.formula(row, _UNROUNDED, text, live.unrounded)
            text = rounded_cell(f"L{row + 1}", live.rounding)
        if live.group is not None and text is not None:
            text = hold_formula(text, live.group, self.accounts)
        self.formula(row, 4, text, entry.score)

    def formula(self, row: int, column: int, text: str | None, value: float | str) -> None:
        """Write a formula with its result, or the result alone where there is no formula."""
        if text is not None and len(text) <= _LONGEST:
            self.sheet.write_formula(row, column, f"={text}", None, value)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value)
        else:
            self.sheet.write_number(row, column, value)
