"""The ways to cut scores into classes, and what the rest of the library has to know of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class CutMethod:
    """The facts about one way to cut.

    Attributes
    ----------
    optional
        Keys of the spec that it takes.
    """

    name: str
    optional: tuple[str, ...] = ()


def _by_name(*methods: CutMethod) -> Mapping[str, CutMethod]:
    return MappingProxyType({method.name: method for method in methods})


CUTS = _by_name(
    CutMethod("quantiles", ("over", "shares", "type")),
    CutMethod("equal_intervals", ("over",)),
    CutMethod("jenks", ("over",)),
    CutMethod("dalenius_hodges", ("over", "shares", "bins", "take")),
)
