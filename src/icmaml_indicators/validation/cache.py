"""What is known of programs that have not changed: outcomes as JSON, in a folder, by what they depend on.

An entry is named by a hash of everything that its outcomes follow from: the files of the program, the code that checked
them, the options. A damaged entry, or one of another make, is an entry that does not exist. Entries are written whole
and put in place in one step, so that several runs at once do no harm.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from ..diagnostics import Diagnostic, Place
from ..errors import IcmamlError
from ..sources import MAX_BYTES, YAML_SUFFIXES, files_of, is_endless, is_map, read_at_most
from ..sources.builtin import programs_near
from ..sources.replacing import write_text_atomically
from ..version import __version__
from .outcome import Outcome

# Another number makes every entry of before unknown.
_FORM = 2
MOST_ENTRIES = 1000
# Characters of excerpts: many faults in one long line would fill the disk with copies of it.
_MOST_EXCERPTS = 4_000_000
_ROLL_UP = b"rollup"
# What a map follows from beside itself: the program that it names.
_PROGRAM = re.compile(rb"^program[ \t]*:[ \t]*['\"]?([^'\"#\s]+)", re.MULTILINE)
_BUILT_ON = ("pydantic", "yaml", "numpy")


def user_folder() -> Path | None:
    """Return the folder of the user for caches, as the platform has it; None where there is no home."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        given = Path(os.environ.get("XDG_CACHE_HOME", ""))
        # The convention of XDG: a relative path is to be ignored.
        base = given if given.is_absolute() else home / ".cache"
    return base / "icmaml-indicators"


class Cache:
    """Outcomes kept in a folder.

    Parameters
    ----------
    folder
        Made when the first entry is written. One that cannot be used is the same as no cache.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.wrote = False

    def key(self, program: Path, options: str = "") -> str | None:
        """Return the name of the entry of a program: a hash of all that its outcome follows from, None if unreadable.

        `options` says what else it follows from besides files and code. Of files that are no YAML only the names count:
        a program is told of them, never of what is in them. A column map follows from its program as well. What rolls
        up another program follows from files that are not its own, and is not kept.
        """
        found = hashlib.sha256()
        for part in (str(_FORM), code_stamp(), options, str(program)):
            _feed(found, part.encode("utf-8", "surrogateescape"))
        try:
            for path in (*files_of(program), *_files_of_program_named(program)):
                _feed(found, str(path).encode("utf-8", "surrogateescape"))
                if is_endless(path):
                    return None
                counts = path.suffix in YAML_SUFFIXES or path == program
                # Of a file that is too large the beginning will do: nothing of it is used.
                content = read_at_most(path, MAX_BYTES + 1) if counts else b""
                if _ROLL_UP in content:
                    return None
                _feed(found, content)
        except OSError:
            return None
        return found.hexdigest()

    def get(self, key: str) -> tuple[Outcome, ...] | None:
        """Return the outcomes kept under a name; None when there are none or when they are damaged."""
        path = self._path(key)
        try:
            print_, _, body = path.read_text(encoding="utf-8").partition("\n")
            if print_ != digest(body):
                return None
            found = _revived(json.loads(body))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # what is used is kept
        return found

    def put(self, key: str, outcomes: Sequence[Outcome]) -> None:
        """Keep outcomes; what does not come back from JSON as it went in is not kept."""
        if sum(len(fault.place.excerpt) for outcome in outcomes for fault in outcome.diagnostics) > _MOST_EXCERPTS:
            return
        try:
            body = json.dumps([_record(outcome) for outcome in outcomes])
            if _revived(json.loads(body)) != tuple(replace(outcome, program=None, draft=None) for outcome in outcomes):
                return
        except TypeError:
            return
        with contextlib.suppress(IcmamlError):
            write_text_atomically(self._path(key), f"{digest(body)}\n{body}")
            self.wrote = True

    def prune(self, most: int = MOST_ENTRIES) -> None:
        """Take away the entries that were used longest ago, down to `most`; does nothing when nothing was written."""
        if not self.wrote:
            return
        with contextlib.suppress(OSError):
            entries = list(self.folder.glob("??/*.json"))
            if len(entries) > most:
                for path in sorted(entries, key=_last_used)[: len(entries) - most]:
                    path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.json"


def _files_of_program_named(path: Path) -> list[Path]:
    """Return the files of the program that a column map names; of what is no map, none."""
    named = _PROGRAM.search(read_at_most(path, MAX_BYTES)) if is_map(path) else None
    found = programs_near(path).get(named[1].decode("utf-8", "replace")) if named else None
    return files_of(found) if found is not None else []


def _last_used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another run took it away
        return 0.0


def digest(*parts: str) -> str:
    """Return the hash of some texts."""
    found = hashlib.sha256()
    for part in parts:
        _feed(found, part.encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _feed(found: Any, part: bytes) -> None:
    """Hash a part with its length, so that no two lists of parts look alike."""
    found.update(len(part).to_bytes(8, "big"))
    found.update(part)


@cache
def code_stamp() -> str:
    """Return what tells one make of the library from another: versions, and size and time of every module."""
    found = hashlib.sha256()
    for part in (__version__, sys.version):
        _feed(found, part.encode())
    package = Path(__file__).parent.parent
    modules: Iterable[Path] = sorted(package.rglob("*.py"))
    homes = [importlib.util.find_spec(name) for name in _BUILT_ON]
    modules = [*modules, *(Path(home.origin) for home in homes if home and home.origin)]
    for path in modules:
        state = path.stat()
        _feed(found, f"{path}:{state.st_size}:{state.st_mtime_ns}".encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def _made(kind: type[Diagnostic] | type[Place], record: dict[str, Any]) -> Any:
    if set(record) - {item.name for item in fields(kind)}:
        raise KeyError(kind)
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in record.items()
    }
    return kind(**values)


def _told(records: list[dict[str, Any]]) -> tuple[Diagnostic, ...]:
    return tuple(_made(Diagnostic, {**record, "place": _made(Place, record["place"])}) for record in records)


def _record(outcome: Outcome) -> dict[str, Any]:
    return {
        "path": outcome.path,
        "diagnostics": [asdict(diagnostic) for diagnostic in outcome.diagnostics],
        "summary": outcome.summary,
        "identity": asdict(outcome.identity) if outcome.identity else None,
        "suppressed": [asdict(diagnostic) for diagnostic in outcome.suppressed],
        "replaces": outcome.replaces,
        "is_map": outcome.is_map,
    }


def _revived(records: list[dict[str, Any]]) -> tuple[Outcome, ...]:
    return tuple(
        Outcome(
            record["path"],
            _told(record["diagnostics"]),
            record["summary"],
            _made(Place, record["identity"]) if record["identity"] else None,
            suppressed=_told(record["suppressed"]),
            replaces=record["replaces"],
            is_map=record["is_map"],
        )
        for record in records
    )
