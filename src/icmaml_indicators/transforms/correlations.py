"""How far columns go together: Pearson's r, Spearman's rho and Kendall's tau-b, of many pairs at once.

Spearman's rho is the correlation of mid-ranks; Kendall's tau-b counts pairs in the same and in opposite order, and
takes ties into account (Kendall, "The Treatment of Ties in Ranking Problems", Biometrika 33(3), 1945). Each pair of
columns is taken over the rows in which both have a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..diagnostics.brief import Brief
from ..formulas.plan import in_parallel
from ..formulas.rounding import TOLERANCE

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Rows = NDArray[np.intp]
Correlation = Literal["pearson", "spearman", "kendall"]

# Figures held at once, and how long a run is before halves are merged.
_PIECE = 1 << 17
_RUN = 32
# Sums of squares from which their mean is taken away leave this share at the least; of fewer rows nothing is gained.
_LEAST_LEFT, _FEW = 1e-4, 8


def spearman(a: Floats, b: Floats) -> float:
    """Return Spearman's rho of two columns; NaN with fewer than two pairs, or where one column is constant.

    Parameters
    ----------
    a, b : float64 arrays, shape (n,)
        Pairs with an absent side are left out.
    """
    return _of_two(a, b, "spearman")


def kendall(a: Floats, b: Floats) -> float:
    """Return Kendall's tau-b of two columns, in n log² n; NaN as `spearman`."""
    return _of_two(a, b, "kendall")


def _of_two(a: Floats, b: Floats, method: Correlation) -> float:
    return float(correlate_pairs(np.stack([a, b]), np.array([[0, 1]]), (method,)).figures[method][0])


@dataclass(frozen=True, slots=True, repr=False)
class PairCorrelations(Brief):
    """The correlations of some pairs of columns.

    Attributes
    ----------
    figures : float64 arrays by method, shape (pairs,)
        NaN with fewer than two rows, or where one of the columns is constant in them.
    rows : integer array, shape (pairs,)
        In how many rows both have a figure.
    """

    figures: dict[Correlation, Floats]
    rows: Rows


