"""`find_path`: which indicators to move, and by how much, for a node to reach a target at least effort."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..diagnostics import phrase
from ..engine.node_scores import NodeScoreSet
from ..errors import IcmamlError, UnknownNameError, check_option, expect
from ..ledger.words import number as figure_text
from ..progress import Progress, Stage, follow_stages
from ..specs import TreeNode, leaves_below
from ..transforms.score_rounding import round_scores
from .decision_variables import DecisionVariable
from .dependencies import can_fall, find_parts
from .feasible_moves import Reach, find_decision_variables
from .goal import PathTarget, Target, parse_target
from .heuristic import PlanScorer, ascend, can_enumerate, every_plan, raise_to_target, reduce_effort, search
from .inputs import input_change
from .mip import NoModelError, PathModel
from .path import PathResult
from .single_variable import single_move

if TYPE_CHECKING:
    from ..benchmarks.comparison import Comparison

Floats = NDArray[np.float64]

REACHES = ("best", "top_quartile", "range")
_TANGENT_ROUNDS = 60
_GAP = 1e-6


def find_path(
    comparison: Comparison,
    row: int,
    node: TreeNode,
    to: Target,
    *,
    costs: Mapping[str, float] | None = None,
    only: Iterable[str] | None = None,
    fixed: Iterable[str] = (),
    reach: Reach = "best",
    seconds: float = 30.0,
    progress: Progress = False,
) -> PathResult:
    """Find a path; see `Benchmark.path`."""
    for name, given in (("only", only), ("fixed", fixed)):
        if given is not None:
            expect(name, given, Iterable)
    costs = costs or {}
    scored = comparison.scored
    parts = find_parts(scored, node)
    leaves = [each for each in scored.program.nodes.values() if each.is_indicator and each.id in parts]
    _check([*leaves, *leaves_below(node)], costs, only, fixed, reach)
    goal = parse_target(comparison, row, node, to)
    if node.is_indicator and leaves != [node] and goal.kind in {"rank", "quartile"}:
        # Indicators are ranked by their values, and what-ifs tell scores.
        raise IcmamlError("IND569", key="to", wanted="level, score", given=goal.kind)
    kept = set(only) if only is not None else {leaf.id for leaf in leaves}
    free = [leaf for leaf in leaves if leaf.id in kept - set(fixed)]
    if leaves == [node]:
        return _Finder(comparison, row, goal, [], reach).single(free, costs)
    with follow_stages(progress, ("moves", "model", "search"), scored.language) as say:
        say("moves")
        decisions = find_decision_variables(comparison, row, free, reach, costs)
        return _Finder(comparison, row, goal, decisions, reach).find(seconds, say)


def _check(
    leaves: Sequence[TreeNode],
    costs: Mapping[str, float],
    only: Iterable[str] | None,
    fixed: Iterable[str],
    reach: str,
) -> None:
    known = [leaf.id for leaf in leaves]
    for name in (*costs, *(only or ()), *fixed):
        if name not in known:
            raise UnknownNameError("indicator", name, known)
    for name, cost in costs.items():
        if not (np.isfinite(cost) and cost > 0):
            raise IcmamlError("IND569", key=f"costs[{name}]", wanted="> 0", given=cost)
    check_option("reach", reach, REACHES)


class _Finder:
    def __init__(
        self, comparison: Comparison, row: int, goal: PathTarget, decisions: list[DecisionVariable], reach: Reach
    ) -> None:
        self.comparison, self.row, self.goal, self.decisions, self.reach = comparison, row, goal, decisions, reach
        self.scored = comparison.scored
        self.language = self.scored.language
        self.scorer = PlanScorer(comparison, row, decisions, goal)

    def find(self, seconds: float, say: Callable[[Stage], None]) -> PathResult:
        nothing = np.zeros(len(self.decisions))
        most = self.scorer.upper
        now, ahead = self.scorer.book(nothing[None]), self.scorer.book(most[None])
        if bool(self.goal.is_reached(now)[0]):
            return self.result(nothing, "none")
        if not bool(self.goal.is_reached(ahead)[0]):
            say("search")
            return self.beside(ahead)
        say("model")
        plan, proved = self.solve_model(now, ahead, seconds)
        if plan is not None and proved:
            return self.result(plan, "exact")
        say("search")
        least = every_plan(self.scorer)
        if least is not None:
            return self.result(least, "exact")
        return self.result(search(self.scorer, self.scorer.upper) if plan is None else plan, "best_found")

    def beside(self, ahead: NodeScoreSet) -> PathResult:
        """Look for a path where all moves together fall short: the best of all need not be all of the best."""
        nothing = np.zeros(len(self.decisions))
        if not can_fall(self.scored, self.goal.node):
            return self.result(nothing, "none", reason=self.explain_shortfall(ahead))
        if can_enumerate(self.scorer):
            plan = every_plan(self.scorer)
            if plan is not None:
                return self.result(plan, "exact")
            return self.result(nothing, "none", reason=self.explain_shortfall(ahead))
        plan = ascend(self.scorer)
        if plan is not None:
            return self.result(search(self.scorer, plan), "best_found")
        return self.result(nothing, "none", reason=phrase("IND468", self.language))

    def solve_model(self, now: NodeScoreSet, ahead: NodeScoreSet, seconds: float) -> tuple[Floats | None, bool]:
        """Return the plan of the linear program, scored and found to reach the goal, and whether it is proved least."""
        try:
            model = PathModel(self.comparison, self.row, self.goal, self.decisions, now, ahead)
        except NoModelError:
            return None, False
        straight = all(decision.straight for decision in self.decisions)
        best: Floats | None = None
        # No plan takes less than the first solution, which may fall short by a tolerance.
        bound: float | None = None
        for _ in range(_TANGENT_ROUNDS):
            efforts = model.solve(seconds)
            if efforts is None:
                break
            bound = sum(efforts) if bound is None or not model.raised else bound
            plan = raise_to_target(self.scorer, np.array(efforts))
            if plan is not None:
                best = plan if best is None or plan.sum() < best.sum() else best
                if plan.sum() <= bound + _GAP * max(1.0, bound):
                    return reduce_effort(self.scorer, plan, between_knots=True), straight and model.is_proved
            if not model.add_tangents() and (plan is not None or not model.add_margin()):
                break
        return (None if best is None else reduce_effort(self.scorer, best)), False

    def single(self, free: list[TreeNode], costs: Mapping[str, float]) -> PathResult:
        """Find how far one indicator must move by itself."""
        found = single_move(self.comparison, self.row, self.goal, free, self.reach, costs)
        if found is None or found.decision is None:
            self.scorer = PlanScorer(self.comparison, self.row, [], self.goal)
            reached = found is not None
            reason = "" if reached else self.explain_shortfall(self.scorer.book(np.zeros((1, 0))))
            return self.result(np.zeros(0), "none", reason=reason)
        self.decisions = [found.decision]
        self.scorer = PlanScorer(self.comparison, self.row, self.decisions, self.goal)
        if found.effort is None:
            end = self.scorer.book(self.decisions[0].efforts[-1:][None])
            reason = self.explain_shortfall(end, self.decisions[0].end)
            return self.result(
                np.zeros(1), "none", reason=reason if found.is_proved else phrase("IND468", self.language)
            )
        return self.result(np.array([found.effort]), "exact" if found.is_proved else "best_found")

    # Words -------------------------------------------------------------------------------------------

    def explain_shortfall(self, ahead: NodeScoreSet, value: float | None = None) -> str:
        """Say how far it goes with everything moved, and what binds."""
        node = self.goal.node
        best = figure_text(float(ahead.nodes[node.id].scores[0]) if value is None else value)
        level = _level_of(ahead, node)
        return phrase(
            "IND462",
            self.language,
            node=node.id,
            best=f"{best} ({level})" if level else best,
            binds=self.binding(ahead),
        )

    def binding(self, ahead: NodeScoreSet) -> str:
        """Name the gates that still hold, what has no value, and the limit that was set."""
        es = self.language == "es"
        told = []
        for name, held in ahead.held.items():
            if int(held[0]) and _stands_below(self.comparison, name, self.goal.node.id):
                gate = getattr(self.scored.program.nodes[name].spec, "gates", ())[int(held[0]) - 1]
                words = ("compuerta", "de") if es else ("gate", "of")
                told.append(f"{words[0]} {int(held[0])} {words[1]} `{name}` ({', '.join(gate.requires)})")
        known = {decision.node.id for decision in self.decisions}
        leaves = [self.goal.node] if self.goal.node.is_indicator else leaves_below(self.goal.node)
        silent = [leaf.id for leaf in leaves if leaf.id not in known and self.is_absent(leaf)]
        if silent:
            shown = ", ".join(silent[:5]) + (f", … ({len(silent)})" if len(silent) > 5 else "")
            told.append(f"{'sin valor' if es else 'without a value'}: {shown}")
        limits = {
            "best": ("ningún cambio pasa del mejor de los pares", "no figure goes beyond the best peer"),
            "top_quartile": (
                "ningún cambio pasa del mejor cuarto de los pares",
                "no figure goes beyond the top quarter",
            ),
            "range": ("ningún cambio pasa de su rango", "no figure goes beyond its range"),
        }
        told.append(limits[self.reach][0 if es else 1])
        return "; ".join(told)

    def is_absent(self, leaf: TreeNode) -> bool:
        number = next(n for n, spec in enumerate(self.scored.program.indicators) if spec.id == leaf.id)
        return bool(np.isnan(self.scored.results.values[number, self.row]))

    def assumptions(self, plan: Floats) -> tuple[str, ...]:
        es = self.language == "es"
        told = ["los pares no se mueven" if es else "the peers stand still"]
        moved = {decision.node.id for decision in self.decisions}
        groups = {name for name in find_parts(self.scored, self.goal.node) if name in self.scored.book.plans}
        if not self.scored.book.parameters.keys().isdisjoint(moved | groups):
            told.append(
                "las escalas relativas conservan los límites de hoy"
                if es
                else "relative scales keep the bounds of today"
            )
        shared = self.shared_inputs(plan)
        if shared:
            told.append(
                f"cada indicador se mueve por sí solo; comparten insumos: {shared}"
                if es
                else f"each indicator moves by itself; inputs that several of them read: {shared}"
            )
        return tuple(told)

    def shared_inputs(self, plan: Floats) -> str:
        """Return the inputs that several moved indicators read."""
        read: dict[str, int] = {}
        compiled = self.scored.compiled
        for decision, effort in zip(self.decisions, plan, strict=True):
            for name in compiled.inputs_of(decision.node.id) if effort > 0 and decision.node.answer is None else ():
                read[name] = read.get(name, 0) + 1
        return ", ".join(name for name, count in read.items() if count > 1)

    # The result --------------------------------------------------------------------------------------

    def result(self, plan: Floats, method: str, reason: str = "") -> PathResult:
        import pandas as pd

        node, table = self.goal.node, self.scored.table
        moved = np.flatnonzero(plan > 0)
        without = np.repeat(plan[None], len(moved) + 2, axis=0)
        without[0] = 0.0
        without[np.arange(len(moved)) + 2, moved] = 0.0
        book = self.scorer.book(without)
        scores = book.nodes[node.id].scores
        lines = [
            self.move(self.decisions[number], float(plan[number]), float(scores[1] - scores[place]))
            for place, number in enumerate(moved, 2)
        ]
        moves = pd.DataFrame(lines, columns=list(MOVE_COLUMNS))
        moves = moves.sort_values(["contribution", "indicator"], ascending=[False, True], ignore_index=True)
        return PathResult(
            str(table.entities[self.row]),
            str(table.periods[self.row]),
            node.id,
            {self.goal.kind: self.goal.wanted},
            not reason,
            reason or (phrase("IND463", self.language) if method == "best_found" else ""),
            moves,
            float(scores[0]),
            float(scores[1]),
            _level_of(book, node, 0),
            _level_of(book, node, 1),
            float(plan.sum()),
            method,
            self.assumptions(plan),
            self.language,
            self.scored.program.provenance_counts,
        )

    def move(self, decision: DecisionVariable, effort: float, contribution: float) -> dict[str, Any]:
        leaf, language = decision.node, self.language
        start, end = float(decision.values[0]), decision.value_at(effort)
        before, after = float(decision.scores[0]), decision.score_at(effort)
        if leaf.rounding is not None:
            after = float(round_scores(np.array([after]), leaf.rounding)[0])
        kind, spec = leaf.answer, leaf.spec
        unit = getattr(spec, "unit", None)
        changed = input_change(self.scored, self.row, decision, end) if kind is None else None
        options = kind.options if kind is not None else ()
        return {
            "indicator": leaf.id,
            "title": leaf.title.in_language(language),
            "from": start,
            "to": end,
            "change": end - start,
            "unit": unit.in_language(language) if unit is not None else "",
            "answer": options[int(end)].title.in_language(language) if options else "",
            "score_from": before,
            "score_to": after,
            "gain": after - before,
            "contribution": contribution,
            "effort": effort,
            "limit": decision.limit,
            "limit_value": decision.end,
            "input": changed.name if changed else "",
            "input_from": changed.start if changed else np.nan,
            "input_to": changed.end if changed else np.nan,
        }


MOVE_COLUMNS = (
    *("indicator", "title", "from", "to", "change", "unit", "answer", "score_from", "score_to", "gain"),
    *("contribution", "effort", "limit", "limit_value", "input", "input_from", "input_to"),
)


def _level_of(book: NodeScoreSet, node: TreeNode, at: int = 0) -> str | None:
    leveled = book.nodes[node.id].levels
    code = -1 if leveled is None else int(leveled.level[at])
    return node.levels[code].id if code >= 0 else None


def _stands_below(comparison: Comparison, name: str | None, top: str) -> bool:
    nodes = comparison.scored.program.nodes
    while name is not None and name != top:
        name = nodes[name].parent
    return name == top
