"""What a study is made of, laid out in a folder as it lies in a package: spec, map, catalogue and data of each run."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..data.files.deliveries import are_paths, distinguish_names, list_files
from ..errors import DataError, IcmamlError, expect
from ..geography import Catalogue
from ..maps.model import ColumnMap
from ..maps.reading import take_map
from ..sources import files_of
from ..sources.builtin import find_map, find_source
from ..specs import Draft, Program, read_draft
from ..validation import load
from .archive import find_fault_of_name
from .frames import write_catalogue, write_frame
from .manifest import FileRole, Role, Run, ScoreOptions

# Where things lie below the folder of a run.
_SPEC, _MAPS, _DATA = "spec", "spec/maps", "data"
_CATALOGUE, TABLE = "catalogue.json", "table.json"


@dataclass(slots=True)
class Layout:
    """A folder into which a study is laid out.

    Attributes
    ----------
    folder
        Where.
    roles
        What each file is, by its name below the folder.
    origins
        The files that were read.
    """

    folder: Path
    roles: dict[str, FileRole] = field(default_factory=dict)
    origins: list[Path] = field(default_factory=list)

    def put(self, name: str, content: bytes | Path, role: FileRole) -> str:
        """Put a file, or the content of one, in its place; return its name.

        Raises
        ------
        IcmamlError
            When its name cannot stand in a package (IND808), or it cannot be read.
        """
        fault = find_fault_of_name(name)
        if fault is not None:
            raise IcmamlError("IND808", name=name, problem=fault)
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            target.write_bytes(content)
        else:
            self.origins.append(content)
            try:
                shutil.copyfile(content, target)
            except OSError as error:
                raise DataError("IND506", path=content, problem=error.strerror or error) from error
        self.roles[name] = role
        return name


def lay_out_run(
    layout: Layout,
    role: Role,
    program: str | Path,
    data: Any,
    options: ScoreOptions,
    *,
    map: str | Path | None = None,
    catalogue: Catalogue | None = None,
    number: int = 0,
) -> Run:
    """Put all that a scoring reads into the folder, and return what the manifest says of it.

    Parameters
    ----------
    layout, role, options
        Where, what it is for, and how it is scored.
    program, data, map, catalogue
        As `score` takes them, but that programs and maps are named, for their files go along.
    number
        Of several programs below, which.

    Raises
    ------
    SpecError, UnknownNameError, WrongKindError, DataError
        When the program, the map or the data cannot be read.
    """
    expect("program", program, str, Path)
    home = {"study": "", "reference": "reference/", "lower": f"lower/{number}/"}[role]
    found = load(program)
    placed = _put_spec(layout, read_draft(find_source(program)), found, f"{home}{_SPEC}")
    run = Run(role=role, program=placed, data=None, options=options)
    if map is not None:
        expect("map", map, str, Path)
        take_map(map, ColumnMap)
        path = find_map(map)
        run.map = layout.put(f"{home}{_MAPS}/{path.name}", path, "map")
    if catalogue is not None:
        expect("catalogue", catalogue, Catalogue)
        run.catalogue = layout.put(f"{home}{_CATALOGUE}", write_catalogue(catalogue), "catalogue")
    if data is not None:
        _put_data(layout, run, data, f"{home}{_DATA}")
    return run


def _put_spec(layout: Layout, draft: Draft, program: Program, home: str, name: str | None = None) -> str:
    """Put the files of a program, and of the one that it is made of beside it; return the name of its own.

    There the loader looks first, and finds a program by the name of its file or folder, or as an edition of it.
    """
    path = Path(draft.name).absolute()
    known_as = program.id if name is None else name
    if path.is_dir():
        placed = f"{home}/{program.id}"
        for file in files_of(path):
            layout.put(f"{placed}/{file.relative_to(path).as_posix()}", file, "spec")
    else:
        placed = f"{home}/{path.name}" if path.stem == known_as else f"{home}/{program.id}/{path.name}"
        layout.put(placed, path, "spec")
    if draft.below is not None and draft.below.program is not None and program.rollup is not None:
        beside = placed.rpartition("/")[0]
        _put_spec(layout, draft.below, draft.below.program, beside, program.rollup.of)
    return placed


def _put_data(layout: Layout, run: Run, data: Any, home: str) -> None:
    """Put files of data by the names that they are told by, and a table as one."""
    if not are_paths(data):
        run.data = [layout.put(f"{home}/{TABLE}", write_frame(data), "data")]
        return
    paths, _ = list_files(data, None)
    run.several = paths is not None
    paths = [Path(str(data))] if paths is None else [path.absolute() for path in paths]
    for path in paths:
        if not path.is_file():
            raise DataError("IND504", path=path)
    names = distinguish_names(paths) if run.several else [paths[0].name]
    run.data = [layout.put(f"{home}/{name}", path, "data") for name, path in zip(names, paths, strict=True)]


def list_given(data: Any) -> dict[str, bytes]:
    """Return the data that lies beside a package, by the names of its files; a table by that of one.

    Raises
    ------
    DataError
        When there is none, or it cannot be read.
    """
    if not are_paths(data):
        return {TABLE: write_frame(data)}
    several: Sequence[str | Path] = [data] if isinstance(data, str | Path) else data
    found: dict[str, bytes] = {}
    for each in several:
        paths, _ = list_files(each, None)
        for path in [Path(each)] if paths is None else paths:
            try:
                found[str(path.absolute())] = path.read_bytes()
            except OSError as error:
                raise DataError("IND506", path=path, problem=error.strerror or error) from error
    return found


def write_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files whose names were looked at into a folder.

    Raises
    ------
    IcmamlError
        When one cannot be written there (IND806).
    """
    for name, content in contents.items():
        target = folder / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except OSError as error:  # a file is to be a folder as well, or its name is too long here
            raise IcmamlError("IND806", name=name) from error
