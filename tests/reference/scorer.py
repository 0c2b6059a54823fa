"""A whole program over rows of cells: inputs and checks, then column by column what is asked for and what that reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from typing import Any

from tests.reference import formulas, groups, leaves, levels, scales
from tests.reference.figures import NOT_REPORTED, UNDEFINED, Absent, Figure, Number, exact
from tests.reference.groups import GroupScorer, Node, Outcome
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


@dataclass
class Scored:
    """One row scored: the value of each indicator, the outcome of each node, and the attainments."""

    values: dict[str, Cell]
    outcomes: dict[str, Outcome]
    attainments: dict[str, Figure] = field(default_factory=dict)


class Reference(ProgramTree):
    """A program that scores rows."""

    def score(self, rows: Sequence[Row]) -> list[Scored]:
        """Score every row."""
        self.find_scored({name for row in rows for name in row.published})
        run = Run(self, rows)
        targets = [leaf.id for leaf in self.leaves if "attainment" in leaf.spec]
        return [
            Scored(
                {leaf.id: run.values(leaf.id)[number] for leaf in self.leaves},
                {name: run.outcomes(name)[number] for name in self.nodes},
                {name: run.attainments(name)[number] for name in targets},
            )
            for number in range(len(rows))
        ]


class Run:
    """A program over some rows. Each column is worked out once for all rows, when it is first read."""

    def __init__(self, program: ProgramTree, rows: Sequence[Row]) -> None:
        self.program, self.rows = program, rows
        self.places = {(row.entity, row.place): number for number, row in enumerate(rows)}
        self.inputs = [self._inputs(row) for row in rows]
        self.values, self.outcomes = cache(self._values), cache(self._outcomes)
        self.attainments = cache(self._attainments)

    # Inputs -----------------------------------------------------------------------------------------------

    def _inputs(self, row: Row) -> dict[str, Cell]:
        """Return the cells that are used: of the right kind, in range, in accord with the checks, with evidence."""
        program = self.program
        cells: dict[str, Cell] = {}
        for name, variable in program.variables.items():
            cells[name] = _checked(variable, row.cells.get(name, NOT_REPORTED))
        checks = list(program.spec.get("checks", ()))
        for leaf in program.leaves:
            if leaf.kind is not None:
                criterion = leaves.criterion_of(leaf.spec)
                cells[leaf.id] = leaves.accepted(criterion, leaf.kind, row.cells.get(leaf.id, NOT_REPORTED))
                whole = leaf.kind.get("amount", {}).get("of")
                if whole is not None:
                    checks.append({"rule": f"{leaf.id} <= {whole}", "rejects": [leaf.id]})
        rejected: set[str] = set()
        for check in checks:
            holds = formulas.evaluate(formulas.parsed(check["rule"]), lambda name, back: cells[name])
            if not isinstance(holds, Absent) and not holds and check.get("severity", "error") == "error":
                rejects = check.get("rejects")
                rejected |= set(formulas.names(check["rule"]) if rejects is None else rejects)
        cells |= dict.fromkeys(rejected, leaves.REJECTED)
        for leaf in program.leaves:
            if leaf.kind is not None and leaves.criterion_of(leaf.spec)["evidence"] == "required":
                cells[leaf.id] = leaves.proven(cells[leaf.id], leaf.kind, evidence=leaf.id in row.proofs)
        return cells

    # Formulas ---------------------------------------------------------------------------------------------

    def evaluate(self, text: str, number: int, back: int = 0) -> Any:
        """Return what a formula comes to in a row, some periods back."""
        return formulas.evaluate(formulas.parsed(text), lambda name, further: self.read(name, number, further), back)

    def read(self, name: str, number: int, back: int) -> Any:
        """Return a variable, an answer or what an indicator's formula gives, some periods back."""
        node = self.program.nodes.get(name)
        if node is not None and "formula" in node.spec:
            return self.evaluate(node.spec["formula"], number, back)
        earlier = self.earlier(number, back)
        return NOT_REPORTED if earlier is None else self.inputs[earlier].get(name, NOT_REPORTED)

    def earlier(self, number: int, back: int) -> int | None:
        """Return the row of the same entity some periods back; None where there is none."""
        row = self.rows[number]
        return self.places.get((row.entity, row.place - back * self.program.step))

    # Leaves -----------------------------------------------------------------------------------------------

    def _values(self, name: str) -> list[Any]:
        """Return the values of a leaf: what its formula gives, else a published one, or its answers."""
        found = []
        for number, row in enumerate(self.rows):
            value = self.read(name, number, 0)
            found.append(row.published.get(name, value) if isinstance(value, Absent) else value)
        return found

    def _of_leaf(self, leaf: Node) -> Iterator[Outcome]:
        """Yield the outcomes of a leaf: of an answer, held against a target, or on a scale."""
        values = self.values(leaf.id)
        if leaf.kind is not None:
            criterion, whole = leaves.criterion_of(leaf.spec), leaf.kind.get("amount", {}).get("of")
            for value, cells in zip(values, self.inputs, strict=True):
                figure = leaves.earned(criterion, leaf.kind, value, cells.get(whole) if whole else None)
                yield _known_or_open(figure, Fraction(0), leaves.FULL)
        elif "attainment" in leaf.spec:
            for attained in self.attainments(leaf.id):
                figure = attained if isinstance(attained, Absent) else min(max(attained, Fraction(0)), leaves.FULL)
                yield _known_or_open(figure, Fraction(0), leaves.FULL)
        else:
            scale = self.program.scale_of(leaf)
            for row, value in zip(self.rows, values, strict=True):
                same = [
                    other
                    for peer, other in zip(self.rows, values, strict=True)
                    if scale.get("over") == "all" or peer.period == row.period
                ]
                figure = scales.score(scale, leaf.spec, value, same)
                yield _known_or_open(figure, *scales.ends(scale, leaf.spec, len(same)))

    def _attainments(self, name: str) -> list[Figure]:
        """Return the attainments of a leaf that has a target."""
        leaf = self.program.nodes[name]
        return [self._attained(leaf, number) for number in range(len(self.rows))]

    def _attained(self, leaf: Node, number: int) -> Figure:
        sheet, row, values = leaf.spec["attainment"], self.rows[number], self.values(leaf.id)
        method = sheet.get("method") or leaves.METHODS[leaf.spec["direction"]][0]

        def goal(written: Any, where: int) -> Any:
            if isinstance(written, str):
                return self.evaluate(written, where)
            if isinstance(written, dict):
                named = {str(key): exact(figure) for key, figure in written.items()}
                return named.get(self.rows[where].period, named.get(str(self.rows[where].year), NOT_REPORTED))
            return exact(written)

        value = values[number]
        target = sheet["target"]
        low, high = (exact(target[0]), exact(target[1])) if isinstance(target, list) else (goal(target, number), None)
        base = goal(sheet["baseline"], number) if sheet.get("baseline") is not None else None
        if isinstance(value, Absent):
            return value
        if sheet.get("cumulative"):
            year = [
                n
                for n, other in enumerate(self.rows)
                if (other.entity, other.year) == (row.entity, row.year) and other.place <= row.place
            ]
            value = _total([values[n] for n in year])
            if isinstance(target, str):
                low = _total([goal(target, n) for n in year])
        if isinstance(low, Absent):
            return NOT_REPORTED
        if isinstance(value, Absent) or (isinstance(base, Absent) and method == "progress"):
            return UNDEFINED
        return leaves.attainment(method, value, low, base, high)

    # Nodes ------------------------------------------------------------------------------------------------

    def _outcomes(self, name: str) -> list[Outcome]:
        """Return the outcomes of a node, with its levels."""
        node = self.program.nodes[name]
        found = list(self._of_leaf(node) if node.is_leaf else self._of_group(node))
        return [
            levels.with_levels(node, _Outcomes(self, number), outcome, self.inputs[number].get)
            for number, outcome in enumerate(found)
        ]

    def _of_group(self, node: Node) -> Iterator[Outcome]:
        """Yield the outcomes of a group; a published score stands in where there is none."""
        for number, row in enumerate(self.rows):
            below = _Outcomes(self, number)
            if node.aggregation["method"] == "decision_table":
                outcome = levels.decide(node, below, self.inputs[number].get)
            elif not node.is_scored or node.aggregation["method"] == "none":
                outcome = groups.SILENT
            else:
                outcome = GroupScorer(node, below).outcome()
            stands_in = row.published.get(node.id) if isinstance(outcome.score, Absent) else None
            if stands_in is not None:
                outcome = replace(outcome, score=stands_in, coverage=Fraction(1), lowest=stands_in, highest=stands_in)
            yield outcome


