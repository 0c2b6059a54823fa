"""Numbers that are worked out: where they stand, and the entries of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..formulas.columns import GOALS
from ..formulas.rendering import render
from ..formulas.tree import Constant, Name, NodeFigure
from ..specs import Parameter
from ..specs.model.quantities import PERIOD
from .entries import Entry
from .formulas import FormulaTrace, Read, line_of
from .words import number, word

if TYPE_CHECKING:
    from ..scoring.scored import Scored
    from ..specs import Quantity, TreeNode


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


def parameter_entry(scored: Scored, work: FormulaTrace, part: Name | NodeFigure, lag: int) -> Entry:
    """Return the entry of a parameter, of a weight, or of the period, without what it is worked out from."""
    figure, program = work.figure(part, lag), scored.program
    quantity: Quantity | None = program.parameter_by_id.get(part.id)
    name, title = part.id, None
    if isinstance(part, NodeFigure):
        name, title = f"{part.id}.weight", program.nodes[part.id].title
        quantity = program.quantities.get(name)
    period = work.period(lag) if lag else ""
    entry = Entry("parameter", name, "", period=period, value=figure.value, reason=figure.reason)
    if isinstance(quantity, Parameter):
        title = quantity.title
        entry.unit = quantity.unit.in_language(scored.language) if quantity.unit else ""
        entry.detail |= {"source": quantity.source} if quantity.source else {}
    elif name == PERIOD:
        entry.title = word(scored.language, "period")
    entry.title = title.in_language(scored.language) if title else entry.title
    tree = scored.compiled.quantity_trees.get(name)
    if quantity is not None and quantity.by:
        entry.rule = line_of(quantity, program, scored.table, work.earlier(lag))
    elif tree is not None and not isinstance(tree, Constant):
        entry.rule = render(tree)
        entry.worked = f"{work.substitute_figures(name, lag)} = {number(entry.value)}"
    return entry
