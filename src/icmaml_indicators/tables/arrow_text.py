"""Regular lines of text to columns of text by Arrow, on all cores: a cell is never an object of Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

_BLOCK = 1 << 18
_QUOTE, _ENDS = ord('"'), (10, 13)


def read_regular_lines(content: bytes | memoryview, separator: str, width: int) -> pd.DataFrame | None:
    """Return lines of which each has as many fields as columns of text; None where they are not so regular.

    Then the lines have to be looked at one by one; so they have where pyarrow is not installed, or pandas keeps text as
    objects.

    Parameters
    ----------
    content, separator
        Lines of a table in UTF-8, and what parts their fields.
    width
        Number of fields.
    """
    import pandas as pd

    if width < 2 or not separator.isascii() or not len(content) or pd.Series([""]).dtype == object:
        return None
    signs = np.frombuffer(content, np.uint8)
    quotes = np.flatnonzero(signs == _QUOTE) if _holds(signs, _QUOTE) else np.empty(0, np.intp)
    if _holds(signs, 0) or (len(quotes) and not _are_quotes_regular(signs, quotes, separator)):
        return None
    try:
        import pyarrow as pa
        from pyarrow import csv

        names = [str(place) for place in range(width)]
        table = csv.read_csv(
            pa.BufferReader(pa.py_buffer(content)),
            read_options=csv.ReadOptions(column_names=names),
            parse_options=csv.ParseOptions(
                delimiter=separator, quote_char='"' if len(quotes) else False, newlines_in_values=False
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()),
                null_values=[],
                strings_can_be_null=False,
            ),
        )
    except ImportError:
        return None
    except pa.ArrowInvalid:  # another number of fields, no line at all, halves of letters
        return None
    return table.to_pandas(split_blocks=True) if table.num_rows else None


def _holds(signs: NDArray[np.uint8], sign: int) -> bool:
    """Tell whether a sign is anywhere, by blocks that stay in cache."""
    return any((signs[at : at + _BLOCK] == sign).any() for at in range(0, len(signs), _BLOCK))


def _are_quotes_regular(signs: NDArray[np.uint8], quotes: NDArray[np.intp], separator: str) -> bool:
    """Tell whether quotes enclose whole fields, and no field holds the end of a line."""
    if len(quotes) % 2:
        return False
    opens, closes = quotes[::2], quotes[1::2]
    beside = np.zeros(256, np.bool_)
    beside[[ord(separator), _QUOTE, *_ENDS]] = True
    before = beside[signs[opens - 1]] | (opens == 0)
    after = beside[signs[np.minimum(closes + 1, len(signs) - 1)]] | (closes == len(signs) - 1)
    if not (before.all() and after.all()):
        return False
    ends = np.flatnonzero((signs == _ENDS[0]) | (signs == _ENDS[1]))
    return bool((np.searchsorted(ends, opens) == np.searchsorted(ends, closes)).all())
