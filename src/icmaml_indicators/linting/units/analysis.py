"""The unit of a formula, worked out through its expression tree.

Sums, differences, comparisons, ``min``, ``max``, ``mean`` and choices ask for parts of one dimension and one size;
products and quotients make new ones. A number that is multiplied with or divided by converts units where it is a power
of ten from 100 on (``* 100`` makes a share a percentage), may do so where it is another usual conversion (60, 24,
365 …), and else weighs. A number that is added, subtracted, compared or chosen has the unit of what it stands beside;
zero fits everywhere. What comes to a bare number (a place, a count, a score, a choice among numbers) has it in sums,
differences and comparisons where people say such figures without their unit: shares, marks, counts and years.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from ...formulas.tree import (
    COMPARISONS,
    SHORT_FORMS,
    Call,
    Constant,
    Expression,
    Name,
    NodeFigure,
    Statistic,
    Word,
    write_out,
)
from .dimensions import NONE, Dimension, Unit, combine_dimensions
from .vocabulary import MEASURES

_SURE = frozenset(Fraction(10) ** power for power in (*range(2, 10), *range(-9, -1)))
_POSSIBLE = frozenset(Fraction(n) for n in (2, 4, 7, 10, 12, 24, 30, 52, 60, 360, 365, 366, 1440, 3600, 86400))
_POSSIBLE |= frozenset(1 / number for number in _POSSIBLE)
_PLAIN = frozenset({Fraction(1)})
_YEAR = MEASURES["year"]


@dataclass(frozen=True, slots=True)
class InferredUnit:
    """What a part of a formula measures.

    Attributes
    ----------
    unit
        None where it is not known; then nothing is said of what it meets.
    number
        The value of a part that is made of numbers alone.
    normalised
        Whether it was divided by a number that is written out, which may stand for a figure of the same unit:
        ``(age - 20) / 65`` is in years, or a mark between two goalposts.
    bare
        Whether it is a number of no unit that is worked out: a place, a count, a score, a choice among numbers.
    """

    unit: Unit | None
    number: float | None = None
    normalised: bool = False
    bare: bool = False


# (code, where, the part at fault, the other part) -> None
Report = Callable[[str, Call, Unit, Unit], None]
_UNKNOWN = InferredUnit(None)
_TRUTH = InferredUnit(Unit())
# A bare number, on whatever scale.
_MARK = InferredUnit(Unit(sizes=frozenset()), bare=True)
_PLACES = frozenset({"count", "rank", "percentile_rank"})


@dataclass(frozen=True, slots=True)
class DimensionAnalyser:
    """Works out units of formulas; what does not fit is told to `report`.

    Attributes
    ----------
    units
        Unit of each variable and indicator; None where it is not known.
    report
        Called with a code, the call at fault, and the units that do not fit.
    counts_compare
        Whether counts of different things may be compared, as rules between figures do: fires do not exceed calls.
    bare
        Names of bare numbers, on whatever scale: parameters without a unit, the period.
    """

    units: Mapping[str, Unit | None]
    report: Report
    counts_compare: bool = False
    bare: frozenset[str] = frozenset()

    def measure(self, node: Expression) -> InferredUnit:
        """Return what an expression measures."""
        if isinstance(node, Constant):
            return InferredUnit(Unit(), node.value)
        if isinstance(node, Word):
            return _UNKNOWN
        if isinstance(node, Name):
            return _MARK if node.id in self.bare else InferredUnit(self.units.get(node.id))
        if isinstance(node, NodeFigure):
            return _MARK if node.kind in {"score", "weight"} else _UNKNOWN
        if isinstance(node, Statistic):
            measured = [self.measure(argument) for argument in node.args]
            return _MARK if node.function in _PLACES else replace(measured[0], number=None)
        if node.function in SHORT_FORMS:
            return self.measure(write_out(node))
        if node.function in COMPARISONS:
            self.add(node, [self.measure(argument) for argument in node.args])
            return _TRUTH
        if node.function == "lag":
            return self.measure(node.args[0])
        args = [self.measure(argument) for argument in node.args]
        numbers = [argument.number for argument in args]
        if None not in numbers:
            value = _folded(node.function, [number for number in numbers if number is not None])
            return InferredUnit(Unit(), value) if value is not None else _UNKNOWN
        match node.function:
            case "mean":
                return self.agree(node, args)
            case "+" | "-" | "sum":
                return self.add(node, args)
            case "min" | "max" | "coalesce":
                return self.agree(node, args, free=True)
            case "if_else":
                return self.agree(node, args[1:], free=True)
            case "negative" | "abs":
                return replace(args[0], number=None)
            case "*" | "/":
                return _product(args[0], args[1], divides=node.function == "/")
            case "**":
                return self.power(node, args)
            case "sqrt":
                return _root(args[0])
            case "log" | "exp":
                self.plain(node, args)
                return InferredUnit(Unit())
            case "npv" | "equivalent_annual":
                self.plain(node, args[:1], sized=True)
                return self.agree(node, args[1:])
            case "irr":
                self.agree(node, args)
                return InferredUnit(Unit())
            case _:
                return _TRUTH

    def add(self, node: Call, args: list[InferredUnit]) -> InferredUnit:
        """Require one unit of what is added or compared; bare numbers take that of the others where it is usual."""
        others = [argument for argument in args if argument.number is None and not argument.bare]
        if others and all(argument.unit is not None and takes_bare_numbers(argument.unit) for argument in others):
            args = [argument for argument in args if not argument.bare]
        return self.agree(node, args, free=True)

    def agree(self, node: Call, args: list[InferredUnit], *, free: bool = False) -> InferredUnit:
        """Require one unit of all; `free`: numbers written out take the unit of the others."""
        kept: Unit | None = None
        for argument in args:
            if argument.unit is None:
                continue
            if argument.number is not None and (free or argument.number == 0):
                continue
            if kept is None:
                kept = argument.unit
                continue
            if kept.dimension != argument.unit.dimension:
                if not self._comparable(kept.dimension, argument.unit.dimension):
                    self.report("IND222", node, kept, argument.unit)
                return _UNKNOWN
            sizes = kept.shared_sizes(argument.unit)
            if sizes is None:
                self.report("IND224", node, kept, argument.unit)
                return InferredUnit(Unit(kept.dimension, frozenset()))
            kept = Unit(kept.dimension, sizes)
        if kept is None and all(argument.number is not None for argument in args):
            # Numbers to choose from.
            return _MARK
        normalised = all(argument.normalised or argument.number is not None for argument in args)
        bare = all(argument.bare or argument.number is not None for argument in args)
        unit = kept if all(argument.unit is not None for argument in args) else None
        return InferredUnit(unit, None, normalised, bare)

    def _comparable(self, a: Dimension, b: Dimension) -> bool:
        return self.counts_compare and _is_count(a) and _is_count(b)

    def plain(self, node: Call, args: list[InferredUnit], *, sized: bool = False) -> None:
        """Require bare numbers; `sized`: a percentage will not do either."""
        for argument in args:
            if argument.unit is None or argument.number is not None:
                continue
            if argument.unit.dimension != NONE:
                self.report("IND223", node, argument.unit, Unit())
            elif sized and argument.unit.shared_sizes(Unit()) is None:
                self.report("IND224", node, argument.unit, Unit())

    def power(self, node: Call, args: list[InferredUnit]) -> InferredUnit:
        """Raise a unit to a power that is written as a number; any other power needs bare numbers."""
        base, exponent = args
        self.plain(node, [exponent])
        if base.unit is None:
            return _UNKNOWN
        if exponent.number is None:
            self.plain(node, [base])
            return InferredUnit(Unit())
        whole = exponent.number == int(exponent.number) and abs(exponent.number) <= 12
        power = Fraction(exponent.number).limit_denominator(100)
        if whole:
            return InferredUnit(Unit().times(base.unit, power), None, base.normalised)
        return InferredUnit(
            Unit(combine_dimensions(NONE, base.unit.dimension, power), frozenset()), None, base.normalised
        )


def takes_bare_numbers(unit: Unit) -> bool:
    """Whether figures of a unit are usually written without it: shares, marks, counts and years."""
    if unit.dimension == _YEAR.dimension:
        return unit.shared_sizes(_YEAR) is not None
    return unit.dimension == NONE or _is_count(unit.dimension)


def _is_count(dimension: Dimension) -> bool:
    """Whether a dimension is that of one counted thing."""
    return len(dimension) == 1 and dimension[0][1] == 1 and dimension[0][0] not in _PHYSICAL


_PHYSICAL = frozenset({"metre", "kilogram", "second", "peso", "dollar", "euro", "ampere", "kelvin", "mole", "candela"})


def conversions(number: float) -> tuple[Fraction, ...]:
    """Return what a written factor may do to the size of a unit: convert it, leave it, or either."""
    factor = abs(Fraction(repr(number)))
    if factor in _SURE:
        return (factor,)
    return (Fraction(1), factor) if factor in _POSSIBLE else (Fraction(1),)


def _product(a: InferredUnit, b: InferredUnit, *, divides: bool) -> InferredUnit:
    if b.number is not None and a.unit is not None:
        found = conversions(b.number) if b.number else (Fraction(1),)
        unit = a.unit.rescale(*(factor if divides else 1 / factor for factor in found))
        return InferredUnit(unit, None, a.normalised or divides, a.bare)
    if a.number is not None and b.unit is not None:
        found = conversions(a.number) if a.number else (Fraction(1),)
        unit = Unit().times(b.unit, Fraction(-1)) if divides else b.unit
        unit = unit.rescale(*(1 / factor for factor in found))
        return InferredUnit(unit, None, b.normalised and not divides, b.bare)
    normalised = a.normalised and b.normalised and not divides
    if a.unit is None or b.unit is None:
        return _UNKNOWN
    if not a.unit.sizes or not b.unit.sizes:
        unit = Unit(combine_dimensions(a.unit.dimension, b.unit.dimension, Fraction(-1 if divides else 1)), frozenset())
        return InferredUnit(unit, None, normalised, a.bare and b.bare)
    return InferredUnit(a.unit.times(b.unit, Fraction(-1 if divides else 1)), None, normalised)


def _root(argument: InferredUnit) -> InferredUnit:
    if argument.unit is None:
        return _UNKNOWN
    sizes = argument.unit.sizes if argument.unit.sizes == _PLAIN else frozenset()
    return InferredUnit(
        Unit(combine_dimensions(NONE, argument.unit.dimension, Fraction(1, 2)), sizes), None, argument.normalised
    )


def _folded(function: str, numbers: list[float]) -> float | None:
    """Return the value of an operation on numbers that are written out."""
    operations: dict[str, Callable[[], float]] = {
        "+": lambda: numbers[0] + numbers[1],
        "-": lambda: numbers[0] - numbers[1],
        "*": lambda: numbers[0] * numbers[1],
        "/": lambda: numbers[0] / numbers[1],
        "**": lambda: math.pow(numbers[0], numbers[1]),
        "negative": lambda: -numbers[0],
    }
    try:
        value = operations[function]() if function in operations else None
    except (ArithmeticError, ValueError):
        return None
    return value if value is not None and math.isfinite(value) else None
