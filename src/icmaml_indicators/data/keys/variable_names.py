"""Which columns, or lines of a long table, hold which variable: as the caller says, by its id, by further headings."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, Any

from ...diagnostics import nearest
from ...errors import DataError
from ...specs import Program
from ...specs.model.tree import score_headings
from ...tables.headings import fold_columns, fold_heading
from .roles import ReadOptions

if TYPE_CHECKING:
    import pandas as pd


def name_columns(program: Program, frame: pd.DataFrame, options: ReadOptions) -> dict[str, Any]:
    """Return the column of each heading as it is written, and of each id that it stands for.

    An id is small letters, so that a heading in capitals or with blanks around it can mean nothing else. What the
    caller says goes first, then the id, then the headings that the program declares, in their order.
    """
    ids = {*program.variable_by_id, *program.nodes}
    written = {str(column): column for column in frame.columns}
    folded = fold_columns(frame.columns)
    chosen = {name: written[column] for name, column in options.columns.items() if name in ids and column in written}
    declared = {name: folded[heading] for heading, name in reversed(program.headings.items()) if heading in folded}
    return declared | {name: column for name, column in folded.items() if name in ids} | written | chosen


def name_lines(program: Program, given: Sequence[str], options: ReadOptions) -> list[str]:
    """Return for each name in a long table the id that it stands for; the name itself where it is none.

    Lines under several names of a variable are all its own, unless the caller says which they are.

    Raises
    ------
    DataError
        When the caller says one that is not there.
    """
    ids = {*program.variable_by_id, *program.nodes}
    chosen = {written: name for name, written in options.columns.items() if name in ids}
    for written in chosen:
        if written not in given:
            raise DataError("IND510", nearest(written, given), column=written)
    known = ids.union(*score_headings(program.nodes.values()).values())
    meanings = {name: name for name in ids} | program.headings
    settled = set(chosen.values())

    def meaning(text: str) -> str:
        if text in known:
            return text
        name = meanings.get(fold_heading(text), text)
        return text if name in settled else name

    return [chosen.get(text) or meaning(text) for text in given]


def nearest_variable(program: Program, heading: str) -> str | None:
    """Return the input that a heading is nearest to: by its title, or by its id and its further headings."""
    folded = fold_heading(heading)
    known = {name: name for name in program.variable_by_id} | program.headings
    near = nearest(folded, known)
    return program.titles.get(folded) or (known[near] if near else None)


def find_score_headings(program: Program, given: Container[str]) -> dict[str, str]:
    """Return the names under which published scores were handed in, by node."""
    headings = score_headings(program.nodes.values())
    found = {name: next((heading for heading in known if heading in given), None) for name, known in headings.items()}
    return {name: heading for name, heading in found.items() if heading is not None}
