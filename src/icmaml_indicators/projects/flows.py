"""A table of cash flows, one line a project and date, to flat arrays: the flows of a project stand together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..data.files.tables import report_lines
from ..data.model.findings import FindingLog
from ..data.parsing.columns import distinct_texts, parse_column
from ..data.parsing.numbers import DecimalMark
from ..diagnostics.brief import Brief
from ..errors import DataError
from ..formulas.overflow import finite_only
from ..tables.headings import check_roles, find_columns, find_near_column, list_headings, require_columns
from ..tables.vocabulary import PROJECT

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

NAMES: dict[str, tuple[str, ...]] = {
    "project": (*PROJECT, "entity", "clave"),
    "year": ("year", "anio", "ano", "period", "periodo", "t"),
    "date": ("date", "fecha"),
    "benefit": ("benefit", "benefits", "beneficio", "beneficios"),
    "cost": ("cost", "costs", "costo", "costos"),
    "flow": ("flow", "flujo", "flujo_neto"),
}
DAYS_PER_YEAR = 365.0


@dataclass(slots=True, repr=False)
class Flows(Brief):
    """Cash flows of many projects.

    Attributes
    ----------
    projects : array of text, shape (projects,)
    start : integer array, shape (projects + 1,)
        The flows of project k are those from ``start[k]`` to ``start[k + 1]``, in order of time.
    time : float64 array, shape (flows,)
        Years since the first flow of the project.
    benefit, cost, net : float64 arrays, shape (flows,)
        NaN benefits and costs where only net flows were handed in.
    broken : bool array, shape (projects,)
        Projects with a flow that is absent: nothing is worked out for them.
    whole_years
        Whether flows are by year (or period), not by date.
    """

    projects: NDArray[np.object_]
    start: Codes
    time: Floats
    benefit: Floats
    cost: Floats
    net: Floats
    broken: NDArray[np.bool_]
    whole_years: bool
    findings: FindingLog = field(default_factory=FindingLog)

    @property
    def owner(self) -> Codes:
        """The project of each flow."""
        return np.repeat(np.arange(len(self.projects)), np.diff(self.start))


def read_flows(
    frame: pd.DataFrame, decimal: DecimalMark | None = None, chosen: Mapping[str, str] | None = None
) -> Flows:
    """Read a table of cash flows.

    Parameters
    ----------
    frame
        Columns project, year (a whole number) or date, and benefit and cost (costs as positive figures), or flow.
        An empty benefit beside a cost is none, and the other way round; an empty line is a missing flow, an error.
    decimal
        The decimal mark of figures written as text.
    chosen
        Headings by role, where they are not the usual ones.

    Raises
    ------
    DataError
        When the table has no line, lacks a column, or there is no such role.
    """
    if not len(frame):
        raise DataError("IND501")
    check_roles(chosen, NAMES)
    columns = find_columns(frame.columns, NAMES, chosen)
    require_columns(frame.columns, columns, NAMES, ("project",) if "date" in columns else ("project", "year"))
    if "flow" not in columns and not {"benefit", "cost"} <= set(columns):
        unread = [column for column in frame.columns if column not in columns.values()]
        near = find_near_column(unread, (*NAMES["flow"], *NAMES["benefit"], *NAMES["cost"]))
        found = list_headings(frame.columns)
        raise DataError("IND521", near, column="flow", valid="flow; benefit, cost", found=found)
    log = FindingLog()
    report_lines(frame, log)
    codes, texts = distinct_texts(frame[columns["project"]].reset_index(drop=True))
    names, code = np.unique(np.array(texts, object)[codes].astype(str), return_inverse=True)
    projects = names.astype(object)
    figures = {role: _figures(frame, columns[role], role, decimal, log) for role in columns if role in _FIGURES}
    time, undated = _times(frame, columns, decimal, log)
    order = np.lexsort((time, code))
    code, time = code[order], time[order]
    benefit, cost, net = (column[order] for column in _net(figures, len(frame)))
    start = np.searchsorted(code, np.arange(len(projects) + 1))
    with np.errstate(over="ignore"):
        time = time - time[start[:-1]][code]
    broken = np.zeros(len(projects), bool)
    broken[code[np.isnan(net) | undated[order]]] = True
    log.cells("IND449", "flow", np.flatnonzero(broken), projects[broken])
    flows = Flows(projects, start, time, benefit, cost, net, broken, "date" not in columns or "year" in columns, log)
    _check_years(flows)
    return flows


_FIGURES = ("benefit", "cost", "flow")


def _figures(frame: pd.DataFrame, column: Any, role: str, decimal: DecimalMark | None, log: FindingLog) -> Floats:
    read = parse_column(frame[column].reset_index(drop=True), None, None, decimal)
    for note in read.notes:
        if note.code != "IND408":
            log.line(note.code, role, "", "", "; ".join(str(figure) for figure in note.figures[:5]), **note.details)
    return read.values


def _net(figures: dict[str, Floats], rows: int) -> tuple[Floats, Floats, Floats]:
    nothing = np.full(rows, np.nan)
    benefit, cost = figures.get("benefit", nothing), figures.get("cost", nothing)
    net = figures.get("flow", nothing)
    both_absent = np.isnan(benefit) & np.isnan(cost)
    with np.errstate(over="ignore"):
        computed = finite_only(np.where(both_absent, np.nan, np.nan_to_num(benefit) - np.nan_to_num(cost)))
    if "flow" in figures and "benefit" not in figures:
        return nothing, nothing, net
    benefit = np.where(both_absent, np.nan, np.nan_to_num(benefit))
    cost = np.where(both_absent, np.nan, np.nan_to_num(cost))
    return benefit, cost, np.where(np.isnan(computed), net, computed)


def _times(
    frame: pd.DataFrame, columns: dict[str, Any], decimal: DecimalMark | None, log: FindingLog
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return years of each line, and which lines have none."""
    if "year" in columns:
        time = _figures(frame, columns["year"], "year", decimal, log)
    else:
        import pandas as pd

        dates = pd.to_datetime(frame[columns["date"]].reset_index(drop=True), errors="coerce", format="ISO8601")
        days = dates.to_numpy(dtype="datetime64[D]").astype(np.float64)
        time = np.where(dates.isna(), np.nan, days / DAYS_PER_YEAR)
    undated = np.isnan(time)
    if undated.any():
        log.line("IND425", "year", "", "", int(undated.sum()))
    return np.where(undated, 0.0, time), undated


def _check_years(flows: Flows) -> None:
    """Break projects in which a year is missing or stands twice: absent is not zero."""
    if not flows.whole_years:
        return
    owner = flows.owner
    with np.errstate(invalid="ignore"):
        gap = np.diff(flows.time)
    inside = owner[1:] == owner[:-1]
    wrong = inside & (gap != 1.0)
    bad = np.unique(owner[1:][wrong])
    bad = bad[~flows.broken[bad]]
    flows.broken[bad] = True
    flows.findings.cells("IND450", "year", bad, flows.projects[bad])
