"""The formula of a group's cell, from the cells of its parts, and of a score that is rounded.

E holds scores, L scores before they were rounded, G contributions, H levels.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.gates import GatePlan
from ...engine.groups import GroupPlan
from ...specs import Gate, Rounding, steps_below
from ...transforms.aggregations.base import PartCells
from ...transforms.aggregations.table import AGGREGATORS
from ...transforms.sums import SLACK

if TYPE_CHECKING:
    from ..entries import Entry

# Scores are rounded to so many decimals first.
_PLACES = 9
# The entries that account for nodes by id, with their rows.
Tree = Mapping[str, tuple["Entry", int]]


def aggregate_formula(entry: Entry, group: Mapping[str, Any], tree: Tree, rows: Mapping[str, int]) -> str | None:
    """Return the formula of what the parts of a group come to, or None where it cannot be written.

    Parameters
    ----------
    entry, group
        The group, and how it aggregates.
    tree
        Where scores and levels stand.
    rows
        The lines of its parts, where their shares and contributions stand.
    """
    plan: GroupPlan = group["plan"]
    combined = _combined(entry, group, tree, rows)
    if combined is None:
        return None
    if plan.extras:
        moved = f"({_extras(plan, tree, 1)}-{_extras(plan, tree, -1)})"
        combined = f"MIN({plan.ceiling!r},{combined}+100*{moved}/{group['worth']!r})"
        if math.isfinite(plan.floor):
            combined = f"MAX({plan.floor!r},{combined})"
    return combined


def hold_formula(score: str, group: Mapping[str, Any], tree: Tree) -> str:
    """Return the formula of a score as the gates of its group hold it."""
    plan: GroupPlan = group["plan"]
    gates: tuple[Gate, ...] = getattr(plan.node.spec, "gates", ())
    for gate, built in zip(gates, group["gates"], strict=True):
        if built.max_score is not None:
            most = float(np.ravel(built.max_score)[0])
            score = f"IF({_passed(gate, built, tree)},{score},MIN({score},{most!r}))"
    return score


def counted_cell(name: str, tree: Tree) -> str:
    """Return the score with which a node counts in the group above: before it was rounded where that is added up."""
    part, row = tree[name]
    if part.score is None:
        return "0"
    live = part.live
    if live is None or live.rounding is None or live.unrounded is None or live.rounding.parents != "exact":
        return f"E{row}"
    return f"L{row}" if live.group is None else hold_formula(f"L{row}", live.group, tree)


def _combined(entry: Entry, group: Mapping[str, Any], tree: Tree, rows: Mapping[str, int]) -> str | None:
    plan: GroupPlan = group["plan"]
    counted = [part for part in entry.children if part.share is not None]
    if plan.rule.facts.reads == "levels":
        return _decided(plan, tree)
    if plan.rule.facts.reads == "steps":
        share = float(np.ravel(group["share"])[0])
        return _climbed_answers(plan, share, tree) if plan.steps is not None else _climbed_children(plan, share, tree)
    if not counted or plan.rule.facts.compares:  # the others stand in no sheet
        return None
    own = [rows[part.id] for part in counted]
    scores = [counted_cell(part.id, tree) for part in counted]
    cells = PartCells(scores, [f"F{row}" for row in own], [f"G{row}" for row in own])
    return AGGREGATORS[plan.rule.method].excel(cells, plan.rule)


def _climbed_children(plan: GroupPlan, share: float, tree: Tree) -> str | None:
    counted = [
        name for name in plan.base_ids if tree[name][0].score is not None or "counted_as" in tree[name][0].detail
    ]
    needed = share * 100 - SLACK
    applies = [found for name in plan.base_ids if (found := tree[name])[0].reason != "not_applicable"]
    if len(counted) != len(applies):
        return None
    climbed = "0"
    for name in reversed(counted):
        climbed = f"IF({counted_cell(name, tree)}>={needed!r},1+{climbed},0)"
    return f"({climbed})/{len(counted)}*100"


def _climbed_answers(plan: GroupPlan, needed: float, tree: Tree) -> str | None:
    assert plan.steps is not None
    leaves = [tree[leaf.id] for leaf in steps_below(plan.node)]
    counted = [(part, row) for part, row in leaves if part.reason != "not_applicable" or part.score is not None]
    scores = [f"E{row}" for part, row in counted if part.score is not None]
    if not scores:
        return None
    shares = [
        f"(({'+'.join(f'({score}>={step - SLACK!r})' for score in scores)})/{len(counted)})"
        for step in plan.steps.tolist()
    ]
    climbed = "0"
    for share in reversed(shares):
        climbed = f"IF({share}>={needed - SLACK!r},1+{climbed},{share})"
    return f"({climbed})*100/{len(plan.steps)}"


def _decided(plan: GroupPlan, tree: Tree) -> str | None:
    """Read the rules from the top; a level is the place of its name, 1 for the worst."""
    place = {level.id: number for number, level in enumerate(plan.node.levels, 1)}
    result = ""
    for rule in reversed(plan.rule.rules):
        asked = [
            f"OR({','.join(f'H{tree[name][1]}={chr(34)}{level}{chr(34)}' for level in levels)})"
            for name, levels in rule.when.items()
        ]
        then = str(place[rule.then])
        result = f"IF(AND({','.join(asked)}),{then},{result or then})" if asked else then
    assert plan.decision is not None
    known = all(tree[name][0].level is not None for name in plan.decision.used)
    return result if known else None


def _extras(plan: GroupPlan, tree: Tree, sign: int) -> str:
    lines = dict(_extra_cells(plan, tree, sign))
    if not lines:
        return "0"
    inner = "+".join(f"{points!r}*{cell}/100" for cell, points in lines.items())
    return f"MIN({inner},{plan.caps[sign]!r})"


def _extra_cells(plan: GroupPlan, tree: Tree, sign: int) -> list[tuple[str, float]]:
    role = {1: "bonus", -1: "penalty"}[sign]
    found = []
    for child in plan.node.children:
        part, row = tree[child.id]
        if child.role == role and part.score is not None:
            found.append((f"E{row}", float(child.weight)))
    return found


def _passed(gate: Gate, built: GatePlan, tree: Tree) -> str:
    parts = []
    for name, threshold in zip(gate.requires, built.thresholds[:, 0].tolist(), strict=True):
        part, row = tree[name]
        if part.reason == "not_applicable" and built.skips_not_applicable:
            continue
        wanted = f">{threshold + SLACK!r}" if built.strictly else f">={threshold - SLACK!r}"
        parts.append(f"E{row}{wanted}" if part.score is not None else "1=0")
    return f"AND({','.join(parts)})" if parts else "1=1"


def rounded_cell(cell: str, rounding: Rounding) -> str:
    """Return the formula of a cell's figure rounded; ROUND takes halves away from zero."""
    power = 10**rounding.decimals
    # Decimals times a power of ten have a tail in binary figures, 1.005 × 100 as well: it is taken off.
    units = f"ROUND(ROUND({cell},{_PLACES})*{power},{_PLACES - rounding.decimals})"
    match rounding.method:
        case "floor":
            whole = f"INT({units})"
        case "ceil":
            whole = f"-INT(-{units})"
        case "truncate":
            whole = f"TRUNC({units})"
        case _ if rounding.half == "even":
            # A half goes to twice the half of it, rounded: 2.5 to 2 × ROUND(1.25), 3.5 to 2 × ROUND(1.75).
            whole = f"IF(MOD({units},1)=0.5,2*ROUND({units}/2,0),ROUND({units},0))"
        case _:
            whole = f"ROUND({units},0)"
    return f"({whole})/{power}"
