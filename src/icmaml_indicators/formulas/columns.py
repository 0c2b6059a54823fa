"""The one graph of what depends on what in a program: each value, score and level is a column that reads others.

It holds names alone, no figures. The order in which a program is scored, cycles, breaks and the effects of a change are
all read from it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from ..specs import Imputation, Program, TreeNode, scored_nodes, steps_below
from ..specs.model.peer_rules import POPULATIONS, Population
from ..specs.model.quantities import PERIOD
from .parser import FormulaError, parse
from .rendering import render
from .tree import Call, Expression, Name, NodeFigure, Statistic

GOALS = ("target", "baseline")
# The roles that move the score of the node above.
_COUNTING = frozenset({"base", "bonus", "penalty"})


# The kinds of columns that formulas read by their names.
_NAMED = frozenset({"variable", "parameter", "value", "population", "statistic"})


class Column(NamedTuple):
    """A figure of each row: its `kind` and its name.

    The kinds are ``variable``, ``parameter``, ``value`` (of a formula or an answer), ``aggregate`` (what the children
    of a group come to, where it has a scale; elsewhere that is the score; of an indicator, what its scale reads),
    ``score``, ``level``, ``outranking`` (how a group compares its population pair by pair), ``weights`` (what is fitted
    of the children of a group), ``population`` (who is in one that is declared) and ``statistic``, which is named as it
    is written. A number that is worked out, as a target or an end of a scale, is the value ``<indicator>.target`` or
    ``<node>.scale.low``.
    """

    kind: str
    name: str

    def __str__(self) -> str:
        return self.name if self.kind in _NAMED else f"{self.kind}({self.name})"


Way = tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class ColumnDefinition:
    """What a column is made from.

    Attributes
    ----------
    reads
        The columns that its figures depend on, in order of first use.
    barrier
        Whether it takes something from whole populations of what it reads, which must all be there first.
    after
        Columns that must be there first though its figures do not depend on them.
    """

    reads: Way = ()
    barrier: bool = False
    after: Way = ()


def define_columns(
    program: Program, trees: Mapping[str, Expression], published: Collection[str] = ()
) -> dict[Column, ColumnDefinition]:
    """Return what each column of a program is made from, values first.

    Parameters
    ----------
    program
        What it names need not all exist: what does not is left out.
    trees
        The expression of each indicator with a formula, and of numbers that are formulas (see `parse_quantities`).
    published
        Groups whose scores are handed in.
    """
    definer = ColumnDefiner(program, trees, published)
    first = [Column("value", name) for name in trees if name not in program.parameter_by_id]
    nodes = [Column(kind, name) for name in program.nodes for kind in ("value", "aggregate", "score", "level")]
    found = {}
    for column in reachable((*first, *nodes), definer.reads):
        definition = definer.define(column)
        if definition is not None:
            found[column] = definition
    return found


# What reads a column in a formula.
Reading = Name | NodeFigure | Statistic


def reads_of(expression: Expression, program: Program, trees: Mapping[str, Expression]) -> dict[Column, Reading]:
    """Return the columns that an expression reads, in order of first use, each with the part that does."""
    found: dict[Column, Reading] = {}
    for part in _readings(expression):
        column = _column_of(part, program, trees)
        if column is not None:
            found.setdefault(column, part)
    return found


def _readings(expression: Expression) -> Iterator[Reading]:
    if isinstance(expression, Name | NodeFigure | Statistic):
        yield expression
    elif isinstance(expression, Call):
        for argument in expression.args:
            yield from _readings(argument)


def node_column(figure: NodeFigure) -> Column:
    """Return the column of a figure of a node; its weight is a number of the program, worked out or not."""
    if figure.kind == "weight":
        return Column("value", f"{figure.id}.weight")
    return Column("aggregate" if figure.kind == "value" else figure.kind, figure.id)


def _column_of(part: Reading, program: Program, trees: Mapping[str, Expression]) -> Column | None:
    """Return the column that a part stands for; None of a name that is not known."""
    if isinstance(part, Statistic):
        return Column("statistic", render(part))
    if isinstance(part, NodeFigure):
        return node_column(part) if part.id in program.nodes else None
    if part.id in program.variable_by_id:
        return Column("variable", part.id)
    if part.id in program.parameter_by_id or part.id in program.tables_of_figures:
        return Column("parameter", part.id)
    return Column("value", part.id) if part.id in trees else None


class ColumnDefiner:
    """Defines columns of a program one by one; see `define_columns`."""

    def __init__(self, program: Program, trees: Mapping[str, Expression], published: Collection[str] = ()) -> None:
        self.program, self.trees, self.published = program, trees, published
        self._statistics: dict[str, Statistic] = {}
        self._known: dict[Column, ColumnDefinition | None] = {}

    @cached_property
    def _scored(self) -> frozenset[str]:
        """The nodes that can have a score."""
        return scored_nodes(list(self.program.nodes.values()), self.published)

    def define(self, column: Column) -> ColumnDefinition | None:
        """Return what a column is made from; None of what is handed in, and where the program has no such column.

        A statistic is known once a column that reads it is defined.
        """
        if column not in self._known:
            self._known[column] = self._define(column)
        return self._known[column]

    def reads(self, column: Column) -> Way:
        """Return the columns that a column reads."""
        definition = self.define(column)
        return () if definition is None else definition.reads

    def _define(self, column: Column) -> ColumnDefinition | None:
        found = self._made_from(column)
        node = self.program.nodes.get(column.name)
        if found is None or node is None or column.kind not in {"value", "aggregate", "outranking", "score"}:
            return found
        whole = self.program.applies.where if self.program.applies is not None else None
        return replace(found, reads=_distinct(*found.reads, *self._asked(whole), *self._asked(node.applies)))

    def _made_from(self, column: Column) -> ColumnDefinition | None:
        if column.kind == "value" and column.name in self.trees:
            node = self.program.nodes.get(column.name.partition(".")[0])
            # What the scale of a group takes is worked out in a stage of its own, behind what the group comes to.
            own = ".scale." in column.name and node is not None and node.scales_its_value
            after = (Column("aggregate", column.name.partition(".")[0]),) if own else ()
            return ColumnDefinition(self._formula(self.trees[column.name]), after=after)
        if column.kind == "parameter":
            return self._parameter(column.name)
        if column.kind == "statistic":
            return self._statistic(self._statistics[column.name])
        if column.kind == "variable":
            return self._variable(column.name)
        if column.kind == "population":
            return self._population(self.program.population_by_id[column.name])
        node = self.program.nodes.get(column.name)
        if node is None:
            return None
        match column.kind:
            case "value" if node.is_indicator:
                return self._value(node)
            case "aggregate" if node.is_indicator and node.scale.quantities:
                return ColumnDefinition((Column("value", node.id),))
            case "aggregate" if node.scales_its_value:
                return ColumnDefinition(self._made_of(node))
            case "outranking" if node.compares:
                return ColumnDefinition(_distinct(*self._parts(node), *self._members(node.aggregation.over)), True)
            case "weights" if node.aggregation.weights.facts.fitted:
                members = self._members(node.aggregation.over)
                return ColumnDefinition(_distinct(*self._scores(node.base_children), *members), barrier=True)
            case "score":
                return self._score(node)
            case "level" if node.levels:
                return self._level(node)
        return None

    def _formula(self, *parts: Expression) -> Way:
        """Return the columns that expressions read."""
        found: dict[Column, Reading] = {}
        for part in parts:
            found |= reads_of(part, self.program, self.trees)
        for column, reading in found.items():
            if isinstance(reading, Statistic):
                self._statistics[column.name] = reading
        return tuple(found)

    def _variable(self, name: str) -> ColumnDefinition | None:
        """Return what a variable is cut from, or whose figures stand in where it is absent."""
        if name in self.program.cut_variables:
            return ColumnDefinition((Column("variable", str(self.program.cut_variables[name].of)),))
        variable = self.program.variable_by_id.get(name)
        read = () if variable is None else self._standing_in(variable.imputation)
        read = tuple(column for column in read if column != Column("variable", name))
        return ColumnDefinition(read) if read else None

    def _standing_in(self, imputation: Imputation | None) -> Way:
        """Return the columns that say whose figures stand in for absent ones, and with which weight."""
        if imputation is None or not imputation.asks_population:
            return ()
        weight = () if imputation.weight is None else (Column("variable", imputation.weight),)
        return (*self._members(imputation.over), *weight)

    def _parameter(self, name: str) -> ColumnDefinition:
        table = self.program.tables_of_figures.get(name)
        if table is not None:
            return ColumnDefinition(tuple(Column("variable", each) for each in table.by if each != PERIOD))
        return ColumnDefinition(self._formula(self.trees[name]) if name in self.trees else ())

    def _statistic(self, statistic: Statistic) -> ColumnDefinition:
        reads = self._formula(*statistic.args)
        return ColumnDefinition(_distinct(*reads, *self._members(statistic.population)), barrier=True)

    def _members(self, population: str) -> Way:
        """Return the columns that say who is in a population."""
        if population in self.program.population_by_id:
            return (Column("population", population),)
        known = population in self.program.variable_by_id and population not in POPULATIONS
        return (Column("variable", population),) if known else ()

    def _population(self, population: Population) -> ColumnDefinition:
        return ColumnDefinition(
            _distinct(*self._asked(population.where), *(Column("variable", by) for by in population.by))
        )

    def _asked(self, condition: str | None) -> Way:
        """Return the inputs and parameters that a condition reads; nothing of one that cannot be read."""
        try:
            read = () if condition is None else self._formula(parse(condition))
        except FormulaError:
            return ()
        return tuple(column for column in read if column.kind in {"variable", "parameter"})

    def _value(self, node: TreeNode) -> ColumnDefinition:
        if node.answer is None:
            return ColumnDefinition()  # of a formula that cannot be read
        whole = node.answer.amount.of if node.answer.amount is not None else None
        return ColumnDefinition(tuple(Column("variable", name) for name in (node.id, whole) if name is not None))

    def _score(self, node: TreeNode) -> ColumnDefinition:
        if node.id not in self._scored:
            return ColumnDefinition()
        if node.is_indicator:
            goals = [name for key in GOALS if (name := f"{node.id}.{key}") in self.trees]
            made_of = tuple(Column("value", name) for name in (node.id, *goals))
        else:
            made_of = (Column("aggregate", node.id),) if node.scales_its_value else self._made_of(node)
        capped, held_back = self._required(node)
        made_of += self._quantities(node, "scale.")
        is_relative = node.scale.facts.is_relative
        members = self._members(node.scale.over) if is_relative else ()
        members += self._standing_in(node.imputation)
        members += self._members(node.treatment.over) if node.treatment is not None else ()
        # A level is named where the score is made.
        named_by = (*held_back, *self._quantities(node, "levels."))
        return ColumnDefinition(_distinct(*made_of, *members, *capped), is_relative, named_by)

    def _quantities(self, node: TreeNode, where: str) -> Way:
        """Return the numbers of a node that are worked out, of those that stand somewhere."""
        names = (f"{node.id}.{key}" for key in node.quantities if key.startswith(where))
        return tuple(Column("value", name) for name in names if name in self.trees)

    def _level(self, node: TreeNode) -> ColumnDefinition:
        cuts, (_, held_back) = self._quantities(node, "levels."), self._required(node)
        return ColumnDefinition(_distinct(Column("score", node.id), *cuts, *held_back), node.cuts is not None)

    def _made_of(self, node: TreeNode) -> Way:
        """Return what a group comes to is made from: its parts, and how these compare with those of others."""
        compared = (Column("outranking", node.id),) if node.compares else ()
        return (*self._parts(node), *compared)

    def _parts(self, node: TreeNode) -> Way:
        """Return what a group is made from: the scores or levels of what counts in it."""
        facts = node.aggregation.facts
        if facts.reads == "levels":
            named = {name for rule in node.aggregation.rules for name in rule.when}
            return tuple(Column("level", child.id) for child in node.children if child.id in named and child.levels)
        parts = [child for child in node.children if child.role in _COUNTING]
        if facts.reads == "steps" and node.aggregation.by == "answers":
            parts += steps_below(node)
        weights = (weight for part in node.base_children for weight in self._quantities(part, "weight"))
        fitted = (Column("weights", node.id),) if node.aggregation.weights.facts.fitted else ()
        own = (*weights, *self._quantities(node, "aggregation."), *fitted)
        return _distinct(*self._scores(parts), *own)

    def _scores(self, nodes: Iterable[TreeNode]) -> Way:
        """Return the scores of nodes, of those that can have one."""
        return tuple(Column("score", node.id) for node in nodes if node.id in self._scored)

    def _required(self, node: TreeNode) -> tuple[Way, Way]:
        """Return the scores that the gates of a node require: for its score, and for its level."""
        found: tuple[list[Column], list[Column]] = ([], [])
        for number, gate in enumerate(getattr(node.spec, "gates", ())):
            required = (Column("score", name) for name in gate.requires if name in self.program.nodes)
            found[gate.max_level is not None].extend((*required, *self._quantities(node, f"gates.{number}.")))
        return tuple(found[0]), tuple(found[1])


def _distinct(*columns: Column) -> Way:
    return tuple(dict.fromkeys(columns))


def reachable(start: Iterable[Column], next_to: Callable[[Column], Iterable[Column]]) -> dict[Column, None]:
    """Return all columns that lead on from some, step by step, these included; the nearest first."""
    found = dict.fromkeys(start)
    queue = deque(found)
    while queue:
        for column in next_to(queue.popleft()):
            if column not in found:
                found[column] = None
                queue.append(column)
    return found
