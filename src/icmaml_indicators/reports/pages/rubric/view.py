"""The answers of one entity to a rubric: what each criterion won, could win, and would win if it counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from ....engine.answer_scores import AnswerScores, states
from ....engine.gates import GatePlan
from ....formulas.reasons import NOT_REPORTED, REASON_NAMES
from ....results import Benchmark
from ....scoring.contributions import parts_as_counted
from ....scoring.points import points_possible_table
from ....specs import ROOT, Gate, Indicator, TreeNode, leaves_below
from ....transforms.sums import FULL
from ..entity_view import EntityView
from ..figures import NO_BREAK, list_names, unit_below, write_figure, write_with_unit
from ..page_view import declared_decimals

# What is told to so many decimals is told as reached.
_EXACT = 9
# Parts of a total are opened up where there are fewer, as long as there are no more in the end.
FEW_BLOCKS, MOST_BLOCKS = 5, 15
# States that are told of as answered, and that won nothing.
UNCOUNTED = ("not_verified", "rejected")
MARKS = {
    "met": "green",
    "partly": "yellow",
    "not_met": "red",
    "not_verified": "yellow",
    "rejected": "red",
    "not_checked": "absent",
    "not_applicable": "context",
}


@dataclass(slots=True)
class CriterionLine:
    """One criterion: what was answered, what it won of what it could win, what stands beside the answer."""

    id: str
    title: str
    within: str
    block: str
    status: str
    state: str
    mark: str
    answer: str
    evidence: str
    note: str
    asks_evidence: bool
    place: str
    points: str
    won: float
    most: float
    recoverable: float
    why: str = ""


@dataclass(slots=True)
class BlockLine:
    """A block of criteria with its points: won, recoverable, lost."""

    id: str
    title: str
    within: str
    won: float
    most: float
    recoverable: float
    criteria: list[CriterionLine] = field(default_factory=list)

    @property
    def lost(self) -> float:
        """Points that nothing that was answered can win, as far as that is known."""
        return max(self.most - self.won - float(np.nan_to_num(self.recoverable)), 0.0)

    @property
    def subheads(self) -> dict[str, list[CriterionLine]]:
        """The criteria by the group that they stand in."""
        found: dict[str, list[CriterionLine]] = {}
        for line in self.criteria:
            found.setdefault(line.within, []).append(line)
        return found


class RubricView(EntityView):
    """What is said of the answers of one entity."""

    def __init__(
        self, benchmark: Benchmark, language: str, words: dict[str, Any], own: str, period: str | None
    ) -> None:
        super().__init__(benchmark, language, words, own, period)
        self.book = self.scored.book
        self.variable = {name: number for number, name in enumerate(self.table.variables)}
        scores = {leaf.id: self.book.nodes[leaf.id].scores for leaf in self.program.criteria}
        of_all = states(self.program, self.scored.results, scores)
        self.states = {name: str(found[self.row]) for name, found in of_all.items()}
        asked = {leaf.id: leaf.criterion for leaf in self.program.criteria}
        self.asks_evidence = {name for name, found in asked.items() if found and found.evidence == "required"}
        self.found = self.table.findings.of_row(self.row, str(self.table.periods[self.row]), language)

    # Points -----------------------------------------------------------------------------------------------

    @cached_property
    def most(self) -> float:
        """What the total could win: its points where it adds them up, and 100 otherwise."""
        possible = points_possible_table(self.scored)
        return float(possible[ROOT].iloc[self.row]) if ROOT in possible else FULL

    @cached_property
    def worth(self) -> dict[str, float]:
        """What full marks of each node come to in the total; NaN where it did not count.

        Below what its parts do not add up to (a staircase, a decision) each part counts by itself, up to 100.
        """
        found, span, m = {ROOT: self.most}, slice(self.row, self.row + 1), self.book.matrices
        for name, node in self.program.nodes.items():  # parents before their children
            plan = self.book.plans.get(name)
            if plan is None:
                continue
            if name in self.groups_without_sum:
                found |= {child.id: FULL for child in node.children}
                continue
            shares, _ = parts_as_counted(plan, m, span)
            found |= {part: found[name] * float(share[0]) for part, share in zip(plan.base_ids, shares, strict=True)}
            full = float(m.points[plan.line][self.row]) if plan.rule.facts.adds_points else FULL
            for child, extra in zip((c for c in node.children if c.role != "base"), plan.extras, strict=False):
                found[child.id] = extra.sign * extra.points * found[name] / full
        return found

    @cached_property
    def groups_without_sum(self) -> frozenset[str]:
        """Groups whose parts do not add up to them."""
        return frozenset(
            name
            for name, plan in self.book.plans.items()
            if not (plan.combines and plan.rule.facts.has_shares and plan.rule.facts.additive and plan.scale is None)
        )

    def score(self, name: str) -> float:
        """Return the score of a node; NaN where it has none. Rounding errors do not part it from its cut."""
        return round(float(self.book.nodes[name].scores[self.row]), _EXACT)

    def won(self, name: str) -> float:
        """Return the points that a node won; NaN where it did not count, nought where it counted without a score."""
        score, parent = self.score(name), self.program.nodes[name].parent
        if np.isnan(score) and parent and parent not in self.groups_without_sum and np.isfinite(self.score(parent)):
            score = 0.0
        return score / FULL * self.worth.get(name, np.nan)

    def possible(self, name: str) -> float:
        """Return the points that a node could win: a penalty none."""
        return max(self.worth.get(name, np.nan), 0.0)

    # Criteria ---------------------------------------------------------------------------------------------

    @cached_property
    def blocks(self) -> list[BlockLine]:
        """The parts of the total, or theirs where the total has few, each with its criteria."""
        parts = list(self.program.nodes[ROOT].children)
        finer = [
            part
            for node in parts
            for part in (node.children if node.children and not any(c.is_indicator for c in node.children) else [node])
        ]
        if len(parts) < FEW_BLOCKS and len(finer) <= MOST_BLOCKS:
            parts = finer
        return [self.block(node) for node in parts]

    def block(self, node: TreeNode) -> BlockLine:
        """Return a block with its criteria."""
        title = self.text(node.title)
        lines = [self.criterion(leaf, title) for leaf in leaves_below(node)]
        above = self.program.nodes[node.parent] if node.parent not in (None, ROOT) else None
        won, most = self.won(node.id), self.possible(node.id)
        inside = {node.id, *(name for leaf in leaves_below(node) for name in self.ancestors(leaf, node.id))}
        # What would come back is only known where the points of criteria add up to those of the block.
        back = np.nan if inside & self.groups_without_sum else sum(line.recoverable for line in lines)
        within = self.text(above.title) if above else ""
        return BlockLine(node.id, title, within if within != title else "", won, most, back, lines)

    def ancestors(self, leaf: TreeNode, end: str) -> list[str]:
        """Return the groups that a leaf stands in, up to one of them."""
        found, name = [], leaf.parent
        while name is not None and name != end:
            found.append(name)
            name = self.program.nodes[name].parent
        return found

    def criterion(self, leaf: TreeNode, block: str) -> CriterionLine:
        """Return what the page says of a criterion, or of an indicator beside the criteria."""
        parent = self.text(self.program.nodes[leaf.parent].title) if leaf.parent else ""
        state = self.states.get(leaf.id) or self.state_of_figure(leaf)
        cell = self.table.sources.cell(leaf.id, self.variable[leaf.id], self.row) if leaf.answer else None
        won, most = self.won(leaf.id), self.possible(leaf.id)
        line = CriterionLine(
            leaf.id,
            self.text(leaf.title),
            parent if parent != block else "",
            block,
            leaf.provenance.status if leaf.provenance else "",
            state if state in MARKS else "undefined",
            MARKS.get(state, "uncompared"),
            self.answer(leaf, state, cell.text if cell else ""),
            cell.evidence if cell else "",
            cell.note if cell else "",
            leaf.id in self.asks_evidence,
            self.place_of(cell.column, cell.line) if cell and isinstance(cell.line, int) else "",
            self.write_points(won, most),
            won,
            most,
            0.0,
        )
        if state in UNCOUNTED:
            line.recoverable = max(float(np.nan_to_num(self.credit(leaf, state) * most)), 0.0)
            line.why = self.plain(self.rejection(leaf)) if state == "rejected" else self.words["no_evidence"]
        return line

    def state_of_figure(self, leaf: TreeNode) -> str:
        """Return the state of an indicator that is no criterion, by its score."""
        score = self.score(leaf.id)
        if not np.isfinite(score):
            reason = REASON_NAMES[int(self.book.nodes[leaf.id].reasons[self.row])]
            return "not_checked" if reason == REASON_NAMES[NOT_REPORTED] else reason
        return "met" if score >= FULL else "partly" if score > 0 else "not_met"

    def answer(self, leaf: TreeNode, state: str, given: str) -> str:
        """Return what was answered: the option in the language of the page, a figure, or the text as it was given."""
        if state == "rejected":
            return str(self.words["quoted"].format(text=given)) if given else ""
        value = self.value_of(leaf, state)
        if not np.isfinite(value):
            return ""
        if leaf.answer is not None:
            return self.write_answer(leaf, value)
        unit = self.unit(leaf)
        return f"{write_with_unit(write_figure(value, declared_decimals(leaf)), unit)} {unit_below(unit)}".strip()

    def write_answer(self, leaf: TreeNode, value: float) -> str:
        """Return an answer in words, or its figure where answers are amounts."""
        assert leaf.answer is not None
        options = leaf.answer.options
        return self.text(options[int(value)].title) if options else write_figure(value, whole_decimals(value))

    def unit(self, leaf: TreeNode) -> str:
        """Return the unit of an indicator in the language of the page."""
        return self.text(leaf.spec.unit) if isinstance(leaf.spec, Indicator) and leaf.spec.unit else ""

    def value_of(self, leaf: TreeNode, state: str) -> float:
        """Return what was answered as a figure; that of an answer without evidence is in its finding."""
        if state == "not_verified":
            return next((float(each["figure"]) for each in self.found.get(leaf.id, ()) if "figure" in each), np.nan)
        if leaf.answer is not None:
            return float(self.table.values[self.variable[leaf.id], self.row])
        return float(self.comparison.compared.values(self.number[leaf.id])[self.row])

    def credit(self, leaf: TreeNode, state: str) -> float:
        """Return the share of its points that an answer would win if it counted; of what was rejected, all at most."""
        if state == "rejected" or leaf.answer is None:
            return 1.0
        value = np.array([[self.value_of(leaf, state)]])
        return float(self.reader.credit(leaf.answer, value, slice(self.row, self.row + 1))[0, 0]) / FULL

    @cached_property
    def reader(self) -> AnswerScores:
        """What scores answers."""
        return AnswerScores(self.program, self.table)

    def rejection(self, leaf: TreeNode) -> str:
        """Return why an answer was rejected."""
        told = self.found.get(leaf.id, ())
        messages = (str(each["message"]) for each in told if each["severity"] == "error")
        return next(messages, str(self.words["rejected_figures"]))

    def place_of(self, column: str, line: int) -> str:
        """Return where an answer stands: sheet and cell of a workbook, or its line where each has its own."""
        sheet, mark, cell = column.rpartition("!")
        if mark:
            return str(self.words["in_cell"].format(sheet=sheet, cell=cell))
        return str(self.words["in_line"].format(line=line)) if self.table.sources.is_by_line else ""

    def write_points(self, won: float, most: float, decimals: int = 2) -> str:
        """Write points won of points possible; what falls short does not seem full, nor what won something empty."""
        if not np.isfinite(most):
            return "–"
        whole = write_figure(most, decimals)
        cuts = [0.0] if won >= most else [0.0, float(whole.replace(",", ""))]
        return str(self.words["of_most"].format(won=write_figure(won, decimals, cuts), most=whole)).replace(
            " ", NO_BREAK
        )

    # Gates ------------------------------------------------------------------------------------------------

    def gates(self) -> list[str]:
        """Return which gates hold this result back, in words."""
        found = []
        for name, held in self.book.held.items():
            number = int(held[self.row])
            if number:
                node = self.program.nodes[name]
                gate = getattr(node.spec, "gates", ())[number - 1]
                plan = self.book.plans[name].gates_at(self.book.matrices, slice(self.row, self.row + 1))[number - 1]
                found.append(self.gate(node, gate, plan))
        return found

    def gate(self, node: TreeNode, gate: Gate, plan: GatePlan) -> str:
        """Return what a gate demands of the row."""
        least = float(plan.thresholds.ravel()[0])
        if gate.max_level is not None:
            limit = next(self.text(level.title) for level in node.levels if level.id == gate.max_level)
            limit = self.words["quoted"].format(text=limit)
        else:
            assert plan.max_score is not None
            limit = write_figure(float(np.ravel(plan.max_score)[0]))
        rule, value = "full", ""
        if gate.above is not None:
            rule, value = "above", write_figure(least, 0)
        elif isinstance(gate.at_least, str) and not plan.asked:
            kind = self.program.nodes[gate.requires[0]].answer
            assert kind is not None
            rule, value = "answer", next(self.text(o.title) for o in kind.options if o.id == gate.at_least)
        elif plan.asked or least < FULL:
            rule, value = "score", write_figure(least, 0)
        names = [self.text(self.program.nodes[required].title) for required in gate.requires]
        return str(
            self.words["gate"].format(
                node=self.words["total"] if node.id == ROOT else self.text(node.title),
                limit=limit,
                rule=self.words["gate_rules"][rule].format(value=value),
                names=self.list_quoted(names),
            )
        )

    def list_quoted(self, titles: Sequence[str]) -> str:
        """Return titles one after the other, each in quotes: they may hold an *and* of their own."""
        return list_names([self.words["quoted"].format(text=title) for title in titles], self.language)


def whole_decimals(value: float) -> int | None:
    """Return how many decimals a figure takes that is whole; None where it is not."""
    return 0 if value == round(value) else None
