"""The sheet of definitions: what each indicator and group is, how it is computed, where that comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....scoring.scored import Scored
from ....scoring.tables import weights_by_node
from ....specs import ROOT, Indicator, TreeNode
from ...pages.note.sheets import SheetWords
from ...pages.note.words import WORDS as NOTE_WORDS
from ..rows import inert
from .headings import head, say_code
from .numbers import show_figures
from .tables import Column, Table, constant, figures, ready
from .view import ProgramView, RowsView

# What is told of each, in this order; what nobody has is left out.
_FACTS = (
    *(
        "area",
        "title",
        "id",
        "kind",
        "unit",
        "direction",
        "provenance",
        "formula",
        "range",
        "scale",
        "points",
        "answers",
    ),
    *("evidence", "source", "modelled_on", "certainty", "description", "note"),
)
_WIDTHS = {"title": 38, "formula": 60, "description": 60, "source": 40, "area": 24, "answers": 50, "scale": 30}


def write_definitions(view: RowsView) -> Table:
    """Return the definitions, one line a node, with what each weighs."""
    words = SheetWords(view.program, view.book.language, NOTE_WORDS[view.book.language])
    nodes = [node for node in view.program.nodes.values() if node.id != ROOT]
    facts = [_facts(view, words, node) for node in nodes]
    language = view.book.language
    columns = []
    for name in _FACTS:
        cells: list[Any] = [inert(fact.get(name, "")) for fact in facts]
        if any(cells):
            heading, width = head(name, language), _WIDTHS.get(name, 18)
            columns.append(
                Column(heading, ready(cells), width=width, kind="key" if name in {"area", "title"} else "text")
            )
    columns[2:2] = _weights(view, view.scored, [node.id for node in nodes])
    sheets, about = view.words["sheets"], view.words["about"]
    return Table(sheets["definitions"], about["definitions"], len(nodes), columns)


def _facts(view: ProgramView, words: SheetWords, node: TreeNode) -> Mapping[str, str]:
    spec, origin, language = node.spec, node.provenance, view.book.language
    found = dict(words.origin_facts(origin))
    if isinstance(spec, Indicator):
        found |= dict(
            words.criterion_facts(node, spec.criterion) if spec.criterion else words.measure_facts(node, spec)
        )
        found["description"], found["note"] = view.text(spec.description), view.text(spec.note)
    found["area"], found["title"], found["id"] = view.area_of(node.id), view.titles[node.id], node.id
    found["kind"] = say_code("kind", "indicator" if node.is_indicator else "group", language)
    found["provenance"] = say_code("provenance", origin.status if origin else "", language)
    return found


def _weights(view: ProgramView, scored: Scored, ids: list[str]) -> list[Column]:
    table = weights_by_node(scored).reindex(ids)
    nothing = view.words["no_figure"]
    return [
        Column(
            head(name, view.book.language),
            figures(values, constant(nothing), view.words),
            view.book.figure(show_figures(values)),
            9,
        )
        for name in ("weight", "share")
        for values in (table[name].to_numpy(float),)
    ]
