"""A program: metadata, variables and the tree of what is measured."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, field_validator, model_validator

from .base import Id, Model, Number, Provenance, Range, References, Text, Words, fault
from .scoring_rules import Aggregation, Level, Missing, Scale, check_levels
from .variables import Check, Example, Variable

Direction = Literal["higher", "lower", "target", "context"]
Frequency = Literal["year", "semester", "quarter", "month"]

ROOT = "total"


class Indicator(Model):
    """A leaf of the tree: one measured quantity.

    `direction` says which values are good: ``higher``, ``lower``, near a ``target``, or none (``context``: compared,
    never ranked or scored). `range` is the plausible span of the result: outside it the value is kept and flagged.
    """

    id: Id
    title: Text
    formula: Words
    direction: Direction
    unit: Text | None = None
    description: Text | None = None
    target: Number | None = None
    range: Range = Range()
    decimals: int = Field(default=2, ge=0, le=10)
    scale: Scale | None = None
    weight: Number = Field(default=1, ge=0)
    levels: tuple[Level, ...] = Field(default=(), strict=False)
    provenance: Provenance | None = None
    references: References = References()
    note: Text | None = None
    examples: tuple[Example, ...] = Field(default=(), strict=False)

    _levels = field_validator("levels")(check_levels)

    @model_validator(mode="after")
    def _target_for_direction(self) -> Indicator:
        if (self.direction == "target") != (self.target is not None):
            raise fault("IND305")
        return self


class Group(Model):
    """An inner node of the tree (an area, an axis, a dimension): its children and how they become one."""

    id: Id
    title: Text
    children: Children
    description: Text | None = None
    aggregation: Aggregation | None = None
    missing: Missing | None = None
    weight: Number = Field(default=1, ge=0)
    levels: tuple[Level, ...] = Field(default=(), strict=False)
    provenance: Provenance | None = None
    note: Text | None = None

    _levels = field_validator("levels")(check_levels)


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "group" if "children" in value else "indicator"
    return "group" if isinstance(value, Group) else "indicator"


NodeSpec = Annotated[Annotated[Indicator, Tag("indicator")] | Annotated[Group, Tag("group")], Discriminator(_kind)]


def _not_empty(nodes: tuple[NodeSpec, ...]) -> tuple[NodeSpec, ...]:
    if not nodes:
        raise fault("IND123")
    return nodes


Children = Annotated[tuple[NodeSpec, ...], Field(strict=False), AfterValidator(_not_empty)]
Group.model_rebuild()


class Entity(Model):
    """What is measured. Written as a word. Municipalities have five-digit INEGI keys, states two-digit ones."""

    type: Literal["municipality", "state", "project", "budget_program", "other"]

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        return {"type": given} if isinstance(given, str) else given

    @property
    def key_digits(self) -> int | None:
        """Number of digits of the key, or None where keys are free text."""
        return {"municipality": 5, "state": 2}.get(self.type)


class Period(Model):
    """How often it is measured. Written as a word, or with a step: ``{frequency: year, step: 5}``.

    `step` is the distance to the previous period, in units of the frequency; ``lag`` uses it.
    """

    frequency: tuple[Frequency, ...] = Field(min_length=1, strict=False)
    step: int = Field(default=1, ge=1)

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        if isinstance(given, str | list):
            given = {"frequency": given}
        if isinstance(given, dict) and isinstance(given.get("frequency"), str):
            given = {**given, "frequency": [given["frequency"]]}
        return given


class Peers(Model):
    """A column of the data that parts the entities into peer groups."""

    column: Words
    title: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        return {"column": given} if isinstance(given, str) else given


class Screening(Model):
    """Plausibility screens over results: they flag, they never change a figure.

    `max_change`: flag a value more than so many times the previous period's, or less than its reciprocal.
    `max_distance`: the same against the median of the other entities.
    """

    max_change: Number | None = Field(default=None, gt=1)
    max_distance: Number | None = Field(default=None, gt=1)


class Program(Model):
    """One measured instrument, validated.

    Attributes follow the keys of the spec; see the user guide, chapter "The spec language". Frozen: two programs loaded
    from the same text are equal.
    """

    spec: Literal[1]
    id: Id
    version: Words
    title: Text
    description: Text | None = None
    rights: Text | None = None
    entity: Entity
    period: Period
    provenance: Provenance | None = None
    note: Text | None = None
    parts: tuple[Words, ...] = Field(default=(), strict=False)
    variables: tuple[Variable, ...] = Field(default=(), strict=False)
    checks: tuple[Check, ...] = Field(default=(), strict=False)
    tree: Children
    scale: Scale = Scale(method="none")
    aggregation: Aggregation = Aggregation(method="arithmetic_mean")
    missing: Missing = Missing()
    levels: tuple[Level, ...] = Field(default=(), strict=False)
    peers: tuple[Peers, ...] = Field(default=(), strict=False)
    screening: Screening = Screening()

    _levels = field_validator("levels")(check_levels)

    @cached_property
    def nodes(self) -> dict[str, TreeNode]:
        """Every node of the tree by id, parents before children, the root (``total``) first."""
        return {node.id: node for node in _walk(self)}

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The leaves, in the order of the tree."""
        return tuple(node.spec for node in self.nodes.values() if isinstance(node.spec, Indicator))

    @cached_property
    def variable_by_id(self) -> dict[str, Variable]:
        """The variables by id."""
        return {variable.id: variable for variable in self.variables}


