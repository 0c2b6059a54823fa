"""A figure made of the program below: its formula with the statistics in it, each with what weighs most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..formulas import Expression
from ..formulas.reasons import NOT_REPORTED, REASON_NAMES
from ..formulas.rendering import RenderedTerm, render
from ..formulas.tree import Statistic
from .entries import Entry
from .words import number, word

if TYPE_CHECKING:
    from ..scoring.rolled_figures import RolledStatistic, RolledUp
    from ..scoring.scored import Scored

# So many of those below are named.
_MOST_NAMED = 5


def add_rolled(scored: Scored, entry: Entry, row: int) -> None:
    """Show what a variable is made of, where it comes from the program below."""
    rolled = scored.rolled
    if rolled is None or scored.lower is None or entry.id not in rolled.variables:
        return
    own = rolled.variables[entry.id]
    entry.rule = render(own.tree)
    found = np.flatnonzero(rolled.rows == row)
    if not len(found):
        return
    place = int(found[0])
    figures = {each.part: float(each.figures[place]) for each in own.statistics.values()}

    def shown(part: Expression, lag: int) -> RenderedTerm | None:
        if not isinstance(part, Statistic):
            return None
        return RenderedTerm(f"{render(part)}[{number(figures[part])}]")

    came_to = number(entry.value) if entry.value is not None else f"[{word(scored.language, entry.reason)}]"
    entry.worked = f"{render(own.tree, shown)} = {came_to}"
    entry.children += [
        _statistic(scored.language, scored.lower, rolled, each, place) for each in own.statistics.values()
    ]


def _statistic(language: str, lower: Scored, rolled: RolledUp, own: RolledStatistic, place: int) -> Entry:
    """Return the entry of a statistic of the rows below one larger entity."""
    figure = float(own.figures[place])
    known = np.isfinite(figure)
    title = f"{lower.program.title.in_language(language)}: {rolled.members.names[place]}, {rolled.points[place]}"
    entry = Entry("statistic", render(own.part), title, value=figure if known else None)
    entry.reason = "" if known else REASON_NAMES[NOT_REPORTED]
    present, asked = int(own.present[place]), int(own.asked[place])
    entry.detail["fit"] = {
        "id": entry.id,
        "population": str(rolled.members.names[place]),
        "n": present,
        "asked": asked,
        "share": float(own.share[place]),
        "parameters": {own.part.function: figure} if known else {},
    }
    entry.detail["largest"] = largest = _largest(lower, rolled, own, place)
    told = ", ".join(f"{one['entity']} ({one['period']}) {number(one['figure'])}" for one in largest)
    entry.rule = word(language, "made_of", present=present, asked=asked, names=told)
    return entry


def _largest(lower: Scored, rolled: RolledUp, own: RolledStatistic, place: int) -> list[dict[str, Any]]:
    """Return those below that move the figure most: by what they add, the greatest first."""
    table, codes = lower.table, rolled.members.codes
    assert codes is not None
    x, *weights = own.arguments
    present = np.logical_and.reduce([~np.isnan(figures) for figures in own.arguments])
    rows = np.flatnonzero(present & (codes == place))
    weight = weights[0] if own.part.function == "weighted_mean" else np.ones(len(x))
    size = x[rows] if own.part.function == "min" else -np.abs(x[rows] * weight[rows])
    found = []
    for row in rows[np.argsort(size, kind="stable")][:_MOST_NAMED]:
        one = {"entity": str(table.entities[row]), "period": str(table.periods[row]), "figure": float(x[row])}
        found.append(one | ({"weight": float(weight[row])} if own.part.function == "weighted_mean" else {}))
    return found
