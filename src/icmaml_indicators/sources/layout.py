"""Programs as they lie in folders: a file, a folder with ``program.yaml`` and its parts, a folder of either.

Column maps lie among them, a file each. A file is a map by its first key, which is all that is read of it here.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

MAIN_FILE = "program.yaml"
# Says how severe rules are; it may stand among the specs that it speaks of.
CONFIGURATION_FILE = "icmaml-indicators.toml"
YAML_SUFFIXES = frozenset({".yaml", ".yml"})
# A file of a spec is not larger.
MAX_BYTES = 1_000_000
_IS_MAP = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\n]*)?\r?\n|---[ \t]*\r?\n)*map[ \t]*:")
# The first key stands behind no more than a few lines of comment.
_BEGINNING = 10_000
_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(slots=True)
class Layout:
    """What lies at a path.

    Attributes
    ----------
    programs
        The file or the folder of each program, sorted.
    maps
        The files of column maps, sorted.
    strays
        Files that belong to no program.
    empty
        Folders that hold neither a program nor a map.
    outside
        Links that lead out of the folder.
    """

    programs: list[Path] = field(default_factory=list)
    maps: list[Path] = field(default_factory=list)
    strays: list[Path] = field(default_factory=list)
    empty: list[Path] = field(default_factory=list)
    outside: list[Path] = field(default_factory=list)


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a path below a folder is a symbolic link to somewhere else: what it leads to is nobody's spec."""
    return path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())


def is_endless(path: Path) -> bool:
    """Whether a path is a pipe, a device or a socket: reading it may never end."""
    return path.exists() and not path.is_file() and not path.is_dir()


def read_at_most(path: Path, most: int) -> bytes:
    """Return the first bytes of a file."""
    with path.open("rb") as file:
        return file.read(most)


def is_map(path: Path) -> bool:
    """Whether a file is a column map: its first key is ``map``."""
    if path.suffix not in YAML_SUFFIXES or not path.is_file():
        return False
    try:
        return _IS_MAP.match(read_at_most(path, _BEGINNING)) is not None
    except OSError:
        return False


def find_programs(path: Path, top: Path | None = None) -> Layout:
    """Return the programs at `path`: a file, a program's folder, or a folder of either; and the maps among them.

    Hidden entries are left out. Links that lead out of the folder where the search began (`top`) are not followed.
    """
    if not path.is_dir() or (path / MAIN_FILE).is_file():
        return Layout(maps=[path]) if is_map(path) else Layout([path])
    found = Layout()
    for child in sorted(path.iterdir()):
        if child.name.startswith(".") or child.name == CONFIGURATION_FILE:
            continue
        if leads_out(child, top or path):
            found.outside.append(child)
        elif child.is_dir():
            below = find_programs(child, top or path)
            found.outside += below.outside
            found.programs += below.programs
            found.maps += below.maps
            found.strays += below.strays
            found.empty += below.empty
        elif child.suffix in YAML_SUFFIXES:
            (found.maps if is_map(child) else found.programs).append(child)
        else:
            found.strays.append(child)
    if not found.programs and not found.maps and not found.empty and not found.outside:
        found.empty.append(path)
    return found


def paths_by_name(folder: Path) -> dict[str, Path]:
    """Return the programs that lie in a folder by the names that they go by: that of their file or folder.

    A folder without ``program.yaml`` holds the editions of one program, a file each: ``name@edition`` is one of them,
    and the name alone the latest. Links that lead out are not followed.
    """
    found: dict[str, Path] = {}
    for child in sorted(folder.iterdir()):
        if leads_out(child, folder):
            continue
        if (child / MAIN_FILE).is_file():
            found[child.name] = child
        elif child.suffix in YAML_SUFFIXES:
            if not is_map(child):
                found[child.stem] = child
        elif child.is_dir():
            editions = [path for path in sorted(child.glob("*.yaml")) if not is_map(path)]
            found |= {f"{child.name}@{edition.stem}": edition for edition in editions}
            if editions:
                found[child.name] = editions[-1]
    return found


def maps_by_name(folder: Path) -> dict[str, Path]:
    """Return the column maps that lie in a folder by the names of their files. Links that lead out are not followed."""
    paths = sorted(folder.glob("*.y*ml")) if folder.is_dir() else []
    return {path.stem: path for path in paths if not leads_out(path, folder) and is_map(path)}


def files_of(program: Path) -> list[Path]:
    """Return every file of a program, sorted; of a folder also those that are no part of it, for they are faults."""
    if not program.is_dir():
        return [program]
    return sorted(
        found
        for found in program.rglob("*")
        if found.is_file() and not any(part.startswith(".") for part in found.relative_to(program).parts)
    )


def owner_of(path: Path) -> Path:
    """Return the folder of the program that a part file belongs to; any other path comes back as it is.

    Hooks hand over the files that changed: a part is only a program together with its folder. The search goes up to
    the top of the repository (the folder with ``.git``) or to a hidden folder, and no further.
    """
    if path.is_dir():
        return path
    here = path.absolute()
    for folder in here.parents:
        if (folder / MAIN_FILE).is_file():
            if path.is_absolute():
                return folder
            # As the user wrote it: `specs/sindes/finance.yaml` belongs to `specs/sindes`.
            return Path(os.path.relpath(folder))
        if (folder / ".git").exists() or folder.name.startswith("."):
            break
    return path


def find_configuration(start: Path) -> Path | None:
    """Return the configuration file of a folder or of the nearest one above it, up to the root of the repository.

    Installed specs have none.
    """
    folder = start.resolve()
    if folder.is_relative_to(_PACKAGE):
        return None
    if not folder.is_dir():
        folder = folder.parent
    for candidate in (folder, *folder.parents):
        if (candidate / CONFIGURATION_FILE).is_file():
            return candidate / CONFIGURATION_FILE
        if (candidate / ".git").exists():
            return None
    return None
