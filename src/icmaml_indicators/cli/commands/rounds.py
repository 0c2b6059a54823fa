"""A round of collection on the command line: who has handed in, what to say to each, how far evaluators agree."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...validation import load
from ..arguments.reading import list_reading_options
from ..outputs import wants_mark
from ..progress import Progress
from ..text.summaries import show, summarise_lines
from ..words.printed import put_in_words
from .municipalities import catalogue_from
from .results import assess, count_findings, say

if TYPE_CHECKING:
    from ...specs import Program

_SHOWN = ("entity", "name", "state", "answered", "asked", "errors", "files")
_BLOCKS = ("title", "criteria", "compared", "agreeing", "percent", "kappa")
_LEFT = ("entity", "period", "criterion", "title", "first", "second")


def run_round(options: argparse.Namespace) -> int:
    """Look through the files of a round, score those in force, and write or show how far everybody is."""
    from ...reports import write_report
    from ...rounds import collection

    program = load(options.program)
    with Progress(options.language, quiet=options.quiet) as progress:
        found = collection(
            options.data if len(options.data) > 1 else options.data[0],
            program,
            period=options.period,
            expected=_expected(options, program),
            register=options.register,
            least_share=options.least_share / 100.0,
            final=options.final,
            peers=options.peers,
            **list_reading_options(options),
            catalogue=catalogue_from(options.catalogue, program.entity.country),
            map=options.map,
            language=options.language,
            progress=progress,
        )
    if options.output:
        excel_csv = wants_mark(options, options.output)
        write_report(found, options.output, options.language, excel_csv=excel_csv)
        say(f"→ {options.output}")
    else:
        show(summarise_lines(found.status[list(_SHOWN)], options.language))
    unread = int((found.files["state"] == "not_read").sum())
    told = {"program": program.id, "period": found.period, "not_read": unread, **found.counts}
    say(put_in_words("round", options.language, **told))
    count_findings(found.assessment, options)
    return 0


def run_check_data(options: argparse.Namespace) -> int:
    """Write or show what each municipality is to answer."""
    from ...reports import write_observations, write_tables
    from ...rounds import list_observations

    closed, options.period = options.period, None
    assessment = assess(options)
    if options.output and Path(options.output).suffix.lower() == ".xlsx":
        count = write_observations(assessment, options.output, options.language, period=closed)
    else:
        table = list_observations(assessment, closed, options.language)
        count = len(table)
        if options.output:
            excel_csv = wants_mark(options, options.output)
            write_tables({"observations": table}, Path(options.output), excel_csv=excel_csv)
        else:
            show(summarise_lines(table[["entity", "name", "kind", "title", "given", "place"]], options.language))
    if options.output:
        say(f"→ {options.output}")
    say(put_in_words("observed", options.language, count=count))
    return 0


def run_agreement(options: argparse.Namespace) -> int:
    """Write or show how far two evaluators agree, and what they are still to settle."""
    from ...reports import write_report
    from ...reports.workbooks.results.differences import put_answers_in_words
    from ...rounds import agreement

    program = load(options.program)
    found = agreement(
        program,
        options.first,
        options.second,
        settled=options.settled,
        period=options.period,
        **list_reading_options(options),
        catalogue=catalogue_from(options.catalogue, program.entity.country),
        language=options.language,
    )
    whole, left = found.blocks.iloc[-1], found.differences
    if options.output:
        excel_csv = wants_mark(options, options.output)
        write_report(found, options.output, options.language, excel_csv=excel_csv)
        say(f"→ {options.output}")
    else:
        blocks = found.blocks[list(_BLOCKS)].round({"percent": 1, "kappa": 2}).astype(object)
        show(summarise_lines(blocks.where(blocks.notna(), None), options.language))
        if len(left):
            show(f"\n{put_in_words('to be settled', options.language)}")
            lines = put_answers_in_words(program, left, options.language)
            show(summarise_lines(lines[list(_LEFT)], options.language))
    told = {
        "agreeing": whole["agreeing"],
        "compared": whole["compared"],
        "kappa": "–" if math.isnan(whole["kappa"]) else f"{whole['kappa']:.2f}",
        "open": len(left),
        "differing": int((~found.answers["agrees"]).sum()),
    }
    say(put_in_words("agreement", options.language, program=program.id, **told))
    if (found.answers["agreed"] != "").any():
        count_findings(found.assessment, options)
    return 0


def _expected(options: argparse.Namespace, program: Program) -> Any:
    """Return who is to hand in: the municipalities of a catalogue, or the keys of a table."""
    if not options.expected:
        return None
    if program.entity.type == "municipality":
        return catalogue_from([options.expected], program.entity.country)
    return options.expected
