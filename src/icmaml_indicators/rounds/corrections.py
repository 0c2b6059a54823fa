"""What later deliveries changed: figure by figure, and whose place moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..benchmarks.peers import Peers
from ..changes.moves import side_by_side
from ..formulas.reasons import NOT_REPORTED, REASON_NAMES
from ..results import Assessment, benchmark

if TYPE_CHECKING:
    import pandas as pd

_CORRECTIONS = (
    *("entity", "period", "variable", "before", "reason_before", "text_before", "place_before"),
    *("now", "reason_now", "text_now", "place_now"),
)
_MOVES = (
    *("entity", "period", "peers", "node", "kind", "value_old", "value_new", "score_old", "score_new"),
    *("rank_old", "rank_new", "level_old", "level_new"),
)


def corrections_table(before: Assessment | None, now: Assessment) -> pd.DataFrame:
    """Return each input that is another than it was: as it was handed in first, as it is now, and where both stand."""
    import pandas as pd

    if before is None:
        return pd.DataFrame(columns=list(_CORRECTIONS))
    old, new = before._scored.table, now._scored.table
    index = old.index.union(new.index)
    old_rows, new_rows = (table.index.get_indexer(index) for table in (old, new))
    lines = []
    for number, name in enumerate(new.variables):
        was, why = _column(old.values[number], old.reasons[number], old_rows)
        value, reason = _column(new.values[number], new.reasons[number], new_rows)
        apart = ~((was == value) | (np.isnan(was) & np.isnan(value) & (why == reason)))
        for place in np.flatnonzero(apart).tolist():
            entity, period = index[place]
            old_cell = old.cell(name, int(old_rows[place])) if old_rows[place] >= 0 else None
            new_cell = new.cell(name, int(new_rows[place])) if new_rows[place] >= 0 else None
            lines.append(
                {
                    "entity": entity,
                    "period": period,
                    "variable": name,
                    "before": was[place],
                    "reason_before": REASON_NAMES[int(why[place])],
                    "text_before": old_cell.text if old_cell else "",
                    "place_before": old_cell.place if old_cell else "",
                    "now": value[place],
                    "reason_now": REASON_NAMES[int(reason[place])],
                    "text_now": new_cell.text if new_cell else "",
                    "place_now": new_cell.place if new_cell else "",
                }
            )
    return pd.DataFrame(lines, columns=list(_CORRECTIONS)).sort_values(
        ["entity", "period"], kind="stable", ignore_index=True
    )


def moves_table(before: Assessment | None, now: Assessment, period: str, peers: Peers | None) -> pd.DataFrame:
    """Return who stands otherwise in a period since the corrections: values, scores, places and levels."""
    import pandas as pd

    if before is None:
        return pd.DataFrame(columns=list(_MOVES))
    nodes = {name: name for name in now.program.nodes}
    table = side_by_side(benchmark(before, peers), benchmark(now, peers), nodes).table
    moved = table[table["moved"] & (table["period"].astype(str) == period)]
    return moved[list(_MOVES)].reset_index(drop=True)


def _column(
    values: NDArray[np.float64], reasons: NDArray[np.uint8], rows: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Return figures and reasons of some rows; of a row that there is none, not a number and nothing reported."""
    here = rows >= 0
    return np.where(here, values[rows], np.nan), np.where(here, reasons[rows], np.uint8(NOT_REPORTED))
