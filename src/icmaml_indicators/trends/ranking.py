"""The latest figure of every entity, whatever its period, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import expect
from ..formulas.rounding import unite
from .panel import PanelData

if TYPE_CHECKING:
    import pandas as pd


def ranking_table(panel: PanelData, indicator: str, since: str | None) -> pd.DataFrame:
    """Return the latest figures by rank; see `Panel.ranking`.

    Raises
    ------
    IncomparableError
        When the latest figures stand on both sides of a break: says which, why, and from when to ask.
    UnknownNameError
        When the indicator or the period does not exist.
    """
    import pandas as pd

    expect("indicator", indicator, str)
    number = panel.index_of(indicator)
    first = 0 if since is None else panel.period_code(since)
    usable = np.flatnonzero(~np.isnan(panel.oriented_values[number]) & (panel.period_codes >= first))
    # The last usable row of each entity.
    last = usable[np.append(panel.entity_codes[usable][1:] != panel.entity_codes[usable][:-1], True)[: len(usable)]]
    _refuse_mixed(panel, number, last)
    good = unite(panel.oriented_values[number, last], float(panel.sizes[number]))
    ordered = np.sort(-good)
    frame = pd.DataFrame(
        {
            **panel.keys_of(last),
            "period": panel.period_names[panel.period_codes[last]],
            "value": panel.quantities[number, last],
            "rank": np.searchsorted(ordered, -good, side="left") + 1,
        }
    )
    return frame.sort_values(["rank", "entity"], kind="stable", ignore_index=True)


def _refuse_mixed(panel: PanelData, number: int, rows: NDArray[np.intp]) -> None:
    found = np.unique(panel.eras[number, rows])
    if len(found) < 2:
        return
    name, known = panel.subjects[number], panel.breaks[panel.subjects[number]]
    # Asking from the latest break on leaves one era.
    last = max(known, key=lambda b: b.start.first_month)
    raise last.refusal(
        name,
        f"ordene cada periodo por su lado o pida desde {last.start}",
        f"rank each period by itself, or ask from {last.start} on",
    )
