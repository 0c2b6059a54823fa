"""How much a position depends on who was called a peer: the quarter among other peers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..benchmarks.peers import Peers, group_peers
from ..benchmarks.statistics import compare_peers, quartiles_of
from ..benchmarks.tables import entity_columns, subject_columns
from ..errors import expect
from ..progress import Progress, follow_items
from ..transforms.definitions import QUARTERS

if TYPE_CHECKING:
    import pandas as pd

    from ..benchmarks.comparison import Comparison

Floats = NDArray[np.float64]


def peer_stability_table(
    comparison: Comparison,
    alternatives: Sequence[Peers] | None,
    draws: int,
    share: float,
    seed: int,
    asked: NDArray[np.intp] | None = None,
    progress: Progress = False,
) -> pd.DataFrame:
    """Return one line for each of the rows `asked` (all by default) and subject with a quarter.

    See `Benchmark.quartile_stability`.
    """
    import pandas as pd

    asked = np.arange(comparison.scored.table.rows) if asked is None else asked
    found = comparison.peer_statistics.quartile[:, asked]
    counts = np.zeros((QUARTERS + 1, *found.shape), np.int32)
    every = np.arange(found.size)
    if alternatives is None:
        others, count = _thinned(comparison, asked, share, seed, draws), draws
    else:
        expect("alternatives", alternatives, Iterable)
        chosen = list(alternatives)
        others, count = (_quarters(comparison, peers)[:, asked] for peers in chosen), len(chosen)
    for quarters in follow_items(progress, others, "stability", comparison.scored.language, count):
        codes = np.nan_to_num(quarters, nan=0.0).astype(np.intp)
        counts.reshape(QUARTERS + 1, -1)[codes.ravel(), every] += 1
    times = counts[1:].sum(axis=0)
    own = np.nan_to_num(found, nan=0.0).astype(np.intp)
    same = np.take_along_axis(counts, own[None], axis=0)[0]
    rows, numbers = np.nonzero(~np.isnan(found.T))
    times, same = times[numbers, rows], same[numbers, rows]
    usual = counts[1:].argmax(axis=0)[numbers, rows] + 1.0
    return pd.DataFrame(
        {
            **entity_columns(comparison, asked[rows]),
            **subject_columns(comparison, numbers),
            "quartile": found[numbers, rows],
            "alternatives": times,
            "same_share": np.divide(same, times, out=np.full(len(times), np.nan), where=times > 0),
            "usual_quartile": np.where(times > 0, usual, np.nan),
        }
    )


def _quarters(comparison: Comparison, peers: Peers) -> Floats:
    """Return the quarters among other peer groups, shape (subjects, rows)."""
    groups = group_peers(comparison.scored, peers)
    return compare_peers(comparison.compared, comparison.build_cells(groups), comparison.rules).quartile


def _thinned(comparison: Comparison, asked: NDArray[np.intp], share: float, seed: int, draws: int) -> Iterator[Floats]:
    """Give the quarters when only a share of the entities, drawn at random, is there to compare with.

    Those left out are held against the ones drawn: everybody keeps a quarter.

    Yields
    ------
    float64 array, shape (subjects, asked)
    """
    table = comparison.scored.table
    count = len(table.entity_ids)
    cells, members = comparison.cells.restrict_to(asked)
    sizes = comparison.compared.sizes
    goodness, entities = comparison.oriented_values[:, members], table.entity_codes[members]
    place = np.full(table.rows, -1, np.intp)
    place[members] = np.arange(len(members))
    compared = place[asked] >= 0
    for number in range(draws):
        generator = np.random.default_rng([seed, number])
        kept = np.zeros(count, bool)
        kept[generator.permutation(count)[: max(1, round(share * count))]] = True
        theirs = quartiles_of(goodness, sizes, cells, kept[entities], comparison.rules)
        quarters = np.full((len(goodness), len(asked)), np.nan)
        quarters[:, compared] = theirs[:, place[asked[compared]]]
        yield quarters
