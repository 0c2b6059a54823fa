"""A mixed-integer linear program as it is gathered: columns with costs and bounds, rows that must reach a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..errors import MissingExtraError

Floats = NDArray[np.float64]
# Columns with their factors.
Terms = dict[int, float]


def add(into: Terms, terms: Terms, factor: float = 1.0) -> Terms:
    """Add columns times a factor to others, in place, and return them."""
    for column, figure in terms.items():
        into[column] = into.get(column, 0.0) + factor * figure
    return into


@dataclass(slots=True)
class Linear:
    """Columns and rows; `proved` tells whether the last solution was proved to be the least."""

    cost: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[Terms, float]] = field(default_factory=list)
    proved: bool = False

    def column(self, low: float, high: float, cost: float = 0.0, *, whole: bool = False) -> int:
        """Add a column; `whole` where only whole numbers count."""
        self.cost.append(cost)
        self.low.append(low)
        self.high.append(high)
        self.whole.append(int(whole))
        return len(self.cost) - 1

    def choice(self) -> int:
        """Add a column that is 0 or 1."""
        return self.column(0.0, 1.0, whole=True)

    def at_least(self, terms: Terms, least: float) -> None:
        """Require a sum of columns to reach a number."""
        self.rows.append((terms, least))

    def below(self, column: int, constant: float, terms: Terms, relaxed: Mapping[int, float] | None = None) -> None:
        """Require a column not to exceed a sum; `relaxed` adds slack by choices."""
        row = add({column: -1.0}, terms)
        self.at_least(add(row, dict(relaxed or {})), -constant)

    def when(self, choice: int, constant: float, terms: Terms, least: float) -> None:
        """Require a score where a choice is made; where it is not, it may stay where it is."""
        low, high = self.low, self.high
        floor = constant + sum(min(figure * low[c], figure * high[c]) for c, figure in terms.items())
        self.at_least(add({choice: -(least - floor)}, terms), floor - constant)

    def solve(self, seconds: float) -> Floats | None:
        """Return the columns of least cost, or the best found in the time given; None where there are none."""
        try:
            from scipy import optimize, sparse
        except ImportError as error:
            raise MissingExtraError("projects") from error
        lines, columns, figures, least = [], [], [], []
        for number, (terms, bound) in enumerate(self.rows):
            for column, figure in terms.items():
                lines.append(number)
                columns.append(column)
                figures.append(figure)
            least.append(bound)
        places = np.array([lines, columns], np.int32)  # the solver counts in 32 bits; older scipy does not convert
        matrix = sparse.csr_array((figures, (places[0], places[1])), shape=(len(self.rows), len(self.cost)))
        outcome = optimize.milp(
            np.array(self.cost),
            integrality=np.array(self.whole),
            bounds=optimize.Bounds(np.array(self.low), np.array(self.high)),
            constraints=optimize.LinearConstraint(matrix, np.array(least), np.inf),
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
        self.proved = outcome.status == 0
        return None if outcome.x is None else np.asarray(outcome.x, np.float64)
