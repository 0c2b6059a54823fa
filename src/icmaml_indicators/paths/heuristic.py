"""Plans of moves, scored by the engine: all of them where they are few, else a search that gives up what it can."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..engine.node_scores import NodeScoreSet
from ..formulas.reasons import PRESENT, UNDEFINED
from .decision_variables import DecisionVariable
from .goal import PathTarget

if TYPE_CHECKING:
    from ..benchmarks.comparison import Comparison

Floats = NDArray[np.float64]

_MOST_PLANS = 20_000
_BATCH = 2_000
# A way is narrowed to one part in 64, so many times.
_GRID, _ROUNDS_ALONG = 65, 8
_ROUNDS = 3


class PlanScorer:
    """Scores plans for one row: the effort put into each decision variable, everything else as it is."""

    def __init__(
        self, comparison: Comparison, row: int, decisions: Sequence[DecisionVariable], goal: PathTarget
    ) -> None:
        scored = comparison.scored
        self.program, self.table, self.row, self.decisions, self.goal = (
            scored.program,
            scored.table,
            row,
            decisions,
            goal,
        )
        self.replay = scored.replay
        nodes = [scored.book.nodes[leaf.id] for leaf in self.program.indicators]
        self.scores = np.array([node.scores[row] for node in nodes])
        self.reasons = np.array([node.reasons[row] for node in nodes], np.uint8)

    def book(self, plans: Floats) -> NodeScoreSet:
        """Score plans, shape (plans, decisions)."""
        count = len(plans)
        scores, reasons = (
            np.repeat(self.scores[:, None], count, axis=1),
            np.repeat(self.reasons[:, None], count, axis=1),
        )
        for number, decision in enumerate(self.decisions):
            moved = np.flatnonzero(plans[:, number] > 0)
            if len(moved):
                distinct, which = np.unique(plans[moved, number], return_inverse=True)
                values = np.array([decision.score_at(float(effort)) for effort in distinct])
                scores[decision.place, moved], reasons[decision.place, moved] = values[which], PRESENT
        reasons[np.isnan(scores) & (reasons == PRESENT)] = UNDEFINED
        return self.replay(self.row, scores, reasons)

    def is_reached(self, plans: Floats) -> NDArray[np.bool_]:
        """Return which plans reach the goal."""
        parts = [self.goal.is_reached(self.book(plans[at : at + _BATCH])) for at in range(0, len(plans), _BATCH)]
        return np.concatenate(parts) if parts else np.zeros(0, bool)

    @property
    def upper(self) -> Floats:
        """The plan that moves everything as far as it goes, for the better."""
        return np.array([best_effort(decision, self.goal.sign) for decision in self.decisions])


def best_effort(decision: DecisionVariable, sign: float = 1.0) -> float:
    """Return the least effort with the best score of a decision variable; a penalty is best where it is lowest.

    `sign` is minus one where the node that is to be moved is the better the lower it scores.
    """
    sign *= -1.0 if decision.node.role == "penalty" else 1.0
    scores = np.where(np.isnan(decision.scores), -np.inf, sign * decision.scores)
    return float(decision.efforts[int(np.argmax(scores))])


def can_enumerate(scorer: PlanScorer) -> bool:
    """Return whether decisions move in steps, and their plans are few enough to try them all."""
    sizes = [len(decision.efforts) for decision in scorer.decisions]
    steps = not any(decision.joined.any() or not decision.straight for decision in scorer.decisions)
    return steps and bool(np.prod(sizes, dtype=float) <= _MOST_PLANS)


def every_plan(scorer: PlanScorer) -> Floats | None:
    """Return the least of all plans, where they can be listed; None elsewhere."""
    if not can_enumerate(scorer):
        return None
    plans = np.array(list(product(*(decision.efforts for decision in scorer.decisions))))
    plans = plans[np.argsort(plans.sum(axis=1), kind="stable")]
    for at in range(0, len(plans), _BATCH):
        held = np.flatnonzero(scorer.is_reached(plans[at : at + _BATCH]))
        if len(held):
            found: Floats = plans[at + held[0]]
            return found
    return None


def ascend(scorer: PlanScorer) -> Floats | None:
    """Return a plan that reaches the goal, or None: move one variable at a time to where the node scores highest.

    Twice: from everything as it is, and from everything moved as far as it goes.
    """
    for start in (np.zeros(len(scorer.decisions)), scorer.upper):
        plan, best = start.copy(), -np.inf
        for _ in range(_ROUNDS):
            before = best
            for number, decision in enumerate(scorer.decisions):
                efforts = decision.places()
                tried = np.repeat(plan[None], len(efforts), axis=0)
                tried[:, number] = efforts
                held = np.flatnonzero(scorer.is_reached(tried))
                if len(held):
                    return np.array(tried[held[0]])
                scores = np.nan_to_num(scorer.goal.goodness(scorer.book(tried)), nan=-np.inf)
                if scores.max() > best:
                    plan, best = tried[int(np.argmax(scores))], float(scores.max())
            if best <= before:
                break
    return None


def search(scorer: PlanScorer, start: Floats) -> Floats:
    """Return a plan of little effort: from one that reaches the goal, give up what saves most as long as it holds.

    Then, for each decision variable in turn, the same from the plan found with it moved fully: whatever it replaces is
    given up. No single decision variable of the result can be moved less.
    """
    best = _give_up(scorer, start)
    for _ in range(_ROUNDS):
        before = best.sum()
        for number in np.argsort(-scorer.upper):
            if best[number] < scorer.upper[number]:
                other = best.copy()
                other[number] = scorer.upper[number]
                if not scorer.is_reached(other[None])[0]:
                    continue  # further is not better everywhere
                other = _give_up(scorer, other)
                if other.sum() < best.sum() - 1e-9:
                    best = other
        if best.sum() >= before - 1e-9:
            break
    return best


def _give_up(scorer: PlanScorer, plan: Floats) -> Floats:
    plan = plan.copy()
    while True:
        steps: list[tuple[int, float]] = []
        for number, decision in enumerate(scorer.decisions):
            lower = decision.efforts[decision.efforts < plan[number]]
            steps += [(number, float(effort)) for effort in {float(lower[0]), float(lower[-1])}] if len(lower) else []
        if not steps:
            return plan
        tried = np.repeat(plan[None], len(steps), axis=0)
        for line, (number, effort) in enumerate(steps):
            tried[line, number] = effort
        held = scorer.is_reached(tried)
        if not held.any():
            return reduce_effort(scorer, plan)
        efforts = np.where(held, tried.sum(axis=1), np.inf)
        plan = tried[int(np.argmin(efforts))]


def reduce_effort(scorer: PlanScorer, plan: Floats, *, between_knots: bool = False) -> Floats:
    """Move each decision variable that can stand between knots no further than needed, one after the other.

    With `between_knots` only those that stand there already.
    """
    plan = plan.copy()
    for number in np.argsort(-plan):
        decision = scorer.decisions[number]
        at = int(np.searchsorted(decision.efforts, plan[number])) - 1
        if at < 0 or not decision.joined[at] or (between_knots and plan[number] == decision.efforts[at + 1]):
            continue
        lower = plan.copy()
        lower[number] = decision.efforts[at]
        plan[number] = decision.snap(float(_first(scorer, lower, plan)[number]))
    return plan


def raise_to_target(scorer: PlanScorer, plan: Floats, most: float = 1e-4) -> Floats | None:
    """Return a plan moved ahead by the little that a solver fell short, or None where that is not enough."""
    if scorer.is_reached(plan[None])[0]:
        return plan
    ends = plan.copy()
    for number, decision in enumerate(scorer.decisions):
        at = int(np.searchsorted(decision.efforts, plan[number]))
        if plan[number] > 0 and at < len(decision.efforts) and decision.joined[at - 1] and not decision.units:
            ends[number] = min(float(decision.efforts[at]), plan[number] + most * max(1.0, float(plan[number])))
    return _first(scorer, plan, ends) if scorer.is_reached(ends[None])[0] else None


def _first(scorer: PlanScorer, start: Floats, end: Floats) -> Floats:
    """Return the first plan on the straight way from one to another, which reaches the goal, that reaches it too."""
    low, high = 0.0, 1.0
    for _ in range(_ROUNDS_ALONG):
        shares = np.linspace(low, high, _GRID)
        held = scorer.is_reached(start + shares[:, None] * (end - start))
        # The end holds: it is where the goal was found to hold.
        place = int(np.argmax(np.r_[held[:-1], True]))
        if place == 0:
            return start + low * (end - start)
        low, high = float(shares[place - 1]), float(shares[place])
    return start + high * (end - start) if high < 1.0 else end
