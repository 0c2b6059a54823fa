"""Plain decimals of a column of text, read by Arrow from the bytes themselves; every other cell is left to others.

Plain are digits with at most one point among them and a minus before them, no more. Such a cell has one meaning, and
Arrow gives it the same float that Python does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...diagnostics.brief import Brief

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

# A cell that is longer may hold more than a float does.
_LONGEST = 40
_PLAIN = r"^-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)$"


@dataclass(frozen=True, slots=True, repr=False)
class PlainDecimals(Brief):
    """The plain decimals of a column.

    Attributes
    ----------
    values : float64 array
        NaN where a cell is none.
    rest : integer array
        Positions of the cells that are none, absent ones included.
    example
        One of the texts that are.
    """

    values: NDArray[np.float64]
    rest: NDArray[np.intp]
    example: str


def read_plain_decimals(series: pd.Series[Any], *, points: bool) -> PlainDecimals | None:
    """Read the plain decimals of a column of text; None where it holds none, or pyarrow is not installed.

    Parameters
    ----------
    series
        Cells of any kind.
    points
        Whether a cell with a point is plain; where a point may part thousands, it is not.
    """
    chunks = _as_arrow(series)
    if not chunks:
        return None
    read = [_read_chunk(chunk, points=points) for chunk in chunks]
    plain = np.concatenate([mask for _, mask in read])
    if not plain.any():
        return None
    example = str(series.iloc[int(plain.argmax())])
    return PlainDecimals(np.concatenate([values for values, _ in read]), np.flatnonzero(~plain), example)


def _as_arrow(series: pd.Series[Any]) -> list[pa.Array]:
    """Return a column of text as arrays of Arrow; none where it is no text."""
    import pandas as pd

    if series.dtype != object and not pd.api.types.is_string_dtype(series.dtype):
        return []
    if series.dtype == object and pd.api.types.infer_dtype(series, skipna=True) != "string":
        return []
    try:
        import pyarrow as pa

        cells = pa.array(series.array, from_pandas=True) if series.dtype != object else series.to_numpy(object)
        whole = pa.chunked_array(cells, pa.large_string()) if isinstance(cells, pa.ChunkedArray) else None
        if whole is None:
            whole = pa.chunked_array([pa.array(cells, pa.large_string(), from_pandas=True)])
    except (ImportError, UnicodeEncodeError):  # halves of letters are no text of Arrow's
        return []
    return [chunk for chunk in whole.chunks if len(chunk)]


def _read_chunk(texts: pa.Array, *, points: bool) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the figures of one array, and which cells are plain."""
    import pyarrow as pa
    import pyarrow.compute as pc

    count = len(texts)
    _, offsets, content = texts.buffers()
    if content is None or not content.size:
        return np.full(count, np.nan), np.zeros(count, np.bool_)
    stops = np.frombuffer(offsets, np.int64, count + 1, 8 * texts.offset)
    signs = np.frombuffer(content, np.uint8)
    plain = _may_be_plain(signs, stops, points=points)
    if texts.null_count:
        plain &= texts.is_valid().to_numpy(zero_copy_only=False)

    def read() -> NDArray[np.float64]:
        bits = pa.py_buffer(np.packbits(plain, bitorder="little"))
        kept = pa.Array.from_buffers(pa.large_string(), count, [bits, pa.py_buffer(stops), content])
        figures: NDArray[np.float64] = kept.cast(pa.float64()).to_numpy(zero_copy_only=False)
        return figures

    try:
        return read(), plain
    except pa.ArrowInvalid:  # two points, or a minus inside: dates, telephone numbers
        plain &= pc.match_substring_regex(texts, _PLAIN).fill_null(False).to_numpy(zero_copy_only=False)
        return read(), plain


def _may_be_plain(signs: NDArray[np.uint8], stops: NDArray[np.int64], *, points: bool) -> NDArray[np.bool_]:
    """Tell which cells hold nothing but digits, minus and point, and end in a digit."""
    lengths = np.diff(stops)
    plain = (lengths > 0) & (lengths <= _LONGEST)
    # Of an empty cell any sign will do.
    plain &= signs[np.maximum(stops[1:] - 1, 0)] - np.uint8(ord("0")) <= 9
    first, last = int(stops[0]), int(stops[-1])
    inside = signs[first:last]
    strange = inside - np.uint8(ord("0")) > 9
    strange &= inside != ord("-")
    if points:
        strange &= inside != ord(".")
    at = np.flatnonzero(strange) + first
    plain[np.searchsorted(stops, at, side="right") - 1] = False
    return plain
