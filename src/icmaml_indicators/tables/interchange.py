"""Tables of other kinds to DataFrames: of Arrow, of whatever narwhals knows, dicts of columns, lists of records.

Figures are taken as they lie in memory where nothing is absent among them, and text stays Arrow's where pandas keeps it
so (from 3 on); no cell becomes an object of Python that need not be one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import DataError, MissingExtraError, WrongKindError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


class Frame(Protocol):
    """A frame of any library: it has columns."""

    @property
    def columns(self) -> Any:
        """The columns, or their names."""


Tabular = Frame | Mapping[str, Any] | Sequence[Mapping[str, Any]]
# By these methods objects hand over what they hold: Arrow's PyCapsule interface.
_CAPSULES = ("__arrow_c_stream__", "__arrow_c_array__")
# What frames have and other objects have not, for telling them where narwhals is not there to be asked.
_FRAME_SIGNS = (*_CAPSULES, "__dataframe__", "__narwhals_dataframe__", "__narwhals_lazyframe__", "columns")


def convert_table(data: Any, name: str) -> pd.DataFrame:
    """Return a table that is no DataFrame of pandas as one.

    Parameters
    ----------
    data
        An object that hands itself over as Arrow (a frame of polars, a table or batch of pyarrow, a relation of
        DuckDB), a frame that narwhals knows, a dict of columns, a list of records.
    name
        The argument, for the error.

    Raises
    ------
    WrongKindError
        When it is no table.
    DataError
        When the columns of a dict are none, or of several lengths.
    MissingExtraError
        When the extra ``dataframes`` is not installed.
    """
    import pandas as pd

    if isinstance(data, Mapping):
        return _from_columns(data)
    if isinstance(data, Sequence) and all(isinstance(record, Mapping) for record in data):
        return pd.DataFrame(list(data))
    if not any(hasattr(type(data), sign) for sign in _FRAME_SIGNS):
        raise _no_table(data, name)
    try:
        import pyarrow as pa

        if any(hasattr(type(data), method) for method in _CAPSULES):
            return _from_arrow(pa.table(data))
        import narwhals.stable.v2 as nw
    except ImportError as error:
        raise MissingExtraError("dataframes") from error
    except pa.ArrowInvalid as error:  # a column alone hands itself over, too
        raise _no_table(data, name) from error
    try:
        frame = nw.from_native(data)
    except TypeError as error:
        raise _no_table(data, name) from error
    return _from_arrow((frame.collect("pyarrow") if isinstance(frame, nw.LazyFrame) else frame).to_arrow())


def _no_table(data: Any, name: str) -> WrongKindError:
    import pandas as pd

    return WrongKindError(name, data, (pd.DataFrame,), code="IND598")


def _from_columns(columns: Mapping[Any, Any]) -> pd.DataFrame:
    """Return a table of columns by heading."""
    import pandas as pd

    length: int | None = None
    for heading, cells in columns.items():
        if isinstance(cells, str | bytes | Mapping) or not isinstance(cells, Sized) or getattr(cells, "ndim", 1) != 1:
            kind = type(cells).__name__
            raise DataError("IND599", column=heading, given=(f"de la clase {kind}", f"of the kind {kind}"))
        length = len(cells) if length is None else length
        if len(cells) != length:
            told = (f"de {len(cells)} celdas, no de {length}", f"of {len(cells)} cells, not of {length}")
            raise DataError("IND599", column=heading, given=told)
    return pd.DataFrame({heading: _without_index(cells) for heading, cells in columns.items()})


def _without_index(cells: Any) -> Any:
    """Return the cells of a column; those of pandas would be put in order by their index."""
    import pandas as pd

    return cells.array if isinstance(cells, pd.Series | pd.Index) else cells


def _from_arrow(table: pa.Table) -> pd.DataFrame:
    """Return a table of Arrow as a DataFrame, column by column."""
    import pyarrow as pa

    for place, column in enumerate(table.columns):
        if pa.types.is_decimal(column.type):
            # By way of text: to the nearest float there is, and no object a cell.
            table = table.set_column(place, table.field(place).name, column.cast(pa.string()).cast(pa.float64()))
        elif pa.types.is_dictionary(column.type) and pa.types.is_unsigned_integer(column.type.index_type):
            # Categories of polars: pandas counts them with a sign, and older versions of pyarrow do not see to it.
            signed = pa.dictionary(pa.int32(), column.type.value_type, column.type.ordered)
            table = table.set_column(place, table.field(place).name, column.cast(signed))
    return table.to_pandas(split_blocks=True, ignore_metadata=True)
