"""What there is to be reached, asked from the library itself: its JSON Schema, its diagnostics, its help."""

from __future__ import annotations

import functools
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft7Validator

import icmaml_indicators as icma

from .inputs import PROGRAMS, REPOSITORY

Schema = dict[str, Any]


def run(*arguments: str) -> str:
    """Return what a command prints."""
    command = [sys.executable, "-m", "icmaml_indicators", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@functools.cache
def schema(*, part: bool = False) -> Schema:
    """Return the JSON Schema of the spec language, or of part files."""
    found: Schema = json.loads(run("schema", "--part") if part else run("schema"))
    return found


def words() -> set[str]:
    """Return every key of the language, as ``Model.key``, and every choice, as ``Model.key=choice``."""
    found: set[str] = set()
    for name, model in {"Program": schema(), **schema()["definitions"]}.items():
        found |= set(_words(name, model))
    return found


def _words(name: str, node: Schema, key: str = "") -> Iterator[str]:
    for choice in node.get("enum", ()):
        if choice is not None:
            yield f"{name}.{key}={choice}" if key else f"{name}={choice}"
    for word, below in node.get("properties", {}).items():
        yield f"{name}.{word}"
        yield from _words(name, below, word)
    for below in (*node.get("anyOf", ()), *node.get("oneOf", ()), *_listed(node.get("items"))):
        yield from _words(name, below, key)
    if isinstance(node.get("additionalProperties"), dict):
        yield from _words(name, node["additionalProperties"], key)


def _listed(items: Any) -> list[Schema]:
    return items if isinstance(items, list) else [items] if isinstance(items, dict) else []


def written_words() -> set[str]:
    """Return the words that the programs of the net use, those shipped among them."""
    found: set[str] = set()
    for folder in (PROGRAMS, REPOSITORY / "indicator_specs"):
        for path in sorted(folder.rglob("*.yaml")):
            if path.parent.name == "maps":  # another language
                continue
            data = json.loads(json.dumps(_named(yaml.safe_load(path.read_text(encoding="utf-8"))), default=str))
            found |= set(_visit("Program", data, schema(part="spec" not in data)))
    return found


def _named(data: Any) -> Any:
    """Return data with all keys as text, as the language reads them."""
    if isinstance(data, dict):
        return {str(key): _named(value) for key, value in data.items()}
    return [_named(value) for value in data] if isinstance(data, list) else data


def _visit(name: str, data: Any, node: Schema, key: str = "") -> Iterator[str]:
    if "$ref" in node:
        name, key = node["$ref"].rsplit("/", 1)[-1], ""
        node = schema()["definitions"][name]
    if data in node.get("enum", ()) and data is not None:
        yield f"{name}.{key}={data}" if key else f"{name}={data}"
    for below in node.get("allOf", ()):
        yield from _visit(name, data, below, key)
    for below in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        if _fits(data, below):
            yield from _visit(name, data, below, key)
    if "if" in node:
        branch = node.get("then" if _fits(data, node["if"]) else "else")
        if isinstance(branch, dict):
            yield from _visit(name, data, branch, key)
    if isinstance(data, dict):
        known = node.get("properties", {})
        for word, value in data.items():
            if word in known:
                yield f"{name}.{word}"
                yield from _visit(name, value, known[word], word)
            elif isinstance(node.get("additionalProperties"), dict):
                yield from _visit(name, value, node["additionalProperties"], key)
    if isinstance(data, list):
        items = node.get("items")
        for place, value in enumerate(data):
            below = items[place] if isinstance(items, list) and place < len(items) else items
            if isinstance(below, dict):
                yield from _visit(name, value, below, key)


def _fits(data: Any, node: Schema) -> bool:
    if set(node) == {"required"}:
        return isinstance(data, dict) and set(node["required"]) <= set(data)
    return bool(Draft7Validator({**node, "definitions": schema()["definitions"]}).is_valid(data))


def functions(folder: Path) -> list[str]:
    """Return the functions of formulas: what is valid where one is unknown."""
    path = folder / "unknown.yaml"
    path.write_text(
        icma.new_program("unknown").replace("formula: ", "formula: no_such_function(1) + "), encoding="utf-8"
    )
    found = json.loads(icma.validate(path).render("json"))["diagnostics"]
    return next(one["expected"] for one in found if one["code"] == "IND203")


def commands() -> dict[str, list[str]]:
    """Return each command with its options."""
    listed = re.findall(r"^    (\w+)(?: |$)", run("--help"), flags=re.MULTILINE)
    return {name: re.findall(r"--[a-z][a-z-]+", run(name, "--help")) for name in dict.fromkeys(listed)}
