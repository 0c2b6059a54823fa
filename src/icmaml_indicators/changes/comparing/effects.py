"""What a change does further up: values through formulas, scores through the tree, levels through scores.

Nothing is left out that could be another figure for the same data; what is not named here is the same. The names are
those of now.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...formulas import Expression, names, parse
from ...specs import Indicator, TreeNode, steps_below
from .change import PARTS, AffectedNode
from .comparison import Causes, Comparison
from .rules import table_domain
from .sides import ProgramSide


def propagate(found: Comparison) -> dict[str, AffectedNode]:
    """Spread what is touched over what depends on it; return what is affected of the nodes of both sides, by id."""
    _Propagation(found).run()
    touched = {"value": found.values, "score": found.scores, "level": found.levels}
    affected = {}
    for _, name in found.node_pairs:
        parts = tuple(part for part in PARTS if touched[part].get(name))
        if parts:
            causes = {cause for part in parts for cause in touched[part][name]}
            affected[name] = AffectedNode(parts, tuple(sorted(causes)))
    return affected


class _Propagation:
    def __init__(self, found: Comparison) -> None:
        self.found = found
        self.sides: tuple[ProgramSide, ProgramSide] = (found.old, found.new)

    def now(self, side: ProgramSide, name: str) -> str:
        """Return the id of now of a variable, an answer or a node."""
        if side is self.found.new:
            return name
        matching = self.found.matching
        return matching.variables.get(name) or matching.node(name)

    def run(self) -> None:
        self.variables()
        reads = self.reads()
        self.values(reads, self.found.values, [self.found.variables])
        self.values(reads, self.found.redefined, [])
        self.leaves()
        self.groups()
        self.record_indirect(reads)

    def variables(self) -> None:
        """Spread over checks: whether one figure is rejected decides whether a check fails and others are rejected."""
        rules: list[tuple[set[str], set[str]]] = []
        for side in self.sides:
            for check in side.program.all_checks:
                if check.severity == "error":
                    read = {self.now(side, name) for name in names(parse(check.rule))}
                    rejected = read if check.rejects is None else {self.now(side, name) for name in check.rejects}
                    rules.append((read, rejected))
        _propagate_to_fixed_point(self.found.variables, [(name, read) for read, rejected in rules for name in rejected])

    def reads(self) -> dict[str, set[str]]:
        """Return what the formula of each indicator names, on either side."""
        found: dict[str, set[str]] = {}
        for side in self.sides:
            for name, tree in side.trees.items():
                mine = found.setdefault(self.now(side, name), set())
                if self.now(side, name) in self.found.written_out:
                    mine |= self.inputs(side, tree)
                else:
                    mine |= {self.now(side, other) for other in names(tree)}
        return found

    def inputs(self, side: ProgramSide, tree: Expression) -> set[str]:
        """Return the variables that a formula comes down to."""
        result: set[str] = set()
        stack, seen = [tree], set()
        while stack:
            for name in names(stack.pop()):
                if name not in side.trees:
                    result.add(self.now(side, name))
                elif name not in seen:
                    seen.add(name)
                    stack.append(side.trees[name])
        return result

    def values(self, reads: dict[str, set[str]], target: Causes, sources: Iterable[Causes]) -> None:
        for name, read in reads.items():
            for source in sources:
                for other in read & source.keys():
                    target[name] |= source[other]
        _propagate_to_fixed_point(target, list(reads.items()))

    def leaves(self) -> None:
        """From values to scores, and what else a leaf's score reads."""
        found = self.found
        for side in self.sides:
            for node in side.program.nodes.values():
                if not isinstance(node.spec, Indicator):
                    continue
                name = self.now(side, node.id)
                if node.spec.criterion is not None:
                    self.answer(node, name, side)
                elif node.id in side.scored_nodes and found.values.get(name):
                    found.scores[name] |= found.values[name]
                for tree in _goals(node.spec):
                    for other in (self.now(side, each) for each in names(tree)):
                        found.scores[name] |= found.variables.get(other, set()) | found.values.get(other, set())

    def answer(self, node: TreeNode, name: str, side: ProgramSide) -> None:
        found = self.found
        amount = node.answer.amount if node.answer is not None else None
        if amount is not None and amount.of is not None:
            whole = found.variables.get(self.now(side, amount.of), set())
            found.values[name] |= whole
            found.scores[name] |= whole
        found.values[name] |= found.variables.get(name, set())
        found.scores[name] |= found.variables.get(name, set())

    def groups(self) -> None:
        """From the leaves up: scores of parents, levels, gates."""
        found = self.found
        order = sorted(found.node_pairs, key=lambda pair: -self.found.new.program.nodes[pair[1]].depth)
        # A node may have moved: twice over the tree is enough when both trees are gone through from below.
        for _ in range(2 + max(node.depth for side in self.sides for node in side.program.nodes.values())):
            size = _size(found.scores) + _size(found.levels)
            for before, after in order:
                self.node(found.old, found.old.program.nodes[before], after)
                self.node(found.new, found.new.program.nodes[after], after)
            if _size(found.scores) + _size(found.levels) == size:
                break

    def node(self, side: ProgramSide, node: TreeNode, name: str) -> None:
        found = self.found
        if not node.is_indicator and node.id in side.scored_nodes:
            if node.aggregation.facts.reads == "levels":
                for read in table_domain(node):
                    found.scores[name] |= found.levels.get(self.now(side, read), set())
            else:
                for child in node.children:
                    if child.id in side.scored_nodes:
                        found.scores[name] |= found.scores.get(self.now(side, child.id), set())
            if node.aggregation.facts.reads == "steps" and node.aggregation.by == "answers":
                for leaf in [child.id for child in steps_below(node)]:
                    found.scores[name] |= found.scores.get(self.now(side, leaf), set())
            for gate in getattr(node.spec, "gates", ()):
                for required in gate.requires:
                    causes = found.scores.get(self.now(side, required), set())
                    if gate.max_level is None:
                        found.scores[name] |= causes
                    else:
                        found.levels[name] |= causes
        if node.levels:
            found.levels[name] |= found.scores.get(name, set())
            for cut in (cut for level in node.levels for cut in (level.up_to, level.from_)):
                if cut is not None and cut.by is not None:
                    found.levels[name] |= found.variables.get(self.now(side, cut.by), set())

    def record_indirect(self, reads: dict[str, set[str]]) -> None:
        """Tell which indicators stand as they were and yet mean something else, through one that they name."""
        found = self.found
        leaves = {after: before for before, after in found.node_pairs if before in found.old.trees}
        for name, before in leaves.items():
            causes = found.redefined.get(name, set())
            if not causes or name in causes:
                continue
            through = sorted(
                other for other in reads.get(name, set()) if other in leaves and found.redefined.get(other)
            )
            if through:
                a, b = found.old.program.nodes[before].spec, found.new.program.nodes[name].spec
                assert isinstance(a, Indicator)
                assert isinstance(b, Indicator)
                words = ", ".join(f"`{other}`" for other in through)
                found.record(
                    "IND632",
                    "indicator",
                    name,
                    old_id=before,
                    key="formula",
                    old=a.formula,
                    new=b.formula,
                    through=words,
                )


def _goals(leaf: Indicator) -> list[Expression]:
    if leaf.attainment is None:
        return []
    goals = (leaf.attainment.target, leaf.attainment.baseline)
    return [parse(goal.formula) for goal in goals if goal is not None and goal.formula is not None]


def _propagate_to_fixed_point(causes: Causes, reads: list[tuple[str, set[str]]]) -> None:
    """Hand causes on along `reads` (who, from whom) until nothing more is added."""
    size = -1
    while size != _size(causes):
        size = _size(causes)
        for name, read in reads:
            for other in read:
                if causes.get(other):
                    causes[name] |= causes[other]


def _size(causes: dict[str, Any]) -> int:
    return sum(len(found) for found in causes.values())
