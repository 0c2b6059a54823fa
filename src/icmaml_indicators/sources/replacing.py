"""The one way in which a file is written: beside its place, then put there in one step, whole or not at all."""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
from collections.abc import Callable
from pathlib import Path

from ..errors import IcmamlError

_NEW = 0o666  # less what the umask takes away
_MARK = ".part"
_numbers = itertools.count()
_at_work: set[Path] = set()


def write_atomically(
    path: Path, write: Callable[[Path], None], *, lasting: bool = False, faults: tuple[type[Exception], ...] = ()
) -> None:
    """Write a file whole; where that fails, what stood there stays as it was.

    A link is followed, and what it leads to is replaced. A file that is replaced keeps its mode; a new one has the mode
    that the umask leaves. What a killed run left beside the file is swept. What is no file (a pipe, a terminal) is
    written to as it is.

    Parameters
    ----------
    path
        The place.
    write
        Called with the path of the file to write, whose suffix is that of the place.
    lasting
        Whether it must stand after a failure of power as well: for what people wrote themselves.
    faults
        What `write` raises, beside `OSError`, when the disk fails it.

    Raises
    ------
    IcmamlError
        When the file cannot be written: names the place, and says why.
    """
    failures: tuple[type[Exception], ...] = (OSError, *faults)
    try:
        target = path.resolve()
        mode = _mode_of(target)
        if mode is not None and not stat.S_ISREG(mode):
            write(target)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        beside = _beside(target, _NEW if mode is None else stat.S_IMODE(mode) & 0o777)
        try:
            write(beside)
            if mode is not None:
                beside.chmod(stat.S_IMODE(mode))
            if lasting:
                _sync(beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
            _at_work.discard(beside)
    except failures as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise IcmamlError("IND586", path=path, problem=_reason(error)) from error


def write_text_atomically(path: Path, text: str, *, lasting: bool = False) -> None:
    """Write UTF-8 text whole, its line ends as they are, what is no text spelt out; raises as `write_atomically`."""
    content = text.encode("utf-8", "backslashreplace")
    write_atomically(path, lambda beside: _put_bytes(beside, content), lasting=lasting)


def write_bytes_atomically(path: Path, content: bytes, *, lasting: bool = False) -> None:
    """Write bytes whole; raises as `write_atomically`."""
    write_atomically(path, lambda beside: _put_bytes(beside, content), lasting=lasting)


def _put_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _mode_of(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _beside(target: Path, mode: int) -> Path:
    """Create an empty file beside a place, with the suffix of the place, and return it."""
    while True:
        beside = target.with_name(f"{_lead(target)}{_host()}.{os.getpid()}.{next(_numbers)}{_MARK}{target.suffix}")
        with contextlib.suppress(FileExistsError):
            os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
            _at_work.add(beside)
            return beside


def _lead(target: Path) -> str:
    return f".{target.name[:40]}."


def _host() -> str:
    name = os.uname().nodename if hasattr(os, "uname") else "here"
    return name[:40].replace(".", "-")


def _sweep(target: Path) -> None:
    """Take away what runs of this machine that are no more left beside a place."""
    if os.name == "nt":  # there a process cannot be asked whether it lives
        return
    lead = f"{_lead(target)}{_host()}."
    with contextlib.suppress(OSError):
        for left in target.parent.iterdir():
            owner, _, rest = left.name.removeprefix(lead).partition(".")
            if not left.name.startswith(lead) or not owner.isdecimal() or _MARK not in rest:
                continue
            if left not in _at_work and not (int(owner) != os.getpid() and _lives(int(owner))):
                left.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is another's
        return True
    return True


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(error: Exception) -> str:
    """Return why, in the words of the system: what a library made of them may name the file beside the place."""
    inner = error.args[0] if error.args and isinstance(error.args[0], OSError) else error
    return getattr(inner, "strerror", None) or str(inner)
