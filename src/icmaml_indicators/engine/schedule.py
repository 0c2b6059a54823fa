"""In which order a program is scored: stages, each with what is fitted on whole populations first, then row by row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, TypeGuard

import numpy as np

from ..diagnostics.brief import Brief
from ..formulas import Expression, compile_steps
from ..formulas.columns import Column, ColumnDefinition, define_columns, reachable
from ..formulas.dependence import order_columns
from ..formulas.functions import RANKS
from ..formulas.plan import Plan
from ..formulas.quantities import write_weights
from ..formulas.rendering import render
from ..formulas.tree import Call, Name, NodeFigure, Statistic, periods_back, substitute, walk
from ..specs import Imputation, Program, Treatment, TreeNode, can_be_scored, scored_nodes
from ..transforms.scales.rule import ScaleRule, rule_of, stack_rules
from .columns.statistics import StatisticColumn
from .groups import GroupPlan
from .node_matrices import Rows, as_rows, list_rows

# Figures in one piece of work: what a core holds close by.
_PIECE = 1 << 15


@dataclass(frozen=True, slots=True)
class ScaleBatch:
    """Leaves whose scales are of one kind and whose values are treated alike, scored together.

    Attributes
    ----------
    ids
        Their ids.
    rule
        Their scales, with figures of shape (leaves, 1).
    places, lines
        Where their values stand among the results, and they among the nodes.
    imputation, treatment
        How gaps in their values are filled first, and what is then done to these; None where nothing is.
    """

    ids: tuple[str, ...]
    rule: ScaleRule
    places: Rows
    lines: Rows
    imputation: Imputation | None = None
    treatment: Treatment | None = None

    def parts(self, rows: int, *, alone: bool = False) -> list[ScaleBatch]:
        """Return batches of a size that a core holds close by; with `alone`, one a leaf."""
        most = 1 if alone else max(1, _PIECE // max(1, rows))
        if len(self.ids) <= most:
            return [self]
        places, lines = (list_rows(found) for found in (self.places, self.lines))
        return [
            replace(
                self,
                ids=self.ids[cut],
                rule=self.rule.part(cut),
                places=as_rows(places[cut]),
                lines=as_rows(lines[cut]),
            )
            for cut in (slice(start, start + most) for start in range(0, len(self.ids), most))
        ]


class NodeRead(NamedTuple):
    """A node whose score or level a formula reads, and how many periods back."""

    name: str
    lag: int
    kind: str


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
    statistics
        Statistics of populations.
    formulas
        Indicators by formula, targets and baselines.
    leaves
        Leaves that have a value.
    scales
        Leaves that are scored from their values, in batches.
    targets
        Leaves that are held against a target.
    answers
        Whether answers are scored.
    leaves_to_finish
        Leaves that are rounded, have published scores or have levels.
    relative_groups
        Groups whose values are held against those of a population.
    compared_groups
        Groups whose children are compared with those of others, pair by pair.
    classes
        Nodes whose levels are cut by the scores of a population, which are there by then.
    weighed_groups
        Groups whose weights are fitted on the scores of their children, which are there by then.
    groups
        Groups in an order in which each comes after what it reads.
    """

    statistics: list[StatisticColumn] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    leaves: list[TreeNode] = field(default_factory=list)
    scales: list[ScaleBatch] = field(default_factory=list)
    targets: list[TreeNode] = field(default_factory=list)
    answers: bool = False
    leaves_to_finish: list[TreeNode] = field(default_factory=list)
    relative_groups: list[GroupPlan] = field(default_factory=list)
    compared_groups: list[GroupPlan] = field(default_factory=list)
    classes: list[TreeNode] = field(default_factory=list)
    weighed_groups: list[GroupPlan] = field(default_factory=list)
    groups: list[GroupStep] = field(default_factory=list)

    def with_plans(self, plans: Mapping[str, GroupPlan]) -> Stage:
        """Return the same stage with other plans for its groups."""

        def renew(groups: Sequence[GroupPlan]) -> list[GroupPlan]:
            return [plans[group.node.id] for group in groups]

        return replace(
            self,
            relative_groups=renew(self.relative_groups),
            compared_groups=renew(self.compared_groups),
            weighed_groups=renew(self.weighed_groups),
            groups=[step._replace(plan=plans[step.plan.node.id]) for step in self.groups],
        )


