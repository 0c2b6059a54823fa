"""The scores of one entity as the description of a chart."""

from __future__ import annotations

import numpy as np

from ..scoring import Scored
from ..specs import ROOT, below
from ..transforms.sums import FULL
from .description import Tree, TreeItem
from .words import WORDS


def describe_tree(scored: Scored, entity: str, period: str | None, language: str) -> Tree:
    """Return the score of each node of one entity; of its latest period by default."""
    row, table = scored.row_of(entity, period), scored.table
    top = scored.program.nodes[ROOT]
    items = []
    for node in (top, *below(top)):
        found = scored.book.nodes.get(node.id)
        value = float("nan") if found is None else float(found.scores[row])
        items.append(TreeItem(node.title.in_language(language), node.depth - top.depth, value))
    known = np.array([item.value for item in items])
    known = known[np.isfinite(known)]
    inside = bool(((known >= 0) & (known <= FULL)).all())
    name = str(table.attributes["name"].iloc[row]) if "name" in table.attributes else ""
    title = WORDS[language]["tree"].format(name=name or table.entities[row])
    return Tree(title, str(table.periods[row]), "", tuple(items), (0.0, FULL) if inside else None)
