"""Who is assessed, to which rows a node applies, and whom a row is held against."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.reference import formulas
from tests.reference.figures import EXCLUDED, NOT_APPLICABLE, Absent, Figure, Number, exact, gravest
from tests.reference.nodes import Node
from tests.reference.parameters import beginning, look_up
from tests.reference.program import ProgramTree

Cell = Figure | str


@dataclass(frozen=True)
class Row:
    """What one entity handed in for one period.

    `place` counts periods of the program's frequency, `year` is that of the period. `published` are values of
    indicators and scores of groups; `proofs` the criteria that came with evidence.
    """

    entity: str
    period: str
    place: int
    year: int
    cells: Mapping[str, Cell]
    published: Mapping[str, Number] = field(default_factory=dict)
    proofs: frozenset[str] = frozenset()


class Membership:
    """What a run over rows asks of its inputs before anything is scored."""

    program: ProgramTree
    rows: Sequence[Row]
    inputs: list[dict[str, Cell]]
    excluded: list[Absent | None]

    def formula(self, name: str) -> ast.expr | None:
        """Return the formula of an indicator, or of a parameter; None of anything else."""
        parameter = self.program.parameters.get(name)
        if parameter is not None:
            return formulas.parsed(str(parameter["value"])) if "value" in parameter else None
        node = self.program.nodes.get(name)
        return formulas.parsed(node.spec["formula"]) if node is not None and "formula" in node.spec else None

    def population(self, name: str, number: int) -> list[int] | Absent:
        """Return the rows of the population that a row is held against; or why it is against none."""
        row, declared = self.rows[number], self.program.populations.get(name)
        if declared is not None:
            return self._declared(declared, number)
        if self.excluded[number] is not None:
            return self.excluded[number]

        def is_in(other: int) -> bool:
            match name:
                case "all":
                    return True
                case "entity":
                    return self.rows[other].entity == row.entity
                case "period":
                    return self.rows[other].period == row.period
            return self.rows[other].period == row.period and self.inputs[other][name] == self.inputs[number][name]

        if name in self.program.variables and isinstance(self.inputs[number][name], Absent):
            return self.inputs[number][name]
        return [other for other in range(len(self.rows)) if self.excluded[other] is None and is_in(other)]

    def _declared(self, population: Mapping[str, Any], number: int) -> list[int] | Absent:
        by = [population["by"]] if isinstance(population.get("by"), str) else population.get("by", [])
        own = [self.inputs[number][name] for name in by]
        absent = [option for option in own if isinstance(option, Absent)]
        if self.excluded[number] is not None and "where" not in population:
            return self.excluded[number]
        if absent:
            return gravest(absent)

        def is_in(other: int) -> bool:
            if [self.inputs[other][name] for name in by] != own:
                return False
            if "where" not in population and self.excluded[other] is not None:
                return False
            row = self.rows[other]
            if "period" in population and row.period != population["period"]:
                return False
            if (
                "period" not in population
                and population.get("within") != "all"
                and row.period != self.rows[number].period
            ):
                return False
            return "where" not in population or self.holds(population["where"], other) is True

        return [other for other in range(len(self.rows)) if is_in(other)]

    def holds(self, condition: str, number: int) -> bool | Absent:
        """Return whether a condition holds in a row; or why that is not known."""
        found = self.check(formulas.parsed(condition), self.rows[number], self.inputs[number])
        return found if isinstance(found, Absent) else bool(found)

    def check(self, rule: ast.expr, row: Row, cells: Mapping[str, Cell]) -> Any:
        """Return whether a rule holds between the cells of a row."""

        def read(source: Any, back: int) -> Any:
            formula = self.formula(source)
            if formula is not None:
                return formulas.evaluate(formula, read, back)
            if source in {"period", "entity"}:
                return beginning(row.period) if source == "period" else row.entity
            parameter = self.program.parameters.get(source)
            return cells[source] if parameter is None else look_up(parameter, row.period, cells)

        return formulas.evaluate(rule, read)

    def _excluded(self, number: int) -> Absent | None:
        """Return why a row is not assessed; None where it is."""
        rule = self.program.spec.get("applies")
        if rule is None:
            return None
        asked = {"where": rule} if isinstance(rule, str) else rule
        why = self.stands(asked["where"], number, EXCLUDED) if "where" in asked else None
        counted = [node for node in self.program.nodes.values() if node.is_leaf and self._counts(node)]
        cells = [[self.inputs[number][name] for name in self._own_inputs(node)] for node in counted]
        whole = [own for own in cells if not any(isinstance(cell, Absent) for cell in own)]
        if why is None and "at_least" in asked and len(whole) < exact(asked["at_least"]) * max(len(counted), 1):
            return EXCLUDED
        if why is None and "nonzero" in asked:
            figures = [[cell for cell in own if not isinstance(cell, str)] for own in whole]
            nought = [own for own in figures if own and all(cell == 0 for cell in own)]
            if len(whole) - len(nought) < exact(asked["nonzero"]) * len(whole):
                return EXCLUDED
        return why

    def _counts(self, node: Node) -> bool:
        """Whether a node counts in the total."""
        return node.parent is None or (node.role == "base" and node.is_scored and self._counts(node.parent))

    def _own_inputs(self, node: Node) -> set[str]:
        """Return the inputs that a leaf, or an indicator that it names, names itself."""
        if node.kind is not None:
            return {node.id}
        waiting, seen, own = [node.id], set[str](), set[str]()
        while waiting:
            name = waiting.pop()
            formula, table = self.formula(name), self.program.parameters.get(name, {})
            by = [table["by"]] if isinstance(table.get("by"), str) else table.get("by", [])
            if name == "period" or by:
                waiting += [each for each in by if each != "period"]
                continue
            if formula is None:
                own.add(name)
            found = (
                []
                if formula is None
                else [source for source, _ in formulas.sources(formula) if isinstance(source, str)]
            )
            waiting += [source for source in found if source not in seen]
            seen.update(found)
        return own

    def stands(self, condition: str, number: int, otherwise: Absent) -> Absent | None:
        """Return why something does not apply to a row; None where it does."""
        holds = self.holds(condition, number)
        return holds if isinstance(holds, Absent) else None if holds else otherwise

    def standing(self, node: Node, number: int) -> Absent | None:
        """Return why a node has no score in a row that it does not apply to, or that is not assessed; else None."""
        condition = node.spec.get("applies") if node.parent is not None else None
        return self.excluded[number] or (None if condition is None else self.stands(condition, number, NOT_APPLICABLE))
