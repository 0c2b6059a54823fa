"""The scales, and what the rest of the library has to know of each: declared once, asked everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True)
class ScaleMethod:
    """The facts about one scale.

    Attributes
    ----------
    required, optional
        Keys of the spec that it needs, and those that it also takes.
    gives_score
        Whether there is a score at all.
    population
        What it takes from a population: figures of its `values`, or the `ranks` among them. A place among others cannot
        be carried to another population. None where it scores a value by itself.
    bounded
        Whether its ends are values of the population: what lies beyond those of another one scores beyond the ends of
        the scale, unless it clips.
    clips
        Whether values past the ends stay at the end where the spec does not say.
    turns
        Whether it turns with the direction of the indicator, so that only its ends can go against it.
    ratio
        Whether it is a ratio to a figure, and so curved where less is better.
    stepped
        Whether the score jumps from one value to another and stands still between.
    aims
        Whether it measures how far values lie from the target of their indicator: groups have none.
    ends_at_to
        Whether its scores lie within `to` whatever the population, and reach both ends.
    """

    name: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    gives_score: bool = True
    population: Literal["values", "ranks"] | None = None
    bounded: bool = False
    clips: bool = False
    turns: bool = False
    ratio: bool = False
    stepped: bool = False
    aims: bool = False
    ends_at_to: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys that it takes."""
        return (*self.required, *self.optional)

    @property
    def is_relative(self) -> bool:
        """Whether it compares with a population; the others score a value by itself."""
        return self.population is not None

    @property
    def is_ranked(self) -> bool:
        """Whether the score is a place among others."""
        return self.population == "ranks"


def _by_name(*methods: ScaleMethod) -> Mapping[str, ScaleMethod]:
    return MappingProxyType({method.name: method for method in methods})


SCALES = _by_name(
    ScaleMethod("none", gives_score=False),
    ScaleMethod("identity", optional=("log",)),
    ScaleMethod("min_max", optional=("to", "over", "log", "clip"), population="values", bounded=True, turns=True),
    ScaleMethod("goalposts", required=("low", "high"), optional=("to", "clip", "log"), clips=True, turns=True),
    ScaleMethod("z_score", optional=("over", "log", "mean", "sd"), population="values", turns=True),
    ScaleMethod("rank", optional=("over", "ties"), population="ranks", turns=True, stepped=True),
    ScaleMethod("borda", optional=("over", "ties"), population="ranks", turns=True, stepped=True),
    ScaleMethod(
        "percentile_rank",
        optional=("to", "over", "ties"),
        population="ranks",
        turns=True,
        stepped=True,
        ends_at_to=True,
    ),
    ScaleMethod(
        "distance_to_best",
        optional=("to", "over", "clip"),
        population="values",
        bounded=True,
        turns=True,
        ratio=True,
    ),
    ScaleMethod("distance_to_reference", required=("reference",), optional=("to",), turns=True, ratio=True),
    ScaleMethod("distance_to_target", required=("spread",), optional=("to", "clip"), clips=True, aims=True),
    ScaleMethod("bands", required=("bands",), stepped=True),
    ScaleMethod("piecewise_linear", required=("points",)),
    ScaleMethod("formula", required=("formula",), optional=("to", "clip")),
)
