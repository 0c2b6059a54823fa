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
    is_quoted = _holds(signs, _QUOTE)
    if _holds(signs, 0) or (is_quoted and not _are_quotes_regular(signs, separator)):
        return None
    try:
        import pyarrow as pa
        from pyarrow import csv

        names = [str(place) for place in range(width)]
        table = csv.read_csv(
            pa.BufferReader(pa.py_buffer(content)),
            read_options=csv.ReadOptions(column_names=names),
            parse_options=csv.ParseOptions(
                delimiter=separator, quote_char='"' if is_quoted else False, newlines_in_values=False
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


def _are_quotes_regular(signs: NDArray[np.uint8], separator: str) -> bool:
    """Tell whether quotes enclose whole fields, and no field holds the end of a line; by blocks that stay in cache."""
    beside = np.zeros(256, np.bool_)
    beside[[ord(separator), _QUOTE, *_ENDS]] = True
    seen, last = 0, len(signs) - 1
    for at in range(0, len(signs), _BLOCK):
        block = signs[at : at + _BLOCK]
        quotes = np.flatnonzero(block == _QUOTE)
        ends = np.flatnonzero((block == _ENDS[0]) | (block == _ENDS[1]))
        if ((np.searchsorted(quotes, ends) + seen) % 2).any():  # a quote is open
            return False
        odd = seen % 2
        opens, closes = at + quotes[odd::2], at + quotes[1 - odd :: 2]
        before = beside[signs[opens - 1]] | (opens == 0)
        after = beside[signs[np.minimum(closes + 1, last)]] | (closes == last)
        if not (before.all() and after.all()):
            return False
        seen += len(quotes)
    return seen % 2 == 0
