"""`check`: from names and paths to one report, program by program; what has not changed is not checked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..diagnostics import Diagnostic, Place
from ..sources import find_programs, owner_of
from .builtin import editions, find_source
from .cache import Cache, digest
from .outcome import Outcome, ValidationReport, join, joined


def units(sources: Iterable[str | Path]) -> Iterator[Path | Outcome]:
    """Yield each program of the sources once; files that belong to no program come as an outcome of their own."""
    seen: set[Path] = set()
    # A built-in program is whole wherever the library is installed; only a path may be a part.
    found_at = [owner_of(Path(source)) if Path(source).exists() else find_source(source) for source in sources]
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
    """Check every program of the sources; the built-in ones when there are none.

    What is kept of a program alone is kept by its own files; what programs are to one another, by the files of all.
    """
    found = list(units(sources))
    if cache is None:
        return _together([unit if isinstance(unit, Outcome) else _checked(unit) for unit in found])
    keys = _keys(found, cache)
    whole = digest("all", *(key for key in keys if key)) if len(found) > 1 and all(keys) else None
    known = cache.get(whole) if whole is not None else None
    if known is not None:
        return joined(known)
    alone = [
        unit if isinstance(unit, Outcome) else _outcome(unit, key, cache) for unit, key in zip(found, keys, strict=True)
    ]
    report = _together(alone)
    if whole is not None and _keys(found, cache) == keys:  # unless one changed meanwhile
        cache.put(whole, report.outcomes)
    cache.prune()
    return report


def _together(alone: Sequence[Outcome]) -> ValidationReport:
    """Join outcomes, with what programs are to one another."""
    if any(outcome.replaces for outcome in alone):
        from .lineage import with_lineage

        alone = with_lineage(alone)
    return join(alone)


def _keys(found: Iterable[Path | Outcome], cache: Cache) -> list[str | None]:
    return [cache.key(unit) if isinstance(unit, Path) else digest(repr(unit)) for unit in found]


def _outcome(program: Path, key: str | None, cache: Cache) -> Outcome:
    """Return what is known of a program alone, or find it out."""
    known = cache.get(key) if key is not None else None
    if known:
        return known[0]
    outcome = _checked(program)
    if key is not None and cache.key(program) == key:
        cache.put(key, [outcome])
    return outcome


def _checked(program: Path) -> Outcome:
    from .loading import check_program

    return check_program(program)
