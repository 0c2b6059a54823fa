"""Groups: how children become their parent, what absent ones do, and how far the score could lie elsewhere."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

from tests.reference.figures import (
    LOW_COVERAGE,
    NOT_APPLICABLE,
    NOT_REPORTED,
    NOT_SCORED,
    UNDEFINED,
    Absent,
    Figure,
    Number,
    exact,
    finite,
    gravest,
)
from tests.reference.leaves import FULL, credits
from tests.reference.nodes import SILENT, Node, Outcome, Outcomes, Side, policy, weight
from tests.reference.outranking import Rivals, Unit, outranked

ROUNDING = 1e-12


def aggregate(rule: Mapping[str, Any], parts: Sequence[tuple[Fraction, Number]]) -> Figure:
    """Return what weighted scores come to; undefined where the mean has no value."""
    scores = [score for _, score in parts]
    method = rule["method"]
    if method in {"min", "max"}:
        return finite(min(scores) if method == "min" else max(scores))
    if method == "median":
        ordered, half = sorted(scores), len(scores) // 2
        return finite(ordered[half] if len(scores) % 2 else (ordered[half - 1] + ordered[half]) / 2)
    if method == "all_or_nothing":
        return FULL if all(score >= FULL for score in scores) else Fraction(0)
    parts = [(share, score) for share, score in parts if share > 0]  # what weighs nothing counts for nothing
    total = sum((share for share, _ in parts), Fraction(0))
    if method == "sum":
        return finite(sum((share * score for share, score in parts), Fraction(0)))
    if total == 0:
        return UNDEFINED
    parts = [(share / total, score) for share, score in parts]
    if method == "mazziotta_pareto":
        return penalised(rule, parts)
    if method in {"arithmetic_mean", "points"}:
        return finite(sum((share * score for share, score in parts), Fraction(0)))
    # The other means are of scores that are not negative; what is so by a rounding is nought.
    parts = [(share, Fraction(0) if -ROUNDING < score < 0 else score) for share, score in parts]
    if any(score < 0 for _, score in parts):
        return UNDEFINED
    power = {"geometric_mean": 0.0, "harmonic_mean": -1.0}.get(method) or float(rule.get("power", 0))
    if power <= 0 and any(score == 0 for _, score in parts):
        return Fraction(0)
    try:
        if method == "geometric_mean":
            return finite(math.exp(sum(float(share) * math.log(score) for share, score in parts)))
        return finite(float(sum(float(share) * float(score) ** power for share, score in parts)) ** (1 / power))
    except (OverflowError, ZeroDivisionError):
        return UNDEFINED


def penalised(rule: Mapping[str, Any], parts: Sequence[tuple[Fraction, Number]]) -> Figure:
    """Return M - S cv, or M + S cv: with the mean M and the variance S² of the scores, cv is S / M."""
    if any(score < 0 for _, score in parts):
        return UNDEFINED
    mean = sum((share * score for share, score in parts), Fraction(0))
    variance = sum((share * (score - mean) ** 2 for share, score in parts), Fraction(0))
    penalty = variance / mean if mean else Fraction(0)
    return finite(mean - penalty if rule["penalty"] == "minus" else mean + penalty)


_HALVINGS = 200


def penalised_end(
    rule: Mapping[str, Any], parts: Sequence[tuple[Fraction, Number | None, Number | None]], side: Side
) -> Figure:
    """Return the least or the most that `penalised` gives with each part between its ends.

    M - S cv is concave in the scores, M + S cv convex: the one has its least and the other its most where every part is
    at an end, so all are tried. On the other side, of all scores with one mean those least apart count, at one level as
    far as their ends let them; along that level the index rises and then falls (or falls and then rises).
    """
    parts = [part for part in parts if part[0] > 0]
    total = sum((share for share, _, _ in parts), Fraction(0))
    ends: list[tuple[Fraction, Number, Number]] = []
    for share, one, other in parts:
        one, other = -math.inf if one is None else one, math.inf if other is None else other  # noqa: PLW2901
        if math.isinf(max(one, other)) or max(one, other) < 0:
            return UNDEFINED
        ends.append((share / total, max(min(one, other), Fraction(0)), max(one, other)))
    turn = -1 if rule["penalty"] == "minus" else 1

    def index(scores: Iterable[Number]) -> Number:
        found = penalised(rule, [(share, score) for (share, _, _), score in zip(ends, scores, strict=True)])
        assert not isinstance(found, Absent)
        return found

    if (side == "highest") == (turn > 0):
        pick = max if side == "highest" else min
        return pick(index(scores) for scores in product(*((low, high) for _, low, high in ends)))

    def level(at: float) -> Number:
        return index(min(max(at, float(low)), float(high)) for _, low, high in ends)

    start, end = min(float(low) for _, low, _ in ends), max(float(high) for _, _, high in ends)
    for _ in range(_HALVINGS):
        left, right = start + (end - start) / 3, end - (end - start) / 3
        start, end = (start, right) if turn * level(left) < turn * level(right) else (left, end)
    return level((start + end) / 2)


class GroupScorer:
    """Scores one group from the outcomes of what lies below it, in one row."""

    def __init__(self, node: Node, found: Outcomes, rivals: Rivals | None = None) -> None:
        self.node, self.found, self.missing, self.rivals = node, found, node.missing, rivals

    def outcome(self) -> Outcome:
        """Return value, coverage and bounds, before scale, rounding, gates and levels."""
        if not self.node.base:
            return SILENT
        score, applicable = self.side("score")
        bounds: dict[str, Number | None] = {}
        points: dict[Side, Fraction] = {"score": applicable}
        for side in ("lowest", "highest"):
            bound, points[side] = self.side(side)
            bounds[side] = None if isinstance(bound, Absent) else bound
        low, high = bounds["lowest"], bounds["highest"]
        return Outcome(score, self.coverage(), low, high, points, is_empty=score == 0 and self.is_empty())

    # What counts ------------------------------------------------------------------------------------------

    def parts(self) -> list[Node]:
        """What is added up or climbed: the children, or, of a staircase by answers, all criteria below."""
        return list(self.node.steps()) if self.by_answers else self.node.base

    @property
    def by_answers(self) -> bool:
        rule = self.node.aggregation
        return rule["method"] == "staircase" and rule.get("by", "answers") == "answers"

    def share(self, part: Node, side: Side) -> Fraction:
        """Return the weight of a part: its points where points are added up, of which only those that apply."""
        if self.by_answers or self.node.aggregation["method"] == "staircase":
            return Fraction(1) if self.by_answers else weight(part)
        if not self.node.adds_up:
            return weight(part)
        return self.found[part.id].applicable.get(side, part.worth) if part.adds_up else part.worth

    def is_gone(self, part: Node) -> bool:
        """Whether a part leaves the denominator for good."""
        absence = self.found[part.id].score
        return absence == NOT_SCORED or (absence == NOT_APPLICABLE and policy(self.missing, NOT_APPLICABLE) == "skip")

    def coverage(self) -> Fraction:
        """The share of the weight that applies which the score rests on, through all levels.

        What has no score gives nothing; a penalty that is not known takes away what it could take.
        """
        there = [part for part in self.parts() if not self.is_gone(part)]
        total = sum((self.share(part, "lowest") for part in there), Fraction(0))
        if not total:
            return Fraction(0)
        known = [part for part in there if not isinstance(self.found[part.id].score, Absent)]
        rests = sum((self.share(part, "lowest") * self.found[part.id].coverage for part in known), Fraction(0))
        unknown = [extra for extra in self.extras("penalty") if isinstance(self.found[extra.id].score, Absent)]
        could = sum((exact(extra.spec["points"]) for extra in unknown if not self.is_gone(extra)), Fraction(0))
        lost = min(could, exact(self.node.spec.get("penalty_cap", 0))) / self.worth()
        return max(rests / total - lost, Fraction(0))

    def is_empty(self) -> bool:
        """Whether nothing at all was handed in for the group, and that counts as zero."""
        outcomes = [self.found[part.id] for part in self.parts()]
        return (
            self.missing.get("empty") == "zero"
            and self.is_silent()
            and not any(outcome.coverage for outcome in outcomes)
        )

    def is_silent(self) -> bool:
        """Whether nothing was handed in, and something could have been."""
        handed_in = [self.handed_in(node) for node in [*self.parts(), *self.extras()]]
        return set(handed_in) <= {NOT_REPORTED, NOT_APPLICABLE, NOT_SCORED} and NOT_REPORTED in [
            self.handed_in(part) for part in self.parts()
        ]

    def handed_in(self, node: Node) -> Absent | None:
        """Return why a node has no score; one that is zero because nothing was handed in for it has not reported."""
        outcome = self.found[node.id]
        if outcome.is_empty:
            return NOT_REPORTED
        return outcome.score if isinstance(outcome.score, Absent) else None

    # Score and bounds -------------------------------------------------------------------------------------

    def side(self, side: Side) -> tuple[Figure, Fraction]:
        """Return the score, or one of its bounds, and the points that apply."""
        empty = side == "score" and self.is_empty()
        stop = self.stop() if side == "score" and not empty else None
        counted = self.counted(side)
        applicable = sum((self.share(part, side) for part, _ in counted), Fraction(0))
        if stop is None and not applicable:  # nothing that weighs is left
            stop = gravest(self.found[part.id].score for part in self.parts()) or UNDEFINED
        return stop or self.finished(self.combined(counted, side), side), applicable

    def counted(self, side: Side) -> list[tuple[Node, Number]]:
        """Return the parts that count, with their scores as they count."""
        counted: list[tuple[Node, Number]] = []
        empty = side == "score" and self.is_empty()
        for part in self.parts():
            own, bound = self.found[part.id].score, self.found[part.id].counted.at(side)
            # What leaves for good is no part of a bound; of a score what is skipped is none.
            fills = empty and self.handed_in(part) == NOT_REPORTED
            if self.is_gone(part) or (
                side == "score" and isinstance(own, Absent) and policy(self.missing, own) == "skip" and not fills
            ):
                continue
            if bound is None and side != "score":  # open at this end: as far as can be
                bound = -math.inf if side == "lowest" else math.inf
            counted.append((part, Fraction(0) if bound is None or fills else bound))
        return counted

    def unit(self) -> Unit | None:
        """Return what others are compared with, where the group has a score to compare."""
        counted = self.counted("score")
        is_there = any(self.share(part, "score") for part, _ in counted) and (self.is_empty() or self.stop() is None)
        return self.compared_parts(counted) if is_there else None

    def compared_parts(self, counted: Sequence[tuple[Node, Number]]) -> Unit:
        whole = sum((self.share(part, "score") for part in self.parts()), Fraction(0))
        return {part.id: (self.share(part, "score") / whole, score) for part, score in counted}

    def stop(self) -> Absent | None:
        """Return why there is no score at all: what propagates, nothing handed in, too little of it."""
        parts = self.absent(self.parts())
        stopped = gravest(
            absence
            for absence in [*parts, *self.absent(self.extras("penalty"))]
            if policy(self.missing, absence) == "propagate"
        )
        if stopped is not None:
            return stopped
        weighing = [part for part in self.parts() if self.share(part, "score")]
        left_out = [absence for absence in self.absent(weighing) if policy(self.missing, absence) == "skip"]
        if len(left_out) == len(weighing) or self.is_silent():
            parts = [absence for part in self.parts() if (absence := self.handed_in(part))]
            return gravest(absence for absence in parts if absence != NOT_SCORED) or (
                NOT_SCORED if parts else UNDEFINED
            )
        if self.coverage() < exact(self.missing.get("min_coverage", 0)):
            return LOW_COVERAGE
        asked = [part for part in self.parts() if not self.is_gone(part)]
        scored = [part for part in asked if not isinstance(self.found[part.id].score, Absent)]
        for key, sizes in (
            ("min_children", [Fraction(len(some)) for some in (scored, asked)]),
            (
                "min_children_weight",
                [sum((self.share(p, "lowest") for p in some), Fraction(0)) for some in (scored, asked)],
            ),
        ):
            if sizes[0] < exact(self.missing.get(key, 0)) * sizes[1]:
                return LOW_COVERAGE
        return None

    def absent(self, nodes: Sequence[Node]) -> list[Absent]:
        """Return why scores are absent, of those that are."""
        scores = [self.found[node.id].score for node in nodes]
        return [score for score in scores if isinstance(score, Absent)]

    def combined(self, counted: Sequence[tuple[Node, Number]], side: Side) -> Figure:
        rule = self.node.aggregation
        if self.rivals is not None:
            return outranked(self.compared_parts(counted), self.rivals)
        if rule["method"] == "mazziotta_pareto" and side != "score":
            known = [(self.share(part, side), self.found[part.id].counted) for part, _ in counted]
            ends = [(share, part.lowest, part.highest) for share, part in known]
            return penalised_end(rule, ends, side)
        if rule["method"] != "staircase":
            return aggregate(rule, [(self.share(part, side), score) for part, score in counted])
        stated = rule.get("share", 1)
        if isinstance(stated, Absent) or not 0 < exact(stated) <= 1:
            return stated if isinstance(stated, Absent) else UNDEFINED
        share = exact(stated)
        scores = [score for _, score in counted]
        if not self.by_answers:
            climbed = next((place for place, score in enumerate(scores) if score < share * FULL), len(scores))
            return Fraction(climbed, len(scores)) * FULL
        kind = counted[0][0].kind
        assert kind is not None
        steps = [credit * FULL for credit in credits(kind).values()][1:]
        on = [Fraction(sum(score >= step for score in scores), len(scores)) for step in steps]
        climbed = next((place for place, reached in enumerate(on) if reached < share), len(steps))
        # The step that is not climbed yet counts as far as it is filled.
        return (climbed + (on[climbed] if climbed < len(steps) else 0)) * FULL / len(steps)

    # Bonuses, penalties ---------------------------------------------------------------------------------

    def extras(self, *roles: str) -> list[Node]:
        return [child for child in self.node.children if child.role in (roles or ("bonus", "penalty"))]

    def worth(self) -> Fraction:
        """Return the points that extras are measured against: those that apply, known or not."""
        if not self.node.adds_up:
            return self.node.worth
        return sum((self.share(part, "lowest") for part in self.parts() if not self.is_gone(part)), Fraction(0))

    def finished(self, score: Figure, side: Side) -> Figure:
        """Add bonuses and take penalties."""
        spec = self.node.spec
        if score == UNDEFINED and side != "score" and self.extras():  # closed by what extras leave
            score = -math.inf if side == "lowest" else math.inf
        if isinstance(score, Absent):
            return score
        if self.extras():
            other: Side = "highest" if side == "lowest" else "lowest" if side == "highest" else "score"
            moved = min(self.points("bonus", side), exact(spec.get("bonus_cap", 0)))
            moved -= min(self.points("penalty", other), exact(spec.get("penalty_cap", 0)))
            score = min(score + moved / self.worth() * FULL, exact(spec.get("ceiling", 100)))
            if spec.get("floor", 0) is not None:
                score = max(score, exact(spec.get("floor", 0)))
            if score == -math.inf:  # nothing closes it
                return UNDEFINED
        return score

    def points(self, role: str, side: Side) -> Fraction:
        """Return the points of bonuses or penalties; an absent one adds nothing, or what it could at a bound."""
        total = Fraction(0)
        for extra in self.extras(role):
            mark = self.found[extra.id].at(side)
            gone = self.is_gone(extra) or (role == "bonus" and self.found[extra.id].score == NOT_APPLICABLE)
            if mark is not None and not gone:
                total += exact(extra.spec["points"]) * Fraction(mark) / FULL
        return total


def held(node: Node, found: Outcomes, outcome: Outcome) -> Outcome:
    """Let gates hold the score of a node and its bounds."""
    gates = [
        (gate, most if isinstance(most, Absent) else exact(most))
        for gate in node.spec.get("gates", ())
        if (most := gate.get("max_score")) is not None
    ]

    def below(score: Figure | None, side: Side) -> Any:
        if score is None or isinstance(score, Absent):
            return score
        outcomes = [(gate_outcome(gate, node, found, side), most) for gate, most in gates]
        unlimited = gravest(most for holds, most in outcomes if not holds)
        if unlimited is not None:
            return unlimited if side == "score" else None
        known = [(holds, most) for holds, most in outcomes if not isinstance(most, Absent)]
        for holds, most in known:
            score = score if holds else min(score, most)
        # One that is open leaves no score where it would take some of it.
        return gravest(holds for holds, most in known if score > most) or score

    return replace(
        outcome,
        score=below(outcome.score, "score"),
        lowest=below(outcome.lowest, "lowest"),
        highest=below(outcome.highest, "highest"),
        exact=outcome.exact and held(node, found, outcome.exact),
    )


def gate_outcome(gate: Mapping[str, Any], node: Node, found: Outcomes, side: Side) -> bool | Absent:
    """Return whether all that a gate requires holds, or why that is open.

    What does not apply is not required where that is skipped. What is absent is not met; where its reason propagates,
    and nothing else fails, the gate leaves its node without what it would hold.
    """
    required = gate["requires"]
    kinds = {below.id: below.kind for below in node.below() if below.kind}
    open_for: list[Absent] = []
    holds = True
    for name in [required] if isinstance(required, str) else required:
        own = found[name].score
        if own == NOT_APPLICABLE and policy(node.missing, NOT_APPLICABLE) == "skip":
            continue
        least = gate.get("above", gate.get("at_least", 100))
        if isinstance(least, Absent):
            if side == "score" and policy(node.missing, gravest([own, least]) or least) == "propagate":
                open_for += [least] + ([own] if isinstance(own, Absent) and own != NOT_SCORED else [])
            holds = False
            continue
        least = credits(kinds[name])[least] * FULL if isinstance(least, str) else exact(least)
        score = found[name].at(side)
        if score is not None and (score > least if "above" in gate else score >= least):
            continue
        if (
            side == "score"
            and isinstance(own, Absent)
            and own != NOT_SCORED
            and policy(node.missing, own) == "propagate"
        ):
            open_for.append(own)
        elif side == "score" and not isinstance(own, Absent):
            return False
        holds = False
    return gravest(open_for) or holds
