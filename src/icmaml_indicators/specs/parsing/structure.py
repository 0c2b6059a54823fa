"""Nodes to a model: pydantic's errors become diagnostics, and what is sound goes on to be checked further."""

from __future__ import annotations

import re
import types
from collections.abc import Sequence
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from ...diagnostics import Diagnostic, advice, hint_of, kind_of_choices
from ...diagnostics.synonyms import Hint
from ...version import __version__
from ..model.base import Text, Unit, as_id
from ..model.measures import Group, Indicator
from ..model.program import Program
from ..model.quantities import Parameter
from ..model.variables import MEMBERS, OWN, Variable
from ..model.versions import version_parts
from .draft import Draft
from .nodes import Node, Path, shown_value
from .shorthand import SHORTHAND_KEYS
from .yaml_reader import resolve

# pydantic error type -> what was wanted, in both languages
_WANTED = {
    "string_type": ("un texto", "a text"),
    "int_type": ("un número entero", "a whole number"),
    "float_type": ("un número", "a number"),
    "bool_type": ("true o false", "true or false"),
    "dict_type": ("un mapa de claves y valores", "a mapping of keys and values"),
    "mapping_type": ("un mapa de claves y valores", "a mapping of keys and values"),
    "model_type": ("un mapa de claves y valores", "a mapping of keys and values"),
    "model_attributes_type": ("un mapa de claves y valores", "a mapping of keys and values"),
    "both_languages": ("un texto en ambos idiomas, `{es: …, en: …}`", "a text in both languages, `{es: …, en: …}`"),
    "tuple_type": ("una lista", "a list"),
    "list_type": ("una lista", "a list"),
    "string_too_short": ("un texto no vacío", "a text that is not empty"),
    "too_short": ("una lista no vacía", "a list that is not empty"),
    "string_pattern_mismatch": ("un texto con la forma esperada", "a text of the expected form"),
    "greater_than": ("un número mayor", "a greater number"),
    "greater_than_equal": ("un número mayor", "a greater number"),
    "less_than_equal": ("un número menor", "a smaller number"),
}
# What elsewhere is true or false, or was in YAML 1.1.
_TRUTHS = dict.fromkeys(("true", "yes", "y", "on", "sí", "si", "verdadero"), "true")
_TRUTHS |= dict.fromkeys(("false", "no", "n", "off", "falso"), "false")
_TEXTS = {Text.__name__, Unit.__name__}
_NUMBER_TYPES = {"int_type", "float_type"}
_MOST_PASSES = 8
_Top = TypeVar("_Top", bound=BaseModel)


def build_model(root: Node, top: type[_Top]) -> tuple[_Top | None, list[Diagnostic]]:
    """Validate nodes as a model of their own; return it, or None, and what was found wrong."""
    if not isinstance(root.value, dict):
        details = {**_wanted("dict_type", "map"), "given": shown_value(root.value)}
        return None, [Diagnostic("IND106", root.place(), details)]
    try:
        return top.model_validate(root.data()), []
    except ValidationError as errors:
        found = _one_a_place(root, errors.errors(include_url=False))
        return None, [_diagnose(root, error, top) for error in found]


def build_program(draft: Draft) -> None:
    """Validate the nodes of `draft`; fill its program and its diagnostics."""
    root = draft.root
    if root is not None and (needed := _find_later_version(root)) is not None:
        # Of a language that is not known nothing else can be told.
        details = {"needed": needed.value, "own": __version__}
        draft.diagnostics.append(Diagnostic("IND141", needed.place(), details))
        return
    set_aside: set[str] = set()
    for turn in range(_MOST_PASSES):
        if root is None or not isinstance(root.value, dict):
            break
        try:
            draft.program = Program.model_validate(root.data())
            break
        except ValidationError as errors:
            for error in _one_a_place(root, errors.errors(include_url=False)):
                diagnostic = _diagnose(root, error)
                # After the first turn only rules across keys can be new; the rest follows from what was taken out.
                new = turn == 0 or diagnostic.code not in {"IND105", "IND106", "IND123"}
                if new:
                    draft.diagnostics.append(diagnostic)
            root = _without_faults(root, errors, set_aside)
    if root is not None and not isinstance(root.value, dict):
        draft.diagnostics.append(
            Diagnostic("IND106", root.place(), {**_wanted("dict_type"), "given": shown_value(root.value)})
        )
    draft.set_aside = frozenset(set_aside)
    if root is not None:
        draft.root = root


