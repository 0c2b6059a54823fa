"""The numbers of a program that are formulas: parameters, targets and baselines, ends of scales, weights, cuts."""

from __future__ import annotations

from ..specs import Program
from ..specs.model.periods import read_period
from ..specs.model.quantities import PERIOD
from .parser import parse
from .tree import Call, Constant, Expression, Name, NodeFigure, Word, replace_parts, walk

# What a scale works on.
VALUE = "value"


def parse_quantities(program: Program) -> dict[str, Expression]:
    """Return the expression of each parameter that has one, by its id, and of other numbers by where they stand.

    Those are named ``<node>.scale.low``, ``<indicator>.target`` and the like. A table of figures is read by its name.
    """
    found: dict[str, Expression] = {}
    for parameter in program.parameters:
        if isinstance(parameter.value, str):
            found[parameter.id] = parse(parameter.value)
        elif parameter.value is not None:
            found[parameter.id] = Constant(float(parameter.value))
    for name, quantity in program.quantities.items():
        found[name] = Name(f"{name}[]") if quantity.by else of_node(parse(str(quantity.value)), name.partition(".")[0])
    for leaf in program.indicators:
        if leaf.attainment is not None:
            for key, goal in (("target", leaf.attainment.target), ("baseline", leaf.attainment.baseline)):
                if goal is not None and goal.formula is not None:
                    found[f"{leaf.id}.{key}"] = parse(goal.formula)
    return found


def of_node(expression: Expression, node: str) -> Expression:
    """Return an expression in which ``value`` stands for what a node comes to before its scale."""

    def other(part: Expression) -> Expression | None:
        return NodeFigure("value", node, part.at) if part == Name(VALUE) else None

    return replace_parts(expression, other)


def write_weights(expression: Expression, program: Program) -> Expression:
    """Return an expression with what nodes weigh in the place of ``weight(…)``: the number, or where it is worked out.

    Nodes that are not there stay as they are named.
    """

    def weight(part: Expression) -> Expression | None:
        node = program.nodes.get(part.id) if isinstance(part, NodeFigure) and part.kind == "weight" else None
        if node is None:
            return None
        return Name(f"{node.id}.weight") if "weight" in node.quantities else Constant(float(node.own_weight))

    return replace_parts(expression, weight)


def reads_period(expression: Expression) -> bool:
    """Whether an expression reads the period of the row."""
    return any(isinstance(part, Name) and part.id == PERIOD for part in walk(expression))


def sides_in_years(comparison: Call) -> tuple[Expression, ...]:
    """Return the sides of a comparison; a period in quotes beside ``period`` as its beginning, in years."""
    if Name(PERIOD) not in comparison.args:
        return comparison.args
    return tuple(_in_years(side) for side in comparison.args)


def _in_years(side: Expression) -> Expression:
    point = read_period(side.text, "year").point if isinstance(side, Word) else None
    return side if point is None else Constant(point.years)
