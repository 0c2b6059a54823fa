"""The JSON Schema of a column map, for editors: structure only, and never stricter than the loader."""

from __future__ import annotations

from ..specs.schema.json_schema import close_schema, describe_models, reached_definitions
from ..specs.schema.written_form import Schema
from .model import ColumnMap, FileMap

_TEXT = {"type": "string"}
_VALUE = {"type": ["string", "number"]}


def map_schema() -> Schema:
    """Return the JSON Schema of the file of a map."""
    definitions = describe_models(ColumnMap)
    top = definitions.pop("ColumnMap")
    top["properties"] |= describe_models(FileMap)["FileMap"]["properties"]  # described where they are declared
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
    values = {"anyOf": [_VALUE, {"type": "array", "items": _VALUE}]}
    where = {"type": "object", "additionalProperties": values}
    for holder in (top, definitions["Output"], definitions["Term"]):
        _put(holder, "where", where)
    _put(definitions["LeftOut"], "values", values)
    return close_schema("An icmaml-indicators column map", top, reached_definitions(top, definitions))


def _put(model: Schema, key: str, shape: Schema) -> None:
    """Give a key another shape and let it keep its description."""
    model["properties"][key] = {**shape, "description": model["properties"][key]["description"]}
