"""Which workbook there is of what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ....changes import SpecDiff
from ....projects import Appraisal, Portfolio
from ....results import Assessment, Benchmark, ImprovementPath, Panel
from ....specs import Program
from ....targets import TargetResults
from .assessment import fill_assessment
from .benchmark import fill_benchmark
from .book import Book, write_book
from .lines import fill_lines
from .words import WORDS

if TYPE_CHECKING:
    import pandas as pd

Tabled = Benchmark | Assessment | Panel | TargetResults | Appraisal | Portfolio | SpecDiff | ImprovementPath
_KINDS: dict[type, str] = {
    Benchmark: "benchmark",
    Assessment: "assessment",
    Panel: "panel",
    TargetResults: "targets",
    Appraisal: "appraisal",
    Portfolio: "portfolio",
    SpecDiff: "diff",
    ImprovementPath: "path",
}


def write_results(subject: Tabled, path: Path, language: str, tables: Callable[[], Mapping[str, pd.DataFrame]]) -> None:
    """Write the workbook of a result, whole or not at all.

    Parameters
    ----------
    subject, path
        What, and where.
    language
        Of titles, headings and words: ``es`` or ``en``.
    tables
        Makes its tables; a benchmark and an assessment are written from their arrays.

    Raises
    ------
    IcmamlError
        When the file cannot be written, or a text is longer than a cell holds.
    MissingExtraError
        When the extra ``excel`` is not installed.
    """
    kind = _KINDS[type(subject)]
    program: Program | None = None

    def fill(book: Book) -> None:
        match subject:
            case Benchmark():
                fill_benchmark(book, subject)
            case Assessment():
                fill_assessment(book, subject)
            case Panel():
                fill_lines(book, kind, tables(), subject.program, tuple(subject._data.points))
            case _:
                fill_lines(book, kind, tables())

    if isinstance(subject, Benchmark | Assessment):
        program = (subject.assessment if isinstance(subject, Benchmark) else subject).program
    elif isinstance(subject, Panel):
        program = subject.program
    said = WORDS[language]["kinds"][kind]
    write_book(path, language, str(program.title.in_language(language)) if program else said, said, fill)
