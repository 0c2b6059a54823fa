"""The JSON Schema of a column map, for editors: structure only, and never stricter than the loader."""

from __future__ import annotations

from ..specs.schema.json_schema import close_schema, describe_models, reached_definitions
from ..specs.schema.written_form import Schema
from ..specs.target_roles import NAMES, NEEDED
from .model import ColumnMap, FileMap
from .target_map import TargetMap

_TEXT = {"type": "string"}
_VALUE = {"type": ["string", "number"]}


def map_schema() -> Schema:
    """Return the JSON Schema of the file of a map."""
    definitions = describe_models(ColumnMap) | describe_models(TargetMap)
    top = describe_models(FileMap)["FileMap"]
    of_programs, of_targets = definitions.pop("ColumnMap"), definitions.pop("TargetMap")
    # What both kinds have is described where it is declared.
    top["properties"] = of_programs["properties"] | of_targets["properties"] | top["properties"]
    own = ([key for key in kind["required"] if key not in top["required"]] for kind in (of_programs, of_targets))
    top["anyOf"] = [{"required": keys} for keys in own]
    # What may be written in short.
    definitions["Heading"] = {"anyOf": [_TEXT, definitions["Heading"]]}
    headings = definitions["Column"]["properties"]["headings"]
    several = {key: part for key, part in headings.items() if key != "description"}
    definitions["Column"]["properties"]["headings"] = {
        "anyOf": [{"$ref": "#/definitions/Heading"}, several],
        "description": headings["description"],
    }
    definitions["Column"] = {"anyOf": [_TEXT, several, definitions["Column"]]}
    definitions["Key"] = {"anyOf": [_TEXT, definitions["Key"]]}
    short = [_TEXT, {"type": "array", "items": _TEXT}]
    _put(definitions["Role"], "columns", {"anyOf": short})
    definitions["Role"] = {"anyOf": [*short, definitions["Role"]]}
    roles = {
        role: {"description": f"Known in tables as {', '.join(names)}.", "allOf": [{"$ref": "#/definitions/Role"}]}
        for role, names in NAMES.items()
    }
    required = {"required": list(NEEDED), "additionalProperties": False}
    _put(top, "targets", {"type": "object", "properties": roles, **required})
    values = {"anyOf": [_VALUE, {"type": "array", "items": _VALUE}]}
    where = {"type": "object", "additionalProperties": values}
    for holder in (top, definitions["Output"], definitions["Term"]):
        _put(holder, "where", where)
    _put(definitions["LeftOut"], "values", values)
    return close_schema("An icmaml-indicators column map", top, reached_definitions(top, definitions))


def _put(model: Schema, key: str, shape: Schema) -> None:
    """Give a key another shape and let it keep its description."""
    model["properties"][key] = {**shape, "description": model["properties"][key]["description"]}
