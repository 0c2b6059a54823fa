"""A program: metadata, variables and the tree of what is measured."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, field_validator, model_validator

from .answers import COMMON_ANSWERS, Answer, Criterion, Exact
from .attainment import METHODS, Attainment
from .base import Id, ImprovesWith, Model, NoBoolean, Number, Provenance, Range, References, Text, Unit, Words, fault
from .matrix import Matrix
from .peer_rules import PeerLights, Peers, Variation
from .scoring_rules import Aggregation, Gate, Level, Missing, Scale, ScoringModel, check_levels
from .variables import Check, Examples, Option, Properties, Variable
from .versions import Replaced, Versioned

if TYPE_CHECKING:
    from .tree import TreeNode

Direction = Literal["higher", "lower", "target", "context"]
Frequency = Literal["year", "semester", "quarter", "month"]

ROOT = "total"


class Indicator(Versioned):
    """A leaf of the tree: one measured quantity. Its measure is a `formula` or a `criterion`.

    With an `attainment` the result of the formula is held against a target, which takes the place of a scale.

    `direction` says which values are good: ``higher``, ``lower``, near a ``target``, or none (``context``: compared,
    never ranked or scored); more is better in a criterion, unless it is a penalty. `range` is the plausible span of the
    result: outside it the value is kept and flagged. `points` is what it is worth; without points, siblings share their
    parent's by weight. `lights` is the traffic light among peers, and `variation` how chance moves the figure; both
    follow from the program and the formula where they are not given. `replaces` names the indicator whose series it
    continues, in this edition or an earlier one. `holds` are expressions that must be true of every `result`.
    """

    id: Id
    title: Text
    formula: Words | None = None
    criterion: Criterion | None = None
    attainment: Attainment | None = None
    direction: Direction
    unit: Unit | None = None
    description: Text | None = None
    target: Number | None = None
    improves_with: ImprovesWith | None = None
    range: Range = Range()
    decimals: int = Field(default=2, ge=0, le=10)
    scale: Scale | None = None
    weight: Number = Field(default=1, ge=0)
    points: Exact | None = Field(default=None, gt=0)
    levels: tuple[Level, ...] = Field(default=(), strict=False)
    lights: PeerLights | None = None
    variation: Variation | None = None
    provenance: Provenance | None = None
    references: References = References()
    replaces: Id | None = None
    note: Text | None = None
    examples: Examples = ()
    holds: Properties = ()

    _levels = field_validator("levels")(check_levels)

    @model_validator(mode="before")
    @classmethod
    def _direction_of_criterion(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "criterion" not in given or "direction" in given:
            return given
        criterion = given["criterion"]
        role = criterion.get("role") if isinstance(criterion, dict) else None
        return {**given, "direction": "lower" if role == "penalty" else "higher"}

    @model_validator(mode="after")
    def _one_measure(self) -> Indicator:
        if self.formula is None and self.criterion is None:
            raise fault("IND105", key="formula")
        if self.criterion is not None:
            for key in ("formula", "scale", "target", "range", "attainment", "holds"):
                if key in self.model_fields_set:
                    raise fault("IND332", key=key)
            if self.criterion.role != "base" and self.points is None:
                raise fault("IND105", key="points")
        return self

    @model_validator(mode="after")
    def _target_for_direction(self) -> Indicator:
        sheet = self.attainment
        if (self.direction == "target" and sheet is None) != (self.target is not None):
            raise fault("IND305")
        if sheet is None:
            return self
        for key in ("scale", "target"):
            if key in self.model_fields_set:
                raise fault("IND347", key=key)
        methods = METHODS.get(self.direction, ())
        if not methods or (sheet.method is not None and sheet.method not in methods):
            raise fault("IND346", method=sheet.method or "attainment", direction=self.direction)
        return self


class Group(Model):
    """An inner node of the tree (an area, an axis, a dimension): its children and how they become one.

    `points` is what it is worth at most; `bonus_cap` and `penalty_cap` limit what bonus and penalty criteria move, in
    points; `ceiling` is the highest score that a bonus can lift it to. Levels are cut on the score as it is, or rounded
    to `level_decimals`.
    """

    id: Id
    title: Text
    children: Children
    description: Text | None = None
    aggregation: Aggregation | None = None
    missing: Missing | None = None
    weight: Number = Field(default=1, ge=0)
    points: Exact | None = Field(default=None, gt=0)
    bonus_cap: Exact | None = Field(default=None, gt=0)
    penalty_cap: Exact | None = Field(default=None, gt=0)
    ceiling: Number = Field(default=100, ge=100)
    gates: tuple[Gate, ...] = Field(default=(), strict=False)
    levels: tuple[Level, ...] = Field(default=(), strict=False)
    level_decimals: int | None = Field(default=None, ge=0, le=9)
    provenance: Provenance | None = None
    note: Text | None = None
    examples: Examples = ()

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


class Screening(Model):
    """Plausibility screens over results: they flag, they never change a figure.

    `max_change`: flag a value more than so many times the previous period's, or less than its reciprocal.
    `max_distance`: the same against the median of the other entities.
    """

    max_change: Number | None = Field(default=None, gt=1)
    max_distance: Number | None = Field(default=None, gt=1)


class Program(Versioned):
    """One measured instrument, validated.

    Attributes follow the keys of the spec; see the user guide, "The spec language". Frozen: two programs loaded
    from the same text are equal. `replaces` is the edition that this one follows.
    """

    spec: Annotated[Literal[1], NoBoolean]
    id: Id
    version: Words
    replaces: Replaced | None = None
    title: Text
    description: Text | None = None
    rights: Text | None = None
    entity: Entity
    period: Period
    provenance: Provenance | None = None
    note: Text | None = None
    parts: tuple[Words, ...] = Field(default=(), strict=False)
    answers: tuple[Answer, ...] = Field(default=(), strict=False)
    variables: tuple[Variable, ...] = Field(default=(), strict=False)
    checks: tuple[Check, ...] = Field(default=(), strict=False)
    tree: Children
    matrix: Matrix | None = None
    scale: Scale = Scale(method="none")
    aggregation: Aggregation = Aggregation(method="arithmetic_mean")
    missing: Missing = Missing()
    points: Exact | None = Field(default=None, gt=0)
    bonus_cap: Exact | None = Field(default=None, gt=0)
    penalty_cap: Exact | None = Field(default=None, gt=0)
    ceiling: Number = Field(default=100, ge=100)
    gates: tuple[Gate, ...] = Field(default=(), strict=False)
    levels: tuple[Level, ...] = Field(default=(), strict=False)
    level_decimals: int | None = Field(default=None, ge=0, le=9)
    models: tuple[ScoringModel, ...] = Field(default=(), strict=False)
    peers: tuple[Peers, ...] = Field(default=(), strict=False)
    lights: PeerLights = PeerLights()
    screening: Screening = Screening()
    examples: Examples = ()

    _levels = field_validator("levels")(check_levels)

    def __repr__(self) -> str:
        return f"<Program {self.id} {self.version}: {len(self.indicators)} indicators>"

    __str__ = __repr__

    @cached_property
    def nodes(self) -> dict[str, TreeNode]:
        """Every node of the tree by id, parents before children, the root (``total``) first."""
        from .tree import walk_tree

        return {node.id: node for node in walk_tree(self)}

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The leaves, in the order of the tree."""
        return tuple(node.spec for node in self.nodes.values() if isinstance(node.spec, Indicator))

    @cached_property
    def criteria(self) -> tuple[Indicator, ...]:
        """The leaves that are answered, in the order of the tree."""
        return tuple(indicator for indicator in self.indicators if indicator.criterion is not None)

    @cached_property
    def stated_points(self) -> dict[str, Fraction | None]:
        """The points of each node as declared; without them, what its parts add up to where each of them states it."""
        found: dict[str, Fraction | None] = {}
        for node in reversed(self.nodes.values()):
            parts = [found[child.id] for child in node.base_children]
            own = node.spec.points
            if own is None and node.adds_up and parts and None not in parts:
                own = sum((part for part in parts if part is not None), Fraction(0))
            found[node.id] = own
        return found

    @cached_property
    def points_of(self) -> dict[str, Fraction]:
        """What each node is worth, exactly: its points, or its share of its parent's; 100 for the whole by default."""
        stated = self.stated_points
        found: dict[str, Fraction] = {}
        for node in self.nodes.values():
            if node.parent is None:
                found[node.id] = stated[node.id] or Fraction(100)
            base = node.base_children
            # What parts add up to counts where the whole is added up as well; elsewhere weights rule.
            summed = node.adds_up and all(stated[child.id] is not None for child in base)
            total = sum((Fraction(str(child.weight)) for child in base), Fraction(0))
            for child in node.children:
                own = stated[child.id] if summed or child.role != "base" else child.spec.points
                share = Fraction(str(child.weight)) / total if total else Fraction(0)
                found[child.id] = found[node.id] * share if own is None else own
        return found

    @cached_property
    def answer_kinds(self) -> dict[str, Answer]:
        """Every kind of answer by id: the common ones and the program's own."""
        return COMMON_ANSWERS | {answer.id: answer for answer in self.answers}

    def kind_of_answer(self, leaf: Indicator) -> Answer:
        """Return what may be answered to a criterion."""
        assert leaf.criterion is not None
        # A misspelt kind is a diagnostic of its own; meanwhile it reads as yes or no.
        return self.answer_kinds.get(leaf.criterion.answer, COMMON_ANSWERS["yes_no"])

    @cached_property
    def inputs(self) -> tuple[Variable, ...]:
        """What is handed in: the variables, then the answers, which bear the ids of their criteria."""
        return (*self.variables, *(_answer_variable(leaf, self.kind_of_answer(leaf)) for leaf in self.criteria))

    @cached_property
    def all_checks(self) -> tuple[Check, ...]:
        """The declared checks, and those that follow from answers that are part of a whole."""
        implied = []
        for leaf in self.criteria:
            amount = self.kind_of_answer(leaf).amount
            if amount is not None and amount.of is not None:
                implied.append(Check(rule=f"{leaf.id} <= {amount.of}", rejects=(leaf.id,)))
        return (*self.checks, *implied)

    @cached_property
    def variable_by_id(self) -> dict[str, Variable]:
        """The inputs by id."""
        return {variable.id: variable for variable in self.inputs}


def _answer_variable(leaf: Indicator, kind: Answer) -> Variable:
    # Made of parts that were proved already.
    if kind.amount is None:
        options = tuple(Option(id=option.id, title=option.title) for option in kind.options)
        return Variable.model_construct(id=leaf.id, title=leaf.title, type="ordinal", options=options)
    whole: Literal["integer", "number"] = "integer" if kind.amount.whole else "number"
    within = Range(low=0, high=kind.amount.at_most)
    return Variable.model_construct(id=leaf.id, title=leaf.title, type=whole, range=within)
