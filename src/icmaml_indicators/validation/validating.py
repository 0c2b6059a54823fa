"""`validate`: from names and paths to the report of all programs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..errors import expect
from ..progress import Progress
from .cache import Cache
from .incremental import check
from .report import ValidationReport


def validate(
    *sources: str | Path,
    severity: Mapping[str, str] | None = None,
    cache: str | Path | None = None,
    coverage: bool = False,
    min_coverage: float | None = None,
    progress: Progress = False,
) -> ValidationReport:
    """Check specs, their formulas, examples and properties, and look them over; never raises for a bad spec.

    Parameters
    ----------
    *sources
        Built-in ids, or paths of files, programs' folders, or folders of programs. A part file stands for the program
        that it belongs to. All built-in programs by default; each program is checked once.
    severity
        By code ``error``, ``warning``, ``info`` or ``off``: goes before what ``icmaml-indicators.toml`` says.
    cache
        Folder where outcomes are kept, so that a program that has not changed is not checked again. None by default.
    coverage
        Measure as well which paths the examples reach.
    min_coverage
        The percentage of its paths that the examples of each program must reach.
    progress
        True shows a bar when it takes longer than a second (extra ``progress``); as in `score`.

    Raises
    ------
    UnknownNameError
        When a source, a code or a severity does not exist.

    Examples
    --------
    >>> icma.validate("sindes").ok
    True
    """
    for source in sources:
        expect("sources", source, str, Path)
    report = check(sources, Cache(cache) if cache is not None else None, severity or {}, progress)
    if not coverage and min_coverage is None:
        return report
    from .report_coverage import with_coverage

    return with_coverage(report, min_coverage, progress)
