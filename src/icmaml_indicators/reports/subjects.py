"""What reports can be of, and the tables of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..changes import SpecDiff
from ..diagnostics import Language
from ..projects import Appraisal, Portfolio
from ..results import Assessment, Benchmark, ImprovementPath, IndexAnalysis, Ledger, Panel, Sensitivity, Uncertainty
from ..rounds import Agreement, Collection
from ..specs import Program
from ..targets import TargetResults

if TYPE_CHECKING:
    import pandas as pd

Reported = (
    Benchmark
    | Assessment
    | Panel
    | TargetResults
    | Appraisal
    | Portfolio
    | SpecDiff
    | Ledger
    | ImprovementPath
    | Program
    | Collection
    | Agreement
    | Uncertainty
    | Sensitivity
    | IndexAnalysis
)


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
        case Program():
            return {}
        case Collection():
            return {
                "status": lambda: subject.status,
                "files": lambda: subject.files,
                "corrections": lambda: subject.corrections,
                "moves": lambda: subject.moves,
            }
        case Uncertainty():
            return {
                "ranks": lambda: subject.ranks,
                "scores": lambda: subject.scores,
                "quartiles": lambda: subject.quartiles,
                "levels": lambda: subject.levels,
                "alternatives": lambda: subject.alternatives,
                "notes": lambda: _notes(subject, language),
            }
        case IndexAnalysis():
            return subject._list_tables(language)
        case Sensitivity():
            return {"indices": lambda: subject.indices, "by_entity": lambda: subject.by_entity}
        case Agreement():
            return {
                "blocks": lambda: subject.blocks,
                "differences": lambda: subject._settlement,
                "answers": lambda: subject.answers,
            }
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


def _notes(subject: Uncertainty, language: Language) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({"note": subject.get_notes(language)})


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
