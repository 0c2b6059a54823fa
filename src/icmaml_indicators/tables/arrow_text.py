"""Regular lines of text to columns of text by Arrow, on all cores: a cell is never an object of Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

_BLOCK = 1 << 24
_QUOTE, _ENDS = ord('"'), (10, 13)


def read_regular_lines(text: str, separator: str, width: int) -> pd.DataFrame | None:
    """Return lines of which each has as many fields as columns of text; None where they are not so regular.

    Then the lines have to be looked at one by one; so they have where pyarrow is not installed, or pandas keeps text as
    objects.

    Parameters
    ----------
    text, separator
        Lines of a table, and what parts their fields.
    width
        Number of fields.
    """
    import pandas as pd

    if width < 2 or not separator.isascii() or "\0" in text or pd.Series([""]).dtype == object:
        return None
    try:
        import pyarrow as pa
        from pyarrow import csv

        content = text.encode()
        quoted = '"' in text
        if quoted and not _are_quotes_regular(content, separator):
            return None
        names = [str(place) for place in range(width)]
        table = csv.read_csv(
            pa.BufferReader(content),
            read_options=csv.ReadOptions(column_names=names, block_size=_BLOCK),
            parse_options=csv.ParseOptions(
                delimiter=separator, quote_char='"' if quoted else False, newlines_in_values=False
            ),
            convert_options=csv.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(names, pa.large_string()),
                null_values=[],
                strings_can_be_null=False,
            ),
        )
    except (ImportError, UnicodeEncodeError):
        return None
    except pa.ArrowInvalid:  # another number of fields, no line at all
        return None
    return table.to_pandas(split_blocks=True) if table.num_rows else None


def _are_quotes_regular(content: bytes, separator: str) -> bool:
    """Tell whether quotes enclose whole fields, and no field holds the end of a line."""
    signs = np.frombuffer(content, np.uint8)
    quotes = np.flatnonzero(signs == _QUOTE)
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
