"""A program with its formulas compiled, ready for data."""

from __future__ import annotations

from dataclasses import dataclass

from ..formulas import Expression, compile_recipe, inputs_of, names, parse
from ..formulas.plan import Plan
from ..specs import Program


@dataclass(frozen=True, slots=True)
class CompiledProgram:
    """A program, the tree of each formula, one plan for its indicators and one for its rules between inputs."""

    program: Program
    trees: dict[str, Expression]
    indicators: Plan
    rules: Plan
    rule_inputs: list[tuple[str, ...]]

    def inputs_of(self, indicator: str) -> tuple[str, ...]:
        """Return the variables that an indicator reads, through other indicators too."""
        return inputs_of(indicator, self.trees, self.program)


def compile_program(program: Program) -> CompiledProgram:
    """Compile all formulas and rules of a program; it must be sound (see `validation.load`)."""
    variables = [variable.id for variable in program.inputs]
    codes = {
        variable.id: {option.id: code for code, option in enumerate(variable.options)}
        for variable in program.inputs
        if variable.options
    }
    trees = {leaf.id: parse(leaf.formula) for leaf in program.indicators if leaf.formula is not None}
    rules = {f"rule {number}": parse(check.rule) for number, check in enumerate(program.all_checks)}
    return CompiledProgram(
        program,
        trees,
        Plan(compile_recipe(trees, variables, codes)),
        Plan(compile_recipe(rules, variables, codes)),
        [tuple(names(tree)) for tree in rules.values()],
    )
