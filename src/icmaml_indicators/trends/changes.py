"""Changes between periods: same season with same season, never across a break.

Columns: entity, (name,) period, previous_period, indicator, kind, previous, value, change, change_pct, improved (by
direction; None where there is no better), rank_change (places gained), years (between the beginnings of both periods),
annual_change (a year), annual_change_pct (compound; where both figures are positive), comparable (whether the periods
can be compared at all), reason (why there is no change: ``absent``, ``season``, or ``break`` with its period and
source), pct_reason (why there is no compound rate: ``not_positive``), joined (the replaced indicator
whose figures take part).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import expect
from ..formulas.overflow import finite_only
from ..formulas.rounding import difference

if TYPE_CHECKING:
    import pandas as pd

    from .panel import PanelData

# ``year``: the same season of the latest earlier year; ``previous``: the latest earlier period of the same length,
# whatever its season; ``first``: the first period of the same season; or the name of a period.
Against = str


def changes_table(panel: PanelData, against: Against = "year", periods: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the change of every subject of every row that has an earlier one.

    Parameters
    ----------
    panel
        Figures over time.
    against
        ``year`` (the same season of the latest earlier year: S1 with S1, 2014-06 with 2013-06), ``previous`` (the
        latest earlier period, whatever its season), ``first`` (the first period of the same season), or a period.
    periods
        The later periods to tell of; all by default.

    Raises
    ------
    UnknownNameError
        When `against` is neither one of these words nor a period of the data, or one of `periods` is none.
    """
    import pandas as pd

    rows, earlier = pairs(panel, against)
    if periods is not None:
        kept = np.isin(panel.period_codes[rows], [panel.period_code(name) for name in periods])
        rows, earlier = rows[kept], earlier[kept]
    count, known = len(panel.subjects), earlier >= 0
    before = np.where(known, earlier, rows)

    def of(array: NDArray[np.float64]) -> NDArray[np.float64]:
        found = array[:, before]
        found[:, ~known] = np.nan
        return found

    then, now = of(panel.quantities), panel.quantities[:, rows]
    season = np.array([point.season for point in panel.points], np.intp)[panel.period_codes]
    absent = np.isnan(then) | np.isnan(now)
    parted = panel.eras[:, rows] != panel.eras[:, before]
    off_season = (season[rows] != season[before]) & (against != "previous")
    usable = ~(absent | parted | off_season)
    base = panel.period_codes[before]
    if not known.all():
        base[~known] = int(np.flatnonzero(panel.period_names == against)[0])
    begins = np.array([point.years for point in panel.points])
    years = begins[panel.period_codes[rows]] - begins[base]
    sizes = panel.sizes[:, None]
    positive = (then > 0) & (now > 0)
    with np.errstate(all="ignore"):
        change = np.where(usable, difference(now, then, sizes), np.nan)
        percent = np.where(then != 0, finite_only(change / np.abs(then) * 100.0), np.nan)
        compound = finite_only(np.where(usable & positive, ((now / then) ** (1.0 / years) - 1.0) * 100.0, np.nan))
    better = np.where(usable, difference(panel.oriented_values[:, rows], of(panel.oriented_values), sizes), np.nan)
    improved = np.array([False, True, None], object)[np.where(np.isnan(better), 2, better > 0)]
    reasons = np.array(["", "absent", "season"], object)[np.where(off_season, 2, absent)]
    _name_breaks(panel, rows, before, parted & ~off_season, reasons)
    frame: dict[str, Any] = panel.keys_of(rows, count)
    frame |= {
        "period": np.repeat(panel.period_names[panel.period_codes[rows]], count),
        "previous_period": np.repeat(panel.period_names[base], count),
        "indicator": np.tile(np.array(panel.subjects, object), len(rows)),
        "kind": np.tile(panel.kinds, len(rows)),
        "previous": then.T.ravel(),
        "value": now.T.ravel(),
        "change": change.T.ravel(),
        "change_pct": percent.T.ravel(),
        "improved": improved.T.ravel(),
        "rank_change": np.where(usable, of(panel.ranks) - panel.ranks[:, rows], np.nan).T.ravel(),
        "years": np.repeat(years, count),
        "annual_change": (change / years).T.ravel(),
        "annual_change_pct": compound.T.ravel(),
        "comparable": ~(parted | off_season).T.ravel(),
        "reason": reasons.T.ravel(),
        "pct_reason": np.array(["", "not_positive"], object)[(usable & ~positive).astype(np.intp)].T.ravel(),
        "joined": _joined(panel, rows, before).T.ravel(),
    }
    return pd.DataFrame(frame)


def pairs(panel: PanelData, against: Against = "year") -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return rows, and the row that each is compared with (-1: the entity has none in the period asked for)."""
    expect("against", against, str)
    lengths = {name: number for number, name in enumerate(panel.frequencies)}
    length = np.array([lengths[point.frequency] for point in panel.points], np.intp)[panel.period_codes]
    season = np.array([point.season for point in panel.points], np.intp)[panel.period_codes]
    series = panel.entity_codes * len(lengths) + length
    if against in {"year", "first"}:
        series = series * 12 + season
    if against in {"year", "previous", "first"}:
        order = np.argsort(series, kind="stable")
        same = np.concatenate([[False], series[order][1:] == series[order][:-1]])[: len(order)]
        places = np.arange(len(order))
        earlier = np.maximum.accumulate(np.where(same, 0, places)) if against == "first" else places - 1
        result = np.full(panel.rows, -1, np.intp)
        result[order[same]] = order[earlier[same]]
        rows = np.flatnonzero(result >= 0)
        return rows, result[rows]
    code = panel.period_code(against, ("year", "previous", "first"))
    base = np.full(len(panel.entity_ids), -1, np.intp)
    there = np.flatnonzero(panel.period_codes == code)
    base[panel.entity_codes[there]] = there
    later = (panel.period_codes > code) & (length == lengths[panel.points[code].frequency])
    rows = np.flatnonzero(later)
    return rows, base[panel.entity_codes[rows]]


def _name_breaks(
    panel: PanelData,
    rows: NDArray[np.intp],
    before: NDArray[np.intp],
    parted: NDArray[np.bool_],
    reasons: NDArray[np.object_],
) -> None:
    """Write into `reasons`, shape (subjects, rows), which break parts the figures."""
    for subject in np.flatnonzero(parted.any(axis=1)).tolist():
        columns = np.flatnonzero(parted[subject])
        reasons[subject, columns] = "break " + panel.break_labels(subject, before[columns], rows[columns])


def _joined(panel: PanelData, rows: NDArray[np.intp], before: NDArray[np.intp]) -> NDArray[np.object_]:
    result = np.full((len(panel.subjects), len(rows)), "", object)
    for name, source in panel.joined.items():
        then, now = source[before], source[rows]
        result[panel.subjects.index(name)] = np.where(then == "", now, then)
    return result
