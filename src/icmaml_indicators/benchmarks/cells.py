"""Peer groups laid out for array work: cells of like size side by side, so that one sort along an axis serves them all.

A **cell** is who is compared at once: a peer group in a period, or one entity with its nearest neighbours. Cells of
about the same size form a block, a matrix of row numbers padded by less than an eighth. Loops run over blocks and
stretches of them, whose number grows with the logarithm of the sizes, never over groups or entities.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..diagnostics.brief import Brief
from ..formulas.overflow import finite_only
from ..transforms.populations import lay_side_by_side
from .peers import PeerGroups

Rows = NDArray[np.intp]

# Figures in one piece of work: what a core holds close by.
PIECE = 1 << 17


@dataclass(frozen=True, slots=True)
class Block:
    """Cells of about the same size.

    Attributes
    ----------
    cells : integer array, shape (cells,)
        Their numbers.
    rows : integer array, shape (cells, width)
        The rows compared, in alphabetical order; -1 after the last.
    own : integer array, shape (cells,), or None
        Where in the cell the one entity stands that it serves; None where it serves all its members.
    """

    cells: Rows
    rows: Rows
    own: Rows | None = None

    def pieces(self, subjects: int) -> Iterator[tuple[slice, Block]]:
        """Part the block so that each part times a stretch of subjects is one piece of work."""
        width = max(1, self.rows.shape[1])
        across = max(1, PIECE // width)
        for start in range(0, len(self.cells), across):
            part = slice(start, start + across)
            own = None if self.own is None else self.own[part]
            block = Block(self.cells[part], self.rows[part], own)
            deep = max(1, PIECE // block.rows.size)
            for first in range(0, subjects, deep):
                yield slice(first, min(first + deep, subjects)), block

    def positioned_rows(self) -> tuple[Rows, Rows]:
        """Return the rows that take their position here, and where they stand in the flattened cells."""
        if self.own is not None:
            at = np.arange(len(self.cells)) * self.rows.shape[1] + self.own
            return self.rows.ravel()[at], at
        flat = self.rows.ravel()
        at = np.flatnonzero(flat >= 0)
        return flat[at], at


@dataclass(frozen=True, slots=True, repr=False)
class Cells(Brief):
    """All cells of a benchmark.

    Attributes
    ----------
    groups, periods : integer arrays, shape (cells,)
        The peer group and the period of each cell.
    of_row : integer array, shape (rows,)
        The cell that gives each row its position; -1 for none.
    sizes : integer array, shape (cells,)
    blocks : tuple of Block
    shared
        Whether every row stands in one cell at most, that of its position.
    """

    groups: Rows
    periods: Rows
    of_row: Rows
    sizes: Rows
    blocks: tuple[Block, ...]
    shared: bool

    def sums(self, figures: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return sums over cells of figures of rows, absent ones left out; NaN where there is none, or it overflows.

        Parameters
        ----------
        figures : float64 array, shape (rows,)
        """
        known = ~np.isnan(figures)
        filled = np.where(known, figures, 0.0)
        if self.shared:
            place, size = self.of_row + 1, len(self.sizes) + 1
            count = np.bincount(place, known, size)[1:].astype(np.float64)
            total = np.bincount(place, filled, size)[1:].astype(np.float64)
        else:
            count, total = np.zeros(len(self.sizes)), np.zeros(len(self.sizes))
            for block in self.blocks:
                inside = block.rows >= 0
                count[block.cells] = (known[block.rows] & inside).sum(axis=1)
                total[block.cells] = np.where(inside, filled[block.rows], 0.0).sum(axis=1)
        return np.where(count > 0, finite_only(total), np.nan)

    def restrict_to(self, rows: Rows) -> tuple[Cells, Rows]:
        """Return the cells that give some rows their positions, over their members alone, and who these are.

        Returns
        -------
        cells
            The same cells; rows are numbered by their place among the members.
        members : integer array, shape (members,)
            The rows that stand in them, ascending.
        """
        wanted = np.unique(self.of_row[rows])
        parts = []
        for block in self.blocks:
            at = np.flatnonzero(np.isin(block.cells, wanted))
            if len(at):
                parts.append(Block(block.cells[at], block.rows[at], None if block.own is None else block.own[at]))
        inside = [part.rows[part.rows >= 0] for part in parts]
        members = np.unique(np.concatenate(inside)) if inside else np.empty(0, np.intp)
        place = np.full(len(self.of_row) + 1, -1, np.intp)  # the last stands for padding
        place[members] = np.arange(len(members))
        blocks = tuple(Block(part.cells, place[part.rows], part.own) for part in parts)
        return Cells(self.groups, self.periods, self.of_row[members], self.sizes, blocks, self.shared), members

    def members(self, cell: int) -> Rows:
        """Return the rows of one cell."""
        for block in self.blocks:
            at = np.flatnonzero(block.cells == cell)
            if len(at):
                rows: Rows = block.rows[at[0]]
                return rows[rows >= 0]
        return np.empty(0, np.intp)


def build_cells(groups: PeerGroups, periods: Rows, alphabet: Rows) -> Cells:
    """Lay out peer groups.

    Parameters
    ----------
    groups
        Who is compared with whom.
    periods : integer array, shape (rows,)
        Period of each row.
    alphabet : integer array, shape (rows,)
        Rank of each row's name among all names.
    """
    if groups.members is not None:
        return _own_cells(groups.members, groups.codes, periods, alphabet)
    count = len(groups.names)
    combined = np.where(groups.codes < 0, -1, periods * count + groups.codes)
    order = np.lexsort((alphabet, combined))
    order = order[np.searchsorted(combined[order], 0) :]
    found, sizes = np.unique(combined[order], return_counts=True)
    of_row = np.full(len(combined), -1, np.intp)
    of_row[order] = np.repeat(np.arange(len(found)), sizes)
    period, group = np.divmod(found, count)
    blocks = tuple(Block(cells, rows) for cells, rows in lay_side_by_side(order, sizes))
    return Cells(group, period, of_row, sizes, blocks, shared=True)


def _own_cells(members: Rows, codes: Rows, periods: Rows, alphabet: Rows) -> Cells:
    """Lay out a cell for every row that has neighbours: itself and they."""
    served = np.flatnonzero((members >= 0).any(axis=1))
    rows = np.concatenate([served[:, None], members[served]], axis=1)
    rank = np.where(rows < 0, len(alphabet), alphabet[rows])
    order = np.argsort(rank, axis=1, kind="stable")
    rows = np.take_along_axis(rows, order, axis=1)
    of_row = np.full(len(periods), -1, np.intp)
    of_row[served] = np.arange(len(served))
    block = Block(np.arange(len(served)), rows, np.argmin(order, axis=1))
    blocks = (block,) if len(served) else ()
    return Cells(codes[served], periods[served], of_row, (rows >= 0).sum(axis=1), blocks, shared=False)
