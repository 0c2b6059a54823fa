"""The ways to aggregate, and what the rest of the library has to know of each: declared once, asked everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Reads = Literal["nothing", "scores", "steps", "levels"]
# Keys that every method takes whose children count by weights.
WEIGHING = ("weights", "over")


@dataclass(frozen=True, slots=True)
class AggregationMethod:
    """The facts about one way to aggregate.

    Attributes
    ----------
    required, optional
        Keys of the spec that it needs, and those that it also takes.
    reads
        What it makes of the children: their `scores`, the `steps` they climb, their `levels`, or `nothing`.
    weighted
        Whether the score depends on the weights of the children; if not, coverage alone does.
    relative_weights
        Whether weights count as shares of their sum; if not, they multiply as they are.
    adds_points
        Whether the weights are points, of which those that apply are added up from below.
    additive
        Whether the score is the sum of share times score.
    within_parts
        Whether the score lies between the lowest and the highest part that counts.
    keeps_full
        Whether full marks in every part are full marks of the whole.
    increasing
        Whether raising a part never lowers the whole.
    compares
        Whether it counts wins and defeats among the entities of a population: nothing that one entity has by itself.
    power
        Exponent, where it is a generalised mean of a fixed one (0 for the geometric mean).
    """

    name: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    reads: Reads = "scores"
    weighted: bool = False
    relative_weights: bool = True
    adds_points: bool = False
    additive: bool = False
    within_parts: bool = False
    keeps_full: bool = True
    increasing: bool = True
    compares: bool = False
    power: float | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys that it takes."""
        return (*self.required, *self.optional, *(WEIGHING if self.weighs else ()))

    @property
    def weighs(self) -> bool:
        """Whether the children count by weights, wherever these come from; points, and pairs won, are what they are."""
        return self.weighted and not self.adds_points and not self.compares

    @property
    def has_shares(self) -> bool:
        """Whether each child has a share of the score."""
        return self.reads == "scores"

    @property
    def has_weights(self) -> bool:
        """Whether weights are of use at all: in the score, or in how much of it is covered."""
        return self.reads in {"scores", "steps"}


def _by_name(*methods: AggregationMethod) -> Mapping[str, AggregationMethod]:
    return MappingProxyType({method.name: method for method in methods})


AGGREGATIONS = _by_name(
    AggregationMethod("none", reads="nothing", keeps_full=False),
    AggregationMethod("sum", weighted=True, relative_weights=False, additive=True, keeps_full=False),
    AggregationMethod("arithmetic_mean", weighted=True, additive=True, within_parts=True, power=1.0),
    AggregationMethod("geometric_mean", weighted=True, within_parts=True, power=0.0),
    AggregationMethod("harmonic_mean", weighted=True, within_parts=True, power=-1.0),
    AggregationMethod("power_mean", required=("power",), weighted=True, within_parts=True),
    AggregationMethod("median", within_parts=True),
    AggregationMethod("min", within_parts=True),
    AggregationMethod("max", within_parts=True),
    AggregationMethod("points", weighted=True, adds_points=True, additive=True, within_parts=True),
    AggregationMethod("all_or_nothing"),
    AggregationMethod("mazziotta_pareto", required=("penalty",), weighted=True, increasing=False),
    AggregationMethod("copeland", optional=("over",), weighted=True, keeps_full=False, compares=True),
    AggregationMethod("staircase", optional=("share", "by"), reads="steps"),
    AggregationMethod("decision_table", required=("rules",), reads="levels", keeps_full=False, increasing=False),
)
