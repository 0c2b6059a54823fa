"""What of the language a run went through, and what there is of it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import icmaml_indicators as icma
from tests.conftest import REPOSITORY
from tests.reference import imputation as imputations
from tests.reference import rules
from tests.reference.choices import POPULATIONS, STAGES, Trait
from tests.reference.figures import Absent
from tests.reference.formulas import Statistic, parsed, sources
from tests.reference.leaves import METHODS
from tests.reference.scorer import Scored
from tests.reference.treatment import written_out

# What stands in the JSON Schema: the name here, the definition, the key with the choices.
_CHOICES = (
    ("scale", "Scale", "method"),
    ("aggregation", "Aggregation", "method"),
    ("staircase by", "Aggregation", "by"),
    ("attainment", "Attainment", "method"),
    ("evidence", "Criterion", "evidence"),
    ("N/A", "Criterion", "not_applicable"),
    ("role", "Indicator", "role"),
    ("direction", "Indicator", "direction"),
    ("type", "Variable", "type"),
    *((("ties", "Scale", "ties"), ("node role", "Group", "role"), ("rounding", "Rounding", "method"), ("half", "Rounding", "half"), ("parents", "Rounding", "parents")) if STAGES else ()),
    *((f"policy of {reason}", "Missing", reason) for reason in ("not_reported", "not_applicable", "not_verified", "undefined", "rejected")),
    ("empty group", "Missing", "empty"),
)  # fmt: skip


def there_is() -> set[Trait]:
    """Return every function, scale, aggregation, policy, reason … of the language, as the library publishes them."""
    schema = json.loads((REPOSITORY / "docs" / "schemas" / "spec-1.json").read_text(encoding="utf-8"))
    found: set[Trait] = set()
    for name, definition, key in _CHOICES:
        written = schema["definitions"][definition]
        mapping = next(form for form in [written, *written.get("anyOf", ())] if "properties" in form)
        found |= {(name, choice) for choice in mapping["properties"][key]["enum"] if choice is not None}
    reasons = [
        choice["enum"]
        for choice in schema["definitions"]["Example"]["properties"]["expect"]["anyOf"]
        if "enum" in choice
    ]
    found |= {("reason", reason) for reason in reasons[0]}
    if STAGES:
        found |= {("population", name) for name in POPULATIONS}
    found |= {("imputation", name) for name in rules.IMPUTATIONS}
    found |= {("treatment", name) for name in ("winsorise", "log", "log_by_skew", "box_cox")}
    return found | {("function", name) for name in _functions()}


def _functions() -> Sequence[str]:
    """Return the functions of formulas: what is offered where one is not known."""
    text = (REPOSITORY / "indicator_specs" / "state_indices.yaml").read_text(encoding="utf-8")
    try:
        icma.loads(text.replace("formula: ", "formula: no_such_function(1) + "))
    except icma.SpecError as error:
        return next(found.expected for found in error.diagnostics if found.code == "IND203")
    return ()


def passed_through(spec: Mapping[str, Any], found: Sequence[Scored]) -> Iterator[Trait]:
    """Yield what a program and the rows that it scored went through."""
    yield from _of_rules(spec)
    for scored in found:
        for figure in (*scored.values.values(), *(outcome.score for outcome in scored.outcomes.values())):
            if isinstance(figure, Absent):
                yield "reason", figure.reason


def _of_rules(node: Mapping[str, Any]) -> Iterator[Trait]:
    yield from ((f"policy of {reason}", str(action)) for reason, action in node.get("missing", {}).items())
    yield "empty group", node.get("missing", {}).get("empty", "no_score")
    for key in ("scale", "aggregation"):
        rule = node.get(key)
        if rule is not None:
            yield key, rule if isinstance(rule, str) else rule["method"]
    if isinstance(node.get("scale"), dict):
        yield "ties", node["scale"].get("ties", "average")
    imputation = imputations.written_out(node.get("imputation")) or {}
    yield from (("imputation", method) for method in imputation.get("methods", ()))
    treatment = written_out(node.get("treatment")) or {}
    yield from (("treatment", method) for method in treatment.get("methods", ()))
    for rule in (node.get("scale"), treatment):
        if isinstance(rule, dict) and "over" in rule:
            yield "population", rule["over"]
    yield "role" if "children" not in node else "node role", node.get("role", "base")
    rounding = node.get("rounding", "none")
    rounding = {"method": rounding} if rounding == "none" else rounding
    if isinstance(rounding, dict):
        for key, default in (("method", "nearest"), ("half", "away"), ("parents", "rounded")):
            yield "rounding" if key == "method" else key, rounding.get(key, default)
    if isinstance(node.get("aggregation"), dict) and node["aggregation"]["method"] == "staircase":
        yield "staircase by", node["aggregation"].get("by", "answers")
    if isinstance(node.get("criterion"), dict):
        criterion = node["criterion"]
        yield "evidence", criterion.get("evidence", "optional")
        yield "N/A", criterion.get("not_applicable", "refused")
    if "attainment" in node:
        yield "attainment", node["attainment"].get("method") or METHODS[node["direction"]][0]
    if "direction" in node:
        yield "direction", node["direction"]
    if "formula" in node:
        calls = [part for part in ast.walk(parsed(node["formula"])) if isinstance(part, ast.Call)]
        yield from (("function", call.func.id) for call in calls if isinstance(call.func, ast.Name))
        for source, _ in sources(parsed(node["formula"])):
            if isinstance(source, Statistic):
                yield "population", source.population
    yield from (("type", variable.get("type", "number")) for variable in node.get("variables", ()))
    for child in (*node.get("tree", ()), *node.get("children", ())):
        yield from _of_rules(child)
