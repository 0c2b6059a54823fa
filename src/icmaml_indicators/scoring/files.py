"""Data files to DataFrames: every cell of a text file stays text, so that nothing is guessed before we look."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DataError, MissingExtraError

if TYPE_CHECKING:
    import pandas as pd

READERS = (".csv", ".tsv", ".txt", ".parquet", ".xlsx", ".xlsm")


def read_data(path: str | Path) -> pd.DataFrame:
    """Read CSV (comma, semicolon or tab), Parquet or Excel (first sheet).

    Raises
    ------
    DataError
        When the file is absent, empty, of another kind, or cannot be read.
    MissingExtraError
        When the extra for Excel or Parquet is not installed.
    """
    import pandas as pd

    path = Path(path)
    if not path.is_file():
        raise DataError("IND504", path=path)
    suffix = path.suffix.lower()
    try:
        if suffix in {".csv", ".tsv", ".txt"}:
            frame = _read_text(path)
        elif suffix == ".parquet":
            frame = pd.read_parquet(path)
        elif suffix in {".xlsx", ".xlsm"}:
            frame = pd.read_excel(path, dtype=object, keep_default_na=False)
        else:
            raise DataError("IND505", path=path, suffix=suffix, valid=", ".join(READERS))
    except ImportError as error:
        extra = "parquet" if suffix == ".parquet" else "excel"
        raise MissingExtraError(extra) from error
    except (ValueError, OSError, KeyError) as error:
        raise DataError("IND506", path=path, problem=error) from error
    if frame.empty:
        raise DataError("IND507", path=path)
    return frame


def _read_text(path: Path) -> pd.DataFrame:
    import pandas as pd

    raw = path.read_bytes()
    if not raw.strip():
        raise DataError("IND508", path=path)
    try:
        text_encoding = "utf-8-sig"
        header = raw.split(b"\n", 1)[0].decode(text_encoding)
        raw.decode(text_encoding)
    except UnicodeDecodeError:
        text_encoding = "cp1252"  # what Excel writes in Mexico when not asked for UTF-8
        header = raw.split(b"\n", 1)[0].decode(text_encoding, errors="replace")
    separator = max((",", ";", "\t"), key=header.count)
    return pd.read_csv(
        path, sep=separator, dtype=str, keep_default_na=False, encoding=text_encoding, skip_blank_lines=True
    )