def correlate_pairs(
    columns: Floats, pairs: Rows, methods: Sequence[Correlation] = ("pearson", "spearman", "kendall")
) -> PairCorrelations:
    """Return the correlations of pairs of columns, each over the rows in which both have a figure.

    Parameters
    ----------
    columns : float64 array, shape (columns, rows)
        NaN where absent.
    pairs : integer array, shape (pairs, 2)
        Places of columns.
    methods
        Which are asked for.
    """
    known, (first, second) = ~np.isnan(columns), pairs.T
    apart = _centre(columns, known)
    products, rows, doubtful = _multiply(apart, known, first, second)
    for number in np.flatnonzero(doubtful):
        both = known[first[number]] & known[second[number]]
        products[number] = _correlate_two(columns[first[number], both], columns[second[number], both])
    figures: dict[Correlation, Floats] = {method: np.full(len(pairs), np.nan) for method in methods}
    if "pearson" in figures:
        figures["pearson"] = products
    ranked = [method for method in methods if method != "pearson"]
    (asked,) = np.nonzero(~np.isnan(products))  # what is constant in common rows has no order either
    if ranked and len(asked):
        codes = _order_codes(columns, known)

        def correlate(part: Rows) -> None:
            one, other = first[part], second[part]
            both = known[one] & known[other]
            x, y = (_Codes.of(codes[which], both) for which in (one, other))
            for method in ranked:
                figures[method][part] = _RANKED[method](x, y, both)

        deep = max(1, _PIECE // columns.shape[1])
        pieces = [asked[start : start + deep] for start in range(0, len(asked), deep)]
        in_parallel(correlate, pieces, len(asked) * columns.shape[1])
    return PairCorrelations(figures, rows)


@dataclass(frozen=True, slots=True, repr=False)
class _Codes(Brief):
    """Lines of codes in the order of figures, and how often each stands in them, where both of a pair are known."""

    codes: Whole
    counts: Whole

    @classmethod
    def of(cls, codes: Whole, both: NDArray[np.bool_]) -> _Codes:
        lines, width = len(codes), int(codes.max(initial=0)) + 2
        places = np.where(both, codes, width - 1)
        places += width * np.arange(lines)[:, None]
        counts = np.bincount(places.ravel(), minlength=lines * width).reshape(lines, width)
        return cls(codes, counts[:, :-1])

    def centre_ranks(self, both: NDArray[np.bool_]) -> Floats:
        """Return mid-ranks less their mean; nought where absent."""
        ranks = np.cumsum(self.counts, axis=1) - (self.counts - 1) / 2.0
        ranks -= (self.counts.sum(axis=1, keepdims=True) + 1) / 2.0
        found: Floats = np.take_along_axis(ranks, self.codes, axis=1)
        found *= both
        return found

    def count_ties(self) -> Whole:
        """Return how many pairs of rows are equal."""
        found: Whole = _pairs_among(self.counts).sum(axis=1)
        return found


def _centre(columns: Floats, known: NDArray[np.bool_]) -> Floats:
    """Return columns less their mean, of about unit size; nought where absent, and where all are equal."""
    filled = np.where(known, columns, 0.0)
    # Powers of two move no digit, and nothing overflows.
    filled = np.ldexp(filled, -np.frexp(np.abs(filled).max(axis=1, keepdims=True, initial=0.0))[1])
    n = np.maximum(known.sum(axis=1, keepdims=True), 1)
    apart = np.where(known, filled - filled.sum(axis=1, keepdims=True) / n, 0.0)
    size = np.abs(apart).max(axis=1, keepdims=True, initial=0.0)
    found: Floats = np.divide(apart, size, out=np.zeros_like(apart), where=size > TOLERANCE)
    return found


def _multiply(
    apart: Floats, known: NDArray[np.bool_], first: Rows, second: Rows
) -> tuple[Floats, Rows, NDArray[np.bool_]]:
    """Return Pearson's r of pairs by products of matrices, rows in common, and where too few digits are left of it."""
    here = known.astype(np.float64)
    counts, sums = here @ here.T, apart @ here.T  # sums of the first over the rows of the second
    squares, products = (apart * apart) @ here.T, apart @ apart.T
    n = counts[first, second]
    x, y = sums[first, second], sums[second, first]
    xx, yy = squares[first, second], squares[second, first]
    with np.errstate(all="ignore"):
        within_x, within_y = xx - x * x / n, yy - y * y / n
        found = np.clip((products[first, second] - x * y / n) / np.sqrt(within_x * within_y), -1.0, 1.0)
    is_sound = (within_x > _LEAST_LEFT * xx) & (within_y > _LEAST_LEFT * yy) & (n > _FEW)
    return np.where(is_sound, found, np.nan), n.astype(np.intp), ~is_sound


def _correlate_two(x: Floats, y: Floats) -> float:
    """Return Pearson's r of two columns without absent figures; NaN where one is constant but for rounding."""
    for part in (x, y):
        if len(part) < 2 or part.max() - part.min() <= TOLERANCE * np.abs(part).max():
            return float("nan")
    x, y = (part / np.abs(part).max() for part in (x, y))
    x, y = x - x.mean(), y - y.mean()
    x, y = x / np.abs(x).max(), y / np.abs(y).max()
    return float(np.clip((x * y).sum() / np.sqrt((x * x).sum() * (y * y).sum()), -1.0, 1.0))


def _order_codes(columns: Floats, known: NDArray[np.bool_]) -> Whole:
    """Return the place of each figure among the different ones of its column, in their order; 0 where absent."""
    filled = np.where(known, columns, np.inf)
    order = np.argsort(filled, axis=1)
    ordered = np.take_along_axis(filled, order, axis=1)
    steps = np.zeros(columns.shape, np.int64)
    steps[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    codes = np.empty_like(steps)
    np.put_along_axis(codes, order, np.cumsum(steps, axis=1), axis=1)
    return np.where(known, codes, 0)


def _correlate_ranks(x: _Codes, y: _Codes, both: NDArray[np.bool_]) -> Floats:
    """Return Spearman's rho."""
    ranks = x.centre_ranks(both), y.centre_ranks(both)
    products, xx, yy = (np.einsum("ij,ij->i", ranks[one], ranks[other]) for one, other in ((0, 1), (0, 0), (1, 1)))
    found: Floats = np.clip(products / np.sqrt(xx * yy), -1.0, 1.0)
    return found


def _count_orders(x: _Codes, y: _Codes, both: NDArray[np.bool_]) -> Floats:
    """Return Kendall's tau-b, by the inversions of one in the order of the other."""
    n = both.sum(axis=1)
    bits = int(y.codes.max(initial=0)).bit_length() + 1
    absent = (int(x.codes.max(initial=0)) + 2 << bits) - 1  # last in both, so that it is inverted against nothing
    keys = np.where(both, (x.codes << bits) | y.codes, absent)
    keys.sort(axis=1)
    discordant = _count_inversions(keys & ((1 << bits) - 1))
    new = keys[:, 1:] != keys[:, :-1]
    places = np.arange(1, keys.shape[1])
    tied_both = np.where(new, 0, places - np.maximum.accumulate(np.where(new, places, 0), axis=1)).sum(axis=1)
    tied_both -= _pairs_among(keys.shape[1] - n)
    every, tied_x, tied_y = _pairs_among(n), x.count_ties(), y.count_ties()
    concordant = every - tied_x - tied_y + tied_both - discordant
    untied = (every - tied_x).astype(np.float64) * (every - tied_y).astype(np.float64)
    found: Floats = (concordant - discordant) / np.sqrt(untied)
    return found


_RANKED: dict[Correlation, Callable[[_Codes, _Codes, NDArray[np.bool_]], Floats]] = {
    "spearman": _correlate_ranks,
    "kendall": _count_orders,
}


def _pairs_among(counts: Whole) -> Whole:
    found: Whole = counts * (counts - 1) // 2
    return found


def _count_inversions(codes: Whole) -> Whole:
    """Count the pairs of each line that stand in descending order.

    Within short runs they are compared one by one. Two neighbouring runs are then sorted together, as halves of the
    next: where those of the right half come to stand tells how many of the left are greater.
    """
    lines, width = codes.shape
    levels = max(0, (-(-width // _RUN) - 1).bit_length())
    run = -(-width // (1 << levels))
    figures = np.full((lines, run << levels), codes.max(initial=0), np.int32)
    figures[:, :width] = codes
    runs = figures.reshape(lines, -1, run)
    total = np.zeros(lines, np.int64)
    for step in range(1, run):
        total += np.count_nonzero(runs[..., :-step] > runs[..., step:], axis=(1, 2))
    for level in range(levels):
        half = run << level
        halves = figures.reshape(lines, -1, 2, half) * 2
        halves[..., 1, :] += 1
        merged = halves.reshape(lines, -1, 2 * half)
        merged.sort(axis=-1)
        places = (merged & 1) @ np.arange(2 * half, dtype=np.float64)
        total += merged.shape[1] * (half * half + half * (half - 1) // 2) - places.sum(axis=1).astype(np.int64)
        figures = (merged >> 1).reshape(lines, -1)
    return total
