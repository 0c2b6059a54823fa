"""`write_report`: a benchmark or an assessment to a file, by its kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..benchmarks import Benchmark, Panel
from ..errors import IcmamlError
from ..scoring import Assessment
from .files import TABLE_SUFFIXES, write_tables, write_text
from .page import render_page

if TYPE_CHECKING:
    import pandas as pd


def write_report(
    subject: Benchmark | Assessment | Panel,
    path: str | Path,
    language: str = "es",
    *,
    own: str | None = None,
    anonymise: bool = False,
    **page: Any,
) -> None:
    """Write a benchmark (HTML, Excel, CSV, Parquet, JSON), an assessment or a panel (all but HTML); all or nothing.

    Parameters
    ----------
    subject
        What to write.
    path
        Its suffix gives the kind of file.
    language
        Language of the page and of findings: ``es`` or ``en``.
    own
        Key or name of the reader's own entity: a page marks it.
    anonymise
        Show nobody's name but that of `own`; see `Benchmark.anonymised`.
    **page
        For HTML: see `icmaml_indicators.reports.page.render_page`.

    Raises
    ------
    IcmamlError
        When the kind of file is not known, an extra is missing, or an assessment is to be anonymised.
    """
    path = Path(path)
    if own is not None and isinstance(subject, Benchmark):
        own = subject.key_of(own)
    if anonymise:
        if not isinstance(subject, Benchmark):
            raise IcmamlError("IND553")
        subject = subject.anonymised(own)
    if path.suffix.lower() in {".html", ".htm"}:
        if not isinstance(subject, Benchmark):
            raise IcmamlError("IND542")
        write_text(render_page(subject, language, own=own, **page), path)
    elif path.suffix.lower() in TABLE_SUFFIXES:
        write_tables(report_tables(subject, language, first_only=path.suffix.lower() != ".xlsx"), path)
    else:
        valid = ", ".join((".html", *TABLE_SUFFIXES))
        raise IcmamlError("IND543", suffix=path.suffix, valid=valid)


def report_tables(
    subject: Benchmark | Assessment | Panel, language: str, *, first_only: bool = False
) -> dict[str, pd.DataFrame]:
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


def _makers(subject: Benchmark | Assessment | Panel, language: str) -> dict[str, Callable[[], pd.DataFrame]]:
    """Return how each table of a report is made."""
    if isinstance(subject, Panel):
        return {
            "trend_lines": lambda: subject.trend_lines,
            "trends": lambda: subject.trends,
            "convergence": lambda: subject.convergence,
            "dispersion": lambda: subject.dispersion,
            "suspected_breaks": lambda: subject.suspected_breaks,
            "versions": lambda: subject.versions,
        }
    if isinstance(subject, Assessment):
        makers = {
            "scores": subject.to_frame,
            "findings": lambda: subject.findings_in(language),
            "weights": lambda: subject.weights,
        }
        if subject.program.criteria:
            makers |= {"answers": lambda: subject.answers, "held": lambda: subject.held}
        if subject.reached:
            makers["attainment"] = lambda: subject.attainment
        return makers
    return {
        "positions": lambda: _positions(subject),
        "statistics": lambda: subject.statistics,
        "chance": subject.chance,
        "neighbours": lambda: subject.neighbours,
        "trends": lambda: subject.trends,
        "trend_lines": lambda: subject.trend_lines,
        "convergence": lambda: subject.convergence,
        "suspected_breaks": lambda: subject.suspected_breaks,
        "findings": lambda: subject.assessment.findings_in(language),
    }


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
