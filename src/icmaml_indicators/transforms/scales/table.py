"""Every scale by its name."""

from __future__ import annotations

from collections.abc import Mapping

from .base import Scaler
from .linear import DistanceToTarget, Goalposts, Identity, MinMax, ZScore
from .ranks import Borda, PercentileRank, Rank
from .ratios import DistanceToBest, DistanceToReference
from .tabulated import Bands, FormulaScale, PiecewiseLinear

SCALERS: Mapping[str, Scaler] = {
    "identity": Identity(),
    "min_max": MinMax(),
    "goalposts": Goalposts(),
    "z_score": ZScore(),
    "rank": Rank(),
    "borda": Borda(),
    "percentile_rank": PercentileRank(),
    "distance_to_best": DistanceToBest(),
    "distance_to_reference": DistanceToReference(),
    "distance_to_target": DistanceToTarget(),
    "bands": Bands(),
    "piecewise_linear": PiecewiseLinear(),
    "formula": FormulaScale(),
}
