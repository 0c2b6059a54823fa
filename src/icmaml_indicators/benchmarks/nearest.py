"""Peers of one's own: the entities nearest in some variables, by Mahalanobis, Euclidean or Gower distance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError, IcmamlError, UnknownNameError, check_option
from ..formulas.rounding import unite
from ..progress import Progress, follow_items
from ..scoring import Scored

Floats = NDArray[np.float64]
Metric = Literal["mahalanobis", "euclidean", "gower"]

# Distances kept at once while looking for the nearest.
_PIECE = 1 << 22
# Directions in which the variables vary less than this share of the most varied one say nothing new.
_FLAT = 1e-12


@dataclass(frozen=True, slots=True)
class Nearest:
    """Peers of one's own: the `k` entities of the period that are nearest in some variables.

    Attributes
    ----------
    k
        How many peers.
    variables
        Ids of variables or indicators, or columns of the data, that say who is alike.
    metric
        ``mahalanobis`` (default) makes variables that tell the same count once; ``euclidean`` divides each by its
        standard deviation; ``gower`` divides by the range, takes text columns as well (0 for the same, 1 for another)
        and leaves absent ones out: Gower, "A General Coefficient of Similarity", Biometrics 27, 1971.
    log
        Those of the variables to take the logarithm of, such as populations.
    within
        A column within whose values peers are sought (``"state"``).

    An entity that lacks a variable (all of them, for ``gower``) has no peers of its own.
    """

    variables: tuple[str, ...]
    k: int = 20
    metric: Metric = "mahalanobis"
    log: tuple[str, ...] = ()
    within: str | None = None

    def __post_init__(self) -> None:
        check_option("option", self.metric, get_args(Metric))
        if self.k < 1:
            raise IcmamlError("IND551", key="k", given=self.k, wanted_es="en 1 o más", wanted_en="at 1 or more")

    @property
    def label(self) -> str:
        """How the peers were found, for headings."""
        inside = f" within {self.within}" if self.within else ""
        return f"nearest {self.k} by {', '.join(self.variables)} ({self.metric}){inside}"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The peers of each row, the nearest first, and their distances; -1 and NaN after the last."""

    members: NDArray[np.intp]
    distances: Floats


def find_nearest(scored: Scored, wanted: Nearest, progress: Progress = False) -> Neighbours:
    """Find the nearest peers of every row among the rows of its period.

    Equal distances are in the order of the entities' keys. Distances hold standard deviations, ranges and correlations
    of the period (and group) they are taken in.

    Raises
    ------
    UnknownNameError
        When a variable or column does not exist.
    DataError
        When nothing is left to measure by.
    """
    table = scored.table
    numbers, texts = _columns(scored, wanted)
    members = np.full((table.rows, max(1, wanted.k)), -1, np.intp)
    distances = np.full(members.shape, np.nan)
    part = table.period_codes.astype(np.int64)
    if wanted.within is not None:
        groups = _text(scored, wanted.within)
        part = part * (int(groups.max(initial=0)) + 2) + groups + 1
    order = np.argsort(part, kind="stable")
    stretches = np.split(order, np.flatnonzero(np.diff(part[order])) + 1)
    for rows in follow_items(progress, stretches, "neighbours", scored.language):
        for start, found in _distances(numbers[:, rows], texts[:, rows], wanted.metric):
            near = np.argsort(unite(found), axis=1, kind="stable")[:, : wanted.k]
            far = np.take_along_axis(found, near, axis=1)
            here = rows[start : start + len(found)]
            known = np.isfinite(far)
            members[here, : near.shape[1]] = np.where(known, rows[near], -1)
            distances[here, : near.shape[1]] = np.where(known, far, np.nan)
    return Neighbours(members, distances)


