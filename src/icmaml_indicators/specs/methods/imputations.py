"""The ways to fill gaps, and what the rest of the library has to know of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ImputationMethod:
    """The facts about one way to fill a gap.

    Attributes
    ----------
    along_time
        Whether it takes figures of the same entity in other periods; the others take one of a population.
    optional
        Keys of the spec that it takes.
    """

    name: str
    along_time: bool = False
    optional: tuple[str, ...] = ()


def _by_name(*methods: ImputationMethod) -> Mapping[str, ImputationMethod]:
    return MappingProxyType({method.name: method for method in methods})


IMPUTATIONS = _by_name(
    ImputationMethod("mean", optional=("over", "at_least", "weight")),
    ImputationMethod("median", optional=("over", "at_least")),
    ImputationMethod("last", along_time=True, optional=("at_most",)),
    ImputationMethod("next", along_time=True, optional=("at_most",)),
    ImputationMethod("linear", along_time=True, optional=("at_most",)),
)
