"""What cells take into which answers are written: lists to choose from, on a hidden sheet, and limits of figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from ...diagnostics.cells import LAYOUT, printable
from ...specs import TreeNode
from .rows import letters_of
from .words import WORKBOOK_WORDS

_LISTS = "_lists"
NOT_APPLICABLE = "N/A"
_EARLIEST = dt.date(2000, 1, 1)


def list_answers(node: TreeNode, language: str) -> list[str]:
    """Return the answers to a criterion to choose from, worst first; nothing where a figure is the answer."""
    kind = node.answer
    assert kind is not None
    numbered = not any(option.words for option in kind.options)
    titles = [printable(option.title.in_language(language), LAYOUT) for option in kind.options]
    return [f"{place} · {title}" for place, title in enumerate(titles)] if numbered else titles


class AnswerCells:
    """What cells of one workbook take, in one language."""

    def __init__(self, book: Any, language: str) -> None:
        self.book, self.language = book, language
        self.words = WORKBOOK_WORDS[language]
        self.lists: dict[tuple[str, ...], str] = {}

    def validate_answer(self, node: TreeNode) -> dict[str, Any]:
        """Return which answers to a criterion a cell takes."""
        spec: Any = node.spec
        kind = node.answer
        assert kind is not None
        allowed = spec.criterion.not_applicable != "refused"
        if kind.options:
            return self.validate_choice((*list_answers(node, self.language), *((NOT_APPLICABLE,) if allowed else ())))
        assert kind.amount is not None
        words = self.words
        if allowed:
            return {"validate": "any", "input_title": words["answer"], "input_message": words["figure_or_na"]}
        limit = float(kind.amount.at_most) if kind.amount.at_most is not None else 1e9
        check = "integer" if kind.amount.whole else "decimal"
        bounds = {"criteria": "between", "minimum": 0, "maximum": limit}
        return {"validate": check, **bounds, **self.refuse("figure")}

    def validate_choice(self, choices: Sequence[str]) -> dict[str, Any]:
        """Return that a cell takes one of several texts."""
        return {"validate": "list", "source": self.list_source(tuple(choices)), **self.refuse("choose")}

    def validate_date(self) -> dict[str, Any]:
        """Return that a cell takes a date."""
        return {"validate": "date", "criteria": ">=", "value": _EARLIEST, **self.refuse("date")}

    def refuse(self, name: str) -> dict[str, Any]:
        """Return what is said where a cell does not take what was written, by the name of the words."""
        return {"error_title": self.words["wrong"], "error_message": self.words[name], "ignore_blank": True}

    def list_source(self, choices: tuple[str, ...]) -> str:
        """Return where a list to choose from stands."""
        if choices not in self.lists:
            letter = letters_of(len(self.lists))
            self.lists[choices] = f"='{_LISTS}'!${letter}$1:${letter}${len(choices)}"
        return self.lists[choices]

    def write_lists(self) -> None:
        """Write the lists on a hidden sheet."""
        sheet = self.book.add_worksheet(_LISTS)
        sheet.hide()
        # Row by row, as a workbook that keeps no rows has to be written.
        for row in range(max(map(len, self.lists), default=0)):
            for column, choices in enumerate(self.lists):
                if row < len(choices):
                    sheet.write_string(row, column, choices[row])
