"""What an entity can move: for each indicator below a node, the values within reach, what they score and take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from ..benchmarks.ledger_peers import members_of
from ..engine.parameters import is_held
from ..formulas.reasons import REASON_NAMES
from ..formulas.rounding import TOLERANCE, margins, place_among, slack
from ..specs import Indicator, Scale, TreeNode
from ..transforms.attainment import attain
from ..transforms.populations import EVERYBODY
from ..transforms.scales.base import Fitted
from ..transforms.scales.normalisation import normalise, orient
from ..transforms.scales.rule import rule_in_row
from ..transforms.scales.table import SCALERS
from .decision_variables import DecisionVariable

if TYPE_CHECKING:
    from ..benchmarks.comparison import Comparison

Floats = NDArray[np.float64]
Reach = Literal["best", "top_quartile", "range"]

FULL = 100.0
# A curve is followed on so many straight pieces; of so many answers or places at most, evenly chosen.
_PIECES = 32
_MOST_KNOTS = 120


def find_decision_variables(
    comparison: Comparison, row: int, leaves: list[TreeNode], reach: Reach, costs: Mapping[str, float]
) -> list[DecisionVariable]:
    """Return what can be moved, in the order of the tree: indicators with a better value within reach.

    What reads scores follows them, and does not move by itself; what does not apply does not move at all.
    """
    finder, scored = _Finder(comparison, row, reach), comparison.scored
    moving = [leaf for leaf in leaves if leaf.id not in scored.schedule.dependent_leaves]
    moving = [leaf for leaf in moving if (why := scored.run.populations.standing(leaf.id)) is None or not why[row]]
    found = [finder.find(leaf, float(costs.get(leaf.id, 1.0))) for leaf in moving]
    return [decision for decision in found if decision is not None]


class _Finder:
    def __init__(self, comparison: Comparison, row: int, reach: Reach) -> None:
        self.comparison, self.row, self.reach = comparison, row, reach
        self.scored = comparison.scored
        self.program, self.table = self.scored.program, self.scored.table
        self.place = {leaf.id: number for number, leaf in enumerate(self.program.indicators)}
        self.members = members_of(comparison, row)

    def find(self, leaf: TreeNode, cost: float) -> DecisionVariable | None:
        return self.answer(leaf, cost) if leaf.answer is not None else self.figure(leaf, cost)

    # Answers -----------------------------------------------------------------------------------------

    def answer(self, leaf: TreeNode, cost: float) -> DecisionVariable | None:
        """Move an answer step by step to the best one; an absent one stands where the worst does, penalties go down."""
        kind, spec, place = leaf.answer, leaf.spec, self.place[leaf.id]
        assert kind is not None and isinstance(spec, Indicator)
        value, score = float(self.scored.results.values[place, self.row]), self.own_score(leaf)
        absent = np.isnan(value)
        falls = leaf.role == "penalty"
        if absent and (falls or self.own_reason(leaf) == "not_applicable"):
            return None
        if kind.options:
            steps = np.arange(len(kind.options), dtype=np.float64)
            credits = np.array([float(credit) for credit in kind.credits]) * FULL
            return self.step_moves(leaf, steps, credits, value, score, cost, falls)
        amount = kind.amount
        assert amount is not None
        if amount.steps:
            steps = np.array([0.0, *(float(step.from_) for step in amount.steps)])
            credits = np.array([0.0, *(float(step.credit) for step in amount.steps)]) * FULL
            return self.step_moves(leaf, steps, credits, value, score, cost, falls)
        whole = float(amount.cap) if amount.cap is not None else self.variable(amount.of or "")
        start = 0.0 if absent else value
        end = 0.0 if falls else min(whole, float(amount.at_most or whole))
        if not np.isfinite(end) or end == start or (end < start) != falls:
            return None
        count = abs(end - start)
        if amount.whole and not falls:
            end = start + np.floor(count * (1.0 + TOLERANCE))  # a whole that is no whole number is not reached
            count = end - start
        if count == 0:
            return None
        values, efforts = np.array([start, end]), np.array([0.0, cost])

        def score_of(figures: Floats) -> Floats:
            return np.minimum(figures / whole, 1.0) * FULL

        scores = score_of(values)
        if absent:
            scores = np.r_[score, scores[1:]]
        units, joined = int(count) if amount.whole else 0, np.ones(1, bool)
        return DecisionVariable(
            leaf, place, efforts, values, scores, joined, True, "answers", end, score_of, cost / count, units
        )

    def step_moves(
        self, leaf: TreeNode, steps: Floats, credits: Floats, value: float, score: float, cost: float, falls: bool
    ) -> DecisionVariable | None:
        """Move by one step for each better answer; handing in any answer where there is none takes one."""
        absent = np.isnan(value)
        now = (len(steps) - 1 if falls else 0) if absent else int(place_among(steps, np.array(value), above=True)) - 1
        ahead = np.arange(now, -1, -1) if falls else np.arange(now, len(steps))
        if len(ahead) < 2:
            return None
        efforts = cost * np.arange(len(ahead), dtype=np.float64)
        values, scores = np.r_[value, steps[ahead[1:]]], np.r_[score, credits[ahead[1:]]]

        def score_of(figures: Floats) -> Floats:
            return credits[place_among(steps, figures, above=True) - 1]

        none = np.zeros(len(ahead) - 1, bool)
        return DecisionVariable(
            leaf, self.place[leaf.id], efforts, values, scores, none, True, "answers", float(values[-1]), score_of
        )

    # Figures -----------------------------------------------------------------------------------------

    def figure(self, leaf: TreeNode, cost: float) -> DecisionVariable | None:
        """Move a figure from where it is towards the better, as far as its limit."""
        spec, place = leaf.spec, self.place[leaf.id]
        assert isinstance(spec, Indicator)
        start = float(self.scored.results.values[place, self.row])
        if np.isnan(start) or spec.direction == "context":
            return None
        end, limit = self.limit(leaf, spec, start)
        if end is None or end == start:
            return None
        best, _ = self.limit(leaf, spec, start, "best")
        width = abs(end - start) if best is None or best == start else abs(best - start)
        score_of = self.scoring(leaf, spec, start)
        values, joined, straight = self.knots(leaf, spec, start, end)
        per_unit = cost / width
        efforts = per_unit * np.abs(values - start)
        # Two values next to each other as floats may take the same effort: the further one stands.
        kept = np.r_[True, (np.diff(efforts)[1:] > 0) & (efforts[1:-1] > 0), True]
        values, efforts, joined = values[kept], efforts[kept], joined[: np.count_nonzero(kept) - 1]
        scores = np.r_[self.own_score(leaf), score_of(values)[1:]]
        return DecisionVariable(leaf, place, efforts, values, scores, joined, straight, limit, end, score_of, per_unit)

    def limit(
        self, leaf: TreeNode, spec: Indicator, start: float, reach: Reach | None = None
    ) -> tuple[float | None, str]:
        """Return how far a figure can go, and what ends it; None where it cannot get better."""
        reach = reach or self.reach
        subject = self.comparison.subjects.index(leaf.id)
        good = self.comparison.oriented_values[subject, self.members]
        good = good[~np.isnan(good)]
        own = float(self.comparison.oriented_values[subject, self.row])
        target = self.target(leaf, spec)
        if reach == "range":
            end, limit = self.range_end(leaf, spec), "range"
            if end is None:
                return self.limit(leaf, spec, start, "best")
        elif not len(good):
            return None, ""
        else:
            method = self.comparison.rules.quantiles
            wanted = float(good.max()) if reach == "best" else float(np.quantile(good, 0.75, method=method))
            limit = reach
            if not wanted > own:
                return None, ""
            if spec.direction == "target":
                end = self.nearest_value_scoring(leaf, spec, start, wanted)
            else:
                end = wanted if spec.direction == "higher" else -wanted
        low, high = spec.range.ends
        if end is not None and not low <= end <= high:
            end, limit = float(np.clip(end, low, high)), "range"
        better = {"higher": lambda v: v > start, "lower": lambda v: v < start}.get(spec.direction)
        if better is not None:
            return (end, limit) if end is not None and better(end) else (None, "")
        return (end, limit) if end is not None and abs(end - target) < abs(start - target) else (None, "")

    def target(self, leaf: TreeNode, spec: Indicator) -> float:
        if spec.target is not None:
            return float(spec.target)
        reached = self.scored.target_attainments.get(leaf.id)
        return np.nan if reached is None else float(reached.target[self.row])

    def nearest_value_scoring(self, leaf: TreeNode, spec: Indicator, start: float, wanted: float) -> float | None:
        """Return the nearest value to the start, on the way to the target, that is as good as wanted."""
        target = self.target(leaf, spec)
        if spec.target is not None:
            return target + wanted if start < target else target - wanted
        score_of, near, far = self.scoring(leaf, spec, start), start, target
        if np.isnan(target) or not score_of(np.array([target]))[0] >= wanted:
            return None if np.isnan(target) else target
        for _ in range(80):
            middle = (near + far) / 2.0
            near, far = (near, middle) if score_of(np.array([middle]))[0] >= wanted else (middle, far)
        return far

    def range_end(self, leaf: TreeNode, spec: Indicator) -> float | None:
        """Return the end of the range, or of the scale, or the target; None where nothing ends it."""
        if spec.direction == "target":
            target = self.target(leaf, spec)
            return None if np.isnan(target) else target
        end = spec.range.low if spec.direction == "lower" else spec.range.high
        if end is not None:
            return float(end)
        kinks = self.kinks(leaf, spec)
        return (min(kinks) if spec.direction == "lower" else max(kinks)) if kinks else None

    def scoring(self, leaf: TreeNode, spec: Indicator, start: float) -> Callable[[Floats], Floats]:
        """Return the engine's score of other values of one indicator; its population stands still."""
        reached, row = self.scored.target_attainments.get(leaf.id), self.row
        if reached is not None and spec.attainment is not None:
            method = spec.attainment.method_for(spec.direction)
            parts = [np.array([part[row]]) for part in (reached.target, reached.baseline, reached.high)]
            shift = float(reached.actual[row]) - start
            return lambda v: np.clip(attain(method, v + shift, *parts), 0.0, FULL)
        rule = rule_in_row(leaf, self.scored.run.quantities, self.row)
        lone = self.scored.run.populations.read(rule.over).name_of(self.row) is None
        if not rule.facts.gives_score or (rule.facts.is_relative and lone):
            return lambda figures: np.full(len(figures), np.nan)
        held: Fitted | None = self.parameters(leaf)
        treated = self.scored.run.treated.get(leaf.id)
        if rule.facts.is_ranked:
            own = self.population(leaf) if treated is None else treated.treat_as(self.row, self.population(leaf))
            held = SCALERS[rule.method].fit(orient(rule, own), rule)

        def score_of(figures: Floats) -> Floats:
            read = figures if treated is None else treated.treat_as(self.row, figures)
            return normalise(rule, read, EVERYBODY, held).scores

        return score_of

    def parameters(self, leaf: TreeNode) -> Mapping[str, float] | None:
        known, over = self.scored.book.parameters.get(leaf.id, {}), leaf.scale.over
        bounds = self.scored.bounds
        if bounds is not None and is_held(over):
            return known.get(bounds.base)
        return known.get(self.scored.run.populations.read(over).name_of(self.row) or "")

    def population(self, leaf: TreeNode) -> Floats:
        """Return the values of the rest of a scale's population."""
        others = self.scored.run.populations.rows_with(leaf.scale.over, self.row)
        values = self.scored.results.values[self.place[leaf.id], others]
        known: Floats = values[~np.isnan(values)]
        return known

    # Knots -------------------------------------------------------------------------------------------

    def knots(
        self, leaf: TreeNode, spec: Indicator, start: float, end: float
    ) -> tuple[Floats, NDArray[np.bool_], bool]:
        """Return the values at which a scale bends or jumps, which of them are joined, and whether all is straight."""
        low, high = min(start, end), max(start, end)
        scale = leaf.scale
        if spec.attainment is None and scale.facts.stepped:
            jumps = self.jumps(leaf, spec, scale, ascending=end > start)
            inside = np.unique([jump for jump in jumps if low <= jump <= high and jump != start])
            values = np.r_[start, inside if end > start else inside[::-1]]
            straight = len(values) <= _MOST_KNOTS
            if not straight:
                values = values[np.unique(np.linspace(0, len(values) - 1, _MOST_KNOTS).round().astype(np.intp))]
            if len(values) == 1:
                values = np.array([start, end])
            return values, np.zeros(len(values) - 1, bool), straight
        curved = self.is_curved(spec, scale)
        bends = [start, end, *(kink for kink in self.kinks(leaf, spec) if low < kink < high)]
        if curved:
            bends += np.linspace(start, end, _PIECES + 1).tolist()
        inside = np.unique(bends)
        values = inside if end > start else inside[::-1]
        return values, np.ones(len(values) - 1, bool), not curved

    def jumps(self, leaf: TreeNode, spec: Indicator, scale: Scale, *, ascending: bool) -> list[float]:
        """Return the values at which a score by bands or places changes, going one way."""
        if not scale.facts.is_ranked:
            rule = rule_in_row(leaf, self.scored.run.quantities, self.row)
            cuts = SCALERS[scale.method].kinks(rule, {})
            # The cut belongs to the band that it ends, or that it begins: going out of it, the next is just beyond.
            beyond = 2.0 * margins(cuts) * (float(ascending) - float(rule.cuts_begin))
            return [cut + float(step) for cut, step in zip(cuts, beyond, strict=True)]
        away = 2.0 if ascending else -2.0
        values = self.population(leaf)
        if spec.direction == "target" and spec.target is not None:
            side = -1.0 if ascending else 1.0
            values = float(spec.target) + side * np.abs(values - float(spec.target))
        return [*values.tolist(), *(values + away * slack(values, _size(spec))).tolist()]

    def is_curved(self, spec: Indicator, scale: Scale) -> bool:
        if spec.attainment is not None:
            return spec.attainment.method_for(spec.direction) == "ratio_inverse"
        treated = self.scored.run.treated.get(spec.id)
        if treated is not None and treated.curves_at(self.row):
            return True
        return scale.log or (scale.facts.ratio and spec.direction == "lower")

    def kinks(self, leaf: TreeNode, spec: Indicator) -> list[float]:
        """Return the values at which a scale bends."""
        scale, reached = leaf.scale, self.scored.target_attainments.get(leaf.id)
        if reached is not None and spec.attainment is not None:
            t, b, h = (float(part[self.row]) for part in (reached.target, reached.baseline, reached.high))
            shift = float(reached.actual[self.row] - self.scored.results.values[self.place[leaf.id], self.row])
            bends = [t, b, h, 0.0, 2 * t, 2 * t - h, 2 * h - t]
            return [bend - shift for bend in bends if np.isfinite(bend)] if np.isfinite(shift) else []
        if not scale.facts.gives_score:
            return []
        rule = rule_in_row(leaf, self.scored.run.quantities, self.row)
        kinks, treated = (
            SCALERS[scale.method].kinks(rule, self.parameters(leaf) or {}),
            self.scored.run.treated.get(leaf.id),
        )
        return kinks if treated is None else treated.bends_at(self.row, kinks)

    # Where it stands ---------------------------------------------------------------------------------

    def own_score(self, leaf: TreeNode) -> float:
        return float(self.scored.book.nodes[leaf.id].scores[self.row])

    def own_reason(self, leaf: TreeNode) -> str:
        return REASON_NAMES[int(self.scored.results.reasons[self.place[leaf.id], self.row])]

    def variable(self, name: str) -> float:
        return float(self.table.values[self.table.variables.index(name), self.row])


def _size(spec: Indicator) -> float:
    """Return the least that figures are measured by where they are equal but for rounding: they may be distances."""
    return abs(float(spec.target)) if spec.target is not None else 0.0


def _turned(values: Floats, spec: Indicator) -> Floats:
    if spec.direction == "target" and spec.target is not None:
        return -np.abs(values - float(spec.target))
    return -values if spec.direction == "lower" else values
