"""Which workbook there is of what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from ....changes import SpecDiff
from ....data.files.workbooks import DIFFERENCES
from ....projects import Appraisal, Portfolio
from ....results import Assessment, Benchmark, ImprovementPath, IndexAnalysis, Panel, Sensitivity, Uncertainty
from ....rounds import Agreement, Collection
from ....specs import Program
from ....specs.model.base import Text
from ....specs.model.periods import PeriodPoint
from ....targets import TargetResults
from ...pages.figures import name_period
from ...pages.page_view import list_titles
from ...pages.phrases import COMMON
from ..rows import inert
from .assessment import fill_assessment
from .benchmark import fill_benchmark
from .book import Book, write_book
from .differences import write_differences
from .frames import table_of
from .index import Fact, describe_book, describe_credits, describe_program, write_index
from .tables import write_table
from .words import WORDS

if TYPE_CHECKING:
    import pandas as pd

Tabled = (
    Benchmark
    | Assessment
    | Panel
    | TargetResults
    | Appraisal
    | Portfolio
    | SpecDiff
    | ImprovementPath
    | Collection
    | Agreement
    | Uncertainty
    | Sensitivity
    | IndexAnalysis
)
_KINDS: dict[type, str] = {
    Benchmark: "benchmark",
    Assessment: "assessment",
    Panel: "panel",
    TargetResults: "targets",
    Appraisal: "appraisal",
    Portfolio: "portfolio",
    SpecDiff: "diff",
    ImprovementPath: "path",
    Collection: "collection",
    Agreement: "agreement",
    Uncertainty: "uncertainty",
    Sensitivity: "sensitivity",
    IndexAnalysis: "analysis",
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
                _fill_lines(book, kind, tables(), subject.program, tuple(subject._data.points))
            case Collection():
                table = subject.assessment._scored.table
                _fill_lines(book, kind, tables(), subject.program, tuple(table.points), table.credits)
            case Uncertainty() | Sensitivity():
                table = subject._study.scored.table
                _fill_lines(book, kind, tables(), subject.program, tuple(table.points), table.credits)
            case IndexAnalysis():
                table = subject._data.scored.table
                _fill_lines(book, kind, tables(), subject.program, tuple(table.points), table.credits)
            case Agreement():
                settle = partial(write_differences, book, subject.program)
                _fill_lines(book, kind, tables(), subject.program, writers={DIFFERENCES: settle})
            case TargetResults():
                _fill_lines(book, kind, tables(), credits=subject.table.credits)
            case _:
                _fill_lines(book, kind, tables())

    if isinstance(subject, Benchmark | Assessment):
        program = (subject.assessment if isinstance(subject, Benchmark) else subject).program
    elif isinstance(subject, Panel | Collection | Agreement | Uncertainty | Sensitivity | IndexAnalysis):
        program = subject.program
    said = WORDS[language]["kinds"][kind]
    write_book(path, language, str(program.title.in_language(language)) if program else said, said, fill)


# Sheets of the same table name that hold something else, by the kind of result.
_SHEETS = {
    ("targets", "indicators"): "targets",
    ("uncertainty", "scores"): "uncertain_scores",
    ("analysis", "indicators"): "node_statistics",
}


def _fill_lines(
    book: Book,
    kind: str,
    tables: Mapping[str, pd.DataFrame],
    program: Program | None = None,
    points: tuple[PeriodPoint, ...] = (),
    credits: Sequence[Text] = (),
    writers: Mapping[str, Callable[[pd.DataFrame], None]] = MappingProxyType({}),
) -> None:
    """Fill a workbook with tables.

    Parameters
    ----------
    book
        Empty yet.
    kind
        Of what they are, by its name in the words.
    tables
        By the names that the words have for them.
    program
        Whose ids they hold; None where they hold none.
    points, credits
        Its periods, and the words that the makers of its data ask for.
    writers
        What writes the sheets of tables that do not only show something, by their names.
    """
    words, language = book.words, book.language
    index = book.book.add_worksheet(book.index)
    lights = {word: colour for colour, word in COMMON[language]["lights_by_rule"].items()}
    titles = {name: inert(title) for name, title in list_titles(program, language).items()} if program else {}
    periods = {str(point): name_period(point, language, short=True) for point in points}
    for name, frame in tables.items():
        if name in writers:
            writers[name](frame)
            continue
        sheet = _SHEETS.get((kind, name), name)
        write_table(book, table_of(book, sheet, frame, titles, periods=periods, lights=lights))
    findings = tables.get("findings")
    facts = describe_program(book, program) if program is not None else []
    if findings is not None:
        counts = findings["severity"].value_counts()
        shown = {name: f"{int(counts.get(name, 0)):,}" for name in ("error", "warning", "info")}
        facts.append(
            Fact(words["findings"], words["findings_says"].format(**shown) if len(findings) else words["no_findings"])
        )
    facts += describe_credits(book, credits)
    *own, rest = describe_book(book, "")
    facts += [*own, Fact(words["elsewhere"], f"{words['elsewhere_plain']} {rest.says}")]
    shows_lights = any("light" in frame for frame in tables.values())
    title = words["kinds"][kind]
    if program is not None:
        title = f"{title}: {program.title.in_language(language)}"
    write_index(book, index, title, facts, lights if shows_lights else {})
