"""`check`: from names and paths to one report, program by program; what has not changed is not checked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, Place
from ..progress import Progress, follow_items
from ..sources import find_configuration, find_programs, is_map, leads_out, owner_of
from ..sources.builtin import builtin_maps, editions, find_map, find_source
from .cache import Cache, digest
from .outcome import Outcome
from .report import ValidationReport, join_outcomes, report_of

if TYPE_CHECKING:
    from .severities import Configurations


@dataclass(frozen=True, slots=True)
class Unit:
    """A program or a column map to check.

    Attributes
    ----------
    path
        Its file or folder.
    among
        Whether it was found in a folder of programs, where the names of files matter.
    is_map
        Whether it is a column map.
    """

    path: Path
    among: bool
    is_map: bool = False


def units(sources: Iterable[str | Path]) -> Iterator[Unit | Outcome]:
    """Yield each program and map of the sources once; files that belong to neither come as an outcome of their own."""
    seen: set[Path] = set()
    found_at = [_find(source) for source in sources]
    for path in found_at or [*editions().values(), *builtin_maps().values()]:
        found = find_programs(path)
        for each in (*found.programs, *found.maps):
            if each.resolve() not in seen:
                seen.add(each.resolve())
                yield Unit(each, not found_at or each != path, each in found.maps)
        faults = [Diagnostic("IND121", Place(str(stray))) for stray in found.strays]
        faults += [Diagnostic("IND120", Place(str(folder))) for folder in found.empty]
        faults += [Diagnostic("IND127", Place(str(link)), {"folder": str(path)}) for link in found.outside]
        if faults and path.resolve() not in seen:
            seen.add(path.resolve())
            yield Outcome(str(path), tuple(sorted(faults, key=lambda fault: fault.place.file)))


def _find(source: str | Path) -> Path:
    """Return where a program or a map lies. What is built in is whole; only a path may be a part of a program."""
    path = Path(source)
    if path.exists():
        return path if is_map(path) else owner_of(path)
    return find_map(source) if str(source) in builtin_maps() else find_source(source)


def check(
    sources: Iterable[str | Path] = (),
    cache: Cache | None = None,
    severity: Mapping[str, str] | None = None,
    progress: Progress = False,
) -> ValidationReport:
    """Check every program of the sources; the built-in ones when there are none.

    What is kept of a program alone is kept by its own files and the severities that hold for it; what programs are to
    one another, by the files of all.
    """
    checker = Checker(severity or {})
    found = list(units(sources))
    if cache is None:
        followed = follow_items(progress, found, "programs", "en")
        return checker.join_outcomes([checker.check_unit(unit) for unit in followed], found)
    keys = checker.keys(found, cache)
    whole = digest("all", *(key for key in keys if key)) if len(found) > 1 and all(keys) else None
    known = cache.get(whole) if whole is not None else None
    if known is not None:
        return report_of(known)
    each = follow_items(progress, [*zip(found, keys, strict=True)], "programs", "en")
    alone = [checker.outcome(unit, key, cache) for unit, key in each]
    report = checker.join_outcomes(alone, found)
    if whole is not None and checker.keys(found, cache) == keys:  # unless one changed meanwhile
        cache.put(whole, report.outcomes)
    cache.prune()
    return report


class Checker:
    """Checks units under the severities that hold for each; `severity` goes before what configuration files say."""

    def __init__(self, severity: Mapping[str, str]) -> None:
        self.severity = severity
        self._levels: Configurations | None = None
        if severity:
            self.levels()  # what is wrong with the wish is told before anything is checked

    def levels(self) -> Configurations:
        """Return the severities; only then are the rules imported."""
        if self._levels is None:
            from ..linting import given_levels
            from .severities import Configurations

            self._levels = Configurations(given_levels(self.severity))
        return self._levels

    def keys(self, found: Iterable[Unit | Outcome], cache: Cache) -> list[str | None]:
        """Return the name under which each outcome is kept."""
        return [
            cache.key(unit.path, self._options(unit))
            if isinstance(unit, Unit)
            else digest(unit.path, *(f"{fault.code} {fault.place.file}" for fault in unit.diagnostics))
            for unit in found
        ]

    def _options(self, unit: Unit) -> str:
        configuration = find_configuration(unit.path)
        followed = configuration is not None and not leads_out(configuration, configuration.parent)
        told = configuration.read_bytes().decode("utf-8", "replace") if configuration and followed else ""
        return digest(str(unit.among), str(configuration), str(followed), told, repr(sorted(self.severity.items())))

    def outcome(self, unit: Unit | Outcome, key: str | None, cache: Cache) -> Outcome:
        """Return what is known of a program alone, or find it out."""
        known = cache.get(key) if key is not None and isinstance(unit, Unit) else None
        if known:
            return known[0]
        outcome = self.check_unit(unit)
        if key is not None and isinstance(unit, Unit) and cache.key(unit.path, self._options(unit)) == key:
            cache.put(key, [outcome])
        return outcome

    def check_unit(self, unit: Unit | Outcome, instead: Mapping[Path, str | bytes] | None = None) -> Outcome:
        """Check one program, with texts in place of files if given; files that belong to none were told already."""
        if isinstance(unit, Outcome):
            return unit
        if unit.is_map:
            from .checking import check_map_file

            return check_map_file(unit.path, instead)
        from .checking import check_program

        return check_program(unit.path, instead, severities=self.levels().of(unit.path), among=unit.among)

    def join_outcomes(self, alone: Sequence[Outcome], found: Iterable[Unit | Outcome]) -> ValidationReport:
        """Join outcomes, with what programs are to one another and what is wrong with the files that configure them."""
        if any(outcome.replaces for outcome in alone):
            from .lineage import with_edition_checks

            alone = with_edition_checks(alone)
        files = (find_configuration(unit.path) for unit in found if isinstance(unit, Unit))
        faulty = [
            Outcome(str(path), faults)
            for path in dict.fromkeys(file for file in files if file is not None)
            if (faults := self.levels().faults(path))
        ]
        return join_outcomes([*faulty, *alone])
