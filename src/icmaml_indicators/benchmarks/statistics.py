"""Statistics of every cell and positions of every row: pieces of a few subjects by a few cells, on all cores."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..diagnostics.brief import Brief
from ..formulas.reasons import NOT_APPLICABLE
from ..transforms.definitions import (
    FEWEST_FOR_QUARTILES,
    QUARTER_CUTS,
    Definitions,
    percentiles,
    place_in_quarters,
    quantile,
    quantile_of_others,
    ranks,
)
from ..transforms.ranking import RankCounts, rank_counts
from ..transforms.sums import FULL
from .cells import Block, Cells
from .descriptive import FIGURES, describe
from .subjects import Subjects

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

COUNTS = ("n", "absent", "not_applicable")
BY_DIRECTION = ("best", "worst", "top_quartile")


@dataclass(slots=True, repr=False)
class PeerStatistics(Brief):
    """Everybody compared.

    Attributes
    ----------
    statistics : dict of float64 arrays, shape (subjects, cells)
        `COUNTS`, `FIGURES` and `BY_DIRECTION`. ``top_quartile`` is where the best quarter begins (NaN for targets,
        which have two sides).
    rank, percentile, quartile : float64 arrays, shape (subjects, rows)
        NaN where there is none.
    others : dict of float64 arrays, shape (subjects, rows)
        Median and top quartile of the other peers, where each is left out of its own.
    leaders : list of (subjects, cells, rows)
        Who is best in each cell, ties included, piece by piece.
    """

    statistics: dict[str, Floats]
    rank: Floats
    percentile: Floats
    quartile: Floats
    others: dict[str, Floats] = field(default_factory=dict)
    leaders: list[tuple[Numbers, Numbers, Numbers]] = field(default_factory=list)


def compare_peers(subjects: Subjects, cells: Cells, rules: Definitions) -> PeerStatistics:
    """Compare every row with its cell.

    One sort serves an indicator whose better is higher or lower; a second one orders goodness where it is something
    else (nearness to a target, rounded scores). The result is the same, to the bit, whatever the number of threads.
    """
    shape, rows = (len(subjects.ids), len(cells.sizes)), len(cells.of_row)
    names = (*COUNTS, *FIGURES, *BY_DIRECTION)
    rank, percentile, quartile = (np.full((shape[0], rows), np.nan) for _ in range(3))
    found = PeerStatistics({name: np.full(shape, np.nan) for name in names}, rank, percentile, quartile)
    if rules.leave_out_self:
        found.others = {name: np.full((shape[0], rows), np.nan) for name in ("median", "top_quartile")}
    oriented_values = {int(number): subjects.orient(int(number)) for number in subjects.non_monotone}
    work = _Work(subjects, oriented_values, rules, found)
    pieces = [
        (numbers[part], block)
        for numbers in (subjects.plain, subjects.non_monotone)
        for whole in cells.blocks
        for part, block in whole.pieces(len(numbers))
    ]

    def run(piece: tuple[Numbers, Block]) -> None:
        with np.errstate(all="ignore"):  # the error state of numpy belongs to a thread
            work.compare_chunk(*piece)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(run, pieces))
    return found


def quartiles_of(
    oriented_values: Floats, sizes: Floats, cells: Cells, drawn: NDArray[np.bool_], rules: Definitions
) -> Floats:
    """Return the quarter of every row among those of its cell that are drawn, shape (subjects, rows).

    Parameters
    ----------
    goodness : float64 array, shape (subjects, rows)
    sizes : float64 array, shape (subjects,)
        The least that each is measured by where figures are equal but for rounding.
    drawn : bool array, shape (rows,)
    """
    found = np.full(oriented_values.shape, np.nan)
    for whole in cells.blocks:
        for part, block in whole.pieces(len(oriented_values)):
            padding = block.rows < 0
            good = _gather(oriented_values[part], block, padding)
            ordered = np.where(drawn[block.rows] & ~np.isnan(good), good, np.inf)
            ordered.sort(axis=-1)
            count = np.isfinite(ordered).sum(axis=-1)
            cuts = [quantile(ordered, count, p, rules.quantiles)[..., None] for p in QUARTER_CUTS]
            quarter = place_in_quarters(good, cuts, sizes[part, None, None])
            known = ~np.isnan(good) & (count >= FEWEST_FOR_QUARTILES)[..., None]
            _RowWriter(np.arange(part.start, part.stop), block)(found, quarter, known)
    return found


@dataclass(frozen=True, slots=True)
class _Work:
    subjects: Subjects
    oriented_values: dict[int, Floats]
    rules: Definitions
    found: PeerStatistics

    def compare_chunk(self, numbers: Numbers, block: Block) -> None:
        """Compare some subjects in some cells."""
        rules, falls = self.rules, self.subjects.lower_is_better[numbers]
        padding = block.rows < 0
        values = _gather((self.subjects.values(int(number)) for number in numbers), block, padding)
        size = self.subjects.sizes[numbers][:, None, None]
        with_scores = np.array([self.subjects.specs[number] is None for number in numbers])
        by_value = rank_counts(values, np.where(with_scores, FULL, 0.0)[:, None, None])
        values = by_value.values
        figures = describe(values, by_value, rules)
        if int(numbers[0]) in self.oriented_values:
            good = _gather((self.oriented_values[int(number)] for number in numbers), block, padding)
            by_good = rank_counts(good, size)
            good = by_good.values
            figures |= _judged_ends(values, good)
            cuts = self.cuts(by_good)
            top_quartile = np.where(falls[:, None], figures["q1"], figures["q3"])
            figures["top_quartile"] = np.where(with_scores[:, None], top_quartile, np.nan)
        else:
            sign = np.where(falls, -1.0, 1.0)[:, None, None]
            good = values * sign
            by_good = by_value.mirror(np.broadcast_to(falls[:, None], by_value.count.shape))
            figures |= _ends(figures, falls)
            cuts = [cut * sign for cut in self.cuts(by_value)]
        enough = by_value.count >= rules.min_peers
        self.put_statistics(numbers, block, figures, enough, by_value.count)
        quarter = place_in_quarters(good, cuts, size)
        subject, cell, member = np.nonzero((good == np.fmax.reduce(good, axis=-1)[..., None]) & enough[..., None])
        self.found.leaders.append((numbers[subject], block.cells[cell], block.rows[cell, member]))
        ranked = ~np.isnan(good) & enough[..., None]
        put = _RowWriter(numbers, block)
        put(self.found.rank, ranks(by_good, good, rules.ties), ranked)
        put(self.found.percentile, percentiles(by_good, rules.percentile), ranked)
        put(self.found.quartile, quarter, ranked & (by_good.count >= FEWEST_FOR_QUARTILES)[..., None])
        if rules.leave_out_self:
            known = ~np.isnan(values) & enough[..., None]
            put(self.found.others["median"], quantile_of_others(by_value, 0.5, rules.quantiles), known)
            tops = [quantile_of_others(by_value, p, rules.quantiles) for p in (0.25, 0.75)]
            top = np.where(falls[:, None, None], *tops)
            put(self.found.others["top_quartile"], top, known & ~np.isnan(figures["top_quartile"])[..., None])

    def cuts(self, stand: RankCounts) -> list[Floats]:
        """Return the three quartiles, for the whole cell or for each value without itself."""
        if self.rules.leave_out_self:
            return [quantile_of_others(stand, p, self.rules.quantiles) for p in QUARTER_CUTS]
        return [quantile(stand.ordered, stand.count, p, self.rules.quantiles)[..., None] for p in QUARTER_CUTS]

    def put_statistics(
        self,
        numbers: Numbers,
        block: Block,
        figures: dict[str, Floats],
        enough: NDArray[np.bool_],
        count: Numbers,
    ) -> None:
        at = np.ix_(numbers, block.cells)
        statistics = self.found.statistics
        padding = block.rows < 0
        why = _gather((self.subjects.reasons(int(number)) for number in numbers), block, padding, fill=0)
        statistics["n"][at] = count
        statistics["absent"][at] = (~padding).sum(axis=1) - count
        statistics["not_applicable"][at] = np.count_nonzero(why == NOT_APPLICABLE, axis=-1)
        for name, figure in figures.items():
            statistics[name][at] = np.where(enough, figure, np.nan)


class _RowWriter:
    """Puts what was found in the cells back to the rows that take their position there."""

    def __init__(self, numbers: Numbers, block: Block) -> None:
        self.numbers = numbers
        self.rows, self.at = block.positioned_rows()
        self.whole = len(self.at) == block.rows.size

    def __call__(self, target: Floats, figures: Floats, known: NDArray[np.bool_]) -> None:
        flat = np.where(known, figures, np.nan).reshape(len(self.numbers), -1)
        for number, line in zip(self.numbers, flat, strict=True):
            target[number, self.rows] = line if self.whole else line[self.at]


def _gather(
    columns: Iterable[NDArray[np.generic]], block: Block, padding: NDArray[np.bool_], fill: float = np.nan
) -> Floats:
    """Return columns laid out as the cells of a block, shape (columns, cells, width)."""
    found = np.stack([column[block.rows] for column in columns])
    if padding.any():
        found[:, padding] = fill
    return found


def _ends(figures: dict[str, Floats], falls: NDArray[np.bool_]) -> dict[str, Floats]:
    where = falls[:, None]
    return {
        "best": np.where(where, figures["min"], figures["max"]),
        "worst": np.where(where, figures["max"], figures["min"]),
        "top_quartile": np.where(where, figures["q1"], figures["q3"]),
    }


def _judged_ends(values: Floats, good: Floats) -> dict[str, Floats]:
    """Return the values whose goodness is highest and lowest, the first in the alphabet of equals."""
    absent = np.isnan(good)
    some = ~absent.all(axis=-1)
    top = np.argmax(np.where(absent, -np.inf, good), axis=-1)[..., None]
    bottom = np.argmin(np.where(absent, np.inf, good), axis=-1)[..., None]
    return {
        "best": np.where(some, np.take_along_axis(values, top, axis=-1)[..., 0], np.nan),
        "worst": np.where(some, np.take_along_axis(values, bottom, axis=-1)[..., 0], np.nan),
    }
