"""What every page of a benchmark asks of it: texts in its language, titles in place of ids, shares, breaks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ...engine.breaks import Break, breaks_of
from ...formulas.reasons import SUPPRESSED
from ...results import Benchmark
from ...scoring.tables import weights_by_node
from ...specs import Indicator, Program, TreeNode
from ...specs.model.periods import PeriodPoint
from .figures import write_band

# An id of several words; a word alone may be just a word.
_ID = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
_CODE = re.compile(r"`([^`]*)`")


class PageView:
    """A benchmark as a page of one language reads it."""

    def __init__(self, benchmark: Benchmark, language: str, words: dict[str, Any]) -> None:
        self.benchmark, self.language, self.words = benchmark, language, words
        self.comparison, self.scored = benchmark._comparison, benchmark.assessment._scored
        self.program, self.table = self.scored.program, self.scored.table
        self.number = {name: number for number, name in enumerate(self.comparison.subjects)}

    @cached_property
    def share(self) -> dict[str, float]:
        """With which share each node counts in its parent where nothing is absent."""
        return dict(weights_by_node(self.scored)["share"].reindex(list(self.program.nodes)))

    def text(self, text: Any) -> str:
        """Return a text in the language of the page; nothing where there is none."""
        return str(text.in_language(self.language)) if text is not None else ""

    def standing(self, point: PeriodPoint, date: dt.date) -> str:
        """Return whether figures may still change: as the round says, or as the period was not over at a date."""
        status = self.comparison.scored.options.get("status")
        if status is not None:
            return str(self.words[f"round_{status}"])
        is_over = date.year * 12 + date.month - 1 >= point.back(-1).first_month
        return str(self.words["closed" if is_over else "provisional"])

    def is_suppressed(self, number: int, row: int) -> bool:
        """Whether the figure of a subject in a row is kept out of a publication."""
        return row >= 0 and bool(self.comparison.compared.reasons(number)[row] == SUPPRESSED)

    def cuts(self, node: TreeNode) -> list[float]:
        """Return the scores at which a level begins, where they are declared."""
        given = [cut for level in node.levels for cut in (level.from_, level.up_to)]
        return [float(cut) for cut in given if isinstance(cut, int | float)]

    @cached_property
    def breaks(self) -> dict[str, tuple[Break, ...]]:
        """Where series stop to compare, by node."""
        return breaks_of(self.scored.compiled)

    @cached_property
    def titles(self) -> dict[str, str]:
        """What variables and nodes are called, by id."""
        return list_titles(self.program, self.language)

    def plain(self, message: str) -> str:
        """Return a message with titles in place of ids, words in place of names of methods, without signs of code."""
        return write_plainly(message, self.words["methods"] | self.titles, self.words["quoted"])

    def name_group(self, name: str, label: str) -> str:
        """Return what a peer group is called: a band of a variable's figures in words."""
        unit = next((self.text(each.unit) for each in self.program.variables if each.id == label), "")
        return write_band(name, self.words["band_units"].get(label, unit), self.words["bands"])


def list_titles(program: Program, language: str) -> dict[str, str]:
    """Return what variables and nodes are called, by id."""
    found = {variable.id: str(variable.title.in_language(language)) for variable in program.variables}
    return found | {node.id: str(node.title.in_language(language)) for node in program.nodes.values()}


def write_plainly(message: str, titles: Mapping[str, str], quoted: str) -> str:
    """Return a message with titles in place of ids, and without signs of code."""
    named = _ID.sub(lambda found: titles.get(found[0], found[0]), message)
    return _CODE.sub(lambda found: quoted.format(text=found[1]), named).replace("<=", "≤")


def declared_decimals(leaf: TreeNode) -> int | None:
    """Return with how many decimals an indicator asks to be written; None where it says nothing."""
    spec = leaf.spec
    return spec.decimals if isinstance(spec, Indicator) and "decimals" in spec.model_fields_set else None
