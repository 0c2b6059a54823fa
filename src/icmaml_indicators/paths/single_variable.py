"""How far one indicator must move by itself: the first of its values at which the goal holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..formulas.rounding import TOLERANCE, at_least
from ..specs import Indicator, TreeNode
from .decision_variables import DecisionVariable
from .dependencies import can_fall
from .feasible_moves import Reach, find_decision_variables
from .goal import PathTarget
from .heuristic import PlanScorer

if TYPE_CHECKING:
    from ..benchmarks.comparison import Comparison

_HALVINGS = 100


@dataclass(frozen=True, slots=True)
class SingleMove:
    """The decision variable and the effort that the goal takes; without one nothing must move, without effort it fails.

    Without `is_proved` less effort, or some where none was found, may do between the places that were tried.
    """

    decision: DecisionVariable | None
    effort: float | None = None
    is_proved: bool = True


def single_move(
    comparison: Comparison, row: int, goal: PathTarget, free: list[TreeNode], reach: Reach, costs: Mapping[str, float]
) -> SingleMove | None:
    """Return how far the indicator must move; None where it cannot move at all and the goal does not hold."""
    by_place = goal.kind in {"rank", "quartile"}
    if by_place:
        own = float(comparison.oriented_values[comparison.subjects.index(goal.node.id), row])
        size = float(comparison.compared.sizes[comparison.subjects.index(goal.node.id)])
        here = not np.isnan(goal.least) and bool(at_least(own, goal.least, size))
    else:
        here = bool(goal.is_reached(PlanScorer(comparison, row, [], goal).book(np.zeros((1, 0))))[0])
    if here:
        return SingleMove(None)
    decisions = find_decision_variables(comparison, row, free, reach, costs)
    if not decisions:
        return None
    (decision,) = decisions
    if not by_place:
        return _to_score(comparison, row, decision, goal)
    if goal.node.answer is None or decision.joined.all():
        return _to_place(decision, goal)
    falls = goal.node.role == "penalty"
    good = [-value if falls else value for value in decision.values.tolist()]
    first = next((at for at, value in enumerate(good) if value >= goal.least), None)
    return SingleMove(decision, None if first is None else float(decision.efforts[first]))


def _to_place(decision: DecisionVariable, goal: PathTarget) -> SingleMove:
    """Move to the value that is as good as the goal asks, wherever the scale bends."""
    spec = goal.node.spec
    assert isinstance(spec, Indicator)
    start, end = float(decision.values[0]), decision.end
    per_unit = decision.per_unit or float(decision.efforts[-1]) / abs(end - start)

    def to(value: float) -> DecisionVariable:
        """Return the decision variable as one straight way to a value: scales with steps have their knots elsewhere."""
        return replace(
            decision,
            efforts=np.array([0.0, per_unit * abs(value - start)]),
            values=np.array([start, value]),
            scores=np.array([decision.scores[0], decision.score_of(np.array([value]))[0]]),
            joined=np.ones(1, bool),
        )

    if np.isnan(goal.least):
        return SingleMove(to(end))
    if spec.direction == "target" and spec.target is None:
        return _halved(to(end), goal.least)
    if spec.direction == "target":
        target = float(spec.target or 0)
        wanted = target + goal.least if start < target else target - goal.least
    else:
        wanted = goal.least if spec.direction == "higher" else -goal.least
    # Within a rounding of the limit is at the limit.
    if abs(wanted - start) > abs(end - start) * (1.0 + TOLERANCE):
        return SingleMove(to(end))
    found = to(wanted)
    return SingleMove(found, float(found.efforts[-1]))


def _halved(decision: DecisionVariable, least: float) -> SingleMove:
    """Halve the way to a score: where the target differs from row to row, how near it came is the score."""
    low, high = 0.0, float(decision.efforts[-1])
    if decision.score_at(high) < least:
        return SingleMove(decision)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if decision.score_at(middle) >= least else (middle, high)
    return SingleMove(decision, high)


def _to_score(comparison: Comparison, row: int, decision: DecisionVariable, goal: PathTarget) -> SingleMove:
    """Go from knot to knot; between joined ones, halve."""
    scorer = PlanScorer(comparison, row, [decision], goal)
    falls = can_fall(comparison.scored, goal.node)
    proved = not falls or not decision.joined.any()
    efforts = decision.places() if falls else decision.efforts
    held = scorer.is_reached(efforts[:, None]).tolist()
    first = next((at for at, holds in enumerate(held) if holds), None)
    if first is None:
        return SingleMove(decision, is_proved=proved)
    if first == 0 or not decision.joined[int(np.searchsorted(decision.efforts, efforts[first])) - 1]:
        return SingleMove(decision, float(efforts[first]), proved)
    low, high = float(efforts[first - 1]), float(efforts[first])
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if scorer.is_reached(np.array([[middle]]))[0] else (middle, high)
    return SingleMove(decision, high, proved)
