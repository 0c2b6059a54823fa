"""Every count and proportion held against chance, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .chance import LEVEL
from .comparison import Comparison
from .tables import category, entity_columns

if TYPE_CHECKING:
    import pandas as pd

CHANCE_COLUMNS = (
    *("entity", "period", "peers", "indicator", "variation", "events", "exposure", "value", "low", "high", "expected"),
    *("funnel_low", "funnel_high", "z", "dispersion", "z_adjusted", "verdict"),
)


def chance_table(comparison: Comparison, level: float = LEVEL) -> pd.DataFrame:
    """Return one line an entity, period and indicator of counts; see `Benchmark.chance`."""
    import pandas as pd

    cells, parts = comparison.cells, []
    for one in comparison.counts:
        rows = np.flatnonzero(one.is_known)
        numbers = np.full(len(rows), one.number)
        low, high = one.interval(level)
        funnel_low, funnel_high = one.funnel(level)
        dispersion, distance = one.dispersion(cells)[rows], one.z[rows]
        value, expected = comparison.compared.values(one.number)[rows], one.peers[rows] * one.factor
        falls, direction = comparison.compared.lower_is_better[one.number], comparison.compared.directions[one.number]
        better = value < expected if falls else value > expected
        sides = ("lower", "higher") if direction in {"context", "target"} else ("worse", "better")
        side = np.where(value > expected if direction in {"context", "target"} else better, 2, 1)
        verdict = np.where(one.within_chance(level)[rows], 0, side)
        parts.append(
            pd.DataFrame(
                {
                    **entity_columns(comparison, rows),
                    "peers": category(comparison.groups.codes[rows], comparison.groups.names),
                    "indicator": category(numbers, comparison.subjects, ordered=True),
                    "variation": one.variation,
                    "events": one.events[rows],
                    "exposure": one.exposure[rows],
                    "value": value,
                    "low": low[rows],
                    "high": high[rows],
                    "expected": expected,
                    "funnel_low": funnel_low[rows],
                    "funnel_high": funnel_high[rows],
                    "z": distance,
                    "dispersion": dispersion,
                    "z_adjusted": distance / np.sqrt(np.fmax(dispersion, 1.0)),
                    "verdict": np.array(["like_peers", *sides], object)[verdict],
                }
            )
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(CHANCE_COLUMNS))
