"""A table as CSV, column by column: the text that pandas writes, at the speed of Arrow where it is installed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

# What tells Excel that a file is UTF-8.
_MARK = b"\xef\xbb\xbf"
# Rows joined at once: a text of Arrow holds at most two gigabytes.
_STRETCH = 1 << 16
# Between these Arrow and Python write figures alike, but for whole ones.
_LOW, _HIGH = 1e-4, 1e10
_QUOTED = frozenset('",\r\n')


def write_csv(frame: pd.DataFrame, target: Path, *, with_mark: bool = False) -> None:
    """Write a table as UTF-8 CSV, without its index.

    Every figure is written by the shortest decimal that reads back as it, and by the same text whether Arrow is there
    or not; only that a carriage return stands in quotes where older versions of Python leave it bare.

    Parameters
    ----------
    frame, target
        What, and where.
    with_mark
        Whether a byte-order mark goes first, by which Excel knows UTF-8.
    """
    columns = _columns_of(frame)
    with target.open("wb") as file:
        file.write(_MARK if with_mark else b"")
        if columns is None:
            frame.to_csv(file, index=False, lineterminator="\n", encoding="utf-8")
        else:
            _write_columns(file, [str(name) for name in frame.columns], columns, len(frame))


def _columns_of(frame: pd.DataFrame) -> list[Any] | None:
    """Return the columns as texts of Arrow; None where it is absent, or a column is of a kind told otherwise."""
    try:
        import pyarrow as pa
    except ImportError:
        return None
    if len(frame.columns) < 2:  # an empty line would be no line
        return None
    found = []
    for position in range(len(frame.columns)):
        column = frame.iloc[:, position]
        kind = getattr(column.dtype, "kind", "O")
        if isinstance(column.dtype, np.dtype) and kind == "f":
            found.append(_texts_of_floats(column.to_numpy(np.float64)))
        elif isinstance(column.dtype, np.dtype) and kind in "iu":
            found.append(pa.array(column.to_numpy()).cast(pa.string()))
        elif isinstance(column.dtype, np.dtype) and kind == "b":
            found.append(pa.array(np.array(["False", "True"], object)[column.to_numpy(np.intp)], pa.string()))
        elif kind in "Oiub":
            found.append(_texts_of_objects(column))
        else:
            return None
    return found


def _texts_of_floats(values: np.ndarray[Any, Any]) -> Any:
    """Return figures as Python writes them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pa.array(values, from_pandas=True).cast(pa.string())
    size = np.abs(values)
    with np.errstate(invalid="ignore"):
        whole = (values % 1 == 0) & (size < _HIGH)
        odd = np.isfinite(values) & ((size >= _HIGH) | ((size < _LOW) & (size > 0)))
    if whole.any():
        texts = pc.if_else(pa.array(whole), pc.binary_join_element_wise(texts, pa.scalar(".0"), ""), texts)
    if odd.any():
        written = pa.array([repr(value) for value in values[odd].tolist()], pa.string())
        texts = pc.replace_with_mask(texts, pa.array(odd), written)
    return texts


def _texts_of_objects(column: pd.Series[Any]) -> Any:
    """Return texts, each distinct one quoted once where it must be; what is none of them as pandas writes it."""
    import pandas as pd
    import pyarrow as pa

    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, distinct = column.cat.codes.to_numpy(), list(column.cat.categories)
    else:
        # By kind as well: 1, 1.0 and True are one and the same to a dict.
        places: dict[tuple[type, Any], int] = {}
        cells = column.astype(object).tolist()
        missing = column.isna().to_numpy()
        codes = np.array(
            [
                -1 if absent else places.setdefault((type(cell), cell), len(places))
                for cell, absent in zip(cells, missing, strict=True)
            ],
            np.intp,
        )
        distinct = [cell for _, cell in places]
    texts = pa.array([_quote(str(cell)) for cell in distinct], pa.string())
    return texts.take(pa.array(codes, mask=np.asarray(codes) < 0, type=pa.int64()))


def _quote(text: str) -> str:
    """Return a field, in quotes where it holds what parts fields or lines."""
    if _QUOTED.isdisjoint(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _write_columns(file: io.BufferedWriter, names: list[str], columns: list[Any], rows: int) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    file.write((",".join(map(_quote, names)) + "\n").encode())
    for start in range(0, rows, _STRETCH):
        parts = [column.slice(start, _STRETCH).cast(pa.large_string()) for column in columns]
        lines = pc.binary_join_element_wise(*parts, pa.scalar(",", pa.large_string()), null_handling="replace")
        lines = lines.combine_chunks() if isinstance(lines, pa.ChunkedArray) else lines
        whole = pc.binary_join(
            pa.LargeListArray.from_arrays([0, len(lines)], lines), pa.scalar("\n", pa.large_string())
        )
        file.write(whole[0].as_buffer())
        file.write(b"\n")
