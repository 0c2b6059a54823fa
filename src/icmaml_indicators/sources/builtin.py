"""Where the specs and column maps that ship with the library are, in a wheel and in a checkout."""

from __future__ import annotations

from pathlib import Path

from ..errors import UnknownNameError
from .layout import maps_by_name, paths_by_name


def specs_folder() -> Path:
    """Return the folder of the built-in specs.

    Raises
    ------
    FileNotFoundError
        When neither the installed package nor the checkout holds them.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "indicator_specs", package.parent.parent / "indicator_specs"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("the built-in specs are not installed: indicator_specs/ is missing")


def builtin_paths() -> dict[str, Path]:
    """Return the path of each built-in program by its id (the name of its folder or file).

    ``cimtra@2010`` names an edition, and ``cimtra`` the latest; see `paths_by_name`.
    """
    return paths_by_name(specs_folder())


def editions() -> dict[str, Path]:
    """Return the built-in programs, each edition once."""
    found = builtin_paths()
    several = {name.partition("@")[0] for name in found if "@" in name}
    return {name: path for name, path in found.items() if name not in several}


def builtin_maps() -> dict[str, Path]:
    """Return the path of each built-in column map by its id, the name of its file."""
    return maps_by_name(specs_folder() / "maps")


def programs_near(path: Path) -> dict[str, Path]:
    """Return the programs that a column map may name: built in, in the folder above that of its file, or beside it."""
    known = builtin_paths()
    for folder in (path.absolute().parent.parent, path.absolute().parent):
        known |= paths_by_name(folder) if folder.is_dir() else {}
    return known


def find_map(source: str | Path) -> Path:
    """Return the path of a column map; a built-in id wins only where no such file exists.

    Raises
    ------
    UnknownNameError
        When it is neither a file nor a built-in id.
    """
    path = Path(source)
    return path if path.is_file() else _find_builtin("map", str(source), builtin_maps())


def find_source(source: str | Path) -> Path:
    """Return the path of a source; a built-in id wins only where no such path exists.

    Raises
    ------
    UnknownNameError
        When it is neither a path nor a built-in id.
    """
    path = Path(source)
    return path if path.exists() else _find_builtin("program", str(source), builtin_paths())


def _find_builtin(kind: str, name: str, known: dict[str, Path]) -> Path:
    if name not in known:
        raise UnknownNameError(kind, name, sorted(known))
    return known[name]
