"""Laws of every tree: a row's figures depend on the row alone, and coverage is the weight that they rest on.

Programs are drawn at random: every aggregation, nested, with bonuses, penalties, gates, staircases, every policy.
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.specs import Program, TreeNode, read_draft_from_text
from tests.conftest import examples

POLICIES = ("skip", "propagate", "zero")
MEANS = (
    "sum",
    "arithmetic_mean",
    "geometric_mean",
    "harmonic_mean",
    {"method": "power_mean", "power": 2.5},
    {"method": "power_mean", "power": -1.5},
    "median",
    "min",
    "max",
    "points",
    "all_or_nothing",
    {"method": "staircase", "by": "children", "share": 0.5},
)
BY_ANSWERS = {"method": "staircase", "by": "answers", "share": 0.6}
WEIGHTS = (1, 2, 0.3, 1.7)
# What may be handed in: absent, not applicable, rejected (no percentage), from nothing to all.
ANSWERS = st.sampled_from((None, "N/A", "150", "0", "12.3", "37", "80", "99.9", "100"))
TITLE = {"es": "x", "en": "x"}


class _Drawn:
    """A tree under construction."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw, self.count = draw, 0

    def pick(self, *options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def leaf(self, role: str = "base") -> dict[str, Any]:
        measure = {
            "answer": "percent",
            "role": role,
            "not_applicable": self.pick("reweight", "reweight", "full", "zero"),
        }
        return {"id": self.name("leaf"), "title": TITLE, "criterion": measure}

    def figure(self) -> dict[str, Any]:
        name = self.name("figure")
        return {"id": name, "title": TITLE, "formula": f"of_{name} - 20", "direction": "higher", "scale": "identity"}

    def missing(self) -> dict[str, Any]:
        reasons = ("not_reported", "not_applicable", "rejected", "undefined")
        return {reason: self.pick(*POLICIES) for reason in reasons} | {"min_coverage": self.pick(0, 0, 0.5, 0.7)}

    def group(self, depth: int) -> dict[str, Any]:
        by_answers = self.pick(True, False, False, False)
        parts = [self.part(depth, by_answers) for _ in range(self.pick(1, 2, 3))]
        for part in parts:
            if self.pick(True, False):
                part["weight"] = self.pick(*WEIGHTS)
        found: dict[str, Any] = {"id": self.name("group"), "title": TITLE}
        found["aggregation"] = BY_ANSWERS if by_answers else self.pick(*MEANS)
        if self.pick(True, False):
            found["missing"] = self.missing()
        if not by_answers:
            if self.pick(True, False, False):
                found["gates"] = [{"requires": [parts[0]["id"]], "at_least": 50, "max_score": 30}]
            parts += self.extras(found)
        return found | {"children": parts}

    def part(self, depth: int, by_answers: bool) -> dict[str, Any]:
        if by_answers:
            measure = {"answer": "grade", "not_applicable": "reweight"}
            return {"id": self.name("leaf"), "title": TITLE, "criterion": measure}
        if depth and self.pick(True, False):
            return self.group(depth - 1)
        return self.leaf() if self.pick(True, True, False) else self.figure()

    def extras(self, group: dict[str, Any]) -> list[dict[str, Any]]:
        found = []
        for role in ("bonus", "penalty"):
            for _ in range(self.pick(0, 0, 1, 2)):
                found.append(self.leaf(role) | {"points": self.pick(3, 20)})
                group[f"{role}_cap"] = 25
        return found


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Return a program with a random tree."""
    drawn = _Drawn(draw)
    tree = [drawn.group(2) for _ in range(draw(st.integers(1, 2)))]
    pending, figures = list(tree), []
    while pending:
        node = pending.pop()
        pending += node.get("children", [])
        if "formula" in node:
            figures.append({"id": f"of_{node['id']}", "title": TITLE})
    grade = {"id": "grade", "options": [{"id": f"step{n}", "title": TITLE, "words": [str(n)]} for n in range(3)]}
    spec = {
        "spec": 1, "id": "drawn", "version": "1", "title": TITLE, "entity": "other", "period": "year",
        "provenance": "user", "aggregation": drawn.pick(*MEANS), "missing": drawn.missing(), "variables": figures,
        "answers": [grade], "tree": tree,
    }  # fmt: skip
    draft = read_draft_from_text(json.dumps(spec))
    assert draft.program is not None, [d.message("en") for d in draft.diagnostics]
    return draft.program


@st.composite
def cases(draw: st.DrawFn, rows: int = 4) -> tuple[Program, pd.DataFrame]:
    """Return a program and data for it, with blanks, N/A and figures that are rejected."""
    program = draw(programs())
    table: dict[str, list[Any]] = {"entity": [f"e{n}" for n in range(rows)], "period": ["2024"] * rows}
    whole = draw(st.booleans())
    for variable in program.inputs:
        answers = ANSWERS if not variable.options else st.sampled_from((None, "N/A", "0", "1", "2"))
        table[variable.id] = draw(st.lists(answers, min_size=rows, max_size=rows))
        # Every second row may be complete, but for what stands outside the denominator.
        node = program.nodes.get(variable.id)
        if whole and (node is None or node.role == "base"):
            table[variable.id][::2] = ["1"] * len(table[variable.id][::2])
    return program, pd.DataFrame(table, dtype=object)


def figures(program: Program, data: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return all that is said of the nodes."""
    found = icma.score(program, data)
    tables = ("scores", "coverage", "lowest", "highest", "score_reasons")
    return {name: getattr(found, name).sort_index() for name in tables}


FEW = examples(25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@FEW
@given(cases(), st.randoms(use_true_random=False))
def test_figures_depend_on_the_row_alone(case: tuple[Program, pd.DataFrame], random: Any) -> None:
    """To the bit: alone as among others, whatever the order of rows and columns."""
    program, data = case
    among = figures(program, data)
    columns = list(data.columns)
    random.shuffle(columns)
    shuffled = figures(program, data.sample(frac=1, random_state=random.randrange(1000))[columns])
    alone = [figures(program, data.iloc[[row]]) for row in range(len(data))]
    for name, wanted in among.items():
        pd.testing.assert_frame_equal(shuffled[name], wanted, check_exact=True)
        pd.testing.assert_frame_equal(pd.concat([each[name] for each in alone]), wanted, check_exact=True)


@FEW
@given(cases())
def test_coverage_is_what_a_second_way_to_go_down_the_tree_finds(case: tuple[Program, pd.DataFrame]) -> None:
    """Share of weight times coverage of the parts with a score, less what unknown penalties could take."""
    program, data = case
    found = icma.score(program, data)
    for row in range(len(data)):
        for node in program.nodes.values():
            if not node.is_indicator:
                wanted = resting(node, found, row) if applying(node, found, row) else 0.0
                assert found.coverage[node.id].iloc[row] == pytest.approx(wanted, rel=1e-12, abs=1e-15)


def applies(node: TreeNode, parent: TreeNode, found: icma.Assessment, row: int) -> bool:
    reason = found.score_reasons[node.id].iloc[row]
    return not (reason == "not_applicable" and parent.missing.not_applicable == "skip")


def applying(node: TreeNode, found: icma.Assessment, row: int) -> float:
    """Return the weight of the parts that apply."""
    return sum(weight for _, weight in parts_of(node, found, row))


def parts_of(node: TreeNode, found: icma.Assessment, row: int) -> list[tuple[TreeNode, float]]:
    """Return the parts that apply with their weights: the points that apply, where points are added up."""
    if node.aggregation.model_dump(exclude_defaults=True) == {"method": "staircase", "share": 0.6}:
        return [(child, 1.0) for child in node.children if applies(child, node, found, row)]
    parts = []
    for child in node.base_children:
        weight = child.weight
        if node.adds_up:
            weight = applying(child, found, row) if child.adds_up and not child.is_indicator else float(child.points)
        if applies(child, node, found, row):
            parts.append((child, weight))
    return parts


def resting(node: TreeNode, found: icma.Assessment, row: int) -> float:
    parts = parts_of(node, found, row)
    total = sum(weight for _, weight in parts)
    present = sum(
        weight * found.coverage[child.id].iloc[row]
        for child, weight in parts
        if found.score_reasons[child.id].iloc[row] == ""
    )
    unknown = sum(
        child.weight
        for child in node.children
        if child.role == "penalty"
        and found.score_reasons[child.id].iloc[row] != ""
        and applies(child, node, found, row)
    )
    worth = total if node.adds_up else float(node.points)
    return max(0.0, present / total - min(unknown, 25) / worth)


@FEW
@given(cases())
def test_a_score_lies_within_its_interval(case: tuple[Program, pd.DataFrame]) -> None:
    """Of answers: what is unknown is somewhere from nothing to all, up to the root.

    A group that is left out, or counts as zero, may be known to lie elsewhere: there the policy goes before the interval.
    """
    program, data = case
    answered = {leaf.id for leaf in program.criteria}
    found = icma.score(program, data)
    for node in program.nodes.values():
        inside = _below(node)
        if node.is_indicator or any(child.is_indicator and child.id not in answered for child in inside):
            continue
        groups = [node.id, *(child.id for child in inside if not child.is_indicator)]
        known = (found.score_reasons[groups] == "").all(axis=1).to_numpy()
        low, high, scores = (table[node.id].to_numpy() for table in (found.lowest, found.highest, found.scores))
        assert (low[known] <= scores[known] + 1e-9).all()
        assert (scores[known] <= high[known] + 1e-9).all()


def _below(node: TreeNode) -> list[TreeNode]:
    found = list(node.children)
    for each in found:
        found.extend(each.children)
    return found
