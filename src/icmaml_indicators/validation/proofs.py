"""A rubric proved by scoring it: what is declared can be reached, more never lowers, every criterion and gate counts.

Sets of answers are made up, scored by the engine that scores data, and looked at: the worst and the best ones, single
steps up from several places, and walks from worst to best in several orders.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..formulas.reasons import NOT_SCORED, NOT_VERIFIED
from ..scoring.scorebook import ScoreBook, score_marks
from ..specs import Draft, Group, Indicator, Program, TreeNode, walk_paths
from ..specs.nodes import Path

_TOLERANCE = 1e-7
_RANDOM_PLACES = 2
_RANDOM_WALKS = 4


def prove_rubric(draft: Draft, program: Program) -> None:
    """Prove the criteria of a sound draft; add a diagnostic for each proof that fails."""
    _Prover(draft, program).run()


@dataclass(frozen=True, slots=True)
class _Steps:
    """Pairs of rows, by their numbers before and after, that differ by one step up in the leaf `moved`."""

    rows: NDArray[np.intp]
    before: NDArray[np.intp]
    after: NDArray[np.intp]
    moved: NDArray[np.intp]


class _Prover:
    def __init__(self, draft: Draft, program: Program) -> None:
        self.draft, self.program = draft, program
        self.leaves = [node for node in program.nodes.values() if node.is_indicator]
        self.marks = [_marks(leaf) for leaf in self.leaves]
        self.random = np.random.default_rng(0)
        self.paths: dict[str, Path] = {"total": ()}
        self.paths |= {spec.id: path for path, spec in walk_paths(program)}

    def run(self) -> None:
        last = np.array([len(marks) - 1 for marks in self.marks])
        penalty = np.array([_falls(leaf) for leaf in self.leaves])
        self.worst, self.best = np.where(penalty, last, 0), np.where(penalty, 0, last)
        self.last = last
        walks, steps = self.walks(), self.steps()
        gates = self.shut_gates()
        rows = np.concatenate([self.best[None], self.worst[None], *walks, steps.rows, gates])
        book = self.score(rows)
        self.check_reach(book)
        self.check_levels(book)
        self.check_steps(book, steps, first=2 + sum(len(walk) for walk in walks))
        self.check_gates(book)
        self.check_evidence()

    def score(self, places: NDArray[np.intp], unverified: NDArray[np.bool_] | None = None) -> ScoreBook:
        """Score made-up answers: `places` holds the step of every leaf, shape (rows, leaves)."""
        table: NDArray[np.float64] = np.full((len(self.marks), int(self.last.max()) + 1), np.nan)
        for number, marks in enumerate(self.marks):
            table[number, : len(marks)] = marks
        scores = np.take_along_axis(table, places.T, axis=1)
        reasons = np.where(np.isnan(scores), np.uint8(NOT_SCORED), np.uint8(0))
        if unverified is not None:
            scores[unverified.T], reasons[unverified.T] = np.nan, NOT_VERIFIED
        return score_marks(self.program, scores, reasons)

    def walks(self) -> list[NDArray[np.intp]]:
        """Return walks from the worst to the best answers, one step at a time, in several orders of the leaves."""
        count = len(self.leaves)
        gates = [gate for node in self.program.nodes.values() for gate in getattr(node.spec, "gates", ())]
        required = {name for gate in gates for name in gate.requires}
        first = sorted(range(count), key=lambda n: not self.stands_below(self.leaves[n], required))
        orders = [np.arange(count), np.arange(count)[::-1], np.array(first)]
        orders += [self.random.permutation(count) for _ in range(_RANDOM_WALKS)]
        found = []
        for order in orders:
            moves = np.repeat(order, self.last[order])
            rows = np.zeros((len(moves) + 1, count), np.intp)
            rows[0] = self.worst
            rows[np.arange(1, len(moves) + 1), moves] = np.sign(self.best - self.worst)[moves]
            found.append(rows.cumsum(axis=0, out=rows))
        return found

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
        rows: list[NDArray[np.intp]] = []
        before: list[NDArray[np.intp]] = []
        after: list[NDArray[np.intp]] = []
        for number, place in enumerate(places):
            own = place[leaves]
            block = np.repeat(place[None], len(leaves) + 1, axis=0)
            # The first row is the place itself; then every other step of each leaf.
            block[np.arange(1, len(leaves) + 1), leaves] = lower + (lower >= own)
            first = number * len(block)
            for step, into in ((lower, before), (lower + 1, after)):
                other = first + 1 + start[leaves] + step - (step > own)
                into.append(np.where(step == own, first, other))
            rows.append(block)
        moved = np.tile(leaves, len(places))
        return _Steps(np.concatenate(rows), np.concatenate(before), np.concatenate(after), moved)

    def shut_gates(self) -> NDArray[np.intp]:
        """Return the best answers with, for each node that a gate requires, the worst ones below it."""
        rows = [self.best]
        for node in self.program.nodes.values():
            for gate in getattr(node.spec, "gates", ()):
                for name in gate.requires:
                    below = np.array([self.stands_below(leaf, {name}) for leaf in self.leaves])
                    rows.append(np.where(below, self.worst, self.best))
        shut: NDArray[np.intp] = np.stack(rows)
        return shut

    def check_reach(self, book: ScoreBook) -> None:
        """Check that the best answers reach the ceiling that each group declares."""
        failed: set[str] = set()
        for node in reversed(self.groups(book)):
            # Where a part falls short, so does the whole: the part is told.
            below = any(child.id in failed for child in node.children)
            if below:
                failed.add(node.id)
            if below or node.aggregation.method in {"sum", "decision_table"}:
                continue
            reached, declared = float(book.nodes[node.id].scores[0]), float(getattr(node.spec, "ceiling", 100))
            if not abs(reached - declared) <= _TOLERANCE:
                failed.add(node.id)
                self.draft.report(
                    "IND340", self.paths[node.id], id=node.id, reached=f"{reached:.10g}", declared=f"{declared:g}"
                )

    def check_levels(self, book: ScoreBook) -> None:
        """Check that every level comes up somewhere."""
        for node in self.program.nodes.values():
            levels = book.nodes[node.id].levels
            if levels is None or node.is_indicator:
                continue
            seen = set(np.unique(levels.level).tolist())
            for number, level in enumerate(node.levels):
                if number not in seen:
                    path = (*self.paths[node.id], "levels", number)
                    self.draft.report("IND341", path, id=node.id, level=level.id)

    def check_steps(self, book: ScoreBook, steps: _Steps, first: int) -> None:
        """Check that a better answer lowers no score, and that every criterion moves the result somewhere."""
        moved = steps.moved
        sign = np.array([-1.0 if _falls(leaf) else 1.0 for leaf in self.leaves])[moved]
        groups = self.groups(book)
        tops = {node.id for node in groups if node.parent is None or node.parent not in {g.id for g in groups}}
        moves = np.zeros(len(self.leaves), bool)
        lowered: dict[int, tuple[TreeNode, float, float]] = {}
        for node in groups:
            scores = book.nodes[node.id].scores
            before, after = scores[first + steps.before], scores[first + steps.after]
            change = np.nan_to_num(after - before) * sign
            for pair in np.flatnonzero(change < -_TOLERANCE):
                lowered[int(moved[pair])] = (node, float(before[pair]), float(after[pair]))
            if node.id in tops:
                moves[moved[np.abs(change) > _TOLERANCE]] = True
        for number, (node, was, now) in lowered.items():
            self.report_lowered(self.leaves[number], node, was, now)
        for leaf, moved_any in zip(self.leaves, moves, strict=True):
            if leaf.answer is not None and not moved_any:
                self.draft.report("IND343", self.paths[leaf.id], name=leaf.id)

    def check_gates(self, book: ScoreBook) -> None:
        for name, held in book.held.items():
            gates = getattr(self.program.nodes[name].spec, "gates", ())
            for number in range(1, len(gates) + 1):
                if not (held == number).any():
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
        rows = np.repeat(bases, len(proven), axis=0)
        leaves = np.tile(proven, len(bases))
        rows[np.arange(len(rows)), leaves] = np.minimum(1, self.last[leaves])
        unverified = np.zeros((len(rows) * 2, len(self.leaves)), bool)
        unverified[np.arange(len(rows)), leaves] = True
        book = self.score(np.concatenate([rows, rows]), unverified)
        told: set[int] = set()
        for node in self.groups(book):
            scores = book.nodes[node.id].scores
            before, after = scores[: len(rows)], scores[len(rows) :]
            for pair in np.flatnonzero(np.nan_to_num(after - before) < -_TOLERANCE):
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

    def groups(self, book: ScoreBook) -> list[TreeNode]:
        """Return the groups that have scores, parents first."""
        nodes = self.program.nodes.values()
        return [n for n in nodes if isinstance(n.spec, Group | Program) and n.id in book.plans]


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
    if kind is None and leaf.scale.method == "none":
        return [float("nan")]
    low, high = (0, 100) if kind is not None else leaf.scale.to
    return [float(low), (float(low) + float(high)) / 2, float(high)]
