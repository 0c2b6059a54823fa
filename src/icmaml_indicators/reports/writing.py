"""`write_report`: what the library works out to a file, by its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, cast, get_args

from ..changes import SpecDiff
from ..diagnostics import Language, nearest
from ..diagnostics.cells import printable
from ..errors import IcmamlError, check_language, check_option, expect
from ..progress import Progress, follow_items
from ..projects import Appraisal, Portfolio
from ..results import Assessment, Benchmark, ImprovementPath, IndexAnalysis, Ledger, Uncertainty, benchmark
from ..specs import Program
from ..targets import TargetResults
from ..validation import take_program
from .buffers import is_buffer, suffix_of, write_to_buffer
from .files import TABLE_SUFFIXES, write_tables, write_text
from .pages.benchmark.page import build_figures, render_page
from .pages.matrix.page import build_matrix_figures, render_matrix
from .pages.note.page import render_note
from .pages.pdf import write_pdf
from .pages.phrases import COMMON
from .pages.projects.page import build_project_figures, render_projects
from .pages.robustness.page import build_robustness_figures, render_robustness
from .pages.rubric.page import build_rubric_figures, render_rubric
from .pages.scorecard.page import build_scorecard_figures, render_scorecard
from .subjects import Reported, report_tables
from .workbooks.results.workbook import write_results

if TYPE_CHECKING:
    import pandas as pd

_PAGES = {".html": write_text, ".htm": write_text, ".pdf": write_pdf}
# Of the file beside a page that holds its figures.
FIGURES_SUFFIX: dict[Language, str] = {"es": ".cifras.csv", "en": ".figures.csv"}
# Of the file beside tables that have no place for the words that their data asks for.
CREDITS_SUFFIX: dict[Language, str] = {"es": ".creditos.txt", "en": ".credits.txt"}
_WITHOUT_CREDITS = {".csv", ".parquet"}
# What a file name does not hold, and how much of a key it holds.
_UNSAFE, _LONGEST = re.compile(r"[^\w.-]+"), 80
PageKind = Literal["benchmark", "scorecard", "rubric", "matrix", "projects", "note", "robustness"]
# Which pages there are of what; the first where none is asked for. What is not here has no page.
PAGE_KINDS: Mapping[type, tuple[PageKind, ...]] = {
    Benchmark: ("benchmark", "scorecard", "rubric"),
    Assessment: ("rubric",),
    TargetResults: ("matrix",),
    Appraisal: ("projects",),
    Portfolio: ("projects",),
    Program: ("note",),
    Uncertainty: ("robustness",),
    IndexAnalysis: ("robustness",),
}
_OF_ENTITIES = {"scorecard", "rubric"}
_CREDITED = (Assessment, TargetResults, Uncertainty)


def write_report(
    subject: Reported | str | Path,
    path: str | Path | IO[Any],
    language: Language | None = None,
    *,
    kind: PageKind | None = None,
    format: str | None = None,
    own: str | Sequence[str] | None = None,
    anonymise: bool = False,
    publish: bool = False,
    excel_csv: bool = False,
    progress: Progress = False,
    **page: Any,
) -> None:
    """Write what was worked out to a file or a buffer, all or nothing; or a page for each entity to a folder.

    Tables (Excel, CSV, Parquet, JSON) of a benchmark, an assessment, a panel, results of targets, appraised projects, a
    portfolio, a comparison of specs, a ledger or an improvement path; a page (HTML, or PDF by the extra ``pdf``) of a
    benchmark, an assessment of a rubric, results of targets, appraised projects, a portfolio, a program, a ledger or a
    path; text of a ledger, a path or a comparison (that also as Markdown). A ledger in Excel has live formulas; other
    workbooks are for people (an index, a sheet an area, titles and headings in words), and the plain dump is that of
    CSV and Parquet. The figures of a page are written beside it as CSV. The words of credit
    that the data asks for stand on pages, and in a text beside CSV and Parquet.

    Parameters
    ----------
    subject
        What to write. A program may be named by its id or its path.
    path
        Its suffix gives the kind of file. An open file or another buffer, of text or of bytes, needs a `format`. A
        folder, or a path without a suffix, takes a scorecard or rubric for each of `own`, named by its key.
    language
        Language of the page or the workbook, of findings and of messages in every table: ``es`` or ``en``; by default
        that in which the subject was worked out, and Spanish for a portfolio, a comparison of specs and a program,
        which have none. A ledger keeps that of its assessment, and so do the text and the page of a path.
    kind
        Which page, where there are several of a subject: of a benchmark the whole ``benchmark``, the ``scorecard`` of
        one entity, or its answers to a ``rubric``. Others have one each: an assessment its ``rubric``, results of
        targets a ``matrix``, an appraisal or a portfolio ``projects``, a program its technical ``note``, uncertainty
        its ``robustness`` (with ``sensitivity=``, what `Assessment.sensitivity` gave).
    format
        The kind of file, as its suffix would say it (``html``, ``csv``, …).
    own
        Key or name of the reader's own entity: a page marks it, a scorecard and a rubric are of it; it may be left out
        of these where there is only one. Several make a page each, in a folder; all of them where it is left out. Of
        targets: the municipality, program or plan that the page is of.
    anonymise
        Show nobody's name but that of `own`, of several each on its own page; see `Benchmark.anonymise`.
    publish
        Suppress small counts, of a benchmark or an assessment; see `Benchmark.suppress`, whose choices can be made by
        calling it first.
    excel_csv
        Begin CSV with the byte-order mark by which Excel knows UTF-8, also that of the figures beside a page.
    progress
        Of a folder of pages: True shows a bar when it takes longer than a second (extra ``progress``); as in `score`.
    **page
        For a page: what the writer of the page takes beside these (`render_page`, `render_scorecard`, `render_rubric`,
        `render_matrix`, `render_projects`, `render_note` and `render_robustness` of `icmaml_indicators.reports`).

    Raises
    ------
    WrongKindError
        When `subject` is nothing that can be written.
    UnknownNameError
        When there is no such page of the subject.
    IcmamlError
        When the kind of file is not known or the file cannot be written, an extra is missing, what is no benchmark
        is to be anonymised, a page is of nobody, several are to be one file, a buffer cannot hold the kind of file, or
        a cell of Excel cannot hold a text.

    Examples
    --------
    >>> import io
    >>> file = io.StringIO()
    >>> flows = {"project": ["a", "a"], "year": [0, 1], "flow": [-100.0, 121.0]}
    >>> icma.write_report(icma.appraise(flows), file, "en", format="csv")
    >>> file.getvalue().splitlines()[0][:27]
    'project,net_present_value,i'
    """
    if isinstance(subject, str | Path):
        subject = take_program(subject)
    expect("subject", subject, *get_args(Reported))
    if language is None:
        language = _language_of(subject)
    check_language(language)
    kinds = _page_kinds(subject)
    if kind is not None and kinds:
        check_option("kind of page", kind, kinds)
    if publish:
        if not isinstance(subject, Benchmark | Assessment):
            raise IcmamlError("IND664")
        subject = subject.suppress()
    report = _Report(subject, language, (kind or kinds[0]) if kinds else None, anonymise, excel_csv, page)
    if is_buffer(path):
        write_to_buffer(path, format, lambda target: report.write(target, target.suffix, own, beside=False))
        return
    expect("path", path, str, Path)
    path = Path(cast("str | Path", path))
    if kinds and kind in _OF_ENTITIES and format is None and (not path.suffix or path.is_dir()):
        report.write_each(path, own, progress)
    else:
        report.write(path, path.suffix if format is None else suffix_of(format), own)


def _language_of(subject: Reported) -> Language:
    """Return the language in which a subject was worked out; Spanish where it has none."""
    match subject:
        case Benchmark():
            return cast(Language, subject.assessment.language)
        case Portfolio() | SpecDiff() | Program():
            return "es"
        case _:
            return cast(Language, subject.language)


@dataclass(slots=True)
class _Report:
    """What is to be written, and how, wherever it goes."""

    subject: Reported
    language: Language
    kind: PageKind | None
    anonymise: bool
    excel_csv: bool
    page: dict[str, Any]

    def write_each(self, folder: Path, own: str | Sequence[str] | None, progress: Progress) -> None:
        """Write a page for each of several entities."""
        if isinstance(self.subject, Assessment):
            self.subject = benchmark(self.subject)
        assert isinstance(self.subject, Benchmark)
        keys = _keys(self.subject, own)
        each = [*zip(keys, name_files(keys), strict=True)]
        for key, name in follow_items(progress, each, "pages", self.language):
            self.write(folder / f"{name}.html", ".html", key)

    def write_credits(self, path: Path) -> None:
        """Write the words of credit that the data asks for; nothing where it asks for none."""
        source = self.subject.assessment if isinstance(self.subject, Benchmark) else self.subject
        credits = (
            source.get_credits(self.language) if isinstance(source, Assessment | TargetResults | Uncertainty) else ()
        )
        if credits:
            lines = (f"{COMMON[self.language]['credits']}:", *credits)
            write_text("".join(f"{printable(line)}\n" for line in lines), path)

    def write(self, path: Path, suffix: str, own: str | Sequence[str] | None, *, beside: bool = True) -> None:
        """Write one file; `beside` says whether another one may stand there that holds the figures of a page."""
        subject, language, suffix = self.subject, self.language, suffix.lower()
        if own is not None and not isinstance(own, str):
            raise IcmamlError("IND670")
        if isinstance(subject, Assessment) and self.kind is not None and suffix in _PAGES:
            subject = benchmark(subject)  # its steps are found among the peers
        if own is not None and isinstance(subject, Benchmark):
            own = subject._comparison.key_of(own)
        if self.anonymise:
            if not isinstance(subject, Benchmark):
                raise IcmamlError("IND553")
            subject = subject.anonymise(own)
        if self.excel_csv and suffix not in {".csv", *_PAGES}:
            raise IcmamlError("IND687", suffix=suffix)
        texts = _texts(subject, language)
        # A definition has no figures to put into a table.
        tables = () if isinstance(subject, Program) else TABLE_SUFFIXES
        if suffix in texts:
            write_text(texts[suffix]() + "\n", path)
        elif suffix in _PAGES:
            page = dict(self.page)
            if isinstance(subject, Benchmark) and self.kind in _OF_ENTITIES:
                own = _one_entity(subject, own)
            asked: dict[str, Any] = {key: page[key] for key in ("period", "intervals") if key in page}
            if beside and (figures := _figures_of(subject, language, self.kind, own, asked)) is not None:
                beside_it = path.with_suffix(FIGURES_SUFFIX[language])
                write_tables({"figures": figures}, beside_it, excel_csv=self.excel_csv)
                page["figures"] = path.with_suffix(FIGURES_SUFFIX[language]).name
            _PAGES[suffix](_page_of_subject(subject, language, self.kind, own, page) + "\n", path)
        elif suffix == ".xlsx" and isinstance(subject, Ledger):
            subject.to_excel(path)
        elif suffix == ".xlsx" and not isinstance(subject, Ledger | Program):
            write_results(subject, path, language, lambda: self.tables(subject))
        elif suffix in tables:
            write_tables(report_tables(subject, language, first_only=True), path, suffix, excel_csv=self.excel_csv)
            if beside and suffix in _WITHOUT_CREDITS:
                self.write_credits(path.with_suffix(CREDITS_SUFFIX[language]))
        else:
            valid = tuple(dict.fromkeys((".html", ".pdf", *texts, *tables)))
            raise IcmamlError("IND543", nearest(suffix, valid), suffix=suffix, valid=", ".join(valid))

    def tables(self, subject: Reported) -> dict[str, pd.DataFrame]:
        """Return every table of a subject, and those of what goes with it."""
        effects = self.page.get("sensitivity") if isinstance(subject, Uncertainty) else None
        further = {} if effects is None else report_tables(effects, self.language)
        return report_tables(subject, self.language) | further


def write_page(page: str, path: Path) -> None:
    """Write a page of HTML by the kind of file: as it is, or as a PDF."""
    _PAGES.get(path.suffix.lower(), write_text)(page, path)


def _figures_of(
    subject: Reported, language: Language, kind: PageKind | None, own: str | None, asked: dict[str, Any]
) -> pd.DataFrame | None:
    """Return the figures of a page as a table; None where it has none."""
    match subject:
        case TargetResults():
            return build_matrix_figures(subject, language, own=own, **asked)
        case Appraisal() | Portfolio():
            return build_project_figures(subject, language)
        case Uncertainty() | IndexAnalysis():
            return build_robustness_figures(subject, language)
        case Benchmark() if kind == "benchmark":
            return build_figures(subject, language, own=own, **asked)
        case Benchmark():
            assert own is not None
            build = build_rubric_figures if kind == "rubric" else build_scorecard_figures
            return build(subject, language, own=own, **asked)
        case _:
            return None


def _one_entity(subject: Benchmark, own: str | None) -> str:
    """Return whose page it is; nobody needs to be named where there is one alone."""
    entities = subject.assessment._scored.table.entity_ids
    if own is None and len(entities) > 1:
        raise IcmamlError("IND596")
    return str(entities[0]) if own is None else own


def _page_kinds(subject: Reported) -> tuple[PageKind, ...]:
    """Return which pages there are of a subject; only answers make one of a rubric."""
    kinds = PAGE_KINDS.get(type(subject), ())
    assessment = subject.assessment if isinstance(subject, Benchmark) else subject
    if isinstance(assessment, Assessment) and not assessment.program.criteria:
        return tuple(kind for kind in kinds if kind != "rubric")
    return kinds


def _page_of_subject(
    subject: Reported, language: Language, kind: PageKind | None, own: str | None, page: dict[str, Any]
) -> str:
    match subject:
        case Ledger() | ImprovementPath():
            return page_of(subject.to_html(), f"{subject.entity} · {subject.period}", subject.language)
        case TargetResults():
            return render_matrix(subject, language, own=own, **page)
        case Appraisal() | Portfolio():
            return render_projects(subject, language, **page)
        case Program():
            return render_note(subject, language, **page)
        case Uncertainty() | IndexAnalysis():
            return render_robustness(subject, language, own=own, **page)
        case Benchmark():
            return _page_of_benchmark(subject, language, kind, own, page)
        case _:
            raise IcmamlError("IND542")


def _keys(subject: Benchmark, own: str | Sequence[str] | None) -> list[str]:
    """Return the keys of those that a page is asked of: everybody where nobody is named."""
    if own is None:
        return [str(entity) for entity in subject.assessment._scored.table.entity_ids]
    named = [own] if isinstance(own, str) else own
    return list(dict.fromkeys(subject._comparison.key_of(name) for name in named))


def name_files(keys: Sequence[str]) -> list[str]:
    """Return a file name for each key, none like another in any letter case, none that leaves its folder."""
    names: list[str] = []
    known: set[str] = set()
    for key in keys:
        plain = _UNSAFE.sub("_", key)[:_LONGEST].strip(".") or "_"
        name, number = plain, 1
        while name.casefold() in known:
            number += 1
            name = f"{plain}_{number}"
        known.add(name.casefold())
        names.append(name)
    return names


def _page_of_benchmark(
    subject: Benchmark, language: Language, kind: PageKind | None, own: str | None, page: dict[str, Any]
) -> str:
    if kind == "benchmark":
        return render_page(subject, language, own=own, **page)
    assert own is not None
    return (render_rubric if kind == "rubric" else render_scorecard)(subject, language, own=own, **page)


def page_of(fragment: str, title: str, language: str) -> str:
    """Return a page of HTML that stands by itself, around a fragment that is escaped already."""
    head = f'<meta charset="utf-8"><title>{escape(printable(title))}</title>'
    meta = '<meta name="color-scheme" content="light dark">'
    return f'<!doctype html>\n<html lang="{language}"><head>{head}{meta}</head><body>{fragment}</body></html>'


def _texts(subject: Reported, language: Language) -> dict[str, Callable[[], str]]:
    """Return what a report says in the kinds of files that are text, by suffix."""
    if isinstance(subject, SpecDiff):
        return {
            ".txt": lambda: subject.render("text", language),
            ".md": lambda: subject.render("markdown", language),
            ".json": lambda: subject.render("json", language),
        }
    if isinstance(subject, Ledger | ImprovementPath):
        return {".txt": subject.to_text, ".json": subject.to_json}
    return {}
