"""What a roll-up takes from the program below, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..diagnostics.brief import Brief
from ..formulas import Expression
from ..formulas.tree import Statistic
from ..specs.model.periods import PeriodPoint
from ..transforms.populations import Populations

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
Reasons = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, repr=False)
class RolledStatistic(Brief):
    """A statistic of the rows below, for each larger entity in a period.

    Attributes
    ----------
    part
        As it is written.
    arguments
        What it is of, row by row of the table below.
    figures : float64 array, shape (larger entities in periods,)
        What it came to.
    present, asked : float64 arrays, shape (larger entities in periods,)
        How many rows have a figure, of how many that should.
    share : float64 array, shape (larger entities in periods,)
        The lesser of the share of rows and, where something weighs, of weight that has a figure; 0 where none should.
    """

    part: Statistic
    arguments: list[Floats]
    figures: Floats
    present: Floats
    asked: Floats
    share: Floats


@dataclass(frozen=True, slots=True, repr=False)
class RolledVariable(Brief):
    """A variable made of those below: its figures, why some are absent, and the statistics in its formula."""

    tree: Expression
    values: Floats
    reasons: Reasons
    statistics: dict[str, RolledStatistic]


@dataclass(frozen=True, slots=True, repr=False)
class RolledUp(Brief):
    """What a program takes from an assessment of the program below.

    Attributes
    ----------
    members
        The larger entity in a period that each row below belongs to; the names are those of the entities.
    points
        The period of each.
    rows : integer array, shape (larger entities in periods,)
        Where each stands in the table above.
    variables
        By id.
    """

    members: Populations
    points: list[PeriodPoint]
    rows: Rows
    variables: dict[str, RolledVariable]
