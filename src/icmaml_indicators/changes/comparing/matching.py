"""Which variable and which node of before is which of now: by id, by `replaces`, or by everything else being equal.

A rename that nothing tells is inferred with a confidence from 0 to 1. Of a variable it counts for 0.4 that formulas
read the new one wherever they read the old one, 0.2 that type, unit, range and options are equal, 0.4 how far the
titles agree; a substitution in formulas alone would make another figure pass for the same one. Of an indicator with a
formula: 0.5 that the formula is equivalent, 0.2 how much of the rest is equal, 0.3 the titles; of a criterion: 0.2,
0.1 and 0.7; of a group: 0.6 the share of children in common, 0.3 the titles, 0.1 the aggregation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from ...formulas import Expression, equivalent, names, parse
from ...formulas.tree import Call, Name, NodeFigure, Statistic, replace_parts
from ...specs import ROOT, Indicator, Text, TreeNode, Variable
from ...specs.model.peer_rules import POPULATIONS, Population
from ...specs.model.quantities import PERIOD
from .rules import aggregation_rule, population_rule, scale_rule
from .sides import ProgramSide
from .wording import folded_words

VARIABLE_THRESHOLD = 0.85
LEAF_THRESHOLD = 0.7
CRITERION_THRESHOLD = 0.8
GROUP_THRESHOLD = 0.75
# Less certain than that, but worth a hint.
HINT = 0.5
# Two candidates nearer than that are not told apart.
_MARGIN = 0.02
# No id has a capital: what is gone can never be taken for something else of the same name.
_GONE = "_GONE"


def plain(name: str) -> str:
    """Return a name as it is written, of what is gone too."""
    return name.removesuffix(_GONE)


@dataclass(frozen=True, slots=True)
class Rename:
    """Something that bears another id; `told` where `replaces` says so."""

    kind: str
    old: str
    new: str
    confidence: float
    told: bool = False


@dataclass(slots=True)
class Matching:
    """What of before is what of now.

    Attributes
    ----------
    variables, nodes
        Id of before to id of now.
    renames
        Where the two ids differ.
    hints
        For what is gone: what it may have become, below the threshold.
    parameters
        Those of both sides, and the period.
    """

    variables: dict[str, str] = field(default_factory=dict)
    populations: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, str] = field(default_factory=dict)
    renames: list[Rename] = field(default_factory=list)
    hints: dict[str, str] = field(default_factory=dict)
    parameters: frozenset[str] = frozenset({PERIOD})

    def variable(self, name: str) -> str:
        """Return the id of now of a variable of before."""
        return self.variables.get(name, name + _GONE)

    def node(self, name: str) -> str:
        """Return the id of now of a node of before."""
        return self.nodes.get(name, name + _GONE)

    def population(self, name: str) -> str:
        """Return the id of now of a population of before."""
        return name if name in POPULATIONS else self.populations.get(name) or self.variable(name)

    def condition(self, text: str | None, variables: Iterable[str]) -> Expression | None:
        """Return a condition of before in the names of now; `variables` are those of before."""
        known = frozenset(variables)

        def turned(part: Expression) -> Expression | None:
            return Name(self.variable(part.id)) if isinstance(part, Name) and part.id in known else None

        return None if text is None else replace_parts(parse(text), turned)

    def same_condition(self, old: str | None, new: str | None, variables: Iterable[str]) -> bool:
        """Whether a condition of before asks what one of now does; `variables` are those of before."""
        before, after = self.condition(old, variables), None if new is None else parse(new)
        if before is None or after is None:
            return before is after
        return before == after or equivalent(before, after) is True

    def population_rule(self, population: Population, variables: Iterable[str]) -> tuple[Any, ...]:
        """Return who is in a population of before, in the names of now, as `rules.population_rule` does."""
        by = tuple(self.variable(name) for name in population.by)
        return (self.condition(population.where, variables), population.period, by, population.within)

    def translate(self, tree: Expression, variables: Iterable[str]) -> Expression:
        """Return a formula of before in the names of now; `variables` are those of before."""
        known = frozenset(variables)

        def name_now(name: str) -> str:
            if name in self.parameters:
                return name
            return self.variable(name) if name in known else self.node(name)

        def turned(part: Expression) -> Expression | None:
            match part:
                case Name(name):
                    return Name(name_now(name))
                case NodeFigure(kind, name):
                    return NodeFigure(kind, self.node(name))
                case Statistic(population=name) if name not in POPULATIONS:
                    args = tuple(replace_parts(argument, turned) for argument in part.args)
                    return replace(part, args=args, population=self.population(name))
            return None

        return replace_parts(tree, turned)


def match(old: ProgramSide, new: ProgramSide) -> Matching:
    """Match two versions of a program."""
    found = Matching()
    found.parameters |= old.program.parameter_by_id.keys() & new.program.parameter_by_id.keys()
    now = {variable.id for variable in new.program.figures}
    found.variables = {v.id: v.id for v in old.program.figures if v.id in now}
    nodes = new.program.nodes
    found.nodes = {
        name: name
        for name, node in old.program.nodes.items()
        if name in nodes and nodes[name].is_indicator == node.is_indicator
    }
    _match_declared(old, new, found)
    found.populations = {name: name for name in old.program.population_by_id if name in new.program.population_by_id}
    # A variable found opens the way to indicators that read it, and these to further variables.
    for _ in range(3):
        count = len(found.renames)
        _match_variables(old, new, found)
        _match_leaves(old, new, found)
        if len(found.renames) == count:
            break
    _match_populations(old, new, found)
    for _ in range(3):
        count = len(found.renames)
        _match_groups(old, new, found)
        if len(found.renames) == count:
            break
    return found


def _match_populations(old: ProgramSide, new: ProgramSide, found: Matching) -> None:
    """Match populations of other names that say the same."""
    before, after = _unmatched(old.program.populations, new.program.populations, found.populations)
    for population in before:
        rule = found.population_rule(population, old.program.variable_by_id)
        twin = next((other for other in after if population_rule(other) == rule), None)
        if twin is not None:
            found.populations[population.id] = twin.id


def _match_declared(old: ProgramSide, new: ProgramSide, found: Matching) -> None:
    for leaf in new.program.indicators:
        name = leaf.replaces
        if name is None or name == leaf.id or leaf.id in found.nodes.values():
            continue
        before = old.program.nodes.get(name)
        if before is not None and before.is_indicator and name not in found.nodes:
            found.nodes[name] = leaf.id
            found.renames.append(Rename("indicator", name, leaf.id, 1.0, told=True))
            if leaf.is_handed_in and isinstance(before.spec, Indicator) and before.spec.is_handed_in:
                found.variables[name] = leaf.id
                found.renames.append(Rename("variable", name, leaf.id, 1.0, told=True))


# Likeness --------------------------------------------------------------------------------------------


def title_similarity(a: Text, b: Text) -> float:
    """Return how far two titles agree, 0 to 1: the Dice coefficient of their words, mean of both languages."""
    return (_dice(folded_words(a.es), folded_words(b.es)) + _dice(folded_words(a.en), folded_words(b.en))) / 2


def _dice(a: Counter[str], b: Counter[str]) -> float:
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 1.0


def _share(pairs: Iterable[tuple[Any, Any]]) -> float:
    equal = [bool(a == b) for a, b in pairs]
    return float(sum(equal) / len(equal))


def _assign_pairs(
    found: Matching,
    kind: str,
    old: list[Any],
    new: list[Any],
    confidence: Callable[[Any, Any], float],
    threshold: Callable[[Any, Any], float],
) -> None:
    """Take the surest pairs first; two candidates that are equally likely are none."""
    certain: list[tuple[float, str, str]] = []
    for before in old:
        for after in new:
            sure = confidence(before, after)
            if sure >= threshold(before, after):
                certain.append((sure, before.id, after.id))
            elif sure >= HINT:
                found.hints.setdefault(before.id, after.id)
    certain.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    used_old: set[str] = set()
    used_new: set[str] = set()
    target = found.variables if kind == "variable" else found.nodes
    by_old: dict[str, list[tuple[float, str, str]]] = {}
    by_new: dict[str, list[tuple[float, str, str]]] = {}
    for pair in certain:
        by_old.setdefault(pair[1], []).append(pair)
        by_new.setdefault(pair[2], []).append(pair)
    for sure, a, b in certain:
        if a in used_old or b in used_new:
            continue
        rivals = [other for other in by_old[a] if other[2] != b and other[2] not in used_new]
        rivals += [other for other in by_new[b] if other[1] != a and other[1] not in used_old]
        if any(other[0] > sure - _MARGIN for other in rivals):
            continue
        used_old.add(a)
        used_new.add(b)
        target[a] = b
        found.hints.pop(a, None)
        found.renames.append(Rename(kind, a, b, sure))


def _unmatched(old: Iterable[Any], new: Iterable[Any], known: dict[str, str]) -> tuple[list[Any], list[Any]]:
    taken = set(known.values())
    return [item for item in old if item.id not in known], [item for item in new if item.id not in taken]


# Variables -------------------------------------------------------------------------------------------


def _definition(variable: Variable) -> tuple[Any, ...]:
    options = tuple(option.id for option in variable.choices)
    unit = None if variable.unit is None else (variable.unit.es, variable.unit.en)
    return (variable.type, variable.kind, variable.range, options, unit)


def _match_variables(old: ProgramSide, new: ProgramSide, found: Matching) -> None:
    before, after = _unmatched(old.program.figures, new.program.figures, found.variables)
    if not before or not after:
        return
    votes, seen_old, seen_new = _substitutions(old, new, found)

    def confidence(a: Variable, b: Variable) -> float:
        alike, equal = title_similarity(a.title, b.title), float(_definition(a) == _definition(b))
        uses = max(seen_old[a.id], seen_new[b.id])
        if not uses:  # no formula that stayed tells anything
            return 0.3 * equal + 0.7 * alike
        return 0.4 * votes[a.id, b.id] / uses + 0.2 * equal + 0.4 * alike

    _assign_pairs(found, "variable", before, after, confidence, lambda a, b: VARIABLE_THRESHOLD)


def _substitutions(
    old: ProgramSide, new: ProgramSide, found: Matching
) -> tuple[Counter[tuple[str, str]], Counter[str], Counter[str]]:
    """Count, over formulas of the same shape, which name stands where which one stood."""
    votes: Counter[tuple[str, str]] = Counter()
    seen_old: Counter[str] = Counter()
    seen_new: Counter[str] = Counter()
    for name, tree in old.trees.items():
        other = new.trees.get(found.nodes.get(name, ""))
        if other is None:
            continue
        seen_old.update(set(names(tree)))
        seen_new.update(set(names(other)))
        pairs: set[tuple[str, str]] = set()
        if _aligned(tree, other, pairs):
            votes.update(pairs)
    return votes, seen_old, seen_new


def _aligned(a: Expression, b: Expression, pairs: set[tuple[str, str]]) -> bool:
    """Whether two trees have the same shape; `pairs` gathers the names that stand at the same places."""
    if isinstance(a, Name) and isinstance(b, Name):
        pairs.add((a.id, b.id))
        return True
    if isinstance(a, Call) and isinstance(b, Call):
        same = a.function == b.function and len(a.args) == len(b.args)
        return same and all(_aligned(x, y, pairs) for x, y in zip(a.args, b.args, strict=True))
    return a == b


# Nodes -----------------------------------------------------------------------------------------------


def _match_leaves(old: ProgramSide, new: ProgramSide, found: Matching) -> None:
    before, after = _unmatched(
        (node for node in old.program.nodes.values() if node.is_indicator),
        (node for node in new.program.nodes.values() if node.is_indicator),
        found.nodes,
    )

    def confidence(a: TreeNode, b: TreeNode) -> float:
        one, other = a.spec, b.spec
        assert isinstance(one, Indicator)
        assert isinstance(other, Indicator)
        if (one.criterion is None) != (other.criterion is None):
            return 0.0
        alike = title_similarity(one.title, other.title)
        rest = _share(
            [
                (one.unit, other.unit),
                (one.direction, other.direction),
                (scale_rule(a.scale, found.population), scale_rule(b.scale)),
                (found.nodes.get(a.parent or ""), b.parent),
            ]
        )
        if one.criterion is not None:
            equal = (a.answer, a.role, one.points) == (b.answer, b.role, other.points)
            return 0.2 * equal + 0.1 * rest + 0.7 * alike
        if 0.5 + 0.2 * rest + 0.3 * alike < LEAF_THRESHOLD:
            return 0.0
        tree = found.translate(old.trees[a.id], old.program.variable_by_id)
        same = tree == new.trees[b.id] or equivalent(tree, new.trees[b.id]) is True
        return 0.5 * same + 0.2 * rest + 0.3 * alike

    def threshold(a: TreeNode, b: TreeNode) -> float:
        return LEAF_THRESHOLD if a.answer is None else CRITERION_THRESHOLD

    _assign_pairs(found, "indicator", before, after, confidence, threshold)


def _match_groups(old: ProgramSide, new: ProgramSide, found: Matching) -> None:
    before, after = _unmatched(
        (node for node in old.program.nodes.values() if not node.is_indicator and node.id != ROOT),
        (node for node in new.program.nodes.values() if not node.is_indicator and node.id != ROOT),
        found.nodes,
    )

    def confidence(a: TreeNode, b: TreeNode) -> float:
        mine, theirs = {found.node(child.id) for child in a.children}, {child.id for child in b.children}
        overlap = len(mine & theirs) / len(mine | theirs)
        rule = aggregation_rule(a) == aggregation_rule(b)
        return 0.6 * overlap + 0.3 * title_similarity(a.title, b.title) + 0.1 * rule

    _assign_pairs(found, "group", before, after, confidence, lambda a, b: GROUP_THRESHOLD)
