"""DataFrames of a plain shape, and the text of their cells."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

from ..errors import DataError
from .interchange import convert_table

if TYPE_CHECKING:
    import pandas as pd

# What spreadsheets put before digits, or around a text, to keep it as it is.
_WRAPPERS = frozenset("'=")
_WRAPPED = re.compile(r"(?:'(?=\d)(.*)|=\"(.*)\")\Z", re.DOTALL)


def plain_frame(data: Any, name: str = "data") -> pd.DataFrame:
    """Return a table as a DataFrame, one of pandas as it is, if each heading is one name.

    Parameters
    ----------
    data
        A DataFrame of pandas, or what `convert_table` takes.
    name
        The argument, for the error.

    Raises
    ------
    WrongKindError
        When it is no table.
    DataError
        When it has several rows of headings, or a heading twice.
    MissingExtraError
        When the extra ``dataframes`` is not installed.
    """
    import pandas as pd

    if not isinstance(data, pd.DataFrame):
        data = convert_table(data, name)
    if data.columns.nlevels > 1:
        rows = data.columns.nlevels
        spanish, english = f"un DataFrame con {rows} filas de encabezados", f"a DataFrame with {rows} rows of headings"
        raise DataError("IND478", given=(spanish, english))
    counts = Counter(str(column) for column in data.columns)
    repeated = next((name for name, count in counts.items() if count > 1), None)
    if repeated is not None:
        raise DataError("IND502", column=repeated)
    return data


def index_as_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose index is columns too, where it has names that no column has."""
    known = [level for level, name in enumerate(frame.index.names) if name is not None and name in frame.columns]
    if len(known) == frame.index.nlevels:
        return frame.reset_index(drop=True)
    frame = frame.reset_index(level=known, drop=True) if known else frame
    return frame.reset_index() if any(name is not None for name in frame.index.names) else frame


def without_accents(text: str) -> str:
    """Return text with each letter as it is without its accents."""
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def plain_text(value: Any) -> str:
    """Return the text of a cell in the one form in which equal texts have equal letters, and which can be written."""
    text = str(value)
    if text[:1] in _WRAPPERS:
        found = _WRAPPED.match(text)
        text = (found[1] or found[2] or "") if found else text
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text).encode(errors="backslashreplace").decode()  # halves of letters


def is_absent(value: Any) -> bool:
    """Return whether a cell says nothing, however a table says so."""
    import pandas as pd

    return bool(pd.api.types.is_scalar(value)) and bool(pd.isna(value))


def cell_text(value: Any) -> str:
    """Return the text of a cell without blanks around it; empty where it says nothing."""
    return "" if is_absent(value) else plain_text(value).strip()
