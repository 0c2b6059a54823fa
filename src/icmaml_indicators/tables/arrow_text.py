"""Regular lines of text to columns of text by Arrow, on all cores: a cell is never an object of Python."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

_BLOCK = 1 << 18
_QUOTE, _ENDS = ord('"'), (10, 13)


def read_regular_lines(content: bytes, start: int, end: int, separator: str, width: int) -> pd.DataFrame | None:
    """Return lines of which each has as many fields as columns of text; None where they are not so regular.

    Then the lines have to be looked at one by one; so they have where pyarrow is not installed, or pandas keeps text as
    objects.

    Parameters
    ----------
    content
        Text in UTF-8, known to be such.
    start, end
        Where the lines of the table stand in it.
    separator
        What parts their fields.
    width
        Number of fields.
    """
    import pandas as pd

    if width < 2 or not separator.isascii() or start >= end or pd.Series([""]).dtype == object:
        return None
    is_quoted = content.find(b'"', start, end) >= 0
    if content.find(0, start, end) >= 0:
        return None
    if is_quoted and not _are_quotes_regular(content, start, end, separator):
        return None
    try:
        import pyarrow as pa
        from pyarrow import csv

        names = [str(place) for place in range(width)]
        table = csv.read_csv(
            pa.BufferReader(pa.py_buffer(memoryview(content)[start:end])),
            read_options=csv.ReadOptions(column_names=names),
            parse_options=csv.ParseOptions(
                delimiter=separator, quote_char='"' if is_quoted else False, newlines_in_values=False
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()),
                null_values=[],
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
    except ImportError:
        return None
    except pa.ArrowInvalid:  # another number of fields, no line at all, halves of letters
        return None
    return table.to_pandas(split_blocks=True) if table.num_rows else None


def _are_quotes_regular(content: bytes, start: int, end: int, separator: str) -> bool:
    """Tell whether quotes enclose whole fields, and no field holds the end of a line."""
    beside = np.zeros(256, np.bool_)
    beside[[ord(separator), _QUOTE, *_ENDS]] = True

    def is_regular(block: NDArray[np.uint8]) -> bool:
        """Tell it of whole lines: at the end of each, as many quotes are closed as were opened."""
        quotes = np.flatnonzero(block == _QUOTE)
        ends = np.flatnonzero((block == _ENDS[0]) | (block == _ENDS[1]))
        if len(quotes) % 2 or (np.searchsorted(quotes, ends) % 2).any():
            return False
        opens, closes = quotes[::2], quotes[1::2]
        before = beside[block[opens - 1]] | (opens == 0)
        after = beside[block[np.minimum(closes + 1, len(block) - 1)]] | (closes == len(block) - 1)
        return bool(before.all() and after.all())

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return all(pool.map(is_regular, _blocks_of_lines(content, start, end)))


def _blocks_of_lines(content: bytes, start: int, end: int) -> Iterator[NDArray[np.uint8]]:
    """Yield whole lines, as many at once as stay in cache."""
    while start < end:
        stop = content.find(b"\n", min(start + _BLOCK, end), end) + 1 or end
        yield np.frombuffer(content, np.uint8, stop - start, start)
        start = stop
