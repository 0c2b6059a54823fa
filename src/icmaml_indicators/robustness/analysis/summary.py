"""What an analysis says of itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...display import Part, Sheet, Summary, take_lines, word
from ...specs import name_program
from .figures import AnalysisData

if TYPE_CHECKING:
    import pandas as pd

_STATISTICS = ("period", "node", "kind", "n", "min", "median", "max", "mean", "sd", "skewness", "kurtosis", "reason")


def summarise_analysis(data: AnalysisData, tables: dict[str, Callable[[], pd.DataFrame]], language: str) -> Summary:
    """Return what an analysis says of itself in ``es`` or ``en``; the tables are made where they are shown."""
    scored, program = data.scored, data.scored.program

    def sheet(name: str) -> Callable[[], Sheet]:
        columns = _STATISTICS if name == "indicators" else None
        return lambda: take_lines(tables[name](), language, columns=columns)

    return Summary(
        "IndexAnalysis",
        name_program(program, language),
        language,
        {
            "entities": len(scored.table.entity_ids),
            "periods": ", ".join(data.periods) if len(data.periods) < 3 else f"{data.periods[0]} – {data.periods[-1]}",
            "indicators": len(data.indicators),
            "provenance": program.provenance_counts,
        },
        {"groups": len(data.groups), "basis": word(data.basis, language)},
        tuple(Part(name, sheet(name), is_open=name == "flags") for name in tables),
    )
