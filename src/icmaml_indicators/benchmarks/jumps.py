"""Suspected breaks: jumps that no peer shows. They flag; they change no figure.

A step is the change of a figure from the same season of the entity's latest earlier year, within one era. It is held
against the steps of the peers between the same two periods: as the logarithm of the ratio where all figures of those
steps are positive, else as the difference. Flagged where

* the modified z-score (step - median) / (1.4826 MAD) lies beyond `limit`, 3.5 by default (Iglewicz and Hoaglin 1993,
  "How to Detect and Handle Outliers"); where more than half the steps are equal, so that MAD is zero, the mean
  absolute deviation takes its place, times 1.2533, as they advise;
* and the jump is material: beyond what the peers did by `material` (10 %) or more of the figure before, or, for
  differences, of the median size of the peers' figures before;
* and at least `fewest` (5) entities of the group, itself included, made the step.

Columns: entity, (name,) period, previous_period, peers, indicator, kind, previous, value, change, form (``log_ratio``,
``difference``), step, peers_median, z, n (steps of the group), alike (other members flagged on the same side), code,
message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..diagnostics import phrase
from ..formulas.rounding import TOLERANCE, with_decimals
from .changes import pairs
from .groupwise import group_means, group_medians

if TYPE_CHECKING:
    import pandas as pd

    from .panel import Panel

Floats = NDArray[np.float64]

_MAD, _MEAN = 1.4826, 1.2533


def jumps_table(panel: Panel, limit: float, material: float, fewest: int) -> pd.DataFrame:
    """Return the flagged steps, the largest z first within each subject.

    Parameters
    ----------
    panel
        Figures over time.
    limit
        Of the modified z-score.
    material
        Share by which a jump has to go beyond what the peers did.
    fewest
        Steps that a group needs.
    """
    import pandas as pd

    rows, before = pairs(panel)
    inside = panel.group_codes[rows] >= 0
    rows, before = rows[inside], before[inside]
    size = len(panel.points)
    steps = (panel.group_codes[rows] * size + panel.period_codes[rows]) * size + panel.period_codes[before]
    codes = np.unique(steps, return_inverse=True)[1].reshape(-1)
    parts = [
        _of_subject(panel, number, rows, before, codes, limit, material, fewest)
        for number in range(len(panel.subjects))
    ]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}
    return pd.DataFrame(columns)


def _of_subject(
    panel: Panel,
    number: int,
    rows: NDArray[np.intp],
    before: NDArray[np.intp],
    codes: NDArray[np.intp],
    limit: float,
    material: float,
    fewest: int,
) -> dict[str, NDArray[Any]]:
    now, then = panel.quantities[number, rows], panel.quantities[number, before]
    usable = np.flatnonzero(~np.isnan(now - then) & (panel.eras[number, rows] == panel.eras[number, before]))
    rows, before, now, then, codes = rows[usable], before[usable], now[usable], then[usable], codes[usable]
    count = int(codes.max(initial=-1)) + 1
    log = np.bincount(codes, ~((now > 0) & (then > 0)), minlength=count) == 0
    with np.errstate(all="ignore"):
        step = np.where(log[codes], np.log(now / then), now - then)
    median = group_medians(step, codes, count)
    away = step - median[codes]
    spread = _MAD * group_medians(np.abs(away), codes, count)
    usual = group_medians(np.abs(then), codes, count)
    # Steps that are equal but for the rounding of their arithmetic have no spread.
    least = TOLERANCE * np.where(log, 1.0, usual)
    spread = np.where(spread > least, spread, _MEAN * group_means(np.abs(away), codes, count))
    with np.errstate(all="ignore"):
        z = np.where(spread[codes] > least[codes], away / spread[codes], 0.0)
        beyond = np.where(log[codes], np.abs(np.expm1(away)), np.abs(away) / usual[codes])
    members = np.bincount(codes, minlength=count)
    flagged = (np.abs(z) > limit) & (beyond >= material) & (members[codes] >= fewest)
    up, down = (np.bincount(codes[flagged & side], minlength=count) for side in (z > 0, z < 0))
    alike = np.where(z > 0, up[codes], down[codes]) - 1
    found = np.flatnonzero(flagged)
    found = found[np.argsort(-np.abs(z[found]), kind="stable")]
    code = codes[found]
    own, theirs = step[found], median[code]
    messages = _messages(own, theirs, log[code], panel.language)
    width = len(found)
    return {
        **panel.keys_of(rows[found]),
        "period": panel.period_names[panel.period_codes[rows[found]]],
        "previous_period": panel.period_names[panel.period_codes[before[found]]],
        "peers": np.array(panel.group_names, object)[panel.group_codes[rows[found]]],
        "indicator": np.full(width, panel.subjects[number], object),
        "kind": np.full(width, panel.kinds[number], object),
        "previous": then[found],
        "value": now[found],
        "change": (now - then)[found],
        "form": np.where(log[code], "log_ratio", "difference").astype(object),
        "step": own,
        "peers_median": theirs,
        "z": z[found],
        "n": members[code],
        "alike": alike[found],
        "code": np.full(width, "IND461", object),
        "message": messages,
    }


def in_language(jumps: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return a table of jumps with its messages in Spanish (``es``) or English (``en``)."""
    own, theirs = (jumps[name].to_numpy(np.float64) for name in ("step", "peers_median"))
    return jumps.assign(message=_messages(own, theirs, (jumps["form"] == "log_ratio").to_numpy(bool), language))


def _messages(own: Floats, theirs: Floats, log: NDArray[np.bool_], language: str) -> NDArray[np.object_]:
    """Return what is said of each step; a ratio is shown as a change in percent, a difference as it is."""
    told = [_shown(*figures) for figures in zip(own.tolist(), theirs.tolist(), log.tolist(), strict=True)]
    return np.array([phrase("IND461", language, detail=text) for text in told], object)


def _shown(own: float, theirs: float, log: bool) -> str:
    if log:
        return ", ".join(f"{with_decimals(np.expm1(step) * 100, 1, '+')} %" for step in (own, theirs))
    return f"{own:+g}, {theirs:+g}"
