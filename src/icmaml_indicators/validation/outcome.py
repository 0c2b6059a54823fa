"""What validation gives: an outcome for each program, and the report of all. Reading it needs no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
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
    suppressed
        What was found and the files allow, each with its reason.
    """

    path: str
    diagnostics: tuple[Diagnostic, ...]
    summary: Mapping[str, str | int] | None = None
    identity: Place | None = None
    program: Program | None = None
    suppressed: tuple[Diagnostic, ...] = ()

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
    suppressed
        What was found and the files allow, each with its reason.
    """

    diagnostics: tuple[Diagnostic, ...]
    outcomes: tuple[Outcome, ...] = ()
    suppressed: tuple[Diagnostic, ...] = ()

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

    def render(self, form: Format = "text", language: Language = "en", root: Path | None = None) -> str:
        """Return the diagnostics as ``text``, ``json``, ``github``, ``gitlab`` or ``sarif``.

        Files are named from `root` down, the working folder by default (``json``: as they were given).
        """
        return render(self.diagnostics, form, language, root=root, version=__version__, suppressed=self.suppressed)


def join(outcomes: Sequence[Outcome]) -> ValidationReport:
    """Return the report of several programs: an id and version that two of them declare is one more fault."""
    first: dict[str, str] = {}
    found: list[Outcome] = []
    for outcome in outcomes:
        twin = first.setdefault(outcome.name, outcome.path) if outcome.summary else outcome.path
        if twin != outcome.path and outcome.summary and outcome.identity:
            fault = Diagnostic("IND320", outcome.identity, {"id": outcome.summary["id"], "first": twin})
            told = _in_order((*outcome.diagnostics, fault), fault.place.file)
            found.append(Outcome(outcome.path, told, suppressed=outcome.suppressed))
        else:
            found.append(outcome)
    return joined(found)


def joined(outcomes: Sequence[Outcome]) -> ValidationReport:
    """Return the report of outcomes in which nothing is missing."""
    return ValidationReport(
        tuple(diagnostic for outcome in outcomes for diagnostic in outcome.diagnostics),
        tuple(outcomes),
        tuple(diagnostic for outcome in outcomes for diagnostic in outcome.suppressed),
    )


def _in_order(diagnostics: Sequence[Diagnostic], main: str) -> tuple[Diagnostic, ...]:
    """Put a fault of the main file, which comes first, in its place."""
    ahead = sorted((d for d in diagnostics if d.place.file == main), key=lambda d: (d.place.line, d.place.column))
    return (*ahead, *(d for d in diagnostics if d.place.file != main))
