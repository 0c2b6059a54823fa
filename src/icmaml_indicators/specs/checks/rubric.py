"""What must hold of criteria and needs no engine: kinds of answer, points that add up, gates, staircases."""

from __future__ import annotations

from ...diagnostics import nearest
from ..model.measures import Group, Indicator
from ..model.program import Program
from ..model.scales import cuts_between
from ..model.scoring_rules import Gate
from ..model.tree import TreeNode, below, steps_below
from ..parsing.draft import Draft, walk_paths
from ..parsing.nodes import Path


def check_rubric(draft: Draft, program: Program) -> None:
    """Add to `draft` every fault of criteria, points, gates and staircases that can be seen without scoring."""
    for path, spec in walk_paths(program):
        if isinstance(spec, Indicator):
            _check_answer(draft, program, path, spec)
    groups: list[tuple[Path, Group | Program]] = [((), program)]
    groups += [(path, spec) for path, spec in walk_paths(program) if isinstance(spec, Group)]
    paths = {spec.id: path for path, spec in walk_paths(program)}
    for path, group in groups:
        node = program.nodes["total" if isinstance(group, Program) else group.id]
        _check_points(draft, program, path, node, paths)
        _check_staircase(draft, path, node)
        for index, gate in enumerate(group.gates):
            _check_gate(draft, program, (*path, "gates", index), node, gate)
    for index, answer in enumerate(program.answers):
        if answer.amount is not None and answer.amount.of is not None:
            known = tuple(variable.id for variable in program.figures)
            if answer.amount.of not in known and answer.amount.of not in draft.set_aside:
                hint = nearest(answer.amount.of, known)
                where = ("answers", index, "amount", "of")
                draft.report("IND202", where, name=answer.amount.of, suggestion=hint)


def _check_answer(draft: Draft, program: Program, path: Path, spec: Indicator) -> None:
    if spec.criterion is None or spec.criterion.answer in program.answer_kinds:
        return
    if spec.criterion.answer not in draft.set_aside:
        known = tuple(program.answer_kinds)
        hint = nearest(spec.criterion.answer, known)
        where = (*path, "criterion", "answer")
        draft.report("IND336", where, name=spec.criterion.answer, suggestion=hint, expected=known)


def _check_points(draft: Draft, program: Program, path: Path, node: TreeNode, paths: dict[str, Path]) -> None:
    """Prove that points add up: exactly, as fractions."""
    base = node.base_children
    known = program.stated_points
    given = {child.id: known[child.id] if node.adds_up else child.spec.points for child in base}
    stated = [points for points in given.values() if points is not None]
    if any(child.spec.points is not None for child in base) and len(stated) < len(base):
        for name, points in given.items():
            if points is None:
                draft.report("IND334", paths[name], id=name)
    elif stated and len(stated) == len(base):
        declared = node.spec.points
        if declared is not None and sum(stated) != declared:
            draft.report("IND333", (*path, "points"), id=node.id, sum=str(sum(stated)), points=str(declared))
    if isinstance(node.spec, Indicator):
        return
    for role, key, cap in (
        ("bonus", "bonus_cap", node.spec.bonus_cap),
        ("penalty", "penalty_cap", node.spec.penalty_cap),
    ):
        extra = next((child for child in node.children if child.role == role), None)
        if extra is not None and cap is None:
            draft.report("IND345", path, id=node.id, name=extra.id, cap=key)


def _check_staircase(draft: Draft, path: Path, node: TreeNode) -> None:
    rule = node.aggregation
    if rule.facts.reads != "steps":
        return
    where = (*path, "aggregation")
    leaves = steps_below(node)
    steps = len(node.base_children)
    if rule.by == "answers":
        first = leaves[0].answer if leaves else None
        steps = len(first.options) - 1 if first is not None else 0
        for leaf in leaves:
            kind = leaf.answer
            if kind is None or first is None or not kind.options or kind.credits != first.credits:
                draft.report("IND337", where, id=node.id, name=leaf.id)
                return
    named_only = node.levels and not cuts_between("levels", node.levels)
    if named_only and len(node.levels) != steps + 1:
        here = (*path, "levels")
        draft.report("IND338", here, id=node.id, steps=steps, wanted=steps + 1, given=len(node.levels))


def _check_gate(draft: Draft, program: Program, path: Path, node: TreeNode, gate: Gate) -> None:
    known = tuple(child.id for child in below(node))
    for index, name in enumerate(gate.requires):
        if name not in known:
            if name not in draft.set_aside:
                hint = nearest(name, known)
                draft.report("IND335", (*path, "requires", index), name=name, id=node.id, suggestion=hint)
            continue
        asked = node.asked_by(gate)
        if isinstance(asked, str):
            kind = program.nodes[name].answer
            options = tuple(option.id for option in kind.options) if kind else ()
            if asked not in options:
                hint = nearest(asked, options)
                where = (*path, "at_least")
                draft.report("IND207", where, option=asked, name=name, suggestion=hint, expected=options)
    if gate.max_score is not None and node.lower_is_better:
        draft.report("IND140", (*path, "max_score"), id=node.id)
    levels = tuple(level.id for level in node.levels)
    if gate.max_level is not None and gate.max_level not in levels:
        hint = nearest(gate.max_level, levels)
        where = (*path, "max_level")
        draft.report("IND339", where, name=gate.max_level, id=node.id, suggestion=hint, expected=levels)
