"""A program without what makes scores stand still: roundings, scales of groups by steps or by place among others."""

from __future__ import annotations

from typing import Any

from ...specs import Group, Indicator, Program
from ...specs.model.measures import Total


def is_continuous(program: Program) -> bool:
    """Return whether no node is rounded and no group has a scale by steps or by place among others."""
    return not any(node.rounding or _halts(node.own) for node in program.nodes.values())


def make_continuous(program: Program) -> Program:
    """Return a program in which every step of a part moves the group that it counts in, if only by a little."""
    given = {name: getattr(program, name) for name in Program.model_fields}
    tree = tuple(map(_make_continuous, program.tree))
    total = program.total.model_copy(update={"rounding": None} | ({"scale": None} if _halts(program.total) else {}))
    # Built anew, not copied: a copy would keep the tree that the program has worked out.
    return Program.model_construct(**{**given, "tree": tree, "rounding": None, "total": total})


def _make_continuous(spec: Indicator | Group) -> Indicator | Group:
    changes: dict[str, Any] = {"rounding": None}
    if isinstance(spec, Group):
        changes["children"] = tuple(map(_make_continuous, spec.children))
        if _halts(spec):
            changes["scale"] = None
    return spec.model_copy(update=changes)


def _halts(spec: Indicator | Group | Total) -> bool:
    """Whether a group has a scale by steps or by place among others."""
    facts = spec.scale.facts if not isinstance(spec, Indicator) and spec.scale is not None else None
    return facts is not None and (facts.is_relative or facts.stepped)
