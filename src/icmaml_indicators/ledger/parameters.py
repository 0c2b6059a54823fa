"""Numbers that are worked out: where they stand, and the entries of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..formulas.columns import GOALS
from ..formulas.rendering import render
from ..formulas.tree import Constant, Name, NodeFigure
from .entries import Entry
from .formulas import FormulaTrace, Read, line_of
from .words import number, word

if TYPE_CHECKING:
    from ..scoring.scored import Scored
    from ..specs import TreeNode


def quantity_keys(node: TreeNode, where: tuple[str, ...] = ("",)) -> list[str]:
    """Return where the numbers of a node stand that are worked out, of those in some places."""
    return [f"{node.id}.{key}" for key in node.quantities if key.startswith(where)]


def goal_keys(name: str) -> list[str]:
    """Return where the target and the baseline of an indicator stand."""
    return [f"{name}.{key}" for key in GOALS]


def is_own(read: Read) -> bool:
    """Whether a scale reads the figure that it works on, or a table of its own."""
    part = read.part
    return (isinstance(part, NodeFigure) and part.kind == "value") or (
        isinstance(part, Name) and part.id.endswith("[]")
    )


def parameter_entry(scored: Scored, work: FormulaTrace, name: Name, lag: int) -> Entry:
    """Return the entry of a parameter, or of the period, without what it is worked out from."""
    figure, parameter = work.figure(name, lag), scored.program.parameter_by_id.get(name.id)
    period = work.period(lag) if lag else ""
    entry = Entry("parameter", name.id, "", period=period, value=figure.value, reason=figure.reason)
    if parameter is None:
        entry.title = word(scored.language, "period")
        return entry
    entry.title = parameter.title.in_language(scored.language) if parameter.title else ""
    entry.unit = parameter.unit.in_language(scored.language) if parameter.unit else ""
    entry.detail |= {"source": parameter.source} if parameter.source else {}
    tree = scored.compiled.quantity_trees.get(name.id)
    if tree is None:
        entry.rule = line_of(parameter, scored.program, scored.table, work.earlier(lag))
    elif not isinstance(tree, Constant):
        entry.rule = render(tree)
        entry.worked = f"{work.substitute_figures(name.id, lag)} = {number(entry.value)}"
    return entry
