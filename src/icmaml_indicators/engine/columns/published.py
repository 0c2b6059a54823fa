"""Published figures beside computed ones: compared, and standing in where nothing could be computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from ...data.model.findings import RowDetail
from ...data.model.table import DataTable
from ...formulas.plan import Evaluation
from ...formulas.rounding import slack, with_digits
from ...specs import Program

Floats = NDArray[np.float64]


def join_published(
    program: Program, table: DataTable, results: Evaluation, stand_in: NDArray[np.bool_], places: Iterable[int]
) -> None:
    """Compare published values with computed ones; where there is none, let them stand in, and say so.

    Parameters
    ----------
    results
        Values of the indicators, changed in place.
    stand_in : bool array, shape (indicators, rows)
        Where they do, changed in place.
    places
        Which indicators.
    """
    if table.published is None:
        return
    for number in places:
        name, given, values = program.indicators[number].id, table.published[number], results.values[number]
        known = ~np.isnan(given)
        if not known.any():
            continue
        rows = _apart(table, name, given, values)
        table.findings.cells("IND418", name, rows, given[rows], detail=_both(given[rows], values[rows]))
        stand_in[number] = known & np.isnan(values)
        rows = np.flatnonzero(stand_in[number])
        table.findings.cells("IND419", name, rows, given[rows])
        values[rows], results.reasons[number][rows] = given[rows], 0


def compare_published_scores(table: DataTable, computed: Mapping[str, Floats]) -> None:
    """Compare published scores with computed ones, and say where they stand in."""
    for name, given in table.published_scores.items():
        scores = computed[name]
        rows = _apart(table, f"{name}.score", given, scores)
        table.findings.cells("IND418", name, rows, given[rows], detail=_both(given[rows], scores[rows]))
        rows = np.flatnonzero(np.isnan(scores) & ~np.isnan(given))
        table.findings.cells("IND419", name, rows, given[rows])


def _apart(table: DataTable, name: str, given: Floats, computed: Floats) -> NDArray[np.intp]:
    """Return the rows where a published figure differs from the computed one by more than its printed digits."""
    halves = table.halves.get(name, 0.0)
    with np.errstate(invalid="ignore"):
        return np.flatnonzero(np.abs(computed - given) > halves + slack(given, computed))


def _both(given: Floats, computed: Floats) -> RowDetail:
    return RowDetail(lambda row: f"{with_digits(given[row])} / {with_digits(computed[row])}")
