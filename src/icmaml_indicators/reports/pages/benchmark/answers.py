"""The answers to a group's criteria, counted for a page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ....results import Assessment
from ....specs import TreeNode

# Columns of the table, and the states that each counts.
COLUMNS: dict[str, tuple[str, ...]] = {
    "met": ("met",),
    "partly": ("partly",),
    "not_met": ("not_met",),
    "not_applicable": ("not_applicable",),
    "not_checked": ("not_checked",),
    "not_verified": ("not_verified", "rejected", "undefined"),
}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A criterion with its counts, in the order of `COLUMNS`."""

    title: str
    status: str
    counts: tuple[int, ...]


def count_answers(assessment: Assessment, node: TreeNode, language: str, rows: NDArray[np.bool_]) -> list[AnswerLine]:
    """Return a line for each criterion right below `node`, counted over the given rows."""
    states = assessment.answer_states
    lines = []
    for child in node.children:
        if child.answer is None:
            continue
        names, counts = np.unique(states[child.id].to_numpy()[rows].astype(str), return_counts=True)
        found = dict(zip(names.tolist(), counts.tolist(), strict=True))
        lines.append(
            AnswerLine(
                child.title.in_language("es" if language == "es" else "en"),
                child.provenance.status if child.provenance else "",
                tuple(sum(found.get(state, 0) for state in states_of) for states_of in COLUMNS.values()),
            )
        )
    return lines
