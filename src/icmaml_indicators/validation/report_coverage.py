"""Coverage by name or path, and in the report of a validation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..diagnostics import Diagnostic
from ..errors import SpecError, expect
from ..formulas import check_formulas
from ..progress import Progress, follow_items
from ..sources.builtin import find_source
from ..specs import Draft, Program, read_draft
from .examples.coverage import measure_coverage
from .examples.coverage_result import ExampleCoverage
from .report import ValidationReport, report_of

_MISSED_SHOWN = 3


def example_coverage(source: Program | str | Path) -> ExampleCoverage:
    """Return which paths of a program its examples reach.

    Parameters
    ----------
    source
        A program (paths then bear no place), a built-in id, or the path of a file or a program's folder.

    Raises
    ------
    SpecError
        When the spec is wrong.

    Examples
    --------
    >>> icma.example_coverage("sindes").percent
    100.0
    """
    if isinstance(source, Program):
        return measure_coverage(Draft(source.id, program=source))
    expect("source", source, Program, str, Path)
    draft = read_draft(find_source(source))
    check_formulas(draft)
    if not draft.ok:
        raise SpecError(draft.sorted_diagnostics())
    return measure_coverage(draft)


def with_coverage(
    report: ValidationReport, wanted: float | None = None, progress: Progress = False
) -> ValidationReport:
    """Return a report with the coverage of its sound programs, and a fault for each that falls short.

    Parameters
    ----------
    wanted
        The percentage of paths that must be reached; None asks for nothing.
    progress
        Whether and by what it is followed.
    """
    found: list[ExampleCoverage] = []
    outcomes = []
    for outcome in follow_items(progress, report.outcomes, "coverage", "en"):
        if outcome.summary is None:
            outcomes.append(outcome)
            continue
        draft = outcome.draft or read_draft(Path(outcome.path))
        found.append(measure_coverage(draft))
        short = wanted is not None and found[-1].percent < wanted
        outcomes.append(outcome.with_diagnostics([_shortfall(draft, found[-1], wanted or 0)]) if short else outcome)
    return replace(report_of(outcomes), coverage=tuple(found))


def _shortfall(draft: Draft, found: ExampleCoverage, wanted: float) -> Diagnostic:
    assert draft.root is not None
    details = {
        "id": found.program,
        "share": f"{found.percent:g}",
        "reached": sum(path.reached for path in found.paths),
        "count": len(found.paths),
        "wanted": f"{wanted:g}",
        "missed": "; ".join(found.missed_lines()[:_MISSED_SHOWN]),
    }
    return Diagnostic("IND324", draft.root.find(("id",)).place(), details)
