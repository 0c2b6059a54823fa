"""A dimension in words: ``peso / person``, ``%``, ``kWh / light``, ``crime / 1000 person``."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from .dimensions import Unit
from .vocabulary import SHOWN, noun

_Shown = tuple[list[str], list[str], Fraction]


def show(unit: Unit, language: str) -> str:
    """Return a unit in short, in Spanish (``es``) or English."""
    size = min(unit.sizes, default=Fraction(1))
    if not unit.dimension:
        if size < 1 and (1 / size).denominator == 1:
            return "%" if size == Fraction(1, 100) else f"1 / {1 / size}"
        return _number(size)
    above, below, left = min(_spellings(unit, size, language), key=lambda shown: _oddness(shown[2]))
    if left > 1:
        above.insert(0, _number(left))
    elif left < 1:
        below.insert(0, _number(1 / left))
    return " / ".join(filter(None, (" ".join(above) or "1", " ".join(below))))


def _spellings(unit: Unit, size: Fraction, language: str) -> list[_Shown]:
    """Return the ways to write a unit with units of everyday size, each with the number that is left over."""
    powers = dict(unit.dimension)
    chosen: list[list[tuple[str, Fraction, int]]] = []
    for group in SHOWN:
        pattern = dict(group[0][2].dimension)
        for sign in (1, -1):
            if all(powers.get(base) == sign * power for base, power in pattern.items()):
                for base in pattern:
                    del powers[base]
                chosen.append([(es if language == "es" else en, min(own.sizes), sign) for es, en, own in group])
    above = [_raised(base, power, language) for base, power in powers.items() if power > 0]
    below = [_raised(base, -power, language) for base, power in powers.items() if power < 0]
    found: list[_Shown] = []
    for choice in product(*chosen):
        left = size
        over, under = list(above), list(below)
        for name, own, sign in choice:
            left /= own**sign
            (over if sign > 0 else under).append(name)
        found.append((over, under, left))
    return found


def _raised(base: str, power: Fraction, language: str) -> str:
    return noun(base, language) + ("" if power == 1 else f"^{power}")


def _oddness(number: Fraction) -> int:
    """Return how odd a number is to read: 1 is best, then powers of ten, then whole numbers."""
    if number == 1:
        return 0
    whole = number if number > 1 else 1 / number
    if whole.denominator != 1:
        return 1000
    return len(str(whole.numerator).rstrip("0")) * 10 + len(str(whole.numerator))


def _number(number: Fraction) -> str:
    return str(number) if number.denominator == 1 else f"{float(number):.6g}"
