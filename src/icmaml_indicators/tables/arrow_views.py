"""The tidy table of a result for other libraries: as a table of Arrow, as a DataFrame of polars."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from ..errors import MissingExtraError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

# Columns whose few texts repeat line by line: each text stands once, in a dictionary.
_REPEATED = frozenset(
    [
        *("entity", "period", "node", "kind", "provenance", "reason", "level"),
        *("program", "subject", "key", "effect", "code", "unit", "status"),
    ]
)


class ArrowViews(ABC):
    """What has a tidy table, and hands it over to libraries that read Arrow: polars, DuckDB, pyarrow."""

    __slots__ = ()

    @abstractmethod
    def to_frame(self) -> pd.DataFrame:
        """Return the tidy table."""

    def to_arrow(self) -> pa.Table:
        """Return the tidy table as one of Arrow; what repeats (entity, period, node, reason) as dictionaries.

        Raises
        ------
        MissingExtraError
            When the extra ``dataframes`` is not installed.

        Examples
        --------
        >>> assessment.to_arrow().num_rows
        80
        """
        try:
            import pyarrow as pa
        except ImportError as error:
            raise MissingExtraError("dataframes") from error
        frame = self.to_frame()
        columns = {}
        for name in frame.columns:
            try:
                column = pa.array(frame[name], from_pandas=True)
            except (pa.ArrowInvalid, pa.ArrowTypeError):  # cells of several kinds
                column = pa.array(frame[name].map(str, na_action="ignore"), pa.string(), from_pandas=True)
            columns[str(name)] = column.dictionary_encode() if name in _REPEATED else column
        return pa.table(columns)

    def to_polars(self) -> pl.DataFrame:
        """Return the tidy table as a DataFrame of polars; what repeats is categorical.

        Raises
        ------
        MissingExtraError
            When the extra ``polars`` is not installed.

        Examples
        --------
        >>> assessment.to_polars().height
        80
        """
        try:
            import polars as pl

            return pl.DataFrame(self.to_arrow())
        except ImportError as error:
            raise MissingExtraError("polars") from error

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
        return self.to_arrow().__arrow_c_stream__(requested_schema)
