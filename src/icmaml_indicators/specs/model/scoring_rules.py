"""How scores become their parent's score, and get names."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from ..methods.aggregations import AGGREGATIONS, AggregationMethod
from ..methods.judgements import compare_pairs, share_budgets
from ..methods.weights import WEIGHTS, WeightMethod
from .base import Id, Model, Number, Text, Words, fault
from .quantities import Figure, Quantity, Share, Weight, words_of
from .scales import GAPS, MIXED, NOT_ASCENDING, Rounding, Scale, Treatment, first_not_ascending
from .variables import Imputation

_LEVELS = {"what_es": "los cortes de los niveles", "what_en": "the cuts of the levels"}


class Level(Model):
    """A named band of scores. `up_to` includes its end, `from` includes its beginning; the worst level stands first."""

    id: Id
    title: Text
    up_to: Figure | None = None
    from_: Figure | None = Field(default=None, alias="from")
    description: Text | None = None


def check_levels(levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """Refuse levels whose cuts leave a gap, overlap or mix both ways of writing."""
    ends, starts = [level.up_to for level in levels], [level.from_ for level in levels]
    ended, begun = (any(cut is not None for cut in cuts) for cuts in (ends, starts))
    if not ended and not begun:
        return levels  # names only: levels given by a decision table
    if ended and begun:
        raise fault("IND307", **_LEVELS, **MIXED)
    cuts = ends[:-1] if ended else starts[1:]
    lone = ends[-1] if ended else starts[0]
    if None in cuts or lone is not None:
        raise fault("IND307", **_LEVELS, **GAPS)
    wrong = [place for table in tables_of_cuts(cuts) if (place := first_not_ascending(table)) is not None]
    if wrong:
        # The level whose cut it is: with `from` the first level has none.
        raise fault("IND307", **_LEVELS, **NOT_ASCENDING, at=(min(wrong) + (0 if ended else 1),))
    return levels


def tables_of_cuts(cuts: Sequence[Figure | None]) -> list[list[Figure | None]]:
    """Return the cuts as written, and those of each line where all of them are tables of the same lines."""
    tables: list[dict[tuple[str, ...], Figure]] = [dict(cut.lines) if isinstance(cut, Quantity) else {} for cut in cuts]
    by = {cut.by if isinstance(cut, Quantity) else () for cut in cuts}
    known = tables[0].keys() if len(by) == 1 and all(tables[0].keys() == each.keys() for each in tables) else ()
    by_line: list[list[Figure | None]] = [[table[line] for table in tables] for line in known]
    return [list(cuts), *by_line]


class Rule(Model):
    """A row of a decision table: when the named children have these levels, the parent has level `then`."""

    when: dict[str, Annotated[tuple[str, ...], Field(strict=False)]] = Field(default_factory=dict)
    then: str

    @field_validator("when", mode="before")
    @classmethod
    def _one_or_many(cls, given: Any) -> Any:
        if isinstance(given, dict):
            several = {key: [level] if isinstance(level, str) else level for key, level in given.items()}
            return {key: tuple(level) if isinstance(level, list) else level for key, level in several.items()}
        return given


# How many times as much, and how much, as people judge it.
Ratio = Annotated[Number, Field(ge=1, le=9)]
Amount = Annotated[Number, Field(ge=0)]


class Weighting(Model):
    """Where the weights of the children come from. Written as the method's name.

    Attributes
    ----------
    method
        ``declared`` (as each child says), ``equal``; judged by people: ``ahp`` (analytic hierarchy process),
        ``budget_allocation``; or fitted on the children's scores: ``pca`` (the first principal
        component), ``entropy``, ``critic`` (spread and conflict), ``dp2`` (with which a `sum` of distances from
        the worst is the P2 distance), ``equal_effective`` (until each child's squared correlation with the result has
        the share that it declares).
    judgements
        Of `ahp`: ``[first, second, ratio]`` for each pair of children once: the first matters so many times as much, 1
        to 9.
    allocations
        Of `budget_allocation`: for each person, what each child gets of a budget.
    """

    method: Literal[
        "declared", "equal", "ahp", "budget_allocation", "pca", "entropy", "critic", "dp2", "equal_effective"
    ] = "declared"
    judgements: tuple[Annotated[tuple[str, str, Ratio], Field(strict=False)], ...] = Field(default=(), strict=False)
    allocations: tuple[dict[str, Amount], ...] = Field(default=(), strict=False)

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        return {"method": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _judgements_fit_method(self) -> Weighting:
        for key in ("judgements", "allocations"):
            if key == self.facts.judgement_key and not getattr(self, key):
                raise fault("IND312", method=f"weights: {self.method}", key=key)
            if key != self.facts.judgement_key and key in self.model_fields_set:
                raise fault("IND315", method=f"weights: {self.method}", key=key, at=(key,))
        return self

    @property
    def facts(self) -> WeightMethod:
        """What holds of the method."""
        return WEIGHTS[self.method]

    @cached_property
    def judged_weights(self) -> dict[str, Fraction]:
        """The weight of each child as people judge it; nothing where they do not."""
        return compare_pairs(self.judgements)[0] if self.judgements else share_budgets(self.allocations)

    @cached_property
    def consistency_ratio(self) -> float:
        """How much the pairs of `ahp` contradict one another, 0 where they do not."""
        return compare_pairs(self.judgements)[1]


class Aggregation(Model):
    """How children become their parent. Written as the method's name, or as a mapping with its parameters.

    Attributes
    ----------
    method
        ``points`` adds up the points won below and divides by the points that apply; groups below that aggregate in
        another way keep their points whole. ``all_or_nothing`` is full when every child that applies is, else zero.
        ``staircase`` counts the steps climbed one after the other (see `by`). ``mazziotta_pareto`` is the mean with a
        penalty for parts that are apart (see `penalty`). ``copeland`` counts how many others are beaten, less those
        that beat it (see `over`).
    power
        Exponent of the power mean.
    rules
        A ``decision_table`` reads its rules from the top; the first that fits gives the level.
    share
        Share that must stand on a step of a staircase, or above it, for the step to be climbed: above 0, 1 at most; a
        number, a formula of parameters, or a table.
    by
        The steps of a staircase: the ``answers`` (all criteria below have the same options; a step is climbed when
        enough of them answer so, or better) or the ``children`` in their order (each is a step, climbed from so high a
        score).
    penalty
        What `mazziotta_pareto` does with the penalty: ``minus`` takes it from the mean (more is better), ``plus`` adds
        it (more is worse).
    weights
        Where the weights of the children come from: as ``declared`` (default), ``equal``, or fitted on their scores.
    over
        Whom `copeland` compares with, and whose scores fitted weights are of: a population, as in a scale.
    """

    method: Literal[
        "none",
        "sum",
        "arithmetic_mean",
        "geometric_mean",
        "harmonic_mean",
        "power_mean",
        "median",
        "min",
        "max",
        "points",
        "all_or_nothing",
        "mazziotta_pareto",
        "copeland",
        "staircase",
        "decision_table",
    ]
    power: Number | None = None
    rules: tuple[Rule, ...] = Field(default=(), strict=False)
    share: Share = 1
    by: Literal["answers", "children"] = "answers"
    penalty: Literal["minus", "plus"] | None = None
    weights: Weighting = Weighting()
    over: Words = "period"

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        return {"method": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _parameters_fit_method(self) -> Aggregation:
        given = {key for key in self.model_fields_set - {"method"} if getattr(self, key) not in (None, ())}
        for key in self.facts.required:
            if key not in given:
                raise fault("IND312", method=self.method, key=key)
        for key in sorted(given - {*self.facts.keys}):
            raise fault("IND315", method=self.method, key=key)
        if "over" in given and self.facts.weighs and not self.weights.facts.fitted:
            raise fault("IND315", method=f"weights: {self.weights.method}", key="over", at=("over",))
        if self.power == 0:
            raise fault(
                "IND318",
                problem_es="la potencia cero es la media geométrica: use `geometric_mean`",
                problem_en="power zero is the geometric mean: use `geometric_mean`",
            )
        return self

    @property
    def facts(self) -> AggregationMethod:
        """What holds of the method."""
        return AGGREGATIONS[self.method]

    @property
    def exponent(self) -> float | None:
        """The exponent of a generalised mean, fixed by the method or given; None for other methods."""
        return self.facts.power if self.power is None else float(self.power)


Policy = Literal["skip", "propagate", "zero"]


class Missing(Model):
    """What an absent score does to its parent, by the reason of the absence.

    ``skip`` takes it out of the denominator (the others are re-weighted), ``propagate`` leaves the parent without a
    score, ``zero`` counts it as zero. `min_coverage` is the share of weight that must be present for a score, through
    all levels; `min_children` and `min_children_weight` are shares of the children themselves, by number and by weight,
    that must have a score, whatever it rests on. `empty` is what a group is worth for which nothing at all was handed
    in: without a score, or zero, whatever the policies.
    """

    not_reported: Policy = "propagate"
    not_applicable: Policy = "skip"
    not_verified: Policy = "propagate"
    undefined: Policy = "propagate"
    rejected: Policy = "propagate"
    min_coverage: Number = Field(default=0, ge=0, le=1)
    min_children: Number = Field(default=0, ge=0, le=1)
    min_children_weight: Number = Field(default=0, ge=0, le=1)
    empty: Literal["no_score", "zero"] = "no_score"

    @property
    def asks_for_a_share(self) -> bool:
        """Whether so much must be present, of whatever kind."""
        return bool(self.min_coverage) or self.asks_for_children

    @property
    def asks_for_children(self) -> bool:
        """Whether a share of the children themselves must have a score."""
        return bool(self.min_children or self.min_children_weight)


def _kind_of(given: Any) -> str:
    return "str" if isinstance(given, str) else "quantity" if isinstance(given, dict | Quantity) else "number"


# A number, or what stands in the place of one; a text is an answer, or a formula where no answer is asked for.
Threshold = Annotated[
    Annotated[Number, Tag("number")] | Annotated[Quantity, Tag("quantity")] | Annotated[str, Tag("str")],
    Discriminator(_kind_of),
]


class Gate(Model):
    """What must hold for a node to score, or to reach a level.

    Attributes
    ----------
    requires
        Nodes below that must all hold.
    at_least
        Score that each of them must reach (full marks by default), or the id of the answer that each must give. A
        number, a formula of parameters, or a table, as the two below.
    above
        In its place, the score that each of them must exceed.
    max_level
        Where it does not hold, the level that the node cannot pass ...
    max_score
        ... or the score that it cannot pass.
    """

    requires: tuple[str, ...] = Field(min_length=1, strict=False)
    at_least: Threshold = 100
    above: Figure | None = None
    max_level: str | None = None
    max_score: Weight | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_or_many(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("requires"), str):
            return {**given, "requires": [given["requires"]]}
        return given

    @model_validator(mode="after")
    def _one_condition_and_effect(self) -> Gate:
        if (self.max_level is None) == (self.max_score is None):
            raise fault(
                "IND318",
                problem_es="una compuerta limita el nivel (`max_level`) o la calificación (`max_score`): indique uno",
                problem_en="a gate limits the level (`max_level`) or the score (`max_score`): give one of them",
            )
        if self.above is not None and "at_least" in self.model_fields_set:
            raise fault(
                "IND318",
                problem_es="una compuerta pide alcanzar (`at_least`) o pasar (`above`) una calificación: indique una",
                problem_en="a gate asks for a score to be reached (`at_least`) or passed (`above`): give one of them",
                at=("above",),
            )
        return self

    @property
    def condition(self) -> str:
        """What each node must hold, as it is shown."""
        return f"≥ {words_of(self.at_least)}" if self.above is None else f"> {words_of(self.above)}"


# By id; or the word for one weight for all.
ModelWeights = Annotated[
    Annotated[dict[str, Annotated[Number, Field(ge=0)]], Tag("by_node")] | Annotated[Literal["equal"], Tag("word")],
    Discriminator(lambda given: "word" if isinstance(given, str) else "by_node"),
]


class ScoringModel(Model):
    """Another way to score the same data, to be read beside the program's own.

    Attributes
    ----------
    equal_at
        All nodes at this depth (the areas are 1), or all ``criteria``, are worth the same: above them points add up,
        below them parts share evenly.
    aggregation
        In force at the groups from `depth` down; those above keep their own.
    gates
        Whether the gates stay.
    weights
        What some nodes weigh, by id; or ``equal``: whatever has a weight has the same.
    leave_out
        Nodes that are shown and not counted.
    scale, imputation, treatment, rounding
        In the place of all that the program has, of indicators; roundings of groups too.
    """

    id: Id
    title: Text
    description: Text | None = None
    equal_at: Annotated[int, Field(ge=1)] | Literal["criteria"] | None = None
    aggregation: Aggregation | None = None
    depth: int = Field(default=0, ge=0)
    gates: bool = True
    weights: ModelWeights | None = None
    leave_out: tuple[Words, ...] = Field(default=(), strict=False)
    scale: Scale | None = None
    imputation: Imputation | None = None
    treatment: Treatment | None = None
    rounding: Rounding | None = None

    @model_validator(mode="after")
    def _says_something(self) -> ScoringModel:
        given = self.model_fields_set - {"id", "title", "description", "depth"}
        if not any(getattr(self, key) not in (None, ()) for key in given):
            raise fault("IND105", key="aggregation")
        if "depth" in self.model_fields_set and self.aggregation is None:
            raise fault("IND315", key="depth", method=f"models: {self.id}", at=("depth",))
        if self.scale is not None and self.scale.quantities:
            raise fault(
                "IND318",
                problem_es="la escala de un modelo lleva números, no fórmulas ni tablas",
                problem_en="the scale of a model has numbers, no formulas and no tables",
                at=("scale",),
            )
        return self

    @property
    def steps(self) -> tuple[str, ...]:
        """What it says, key by key: the steps of the program that it changes."""
        keys = ("equal_at", "aggregation", "gates", "weights", "leave_out", "scale", "imputation", "treatment")
        own = {"equal_at": None, "aggregation": None, "gates": True, "leave_out": ()}
        return tuple(key for key in (*keys, "rounding") if getattr(self, key) != own.get(key))
