"""The results that have targets, held against them, as one long table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..transforms.attainment import LIGHTS
from .scored import Scored

if TYPE_CHECKING:
    import pandas as pd


def attainment_table(scored: Scored) -> pd.DataFrame:
    """Return the long table of `Assessment.attainment`."""
    import pandas as pd

    table = scored.table
    parts = [
        pd.DataFrame(
            {
                "entity": table.entities,
                "period": table.periods,
                "indicator": name,
                "actual": found.actual,
                "target": found.target,
                "target_high": found.high,
                "baseline": found.baseline,
                "attainment": found.attainment,
                "light": np.array(LIGHTS, object)[found.lights],
            }
        )
        for name, found in scored.target_attainments.items()
    ]
    columns = ["entity", "period", "indicator", "actual", "target", "target_high", "baseline", "attainment", "light"]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True).sort_values(["entity", "period"], kind="stable", ignore_index=True)
