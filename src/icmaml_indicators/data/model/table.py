"""The data as the engine sees it: one matrix of variables by rows, one row an entity in a period, sorted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief
from ...specs.model.periods import PeriodPoint
from .findings import FindingLog

if TYPE_CHECKING:
    import pandas as pd

    from ...specs import Text, Variable


# Of a table whose columns were periods: how many lines it had before each became a line of its period.
STACKED = "icmaml_indicators.stacked"
# Of a table that a column map made: what was found on the way, and the words that go wherever its figures go.
MAPPED, CREDITS = "icmaml_indicators.mapped", "icmaml_indicators.credits"


@dataclass(frozen=True, slots=True)
class RawCell:
    """Where a figure stood in the input, and what stood there; in the catalogue, the key stands for the line.

    The file is named where several make the data.
    """

    text: str
    column: str
    line: int | str
    evidence: str = ""
    note: str = ""
    file: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing stood there."""
        return self.text.strip() in {"", "nan"}

    @property
    def place(self) -> str:
        """File, sheet and cell; or file, column and line."""
        parts = (self.file, self.column, "" if "!" in self.column else str(self.line))
        return ", ".join(part for part in parts if part)


@dataclass(slots=True, repr=False)
class Sources(Brief):
    """The input and the way back to it.

    Attributes
    ----------
    frame
        The input as given.
    layout
        ``wide`` (one column a variable) or ``long`` (one line a figure).
    lines
        Wide: the input line of each row, shape (rows,). Long: the input line of each cell, shape (variables, rows),
        -1 where there is none.
    columns
        Column of the input that holds each variable; None where it is absent (wide) or shared (long).
    beside
        Long: the columns of evidence and notes.
    """

    frame: pd.DataFrame
    layout: str
    lines: NDArray[np.intp]
    columns: dict[str, Any]
    beside: dict[str, Any] = field(default_factory=dict)

    def texts(self, variable: str, index: int, part: str = "") -> NDArray[np.object_]:
        """Return what was handed in for a variable, or the `part` beside it, row by row; empty text where nothing."""
        lines = self.lines if self.layout == "wide" else self.lines[index]
        column = self.columns.get(variable) if not part else self.column_beside(variable, part)
        if column is None:
            return np.full(len(lines), "", object)
        given = self.frame[column].astype(object)
        texts = given.where(given.notna(), "").astype(str).to_numpy(object)
        return np.where(lines >= 0, texts[lines], "")

    def column_beside(self, variable: str, part: str) -> Any:
        """Return the column of what stands beside an answer (``evidence`` or ``note``), or None."""
        if self.layout == "long":
            return self.beside.get(part) if variable in self.columns else None
        return next((column for column in self.frame.columns if str(column) == f"{variable}.{part}"), None)

    def cell(self, variable: str, index: int, row: int) -> RawCell | None:
        """Return the input cell behind a variable of a row, or None when there is none.

        The line counts data lines from 1, the header left out.
        """
        if variable not in self.columns:
            return None
        line = int(self.lines[row] if self.layout == "wide" else self.lines[index, row])
        if line < 0:
            return None
        column = self.columns[variable]
        beside = []
        for part in ("evidence", "note"):
            other = self.column_beside(variable, part)
            text = "" if other is None else self.frame[other].iloc[line]
            beside.append("" if text != text else str(text))  # noqa: PLR0124 (NaN is not itself)
        # A workbook's lines bear the address of their cell, stacked ones the heading of their column.
        label = self.frame.index[line]
        place = label if isinstance(label, str) else str(column)
        shown = line % self.frame.attrs.get(STACKED, len(self.frame)) + 1
        return RawCell(str(self.frame[column].iloc[line]), place, shown, *beside)

    def drop_cells(self, cells: NDArray[np.bool_]) -> Sources:
        """Return the sources without the way back from some cells, shape (variables, rows); wide, from their rows."""
        gone = cells.any(axis=0) if self.layout == "wide" else cells
        return replace(self, lines=np.where(gone, -1, self.lines), columns=dict(self.columns))

    def spread_rows(self, place: NDArray[np.intp], rows: int) -> Sources:
        """Return the sources of a table of more rows, in which each row stands at another place."""
        lines = np.full((*self.lines.shape[:-1], rows), -1, self.lines.dtype)
        lines[..., place] = self.lines
        return replace(self, lines=lines, columns=dict(self.columns))

    def drop_variable(self, variable: str) -> None:
        """Forget where a variable stood."""
        del self.columns[variable]

    @property
    def is_by_line(self) -> bool:
        """Whether each figure has a line of its own."""
        return self.layout == "long"


