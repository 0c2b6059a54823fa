"""Dimensions: what a figure is a measure of, as powers of base units, and how large its unit is.

Base units are metre, kilogram, second, peso and every kind of thing that is counted (persons, dwellings, crimes): a
count is not a bare number here, or pesos per inhabitant and pesos per dwelling would be one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Dimension = tuple[tuple[str, Fraction], ...]
NONE: Dimension = ()

# Units that differ by less are one: a year of 365 days and one of 365.25.
_SAME_SIZE = 0.005
_MOST_SIZES = 16


def dimension(powers: Mapping[str, Fraction]) -> Dimension:
    """Return the dimension with these powers of base units."""
    return tuple(sorted((base, power) for base, power in powers.items() if power))


def combine_dimensions(a: Dimension, b: Dimension, times: Fraction = Fraction(1)) -> Dimension:
    """Return ``a * b ** times``."""
    powers = dict(a)
    for base, power in b:
        powers[base] = powers.get(base, Fraction(0)) + power * times
    return dimension(powers)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: a figure in it times `size` is the figure in base units.

    Attributes
    ----------
    dimension
        Powers of base units.
    sizes
        What the size may be: several where a formula leaves it open, empty where anything goes (points).
    """

    dimension: Dimension = NONE
    sizes: frozenset[Fraction] = frozenset({Fraction(1)})

    def times(self, other: Unit, power: Fraction = Fraction(1)) -> Unit:
        """Return ``self * other ** power``, for a whole power."""
        raised = frozenset(size ** int(power) for size in other.sizes)
        sizes = frozenset(a * b for a in self.sizes for b in raised)
        kept = sizes if len(sizes) <= _MOST_SIZES else frozenset()
        return Unit(combine_dimensions(self.dimension, other.dimension, power), kept)

    def rescale(self, *factors: Fraction) -> Unit:
        """Return the unit of figures that were divided by one of these factors."""
        sizes = frozenset(size * factor for size in self.sizes for factor in factors)
        return Unit(self.dimension, sizes if len(sizes) <= _MOST_SIZES else frozenset())

    def shared_sizes(self, other: Unit) -> frozenset[Fraction] | None:
        """Return the sizes that both can have, or None where they can have none in common."""
        if not self.sizes or not other.sizes:
            return self.sizes or other.sizes
        both = frozenset(a for a in self.sizes for b in other.sizes if abs(a / b - 1) <= _SAME_SIZE)
        return both or None
