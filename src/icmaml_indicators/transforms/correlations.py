"""How far two rankings agree.

Spearman's rho is the correlation of mid-ranks; Kendall's tau-b counts pairs in the same and in opposite order, and
takes ties into account (Kendall, "The Treatment of Ties in Ranking Problems", Biometrika 33(3), 1945).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def spearman(a: Floats, b: Floats) -> float:
    """Return Spearman's rho of two columns; NaN with fewer than two pairs, or where one column is constant.

    Parameters
    ----------
    a, b : float64 arrays, shape (n,)
        Pairs with an absent side are left out.
    """
    a, b = _pairs(a, b)
    x, y = _mid_ranks(a), _mid_ranks(b)
    x, y = x - x.mean() if len(x) else x, y - y.mean() if len(y) else y
    size = float(np.sqrt((x * x).sum() * (y * y).sum()))
    return float((x * y).sum()) / size if size > 0 else float("nan")


def kendall(a: Floats, b: Floats) -> float:
    """Return Kendall's tau-b of two columns, in n log² n; NaN as `spearman`."""
    a, b = _pairs(a, b)
    if np.array_equal(a, b):  # the usual case: nobody moved
        return 1.0 if len(a) and a.min() < a.max() else float("nan")
    x, y = (np.unique(column, return_inverse=True)[1].astype(np.int64) for column in (a, b))
    count = len(x)
    order = np.lexsort((y, x))
    discordant = _inversions(y[order])
    both = x * (int(y.max(initial=0)) + 1) + y
    all_pairs = count * (count - 1) // 2
    tied_x, tied_y, tied_both = (_tied(codes) for codes in (x, y, both))
    concordant = all_pairs - tied_x - tied_y + tied_both - discordant
    size = float(np.sqrt(float(all_pairs - tied_x) * float(all_pairs - tied_y)))
    return (concordant - discordant) / size if size > 0 else float("nan")


def _pairs(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    present = ~(np.isnan(a) | np.isnan(b))
    return a[present], b[present]


def _mid_ranks(values: Floats) -> Floats:
    _, codes, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks: Floats = (ends - (counts - 1) / 2.0)[codes]
    return ranks


def _tied(codes: NDArray[np.int64]) -> int:
    counts = np.unique(codes, return_counts=True)[1]
    return int((counts * (counts - 1) // 2).sum())


def _inversions(codes: NDArray[np.int64]) -> int:
    """Count pairs that stand in descending order, bit by bit from the highest.

    Two numbers are told apart by their highest bit that differs: within each group of equal higher bits, every one
    that stands before a zero is an inversion.
    """
    total = 0
    for bit in range(int(codes.max(initial=0)).bit_length() - 1, -1, -1):
        groups = codes >> (bit + 1)
        order = np.argsort(groups, kind="stable")
        ones = (codes[order] >> bit) & 1
        before = np.cumsum(ones) - ones
        groups = groups[order]
        starts = np.flatnonzero(np.concatenate([[True], groups[1:] != groups[:-1]]))
        sizes = np.diff(np.concatenate([starts, [len(groups)]]))
        total += int(((before - np.repeat(before[starts], sizes)) * (1 - ones)).sum())
    return total