class _Outcomes(Mapping[str, Outcome]):
    """The outcomes of one row, worked out as they are read."""

    def __init__(self, run: Run, number: int) -> None:
        self.run, self.number = run, number

    def __getitem__(self, name: str) -> Outcome:
        return self.run.outcomes(name)[self.number]

    def __iter__(self) -> Iterator[str]:
        return iter(self.run.program.nodes)

    def __len__(self) -> int:
        return len(self.run.program.nodes)


def _total(figures: Sequence[Any]) -> Any:
    """A sum with a hole is no sum."""
    if any(isinstance(figure, Absent) for figure in figures):
        return UNDEFINED
    return sum(figures, Fraction(0))


def _known_or_open(score: Figure, worst: Number, best: Number) -> Outcome:
    """Return a leaf of this score; where it is absent, from worst to best."""
    if not isinstance(score, Absent):
        return Outcome(score, Fraction(1), score, score)
    if score.reason == "not_scored":
        return groups.SILENT
    return Outcome(score, Fraction(0), worst, best)


def _checked(variable: Mapping[str, Any], cell: Cell) -> Cell:
    """Reject a figure of the wrong kind or out of range."""
    if isinstance(cell, Absent | str):
        return cell
    low, high = variable.get("range", (None, None))
    beyond = (low is not None and cell < exact(low)) or (high is not None and cell > exact(high))
    broken = variable.get("type") == "integer" and cell != int(cell)
    return leaves.REJECTED if beyond or broken else cell
