"""Skewed figures treated before a scale compares them, in fractions as far as these go."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.reference.figures import UNDEFINED, Absent, Figure, Number, TooCloseError, alike, exact


def written_out(treatment: Any) -> dict[str, Any] | None:
    """Return a treatment as a mapping with a list of methods, however it is written; None where it does nothing."""
    found = {"methods": treatment} if isinstance(treatment, str | list) else dict(treatment or {})
    methods = found.get("methods", [])
    found["methods"] = [methods] if isinstance(methods, str) else methods
    return None if found["methods"] == ["none"] or treatment is None else found


def treat(rule: Mapping[str, Any], value: Number, population: Sequence[Figure]) -> Figure:
    """Return what a scale reads in the place of a value, by the figures of a population."""
    figures = sorted(_limited(rule, _same(x)) for x in population if not isinstance(x, Absent))
    own = _limited(rule, _same(value))
    if not _is_skewed(rule, figures):
        return own
    *others, last = rule["methods"]
    for method in (*others, last):
        treated = [_of(rule, method, x, figures) for x in figures]
        if len({alike(x) for x in treated if x is not None}) > 1 and (method == last or not _is_skewed(rule, treated)):
            return _figure(_of(rule, method, own, figures))
    return own


def _same(x: Number) -> Number:
    """Return a number to twelve digits: those that are equal there are ties."""
    return Fraction(repr(alike(x)))


def _limited(rule: Mapping[str, Any], x: Number) -> Number:
    low, high = rule.get("limits", (None, None))
    x = x if low is None else max(x, exact(low))
    return x if high is None else min(x, exact(high))


def _is_skewed(rule: Mapping[str, Any], figures: Sequence[Number | None]) -> bool:
    known = [Fraction(x) for x in figures if x is not None]
    n = len(known)
    if not rule["methods"] or n < 4 or len(set(map(alike, known))) == 1:
        return False
    mean = sum(known, Fraction(0)) / n
    second, third, fourth = (sum(((x - mean) ** power for x in known), Fraction(0)) for power in (2, 3, 4))
    if alike(second) == 0 or second < Fraction(1, 10**18) * mean**2:
        raise TooCloseError("all but alike")
    variance = second / (n - 1)
    squared = Fraction(n, (n - 1) * (n - 2)) ** 2 * third**2 / variance**3
    kurtosis = Fraction(n * (n + 1), (n - 1) * (n - 2) * (n - 3)) * fourth / variance**2
    kurtosis -= Fraction(3 * (n - 1) ** 2, (n - 2) * (n - 3))
    least, peak = exact(rule.get("skewness", 2)), exact(rule.get("kurtosis", 3.5))
    for found, asked in ((squared, least**2), (kurtosis, peak)):
        if abs(found - asked) < Fraction(1, 10**8):
            raise TooCloseError("skewness or kurtosis")
    if abs(squared) < Fraction(1, 10**16):
        raise TooCloseError("which side is skewed")
    return squared > least**2 and kurtosis > peak


def _is_skewed_high(figures: Sequence[Number]) -> bool:
    mean = sum(map(Fraction, figures), Fraction(0)) / len(figures)
    return sum(((Fraction(x) - mean) ** 3 for x in figures), Fraction(0)) >= 0


def _of(rule: Mapping[str, Any], method: str, x: Number, figures: Sequence[Number]) -> Number | None:
    """Return what a method makes of a figure; None where a logarithm has nothing to be taken of."""
    least, most = figures[0], figures[-1]
    beneath = (most - least) / 100
    match method:
        case "winsorise":
            low, high = _kept(rule, figures)
            return min(max(x, low), high)
        case "log_by_skew" if not _is_skewed_high(figures):
            return None if most + beneath <= x else -math.log(most + beneath - x)
        case "log" | "log_by_skew":
            return None if x <= least - beneath else math.log(x - least + beneath)
    power = float(rule["power"])
    if x <= least - beneath:
        return None
    return math.log(x - least + beneath) if power == 0 else (float(x - least + beneath) ** power - 1) / power


def _kept(rule: Mapping[str, Any], figures: Sequence[Number]) -> tuple[Number, Number]:
    """Return the least and the greatest figure that stay."""
    at_most, now = rule.get("at_most", 5), list(figures)
    for _ in range(at_most):
        if not _is_skewed(rule, now):
            break
        low, high = now[0], now[-1]
        if _is_skewed_high(now):
            high = max(x for x in now if x < high)
        else:
            low = min(x for x in now if x > low)
        moved = sum(x < low or x > high for x in figures)
        if moved > at_most or low == high:
            break
        now = [min(max(x, low), high) for x in now]
    return now[0] if now[0] > figures[0] else -math.inf, now[-1] if now[-1] < figures[-1] else math.inf


def _figure(x: Number | None) -> Figure:
    return UNDEFINED if x is None else x
