"""What stands in the tree of a program: indicators, and the groups that they stand in."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, field_validator, model_validator

from .answers import Criterion, Exact
from .attainment import METHODS, Attainment
from .base import Id, ImprovesWith, Model, Number, Provenance, Range, References, Text, Unit, Words, fault
from .peer_rules import PeerLights, Variation
from .quantities import Weight
from .rounding import Rounding
from .scoring_rules import Aggregation, Gate, Level, Missing, Scale, check_levels
from .variables import Examples, Properties
from .versions import Versioned

Direction = Literal["higher", "lower", "target", "context"]
# Whether the parent counts it, or it is only shown.
Counts = Literal["base", "informational"]

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
    rounding: Rounding | None = None
    weight: Weight = 1
    points: Exact | None = Field(default=None, gt=0)
    levels: tuple[Level, ...] = Field(default=(), strict=False)
    lights: PeerLights | None = None
    variation: Variation | None = None
    role: Counts = "base"
    provenance: Provenance | None = None
    references: References = References()
    replaces: Id | None = None
    note: Text | None = None
    examples: Examples = ()
    holds: Properties = ()

    _levels = field_validator("levels")(check_levels)

    @model_validator(mode="after")
    def _role_fits(self) -> Indicator:
        if self.role == "informational" and self.criterion is not None and self.criterion.role != "base":
            raise fault(
                "IND318",
                problem_es=f"lo que solo se muestra (`role: informational`) no da puntos (`{self.criterion.role}`)",
                problem_en=f"what is only shown (`role: informational`) gives no points (`{self.criterion.role}`)",
                at=("role",),
            )
        _refuse_weight(self, "weight", "points")
        return self

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

    Its value is what the aggregation makes of the scores of its parts; its `scale` makes a score of that, and without
    one the score is the value. `points` is what it is worth at most; `bonus_cap` and `penalty_cap` limit what bonus and
    penalty criteria move, in points; `ceiling` is the highest score that a bonus can lift it to. Levels are cut on the
    score as it is, or rounded to `level_decimals`.
    """

    id: Id
    title: Text
    children: Children
    description: Text | None = None
    aggregation: Aggregation | None = None
    scale: Scale | None = None
    rounding: Rounding | None = None
    missing: Missing | None = None
    role: Counts = "base"
    weight: Weight = 1
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

    @model_validator(mode="after")
    def _role_fits(self) -> Group:
        # Its own points are those that its parts share.
        _refuse_weight(self, "weight")
        return self

    @model_validator(mode="after")
    def _scale_has_a_value(self) -> Group:
        if self.scale is None or not self.scale.facts.gives_score:
            return self
        if self.scale.facts.aims:
            raise fault(
                "IND318",
                problem_es=f"la escala `{self.scale.method}` mide hasta `target`, y un grupo no lo tiene",
                problem_en=f"the scale `{self.scale.method}` measures up to `target`, and a group has none",
                at=("scale",),
            )
        if self.aggregation is not None and not self.aggregation.facts.has_shares:
            raise fault(
                "IND318",
                problem_es=f"`{self.aggregation.method}` no da un valor del que una escala haga una calificación",
                problem_en=f"`{self.aggregation.method}` gives no value that a scale could make a score of",
                at=("scale",),
            )
        return self


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


Children = Annotated[tuple[NodeSpec, ...], Field(strict=False), AfterValidator(_not_empty)]
Group.model_rebuild()
