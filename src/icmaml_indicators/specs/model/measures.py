"""What stands in the tree of a program: indicators, and the groups that they stand in."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal, Protocol

from pydantic import AfterValidator, Discriminator, Field, Strict, Tag, field_validator, model_validator

from .answers import Answer, Criterion, Exact
from .attainment import METHODS, Attainment
from .base import Id, ImprovesWith, Model, Number, Provenance, Range, References, Text, Unit, Words, fault
from .peer_rules import Cuts, PeerLights, Variation, check_cuts
from .quantities import Weight
from .scales import Rounding, Scale, Treatment
from .scoring_rules import Aggregation, Gate, Level, Missing, check_levels
from .variables import AbsenceCode, Examples, Imputation, Kind, Properties
from .versions import Versioned

Direction = Literal["higher", "lower", "target", "context"]
# Which end of the value of a group is good.
GoodEnd = Literal["higher", "lower"]
# What a node is to its parent: part of it, points on top of it or taken from it, or only shown.
NodeRole = Literal["base", "bonus", "penalty", "informational"]
Counts = Literal["base", "informational"]

ROOT = "total"
# What only a figure that is handed in has, and what an answer has none of.
OF_OWN_FIGURE = ("type", "kind", "columns", "absent")
NOT_OF_ANSWERS = (
    "formula",
    "imputation",
    "treatment",
    "scale",
    "target",
    "range",
    "attainment",
    "holds",
    *OF_OWN_FIGURE,
)


class Indicator(Versioned):
    """A leaf of the tree: one measured quantity. Its measure is a `formula`, a `criterion`, or a figure handed in.

    Without formula and criterion it reads the figure that is handed in under its own id, which has `type`, `kind`,
    `range`, `columns` and `absent` as a variable has: a figure outside the range is rejected.

    With an `attainment` the result of the formula is held against a target, which takes the place of a scale.

    `direction` says which values are good: ``higher``, ``lower``, near a ``target``, or none (``context``: compared,
    never ranked or scored); more is better in a criterion, unless it is a penalty. `range` is the plausible span of the
    result: outside it the value is kept and flagged. `points` is what it is worth; without points, siblings share their
    parent's by weight. `role` says what it is to its parent: of a criterion also ``bonus``, whose points are added, or
    ``penalty``, whose points are taken away, outside the denominator. `lights` is the traffic light among peers, and
    `variation` how chance moves the figure; both follow from the program and the formula where they are not given.
    `replaces` names the indicator whose series it continues, in this edition or an earlier one. `holds` are expressions
    that must be true of every `result`.
    """

    id: Id
    title: Text
    formula: Words | None = None
    criterion: Criterion | None = None
    attainment: Attainment | None = None
    direction: Direction
    unit: Unit | None = None
    type: Literal["number", "integer", "boolean"] = "number"
    kind: Kind | None = None
    columns: tuple[Words, ...] = Field(default=(), strict=False)
    absent: tuple[AbsenceCode, ...] = Field(default=(), strict=False)
    description: Text | None = None
    target: Number | None = None
    improves_with: ImprovesWith | None = None
    range: Range = Range()
    decimals: int = Field(default=2, ge=0, le=10)
    imputation: Imputation | None = None
    treatment: Treatment | None = None
    scale: Scale | None = None
    rounding: Rounding | None = None
    weight: Weight = 1
    points: Exact | None = Field(default=None, gt=0)
    levels: tuple[Level, ...] = Field(default=(), strict=False)
    cuts: Cuts | None = None
    lights: PeerLights | None = None
    variation: Variation | None = None
    role: NodeRole = "base"
    applies: Words | None = None
    provenance: Provenance | None = None
    references: References = References()
    replaces: Id | None = None
    note: Text | None = None
    examples: Examples = ()
    holds: Properties = ()

    _levels = field_validator("levels")(check_levels)
    _cuts = model_validator(mode="after")(check_cuts)

    @property
    def is_handed_in(self) -> bool:
        """Whether it reads the figure that is handed in under its own id."""
        return self.formula is None and self.criterion is None

    @property
    def formula_in_force(self) -> str | None:
        """Its formula; its own id where that figure is handed in; None of a criterion."""
        return self.id if self.is_handed_in else self.formula

    @model_validator(mode="after")
    def _role_fits(self) -> Indicator:
        if self.role in {"bonus", "penalty"}:
            if self.criterion is None:
                raise fault(
                    "IND318",
                    problem_es=f"solo un criterio tiene `role: {self.role}`",
                    problem_en=f"only a criterion has `role: {self.role}`",
                    at=("role",),
                )
            if self.points is None:
                raise fault("IND105", key="points")
        _refuse_weight(self, "weight", "points")
        return self

    @model_validator(mode="before")
    @classmethod
    def _direction_of_criterion(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "criterion" not in given or "direction" in given:
            return given
        return {**given, "direction": "lower" if given.get("role") == "penalty" else "higher"}

    @model_validator(mode="after")
    def _one_measure(self) -> Indicator:
        if self.formula is not None:
            for key in OF_OWN_FIGURE:
                if key in self.model_fields_set:
                    raise fault("IND130", key=key, at=(key,))
        if self.criterion is not None:
            for key in NOT_OF_ANSWERS:
                if key in self.model_fields_set:
                    raise fault("IND332", key=key)
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

    Its value is what the aggregation makes of the scores of its parts; its `scale` makes a score of that, and without
    one the score is the value. `direction` says which end of the value is good: a scale that compares turns it, and
    where the score is the value less is better. `points` is what it is worth at most; `bonus_cap` and `penalty_cap`
    limit what bonus and penalty criteria move, in points; `ceiling` is the highest score that a bonus can lift it to,
    `floor` the lowest one that a penalty can take it to. Levels are cut on the score as it is, or rounded to
    `level_decimals`.
    """

    id: Id
    title: Text
    children: Children
    description: Text | None = None
    aggregation: Aggregation | None = None
    scale: Scale | None = None
    direction: GoodEnd = "higher"
    rounding: Rounding | None = None
    missing: Missing | None = None
    role: Counts = "base"
    applies: Words | None = None
    weight: Weight = 1
    points: Exact | None = Field(default=None, gt=0)
    bonus_cap: Exact | None = Field(default=None, gt=0)
    penalty_cap: Exact | None = Field(default=None, gt=0)
    ceiling: Number = Field(default=100, ge=100)
    floor: Number | None = Field(default=0, le=0)
    gates: tuple[Gate, ...] = Field(default=(), strict=False)
    levels: tuple[Level, ...] = Field(default=(), strict=False)
    cuts: Cuts | None = None
    level_decimals: int | None = Field(default=None, ge=0, le=9)
    provenance: Provenance | None = None
    note: Text | None = None
    examples: Examples = ()

    _levels = field_validator("levels")(check_levels)
    _cuts = model_validator(mode="after")(check_cuts)

    @model_validator(mode="after")
    def _role_fits(self) -> Group:
        # Its own points are those that its parts share.
        _refuse_weight(self, "weight")
        return self

    @model_validator(mode="after")
    def _scale_has_a_value(self) -> Group:
        check_group_scale(self.scale, self.aggregation, ("scale",))
        return self