def _find_later_version(root: Node) -> Node | None:
    """Return the version of the library that a program needs, where this one is older."""
    needed = root.value.get("needs") if isinstance(root.value, dict) else None
    parts = version_parts(needed.value) if needed is not None and isinstance(needed.value, str) else None
    return needed if parts is not None and parts > (version_parts(__version__) or parts) else None


def _one_a_place(root: Node, errors: Sequence[Any]) -> list[Any]:
    """Keep the last alternative of a value that fits none of several types: pydantic reports each of them.

    A list is not too short for an item that is there and faulty.
    """
    kept: dict[tuple[Path, str], Any] = {}
    holders = {error["loc"][:end] for error in errors for end in range(len(error["loc"]))}
    for error in errors:
        if error["type"] == "too_short" and error["loc"] in holders:
            continue
        family = "type" if error["type"] in {*_WANTED, "literal_error"} else str(error["type"])
        kept[_as_written(root, tuple(error["loc"])), family] = error
    return list(kept.values())


def _wanted(kind: str, key: str = "spec") -> dict[str, str]:
    spanish, english = _WANTED.get(kind, ("un valor admisible", "an admissible value"))
    return {"key": key, "wanted_es": spanish, "wanted_en": english}


def _diagnose(root: Node, error: Any, top: type[BaseModel] = Program) -> Diagnostic:
    kind, loc = str(error["type"]), _as_written(root, tuple(error["loc"]))
    parent_path, key = _named(loc)
    parent, node = root.find(parent_path), root.find(loc)
    if kind == "extra_forbidden":
        loc = tuple(error["loc"])  # whatever the key is called
        parent = root.find(loc[:-1])
        if str(loc[-1]) not in parent.keys:
            # A key that bears the name of a union's tag (`indicator`) is taken for the tag and stepped into.
            parent = root.find(loc[:-2])
        known, written = _fields_at(loc[:-1], top), str(loc[-1])
        found = hint_of("key", written, known)
        elsewhere = _homes_of(written) if top is Program else []
        if elsewhere and not found.advice:
            # A key of the language in a wrong place is no misspelt one.
            names = [", ".join(home[language] for home in elsewhere) for language in (0, 1)]
            found = Hint(None, advice(f"es una clave de {names[0]}", f"it is a key of {names[1]}"))
        return Diagnostic(
            "IND104", parent.key_place(written), {"key": loc[-1], **found.advice}, found.suggestion, known
        )
    if kind == "missing":
        return Diagnostic("IND105", node.place(), {"key": loc[-1]})
    if kind == "IND115" and isinstance(error["input"], str):
        return Diagnostic(kind, node.place(), {"given": error["input"]}, as_id(error["input"]))
    if kind.startswith("IND"):
        details = {"key": key, **error.get("ctx", {})}
        # What a rule across keys found may stand below the value that it was asked of.
        return Diagnostic(kind, node.find(details.pop("at", ())).place(), details)
    if kind == "literal_error":
        valid = _choices(error["ctx"]["expected"])
        given = shown_value(error["input"]).strip("`")
        found = hint_of(kind_of_choices(valid), given, valid)
        details = {"key": key, "given": given, **found.advice}
        return Diagnostic("IND107", node.place(), details, found.suggestion, valid)
    if kind in _NUMBER_TYPES and isinstance(error["input"], str):
        mend = _mended_number(error["input"])
        if mend is not None:
            return Diagnostic("IND114", node.place(), {"key": key, "given": error["input"], "mend": mend})
    place = node.place() if node is not parent or not parent.keys else parent.place()
    hint = _TRUTHS.get(str(error["input"]).casefold()) if kind == "bool_type" else None
    if kind == "model_type" and error["ctx"]["class_name"] in _TEXTS:
        kind, hint = "both_languages", _in_both(error["input"])
    return Diagnostic("IND106", place, {**_wanted(kind, str(key)), "given": shown_value(error["input"])}, hint)


