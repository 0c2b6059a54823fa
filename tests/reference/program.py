"""A program read from the mapping that its YAML is: nodes with the rules in force, points, scales."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tests.reference import imputation, leaves, scales, treatment
from tests.reference.figures import exact
from tests.reference.nodes import Node

ROOT = "total"


class ProgramTree:
    """A program, sound, and with all shorthand of criteria written out."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self.spec = spec
        self.kinds = leaves.COMMON | {kind["id"]: kind for kind in spec.get("answers", ())}
        self.nodes: dict[str, Node] = {}
        self.root = self._node(ROOT, {**spec, "children": spec["tree"], "scale": "none", **spec.get("total", {})}, None)
        self.leaves = [node for node in self.nodes.values() if node.is_leaf]
        self.variables = {variable["id"]: variable for variable in spec.get("variables", ())}
        # Without formula and criterion a leaf reads the figure that is handed in under its own id.
        own = [leaf for leaf in self.leaves if leaf.kind is None and "formula" not in leaf.spec]
        self.variables |= {leaf.id: leaf.spec for leaf in own}
        self.populations = {population["id"]: population for population in spec.get("populations", ())}
        self.parameters = {parameter["id"]: parameter for parameter in spec.get("parameters", ())}
        self.step = spec["period"].get("step", 1) if isinstance(spec["period"], dict) else 1
        self._share_points()

    def _node(self, name: str, spec: Mapping[str, Any], parent: Node | None) -> Node:
        node = self.nodes[name] = Node(name, spec, parent, role=spec.get("role", "base"))
        rounding = spec.get("rounding", self.spec.get("rounding", "none"))
        if rounding not in ("none", {"method": "none"}):
            node.rounding = {"decimals": rounding} if isinstance(rounding, int) else rounding
        node.scale = self._scale_of(spec)
        if node.scale["method"] != "none" and "children" not in spec:
            node.imputation = imputation.written_out(spec.get("imputation", self.spec.get("imputation")))
        if node.scale["method"] in scales.RELATIVE and "children" not in spec:
            node.treatment = treatment.written_out(spec.get("treatment", self.spec.get("treatment")))
        if "children" in spec:
            own = spec.get("aggregation", "arithmetic_mean")
            node.aggregation = {"method": own} if isinstance(own, str) else own
            node.missing = spec.get("missing", self.spec.get("missing", {}))
            node.children = [self._node(child["id"], child, node) for child in spec["children"]]
        elif "criterion" in spec:
            criterion = leaves.criterion_of(spec)
            node.kind = self.kinds[criterion["answer"]]
            node.role = criterion.get("role", node.role)  # where it stood before
        return node

    def _share_points(self) -> None:
        """Give each node its points: its own, what its parts add up to, or its share of its parent's by weight."""
        stated: dict[str, Fraction | None] = {}
        for node in reversed(self.nodes.values()):
            own = node.spec.get("points")
            base = [child for child in node.children if child.role == "base"]
            parts = [stated[child.id] for child in base]
            stated[node.id] = exact(own) if own is not None else None
            if own is None and node.adds_up and parts and None not in parts:
                stated[node.id] = sum((part for part in parts if part is not None), Fraction(0))
        self.root.worth = stated[ROOT] or Fraction(100)
        for node in self.nodes.values():
            base = [child for child in node.children if child.role == "base"]
            total = sum((_written_weight(child) for child in base), Fraction(0))
            adds = node.adds_up and all(stated[child.id] is not None for child in base)
            for child in node.children:
                if child.role == "informational":  # it has no share: a leaf is worth nothing, a group is a whole
                    child.worth = stated[child.id] or Fraction(0 if child.is_leaf else 100)
                    continue
                own = child.spec.get("points")
                points = stated[child.id] if adds else exact(own) if own is not None else None
                if points is None:
                    points = node.worth * _written_weight(child) / total if total else Fraction(0)
                child.worth = points

    def find_scored(self, published: set[str]) -> None:
        """Find out which nodes can have a score; a group that has none by itself may have a published one."""
        for node in reversed(self.nodes.values()):
            if node.is_leaf:
                scale = node.scale["method"]
                node.is_scored = node.kind is not None or "attainment" in node.spec or scale != "none"
            else:
                method = node.aggregation["method"]
                aggregates = method == "decision_table" or (method != "none" and bool(node.base))
                node.is_scored = aggregates or node.id in published

    def _scale_of(self, spec: Mapping[str, Any]) -> dict[str, Any]:
        """Return the scale of a node; that of the program is of indicators only."""
        if "children" in spec:
            return scales.written_out(spec.get("scale", "none"))
        if "criterion" in spec or "attainment" in spec or spec["direction"] == "context":
            return {"method": "none"}
        return scales.written_out(spec.get("scale", self.spec.get("scale", "none")))


def _written_weight(node: Node) -> Fraction:
    written = node.spec.get("weight", 1)
    return Fraction(1) if isinstance(written, str | dict) else exact(written)
