"""What stands in for an absent figure in one row: by which method, of whom."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..engine.parameters import imputation_key, is_held
from ..formulas.reasons import REASON_NAMES
from ..specs.methods.imputations import IMPUTATIONS
from .entries import Entry
from .words import number, word

if TYPE_CHECKING:
    from ..scoring.scored import Scored


@dataclass(frozen=True, slots=True)
class FilledGap:
    """A gap that was filled: with what, in words, and as plain data."""

    figure: float
    text: str
    detail: dict[str, Any]


def describe_filled_gap(scored: Scored, name: str, row: int, reason: str) -> FilledGap | None:
    """Tell what stands in for the figure of a variable, or for the value of an indicator; None where nothing does.

    Parameters
    ----------
    scored, name, row
        What is asked for.
    reason
        Why there is none, by its name.
    """
    found, language = scored.run.imputed.get(name), scored.language
    method = found.method_at(row) if found is not None and row >= 0 else ""
    if found is None or not method:
        return None
    figure, table = float(found.filled[row]), scored.table
    detail: dict[str, Any] = {"method": method, "figure": figure, "reason": reason}
    if IMPUTATIONS[method].along_time:
        behind = found.rows_behind(row)
        known = [(str(table.points[table.period_codes[each]]), float(found.values[each])) for each in behind]
        detail["from"] = [{"period": period, "figure": each} for period, each in known]
        of = ", ".join(f"{period}: {number(each)}" for period, each in known)
    else:
        place = found.population_of(row)
        held = scored.bounds.base if scored.bounds is not None and is_held(found.rule.over) else None
        count = float(found.counts[method][place])
        fit: dict[str, Any] = {"id": imputation_key(name), "n": None if math.isnan(count) else int(count)}
        fit |= {"population": str(found.populations.names[place])} if held is None else {"held": held}
        fit |= {"weight": found.rule.weight} if found.rule.weight is not None and method == "mean" else {}
        detail["fit"] = fit
        of = str(held or found.populations.names[place]) + ("" if math.isnan(count) else f", n = {int(count)}")
    text = f"[{word(language, reason)}] → {word(language, f'imputed_{method}')} ({of}) = {number(figure)}"
    return FilledGap(figure, text, detail)


def put_figure(scored: Scored, entry: Entry, row: int) -> None:
    """Put the figure of a variable, why there is none, and what stands in for it in its entry."""
    table = scored.table
    at = table.variables.index(entry.id), row
    entry.reason, figure = REASON_NAMES[int(table.reasons[at])], float(table.values[at])
    entry.value = None if math.isnan(figure) else figure
    gap = describe_filled_gap(scored, entry.id, row, entry.reason)
    if gap is not None:
        entry.value, entry.worked, entry.detail["imputation"] = gap.figure, gap.text, gap.detail
