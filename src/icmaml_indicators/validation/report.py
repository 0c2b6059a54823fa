"""`ValidationReport`: the outcomes of all programs that were checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, Language, render
from ..diagnostics.formats.paths import shown_path
from ..diagnostics.formats.records import diagnostics_record
from ..diagnostics.formats.render import FORMATS, Format
from ..diagnostics.words import sentence
from ..display import BilingualDisplay, Part, Sheet, Summary, take_items, word
from ..errors import check_language, check_option
from ..plain_data import JsonViews
from ..version import __version__
from .examples.coverage_result import ExampleCoverage
from .outcome import Outcome

if TYPE_CHECKING:
    from ..specs import Program

# So many diagnostics a terminal shows.
_MOST_SHOWN = 10
# What the summary of an outcome counts (`describe` in `checking.py`).
_STATUSES = ("documented", "reconstructed", "user")
_COLUMNS = ("program", "version", "title", "indicators", *_STATUSES)


@dataclass(frozen=True, slots=True, repr=False)
class ValidationReport(BilingualDisplay, JsonViews):
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

    Examples
    --------
    >>> report = icma.validate("cep")
    """

    diagnostics: tuple[Diagnostic, ...]
    outcomes: tuple[Outcome, ...] = ()
    suppressed: tuple[Diagnostic, ...] = ()
    coverage: tuple[ExampleCoverage, ...] = ()

    def _summary(self, language: Language) -> Summary:
        sound = [outcome.summary for outcome in self.outcomes if outcome.summary is not None]
        severities = Counter(diagnostic.severity for diagnostic in self.diagnostics)
        known = {status: sum(int(one.get(status, 0)) for one in sound) for status in _STATUSES}
        title = "title_es" if language == "es" else "title"

        def of_diagnostic(found: Diagnostic) -> tuple[Any, ...]:
            place = f"{shown_path(found.place.file)}:{found.place.line}:{found.place.column}"
            return (
                word(found.severity, language),
                found.code,
                place,
                sentence(found, language),
            )

        def of_program(one: Mapping[str, str | int]) -> tuple[Any, ...]:
            return (one["id"], one["version"], one.get(title, ""), *(one.get(key, 0) for key in _COLUMNS[3:]))

        def sheet(found: tuple[Diagnostic, ...]) -> Sheet:
            return take_items(found, ("severity", "code", "place", "message"), of_diagnostic, language)

        return Summary(
            "ValidationReport",
            word("sound" if self.ok else "not_sound", language),
            language,
            {"programs": len(sound), "indicators": sum(int(one["indicators"]) for one in sound), "provenance": known},
            {
                "diagnostics": {severity: severities[severity] for severity in ("error", "warning", "info")},
                "allowed": len(self.suppressed),
            },
            (
                Part("diagnostics", lambda: sheet(self.diagnostics), len(self.diagnostics), is_open=not self.ok),
                Part("programs", lambda: take_items(sound, _COLUMNS, of_program, language), len(sound)),
                Part("allowed", lambda: sheet(self.suppressed), len(self.suppressed)),
            ),
        )

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Show a terminal the first of what was found, as `render` does."""
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

    def to_dict(self) -> dict[str, Any]:
        """Return what `render` gives as ``json``, as plain data; ``docs/schemas/diagnostics-1.json`` describes it.

        Examples
        --------
        >>> icma.validate("cep").to_dict()["diagnostics"]
        []
        """
        return diagnostics_record(self.diagnostics, self.suppressed)

    def render(self, form: Format = "text", language: Language = "en", root: Path | None = None) -> str:
        """Return the diagnostics as ``text``, ``json``, ``github``, ``gitlab`` or ``sarif``.

        Files are named from `root` down, the working folder by default (``json``: as they were given).

        Examples
        --------
        >>> report.render("json")[0]
        '{'
        """
        check_language(language)
        check_option("format", form, FORMATS)
        return render(self.diagnostics, form, language, root=root, version=__version__, suppressed=self.suppressed)


def join_outcomes(outcomes: Sequence[Outcome]) -> ValidationReport:
    """Return the report of several programs: an id and version that two of them declare is one more fault."""
    first: dict[str, str] = {}
    found: list[Outcome] = []
    for outcome in outcomes:
        twin = first.setdefault(outcome.name, outcome.path) if outcome.summary else outcome.path
        if twin != outcome.path and outcome.summary and outcome.identity:
            fault = Diagnostic("IND320", outcome.identity, {"id": outcome.summary["id"], "first": twin})
            found.append(outcome.with_diagnostics([fault]))
        else:
            found.append(outcome)
    return report_of(found)


def report_of(outcomes: Sequence[Outcome]) -> ValidationReport:
    """Return the report of outcomes in which nothing is missing."""
    return ValidationReport(
        tuple(diagnostic for outcome in outcomes for diagnostic in outcome.diagnostics),
        tuple(outcomes),
        tuple(diagnostic for outcome in outcomes for diagnostic in outcome.suppressed),
    )
