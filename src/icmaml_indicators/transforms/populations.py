"""Who is compared with whom: rows in populations, laid side by side so that one sort along an axis serves them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..diagnostics.brief import Brief

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class PopulationBlock:
    """Populations of about the same size.

    Attributes
    ----------
    numbers : integer array, shape (populations,)
        Which they are.
    rows : integer array, shape (populations, width)
        Their rows in the order of the table; -1 after the last.
    """

    numbers: Rows
    rows: Rows

    def gather(self, figures: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return figures of rows by population, shape (…, populations, width); NaN after the last."""
        found = figures[..., self.rows]
        found[..., self.rows < 0] = np.nan
        return found

    def scatter(self, found: NDArray[np.float64], figures: NDArray[np.float64]) -> None:
        """Put figures by population back to their rows."""
        inside = self.rows >= 0
        figures[..., self.rows[inside]] = np.broadcast_to(found, (*found.shape[:-2], *self.rows.shape))[..., inside]


@dataclass(repr=False)
class Populations(Brief):
    """A partition of rows.

    Attributes
    ----------
    names
        Of the populations.
    codes : integer array, shape (rows,), or None
        The population that each row is in, -1 for none; None where one population is all rows.
    readers : integer array, shape (rows,), or None
        The population that each row is held against, -1 for none; None where that is the one that it is in.
    """

    names: Sequence[str]
    codes: Rows | None = None
    readers: Rows | None = None

    @property
    def read_codes(self) -> Rows | None:
        """The population that each row is held against; None where one population is all rows."""
        return self.codes if self.readers is None else self.readers

    @cached_property
    def outsiders(self) -> NDArray[np.bool_] | None:
        """The rows that are held against a population that they are not in; None where there are none."""
        if self.codes is None or self.readers is None:
            return None
        outside: NDArray[np.bool_] = (self.readers >= 0) & (self.readers != self.codes)
        return outside if outside.any() else None

    def outside(self) -> Iterator[tuple[Rows, Rows]]:
        """Yield the rows that are held against a population that they are not in, with its members."""
        outsiders = self.outsiders
        if outsiders is None or self.codes is None or self.readers is None:
            return
        for number in np.unique(self.readers[outsiders]):
            yield np.flatnonzero(outsiders & (self.readers == number)), self.rows[number]

    def members(self, row: int) -> Rows | slice:
        """Return the rows of the population that a row is held against."""
        if self.codes is None:
            return slice(None)
        read = self.codes if self.readers is None else self.readers
        return np.flatnonzero((self.codes == read[row]) & (self.codes >= 0))

    def name_of(self, row: int) -> str | None:
        """Return the name of the population that a row is held against; None where it is held against none."""
        code = 0 if self.read_codes is None else int(self.read_codes[row])
        return None if code < 0 else str(self.names[code])

    @cached_property
    def sizes(self) -> Rows:
        """How many rows each population has; not known where one is all rows."""
        assert self.codes is not None
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.names))

    @cached_property
    def rows(self) -> list[Rows]:
        """The rows of each population, in the order of the table; not known where one is all rows."""
        assert self.codes is not None
        order = np.argsort(self.codes, kind="stable")
        ends = np.cumsum(self.sizes)
        return np.split(order[np.searchsorted(self.codes[order], 0) :], ends)[: len(ends)]

    @cached_property
    def blocks(self) -> tuple[PopulationBlock, ...]:
        """The populations laid out; none where one is all rows, which needs no layout."""
        if self.codes is None:
            return ()
        order = np.argsort(self.codes, kind="stable")
        order = order[np.searchsorted(self.codes[order], 0) :]
        return tuple(PopulationBlock(numbers, rows) for numbers, rows in lay_side_by_side(order, self.sizes))


def lay_side_by_side(order: Rows, sizes: Rows) -> Iterator[tuple[Rows, Rows]]:
    """Yield groups of rows of about the same size as matrices, whose number grows with the logarithm of the sizes.

    Parameters
    ----------
    order : integer array, shape (members,)
        Rows, group after group.
    sizes : integer array, shape (groups,)
        How many rows each group has.

    Yields
    ------
    numbers : integer array, shape (groups of this width,)
        Which groups they are; those without rows are left out.
    rows : integer array, shape (groups of this width, width)
        Their rows; -1 after the last.
    """
    starts, widths = np.cumsum(sizes) - sizes, round_widths(sizes)
    for width in np.unique(widths[widths > 0]):
        numbers = np.flatnonzero(widths == width)
        place = np.arange(width)
        rows = order[np.minimum(starts[numbers][:, None] + place, len(order) - 1)]
        rows[place >= sizes[numbers][:, None]] = -1
        yield numbers, rows


def round_widths(sizes: Rows) -> Rows:
    """Round sizes up to three binary digits after the first, so that few widths stand for all."""
    step = np.left_shift(1, np.maximum(np.frexp(sizes.astype(np.float64))[1] - 4, 0))
    widths: Rows = (-(-sizes // step) * step).astype(np.intp)
    return widths


# One population of whatever rows there are.
EVERYBODY = Populations(("all",))
