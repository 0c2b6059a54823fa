"""Answers to criteria: beside the results of formulas, as scores, as states."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from ..data.model.table import DataTable
from ..formulas.plan import Evaluation
from ..formulas.reasons import NOT_APPLICABLE, NOT_REPORTED, REASON_NAMES, UNDEFINED
from ..formulas.rounding import place_among
from ..specs import Answer, Program

Floats = NDArray[np.float64]
Reasons = NDArray[np.uint8]

# Beside the reasons of absence, what an answer comes to.
STATES = ("met", "partly", "not_met")
# Of an answer that nobody gave.
NOT_CHECKED = "not_checked"
FULL = 100.0


class AnswerScores:
    """Scores the answers of a program, all criteria of one kind at once, a block of rows at a time."""

    def __init__(self, program: Program, table: DataTable) -> None:
        self.table = table
        place = {name: number for number, name in enumerate(table.variables)}
        groups: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for number, leaf in enumerate(program.criteria):
            assert leaf.criterion is not None
            groups[leaf.criterion.answer, leaf.criterion.not_applicable].append((number, place[leaf.id]))
        self.groups = [
            (program.answer_kinds[kind], policy, np.array([n for n, _ in found]), np.array([p for _, p in found]))
            for (kind, policy), found in groups.items()
        ]
        self.place = place

    def into(self, span: slice, homes: NDArray[np.intp], scores: Floats, reasons: Reasons) -> None:
        """Write the scores of one block of rows.

        Parameters
        ----------
        span
            The rows.
        homes
            For each criterion, the line of `scores` that is its own.
        scores, reasons : arrays, shape (nodes, rows)
        """
        for kind, policy, numbers, sources in self.groups:
            values, why = self.table.values[sources, span], self.table.reasons[sources, span]
            score = self.credit(kind, values, span)
            lost = np.isnan(score) & (why == 0)
            why[lost] = UNDEFINED
            if policy in {"full", "zero"}:
                settled = why == NOT_APPLICABLE
                score[settled], why[settled] = (FULL if policy == "full" else 0.0), 0
            scores[homes[numbers], span], reasons[homes[numbers], span] = score, why

    def credit(self, kind: Answer, values: Floats, span: slice) -> Floats:
        """Return the scores, 0 to 100, of answers of one kind; NaN stays NaN."""
        if kind.amount is None:
            table = np.array([float(credit) for credit in kind.credits] + [np.nan]) * FULL
            return table[np.where(np.isnan(values), len(table) - 1, values).astype(np.intp)]
        amount = kind.amount
        with np.errstate(all="ignore"):
            if amount.of is not None:
                whole = self.table.values[self.place[amount.of], span]
                return np.where(whole > 0, np.minimum(values / whole, 1.0) * FULL, np.nan)
            if amount.cap is not None:
                return np.minimum(values / float(amount.cap), 1.0) * FULL
        starts = [float(step.from_) for step in amount.steps]
        earned = np.array([0.0] + [float(step.credit) for step in amount.steps]) * FULL
        return np.where(np.isnan(values), np.nan, earned[place_among(starts, values, above=True)])


def states(program: Program, results: Evaluation, scores: dict[str, Floats]) -> dict[str, NDArray[np.object_]]:
    """Return what each answer came to: met, partly or not met, or why it says nothing."""
    names = np.array([*REASON_NAMES, *STATES], object)
    names[NOT_REPORTED] = NOT_CHECKED
    met, partly, not_met = (len(REASON_NAMES) + number for number in range(3))
    found = {}
    for number, leaf in enumerate(program.indicators):
        if leaf.criterion is not None:
            score = scores[leaf.id]
            earned = np.where(score >= FULL, met, np.where(score > 0, partly, not_met))
            found[leaf.id] = names[np.where(results.reasons[number] == 0, earned, results.reasons[number])]
    return found
