"""Specs written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import IcmamlError


def write_new(path: Path, text: str) -> None:
    """Write a file that does not exist yet; raises `IcmamlError` where it does."""
    try:
        with path.open("x", encoding="utf-8", newline="") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise IcmamlError("IND572", path=str(path)) from error


def rewrite(path: Path, text: str) -> None:
    """Put a text in the place of a file; where that fails the file stays as it was."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(text.encode("utf-8"))
        beside.chmod(path.stat().st_mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
