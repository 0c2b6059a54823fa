"""The paths of a program: scales, levels, lights, answers, gates, rules; which of them its examples take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from ...engine.compiled import compile_program
from ...engine.node_scores import NodeScoreSet
from ...formulas import Expression, Name, walk
from ...formulas.columns import Column, define_columns, node_column
from ...formulas.dependence import find_columns_among_others
from ...formulas.reasons import NOT_APPLICABLE, NOT_REPORTED, NOT_VERIFIED
from ...formulas.rounding import place_among, unite
from ...formulas.tree import NodeFigure
from ...scoring.scored import Scored
from ...specs import Program, TreeNode, scored_nodes
from ...specs.model.answers import Amount
from ...specs.model.quantities import Figure, Quantity
from ...specs.parsing.nodes import Path
from ...transforms.attainment import LIGHTS
from .formula_paths import FormulaPaths, written_call
from .running import ExampleCase, ExampleRun

Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FoundPath:
    """A path of a node: its kind, its words, where it stands below the node, whether an example reaches it."""

    node: str
    kind: str
    text: str
    below: Path
    reached: bool


def find_paths(program: Program, runs: Sequence[ExampleRun]) -> list[FoundPath]:
    """Return every path of a program, in the order of its tree; those among others where an example holds these."""
    found: dict[tuple[str, str, str, Path], FoundPath] = {}
    ordered: list[ExampleRun | None] = [*sorted(runs, key=lambda run: not run.is_population)]
    for run in ordered or [None]:
        for path in _Finder(program, run).run():
            key = (path.node, path.kind, path.text, path.below)
            known = found.setdefault(key, path)
            found[key] = replace(known, reached=known.reached or path.reached)
    return list(found.values())


class _Seen:
    """Which examples state what must come of each node: its result, its score, its level, its light."""

    def __init__(self, program: Program, trial: ExampleRun | None) -> None:
        self.program = program
        self.count = len(trial.cases) if trial is not None else 0
        self.results: dict[str, Rows] = {}
        self.scores: dict[str, Rows] = {}
        self.levels: dict[str, Rows] = {}
        self.lights: dict[str, Rows] = {}
        for number, case in enumerate(trial.cases if trial is not None else ()):
            self.note(number, case, trial.scored if trial is not None else None)

    def note(self, number: int, case: ExampleCase, scored: Scored | None) -> None:
        """Note what an example states, and all that this rests on."""
        assert scored is not None
        for name in case.expected_values("expect_light"):
            self.put(self.lights, name, number)
        stated = {"expect": "value", "expect_light": "value", "expect_score": "score", "expect_level": "level"}
        waiting = [Column(kind, name) for key, kind in stated.items() for name in case.expected_values(key)]
        done: set[Column] = set()
        while waiting:
            column = waiting.pop()
            if column not in done:
                done.add(column)
                waiting += self.follow(column, number, scored.compiled.trees)

    def follow(self, column: Column, number: int, trees: Mapping[str, Expression]) -> list[Column]:
        """Note a figure as stated, and return what it rests on."""
        if column.kind == "value":
            if column.name not in trees:
                return []
            self.put(self.results, column.name, number)
            figures = [part for part in walk(trees[column.name]) if isinstance(part, Name | NodeFigure)]
            return [node_column(part) if isinstance(part, NodeFigure) else Column("value", part.id) for part in figures]
        node = self.program.nodes[column.name]
        if column.kind == "level":
            self.put(self.levels, node.id, number)
            return [Column("score", node.id)]
        self.put(self.scores, node.id, number)
        decided = node.aggregation.facts.reads == "levels"
        own = [Column("value", node.id)] if node.is_indicator else [Column("level", node.id)] if decided else []
        return [*own, *(Column("level" if decided else "score", child.id) for child in node.counted_children)]

    def put(self, seen: dict[str, Rows], name: str, number: int) -> None:
        if name not in seen:
            seen[name] = np.zeros(self.count, np.bool_)
        seen[name][number] = True

    def of(self, seen: dict[str, Rows], name: str) -> Rows:
        return seen.get(name, np.zeros(self.count, np.bool_))


class _Finder:
    def __init__(self, program: Program, trial: ExampleRun | None) -> None:
        self.program, self.trial = program, trial
        self.seen = _Seen(program, trial)
        self.rows = trial.synthetic.rows if trial is not None else np.zeros(0, np.intp)
        self.compiled = trial.scored.compiled if trial is not None else compile_program(program)
        trees = self.compiled.all_trees
        self.is_population = trial is not None and trial.is_population
        among_others = find_columns_among_others(define_columns(program, trees), trees.values())
        self.among_others = frozenset() if self.is_population else among_others
        self.fitted = {column for column, made in define_columns(program, trees).items() if made.barrier}
        self.formulas = self.formula_paths()
        self.scored = scored_nodes(list(program.nodes.values()))

    def run(self) -> Iterator[FoundPath]:
        for node in self.program.nodes.values():
            yield from self.formulas.get(node.id, ())
            if node.answer is not None:
                yield from self.answers(node)
            elif self.can_be_told("score", node):
                yield from self.scores(node)
                if self.is_population and Column("score", node.id) in self.fitted:
                    own = self.results(node) if node.is_indicator else self.book().values[node.id][self.rows]
                    yield from self.fits(node, own, ("scale",), self.seen.scores)
                if node.is_indicator:
                    yield from self.scale(node)
            if node.levels and self.can_be_told("level", node):
                if self.is_population and node.cuts is not None:
                    scores = self.book().nodes[node.id].scores[self.rows]
                    yield from self.fits(node, scores, ("cuts",), self.seen.levels)
                yield from self.levels(node)
            if node.has_target and self.can_be_told("score", node):
                yield from self.lights(node)
            if getattr(node.spec, "gates", ()):
                yield from self.gates(node)
            if node.aggregation.facts.reads == "levels":
                yield from self.rules(node)

    def can_be_told(self, kind: str, node: TreeNode) -> bool:
        """Return whether an example can tell the score or the level of a node."""
        return node.id in self.scored and Column(kind, node.id) not in self.among_others

    def formula_paths(self) -> dict[str, list[FoundPath]]:
        formulas = FormulaPaths(self.compiled, self.among_others)
        taken: Sequence[Rows] = [np.zeros(0, np.bool_)] * len(formulas.paths)
        figures: dict[Expression, NDArray[np.float64]] = {}
        if self.trial is not None:
            taken, figures = formulas.find_rows(self.trial.scored.run.columns)
        found: dict[str, list[FoundPath]] = {}
        for path, rows in zip(formulas.paths, taken, strict=True):
            seen = self.seen.of(self.seen.results, path.indicator)
            one = FoundPath(path.indicator, path.kind, path.text, ("formula",), bool((rows[self.rows] & seen).any()))
            found.setdefault(path.indicator, []).append(one)
        for name, statistics in formulas.statistics.items() if self.is_population else ():
            node = self.program.nodes[name]
            text = str(getattr(node.spec, "formula", ""))
            for part in statistics:
                words = f"{written_call(text, part.at)}: "
                found[name] += self.fits(node, figures[part][self.rows], ("formula",), self.seen.results, words)
        return found

    def path(self, node: TreeNode, kind: str, text: str, below: Path, taken: Rows, seen: dict[str, Rows]) -> FoundPath:
        return FoundPath(node.id, kind, text, below, bool((taken & self.seen.of(seen, node.id)).any()))

    def nothing(self) -> Rows:
        return np.zeros(len(self.rows), np.bool_)

    def scores(self, node: TreeNode) -> Iterator[FoundPath]:
        known = self.nothing()
        if self.trial is not None:
            known = self.trial.scored.book.nodes[node.id].reasons[self.rows] == 0
        yield self.path(node, "score", "computed", (), known, self.seen.scores)

    def book(self) -> NodeScoreSet:
        assert self.trial is not None
        return self.trial.scored.book

    def fits(
        self, node: TreeNode, values: NDArray[np.float64], below: Path, seen: dict[str, Rows], words: str = ""
    ) -> Iterator[FoundPath]:
        """Yield what may be found in a population: figures that are equal, one alone, ties, one absent."""
        known = values[~np.isnan(values)]
        distinct, everybody = len(np.unique(unite(known))), np.ones(len(self.rows), np.bool_)
        for text, holds in (
            ("all equal", len(known) > 1 and distinct == 1),
            ("one value", len(known) == 1),
            ("ties", 1 < distinct < len(known)),
            ("an absent one", 0 < len(known) < len(values)),
        ):
            yield self.path(node, "fit", words + text, below, everybody & holds, seen)

    def results(self, node: TreeNode) -> NDArray[np.float64]:
        """Return the results of a leaf in the rows of the examples."""
        if self.trial is None:
            return np.zeros(0)
        leaves = [indicator.id for indicator in self.program.indicators]
        found: NDArray[np.float64] = self.trial.scored.results.values[leaves.index(node.id), self.rows]
        return found

    def figures(self, node: TreeNode, key: str, stated: Figure) -> tuple[NDArray[np.float64] | float, str]:
        """Return a figure of a scale, or what it comes to in the rows of the examples, and its words."""
        if not isinstance(stated, Quantity):
            return float(stated), f"{stated:g}"
        words = stated.formula or f"{key} ({', '.join(stated.by)})"
        if self.trial is None:
            return np.zeros(0), words
        return self.trial.scored.run.quantities[f"{node.id}.scale.{key}"][self.rows], words

    def scale(self, node: TreeNode) -> Iterator[FoundPath]:
        """Yield the bands and clipped ends of a scale; which one a value falls in."""
        scale, value = node.scale, self.results(node)
        below: Path = ("scale",)
        with np.errstate(invalid="ignore"):
            match scale.method:
                case "bands":
                    cuts = [self.figures(node, key, cut) for key, cut in scale.cuts.items()]
                    at = place_among([cut for cut, _ in cuts], value, above=scale.cuts_begin)
                    at = np.where(np.isnan(value), -1, at)
                    marks = [f"{'≥' if scale.cuts_begin else '≤'} {mark}" for _, mark in cuts]
                    marks.insert(0 if scale.cuts_begin else len(cuts), "…")
                    for number, mark in enumerate(marks):
                        here = (*below, "bands", number)
                        yield self.path(node, "scale", f"band {mark}", here, at == number, self.seen.scores)
                case "goalposts":
                    if scale.clips and scale.low is not None and scale.high is not None:
                        low, first = self.figures(node, "low", scale.low)
                        high, last = self.figures(node, "high", scale.high)
                        yield self.path(node, "scale", f"≤ {first}", below, value <= low, self.seen.scores)
                        inside = (value > low) & (value < high)
                        yield self.path(node, "scale", f"{first} … {last}", below, inside, self.seen.scores)
                        yield self.path(node, "scale", f"≥ {last}", below, value >= high, self.seen.scores)
                case "piecewise_linear":
                    knots = [
                        self.figures(node, f"points.{number}.value", point.value)
                        for number, point in enumerate(scale.points)
                    ]
                    for (start, first), (stop, last) in pairwise([(-np.inf, "-inf"), *knots, (np.inf, "inf")]):
                        inside = (value >= start) & (value < stop)
                        yield self.path(node, "scale", f"{first} … {last}", below, inside, self.seen.scores)
                case "distance_to_target":
                    if scale.clips and scale.spread is not None:
                        spread, _ = self.figures(node, "spread", scale.spread)
                        far = np.abs(value - float(getattr(node.spec, "target", None) or 0)) >= spread
                        near = ~far & ~np.isnan(value)
                        yield self.path(node, "scale", "near the target", below, near, self.seen.scores)
                        yield self.path(node, "scale", "beyond the spread", below, far, self.seen.scores)
                case "none" | "identity" | "distance_to_reference" | "formula":
                    return
                case "min_max" | "z_score" | "rank" | "borda" | "percentile_rank" | "distance_to_best":
                    return  # no example can tell a place among others
                case _:
                    assert_never(scale.method)

    def levels(self, node: TreeNode) -> Iterator[FoundPath]:
        found = self.trial.scored.book.nodes[node.id].levels if self.trial is not None else None
        codes = found.level[self.rows] if found is not None else np.full(len(self.rows), -1)
        for number, level in enumerate(node.levels):
            yield self.path(node, "level", level.id, ("levels", number), codes == number, self.seen.levels)

    def lights(self, node: TreeNode) -> Iterator[FoundPath]:
        codes = self.nothing().astype(np.int8)
        if self.trial is not None:
            codes = self.trial.scored.target_attainments[node.id].lights[self.rows]
        for number, name in enumerate(LIGHTS):
            if name:
                yield self.path(node, "light", name, ("attainment",), codes == number, self.seen.lights)

    def answers(self, node: TreeNode) -> Iterator[FoundPath]:
        """Yield every answer and state of a criterion."""
        kind, spec = node.answer, node.spec
        criterion = getattr(spec, "criterion", None)
        assert kind is not None and criterion is not None
        values, reasons = np.zeros(0), np.zeros(0, np.uint8)
        if self.trial is not None:
            table = self.trial.synthetic.table
            place = table.variables.index(node.id)
            values, reasons = table.values[place, self.rows], table.reasons[place, self.rows]
        present = reasons == 0
        if kind.amount is None:
            for number, option in enumerate(kind.options):
                taken = present & (values == number)
                yield self.path(node, "answer", option.id, (), taken, self.seen.scores)
        else:
            for text, taken in self.amounts(kind.amount, values):
                yield self.path(node, "answer", text, (), present & taken, self.seen.scores)
        states = [("not_reported", NOT_REPORTED)]
        if criterion.not_applicable != "refused":
            states.append(("not_applicable", NOT_APPLICABLE))
        if criterion.evidence == "required":
            states.append(("not_verified", NOT_VERIFIED))
        for text, reason in states:
            yield self.path(node, "answer", text, (), reasons == reason, self.seen.scores)

    def amounts(self, amount: Amount, values: NDArray[np.float64]) -> Iterator[tuple[str, Rows]]:
        """Yield the stretches of an amount that earn differently, and which figures fall in each."""
        if amount.steps:
            starts = [float(step.from_) for step in amount.steps]
            at = place_among(starts, values, above=True)
            for number in range(len(starts) + 1):
                text = f"< {starts[0]:g}" if number == 0 else f"≥ {starts[number - 1]:g}"
                yield text, at == number
            return
        whole = np.full(len(values), float(amount.cap or 0))
        if amount.of is not None and self.trial is not None:
            table = self.trial.synthetic.table
            whole = table.values[table.variables.index(amount.of), self.rows]
        with np.errstate(invalid="ignore"):
            yield "nothing", values <= 0
            yield "a part", (values > 0) & (values < whole)
            yield "all", (values > 0) & (values >= whole)

    def gates(self, node: TreeNode) -> Iterator[FoundPath]:
        shut = [self.nothing() for _ in getattr(node.spec, "gates", ())]
        let = [self.nothing() for _ in shut]
        book = self.trial.scored.book if self.trial is not None else None
        if book is not None and node.id in book.plans:
            everything = slice(0, book.matrices.scores.shape[1])
            for number, gate in enumerate(book.plans[node.id].gates):
                passed = gate.is_passed(book.matrices.scores, book.matrices.reasons, everything)[self.rows]
                known = book.nodes[node.id].reasons[self.rows] == 0
                shut[number] = book.held[node.id][self.rows] == number + 1
                let[number] = passed & known
        for number, gate_spec in enumerate(getattr(node.spec, "gates", ())):
            seen = self.seen.levels if gate_spec.max_level is not None else self.seen.scores
            name, below = ", ".join(gate_spec.requires), ("gates", number)
            yield self.path(node, "gate", f"{name}: held", below, shut[number], seen)
            yield self.path(node, "gate", f"{name}: passed", below, let[number], seen)

    def rules(self, node: TreeNode) -> Iterator[FoundPath]:
        """Yield the rules of a decision table; a rule is taken where it fits and none before it can."""
        levels = {child.id: [level.id for level in child.levels] for child in node.children}
        codes = {}
        for child in node.children:
            found = self.trial.scored.book.nodes[child.id].levels if self.trial is not None else None
            codes[child.id] = found.level[self.rows] if found is not None else np.full(len(self.rows), -1)
        still = np.ones(len(self.rows), np.bool_)
        for number, rule in enumerate(node.aggregation.rules):
            fits, cannot = np.ones(len(self.rows), np.bool_), self.nothing()
            for name, named in rule.when.items():
                inside = np.isin(codes[name], [levels[name].index(level) for level in named])
                fits &= inside
                cannot |= ~inside & (codes[name] >= 0)
            when = ", ".join(f"{name} = {' | '.join(named)}" for name, named in rule.when.items())
            below = ("aggregation", "rules", number)
            text = f"{number + 1}: {when or '…'} → {rule.then}"
            yield self.path(node, "rule", text, below, fits & still, self.seen.levels)
            still &= cannot
