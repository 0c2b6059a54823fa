"""Suspected breaks: jumps that no peer shows, and units that all peers switch. They flag; they change no figure.

A step is the change of a figure from the same season of the entity's latest earlier year, within one era. It is held
against the steps of the peers between the same two periods: as the logarithm of the ratio where all figures of those
steps are positive, else as the difference. Flagged where

* the modified z-score (step - median) / (1.4826 MAD) lies beyond `limit`, 3.5 by default (Iglewicz and Hoaglin 1993,
  "How to Detect and Handle Outliers"); where more than half the steps are equal, so that MAD is zero, the mean
  absolute deviation takes its place, times 1.2533, as they advise;
* and the jump is material: beyond what the peers did by `material` (10 %) or more of the figure before, or, for
  differences, of the median size of the peers' figures before;
* and at least `fewest` (5) entities of the group, itself included, made the step.

Where the median step of such a group is a factor of 100, 1000 … up or down, no step stands out and all are in question:
those steps are flagged (``IND487``) that are such a factor themselves.

Columns: entity, (name,) period, previous_period, peers, indicator, kind, previous, value, change, form (``log_ratio``,
``difference``), step, peers_median, z, n (steps of the group), alike (other members flagged on the same side, for the
same reason), code, message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..data.checks.plausibility import powers_of_ten
from ..diagnostics import phrase
from ..formulas.overflow import finite_only
from ..formulas.rounding import TOLERANCE, with_decimals
from ..progress import Progress, follow_items
from ..transforms.group_statistics import group_means, group_medians
from .changes import pairs

if TYPE_CHECKING:
    import pandas as pd

    from .panel import PanelData

Floats = NDArray[np.float64]

_MAD, _MEAN = 1.4826, 1.2533


def step_changes_table(
    panel: PanelData, limit: float, material: float, fewest: int, progress: Progress = False
) -> pd.DataFrame:
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
    progress
        Whether and by what it is followed.
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
        for number in follow_items(progress, range(len(panel.subjects)), "jumps", panel.language)
    ]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}
    return pd.DataFrame(columns)


def _of_subject(
    panel: PanelData,
    number: int,
    rows: NDArray[np.intp],
    before: NDArray[np.intp],
    codes: NDArray[np.intp],
    limit: float,
    material: float,
    fewest: int,
) -> dict[str, NDArray[Any]]:
    now, then = panel.quantities[number, rows], panel.quantities[number, before]
    with np.errstate(all="ignore"):
        times = now / then
        # What no float holds is no step.
        known = np.isfinite(now - then) & ~((now > 0) & (then > 0) & ((times == 0) | np.isinf(times)))
    usable = np.flatnonzero(known & (panel.eras[number, rows] == panel.eras[number, before]))
    rows, before, now, then, codes = rows[usable], before[usable], now[usable], then[usable], codes[usable]
    count = int(codes.max(initial=-1)) + 1
    log = np.bincount(codes, ~((now > 0) & (then > 0)), minlength=count) == 0
    with np.errstate(all="ignore"):
        step = np.where(log[codes], np.log(now / then), now - then)
    median = group_medians(step, codes, count)
    with np.errstate(over="ignore"):
        away = step - median[codes]
    spread = _MAD * group_medians(np.abs(away), codes, count)
    usual = group_medians(np.abs(then), codes, count)
    # Steps that are equal but for the rounding of their arithmetic have no spread.
    least = TOLERANCE * np.where(log, 1.0, usual)
    spread = np.where(spread > least, spread, _MEAN * group_means(np.abs(away), codes, count))
    with np.errstate(all="ignore"):
        z = np.where(spread[codes] > least[codes], finite_only(away / spread[codes]), 0.0)
        beyond = np.where(log[codes], np.abs(np.expm1(away)), np.abs(away) / usual[codes])
    members = np.bincount(codes, minlength=count)
    enough = members[codes] >= fewest
    flagged = enough & (np.abs(z) > limit) & (beyond >= material)
    with np.errstate(all="ignore"):
        switch = np.where(log, powers_of_ten(np.exp(median)), 0.0)[codes]
        switched = enough & ~flagged & (switch != 0) & (powers_of_ten(np.exp(step)) == switch)
    up, down, all_of_them = (
        np.bincount(codes[side], minlength=count) for side in (flagged & (z > 0), flagged & (z < 0), switched)
    )
    alike = np.where(switched, all_of_them[codes], np.where(z > 0, up[codes], down[codes])) - 1
    found = np.flatnonzero(flagged | switched)
    found = found[np.argsort(-np.abs(z[found]), kind="stable")]
    code = codes[found]
    own, theirs = step[found], median[code]
    told = np.where(switched[found], "IND487", "IND461").astype(object)
    messages = _messages(told, own, theirs, log[code], panel.language)
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
        "code": told,
        "message": messages,
    }


def in_language(jumps: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return a table of jumps with its messages in Spanish (``es``) or English (``en``)."""
    own, theirs = (jumps[name].to_numpy(np.float64) for name in ("step", "peers_median"))
    log = (jumps["form"] == "log_ratio").to_numpy(bool)
    return jumps.assign(message=_messages(jumps["code"].to_numpy(object), own, theirs, log, language))


def _messages(
    codes: NDArray[np.object_], own: Floats, theirs: Floats, log: NDArray[np.bool_], language: str
) -> NDArray[np.object_]:
    """Return what is said of each step; a ratio is shown as a change in percent, a difference as it is."""
    told = [_shown(*figures) for figures in zip(own.tolist(), theirs.tolist(), log.tolist(), strict=True)]
    return np.array([phrase(code, language, detail=text) for code, text in zip(codes, told, strict=True)], object)


def _shown(own: float, theirs: float, log: bool) -> str:
    if log:
        return ", ".join(f"{with_decimals(float(np.expm1(step)) * 100, 1, '+')} %" for step in (own, theirs))
    return f"{own:+g}, {theirs:+g}"