def _columns(scored: Scored, wanted: Nearest) -> tuple[Floats, NDArray[np.intp]]:
    """Return the variables that are figures, and the columns that are texts, as rows of two matrices."""
    table = scored.table
    place = {indicator.id: number for number, indicator in enumerate(scored.program.indicators)}
    numbers, texts = [], []
    for name in wanted.variables:
        words = wanted.metric == "gower" and name in table.attributes.columns  # what is declared may be words as well
        if name in table.variables and not words:
            figures = table.values[table.variables.index(name)]
        elif name in place:
            figures = scored.results.values[place[name]]
        elif name in table.attributes.columns:
            import pandas as pd

            figures = pd.to_numeric(table.attributes[name], errors="coerce").to_numpy(np.float64)
            if wanted.metric == "gower" and np.isnan(figures).all():
                texts.append(_text(scored, name))
                continue
        else:
            raise UnknownNameError("variable", name, [*table.variables, *place, *map(str, table.attributes.columns)])
        with np.errstate(all="ignore"):
            logged = np.log(figures) if name in wanted.log else figures
        numbers.append(np.where(np.isfinite(logged), logged, np.nan))
    for name in wanted.log:
        if name not in wanted.variables:
            raise UnknownNameError("variable", name, list(wanted.variables))
    empty = np.empty((0, table.rows))
    if not numbers and not texts:
        raise DataError("IND550", given=", ".join(wanted.variables) or "–")
    codes = np.stack(texts) if texts else empty.astype(np.intp)
    return (np.stack(numbers) if numbers else empty), codes


def _text(scored: Scored, column: str) -> NDArray[np.intp]:
    """Return a column of texts as codes; -1 where it is empty."""
    import pandas as pd

    attributes = scored.table.attributes
    if column not in attributes.columns:
        raise UnknownNameError("peer column", column, [str(name) for name in attributes.columns])
    given = attributes[column].astype(object)
    codes: NDArray[np.intp] = pd.factorize(given.where(given.notna() & (given != ""), None))[0].astype(np.intp)
    return codes


def _distances(numbers: Floats, texts: NDArray[np.intp], metric: Metric) -> Iterator[tuple[int, Floats]]:
    """Yield stretches of the matrix of distances: infinite to itself and where it is not known."""
    count = numbers.shape[1]
    points = None if metric == "gower" else _standardised(numbers, metric)
    across = max(1, _PIECE // max(1, count))
    for start in range(0, count, across):
        stop = min(start + across, count)
        if points is None:
            found = _gower(numbers, texts, slice(start, stop))
        else:
            squares = np.zeros((stop - start, count))
            for axis in points:
                squares += (axis[start:stop, None] - axis) ** 2
            found = np.sqrt(squares)
        found[np.isnan(found)] = np.inf
        found[np.arange(stop - start), np.arange(start, stop)] = np.inf
        yield start, found


def _standardised(numbers: Floats, metric: Metric) -> Floats:
    """Return coordinates, shape (axes, rows), in which the plain distance is the one asked for; NaN stays."""
    whole = ~np.isnan(numbers).any(axis=0)
    points = np.full(numbers.shape, np.nan)
    if whole.sum() < 2:
        return points
    with np.errstate(all="ignore"):
        centred = numbers[:, whole] - numbers[:, whole].mean(axis=1, keepdims=True)
        if not np.isfinite(np.square(centred).sum()):  # beyond what a float holds nothing can be told apart
            return points
    if metric == "euclidean":
        spread = np.sqrt((centred**2).sum(axis=1, keepdims=True) / (whole.sum() - 1))
        points[:, whole] = np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 0)
        return points
    # Along its principal axes a cloud has no correlations: the distance is that with the inverse covariance.
    scale = np.sqrt((centred**2).mean(axis=1, keepdims=True))
    level = np.divide(centred, scale, out=np.zeros_like(centred), where=scale > 0)
    values, axes = np.linalg.eigh(level @ level.T / (whole.sum() - 1))
    kept = values > _FLAT * max(float(values[-1]), _FLAT)
    if not kept.any():  # everybody is alike
        points[0, whole] = 0.0
        return points[:1]
    points = np.full((int(kept.sum()), numbers.shape[1]), np.nan)
    points[:, whole] = (axes[:, kept].T @ level) / np.sqrt(values[kept])[:, None]
    return points


def _gower(numbers: Floats, texts: NDArray[np.intp], rows: slice) -> Floats:
    """Return the mean of the differences that both sides have; NaN where there is none."""
    total = np.zeros((rows.stop - rows.start, numbers.shape[1]))
    compared = np.zeros(total.shape)
    # The difference of two huge figures may be more than a float holds, that of their halves is not.
    for figures in numbers / 2.0:
        known = ~np.isnan(figures)
        spread = float(np.ptp(figures[known])) if known.any() else 0.0
        apart = np.abs(figures[rows, None] - figures) / (spread or 1.0)
        both = known[rows, None] & known
        total += np.where(both, apart, 0.0)
        compared += both
    for codes in texts:
        both = (codes[rows, None] >= 0) & (codes >= 0)
        total += both & (codes[rows, None] != codes)
        compared += both
    with np.errstate(all="ignore"):
        return np.where(compared > 0, total / compared, np.nan)
