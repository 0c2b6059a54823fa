"""What stands in for absent figures: cell by cell as a table, and as findings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..data.model.findings import RowDetail
from ..data.model.table import DataTable
from ..engine.run_results import RunResults
from ..formulas.rounding import with_digits
from ..specs.methods.imputations import IMPUTATIONS
from ..transforms.imputation.imputing import ImputedFigures
from .scored import Scored

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = (
    "entity",
    "period",
    "subject",
    "kind",
    "method",
    "figure",
    "population",
    "n",
    "period_before",
    "period_after",
)
_STAYS = {
    "population": {
        "es": "ninguna población de las suyas tiene {least} cifras o más",
        "en": "none of its populations has {least} figures or more",
    },
    "time": {
        "es": "la misma entidad no tiene otra cifra que sirva, de este lado de un cambio de definición",
        "en": "the same entity has no other figure that would do, on this side of a change of definition",
    },
}


def imputations_table(scored: Scored) -> pd.DataFrame:
    """Return what stands in for absent figures, one line a gap that is filled; see `Assessment.imputations`."""
    import pandas as pd

    table, lines = scored.table, []
    for name, found in scored.run.imputed.items():
        kind = "variable" if name in scored.program.variable_by_id and name not in scored.program.nodes else "indicator"
        for row in np.flatnonzero(found.is_imputed).tolist():
            key = str(table.entities[row]), str(table.periods[row])
            lines.append(
                (*key, name, kind, found.method_at(row), float(found.filled[row]), *_origin(table, found, row))
            )
    frame = pd.DataFrame(lines, columns=list(_COLUMNS))
    return frame.astype({"figure": "float64", "n": "float64"})


def _origin(table: DataTable, found: ImputedFigures, row: int) -> tuple[str, float, str, str]:
    """Return of whom a figure is: population and how many figures it has, or the periods that it is taken from."""
    method = found.method_at(row)
    if IMPUTATIONS[method].along_time:
        behind = {each < row: str(table.periods[each]) for each in found.rows_behind(row)}
        return "", np.nan, behind.get(True, ""), behind.get(False, "")
    place = found.population_of(row)
    return str(found.populations.names[place]), float(found.counts[method][place]), "", ""


def imputed_scores_table(scored: Scored) -> pd.DataFrame:
    """Return where the score of an indicator rests on figures that stand in; see `Assessment.is_imputed`."""
    import pandas as pd

    ids = pd.Index([leaf.id for leaf in scored.program.indicators], name="indicator")
    none = np.zeros(scored.table.rows, bool)
    flags = np.array([scored.run.imputed_scores.get(name, none) for name in ids])
    return pd.DataFrame(flags.T, index=scored.table.index, columns=ids)


def report_imputations(table: DataTable, run: RunResults) -> None:
    """Tell of each gap what stands in, and of each column how many gaps nothing fills."""
    for name, found in run.imputed.items():
        for number, method in enumerate(found.rule.active_methods, 1):
            rows = np.flatnonzero(found.methods == number)
            detail = RowDetail(partial(_tell_origin, table, found, rows))
            table.findings.cells("IND757", name, rows, found.filled[rows], method=method, detail=detail)
        count, of = (int(np.count_nonzero(rows)) for rows in (found.stays, found.gaps))
        if count:
            asked = {"population": found.rule.asks_population, "time": found.rule.asks_time}
            why = [_STAYS[kind] for kind in asked if asked[kind]]
            told = {key: "; ".join(each[key].format(least=found.rule.at_least) for each in why) for key in ("es", "en")}
            table.findings.column("IND758", name, count=count, of=of, detail=told)


def _tell_origin(table: DataTable, found: ImputedFigures, rows: NDArray[np.intp], place: int) -> str:
    """Return of whom the figure of one of some rows is, in short: ``Norte, n = 12``, or ``2013: 4; 2015: 6``."""
    row = int(rows[place])
    population, count, _, _ = _origin(table, found, row)
    if population:
        return population if np.isnan(count) else f"{population}, n = {int(count)}"
    behind = found.rows_behind(row)
    return "; ".join(f"{table.periods[each]}: {with_digits(float(found.values[each]))}" for each in behind)
