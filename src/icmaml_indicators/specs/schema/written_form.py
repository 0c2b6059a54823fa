"""What a person writes where a model holds something else: words, pairs, tables; and what goes with what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from ..methods.aggregations import AGGREGATIONS, AggregationMethod
from ..methods.scales import SCALES, ScaleMethod
from ..methods.weights import WEIGHTS
from ..model.answers import COMMON_ANSWERS
from ..model.base import RESERVED
from ..model.measures import NOT_OF_ANSWERS, OF_OWN_FIGURE, TOTAL_KEYS, NodeRole
from ..model.variables import MEMBERS
from ..parsing.tables import CRITERIA, GROUPS, INDICATORS, VARIABLES
from .key_descriptions import EVERYWHERE, OF_MODEL

Schema = dict[str, Any]
Change = Callable[[Schema], Schema]

NUMBER = {"type": "number"}
_TEXT = {"type": "string", "minLength": 1}
_FRACTION_TEXT = {"type": "string", "pattern": "^-?[0-9]{1,9}(/[1-9][0-9]{0,8})?$"}
# A year may stand as a number.
_ONE_PERIOD = {"type": ["string", "integer", "null"], "minLength": 1}
_PERIOD = "^[0-9]{4}(-(S[12]|Q[1-4]|0[1-9]|1[0-2]))?$"


def describe_written_form(schema: Schema, text: str | None) -> Schema:
    """Return a schema with its description."""
    if text is None:
        return schema
    # Beside a `$ref`, draft 7 reads nothing else.
    return {"description": text, **({"allOf": [schema]} if "$ref" in schema else schema)}


# Definitions of our own -----------------------------------------------------------------------------------

_ID: Schema = {
    "type": "string",
    "pattern": "^[a-z][a-z0-9_]{0,79}$",
    "not": {"enum": sorted(RESERVED)},
}
_FRACTION: Schema = {
    "description": "A number, or a fraction such as 100/45, kept exactly.",
    "anyOf": [NUMBER, _FRACTION_TEXT],
}
# An item with rows stands for as many.
_HAS_ROWS: Schema = {"anyOf": [{"required": ["rows"]}, {"required": ["table"]}]}
_NODE: Schema = {
    "if": _HAS_ROWS,
    "then": {"$ref": "#/definitions/Table"},
    "else": {
        "if": {"anyOf": [{"required": ["children"]}, {"required": ["criteria"]}]},
        "then": {"$ref": "#/definitions/Group"},
        "else": {"$ref": "#/definitions/Indicator"},
    },
}
_COLUMNS = dict.fromkeys(name for layout in (INDICATORS, GROUPS, CRITERIA, VARIABLES) for name in layout.columns)
_ANSWER: Schema = {**_TEXT, "examples": list(COMMON_ANSWERS)}


_VARIABLE_ITEM: Schema = {
    "if": _HAS_ROWS,
    "then": {"$ref": "#/definitions/Table"},
    "else": {"$ref": "#/definitions/Variable"},
}


def _table() -> Schema:
    told = EVERYWHERE | OF_MODEL["Variable"] | OF_MODEL["Group"] | OF_MODEL["Indicator"] | OF_MODEL["Table"]
    properties: Schema = {
        "columns": {"type": "array", "items": {"type": "string", "examples": list(_COLUMNS)}},
        "rows": {"type": "array", "items": {"type": "array"}},
        "table": {"type": "string"},
    }
    # What rows share may name their cells, so any value of theirs may be a text.
    shared = [key for key in _COLUMNS if key not in {"id", "key", "es", "en", *properties}]
    properties |= {key: {} for key in shared if not key.endswith(("_es", "_en"))}
    return {
        "type": "object",
        "description": "Indicators, groups of answers, criteria or variables as the rows of a table.",
        "properties": {key: describe_written_form(value, told.get(key)) for key, value in properties.items()},
        "additionalProperties": False,
    }


OWN_DEFINITIONS: dict[str, Schema] = {
    "Id": _ID,
    "Fraction": _FRACTION,
    "Node": _NODE,
    "VariableItem": _VARIABLE_ITEM,
    "Table": _table(),
}

# What the models accept beside a mapping ------------------------------------------------------------------


def _or(*shapes: Schema) -> Change:
    """Return a change that accepts further shapes beside the mapping of a model."""

    def change(schema: Schema) -> Schema:
        mapping = {key: value for key, value in schema.items() if key != "description"}
        return {"description": schema["description"], "anyOf": [*shapes, mapping]}

    return change


def _word_of(key: str) -> Change:
    """Return a change that accepts the value of one key in the place of the mapping."""

    def change(schema: Schema) -> Schema:
        return _or(schema["properties"][key])(schema)

    return change


def _pair(item: Schema) -> Schema:
    return {"type": "array", "items": item, "minItems": 2, "maxItems": 2}


def _with(key: str, shape: Schema) -> Change:
    """Return a change that gives one key another shape and keeps its description."""

    def change(schema: Schema) -> Schema:
        text = schema["properties"][key].get("description")
        return {**schema, "properties": {**schema["properties"], key: describe_written_form(shape, text)}}

    return change


def _when(condition: Schema, then: Schema) -> Schema:
    return {"if": condition, "then": then}


def _is(key: str, *values: str) -> Schema:
    return {"required": [key], "properties": {key: {"enum": list(values)}}}


def _only_shown(*keys: str) -> Schema:
    """Refuse these keys where a node is only shown."""
    return _when(_is("role", "informational"), {"propertyNames": {"not": {"enum": list(keys)}}})


def _program(schema: Schema) -> Schema:
    told = OF_MODEL["Program"]
    further: Schema = {
        "provenances": {"type": "object", "additionalProperties": {"$ref": "#/definitions/Provenance"}},
        "tables": {"type": "object", "additionalProperties": {"$ref": "#/definitions/Table"}},
    }
    properties = {
        **schema["properties"],
        **{key: describe_written_form(value, told[key]) for key, value in further.items()},
    }
    for key in ("valid_from", "valid_to"):
        properties[key] = describe_written_form(_ONE_PERIOD, EVERYWHERE[key])
    properties["variables"] = {**properties["variables"], "items": {"$ref": "#/definitions/VariableItem"}}
    required = [key for key in schema["required"] if key != "tree"]
    # The tree may stand in the parts, or follow from a matrix.
    conditions = [
        _when({"not": {"anyOf": [{"required": ["parts"]}, {"required": ["matrix"]}]}}, {"required": ["tree"]}),
        _when({"required": ["matrix"], "properties": {"matrix": {"type": "object"}}}, {"not": {"required": ["tree"]}}),
    ]
    return {**schema, "properties": properties, "required": required, "allOf": conditions}


def _group(schema: Schema) -> Schema:
    criteria = {
        "anyOf": [
            {"type": "string"},
            {
                "allOf": [
                    {"$ref": "#/definitions/Table"},
                    _when({"not": {"required": ["table"]}}, {"required": ["columns", "rows"]}),
                ]
            },
        ]
    }
    told = OF_MODEL["Group"]["criteria"]
    required = [key for key in schema["required"] if key != "children"]
    alone = _when({"not": {"required": ["criteria"]}}, {"properties": {"children": {"minItems": 1}}})
    return {
        "allOf": [alone, _only_shown("weight")],
        **schema,
        "properties": {**schema["properties"], "criteria": describe_written_form(criteria, told)},
        "required": required,
    }


def total_of_group(group: Schema) -> Schema:
    """Return the schema of the group at the top, from that of a group."""
    properties = {key: value for key, value in group["properties"].items() if key in TOTAL_KEYS}
    text = "The group at the top: every key of a group but those that place it in another."
    return {"type": "object", "description": text, "properties": properties, "additionalProperties": False}


def _indicator(schema: Schema) -> Schema:
    answered = {"required": ["criterion"], "properties": {"criterion": {"type": ["string", "object"]}}}
    measured = [key for key in schema["properties"] if key not in NOT_OF_ANSWERS]
    conditions = [
        _when({"not": {"required": ["criterion"]}}, {"required": ["direction"]}),
        _when(answered, {"propertyNames": {"enum": measured}}),
        _when({"allOf": [_is("direction", "target"), {"not": {"required": ["attainment"]}}]}, {"required": ["target"]}),
    ]
    aimed = {"required": ["attainment"], "properties": {"attainment": {"type": "object"}}}
    scaled = [key for key in schema["properties"] if key not in {"scale", "target"}]
    conditions.append(_when(aimed, {"propertyNames": {"enum": scaled}}))
    conditions.append(_only_shown("weight", "points"))
    computing = {"required": ["formula"], "properties": {"formula": {"type": "string"}}}
    conditions.append(_when(computing, {"propertyNames": {"not": {"enum": list(OF_OWN_FIGURE)}}}))
    required = [key for key in schema["required"] if key != "direction"]
    schema = _with("valid_from", _ONE_PERIOD)(_with("valid_to", _ONE_PERIOD)(schema))
    schema = _with("holds", {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]})(schema)
    return {**schema, "required": required, "allOf": conditions}


def _criterion(schema: Schema) -> Schema:
    """Let the answer stand as a word, and the role where it stood before."""
    roles = {"enum": list(get_args(NodeRole))}
    properties = {**schema["properties"], "role": describe_written_form(roles, EVERYWHERE["role"])}
    return _or(_ANSWER)(_with("answer", _ANSWER)({**schema, "properties": properties}))


def _scale(schema: Schema) -> Schema:
    return _method(_with("formula", _TEXT)(schema), SCALES)


def _aggregation(schema: Schema) -> Schema:
    return _method(schema, AGGREGATIONS)


def _weighting(schema: Schema) -> Schema:
    return _or({"enum": [method.name for method in WEIGHTS.values() if not method.judgement_key]})(schema)


def _method(schema: Schema, methods: Mapping[str, ScaleMethod] | Mapping[str, AggregationMethod]) -> Schema:
    """Let each method take its own keys, and stand as a word where it needs none."""
    words = [method.name for method in methods.values() if not method.required]
    conditions = [
        _when(
            _is("method", method.name),
            {"required": list(method.required), "propertyNames": {"enum": ["method", *method.keys]}},
        )
        for method in methods.values()
    ]
    return _or({"enum": words})({**schema, "allOf": conditions})


def _methods(schema: Schema) -> Schema:
    """Let what is done to figures stand as a method, or as a list of them."""
    several = schema["properties"]["methods"]
    one = several["items"]
    return _or(one, several)(_with("methods", {"anyOf": [one, several]})(schema))


def _rounding(schema: Schema) -> Schema:
    conditions = [
        _when({"not": _is("method", "none")}, {"required": ["decimals"]}),
        _when(_is("method", "none"), {"propertyNames": {"enum": ["method"]}}),
        _when(_is("method", "floor", "ceil", "truncate"), {"propertyNames": {"not": {"enum": ["half"]}}}),
    ]
    return _or({"type": "integer", "minimum": 0, "maximum": 9}, {"enum": ["none"]})({**schema, "allOf": conditions})


def _provenance(schema: Schema) -> Schema:
    conditions = [
        _when(_is("status", "documented"), {"required": ["source"]}),
        _when(_is("status", "reconstructed"), {"required": ["modelled_on"]}),
    ]
    # A word is a status, or the name of one of the program's own `provenances`.
    return _or({"type": "string", "examples": ["user"]})({**schema, "allOf": conditions})


def _variable(schema: Schema) -> Schema:
    return {**schema, "allOf": [_when(_is("type", "ordinal", "category"), {"required": ["options"]})]}


def _quantity(schema: Schema) -> Schema:
    """Let a number be a formula or a table of figures."""
    return _or(_TEXT)({**schema, "required": ["by"], "additionalProperties": NUMBER, "properties": _table_keys(schema)})


def _table_keys(schema: Schema) -> Schema:
    told = OF_MODEL["Quantity"]
    return {
        "by": describe_written_form({"anyOf": [_TEXT, _LIST_OF_TEXTS]}, told["by"]),
        "rows": describe_written_form({"type": "array", "items": _ROW}, told["rows"]),
        "else": describe_written_form(schema["properties"]["else"], told["else"]),
    }


def _parameter(schema: Schema) -> Schema:
    """Let a table by one variable have a key for each of its options."""
    properties = {
        **schema["properties"],
        "value": describe_written_form({"anyOf": [NUMBER, _TEXT]}, OF_MODEL["Parameter"]["value"]),
        "unit": describe_written_form({"anyOf": [_TEXT, schema["properties"]["unit"]]}, EVERYWHERE["unit"]),
        **_table_keys(schema),
    }
    table = _when({"required": ["by"]}, {"properties": {"value": False}})
    closed = _when({"not": {"required": ["by"]}}, {"propertyNames": {"enum": list(properties)}, "required": ["value"]})
    return {**schema, "properties": properties, "additionalProperties": NUMBER, "allOf": [table, closed]}


def _goal(schema: Schema) -> Schema:
    mapping = {**schema, "patternProperties": {_PERIOD: NUMBER}}
    table = {"$ref": "#/definitions/Quantity"}
    return _or(NUMBER, _TEXT, _pair({"type": ["number", "null"]}), table)(mapping)


def _example(schema: Schema) -> Schema:
    figure = {"anyOf": [NUMBER, schema["properties"]["expect"]["additionalProperties"]["anyOf"][1]]}
    mapping = {"type": "object", "additionalProperties": figure}
    for key in ("expect", "expect_score"):
        schema = _with(key, {"anyOf": [*figure["anyOf"], mapping, {"type": "null"}]})(schema)
    for key in ("expect_level", "expect_light"):
        schema = _with(key, {"anyOf": [_TEXT, {"type": "object", "additionalProperties": _TEXT}, {"type": "null"}]})(
            schema
        )
    # Of a population: a list, and so is what is expected of each node.
    given = schema["properties"]["given"]
    inputs = {key: part for key, part in given.items() if key not in {"description", "default"}}
    several = {"type": "array", "minItems": 1}
    for key in ("given", "previous", "expect", "expect_score", "expect_level", "expect_light"):
        shape = {k: v for k, v in schema["properties"][key].items() if k not in {"description", "default"}}
        item = {"anyOf": [inputs, {"type": "null"}]} if key == "previous" else inputs
        if key.startswith("expect"):
            item = {"anyOf": [part for part in shape["anyOf"] if part.get("type") != "object"]}
        lists = [{**several, "items": item}]
        if key.startswith("expect"):
            lists.append({"type": "object", "additionalProperties": lists[0]})
        schema = _with(key, {"anyOf": [*shape.get("anyOf", [shape]), *lists]})(schema)
    properties = {key: part for key, part in schema["properties"].items() if key != MEMBERS}
    return {**schema, "properties": properties, "required": ["given"]}


def _objective(schema: Schema) -> Schema:
    # An objective holds its indicators themselves.
    shape = {"type": "array", "items": {"if": {"type": "object"}, "then": {"$ref": "#/definitions/Node"}}}
    return _with("indicators", shape)(schema)


def _attainment(schema: Schema) -> Schema:
    text = {"$ref": "#/definitions/Text"}
    schema = _with("means", {"anyOf": [text, {"type": "array", "items": text}]})(schema)
    return {**schema, "allOf": [_when(_is("method", "progress"), {"required": ["baseline"]})]}


_ROW: Schema = {"type": "array", "items": {"type": ["string", "number"]}, "minItems": 2}
_LIST_OF_TEXTS = {"type": "array", "items": {"type": "string"}}
_FREQUENCY = {"enum": ["year", "semester", "quarter", "month"]}
_FREQUENCIES: Schema = {"type": "array", "items": _FREQUENCY, "minItems": 1}

AS_WRITTEN: dict[str, Change] = {
    "Program": _program,
    "Group": _group,
    "Indicator": _indicator,
    "Scale": _scale,
    "Aggregation": _aggregation,
    "Weighting": _weighting,
    "Imputation": _methods,
    "Treatment": _methods,
    "Rounding": _rounding,
    "Provenance": _provenance,
    "Variable": _variable,
    "Quantity": _quantity,
    "Parameter": _parameter,
    "Goal": _goal,
    "Example": _example,
    "Objective": _objective,
    "Component": _objective,
    "Entity": _word_of("type"),
    "Peers": _word_of("column"),
    "Option": _word_of("id"),
    "Criterion": _criterion,
    "Period": lambda schema: _or(_FREQUENCY, _FREQUENCIES)(
        _with("frequency", {"anyOf": [_FREQUENCY, _FREQUENCIES]})(schema)
    ),
    "Replaced": _or(_TEXT),
    "Range": _or(_pair({"type": ["number", "null"]})),
    "ScalePoint": _or(_pair({"anyOf": [NUMBER, {"$ref": "#/definitions/Quantity"}]})),
    "CreditStep": _or({**_pair({}), "items": [NUMBER, {"$ref": "#/definitions/Fraction"}]}),
    "Rule": _with("when", {"type": "object", "additionalProperties": {"anyOf": [{"type": "string"}, _LIST_OF_TEXTS]}}),
    "Gate": _with("requires", {"anyOf": [{"type": "string"}, {**_LIST_OF_TEXTS, "minItems": 1}]}),
    "Attainment": _attainment,
}
