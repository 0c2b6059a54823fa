"""The workbook that an evaluator fills in: a sheet an area, answers to choose from, evidence and notes beside them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...data.files.workbooks import META, SCHEMA
from ...diagnostics.cells import LAYOUT, printable
from ...errors import MissingExtraError, check_language
from ...ledger.sheets.writing import put_workbook
from ...specs import Program, TreeNode, below, criteria_below
from ...validation import take_program
from .names_of_sheets import SheetNames
from .rows import letters_of
from .words import WORKBOOK_WORDS

_LISTS = "_lists"
NOT_APPLICABLE = "N/A"
# Columns of an area's sheet.
_ID, _TITLE, _POINTS, _ANSWER, _EVIDENCE, _NOTE = range(6)
_FIRST_ROW = 4


@dataclass(frozen=True, slots=True)
class _Area:
    """A sheet and the criteria on it: its title, its rows of answers."""

    sheet: str
    title: str
    rows: list[int]


def write_workbook(
    program: Program | str | Path, path: str | Path, language: str = "es", *, entity: str = "", period: str = ""
) -> None:
    """Write the workbook of a program's criteria, whole or not at all; `score` reads it back.

    Parameters
    ----------
    program
        A program with criteria; or what `load` takes: its id, a file or a folder.
    path
        An ``.xlsx`` file.
    language
        Language of titles, answers and instructions: ``es`` or ``en``.
    entity, period
        Filled in beforehand, when known.

    Raises
    ------
    MissingExtraError
        When the extra ``excel`` is not installed.
    """
    program = take_program(program)
    check_language(language)
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtraError("excel") from error

    def write(target: Path) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with xlsxwriter.Workbook(str(target), options) as book:
            _Writer(book, program, language).run(entity, period)

    put_workbook(Path(path), write)


class _Writer:
    def __init__(self, book: Any, program: Program, language: str) -> None:
        self.book, self.program, self.language = book, program, language
        self.words = WORKBOOK_WORDS[language]
        self.names = SheetNames()
        self.lists: dict[tuple[str, ...], str] = {}
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

    def run(self, entity: str, period: str) -> None:
        cover = self.book.add_worksheet(self.names.name(self.words["instructions"]))
        areas = [self.area(node) for node in self.program.nodes["total"].children if criteria_below(node)]
        data = self.data() if self.program.figures else None
        self.cover(cover, areas, entity, period)
        self.write_lists()
        self.meta(cover.get_name(), [area.sheet for area in areas], data)

    def text(self, text: Any) -> str:
        return printable(str(text.in_language(self.language)), LAYOUT)

    def area(self, node: TreeNode) -> _Area:
        title = self.text(node.title)
        sheet = self.book.add_worksheet(self.names.name(title))
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
        sheet.hide_gridlines(2)
        sheet.write(0, _TITLE, title, self.formats["title"])
        sheet.write(1, _TITLE, self.words["sheet_note"], self.formats["text"])
        heads = ("id", "criterion", "points", "answer", "evidence", "note")
        for column, (name, width) in enumerate(zip(heads, (14, 70, 8, 26, 45, 45), strict=True)):
            sheet.set_column(column, column, width)
            sheet.write(_FIRST_ROW - 1, column, self.words[name], self.formats["head"])
        sheet.freeze_panes(_FIRST_ROW, _ANSWER + 1)
        rows, row = [], _FIRST_ROW
        for found in below(node) or [node]:
            if found.answer is not None:
                self.criterion(sheet, row, found)
                rows.append(row)
            elif not found.is_indicator and criteria_below(found):
                for column in range(_NOTE + 1):
                    sheet.write_blank(row, column, None, self.formats["section"])
                sheet.write(row, _TITLE, self.text(found.title), self.formats["section"])
            else:
                continue
            row += 1
        return _Area(sheet.get_name(), title, rows)

    def criterion(self, sheet: Any, row: int, node: TreeNode) -> None:
        spec: Any = node.spec
        title = self.text(spec.title)
        if spec.criterion.evidence_asked:
            title += f"\n{self.text(spec.criterion.evidence_asked)}"
        sheet.write(row, _ID, node.id, self.formats["id"])
        sheet.write(row, _TITLE, title, self.formats["text"])
        sheet.write(row, _POINTS, float(self.program.points_of[node.id]), self.formats["points"])
        for column in (_ANSWER, _EVIDENCE, _NOTE):
            sheet.write_blank(row, column, None, self.formats["open"])
        sheet.data_validation(row, _ANSWER, row, _ANSWER, self.validation(node))
        if spec.criterion.evidence == "required":
            # An answer that waits for its evidence shows it.
            answer, evidence = f"$D{row + 1}", f"$E{row + 1}"
            words = [word.replace('"', '""') for word in self.answers_without_evidence(node)]
            nothing = ",".join(f'{answer}<>"{word}"' for word in words)
            rule = f'AND({answer}<>"",{evidence}="",{nothing})'
            look = {"type": "formula", "criteria": f"={rule}", "format": self.formats["missing"]}
            sheet.conditional_format(row, _EVIDENCE, row, _EVIDENCE, look)

    def answers_without_evidence(self, node: TreeNode) -> list[str]:
        """Return the answers that need no evidence."""
        kind = node.answer
        assert kind is not None
        return [self.choices(node)[0] if kind.options else "0", NOT_APPLICABLE]

    def choices(self, node: TreeNode) -> list[str]:
        """Return the answers to choose from, worst first."""
        kind = node.answer
        assert kind is not None
        numbered = not any(option.words for option in kind.options)
        titles = [self.text(option.title) for option in kind.options]
        return [f"{place} · {title}" for place, title in enumerate(titles)] if numbered else titles

    def validation(self, node: TreeNode) -> dict[str, Any]:
        spec: Any = node.spec
        kind = node.answer
        assert kind is not None
        allowed = spec.criterion.not_applicable != "refused"
        told = {"error_title": self.words["wrong"], "error_message": self.words["choose"], "ignore_blank": True}
        if kind.options:
            source = self.list_source((*self.choices(node), *((NOT_APPLICABLE,) if allowed else ())))
            return {"validate": "list", "source": source, **told}
        assert kind.amount is not None
        told["error_message"] = self.words["figure"]
        if allowed:
            return {"validate": "any", "input_title": self.words["answer"], "input_message": self.words["figure_or_na"]}
        limit = float(kind.amount.at_most) if kind.amount.at_most is not None else 1e9
        check = "integer" if kind.amount.whole else "decimal"
        return {"validate": check, "criteria": "between", "minimum": 0, "maximum": limit, **told}

    def list_source(self, choices: tuple[str, ...]) -> str:
        if choices not in self.lists:
            column = len(self.lists)
            letter = letters_of(column)
            self.lists[choices] = f"='{_LISTS}'!${letter}$1:${letter}${len(choices)}"
        return self.lists[choices]

    def write_lists(self) -> None:
        sheet = self.book.add_worksheet(_LISTS)
        sheet.hide()
        for column, choices in enumerate(self.lists):
            for row, choice in enumerate(choices):
                sheet.write_string(row, column, choice)

    def data(self) -> str:
        """Write the sheet of figures that formulas and counts need."""
        sheet = self.book.add_worksheet(self.names.name(self.words["data"]))
        sheet.protect()
        sheet.hide_gridlines(2)
        sheet.write(0, _TITLE, self.words["data"], self.formats["title"])
        heads = ("id", "variable", "unit", "value", "evidence", "note")
        for column, (name, width) in enumerate(zip(heads, (22, 60, 16, 18, 45, 45), strict=True)):
            sheet.set_column(column, column, width)
            sheet.write(_FIRST_ROW - 1, column, self.words[name], self.formats["head"])
        for row, variable in enumerate((each for each in self.program.figures if each.is_handed_in), _FIRST_ROW):
            title = self.text(variable.title)
            if variable.description:
                title += f"\n{self.text(variable.description)}"
            sheet.write(row, _ID, variable.id, self.formats["id"])
            sheet.write(row, _TITLE, title, self.formats["text"])
            sheet.write(row, _POINTS, self.text(variable.unit) if variable.unit else "", self.formats["text"])
            sheet.write_blank(row, _ANSWER, None, self.formats["figure"])
            for column in (_EVIDENCE, _NOTE):
                sheet.write_blank(row, column, None, self.formats["open"])
        return str(sheet.get_name())

    def cover(self, sheet: Any, areas: list[_Area], entity: str, period: str) -> None:
        program, words = self.program, self.words
        sheet.protect()
        sheet.hide_gridlines(2)
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
        for number, line in enumerate(words["steps"].split("\n"), 1):
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
        sheet = self.book.add_worksheet(META)
        sheet.hide()
        lines = [
            ("schema", SCHEMA),
            ("program", self.program.id),
            ("version", self.program.version),
            ("entity", f"{cover}!B6"),
            ("name", f"{cover}!B7"),
            ("period", f"{cover}!B8"),
            *(("sheet", name) for name in (*areas, *((data,) if data else ()))),
        ]
        for row, (key, value) in enumerate(lines):
            sheet.write_string(row, 0, key)
            sheet.write_string(row, 1, str(value))
