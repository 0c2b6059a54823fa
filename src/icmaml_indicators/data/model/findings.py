"""Findings: what is wrong or notable about one cell of data, gathered as arrays and shown as a table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...diagnostics import MESSAGES, phrase
from ...diagnostics.brief import Brief

if TYPE_CHECKING:
    import pandas as pd

_GRAVEST = ("error", "warning", "info")
COLUMNS = ["entity", "period", "subject", "code", "severity", "message", "figure"]


@dataclass(frozen=True, slots=True)
class RowDetail:
    """A detail that differs from row to row; its text is made only when somebody reads it."""

    text: Callable[[int], str]


@dataclass(slots=True, repr=False)
class _Batch(Brief):
    """Findings of one code about one subject: the rows they concern (None: the column as a whole), the figures.

    There may be as many as there are cells: rows are held in four bytes each.
    """

    code: str
    subject: str
    rows: NDArray[np.int32] | None
    figures: Sequence[Any] | NDArray[Any]
    details: dict[str, Any]
    keys: tuple[str, str] = ("", "")

    def __len__(self) -> int:
        return 1 if self.rows is None else len(self.rows)

    def __reduce__(self) -> tuple[Any, ...]:
        """Give a pickle the texts that are otherwise made late: a function of one process is none of another."""
        details = {
            key: RowDetail([detail.text(place) for place in range(len(self))].__getitem__)
            if isinstance(detail, RowDetail)
            else detail
            for key, detail in self.details.items()
        }
        return type(self), (self.code, self.subject, self.rows, self.figures, details, self.keys)

    def message(self, place: int, language: str) -> str:
        """Return what is said of one of its cells."""
        details = {k: d.text(place) if isinstance(d, RowDetail) else d for k, d in self.details.items()}
        return phrase(self.code, language, **_localised(details, language))


@dataclass(slots=True, repr=False)
class FindingLog(Brief):
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
            self.batches.append(_Batch(code, subject, rows.astype(np.int32), figures, details))

    def __len__(self) -> int:
        return sum(map(len, self.batches))

    def count(self, code: str) -> int:
        """Return how many findings have this code."""
        return sum(len(batch) for batch in self.batches if batch.code == code)

    def count_by_severity(self) -> dict[str, int]:
        """Return how many findings there are of each severity, the gravest first."""
        counts = dict.fromkeys(_GRAVEST, 0)
        for batch in self.batches:
            counts[MESSAGES[batch.code].severity] += len(batch)
        return counts

    def map_rows(self, place: NDArray[np.intp]) -> FindingLog:
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
                finding: dict[str, Any] = {
                    "code": batch.code,
                    "severity": MESSAGES[batch.code].severity,
                    "message": batch.message(place, language),
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
        codes: Collection[str] | None = None,
        most: int | None = None,
    ) -> pd.DataFrame:
        """Return the findings as a tidy table, the gravest first.

        Parameters
        ----------
        entities, periods : arrays of text, shape (rows,)
            Key and period of each row of the data table.
        language
            ``es`` or ``en``.
        codes
            Those to tell of; all by default.
        most
            How many lines at most, from the first on.
        """
        import pandas as pd

        batches = [batch for batch in self.batches if codes is None or batch.code in codes]
        numbers, places = _ordered(batches, entities, periods, most)
        parts = {name: np.empty(len(numbers), object) for name in COLUMNS}
        order = np.argsort(numbers, kind="stable")
        ends = np.searchsorted(numbers[order], np.arange(len(batches) + 1))
        for number, batch in enumerate(batches):
            at = order[ends[number] : ends[number + 1]]
            if not len(at):
                continue
            here = places[at]
            if batch.rows is None:
                parts["entity"][at], parts["period"][at] = batch.keys
            else:
                parts["entity"][at], parts["period"][at] = entities[batch.rows[here]], periods[batch.rows[here]]
            given = batch.figures.tolist() if isinstance(batch.figures, np.ndarray) else list(batch.figures)
            figures = np.empty(len(given), object)
            figures[:] = given
            parts["figure"][at] = figures[here if len(given) > 1 else np.zeros(len(here), np.intp)]
            parts["message"][at] = _messages(batch, here, language)
            parts["subject"][at], parts["code"][at] = batch.subject, batch.code
            parts["severity"][at] = MESSAGES[batch.code].severity
        return pd.DataFrame(parts)


def _ordered(
    batches: Sequence[_Batch], entities: NDArray[np.object_], periods: NDArray[np.object_], most: int | None
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where the first findings stand, as batch and place in it: by severity, cells first, code, cell."""
    if not batches:
        return np.empty(0, np.intp), np.empty(0, np.intp)
    row_entity, entity_of = _ranks(entities, [batch.keys[0] for batch in batches])
    row_period, period_of = _ranks(periods, [batch.keys[1] for batch in batches])
    _, code_of = np.unique([batch.code for batch in batches], return_inverse=True)
    _, subject_of = np.unique([batch.subject for batch in batches], return_inverse=True)
    grave = np.array([_GRAVEST.index(MESSAGES[batch.code].severity) for batch in batches])
    cell_of_row = row_entity * (len(batches) + len(periods)) + row_period
    parts = [np.zeros(1, np.intp) if batch.rows is None else _first(cell_of_row[batch.rows], most) for batch in batches]
    numbers, places = np.repeat(np.arange(len(batches)), [len(part) for part in parts]), np.concatenate(parts)
    entity, period = entity_of[numbers], period_of[numbers]
    start = 0
    for batch, part in zip(batches, parts, strict=True):
        if batch.rows is not None:
            span, rows = slice(start, start + len(part)), batch.rows[part]
            entity[span], period[span] = row_entity[rows], row_period[rows]
        start += len(part)
    # What concerns one cell comes before what concerns a whole column.
    whole = np.array([batch.rows is None and not batch.keys[0] for batch in batches])[numbers]
    keys = (subject_of[numbers], period, entity, code_of[numbers], whole, grave[numbers])
    order = np.lexsort(keys)[:most]
    return numbers[order], places[order]


