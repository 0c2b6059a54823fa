"""What a command writes: never over what it reads; and what it says where it cannot write or has no room."""

from __future__ import annotations

import argparse
import errno
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import IcmamlError
from ..sources import YAML_SUFFIXES
from .words.printed import put_in_both

if TYPE_CHECKING:
    from ..specs import Program

_INPUTS = (
    *("program", "data", "map", "catalogue", "expected", "register", "sources", "paths", "path"),
    *("first", "second", "settled", "meta", "study"),
)
_OUTPUTS = ("output", "findings", "data_output")
# CSV, pages that have figures beside them, and folders of these.
_MARKED = {".csv", ".html", ".htm", ".pdf", ""}
# The byte-order mark, by which Excel knows UTF-8.
MARK = "\ufeff"
# Bytes that scoring and its written table take for an input and a node of each row, as measured.
_AN_INPUT, _A_NODE = 80, 500


def refuse_overwriting(options: argparse.Namespace) -> None:
    """Refuse an output that is an input as well, or another output, by whatever links it is reached."""
    outputs = [Path(given) for name in _OUTPUTS if (given := getattr(options, name, None))]
    for output in outputs:
        for given in _inputs(options):
            if _reads(given, output):
                raise IcmamlError("IND497", path=output, given=given)
    if len(outputs) > 1 and _same(*outputs):
        raise IcmamlError("IND497", path=outputs[1], given=outputs[0])


def wants_mark(options: argparse.Namespace, path: str) -> bool:
    """Whether the CSV that goes there, or beside the page that does, begins with the mark for Excel."""
    return bool(options.excel_csv) and Path(path).suffix.lower() in _MARKED


def refuse_idle_mark(options: argparse.Namespace) -> None:
    """Refuse to be asked for the mark of CSV where no CSV is written."""
    if not getattr(options, "excel_csv", False):
        return
    if getattr(options, "findings", None) and wants_mark(options, options.findings):
        return
    if getattr(options, "format", None) == "csv":
        return
    if not (wants_mark(options, options.output) if options.output else options.command == "score"):
        raise IcmamlError("IND687", suffix=Path(options.output or "").suffix or "–")


def _inputs(options: argparse.Namespace) -> Iterator[Path]:
    for name in _INPUTS:
        given = getattr(options, name, None) or []
        yield from map(Path, [given] if isinstance(given, str) else given)
    for pair in getattr(options, "earlier", []):
        yield from map(Path, pair.split("=", 1))


def _reads(given: Path, output: Path) -> bool:
    """Whether a command that is given a file or folder reads what would be written."""
    if _same(given, output):
        return True
    if not given.is_dir() or not output.resolve().is_relative_to(given.resolve()):
        return False
    from ..tables.reading import READERS

    # What is read of a folder: the part files of specs, files of data.
    return output.suffix.lower() in {*YAML_SUFFIXES, *READERS}


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them does not exist
        return False


class ClosedOutput(io.TextIOBase):
    """Standard output where there is none: whatever is to be printed there fails."""

    def write(self, text: str) -> int:
        """Fail."""
        raise OSError(errno.EBADF, "closed")


def open_streams() -> None:
    """Put something in the place of standard streams that were closed."""
    if sys.stdout is None:
        sys.stdout = ClosedOutput()
    if sys.stderr is None:
        sys.stderr = io.StringIO()


def ran_out(error: IcmamlError) -> bool:
    """Whether what could not be read or written could not be held in memory."""
    cause = error.__cause__
    if isinstance(cause, OSError):
        return cause.errno == errno.ENOMEM
    return isinstance(cause, ValueError) and "out of memory" in str(cause)  # so pandas tells of it


def out_of_memory(options: argparse.Namespace) -> IcmamlError:
    """Return what to say where the memory ran out: how much there is, and about how much would fit."""
    room = _memory()
    limit = f" ({room / 2**30:.1f} GiB)" if room else ""
    needs = put_in_both("hand in parts")
    if room and hasattr(options, "data") and hasattr(options, "program"):
        from ..validation import load

        program = load(options.program, prove=False)
        row = _bytes_of_row(program)
        needs = put_in_both("rows that fit", program=program.id, size=row / 1024, rows=room / row)
    return IcmamlError("IND498", limit=limit, needs=needs)


def _bytes_of_row(program: Program) -> int:
    return _AN_INPUT * len(program.inputs) + _A_NODE * len(program.nodes)


def _memory() -> int:
    """Return how much memory this process may have, in bytes; 0 where that is not known."""
    found: list[int] = []
    try:
        import os
        import resource

        found.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
        found += [
            soft
            for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA)
            if (soft := resource.getrlimit(kind)[0]) != resource.RLIM_INFINITY
        ]
        found.append(int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
    except (ImportError, OSError, ValueError):
        pass
    return min(found, default=0)
