"""A whole program over rows of cells: inputs and checks, then column by column what is asked for and what that reads."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from math import inf
from typing import Any

from tests.reference import classes, formulas, imputation, leaves, levels, scales, statistics, treatment
from tests.reference.figures import (
    NOT_APPLICABLE,
    NOT_REPORTED,
    UNDEFINED,
    Absent,
    Figure,
    Number,
    exact,
    gravest,
)
from tests.reference.formulas import NodeFigure, Source, Statistic
from tests.reference.groups import GroupScorer, held
from tests.reference.membership import Membership, Row
from tests.reference.nodes import SILENT, Node, Outcome, on_its_scale, rounded_outcome, unplaced
from tests.reference.outranking import Rivals
from tests.reference.parameters import beginning, look_up
from tests.reference.program import ProgramTree

Cell = Figure | str


@dataclass
class Scored:
    """One row scored: the value of each indicator and of each group that has a scale, the outcome of each node, and
    the attainments."""

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
        valued = [node for node in self.nodes.values() if node.is_leaf or node.scale["method"] != "none"]
        return [
            Scored(
                {node.id: run.value(node, number) for node in valued},
                {name: run.outcomes(name)[number] for name in self.nodes},
                {name: run.attainments(name)[number] for name in targets},
            )
            for number in range(len(rows))
        ]


class Run(Membership):
    """A program over some rows. Each column is worked out once for all rows, when it is first read."""

    def __init__(self, program: ProgramTree, rows: Sequence[Row]) -> None:
        self.program, self.rows = program, rows
        self.places = {(row.entity, row.place): number for number, row in enumerate(rows)}
        self.inputs = [self._inputs(row) for row in rows]
        self.excluded = [self._excluded(number) for number in range(len(rows))]
        self.values, self.outcomes = cache(self._values), cache(self._outcomes)
        self.attainments, self.statistics = cache(self._attainments), cache(self._statistics)
        self.aggregates = cache(self._aggregates)
        self.handed_in = cache(self._handed_in)

    # Inputs -----------------------------------------------------------------------------------------------

    def _inputs(self, row: Row) -> dict[str, Cell]:
        """Return the cells that are used: of the right kind, in range, in accord with the checks, with evidence."""
        program = self.program
        cells: dict[str, Cell] = {}
        for name, variable in program.variables.items():
            cells[name] = _checked(variable, row.cells.get(name, NOT_REPORTED))
        self._cut(cells)
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
            holds = self.check(formulas.parsed(check["rule"]), row, cells)
            if not isinstance(holds, Absent) and not holds and check.get("severity", "error") == "error":
                rejects = check.get("rejects")
                named = [name for name in formulas.names(check["rule"]) if name in cells]
                rejected |= set(named if rejects is None else rejects)
        cells |= dict.fromkeys(rejected, leaves.REJECTED)
        self._cut(cells)
        for leaf in program.leaves:
            if leaf.kind is not None and leaves.criterion_of(leaf.spec)["evidence"] == "required":
                cells[leaf.id] = leaves.proven(cells[leaf.id], leaf.kind, evidence=leaf.id in row.proofs)
        return cells

    def _cut(self, cells: dict[str, Cell]) -> None:
        """Give the options of variables that are cut from others: the last one that the figure has come to."""
        for name, variable in self.program.variables.items():
            if "of" not in variable:
                continue
            figure, (first, *others) = cells[variable["of"]], variable["options"]
            reached = [first if isinstance(first, str) else first["id"]]
            if isinstance(figure, Absent):
                cells[name] = figure
                continue
            assert not isinstance(figure, str)
            reached += [option["id"] for option in others if figure >= exact(option["from"])]
            cells[name] = reached[-1]

    # Formulas ---------------------------------------------------------------------------------------------

    def evaluate(self, part: ast.expr, number: int, back: int = 0, *, fills: bool = True) -> Any:
        """Return what a formula, or a part of it, comes to in a row, some periods back; `fills` gaps of variables."""
        return formulas.evaluate(part, lambda source, further: self.read(source, number, further, fills=fills), back)

    def read(self, source: Source, number: int, back: int, *, fills: bool = True) -> Any:
        """Return a variable, an answer, what an indicator's formula gives, or a figure of a node or a population."""
        formula = None if isinstance(source, NodeFigure | Statistic) else self.formula(source)
        if formula is not None:
            return self.evaluate(formula, number, back, fills=fills)
        node = self.program.nodes[source.id] if isinstance(source, NodeFigure) and source.kind == "weight" else None
        stated = None if node is None else node.spec.get("points") or node.spec.get("weight", 1)
        if stated is not None and not isinstance(stated, str | dict):
            return exact(stated)  # as declared, in every period
        earlier = self.earlier(number, back)
        if earlier is None:
            return NOT_REPORTED
        if source == "period":
            return beginning(self.rows[earlier].period)
        if source in self.program.parameters:
            return look_up(self.program.parameters[source], self.rows[earlier].period, self.inputs[earlier])
        match source:
            case NodeFigure("value", name):
                return self.values(name)[earlier]
            case NodeFigure("score", name):
                return self.outcomes(name)[earlier].score
            case NodeFigure("weight"):
                return self.figure(stated, node, earlier)
            case NodeFigure(_, name):
                return self.level(name, earlier)
            case Statistic():
                return self.statistics(source)[earlier]
        if fills and source in self.program.variables:
            return self.handed_in(source)[earlier]
        return self.inputs[earlier].get(source, NOT_REPORTED)

    def _handed_in(self, name: str) -> list[Any]:
        """Return the cells of a variable, what stands in for absent ones among them."""
        cells = [row.get(name, NOT_REPORTED) for row in self.inputs]
        is_indicator = name in self.program.nodes
        rule = imputation.written_out(None if is_indicator else self.program.variables[name].get("imputation"))
        return cells if rule is None else self.filled(rule, cells)

    def filled(self, rule: Mapping[str, Any], cells: Sequence[Any]) -> list[Any]:
        """Return figures with what stands in for absent ones."""
        found = list(cells)
        weight = rule.get("weight")
        weights = None if weight is None else [row.get(weight, NOT_REPORTED) for row in self.inputs]
        for number, cell in enumerate(cells):
            if cell not in imputation.GAPS or self.excluded[number] is not None:
                continue
            own = self.rows[number]
            others = {
                row.place - own.place: x for row, x in zip(self.rows, cells, strict=True) if row.entity == own.entity
            }
            members = self.population(rule.get("over", "period"), number)
            figure = imputation.stand_in(rule, members, cells, weights, others, self.program.step)
            found[number] = cell if figure is None else figure
        return found

    def is_estimate(self, leaf: Node, number: int) -> bool:
        """Return whether the value of a leaf, or its target, is there by what stands in for absent figures alone."""
        sheet = leaf.spec.get("attainment", {})
        goals = [formulas.parsed(goal) for key in ("target", "baseline") if isinstance(goal := sheet.get(key), str)]
        formula, row = self.formula(leaf.id), self.rows[number]
        parts = [formula, *goals] if formula is not None else [*goals]
        for part in parts:
            if part is formula and leaf.id in row.published and isinstance(self.read(leaf.id, number, 0), Absent):
                continue
            with_, without = (self.evaluate(part, number, fills=fills) for fills in (True, False))
            if not isinstance(with_, Absent) and (isinstance(without, Absent) or with_ != without):
                return True
        return False

    def level(self, name: str, number: int) -> Any:
        """Return the level of a node, or why it has none."""
        node, place = self.program.nodes[name], self.outcomes(name)[number].level
        if place is None and not node.is_leaf and node.aggregation["method"] == "decision_table":
            found = self.aggregates(name)[number].score  # a published score that stands in tells no level
            if isinstance(found, Absent):
                return found
        if place is None:
            return levels.why_no_level([self.in_row(node, number)], _Outcomes(self, number))
        return node.spec["levels"][place]["id"]

    def _statistics(self, statistic: Statistic) -> list[Any]:
        """Return a statistic for each row: that of the population which the row is in."""
        figures, *more = [
            [self.evaluate(part, number) for number in range(len(self.rows))]
            for part in statistic.args
            if not isinstance(part, ast.Constant) or not isinstance(part.value, str)
        ]
        words = [part.value for part in statistic.args if isinstance(part, ast.Constant)]
        found: list[Any] = []
        for number in range(len(self.rows)):
            members = self.population(statistic.population, number)
            if isinstance(members, Absent):
                found.append(members)
            elif statistic.function in statistics.PLACES:
                others = [figures[other] for other in members if other != number]
                ties = next((word for word in words if isinstance(word, str)), "average")
                found.append(statistics.place(statistic.function, figures[number], others, ties))
            else:
                seconds = [more[0][other] for other in members] if more else ()
                these, places = [figures[other] for other in members], [self.rows[other].place for other in members]
                found.append(statistics.summary(statistic.function, these, places, seconds))
        return found

    def certainty(self, parts: Iterable[ast.expr], number: int) -> tuple[Fraction, bool]:
        """Return the least coverage of the scores that formulas read in a row, and whether all are whole.

        What a statistic takes from a population is exact; a place among others is that of the row's own figure. What a
        node weighs rests on no score.
        """
        coverage, is_whole = Fraction(1), True
        for source, back in [found for part in parts for found in self.sources(part, 0)]:
            if source.kind == "weight":
                continue
            earlier = self.earlier(number, back)
            if earlier is None:
                coverage, is_whole = Fraction(0), False
                continue
            outcome = self.outcomes(source.id)[earlier]
            coverage = min(coverage, outcome.coverage)
            is_whole = is_whole and (outcome.is_whole if source.kind == "score" else outcome.has_one_level)
        return coverage, is_whole

    def sources(self, part: ast.expr, back: int) -> Iterator[tuple[NodeFigure, int]]:
        """Yield the figures of nodes that a formula reads, through other formulas too."""
        for source, further in formulas.sources(part, back):
            match source:
                case NodeFigure():
                    yield source, further
                case Statistic(function, args) if function in statistics.PLACES:
                    yield from self.sources(args[0], further)
                case str() if (formula := self.formula(source)) is not None:
                    yield from self.sources(formula, further)

    def earlier(self, number: int, back: int) -> int | None:
        """Return the row of the same entity some periods back; None where there is none."""
        row = self.rows[number]
        return self.places.get((row.entity, row.place - back * self.program.step))

    # Leaves -----------------------------------------------------------------------------------------------

    def _values(self, name: str) -> list[Any]:
        """Return the values of a leaf: what its formula gives, else a published one, or its answers; of a group."""
        if not self.program.nodes[name].is_leaf:
            return [outcome.score for outcome in self.aggregates(name)]
        found = []
        for number, row in enumerate(self.rows):
            value = self.read(name, number, 0)
            condition = self.program.nodes[name].spec.get("applies")
            why = None if condition is None else self.stands(condition, number, NOT_APPLICABLE)
            found.append(why or (row.published.get(name, value) if isinstance(value, Absent) else value))
        return found

    def value(self, node: Node, number: int) -> Any:
        """Return what a node comes to in a row: nothing where that is not assessed, though it could have a score."""
        can_be_excluded = node.is_leaf or node.is_scored
        return (self.excluded[number] if can_be_excluded else None) or self.values(node.id)[number]

    def withheld(self, node: Node, number: int, outcome: Outcome) -> Outcome:
        """Return an outcome, or that there is none in a row that the node does not apply to, or is not assessed."""
        why = self.standing(node, number)
        if why is None or not node.is_scored:
            return outcome
        nothing = {"level": None, "level_lowest": None, "level_highest": None, "coverage": Fraction(0), "exact": None}
        if not node.is_leaf:
            nothing |= {"lowest": None, "highest": None}
        return replace(outcome, score=why, **nothing)

    def _of_leaf(self, leaf: Node) -> Iterator[Outcome]:
        """Yield the outcomes of a leaf: of an answer, held against a target, or on a scale."""
        values = self.values(leaf.id)
        if leaf.kind is not None:
            criterion, whole = leaves.criterion_of(leaf.spec), leaf.kind.get("amount", {}).get("of")
            for number, (value, cells) in enumerate(zip(values, self.inputs, strict=True)):
                earned = leaves.earned(criterion, leaf.kind, value, cells.get(whole) if whole else None)
                figure = self.standing(leaf, number) or earned
                yield _known_or_open(figure, Fraction(0), leaves.FULL)
        elif "attainment" in leaf.spec:
            for number, attained in enumerate(self.attainments(leaf.id)):
                figure = attained if isinstance(attained, Absent) else min(max(attained, Fraction(0)), leaves.FULL)
                yield self._as_certain(
                    _known_or_open(figure, Fraction(0), leaves.FULL), leaf, number, (Fraction(0), leaves.FULL)
                )
        elif leaf.scale["method"] == "none":
            yield from [SILENT] * len(values)
        else:
            given_values = values
            if leaf.imputation is not None:
                values = self.filled(leaf.imputation, values)
            imputed = [a != b for a, b in zip(values, given_values, strict=True)]
            if leaf.treatment is not None:
                values = self.treated({"over": leaf.scale.get("over", "period")} | leaf.treatment, values)
            for number, given in enumerate(values):
                members = self.compared(leaf, number)
                scale, absence = self.scale_in(leaf, number)
                value = gravest([absence, given]) or given
                if isinstance(members, Absent):
                    figure, size = value if isinstance(value, Absent) else members, inf
                else:
                    same = [values[other] for other in members]
                    figure, size = (
                        scales.score(scale, leaf.spec, value, same, is_inside=number in members),
                        len(same),
                    )
                is_inside = isinstance(members, Absent) or number in members
                ends = scales.ends(scale, leaf.spec, size, is_inside=is_inside)
                figure = self.standing(leaf, number) or figure
                outcome = self._as_certain(_known_or_open(figure, *ends), leaf, number, ends)
                yield _as_estimate(outcome, ends) if imputed[number] else outcome

    def treated(self, rule: Mapping[str, Any], values: Sequence[Any]) -> list[Any]:
        """Return what the scale of a leaf reads in the place of its values, each by its population."""
        found = []
        for number, value in enumerate(values):
            members = self.population(rule["over"], number)
            if isinstance(value, Absent) or isinstance(members, Absent):
                found.append(value if isinstance(value, Absent) else members)
            else:
                found.append(treatment.treat(rule, value, [values[other] for other in members]))
        return found

    def scale_in(self, node: Node, number: int) -> tuple[dict[str, Any], Absent | None]:
        """Return the scale of a node with the figures of a row in it; and why one of them is absent."""
        found, absences = dict(node.scale), []
        for key in ("low", "high", "reference", "spread", "mean", "sd", "formula"):
            if key in found:
                found[key] = self.figure(found[key], node, number)
            absences.append(found.get(key))
        for key in {"bands", "points"} & found.keys():
            found[key] = [scales.step_of(step, lambda part: self.figure(part, node, number)) for step in found[key]]
            absences += [figure for step in found[key] for figure in step.values()]
        return found, gravest(absences)

    def _as_certain(self, outcome: Outcome, leaf: Node, number: int, ends: tuple[Number, Number]) -> Outcome:
        """Return an outcome as certain as the scores that its formulas read; a published value rests on none."""
        formula, row = self.formula(leaf.id), self.rows[number]
        if isinstance(outcome.score, Absent) or formula is None:
            return outcome
        sheet = leaf.spec.get("attainment", {})
        goals = [formulas.parsed(goal) for key in ("target", "baseline") if isinstance(goal := sheet.get(key), str)]
        is_published = leaf.id in row.published and isinstance(self.read(leaf.id, number, 0), Absent)
        coverage, is_whole = self.certainty(goals if is_published else [formula, *goals], number)
        low, high = (outcome.lowest, outcome.highest) if is_whole else ends
        outcome = replace(outcome, coverage=coverage, lowest=low, highest=high)
        return _as_estimate(outcome, ends) if self.is_estimate(leaf, number) else outcome

    def _attainments(self, name: str) -> list[Figure]:
        """Return the attainments of a leaf that has a target."""
        leaf = self.program.nodes[name]
        return [self._attained(leaf, number) for number in range(len(self.rows))]

    def _attained(self, leaf: Node, number: int) -> Figure:
        sheet, row = leaf.spec["attainment"], self.rows[number]
        values = [why or value for why, value in zip(self.excluded, self.values(leaf.id), strict=True)]
        method = sheet.get("method") or leaves.METHODS[leaf.spec["direction"]][0]

        def goal(written: Any, where: int) -> Any:
            if isinstance(written, str):
                return self.evaluate(formulas.parsed(written), where)
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
        """Return the outcomes of a node: on its scale, rounded, held by gates, with its levels."""
        node = self.program.nodes[name]
        found = []
        for number, before in enumerate(self._of_leaf(node) if node.is_leaf else self._of_group(node)):
            below, unrounded = _Outcomes(self, number), self.withheld(node, number, before)
            outcome = rounded_outcome(node, unrounded)
            if not node.is_leaf and node.aggregation["method"] != "decision_table":
                outcome = held(self.in_row(node, number), below, outcome)
            is_open = isinstance(outcome.score, Absent) or outcome.is_empty
            stands_in = self.rows[number].published.get(name) if is_open else None
            if stands_in is not None and not node.is_leaf:
                known = {"score": stands_in, "lowest": stands_in, "highest": stands_in, "coverage": Fraction(1)}
                outcome = replace(outcome, exact=None, is_empty=False, **known)
            found.append(self.withheld(node, number, outcome))
        return [self._with_levels(node, number, found) for number in range(len(found))]

    def _with_levels(self, node: Node, number: int, found: Sequence[Outcome]) -> Outcome:
        """Return the outcome of a row with its levels, cut by the scores of its population where the spec says so."""
        ends = None
        if "cuts" in node.spec:
            rule = node.spec["cuts"]
            rule = {"method": rule} if isinstance(rule, str) else rule
            members = self.population(rule.get("over", "period"), number)
            decimals = node.spec.get("level_decimals")
            scores = [] if isinstance(members, Absent) else [found[other].score for other in members]
            known = [classes.as_cut(score, decimals) for score in scores if not isinstance(score, Absent)]
            ends = classes.cuts(rule, len(node.spec["levels"]), known)
        return levels.with_levels(self.in_row(node, number), _Outcomes(self, number), found[number], ends)

    def _aggregates(self, name: str) -> list[Outcome]:
        """Return what the parts of a group come to, with its bonuses and penalties."""
        node, found = self.program.nodes[name], []
        for number in range(len(self.rows)):
            below = _Outcomes(self, number)
            if node.aggregation["method"] == "decision_table":
                own = self.in_row(node, number)
                own.children = [self.in_row(child, number) for child in node.children]
                found.append(levels.decide(own, below))
            elif not node.is_scored or node.aggregation["method"] == "none":
                found.append(SILENT)
            else:
                own = self.weighed(node, number)
                found.append(GroupScorer(own, below, self.rivals(node, number)).outcome())
        return [self.withheld(node, number, outcome) for number, outcome in enumerate(found)]

    def rivals(self, node: Node, number: int) -> Rivals | None:
        """Return whom a group that compares is held against: the others of its population that have a score."""
        if node.aggregation["method"] != "copeland":
            return None
        members = self.population(node.aggregation.get("over", "period"), number)
        if isinstance(members, Absent):
            return Rivals(members)
        units = [
            GroupScorer(self.weighed(node, other), _Outcomes(self, other)).unit()
            for other in members
            if other != number and self.standing(node, other) is None
        ]
        return Rivals([unit for unit in units if unit is not None])

    def weighed(self, node: Node, number: int) -> Node:
        """Return a group whose children weigh what they do in a row."""
        found = copy.copy(node)
        if "share" in node.aggregation:
            found.aggregation = {**node.aggregation, "share": self.figure(node.aggregation["share"], node, number)}
        found.children = []
        for child in node.children:
            own, weight = copy.copy(child), child.spec.get("weight")
            if isinstance(weight, str | dict) and self.excluded[number] is None:
                own.spec = {**child.spec, "weight": self.figure(weight, child, number)}
            found.children.append(own)
        return found

    def in_row(self, node: Node, number: int) -> Node:
        """Return a node whose levels are cut, and whose gates ask and let, as in a row."""
        found = copy.copy(node)
        cuts = [
            {
                key: self.figure(part, node, number) if key in {"up_to", "from"} else part
                for key, part in level.items()
                if part is not None
            }
            for level in node.spec.get("levels", ())
        ]
        found.spec = {**node.spec, "levels": cuts}
        answered = {each.id for each in node.below() if each.kind}
        gates = []
        for gate in node.spec.get("gates", ()):
            required = gate["requires"]
            names = {required} if isinstance(required, str) else set(required)
            own = {key: gate[key] for key in ("at_least", "above", "max_score") if gate.get(key) is not None}
            if isinstance(own.get("at_least"), str) and names & answered:
                del own["at_least"]
            gates.append({**gate, **{key: self.figure(part, node, number) for key, part in own.items()}})
        if gates:
            found.spec["gates"] = gates
        return found

    def figure(self, written: Any, node: Node, number: int) -> Any:
        """Return a figure of a node in a row: written out, a formula, or one of a table."""
        if isinstance(written, str):
            formula = copy.deepcopy(formulas.parsed(written))
            return self.evaluate(formulas.OfNode(node.id).visit(formula), number)
        if isinstance(written, dict):
            return look_up(written, self.rows[number].period, self.inputs[number])
        return written

    def _of_group(self, node: Node) -> Iterator[Outcome]:
        """Yield the outcomes of a group on its scale, each among those of its population."""
        found = self.aggregates(node.id)
        for number in range(len(self.rows)):
            own, value, members = copy.copy(node), found[number], self.compared(node, number)
            own.scale, absence = self.scale_in(node, number)
            if absence is not None and value != SILENT:
                value = replace(value, score=gravest([absence, value.score]) or absence)
            if isinstance(members, Absent):
                yield unplaced(own, value, members)
                continue
            those = [found[other] for other in members]
            yield on_its_scale(own, value, those, is_inside=number in members)

    def compared(self, node: Node, number: int) -> list[int] | Absent:
        """Return the rows that a relative scale compares a row with; or why there are none."""
        is_relative = node.scale["method"] in scales.RELATIVE
        return self.population(node.scale.get("over", "period") if is_relative else "period", number)


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


def _as_estimate(outcome: Outcome, ends: tuple[Number, Number]) -> Outcome:
    """Return the outcome of a score that rests on what stands in for absent figures: anything could be."""
    if isinstance(outcome.score, Absent):
        return outcome
    return replace(outcome, coverage=Fraction(0), lowest=ends[0], highest=ends[1])


def _known_or_open(score: Figure, worst: Number, best: Number) -> Outcome:
    """Return a leaf of this score; where it is absent, from worst to best."""
    if not isinstance(score, Absent):
        return Outcome(score, Fraction(1), score, score)
    return Outcome(score, Fraction(0), worst, best)


def _checked(variable: Mapping[str, Any], cell: Cell) -> Cell:
    """Reject a figure of the wrong kind or out of range; a code of absence is none."""
    if isinstance(cell, Absent | str):
        return cell
    if cell in map(exact, variable.get("absent", ())):
        return NOT_REPORTED
    low, high = variable.get("range", (None, None))
    beyond = (low is not None and cell < exact(low)) or (high is not None and cell > exact(high))
    broken = variable.get("type") == "integer" and cell != int(cell)
    return leaves.REJECTED if beyond or broken else cell