class Schedule:
    """A program in stages.

    Parameters
    ----------
    program, trees
        The program and the expression of each formula, targets and baselines too.
    published
        Nodes whose scores are handed in.
    row_figures
        What follows from the period and the options of a row.

    Attributes
    ----------
    figures
        What formulas read that is computed above them, by how it is written: it stands among the inputs of plans,
        behind the variables and what follows from the period and the options of a row.
    columns
        What each column is made from.
    levelled, scaled, exact, conditional
        The nodes with levels; the groups with a scale; those whose parents add up what they were before rounding; and
        those that do not apply everywhere.
    weights
        What nodes weigh that formulas read: numbers, or where these are worked out.
    dependent_leaves
        The leaves whose values depend on nodes, directly or through a population.
    reads
        For each leaf whose formula reads nodes: which, and how many periods back.
    imputable
        The leaves whose scores may rest on figures that stand in for absent ones.
    bounded
        The leaves whose coverage and ends do not follow from their scores: those, and those that read nodes.
    """

    def __init__(
        self,
        program: Program,
        trees: Mapping[str, Expression],
        published: Collection[str] = (),
        row_figures: Sequence[str] = (),
    ) -> None:
        self.program, self.order, self.published = program, breadth_first(program), frozenset(published)
        self.line = {node.id: number for number, node in enumerate(self.order)}
        self.place = {leaf.id: number for number, leaf in enumerate(program.indicators)}
        self.scored_ids = scored_nodes(self.order, published)
        scored = (leaf.id for leaf in self.order if leaf.is_indicator and can_be_scored(leaf))
        computed = {*scored, *(node.id for node in self.order if not node.is_indicator)} & self.scored_ids
        self.unscored_lines = [self.line[node.id] for node in self.order if node.id not in computed]
        self.levelled = [node.id for node in self.order if node.levels]
        self.scaled = [node.id for node in self.order if node.scales_its_value]
        self.exact = [node.id for node in self.order if node.id in self.scored_ids and node.adds_exactly]
        self.conditional = [node.id for node in self.order if node.id in self.scored_ids and node.applies is not None]
        parts = [part for tree in trees.values() for part in walk(tree)]
        self.figures = {render(part): part for part in parts if _is_read(part)}
        self.weights: dict[NodeFigure | Statistic, Expression] = {
            part: write_weights(part, program) for part in parts if isinstance(part, NodeFigure) and not _is_read(part)
        }
        self.inputs = (*(variable.id for variable in program.inputs), *row_figures, *self.figures)
        self.trees = {name: self.replace_figures(tree) for name, tree in trees.items()}
        self.reads = {leaf.id: read for leaf in program.indicators if (read := _nodes_read(leaf.id, trees))}
        groups = [node for node in reversed(self.order) if not node.is_indicator and node.id in self.scored_ids]
        self.plans = {node.id: GroupPlan(program, node, self.line, self.scored_ids) for node in groups}
        columns = self.columns = define_columns(program, trees, published)
        self.levels = order_columns(columns)
        self.dependent_leaves = {leaf.id for leaf in program.indicators if _reads_nodes(leaf.id, columns)}
        leaves = [leaf for leaf in self.order if leaf.is_indicator]
        self.imputable = [leaf.id for leaf in leaves if _may_be_imputed(leaf, program, columns)]
        self.bounded = frozenset({*self.reads, *self.imputable})
        self.stages = self._stages()
        self.answer_lines = np.array([self.line[leaf.id] for leaf in program.criteria], np.intp)

    def with_roles(self, program: Program) -> Schedule | None:
        """Return the stages of a program that differs in the roles of nodes alone; None where they would be others."""
        order = breadth_first(program)
        if self.figures or self.weights or scored_nodes(order, self.published) != self.scored_ids:
            return None
        found = copy(self)
        found.program, found.order = program, order
        found.plans = {name: GroupPlan(program, program.nodes[name], self.line, self.scored_ids) for name in self.plans}
        found.stages = [stage.with_plans(found.plans) for stage in self.stages]
        return found

    def replace_figures(self, expression: Expression) -> Expression:
        """Return an expression in which the inputs of plans stand for what is computed above formulas."""
        return substitute(expression, self.weights | {part: Name(name) for name, part in self.figures.items()})

    def compile(self, parts: Mapping[str, Expression], outputs: Sequence[str]) -> Plan:
        """Return a plan of expressions, which may read indicators."""
        trees = self.trees | {name: self.replace_figures(part) for name, part in parts.items()}
        return Plan(compile_steps(trees, self.inputs, self.option_codes, outputs))

    @cached_property
    def option_codes(self) -> dict[str, dict[str, int]]:
        """The place of each option, by input; of levels, by how they are read."""
        codes = option_codes(self.program)
        for name, part in self.figures.items():
            if isinstance(part, NodeFigure) and part.kind == "level":
                codes[name] = codes_of_levels(self.program.nodes[part.id])
        return codes

    @cached_property
    def formula_plans(self) -> list[tuple[Plan | None, Plan | None]]:
        """For each stage the plans of what its statistics are of, and of its formulas."""
        found: list[tuple[Plan | None, Plan | None]] = []
        for stage in self.stages:
            parts = {name: part for one in stage.statistics for name, part in one.arguments.items()}
            arguments = self.compile(parts, tuple(parts)) if parts else None
            found.append((arguments, self.compile({}, tuple(stage.formulas)) if stage.formulas else None))
        return found

    @cached_property
    def lags(self) -> tuple[int, ...]:
        """How many periods back formulas read, each number once."""
        plans = [plan for pair in self.formula_plans for plan in pair if plan is not None]
        return tuple(sorted({lag for plan in plans for lag in plan.lags}))

    def _stages(self) -> list[Stage]:
        stages = [Stage() for _ in range(1 + max(self.levels.values(), default=0))]
        kinds: list[dict[object, list[TreeNode]]] = [{} for _ in stages]
        for column, level in self.levels.items():
            stage, node = stages[level], self.program.nodes.get(column.name)
            if column.kind == "statistic":
                stage.statistics.append(StatisticColumn.of(column.name, self.figures[column.name]))
            if column.kind == "value" and column.name in self.trees:
                stage.formulas.append(column.name)
            if column.kind == "value" and node is not None:
                stage.leaves.append(node)
            if node is None or node.id not in self.scored_ids:
                continue
            if column.kind == "level" and node.cuts is not None:
                stage.classes.append(node)
            if column.kind == "weights":
                stage.weighed_groups.append(self.plans[node.id])
            if column.kind == "outranking":
                stage.compared_groups.append(self.plans[node.id])
            if not node.is_indicator:
                self._put_group(stage, self.plans[node.id], column.kind)
            elif column.kind == "score":
                if node.levels or node.rounding is not None or node.id in self.published:
                    stage.leaves_to_finish.append(node)
                if node.answer is not None:
                    stage.answers = True
                elif node.has_target:
                    stage.targets.append(node)
                elif node.scale.facts.gives_score:
                    own = node.id if node.scale.quantities else ""  # figures of its own, row by row
                    key = rule_of(node).kind, own, node.imputation, node.treatment
                    kinds[level].setdefault(key, []).append(node)
        order = {name: number for number, name in enumerate(self.trees)}
        for stage, found in zip(stages, kinds, strict=True):
            stage.scales = [self._batch(nodes) for nodes in found.values()]
            stage.formulas.sort(key=order.__getitem__)
            stage.leaves.sort(key=lambda node: self.place[node.id])
        return stages

    def _put_group(self, stage: Stage, plan: GroupPlan, kind: str) -> None:
        relative = plan.scales_apart
        if kind == "aggregate" and relative:
            stage.groups.append(GroupStep(plan, finishes=False))
        elif kind == "score":
            stage.groups.append(GroupStep(plan, combines=not relative))
            if relative:
                stage.relative_groups.append(plan)

    def _batch(self, nodes: Sequence[TreeNode]) -> ScaleBatch:
        nodes = sorted(nodes, key=lambda node: self.line[node.id])
        ids = tuple(node.id for node in nodes)
        places, lines = (as_rows([of[name] for name in ids]) for of in (self.place, self.line))
        first, rules = nodes[0], [rule_of(node) for node in nodes]
        return ScaleBatch(ids, stack_rules(rules), places, lines, first.imputation, first.treatment)


