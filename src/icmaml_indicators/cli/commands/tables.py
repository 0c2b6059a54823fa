"""The commands that work on a table without a program: indicators with targets, and projects."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import IcmamlError
from ..arguments.reading import list_reading_options
from ..outputs import wants_mark
from ..text.summaries import show, summarise_projects, summarise_targets
from ..words.printed import count_in_words, put_in_words
from .results import say

if TYPE_CHECKING:
    import pandas as pd

    from ...projects import Appraisal, Portfolio

_PAGES = {".html", ".htm", ".pdf"}


def run_targets(options: argparse.Namespace) -> int:
    """Hold a table of indicators against their targets."""
    from ...reports import write_report
    from ...targets import score_targets

    first, _, last = (options.term or "").partition(",")
    term = (first.strip(), last.strip()) if options.term else None
    found = score_targets(
        options.data,
        options.kind,
        term=term,
        **list_reading_options(options),
        map=options.map,
        language=options.language,
    )
    write = partial(write_report, found, options.output, options.language, own=options.own, period=options.period)
    summarise = partial(summarise_targets, found, options.language, options.own, options.period)
    status = _hand_over(found.get_findings(options.language), options, write, summarise)
    for credit in found.get_credits(options.language):
        say(credit)
    return status


def run_projects(options: argparse.Namespace) -> int:
    """Appraise projects, and choose under a budget."""
    from ...projects import appraise, prioritise
    from ...reports import write_report

    if options.rate <= -1:
        raise IcmamlError("IND546", given=options.rate)
    found = appraise(
        options.data,
        options.rate,
        **list_reading_options(options),
        language=options.language,
    )
    chosen = None
    write = partial(write_report, found, options.output, options.language)
    if options.budget is not None:
        chosen = prioritise(found.table, options.budget, cost="present_cost")
        write = partial(_write_portfolio, chosen, found, options)
    summarise = partial(summarise_projects, found, chosen, options.language)
    return _hand_over(found.get_findings(options.language), options, write, summarise)


def _write_portfolio(chosen: Portfolio, found: Appraisal, options: argparse.Namespace, *, excel_csv: bool) -> None:
    """Write what was chosen, and what it was chosen from."""
    from ...reports import report_tables, write_report, write_results, write_tables

    suffix = Path(options.output).suffix.lower()
    if suffix in _PAGES:
        write_report(chosen, options.output, options.language, appraisal=found, excel_csv=excel_csv)
        return
    tables = report_tables(chosen, options.language) | report_tables(found, options.language)
    if suffix == ".xlsx":
        write_results(chosen, Path(options.output), options.language, lambda: tables)
    else:
        write_tables(tables, Path(options.output), excel_csv=excel_csv)


def _hand_over(
    findings: pd.DataFrame, options: argparse.Namespace, write: Callable[..., None], summarise: Callable[[], str]
) -> int:
    """Write what is asked for, or show a summary; write and count the findings."""
    from ...reports import write_tables

    if options.output:
        write(excel_csv=wants_mark(options, options.output))
        say(f"→ {options.output}")
    else:
        show(summarise())
    if options.findings:
        marked = wants_mark(options, options.findings)
        write_tables({"findings": findings}, Path(options.findings), excel_csv=marked)
        say(f"→ {options.findings}")
    counts = findings["severity"].value_counts()
    told = {
        f"{one}s": count_in_words(int(counts.get(severity, 0)), one, f"{one}s", options.language)
        for severity, one in (("error", "error"), ("warning", "warning"), ("info", "note"))
    }
    say(put_in_words("findings", options.language, **told))
    return 0
