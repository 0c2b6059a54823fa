"""What is to be compared: two files, folders, built-in programs or git revisions, to sound programs in pairs."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..diagnostics import Diagnostic
from ..errors import IcmamlError, SpecError, UnknownNameError
from ..formulas import check_formulas
from ..sources import MAIN_FILE, YAML_SUFFIXES
from ..sources.builtin import builtin_paths, specs_folder
from ..specs import Draft, Program, read_drafts
from .comparing.sides import Naming, ProgramSide
from .git import Repository

Source = str | Path | Program
Pair = tuple[ProgramSide | None, ProgramSide | None]
_IS_SPEC = re.compile(rb"^spec[ \t]*:", re.MULTILINE)
_IS_ROLLUP = re.compile(rb"^rollup[ \t]*:", re.MULTILINE)


@dataclass(slots=True)
class _ProgramSet:
    """The programs of one version of everything, and what is wrong with them."""

    sides: list[ProgramSide] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)

    def read(self, path: Path, base: Path, naming: Naming, through: Collection[str] | None = None) -> None:
        """Read every program at `path`, or those that roll up one of some (`through`); names are relative to `base`."""
        for draft in read_drafts(path):
            if through is not None and not any(_relative(each, base) in through for each in _drafts_below(draft)):
                continue
            check_formulas(draft)
            self.faults += [
                naming.diagnostic(fault) for fault in draft.sorted_diagnostics() if fault.severity == "error"
            ]
            if draft.ok and draft.program is not None:
                self.sides.append(ProgramSide(draft.program, draft, naming, _relative(draft, base)))


def _drafts_below(draft: Draft) -> Iterator[Draft]:
    while draft.below is not None:
        draft = draft.below
        yield draft


def _relative(draft: Draft, base: Path) -> str:
    path = Path(draft.name)
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()


def read_pairs(
    old: Source, new: Source | None, paths: Sequence[str | Path] = (), here: Path | None = None
) -> list[Pair]:
    """Read both versions and pair their programs.

    Raises
    ------
    SpecError
        When a program of either version is wrong, with every diagnostic of both.
    UnknownNameError
        When something given is neither a program, a file or folder, nor a revision.
    IcmamlError
        When the two cannot be compared, or git cannot tell.
    """
    shelves = (_ProgramSet(), _ProgramSet())
    with tempfile.TemporaryDirectory(prefix="icmaml-diff-") as folder:
        room = Path(folder).resolve()
        revisions = _revisions(old, new, list(paths), here or Path.cwd())
        if revisions is None:
            if new is None or paths:
                raise IcmamlError("IND579", **_two_things(paths))
            for shelf, source, name in zip(shelves, (old, new), ("old", "new"), strict=True):
                _take(shelf, source, room / name, here or Path.cwd())
        else:
            _take_revisions(shelves, revisions, room)
    faults = shelves[0].faults + shelves[1].faults
    if faults:
        raise SpecError(faults)
    return pair_sides(shelves[0].sides, shelves[1].sides)


def _two_things(paths: Sequence[str | Path]) -> dict[str, str]:
    if paths:
        return {
            "problem_es": "las rutas van con revisiones de git, no con archivos",
            "problem_en": "paths go with git revisions, not with files",
        }
    return {"problem_es": "falta con qué comparar", "problem_en": "there is nothing to compare with"}


# One thing -------------------------------------------------------------------------------------------


def _take(shelf: _ProgramSet, source: Source, room: Path, here: Path) -> None:
    if isinstance(source, Program):
        shelf.sides.append(ProgramSide(source, name=source.id))
        return
    path = here / source
    if path.exists():
        shelf.read(Path(source) if here == Path.cwd() else path, Path(source), Naming())
        return
    builtin = builtin_paths()
    if str(source) in builtin:
        shelf.read(builtin[str(source)], builtin[str(source)], Naming(str(specs_folder()), "indicator_specs/"))
        return
    revision, colon, inside = str(source).partition(":")
    if not colon:
        raise UnknownNameError("program", str(source), sorted(builtin))
    repository = Repository.at(here)
    inside = repository.relative(inside) if inside.startswith(("./", "../")) else inside.strip("/")
    found = _write(repository, repository.commit(revision), inside, room)
    if found is None:
        raise IcmamlError("IND578", path=inside, revision=revision)
    shelf.read(found, found, Naming(str(room), f"{revision}:"))


def _write(repository: Repository, commit: str, path: str, folder: Path) -> Path | None:
    """Write a program as it stood; of a roll-up also what lay beside it, where the program below is looked for."""
    files = repository.files(commit)
    main = path if path in files else f"{path}/{MAIN_FILE}".lstrip("/")
    if main in files and _IS_ROLLUP.search(repository.contents([files[main]])[0]):
        repository.write(commit, path.rpartition("/")[0], folder)
    return repository.write(commit, path, folder)


# Two revisions ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Revisions:
    """A revision and a later one (None: the working tree), and where to look; paths are relative to the top."""

    repository: Repository
    old: str
    new: str | None
    paths: tuple[str, ...]

    def holds(self, name: str) -> bool:
        """Whether a file or a folder lies where to look."""
        return any(not path or name == path or name.startswith(f"{path}/") for path in self.paths)


def _is_revision(source: Source | None, here: Path) -> bool:
    return (
        isinstance(source, str) and ":" not in source and not (here / source).exists() and source not in builtin_paths()
    )


def _revisions(old: Source, new: Source | None, paths: list[str | Path], here: Path) -> _Revisions | None:
    """Return what `REV`, `REV REV` and `REV PATH` ask for, with further paths; None where files are compared."""
    if isinstance(old, str) and new is None and ":" in old and not (here / old).exists():
        revision, _, inside = old.partition(":")
        repository = Repository.at(here)
        inside = repository.relative(inside) if inside.startswith(("./", "../")) else inside.strip("/")
        repository.commit(revision)
        return _Revisions(repository, revision, None, (inside,))
    if not isinstance(old, str) or not _is_revision(old, here):
        return None
    if not (new is None or isinstance(new, str | Path)):
        return None
    try:
        repository = Repository.at(here)
    except IcmamlError as error:
        if error.code == "IND577":  # nothing says that a revision was meant
            raise UnknownNameError("program", old, sorted(builtin_paths())) from error
        raise
    repository.commit(old)
    if new is not None and not _is_revision(new, here):
        if str(new) in builtin_paths() and not (here / new).exists():
            return None
        paths, new = [new, *paths], None
    elif isinstance(new, str) and not repository.knows(new) and _is_below(repository, old, new):
        paths, new = [new, *paths], None  # a path that is gone by now
    if isinstance(new, str):
        repository.commit(new)
    relative = tuple(repository.relative(path) for path in paths) or ("",)
    return _Revisions(repository, old, None if new is None else str(new), relative)


def _is_below(repository: Repository, revision: str, path: str) -> bool:
    inside = repository.relative(path)
    return any(
        name == inside or name.startswith(f"{inside}/") for name in repository.files(repository.commit(revision))
    )


def _take_revisions(shelves: tuple[_ProgramSet, _ProgramSet], asked: _Revisions, room: Path) -> None:
    """Read every program whose files differ between the two revisions."""
    repository = asked.repository
    old = repository.commit(asked.old)
    new = None if asked.new is None else repository.commit(asked.new)
    before = set(repository.files(old))
    after = repository.present() if new is None else set(repository.files(new))
    for path in asked.paths:
        if path and not any(name == path or name.startswith(f"{path}/") for name in before | after):
            raise IcmamlError("IND578", path=path, revision=asked.old)

    def is_spec(name: str) -> bool:
        texts = []
        if name in before:
            texts += repository.contents([repository.files(old)[name]])
        if name in after:
            text = (repository.top / name).read_bytes() if new is None else b""
            texts += [text] if new is None else repository.contents([repository.files(new)[name]])
        return any(_IS_SPEC.search(text) for text in texts)

    changed = [name for name in sorted(repository.changed_files(old, new)) if asked.holds(name)]
    roots = {root for name in changed if (root := _root_of(name, before, after, is_spec)) is not None}
    # What rolls up one of them changes through it.
    above = {root for root in _rollups_near(repository, old, roots, before & after) if asked.holds(root)}
    for root in sorted(roots | above):
        through = roots if root in above else None
        if _holds(root, before):
            found = _write(repository, old, root, room / "old")
            if found is not None:
                shelves[0].read(found, room / "old", Naming(str(room / "old"), f"{asked.old}:"), through)
        if not _holds(root, after):
            continue
        if new is None:
            shelves[1].read(repository.top / root, repository.top, Naming(str(repository.top), ""), through)
        else:
            found = _write(repository, new, root, room / "new")
            if found is not None:
                shelves[1].read(found, room / "new", Naming(str(room / "new"), f"{asked.new}:"), through)


def _rollups_near(repository: Repository, commit: str, roots: set[str], known: set[str]) -> set[str]:
    """Return the roll-ups that look for the program below where one of these programs lies."""
    homes = {root.rpartition("/")[0] for root in roots}
    homes |= {home.rpartition("/")[0] for home in homes}  # editions lie in a folder of their own
    files = repository.files(commit)
    places = {name: name.removesuffix(f"/{MAIN_FILE}") for name in known if Path(name).suffix in YAML_SUFFIXES}
    near = [name for name, place in places.items() if place.rpartition("/")[0] in homes and place not in roots]
    texts = repository.contents([files[name] for name in near])
    return {places[name] for name, text in zip(near, texts, strict=True) if _IS_ROLLUP.search(text)}


def _holds(root: str, files: set[str]) -> bool:
    return root in files or f"{root}/{MAIN_FILE}".lstrip("/") in files


def _root_of(name: str, before: set[str], after: set[str], is_spec: Callable[[str], bool]) -> str | None:
    """Return the program that a file belongs to: the nearest folder with ``program.yaml``, or the file itself."""
    folder = name
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        if f"{folder}/{MAIN_FILE}" in before or f"{folder}/{MAIN_FILE}" in after:
            return folder
    return name if is_spec(name) else None


# Pairs -----------------------------------------------------------------------------------------------


def pair_sides(old: list[ProgramSide], new: list[ProgramSide]) -> list[Pair]:
    """Pair programs of before and of now.

    One and one are a pair whatever their ids. Of several, the same id under the same name comes first, then the same
    id and version, then an id that one program is left of on either side. The rest is gone or new.
    """
    if len(old) == len(new) == 1:
        return [(old[0], new[0])]
    left, right = list(old), list(new)
    partner: dict[int, ProgramSide] = {}
    keys: list[Callable[[ProgramSide], tuple[str, ...]]] = [
        lambda side: (side.program.id, side.name),
        lambda side: (side.program.id, side.program.version),
        lambda side: (side.program.id,),
    ]
    for key in keys:
        for a in list(left):
            mine = [side for side in left if key(side) == key(a)]
            theirs = [side for side in right if key(side) == key(a)]
            if len(mine) == len(theirs) == 1:
                partner[id(theirs[0])] = a
                left.remove(a)
                right.remove(theirs[0])
    pairs: list[Pair] = [(partner.get(id(side)), side) for side in new]
    return pairs + [(side, None) for side in left]
