"""What the rules look at: a sound program, its formulas, and what is known of their inputs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ...formulas import Expression, names, normal_form, parse
from ...formulas.analysis.algebra import Normaliser
from ...formulas.analysis.bounds import Bounds, Fact, Interval
from ...formulas.analysis.polynomials import add, constant
from ...formulas.quantities import parse_quantities
from ...formulas.tree import Call
from ...specs import Check, Draft, Indicator, Program, Variable, walk_paths
from ...specs.parsing.nodes import Path


@dataclass(frozen=True)
class LintContext:
    """A draft without an error of structure, ready to be looked over.

    Attributes
    ----------
    draft, program
        The draft takes the diagnostics.
    among
        Whether the program stands in a folder of programs, where names of files matter.
    """

    draft: Draft
    program: Program
    among: bool = False

    @cached_property
    def paths(self) -> dict[str, Path]:
        """Where each indicator stands."""
        return {spec.id: path for path, spec in walk_paths(self.program) if isinstance(spec, Indicator)}

    @cached_property
    def specs(self) -> dict[str, Indicator]:
        """The indicators by id."""
        return {spec.id: spec for spec in self.program.indicators}

    @cached_property
    def formulas(self) -> dict[str, Expression]:
        """The formula of each indicator that has one; what leaves read under their own ids is an input."""
        return {spec.id: parse(spec.formula) for spec in self.program.indicators if spec.formula is not None}

    @cached_property
    def named_trees(self) -> dict[str, Expression]:
        """What stands behind a name: the formula of an indicator, or what a parameter is given as."""
        quantities = parse_quantities(self.program)
        return self.formulas | {name: quantities[name] for name in self.program.parameter_by_id if name in quantities}

    @cached_property
    def normal(self) -> Normaliser:
        """What works out normal forms of the formulas and their parts."""
        return Normaliser(self.named_trees)

    @cached_property
    def rules(self) -> list[tuple[int, Check, Expression]]:
        """The checks, with their place in the list."""
        return [(index, check, parse(check.rule)) for index, check in enumerate(self.program.checks)]

    @cached_property
    def goals(self) -> list[tuple[Indicator, str, Expression]]:
        """The targets and baselines that are formulas."""
        found = []
        for spec in self.program.indicators:
            if spec.attainment is not None:
                for key, goal in (("target", spec.attainment.target), ("baseline", spec.attainment.baseline)):
                    if goal is not None and goal.formula is not None:
                        found.append((spec, key, parse(goal.formula)))
        return found

    @cached_property
    def bounds(self) -> Bounds:
        """Ranges of the inputs, and what the checks that reject figures say between them."""
        ranges = {variable.id: interval_of(variable) for variable in self.program.inputs}
        for name, quantity in self.program.tables_of_figures.items():
            figures = [float(row.figure) for row in quantity.rows]
            figures += [] if quantity.else_ is None else [float(quantity.else_)]
            ranges[name] = Interval(min(figures), max(figures))
        for node in self.program.nodes.values():
            own = float(node.own_weight)
            ranges[f"weight({node.id})"] = Interval(0.0) if node.weight_varies else Interval(own, own)
        facts = []
        for _, check, tree in self.rules:
            if check.severity == "error" and isinstance(tree, Call):
                facts += _facts(tree, check)
        return Bounds(ranges, tuple(facts))


def interval_of(variable: Variable) -> Interval:
    """Return where the figure of an input lies."""
    if variable.type == "boolean":
        return Interval(0.0, 1.0)
    if variable.takes_any:
        return Interval(0.0)
    if variable.choices:
        return Interval(0.0, float(len(variable.choices) - 1))
    return Interval(*variable.range.ends)


def _facts(tree: Call, check: Check) -> list[Fact]:
    """Return what a rule such as ``part <= whole`` says; a failed one rejects figures that it reads."""
    if tree.function not in {"<=", "<", ">=", ">", "=="}:
        return []
    read = frozenset(names(tree))
    if check.rejects is not None and not read & set(check.rejects):
        return []
    left, right = (normal_form(side) for side in tree.args)
    one = constant(Fraction(1))
    if left.opaque or right.opaque or left.denominator != one or right.denominator != one:
        return []
    least = add(right.numerator, left.numerator, Fraction(-1))
    most = add(left.numerator, right.numerator, Fraction(-1))
    if tree.function == "==":
        return [Fact(least, read), Fact(most, read)]
    return [Fact(least if tree.function in {"<=", "<"} else most, read)]
