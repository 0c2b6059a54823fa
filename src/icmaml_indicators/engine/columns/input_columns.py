"""What plans read: variables, and what is put beside them on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief
from ...formulas.plan import Columns, Evaluation, Plan

Reasons = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, repr=False)
class InputColumns(Brief):
    """The inputs of plans, one array a column, and the earlier rows that they may read."""

    values: Columns
    reasons: Sequence[Reasons] | Reasons
    previous: dict[int, NDArray[np.intp]]

    def evaluate(self, plan: Plan) -> Evaluation:
        """Return what a plan comes to."""
        return plan.evaluate(self.values, self.reasons, self.previous)
