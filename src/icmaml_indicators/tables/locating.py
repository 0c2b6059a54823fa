"""The content of a file: as it lies there, or packed alone by gzip or zip."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from ..errors import DataError
from .fields import refuse

# What is packed may not grow beyond this: a small file could fill all memory.
MOST_BYTES = 4 << 30
PACKED = (".gz", ".zip")


@dataclass(frozen=True, slots=True)
class LocatedFile:
    """A file that is to be read.

    Attributes
    ----------
    path
        As it was named.
    suffix
        The kind of its content, in small letters.
    content
        All of it, unpacked.
    """

    path: Path
    suffix: str
    content: bytes


def locate(path: Path) -> LocatedFile:
    """Return the content of a file.

    Raises
    ------
    DataError
        When there is no such file, when it is damaged, when several files are packed in it, or too much.
    """
    if not path.is_file():
        raise DataError("IND504", path=path)
    suffix = path.suffix.lower()
    try:
        if suffix not in PACKED:
            return LocatedFile(path, suffix, path.read_bytes())
        if suffix == ".gz":
            with gzip.open(path) as packed:
                content, inner = packed.read(MOST_BYTES + 1), path.stem
        else:
            content, inner = _only_member(path)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise DataError("IND506", path=path, problem=error) from error
    if len(content) > MOST_BYTES:
        raise refuse(path, "IND555", most=MOST_BYTES >> 30)
    return LocatedFile(path, PurePosixPath(inner).suffix.lower(), content)


def _only_member(path: Path) -> tuple[bytes, str]:
    """Return the one file of an archive, and its name; what systems add to it (``__MACOSX/``) does not count."""
    with zipfile.ZipFile(BytesIO(path.read_bytes())) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/") and not name.startswith("__MACOSX/")]
        if len(names) != 1:
            raise refuse(path, "IND556", count=len(names), names=", ".join(names[:8]) or "–")
        with archive.open(names[0]) as member:
            return member.read(MOST_BYTES + 1), names[0]
