"""How far one indicator must move by itself: the first of its values at which the goal holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..formulas.rounding import TOLERANCE, at_least
from ..specs import Indicator, TreeNode
from .decision_variables import Lever
from .feasible_moves import Reach, find_levers
from .goal import Goal
from .heuristic import Scorer, can_fall

if TYPE_CHECKING:
    from ..benchmarks.comparison import Comparison

_HALVINGS = 100


@dataclass(frozen=True, slots=True)
class Single:
    """The lever and the effort that the goal takes; without a lever nothing must move, without an effort it fails.

    Without `is_proved` less effort, or some where none was found, may do between the places that were tried.
    """

    lever: Lever | None
    effort: float | None = None
    is_proved: bool = True


def single_lever(
    comparison: Comparison, row: int, goal: Goal, free: list[TreeNode], reach: Reach, costs: Mapping[str, float]
) -> Single | None:
    """Return how far the indicator must move; None where it cannot move at all and the goal does not hold."""
    by_place = goal.kind in {"rank", "quartile"}
    if by_place:
        own = float(comparison.goodness[comparison.subjects.index(goal.node.id), row])
        size = float(comparison.compared.sizes[comparison.subjects.index(goal.node.id)])
        here = not np.isnan(goal.least) and bool(at_least(own, goal.least, size))
    else:
        here = bool(goal.reached(Scorer(comparison, row, [], goal).book(np.zeros((1, 0))))[0])
    if here:
        return Single(None)
    levers = find_levers(comparison, row, free, reach, costs)
    if not levers:
        return None
    (lever,) = levers
    if not by_place:
        return _to_score(comparison, row, lever, goal)
    if goal.node.answer is None or lever.joined.all():
        return _to_place(lever, goal)
    falls = goal.node.role == "penalty"
    good = [-value if falls else value for value in lever.values.tolist()]
    first = next((at for at, value in enumerate(good) if value >= goal.least), None)
    return Single(lever, None if first is None else float(lever.efforts[first]))


def _to_place(lever: Lever, goal: Goal) -> Single:
    """Move to the value that is as good as the goal asks, wherever the scale bends."""
    spec = goal.node.spec
    assert isinstance(spec, Indicator)
    start, end = float(lever.values[0]), lever.end
    per_unit = lever.per_unit or float(lever.efforts[-1]) / abs(end - start)

    def to(value: float) -> Lever:
        """Return the lever as one straight way to a value: scales with steps have their knots elsewhere."""
        return replace(
            lever,
            efforts=np.array([0.0, per_unit * abs(value - start)]),
            values=np.array([start, value]),
            scores=np.array([lever.scores[0], lever.score_of(np.array([value]))[0]]),
            joined=np.ones(1, bool),
        )

    if np.isnan(goal.least):
        return Single(to(end))
    if spec.direction == "target" and spec.target is None:
        return _halved(to(end), goal.least)
    if spec.direction == "target":
        target = float(spec.target or 0)
        wanted = target + goal.least if start < target else target - goal.least
    else:
        wanted = goal.least if spec.direction == "higher" else -goal.least
    # Within a rounding of the limit is at the limit.
    if abs(wanted - start) > abs(end - start) * (1.0 + TOLERANCE):
        return Single(to(end))
    found = to(wanted)
    return Single(found, float(found.efforts[-1]))


def _halved(lever: Lever, least: float) -> Single:
    """Halve the way to a score: where the target differs from row to row, how near it came is the score."""
    low, high = 0.0, float(lever.efforts[-1])
    if lever.score_at(high) < least:
        return Single(lever)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if lever.score_at(middle) >= least else (middle, high)
    return Single(lever, high)


def _to_score(comparison: Comparison, row: int, lever: Lever, goal: Goal) -> Single:
    """Go from knot to knot; between joined ones, halve."""
    scorer = Scorer(comparison, row, [lever], goal)
    falls = can_fall(goal.node)
    proved = not falls or not lever.joined.any()
    efforts = lever.places() if falls else lever.efforts
    held = scorer.reached(efforts[:, None]).tolist()
    first = next((at for at, holds in enumerate(held) if holds), None)
    if first is None:
        return Single(lever, is_proved=proved)
    if first == 0 or not lever.joined[int(np.searchsorted(lever.efforts, efforts[first])) - 1]:
        return Single(lever, float(efforts[first]), proved)
    low, high = float(efforts[first - 1]), float(efforts[first])
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if scorer.reached(np.array([[middle]]))[0] else (middle, high)
    return Single(lever, high, proved)
