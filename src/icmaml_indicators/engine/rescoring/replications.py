"""Groups scored again under varied weights, many replications of all rows side by side.

A replication leaves data, leaves and rules as they are: only groups above a weight that is varied are worked out, over
virtual rows, those of one replication after those of another. What groups take from populations is taken within each
replication.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief
from ...formulas.columns import Column
from ...formulas.dependence import find_dependents
from ...formulas.plan import BLOCK_ROWS, in_parallel
from ...transforms.populations import Populations
from ..group_scoring import GroupScorer
from ..node_matrices import NodeMatrices
from ..population_reader import PopulationReader
from ..run_results import RunResults
from ..schedule import Schedule, Stage

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, repr=False)
class Replications(Brief):
    """What one node comes to in each replication.

    Attributes
    ----------
    scores : float64 array, shape (replications, rows)
        NaN where there is none.
    levels : int16 array, shape (replications, rows), or None
        The place of its level, -1 for none; None where it has no levels.
    """

    scores: Floats
    levels: NDArray[np.int16] | None


class WeightReplicator:
    """Scores one node again and again under other weights.

    Parameters
    ----------
    schedule, run
        What was measured, and what it came to.
    varied
        The nodes whose weights are varied; each is weighed in its parent.
    node
        The node that is asked for.
    holds_parameters
        Whether scales take figures from another period or an earlier assessment.

    Attributes
    ----------
    is_possible
        Whether weights reach the node through groups alone. They do not where a formula reads the score of a group, or
        where groups are held to figures from elsewhere: then the program is to be scored anew.
    """

    def __init__(
        self, schedule: Schedule, run: RunResults, varied: Sequence[str], node: str, *, holds_parameters: bool = False
    ) -> None:
        self.schedule, self.run, self.node = schedule, run, node
        self.lines = [schedule.line[name] for name in varied]
        affected = find_affected(schedule, varied)
        names = {column.name for column in affected if column.kind != "value"}
        self.stages = [_restrict(stage, names) for stage in schedule.stages]
        fits = any(stage.relative_groups or stage.weighed_groups or stage.classes for stage in self.stages)
        reads = any(column.kind in {"value", "statistic"} for column in affected)
        self.is_possible = not reads and not (fits and holds_parameters)
        self.reaches = node in names

    def replicate(self, factors: Floats) -> Replications:
        """Score the node in each replication.

        Parameters
        ----------
        factors : float64 array, shape (varied, replications)
            By what each weight is multiplied. A replication in which all are 1 has the bits of the run.
        """
        own, count = self.run.nodes.nodes[self.node], factors.shape[1]
        rows = len(own.scores)
        levels = None if own.levels is None else np.repeat(own.levels.level[None], count, axis=0)
        found = Replications(np.repeat(own.scores[None], count, axis=0), levels)
        if not self.reaches or not rows:
            return found
        deep = max(1, BLOCK_ROWS // rows)
        blocks = [slice(start, min(start + deep, count)) for start in range(0, count, deep)]
        # Each core has rows of its own, filled once.
        cores = min(os.cpu_count() or 1, len(blocks))
        shares = [blocks[number::cores] for number in range(cores)]
        in_parallel(partial(self._work, factors=factors, deep=min(deep, count), found=found), shares, count * rows)
        return found

    def _work(self, blocks: Sequence[slice], *, factors: Floats, deep: int, found: Replications) -> None:
        virtual = _VirtualRows(self.schedule, self.run, deep)
        rows = virtual.rows
        for block in blocks:
            own = factors[:, block]
            if own.shape[1] < deep:  # the last one: what is beyond its end is not read
                own = np.concatenate([own, np.ones((len(own), deep - own.shape[1]))], axis=1)
            virtual.score(self.stages, dict(zip(self.lines, np.repeat(own, rows, axis=1), strict=True)))
            size, scores = block.stop - block.start, virtual.m.scores[self.schedule.line[self.node]]
            found.scores[block] = scores.reshape(deep, rows)[:size]
            if found.levels is not None:
                found.levels[block] = virtual.scorer.levels[self.node].level.reshape(deep, rows)[:size]


def find_affected(schedule: Schedule, varied: Sequence[str]) -> frozenset[Column]:
    """Return the columns that the weights of some nodes move."""
    start: dict[Column, None] = {}
    for name in varied:
        parent = schedule.program.nodes[str(schedule.program.nodes[name].parent)]
        start[Column("aggregate" if parent.scales_its_value else "score", parent.id)] = None
        if parent.compares:
            start[Column("outranking", parent.id)] = None
    found = find_dependents(schedule.columns, start)
    read = {Column("value", f"{name}.weight") for name in varied}
    weighed = {column for column, made in schedule.columns.items() if column.kind == "value" and read & {*made.reads}}
    return found | weighed


def _restrict(stage: Stage, names: set[str]) -> Stage:
    """Return what a stage computes of some groups alone."""
    return Stage(
        relative_groups=[plan for plan in stage.relative_groups if plan.node.id in names],
        compared_groups=[plan for plan in stage.compared_groups if plan.node.id in names],
        classes=[node for node in stage.classes if node.id in names],
        weighed_groups=[plan for plan in stage.weighed_groups if plan.node.id in names],
        groups=[step for step in stage.groups if step.plan.node.id in names],
    )


class _VirtualRows:
    """So many replications of all rows: what a run came to, in which groups are worked out again."""

    def __init__(self, schedule: Schedule, run: RunResults, times: int) -> None:
        self.schedule, self.rows = schedule, run.nodes.matrices.rows
        self.reader = _RepeatedPopulations(run.populations, times)
        known = ((name, run.populations.standing(name)) for name in schedule.scored_ids)
        standing = {name: np.tile(why, times) for name, why in known if why is not None}
        published = {name: np.tile(own, times) for name, own in run.populations.table.published_scores.items()}
        self.scorer = GroupScorer(schedule, self.rows * times, published, standing, keeps_ends=False)
        self.m = self.scorer.m
        _repeat_matrices(run.nodes.matrices, self.m, times)
        for name, own in self.scorer.levels.items():
            found = run.nodes.nodes[name].levels
            assert found is not None
            for codes in (own.level, own.lowest, own.highest):
                codes[:] = np.tile(found.level, times)
            own.reasons[:] = np.tile(found.reasons, times)
        for name in self.scorer.values:
            self.scorer.values[name][:] = np.tile(run.nodes.values[name], times)
            self.scorer.value_reasons[name][:] = np.tile(run.nodes.value_reasons[name], times)
        self.quantities = (
            {name: np.tile(own, times) for name, own in run.quantities.items()},
            {name: np.tile(why, times) for name, why in run.quantity_reasons.items()},
        )

    def score(self, stages: Sequence[Stage], factors: Mapping[int, Floats]) -> None:
        """Work out the groups of stages, weights being multiplied by factors, by line."""
        self.m.factors.update(factors)
        whole = slice(0, self.m.rows)
        for stage in stages:
            for node in stage.classes:
                self.scorer.cut_levels(node, self.scorer.fit_levels(node, self.reader))
            for plan in stage.weighed_groups:
                self.scorer.weigh(plan, self.reader, None)
            for plan in stage.compared_groups:
                self.scorer.compare(plan, self.reader)
            for plan in stage.relative_groups:
                self.scorer.scale_among(plan, self.reader, self.quantities)
            self.scorer.score(stage, whole)


def _repeat_matrices(given: NodeMatrices, m: NodeMatrices, times: int) -> None:
    """Write what a run came to into matrices of so many times as many rows."""
    m.scores[:], m.reasons[:] = np.tile(given.scores, times), np.tile(given.reasons, times)
    m.coverage.stored[:] = np.tile(given.coverage.stored, times)
    of_lines = ("points", "bound_points", "exact", "empty")
    for key in of_lines:
        getattr(m, key).update((line, np.tile(own, times)) for line, own in getattr(given, key).items())
    for held in ("quantities", "outranked"):
        pairs = getattr(given, held).items()
        getattr(m, held).update((key, (np.tile(own, times), np.tile(why, times))) for key, (own, why) in pairs)


class _RepeatedPopulations(PopulationReader):
    """The populations of each replication, apart from those of the others."""

    def __init__(self, given: PopulationReader, times: int) -> None:
        super().__init__(given.compiled, given.table)
        self.given, self.times = given, times

    def read(self, name: str) -> Populations:
        """Return the populations of this name, those of one replication after those of another."""
        if name not in self._known:
            found, rows = self.given.read(name), self.table.rows
            shift = np.repeat(np.arange(self.times) * len(found.names), rows)

            def repeat(codes: NDArray[np.intp] | None) -> NDArray[np.intp]:
                own = np.tile(np.zeros(rows, np.intp) if codes is None else codes, self.times)
                return np.where(own < 0, -1, own + shift)

            readers = None if found.readers is None else repeat(found.readers)
            self._known[name] = Populations(list(found.names) * self.times, repeat(found.codes), readers)
        return self._known[name]

    def reasons_outside(self, name: str) -> NDArray[np.uint8]:
        """Return why rows are held against no population of this name."""
        return np.tile(self.given.reasons_outside(name), self.times)