def _nodes_read(leaf: str, trees: Mapping[str, Expression]) -> tuple[NodeRead, ...]:
    """Return the nodes that a formula reads, those inlined included; what it reads of populations is taken as exact."""
    found: dict[NodeRead, None] = {}
    seen: set[tuple[str, int]] = set()
    waiting: list[tuple[Expression, int]] = [(trees[leaf], 0)] if leaf in trees else []
    while waiting:
        part, lag = waiting.pop()
        if isinstance(part, NodeFigure) and part.kind != "weight":
            found[NodeRead(part.id, lag, part.kind)] = None
        elif isinstance(part, Statistic) and part.function in RANKS:  # its own figure is placed
            waiting.append((part.args[0], lag))
        elif isinstance(part, Name) and part.id in trees and (part.id, lag) not in seen:
            seen.add((part.id, lag))
            waiting.append((trees[part.id], lag))
        elif isinstance(part, Call):
            back = periods_back(part) if part.function == "lag" else 0
            inner = part.args[:1] if back else part.args
            waiting += [(each, lag + back) for each in inner]
    return tuple(found)


def _is_read(part: Expression) -> TypeGuard[NodeFigure | Statistic]:
    """Whether a part is computed above formulas; what a node weighs is a number of the program."""
    return isinstance(part, Statistic) or (isinstance(part, NodeFigure) and part.kind != "weight")


