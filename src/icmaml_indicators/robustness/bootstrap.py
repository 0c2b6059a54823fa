"""Intervals of peer statistics by bootstrap, where the peers are a sample of those that could have taken part.

Entities are drawn with replacement, each with all its figures; the interval is that of percentiles: Efron and
Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13. A group in which everybody took part is no sample, and
needs no interval.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..benchmarks.tables import subject_columns
from ..formulas.overflow import finite_only
from ..progress import Progress, follow_items
from ..transforms.definitions import QuantileMethod, quantile
from ..transforms.ranking import rank_counts

if TYPE_CHECKING:
    import pandas as pd

    from ..benchmarks.comparison import Comparison

Floats = NDArray[np.float64]

STATISTICS = ("mean", "median", "weighted_mean")
# Figures held at once by the medians of the draws.
_PIECE = 1 << 22


def draw_counts(size: int, draws: int, seed: int, label: str) -> NDArray[np.float64]:
    """Return how often each of so many peers is drawn, shape (draws, size).

    The stream depends on the seed and on who is compared, not on the order in which groups are asked for.
    """
    own = int.from_bytes(blake2b(label.encode(), digest_size=8).digest(), "big")
    generator = np.random.default_rng([seed, own])
    drawn = generator.integers(0, size, (draws, size))
    flat = drawn + np.arange(draws)[:, None] * size
    return np.bincount(flat.ravel(), minlength=draws * size).reshape(draws, size).astype(np.float64)


def resample(
    values: Floats, numerators: Floats, denominators: Floats, counts: NDArray[np.float64]
) -> dict[str, Floats]:
    """Return `STATISTICS` of every draw, shape (subjects, draws).

    Parameters
    ----------
    values : float64 array, shape (subjects, peers)
        NaN where absent.
    numerators, denominators : float64 arrays, shape (subjects, peers)
        Sides of the ratios; NaN where there is none.
    counts : float64 array, shape (draws, peers)
    """
    present = ~np.isnan(values)
    with np.errstate(all="ignore"):
        mean = finite_only((np.where(present, values, 0.0) @ counts.T) / (present @ counts.T))
        known = ~np.isnan(numerators) & ~np.isnan(denominators)
        above, below = (np.where(known, side, 0.0) @ counts.T for side in (numerators, denominators))
        weighted = finite_only(finite_only(above) / finite_only(below))
    medians = np.full(mean.shape, np.nan)
    across = max(1, _PIECE // max(1, counts.size))
    for start in range(0, len(values), across):
        part = slice(start, start + across)
        medians[part] = _medians(values[part], counts)
    return {"mean": mean, "median": medians, "weighted_mean": weighted}


def _medians(values: Floats, counts: NDArray[np.float64]) -> Floats:
    """Return the median of every draw: each value stands as often as it was drawn."""
    order = np.argsort(np.where(np.isnan(values), np.inf, values), axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-1)
    drawn = np.where(np.isnan(ordered)[:, None, :], 0.0, np.moveaxis(counts[:, order], 1, 0))
    running = np.cumsum(drawn, axis=-1)
    total = running[..., -1]
    found = []
    # The two middle values of an even number, one and the same of an odd one: the median by every method.
    for place in (np.ceil(total / 2), np.floor(total / 2) + 1):
        at = np.argmax(running >= place[..., None], axis=-1)
        found.append(np.take_along_axis(ordered, at, axis=-1))
    with np.errstate(over="ignore"):
        return np.where(total > 0, finite_only((found[0] + found[1]) / 2), np.nan)


def interval(draws: Floats, level: float, method: QuantileMethod) -> tuple[Floats, Floats]:
    """Return the percentiles that hold the middle `level` of the draws, shape (subjects,)."""
    stand = rank_counts(draws)
    low, high = (quantile(stand.ordered, stand.count, p, method) for p in ((1 - level) / 2, (1 + level) / 2))
    return low, high


def intervals_table(
    comparison: Comparison, level: float, draws: int, seed: int, progress: Progress = False
) -> pd.DataFrame:
    """Return one line a peer group, period, subject and statistic; see `Benchmark.intervals`."""
    import pandas as pd

    table, cells, rules = comparison.scored.table, comparison.cells, comparison.rules
    count = len(comparison.subjects)
    above, below = np.full((2, *comparison.quantities.shape), np.nan)
    for sides in comparison.totals.sides():
        above[sides.numbers] = sides.numerators * sides.factors[:, None]
        below[sides.numbers] = sides.denominators
    parts = []
    for cell in follow_items(progress, range(len(cells.sizes)), "resampling", comparison.scored.language):
        rows = cells.members(cell)
        peers, period = comparison.groups.names[cells.groups[cell]], str(table.period_names[cells.periods[cell]])
        who = "\0".join(map(str, table.entities[rows]))
        counts = draw_counts(len(rows), draws, seed, f"{period}\0{who}")
        values = comparison.quantities[:, rows]
        drawn = resample(values, above[:, rows], below[:, rows], counts)
        n = np.count_nonzero(~np.isnan(values), axis=1)
        estimates = {
            "mean": comparison.peer_statistics.statistics["mean"][:, cell],
            "median": comparison.peer_statistics.statistics["median"][:, cell],
            "weighted_mean": comparison.weighted_means[:, cell],
        }
        for name in STATISTICS:
            low, high = interval(drawn[name], level, rules.quantiles)
            known = ~np.isnan(estimates[name])
            parts.append(
                pd.DataFrame(
                    {
                        "peers": peers,
                        "period": period,
                        **subject_columns(comparison, np.arange(count)),
                        "statistic": name,
                        "n": n,
                        "estimate": estimates[name],
                        "low": np.where(known, low, np.nan),
                        "high": np.where(known, high, np.nan),
                    }
                )
            )
    columns = ["peers", "period", "indicator", "kind", "statistic", "n", "estimate", "low", "high"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
