"""The nodes drawn so far, and what a formula that is drawn next may read of them."""

from __future__ import annotations

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from tests.reference.choices import NUMBERS, PARAMETERS, STAGES, Draw, one_of, statistic


class DrawnNodes:
    """Names of indicators with a formula, nodes that can have a score, and their levels."""

    def __init__(self, draw: Draw) -> None:
        self.draw, self.has_default_scale = draw, False
        self.formulas: list[str] = []
        self.scores: list[str] = []
        self.weights: list[str] = []
        self.levels: dict[str, list[str]] = {}

    def note(self, node: dict[str, Any]) -> None:
        """Let formulas that are drawn from here on read a node."""
        if STAGES and self.has_score(node):
            self.scores.append(node["id"])
            if node["id"] != "total" and node.get("role", "base") == "base" and not is_extra(node):
                self.weights.append(node["id"])
            if node.get("levels"):
                self.levels[node["id"]] = [level["id"] for level in node["levels"]]

    def has_score(self, node: dict[str, Any]) -> bool:
        """Whether a node can have a score."""
        if "children" in node:
            method = node.get("aggregation")
            if "decision_table" in str(method):
                return True
            base = [child for child in node["children"] if child.get("role") != "informational" and not is_extra(child)]
            return method != "none" and any(map(self.has_score, base))
        if "criterion" in node or "attainment" in node:
            return True
        own = node.get("scale")
        return node["direction"] != "context" and (self.has_default_scale if own is None else own != "none")

    def readable(self) -> tuple[str, ...]:
        """Draw what a formula may read: inputs, the indicator before, a figure of a node, a statistic."""
        names = (*NUMBERS, *self.formulas[-1:], *PARAMETERS, "period")
        if not STAGES:
            return names
        known = (("score", self.scores), ("level", self.levels), ("weight", self.weights))
        kinds = [kind for kind, found in known if found]
        figures = tuple(map(self.figure, kinds))
        return (*names, *figures, statistic(self.draw, (*names, *figures)))

    def figure(self, kind: str) -> str:
        """Draw the score of a node, or something that its level is or is not."""
        draw = self.draw
        if kind in {"score", "weight"}:
            assume(kind == "score" or self.weights)
            return f"{kind}({one_of(draw, *(self.scores if kind == 'score' else self.weights)[-3:])})"
        name = one_of(draw, *list(self.levels)[-3:])
        ids = self.levels[name]
        if draw(st.booleans()):
            return f"(level({name}) {one_of(draw, '==', '!=')} '{one_of(draw, *ids)}')"
        return f"(level({name}) in ({', '.join(repr(level) for level in ids[-2:])}))"


def is_extra(node: dict[str, Any]) -> bool:
    """Whether a node is a bonus or a penalty."""
    criterion = node.get("criterion")
    inside = criterion.get("role") if isinstance(criterion, dict) else None
    return node.get("role", inside) in {"bonus", "penalty"}
