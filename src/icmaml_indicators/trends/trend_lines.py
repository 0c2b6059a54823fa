"""Robust trends: one line an entity, subject, length of period and era (stretch of periods that compare).

Columns: entity, (name,) indicator, kind, frequency, first_period, last_period, n, slope (a year, in the unit of the
indicator), low and high (its interval), intercept (the line at the first period), median, tau, p, improving (``yes``,
``no``, ``unclear`` by the interval and the direction; empty for context), reason (``too_few`` for a slope,
``no_interval``), ends_at (the break that ends the stretch, as ``period source``), joined (the replaced indicators that
take part). Methods: `icmaml_indicators.trends.theil_sen`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..formulas.overflow import finite_only
from ..formulas.rounding import unite
from ..progress import Progress, follow_items
from .theil_sen import Slopes, theil_sen

if TYPE_CHECKING:
    import pandas as pd

    from .panel import PanelData

Floats = NDArray[np.float64]

COLUMNS = [
    *("entity", "indicator", "kind", "frequency", "first_period", "last_period", "n", "slope", "low", "high"),
    *("intercept", "median", "tau", "p", "improving", "reason", "ends_at", "joined"),
]


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one length of period as a matrix of entities by periods.

    Attributes
    ----------
    frequency
        The length of period.
    codes : integer array, shape (periods,)
        Its periods among those of the panel, in order of time.
    times : float64 array, shape (periods,)
        Their beginnings, in years.
    seasons : integer array, shape (periods,)
    row_of : integer array, shape (entities, periods)
        Row of the panel; -1 where there is none.
    """

    frequency: str
    codes: NDArray[np.intp]
    times: Floats
    seasons: NDArray[np.intp]
    row_of: NDArray[np.intp]

    def spread(self, array: NDArray[Any]) -> Floats:
        """Return an array of rows as entities by periods, NaN where there is no row."""
        return np.where(self.row_of >= 0, array[self.row_of], np.nan)


def grids(panel: PanelData) -> Iterator[Grid]:
    """Yield the grid of each length of period."""
    for frequency in panel.frequencies:
        codes = np.array([c for c, point in enumerate(panel.points) if point.frequency == frequency], np.intp)
        place = np.full(len(panel.points), -1, np.intp)
        place[codes] = np.arange(len(codes))
        rows = np.flatnonzero(place[panel.period_codes] >= 0)
        row_of = np.full((len(panel.entity_ids), len(codes)), -1, np.intp)
        row_of[panel.entity_codes[rows], place[panel.period_codes[rows]]] = rows
        points = [panel.points[code] for code in codes]
        times, seasons = np.array([p.years for p in points]), np.array([p.season for p in points], np.intp)
        yield Grid(frequency, codes, times, seasons, row_of)


def segments(panel: PanelData, grid: Grid, subject: int) -> Iterator[NDArray[np.bool_]]:
    """Yield, for each era of a subject, where its figures are, shape (entities, periods)."""
    own = panel.eras[subject]
    here = (grid.row_of >= 0) & ~np.isnan(grid.spread(panel.quantities[subject]))
    eras = np.unique(own[grid.row_of[here]])
    for era in eras.tolist():
        yield here & (own[grid.row_of] == era) if len(eras) > 1 else here


def lines_table(panel: PanelData, level: float, progress: Progress = False) -> pd.DataFrame:
    """Return the trend of every entity and subject over each stretch of periods that compare.

    Parameters
    ----------
    panel
        Figures over time.
    level
        Of the intervals, between 0 and 1.
    progress
        Whether and by what it is followed.
    """
    import pandas as pd

    each = [(grid, subject) for grid in grids(panel) for subject in range(len(panel.subjects))]
    parts = [
        _lines(panel, grid, subject, where, level)
        for grid, subject in follow_items(progress, each, "trend_lines", panel.language)
        for where in segments(panel, grid, subject)
    ]
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    frame = pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})
    order = np.lexsort((frame.pop("_first"), frame.pop("_subject"), frame.pop("_entity")))
    return frame.iloc[order].reset_index(drop=True)


