"""The framework of an index as COINr has it: what each line of its table of indicators says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from ..diagnostics.brief import Brief

Type = Literal["Indicator", "Aggregate", "Group", "Denominator", "Other"]
TYPES: tuple[str, ...] = get_args(Type)
# Columns of the table of units that no line of the other table stands for.
UNIT_CODE, UNIT_NAME, UNIT_TIME = "uCode", "uName", "Time"
UNIT_COLUMNS = (UNIT_CODE, UNIT_NAME, UNIT_TIME)
# Columns of the table of indicators, in the order in which they are written.
META_COLUMNS = (
    *("Level", "iCode", "iName", "Direction", "Weight", "Unit", "Target", "Denominator", "Parent"),
    "Type",
)
# Its names for the two tables, in every language.
DATA, META = "iData", "iMeta"


@dataclass(frozen=True, slots=True, repr=False)
class Line(Brief):
    """A line of the table of indicators.

    Attributes
    ----------
    row
        Its number below the headings, from 1 on.
    code, name, type, level, direction, weight, unit, target, denominator, parent
        Its cells; an empty text or None where nothing stands.
    parameters
        Figures and truths in further columns that normalisation may take, by column.
    """

    row: int
    code: str
    name: str
    type: str
    level: int | None = None
    direction: int = 1
    weight: float = 1.0
    unit: str = ""
    target: float | None = None
    denominator: str = ""
    parent: str = ""
    parameters: Mapping[str, float | bool] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class Framework(Brief):
    """All lines, the tree among them, and the name that each has in a spec.

    Attributes
    ----------
    lines
        In the order of the table.
    root
        The aggregate at the top.
    """

    lines: tuple[Line, ...]
    root: Line

    def of_type(self, *types: str) -> list[Line]:
        """Return the lines of some types, in the order of the table."""
        return [line for line in self.lines if line.type in types]

    def children_of(self, code: str) -> list[Line]:
        """Return what an aggregate is made of, in the order of the table."""
        return self._below.get(code, [])

    @cached_property
    def _below(self) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = {}
        for line in self.of_type("Indicator", "Aggregate"):
            found.setdefault(line.parent, []).append(line)
        return found

    @cached_property
    def heights(self) -> dict[str, int]:
        """The level of each code as its place in the tree gives it: 1 of indicators."""
        found: dict[str, int] = {}
        waiting = [self.root]
        ordered: list[Line] = []
        while waiting:
            line = waiting.pop()
            ordered.append(line)
            waiting += self.children_of(line.code)
        for line in reversed(ordered):
            found[line.code] = 1 + max((found[child.code] for child in self.children_of(line.code)), default=0)
        return found
