"""The command of movement over time."""

from __future__ import annotations

import argparse
from pathlib import Path

from ...errors import IcmamlError
from ..outputs import wants_mark
from ..text.summaries import show, summarise_trends
from .results import assess, count_findings, say


def run_trends(options: argparse.Namespace) -> int:
    """Write changes, trends, convergence and suspected breaks, over the editions of a program."""
    from ...reports import report_tables, write_results, write_tables
    from ...results import benchmark, join_editions

    editions = []
    for pair in options.earlier:
        program, separator, data = pair.partition("=")
        if not separator:
            raise IcmamlError("IND561", name="--earlier", given=pair, expected=("PROGRAMA=DATOS", "PROGRAM=DATA"))
        # The base period is one of the edition asked for.
        earlier = argparse.Namespace(**{**vars(options), "program": program, "data": data, "base_period": None})
        editions.append(benchmark(assess(earlier), options.peers))
    assessment = assess(options)
    panel = join_editions(*editions, benchmark(assessment, options.peers))
    lines = panel.lines(options.level)
    if options.output:
        tables = report_tables(panel, options.language)
        tables |= {"trend_lines": lines, "trends": panel.changes(options.against)}
        if Path(options.output).suffix.lower() == ".xlsx":
            write_results(panel, Path(options.output), options.language, lambda: tables)
        else:
            write_tables(tables, Path(options.output), excel_csv=wants_mark(options, options.output))
        say(f"→ {options.output}")
    else:
        show(summarise_trends(panel, lines, options.language))
    count_findings(assessment, options)
    return 0
