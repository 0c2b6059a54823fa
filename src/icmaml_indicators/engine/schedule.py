"""In which order a program is scored: stages, each with what is fitted on whole populations first, then row by row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ..diagnostics.brief import Brief
from ..formulas import Expression
from ..formulas.columns import define_columns, order_columns
from ..specs import Program, TreeNode, scored_nodes
from ..transforms.scales.rule import ScaleRule, rule_of, stack_rules
from .groups import GroupPlan
from .node_matrices import Rows, as_rows, list_rows

# Figures in one piece of work: what a core holds close by.
_PIECE = 1 << 15


@dataclass(frozen=True, slots=True)
class ScaleBatch:
    """Leaves whose scales are of one kind, scored together.

    Attributes
    ----------
    ids
        Their ids.
    rule
        Their scales, with figures of shape (leaves, 1).
    places, lines
        Where their values stand among the results, and they among the nodes.
    """

    ids: tuple[str, ...]
    rule: ScaleRule
    places: Rows
    lines: Rows

    def parts(self, rows: int, *, alone: bool = False) -> list[ScaleBatch]:
        """Return batches of a size that a core holds close by; with `alone`, one a leaf."""
        most = 1 if alone else max(1, _PIECE // max(1, rows))
        if len(self.ids) <= most:
            return [self]
        places, lines = (list_rows(found) for found in (self.places, self.lines))
        return [
            ScaleBatch(self.ids[cut], self.rule.part(cut), as_rows(places[cut]), as_rows(lines[cut]))
            for cut in (slice(start, start + most) for start in range(0, len(self.ids), most))
        ]


class GroupStep(NamedTuple):
    """A group in a stage: whether its children are combined there, and whether its score is made of that there."""

    plan: GroupPlan
    combines: bool = True
    finishes: bool = True


@dataclass(slots=True, repr=False)
class Stage(Brief):
    """What one stage computes.

    Attributes
    ----------
    scales
        Leaves that are scored from their values, in batches.
    targets
        Leaves that are held against a target.
    answers
        Whether answers are scored.
    leaves
        Leaves that are rounded or have levels.
    relative
        Groups whose values are held against those of a population.
    groups
        Groups in an order in which each comes after what it reads.
    """

    scales: list[ScaleBatch] = field(default_factory=list)
    targets: list[TreeNode] = field(default_factory=list)
    answers: bool = False
    leaves: list[TreeNode] = field(default_factory=list)
    relative: list[GroupPlan] = field(default_factory=list)
    groups: list[GroupStep] = field(default_factory=list)


class Schedule:
    """A program in stages.

    Parameters
    ----------
    program, trees
        The program and the expression of each formula, targets and baselines too.
    published
        Groups whose scores are handed in.
    """

    def __init__(self, program: Program, trees: Mapping[str, Expression], published: Collection[str] = ()) -> None:
        self.program, self.order = program, breadth_first(program)
        self.line = {node.id: number for number, node in enumerate(self.order)}
        self.place = {leaf.id: number for number, leaf in enumerate(program.indicators)}
        self.scored = scored_nodes(self.order, published)
        self.silent = [self.line[node.id] for node in self.order if node.id not in self.scored]
        self.cut_options = options_of_cuts(self.order)
        self.levels = order_columns(define_columns(program, trees, published))
        groups = [node for node in reversed(self.order) if not node.is_indicator and node.id in self.scored]
        self.plans = {node.id: GroupPlan(program, node, self.line, self.scored) for node in groups}
        self.stages = self._stages()
        self.answer_lines = np.array([self.line[leaf.id] for leaf in program.criteria], np.intp)

    def _stages(self) -> list[Stage]:
        stages = [Stage() for _ in range(1 + max(self.levels.values(), default=0))]
        kinds: list[dict[object, list[TreeNode]]] = [{} for _ in stages]
        for column, level in self.levels.items():
            node = self.program.nodes.get(column.name)
            if node is None or node.id not in self.scored:
                continue
            if not node.is_indicator:
                self._put_group(stages[level], self.plans[node.id], column.kind)
                continue
            if column.kind != "score":
                continue
            if node.levels or node.rounding is not None:
                stages[level].leaves.append(node)
            if node.answer is not None:
                stages[level].answers = True
            elif node.has_target:
                stages[level].targets.append(node)
            else:
                kinds[level].setdefault(rule_of(node).kind, []).append(node)
        for stage, found in zip(stages, kinds, strict=True):
            stage.scales = [self._batch(nodes) for nodes in found.values()]
        return stages

    def _put_group(self, stage: Stage, plan: GroupPlan, kind: str) -> None:
        relative = plan.scale is not None and plan.scale.facts.is_relative
        if kind == "aggregate" and relative:
            stage.groups.append(GroupStep(plan, finishes=False))
        elif kind == "score":
            stage.groups.append(GroupStep(plan, combines=not relative))
            if relative:
                stage.relative.append(plan)

    def _batch(self, nodes: Sequence[TreeNode]) -> ScaleBatch:
        nodes = sorted(nodes, key=lambda node: self.line[node.id])
        ids = tuple(node.id for node in nodes)
        places, lines = (as_rows([of[name] for name in ids]) for of in (self.place, self.line))
        return ScaleBatch(ids, stack_rules([rule_of(node) for node in nodes]), places, lines)


def breadth_first(program: Program) -> list[TreeNode]:
    """Return all nodes level by level, so that siblings stand side by side."""
    found = [program.nodes["total"]]
    for node in found:
        found.extend(node.children)
    return found


def options_of_cuts(order: Sequence[TreeNode]) -> dict[str, tuple[str, ...]]:
    """Return the variables that cuts of levels depend on, with their options in the order of the cuts."""
    cuts = [cut for node in order for level in node.levels for cut in (level.up_to, level.from_)]
    return {cut.by: tuple(cut.cases) for cut in reversed(cuts) if cut is not None and cut.by is not None}
