"""Every way to aggregate scores by its name."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .base import Aggregator
from .mazziotta_pareto import MazziottaPareto
from .means import ArithmeticMean, GeometricMean, HarmonicMean, PowerMean, Sum
from .ranks import Extreme, Median
from .rules import AllOrNothing

AGGREGATORS: Mapping[str, Aggregator] = {
    "sum": Sum(),
    "arithmetic_mean": ArithmeticMean(),
    "geometric_mean": GeometricMean(),
    "harmonic_mean": HarmonicMean(),
    "power_mean": PowerMean(),
    "median": Median(),
    "min": Extreme("min", np.minimum.reduce, np.inf),
    "max": Extreme("max", np.maximum.reduce, -np.inf),
    "points": ArithmeticMean(),
    "all_or_nothing": AllOrNothing(),
    "mazziotta_pareto": MazziottaPareto(),
}
