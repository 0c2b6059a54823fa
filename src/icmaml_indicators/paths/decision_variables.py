"""Decision variables: how an indicator can be moved, and the columns of a linear program that say how far it is.

Each is a broken line over effort: knots with their value and score, and whether what lies between two knots can be had
as well (figures) or only the knots (answers, bands, ranks).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..diagnostics.brief import Brief
from ..specs import TreeNode
from .linear_program import Linear, Terms

Floats = NDArray[np.float64]


# So many places are tried on a straight way, its ends among them.
_BETWEEN = 33


@dataclass(frozen=True, slots=True, repr=False)
class DecisionVariable(Brief):
    """An indicator that can be moved.

    Attributes
    ----------
    place
        Its place among the indicators of the program.
    efforts, values, scores : float64 arrays, shape (knots,)
        Efforts ascend from 0, where it stands now; an absent answer has no value and no score there.
    joined : bool array, shape (knots - 1,)
        Whether everything between a knot and the next can be had.
    straight
        Whether scores lie on the straight lines between joined knots, and no knot was left out.
    limit, end
        What ends it (``best``, ``top_quartile``, ``range``, ``answers``), and at which value.
    per_unit
        Effort for each unit of the value; of figures only.
    units
        Where only whole figures count: how many of them there are from the start to the end; 0 elsewhere.
    score_of
        The engine's score of any value, the population held as it is.
    """

    node: TreeNode
    place: int
    efforts: Floats
    values: Floats
    scores: Floats
    joined: NDArray[np.bool_]
    straight: bool
    limit: str
    end: float
    score_of: Callable[[Floats], Floats]
    per_unit: float = 0.0
    units: int = 0

    def snap(self, effort: float) -> float:
        """Return the effort of the whole figure that an effort reaches or falls short of."""
        if not self.units:
            return effort
        return float(np.ceil(effort / self.efforts[-1] * self.units - 1e-7) / self.units * self.efforts[-1])

    def places(self) -> Floats:
        """Return efforts to try where no knot need be the best place: the knots, and what lies evenly between."""
        found = [self.efforts]
        for at in np.flatnonzero(self.joined):
            between = np.linspace(self.efforts[at], self.efforts[at + 1], _BETWEEN)
            found.append(np.array([self.snap(float(effort)) for effort in between]))
        return np.unique(np.concatenate(found))

    def value_at(self, effort: float) -> float:
        """Return the value that an effort leads to."""
        if self.units:
            whole = np.ceil(effort / self.efforts[-1] * self.units - 1e-7)
            return float(self.values[0] + whole * np.sign(self.values[1] - self.values[0]))
        at = int(np.searchsorted(self.efforts, effort))
        if at == 0 or effort == self.efforts[min(at, len(self.efforts) - 1)]:
            return float(self.values[min(at, len(self.efforts) - 1)])
        if at == len(self.efforts) or not self.joined[at - 1]:
            return float(self.values[at - 1])
        share = (effort - self.efforts[at - 1]) / (self.efforts[at] - self.efforts[at - 1])
        return float(self.values[at - 1] + share * (self.values[at] - self.values[at - 1]))

    def score_at(self, effort: float) -> float:
        """Return the score that an effort leads to, by the engine's own scale."""
        if effort == 0:
            return float(self.scores[0])
        return float(self.score_of(np.array([self.value_at(effort)]))[0])


@dataclass(frozen=True, slots=True)
class VariableTerms:
    """A decision variable in a linear program.

    Attributes
    ----------
    pieces
        For each piece: the column of its choice (-1: none needed), of the position on it (-1: none), its first knot.
    start, terms
        The score, as a constant and columns.
    """

    decision: DecisionVariable
    pieces: list[tuple[int, int, int]]
    start: float
    terms: Terms

    def effort(self, found: Floats) -> float:
        """Return the effort in a solution."""
        decision, effort = self.decision, 0.0
        for choice, position, at in self.pieces:
            start, end = float(decision.efforts[at]), float(decision.efforts[at + 1])
            share = float(found[position]) if position >= 0 else 1.0
            if decision.units:
                share = round(share) / decision.units
            share = min(max(share, 0.0), 1.0)
            if choice < 0:
                effort += share * (end - start)
            elif found[choice] > 0.5:
                effort = start + share * (end - start)
        return effort


def add_decision_variable(linear: Linear, decision: DecisionVariable) -> VariableTerms | None:
    """Write a decision variable: pieces in a row where gains fall, else a choice each; None without scores."""
    start = 0.0 if np.isnan(decision.scores[0]) else float(decision.scores[0])
    scores = np.r_[start, decision.scores[1:]]
    if not np.isfinite(scores).all():
        return None
    widths, gains = np.diff(decision.efforts), np.diff(scores)
    slopes = gains / widths
    falls = decision.node.role == "penalty"
    concave = bool((np.diff(slopes) <= 1e-12 * np.abs(slopes[:-1])).all() and ((gains >= 0).all() or falls))
    if decision.joined.all() and (concave or len(widths) == 1):
        return _in_order(linear, decision, start, widths, gains)
    return _by_choice(linear, decision, scores, widths, gains)


def _in_order(linear: Linear, decision: DecisionVariable, start: float, widths: Floats, gains: Floats) -> VariableTerms:
    pieces, terms, units = [], {}, max(decision.units, 1)
    for at, (width, gain) in enumerate(zip(widths.tolist(), gains.tolist(), strict=True)):
        position = linear.column(0.0, float(units), width / units, whole=decision.units > 0)
        pieces.append((-1, position, at))
        terms[position] = gain / units
    return VariableTerms(decision, pieces, start, terms)


def _by_choice(
    linear: Linear, decision: DecisionVariable, scores: Floats, widths: Floats, gains: Floats
) -> VariableTerms:
    pieces: list[tuple[int, int, int]] = []
    terms: Terms = {}
    chosen: Terms = {}
    for at, (width, gain) in enumerate(zip(widths.tolist(), gains.tolist(), strict=True)):
        joined = bool(decision.joined[at])
        base = at if joined else at + 1
        choice = linear.column(0.0, 1.0, float(decision.efforts[base]), whole=True)
        terms[choice], chosen[choice] = float(scores[base] - scores[0]), -1.0
        position = -1
        if joined:
            position = linear.column(0.0, 1.0, width)
            terms[position] = gain
            linear.at_least({choice: 1.0, position: -1.0}, 0.0)
        pieces.append((choice, position, at))
    linear.at_least(chosen, -1.0)
    return VariableTerms(decision, pieces, float(scores[0]), terms)
