"""Levels: named bands of scores, held by gates; and decision tables, which give levels for levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from tests.reference.classes import class_of
from tests.reference.figures import NOT_SCORED, UNDEFINED, Absent, Figure, Number, exact, gravest, rounded, subtract
from tests.reference.groups import gate_outcome
from tests.reference.leaves import FULL, credits
from tests.reference.nodes import Node, Outcome, Outcomes, Side


def level_of(levels: Sequence[Mapping[str, Any]], score: Number | None, decimals: int | None) -> int | None:
    """Return the place of the level that a score has; none where a cut is absent, or cuts go down."""
    if score is None:
        return None
    if len(levels) == 1:
        return 0
    score = (
        rounded(score, 9 if decimals is None else decimals)
        if decimals is not None or isinstance(score, float)
        else score
    )
    by_end = levels[0].get("up_to") is not None
    cuts = [level.get("up_to") for level in levels[:-1]] if by_end else [level.get("from") for level in levels[1:]]
    if None in cuts or any(isinstance(cut, Absent) for cut in cuts):
        return None
    ends = [exact(cut) for cut in cuts]
    if any(subtract(high, low) < 0 for low, high in pairwise(ends)):
        return None
    return sum(score > cut if by_end else score >= cut for cut in ends)


def with_levels(node: Node, found: Outcomes, outcome: Outcome, ends: Sequence[Number] | None = None) -> Outcome:
    """Return the outcome with its levels, held by gates; `ends` are those of classes that its population cuts."""
    levels = node.spec.get("levels", ())
    if not levels:
        return outcome
    if node.aggregation.get("method") == "decision_table":
        places = [outcome.level, outcome.level_lowest, outcome.level_highest]
    else:
        steps = (
            len(credits(next(n.kind for n in node.below() if n.kind))) - 1 if _climbs_answers(node) else len(node.base)
        )
        named = not any(level.get("up_to") is not None or level.get("from") is not None for level in levels)
        climbs = node.aggregation.get("method") == "staircase" and named and len(levels) > 1

        def place(score: Number | None) -> int | None:
            if climbs and score is not None:
                return int(rounded(score * steps / FULL, 9))
            if "cuts" in node.spec:
                return class_of(ends, score, node.spec.get("level_decimals"))
            return level_of(levels, score, node.spec.get("level_decimals"))

        sides_of: list[Any] = [place(outcome.lowest), place(outcome.highest)]
        places = [place(outcome.at("score")), *(sorted(sides_of) if None not in sides_of else sides_of)]
    ids = [level["id"] for level in levels]
    sides: tuple[Side, ...] = ("score", "lowest", "highest")
    gates = [
        (gate, ids.index(gate["max_level"])) for gate in node.spec.get("gates", ()) if gate.get("max_level") is not None
    ]
    for number, side in enumerate(sides):
        falls = node.spec.get("direction") == "lower" and node.scale["method"] in {"none", "identity"}
        asked: Side = {"lowest": "highest", "highest": "lowest"}.get(side, side) if falls else side  # type: ignore[assignment]
        outcomes = [(gate_outcome(gate, node, found, asked), most) for gate, most in gates]
        limits = [most for holds, most in outcomes if not holds]
        level = places[number]
        if level is not None:
            level = max([level, *limits]) if falls else min([level, *limits])
            # A gate that is open leaves no level where it would take some of it.
            opened = any(
                isinstance(holds, Absent) and (level < most if falls else level > most) for holds, most in outcomes
            )
            places[number] = None if opened else level
    return replace(outcome, level=places[0], level_lowest=places[1], level_highest=places[2])


def _climbs_answers(node: Node) -> bool:
    return node.aggregation.get("method") == "staircase" and node.aggregation.get("by", "answers") == "answers"


def decide(node: Node, found: Outcomes) -> Outcome:
    """Read a decision table: where a level is not known, every one that there is is tried."""
    own = [level["id"] for level in node.spec["levels"]]
    rules = node.aggregation["rules"]
    used = [child for child in node.children if any(child.id in rule.get("when", {}) for rule in rules)]
    levels = {child.id: [level["id"] for level in child.spec["levels"]] for child in used}

    def fits(rule: Mapping[str, Any], case: Mapping[str, str]) -> bool:
        wanted = rule.get("when", {}).items()
        return all(case[name] in ([level] if isinstance(level, str) else level) for name, level in wanted)

    answers = []
    known = {child.id: found[child.id].level for child in used}
    possible = [levels[name] if place is None else [levels[name][place]] for name, place in known.items()]
    for case in product(*possible):
        levels_of = dict(zip(known, case, strict=True))
        answers.append(own.index(next(rule["then"] for rule in rules if fits(rule, levels_of))))
    low, high = min(answers), max(answers)
    level = low if low == high else None
    score: Figure = Fraction(low + 1)  # its place, 1 for the worst
    if level is None:
        score = why_no_level([child for child in used if known[child.id] is None], found)
    covered = [found[child.id].coverage if known[child.id] is not None else Fraction(0) for child in used]
    coverage = sum(covered, Fraction(0)) / len(covered) if covered else Fraction(1)
    return Outcome(score, coverage, Fraction(low + 1), Fraction(high + 1), {}, level, low, high)


def why_no_level(nodes: Sequence[Node], found: Outcomes) -> Absent:
    """Return the gravest reason why levels are absent: no score, no cut, cuts that go down, a gate that is open."""
    reasons: list[Any] = [found[node.id].score for node in nodes]
    for node in (node for node in nodes if not isinstance(found[node.id].score, Absent)):
        cuts = [level.get("up_to", level.get("from")) for level in node.spec["levels"]]
        known = [exact(cut) for cut in cuts if cut is not None and not isinstance(cut, Absent)]
        reasons += cuts
        reasons += [UNDEFINED] if any(high < low for low, high in pairwise(known)) else []
        reasons += [UNDEFINED] if "cuts" in node.spec else []  # its population gives no cuts
        gates = [gate for gate in node.spec.get("gates", ()) if gate.get("max_level") is not None]
        reasons += [gate_outcome(gate, node, found, "score") for gate in gates]
    return gravest(reason for reason in reasons if reason != NOT_SCORED) or NOT_SCORED
