"""Files as others name them: from a folder down, with forward slashes."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def path_below(file: str, root: Path) -> str | None:
    """Return `file` as a path from `root` down, or None where it lies elsewhere."""
    for resolved in (os.path.abspath, os.path.realpath):
        try:
            path = Path(os.path.relpath(resolved(file), resolved(root)))
        except ValueError:  # another drive
            continue
        if not path.is_absolute() and ".." not in path.parts:
            return path.as_posix()
    return None


def shown_path(file: str, root: Path | None = None) -> str:
    """Return `file` from `root` (the working folder by default) down where it lies there, as it is otherwise."""
    return path_below(file, root or Path.cwd()) or file.replace(os.sep, "/")


def as_uri(file: str, root: Path) -> tuple[str, bool]:
    """Return the URI of a file, and whether it is relative to `root`."""
    below = path_below(file, root)
    if below is not None:
        return quote(below), True
    return Path(file).absolute().as_uri(), False
