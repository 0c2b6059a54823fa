"""Polynomials in many unknowns with exact coefficients: what formulas come to when they are multiplied out.

A polynomial is a mapping from monomials to fractions; a monomial is a sorted tuple of (unknown, power). An unknown is
known by its key, a text. Zero is the empty mapping. Sizes are bounded: what would grow beyond is `TooLargeError`.
"""

from __future__ import annotations

from fractions import Fraction

Monomial = tuple[tuple[str, int], ...]
Polynomial = dict[Monomial, Fraction]

MAX_TERMS = 64
MAX_POWER = 12
_MAX_BITS = 4096


class TooLargeError(Exception):
    """A polynomial has too many terms, too high a power or too long a coefficient to be worked with."""


def constant(value: Fraction) -> Polynomial:
    """Return a number as a polynomial."""
    return {(): value} if value else {}


def variable(key: str) -> Polynomial:
    """Return one unknown as a polynomial."""
    return {((key, 1),): Fraction(1)}


def add(a: Polynomial, b: Polynomial, times: Fraction = Fraction(1)) -> Polynomial:
    """Return ``a + times * b``."""
    result = dict(a)
    for monomial, coefficient in b.items():
        total = result.get(monomial, Fraction(0)) + times * coefficient
        if total:
            result[monomial] = total
        else:
            result.pop(monomial, None)
    return _bounded(result)


def multiply(a: Polynomial, b: Polynomial) -> Polynomial:
    """Return ``a * b``."""
    if len(a) * len(b) > MAX_TERMS * MAX_TERMS:
        raise TooLargeError
    result: Polynomial = {}
    for left, first in a.items():
        for right, second in b.items():
            monomial = _joined(left, right)
            total = result.get(monomial, Fraction(0)) + first * second
            if total:
                result[monomial] = total
            else:
                result.pop(monomial, None)
    return _bounded(result)


def power(a: Polynomial, exponent: int) -> Polynomial:
    """Return `a` to a whole power, zero or more."""
    if exponent > MAX_POWER:
        raise TooLargeError
    result = constant(Fraction(1))
    for _ in range(exponent):
        result = multiply(result, a)
    return result


def scale(a: Polynomial, times: Fraction) -> Polynomial:
    """Return ``times * a``."""
    if times == 1:
        return a
    return {monomial: coefficient * times for monomial, coefficient in a.items()} if times else {}


def leading_term(a: Polynomial) -> tuple[Monomial, Fraction]:
    """Return the first term in the order of terms (by total power, then by name); `a` is not zero."""
    monomial = min(a, key=_order)
    return monomial, a[monomial]


def common_monomial(a: Polynomial) -> Monomial:
    """Return the greatest monomial that divides every term."""
    shared: dict[str, int] | None = None
    for monomial in a:
        powers = dict(monomial)
        if shared is None:
            shared = powers
        else:
            shared = {key: min(count, powers[key]) for key, count in shared.items() if key in powers}
    return tuple(sorted((shared or {}).items()))


def divide_by_monomial(a: Polynomial, by: Monomial) -> Polynomial:
    """Return `a` divided by a monomial that divides each of its terms."""
    return {_quotient(monomial, by) or (): coefficient for monomial, coefficient in a.items()} if by else a


def exact_quotient(a: Polynomial, b: Polynomial) -> Polynomial | None:
    """Return ``a / b`` where the division leaves nothing over, else None."""
    first, coefficient = leading_term(b)
    quotient: Polynomial = {}
    rest = a
    for _ in range(MAX_TERMS):
        if not rest:
            return quotient
        term, value = leading_term(rest)
        monomial = _quotient(term, first)
        if monomial is None:
            return None
        step = {monomial: value / coefficient}
        quotient = add(quotient, step)
        rest = add(rest, multiply(step, b), Fraction(-1))
    return None


def text(a: Polynomial) -> str:
    """Return one spelling for each polynomial, the same for equal ones."""
    terms = sorted(a.items(), key=lambda term: _order(term[0]))
    return " + ".join(f"{value}" + "".join(f"·{key}^{count}" for key, count in monomial) for monomial, value in terms)


def _order(monomial: Monomial) -> tuple[int, tuple[tuple[str, int], ...]]:
    return -sum(count for _, count in monomial), tuple((key, -count) for key, count in monomial)


def _joined(a: Monomial, b: Monomial) -> Monomial:
    if not a or not b:
        return a or b
    powers = dict(a)
    for key, count in b:
        powers[key] = powers.get(key, 0) + count
    return tuple(sorted(powers.items()))


def _quotient(a: Monomial, b: Monomial) -> Monomial | None:
    powers = dict(a)
    for key, count in b:
        powers[key] = powers.get(key, 0) - count
        if powers[key] < 0:
            return None
    return tuple(sorted((key, count) for key, count in powers.items() if count))


def _bounded(a: Polynomial) -> Polynomial:
    if len(a) > MAX_TERMS:
        raise TooLargeError
    for monomial, value in a.items():
        if sum(count for _, count in monomial) > MAX_POWER:
            raise TooLargeError
        if value.numerator.bit_length() > _MAX_BITS or value.denominator.bit_length() > _MAX_BITS:
            raise TooLargeError
    return a
