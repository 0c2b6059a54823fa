"""What validation finds of one program, as plain data: reading it needs no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, Place
from ..diagnostics.brief import Brief

if TYPE_CHECKING:
    from ..specs import Draft, Program


@dataclass(frozen=True, slots=True, repr=False)
class Outcome(Brief):
    """One program or column map checked, or the files of a folder that belong to none.

    Attributes
    ----------
    path
        The file or folder, as the user gave it.
    diagnostics
        Everything found, in reading order.
    summary
        Identity and counts of a sound program (see `describe`); None when there is an error.
    identity
        Where its id stands.
    program, draft
        The program itself, and what it was read from; None when it is not sound, or when the outcome came from a cache.
    suppressed
        What was found and the files allow, each with its reason.
    replaces
        The edition that the program says it replaces, as ``id@version``; empty where it says none.
    is_map
        Whether it is a column map.
    """

    path: str
    diagnostics: tuple[Diagnostic, ...]
    summary: Mapping[str, str | int] | None = None
    identity: Place | None = None
    program: Program | None = None
    suppressed: tuple[Diagnostic, ...] = ()
    draft: Draft | None = None
    replaces: str = ""
    is_map: bool = False

    def with_diagnostics(self, more: Sequence[Diagnostic]) -> Outcome:
        """Return the outcome with more faults in their places; with an error the program is no longer sound."""
        files = list(dict.fromkeys(d.place.file for d in (*more, *self.diagnostics)))
        found = sorted(
            (*self.diagnostics, *more),
            key=lambda d: (files.index(d.place.file), d.place.line, d.place.column, d.code),
        )
        if any(d.severity == "error" for d in more):
            return Outcome(self.path, tuple(found), suppressed=self.suppressed)
        return replace(self, diagnostics=tuple(found))

    @property
    def name(self) -> str:
        """What no two programs may share: id and version."""
        return f"{self.summary['id']}@{self.summary['version']}" if self.summary else ""
