"""The figures of the page as one table, everybody in it and every indicator, to stand beside the page as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ....specs import ROOT
from ..figures import name_period
from .league import League, level_of
from .view import GroupView

if TYPE_CHECKING:
    import pandas as pd


def build_figures_table(view: GroupView, league: League) -> pd.DataFrame:
    """Return one line an entity, in the order of the page: its place, its counts, its scores and its figures."""
    import pandas as pd

    words, order = view.words["columns"], league.order
    table = view.table
    codes = table.period_codes[view.rows]
    periods = {int(code): name_period(table.points[code], view.language) for code in np.unique(codes)}
    tallies = [dict(league.tally(at)) for at in range(league.count)]
    columns: list[tuple[str, Any]] = [
        (words["place"], league.places),
        (words["key"], table.entities[view.rows]),
        (words["name"], np.array(view.names, object)),
        (words["group"], np.array(view.group_names, object)),
        (words["period"], np.array([periods[int(code)] for code in codes], object)),
        (words["population"], view.population),
    ]
    if league.totals is not None:
        columns.append((words["score"], league.totals))
    if view.program.nodes[ROOT].levels:
        levels = np.array([level_of(view, ROOT, row) for row in view.rows.tolist()], object)
        columns.append((words["level"], levels))
    columns.append((words["share"], 100 * league.shares))
    columns += [
        (view.words["lights"][name], np.array([tally[name] for tally in tallies]))
        for name in ("green", "yellow", "red", "absent")
    ]
    columns.append((words["change"], league.changes[0]))
    if league.intervals is not None:
        columns += list(zip((words["first"], words["last"]), league.intervals, strict=True))
    for node in view.program.nodes.values():
        if node.id != ROOT and node.id in view.number:
            number, unit = view.number[node.id], view.unit(node)
            period = view.period_of(number)
            told = "; ".join(part for part in (unit or ("" if node.is_indicator else words["points"]), period) if part)
            title = view.text(node.title)
            columns.append((f"{title} ({told})" if told else title, _write_suppressed(view, number)))
    headings = _tell_apart([name for name, _ in columns])
    return pd.DataFrame(
        {heading: values[order] for heading, (_, values) in zip(headings, columns, strict=True) if _is_said(values)}
    )


def _write_suppressed(view: GroupView, number: int) -> Any:
    """Return the figures of a subject, with a word in the place of those that are kept out of a publication."""
    values = view.values(number)
    hidden = [view.is_suppressed(number, row) for row in view.rows_of(number).tolist()]
    return np.where(hidden, view.words["suppressed"], values.astype(object)) if any(hidden) else values


def _is_said(values: Any) -> bool:
    """Whether a column says anything about anybody."""
    return bool((values != "").any()) if values.dtype == object else bool(np.isfinite(values).any())


def _tell_apart(names: list[str]) -> list[str]:
    """Return names of which none is twice: the second of two has its number behind it."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} [{seen[name]}]")
    return found
