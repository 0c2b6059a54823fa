"""Which keys of the spec language the comparison knows. One that it does not know is told as breaking: never silent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from ...specs.model.measures import OF_OWN_FIGURE

_NODE = {
    "applies",
    "cuts",
    "id",
    "title",
    "description",
    "direction",
    "weight",
    "points",
    "levels",
    "provenance",
    "note",
    "examples",
}
_WHOLE = {
    "rounding",
    "aggregation",
    "missing",
    "bonus_cap",
    "penalty_cap",
    "ceiling",
    "floor",
    "gates",
    "level_decimals",
}
_HISTORY = {"replaces", "valid_from", "valid_to", "comparable", "break_note"}

KNOWN: dict[str, frozenset[str]] = {
    "Program": frozenset(
        (_NODE - {"weight"})
        | _WHOLE
        | _HISTORY
        | {
            "spec",
            "needs",
            "version",
            "rights",
            "entity",
            "period",
            "parts",
            "answers",
            "parameters",
            "variables",
            "populations",
            "checks",
            "tree",
            "matrix",
        }
        | {"imputation", "treatment", "scale", "total", "models", "peers", "lights", "screening", "rollup"}
    ),
    "Group": frozenset(_NODE | _WHOLE | {"children", "role", "scale"}),
    "Indicator": frozenset(
        _NODE
        | _HISTORY
        | {"formula", "criterion", "attainment", "unit", "target", "range", "decimals"}
        | {"imputation", "treatment", "scale"}
        | {"references", "lights", "variation", "improves_with", "holds", "role", "rounding", *OF_OWN_FIGURE}
    ),
    "Variable": frozenset(
        {"id", "title", "description", "unit", "range", "imputation", "options", "of", "from_", "note", *OF_OWN_FIGURE}
    ),
    "Parameter": frozenset({"id", "title", "unit", "source", "note", "value", "by", "rows", "else_"}),
    "Check": frozenset({"rule", "severity", "message", "rejects"}),
    "Criterion": frozenset({"answer", "evidence", "evidence_asked", "not_applicable"}),
    "Attainment": frozenset(
        {"target", "baseline", "method", "lights", "frequency", "cumulative", "means", "dimension", "cremaa"}
    ),
    "Answer": frozenset({"id", "title", "options", "amount"}),
}


def unhandled_keys(a: BaseModel | None, b: BaseModel | None) -> Iterator[str]:
    """Yield the keys that differ and that the comparison does not know."""
    if a is None or b is None:
        return
    known = KNOWN[type(b).__name__]
    for key in type(b).model_fields:
        if key not in known and getattr(a, key, None) != getattr(b, key, None):
            yield key


def iterate_differences(a: Any, b: Any, keys: tuple[str, ...]) -> Iterator[tuple[str, Any, Any]]:
    """Yield those of `keys` that differ, with both values; None where a model has no such key."""
    for key in keys:
        before, after = getattr(a, key, None), getattr(b, key, None)
        if before != after:
            yield key, before, after
