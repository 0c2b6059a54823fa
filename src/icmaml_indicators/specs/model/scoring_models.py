"""A program under another scoring model: the same tree and data, other rules between them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .measures import Group, Indicator
from .program import Program
from .scales import Scale
from .scoring_rules import Aggregation, ScoringModel

_ADDED_UP = Aggregation(method="points")
_MEAN = Aggregation(method="arithmetic_mean")
_UNSCALED = Scale(method="none")
# Keys of nodes and of the program that a model says for all.
_OF_ALL = ("scale", "imputation", "treatment", "rounding")


def apply_model(program: Program, model: ScoringModel) -> Program:
    """Return `program` scored as `model` says; ids, answers, levels and texts stay."""
    tree = tuple(_apply_to_node(spec, program, model, 1) for spec in program.tree)
    given = {name: getattr(program, name) for name in Program.model_fields}
    own = _own(program, program, model, 0) | {key: getattr(model, key) for key in _OF_ALL if getattr(model, key)}
    if model.rounding is not None:
        own["total"] = program.total.model_copy(update={"rounding": None})
    if model.imputation is not None:
        own["variables"] = tuple(
            each if each.imputation is None else each.model_copy(update={"imputation": model.imputation})
            for each in program.variables
        )
    # Built anew, not copied: a copy would keep the tree that the program has worked out.
    return Program.model_construct(**{**given, **own, "tree": tree, "models": ()})


def _apply_to_node(spec: Indicator | Group, program: Program, model: ScoringModel, depth: int) -> Indicator | Group:
    changes: dict[str, Any] = _own(spec, program, model, depth)
    if isinstance(spec, Group):
        changes["children"] = tuple(_apply_to_node(child, program, model, depth + 1) for child in spec.children)
    return spec.model_copy(update=changes)


def _own(spec: Indicator | Group | Program, program: Program, model: ScoringModel, depth: int) -> dict[str, Any]:
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
    if isinstance(spec, Indicator | Group):
        changes |= _weight(spec, model)
        changes |= {key: None for key in _OF_ALL[1:] if getattr(model, key) is not None and hasattr(spec, key)}
    if isinstance(spec, Indicator) and model.scale is not None:
        # What no scale reads is read by none.
        changes["scale"] = None if program.nodes[spec.id].scale.facts.gives_score else _UNSCALED
    return changes


def _weight(spec: Indicator | Group, model: ScoringModel) -> dict[str, Any]:
    """Return the role and the weight of a node where the model says another one."""
    if spec.id in model.leave_out:
        return {"role": "informational", "weight": 1, "points": None}
    if model.weights == "equal":
        return {} if spec.points is not None else {"weight": 1}
    weight = None if model.weights is None else model.weights.get(spec.id)
    if weight is None:
        return {}
    return {"weight": weight} if spec.points is None else {"points": Fraction(str(weight))}


def _stands_outside(leaf: Indicator) -> bool:
    """Whether a leaf is no part of what is shared: a bonus, a penalty, or only shown."""
    return leaf.role != "base"
