"""Tables that were no files, as a package keeps them: JSON, in which figures are exact and no text acts.

CSV would tell a text of digits from a figure no more, and Parquet has other bytes with every version of its library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..data.model.table import CREDITS, MAPPED
from ..errors import DataError, IcmamlError
from ..geography import COUNTRIES, Catalogue
from ..geography.reading import POPULATION_YEAR
from ..plain_data.encoding import encode_json
from ..plain_data.writing import write_cell
from ..tables.frames import index_as_columns, plain_frame
from ..tables.reading import NOTES
from .manifest import read_json

if TYPE_CHECKING:
    import pandas as pd

# What a table carries beside its cells: findings of the file that it was read from, words of credit.
_CARRIED = (NOTES, MAPPED, CREDITS)
_EXACT = 1 << 53


def write_frame(data: Any) -> bytes:
    """Return a table of any library as bytes, the same for the same cells.

    Raises
    ------
    DataError, WrongKindError
        When it is no table of plain headings, or holds nothing.
    IcmamlError
        When it was read from a file, and carries what was found there (IND809): the file says more than the table.
    """
    frame = plain_frame(data)
    if any(frame.attrs.get(name) for name in _CARRIED):
        raise IcmamlError("IND809")
    if not len(frame) or not len(frame.columns):
        raise DataError("IND501")
    return _encode(plain_frame(index_as_columns(frame)))


def read_frame(content: bytes) -> pd.DataFrame:
    """Return a table as `write_frame` wrote it.

    Raises
    ------
    DataError
        When it is not as it should be.
    """
    return _decode(content)[0]


def write_catalogue(catalogue: Catalogue) -> bytes:
    """Return a catalogue as bytes."""
    told = {
        "country": catalogue.country.code,
        "population_year": catalogue.population_year,
        "left_out": list(catalogue.left_out),
    }
    return _encode(catalogue.table.reset_index(names="key"), **told)


def read_catalogue_of_package(content: bytes) -> Catalogue:
    """Return a catalogue as `write_catalogue` wrote it.

    Raises
    ------
    DataError
        When it is not as it should be.
    """
    table, told = _decode(content)
    try:
        table = table.set_index("key")
        table.attrs[POPULATION_YEAR] = str(told["population_year"])
        return Catalogue(table, tuple(map(str, told["left_out"])), COUNTRIES[told["country"]])
    except (KeyError, TypeError) as error:
        raise DataError("IND806", name="catalogue.json") from error


def _encode(frame: pd.DataFrame, **told: Any) -> bytes:
    """Return headings and lines, a line of text each, after what else is to be told."""
    names = [name if type(name) is int else str(name) for name in frame.columns]
    columns = [_cells(frame.iloc[:, place]) for place in range(len(names))]
    lines = ",\n".join(encode_json(list(line)) for line in zip(*columns, strict=True))
    return f'{encode_json(told | {"columns": names})[:-1]},"data":[\n{lines}\n]}}\n'.encode()


def _cells(column: pd.Series[Any]) -> list[Any]:
    """Return cells as JSON has them; what is infinite as its text, which is read alike."""
    import numpy as np
    import pandas as pd

    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iub":
        return list(column.tolist())
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(object)
    found: list[Any] = []
    for cell in column.tolist():
        is_infinite = isinstance(cell, float) and abs(cell) == float("inf")
        found.append(str(float(cell)) if is_infinite else write_cell(cell))
    return found


def _decode(content: bytes) -> tuple[pd.DataFrame, dict[str, Any]]:
    import pandas as pd

    try:
        told = read_json(content)
        names, lines = told["columns"], told["data"]
        columns = list(zip(*lines, strict=True)) if lines else [()] * len(names)
        frame = pd.concat([_column(cells) for cells in columns], axis=1)
        frame.columns = pd.Index(names, dtype=object)
        if not all(type(cell) in {str, int, float, bool, type(None)} for cells in columns for cell in cells):
            raise TypeError("a cell is no cell")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DataError("IND806", name="table.json") from error
    return frame, told


def _column(cells: tuple[Any, ...]) -> pd.Series[Any]:
    """Return cells as a column of figures where all are some, else as they are."""
    import numpy as np
    import pandas as pd

    kinds = {type(cell) for cell in cells} - {type(None)}
    if kinds == {bool} and None not in cells:
        return pd.Series(np.array(cells, np.bool_))
    if kinds and kinds <= {int, float} and all(abs(cell) <= _EXACT for cell in cells if type(cell) is int):
        if kinds == {int} and None not in cells:
            return pd.Series(np.array(cells, np.int64))
        return pd.Series(np.array([np.nan if cell is None else cell for cell in cells], np.float64))
    return pd.Series(np.array([*cells, None], object)[:-1], dtype=object)
