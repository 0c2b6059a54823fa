"""The same fault in two runs: a print that does not change when lines are added above it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ..diagnostic import Diagnostic
from .paths import shown_path


def fingerprints(diagnostics: Sequence[Diagnostic], root: Path) -> list[str]:
    """Return a print for each diagnostic: of its code, its file, the text of its line and what is marked in it.

    Equal faults on lines of equal text are told apart by their order.
    """
    seen: Counter[str] = Counter()
    found = []
    for diagnostic in diagnostics:
        place = diagnostic.place
        what = "\0".join((diagnostic.code, shown_path(place.file, root), place.excerpt.strip(), place.text))
        seen[what] += 1
        whole = f"{what}\0{seen[what]}".encode("utf-8", "surrogateescape")
        found.append(hashlib.sha256(whole).hexdigest())
    return found
