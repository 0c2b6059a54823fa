"""Programs as plain data, ways to change them at random, and data at random to score them with."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import icmaml_indicators as icma
from icmaml_indicators.sources.builtin import builtin_paths
from icmaml_indicators.specs import Program, read_draft

Spec = dict[str, Any]


def shipped(name: str) -> Spec:
    """Return a built-in program as plain data, shorthand and parts written out."""
    root = read_draft(builtin_paths()[name]).root
    assert root is not None
    data = root.data()
    # A matrix is written out as a tree.
    return {key: value for key, value in data.items() if key not in {"parts", "matrix"}}


def loaded(spec: Spec) -> Program:
    """Load a program from plain data."""
    return icma.loads(json.dumps(spec, ensure_ascii=False))


def written(spec: Spec, path: Path) -> Path:
    """Write a program to a file."""
    path.write_text(json.dumps(spec, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def families(spec: Spec) -> Iterator[list[Spec]]:
    """Yield every list of siblings of the tree."""
    stack = [spec["tree"]]
    while stack:
        family = stack.pop()
        yield family
        stack.extend(node["children"] for node in family if "children" in node)


def nodes(spec: Spec) -> list[Spec]:
    """Return every node of the tree."""
    return [node for family in families(spec) for node in family]


def leaves(spec: Spec) -> list[Spec]:
    """Return the leaves."""
    return [node for node in nodes(spec) if "children" not in node]


def groups(spec: Spec) -> list[Spec]:
    """Return the groups, the program itself included."""
    return [spec, *(node for node in nodes(spec) if "children" in node)]


def _pick(random_: random.Random, items: list[Any]) -> Any:
    if not items:
        raise LookupError
    return random_.choice(items)


# Mutations -------------------------------------------------------------------------------------------


def weight(spec: Spec, r: random.Random) -> None:
    _pick(r, nodes(spec))["weight"] = r.choice([0, 1, 2, 5])


def points(spec: Spec, r: random.Random) -> None:
    node = _pick(r, [node for node in nodes(spec) if "points" in node])
    node["points"] = r.choice([1, 2, "1/3", 7])


def role(spec: Spec, r: random.Random) -> None:
    node = _pick(r, [node for node in nodes(spec) if "weight" not in node and "points" not in node])
    node["role"] = r.choice(["base", "informational"])


def rounding(spec: Spec, r: random.Random) -> None:
    rules = [0, 1, "none", {"decimals": 0, "method": "floor"}, {"decimals": 0, "half": "even"}]
    _pick(r, [spec, *nodes(spec)])["rounding"] = r.choice([*rules, {"decimals": 1, "parents": "exact"}])


def double_weights(spec: Spec, r: random.Random) -> None:
    for node in _pick(r, list(families(spec))):
        node["weight"] = node.get("weight", 1) * 2


def drop(spec: Spec, r: random.Random) -> None:
    family = _pick(r, [family for family in families(spec) if len(family) > 1])
    family.pop(r.randrange(len(family)))


def copy_leaf(spec: Spec, r: random.Random) -> None:
    family = _pick(r, list(families(spec)))
    twin = copy.deepcopy(_pick(r, [node for node in family if "children" not in node]))
    twin["id"] += "_twin"
    family.append(twin)


def move(spec: Spec, r: random.Random) -> None:
    source = _pick(r, [family for family in families(spec) if len(family) > 1])
    target = _pick(r, [family for family in families(spec) if family is not source])
    node = _pick(r, [node for node in source if "children" not in node])
    source.remove(node)
    target.append(node)


def shuffle(spec: Spec, r: random.Random) -> None:
    r.shuffle(_pick(r, list(families(spec))))


def direction(spec: Spec, r: random.Random) -> None:
    leaf = _pick(r, [leaf for leaf in leaves(spec) if "formula" in leaf and "attainment" not in leaf])
    leaf["direction"] = r.choice(["higher", "lower", "context"])
    leaf.pop("target", None)


def scale(spec: Spec, r: random.Random) -> None:
    leaf = _pick(r, [spec, *(leaf for leaf in leaves(spec) if "formula" in leaf and "attainment" not in leaf)])
    leaf["scale"] = r.choice(
        [
            "none",
            "identity",
            "min_max",
            "rank",
            {"method": "rank", "ties": "min"},
            {"method": "percentile_rank", "to": [0, 1]},
            {"method": "z_score", "mean": 100, "sd": 10},
            {"method": "goalposts", "low": 0, "high": 10},
            {"method": "goalposts", "low": 0, "high": 10, "clip": False},
            {"method": "bands", "bands": [{"score": 0, "up_to": 1}, {"score": 0, "up_to": 2}, {"score": 50}]},
            {"method": "bands", "bands": [{"score": 0}, {"score": 50, "from": 2}]},
            {"method": "piecewise_linear", "points": [[0, 0], [1, 10], [2, 20], [5, 100]]},
        ]
    )


def treatment(spec: Spec, r: random.Random) -> None:
    leaf = _pick(r, [spec, *(leaf for leaf in leaves(spec) if "formula" in leaf and "attainment" not in leaf)])
    leaf["scale"] = "min_max"
    leaf["treatment"] = r.choice(
        [
            "none",
            {"methods": "winsorise", "skewness": 0.1, "kurtosis": -5, "at_most": r.choice([1, 5])},
            {"methods": ["winsorise", "log"], "skewness": r.choice([0.1, 2]), "kurtosis": -5},
            {"methods": "log", "skewness": 0.1, "kurtosis": -5},
            {"methods": "winsorise", "skewness": 0.1, "kurtosis": -5, "over": r.choice(["all", "period"])},
            {"limits": r.choice([[None, 2], [1, 3]])},
        ]
    )


def imputation(spec: Spec, r: random.Random) -> None:
    leaf = _pick(r, [spec, *(leaf for leaf in leaves(spec) if "formula" in leaf and "attainment" not in leaf)])
    leaf["scale"] = "min_max"
    rules = ["none", "mean", ["linear", "last"], {"methods": "median", "over": "all", "at_least": r.choice([1, 3])}]
    figures = [variable for variable in spec.get("variables", []) if variable.get("type", "number") == "number"]
    r.choice([leaf, *figures])["imputation"] = r.choice(rules)


def scale_of_group(spec: Spec, r: random.Random) -> None:
    group = _pick(r, [node for node in nodes(spec) if "children" in node])
    posts = {"method": "goalposts", "low": 20, "high": 60, "to": [0, 10]}
    group["scale"] = r.choice(["none", "identity", "min_max", {"method": "percentile_rank", "ties": "min"}, posts])


def aggregation(spec: Spec, r: random.Random) -> None:
    _pick(r, groups(spec))["aggregation"] = r.choice(
        [
            "arithmetic_mean",
            "min",
            "max",
            "sum",
            "median",
            "copeland",
            "points",
            "none",
            {"method": "power_mean", "power": 2},
        ]
    )


def missing(spec: Spec, r: random.Random) -> None:
    policy = {key: r.choice(["skip", "propagate", "zero"]) for key in ("not_reported", "rejected", "undefined")}
    _pick(r, groups(spec))["missing"] = policy | r.choice(
        [{}, {"min_coverage": 0.6}, {"min_children": 0.6}, {"empty": "zero"}]
    )


def formula(spec: Spec, r: random.Random) -> None:
    leaf = _pick(r, [leaf for leaf in leaves(spec) if "formula" in leaf])
    text = leaf["formula"]
    names = [variable["id"] for variable in spec.get("variables", [])] + [node["id"] for node in leaves(spec)]
    leaf["formula"] = r.choice(
        [
            *(f"({text}) * 2", f"2 * ({text}) / 2", f"({text}) + 0", f"({text}) + {_pick(r, names)}", _pick(r, names)),
            *(f"coalesce({text}, 0)", f"max({text}, 1)", f"0 + ({text})"),
        ]
    )


def helper(spec: Spec, r: random.Random) -> None:
    """Give a formula an indicator of its own and read that."""
    family = _pick(r, list(families(spec)))
    leaf = _pick(r, [leaf for leaf in family if "formula" in leaf and "attainment" not in leaf])
    twin = copy.deepcopy(leaf)
    twin["id"], twin["direction"] = leaf["id"] + "_base", "context"
    twin.pop("target", None)
    family.append(twin)
    leaf["formula"] = r.choice([twin["id"], f"{twin['id']} * 3"])


def variable_range(spec: Spec, r: random.Random) -> None:
    _pick(r, [v for v in spec.get("variables", []) if "options" not in v])["range"] = r.choice(
        [[0, 5], [None, 3], [2, None]]
    )


def variable_type(spec: Spec, r: random.Random) -> None:
    variable = _pick(r, [v for v in spec.get("variables", []) if "options" not in v])
    variable["type"] = r.choice(["number", "integer", "boolean"])


def options(spec: Spec, r: random.Random) -> None:
    variable = _pick(r, [v for v in spec.get("variables", []) if "options" in v])
    if r.random() < 0.5:
        r.shuffle(variable["options"])
    else:
        variable["options"].insert(r.randrange(3), "other_one")


def rename_variable(spec: Spec, r: random.Random) -> None:
    old = _pick(r, spec.get("variables", []))["id"]
    _renamed(spec, old, old + "_again")


def rename_leaf(spec: Spec, r: random.Random) -> None:
    old = _pick(r, nodes(spec))["id"]
    _renamed(spec, old, old + "_again")


def _renamed(part: Any, old: str, new: str) -> None:
    """Write a new id wherever the old one stands, in formulas too."""
    import re

    pattern = re.compile(rf"\b{old}\b")
    items = part.items() if isinstance(part, dict) else enumerate(part)
    for key, value in list(items):
        if isinstance(value, str) and key not in {"es", "en", "source"}:
            part[key] = pattern.sub(new, value)
        elif isinstance(value, dict | list):
            _renamed(value, old, new)
        if isinstance(part, dict) and key == old:
            part[new] = part.pop(old)


def check(spec: Spec, r: random.Random) -> None:
    checks = spec.setdefault("checks", [])
    if checks and r.random() < 0.5:
        checks.pop(r.randrange(len(checks)))
        return
    names = [v["id"] for v in spec.get("variables", []) if "options" not in v]
    rule = {"rule": f"{_pick(r, names)} <= {_pick(r, names)}", "severity": r.choice(["error", "error", "warning"])}
    checks.append(rule | r.choice([{}, {"rejects": [rule["rule"].split()[0]]}]))


def levels(spec: Spec, r: random.Random) -> None:
    node = _pick(r, [node for node in [spec, *nodes(spec)] if node.get("levels")])
    for level in node["levels"]:
        for key in ("up_to", "from"):
            if isinstance(level.get(key), int | float):
                level[key] += r.choice([0, 0.5, 3])


def credit(spec: Spec, r: random.Random) -> None:
    answer = _pick(r, [a for a in spec.get("answers", []) if len(a.get("options", [])) > 2])
    for place, option in enumerate(answer["options"]):
        option["credit"] = f"{place * place}/{(len(answer['options']) - 1) ** 2}"


def criterion(spec: Spec, r: random.Random) -> None:
    leaf = _pick(r, [leaf for leaf in leaves(spec) if "criterion" in leaf])
    old = leaf["criterion"]
    given = {"answer": old} if isinstance(old, str) else dict(old or {})
    key, value = r.choice(
        [
            *(("evidence", "required"), ("evidence", "optional"), ("not_applicable", "reweight")),
            *(("not_applicable", "zero"), ("answer", "met_partly"), ("answer", "yes_no"), ("answer", "percent")),
        ]
    )
    leaf["criterion"] = given | {key: value}


def gate(spec: Spec, r: random.Random) -> None:
    node = _pick(r, groups(spec))
    if node.get("gates"):
        node["gates"].pop()
        return
    below = [each["id"] for each in nodes({"tree": node.get("children") or node["tree"]})]
    node["gates"] = [{"requires": [_pick(r, below)], r.choice(["at_least", "above"]): 50, "max_score": 40}]


def decision(spec: Spec, r: random.Random) -> None:
    node = _pick(r, [g for g in groups(spec) if isinstance(g.get("aggregation"), dict) and "rules" in g["aggregation"]])
    rules = node["aggregation"]["rules"]
    if r.random() < 0.5:
        one, other = r.randrange(len(rules)), r.randrange(len(rules))
        rules[one], rules[other] = rules[other], rules[one]
    else:
        _pick(r, rules)["then"] = _pick(r, rules)["then"]


def goal(spec: Spec, r: random.Random) -> None:
    leaf = _pick(r, [leaf for leaf in leaves(spec) if "attainment" in leaf])
    leaf["attainment"]["target"] = r.choice([50, {"2014": 3, "2015": 4}, leaf["attainment"]["target"]])


def words(spec: Spec, r: random.Random) -> None:
    node = _pick(r, [*nodes(spec), *spec.get("variables", [])])
    node["title"] = {"es": "Otro título", "en": "Another title"}
    node["note"] = {"es": "Nota", "en": "Note"}


def _condition(spec: Spec, r: random.Random) -> str:
    figures = [each for each in spec.get("variables", []) if each.get("type", "number") in {"number", "integer"}]
    return f"{_pick(r, figures)['id']} {r.choice(['>', '<='])} {r.choice([1, 2.5, 40])}"


def applies(spec: Spec, r: random.Random) -> None:
    node = _pick(r, [spec, *nodes(spec)])
    node["applies"] = r.choice([_condition(spec, r), {"nonzero": 0.75}]) if node is spec else _condition(spec, r)


def population(spec: Spec, r: random.Random) -> None:
    declared = spec.setdefault("populations", [])
    if not declared:
        declared.append({"id": "some_rows", "where": _condition(spec, r)})
        leaf = _pick(r, [leaf for leaf in leaves(spec) if "formula" in leaf and "attainment" not in leaf])
        leaf["scale"] = {"method": "min_max", "over": "some_rows"}
    declared[0] = {"id": "some_rows", "where": _condition(spec, r), "within": r.choice(["period", "all"])}


def absence_codes(spec: Spec, r: random.Random) -> None:
    _pick(r, [v for v in spec["variables"] if "of" not in v and "from" not in v])["absent"] = r.choice(
        [[2], [40, "bogus"]]
    )


MUTATIONS: tuple[Callable[[Spec, random.Random], None], ...] = (
    *(weight, points, double_weights, drop, copy_leaf, move, shuffle, direction, scale, aggregation, missing, formula),
    *(helper, variable_range, variable_type, options, rename_variable, rename_leaf, check, levels, credit, criterion),
    *(
        gate,
        decision,
        goal,
        words,
        role,
        rounding,
        scale_of_group,
        applies,
        population,
        absence_codes,
        treatment,
        imputation,
    ),
)


def mutated(spec: Spec, seed: int, count: int) -> Spec:
    """Return a copy with some changes at random; what does not fit the program changes nothing."""
    result = copy.deepcopy(spec)
    r = random.Random(seed)
    for leaf in leaves(result):
        leaf.pop("examples", None)  # they state results, and the results change
    for _ in range(count):
        mutation = r.choice(MUTATIONS)
        try:
            mutation(result, r)
        except LookupError:
            continue
    return result


# Data ------------------------------------------------------------------------------------------------


def data_for(*programs: Program, seed: int, entities: int = 24) -> pd.DataFrame:
    """Return synthetic data that all programs can read: figures in and out of range, absent, wrong, two periods."""
    r = np.random.default_rng(seed)
    digits = programs[0].entity.key_digits
    frequency = programs[0].period.frequency[0]
    first, second = {"year": ("2014", "2015"), "semester": ("2014-S1", "2014-S2")}.get(
        frequency, ("2014-Q1", "2014-Q2")
    )
    if frequency == "month":
        first, second = "2014-01", "2014-02"
    keys = [f"{number + 1:0{digits or 3}d}" if digits != 5 else f"{1001 + number:05d}" for number in range(entities)]
    columns: dict[str, Any] = {"entity": keys * 2, "period": [first] * entities + [second] * entities}
    rows = 2 * entities
    for program in programs:
        for variable in program.inputs:
            if variable.id in columns:
                continue
            if variable.options:
                choices = [option.id for option in variable.options] + ["", "N/A", "bogus"]
                columns[variable.id] = r.choice(np.array(choices, object), rows)
            elif variable.type == "boolean":
                columns[variable.id] = r.choice(np.array(["yes", "no", ""], object), rows)
            else:
                figures = [str(figure) for figure in (0, 1, 2, 3, 4, 5, 2.5, 7, 40, 95, 100, "", "N/A", -1)]
                columns[variable.id] = r.choice(np.array(figures, object), rows)
        for leaf in program.criteria:
            columns.setdefault(f"{leaf.id}.evidence", r.choice(np.array(["folio", "folio", ""], object), rows))
    return pd.DataFrame(columns)
