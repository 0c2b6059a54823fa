"""What a page shows of much: the latest period, both ends of a ranking, the largest changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ....benchmarks import Comparison
from ....trends.changes import changes_table, pairs
from ....trends.panel import PanelData

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 60
MOST_STATISTICS = 40
MOST_TRENDS = 24
# Changes looked through at once.
_PIECE = 1 << 21

Rows = NDArray[np.intp]


def latest_rows(comparison: Comparison, rows: Rows) -> Rows:
    """Return those of some rows that stand in the latest of their periods."""
    periods = comparison.scored.table.period_codes[rows]
    found: Rows = rows[periods == periods.max(initial=0)]
    return found


def rows_to_show(comparison: Comparison, number: int, rows: Rows, own: str | None) -> Rows:
    """Return all rows where they are few, else the latest period or its ends, and all one's own.

    Parameters
    ----------
    number
        Place of the subject in the comparison.
    rows : integer array, shape (n,)
        The rows that have a value of it.
    own
        Key of the reader's own entity.
    """
    if len(rows) <= MOST_ROWS:
        return rows
    mine = rows[comparison.scored.table.entities[rows] == own]
    rows = latest_rows(comparison, rows)
    if len(rows) > MOST_ROWS:
        place = comparison.peer_statistics.percentile[number, rows]
        if np.isnan(place).all():  # nobody has a rank in a context indicator
            place = comparison.compared.values(number)[rows]
        order = np.argsort(np.nan_to_num(-place, nan=np.inf), kind="stable")
        half = MOST_ROWS // 2
        rows = rows[np.concatenate([order[:half], order[-half:]])]
    return np.union1d(rows, mine)


def latest_statistics(statistics: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the latest periods, as many as a page shows, in their order."""
    if len(statistics) <= MOST_STATISTICS:
        return statistics
    newest_first = statistics.sort_values("period", ascending=False, kind="stable").head(MOST_STATISTICS)
    return statistics.loc[newest_first.index.sort_values()]


def largest_changes(panel: PanelData, subjects: Sequence[str]) -> pd.DataFrame:
    """Return the largest changes in percent up to the latest period that has an earlier one; see `Panel.changes`."""
    import pandas as pd

    later, _ = pairs(panel)
    if not len(later) or not subjects:
        return pd.DataFrame()
    newest = int(panel.period_codes[later].max())
    deep = max(1, _PIECE // int((panel.period_codes[later] == newest).sum()))
    found = []
    for first in range(0, len(subjects), deep):
        some = panel.select(subjects[first : first + deep])
        part = changes_table(some, periods=[str(panel.period_names[newest])])
        found.append(_largest(part[part["change"].notna()]))
    return _largest(pd.concat(found, ignore_index=True))


def _largest(changes: pd.DataFrame) -> pd.DataFrame:
    """Return the largest changes in percent; those without a percentage come last."""
    order = changes["change_pct"].abs().sort_values(ascending=False, kind="stable").index
    return changes.loc[order].head(MOST_TRENDS)