def _reads_nodes(leaf: str, columns: Mapping[Column, ColumnDefinition]) -> bool:
    """Whether the value of a leaf rests on scores or levels, directly or through other values and populations."""
    found = reachable([Column("value", leaf)], lambda column: columns[column].reads if column in columns else ())
    return any(column.kind in {"score", "level"} for column in found)


def _may_be_imputed(leaf: TreeNode, program: Program, columns: Mapping[Column, ColumnDefinition]) -> bool:
    """Return whether gaps are filled in the values of a leaf, or in a variable that its score is made from."""
    if leaf.imputation is not None:
        return True
    found = reachable([Column("score", leaf.id)], lambda column: columns[column].reads if column in columns else ())
    rules = (program.variable_by_id[column.name].imputation for column in found if column.kind == "variable")
    return any(rule is not None and rule.is_active for rule in rules)


def option_codes(program: Program) -> dict[str, dict[str, int]]:
    """Return the place of each option, by input."""
    return {
        variable.id: {option.id: code for code, option in enumerate(variable.choices)}
        for variable in program.inputs
        if variable.choices
    }


def codes_of_levels(node: TreeNode) -> dict[str, int]:
    """Return the place of each level of a node."""
    return {level.id: number for number, level in enumerate(node.levels)}


def breadth_first(program: Program) -> list[TreeNode]:
    """Return all nodes level by level, so that siblings stand side by side."""
    found = [program.nodes["total"]]
    for node in found:
        found.extend(node.children)
    return found
