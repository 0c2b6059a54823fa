"""The ways to treat skewed figures, and what the rest of the library has to know of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class TreatmentMethod:
    """The facts about one way to treat.

    Attributes
    ----------
    optional
        Keys of the spec that it takes.
    curves
        Whether it puts every figure on another measure; the others move single ones.
    """

    name: str
    optional: tuple[str, ...] = ()
    curves: bool = False


def _by_name(*methods: TreatmentMethod) -> Mapping[str, TreatmentMethod]:
    return MappingProxyType({method.name: method for method in methods})


TREATMENTS = _by_name(
    TreatmentMethod("winsorise", optional=("at_most",)),
    TreatmentMethod("log", curves=True),
    TreatmentMethod("log_by_skew", curves=True),
    TreatmentMethod("box_cox", optional=("power",), curves=True),
)
