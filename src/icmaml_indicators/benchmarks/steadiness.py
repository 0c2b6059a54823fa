"""How much a position depends on who was called a peer: the quarter among other peers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .computing import compare, quarters_among
from .peers import PeerGroups, Peers, group_peers
from .tables import entity_columns, subject_columns

if TYPE_CHECKING:
    import pandas as pd

    from .comparing import Benchmark

Floats = NDArray[np.float64]

QUARTERS = 4


def steadiness_table(
    benchmark: Benchmark, alternatives: Sequence[Peers] | None, draws: int, share: float, seed: int
) -> pd.DataFrame:
    """Return one line an entity, period and subject that has a quarter; see `Benchmark.steadiness`."""
    import pandas as pd

    found = benchmark.found.quartile
    counts = np.zeros((QUARTERS + 1, *found.shape), np.int32)
    every = np.arange(found.size)
    if alternatives is None:
        others = (_thinned(benchmark, share, seed, number) for number in range(draws))
    else:
        others = (_quarters(benchmark, group_peers(benchmark.assessment, peers)) for peers in alternatives)
    for quarters in others:
        codes = np.nan_to_num(quarters, nan=0.0).astype(np.intp)
        counts.reshape(QUARTERS + 1, -1)[codes.ravel(), every] += 1
    asked = counts[1:].sum(axis=0)
    own = np.nan_to_num(found, nan=0.0).astype(np.intp)
    same = np.take_along_axis(counts, own[None], axis=0)[0]
    numbers, rows = (axis.ravel() for axis in np.meshgrid(*(np.arange(size) for size in found.shape), indexing="ij"))
    kept = ~np.isnan(found).ravel()
    order = np.flatnonzero(kept)[np.lexsort((numbers[kept], rows[kept]))]
    numbers, rows = numbers[order], rows[order]
    asked, same = asked.ravel()[order], same.ravel()[order]
    usual = counts[1:].argmax(axis=0).ravel()[order] + 1.0
    return pd.DataFrame(
        {
            **entity_columns(benchmark, rows),
            **subject_columns(benchmark, numbers),
            "quartile": found[numbers, rows],
            "alternatives": asked,
            "same_share": np.divide(same, asked, out=np.full(len(asked), np.nan), where=asked > 0),
            "usual_quartile": np.where(asked > 0, usual, np.nan),
        }
    )


def _quarters(benchmark: Benchmark, groups: PeerGroups) -> Floats:
    """Return the quarters among other peer groups, shape (subjects, rows)."""
    return compare(benchmark.compared, benchmark.lay_out(groups), benchmark.rules).quartile


def _thinned(benchmark: Benchmark, share: float, seed: int, number: int) -> Floats:
    """Return the quarters when only a share of the entities, drawn at random, is there to compare with.

    Those left out are held against the ones drawn: everybody keeps a quarter.
    """
    table = benchmark.assessment.table
    count = len(table.entity_ids)
    generator = np.random.default_rng([seed, number])
    kept = np.zeros(count, bool)
    kept[generator.permutation(count)[: max(1, round(share * count))]] = True
    drawn = kept[table.entity_codes]
    return quarters_among(benchmark.goodness, benchmark.cells, drawn, benchmark.rules)
