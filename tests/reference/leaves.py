"""What leaves score that have no scale: answers, and results held against a target."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tests.reference.figures import NOT_APPLICABLE, UNDEFINED, Absent, Figure, Number, exact

FULL = Fraction(100)
COMMON: dict[str, dict[str, Any]] = {
    "yes_no": {"options": [{"id": "no"}, {"id": "yes"}]},
    "met_partly": {"options": [{"id": "not_met"}, {"id": "partly"}, {"id": "met"}]},
    "percent": {"amount": {"cap": 100, "whole": False, "at_most": 100}},
}
REJECTED, NOT_VERIFIED = Absent("rejected"), Absent("not_verified")


def criterion_of(leaf: Mapping[str, Any]) -> dict[str, Any]:
    """Return the criterion of a leaf with what it leaves unsaid."""
    written = leaf["criterion"]
    own = {"answer": written} if isinstance(written, str) else dict(written)
    return {"answer": "yes_no", "evidence": "optional", "not_applicable": "refused"} | own


def credits(kind: Mapping[str, Any]) -> dict[str, Fraction]:
    """Return what each option earns; evenly spaced from 0 to 1 where none says it."""
    options = kind["options"]
    return {
        option["id"]: exact(option["credit"]) if option.get("credit") is not None else Fraction(place, len(options) - 1)
        for place, option in enumerate(options)
    }


def accepted(criterion: Mapping[str, Any], kind: Mapping[str, Any], cell: Figure | str) -> Figure | str:
    """Return an answer as it is taken: N/A only where it is allowed, figures only within what can be answered."""
    if cell == NOT_APPLICABLE and criterion["not_applicable"] == "refused":
        return REJECTED
    amount = kind.get("amount")
    if amount is None or isinstance(cell, Absent | str):
        return cell
    beyond = cell < 0 or (amount.get("at_most") is not None and cell > exact(amount["at_most"]))
    return REJECTED if beyond or (amount.get("whole", True) and cell != int(cell)) else cell


def proven(answer: Figure | str, kind: Mapping[str, Any], *, evidence: bool) -> Figure | str:
    """Return an answer that needs evidence; without it one that is better than the worst (or than 0) is not verified."""
    if isinstance(answer, Absent) or evidence:
        return answer
    better = answer != kind["options"][0]["id"] if isinstance(answer, str) else answer > 0
    return NOT_VERIFIED if better else answer


def earned(criterion: Mapping[str, Any], kind: Mapping[str, Any], answer: Figure | str, whole: Figure | None) -> Figure:
    """Return the score of an answer, 0 to 100; `whole` is what an amount is a part of."""
    if isinstance(answer, Absent):
        settled = {"full": FULL, "zero": Fraction(0)} if answer == NOT_APPLICABLE else {}
        return settled.get(criterion["not_applicable"], answer)
    if isinstance(answer, str):
        return credits(kind)[answer] * FULL
    amount = kind["amount"]
    if amount.get("steps"):
        steps = [step if isinstance(step, list) else [step["from"], step["credit"]] for step in amount["steps"]]
        return max((exact(credit) for start, credit in steps if answer >= exact(start)), default=Fraction(0)) * FULL
    full = exact(amount["cap"]) if amount.get("cap") is not None else whole
    if isinstance(full, Absent) or full is None or full <= 0:
        return UNDEFINED
    return min(answer / full, Fraction(1)) * FULL


METHODS = {
    "higher": ("ratio", "progress"),
    "lower": ("ratio_linear", "ratio_inverse", "progress"),
    "target": ("closeness", "range", "progress"),
}


def attainment(method: str, a: Number, t: Number, b: Number | None, high: Number | None) -> Figure:
    """Return the attainment in percent of a result `a`, a target `t` (`high`: its upper end) and a baseline `b`."""
    if method == "range":
        assert high is not None
        return (1 - max(t - a, a - high, Fraction(0)) / (high - t)) * FULL
    if a == t:
        return FULL
    if method == "progress":
        return UNDEFINED if b is None or t == b else (a - b) / (t - b) * FULL
    if method == "ratio_inverse":
        return t / a * FULL if a > 0 and t >= 0 else UNDEFINED
    if t == 0:
        return UNDEFINED
    better = {"ratio": a - t, "ratio_linear": t - a, "closeness": -abs(a - t)}[method]
    return (1 + better / abs(t)) * FULL