def _in_both(given: object) -> str | None:
    """Return a text for both languages where it is the same in both: signs, as ``%``."""
    if not isinstance(given, str) or not given.strip() or any(letter.isalpha() or letter in '"\\' for letter in given):
        return None
    return f'{{es: "{given}", en: "{given}"}}'


# What stands in places of errors and in no spec: the alternatives of unions.
_TAGS = {"int", "float", "bool", "str", "number", "quantity", "listed", "any_text", OWN}
_PAIRS = {"low": 0, "high": 1, "value": 0, "score": 1}


def _as_written(root: Node, loc: Path) -> Path:
    """Return `loc` with the names of pairs written as lists (``[low, high]``) turned into their positions."""
    if MEMBERS in loc[:-2]:
        # Of a population: the entity at a place, which stands in the list under each key.
        at = loc.index(MEMBERS)
        place, key, *rest = loc[at + 1 :]
        bare = tuple(part for part in rest if part not in _TAGS and "[" not in str(part))
        within = (*bare, place) if str(key).startswith("expect") else (place, *bare)
        return (*loc[:at], key, *within)
    if loc and loc[-1] in _PAIRS and isinstance(root.find(loc[:-1]).value, list):
        return (*loc[:-1], _PAIRS[str(loc[-1])])
    if len(loc) > 1 and (loc[-1] in _TAGS or str(loc[-1]).startswith("literal[")):
        return _as_written(root, loc[:-1])
    return loc


def _named(loc: Path) -> tuple[Path, int | str]:
    """Return the path of the mapping that holds the faulty key, and the key's name."""
    for index in range(len(loc) - 1, -1, -1):
        part = loc[index]
        if isinstance(part, str) and "[" not in part and part not in _TAGS:
            return loc[:index], part
    return (), "spec"


def _choices(expected: str) -> tuple[str, ...]:
    """Undo pydantic's prose list of literals: ``'a', 'b' or 'c'``."""
    return tuple(part.strip().strip("'") for part in expected.replace(" or ", ", ").split(","))


def _mended_number(text: str) -> str | None:
    """Return how a text that looks like a number should be written, or None.

    Commas that stand before every three digits part thousands; a single other one is a decimal mark.
    """
    digits = text.replace("_", "").strip()
    grouped = re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", digits)
    digits = digits.replace(",", "") if grouped else digits.replace(",", ".", 1)
    sign = "-" if digits.startswith("-") else ""
    bare = digits.lstrip("+-").lstrip("0") or "0"
    bare = f"0{bare}" if bare.startswith(".") else bare
    value = resolve(sign + bare)
    return sign + bare if isinstance(value, int | float) and not isinstance(value, bool) else None


def _fields_at(loc: Path, top: type[BaseModel]) -> tuple[str, ...]:
    """Return the keys that the model at `loc` knows."""
    annotation: Any = top
    for part in loc:
        annotation = _step(annotation, part)
    model = next((c for c in _flatten(annotation) if isinstance(c, type) and issubclass(c, BaseModel)), None)
    if model is None:
        return ()
    written = SHORTHAND_KEYS.get(model.__name__, ())
    fields = (info.alias or name for name, info in model.model_fields.items())
    return tuple(sorted([*(name for name in fields if name != MEMBERS), *written]))


_HOMES: tuple[tuple[type[BaseModel], tuple[str, str]], ...] = (
    (Indicator, ("los indicadores", "indicators")),
    (Group, ("los grupos", "groups")),
    (Variable, ("las variables", "variables")),
    (Parameter, ("los parámetros", "parameters")),
    (Program, ("el programa", "the program")),
)


