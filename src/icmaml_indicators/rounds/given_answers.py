"""What one evaluator answered to a criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..engine.answer_scores import NOT_CHECKED
from ..results import Assessment
from ..specs import TreeNode

if TYPE_CHECKING:
    import pandas as pd

Texts = NDArray[np.object_]


def answers_of(side: Assessment, leaf: TreeNode, index: pd.MultiIndex) -> dict[str, Texts]:
    """Return of each row the answer (option, figure or state) and as it was given, its points, evidence and note."""
    scored = side._scored
    table, number = scored.table, scored.table.variables.index(leaf.id)
    options = [option.id for option in leaf.answer.options] if leaf.answer else []
    states = side.answer_states[leaf.id].to_numpy(object)
    values = table.values[number]
    answers = states.copy()
    for row in np.flatnonzero(~np.isnan(values)).tolist():
        answers[row] = options[int(values[row])] if options else f"{values[row]:.15g}"
    points = scored.book.nodes[leaf.id].scores / 100.0 * float(side.program.points_of[leaf.id])
    given: dict[str, tuple[Any, Any]] = {
        "answer": (answers, NOT_CHECKED),
        "points": (points, np.nan),
        "given": (table.sources.texts(leaf.id, number), ""),
        "evidence": (table.sources.texts(leaf.id, number, "evidence"), ""),
        "note": (table.sources.texts(leaf.id, number, "note"), ""),
    }
    rows = table.index.get_indexer(index)
    return {part: np.where(rows >= 0, column[rows], none) for part, (column, none) in given.items()}
