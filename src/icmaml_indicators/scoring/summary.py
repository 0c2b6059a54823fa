"""What an assessment says of itself, from the arrays: only the lines that are shown become a table."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..display import MOST_COLUMNS, MOST_LINES, Part, Sheet, Summary, take_items, take_lines, word
from ..specs import name_program
from ..specs.model.tree import TreeNode
from .scored import Scored


def summarise_scores(scored: Scored, language: str) -> Summary:
    """Return what an assessment says of itself in ``es`` or ``en``."""
    program, table = scored.program, scored.table
    values = scored.results.values
    leaves = [program.nodes[leaf.id] for leaf in program.indicators]

    def findings() -> Sheet:
        first = table.findings.to_frame(table.entities, table.periods, language, most=MOST_LINES)
        return take_lines(first, language, len(table.findings))

    return Summary(
        "Assessment",
        name_program(program, language),
        language,
        {
            "entities": len(table.entity_ids),
            "periods": span_of(table.points),
            "indicators": len(leaves),
            "provenance": program.provenance_counts,
        },
        {
            "values": f"{np.count_nonzero(~np.isnan(values)):,} / {values.size:,}",
            "findings": table.findings.count_by_severity(),
        },
        (
            _first_rows(scored, language),
            Part("indicators", lambda: _indicators_sheet(scored, leaves, language), len(leaves)),
            Part("findings", findings, len(table.findings)),
        ),
    )


def span_of(periods: list[Any]) -> str:
    """Return how many periods there are, and from which to which: ``4 (2021 – 2024)``."""
    if not periods:
        return "0"
    ends = str(periods[0]) if len(periods) == 1 else f"{periods[0]} – {periods[-1]}"
    return f"{len(periods)} ({ends})"


def _first_rows(scored: Scored, language: str) -> Part:
    """Return the scores of the first rows, of the total and what stands nearest to it; values where nothing scores."""
    nodes = sorted(scored.program.nodes.values(), key=lambda node: node.depth)
    scores = {node.id: scored.book.nodes[node.id].scores for node in nodes}
    with_scores = {name: figures for name, figures in scores.items() if not np.isnan(figures).all()}
    values = {leaf.id: scored.results.values[number] for number, leaf in enumerate(scored.program.indicators)}
    figures = with_scores or values

    def sheet() -> Sheet:
        table, first = scored.table, slice(MOST_LINES)
        keys = {"entity": table.entities[first], "period": table.periods[first]}
        if "name" in table.attributes:
            keys["name"] = table.attributes["name"].to_numpy(object)[first]
        shown = list(figures)[: MOST_COLUMNS - len(keys)]
        rows = list(zip(*keys.values(), *(figures[name][first].tolist() for name in shown), strict=True))
        headings = [*(word(key, language) for key in keys), *shown]
        return Sheet(headings, rows, table.rows - len(rows), len(figures) - len(shown))

    return Part("scores" if with_scores else "values", sheet, scored.table.rows)


def _indicators_sheet(scored: Scored, leaves: list[TreeNode], language: str) -> Sheet:
    """Return the indicators with their provenance, and how many rows have a value."""
    present = np.count_nonzero(~np.isnan(scored.results.values), axis=1)
    places = {leaf.id: number for number, leaf in enumerate(leaves)}

    def of_leaf(leaf: TreeNode) -> tuple[Any, ...]:
        known = leaf.provenance.status if leaf.provenance else ""
        return leaf.id, leaf.title.in_language(language), word(known, language), int(present[places[leaf.id]])

    return take_items(leaves, ("indicator", "title", "provenance", "present"), of_leaf, language)
