"""How the parts of one group became the whole, in one row: sums, means, extremes, staircases, decision tables, gates.

A mean of another kind than the arithmetic one does not add up in scores, but in what it averages: logarithms
(geometric), reciprocals (harmonic), powers. That is each part's `term`; the terms add up to the same of the whole.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine.groups import GroupPlan
from ..specs import Gate
from ..specs.model.scoring_rules import Rule
from ..transforms.aggregations.aggregation import Aggregate, ChildScores, ScoredChildren
from ..transforms.aggregations.outranking import count_row
from ..transforms.aggregations.table import AGGREGATORS
from ..transforms.sums import FULL, SLACK
from .score_steps import ScaleWorking, work_rounding, work_scale
from .words import number, word

if TYPE_CHECKING:
    from ..engine.node_scores import NodeScoreSet
    from ..scoring.scored import Scored
    from .entries import Entry

_MOST_SHOWN = 8


@dataclass(slots=True)
class Working:
    """How a group came about.

    Attributes
    ----------
    shares
        The weight of each child as it counted.
    counted
        The score of each child as it counted: zero for an absent one that the program counts as zero.
    contributions
        Share times score, where scores add up.
    terms
        What each child added under the mean's own transformation; see `term_of`.
    term_of
        ``share * log(score)``, ``share / score`` or ``share * score ** p``.
    decisive
        The children that settled the result: of a minimum, maximum, median, decision table, staircase.
    text
        The arithmetic, with figures.
    value
        What the scale of the group works on, where it has one.
    scale
        How that scale made a score of it.
    scaled
        The arithmetic of the scale, and what comes after it.
    unrounded
        The score before it was rounded, where it was.
    detail
        The same as data: rule, steps, adjustments.
    """

    shares: dict[str, float] = field(default_factory=dict)
    counted: dict[str, float] = field(default_factory=dict)
    contributions: dict[str, float] = field(default_factory=dict)
    terms: dict[str, float] = field(default_factory=dict)
    term_of: str = ""
    decisive: set[str] = field(default_factory=set)
    text: str = ""
    value: float | None = None
    scale: ScaleWorking | None = None
    scaled: str = ""
    unrounded: float | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def work_group(scored: Scored, name: str, row: int) -> Working:
    """Show how one group came about in one row."""
    book, language = scored.book, scored.language
    plan = book.plans.get(name)
    if plan is None:
        return Working()
    if plan.decision is not None:
        return _decide(book, plan, row, language)
    if not plan.combines:
        return Working()
    working = _combine(book, plan, row, language)
    _tell_weights(scored, plan, row, working)
    if plan.rule.facts.compares and "combined" in working.detail:
        _tell_outranking(scored, plan, row, working)
    _Adjustments(scored, plan, row, working).tell()
    return working


def _combine(book: NodeScoreSet, plan: GroupPlan, row: int, language: str) -> Working:
    m, span = book.matrices, slice(row, row + 1)
    children = plan.children(m, span)
    found = plan.aggregate_children(children, m, m.scores, span)
    working, result = Working(), float(found.scores[0])
    if plan.rule.facts.reads == "steps":
        _climb(plan, book, row, working, language)
    else:
        _weigh(plan, children, found, working)
        if working.counted and math.isfinite(result) and not plan.rule.facts.compares:
            _derive(working, plan, result, language)
    if math.isfinite(result):
        working.detail["combined"] = result
    if plan.missing.asks_for_children:
        _tell_scored(working, plan, plan.count_scored(m, span), language)
    return working


def _tell_scored(working: Working, plan: GroupPlan, found: ScoredChildren, language: str) -> None:
    """Tell how many of the parts have a score where the group asks for a share of them."""
    count, total, weight = int(found.scored[0]), int(found.count[0]), float(found.weight[0])
    working.detail["parts_scored"] = {"scored": count, "of": total, "weight": weight}
    missing, needs = plan.missing, []
    if found.is_short_by_number[0]:
        needs.append(word(language, "needs", share=number(missing.min_children)))
    if found.is_short_by_weight[0]:
        needs.append(word(language, "needs_weight", weight=number(weight), share=number(missing.min_children_weight)))
    if needs:
        working.text = f"{word(language, 'parts_scored', count=count, total=total)} ({'; '.join(needs)})"


def _tell_outranking(scored: Scored, plan: GroupPlan, row: int, working: Working) -> None:
    """Tell how many of the others it beats and is beaten by."""
    populations, over = scored.run.populations, plan.rule.over
    members, standing = populations.rows_with(over, row), populations.standing(plan.node.id)
    found = count_row(plan.read_compared(scored.book.matrices, standing), row, members)
    wins, defeats, others = int(found.wins[0]), int(found.defeats[0]), int(found.others[0])
    working.detail["outranking"] = {
        "population": populations.read(over).name_of(row), "n": others + 1, "wins": wins, "defeats": defeats
    }  # fmt: skip
    told = {"wins": wins, "defeats": defeats, "ties": others - wins - defeats, "others": others}
    working.text = f"{word(scored.language, 'outranks', **told)}; {wins} - {defeats} = {number(wins - defeats)}"


def _weigh(plan: GroupPlan, children: ChildScores, found: Aggregate, working: Working) -> None:
    """Take the shares, and the scores as they counted."""
    for child, share, score in zip(plan.base_ids, found.shares[:, 0], children.scores[:, 0], strict=True):
        if math.isfinite(score) and (share > 0 or not plan.rule.facts.weighted or plan.rule.facts.additive):
            working.shares[child], working.counted[child] = float(share), float(score)
        elif share > 0:
            working.shares[child], working.counted[child] = float(share), 0.0
    if plan.rule.facts.additive:
        working.contributions = {child: working.shares[child] * score for child, score in working.counted.items()}


def _tell_weights(scored: Scored, plan: GroupPlan, row: int, working: Working) -> None:
    """Tell how weights were fitted, in which population and on how many rows."""
    found = scored.book.weights.get(plan.node.id)
    if found is None:
        return
    codes = found.populations.read_codes
    number = 0 if codes is None else int(codes[row])
    if number < 0:
        return
    told = {"method": plan.rule.weights.method, "population": str(found.populations.names[number])}
    n = {} if found.complete is None else {"n": int(found.complete[number])}
    working.detail["weights"] = told | n


# Each kind of aggregation --------------------------------------------------------------------------------


def _derive(working: Working, plan: GroupPlan, result: float, language: str) -> None:
    """Write the arithmetic as the method describes it, with figures; many parts are counted only."""
    names, scores = list(working.counted), list(working.counted.values())
    shares = [working.shares[name] for name in names]
    derivation = AGGREGATORS[plan.rule.method].describe(scores, shares, plan.rule)
    decisive = [names[place] for place in derivation.decisive]
    working.decisive = set(decisive)
    figures = {key: number(figure) for key, figure in derivation.figures.items()}
    if not derivation.whole:
        shown = ", ".join(decisive[:_MOST_SHOWN]) + (", …" if len(decisive) > _MOST_SHOWN else "")
        working.text = f"{word(language, 'short', names=shown or '–')} = {number(result)}"
        return
    parts = f"{len(names)} {word(language, 'parts')}"
    if len(names) <= _MOST_SHOWN:
        written = (
            derivation.part.format(share=number(share), score=number(score), **figures)
            for share, score in zip(shares, scores, strict=True)
        )
        parts = derivation.sign.join(written)
    working.text = f"{derivation.whole.format(parts=parts, **figures)} = {number(result)}"
    if derivation.terms:
        working.term_of = derivation.term_of.format(**figures)
        working.terms = dict(zip(names, derivation.terms, strict=True))


def _climb(plan: GroupPlan, book: NodeScoreSet, row: int, working: Working, language: str) -> None:
    """Tell the steps: what stands on each, what it takes, and which were climbed."""
    m, span = book.matrices, slice(row, row + 1)
    needed = float(np.ravel(plan.share_at(m, span)[0])[0])
    marks, counted = plan.read_steps(m, span)
    if plan.steps is not None:
        if not counted.any():
            return
        shares = [(str(at + 1), float(share)) for at, share in enumerate(plan.step_shares(marks, counted)[:, 0])]
    else:
        shares = [
            (child, float(mark) / FULL)
            for child, mark, counts in zip(plan.base_ids, marks[:, 0], counted[:, 0], strict=True)
            if counts
        ]
    steps: list[dict[str, Any]] = []
    climbing = True
    for name, share in shares:
        climbing = climbing and share >= needed - SLACK
        steps.append({"step": name, "share": share, "needs": needed, "climbed": climbing})
    count = sum(1 for step in steps if step["climbed"])
    working.detail["steps"] = steps
    if plan.steps is None and count < len(steps):
        working.decisive = {str(steps[count]["step"])}
    told = "; ".join(
        f"{word(language, 'step')} {step['step']}: {number(step['share'])} {'✓' if step['climbed'] else '✗'}"
        for step in steps[:_MOST_SHOWN]
    )
    head = word(language, "steps_climbed", count=count, total=len(steps))
    working.text = f"{head} ({word(language, 'needs', share=number(needed))}) · {told}"


def _decide(book: NodeScoreSet, plan: GroupPlan, row: int, language: str) -> Working:
    """Tell the rule that fired, or what is still possible."""
    working = Working()
    found: dict[str, str | None] = {}
    for child in plan.node.children:
        leveled = book.nodes[child.id].levels
        if leveled is not None:
            code = int(leveled.level[row])
            found[child.id] = child.levels[code].id if code >= 0 else None
    own = book.nodes[plan.node.id].levels
    assert own is not None
    assert plan.decision is not None
    # Where a level is missing, the answer follows from all that are possible, not from one rule.
    known = all(found[name] is not None for name in plan.decision.used)
    for place, rule in enumerate(plan.rule.rules if known else (), 1):
        if _fits(rule, found):
            working.decisive = set(rule.when)
            when = ", ".join(f"{name} = {found[name]}" for name in rule.when)
            working.detail["rule"] = {
                "number": place,
                "when": {n: list(w) for n, w in rule.when.items()},
                "then": rule.then,
            }
            working.text = f"{word(language, 'rule')} {place}: {when or '…'} → {rule.then}"
            return working
    levels = [level.id for level in plan.node.levels]
    low, high = levels[int(own.lowest[row])], levels[int(own.highest[row])]
    working.detail["possible"] = {"lowest": low, "highest": high}
    working.text = f"{low}" if low == high else word(language, "no_rule", low=low, high=high)
    return working


def _fits(rule: Rule, found: Mapping[str, str | None]) -> bool:
    return all(found.get(name) in levels for name, levels in rule.when.items())


# What comes on top ---------------------------------------------------------------------------------------


class _Adjustments:
    """What comes on top of the combined score, step by step: extras and limits, scale, rounding, gates."""

    def __init__(self, scored: Scored, plan: GroupPlan, row: int, working: Working) -> None:
        self.scored, self.plan, self.row, self.working = scored, plan, row, working
        self.book, self.language = scored.book, scored.language
        self.score = float(working.detail.get("combined", math.nan))
        self.steps: list[dict[str, Any]] = []

    def tell(self) -> None:
        """Tell every step, each from the one before."""
        working, plan = self.working, self.plan
        if math.isnan(self.score):
            return
        texts = self.extras()
        if plan.scale is not None or plan.node.rounding is not None:
            scaled = [*self.scale(), *self.round(), *self.gates()]
            working.scaled = "; ".join(scaled) + self.outcome("gate")
        else:
            texts += self.gates()
        working.text = "; ".join([text for text in (working.text, *texts) if text])
        if texts:
            working.text += f" → {number(self.score if working.value is None else working.value)}"
        if self.steps:
            working.detail["adjustments"] = self.steps

    def outcome(self, *whats: str) -> str:
        """Return what all came to, where it ended with one of these steps."""
        return f" → {number(self.score)}" if self.steps and self.steps[-1]["what"] in whats else ""

    def extras(self) -> list[str]:
        """Tell what bonuses and penalties moved, and the limits that hold them."""
        plan, span, m = self.plan, slice(self.row, self.row + 1), self.book.matrices
        if not plan.extras:
            return []
        moved = plan.adjustment(m.scores, m.scores, m.reasons, span)
        with np.errstate(all="ignore"):
            lifted = float(self.score + FULL * (moved / plan.worth(m, span))[0])
        self.steps.append({"what": "extras", "points": float(moved[0]), "before": self.score, "after": lifted})
        texts = [word(self.language, "bonus", change=float(moved[0]))]
        kept = float(np.clip(lifted, plan.floor, plan.ceiling))
        if kept != lifted:
            self.steps.append({"what": "limits", "before": lifted, "after": kept})
            texts.append(word(self.language, "limits", floor=number(plan.floor), ceiling=plan.ceiling))
        self.score = kept
        return texts

    def scale(self) -> list[str]:
        """Tell what the scale of the group made of its value."""
        if self.plan.scale is None:
            return []
        node, working = self.plan.node, self.working
        working.value = self.score
        found = working.scale = work_scale(self.scored, node, self.book.values[node.id], self.row)
        assert found is not None
        working.detail |= found.detail
        if math.isnan(found.score):
            self.score = math.nan
            return []
        self.steps.append({"what": "scale", "method": node.scale.method, "before": self.score, "after": found.score})
        self.score = found.score
        return [found.text]

    def round(self) -> list[str]:
        """Tell how the score was rounded."""
        rounding = self.plan.node.rounding
        if rounding is None or math.isnan(self.score):
            return []
        step, text = work_rounding(rounding, self.score, self.language)
        self.working.unrounded = self.score
        self.steps.append(step)
        self.score = step["after"]
        return [text] if text else []

    def gates(self) -> list[str]:
        """Tell the gates that do not let through, and where they hold."""
        plan, span, m = self.plan, slice(self.row, self.row + 1), self.book.matrices
        gates: tuple[Gate, ...] = getattr(plan.node.spec, "gates", ())
        if math.isnan(self.score):
            return []
        texts = []
        for place, (gate, built) in enumerate(zip(gates, plan.gates_at(m, span), strict=True), 1):
            if bool(built.is_passed(m.scores, m.reasons, span)[0]):
                continue
            most = None if built.max_score is None else float(np.ravel(built.max_score)[0])
            after = min(self.score, most) if most is not None else self.score
            limit = gate.max_level if gate.max_level is not None else number(most)
            bites = (
                after < self.score if gate.max_level is None else int(self.book.held[plan.node.id][self.row]) == place
            )
            self.steps.append(
                {"what": "gate", "number": place, "requires": list(gate.requires), "limit": limit, "holds": bites}
                | ({"before": self.score, "after": after} if gate.max_level is None else {})
            )
            texts.append(word(self.language, "gate", number=place, requires=", ".join(gate.requires), limit=limit))
            self.score = after
        return texts


# What a part was worth ------------------------------------------------------------------------------------


def add_share(part: Entry, working: Working) -> None:
    """Give a part the weight with which it counted, and what it added."""
    if part.id not in working.counted:
        part.decisive = part.id in working.decisive
        return
    part.share = working.shares[part.id]
    part.contribution = working.contributions.get(part.id)
    part.term = working.terms.get(part.id)
    part.decisive = part.id in working.decisive
    if part.score != working.counted[part.id]:  # absent and counted all the same, or added up unrounded
        part.detail["counted_as"] = working.counted[part.id]


def absorb_rounding(entry: Entry, working: Working) -> None:
    """Let the last part take up what rounding took from the sum, where full marks are meant."""
    parts = [part for part in entry.children if part.contribution is not None]
    if parts and working.detail.get("combined") == FULL:
        others = 0.0
        for part in parts[:-1]:
            others += part.contribution or 0.0
        rest = FULL - others
        if abs(rest - (parts[-1].contribution or 0.0)) < SLACK:
            parts[-1].contribution = rest
