"""What the peers have together: variables that add up, and the two sides of every indicator that is a ratio."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..formulas import Ratio, names, parse, ratio_of
from ..formulas.overflow import finite_only
from ..formulas.tree import Call, Expression, Name, inlinable
from ..scoring import Scored
from ..specs.model.peer_rules import Variation
from .cells import Cells
from .subjects import Subjects

Floats = NDArray[np.float64]

# Ratios evaluated at once: their two sides are as long as the data.
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class RatioParts:
    """The sides of some ratios, shape (subjects, rows); NaN where the value is absent or not computed from them."""

    numbers: NDArray[np.intp]
    numerators: Floats
    denominators: Floats
    factors: Floats


@dataclass(eq=False)
class Totals:
    """The variables that add up, and the ratios among the subjects."""

    scored: Scored
    subjects: Subjects

    @cached_property
    def additive_variables(self) -> list[str]:
        """The variables whose figures add up over entities: numbers of kind ``flow`` or ``stock``."""
        return [
            variable.id
            for variable in self.scored.program.figures
            if variable.type in {"number", "integer"} and variable.kind in {"flow", "stock"}
        ]

    @cached_property
    def ratios(self) -> dict[int, Ratio]:
        """Each subject that is a ratio, by its number."""
        trees = self.scored.compiled.trees
        found = {}
        for number, name in enumerate(self.subjects.ids):
            ratio = ratio_of(trees[name], inlinable(trees)) if name in trees else None
            if ratio is not None:
                found[number] = ratio
        return found

    def sides(self, numbers: list[int] | None = None) -> Iterator[RatioParts]:
        """Yield the two sides of ratios, a few subjects at a time."""
        wanted = [number for number in (self.ratios if numbers is None else numbers) if number in self.ratios]
        for start in range(0, len(wanted), _AT_ONCE):
            yield self._some(wanted[start : start + _AT_ONCE])

    def _some(self, numbers: list[int]) -> RatioParts:
        scored = self.scored
        parts: dict[str, Expression] = {}
        for number in numbers:
            parts[f"{number} above"], parts[f"{number} below"] = (
                self.ratios[number].numerator,
                self.ratios[number].denominator,
            )
        values = scored.run.columns.evaluate(scored.compiled.plan(parts)).values
        above, below = values[0::2], values[1::2]
        absent = np.isnan([self.subjects.values(number) for number in numbers]) | np.isnan(above) | np.isnan(below)
        above[absent] = below[absent] = np.nan
        factors = np.array([self.ratios[number].factor for number in numbers])
        return RatioParts(np.array(numbers, np.intp), above, below, factors)

    def weighted_means(self, cells: Cells) -> Floats:
        """Return the ratio of totals of each cell, shape (subjects, cells); NaN where there is no ratio."""
        found = np.full((len(self.subjects.ids), len(cells.sizes)), np.nan)
        for sides in self.sides():
            for place, number in enumerate(sides.numbers):
                with np.errstate(all="ignore"):
                    ratio = cells.sums(sides.numerators[place]) / cells.sums(sides.denominators[place])
                    found[number] = finite_only(ratio * sides.factors[place])
        return found

    def variation(self, number: int) -> Variation:
        """Return how chance moves an indicator: a ``proportion`` of cases, a ``rate`` of events, or ``none``.

        As the spec declares; else a count over a period (an integer variable of kind ``flow``, or a sum of them) is a
        rate, and a proportion where a check says that it is part of its denominator.
        """
        spec = self.subjects.specs[number]
        if spec is None or number not in self.ratios:
            return "none"
        if spec.variation is not None:
            return spec.variation
        ratio, program = self.ratios[number], self.scored.program
        counted = [program.variable_by_id.get(name) for name in names(ratio.numerator)]
        adds = isinstance(ratio.numerator, Name) or _is_sum(ratio.numerator)
        if not adds or not all(v is not None and v.type == "integer" and v.kind == "flow" for v in counted):
            return "none"
        return "proportion" if self._is_part(ratio) else "rate"

    def _is_part(self, ratio: Ratio) -> bool:
        """Whether a rule of the program says that the numerator does not exceed the denominator."""
        rules = (parse(check.rule) for check in self.scored.program.all_checks if check.severity == "error")
        return any(
            isinstance(rule, Call)
            and rule.function == "<="
            and _is_sum(rule.args[0])
            and rule.args[1] == ratio.denominator
            and set(names(ratio.numerator)) <= set(names(rule.args[0]))
            for rule in rules
        )


def _is_sum(node: Expression) -> bool:
    return isinstance(node, Name) or (
        isinstance(node, Call) and node.function in {"+", "sum"} and all(_is_sum(part) for part in node.args)
    )