class TreeNode:
    """A node with what it inherits: the place in the tree, the rules in force, the provenance.

    Attributes
    ----------
    id, title, depth, parent
        `parent` is the id of the node above, None for the root.
    spec : Indicator, Group or Program
        The declaration.
    children : list of TreeNode
    weight : float
        As declared, before it is made to sum to one among its siblings.
    """

    __slots__ = ("_program", "children", "depth", "id", "parent", "provenance", "spec", "title", "weight")

    def __init__(
        self,
        program: Program,
        spec: Indicator | Group | Program,
        parent: TreeNode | None,
    ) -> None:
        self._program = program
        self.spec = spec
        self.id = ROOT if isinstance(spec, Program) else spec.id
        self.title = spec.title
        self.parent = parent.id if parent else None
        self.depth: int = parent.depth + 1 if parent else 0
        self.provenance: Provenance | None = spec.provenance or (parent.provenance if parent else None)
        self.weight = 1.0 if isinstance(spec, Program) else float(spec.weight)
        self.children: list[TreeNode] = []

    @property
    def is_indicator(self) -> bool:
        """Whether the node is a leaf."""
        return isinstance(self.spec, Indicator)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The named bands of this node."""
        return self.spec.levels

    @property
    def scale(self) -> Scale:
        """The scale in force (indicators): its own, else the program's; context indicators have none."""
        if not isinstance(self.spec, Indicator) or self.spec.direction == "context":
            return Scale(method="none")
        return self.spec.scale or self._program.scale

    @property
    def aggregation(self) -> Aggregation:
        """The aggregation in force (groups): its own, else the arithmetic mean."""
        if isinstance(self.spec, Indicator):
            return Aggregation(method="none")
        return self.spec.aggregation or Aggregation(method="arithmetic_mean")

    @property
    def missing(self) -> Missing:
        """The missing-data policy in force: its own, else the program's."""
        own = None if isinstance(self.spec, Indicator) else self.spec.missing
        return own or self._program.missing


def _walk(program: Program) -> Iterator[TreeNode]:
    root = TreeNode(program, program, None)
    yield root
    stack = [(spec, root) for spec in reversed(program.tree)]
    while stack:
        spec, parent = stack.pop()
        node = TreeNode(program, spec, parent)
        parent.children.append(node)
        yield node
        if isinstance(spec, Group):
            stack.extend((child, node) for child in reversed(spec.children))