class Total(Model):
    """The group at the top. It has every key of a group but those that place a group in another.

    `scale`, `rounding` and `missing` at the top of the program are defaults of the nodes below; here they are of the
    total alone. What else stands here is read as a key of the program.
    """

    scale: Scale | None = None
    rounding: Rounding | None = None
    missing: Missing | None = None


# What the total cannot have: it stands in no other group, and its children are the tree.
TOTAL_KEYS = tuple(
    key for key in Group.model_fields if key not in {"id", "title", "children", "weight", "role", "applies"}
)


def check_group_scale(scale: Scale | None, aggregation: Aggregation | None, at: tuple[str, ...]) -> None:
    """Refuse a scale that a group cannot have; it stands `at` a place within what is validated."""
    if scale is None or not scale.facts.gives_score:
        return
    if scale.facts.aims:
        raise fault(
            "IND318",
            problem_es=f"la escala `{scale.method}` mide hasta `target`, y un grupo no lo tiene",
            problem_en=f"the scale `{scale.method}` measures up to `target`, and a group has none",
            at=at,
        )
    if aggregation is not None and not aggregation.facts.has_shares:
        raise fault(
            "IND318",
            problem_es=f"`{aggregation.method}` no da un valor del que una escala haga una calificación",
            problem_en=f"`{aggregation.method}` gives no value that a scale could make a score of",
            at=at,
        )


def _refuse_weight(spec: Indicator | Group, *keys: str) -> None:
    """Refuse what only means something to a parent that counts the node."""
    idle = [key for key in keys if key in spec.model_fields_set]
    if spec.role == "informational" and idle:
        raise fault("IND315", key=idle[0], method="role: informational", at=(idle[0],))


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "group" if "children" in value else "indicator"
    return "group" if isinstance(value, Group) else "indicator"


NodeSpec = Annotated[Annotated[Indicator, Tag("indicator")] | Annotated[Group, Tag("group")], Discriminator(_kind)]


def _not_empty(nodes: tuple[NodeSpec, ...]) -> tuple[NodeSpec, ...]:
    if not nodes:
        raise fault("IND123")
    return nodes


Children = Annotated[tuple[NodeSpec, ...], Strict(False), AfterValidator(_not_empty)]
Group.model_rebuild()


class Root(Protocol):
    """What the tree asks of the program that it stands in: its own rules, and those that its nodes inherit."""

    tree: Children
    title: Text
    description: Text | None
    note: Text | None
    provenance: Provenance | None
    total: Total
    imputation: Imputation | None
    treatment: Treatment | None
    scale: Scale
    direction: GoodEnd
    rounding: Rounding | None
    aggregation: Aggregation
    missing: Missing
    points: Fraction | None
    bonus_cap: Fraction | None
    penalty_cap: Fraction | None
    gates: tuple[Gate, ...]
    levels: tuple[Level, ...]
    level_decimals: int | None
    cuts: Cuts | None

    @property
    def points_of(self) -> dict[str, Fraction]:
        """What each node is worth, exactly."""

    @property
    def model_fields_set(self) -> set[str]:
        """The keys that the spec gives."""

    def kind_of_answer(self, leaf: Indicator) -> Answer:
        """Return what may be answered to a criterion."""
