"""Reports into an open file or another buffer, of text or of bytes: whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, TypeGuard

from ..errors import IcmamlError

# What is no text.
_OF_BYTES = {".xlsx", ".parquet", ".pdf"}


def is_buffer(target: object) -> TypeGuard[IO[Any]]:
    """Whether something is written into, and not a path."""
    return hasattr(target, "write")


def suffix_of(format: str) -> str:
    """Return the suffix of files of a kind: ``.html`` of ``html``."""
    return f".{format.lower().removeprefix('.')}"


def write_to_buffer(buffer: IO[Any], format: str | None, write: Callable[[Path], None]) -> None:
    """Write a report into a buffer, at its place and in one piece.

    Parameters
    ----------
    buffer
        Of text (what has an encoding) or of bytes.
    format
        The kind of file.
    write
        Writes the report to a path, whose suffix gives the kind.

    Raises
    ------
    IcmamlError
        When no kind is given, or the buffer is one of text and the kind is none.
    """
    if format is None:
        raise IcmamlError("IND650")
    suffix, of_text = suffix_of(format), hasattr(buffer, "encoding")
    if of_text and suffix in _OF_BYTES:
        raise IcmamlError("IND651", suffix=suffix)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"report{suffix}"
        write(path)
        content = path.read_bytes()
    buffer.write(content.decode("utf-8") if of_text else content)
