"""The commands that write a study into one file for others, and that compute it anew from there."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...replication import package_study, verify_study
from ...validation import load
from ..arguments.reading import list_reading_options
from ..outputs import wants_mark
from ..progress import Progress
from ..text.summaries import show, summarise_lines
from ..words.printed import put_in_words
from .municipalities import catalogue_from
from .results import count_findings, say

if TYPE_CHECKING:
    from ...replication import Verification

_SHOWN = ("table", "entity", "period", "node", "column", "before", "now", "difference")


def run_package(options: argparse.Namespace) -> int:
    """Score a table, and write the study into one file."""
    catalogue = catalogue_from(options.catalogue, load(options.program, prove=False).entity.country)
    given: Any = options.data[0] if len(options.data) == 1 else options.data
    with Progress(options.language, quiet=options.quiet) as progress:
        assessment = package_study(
            options.program,
            None if given == "-" else given,
            options.output,
            with_data=options.with_data,
            lower=[(program, None if data == "-" else data) for program, data in options.lower or ()],
            map=options.map,
            catalogue=catalogue,
            progress=progress,
            **list_reading_options(options),
            period=options.period,
            base_period=options.base_period,
            strict=options.strict,
            language=options.language,
        )
    say(f"→ {options.output}")
    say(put_in_words("with data" if options.with_data else "without data", options.language))
    count_findings(assessment, options)
    return 0


def run_verify(options: argparse.Namespace) -> int:
    """Compute a study anew, and show or write what differs; 1 where anything does."""
    from ...reports import write_tables

    with Progress(options.language, quiet=options.quiet) as progress:
        found = verify_study(options.study, options.data or None, language=options.language, progress=progress)
    _say_states(found, options)
    if options.output:
        marked = wants_mark(options, options.output)
        write_tables({"differences": found.differences, "files": found.files}, Path(options.output), excel_csv=marked)
        say(f"→ {options.output}")
    elif len(found.differences):
        lines = found.differences[list(_SHOWN)].astype(object)
        show(summarise_lines(lines.where(lines.notna(), None), options.language))
    told: dict[str, Any] = {"files": len(found.files), "differing": len(found.differences)}
    largest = found.differences["difference"].abs().max()
    told["largest"] = "–" if math.isnan(largest) else f"{largest:.2g}"
    told |= {key: found.manifest["program"][key] for key in ("id", "version")}
    if found.problem:
        for line in put_in_words("not computed", options.language, problem=found.problem).split("\n"):
            say(line)
    else:
        say(put_in_words("verified" if found.ok else "not verified", options.language, **told))
    return 0 if found.ok else 1


def _say_states(found: Verification, options: argparse.Namespace) -> None:
    """Tell which files are not as they were packed, and which versions are others."""
    for file in found.files.itertuples():
        if file.state != "same":
            say(put_in_words(f"file {file.state}", options.language, file=file.file))
    for version in found.versions.itertuples():
        if version.before != version.now and not options.quiet:
            told = {"name": version.name, "before": version.before or "–", "now": version.now}
            say(put_in_words("other version", options.language, **told))
