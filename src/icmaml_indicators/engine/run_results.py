"""What a program comes to over a table, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..diagnostics.brief import Brief
from ..formulas.plan import Evaluation
from ..transforms.imputation.imputing import ImputedFigures
from ..transforms.treatment.treating import TreatedFigures
from .columns.input_columns import InputColumns
from .columns.statistics import FittedStatistic
from .indicator_targets import TargetAttainment
from .node_scores import NodeScoreSet
from .population_reader import PopulationReader

Floats = NDArray[np.float64]
Reasons = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, repr=False)
class RunResults(Brief):
    """What a program comes to over a table.

    Attributes
    ----------
    results
        Values of the indicators, shape (indicators, rows).
    published
        Where a value is a published one that stands in, of the same shape; None where none were handed in.
    targets
        The indicators that have targets, held against them.
    nodes
        Every node.
    columns
        What the plans of the schedule read: variables, then what formulas read of nodes and populations.
    statistics
        Of each statistic that formulas read, what it came to.
    quantities, quantity_reasons
        Numbers that are worked out, by where they stand, row by row, and why some are absent.
    populations
        Who is held against whom.
    imputed
        Of each variable or leaf whose gaps are filled, how.
    imputed_scores : bool arrays by leaf, shape (rows,)
        Where its score rests on figures that stand in for absent ones.
    treated
        Of each leaf whose values are treated, what the scale reads in their place.
    """

    results: Evaluation
    published: NDArray[np.bool_] | None
    targets: dict[str, TargetAttainment]
    nodes: NodeScoreSet
    columns: InputColumns
    statistics: dict[str, FittedStatistic]
    quantities: dict[str, Floats]
    quantity_reasons: dict[str, Reasons]
    populations: PopulationReader
    imputed: dict[str, ImputedFigures]
    imputed_scores: dict[str, NDArray[np.bool_]]
    treated: dict[str, TreatedFigures]

    def assessed_results(self) -> Evaluation:
        """Return the values of rows that are assessed; populations may hold those of the others too."""
        excluded = self.populations.exclusion_reasons
        if excluded is None:
            return self.results
        values, reasons = self.results.values, self.results.reasons
        out = excluded != 0
        return Evaluation(np.where(out, np.nan, values), np.where(out, excluded, reasons))
