"""Programs and data drawn at random, over the whole language."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import strategies as st

from tests.reference.choices import (
    BAND,
    CONDITIONS,
    DECLARED,
    FLAG,
    GRADE,
    HOME,
    NUMBERS,
    OPTIONS,
    PLACE,
    SORT,
    STAGES,
    STATISTICS,
    Draw,
    Trait,
    formula,
    one_of,
    seldom,
    statistic,
)
from tests.reference.drawn_nodes import DrawnNodes, is_extra
from tests.reference.leaves import METHODS
from tests.reference.rules import TITLE, cuts, imputation, levels, rounding, scale, treatment

MEANS = (
    "sum",
    "arithmetic_mean",
    "geometric_mean",
    "harmonic_mean",
    "power_mean",
    "mazziotta_pareto",
    "median",
    "min",
    "max",
    "all_or_nothing",
    "copeland",
)
PARAMETERS: Mapping[str, tuple[str, tuple[Any, ...]]] = {
    "power_mean": ("power", (2, 0.5, -2)),
    "mazziotta_pareto": ("penalty", ("minus", "plus")),
    "copeland": ("over", ("period", "all", SORT, *DECLARED)),
}
REASONS = ("not_reported", "not_applicable", "not_verified", "undefined", "rejected")


class Drawer:
    """Draws one program: names are numbered as they come."""

    def __init__(self, draw: Draw, focus: Trait) -> None:
        self.draw, self.focus, self.leaves, self.groups = draw, focus, 0, 0
        self.drawn = DrawnNodes(draw)

    def program(self) -> dict[str, Any]:
        draw = self.draw
        frequency = one_of(draw, "year", "semester")
        spec: dict[str, Any] = {
            "spec": 1, "id": "drawn", "version": "1", "title": TITLE, "entity": "other", "provenance": "user",
            "period": {"frequency": frequency, "step": 2} if seldom(draw) else frequency,
            "parameters": self.parameters(), "variables": self.variables(), "answers": self.answers(),
            "populations": self.populations(frequency),
        }  # fmt: skip
        if seldom(draw):
            rule = one_of(
                draw, "a <= b", "a + b >= 0", "flag or c > 0", "a * 2 != b and sort == 'north'", "a >= of_both - pi"
            )
            spec["checks"] = [{"rule": rule, "severity": one_of(draw, "error", "warning")}]
            if seldom(draw):
                spec["checks"][0]["rejects"] = ["a"]
        if seldom(draw):
            share = {one_of(draw, "at_least", "nonzero"): one_of(draw, 0.5, 1)}
            share |= {"nonzero": 0.75} if seldom(draw) else {}
            spec["applies"] = one_of(draw, *CONDITIONS, share, share | {"where": CONDITIONS[0]})
        if draw(st.booleans()):
            spec["scale"] = scale(draw, "higher")
            if isinstance(spec["scale"], dict) and {"bands", "points"} & set(spec["scale"]):
                spec["scale"] = "min_max"
            self.drawn.has_default_scale = spec["scale"] != "none"
        if STAGES and seldom(draw):
            spec["rounding"] = rounding(draw)
        if draw(st.booleans()):
            spec["missing"] = self.missing()
        spec |= self.body(0, points=None)
        spec["tree"] = spec.pop("children")
        if "staircase" in str(spec.get("aggregation")):
            spec.pop("rounding", None)  # as `add_score_rules`
        if self.focus[1] in {"score", "level"}:
            spec["tree"].append(self.criterion() | {"levels": levels(draw)})
            self.drawn.note(spec["tree"][-1])
        if self.focus[0] in {"function", "scale", "attainment"}:
            spec["tree"].append(self.indicator(self.focus))
        if STAGES and draw(st.booleans()):
            # What does not count may read the whole, its levels and its past.
            self.drawn.note({**spec, "id": "total", "children": spec["tree"]})
            spec["tree"].append(self.informational("indicator"))
        return self.with_total(spec) if draw(st.booleans()) else spec

    def with_total(self, spec: dict[str, Any]) -> dict[str, Any]:
        """Put the rules of the total in their place, and draw those that have a default beside it."""
        own = ("aggregation", "levels", "gates", "points", "bonus_cap", "penalty_cap", "ceiling", "level_decimals")
        total = {key: spec.pop(key) for key in own if key in spec}
        method = str(total.get("aggregation"))
        if not any(word in method for word in ("staircase", "decision_table", "none")):
            self.add_score_rules(total, "mean")
        if any("max_score" in gate for gate in total.get("gates", ())):
            total.pop("direction", None)  # a score is held from above
        if seldom(self.draw):
            total["missing"] = self.missing()
        return spec | {"total": total}

    def variables(self) -> list[dict[str, Any]]:
        draw = self.draw
        found: list[dict[str, Any]] = []
        for name in NUMBERS:
            variable: dict[str, Any] = {"id": name, "title": TITLE, "type": one_of(draw, "number", "number", "integer")}
            if seldom(draw):
                variable["range"] = one_of(draw, [0, None], [-2, 10], [None, 6])
                if variable["range"] == [-2, 10]:
                    variable["absent"] = [-1, 8]
            if STAGES and seldom(draw):
                variable |= imputation(draw, over=("all", "entity", SORT), weight="staff")
            found.append(variable)
        found.append({"id": "staff", "title": TITLE})
        found.append({"id": FLAG, "title": TITLE, "type": "boolean"})
        found.append({"id": SORT, "title": TITLE, "type": "category", "options": list(OPTIONS[SORT])})
        found.append({"id": GRADE, "title": TITLE, "type": "ordinal", "options": list(OPTIONS[GRADE])})
        found += [{"id": name, "title": TITLE, "type": "category", "options": "any"} for name in (PLACE, HOME)]
        cuts: list[Any] = ["few", {"id": "some", "from": 2}, {"id": "many", "from": 5.5}]
        found.append({"id": BAND, "title": TITLE, "type": "category", "of": "a", "options": cuts})
        return found

    def populations(self, frequency: str) -> list[dict[str, Any]]:
        first = "2023" if frequency == "year" else "2023-S1"
        return [
            {"id": name, **rule} | ({"period": first} if "period" in rule else {}) for name, rule in DECLARED.items()
        ]

    def parameters(self) -> list[dict[str, Any]]:
        """Draw figures with a name: numbers, formulas of numbers, tables by option and period."""
        draw = self.draw
        first, second = OPTIONS[SORT]
        rows: list[list[Any]] = [[first, "2023", 4], [second, "2024", 2], [first, "2023-S2", 0.5]]
        by_sort: dict[str, Any] = {first: 2} if seldom(draw) else {first: 2, second: one_of(draw, 8, -1)}
        if len(by_sort) < len(OPTIONS[SORT]) or seldom(draw):
            by_sort["else"] = one_of(draw, 3, None)
        by_period = {"2023": 4, one_of(draw, "2024", "2024-S1", "2023-S1"): 10}
        both = {"rows": rows[: one_of(draw, 3, 2)]} | ({"else": one_of(draw, None, 16)} if seldom(draw) else {})
        return [
            {"id": "pi", "value": one_of(draw, 2, "10 / 4", "of_period * 2", 0)},
            {"id": "of_sort", "by": SORT, **by_sort},
            {"id": "of_period", "by": "period", **by_period, **({"else": 1} if seldom(draw) else {})},
            {"id": "of_both", "by": [SORT, "period"], **both},
        ]

    def answers(self) -> list[dict[str, Any]]:
        draw = self.draw
        credits = one_of(draw, None, ["0", "1/3", 1], [0.25, 0.5, 1])
        options = [{"id": name, "title": TITLE} for name in ("nothing", "something", "everything")]
        if credits:
            options = [option | {"credit": credit} for option, credit in zip(options, credits, strict=True)]
        return [
            {"id": "depth", "options": options},
            {"id": "part", "amount": {"of": "staff", "whole": False}},
            {"id": "count", "amount": {"steps": [[1, "1/3"], [4, 1]], "at_most": 12}},
            {"id": "number", "amount": {"cap": 8}},
        ]

    def missing(self) -> dict[str, Any]:
        draw = self.draw
        names = draw(st.lists(st.sampled_from(REASONS), max_size=5, unique=True))
        found: dict[str, Any] = {name: one_of(draw, "skip", "propagate", "zero") for name in names}
        if seldom(draw):
            found["min_coverage"] = one_of(draw, 0.5, 0.75, 1)
        if seldom(draw):
            found[one_of(draw, "min_children", "min_children_weight")] = one_of(draw, 0.5, 0.66, 1)
        if draw(st.booleans()):
            found["empty"] = "zero"
        return found

    # The tree -------------------------------------------------------------------------------------------------

    def body(self, depth: int, points: Fraction | None) -> dict[str, Any]:
        """Draw what a group and the program have in common: children, aggregation, levels, gates, extras."""
        draw = self.draw
        kinds = ["mean", "mean", "points", "staircase", "children", "none"]
        kind = draw(st.sampled_from(kinds if depth < 2 else kinds[:4]))
        if depth < 2 and seldom(draw):
            kind = "decision_table"
        what, wanted = self.focus if depth == 0 else ("", "")
        if what:
            # At the top stands what the focus asks for, or what takes any further child.
            kind = wanted if what == "aggregation" and wanted not in MEANS else "mean"
        found: dict[str, Any] = {}
        if kind == "mean":
            method = wanted if what == "aggregation" else draw(st.sampled_from(MEANS))
            parameter = PARAMETERS.get(method)
            found["aggregation"] = (
                {"method": method, parameter[0]: one_of(draw, *parameter[1])} if parameter else method
            )
            if method == "arithmetic_mean" and draw(st.booleans()):
                del found["aggregation"]
        elif kind in {"points", "none"}:
            found["aggregation"] = kind
        elif kind == "staircase":
            found |= self.staircase()
        elif kind == "children":
            found["aggregation"] = {"method": "staircase", "by": "children", "share": one_of(draw, 1, 0.5, "pi / 4")}
        if kind == "decision_table":
            return found | self.table(depth)
        if depth:
            self.add_score_rules(found, kind)
        if "children" not in found:
            count = draw(st.integers(1, 3))
            found["children"] = [self.child(depth) for _ in range(count)]
            if (
                count > 1
                and "criterion" in found["children"][0]
                and "children" not in found["children"][-1]
                and seldom(draw)
            ):
                found["children"][-1]["weight"] = 0
            if kind == "points":
                self.give_points(found["children"], points)
            elif STAGES and kind in {"mean", "none"} and seldom(draw):
                found["children"].append(self.informational(one_of(draw, "indicator", "criterion", "group")))
        if draw(st.booleans()):
            found["levels"] = levels(draw)
            if kind == "staircase" and found["aggregation"].get("by") != "children" and draw(st.booleans()):
                found["levels"] = [{"id": f"step{n}", "title": TITLE} for n in range(3)]
            elif seldom(draw):
                found["level_decimals"] = one_of(draw, 0, 1)
            if STAGES and kind not in {"staircase", "children"} and seldom(draw):
                found |= cuts(draw, found["levels"])
        self.add_gates(found)
        if kind not in {"none", "decision_table", "staircase", "children"} and seldom(draw):
            self.add_extras(found)
        if depth and draw(st.booleans()):
            found["missing"] = self.missing()
        return found

    def staircase(self) -> dict[str, Any]:
        """Draw a staircase by answers, some of them in a group of their own, or by children."""
        draw = self.draw
        found: dict[str, Any] = {}
        found["aggregation"] = {
            "method": "staircase",
            "share": one_of(draw, 1, 0.5, 0.75, {"by": SORT, "north": 1, "south": 0.5}),
        }
        if not seldom(draw):
            found["children"] = [self.criterion(answer="depth") for _ in range(draw(st.integers(1, 4)))]
            if draw(st.booleans()):
                half = len(found["children"]) // 2
                inner = found["children"][half:]
                if half:
                    found["children"] = [*found["children"][:half], self.wrapped(inner)]
        else:
            found["aggregation"]["by"] = "children"
        return found

    def wrapped(self, children: list[dict[str, Any]]) -> dict[str, Any]:
        self.groups += 1
        return {"id": f"g{self.groups}", "title": TITLE, "children": children}

    def child(self, depth: int) -> dict[str, Any]:
        draw = self.draw
        if (depth == 0 and draw(st.booleans())) or (depth == 1 and seldom(draw)):
            self.groups += 1
            found = {"id": f"g{self.groups}", "title": TITLE, **self.body(depth + 1, None)}
        elif draw(st.booleans()):
            found = self.indicator()
        else:
            found = self.criterion()
        if draw(st.booleans()):
            found["weight"] = one_of(draw, 1, 2, 0.5, 3)
            if seldom(draw):
                by_period = {"by": "period", "2023": 2, "else": 0.5}
                found["weight"] = one_of(draw, by_period, "count(1 over period)", "period - 2022")
        if seldom(draw):
            found["applies"] = one_of(draw, *CONDITIONS)
        self.drawn.note(found)
        return found

    def informational(self, kind: str) -> dict[str, Any]:
        """Draw a node that its parent shows and does not count."""
        if kind == "group":
            self.groups += 1
            found = {"id": f"g{self.groups}", "title": TITLE, **self.body(2, None)}
        else:
            found = self.indicator() if kind == "indicator" else self.criterion()
        return found | {"role": "informational"}

    def add_score_rules(self, found: dict[str, Any], kind: str) -> None:
        """Draw the scale of a group and how it is rounded; steps of a staircase are counted on what is not rounded."""
        if not STAGES:
            return
        if kind in {"staircase", "children"}:
            found["rounding"] = "none"
            return
        if kind != "none" and seldom(self.draw):
            found["scale"] = scale(self.draw, "higher")
        if seldom(self.draw):
            found["direction"] = "lower"
        if seldom(self.draw):
            found["rounding"] = one_of(self.draw, rounding(self.draw), "none")

    def give_points(self, children: list[dict[str, Any]], points: Fraction | None) -> None:
        """State points of all siblings or of none."""
        draw = self.draw
        if draw(st.booleans()):
            for child in children:
                below = [part for part in child.get("children", ()) if is_extra(part)]
                stated = [part.get("points") for part in child.get("children", ()) if part not in below]
                if child.get("aggregation") == "points" and stated and None not in stated:
                    child["points"] = str(sum(Fraction(str(part)) for part in stated))
                else:
                    child["points"] = one_of(draw, 1, 2, "1/3", 5, 0.5)

    def indicator(self, focus: Trait = ("", "")) -> dict[str, Any]:
        draw, (what, wanted) = self.draw, focus
        self.leaves += 1
        found: dict[str, Any] = {"id": f"i{self.leaves}", "title": TITLE}
        function = wanted if what == "function" else None
        known = self.drawn.readable()
        if not what and seldom(draw):  # the figure is handed in under its own id
            found |= {"type": one_of(draw, "number", "integer"), "kind": one_of(draw, "flow", "stock")}
        elif function in {"score", "level", "weight"}:
            found["formula"] = self.drawn.figure(function)
        elif function in STATISTICS and function not in {"min", "max", "mean", "sum"}:
            found["formula"] = statistic(draw, known, function)
        else:
            found["formula"] = formula(draw, known, function=function)
        self.drawn.formulas.append(found["id"])
        direction = one_of(draw, "higher", "higher", "lower", "target", "context")
        if what == "attainment":
            direction = next(direction for direction, methods in METHODS.items() if wanted in methods)
        elif what == "scale":
            direction = "target" if wanted == "distance_to_target" else one_of(draw, "higher", "lower")
        found["direction"] = direction
        if what == "attainment" or (what != "scale" and direction != "context" and seldom(draw)):
            self.add_attainment(found, wanted if what == "attainment" else None)
        elif direction == "target":
            found["target"] = one_of(draw, 3, 0.5)
        if "attainment" not in found and (what == "scale" or direction in {"lower", "target"} or draw(st.booleans())):
            found["scale"] = scale(draw, direction, wanted if what == "scale" else None)
            if (
                STAGES
                and seldom(draw)
                and direction != "context"
                and found["scale"] not in ("none", {"method": "none"})
            ):
                found |= imputation(draw)
            if STAGES and seldom(draw):
                found |= treatment(draw, found["scale"], direction)
        if seldom(draw):
            found["range"] = one_of(draw, [0, None], [0, 100], [None, 50])
        if seldom(draw):
            found["levels"] = levels(draw)
        if STAGES and seldom(draw):
            found["rounding"] = rounding(draw)
        return found

    def add_attainment(self, found: dict[str, Any], method: str | None) -> None:
        draw = self.draw
        sheet: dict[str, Any] = {"target": one_of(draw, 4, -3, "b", "a + 1", {2023: 3, 2024: 5}, 0)}
        if method is None:
            method = one_of(
                draw, None, "progress", {"lower": "ratio_inverse", "target": "range"}.get(found["direction"])
            )
        if method is not None:
            sheet["method"] = method
        if method == "progress" or seldom(draw):
            sheet["baseline"] = one_of(draw, 1, "c", {2023: 2})
        if method == "range":
            sheet["target"] = [2, 6]
        if seldom(draw):
            sheet["cumulative"] = True
        found["attainment"] = sheet

    def criterion(self, answer: str | None = None, role: str = "base") -> dict[str, Any]:
        draw = self.draw
        self.leaves += 1
        kind = answer or one_of(draw, "yes_no", "met_partly", "percent", "depth", "part", "count", "number")
        criterion: dict[str, Any] = {"answer": kind}
        if seldom(draw):
            criterion["evidence"] = "required"
        if draw(st.booleans()):
            criterion["not_applicable"] = one_of(draw, "reweight", "full", "zero")
        found: dict[str, Any] = {"id": f"i{self.leaves}", "title": TITLE}
        if role != "base":  # inside the criterion it stood before
            (criterion if seldom(draw) else found)["role"] = role
        found["criterion"] = kind if len(criterion) == 1 else criterion
        # A rounded credit would no longer reach the step or the answer that it stands for.
        return found | {"rounding": "none"} if STAGES else found

    def add_extras(self, found: dict[str, Any]) -> None:
        draw = self.draw
        for role in draw(st.lists(st.sampled_from(("bonus", "penalty")), min_size=1, max_size=2)):
            extra = self.criterion(role=role) | {"points": one_of(draw, 5, 20, "1/2")}
            found["children"] = [*found["children"], extra]
            found[f"{role}_cap"] = one_of(draw, 10, 3, "1/3")
        if seldom(draw):
            found["ceiling"] = one_of(draw, 110, 200)
        if draw(st.booleans()):
            found["floor"] = one_of(draw, None, -5, -50)

    def add_gates(self, found: dict[str, Any]) -> None:
        draw = self.draw
        if not seldom(draw):
            return
        nodes = list(below(found["children"]))
        required = draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=2, unique_by=lambda node: node["id"]))
        gate: dict[str, Any] = {"requires": [node["id"] for node in required]}
        by_period = {"by": "period", "2023": 30, "else": None}
        if draw(st.booleans()):
            gate[one_of(draw, "at_least", "above")] = one_of(draw, 50, 10, 25, 0)
        elif all(answer_of(node) == "depth" for node in required):
            gate["at_least"] = "something"
        ids = [level["id"] for level in found.get("levels", ())]
        if ids and draw(st.booleans()):
            gate["max_level"] = draw(st.sampled_from(ids))
        else:
            found.pop("direction", None)  # a score is held from above
            gate["max_score"] = one_of(draw, 40, 0, 75, "of_period * 20", {"by": SORT, "north": 30, "south": 60})
        if seldom(draw) and not any(map(answer_of, required)):
            gate |= {key: one_of(draw, "of_sort * 10", by_period) for key in ("at_least", "above") if key in gate}
        found["gates"] = [gate]

    def table(self, depth: int) -> dict[str, Any]:
        """Draw a decision table over children that have levels, with a rule for whatever is left."""
        draw = self.draw
        children = []
        for _ in range(draw(st.integers(1, 2))):
            child = self.child(max(depth, 1))
            if "levels" not in child:
                child["levels"] = levels(draw)
            children.append(child)
        own = [{"id": name, "title": TITLE} for name in ("bad", "well", "best")]
        cases = list(product(*[[level["id"] for level in child["levels"]] for child in children]))
        answers = [one_of(draw, "bad", "well", "best") for _ in cases]
        rules = [
            {"when": {child["id"]: level for child, level in zip(children, case, strict=True)}, "then": answer}
            for case, answer in zip(cases, answers, strict=True)
        ]
        return {"children": children, "levels": own, "aggregation": {"method": "decision_table", "rules": rules}}


def below(children: list[dict[str, Any]]) -> Any:
    for child in children:
        yield child
        yield from below(child.get("children", []))


def answer_of(node: dict[str, Any]) -> str | None:
    written = node.get("criterion")
    return written["answer"] if isinstance(written, dict) else written


@st.composite
def programs(draw: Draw, focus: Trait = ("", "")) -> dict[str, Any]:
    """Draw a program, as the mapping that its YAML is, with one function, scale, aggregation or attainment in it."""
    return Drawer(draw, focus).program()
