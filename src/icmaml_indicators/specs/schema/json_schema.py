"""The JSON Schema of what a person writes: models, shorthand and part files, described key by key, for editors.

Draft 7, which the YAML language servers of editors know best. It sees structure only and is never stricter than the
loader: what it refuses, the loader refuses too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from ..model.program import Program
from .key_descriptions import EVERYWHERE, OF_MODEL
from .written_form import AS_WRITTEN, NUMBER, OWN_DEFINITIONS, Schema, describe_written_form, total_of_group

_QUANTITY = {"$ref": "#/definitions/Quantity"}
PART_KEYS = ("parameters", "variables", "checks", "tree")
_FRACTION_KEYS = {"points", "credit", "bonus_cap", "penalty_cap"}


def spec_schema(*, part: bool = False) -> Schema:
    """Return the JSON Schema of a program's file, or of a part file of a folder."""
    definitions = describe_models(Program)
    for name, change in AS_WRITTEN.items():
        definitions[name] = change(definitions[name])
    definitions["Total"] = total_of_group(definitions["Group"])
    program = definitions.pop("Program")
    top = program
    if part:
        top = {
            "type": "object",
            "description": "A part of a program: a further file of its folder, named in `parts`.",
            "properties": {key: program["properties"][key] for key in PART_KEYS},
            "additionalProperties": False,
        }
        definitions = reached_definitions(top, definitions)
    title = "A part of an icmaml-indicators program" if part else "An icmaml-indicators program"
    return close_schema(title, top, definitions)


def describe_models(top: type[BaseModel]) -> dict[str, Schema]:
    """Return the schema of a model, and of all those that it holds, by the names of their classes."""
    raw = top.model_json_schema(by_alias=True)
    models: dict[str, Schema] = {**raw.pop("$defs"), top.__name__: raw}
    return {name: _model(name, schema) for name, schema in models.items()} | OWN_DEFINITIONS


def close_schema(title: str, top: Schema, definitions: dict[str, Schema]) -> Schema:
    """Return the whole schema of a kind of file."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        **top,
        "definitions": dict(sorted(definitions.items())),
    }


def reached_definitions(top: Schema, definitions: dict[str, Schema]) -> dict[str, Schema]:
    """Return the definitions that a schema refers to, through others too."""
    used = _reached(top, definitions)
    return {name: schema for name, schema in definitions.items() if name in used}


def _reached(schema: Any, definitions: dict[str, Schema]) -> set[str]:
    """Return the definitions that a schema refers to, through others too."""
    found: set[str] = set()
    stack = [schema]
    while stack:
        for name in _references(stack.pop()):
            if name not in found:
                found.add(name)
                stack.append(definitions[name])
    return found


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for value in schema.values():
            yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)


# From the schema of a model to that of what is written ---------------------------------------------------


def _model(name: str, schema: Schema) -> Schema:
    """Return a model's schema without pydantic's titles, with a description for every key."""
    doc = str(schema.get("description", ""))
    told = _attributes(doc)
    properties = {}
    for key, given in schema["properties"].items():
        clean = _clean(given)
        if key == "id":
            own = {"$ref": "#/definitions/Id"}
            clean = {"anyOf": [own, {"type": "null"}]} if "anyOf" in given else own
        if key in _FRACTION_KEYS and name != "Scale" and "$ref" not in given:
            clean = {"anyOf": [{"$ref": "#/definitions/Fraction"}, {"type": "null"}]}
        text = OF_MODEL.get(name, {}).get(key) or told.get(key) or EVERYWHERE.get(key)
        properties[key] = describe_written_form(clean, text)
    found: Schema = {"type": "object", "description": _summary(doc), "properties": properties}
    if schema.get("required"):
        found["required"] = schema["required"]
    return {**found, "additionalProperties": False}


def _clean(given: Any) -> Any:
    """Return one schema in draft 7: numbers as one type, bounds with their names, references to definitions."""
    if isinstance(given, list):
        return [_clean(item) for item in given]
    if not isinstance(given, dict):
        return given
    found = {key: value for key, value in given.items() if key not in {"title", "gt", "ge", "le"}}
    if isinstance(found.get("default"), dict | list) or found.get("default", 0) is None:
        del found["default"]
    default = {"default": found.pop("default")} if "default" in found else {}
    found = {key: _clean(value) for key, value in found.items()}
    if "prefixItems" in found:
        found["items"] = found.pop("prefixItems")
    if "$ref" in found:
        found["$ref"] = found["$ref"].replace("#/$defs/", "#/definitions/")
    if "oneOf" in found:  # a number or what is worked out; a group or an indicator
        figure = {"anyOf": [NUMBER, _QUANTITY]}
        nodes = all("$ref" in choice for choice in found["oneOf"])
        found = figure if _QUANTITY in found["oneOf"] else {"$ref": "#/definitions/Node"} if nodes else _listed(found)
    if "anyOf" in found:
        choices = found["anyOf"]
        found = _union([choice for choice in choices if choice != {"type": "integer"} or NUMBER not in choices])
    for ours, theirs in (("gt", "exclusiveMinimum"), ("ge", "minimum"), ("le", "maximum")):
        if ours in given:
            found[theirs] = given[ours]
    return {**found, **default}


def _listed(found: Schema) -> Schema:
    return {"anyOf": found["oneOf"]}


def _union(choices: list[Any]) -> Schema:
    """Return the schema of several choices, scalars and null joined into one so that errors stay local."""
    if len(choices) == 1:
        return dict(choices[0])
    bare = [choice for choice in choices if choice != {"type": "null"}]
    if len(bare) < len(choices) and len(bare) == 1 and isinstance(bare[0].get("type"), str):
        only = dict(bare[0])
        if "enum" in only:
            only["enum"] = [*only["enum"], None]
        return {**only, "type": [only["type"], "null"]}
    if all(set(choice) == {"type"} and isinstance(choice["type"], str) for choice in choices):
        return {"type": [choice["type"] for choice in choices]}
    return {"anyOf": choices}


def _summary(doc: str) -> str:
    text = re.split(r"\n\s*\n?\s*Attributes\n", doc)[0]
    return re.sub(r"\s*\n\s*", " ", re.sub(r"\n\s*\n", "\n\n", text)).strip().replace("``", "`")


def _attributes(doc: str) -> dict[str, str]:
    """Return what the Attributes section of a docstring says of each key."""
    _, _, section = doc.partition("Attributes\n")
    found: dict[str, str] = {}
    for names, text in re.findall(r"^([a-z_]+(?:, [a-z_]+)*)\n((?:[ ]{4}.*(?:\n|\Z))+)", section, flags=re.MULTILINE):
        for name in names.split(", "):
            found[name] = re.sub(r"\s+", " ", text).strip().replace("``", "`")
    return found
