"""The least effort as a mixed-integer linear program: what each node can come to, bounded by what its parts come to.

Scores go up with their parts, so it is enough to say what a node cannot exceed. Sums, weighted means, points, extremes,
medians, staircases, gates and decision tables are linear with choices; concave means (geometric, harmonic, power below
1) are bounded by tangents, which are added where the last solution lies until it holds (outer approximation: Duran and
Grossmann, Mathematical Programming 36, 1986). Other trees have none, nor scales of groups, roundings and read scores.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..engine.gates import GatePlan
from ..engine.groups import GroupPlan
from ..engine.node_scores import NodeScoreSet
from ..engine.schedule import breadth_first
from ..formulas.reasons import REASON_NAMES
from ..specs import TreeNode, steps_below
from ..transforms.sums import FULL
from .decision_variables import DecisionVariable, VariableTerms, add_decision_variable
from .dependencies import find_parts
from .goal import PathTarget, least_score
from .linear_program import Linear, Terms, add

if TYPE_CHECKING:
    from ..benchmarks.comparison import Comparison

Floats = NDArray[np.float64]

_MOST_COMBINATIONS = 5000
# What a bound may give way, so that a rounding closes nothing.
_SLACK = 1e-6
_MORE = 2e-6


class NoModelError(Exception):
    """The tree, or what is absent in it, cannot be written as a linear program."""


class PathModel:
    """The model of one node of one row.

    Parameters
    ----------
    benchmark, row, goal
        Whose path, to what.
    decisions
        What can be moved.
    now, most
        The scores of every node as it is, and with everything moved as far as it goes.
    """

    def __init__(
        self,
        comparison: Comparison,
        row: int,
        goal: PathTarget,
        decisions: list[DecisionVariable],
        now: NodeScoreSet,
        most: NodeScoreSet,
    ) -> None:
        self.comparison, self.row, self.goal, self.decisions = comparison, row, goal, decisions
        self.program = comparison.scored.program
        self.order = breadth_first(self.program)
        self.book, self.now, self.most = comparison.scored.book, now, most
        self.linear = Linear()
        self.decision_of = {decision.node.id: number for number, decision in enumerate(decisions)}
        self.moved: list[VariableTerms] = []
        # Each node's score as a constant and columns; groups are columns of their own.
        self.scores: dict[str, tuple[float, Terms]] = {}
        self.means: list[tuple[int, GroupPlan, list[str], Floats]] = []
        self.required: list[int] = []
        self.raised = False
        self.touched = self._touched()
        self._check_scores()
        self._check_absent()
        for decision in decisions:
            moved = add_decision_variable(self.linear, decision)
            if moved is None:
                raise NoModelError
            self.moved.append(moved)
            self.scores[decision.node.id] = (moved.start, moved.terms)
        self._require(goal.node, goal)

    def solve(self, seconds: float) -> list[float] | None:
        """Return the effort of each decision variable, or None where there is no solution in the time given."""
        found = self.linear.solve(seconds)
        return None if found is None else self.read(found)

    @property
    def is_proved(self) -> bool:
        """Whether the last solution was proved to be the least."""
        return self.linear.proved

    def read(self, found: Floats) -> list[float]:
        """Return the effort of each decision variable in a solution."""
        self.found = found
        return [moved.effort(found) for moved in self.moved]

    def add_tangents(self) -> bool:
        """Bound every concave mean by its tangent at the last solution; False where there is none."""
        for column, plan, children, shares in self.means:
            point = np.array([self._value(child) for child in children])
            self._tangent(column, plan, children, shares, point)
        return bool(self.means)

    def _value(self, name: str) -> float:
        constant, terms = self.scores[name]
        return constant + sum(figure * float(self.found[column]) for column, figure in terms.items())

    # What is there -----------------------------------------------------------------------------------

    def _touched(self) -> set[str]:
        """Return the nodes that a decision variable can change."""
        found: set[str] = set()
        for decision in self.decisions:
            name: str | None = decision.node.id
            while name is not None and name not in found:
                found.add(name)
                name = self.program.nodes[name].parent
        return found

    def _check_scores(self) -> None:
        """Refuse what stands between a score and what is made of it: a scale, a rounding, a formula."""
        scored = self.comparison.scored
        parts = find_parts(scored, self.goal.node)
        moved = [self.program.nodes[name] for name in parts & self.touched]
        between = any(n.rounding or n.scales_its_value or n.lower_is_better or n.compares for n in moved)
        if parts & scored.schedule.dependent_leaves or between:
            raise NoModelError

    def _check_absent(self) -> None:
        """Refuse what handing in an answer would re-weight: there the shares are not constant."""
        for decision in self.decisions:
            reason = self._reason(decision.node.id)
            if not reason:
                continue
            name = decision.node.parent
            while name is not None:
                missing = self.program.nodes[name].missing
                if getattr(missing, reason, "propagate") != "zero" or missing.asks_for_a_share:
                    raise NoModelError
                if name == self.goal.node.id:
                    break
                name = self.program.nodes[name].parent

    def _bounds(self, name: str) -> tuple[float, float]:
        now, most = float(self.now.nodes[name].scores[0]), float(self.most.nodes[name].scores[0])
        low = 0.0 if np.isnan(now) else now
        return min(low, 0.0 if np.isnan(most) else most), max(low, 0.0 if np.isnan(most) else most)

    # Scores ------------------------------------------------------------------------------------------

    def score(self, name: str) -> tuple[float, Terms]:
        """Return what a node cannot exceed: a constant and columns."""
        if name not in self.scores:
            if name not in self.touched:
                now = float(self.now.nodes[name].scores[0])
                self.scores[name] = (0.0 if np.isnan(now) else now, {})
            elif self._adds_up(name):
                shares = self.book.shares_of_row(name, self.row)
                self.scores[name] = self._weighted(shares, [child for child, share in shares.items() if share > 0])
            else:
                low, high = self._bounds(name)
                column = self.linear.column(low - _SLACK, high + _SLACK)
                self.scores[name] = (0.0, {column: 1.0})
                self._group(self.program.nodes[name], column)
        return self.scores[name]

    def _adds_up(self, name: str) -> bool:
        """Return whether a group is nothing but a sum of its parts: it needs no column of its own."""
        plan = self.book.plans.get(name)
        plain = plan is not None and not plan.extras and all(gate.max_score is None for gate in plan.gates)
        return plain and plan is not None and plan.rule.facts.additive

    def _group(self, node: TreeNode, column: int) -> None:
        plan = self.book.plans.get(node.id)
        if plan is None:
            raise NoModelError
        if plan.decision is not None:
            self._decided(node, column)
            return
        exponent = plan.rule.exponent
        shares = self.book.shares_of_row(node.id, self.row)
        counted = [name for name in plan.base_ids if shares.get(name, 0.0) > 0]
        top = column
        if plan.extras or any(gate.max_score is not None for gate in plan.gates):
            top = self.linear.column(-np.inf, np.inf)
        if plan.rule.facts.additive:
            constant, terms = self._weighted(shares, counted)
            self.linear.below(top, constant, terms)
        elif exponent is not None and exponent < 1:
            for name in counted:
                self.score(name)
            weights = np.array([shares[name] for name in counted])
            self.means.append((top, plan, counted, weights))
            for book in (self.now, self.most):
                point = np.array([np.nan_to_num(float(book.nodes[name].scores[0])) for name in counted])
                self._tangent(top, plan, counted, weights, point)
        else:
            self._chosen(plan, counted, top)
        if plan.extras:
            top = self._extras(plan, top)
        for gate in plan.gates_at(self.book.matrices, slice(self.row, self.row + 1)):
            if gate.max_score is None:
                continue
            passed = self.linear.choice()
            self._gate_constraints(node, gate, passed)
            self.linear.below(column, float(np.ravel(gate.max_score)[0]), {passed: self._bounds(node.id)[1] + FULL})
        if top != column:
            self.linear.below(column, 0.0, {top: 1.0})

    def _weighted(self, shares: Mapping[str, float], counted: list[str]) -> tuple[float, Terms]:
        constant = 0.0
        terms: Terms = {}
        for name in counted:
            own, columns = self.score(name)
            constant += shares[name] * own
            add(terms, columns, shares[name])
        return constant, terms

    def _tangent(self, column: int, plan: GroupPlan, children: list[str], shares: Floats, point: Floats) -> None:
        """Bound a concave mean by its tangent at a point away from zero."""
        power = plan.rule.exponent
        assert power is not None
        x = np.maximum(point, 1e-3)
        if power == 0.0:
            mean = float(np.exp((shares * np.log(x)).sum()))
            slopes = mean * shares / x
        else:
            mean = float((shares * x**power).sum() ** (1.0 / power))
            slopes = shares * (x / mean) ** (power - 1.0)
        constant = mean - float((slopes * x).sum())
        terms: Terms = {}
        for name, slope in zip(children, slopes.tolist(), strict=True):
            own, columns = self.scores[name]
            constant += slope * own
            add(terms, columns, slope)
        self.linear.below(column, constant, terms)

    def _chosen(self, plan: GroupPlan, counted: list[str], top: int) -> None:
        """Write extremes, medians and staircases, which choose among their parts."""
        method = plan.rule.method
        if method == "min":
            for name in counted:
                self.linear.below(top, *self.score(name))
        elif method == "max":
            self._some_above(top, counted, 1)
        elif method == "median":
            low, high = (self.linear.column(-np.inf, np.inf) for _ in range(2))
            self._some_above(low, counted, len(counted) // 2 + 1)
            self._some_above(high, counted, len(counted) - len(counted) // 2)
            self.linear.below(top, 0.0, {low: 0.5, high: 0.5})
        elif method == "all_or_nothing":
            full = self.linear.choice()
            for name in counted:
                self.linear.when(full, *self.score(name), FULL)
            self.linear.below(top, 0.0, {full: FULL})
        elif method == "staircase":
            self._climbed(plan, top)
        else:
            raise NoModelError

    def _some_above(self, column: int, names: list[str], count: int) -> None:
        """Require so many parts to stand at a column or above it."""
        spread = max(self._bounds(name)[1] for name in names) - min(min(self._bounds(name)[0], 0.0) for name in names)
        picked = [self.linear.choice() for _ in names]
        for name, choice in zip(names, picked, strict=True):
            constant, terms = self.score(name)
            self.linear.below(column, constant + spread, terms, {choice: -spread})
        self.linear.at_least(dict.fromkeys(picked, 1.0), float(count))
        self.linear.at_least({column: -1.0}, -max(self._bounds(name)[1] for name in names))

    def _climbed(self, plan: GroupPlan, top: int) -> None:
        m = self.book.matrices
        needed = float(np.ravel(plan.share_at(m, slice(self.row, self.row + 1))[0])[0])
        if plan.steps is None:
            _, counted = plan.read_steps(m, slice(self.row, self.row + 1))
            names = [name for name, counts in zip(plan.base_ids, counted.ravel(), strict=True) if counts]
            climbed = [self.linear.choice() for _ in names]
            for number, (name, choice) in enumerate(zip(names, climbed, strict=True)):
                self.linear.when(choice, *self.score(name), needed * FULL)
                if number:
                    self.linear.at_least({climbed[number - 1]: 1.0, choice: -1.0}, 0.0)
            self.linear.below(top, 0.0, dict.fromkeys(climbed, FULL / len(names)))
            return
        self._climbed_answers(plan, top, needed)

    def _climbed_answers(self, plan: GroupPlan, top: int, needed: float) -> None:
        """Count, for each step, how many answers stand on it or above."""
        assert plan.steps is not None
        _, counted = plan.read_steps(self.book.matrices, slice(self.row, self.row + 1))
        names = [name for name, counts in zip(self._leaf_names(plan), counted[:, 0], strict=True) if counts]
        shares = [self._share_on(step, names) for step in plan.steps.tolist()]
        climbed = [self.linear.choice() for _ in shares]
        partial = self.linear.column(0.0, 1.0)
        for number, ((constant, terms), choice) in enumerate(zip(shares, climbed, strict=True)):
            self.linear.at_least(add({choice: -needed}, terms), -constant - 1e-9)
            slack: Terms = {choice: 1.0}
            if number:
                self.linear.at_least({climbed[number - 1]: 1.0, choice: -1.0}, 0.0)
                slack[climbed[number - 1]] = -1.0
            # Of the first step not climbed, what stands on it counts.
            self.linear.below(partial, constant + (1.0 if number else 0.0), terms, slack)
        self.linear.below(partial, 1.0, {climbed[-1]: -1.0})
        weight = FULL / len(shares)
        self.linear.below(top, 0.0, {**dict.fromkeys(climbed, weight), partial: weight})

    def _leaf_names(self, plan: GroupPlan) -> list[str]:
        return [leaf.id for leaf in steps_below(plan.node)]

    def _share_on(self, step: float, names: list[str]) -> tuple[float, Terms]:
        """Return the share of criteria that stand on a step or above it."""
        constant = 0.0
        terms: Terms = {}
        for name in names:
            now = np.nan_to_num(float(self.now.nodes[name].scores[0]))
            if now >= step - 1e-9:
                constant += 1.0 / len(names)
            elif name in self.decision_of:
                number = self.decision_of[name]
                decision = self.decisions[number]
                for choice, _, at in self.moved[number].pieces:
                    if decision.joined[at]:
                        raise NoModelError
                    if decision.scores[at + 1] >= step - 1e-9:
                        terms[choice] = 1.0 / len(names)
        return constant, terms

    # On top ------------------------------------------------------------------------------------------

    def _extras(self, plan: GroupPlan, combined: int) -> int:
        """Add bonuses within their cap and take penalties away; penalties beyond their cap have no model."""
        held = {"bonus": 0.0, "penalty": 0.0}
        moved: dict[str, Terms] = {"bonus": {}, "penalty": {}}
        for child in plan.node.children:
            if child.role in held:
                constant, terms = self.score(child.id)
                held[child.role] += constant * child.weight / FULL
                add(moved[child.role], terms, child.weight / FULL)
        if held["penalty"] > plan.caps[-1] + 1e-9:
            raise NoModelError
        worth = float(plan.worth(self.book.matrices, slice(self.row, self.row + 1))[0])
        add_parts = self.linear.column(0.0, plan.caps[1])
        self.linear.below(add_parts, held["bonus"], moved["bonus"])
        result = self.linear.column(-np.inf, plan.ceiling)
        terms = add({combined: 1.0, add_parts: FULL / worth}, moved["penalty"], -FULL / worth)
        self.linear.below(result, -held["penalty"] * FULL / worth, terms)
        if float(self.now.nodes[plan.node.id].scores[0]) <= plan.floor:
            raise NoModelError  # held up there
        return result

    def _gate_constraints(self, node: TreeNode, gate: GatePlan, choice: int | None) -> None:
        """Require what a gate asks for, always or where a choice is made."""
        # A linear program cannot exceed a number: it is asked for a little more than a solver's tolerance.
        more = _MORE if gate.strictly else 0.0
        for line, least in zip(gate.lines.tolist(), (gate.thresholds[:, 0] + more).tolist(), strict=True):
            name = self.order[line].id
            reason = self._reason(name)
            if reason == "not_applicable" and node.missing.not_applicable == "skip":
                continue
            constant, terms = self.score(name)
            if choice is None:
                self.linear.at_least(terms, least - constant)
            else:
                self.linear.when(choice, constant, terms, least)

    def _reason(self, name: str) -> str:
        """Return why a node has no score; empty text where it has one."""
        return REASON_NAMES[int(self.book.nodes[name].reasons[self.row])]

    # What must hold ----------------------------------------------------------------------------------

    def _require(self, node: TreeNode, goal: PathTarget) -> None:
        if goal.level >= 0:
            self._level(node, goal.level, None)
        else:
            self._reach(node, goal.least)

    def _reach(self, node: TreeNode, least: float) -> None:
        constant, terms = self.score(node.id)
        self.required.append(len(self.linear.rows))
        self.linear.at_least(terms, least - constant)

    def add_margin(self) -> bool:
        """Ask for a little more than the goal, once: a solver's tolerance is wider than a tie of scores."""
        for row in self.required:
            terms, least = self.linear.rows[row]
            self.linear.rows[row] = (terms, least + _MORE)
        asked, self.required, self.raised = bool(self.required), [], True
        return asked

    def _level(self, node: TreeNode, level: int, choice: int | None) -> None:
        """Require a level, always or where a choice is made."""
        plan = self.book.plans.get(node.id)
        if plan is not None and plan.decision is not None:
            self._combination(node, level, choice)
        elif (least := least_score(self.comparison, self.row, node, level)) > -np.inf:
            if np.isnan(least):
                raise NoModelError
            if choice is None:
                self._reach(node, least)
            else:
                self.linear.when(choice, *self.score(node.id), least)
        for gate in [] if plan is None else plan.gates_at(self.book.matrices, slice(self.row, self.row + 1)):
            if gate.max_level is not None and gate.max_level < level:
                self._gate_constraints(node, gate, choice)

    def _combination(self, node: TreeNode, level: int, choice: int | None) -> None:
        """Require one of the least combinations of levels that a decision table answers with the level or better."""
        plan = self.book.plans[node.id]
        assert plan.decision is not None
        used, sizes = plan.decision.used, plan.decision.sizes
        own = []
        for name in used:
            leveled = self.now.nodes[name].levels
            if leveled is None or leveled.level[0] < 0:
                raise NoModelError
            own.append(int(leveled.level[0]))
        if int(np.prod(sizes)) > _MOST_COMBINATIONS:
            raise NoModelError
        able = [
            case
            for case in product(*(range(now, size) for now, size in zip(own, sizes, strict=True)))
            if plan.decision.lowest[case] >= level
        ]
        least = [c for c in able if not any(o != c and all(a <= b for a, b in zip(o, c, strict=True)) for o in able)]
        picked: Any = []
        for case in least:
            pick = self.linear.choice()
            picked.append(pick)
            for name, wanted, now in zip(used, case, own, strict=True):
                if wanted > now:
                    self._level(self.program.nodes[name], wanted, pick)
        row: Terms = dict.fromkeys(picked, 1.0)
        self.linear.at_least(row if choice is None else add(row, {choice: -1.0}), 1.0 if choice is None else 0.0)

    def _decided(self, node: TreeNode, column: int) -> None:
        """Let a decided node score the position of its level."""
        reached = []
        for level in range(1, len(node.levels)):
            choice = self.linear.choice()
            self._level(node, level, choice)
            reached.append(choice)
        self.linear.below(column, 1.0, dict.fromkeys(reached, 1.0))
