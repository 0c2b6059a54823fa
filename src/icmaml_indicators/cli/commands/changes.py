"""The command that compares two versions of programs."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...changes import diff
from ...diagnostics.cells import printable
from ..arguments.reading import list_reading_options
from ..outputs import wants_mark

if TYPE_CHECKING:
    from ...changes import SpecDiff
    from ...changes.result import DiffFormat

_BY_SUFFIX: dict[str, DiffFormat] = {".json": "json", ".md": "markdown"}
_TABLES = (".csv", ".xlsx", ".parquet")


def run_diff(options: argparse.Namespace) -> int:
    """Tell what changed in meaning; end with 1 where a version does not tell it."""
    old, *rest = options.sources
    new, *paths = rest or [None]
    found = diff(old, new, options.data, paths=[*paths, *options.paths], peers=options.peers, **_scoring(options))
    if options.only_moved:
        found = found.only_moved()
    output = None if options.output is None else Path(options.output)
    if output is not None and output.suffix.lower() in _TABLES:
        _write_tables(found, output, options)
        form: DiffFormat = options.format or "text"
    else:
        chosen = options.format or (None if output is None else _BY_SUFFIX.get(output.suffix.lower()))
        form = chosen or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" and output is None else "text")
    text = found.render(form, options.language)
    if output is None or output.suffix.lower() in _TABLES:
        if text:
            print(printable(text, "\n") if form in {"text", "markdown"} else text)
    else:
        from ...reports.files import write_text

        write_text(text + "\n", output)
        print(f"→ {options.output}", file=sys.stderr)
    return 0 if found.ok else 1


def _scoring(options: argparse.Namespace) -> dict[str, Any]:
    if options.data is None:
        return {}
    kept = list_reading_options(options) | {"period": options.period, "language": options.language}
    return {key: value for key, value in kept.items() if value}


def _write_tables(found: SpecDiff, output: Path, options: argparse.Namespace) -> None:
    """Write the tables of a comparison."""
    from ...reports import report_tables, write_results, write_tables

    tables = report_tables(found, options.language)
    if output.suffix.lower() == ".xlsx":
        write_results(found, output, options.language, lambda: tables)
    else:
        write_tables(tables, output, excel_csv=wants_mark(options, options.output))
    print(f"→ {options.output}", file=sys.stderr)
