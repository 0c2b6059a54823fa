"""The commands that take the tables of other tools, and give them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..arguments.reading import list_reading_options
from ..outputs import refuse_overwriting
from ..words.printed import count_in_words, put_in_words
from .results import say

if TYPE_CHECKING:
    import pandas as pd


def run_import(options: argparse.Namespace) -> int:
    """Write the spec that the tables of another tool say, and what has no counterpart."""
    from ...exchange import import_coin_tool, import_coinr

    over = getattr(options, "over", None)
    imputation = {"methods": options.imputation, "over": over} if over else options.imputation
    calls: dict[str, Any] = {
        "name": options.id,
        "scale": options.scale,
        "aggregation": options.aggregation.split(","),
        "treatment": options.treatment,
        "imputation": imputation,
        "period": options.period,
        "language": options.language,
    }
    if options.tool == "coin-tool":
        found = import_coin_tool(options.data, **calls)
    else:
        found = import_coinr(options.data, options.meta, encoding=options.encoding, **calls)
    found.write(options.output, options.data_output)
    for path in filter(None, (options.output, options.data_output)):
        say(f"→ {path}")
    _say_notes(found.notes, "told", options)
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Write a program and its data as the tables of another tool, and tell what they have no place for."""
    from ...exchange import export_coinr
    from ...exchange.exporting import find_targets

    place = Path(options.output)
    for path in find_targets(place):
        refuse_overwriting(argparse.Namespace(**vars(options) | {"output": str(path)}))
    found = export_coinr(
        options.program,
        options.data or None,
        period=options.period,
        **list_reading_options(options),
        language=options.language,
    )
    found.write(place)
    say(f"→ {place}")
    _say_notes(found.notes, "left without a place", options)
    return 0


def _say_notes(notes: pd.DataFrame, key: str, options: argparse.Namespace) -> None:
    rows = notes["row"].astype(object).where(notes["row"].notna(), "")
    for line, row in zip(notes.itertuples(), rows, strict=True):
        place = " ".join(map(str, filter(None, (line.table, row))))
        say(f"{line.code} {place}: {line.message}" if place else f"{line.code}: {line.message}")
    say(put_in_words(key, options.language, notes=count_in_words(len(notes), "note", "notes", options.language)))
