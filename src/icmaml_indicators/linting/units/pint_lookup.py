"""Units of pint, for symbols that the vocabulary of this project does not know. Needs the extra `units`."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from .dimensions import Unit, dimension

# pint's base units -> ours
_BASES = {"meter": "metre", "kilogram": "kilogram", "second": "second"}


class NoExtraError(Exception):
    """The extra is not installed."""


@cache
def _registry() -> Any:
    try:
        import pint
    except ImportError:
        raise NoExtraError from None
    return pint.UnitRegistry(non_int_type=Fraction, cache_folder=None)


@lru_cache(maxsize=1024)
def look_up(name: str) -> Unit | None:
    """Return a unit that pint knows, in our base units; None for one that it does not know, or one with an offset.

    Raises
    ------
    NoExtraError
        When pint is not installed.
    """
    registry = _registry()
    import pint

    try:
        zero, quantity = (registry.Quantity(Fraction(count), name).to_base_units() for count in (0, 1))
    except (pint.PintError, AttributeError, ValueError, TypeError):
        return None
    if zero.magnitude != 0:
        return None
    powers = {_BASES.get(str(base), str(base)): Fraction(power) for base, power in quantity.unit_items()}
    powers.pop("radian", None)
    return Unit(dimension(powers), frozenset({Fraction(quantity.magnitude)}))
