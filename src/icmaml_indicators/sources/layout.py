"""Programs as they lie in folders: a file, a folder with ``program.yaml`` and its parts, a folder of either."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

MAIN_FILE = "program.yaml"
YAML_SUFFIXES = frozenset({".yaml", ".yml"})


@dataclass(slots=True)
class Layout:
    """What lies at a path.

    Attributes
    ----------
    programs
        The file or the folder of each program, sorted.
    strays
        Files that belong to no program.
    empty
        Folders that hold no program.
    """

    programs: list[Path] = field(default_factory=list)
    strays: list[Path] = field(default_factory=list)
    empty: list[Path] = field(default_factory=list)


def find_programs(path: Path) -> Layout:
    """Return the programs at `path`: a file, a program's folder, or a folder of either. Hidden entries are left out."""
    if not path.is_dir() or (path / MAIN_FILE).is_file():
        return Layout([path])
    found = Layout()
    for child in sorted(path.iterdir()):
        if child.name.startswith("."):
            continue
        if child.is_dir():
            below = find_programs(child)
            found.programs += below.programs
            found.strays += below.strays
            found.empty += below.empty
        elif child.suffix in YAML_SUFFIXES:
            found.programs.append(child)
        else:
            found.strays.append(child)
    if not found.programs and not found.empty:
        found.empty.append(path)
    return found


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
