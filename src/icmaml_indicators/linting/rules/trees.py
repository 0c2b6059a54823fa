"""Rules on the tree: weights, levels out of reach, titles, names of files, aggregations (IND360–368, 748, 755)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from math import isfinite
from pathlib import PurePath
from typing import Any

from ...formulas.analysis.bounds import Interval
from ...formulas.analysis.intervals import Ranger
from ...formulas.tree import Name
from ...specs import ROOT, Group, Indicator, Level, Program, Quantity, Scale, TreeNode, can_be_scored, walk_paths
from ...specs.methods.judgements import MOST_INCONSISTENT
from ...specs.model.quantities import as_number
from ...specs.model.scales import cuts_between
from ...specs.model.scoring_rules import tables_of_cuts
from ...specs.parsing.nodes import Path
from .subject import LintContext

_WHOLES = ((Fraction(1), Fraction(1, 10)), (Fraction(100), Fraction(10)))
_SCORES = Interval(0.0, 100.0)


def check_tree(subject: LintContext) -> None:
    """Check weights, levels, titles and the name of the file."""
    program = subject.program
    groups: list[tuple[Path, Group | Program]] = [((), program)]
    groups += [(path, spec) for path, spec in walk_paths(program) if isinstance(spec, Group)]
    for path, group in groups:
        node = program.nodes[ROOT if isinstance(group, Program) else group.id]
        inside = (*path, "tree" if isinstance(group, Program) else "children")
        specs = group.tree if isinstance(group, Program) else group.children
        if program.matrix is None:
            _check_weights(subject, inside, node)
            _check_aggregation(subject, path, node)
            _check_place(subject, path, node)
            _check_consistency(subject, path, node)
        _check_titles(subject, [((*inside, index), spec.id, spec) for index, spec in enumerate(specs)])
        _check_rounding(subject, path, node)
        if not program.criteria:
            _check_reach(subject, (*path, "levels"), node)
    for path, spec in walk_paths(program):
        if isinstance(spec, Indicator):
            _check_rounding(subject, path, program.nodes[spec.id])
    _check_titles(subject, [(("variables", index), spec.id, spec) for index, spec in enumerate(program.variables)])
    if subject.among:
        _check_file_name(subject)


def _check_consistency(subject: LintContext, path: Path, node: TreeNode) -> None:
    """Tell of pairs that are compared so that they contradict one another."""
    ratio = node.aggregation.weights.consistency_ratio
    if ratio > MOST_INCONSISTENT:
        where = (*path, "aggregation", "weights", "judgements")
        subject.draft.report("IND755", where, id=node.id, ratio=f"{ratio:.2f}", most=f"{MOST_INCONSISTENT:.2f}")


def _check_weights(subject: LintContext, path: Path, node: TreeNode) -> None:
    """Tell of weights that were evidently meant to add up to 1 or 100 and do not."""
    specs = [child.spec for child in node.base_children if isinstance(child.spec, Indicator | Group)]
    if len(specs) < 2 or any("weight" not in s.model_fields_set or isinstance(s.weight, Quantity) for s in specs):
        return
    weights = [Fraction(str(spec.weight)) for spec in specs]
    total = sum(weights, Fraction(0))
    # Equal weights that are rounded (0.33 each) are meant to be equal.
    if len(set(weights)) == 1:
        return
    for whole, slack in _WHOLES:
        small = max(weights) <= whole * Fraction(9, 10)
        if total != whole and abs(total - whole) <= slack and small and (whole == 1 or min(weights) >= 1):
            subject.draft.report("IND360", (*path, 0, "weight"), id=node.id, sum=f"{float(total):g}", whole=str(whole))


def _check_aggregation(subject: LintContext, path: Path, node: TreeNode) -> None:
    """Tell of a group that does not say how it aggregates where another aggregation than the mean may be meant."""
    program = subject.program
    if "aggregation" in node.spec.model_fields_set or node.parent is None or not can_be_scored(node):
        return
    rule = program.aggregation
    if program.nodes[node.parent].adds_up and any(child.spec.points is not None for child in node.base_children):
        subject.draft.report("IND366", (*path, "id"), id=node.id, parent=node.parent)
    elif (
        rule.method != node.aggregation.method and rule.facts.reads != "levels"
    ):  # a table is of children that it names
        subject.draft.report("IND367", (*path, "id"), id=node.id, method=rule.method)


def _check_place(subject: LintContext, path: Path, node: TreeNode) -> None:
    """Tell of a group that counts whom it beats where another group weighs that count as a quantity."""
    parent = subject.program.nodes[node.parent] if node.parent is not None else None
    if parent is None or not node.compares or node not in parent.counted_children:
        return
    if parent.aggregation.facts.reads == "scores" and not parent.compares and len(parent.counted_children) > 1:
        subject.draft.report("IND748", (*path, "aggregation"), id=node.id, parent=parent.id)


def _check_titles(subject: LintContext, items: Iterable[tuple[Path, str, object]]) -> None:
    seen: dict[tuple[str, str], tuple[str, Path]] = {}
    for path, id_, spec in items:
        title = getattr(spec, "title", None)
        for key in ("es", "en"):
            words = " ".join(str(getattr(title, key)).casefold().split())
            first = seen.setdefault((key, words), (id_, path))
            if first[0] != id_ and subject.draft.root is not None:
                place = subject.draft.root.find((*first[1], "title", key)).place()
                where = f"{place.file}:{place.line}"
                subject.draft.report("IND362", (*path, "title", key), id=id_, other=first[0], place=where)
                break


def _check_rounding(subject: LintContext, path: Path, node: TreeNode) -> None:
    """Tell of levels whose cuts lie nearer to one another than two rounded scores."""
    rule = node.rounding
    if rule is None:
        return
    step = Fraction(1, 10**rule.decimals)
    for cuts in _cuts_of(node.levels):
        for low, high in pairwise(cuts):
            if high - low < step:
                where = (*path, "levels" if node.spec.rounding is None else "rounding")
                ends: dict[str, Any] = {"low": f"{float(low):g}", "high": f"{float(high):g}"}
                subject.draft.report("IND368", where, id=node.id, decimals=rule.decimals, **ends)
                return


def _cuts_of(levels: tuple[Level, ...]) -> list[list[Fraction]]:
    """Return the cuts of levels as written, once for each option that they depend on."""
    tables = tables_of_cuts(tuple(cuts_between("levels", levels).values()))
    return [
        [Fraction(str(cut)) for cut in cuts] for cuts in tables if not any(isinstance(cut, Quantity) for cut in cuts)
    ]


def _check_reach(subject: LintContext, path: Path, node: TreeNode) -> None:
    """Tell of levels that begin above the highest score, or end below the lowest."""
    if isinstance(node.spec, Indicator):
        return
    reach = _reach(subject, node)
    if reach is None:
        return
    for index, level in enumerate(node.levels):
        if _out_of_reach(node.levels, index, reach):
            details: dict[str, Any] = {"low": f"{reach.low:g}", "high": f"{reach.high:g}", "level": level.id}
            subject.draft.report("IND361", (*path, index, "id"), id=node.id, **details)


def _out_of_reach(levels: tuple[Level, ...], index: int, reach: Interval) -> bool:
    ends, starts = [as_number(level.up_to) for level in levels], [as_number(level.from_) for level in levels]
    end, start = ends[index], starts[index]
    before = ends[index - 1] if index else None
    after = starts[index + 1] if index + 1 < len(levels) else None
    above = (before is not None and before >= reach.high) or (start is not None and start > reach.high)
    below = (end is not None and end < reach.low) or (after is not None and after <= reach.low)
    return above or below


def _reach(subject: LintContext, node: TreeNode) -> Interval | None:
    """Return where the score of a node lies; None where it has none or no limits."""
    found = _reach_of_leaf(subject, node) if isinstance(node.spec, Indicator) else _reach_of_group(subject, node)
    if found is None or node.rounding is None:
        return found
    step = 10.0**-node.rounding.decimals
    return Interval(found.low - step, found.high + step)


def _reach_of_group(subject: LintContext, node: TreeNode) -> Interval | None:
    if not node.aggregation.facts.within_parts or node.adds_up:
        value = None
    else:
        parts = [_reach(subject, child) for child in node.base_children]
        known = [part for part in parts if part is not None]
        value = reduce(Interval.hull, known) if known and len(known) == len(parts) else None
    return _reach_of_scale(node.scale, value) if node.scale.facts.gives_score else value


def _reach_of_leaf(subject: LintContext, node: TreeNode) -> Interval | None:
    if node.has_target or node.answer is not None:
        return _SCORES
    value = None
    if node.scale.method == "identity":
        formula = subject.formulas.get(node.id, Name(node.id))
        found = Ranger(subject.bounds, subject.named_trees, normal=subject.normal).range(formula)
        value = found if found is not None and isfinite(found.low) and isfinite(found.high) else None
    return _reach_of_scale(node.scale, value)


def _reach_of_scale(scale: Scale, value: Interval | None) -> Interval | None:
    """Return where the scores of a scale lie, for values that lie in an interval."""
    if scale.method == "identity":
        return None if scale.log else value
    if scale.facts.bounded or scale.facts.ends_at_to or scale.clips:
        return Interval(float(min(scale.to)), float(max(scale.to)))
    scores = [as_number(score) for score in scale.step_scores]
    marks = [score for score in scores if score is not None]
    return Interval(min(marks), max(marks)) if marks and len(marks) == len(scores) else None


def _check_file_name(subject: LintContext) -> None:
    """Require a program in a folder of programs to stand under its name; editions stand in a folder of that name."""
    path = PurePath(subject.draft.name)
    if subject.program.id not in {path.stem, path.parent.name}:
        subject.draft.report("IND365", ("id",), id=subject.program.id, name=path.name)
