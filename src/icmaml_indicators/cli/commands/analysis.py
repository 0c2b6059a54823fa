"""The command of the analysis of an index."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..outputs import refuse_overwriting, wants_mark
from ..progress import Progress
from ..text.summaries import show, summarise_flags
from .results import assess, count_findings, say

if TYPE_CHECKING:
    import pandas as pd

# What is written for people rather than as tables alone.
_REPORTS = {".html", ".htm", ".pdf", ".xlsx"}


def run_analyse(options: argparse.Namespace) -> int:
    """Write the tables of an analysis or print its flags, and the weights that are asked for."""
    from ...results import analyse

    assessment = assess(options)
    analysis = analyse(assessment, basis=options.basis)
    suggested = analysis.suggest_weights(options.weights, options.language) if options.weights else ""
    if options.output and Path(options.output).suffix.lower() in _REPORTS:
        from ...reports import write_report

        write_report(analysis, options.output, options.language, excel_csv=wants_mark(options, options.output))
        say(f"→ {options.output}")
    elif options.output:
        with Progress(options.language, quiet=options.quiet) as progress:
            tables = analysis.get_tables(options.language, progress=progress)
        _write(tables, options)
        say(f"→ {options.output}")
    elif not suggested:
        show(summarise_flags(analysis.get_flags(options.language), options.language))
    if suggested:
        print(suggested, end="")
    count_findings(assessment, options)
    return 0


def _write(tables: Mapping[str, pd.DataFrame], options: argparse.Namespace) -> None:
    """Write all tables to a workbook, or each to a file of a folder; the first alone to another file."""
    from ...reports import write_tables

    place, marked = Path(options.output), wants_mark(options, options.output)
    if place.suffix and not place.is_dir():
        write_tables(tables, place, excel_csv=marked)
        return
    place.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        target = place / f"{name}.csv"
        refuse_overwriting(argparse.Namespace(**vars(options) | {"output": str(target)}))
        write_tables({name: table}, target, excel_csv=marked)
