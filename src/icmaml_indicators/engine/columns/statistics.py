"""Statistics of populations as columns of the data, and as they were taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief
from ...formulas import Expression
from ...formulas.tree import NodeFigure, Statistic, walk
from ...transforms.population_statistics import PopulationStatistic, compute_statistic
from ...transforms.populations import Populations
from ...transforms.sums import FULL

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class StatisticColumn:
    """A statistic of a population as a column of the data.

    Attributes
    ----------
    name
        As it is written.
    statistic
        What it is.
    arguments
        What it is of, by the names of these columns.
    size
        The least that its figures are measured by where they are equal but for rounding: full marks of scores.
    """

    name: str
    statistic: Statistic
    arguments: dict[str, Expression]
    size: float

    @classmethod
    def of(cls, name: str, part: NodeFigure | Statistic) -> StatisticColumn:
        """Return the column of a statistic."""
        assert isinstance(part, Statistic)
        figures = [each for each in walk(part) if isinstance(each, NodeFigure)]
        size = FULL if any(each.kind in {"score", "level"} for each in figures) else 0.0
        return cls(name, part, {f"{name} {number}": each for number, each in enumerate(part.args)}, size)

    def compute(
        self, arguments: Sequence[Floats], populations: Populations, order: NDArray[np.intp]
    ) -> PopulationStatistic:
        """Return what it comes to, its arguments given row by row, `order` being the period of each row."""
        rule = self.statistic
        return compute_statistic(rule.function, arguments, populations, order=order, ties=rule.ties, size=self.size)


@dataclass(frozen=True, slots=True, repr=False)
class FittedStatistic(Brief):
    """A statistic, the populations that it is taken within, and what it came to in each."""

    column: StatisticColumn
    populations: Populations
    arguments: list[Floats]
    found: PopulationStatistic
