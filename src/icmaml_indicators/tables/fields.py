"""Delimited text with its fields counted: whatever would move or swallow cells is told, at its line.

Text in which each line has as many fields as the first is left as it is; the rest is taken apart field by field.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from ..diagnostics import phrase
from ..errors import DataError

# Behind the last line of a text: where it does not stand alone, quotes were left open.
_END = "\x1a"


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with one line: a code, the line of the file (and a word of it), what its message tells."""

    code: str
    line: int | str
    details: dict[str, Any]


def count_fields(
    text: str, separator: str, path: Path, *, width: int | None = None, first_line: int = 1
) -> tuple[str, list[LineFault]]:
    """Return the text with as many fields in each line as there are headings, and the faults of its lines.

    Fields that are missing are empty, empty ones too many are taken off, and a line with more of them is left out. A
    cell that holds both line ends and separators may have swallowed lines: what follows it in its line is left out.

    Parameters
    ----------
    text, separator
        The lines of a table, and what parts its fields.
    path
        The file, for the error.
    width
        Number of fields; that of the first line by default.
    first_line
        The number of the first line in the file.

    Raises
    ------
    DataError
        When quotes are not closed where a cell ends.
    """
    if _is_regular(text, separator, width):
        return text, []
    rows: list[list[str]] = []
    faults: list[LineFault] = []
    # The quotes inside INEGI's coordinates (`"21°52´47"N"`) end up here, and are no fault.
    headings = 1 if width is None else 0
    for line, last, fields in _records(text, separator, path, first_line):
        given = len(fields)
        width = width or given
        told = {"given": given, "expected": width}
        if given > width and any(field.strip() for field in fields[width:]):
            faults.append(LineFault("IND473", line, told))
            continue
        if given != width:
            faults.append(LineFault("IND471" if given < width else "IND472", line, told))
        swallowing = next((place for place, field in enumerate(fields) if separator in field and "\n" in field), width)
        if swallowing < width and len(rows) >= headings:
            faults.append(LineFault("IND474", line, {"last": last}))
        else:
            swallowing = width
        kept = fields[: swallowing + 1][:width]
        rows.append(kept + [""] * (width - len(kept)))
    if not faults:
        return text, faults
    if len(rows) == headings:  # no line fits the headings
        raise refuse(path, "IND473", **faults[0].details)
    mended = StringIO()
    csv.writer(mended, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return mended.getvalue(), faults


def _is_regular(text: str, separator: str, width: int | None) -> bool:
    """Tell whether every line that is not empty has as many fields, and no cell holds the end of a line."""
    signs = np.frombuffer(text.encode(errors="surrogatepass"), np.uint8)
    ends, parts, quotes = (signs == 10) | (signs == 13), signs == ord(separator), signs == ord('"')
    if quotes.any():
        inside = np.logical_xor.accumulate(quotes)
        if inside[-1] or (ends & inside).any():
            return False
        parts &= ~inside
    stops = np.append(np.flatnonzero(ends), len(signs))
    fields = np.diff(np.searchsorted(np.flatnonzero(parts), stops), prepend=0) + 1
    fields = fields[np.diff(stops, prepend=-1) > 1]
    return not len(fields) or bool((fields == (width or fields[0])).all())


def _records(text: str, separator: str, path: Path, first_line: int) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the lines that are not empty: the numbers of their first and last line in the file, and their fields."""
    reader = csv.reader(StringIO(f"{text}\n{_END}", newline=""), delimiter=separator)
    line = first_line
    try:
        for fields in reader:
            if fields == [_END]:
                return
            last = first_line + reader.line_num - 1
            if len(fields) > 1 or (fields and fields[0].strip()):
                if fields[-1].endswith(_END):
                    break
                yield line, last, [field.replace("\r\n", "\n").replace("\r", "\n") for field in fields]
            line = last + 1
    except csv.Error:  # a cell without end
        pass
    raise refuse(path, "IND477", line=line)


def refuse(path: Path, code: str, **details: Any) -> DataError:
    """Return the error that a file cannot be read for what a message says."""
    return DataError("IND506", path=path, problem=tuple(phrase(code, language, **details) for language in ("es", "en")))