def _first(cells: NDArray[np.intp], most: int | None) -> NDArray[np.intp]:
    """Return the places of the `most` first cells of a batch, all by default; of equal ones the earlier are first."""
    count = len(cells)
    if most is None or count <= most:
        return np.arange(count)
    return np.sort(np.argpartition(cells * count + np.arange(count), most)[:most])


def _ranks(column: NDArray[np.object_], others: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the rank of each text of a column, and of other texts, in the order of text."""
    import pandas as pd

    codes, texts = pd.factorize(np.concatenate([column, np.array(others, object)]))
    rank = np.empty(len(texts), np.intp)
    rank[np.argsort(np.asarray(texts, object), kind="stable")] = np.arange(len(texts))
    ranks = rank[codes]
    return ranks[: len(column)], ranks[len(column) :]


def _picked(detail: Any, at: NDArray[np.intp]) -> Any:
    """Return a detail for some of the rows that it was made for."""
    return RowDetail(lambda row: detail.text(int(at[row]))) if isinstance(detail, RowDetail) else detail


def _plain(figure: Any) -> Any:
    """Return a figure as JSON can hold it; None for NaN."""
    if isinstance(figure, np.generic):
        figure = figure.item()
    if isinstance(figure, float):
        return figure if np.isfinite(figure) else None
    return figure if isinstance(figure, int | str | bool) or figure is None else str(figure)


def _messages(batch: _Batch, places: NDArray[np.intp], language: str) -> NDArray[np.object_]:
    messages = np.empty(len(places), object)
    if any(isinstance(detail, RowDetail) for detail in batch.details.values()):
        messages[:] = [batch.message(place, language) for place in places.tolist()]
    else:
        messages[:] = batch.message(0, language)
    return messages


def _localised(details: dict[str, Any], language: str) -> dict[str, Any]:
    """Pick the language of details that come in both."""
    return {key: value[language] if isinstance(value, dict) else value for key, value in details.items()}