@dataclass(slots=True, repr=False)
class FileSources(Brief):
    """The input of a table that several files make, and the way back to each.

    Attributes
    ----------
    parts
        The sources of each file, by its name.
    rows : integer arrays by file, shape (rows,)
        For each row of the table its row among those of the file; -1 for none.
    """

    parts: dict[str, Sources]
    rows: dict[str, NDArray[np.intp]]

    @property
    def columns(self) -> set[str]:
        """The variables that any file has."""
        return {variable for part in self.parts.values() for variable in part.columns}

    @property
    def is_by_line(self) -> bool:
        """Whether each figure has a line of its own."""
        return any(part.is_by_line for part in self.parts.values())

    def texts(self, variable: str, index: int, part: str = "") -> NDArray[np.object_]:
        """Return what was handed in for a variable, as `Sources.texts`; the first file that says something counts."""
        found = np.full(len(next(iter(self.rows.values()))), "", object)
        for file, sources in self.parts.items():
            rows, texts = self.rows[file], sources.texts(variable, index, part)
            found = np.where((found == "") & (rows >= 0), texts[rows], found)
        return found

    def cell(self, variable: str, index: int, row: int) -> RawCell | None:
        """Return the input cell behind a variable of a row, the first in which something stands."""
        cells = []
        for file, sources in self.parts.items():
            own = int(self.rows[file][row])
            cell = sources.cell(variable, index, own) if own >= 0 else None
            if cell is not None:
                cells.append(replace(cell, file=file))
        return next((cell for cell in cells if not cell.is_blank), next(iter(cells), None))

    def drop_cells(self, cells: NDArray[np.bool_]) -> FileSources:
        """Return the sources without the way back from some cells; see `Sources.drop_cells`."""
        parts = {}
        for file, sources in self.parts.items():
            here = np.flatnonzero(self.rows[file] >= 0)
            own = np.zeros((len(cells), sources.lines.shape[-1]), np.bool_)
            own[:, self.rows[file][here]] = cells[:, here]
            parts[file] = sources.drop_cells(own)
        return FileSources(parts, self.rows)

    def spread_rows(self, place: NDArray[np.intp], rows: int) -> FileSources:
        """Return the sources of a table of more rows; see `Sources.spread_rows`."""
        spread = {}
        for file, own in self.rows.items():
            spread[file] = np.full(rows, -1, np.intp)
            spread[file][place] = own
        return FileSources(self.parts, spread)

    def drop_variable(self, variable: str) -> None:
        """Forget where a variable stood."""
        for part in self.parts.values():
            part.columns.pop(variable, None)


