"""How a value becomes a score, and to how many decimals that goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, Literal, Protocol

from pydantic import Field, model_validator

from ..methods.scales import SCALES, ScaleMethod
from ..methods.treatments import TREATMENTS
from .base import Model, Number, OrderedMethods, Range, Words, fault
from .quantities import Figure, Quantity, Width, as_number

_FIGURES = ("low", "high", "reference", "spread", "mean", "sd")
Ties = Literal["average", "min", "max", "dense"]


class ScalePoint(Model):
    """A knot ``[value, score]`` of a piecewise linear scale."""

    value: Figure
    score: Figure

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, given: Any) -> Any:
        if isinstance(given, list) and len(given) == 2:
            return {"value": given[0], "score": given[1]}
        return given


class ScoreBand(Model):
    """A step of a banded scale. `up_to` includes its end, `from` includes its beginning; the lowest stands first."""

    score: Figure
    up_to: Figure | None = None
    from_: Figure | None = Field(default=None, alias="from")


class Step(Protocol):
    """A band, or a level: it ends or begins at a cut."""

    @property
    def up_to(self) -> Figure | None:
        """Where it ends."""

    @property
    def from_(self) -> Figure | None:
        """Where it begins."""


def cuts_between(where: str, steps: Sequence[Step]) -> dict[str, Figure]:
    """Return the cuts between steps, by where they stand."""
    both = {
        f"{where}.{number}.{key}": cut
        for number, step in enumerate(steps)
        for key, cut in (("from", step.from_), ("up_to", step.up_to))
    }
    return {key: cut for key, cut in both.items() if cut is not None}


def check_bands(bands: tuple[ScoreBand, ...]) -> None:
    """Refuse bands whose cuts leave a gap, do not ascend or mix both ways of writing."""
    ends, starts = [band.up_to for band in bands], [band.from_ for band in bands]
    ended, begun = ([place for place, cut in enumerate(cuts) if cut is not None] for cuts in (ends, starts))
    if ended and begun:
        raise fault("IND307", **_BANDS, **MIXED, at=("bands", max(ended[0], begun[0])))
    key, cuts, lone = ("from", starts, 0) if begun else ("up_to", ends, len(bands) - 1)
    wrong = next((place for place, cut in enumerate(cuts) if (cut is None) != (place == lone)), None)
    if wrong is not None:
        raise fault("IND307", **_BANDS, **GAPS, at=("bands", wrong))
    del cuts[lone : lone + 1]
    if (wrong := first_not_ascending(cuts)) is not None:
        raise fault("IND307", **_BANDS, **NOT_ASCENDING, at=("bands", wrong + (1 if begun else 0), key))


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
        if (wrong := first_not_ascending([point.value for point in self.points])) is not None:
            raise fault("IND307", **_POINTS, **NOT_ASCENDING, at=("points", wrong))
        return self

    @property
    def facts(self) -> ScaleMethod:
        """What holds of the method."""
        return SCALES[self.method]

    @property
    def quantities(self) -> dict[str, Quantity]:
        """The figures that are worked out, by where they stand; the score itself where that is a formula."""
        found = {key: getattr(self, key) for key in _FIGURES}
        own = {} if self.formula is None else {"formula": Quantity(value=self.formula)}
        for name, steps in (("bands", self.bands), ("points", self.points)):
            for number, step in enumerate(steps):
                keys = ((info.alias or key, key) for key, info in type(step).model_fields.items())
                found |= {f"{name}.{number}.{written}": getattr(step, key) for written, key in keys}
        return own | {key: figure for key, figure in found.items() if isinstance(figure, Quantity)}

    def with_figures(self, change: Callable[[Figure], Figure]) -> Scale:
        """Return the same with each of its figures changed."""

        def changed(part: Model, keys: Iterable[str]) -> Any:
            found = {key: figure for key in keys if (figure := getattr(part, key)) is not None}
            return part.model_copy(update={key: change(figure) for key, figure in found.items()})

        steps = {
            name: tuple(changed(step, type(step).model_fields) for step in getattr(self, name))
            for name in ("bands", "points")
        }
        scale: Scale = changed(self.model_copy(update=steps), _FIGURES)
        return scale

    @property
    def clips(self) -> bool:
        """Whether values past the ends stay at the end."""
        return self.facts.clips if self.clip is None else self.clip

    @property
    def cuts(self) -> dict[str, Figure]:
        """Where one band gives way to the next, by where that stands."""
        return cuts_between("bands", self.bands)

    @property
    def step_scores(self) -> tuple[Figure, ...]:
        """The scores of bands or of points."""
        return (*(band.score for band in self.bands), *(point.score for point in self.points))

    @property
    def cuts_begin(self) -> bool:
        """Whether a cut belongs to the band that begins there (`from`), not to the one that ends (`up_to`)."""
        return any(band.from_ is not None for band in self.bands)


_BANDS = {"what_es": "los cortes de las bandas", "what_en": "the cuts of the bands"}
_POINTS = {"what_es": "los valores de los puntos", "what_en": "the values of the points"}
NOT_ASCENDING = {"problem_es": "deben ir en orden ascendente", "problem_en": "must ascend"}
MIXED = {
    "problem_es": "mezclan `up_to` y `from`: use una sola forma",
    "problem_en": "mix `up_to` and `from`: use one of them",
}
GAPS = {
    "problem_es": "dejan huecos: con `up_to` solo el último queda abierto; con `from`, solo el primero",
    "problem_en": "leave a gap: with `up_to` only the last is open, with `from` only the first",
}
_TOO_FEW = {"problem_es": "deben ser dos al menos", "problem_en": "must be two at least"}


def first_not_ascending(numbers: list[Any]) -> int | None:
    """Return the place of the first number that does not exceed the one before it; what is worked out stands aside."""
    known = [(place, number) for place, number in enumerate(numbers) if not isinstance(number, Quantity)]
    return next((place for (_, a), (place, b) in pairwise(known) if not a < b), None)


class Treatment(OrderedMethods):
    """What is done to skewed figures before a scale compares them: a method, a list of them, ``none``, or a mapping.

    The methods are tried in order on the figures of a population, each on the figures as they were, until skewness or
    excess kurtosis is below its threshold; the last one stays. Values are never changed: the scale reads what is
    treated.

    Attributes
    ----------
    methods
        ``winsorise``: the extreme on the side of the skewness takes the next figure, one after the other; ``log``: the
        logarithm of x - least + 0.01 (greatest - least); ``log_by_skew``: the same, from the greatest figure down where
        skewness is negative; ``box_cox``: powers of the same distance. ``none`` switches an inherited treatment off.
    skewness, kurtosis
        A population is treated where its skewness, either way, and its excess kurtosis reach both.
    at_most
        Figures of a population that may be winsorised; ties go together.
    power
        Of ``box_cox``; by default the one under which the figures are likeliest to be normal.
    limits
        Figures beyond these are taken for them, before anything else.
    over
        The population; that of the scale where it is not given.
    """

    methods: tuple[Literal["winsorise", "log", "log_by_skew", "box_cox", "none"], ...] = Field(default=(), strict=False)
    skewness: Number = Field(default=2, gt=0)
    kurtosis: Number = 3.5
    at_most: int = Field(default=5, ge=1)
    power: Number | None = None
    limits: Range = Range()
    over: Words = "period"

    @model_validator(mode="after")
    def _says_something(self) -> Treatment:
        if not self.methods and self.limits == Range():
            raise fault("IND105", key="methods")
        shared = {"limits"} if self.is_active else set()
        shared |= {"skewness", "kurtosis", "over"} if self.active_methods else set()
        self.check_methods("treatment", TREATMENTS, shared, "limits")
        return self

    @property
    def curves(self) -> bool:
        """Whether figures may come out on another measure."""
        return any(TREATMENTS[name].curves for name in self.active_methods)


class Rounding(Model):
    """How a score is rounded before anything reads it: a number of decimals, ``none``, or a mapping.

    The score is taken to nine decimals first, so that a mean that is 0.025 on paper is 0.025.

    Attributes
    ----------
    decimals
        Decimals that stay.
    method
        To the ``nearest``, down (``floor``), up (``ceil``), or towards zero (``truncate``); ``none`` switches an
        inherited rounding off.
    half
        Where halves go: ``away`` from zero in decimals, as in a spreadsheet, or to the ``even`` digit.
    parents
        What the group above adds up: the ``rounded`` score, as whatever else reads it, or the ``exact`` one.
    """

    decimals: int = Field(default=0, ge=0, le=9)
    method: Literal["nearest", "floor", "ceil", "truncate", "none"] = "nearest"
    half: Literal["away", "even"] = "away"
    parents: Literal["rounded", "exact"] = "rounded"

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, given: Any) -> Any:
        if isinstance(given, int | float) and not isinstance(given, bool):
            return {"decimals": given}
        return {"method": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _keys_fit_method(self) -> Rounding:
        given = self.model_fields_set
        if self.rounds and "decimals" not in given:
            raise fault("IND312", method=f"rounding: {self.method}", key="decimals")
        unused = {"half"} if self.rounds else {"decimals", "half", "parents"}
        if self.method != "nearest" and (idle := sorted(given & unused)):
            raise fault("IND315", method=f"rounding: {self.method}", key=idle[0], at=(idle[0],))
        return self

    @property
    def rounds(self) -> bool:
        """Whether anything is rounded."""
        return self.method != "none"
