"""Parameters and periods: figures with a name, one for each option and period, as the guide has them."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tests.reference.figures import NOT_REPORTED, exact, gravest

_PARTS = {"S": 2, "Q": 4}
_OWN_KEYS = {"id", "title", "unit", "source", "note", "value", "by", "rows", "else"}


def months(period: str) -> range:
    """Return the months of a period, counted from year 0."""
    year, _, part = period.partition("-")
    if not part:
        return range(12 * int(year), 12 * int(year) + 12)
    count = _PARTS.get(part[0], 12)
    length, number = 12 // count, int(part.lstrip("SQ"))
    start = 12 * int(year) + (number - 1) * length
    return range(start, start + length)


def beginning(period: str) -> Fraction:
    """Return where a period begins, in years."""
    return Fraction(months(period).start, 12)


def look_up(table: Mapping[str, Any], period: str, cells: Mapping[str, Any]) -> Any:
    """Return the figure of a table for a row, by its options and its period."""
    by = [table["by"]] if isinstance(table["by"], str) else list(table["by"])
    lines = [(list(map(str, line[:-1])), line[-1]) for line in table.get("rows", ())]
    if isinstance(table["by"], str):
        lines += [([key], figure) for key, figure in table.items() if key not in _OWN_KEYS]
    options = {name: cells[name] for name in by if name != "period"}
    absence = gravest(options.values())
    if absence is not None:
        return absence
    fitting = []
    for line, figure in lines:
        named = dict(zip(by, line, strict=True))
        inside = "period" not in named or set(months(period)) <= set(months(named["period"]))
        if inside and all(named[name] == option for name, option in options.items()):
            fitting.append((len(months(named["period"])) if "period" in named else 0, figure))
    if fitting:
        return exact(min(fitting)[1])
    return NOT_REPORTED if table.get("else") is None else exact(table["else"])


class InYears(ast.NodeTransformer):
    """Puts the beginning of a period in the place of its text, beside ``period``."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """Read quoted periods."""
        sides = [node.left, *node.comparators]
        if not any(isinstance(side, ast.Name) and side.id == "period" for side in sides):
            return self.generic_visit(node)
        for place, side in enumerate(node.comparators):
            node.comparators[place] = _in_years(side)
        node.left = _in_years(node.left)
        return node


def _in_years(side: ast.expr) -> ast.expr:
    if isinstance(side, ast.Tuple):
        return ast.Tuple([_in_years(part) for part in side.elts], ast.Load())
    if isinstance(side, ast.Constant) and isinstance(side.value, str):
        return ast.Constant(float(beginning(side.value)))
    return side
