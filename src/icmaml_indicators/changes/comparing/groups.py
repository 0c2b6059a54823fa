"""What changed in groups and in the shape of the tree: what is new, gone or moved, and how parts become a whole."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from ...specs import Group, Indicator, Program, Quantity, TreeNode, shares, weights_of_parts
from ...specs.model.base import Model
from ...specs.model.measures import Total
from ...specs.model.quantities import words_of
from .change import Kind
from .comparison import Comparison
from .keys import unhandled_keys
from .matching import plain
from .rules import (
    aggregation_rule,
    all_cases,
    exact,
    extras_rule,
    figure_rule,
    gate_rules,
    group_scale_rule,
    level_rule,
    order_rule,
    rounding_rule,
    table_answer,
    table_domain,
)
from .wording import policy_words, rounding_words, share_words

_MOST_SHARES = 8


def kind_of(node: TreeNode) -> Kind:
    """Return what a node is called."""
    return "indicator" if isinstance(node.spec, Indicator) else "program" if isinstance(node.spec, Program) else "group"


def compare_groups(found: Comparison) -> None:
    """Tell what changed in the tree and in every node that exists on both sides."""
    structural = _changed_families(found)
    _record_structure(found, structural)
    for before, after in found.node_pairs:
        a, b = found.old.program.nodes[before], found.new.program.nodes[after]
        _compare_levels(found, a, b)
        _compare_weight_of_unscored(found, a, b)
        _compare_weight(found, a, b)
        _compare_roles(found, a, b, structural)
        _compare_rounding(found, a, b)
        _compare_applies(found, a, b)
        if not a.is_indicator and not b.is_indicator:
            _Pair(found, a, b).compare()


# Structure -------------------------------------------------------------------------------------------


def _changed_families(found: Comparison) -> set[str]:
    """Return the groups of now whose score is made of other children than before; touch them."""
    changed = set()
    for before, after in found.node_pairs:
        a, b = found.old.program.nodes[before], found.new.program.nodes[after]
        if a.is_indicator:
            continue
        if before not in found.old.scored_nodes and after not in found.new.scored_nodes:
            continue
        node = found.matching.node
        mine = {(node(name), role) for name, role in _parts(found.old.scored_nodes, a)}
        if mine != _parts(found.new.scored_nodes, b):
            changed.add(after)
            theirs = {name for name, _ in _parts(found.new.scored_nodes, b)}
            causes = {plain(name) for name in {name for name, _ in mine} ^ theirs} or {after}
            found.scores[after] |= causes
    return changed


def _parts(scored: frozenset[str], node: TreeNode) -> set[tuple[str, str]]:
    if node.aggregation.facts.reads == "levels":
        return {(child, "base") for child in table_domain(node)}
    return {(child.id, child.role) for child in node.counted_children if child.id in scored}


def _record_structure(found: Comparison, structural: set[str]) -> None:
    old, new, matching = found.old.program.nodes, found.new.program.nodes, found.matching
    matched_now = set(matching.nodes.values())
    for rename in matching.renames:
        if rename.kind != "variable":
            code = "IND625" if rename.told else "IND626"
            confidence = None if rename.told else rename.confidence
            kind = kind_of(new[rename.new])
            found.record(
                code, kind, rename.new, old_id=rename.old, old=rename.old, new=rename.new, confidence=confidence
            )
    for name, node in old.items():
        if name in matching.nodes or not _is_top(node, matching.nodes):
            continue
        hint = matching.hints.get(name)
        perhaps = (f"; ¿ahora `{hint}`?", f"; perhaps now `{hint}`?") if hint and hint not in matched_now else ""
        found.record("IND624", kind_of(node), name, group=node.parent, perhaps=perhaps)
    for name, node in new.items():
        if name in matched_now or not _is_top(node, matched_now):
            continue
        counts = node.parent in structural and node.role != "informational"
        code = "IND623" if counts else "IND622"
        found.record(code, kind_of(node), name, old_id=None, group=node.parent)
    for before, after in found.node_pairs:
        was, now = old[before].parent, new[after].parent
        if was is None or now is None or matching.nodes.get(was) == now or was not in matching.nodes:
            continue
        moved = matching.nodes[was] in structural or now in structural
        found.record("IND628" if moved else "IND627", kind_of(new[after]), after, old_id=before, old=was, new=now)


def _is_top(node: TreeNode, matched: Iterable[str]) -> bool:
    """Whether a node that is new or gone hangs on one that stays: what hangs below it goes without saying."""
    return node.parent is not None and node.parent in matched


# Levels ----------------------------------------------------------------------------------------------


def _compare_levels(found: Comparison, a: TreeNode, b: TreeNode) -> None:
    variable = found.matching.variable
    decimals = getattr(a.spec, "level_decimals", None), getattr(b.spec, "level_decimals", None)
    before = level_rule(found.old.resolve_levels(a.levels), a.cuts, decimals[0], variable)
    after = level_rule(found.new.resolve_levels(b.levels), b.cuts, decimals[1], lambda name: name)
    if before != after:
        names_only = before[:3] == after[:3]
        key, pair = ("level_decimals", decimals) if names_only else ("levels", (_cuts(a), _cuts(b)))
        if before[:2] == after[:2] and not names_only:
            key, pair = "cuts", (str(a.cuts or ""), str(b.cuts or ""))
        found.record("IND633", kind_of(b), b.id, old_id=a.id, key=key, old=_text(pair[0]), new=_text(pair[1]))
        found.levels[b.id].add(b.id)
        if b.aggregation.facts.reads == "levels" and before[0] != after[0]:
            found.scores[b.id].add(b.id)  # the score of a decided node is the place of its level
    titles = {level.id: level for level in a.levels}
    pairs: list[tuple[str, Any, Any]] = []
    for level in b.levels:
        if level.id in titles:
            pairs.append((f"levels.{level.id}", titles[level.id].title, level.title))
            pairs.append((f"levels.{level.id}.description", titles[level.id].description, level.description))
    found.record_texts(kind_of(b), b.id, pairs, a.id)


def _text(value: str | int | None) -> str:
    return "" if value is None else str(value)


def _cuts(node: TreeNode) -> str:
    words = []
    for level in node.levels:
        cut, sign = (level.up_to, "≤") if level.up_to is not None else (level.from_, "≥")
        if cut is None:
            words.append(level.id)
        elif not isinstance(cut, Quantity):
            words.append(f"{level.id} {sign} {exact(cut)}")
        else:
            lines = ", ".join(f"{' '.join(options)} {number}" for options, number in cut.lines)
            words.append(f"{level.id} {sign} " + (cut.formula or f"[{', '.join(cut.by)}: {lines}]"))
    return ", ".join(words)


def _compare_roles(found: Comparison, a: TreeNode, b: TreeNode, structural: set[str]) -> None:
    """Tell what is something else to its parent than before: the score of the group is made of other parts."""
    if a.role == b.role:
        return
    scored = a.id in found.old.scored_nodes or b.id in found.new.scored_nodes
    code = "IND633" if scored and b.parent in structural else "IND607"
    found.record(code, kind_of(b), b.id, old_id=a.id, key="role", old=a.role, new=b.role)


def _compare_applies(found: Comparison, a: TreeNode, b: TreeNode) -> None:
    """Tell where a node applies to others than before."""
    if a.applies == b.applies:
        return
    same = found.matching.same_condition(a.applies, b.applies, found.old.program.variable_by_id)
    code = "IND607" if same else "IND633"
    found.record(code, kind_of(b), b.id, old_id=a.id, key="applies", old=_text(a.applies), new=_text(b.applies))
    if same:
        return
    if b.is_indicator:
        found.values[b.id].add(b.id)
    if b.id in found.new.scored_nodes:
        found.scores[b.id].add(b.id)
    if b.levels:
        found.levels[b.id].add(b.id)


def _compare_rounding(found: Comparison, a: TreeNode, b: TreeNode) -> None:
    """Tell what is rounded otherwise than before; what the program says for all is told once, there."""
    if rounding_rule(a) == rounding_rule(b):
        return
    scored = a.id in found.old.scored_nodes or b.id in found.new.scored_nodes
    if a.own.rounding is not None or b.own.rounding is not None:
        old, new = rounding_words(a.rounding), rounding_words(b.rounding)
        found.record("IND633" if scored else "IND607", kind_of(b), b.id, old_id=a.id, key="rounding", old=old, new=new)
    if scored:
        found.scores[b.id].add(b.id)


def _compare_weight(found: Comparison, a: TreeNode, b: TreeNode) -> None:
    """Note a weight that is another: whatever reads it is something else, though all shares were the same."""
    rules = []
    for side, node in ((found.old, a), (found.new, b)):
        weight = node.quantities.get("weight")
        rules.append(exact(node.own_weight) if weight is None else figure_rule(side.resolve_figure(weight)))
    if rules[0] != rules[1]:
        found.weights[f"{b.id}.weight"].add(b.parent or b.id)


def _compare_weight_of_unscored(found: Comparison, a: TreeNode, b: TreeNode) -> None:
    if a.id in found.old.scored_nodes or b.id in found.new.scored_nodes or a.weight == b.weight or a.parent is None:
        return
    key = "weight" if a.spec.points is None and b.spec.points is None else "points"
    found.record("IND607", kind_of(b), b.id, old_id=a.id, key=key, old=f"{a.weight:g}", new=f"{b.weight:g}")


# Groups ----------------------------------------------------------------------------------------------


class _Pair:
    """One group on both sides."""

    def __init__(self, found: Comparison, a: TreeNode, b: TreeNode) -> None:
        self.found, self.a, self.b = found, a, b
        self.scored_nodes = a.id in found.old.scored_nodes or b.id in found.new.scored_nodes

    def record(self, code: str, key: str, old: Any = "", new: Any = "", **details: Any) -> None:
        """Add a change; one that touches no score, for nothing is scored here, is neutral."""
        if code == "IND633" and not self.scored_nodes:
            code = "IND607"
        self.found.record(code, kind_of(self.b), self.b.id, old_id=self.a.id, key=key, old=old, new=new, **details)
        if code != "IND607":
            self.touch()

    def touch(self) -> None:
        self.found.scores[self.b.id].add(self.b.id)

    def compare(self) -> None:
        a, b, found = self.a, self.b, self.found
        node = found.matching.node
        if self.aggregations_differ():
            self.record("IND633", "aggregation", a.aggregation, b.aggregation)
        elif b.aggregation.facts.reads == "levels":
            self.decision_table()
        else:
            self.weights()
        old_scale, new_scale = found.old.resolve_scale(a.scale), found.new.resolve_scale(b.scale)
        if group_scale_rule(old_scale, found.matching.population) != group_scale_rule(new_scale):
            self.record("IND633", "scale", a.scale, b.scale)
        if a.direction != b.direction:
            self.record("IND633", "direction", a.direction, b.direction)
            found.levels[b.id].add(b.id)
        self.missing()
        old_extras = extras_rule(found.old.program, a, node)
        new_extras = extras_rule(found.new.program, b, lambda name: name)
        if old_extras != new_extras:
            same = old_extras and new_extras and old_extras[0] == new_extras[0]
            if not same:
                self.touch()
            self.caps(bool(same))
            self.extra_points(old_extras, new_extras)
        order = order_rule(a, found.old.scored_nodes, node), order_rule(b, found.new.scored_nodes, lambda name: name)
        if not self.aggregations_differ() and order[0] != order[1]:
            if sorted(order[0]) == sorted(order[1]):
                self.record("IND633", "children", " → ".join(order[0]), " → ".join(order[1]))
            else:
                self.touch()
        old_gates = gate_rules(a, node, found.old.resolve_figure)
        new_gates = gate_rules(b, lambda name: name, found.new.resolve_figure)
        if old_gates != new_gates:
            self.record("IND633", "gates", self.gates(a), self.gates(b))
            found.levels[b.id].add(b.id)
        self.rest()

    def aggregations_differ(self) -> bool:
        old, new, named = self.found.old, self.found.new, self.found.matching.population
        return aggregation_rule(self.a, old.resolve_figure, named) != aggregation_rule(self.b, new.resolve_figure)

    def weights(self) -> None:
        """Tell once for all children how their shares moved."""
        found, rule = self.found, self.b.aggregation
        if not self.scored_nodes or not rule.facts.has_weights:
            return
        renamed = found.matching.node
        old = {renamed(k): v for k, v in weights_of_parts(self.a, found.old.scored_nodes).items()}
        new = weights_of_parts(self.b, found.new.scored_nodes)
        self.worked_out_weights(old, new)
        before, after = shares(old, rule), shares(new, rule)
        if before != after and old.keys() != new.keys():
            self.touch()
        both = old.keys() & new.keys()
        kept = [shares({name: side[name] for name in sorted(both)}, rule) for side in (old, new)]
        moved = [name for name in new if name in both and kept[0][name] != kept[1][name]]
        if not moved:
            return
        counted = (
            rule.facts.weighted or self.coverage_counts() or any(bool(old[name]) != bool(new[name]) for name in both)
        )
        words = self.words(before, after, moved)
        if counted:
            self.record("IND635", "", shares=words, old=self.stated(before), new=self.stated(after))
        else:
            found.record(
                "IND607", kind_of(self.b), self.b.id, old_id=self.a.id, key="weight", old=self.stated(before),
                new=self.stated(after),
            )  # fmt: skip

    def worked_out_weights(self, old: dict[str, Fraction], new: dict[str, Fraction]) -> None:
        """Tell of weights that are worked out in another way, and take those that are one number as that."""
        was = {self.found.matching.node(child.id): child for child in self.a.children}
        for child in self.b.children if not self.a.adds_up and not self.b.adds_up else ():
            before = was.get(child.id)
            if before is None or child.id not in old or child.id not in new:
                continue
            stated = [each.quantities.get("weight", each.own_weight) for each in (before, child)]
            figures = [
                side.resolve_figure(each) if isinstance(each, Quantity) else each
                for side, each in zip((self.found.old, self.found.new), stated, strict=True)
            ]
            for weights, told, figure in zip((old, new), stated, figures, strict=True):
                if isinstance(told, Quantity) and not isinstance(figure, Quantity):
                    weights[child.id] = exact(figure)
            rules = [figure_rule(each) for each in figures]
            if rules[0] != rules[1] and any(isinstance(each, Quantity) for each in figures):
                self.found.record(
                    "IND633", kind_of(child), child.id, old_id=before.id, key="weight", old=stated[0], new=stated[1]
                )
                self.touch()

    def coverage_counts(self) -> bool:
        """Whether a share of weight that is present decides anything anywhere."""
        sides = self.found.old.program, self.found.new.program
        policies = [node.missing for side in sides for node in side.nodes.values()]
        return any(policy.min_coverage or policy.min_children_weight for policy in policies)

    @staticmethod
    def words(before: dict[str, Fraction], after: dict[str, Fraction], moved: list[str]) -> str:
        shown = [f"{name} {share_words(before.get(name))} → {share_words(after.get(name))}" for name in moved]
        return ", ".join(shown[:_MOST_SHARES]) + (f", … ({len(shown)})" if len(shown) > _MOST_SHARES else "")

    @staticmethod
    def stated(found: dict[str, Fraction]) -> str:
        return ", ".join(f"{plain(name)} {share_words(share)}" for name, share in found.items())

    def missing(self) -> None:
        a, b = self.a.missing, self.b.missing
        if a == b:
            return
        inherited = all(isinstance(own, Group | Total) and own.missing is None for own in (self.a.own, self.b.own))
        if inherited and self.b.parent is not None:
            if self.scored_nodes:
                self.touch()  # told once, at the program
            return
        self.record("IND633", "missing", policy_words(a), policy_words(b))

    def caps(self, same_parts: bool) -> None:
        keys = ["bonus_cap", "penalty_cap", "ceiling", "floor"] if same_parts else []
        told = False
        for key in keys:
            old, new = getattr(self.a.spec, key), getattr(self.b.spec, key)
            if old != new:
                told = True
                self.record("IND633", key, old, new)
        if same_parts and not told:
            self.record("IND633", "points", _worth(self.a), _worth(self.b))

    def extra_points(self, old: tuple[Any, ...], new: tuple[Any, ...]) -> None:
        """Tell which bonuses and penalties are worth something else than before."""
        before = {name: share for name, _, share in old[0]} if old else {}
        after = {name: share for name, _, share in new[0]} if new else {}
        moved = [name for name in after if name in before and before[name] != after[name]]
        if moved:
            self.record("IND635", "", shares=self.words(before, after, moved))

    def gates(self, node: TreeNode) -> str:
        words = []
        for gate in getattr(node.spec, "gates", ()):
            most = "" if gate.max_score is None else words_of(gate.max_score)
            limit = f"max_level {gate.max_level}" if gate.max_level is not None else f"max_score {most}"
            words.append(f"[{', '.join(gate.requires)} {gate.condition}: {limit}]")
        return ", ".join(words)

    def decision_table(self) -> None:
        a, b, node = self.a, self.b, self.found.matching.node
        old = {node(name): levels for name, levels in table_domain(a).items()}
        new = table_domain(b)
        if any(old[name] != new[name] for name in old.keys() & new.keys()):
            self.touch()
        # A table that one side does not read answers the same whatever that child's level is.
        was = {now: name for name, now in self.found.matching.nodes.items()}
        whole = {name: old.get(name) or new[name] for name in {**old, **new}}
        for name in old.keys() & new.keys():
            whole[name] = tuple(level for level in old[name] if level in new[name])
        cases = all_cases(whole)
        if cases is None:
            if a.aggregation != b.aggregation:
                self.record("IND633", "aggregation", a.aggregation, b.aggregation)
            return
        wrong = []
        for case in cases:
            back = {was.get(name, plain(name)): level for name, level in case.items()}
            answers = table_answer(a, back), table_answer(b, case)
            if answers[0] != answers[1]:
                wrong.append((case, answers))
        if wrong:
            case, (first, second) = wrong[0]
            sample = ", ".join(f"{plain(name)} = {level}" for name, level in case.items()) + f": {first} → {second}"
            self.record("IND636", "aggregation", count=len(wrong), all=len(cases), sample=sample)
        elif old.keys() != new.keys():
            self.touch()

    def rest(self) -> None:
        a, b = self.a.spec, self.b.spec
        if isinstance(a, Model) and isinstance(b, Model) and type(a) is type(b):
            for key in unhandled_keys(a, b):
                self.record("IND633", key, getattr(a, key), getattr(b, key))
        self.found.record_examples(kind_of(self.b), self.a.id, self.b.id, a, b)
        if not isinstance(a, Group) or not isinstance(b, Group):
            return
        self.found.collect_provenance("group", self.a.id, b.id, a.provenance, b.provenance)
        pairs = [(key, getattr(a, key), getattr(b, key)) for key in ("title", "description", "note")]
        self.found.record_texts("group", b.id, pairs, a.id)


def _worth(node: TreeNode) -> str:
    return str(node.points)
