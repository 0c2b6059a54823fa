"""`check`: from names and paths to one report, program by program; what has not changed is not checked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..diagnostics import Diagnostic, Place
from ..errors import UnknownNameError
from ..sources import find_programs, owner_of
from .builtin import builtin_paths, editions
from .cache import Cache
from .outcome import Outcome, ValidationReport, join


def find(source: str | Path) -> Path:
    """Return the path of a source; a built-in id wins only where no such path exists.

    Raises
    ------
    UnknownNameError
        When `source` is neither a built-in id nor a path.
    """
    path = Path(source)
    if path.exists():
        return path
    known = builtin_paths()
    if str(source) in known:
        return known[str(source)]
    raise UnknownNameError("program", str(source), sorted(known))


def units(sources: Iterable[str | Path]) -> Iterator[Path | Outcome]:
    """Yield each program of the sources once; files that belong to no program come as an outcome of their own."""
    seen: set[Path] = set()
    # A built-in program is whole wherever the library is installed; only a path may be a part.
    found_at = [owner_of(Path(source)) if Path(source).exists() else find(source) for source in sources]
    for path in found_at or list(editions().values()):
        found = find_programs(path)
        for program in found.programs:
            if program.resolve() not in seen:
                seen.add(program.resolve())
                yield program
        faults = [Diagnostic("IND121", Place(str(stray))) for stray in found.strays]
        faults += [Diagnostic("IND120", Place(str(folder))) for folder in found.empty]
        if faults and path.resolve() not in seen:
            seen.add(path.resolve())
            yield Outcome(str(path), tuple(sorted(faults, key=lambda fault: fault.place.file)))


def check(sources: Iterable[str | Path] = (), cache: Cache | None = None) -> ValidationReport:
    """Check every program of the sources; the built-in ones when there are none."""
    outcomes = [unit if isinstance(unit, Outcome) else _outcome(unit, cache) for unit in units(sources)]
    if cache is not None:
        cache.prune()
    return join(outcomes)


def _outcome(program: Path, cache: Cache | None) -> Outcome:
    key = cache.key(program) if cache is not None else None
    known = cache.get(key) if cache is not None and key is not None else None
    if known is not None:
        return known
    from .loading import check_program

    outcome = check_program(program)
    if cache is not None and key is not None and cache.key(program) == key:  # unless it changed meanwhile
        cache.put(key, outcome)
    return outcome
