"""One inner node from its children: score, coverage and bounds, by blocks of rows on all cores."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..formulas.plan import BLOCK_ROWS
from ..formulas.reasons import NOT_APPLICABLE, NOT_SCORED
from ..specs import TreeNode
from .aggregation import Child, combine
from .levels import Leveled

Floats = NDArray[np.float64]


@dataclass(slots=True)
class NodeScores:
    """One node over all rows: score, reason of its absence, coverage, and the least and the most it could be."""

    scores: Floats
    reasons: NDArray[np.uint8]
    coverage: Floats
    lowest: Floats
    highest: Floats
    levels: Leveled | None = None

    def part(self, rows: slice) -> NodeScores:
        """Return the node over some rows, as views."""
        return NodeScores(
            self.scores[rows], self.reasons[rows], self.coverage[rows], self.lowest[rows], self.highest[rows]
        )


def score_group(node: TreeNode, children: Sequence[tuple[TreeNode, NodeScores]]) -> NodeScores:
    """Aggregate children into their parent.

    Rows do not mix, so the blocks in which they are taken change no bit.
    """
    rows = len(children[0][1].scores)
    whole = NodeScores(np.empty(rows), np.empty(rows, np.uint8), np.empty(rows), np.empty(rows), np.empty(rows))

    def block(start: int) -> None:
        span = slice(start, min(start + BLOCK_ROWS, rows))
        found = _score_rows(node, [(child, scores.part(span)) for child, scores in children])
        for name in ("scores", "reasons", "coverage", "lowest", "highest"):
            getattr(whole, name)[span] = getattr(found, name)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(block, range(0, rows, BLOCK_ROWS)))
    return whole


def _score_rows(node: TreeNode, children: Sequence[tuple[TreeNode, NodeScores]]) -> NodeScores:
    parts = [Child(child.weight, s.scores, s.reasons, s.coverage) for child, s in children]
    found = combine(parts, node.aggregation, node.missing)
    complete = np.ones(len(found.scores))
    ends = []
    for side in ("lowest", "highest"):
        # Only what leaves the denominator for good is absent from a bound.
        open_parts = [Child(c.weight, getattr(s, side), _gone(node, s), complete) for c, s in children]
        ends.append(combine(open_parts, node.aggregation, node.missing).scores)
    return NodeScores(found.scores, found.reasons, found.coverage, ends[0], ends[1])


def _gone(node: TreeNode, scores: NodeScores) -> NDArray[np.uint8]:
    """Return the reasons of what is no part of the score: not scored, or not applicable where that is skipped."""
    gone = scores.reasons == NOT_SCORED
    if node.missing.not_applicable == "skip":
        gone |= scores.reasons == NOT_APPLICABLE
    return np.where(gone, scores.reasons, np.uint8(0))


def shares_of_row(node: TreeNode, children: Sequence[NodeScores], row: int) -> list[float]:
    """Return the weights of the children as they counted in one row, after absent ones were taken out."""
    span = slice(row, row + 1)
    parts = [
        Child(child.weight, s.scores[span], s.reasons[span], s.coverage[span])
        for child, s in zip(node.children, children, strict=True)
    ]
    return [float(share) for share in combine(parts, node.aggregation, node.missing).shares[:, 0]]
