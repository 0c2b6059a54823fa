"""`write_report`: what the library works out to a file, by its kind."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from ..changes import SpecDiff
from ..diagnostics import Language
from ..diagnostics.cells import printable
from ..errors import IcmamlError, check_language, check_option, expect
from ..projects import Appraisal, Portfolio
from ..results import Assessment, Benchmark, ImprovementPath, Ledger, Panel, benchmark
from ..targets import TargetResults
from .files import TABLE_SUFFIXES, write_tables, write_text
from .pages.benchmark.page import build_figures, render_page
from .pages.pdf import write_pdf
from .pages.rubric.page import render_rubric
from .pages.scorecard.page import render_scorecard

if TYPE_CHECKING:
    import pandas as pd

Reported = Benchmark | Assessment | Panel | TargetResults | Appraisal | Portfolio | SpecDiff | Ledger | ImprovementPath
_KINDS = (Benchmark, Assessment, Panel, TargetResults, Appraisal, Portfolio, SpecDiff, Ledger, ImprovementPath)
_PAGES = {".html": write_text, ".htm": write_text, ".pdf": write_pdf}
# Of the file beside the page of a group that holds its figures.
FIGURES_SUFFIX: dict[Language, str] = {"es": ".cifras.csv", "en": ".figures.csv"}
PageKind = Literal["benchmark", "scorecard", "rubric"]


def write_report(
    subject: Reported,
    path: str | Path,
    language: Language = "es",
    *,
    kind: PageKind = "benchmark",
    own: str | None = None,
    anonymise: bool = False,
    publish: bool = False,
    **page: Any,
) -> None:
    """Write what was worked out to a file; all or nothing.

    Tables (Excel, CSV, Parquet, JSON) of a benchmark, an assessment, a panel, results of targets, appraised projects, a
    portfolio, a comparison of specs, a ledger or an improvement path; a page (HTML, or PDF by the extra ``pdf``) of a
    benchmark, an assessment of a rubric, a ledger or a path; text of a ledger, a path or a comparison (that also as
    Markdown). A ledger in Excel has live formulas.

    Parameters
    ----------
    subject
        What to write.
    path
        Its suffix gives the kind of file.
    language
        Language of the page, of findings and of messages in every table: ``es`` or ``en``. A ledger and a path keep
        that of their assessment.
    kind
        Which page: the whole ``benchmark``, the ``scorecard`` of one entity, or its answers to a ``rubric`` (that also
        of an assessment).
    own
        Key or name of the reader's own entity: a page marks it, a scorecard and a rubric are of it; it may be left out
        of these where there is only one.
    anonymise
        Show nobody's name but that of `own`; see `Benchmark.anonymise`.
    publish
        Suppress small counts, of a benchmark or an assessment; see `Benchmark.suppress`, whose choices can be made by
        calling it first.
    **page
        For a page: see `icmaml_indicators.reports.pages.benchmark.page.render_page`,
        `icmaml_indicators.reports.pages.scorecard.page.render_scorecard` and
        `icmaml_indicators.reports.pages.rubric.page.render_rubric`.

    Raises
    ------
    WrongKindError
        When `subject` is nothing that can be written.
    IcmamlError
        When the kind of file is not known or the file cannot be written, an extra is missing, what is no benchmark
        is to be anonymised, a scorecard or rubric is of nobody, or a rubric has no criteria.
    """
    expect("subject", subject, *_KINDS)
    expect("path", path, str, Path)
    check_language(language)
    check_option("kind of page", kind, get_args(PageKind))
    path = Path(path)
    suffix = path.suffix.lower()
    if publish:
        if not isinstance(subject, Benchmark | Assessment):
            raise IcmamlError("IND664")
        subject = subject.suppress()
    if isinstance(subject, Assessment) and kind == "rubric" and suffix in _PAGES:
        subject = benchmark(subject)  # its steps are found among the peers
    if own is not None and isinstance(subject, Benchmark):
        own = subject._comparison.key_of(own)
    if anonymise:
        if not isinstance(subject, Benchmark):
            raise IcmamlError("IND553")
        subject = subject.anonymise(own)
    texts = _texts(subject, language)
    if suffix in texts:
        write_text(texts[suffix]() + "\n", path)
    elif suffix in _PAGES:
        if kind == "benchmark" and isinstance(subject, Benchmark):
            page["figures"] = _write_figures(subject, path, language, own, page)
        _PAGES[suffix](_page(subject, language, kind, own, page), path)
    elif suffix == ".xlsx" and isinstance(subject, Ledger):
        subject.to_excel(path)
    elif suffix in TABLE_SUFFIXES:
        write_tables(report_tables(subject, language, first_only=suffix != ".xlsx"), path)
    else:
        valid = ", ".join((*dict.fromkeys((".html", ".pdf", *texts, *TABLE_SUFFIXES)),))
        raise IcmamlError("IND543", suffix=path.suffix, valid=valid)


def write_page(page: str, path: Path) -> None:
    """Write a page of HTML by the kind of file: as it is, or as a PDF."""
    _PAGES.get(path.suffix.lower(), write_text)(page, path)


def _write_figures(subject: Benchmark, path: Path, language: Language, own: str | None, page: dict[str, Any]) -> str:
    """Write the figures of the page of a group beside it, and return the name of that file."""
    beside = path.with_suffix(FIGURES_SUFFIX[language])
    asked = {key: page[key] for key in ("period", "intervals") if key in page}
    write_tables({"figures": build_figures(subject, language, own=own, **asked)}, beside)
    return beside.name


def _page(subject: Reported, language: Language, kind: PageKind, own: str | None, page: dict[str, Any]) -> str:
    if isinstance(subject, Ledger | ImprovementPath):
        return page_of(subject.to_html(), f"{subject.entity} · {subject.period}", subject.language) + "\n"
    if not isinstance(subject, Benchmark):
        raise IcmamlError("IND542")
    if kind == "benchmark":
        return render_page(subject, language, own=own, **page)
    entities = subject.assessment._scored.table.entity_ids
    if own is None and len(entities) > 1:
        raise IcmamlError("IND596")
    own = str(entities[0]) if own is None else own
    return (render_rubric if kind == "rubric" else render_scorecard)(subject, language, own=own, **page)


def report_tables(subject: Reported, language: Language, *, first_only: bool = False) -> dict[str, pd.DataFrame]:
    """Return the tables of a report; the first holds the figures, and is the only one made where no other is asked for.

    Tables that say nothing (no counts, no neighbours, a single period) are left out of a benchmark's.
    """
    makers = _makers(subject, language)
    if first_only:
        name, make = next(iter(makers.items()))
        return {name: make()}
    tables = {name: make() for name, make in makers.items()}
    kept = {"positions", "statistics", "trends", "findings"} if isinstance(subject, Benchmark) else set(tables)
    return {name: table for name, table in tables.items() if len(table) or name in kept}


def page_of(fragment: str, title: str, language: str) -> str:
    """Return a page of HTML that stands by itself, around a fragment that is escaped already."""
    head = f'<meta charset="utf-8"><title>{escape(printable(title))}</title>'
    return f'<!doctype html>\n<html lang="{language}"><head>{head}</head><body>{fragment}</body></html>'


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


def _makers(subject: Reported, language: Language) -> dict[str, Callable[[], pd.DataFrame]]:
    """Return how each table of a report is made."""
    match subject:
        case Panel():
            return {
                "trend_lines": lambda: subject.trend_lines,
                "trends": lambda: subject.trends,
                "convergence": lambda: subject.convergence,
                "dispersion": lambda: subject.dispersion,
                "suspected_breaks": lambda: subject.get_suspected_breaks(language),
                "versions": lambda: subject.versions,
            }
        case Assessment():
            return _of_assessment(subject, language)
        case TargetResults():
            return _of_targets(subject, language)
        case Appraisal():
            return {
                "projects": subject.table.reset_index,
                "findings": lambda: subject.get_findings(language),
            }
        case Portfolio():
            return {"portfolio": subject.table.reset_index}
        case SpecDiff():
            return _of_diff(subject, language)
        case Ledger():
            return {"ledger": subject.to_frame}
        case ImprovementPath():
            return {"moves": lambda: subject.moves}
        case Benchmark():
            return {
                "positions": lambda: _positions(subject),
                "statistics": lambda: subject.statistics,
                "chance": subject.chance,
                "neighbours": lambda: subject.neighbours,
                "trends": lambda: subject.trends,
                "trend_lines": lambda: subject.trend_lines,
                "convergence": lambda: subject.convergence,
                "suspected_breaks": lambda: subject.panel.get_suspected_breaks(language),
                "findings": lambda: subject.assessment.get_findings(language),
            }


def _of_assessment(subject: Assessment, language: Language) -> dict[str, Callable[[], pd.DataFrame]]:
    makers = {
        "scores": subject.to_frame,
        "findings": lambda: subject.get_findings(language),
        "weights": lambda: subject.weights,
    }
    if subject.program.criteria:
        makers |= {"answers": lambda: subject.answers, "held": lambda: subject.gate_effects}
    if subject._scored.book.cuts:
        makers["level_cuts"] = lambda: subject.level_cuts
    if subject._scored.target_attainments:
        makers["attainment"] = lambda: subject.attainment
    return makers


def _of_targets(subject: TargetResults, language: Language) -> dict[str, Callable[[], pd.DataFrame]]:
    makers = {
        "groups": lambda: subject.groups,
        "indicators": subject.indicators.reset_index,
        "findings": lambda: subject.get_findings(language),
    }
    if subject.term is not None:
        makers["pace"] = lambda: subject.pace
    return makers


def _of_diff(subject: SpecDiff, language: Language) -> dict[str, Callable[[], pd.DataFrame]]:
    """Return the tables of a comparison: of moves first where there are data, of changes first otherwise."""
    changes = {"changes": lambda: subject.to_frame(language)}
    moves, summary = subject.moves, subject.summary
    if moves is None or summary is None:
        return changes
    return {"moves": lambda: moves, "summary": lambda: summary, **changes}


def _positions(benchmark: Benchmark) -> pd.DataFrame:
    """Return the positions, each with its provenance and the statistics of its peers."""
    keys = ["peers", "period", "indicator"]
    peers = benchmark.statistics.drop(columns=["kind", "best_entities", "withheld"])
    peers = peers.rename(columns={name: f"peers_{name}" for name in peers.columns if name not in keys})
    positions = benchmark.positions.merge(peers, on=keys, how="left", validate="many_to_one")
    nodes = benchmark.assessment.program.nodes
    status = {name: node.provenance.status if node.provenance else "" for name, node in nodes.items()}
    positions.insert(positions.columns.get_loc("kind") + 1, "provenance", positions["indicator"].map(status))
    return positions
