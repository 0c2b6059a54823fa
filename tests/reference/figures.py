"""Figures: exact where they can be, and absent for a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, inf, isfinite
from typing import Any

Number = Fraction | float


@dataclass(frozen=True)
class Absent:
    """There is no figure, and this is why."""

    reason: str


Figure = Number | Absent
UNDEFINED, NOT_APPLICABLE, NOT_REPORTED, NOT_SCORED, LOW_COVERAGE, EXCLUDED = map(
    Absent, ("undefined", "not_applicable", "not_reported", "not_scored", "low_coverage", "excluded")
)
# The graver the reason, the further down. Of scores only: not_scored, low_coverage.
GRAVITY = ("undefined", "not_applicable", "not_reported", "not_verified", "rejected", "not_scored", "low_coverage", "excluded")  # fmt: skip


class TooCloseError(Exception):
    """On paper two figures are equal, or all but; what floats make of them is nobody's fault."""


def gravest(things: Iterable[object]) -> Absent | None:
    """Return the gravest absence among some things; None where all are there."""
    reasons = [thing.reason for thing in things if isinstance(thing, Absent)]
    return Absent(max(reasons, key=GRAVITY.index)) if reasons else None


def exact(written: object) -> Fraction:
    """Return a number as it is written: 0.1 is one tenth."""
    return Fraction(str(written))


def finite(number: Number) -> Figure:
    """Return the number, or that it is undefined where no float can hold it."""
    try:
        return number if isfinite(number) else UNDEFINED
    except OverflowError:
        return UNDEFINED


def is_binary(number: Number) -> bool:
    """Whether floats hold the number exactly, so that sums of such numbers are exact in floats too."""
    return isinstance(number, Fraction) and Fraction(float(number)) == number


def subtract(a: Number, b: Number) -> Number:
    """Return a - b; refuse where floats would leave only noise."""
    if a in {inf, -inf} or b in {inf, -inf}:
        return a - b
    left = a - b
    if abs(left) <= 1e-7 * max(abs(a), abs(b)) and not (is_binary(a) and is_binary(b)) and (a or b):
        raise TooCloseError(f"{float(a)} - {float(b)}")
    return left


def alike(number: Number) -> float:
    """Return the number to 12 significant digits: what is equal there is a tie."""
    return float(f"{float(number):.11e}")


def rounded(number: Number, decimals: int) -> Number:
    """Round half away from zero, on the decimal spelling."""
    if number in {inf, -inf}:
        return number
    plain = number if isinstance(number, Fraction) else Fraction(f"{number:.12g}")
    whole = int(abs(plain) * 10**decimals + Fraction(1, 2))
    return Fraction(whole if plain >= 0 else -whole, 10**decimals)


def rounded_as(number: Number, rule: Mapping[str, Any]) -> Number:
    """Round as a spec says: to nine decimals first, then to those asked for, half away from zero by default."""
    if number in {inf, -inf}:
        return number
    unit = Fraction(1, 10 ** rule["decimals"])
    steps = Fraction(rounded(number, 9)) / unit
    match rule.get("method", "nearest"):
        case "floor":
            return floor(steps) * unit
        case "ceil":
            return ceil(steps) * unit
        case "truncate":
            return int(steps) * unit
    if rule.get("half", "away") == "even":
        return round(steps) * unit
    return rounded(steps, 0) * unit
