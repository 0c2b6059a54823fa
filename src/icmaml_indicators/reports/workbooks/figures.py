"""The workbook of figures: a sheet an area, units and definitions beside the cells, checks that answer at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...diagnostics.cells import LAYOUT, printable
from ...engine.compiled import compile_program
from ...formulas import parse
from ...formulas.tree import Name
from ...ledger.formulas import Read
from ...ledger.sheets.cells import write_cell_formula
from ...specs import ROOT, Check, Variable, leaves_below
from .answer_cells import NOT_APPLICABLE
from .entry import ANSWER, FIRST_ROW, NOTE, Area, EntryWorkbook

_CHECK = NOTE + 1
_NOT_KNOWN = "N/D"
_HEADS = (
    *(("id", 14), ("variable", 62), ("unit", 18), ("value", 18)),
    *(("source", 40), ("note", 40), ("check", 26)),
)
# What a cell that is to be mended begins with.
_WRONG = "✗"


class FiguresWorkbook(EntryWorkbook):
    """The workbook of a program whose inputs are figures."""

    steps = "figure_steps"

    def run(self, entity: str, period: str) -> None:
        """Fill it in."""
        self.cells: dict[str, str] = {}
        cover = self.book.add_worksheet(self.names.name(self.words["instructions"]))
        areas = [self.area(title, variables) for title, variables in self.part().items() if variables]
        self.checks()
        self.cover(cover, areas, entity, period)
        self.answer_cells.write_lists()
        self.meta(cover.get_name(), [area.sheet for area in areas], None)

    def part(self) -> dict[str, list[Variable]]:
        """Return the figures by the title of the first area that needs them; those of none come last."""
        compiled = compile_program(self.program)
        left = {variable.id: variable for variable in self.program.inputs if variable.is_handed_in}
        found: dict[str, list[Variable]] = {}
        for node in self.program.nodes[ROOT].children:
            if node.is_indicator:
                continue
            needed = {name for leaf in leaves_below(node) for name in compiled.inputs_of(leaf.id)}
            # Two areas of one title share a sheet.
            home = found.setdefault(self.text(node.title), [])
            home += [left.pop(name) for name in list(left) if name in needed]
        found.setdefault(self.words["data"], []).extend(left.values())
        return found

    def area(self, title: str, variables: Sequence[Variable]) -> Area:
        """Write the sheet of an area."""
        sheet = self.add_area(title, self.words["figure_note"], _HEADS)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST_ROW - 1)
        rows = list(range(FIRST_ROW, FIRST_ROW + len(variables)))
        quoted = sheet.get_name().replace("'", "''")
        for row, variable in zip(rows, variables, strict=True):
            self.variable(sheet, row, variable)
            self.cells[variable.id] = f"'{quoted}'!$D${row + 1}"
        look = {"type": "text", "criteria": "begins with", "value": _WRONG, "format": self.formats["missing"]}
        sheet.conditional_format(rows[0], _CHECK, rows[-1], _CHECK, look)
        return Area(sheet.get_name(), title, rows)

    def variable(self, sheet: Any, row: int, variable: Variable) -> None:
        """Write what is asked for, room for it, and what is said of it."""
        self.write_variable(sheet, row, variable)
        choices = self.choices(variable)
        if choices:
            rule = self.answer_cells.validate_choice((*choices, NOT_APPLICABLE, _NOT_KNOWN))
            sheet.data_validation(row, ANSWER, row, ANSWER, rule)
        sheet.write_formula(row, _CHECK, f"={self.check(variable, f'$D{row + 1}')}", self.formats["text"], "")

    def choices(self, variable: Variable) -> list[str]:
        """Return what there is to choose from; nothing where a figure, or any text, is written."""
        if variable.type == "boolean":
            return [self.words["yes"], self.words["no"]]
        if variable.takes_any:
            return []
        return [self.text(each.title) if each.title is not None else each.id for each in variable.choices]

    def check(self, variable: Variable, cell: str) -> str:
        """Return the formula that says whether a cell can be what is asked for."""
        words = self.words
        fine = '"✓"'
        if variable.options or variable.type == "boolean":
            return f'IF({cell}="","{words["still_missing"]}",{fine})'
        low, high = variable.range.low, variable.range.high
        rules = [f"{cell}>={low!r}" if low is not None else "", f"{cell}<={high!r}" if high is not None else ""]
        rules += [f"{cell}=INT({cell})"] if variable.type == "integer" else []
        inside = f"AND({','.join(rule for rule in rules if rule)})" if any(rules) else "TRUE"
        outside = f'"{_WRONG} {words["out_of_range"]} {variable.range}"'
        absent = f'OR(UPPER(TRIM({cell}))="{NOT_APPLICABLE}",UPPER(TRIM({cell}))="{_NOT_KNOWN}")'
        number = (
            f'IF(ISNUMBER({cell}),IF({inside},{fine},{outside}),IF({absent},{fine},"{_WRONG} {words["no_figure"]}"))'
        )
        return f'IF({cell}="","{words["still_missing"]}",{number})'

    def checks(self) -> None:
        """Write the sheet of the rules that several figures must keep."""
        rules = self.program.all_checks
        if not rules:
            return
        sheet = self.book.add_worksheet(self.names.name(self.words["checks"]))
        sheet.protect()
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.write(0, 0, self.words["checks"], self.formats["title"])
        self.write_heads(sheet, (("rule", 90), ("check", 40)))
        for row, rule in enumerate(rules, FIRST_ROW):
            said = self.text(rule.message) if rule.message is not None else printable(rule.rule, LAYOUT)
            sheet.write(row, 0, said, self.formats["text"])
            sheet.write_formula(row, 1, f"={self.rule(rule)}", self.formats["text"], "")
        last = FIRST_ROW + len(rules) - 1
        look = {"type": "text", "criteria": "begins with", "value": _WRONG, "format": self.formats["missing"]}
        sheet.conditional_format(FIRST_ROW, 1, last, 1, look)

    def rule(self, check: Check) -> str:
        """Return the formula that says whether figures keep a rule; where Excel cannot, that it is looked at later."""
        known = {Read(Name(name), 0): cell for name, cell in self.cells.items()}
        tree = parse(check.rule)
        text = write_cell_formula(tree, known)
        later = f'"{self.words["later"]}"'
        if text is None or len(text) > _LONGEST:
            return later
        read = [cell for cell in known.values() if cell in text]
        given = f"COUNT({','.join(read)})={len(read)}"
        return f'IF({given},IF({text}<>0,"✓","{_WRONG} {self.words["look_again"]}"),"–")'


# Excel holds formulas of at most 8,192 characters.
_LONGEST = 7000