def _homes_of(key: str) -> list[tuple[str, str]]:
    """Return what bears a key: indicators, groups, variables, the program."""
    return [names for model, names in _HOMES if any(key == (i.alias or n) for n, i in model.model_fields.items())]


def _flatten(annotation: Any) -> list[Any]:
    """Return the alternatives of a union, metadata stripped."""
    origin = get_origin(annotation)
    if origin in {Union, types.UnionType}:
        return [leaf for choice in get_args(annotation) for leaf in _flatten(choice)]
    if hasattr(annotation, "__metadata__"):
        return _flatten(annotation.__origin__)
    return [annotation]


def _step(annotation: Any, part: int | str) -> Any:
    """Return the annotation one step of `loc` below."""
    tags = {"indicator": Indicator, "group": Group}
    for choice in _flatten(annotation):
        if get_origin(choice) in {tuple, list}:
            if isinstance(part, int):
                return get_args(choice)[0]
        elif get_origin(choice) is dict:
            return get_args(choice)[1]
        elif isinstance(choice, type) and issubclass(choice, BaseModel):
            if part in tags and choice is tags[str(part)]:
                return choice
            for name, info in choice.model_fields.items():
                if part in {name, info.alias}:
                    return info.annotation
    return annotation


def _without_faults(root: Node, errors: ValidationError, set_aside: set[str]) -> Node | None:
    """Return the node tree less what is faulty, or None when the program itself is beyond use.

    An unknown key goes alone; any other fault takes the list item that holds it. Required keys of the program get a
    stand-in, so that the rest can be checked; the draft keeps its errors and is never used as a program.
    """
    unknown: list[Path] = []
    items: set[Path] = set()
    stand_ins: dict[str, Any] = {}
    for error in errors.errors(include_url=False, include_context=False):
        loc = tuple(error["loc"])
        if error["type"] == "extra_forbidden":
            unknown.append(loc)
            continue
        cut = max((i for i, part in enumerate(loc) if isinstance(part, int) and _is_item(loc[:i])), default=None)
        if cut is None:
            stand_ins[str(loc[0]) if loc else "tree"] = _STAND_INS.get(str(loc[0]) if loc else "tree")
        else:
            items.add(loc[: cut + 1])
    if "tree" in stand_ins:
        return None
    for loc in unknown:
        parent = root.find(loc[:-1])
        parent.value.pop(loc[-1], None)
    for loc in sorted(items, key=lambda path: [str(p).zfill(6) for p in path], reverse=True):
        holder = root.find(loc[:-1])
        if isinstance(holder.value, list) and isinstance(loc[-1], int) and loc[-1] < len(holder.value):
            _collect_ids(holder.value.pop(loc[-1]), set_aside)
    for key, value in stand_ins.items():
        root.value.pop(key, None)
        if value is not None:
            root.value[key] = Node(root.source, value, root.start, root.start)
    return root


_STAND_INS: dict[str, Any] = {
    "spec": 1,
    "id": "stand_in",
    "version": "0",
    "entity": "other",
    "period": "year",
}


def _is_item(path: Path) -> bool:
    """Whether `path` leads to one of the lists whose items can be set aside one by one."""
    return bool(path) and path[-1] in {
        "parameters",
        "variables",
        "checks",
        "tree",
        "children",
        "examples",
        "levels",
        "peers",
        "answers",
        "gates",
        "models",
    }


def _collect_ids(node: Node, into: set[str]) -> None:
    if isinstance(node.value, dict):
        own = node.value.get("id")
        if own is not None and isinstance(own.value, str):
            # References may have it as it should be.
            into.update(filter(None, (own.value, as_id(own.value))))
        for child in node.value.values():
            _collect_ids(child, into)
    elif isinstance(node.value, list):
        for child in node.value:
            _collect_ids(child, into)
