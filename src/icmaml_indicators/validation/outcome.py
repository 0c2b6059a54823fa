"""What validation gives: an outcome for each program, and the report of all. Reading it needs no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, Language, Place, render
from ..diagnostics.brief import Brief
from ..diagnostics.render import FORMATS, Format
from ..errors import check_language, check_option
from ..version import __version__

if TYPE_CHECKING:
    from ..specs import Draft, Program
    from .coverage import ExampleCoverage

# So many diagnostics a notebook shows.
_MOST_SHOWN = 10


@dataclass(frozen=True, slots=True, repr=False)
class Outcome(Brief):
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
    program, draft
        The program itself, and what it was read from; None when it is not sound, or when the outcome came from a cache.
    suppressed
        What was found and the files allow, each with its reason.
    replaces
        The edition that the program says it replaces, as ``id@version``; empty where it says none.
    """

    path: str
    diagnostics: tuple[Diagnostic, ...]
    summary: Mapping[str, str | int] | None = None
    identity: Place | None = None
    program: Program | None = None
    suppressed: tuple[Diagnostic, ...] = ()
    draft: Draft | None = None
    replaces: str = ""

    def told(self, more: Sequence[Diagnostic]) -> Outcome:
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
    coverage
        What the examples of each sound program reach, where that was asked for.
    """

    diagnostics: tuple[Diagnostic, ...]
    outcomes: tuple[Outcome, ...] = ()
    suppressed: tuple[Diagnostic, ...] = ()
    coverage: tuple[ExampleCoverage, ...] = ()

    def __repr__(self) -> str:
        sound = sum(outcome.summary is not None for outcome in self.outcomes)
        errors, warnings = (
            sum(diagnostic.severity == severity for diagnostic in self.diagnostics) for severity in ("error", "warning")
        )
        return f"<ValidationReport: {_some(sound, 'program')}, {_some(errors, 'error')}, {_some(warnings, 'warning')}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Show a notebook the first of what was found, as `render` does."""
        told = render(self.diagnostics[:_MOST_SHOWN], "text", version=__version__)
        left = len(self.diagnostics) - _MOST_SHOWN
        printer.text("\n\n".join([repr(self), *([told] if told else []), *([f"… {left} more"] if left > 0 else [])]))

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
        check_language(language)
        check_option("format", form, FORMATS)
        return render(self.diagnostics, form, language, root=root, version=__version__, suppressed=self.suppressed)


def _some(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def join(outcomes: Sequence[Outcome]) -> ValidationReport:
    """Return the report of several programs: an id and version that two of them declare is one more fault."""
    first: dict[str, str] = {}
    found: list[Outcome] = []
    for outcome in outcomes:
        twin = first.setdefault(outcome.name, outcome.path) if outcome.summary else outcome.path
        if twin != outcome.path and outcome.summary and outcome.identity:
            fault = Diagnostic("IND320", outcome.identity, {"id": outcome.summary["id"], "first": twin})
            found.append(outcome.told([fault]))
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