def _lines(
    panel: PanelData, grid: Grid, subject: int, where: NDArray[np.bool_], level: float
) -> dict[str, NDArray[Any]]:
    some = np.flatnonzero(where.any(axis=1))
    here = where[some]
    first, last = np.argmax(here, axis=1), here.shape[1] - 1 - np.argmax(here[:, ::-1], axis=1)
    ends = grid.row_of[some, last]
    figures = unite(panel.quantities[subject], float(panel.sizes[subject]))
    values = np.where(here, grid.spread(figures)[some], np.nan)
    found = theil_sen(values, grid.times, grid.seasons, level)
    count = here.sum(axis=1)
    with np.errstate(all="ignore"):
        intercept = finite_only(found.median - found.slope * (found.middle - grid.times[first]))
    reason = np.where(np.isnan(found.slope), "too_few", np.where(np.isnan(found.low), "no_interval", ""))
    return {
        **panel.keys_of(ends),
        "indicator": np.full(len(some), panel.subjects[subject], object),
        "kind": np.full(len(some), panel.kinds[subject], object),
        "frequency": np.full(len(some), grid.frequency, object),
        "first_period": panel.period_names[grid.codes[first]],
        "last_period": panel.period_names[grid.codes[last]],
        "n": count,
        "slope": found.slope,
        "low": found.low,
        "high": found.high,
        "intercept": intercept,
        "median": found.median,
        "tau": found.tau,
        "p": found.p,
        "improving": _improving(panel, grid, subject, where, some, found, level),
        "reason": reason.astype(object),
        "ends_at": _ends(panel, grid, subject, some, last),
        "joined": _joined(panel, grid, subject, some, here),
        "_entity": some,
        "_subject": np.full(len(some), subject),
        "_first": grid.codes[first],
    }


def _improving(
    panel: PanelData,
    grid: Grid,
    subject: int,
    where: NDArray[np.bool_],
    some: NDArray[np.intp],
    found: Slopes,
    level: float,
) -> NDArray[np.object_]:
    direction = panel.directions[subject]
    if direction == "context":
        return np.full(len(some), "", object)
    low, high = found.low, found.high
    if direction == "target":
        # Better is nearer, from either side: the trend of the distance decides.
        near = np.where(where[some], grid.spread(panel.oriented_values[subject])[some], np.nan)
        closer = theil_sen(near, grid.times, grid.seasons, level)
        low, high = closer.low, closer.high
    with np.errstate(invalid="ignore"):
        up, down = low > 0, high < 0
    if direction == "lower":
        up, down = down, up
    return np.where(up, "yes", np.where(down, "no", "unclear")).astype(object)


def _ends(
    panel: PanelData, grid: Grid, subject: int, some: NDArray[np.intp], last: NDArray[np.intp]
) -> NDArray[np.object_]:
    """Return the break that stands between the last period of each stretch and the entity's next figure."""
    texts = np.full(len(some), "", object)
    own = panel.eras[subject]
    if len(np.unique(own)) < 2:
        return texts
    given = (grid.row_of[some] >= 0) & ~np.isnan(grid.spread(panel.quantities[subject])[some])
    later = given & (np.arange(given.shape[1]) > last[:, None])
    going = np.flatnonzero(later.any(axis=1))
    following = np.argmax(later, axis=1)
    then, now = grid.row_of[some[going], last[going]], grid.row_of[some[going], following[going]]
    texts[going] = panel.break_labels(subject, then, now)
    return texts


def _joined(
    panel: PanelData, grid: Grid, subject: int, some: NDArray[np.intp], here: NDArray[np.bool_]
) -> NDArray[np.object_]:
    texts = np.full(len(some), "", object)
    source = panel.joined.get(panel.subjects[subject])
    if source is None:
        return texts
    sources = np.where(here, source[grid.row_of[some]], "")
    for old in sorted({str(name) for name in np.unique(source.astype(str))} - {""}):
        part = (sources == old).any(axis=1)
        texts[part] = np.where(texts[part] == "", old, texts[part] + f", {old}")
    return texts
