"""What is to be said to those who handed in: what is missing, rejected or odd, where it stands, and what is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from ..data.model.table import DataTable
from ..diagnostics import Language
from ..errors import UnknownNameError, check_language, expect
from ..results import Assessment
from ..specs import Program
from .words import QUESTIONS

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["missing", "rejected", "odd"]
# Of a cell: not reported, not verified. Of a column: there is none, or nobody reports it in a period.
_CELL_MISSING, _COLUMN_MISSING = frozenset({"IND401", "IND423"}), frozenset({"IND407", "IND428"})
_MISSING = _CELL_MISSING | _COLUMN_MISSING
Line = dict[str, object]
_COLUMNS = (
    *("entity", "name", "period", "kind", "subject", "title", "unit", "given"),
    *("file", "place", "code", "message", "question"),
)


def list_observations(
    assessment: Assessment, period: str | None = None, language: Language | None = None
) -> pd.DataFrame:
    """Return what each municipality is to answer before a period is closed.

    Parameters
    ----------
    assessment
        Of the data handed in.
    period
        The period that is being closed; the latest of the data by default.
    language
        Of titles, messages and questions: ``es`` or ``en``; that of the assessment by default.

    Returns
    -------
    DataFrame
        One line an observation, by municipality, the gravest first: entity, name, period, kind (``missing``: nothing
        was handed in, or not verified; ``rejected``: a finding of severity error; ``odd``: a warning), subject, title,
        unit, given (what stands in the cell), file, place (sheet and cell, or column and line), code, message,
        question.

    Raises
    ------
    UnknownNameError
        When the data has no such period.

    Examples
    --------
    >>> answers = {"entity": ["05035"], "period": ["2024"], "roles_defined": ["maybe"]}
    >>> found = icma.list_observations(icma.score("simed", answers))
    >>> found.loc[found["subject"] == "roles_defined", ["kind", "given", "place"]].to_numpy().tolist()
    [['rejected', 'maybe', 'roles_defined, 1']]
    """
    import pandas as pd

    expect("assessment", assessment, Assessment)
    language = language or cast("Language", assessment.language)
    check_language(language)
    program, table = assessment.program, assessment._scored.table
    periods = [str(name) for name in table.period_names]
    period = periods[-1] if period is None else period
    if period not in periods:
        raise UnknownNameError("period", period, periods)
    found = _findings_of(assessment, table, period, language)
    observations = _Observations(program, table, period, language)
    parts = ("entity", "subject", "code", "severity", "message", "figure")
    lines = [observations.line(*line) for line in zip(*(found[part] for part in parts), strict=True)]
    result = pd.DataFrame(lines, columns=list(_COLUMNS))
    rank = result["kind"].map({"rejected": 0, "missing": 1, "odd": 2})
    order = np.lexsort((np.arange(len(result)), rank.to_numpy(), result["entity"].to_numpy(str)))
    return result.iloc[order].reset_index(drop=True)


def _findings_of(assessment: Assessment, table: DataTable, period: str, language: Language) -> pd.DataFrame:
    """Return the findings about single municipalities in a period, and what a whole column lacks for each of them."""
    import pandas as pd

    found = assessment.get_findings(language)
    grave = found["severity"].isin(["error", "warning"]) | found["code"].isin(_CELL_MISSING)
    own = found[grave & (found["entity"] != "") & found["period"].isin([period, ""])]
    # A column that is missing is told once; each municipality is asked for its figure.
    rows = np.flatnonzero(table.periods == period)
    columns = found[(found["entity"] == "") & found["code"].isin(_COLUMN_MISSING)]
    columns = columns[columns["period"].isin([period, ""]) & columns["subject"].isin(table.variables)]
    told = [columns.assign(entity=str(table.entities[row]), period=period) for row in rows.tolist()]
    return pd.concat([own, *told], ignore_index=True)


class _Observations:
    """Makes a line of a finding: the cell that it is about, and the question that settles it."""

    def __init__(self, program: Program, table: DataTable, period: str, language: Language) -> None:
        self.program, self.table, self.period, self.language = program, table, period, language
        rows = np.flatnonzero(table.periods == period)
        self.rows = {str(table.entities[row]): int(row) for row in rows.tolist()}
        self.places = {name: number for number, name in enumerate(table.variables)}
        names = table.attributes.get("name")
        self.names = {} if names is None else {entity: str(names.iloc[row]) for entity, row in self.rows.items()}

    def line(self, entity: str, subject: str, code: str, severity: str, message: str, figure: object) -> Line:
        """Return one line of the table."""
        kind: Kind = "missing" if code in _MISSING else "rejected" if severity == "error" else "odd"
        row, place = self.rows.get(entity), self.places.get(subject)
        cell = None if row is None or place is None else self.table.sources.cell(subject, place, row)
        title, unit = self.describe(subject)
        text = cell.text if cell is not None and not cell.is_blank else ""
        question = QUESTIONS[self.language][kind].format(title=title, period=self.period, message=message)
        return {
            "entity": entity,
            "name": self.names.get(entity, ""),
            "period": self.period,
            "kind": kind,
            "subject": subject,
            "title": title,
            "unit": unit,
            "given": text or str(figure),
            "file": cell.file if cell is not None else "",
            "place": replace(cell, file="").place if cell is not None else "",
            "code": code,
            "message": message,
            "question": question,
        }

    def describe(self, subject: str) -> tuple[str, str]:
        """Return title and unit of a variable or a node; the subject itself where it is neither."""
        variable, node = self.program.variable_by_id.get(subject), self.program.nodes.get(subject)
        if variable is not None:
            unit = variable.unit.in_language(self.language) if variable.unit else ""
            return variable.title.in_language(self.language), unit
        return (node.title.in_language(self.language), "") if node is not None else (subject, "")
