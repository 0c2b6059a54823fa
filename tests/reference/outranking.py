"""Copeland: who wins against whom, pair by pair, in fractions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf

from tests.reference.figures import UNDEFINED, Absent, Figure, Number, alike

# Of one entity: the share and the score of each child that counts, by its name.
Unit = Mapping[str, tuple[Fraction, Number]]


@dataclass(frozen=True)
class Rivals:
    """The others that a row is held against, or why it is held against nobody."""

    units: Sequence[Unit] | Absent


def outranked(unit: Unit, rivals: Rivals) -> Figure:
    """Return wins less defeats."""
    if isinstance(rivals.units, Absent):
        return rivals.units
    if not rivals.units:
        return UNDEFINED
    leads = [sum(_leads(unit, other), Fraction(0)) for other in rivals.units]
    return Fraction(sum((lead > 0) - (lead < 0) for lead in leads))


def _leads(unit: Unit, other: Unit) -> Iterator[Fraction]:
    """Yield the weight of each child that both have, with the sign of who is ahead on it."""
    for name in unit.keys() & other.keys():
        (share, mine), (their_share, theirs) = unit[name], other[name]
        yield (share + their_share) / 2 * _sign(mine, theirs)


def _sign(mine: Number, theirs: Number) -> int:
    if abs(mine) == inf or abs(theirs) == inf:
        return (mine > theirs) - (mine < theirs)
    # Scores are out of 100: to twelve digits of that.
    if alike(mine) == alike(theirs) or abs(float(mine) - float(theirs)) <= 1e-10:
        return 0
    return 1 if mine > theirs else -1
