"""The JSON Schema of documents, made from their declaration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .kinds.fields import Field
from .kinds.table import KINDS, SCHEMA

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TYPES = {"text": "string", "number": "number", "integer": "integer", "flag": "boolean"}
_CELL = ["string", "number", "boolean", "null"]


def results_schema() -> Schema:
    """Return the schema of every document that `to_json` of a result writes, one definition a kind."""
    shared: dict[str, Schema] = {}
    kinds = {kind: _described(declared, shared) for kind, declared in KINDS.items()}
    return {
        "$schema": _DRAFT,
        "title": f"Results of icmaml-indicators, {SCHEMA}",
        "description": (
            "What `to_json()` of a result writes; `kind` says which. Lines of tables have every column. A figure is "
            "null where there is none, or where it is not finite; a text is empty where there is none. Kinds, keys and "
            f"columns may be added; what one means does not change while `schema` is {SCHEMA}."
        ),
        "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in kinds],
        "$defs": kinds | dict(sorted(shared.items())),
    }


def document_schema(title: str, meaning: str, parts: Mapping[str, Field]) -> Schema:
    """Return the schema of a document of its own, whose keys are declared."""
    shared: dict[str, Schema] = {}
    found = _object(parts, shared)
    head = {"$schema": _DRAFT, "title": title, "description": meaning}
    return head | found | ({"$defs": dict(sorted(shared.items()))} if shared else {})


def _described(declared: Field, shared: dict[str, Schema]) -> Schema:
    """Return the schema of a field; what has a name is put among what is shared."""
    told: Schema = {"description": declared.meaning} if declared.meaning else {}
    match declared.form:
        case "table":
            return told | _or_null({"type": "array", "items": _named(declared, shared)}, declared)
        case "list":
            return told | _or_null({"type": "array", "items": _described(declared.parts[""], shared)}, declared)
        case "map":
            member = _described(declared.parts[""], shared)
            return told | _or_null({"type": "object", "additionalProperties": member}, declared)
        case "record":
            return told | _or_null(_named(declared, shared), declared)
        case "cell":
            return told | {"type": _CELL}
        case "any":
            return told
    if declared.choices:
        choices: list[str | int | None] = [*declared.choices, *([None] if declared.nullable else [])]
        return told | ({"const": choices[0]} if len(choices) == 1 else {"enum": choices})
    return told | _or_null({"type": _TYPES[declared.form]}, declared)


def _or_null(found: Schema, declared: Field) -> Schema:
    if not declared.nullable:
        return found
    if "$ref" in found:
        return {"anyOf": [found, {"type": "null"}]}
    return found | {"type": [found["type"], "null"]}


def _named(declared: Field, shared: dict[str, Schema]) -> Schema:
    """Return the object that a record is, or each line of a table; a reference where it has a name."""
    if not declared.name:
        return _object(declared.parts, shared)
    if declared.name not in shared:
        shared[declared.name] = _object(declared.parts, shared)
    return {"$ref": f"#/$defs/{declared.name}"}


def _object(parts: Mapping[str, Field], shared: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, part in parts.items() if not part.optional],
        "properties": {name: _described(part, shared) for name, part in parts.items()},
    }
