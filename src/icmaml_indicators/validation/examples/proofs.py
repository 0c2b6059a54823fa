"""A rubric proved by scoring it: what is declared can be reached, more never lowers, every criterion and gate counts.

Sets of answers are made up, scored by the engine that scores data, and looked at: the worst and the best ones, single
steps up from several places, and walks from worst to best in several orders. They are made and scored in blocks of
rows, of which only what is looked at is kept, so that memory does not grow with the square of the criteria.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...engine.compiled import parse_formulas
from ...engine.node_scores import NodeScoreSet
from ...engine.rescoring.replay import GivenScoreScorer
from ...engine.schedule import Schedule
from ...formulas.quantities import parse_quantities
from ...formulas.reasons import NOT_SCORED, NOT_VERIFIED
from ...specs import Draft, Group, Indicator, Program, TreeNode, below, walk_paths
from ...specs.model.quantities import PERIOD
from ...specs.parsing.nodes import Path
from ...transforms.score_rounding import round_scores
from ...transforms.sums import FULL
from .continuous import is_continuous, make_continuous

_TOLERANCE = 1e-7
_RANDOM_PLACES = 2
_RANDOM_WALKS = 4
# Answers that are scored at once.
_MOST_CELLS = 1_000_000
_MOST_ROWS = 4_096


def prove_rubric(draft: Draft, program: Program) -> None:
    """Prove the criteria of a sound draft; add a diagnostic for each proof that fails."""
    _Prover(draft, program).run()


@dataclass(frozen=True, slots=True)
class _Rows:
    """Sets of answers that are made when they are asked for: how many, and those from one number up to another."""

    count: int
    between: Callable[[int, int], NDArray[np.intp]]

    @staticmethod
    def of(rows: NDArray[np.intp]) -> _Rows:
        """Return rows that are there already."""
        return _Rows(len(rows), lambda start, stop: rows[start:stop])


def _joined(sets: Sequence[_Rows]) -> _Rows:
    """Return several sets one after the other."""
    ends = np.cumsum([rows.count for rows in sets]).tolist()

    def between(start: int, stop: int) -> NDArray[np.intp]:
        found = []
        for rows, end in zip(sets, ends, strict=True):
            first = end - rows.count
            if first < stop and start < end:
                found.append(rows.between(max(start, first) - first, min(stop, end) - first))
        return np.concatenate(found)

    return _Rows(ends[-1], between)


@dataclass(slots=True)
class _Seen:
    """What is kept of all rows: scores and values of groups, the levels that came up, the gates that held."""

    scores: dict[str, NDArray[np.float64]]
    values: dict[str, NDArray[np.float64]]
    levels: dict[str, set[int]]
    held: dict[str, set[int]]


@dataclass(frozen=True, slots=True)
class _Steps:
    """Pairs of rows, by their numbers before and after, that differ by one step up in the leaf `moved`."""

    rows: list[_Rows]
    before: NDArray[np.intp]
    after: NDArray[np.intp]
    moved: NDArray[np.intp]


class _Prover:
    def __init__(self, draft: Draft, program: Program) -> None:
        self.draft, self.program = draft, program
        self.leaves = [node for node in program.nodes.values() if node.is_indicator]
        self.marks = [_marks(leaf) for leaf in self.leaves]
        self.random = np.random.default_rng(0)
        self.table: NDArray[np.float64] = np.full((len(self.marks), max(map(len, self.marks))), np.nan)
        for number, marks in enumerate(self.marks):
            self.table[number, : len(marks)] = marks
        self.block = min(_MOST_ROWS, max(2, _MOST_CELLS // len(self.leaves)))
        trees = parse_formulas(program) | parse_quantities(program)
        figures = (*program.tables_of_figures, PERIOD)
        self.schedule = Schedule(program, trees, row_figures=figures)
        # Where scores stand still, single steps are looked at before they do.
        halts = not is_continuous(program)
        self.steady = self.schedule
        if halts:
            self.steady = Schedule(make_continuous(program), trees, row_figures=figures)
        self.compared = _compared_groups(program)
        self.paths: dict[str, Path] = {"total": ()}
        self.paths |= {spec.id: path for path, spec in walk_paths(program)}

    def run(self) -> None:
        last = np.array([len(marks) - 1 for marks in self.marks])
        penalty = np.array([_falls(leaf) for leaf in self.leaves])
        self.worst, self.best = np.where(penalty, last, 0), np.where(penalty, 0, last)
        self.last = last
        walks, steps = self.walks(), self.steps()
        ends = _Rows.of(np.stack([self.best, self.worst]))
        sets = [ends, *walks, *steps.rows, _Rows.of(self.gate_failure_rows())]
        seen = self.seen(sets, self.schedule)
        self.check_reach(seen)
        self.check_levels(seen)
        steady = seen if self.steady is self.schedule else self.seen(sets, self.steady)
        self.check_steps(steady, steps, first=2 + sum(walk.count for walk in walks))
        self.check_gates(seen)
        self.check_evidence()

    def seen(self, sets: Sequence[_Rows], schedule: Schedule) -> _Seen:
        """Score sets of answers, block by block, on all cores."""
        rows = _joined(sets)
        total = rows.count
        starts = range(0, total, self.block)
        # Each with its own: what a scorer returns holds until its next call.
        count = min(os.cpu_count() or 1, len(starts))
        scorers = [GivenScoreScorer(schedule, min(self.block, total)) for _ in range(count)]
        nodes = self.groups(scorers[0].groups)
        scores = {node.id: np.empty(total) for node in nodes}
        values = {name: np.empty(total) for name, plan in schedule.plans.items() if plan.scale is not None}
        with_levels = (node for node in self.program.nodes.values() if node.levels and not node.is_indicator)
        levels: dict[str, set[int]] = {node.id: set() for node in with_levels}
        held: dict[str, set[int]] = {node.id: set() for node in nodes if getattr(node.spec, "gates", ())}

        def run(number: int) -> None:
            for start in starts[number::count]:
                stop = min(start + self.block, total)
                book = self.score(rows.between(start, stop), scorers[number])
                for name, into in scores.items():
                    into[start:stop] = book.nodes[name].scores[: stop - start]
                for name, into in values.items():
                    into[start:stop] = book.values[name][: stop - start]
                for name, found in levels.items():
                    own = book.nodes[name].levels
                    found.update(np.unique(own.level).tolist() if own is not None else ())
                for name, found in held.items():
                    found.update(np.unique(book.held[name]).tolist())

        if count == 1:  # a thread would cost more than it gives
            run(0)
        else:
            with ThreadPoolExecutor(count) as pool:
                list(pool.map(run, range(count)))
        return _Seen(scores, values, levels, held)

    def score(
        self, places: NDArray[np.intp], scorer: GivenScoreScorer, unverified: NDArray[np.bool_] | None = None
    ) -> NodeScoreSet:
        """Score made-up answers: `places` holds the step of every leaf, shape (rows, leaves).

        What is returned has the rows of the scorer: the last set of answers stands in the rest as well.
        """
        scores = np.take_along_axis(self.table, places.T, axis=1)
        if len(places) < scorer.rows:
            rows = np.minimum(np.arange(scorer.rows), len(places) - 1)
            scores, unverified = scores[:, rows], unverified[rows] if unverified is not None else None
        reasons = np.where(np.isnan(scores), np.uint8(NOT_SCORED), np.uint8(0))
        if unverified is not None:
            scores[unverified.T], reasons[unverified.T] = np.nan, NOT_VERIFIED
        return scorer.score(scores, reasons)

    def walks(self) -> list[_Rows]:
        """Return walks from the worst to the best answers, one step at a time, in several orders of the leaves."""
        count = len(self.leaves)
        gates = [gate for node in self.program.nodes.values() for gate in getattr(node.spec, "gates", ())]
        required = {name for gate in gates for name in gate.requires}
        first = sorted(range(count), key=lambda n: not self.stands_below(self.leaves[n], required))
        orders = [np.arange(count), np.arange(count)[::-1], np.array(first)]
        orders += [self.random.permutation(count) for _ in range(_RANDOM_WALKS)]
        return [self.walk(np.repeat(order, self.last[order])) for order in orders]

    def walk(self, moves: NDArray[np.intp]) -> _Rows:
        """Return a walk from the worst answers on that moves one leaf after the other."""
        step = np.sign(self.best - self.worst)

        def between(start: int, stop: int) -> NDArray[np.intp]:
            rows = np.zeros((stop - start, len(self.leaves)), np.intp)
            rows[0] = self.worst + step * np.bincount(moves[:start], minlength=len(self.leaves))
            own = moves[start : stop - 1]
            rows[np.arange(1, stop - start), own] = step[own]
            return rows.cumsum(axis=0, out=rows)

        return _Rows(len(moves) + 1, between)

    def stands_below(self, leaf: TreeNode, names: set[str]) -> bool:
        node: TreeNode | None = leaf
        while node is not None:
            if node.id in names:
                return True
            node = self.program.nodes[node.parent] if node.parent else None
        return False

    def steps(self) -> _Steps:
        """Return single steps up in every leaf, from several places; a row that several pairs share stands once."""
        places = [self.worst, self.best]
        places += [self.random.integers(0, self.last + 1) for _ in range(_RANDOM_PLACES)]
        leaves = np.repeat(np.arange(len(self.leaves)), self.last)
        lower = np.concatenate([np.arange(last) for last in self.last])
        start = np.cumsum(self.last) - self.last
        rows: list[_Rows] = []
        before: list[NDArray[np.intp]] = []
        after: list[NDArray[np.intp]] = []
        for number, place in enumerate(places):
            own = place[leaves]
            # The first row is the place itself; then every other step of each leaf.
            others = self.vary_leaves(place, leaves, lower + (lower >= own))
            first = number * others.count
            for step, into in ((lower, before), (lower + 1, after)):
                other = first + 1 + start[leaves] + step - (step > own)
                into.append(np.where(step == own, first, other))
            rows.append(others)
        moved = np.tile(leaves, len(places))
        return _Steps(rows, np.concatenate(before), np.concatenate(after), moved)

    def vary_leaves(self, place: NDArray[np.intp], leaves: NDArray[np.intp], steps: NDArray[np.intp]) -> _Rows:
        """Return a place, and then the same place with one leaf at another step, for each of some leaves."""

        def between(start: int, stop: int) -> NDArray[np.intp]:
            rows = np.repeat(place[None], stop - start, axis=0)
            changed = slice(max(start, 1) - 1, stop - 1)
            rows[np.arange(max(start, 1), stop) - start, leaves[changed]] = steps[changed]
            return rows

        return _Rows(len(leaves) + 1, between)

    def gate_failure_rows(self) -> NDArray[np.intp]:
        """Return the best answers with, for each node that a gate requires, the worst ones below it."""
        rows = [self.best]
        for node in self.program.nodes.values():
            for gate in getattr(node.spec, "gates", ()):
                for name in gate.requires:
                    below = np.array([self.stands_below(leaf, {name}) for leaf in self.leaves])
                    rows.append(np.where(below, self.worst, self.best))
        shut: NDArray[np.intp] = np.stack(rows)
        return shut

    def check_reach(self, seen: _Seen) -> None:
        """Check that the best answers reach the ceiling that each group declares, before its own scale."""
        failed: set[str] = set()
        unsaid = set(self.compared)  # nothing says what is full there
        for node in reversed(self.groups(seen.scores)):
            parts = {child.id for child in node.counted_children}
            # Where a part falls short, so does the whole: the part is told.
            if parts & failed:
                failed.add(node.id)
            elif parts & unsaid:
                unsaid.add(node.id)
            if node.id in failed | unsaid:
                continue
            score, declared = float(seen.scores[node.id][0]), float(getattr(node.spec, "ceiling", FULL))
            reached = float(seen.values[node.id][0]) if node.id in seen.values else score
            if node.rounding is not None and node.id not in seen.values:
                declared = float(round_scores(np.array([declared]), node.rounding)[0])
            if node.id in seen.values and not abs(score - FULL) <= _TOLERANCE:
                unsaid.add(node.id)
            if node.aggregation.facts.keeps_full and not abs(reached - declared) <= _TOLERANCE:
                failed.add(node.id)
                self.draft.report(
                    "IND340", self.paths[node.id], id=node.id, reached=f"{reached:.10g}", declared=f"{declared:g}"
                )

    def check_levels(self, seen: _Seen) -> None:
        """Check that every level comes up somewhere."""
        for name, found in seen.levels.items():
            node = self.program.nodes[name]
            for number, level in enumerate(node.levels):
                if number not in found and name not in self.compared:
                    path = (*self.paths[node.id], "levels", number)
                    self.draft.report("IND341", path, id=node.id, level=level.id)

    def check_steps(self, seen: _Seen, steps: _Steps, first: int) -> None:
        """Check that a better answer lowers no score, and that every criterion moves the result somewhere."""
        moved = steps.moved
        sign = np.array([-1.0 if _falls(leaf) else 1.0 for leaf in self.leaves])[moved]
        groups = self.groups(seen.scores)
        scored = {node.id for node in groups}
        tops = {node.id for node in groups if node.parent not in scored or node.role == "informational"}
        moves = np.zeros(len(self.leaves), bool)
        lowered: dict[int, tuple[TreeNode, float, float]] = {}
        for node in groups:
            falls = _falls_by_method(node)
            scores = seen.scores[node.id]
            before, after = scores[first + steps.before], scores[first + steps.after]
            change = np.nan_to_num(after - before) * sign
            for pair in () if falls else np.flatnonzero(change < -_TOLERANCE):
                lowered[int(moved[pair])] = (node, float(before[pair]), float(after[pair]))
            if node.id in tops:
                moves[moved[np.abs(change) > _TOLERANCE]] = True
        for number, (node, was, now) in lowered.items():
            self.report_lowered(self.leaves[number], node, was, now)
        for leaf, moved_any in zip(self.leaves, moves, strict=True):
            if leaf.answer is not None and not moved_any and leaf.role != "informational":
                self.draft.report("IND343", self.paths[leaf.id], name=leaf.id)

    def check_gates(self, seen: _Seen) -> None:
        for name, held in seen.held.items():
            gates = getattr(self.program.nodes[name].spec, "gates", ())
            worked_out = {key.split(".")[1] for key in self.program.nodes[name].quantities if key.startswith("gates.")}
            for number in range(1, len(gates) + 1):
                if number not in held and name not in self.compared and str(number - 1) not in worked_out:
                    path = (*self.paths[name], "gates", number - 1)
                    self.draft.report("IND344", path, id=name, number=number)

    def check_evidence(self) -> None:
        """Check that an answer that gets its evidence lowers no score."""
        proven = [
            number
            for number, leaf in enumerate(self.leaves)
            if isinstance(leaf.spec, Indicator) and leaf.spec.criterion and leaf.spec.criterion.evidence == "required"
        ]
        if not proven:
            return
        bases = np.stack([self.worst, self.best, self.random.integers(0, self.last + 1)])
        leaves = np.tile(proven, len(bases))
        of_base = np.repeat(np.arange(len(bases)), len(proven))
        kept: dict[str, NDArray[np.float64]] = {}
        half = min(self.block // 2, len(leaves))
        scorer = GivenScoreScorer(self.steady, 2 * half)
        for start in range(0, len(leaves), half):
            here = slice(start, min(start + half, len(leaves)))
            count = here.stop - start
            rows = bases[of_base[here]]
            rows[np.arange(count), leaves[here]] = np.minimum(1, self.last[leaves[here]])
            unverified = np.zeros((2 * count, len(self.leaves)), bool)
            unverified[np.arange(count), leaves[here]] = True
            book = self.score(np.concatenate([rows, rows]), scorer, unverified)
            for node in self.groups(book.plans):
                both = kept.setdefault(node.id, np.empty((2, len(leaves))))
                both[:, here] = book.nodes[node.id].scores[: 2 * count].reshape(2, count)
        told: set[int] = set()
        for node in self.groups(kept):
            before, after = kept[node.id]
            for pair in () if _falls_by_method(node) else np.flatnonzero(np.nan_to_num(after - before) < -_TOLERANCE):
                leaf = self.leaves[int(leaves[pair])]
                if not _falls(leaf) and int(leaves[pair]) not in told:
                    told.add(int(leaves[pair]))
                    self.report_lowered(leaf, node, float(before[pair]), float(after[pair]))

    def report_lowered(self, leaf: TreeNode, node: TreeNode, before: float, after: float) -> None:
        self.draft.report(
            "IND342",
            self.paths[leaf.id],
            name=leaf.id,
            id=node.id,
            before=f"{before:.6g}",
            after=f"{after:.6g}",
        )

    def groups(self, scored: Container[str]) -> list[TreeNode]:
        """Return the groups that have scores, parents first."""
        nodes = self.program.nodes.values()
        return [n for n in nodes if isinstance(n.spec, Group | Program) and n.id in scored]


def _compared_groups(program: Program) -> frozenset[str]:
    """Return the groups that have a place among others, or stand above one: made-up answers cannot tell it."""
    found: set[str] = set()
    for node in reversed(program.nodes.values()):
        gates = getattr(node.spec, "gates", ())
        read = {child.id for child in node.counted_children} | {name for gate in gates for name in gate.requires}
        if not node.is_indicator and (node.is_relative or read & found):
            found.add(node.id)
    return frozenset(found)


def _falls_by_method(node: TreeNode) -> bool:
    """Return whether a better part may lower the node by its method; of a table, its rules are at fault."""
    rules = [each.aggregation.facts for each in (node, *below(node))]
    return any(rule.reads == "scores" and not rule.increasing for rule in rules)


def _falls(leaf: TreeNode) -> bool:
    """Return whether more of it is worse: a penalty, or a figure taken as it is that should be low."""
    as_it_is = isinstance(leaf.spec, Indicator) and leaf.scale.method == "identity" and leaf.spec.direction == "lower"
    return leaf.role == "penalty" or as_it_is


def _marks(leaf: TreeNode) -> list[float]:
    """Return scores that a leaf can have, ascending: every option, or points of the scale of a figure."""
    kind = leaf.answer
    if kind is not None and kind.options:
        return [float(credit) * 100 for credit in kind.credits]
    if kind is not None and kind.amount is not None and kind.amount.steps:
        return [0.0, *(float(step.credit) * 100 for step in kind.amount.steps if step.credit > 0)]
    if leaf.has_target:
        return [0.0, 50.0, 100.0]
    if kind is None and not leaf.scale.facts.gives_score:
        return [float("nan")]
    low, high = (0, 100) if kind is not None else leaf.scale.to
    return [float(low), (float(low) + float(high)) / 2, float(high)]