@dataclass(eq=False, repr=False)
class DataTable(Brief):
    """The data matrix and its keys.

    Attributes
    ----------
    variables : tuple of str
        Ids, one a row of `values`.
    values : float64 array, shape (variables, rows)
        NaN where absent.
    reasons : uint8 array, shape (variables, rows)
        Why absent; 0 where present.
    entity_ids : array of text, sorted
    points : list of PeriodPoint, in order of time
    entity_codes, period_codes : integer arrays, shape (rows,)
        Rows are sorted by entity, then period; each pair stands once.
    attributes : DataFrame, one line a row
        Names and grouping columns, as text.
    published : float64 array, shape (indicators, rows), or None
        Indicator values handed in as such.
    published_scores : float64 arrays by id of a node, shape (rows,)
        Scores handed in as such.
    labels
        The texts of categories that take any, in their order: a figure of one is a place among them.
    halves : float64 arrays, shape (rows,)
        Half a unit of the last digit that each published figure is printed with: of values by the id of the indicator,
        of scores by ``<id>.score``.
    evidence : bool array, shape (criteria, rows), or None
        Whether an answer came with evidence; None where the program asks for none.
    from_catalogue
        Of variables that were taken from the catalogue, its column by period.
    credits
        The words that go wherever its figures go.
    """

    variables: tuple[str, ...]
    values: NDArray[np.float64]
    reasons: NDArray[np.uint8]
    entity_ids: NDArray[np.object_]
    points: list[PeriodPoint]
    entity_codes: NDArray[np.intp]
    period_codes: NDArray[np.intp]
    attributes: pd.DataFrame
    sources: Sources | FileSources
    published: NDArray[np.float64] | None = None
    findings: FindingLog = field(default_factory=FindingLog)
    published_scores: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    evidence: NDArray[np.bool_] | None = None
    halves: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    from_catalogue: dict[str, dict[str, str]] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    credits: tuple[Text, ...] = ()

    def words_of(self, variable: Variable) -> tuple[str, ...]:
        """Return the options of a variable, in the order of its figures."""
        return self.labels if variable.takes_any else tuple(option.id for option in variable.choices)

    def cell(self, variable: str, row: int) -> RawCell | None:
        """Return where a figure stood: the cell of the input, or the column and the key of the catalogue."""
        index = self.variables.index(variable)
        column = self.from_catalogue.get(variable, {}).get(str(self.points[self.period_codes[row]]))
        if column is None:
            return self.sources.cell(variable, index, row)
        value = float(self.values[index, row])
        return None if np.isnan(value) else RawCell(f"{value:.17g}", f"catalogue.{column}", str(self.entities[row]))

    @property
    def rows(self) -> int:
        """Number of entity-periods."""
        return len(self.entity_codes)

    @cached_property
    def period_names(self) -> NDArray[np.object_]:
        """The periods as text, in order of time."""
        return np.array([str(point) for point in self.points], object)

    @cached_property
    def entities(self) -> NDArray[np.object_]:
        """Key of each row."""
        return self.entity_ids[self.entity_codes]

    @cached_property
    def periods(self) -> NDArray[np.object_]:
        """Period of each row."""
        return self.period_names[self.period_codes]

    @cached_property
    def index(self) -> pd.MultiIndex:
        """(entity, period) of each row."""
        import pandas as pd

        return pd.MultiIndex(
            levels=[pd.Index(self.entity_ids, dtype=object), pd.Index(self.period_names, dtype=object)],
            codes=[self.entity_codes, self.period_codes],
            names=["entity", "period"],
            verify_integrity=False,
        )

    @cached_property
    def by_period(self) -> NDArray[np.intp]:
        """The rows in order of their periods, those of a period in their order."""
        # Small whole numbers are sorted by their digits, many times as fast.
        small = np.int16 if len(self.points) <= np.iinfo(np.int16).max else np.int64
        return np.argsort(self.period_codes.astype(small), kind="stable")

    def earlier(self, periods_back: int) -> NDArray[np.intp]:
        """Return, for each row, the row of the same entity so many periods before; -1 where there is none."""
        found = self._earlier.get(periods_back)
        if found is None:
            position = {point: code for code, point in enumerate(self.points)}
            target = np.array([position.get(point.back(periods_back), -1) for point in self.points], np.int64)
            found = self._earlier[periods_back] = self._rows_at(target)
        return found

    @cached_property
    def _earlier(self) -> dict[int, NDArray[np.intp]]:
        return {}

    def before(self) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """Return, for each row, the row of the same entity in the period of the data before it; -1 where there is none.

        The period before is the latest earlier one of the same frequency; its place is returned for each period, too.
        """
        latest: dict[str, int] = {}
        target = np.full(len(self.points), -1, np.int64)
        for code, point in enumerate(self.points):
            target[code] = latest.get(point.frequency, -1)
            latest[point.frequency] = code
        return self._rows_at(target), target

    def _rows_at(self, target: NDArray[np.int64]) -> NDArray[np.intp]:
        """Return, for each row, the row of the same entity in another period, -1 where there is none.

        Parameters
        ----------
        target : integer array, shape (points,)
            Which period is wanted for the rows of each; -1 for none.
        """
        count = len(self.points)
        keys = self.entity_codes.astype(np.int64) * count + self.period_codes
        wanted = target[self.period_codes]
        seek = self.entity_codes.astype(np.int64) * count + wanted
        found = np.minimum(np.searchsorted(keys, seek), len(keys) - 1)
        return np.where((wanted >= 0) & (keys[found] == seek), found, -1).astype(np.intp)

    @cached_property
    def last_reported(self) -> NDArray[np.intp]:
        """For each row, the row of the same entity in the period it last handed anything in; -1 for its first."""
        rows = np.arange(self.rows)
        same = np.concatenate([[False], self.entity_codes[1:] == self.entity_codes[:-1]])
        return np.where(same, rows - 1, -1).astype(np.intp)
