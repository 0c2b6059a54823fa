"""Nodes of the tree with the rules in force, what becomes of one in a row, and its way from a value to a score."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal

from tests.reference import scales
from tests.reference.figures import EXCLUDED, LOW_COVERAGE, NOT_SCORED, Absent, Figure, Number, alike, exact, rounded_as
from tests.reference.leaves import FULL

Side = Literal["score", "lowest", "highest"]
POLICIES = {"not_reported": "propagate", "not_applicable": "skip", "not_verified": "propagate"}
POLICIES |= {"undefined": "propagate", "rejected": "propagate"}


@dataclass
class Node:
    """A node of the tree, with the rules in force."""

    id: str
    spec: Mapping[str, Any]
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    role: str = "base"
    scale: Mapping[str, Any] = field(default_factory=lambda: {"method": "none"})
    imputation: Mapping[str, Any] | None = None
    treatment: Mapping[str, Any] | None = None
    rounding: Mapping[str, Any] | None = None
    aggregation: Mapping[str, Any] = field(default_factory=dict)
    missing: Mapping[str, Any] = field(default_factory=dict)
    kind: Mapping[str, Any] | None = None  # of answer
    worth: Fraction = FULL  # its points
    is_scored: bool = True  # whether it can have a score at all

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def base(self) -> list[Node]:
        """The children that make up the denominator and can have a score."""
        return [child for child in self.children if child.role == "base" and child.is_scored]

    @property
    def adds_up(self) -> bool:
        return self.aggregation.get("method") == "points"

    def below(self) -> Iterator[Node]:
        for child in self.children:
            yield child
            yield from child.below()

    def steps(self) -> Iterator[Node]:
        """Yield the leaves of a staircase by answers: what stands outside its parent stands outside with all below."""
        for child in self.children:
            if child.role == "base":
                yield from [child] if child.kind else child.steps()


@dataclass(frozen=True)
class Outcome:
    """A node in one row.

    `lowest` and `highest` are what the score could be with the absent parts at their worst and best; None where that is
    undefined. `applicable` are the points that stay in the denominator, by side. Levels are places in their list.
    `exact` is the same before it was rounded, where the aggregation above reads that. `is_empty` where it is zero
    because nothing was handed in.
    """

    score: Figure
    coverage: Fraction
    lowest: Number | None
    highest: Number | None
    applicable: Mapping[Side, Fraction] = field(default_factory=dict)
    level: int | None = None
    level_lowest: int | None = None
    level_highest: int | None = None
    exact: Outcome | None = None
    is_empty: bool = False

    @property
    def counted(self) -> Outcome:
        """What the aggregation above reads."""
        return self.exact or self

    @property
    def is_whole(self) -> bool:
        """Whether the score could not be another."""
        if isinstance(self.score, Absent) or self.lowest is None or self.highest is None:
            return False
        return alike(self.lowest) == alike(self.highest)

    @property
    def has_one_level(self) -> bool:
        """Whether the level could not be another."""
        return self.level is not None and self.level_lowest == self.level_highest

    def at(self, side: Side) -> Number | None:
        found = getattr(self, side)
        return None if isinstance(found, Absent) else found


Outcomes = Mapping[str, Outcome]
SILENT = Outcome(NOT_SCORED, Fraction(0), None, None)


def weight(node: Node) -> Fraction:
    """Return what a node weighs among its siblings: its points, else its weight (1).

    One that is worked out is put there for the row; elsewhere it is 1.
    """
    if isinstance(node.spec.get("weight"), str | dict) and node.spec.get("points") is None:
        return Fraction(1)
    return exact(node.spec["points"] if node.spec.get("points") is not None else node.spec.get("weight", 1))


def policy(missing: Mapping[str, Any], absence: Absent) -> str:
    """Return what an absent child does to its parent; one of too little coverage counts as not reported."""
    if absence == NOT_SCORED:
        return "skip"
    if absence == EXCLUDED:
        return "propagate"
    reason = "not_reported" if absence == LOW_COVERAGE else absence.reason
    return str(missing.get(reason, POLICIES[reason]))


def on_its_scale(node: Node, value: Outcome, members: Sequence[Outcome], *, is_inside: bool) -> Outcome:
    """Return the outcome of a group on its scale, among those of one population."""
    if node.scale["method"] == "none" or value == SILENT:
        return value
    population, group = [member.score for member in members], {"direction": node.spec.get("direction", "higher")}
    ends = (value.lowest, value.highest)
    low, high = scales.bounds(node.scale, group, ends, value.score, population, is_inside=is_inside)
    score = scales.score(node.scale, group, value.score, population, is_inside=is_inside)
    return replace(value, score=score, lowest=low, highest=high)


def unplaced(node: Node, value: Outcome, why: Absent) -> Outcome:
    """Return the outcome of a group that has nobody to be compared with: it could be anything that its scale gives."""
    if value == SILENT:
        return value
    worst, best = scales.ends(node.scale, {"direction": node.spec.get("direction", "higher")}, math.inf)
    score = value.score if isinstance(value.score, Absent) else why
    return replace(value, score=score, lowest=worst, highest=best)


def rounded_outcome(node: Node, outcome: Outcome) -> Outcome:
    """Return an outcome rounded, its bounds too; with the exact one where the aggregation above reads that."""
    rule = node.rounding
    if rule is None:
        return outcome
    score = outcome.score if isinstance(outcome.score, Absent) else rounded_as(outcome.score, rule)
    low, high = (None if end is None else rounded_as(end, rule) for end in (outcome.lowest, outcome.highest))
    return replace(
        outcome, score=score, lowest=low, highest=high, exact=outcome if rule.get("parents") == "exact" else None
    )
