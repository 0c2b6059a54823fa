"""A program under another scoring model: the same tree and answers, other weights and aggregations."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .measures import Group, Indicator
from .program import Program
from .scoring_rules import Aggregation, ScoringModel

_ADDED_UP = Aggregation(method="points")
_MEAN = Aggregation(method="arithmetic_mean")


def apply_model(program: Program, model: ScoringModel) -> Program:
    """Return `program` scored as `model` says; ids, answers, levels and texts stay."""
    tree = tuple(_apply_to_node(spec, model, 1) for spec in program.tree)
    given = {name: getattr(program, name) for name in Program.model_fields}
    # Built anew, not copied: a copy would keep the tree that the program has worked out.
    return Program.model_construct(**{**given, **_own(program, model, 0), "tree": tree, "models": ()})


def _apply_to_node(spec: Indicator | Group, model: ScoringModel, depth: int) -> Indicator | Group:
    changes: dict[str, Any] = _own(spec, model, depth)
    if isinstance(spec, Group):
        changes["children"] = tuple(_apply_to_node(child, model, depth + 1) for child in spec.children)
    return spec.model_copy(update=changes)


def _own(spec: Indicator | Group | Program, model: ScoringModel, depth: int) -> dict[str, Any]:
    """Return what changes in one node itself."""
    changes: dict[str, Any] = {}
    leaf = isinstance(spec, Indicator)
    if model.equal_at is not None and not (isinstance(spec, Indicator) and _stands_outside(spec)):
        turn = model.equal_at == depth or (leaf and (model.equal_at == "criteria" or depth < model.equal_at))
        changes["points"] = Fraction(1) if turn else None
        if not isinstance(spec, Program):
            changes["weight"] = 1
        if not leaf:
            above = model.equal_at == "criteria" or depth < model.equal_at
            changes["aggregation"] = _ADDED_UP if above else _MEAN
    if model.aggregation is not None and not leaf and depth >= model.depth:
        changes["aggregation"] = model.aggregation
    if not model.gates and not leaf:
        changes["gates"] = ()
    return changes


def _stands_outside(leaf: Indicator) -> bool:
    """Whether a leaf is no part of what is shared: a bonus, a penalty, or only shown."""
    return leaf.role != "base"
