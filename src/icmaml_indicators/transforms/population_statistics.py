"""Statistics of populations, and places among them: one figure a population, or one a row, all populations at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..formulas.overflow import finite_only
from .definitions import quantile
from .populations import PopulationBlock, Populations
from .ranking import SHARE_OF_TIES, rank_counts

Floats = NDArray[np.float64]

# So many figures are placed among others in one piece.
_MOST_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class PopulationStatistic:
    """A statistic over all rows.

    Attributes
    ----------
    figures : float64 array, shape (rows,)
        What each row reads: the figure of its population, or its place there; NaN where there is none.
    counts : float64 array, shape (populations,)
        How many figures each population has.
    by_population : float64 array, shape (populations,), or None
        The figure of each population; None of places.
    """

    figures: Floats
    counts: Floats
    by_population: Floats | None


def compute_statistic(
    function: str,
    columns: Sequence[Floats],
    populations: Populations,
    *,
    order: NDArray[np.intp] | None = None,
    ties: str | None = None,
    size: float = 0.0,
) -> PopulationStatistic:
    """Compute a statistic over populations.

    Parameters
    ----------
    function
        ``min``, ``max``, ``sum``, ``mean``, ``median``, ``sd`` (n - 1), ``sd_n`` (n), ``count``, ``last``,
        ``weighted_mean`` (of figures and weights), ``quantile`` (type 7; of figures and the share), ``rank`` (1 for the
        smallest) or ``percentile_rank`` (of the others, in percent).
    columns : float64 arrays, shape (rows,)
        The arguments. Rows where one is absent take no part.
    populations
        Within which.
    order : integer array, shape (rows,), optional
        The period of each row, for ``last``.
    ties
        Of places: ``average`` (default), ``min``, ``max`` or ``dense``.
    size
        The least that figures are measured by where they are equal but for rounding.
    """
    rows = len(columns[0])
    if function in {"rank", "percentile_rank"}:
        figures, counts = np.full(rows, np.nan), np.zeros(len(populations.names))
        for block in _blocks(populations, rows):
            x = block.gather(columns[0])
            counts[block.numbers] = (~np.isnan(x)).sum(axis=-1)
            with np.errstate(all="ignore"):
                block.scatter(_places(function, x, ties or "average", size), figures)
        _place_outsiders(function, columns[0], populations, ties, size, figures)
        return PopulationStatistic(figures, counts, None)
    of_all, counts = summarise_populations(function, columns, populations, order=order)
    if populations.read_codes is None:
        return PopulationStatistic(np.full(rows, of_all[0]), counts, of_all)
    return PopulationStatistic(np.append(of_all, np.nan)[populations.read_codes], counts, of_all)


def summarise_populations(
    function: str, columns: Sequence[Floats], populations: Populations, *, order: NDArray[np.intp] | None = None
) -> tuple[Floats, Floats]:
    """Return what a statistic comes to in each population, and of how many rows: shape (..., populations).

    Parameters
    ----------
    function, populations, order
        As in `compute_statistic`; none of the places.
    columns : float64 arrays, shape (..., rows)
        The arguments; a further one may be of shape (rows,). Rows where one is absent take no part.
    """
    shape = (*columns[0].shape[:-1], len(populations.names))
    counts = np.zeros(shape)
    found = np.full(shape, 0.0 if function == "count" else np.nan)  # nobody is nought
    if len(columns) > 1:
        present = np.logical_and.reduce(np.broadcast_arrays(*(~np.isnan(column) for column in columns)))
        columns = [np.where(present, column, np.nan) for column in columns]
    for block in _blocks(populations, columns[0].shape[-1]):
        x, *others = (block.gather(column) for column in columns)
        known = ~np.isnan(x)
        number = known.sum(axis=-1)
        counts[..., block.numbers] = number
        with np.errstate(all="ignore"):
            if function == "last":
                assert order is not None
                own = _last(x, known, np.where(block.rows >= 0, order[block.rows], -1))
            else:
                own = _summarise(function, x, known, number, others)
        found[..., block.numbers] = finite_only(own)
    return found, counts


def _blocks(populations: Populations, rows: int) -> Sequence[PopulationBlock]:
    """Return populations laid out, everybody too."""
    everybody = (PopulationBlock(np.zeros(1, np.intp), np.arange(rows)[None]),)
    return everybody if populations.codes is None else populations.blocks


def _place_outsiders(
    function: str, x: Floats, populations: Populations, ties: str | None, size: float, figures: Floats
) -> None:
    """Place the figures of rows that are not in the population that they are held against, each as if it joined."""
    for rows, members in populations.outside():
        others = x[members]
        others = others[~np.isnan(others)]
        at_once = max(1, _MOST_AT_ONCE // (len(others) + 1))
        for start in range(0, len(rows), at_once):
            some = rows[start : start + at_once]
            figures[some] = place_among_others(function, x[some], others, ties, size)


def place_among_others(function: str, x: Floats, others: Floats, ties: str | None, size: float) -> Floats:
    """Return the places of figures among others, of which they are none; see `compute_statistic`.

    Parameters
    ----------
    x : float64 array, shape (n,)
    others : float64 array, shape (m,)
    """
    beside = np.broadcast_to(others, (len(x), len(others)))
    found: Floats = _places(function, np.concatenate([x[:, None], beside], axis=1), ties or "average", size)[:, 0]
    return found


def _summarise(
    function: str, x: Floats, known: NDArray[np.bool_], number: NDArray[np.intp], others: Sequence[Floats]
) -> Floats:
    """Return the figure of each population, of matrices of shape (populations, width)."""
    filled = np.where(known, x, 0.0)
    nobody = number == 0
    match function:
        case "count":
            return number.astype(np.float64)
        case "min":
            return np.asarray(np.fmin.reduce(x, axis=-1))
        case "max":
            return np.asarray(np.fmax.reduce(x, axis=-1))
        case "sum":
            return np.where(nobody, np.nan, filled.sum(axis=-1))
        case "weighted_mean":
            weights = np.where(known, others[0], 0.0)
            return np.asarray((filled * weights).sum(axis=-1) / weights.sum(axis=-1))
        case "median":
            return quantile(np.sort(x, axis=-1), number, 0.5, "linear")
        case "quantile":
            share = float(np.fmax.reduce(others[0], axis=None))  # written out: the same in every row
            return quantile(np.sort(x, axis=-1), number, np.nan_to_num(share), "linear")
    # The mean of equal figures is that figure: a sum rounds.
    mean: Floats = np.clip(filled.sum(axis=-1) / number, np.fmin.reduce(x, axis=-1), np.fmax.reduce(x, axis=-1))
    if function == "mean":
        return mean
    squares = np.square(np.where(known, x - mean[..., None], 0.0)).sum(axis=-1)
    freedom = number - (function == "sd")
    return np.where(freedom > 0, np.sqrt(squares / freedom), np.nan)


def _last(x: Floats, known: NDArray[np.bool_], order: NDArray[np.intp]) -> Floats:
    """Return the figure of the latest row that has one; the mean where several are of the same period."""
    latest = np.where(known, order, -1).max(axis=-1, initial=-1)
    here = known & (order == latest[:, None])
    low, high = (reduce.reduce(np.where(here, x, np.nan), axis=-1) for reduce in (np.fmin, np.fmax))
    found: Floats = np.clip(np.where(here, x, 0.0).sum(axis=-1) / here.sum(axis=-1), low, high)
    return found


def _places(function: str, x: Floats, ties: str, size: float) -> Floats:
    stand = rank_counts(x, size)
    others = stand.count[:, None] - 1.0
    if ties == "dense":
        beaten, others = stand.distinct_below, np.fmax.reduce(stand.distinct_below, axis=-1, keepdims=True, initial=-1)
    else:
        beaten = stand.below + (stand.equal - 1.0) * SHARE_OF_TIES[ties]
    if function == "rank":
        return beaten + 1.0
    return np.where(others > 0, beaten / np.where(others > 0, others, 1.0) * 100.0, np.nan)
