"""What another scoring gives to one: the figures that its relative scales took, and of when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..diagnostics.brief import Brief
from ..specs import Program
from ..specs.model.periods import PeriodPoint
from ..transforms.scales.base import Parameters


@dataclass(frozen=True, slots=True, repr=False)
class Reference(Brief):
    """An earlier scoring to score on.

    Attributes
    ----------
    program
        What was scored.
    points
        Its periods, in order of time.
    parameters
        By node and population, what relative scales took.
    """

    program: Program
    points: list[PeriodPoint]
    parameters: Mapping[str, Mapping[str, Parameters]]
