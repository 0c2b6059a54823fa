"""Specs written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from ..errors import IcmamlError
from ..sources.replacing import write_text_atomically


def write_new(path: Path, text: str) -> None:
    """Write a file that does not exist yet; raises `IcmamlError` where it does."""
    try:
        with path.open("x", encoding="utf-8", newline="") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise IcmamlError("IND572", path=str(path)) from error
    except OSError as error:
        raise IcmamlError("IND586", path=path, problem=error.strerror or str(error)) from error


def rewrite(path: Path, text: str) -> None:
    """Put a text in the place of a file; where that fails the file stays as it was."""
    write_text_atomically(path, text, lasting=True)
