"""Findings: what is wrong or notable about one cell of data, gathered as arrays and shown as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..diagnostics import MESSAGES, phrase

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["entity", "period", "subject", "code", "severity", "message", "figure"]


@dataclass(frozen=True, slots=True)
class EachRow:
    """A detail that differs from row to row; its text is made only when somebody reads it."""

    text: Callable[[int], str]


@dataclass(slots=True)
class _Batch:
    """Findings of one code about one subject: the rows they concern (None: the column as a whole), the figures."""

    code: str
    subject: str
    rows: NDArray[np.intp] | None
    figures: Sequence[Any] | NDArray[Any]
    details: dict[str, Any]
    keys: tuple[str, str] = ("", "")


@dataclass(slots=True)
class FindingLog:
    """Gathers findings; rows are rows of the data table (sorted by entity and period)."""

    batches: list[_Batch] = field(default_factory=list)

    def column(self, code: str, subject: str, figure: Any = "", /, **details: Any) -> None:
        """Note something about a whole column."""
        self.batches.append(_Batch(code, subject, None, [figure], details))

    def line(self, code: str, subject: str, entity: str, period: str, figure: Any, /, **details: Any) -> None:
        """Note something about an input line that has no row in the table."""
        self.batches.append(_Batch(code, subject, None, [figure], details, (entity, period)))

    def cells(
        self,
        code: str,
        subject: str,
        rows: NDArray[np.intp],
        figures: Sequence[Any] | NDArray[Any],
        /,
        **details: Any,
    ) -> None:
        """Note something about cells of one column; nothing when there are none."""
        if len(rows):
            self.batches.append(_Batch(code, subject, rows, figures, details))

    def __len__(self) -> int:
        return sum(1 if batch.rows is None else len(batch.rows) for batch in self.batches)

    def count(self, code: str) -> int:
        """Return how many findings have this code."""
        return sum(1 if batch.rows is None else len(batch.rows) for batch in self.batches if batch.code == code)

    def moved(self, place: NDArray[np.intp]) -> FindingLog:
        """Return the findings about cells of some rows, with the new numbers of those rows.

        Parameters
        ----------
        place : integer array, shape (rows,)
            New number of each row; -1 for those whose findings are left out.
        """
        kept = FindingLog()
        for batch in self.batches:
            if batch.rows is None:
                continue
            at = np.flatnonzero(place[batch.rows] >= 0)
            figures = [batch.figures[int(number)] for number in at] if len(batch.figures) > 1 else batch.figures
            details = {key: _picked(detail, at) for key, detail in batch.details.items()}
            kept.cells(batch.code, batch.subject, place[batch.rows[at]], figures, **details)
        return kept

    def of_row(self, row: int, period: str, language: str = "en") -> dict[str, list[dict[str, Any]]]:
        """Return the findings about the cells of one row, by subject, and those about whole columns that it reads.

        Each is a mapping of code, severity, message and figure; ``column`` is true where the whole column is meant.
        """
        found: dict[str, list[dict[str, Any]]] = {}
        for batch in self.batches:
            if batch.rows is None:
                places = [0] if batch.keys in {("", ""), ("", period)} else []
            else:
                places = np.flatnonzero(batch.rows == row).tolist()
            for place in places:
                figure = batch.figures[place if len(batch.figures) > 1 else 0]
                details = {k: d.text(place) if isinstance(d, EachRow) else d for k, d in batch.details.items()}
                finding: dict[str, Any] = {
                    "code": batch.code,
                    "severity": MESSAGES[batch.code].severity,
                    "message": phrase(batch.code, language, **_localised(details, language)),
                }
                if (shown := _plain(figure)) not in ("", None):
                    finding["figure"] = shown
                if batch.rows is None:
                    finding["column"] = True
                found.setdefault(batch.subject, []).append(finding)
        return found

    def to_frame(
        self,
        entities: NDArray[np.object_],
        periods: NDArray[np.object_],
        language: str = "en",
        severities: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Return the findings as a tidy table, the gravest first.

        Parameters
        ----------
        entities, periods : arrays of text, shape (rows,)
            Key and period of each row of the data table.
        language
            ``es`` or ``en``.
        severities
            Those to tell of; all by default.
        """
        import pandas as pd

        parts: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        for batch in self.batches:
            if severities is not None and MESSAGES[batch.code].severity not in severities:
                continue
            count = 1 if batch.rows is None else len(batch.rows)
            if batch.rows is None:
                parts["entity"].append(np.array([batch.keys[0]], object))
                parts["period"].append(np.array([batch.keys[1]], object))
            else:
                parts["entity"].append(entities[batch.rows])
                parts["period"].append(periods[batch.rows])
            figures = np.empty(count, object)
            given = batch.figures.tolist() if isinstance(batch.figures, np.ndarray) else list(batch.figures)
            figures[:] = given if len(given) == count else given * count
            parts["figure"].append(figures)
            parts["message"].append(_messages(batch, count, language))
            for name, value in (
                ("subject", batch.subject),
                ("code", batch.code),
                ("severity", MESSAGES[batch.code].severity),
            ):
                parts[name].append(np.full(count, value, object))
        frame = pd.DataFrame({name: np.concatenate(arrays) if arrays else [] for name, arrays in parts.items()})
        rank = frame["severity"].map({"error": 0, "warning": 1, "info": 2})
        # What concerns one cell comes before what concerns a whole column.
        whole = frame["entity"] == ""
        keys = (frame["subject"], frame["period"], frame["entity"], frame["code"], whole, rank)
        order = np.lexsort(keys)
        return frame.iloc[order].reset_index(drop=True)


def _picked(detail: Any, at: NDArray[np.intp]) -> Any:
    """Return a detail for some of the rows that it was made for."""
    return EachRow(lambda row: detail.text(int(at[row]))) if isinstance(detail, EachRow) else detail


def _plain(figure: Any) -> Any:
    """Return a figure as JSON can hold it; None for NaN."""
    if isinstance(figure, np.generic):
        figure = figure.item()
    if isinstance(figure, float):
        return figure if np.isfinite(figure) else None
    return figure if isinstance(figure, int | str | bool) or figure is None else str(figure)


def _messages(batch: _Batch, count: int, language: str) -> NDArray[np.object_]:
    if not any(isinstance(detail, EachRow) for detail in batch.details.values()):
        return np.full(count, phrase(batch.code, language, **_localised(batch.details, language)), object)
    messages = np.empty(count, object)
    for row in range(count):
        details = {k: d.text(row) if isinstance(d, EachRow) else d for k, d in batch.details.items()}
        messages[row] = phrase(batch.code, language, **_localised(details, language))
    return messages


def _localised(details: dict[str, Any], language: str) -> dict[str, Any]:
    """Pick the language of details that come in both."""
    return {key: value[language] if isinstance(value, dict) else value for key, value in details.items()}
