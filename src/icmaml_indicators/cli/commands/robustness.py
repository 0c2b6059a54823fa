"""The command that asks how firm ranks are."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...diagnostics import Language
from ...errors import IcmamlError
from ..outputs import wants_mark
from ..progress import Progress
from ..text.summaries import show, summarise_lines
from .results import assess, count_findings, say

_SHOWN = ["entity", "period", "rank", "low", "high", "mean", "same_share"]
_ROUNDED = {"mean": 1, "same_share": 2, "mean_shift": 2}
_INDICES = ["factor", "first_order", "total_order", "total_order_low", "total_order_high"]


def run_uncertainty(options: argparse.Namespace) -> int:
    """Score again under other weights, rules or figures; show where entities could stand, or write it."""
    assessment = assess(options)
    varied: dict[str, Any] = {"node": options.node, "models": options.models, "seed": options.seed}
    if options.weights:
        at = {} if options.depth is None else {"nodes": options.depth}
        varied["weights"] = {"noise": options.weights, **at}
    else:
        varied["weights"] = None
    varied["alternatives"] = read_alternatives(options.alternative)
    with Progress(options.language, quiet=options.quiet) as progress:
        doubt = assessment.uncertainty(
            options.draws, **varied, error=options.error, level=options.level, progress=progress
        )
        effects = (
            None
            if options.sensitivity is None
            else assessment.sensitivity(options.sensitivity, **varied, progress=progress)
        )
    for note in doubt.get_notes(options.language):
        say(note)
    if options.output:
        _write(doubt, effects, options)
    else:
        show(_lines(doubt.ranks.sort_values(["period", "rank"], kind="stable")[_SHOWN], options.language))
        if len(doubt.alternatives):
            show("\n" + _lines(doubt.alternatives, options.language))
        if effects is not None:
            show("\n" + _lines(effects.indices[_INDICES].round(3), options.language))
    count_findings(assessment, options)
    return 0


def _lines(table: Any, language: Language) -> str:
    found = table.round(_ROUNDED).astype(object)
    return summarise_lines(found.where(found.notna(), None), language)


def _write(doubt: Any, effects: Any, options: argparse.Namespace) -> None:
    from ...reports import write_report

    page = {} if effects is None else {"sensitivity": effects}
    marked = wants_mark(options, options.output)
    write_report(doubt, Path(options.output), options.language, excel_csv=marked, **page)
    say(f"→ {options.output}")


def read_alternatives(pairs: Sequence[str]) -> dict[str, list[Any]]:
    """Return what is given as ``STEP=RULE``: the ways in which each step may be done, a rule as in a spec.

    Raises
    ------
    IcmamlError
        When something is no pair, or no rule can be read.
    """
    from ...specs.parsing.yaml_reader import read_text

    found: dict[str, list[Any]] = {}
    for pair in pairs:
        step, mark, text = pair.partition("=")
        read = read_text(text, "--alternative") if mark else None
        if read is None or read.root is None:
            raise IcmamlError("IND569", key="--alternative", wanted=("PASO=REGLA", "STEP=RULE"), given=pair)
        found.setdefault(step, []).append(read.root.data())
    return found
