"""What validation gives: an outcome for each program, and the report of all. Reading it needs no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, Language, Place, render
from ..diagnostics.render import Format

if TYPE_CHECKING:
    from ..specs import Program


@dataclass(frozen=True, slots=True)
class Outcome:
    """One program checked, or the files of a folder that belong to none.

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
    program
        The program itself; None when it is not sound, or when the outcome came from a cache.
    """

    path: str
    diagnostics: tuple[Diagnostic, ...]
    summary: Mapping[str, str | int] | None = None
    identity: Place | None = None
    program: Program | None = None

    @property
    def name(self) -> str:
        """What no two programs may share: id and version."""
        return f"{self.summary['id']}@{self.summary['version']}" if self.summary else ""


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The outcome of `validate`.

    Attributes
    ----------
    diagnostics
        Everything found, file by file, in reading order.
    outcomes
        The same, program by program.
    """

    diagnostics: tuple[Diagnostic, ...]
    outcomes: tuple[Outcome, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is an error; warnings are allowed."""
        return not any(diagnostic.severity == "error" for diagnostic in self.diagnostics)

    @property
    def programs(self) -> tuple[Program, ...]:
        """The programs that are sound; what came from a cache is read now."""
        from .loading import load

        return tuple(
            outcome.program or load(Path(outcome.path), prove=False)
            for outcome in self.outcomes
            if outcome.summary is not None
        )

    def render(self, form: Format = "text", language: Language = "en") -> str:
        """Return the diagnostics as ``text``, ``json``, ``github``, ``gitlab`` or ``sarif``."""
        return render(self.diagnostics, form, language)


def join(outcomes: Sequence[Outcome]) -> ValidationReport:
    """Return the report of several programs: an id and version that two of them declare is one more fault."""
    first: dict[str, str] = {}
    joined: list[Outcome] = []
    for outcome in outcomes:
        twin = first.setdefault(outcome.name, outcome.path) if outcome.summary else outcome.path
        if twin != outcome.path and outcome.summary and outcome.identity:
            fault = Diagnostic("IND320", outcome.identity, {"id": outcome.summary["id"], "first": twin})
            joined.append(Outcome(outcome.path, _in_order((*outcome.diagnostics, fault), fault.place.file)))
        else:
            joined.append(outcome)
    return ValidationReport(tuple(d for outcome in joined for d in outcome.diagnostics), tuple(joined))


def _in_order(diagnostics: Sequence[Diagnostic], main: str) -> tuple[Diagnostic, ...]:
    """Put a fault of the main file, which comes first, in its place."""
    ahead = sorted((d for d in diagnostics if d.place.file == main), key=lambda d: (d.place.line, d.place.column))
    return (*ahead, *(d for d in diagnostics if d.place.file != main))
