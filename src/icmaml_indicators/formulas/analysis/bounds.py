"""What is known of the inputs of formulas before any data comes: their ranges, and the rules that hold between them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ...diagnostics.brief import Brief
from .algebra import NormalForm
from .polynomials import Polynomial, add, constant, scale


@dataclass(frozen=True, slots=True)
class Interval:
    """All figures from `low` to `high`, ends included where they are finite."""

    low: float = -math.inf
    high: float = math.inf

    def hull(self, other: Interval) -> Interval:
        """Return the smallest interval that holds both."""
        return Interval(min(self.low, other.low), max(self.high, other.high))

    def meet(self, low: float = -math.inf, high: float = math.inf) -> Interval:
        """Return what lies between `low` and `high` as well; never empty, its nearest end at least."""
        bottom, top = max(self.low, low), min(self.high, high)
        return Interval(bottom, top) if bottom <= top else Interval(min(bottom, self.high), max(top, self.low))

    def holds(self, value: float) -> bool:
        """Whether a figure lies in the interval."""
        return self.low <= value <= self.high

    def __str__(self) -> str:
        low = "-∞" if self.low == -math.inf else f"{self.low:g}"
        high = "∞" if self.high == math.inf else f"{self.high:g}"
        return f"{low} … {high}"


ANY = Interval()
TRUTH = Interval(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Fact:
    """A polynomial over inputs that is never negative where all of them are present.

    Attributes
    ----------
    polynomial
        Its unknowns are names of inputs.
    names
        The inputs that it reads.
    """

    polynomial: Polynomial
    names: frozenset[str]


@dataclass(frozen=True, slots=True, repr=False)
class Bounds(Brief):
    """Ranges of inputs by name, and facts between them; unknown names may be anything."""

    ranges: Mapping[str, Interval] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()

    def of(self, name: str) -> Interval:
        """Return the range of an input; a lag (``name@1``) has the range of its input."""
        return self.ranges.get(name.partition("@")[0], ANY)

    def sign(self, polynomial: Polynomial, needs: frozenset[str]) -> int | None:
        """Return 1 where a polynomial is never negative, -1 where it is never positive, 0 for zero, None if unknown.

        Facts are used that read nothing but what is needed: where another input is absent no rule was applied.
        """
        if not polynomial:
            return 0
        facts = [fact.polynomial for fact in self.facts if fact.names <= needs]
        if self._never_negative(polynomial, facts, 2):
            return 1
        return -1 if self._never_negative(scale(polynomial, Fraction(-1)), facts, 2) else None

    def at_most(self, smaller: NormalForm, larger: NormalForm) -> bool:
        """Whether one formula without a denominator never exceeds another, as far as the facts tell."""
        one = constant(Fraction(1))
        if smaller.denominator != one or larger.denominator != one:
            return False
        difference = add(larger.numerator, smaller.numerator, Fraction(-1))
        return self.sign(difference, smaller.needs | larger.needs) in {0, 1}

    def never_zero(self, polynomial: Polynomial) -> bool:
        """Whether a polynomial is surely not zero: no term works against another, and one of them is never zero."""
        for sign in (Fraction(1), Fraction(-1)):
            if all(self._term_sign(monomial, value * sign) for monomial, value in polynomial.items()):
                return any(not any(self.of(name).holds(0.0) for name, _ in monomial) for monomial in polynomial)
        return False

    def _never_negative(self, polynomial: Polynomial, facts: list[Polynomial], most: int) -> bool:
        if all(self._term_sign(monomial, value) for monomial, value in polynomial.items()):
            return True
        return most > 0 and any(
            self._never_negative(add(polynomial, fact, Fraction(-1)), facts, most - 1)
            for fact in facts
            if not polynomial.keys().isdisjoint(fact)
        )

    def _term_sign(self, monomial: tuple[tuple[str, int], ...], value: Fraction) -> bool:
        """Whether a term is never negative."""
        positive = value > 0
        for name, power in monomial:
            interval = self.of(name)
            if interval.low >= 0 or power % 2 == 0:
                continue
            if interval.high > 0:
                return False
            positive = not positive
        return positive
