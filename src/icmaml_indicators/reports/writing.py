"""`write_report`: a benchmark or an assessment to a file, by its kind."""

from __future__ import annotations

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
        Key of the reader's own entity: a page marks it.
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
    if anonymise:
        if not isinstance(subject, Benchmark):
            raise IcmamlError("IND553")
        subject = subject.anonymised(own)
    if path.suffix.lower() in {".html", ".htm"}:
        if not isinstance(subject, Benchmark):
            raise IcmamlError("IND542")
        write_text(render_page(subject, language, own=own, **page), path)
    elif path.suffix.lower() in TABLE_SUFFIXES:
        write_tables(report_tables(subject, language), path)
    else:
        valid = ", ".join((".html", *TABLE_SUFFIXES))
        raise IcmamlError("IND543", suffix=path.suffix, valid=valid)


def report_tables(subject: Benchmark | Assessment | Panel, language: str) -> dict[str, pd.DataFrame]:
    """Return the tables of a report; the first holds the figures."""
    if isinstance(subject, Panel):
        return {
            "trend_lines": subject.trend_lines,
            "trends": subject.trends,
            "convergence": subject.convergence,
            "dispersion": subject.dispersion,
            "suspected_breaks": subject.suspected_breaks,
            "versions": subject.versions,
        }
    if isinstance(subject, Assessment):
        tables = {
            "scores": subject.to_frame(),
            "findings": subject.findings_in(language),
            "weights": subject.weights,
        }
        if subject.program.criteria:
            tables |= {"answers": subject.answers, "held": subject.held}
        if subject.reached:
            tables["attainment"] = subject.attainment
        return tables
    keys = ["peers", "period", "indicator"]
    peers = subject.statistics.drop(columns=["kind", "best_entities", "withheld"])
    peers = peers.rename(columns={name: f"peers_{name}" for name in peers.columns if name not in keys})
    positions = subject.positions.merge(peers, on=keys, how="left", validate="many_to_one")
    nodes = subject.assessment.program.nodes
    status = {name: node.provenance.status if node.provenance else "" for name, node in nodes.items()}
    positions.insert(positions.columns.get_loc("kind") + 1, "provenance", positions["indicator"].map(status))
    tables = {
        "positions": positions,
        "statistics": subject.statistics,
        "chance": subject.chance(),
        "neighbours": subject.neighbours,
        "trends": subject.trends,
        "findings": subject.assessment.findings_in(language),
    }
    return {name: table for name, table in tables.items() if len(table) or name not in {"chance", "neighbours"}}
