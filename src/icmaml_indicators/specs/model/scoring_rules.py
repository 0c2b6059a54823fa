"""How values become scores, scores become their parent's score, and scores get names."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from ..methods.aggregations import AGGREGATIONS, AggregationMethod
from ..methods.scales import SCALES, ScaleMethod
from .base import Id, Model, Number, Text, Words, fault
from .quantities import Figure, Quantity, Width, as_number

Ties = Literal["average", "min", "max", "dense"]


class ScalePoint(Model):
    """A knot ``[value, score]`` of a piecewise linear scale."""

    value: Number
    score: Number

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, given: Any) -> Any:
        if isinstance(given, list) and len(given) == 2:
            return {"value": given[0], "score": given[1]}
        return given


class ScoreBand(Model):
    """A step of a banded scale. `up_to` includes its end, `from` includes its beginning; the lowest stands first."""

    score: Number
    up_to: Number | None = None
    from_: Number | None = Field(default=None, alias="from")


def check_bands(bands: tuple[ScoreBand, ...]) -> None:
    """Refuse bands whose cuts leave a gap, do not ascend or mix both ways of writing."""
    ends, starts = [band.up_to for band in bands], [band.from_ for band in bands]
    ended, begun = ([place for place, cut in enumerate(cuts) if cut is not None] for cuts in (ends, starts))
    if ended and begun:
        raise fault("IND307", **_BANDS, **_MIXED, at=("bands", max(ended[0], begun[0])))
    key, cuts, lone = ("from", starts, 0) if begun else ("up_to", ends, len(bands) - 1)
    wrong = next((place for place, cut in enumerate(cuts) if (cut is None) != (place == lone)), None)
    if wrong is not None:
        raise fault("IND307", **_BANDS, **_GAPS, at=("bands", wrong))
    del cuts[lone : lone + 1]
    if (wrong := _first_not_ascending(cuts)) is not None:
        raise fault("IND307", **_BANDS, **_NOT_ASCENDING, at=("bands", wrong + (1 if begun else 0), key))


class Scale(Model):
    """How a value becomes a score. Written as the method's name, or as a mapping with its parameters.

    Attributes
    ----------
    method
        See `specs.methods.scales` for what each one takes.
    to
        Lowest and highest score, ``[0, 100]`` by default.
    low, high
        Goalposts: the values that score lowest and highest (the other way round for `direction: lower`).
    clip
        Whether values past the ends score at the end of the scale or beyond it. By default they stay at the end of
        goalposts and of the distance to a target, and go beyond bounds that come from another population.
    log
        Take the natural logarithm first.
    over
        The population that relative scales compare with: each ``period`` by itself (default), ``all`` periods at once,
        each ``entity`` over its periods, the rows of the same option of a variable within their period, or a population
        of the program.
    ties
        The place of values that are equal, counted from the worst: the mean of the places that they take (``average``,
        the default), the lowest (``min``) or highest (``max``) of them, or places without gaps (``dense``).
    reference
        The value that scores the top of `to`.
    spread
        Distance from the target at which the score reaches the bottom of `to`.
    mean, sd
        Mean and standard deviation of standard scores, 0 and 1 by default.
    formula
        The score, worked out from ``value``, parameters and statistics.
    """

    method: Literal[
        "none",
        "identity",
        "min_max",
        "goalposts",
        "z_score",
        "rank",
        "borda",
        "percentile_rank",
        "distance_to_best",
        "distance_to_reference",
        "distance_to_target",
        "bands",
        "piecewise_linear",
        "formula",
    ]
    to: tuple[Number, Number] = Field(default=(0, 100), strict=False)
    low: Figure | None = None
    high: Figure | None = None
    clip: bool | None = None
    log: bool = False
    over: Words = "period"
    ties: Ties = "average"
    reference: Figure | None = None
    spread: Width | None = None
    mean: Figure = 0
    sd: Width = 1
    formula: Words | None = None
    bands: tuple[ScoreBand, ...] = Field(default=(), strict=False)
    points: tuple[ScalePoint, ...] = Field(default=(), strict=False)

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        return {"method": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _parameters_fit_method(self) -> Scale:
        for key in self.facts.required:
            if key not in self.model_fields_set:
                raise fault("IND312", method=self.method, key=key)
        for key in sorted(self.model_fields_set - {"method", *self.facts.keys}):
            raise fault("IND315", method=self.method, key=key)
        low, high = as_number(self.low), as_number(self.high)
        if low is not None and high is not None and low >= high:
            raise fault("IND306", low=self.low, high=self.high)
        check_bands(self.bands)
        if len(self.points) == 1:
            raise fault("IND307", **_POINTS, **_TOO_FEW, at=("points",))
        if (wrong := _first_not_ascending([point.value for point in self.points])) is not None:
            raise fault("IND307", **_POINTS, **_NOT_ASCENDING, at=("points", wrong))
        return self

    @property
    def facts(self) -> ScaleMethod:
        """What holds of the method."""
        return SCALES[self.method]

    @property
    def quantities(self) -> dict[str, Quantity]:
        """The figures that are worked out, by key; the score itself where that is a formula."""
        found = {key: getattr(self, key) for key in ("low", "high", "reference", "spread", "mean", "sd")}
        own = {} if self.formula is None else {"formula": Quantity(value=self.formula)}
        return own | {key: figure for key, figure in found.items() if isinstance(figure, Quantity)}

    @property
    def clips(self) -> bool:
        """Whether values past the ends stay at the end."""
        return self.facts.clips if self.clip is None else self.clip

    @property
    def cuts(self) -> tuple[Number, ...]:
        """Where one band gives way to the next."""
        return tuple(cut for band in self.bands for cut in (band.from_, band.up_to) if cut is not None)

    @property
    def cuts_begin(self) -> bool:
        """Whether a cut belongs to the band that begins there (`from`), not to the one that ends (`up_to`)."""
        return any(band.from_ is not None for band in self.bands)


_LEVELS = {"what_es": "los cortes de los niveles", "what_en": "the cuts of the levels"}
_BANDS = {"what_es": "los cortes de las bandas", "what_en": "the cuts of the bands"}
_POINTS = {"what_es": "los valores de los puntos", "what_en": "the values of the points"}
_NOT_ASCENDING = {"problem_es": "deben ir en orden ascendente", "problem_en": "must ascend"}
_MIXED = {
    "problem_es": "mezclan `up_to` y `from`: use una sola forma",
    "problem_en": "mix `up_to` and `from`: use one of them",
}
_GAPS = {
    "problem_es": "dejan huecos: con `up_to` solo el último queda abierto; con `from`, solo el primero",
    "problem_en": "leave a gap: with `up_to` only the last is open, with `from` only the first",
}
_TOO_FEW = {"problem_es": "deben ser dos al menos", "problem_en": "must be two at least"}


def _first_not_ascending(numbers: list[Any]) -> int | None:
    """Return the place of the first number that does not exceed the one before it."""
    return next((place for place, (a, b) in enumerate(pairwise(numbers), 1) if not a < b), None)


class Cut(Model):
    """Where a level ends or begins: a number, or one per option of a variable (``{by: variable, option: n}``)."""

    value: Number | None = None
    by: str | None = None
    cases: dict[str, Number] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, given: Any) -> Any:
        if isinstance(given, dict) and "by" in given:
            return {"by": given["by"], "cases": {key: cut for key, cut in given.items() if key != "by"}}
        return given if isinstance(given, dict) else {"value": given}

    @model_validator(mode="after")
    def _cuts_somewhere(self) -> Cut:
        if (self.value is None) == (self.by is None) or (self.by is not None and not self.cases):
            raise fault(
                "IND318",
                problem_es="un corte es un número, o una variable (`by`) con un número por opción",
                problem_en="a cut is a number, or a variable (`by`) with a number for each option",
            )
        return self


class Level(Model):
    """A named band of scores. `up_to` includes its end, `from` includes its beginning; the worst level stands first."""

    id: Id
    title: Text
    up_to: Cut | None = None
    from_: Cut | None = Field(default=None, alias="from")
    description: Text | None = None


def check_levels(levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """Refuse levels whose cuts leave a gap, overlap or mix both ways of writing."""
    ends, starts = [level.up_to for level in levels], [level.from_ for level in levels]
    if not any(ends) and not any(starts):
        return levels  # names only: levels given by a decision table
    if any(ends) and any(starts):
        raise fault("IND307", **_LEVELS, **_MIXED)
    cuts = ends[:-1] if any(ends) else starts[1:]
    lone = ends[-1] if any(ends) else starts[0]
    if not all(cuts) or lone is not None:
        raise fault("IND307", **_LEVELS, **_GAPS)
    known = [cut for cut in cuts if cut]
    if len({cut.by for cut in known}) > 1 or len({frozenset(cut.cases) for cut in known}) > 1:
        raise fault(
            "IND307",
            **_LEVELS,
            problem_es="deben depender de la misma variable con las mismas opciones",
            problem_en="must depend on the same variable with the same options",
        )
    tables = [[cut.value for cut in known]] if known[0].by is None else []
    tables += [[cut.cases[case] for cut in known] for case in known[0].cases]
    wrong = [place for table in tables if (place := _first_not_ascending(table)) is not None]
    if wrong:
        # The level whose cut it is: with `from` the first level has none.
        raise fault("IND307", **_LEVELS, **_NOT_ASCENDING, at=(min(wrong) + (0 if any(ends) else 1),))
    return levels


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


class Aggregation(Model):
    """How children become their parent. Written as the method's name, or as a mapping with its parameters.

    Attributes
    ----------
    method
        ``points`` adds up the points won below and divides by the points that apply; groups below that aggregate in
        another way keep their points whole. ``all_or_nothing`` is full when every child that applies is, else zero.
        ``staircase`` counts the steps climbed one after the other (see `by`). ``mazziotta_pareto`` is the mean with a
        penalty for parts that are apart (see `penalty`).
    power
        Exponent of the power mean.
    rules
        A ``decision_table`` reads its rules from the top; the first that fits gives the level.
    share
        Share that must stand on a step of a staircase, or above it, for the step to be climbed.
    by
        The steps of a staircase: the ``answers`` (all criteria below have the same options; a step is climbed when
        enough of them answer so, or better) or the ``children`` in their order (each is a step, climbed from so high a
        score).
    penalty
        What `mazziotta_pareto` does with the penalty: ``minus`` takes it from the mean (more is better), ``plus`` adds
        it (more is worse).
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
        "staircase",
        "decision_table",
    ]
    power: Number | None = None
    rules: tuple[Rule, ...] = Field(default=(), strict=False)
    share: Number = Field(default=1, gt=0, le=1)
    by: Literal["answers", "children"] = "answers"
    penalty: Literal["minus", "plus"] | None = None

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
    score, ``zero`` counts it as zero. `min_coverage` is the share of weight that must be present for a score.
    `empty` is what a group is worth for which nothing at all was handed in: without a score, or zero, whatever the
    policies.
    """

    not_reported: Policy = "propagate"
    not_applicable: Policy = "skip"
    not_verified: Policy = "propagate"
    undefined: Policy = "propagate"
    rejected: Policy = "propagate"
    min_coverage: Number = Field(default=0, ge=0, le=1)
    empty: Literal["no_score", "zero"] = "no_score"


class Gate(Model):
    """What must hold for a node to score, or to reach a level.

    Attributes
    ----------
    requires
        Nodes below that must all hold.
    at_least
        Score that each of them must reach (full marks by default), or the id of the answer that each must give.
    above
        In its place, the score that each of them must exceed.
    max_level
        Where it does not hold, the level that the node cannot pass ...
    max_score
        ... or the score that it cannot pass.
    """

    requires: tuple[str, ...] = Field(min_length=1, strict=False)
    at_least: Number | str = 100
    above: Number | None = None
    max_level: str | None = None
    max_score: Number | None = Field(default=None, ge=0)

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
        return f"≥ {self.at_least}" if self.above is None else f"> {self.above}"


class ScoringModel(Model):
    """Another way to score the same answers, to be read beside the program's own.

    Attributes
    ----------
    equal_at
        All nodes at this depth (the areas are 1), or all ``criteria``, are worth the same: above them points add up,
        below them parts share evenly.
    aggregation
        In force at the groups from `depth` down; those above keep their own.
    gates
        Whether the gates stay.
    """

    id: Id
    title: Text
    description: Text | None = None
    equal_at: Annotated[int, Field(ge=1)] | Literal["criteria"] | None = None
    aggregation: Aggregation | None = None
    depth: int = Field(default=0, ge=0)
    gates: bool = True

    @model_validator(mode="after")
    def _says_something(self) -> ScoringModel:
        if self.equal_at is None and self.aggregation is None:
            raise fault("IND105", key="aggregation")
        return self
