"""The answers to a group's criteria, counted for a page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ....specs import TreeNode
from .view import GroupView

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
class AnswerBlock:
    """A group with its criteria."""

    title: str
    lines: list[AnswerLine]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A criterion with its counts, in the order of `COLUMNS`."""

    title: str
    status: str
    counts: tuple[int, ...]


def count_answers(view: GroupView) -> list[AnswerBlock]:
    """Return the criteria of each group with how many of those shown gave each answer."""
    if not view.program.criteria:
        return []
    states = view.benchmark.assessment.answer_states
    found = []
    for node in view.program.nodes.values():
        criteria = [child for child in node.children if child.answer is not None]
        if criteria:
            lines = [_count(view, child, states[child.id].to_numpy()[view.rows].astype(str)) for child in criteria]
            found.append(AnswerBlock(view.text(node.title), lines))
    return found


def _count(view: GroupView, criterion: TreeNode, states: NDArray[np.str_]) -> AnswerLine:
    names, counts = np.unique(states, return_counts=True)
    found = dict(zip(names.tolist(), counts.tolist(), strict=True))
    return AnswerLine(
        view.text(criterion.title),
        view.status(criterion),
        tuple(sum(found.get(state, 0) for state in states_of) for states_of in COLUMNS.values()),
    )
