"""What programs and indicators say of their own history must hold together: periods, replacements, breaks."""

from __future__ import annotations

from collections.abc import Mapping

from ...diagnostics import nearest
from ..model.measures import Indicator
from ..model.periods import PER_YEAR, PeriodPoint, read_period
from ..model.program import Program
from ..parsing.draft import Draft, walk_paths
from ..parsing.nodes import Path


def period_of(program: Program, given: str | None) -> PeriodPoint | None:
    """Return a `valid_from` or `valid_to` as a period, or None where there is none."""
    return None if given is None else read_period(given, program.period.frequency[0]).point


def check_continuity(draft: Draft, program: Program) -> None:
    """Add to `draft` every fault in `valid_from`, `valid_to`, `replaces`, `comparable` and `break_note`."""
    leaves = {spec.id: (path, spec) for path, spec in walk_paths(program) if isinstance(spec, Indicator)}
    _check_version(draft, program, (), program)
    for path, spec in leaves.values():
        _check_version(draft, program, path, spec)
    if program.replaces is not None and program.replaces.names(program.id, program.version, program.id):
        draft.report("IND392", ("replaces",), id=f"{program.id}@{program.version}")
    old = {name: spec for name, (_, spec) in leaves.items()}
    # What stands in an earlier edition is known only beside it.
    check_replaced(draft, program, old, unknown=program.replaces is None)
    _check_cycles(draft, leaves)


def check_replaced(draft: Draft, program: Program, old: Mapping[str, Indicator], *, unknown: bool = True) -> None:
    """Hold what each indicator replaces against the indicators that are known.

    Parameters
    ----------
    old
        The indicators that can be replaced, by id.
    unknown
        Whether a name that is not among them is a fault.
    """
    for path, spec in walk_paths(program):
        if not isinstance(spec, Indicator) or spec.replaces is None:
            continue
        here = (*path, "replaces")
        if spec is old.get(spec.replaces):
            # Of an edition that follows another, the id means the indicator of the edition before.
            if program.replaces is None:
                draft.report("IND392", here, id=spec.id)
        elif spec.replaces not in old:
            if unknown and spec.replaces not in draft.set_aside:
                valid = tuple(name for name in old if name != spec.id)
                hint = nearest(spec.replaces, valid)
                draft.report("IND391", here, name=spec.replaces, suggestion=hint, expected=valid)
        else:
            check_same(draft, program, here, spec, old[spec.replaces])


def _check_version(draft: Draft, program: Program, path: Path, spec: Indicator | Program) -> None:
    for key in ("valid_from", "valid_to"):
        given = getattr(spec, key)
        if given is not None:
            _check_period(draft, program, (*path, key), given)
    first, last = period_of(program, spec.valid_from), period_of(program, spec.valid_to)
    if first is not None and last is not None and last.first_month < first.first_month:
        draft.report("IND388", (*path, "valid_to"), given=str(last), first=str(first))
    if spec.valid_from is None and spec.replaces is None:
        if not spec.comparable:
            draft.report("IND394", path, key="comparable")
        elif spec.break_note is not None:
            draft.report("IND395", path, key="break_note")


def _check_period(draft: Draft, program: Program, here: Path, given: str) -> None:
    reading = read_period(given, program.period.frequency[0])
    point, known = reading.point, program.period.frequency
    if point is None or reading.respelt or point.frequency not in known:
        mend = None if point is None else str(point if point.frequency in known else _within(point, known[0]))
        words = tuple(str(PeriodPoint(name, 2015 * PER_YEAR[name])) for name in known)
        draft.report("IND390", here, given=given, suggestion=mend, expected=words)


def _within(point: PeriodPoint, frequency: str) -> PeriodPoint:
    """Return the period of a frequency in which another begins."""
    return PeriodPoint(frequency, point.first_month * PER_YEAR[frequency] // 12)


def check_same(draft: Draft, program: Program, here: Path, new: Indicator, old: Indicator) -> None:
    """Ask a series that goes on to keep unit and direction, and to begin after the one that it continues."""
    if new.comparable:
        for key in ("unit", "direction", "target"):
            if getattr(new, key) != getattr(old, key):
                draft.report("IND396", here, id=new.id, old=old.id, what=key)
    start, before = period_of(program, new.valid_from), period_of(program, old.valid_from)
    if start is not None and before is not None and start.first_month <= before.first_month:
        draft.report("IND397", here, id=new.id, old=old.id, given=str(start), first=str(before))


def _check_cycles(draft: Draft, leaves: Mapping[str, tuple[Path, Indicator]]) -> None:
    told: set[str] = set()
    for name, (path, spec) in leaves.items():
        chain, current = [name], spec.replaces or ""
        while current in leaves and current not in chain:
            chain.append(current)
            current = leaves[current][1].replaces or ""
        if current == name and len(chain) > 1 and not told & set(chain):
            told |= set(chain)
            draft.report("IND393", (*path, "replaces"), cycle=" → ".join([*chain, name]))
