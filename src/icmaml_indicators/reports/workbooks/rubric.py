"""The workbook that an evaluator fills in: a sheet an area, answers to choose from, evidence and notes beside them."""

from __future__ import annotations

from typing import Any

from ...specs import TreeNode, below, criteria_below
from .answer_cells import NOT_APPLICABLE, list_answers
from .entry import ANSWER, EVIDENCE, FIRST_ROW, ID, NOTE, POINTS, TITLE, Area, EntryWorkbook

_HEADS = (("id", 14), ("criterion", 70), ("points", 8), ("answer", 26), ("evidence", 45), ("note", 45))
_HEADS_OF_DATA = (("id", 22), ("variable", 60), ("unit", 16), ("value", 18), ("evidence", 45), ("note", 45))


class RubricWorkbook(EntryWorkbook):
    """The workbook of the criteria of a program, and of the figures that they need."""

    def run(self, entity: str, period: str) -> None:
        """Fill it in."""
        cover = self.book.add_worksheet(self.names.name(self.words["instructions"]))
        areas = [self.area(node) for node in self.program.nodes["total"].children if criteria_below(node)]
        data = self.data() if self.program.figures else None
        self.cover(cover, areas, entity, period)
        self.answer_cells.write_lists()
        self.meta(cover.get_name(), [area.sheet for area in areas], data)

    def area(self, node: TreeNode) -> Area:
        """Write the sheet of an area."""
        title = self.text(node.title)
        sheet = self.add_area(title, self.words["sheet_note"], _HEADS)
        rows, row = [], FIRST_ROW
        for found in below(node) or [node]:
            if found.answer is not None:
                self.criterion(sheet, row, found)
                rows.append(row)
            elif not found.is_indicator and criteria_below(found):
                for column in range(NOTE + 1):
                    sheet.write_blank(row, column, None, self.formats["section"])
                sheet.write(row, TITLE, self.text(found.title), self.formats["section"])
            else:
                continue
            row += 1
        return Area(sheet.get_name(), title, rows)

    def criterion(self, sheet: Any, row: int, node: TreeNode) -> None:
        """Write what is asked, and room for the answer, its evidence and a note."""
        spec: Any = node.spec
        title = self.text(spec.title)
        if spec.criterion.evidence_asked:
            title += f"\n{self.text(spec.criterion.evidence_asked)}"
        sheet.write(row, ID, node.id, self.formats["id"])
        sheet.write(row, TITLE, title, self.formats["text"])
        sheet.write(row, POINTS, float(self.program.points_of[node.id]), self.formats["points"])
        for column in (ANSWER, EVIDENCE, NOTE):
            sheet.write_blank(row, column, None, self.formats["open"])
        sheet.data_validation(row, ANSWER, row, ANSWER, self.answer_cells.validate_answer(node))
        if spec.criterion.evidence == "required":
            # An answer that waits for its evidence shows it.
            answer, evidence = f"$D{row + 1}", f"$E{row + 1}"
            words = [word.replace('"', '""') for word in self.answers_without_evidence(node)]
            nothing = ",".join(f'{answer}<>"{word}"' for word in words)
            rule = f'AND({answer}<>"",{evidence}="",{nothing})'
            look = {"type": "formula", "criteria": f"={rule}", "format": self.formats["missing"]}
            sheet.conditional_format(row, EVIDENCE, row, EVIDENCE, look)

    def answers_without_evidence(self, node: TreeNode) -> list[str]:
        """Return the answers that need no evidence."""
        kind = node.answer
        assert kind is not None
        return [list_answers(node, self.language)[0] if kind.options else "0", NOT_APPLICABLE]

    def data(self) -> str:
        """Write the sheet of figures that formulas and counts need."""
        sheet = self.book.add_worksheet(self.names.name(self.words["data"]))
        sheet.protect()
        sheet.hide_gridlines(2)
        sheet.write(0, TITLE, self.words["data"], self.formats["title"])
        self.write_heads(sheet, _HEADS_OF_DATA)
        for row, variable in enumerate((each for each in self.program.figures if each.is_handed_in), FIRST_ROW):
            self.write_variable(sheet, row, variable)
        return str(sheet.get_name())
