"""`diff`: two versions to what changed in meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import IcmamlError, expect
from ..specs import ROOT, Program
from ..tables.interchange import Tabular
from .comparing.below import compare_below
from .comparing.change import Change
from .comparing.comparison import Comparison
from .comparing.effects import propagate
from .comparing.groups import compare_groups
from .comparing.inputs import compare_answers, compare_checks, compare_populations, compare_variables
from .comparing.leaves import compare_leaves
from .comparing.parameters import compare_parameters
from .comparing.programs import compare_program
from .comparing.sides import ProgramSide
from .program_diff import ProgramDiff
from .sources import Source, read_pairs
from .spec_diff import SpecDiff
from .versions import is_enough, next_version, numbers

if TYPE_CHECKING:
    from ..benchmarks import Bands

_ORDER = ("program", "parameter", "variable", "check", "answer", "model")


def diff(
    old: Source,
    new: Source | None = None,
    data: Tabular | str | Path | Sequence[str | Path] | None = None,
    *,
    paths: Sequence[str | Path] = (),
    folder: str | Path | None = None,
    peers: str | Bands | Mapping[str, Sequence[str]] | None = None,
    **scoring: Any,
) -> SpecDiff:
    """Tell what changed in meaning between two versions of programs; layout, order and shorthand are no change.

    Parameters
    ----------
    old, new
        Each a `Program`, a built-in id (``cimtra@2010``), a file, a folder, or ``REV:PATH`` in a git repository. Or
        both git revisions; `new` may then be left out for the working tree.
    data
        A table, as `score` takes it: both versions score it, and `moves` and `summary` tell who moved.
    paths
        With revisions: only programs below these paths.
    folder
        What paths are relative to, and where git looks for its repository; the current folder by default.
    peers
        With data: who is ranked with whom, as `benchmark` takes it.
    **scoring
        With data: options of `score` (``columns``, ``period``, ``periods``, ``years``, ``decimal``, ``encoding``,
        ``sheet``, ``catalogue``, ``language``, ``progress``).

    Returns
    -------
    SpecDiff

    Raises
    ------
    SpecError
        When a program of either version is wrong.
    UnknownNameError
        When a program or path does not exist.
    IcmamlError
        When git is absent or knows no such revision, or `data` is given for more than one program.

    Examples
    --------
    >>> icma.diff("cimtra@2010", "cimtra@2016").count("breaking")
    11
    """
    for name, source in (("old", old), ("new", new)):
        if source is not None or name == "old":
            expect(name, source, Program, str, Path)
    here = None if folder is None else Path(folder)
    pairs = read_pairs(old, new, paths, here)
    programs = tuple(compare_sides(before, after) for before, after in pairs)
    if data is None:
        return SpecDiff(programs)
    both = [program for program in programs if program.old is not None and program.new is not None]
    if len(both) != 1:
        raise IcmamlError(
            "IND579",
            problem_es=f"los datos se califican con un programa, no con {len(both)}",
            problem_en=f"data are scored with one program, not with {len(both)}",
        )
    from .moves import measure_moves

    return SpecDiff(programs, measure_moves(both[0], data, peers=peers, **scoring))


def compare_sides(old: ProgramSide | None, new: ProgramSide | None) -> ProgramDiff:
    """Compare one program, before and now."""
    if old is None or new is None:
        side = new or old
        assert side is not None
        program, code = side.program, "IND600" if new is None else "IND601"
        place = side.place("program", ROOT, "id")
        places = (place, None) if new is None else (None, place)
        change = Change(code, program.id, "program", program.id, old_place=places[0], new_place=places[1])
        sides: list[Program | None] = [None if each is None else each.program for each in (old, new)]
        revisions = (_revision(old), _revision(new))
        return ProgramDiff(program.id, sides[0], sides[1], (change,), anchor=places[1], revisions=revisions)
    found = _compare_parts(old, new)
    affected = propagate(found)
    outcome = ProgramDiff(
        new.program.id,
        old.program,
        new.program,
        tuple(_in_order(found)),
        affected,
        dict(found.matching.nodes),
        dict(found.matching.variables),
        anchor=new.place("program", ROOT, "version"),
        revisions=(_revision(old), _revision(new)),
    )
    return replace(outcome, notices=tuple(_notices(outcome, old, new)))


def _compare_parts(old: ProgramSide, new: ProgramSide) -> Comparison:
    found = Comparison.of(old, new)
    compare_program(found)
    compare_parameters(found)
    compare_variables(found)
    if old.below is not None and new.below is not None:
        compare_below(found, _compare_parts(old.below, new.below))
    compare_populations(found)
    compare_checks(found)
    compare_answers(found)
    compare_leaves(found)
    compare_groups(found)
    found.record_provenances()
    return found


def _revision(side: ProgramSide | None) -> str:
    return side.naming.shown_as if side is not None and side.naming.shown_as.endswith(":") else ""


def _in_order(found: Comparison) -> list[Change]:
    """Sort changes: program, inputs, then the tree from the top, what is gone at the end."""
    place = {name: number for number, name in enumerate(found.new.program.nodes)}
    last = len(place)

    def key(change: Change) -> tuple[int, int]:
        if change.kind in _ORDER and change.kind != "program":
            return (_ORDER.index(change.kind), 0)
        if change.kind == "program":
            return (0, 0)
        return (len(_ORDER), place.get(change.subject, last))

    return sorted(found.changes, key=key)


def _notices(outcome: ProgramDiff, old: ProgramSide, new: ProgramSide) -> list[Change]:
    """Say what the version lacks, and that a break is better declared."""
    notices = []
    given, due = outcome.declared_bump, outcome.required_bump
    versions = old.program.version, new.program.version
    places = old.place("program", ROOT, "version"), new.place("program", ROOT, "version")
    if not is_enough(given, due):
        wanted = next_version(versions[0], due)
        if wanted is not None:
            words: Any = wanted
        elif numbers(versions[0]) is None:
            words = ("otra versión", "another version")
        else:
            words = due
        code = "IND637" if due == "major" else "IND638"
        notices.append(
            Change(code, new.program.id, "program", ROOT, "version", *versions, *places, details={"due": words})
        )
    if due == "major" and new.program.comparable and all(leaf.comparable for leaf in new.program.indicators):
        advice = (
            "`comparable: false`, `break_note` y `valid_from`",
            "`comparable: false`, `break_note` and `valid_from`",
        )
        notices.append(
            Change("IND639", new.program.id, "program", ROOT, "version", *versions, *places, details={"advice": advice})
        )
    return notices
