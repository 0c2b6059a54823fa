"""The commands that take the tables of other tools, and give them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from .commands import say
from .words.printed import count_in_words, put_in_words

if TYPE_CHECKING:
    import pandas as pd


def run_import(options: argparse.Namespace) -> int:
    """Write the spec that the tables of another tool say, and what has no counterpart."""
    from ..exchange import import_coinr

    imputation = {"methods": options.imputation, "over": options.over} if options.over else options.imputation
    found = import_coinr(
        options.data,
        options.meta,
        name=options.id,
        scale=options.scale,
        aggregation=options.aggregation.split(","),
        treatment=options.treatment,
        imputation=imputation,
        period=options.period,
        encoding=options.encoding,
        language=options.language,
    )
    found.write(options.output, options.data_output)
    for path in filter(None, (options.output, options.data_output)):
        say(f"→ {path}")
    _say_notes(found.notes, options)
    return 0


def _say_notes(notes: pd.DataFrame, options: argparse.Namespace) -> None:
    rows = notes["row"].astype(object).where(notes["row"].notna(), "")
    for line, row in zip(notes.itertuples(), rows, strict=True):
        place = " ".join(map(str, filter(None, (line.table, row))))
        say(f"{line.code} {place}: {line.message}" if place else f"{line.code}: {line.message}")
    say(put_in_words("told", options.language, notes=count_in_words(len(notes), "note", "notes", options.language)))
