"""The file of a package: written alike each time, and read as what a stranger sent.

Nothing is unpacked on the disk here, no name leads out of the package, and what is packed may not grow beyond limits.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import IcmamlError
from ..tables.reading import BOOKS, COLUMNS

# Of one package: how many files, how many bytes unpacked, and how many of these for a packed one in a large file.
MOST_FILES, MOST_BYTES, MOST_RATIO = 2_000, 1 << 30, 400
_LARGE = 16 << 20
# What the directory of so many files takes at most.
_MOST_DIRECTORY = MOST_FILES * 1_024
_MOST_CELLS = 100_000_000
_LONGEST_NAME = 400
_MOMENT = (1980, 1, 1, 0, 0, 0)
_UNIX, _MODE = 3, 0o644 << 16
_STRANGE = re.compile(r"[\\:\x00-\x1f\x7f]")
_END, _LONG_END = b"PK\x05\x06", b"PK\x06\x07"
_END_BYTES, _LONG_END_BYTES, _MOST_COMMENT = 22, 20, 0xFFFF
_IS_ENCRYPTED = 0x1
_FAULTS = (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)

Words = tuple[str, str]


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def find_fault_of_name(name: str) -> Words | None:
    """Return why a file of a package cannot bear a name, in Spanish and English; None where it can."""
    parts = name.split("/")
    if name.startswith("/") or ".." in parts:
        return "lleva fuera del paquete", "it leads out of the package"
    if _STRANGE.search(name) or any(0xD800 <= ord(sign) < 0xE000 for sign in name):
        return "tiene signos que no todo sistema admite", "it has signs that not every system takes"
    if any(part in {"", "."} or part.rstrip(". ") != part for part in parts) or len(name) > _LONGEST_NAME:
        return "no es un nombre que todo sistema admita", "it is no name that every system takes"
    return None


def write_archive(contents: Mapping[str, bytes]) -> bytes:
    """Return files as a zip: in the order of their names, without the moment, so that the same gives the same bytes.

    Raises
    ------
    IcmamlError
        When a name cannot stand in a package, or `read_archive` would refuse what is written.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(contents):
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, _UNIX, _MODE
            archive.writestr(info, contents[name])
        _check_members(archive, "–")
    return buffer.getvalue()


def read_archive(path: Path) -> dict[str, bytes]:
    """Return the files of a package by name; folders are left out.

    Raises
    ------
    IcmamlError
        When it is absent, no zip or damaged (IND800), holds what no package holds (IND802), or too much (IND803).
    """
    try:
        content = _read_file(path)
        _check_directory(content, path)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = _check_members(archive, path)
            return {info.filename: _read_member(archive, info) for info in infos}
    except _FAULTS as error:
        raise IcmamlError("IND800", path=path, problem=getattr(error, "strerror", None) or error) from error


def check_packed_data(name: str, content: bytes) -> None:
    """Refuse a file of data that is packed itself and grows beyond the limits.

    Raises
    ------
    IcmamlError
        IND803. What is damaged is told when it is read.
    """
    suffix = Path(name).suffix.lower()
    try:
        if suffix == ".gz":
            with gzip.open(io.BytesIO(content)) as packed:
                inner = packed.read(MOST_BYTES + 1)
            _limit(name, len(inner))
            check_packed_data(name[: -len(suffix)], inner)
        elif suffix == ".zip" or suffix in BOOKS:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                infos = archive.infolist()
                _limit(name, sum(info.file_size for info in infos))
                for info in infos if suffix == ".zip" else ():
                    check_packed_data(info.filename, archive.read(info))
        elif suffix in COLUMNS:
            _limit_cells(name, content)
    except _FAULTS:
        return


def _read_file(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise IcmamlError("IND800", path=path, problem=("no es un archivo", "it is no file"))
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    _limit(path, len(content))
    return content


def _check_directory(content: bytes, path: Path) -> None:
    """Refuse a directory of far too many files before it is read; packages need none of the long form."""
    tail = content[-_END_BYTES - _MOST_COMMENT :]
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + _END_BYTES:
        raise IcmamlError("IND800", path=path, problem=("no es un zip, o está trunco", "it is no zip, or cut short"))
    is_long = tail[max(0, end - _LONG_END_BYTES) : end].startswith(_LONG_END)
    if is_long or int.from_bytes(tail[end + 12 : end + 16], "little") > _MOST_DIRECTORY:
        _refuse_size(path, ("tiene demasiados archivos", "it holds too many files"))


def _check_members(archive: zipfile.ZipFile, path: Any) -> list[zipfile.ZipInfo]:
    """Return the files of an archive, folders left out, where each is one that a package may hold."""
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        _refuse_size(path, (f"tiene más de {MOST_FILES} archivos", f"it holds more than {MOST_FILES} files"))
    known: set[str] = set()
    for info in infos:
        name, kind = info.filename, stat.S_IFMT(info.external_attr >> 16)
        fault = find_fault_of_name(name.removesuffix("/"))
        if fault is None and name.casefold() in known:
            fault = ("está dos veces", "it stands there twice")
        if fault is None and kind and not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
            fault = ("es un enlace u otra cosa que no es archivo", "it is a link, or something else that is no file")
        if fault is None and info.flag_bits & _IS_ENCRYPTED:
            fault = ("está cifrado", "it is encrypted")
        if fault is None and info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            fault = ("está comprimido de otro modo", "it is compressed in another way")
        if fault is not None:
            raise IcmamlError("IND802", path=path, name=name, problem=fault)
        known.add(name.casefold())
        if info.file_size > _LARGE and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            _refuse_size(name, (f"crece más de {MOST_RATIO} veces", f"it grows more than {MOST_RATIO} times"))
    _limit(path, sum(info.file_size for info in infos))
    return [info for info in infos if not info.is_dir()]


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as member:  # gives no more than the size that was looked at
        return member.read()


def _limit_cells(name: str, content: bytes) -> None:
    """Refuse a table of columns that says that it has far too many cells: repeated ones take no room."""
    try:
        import pyarrow.parquet as pq
    except ImportError:  # it cannot be read then
        return
    told = pq.ParquetFile(io.BytesIO(content)).metadata
    if told.num_rows * max(told.num_columns, 1) > _MOST_CELLS:
        _refuse_size(name, (f"tiene más de {_MOST_CELLS:,} celdas", f"it has more than {_MOST_CELLS:,} cells"))


def _limit(path: Any, count: int) -> None:
    if count > MOST_BYTES:
        most = MOST_BYTES >> 20
        _refuse_size(path, (f"ocupa más de {most} MB", f"it takes more than {most} MB"))


def _refuse_size(path: Any, problem: Words) -> None:
    raise IcmamlError("IND803", path=path, problem=problem)
