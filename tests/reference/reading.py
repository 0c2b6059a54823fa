"""Specs as they are written, with what they abbreviate written out: parts, tables of criteria, matrices."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

# Areas of a matrix, with what they weigh where the matrix does not say.
_LEVELS = (("goal", "goal", 10), ("purpose", "purpose", 30), ("component", "components", 40), ("activity", "activities", 20))  # fmt: skip
_MEASURE, _LEAF = ("answer", "evidence", "not_applicable"), ("points", "weight", "role")


class _Loader(yaml.CSafeLoader):
    """Of the words only ``true`` and ``false`` are booleans, and nothing is a date."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in found if tag not in {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"}]
    for letter, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}  # fmt: skip
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true\Z|false\Z"), list("tf"))


def read(path: Path) -> dict[str, Any]:
    """Return a program as a mapping, its file or the files of its folder together."""
    spec = _load(path / "program.yaml" if path.is_dir() else path)
    for part in spec.pop("parts", []):
        for key, items in _load(path / part).items():
            spec[key] = [*spec.get(key, []), *items]
    if "matrix" in spec:
        spec["tree"] = _tree_of(spec["matrix"])
        spec.setdefault("missing", dict.fromkeys(("not_reported", "not_verified", "rejected", "undefined"), "skip"))
    tables = spec.get("tables", {})
    spec["variables"] = [item for each in spec.get("variables", []) for item in _items(each, tables, None)]
    spec["tree"] = [item for each in spec["tree"] for item in _items(each, tables, None)]
    for node in spec["tree"]:
        _write_out(node, tables)
    return spec


def _load(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as text:
        found: dict[str, Any] = _Loader(text).get_single_data()
    return found


def _items(item: dict[str, Any], tables: dict[str, Any], group: str | None) -> list[dict[str, Any]]:
    """Return what an item stands for: itself, or one a row."""
    if not item.keys() & {"rows", "table"}:
        return [item]
    table = tables.get(item.get("table"), {}) | item
    found = []
    for row in table["rows"]:
        cells = dict(zip(table["columns"], row, strict=True))
        shared = {key: value for key, value in table.items() if key not in {"columns", "rows", "table"}}
        one = {key: filled for key, value in shared.items() if (filled := _filled(value, cells)) is not None}
        one |= {name: cell for name, cell in cells.items() if cell is not None and name not in {"key", "es", "en"}}
        if "key" in cells:
            one["id"] = f"{group}_{cells['key']}" if group else cells["key"]
        found.append(one)
    return found


def _filled(value: Any, cells: dict[str, Any]) -> Any:
    """Return what rows share with the cells of one row in the place of their names."""
    if isinstance(value, dict):
        filled = {_filled(key, cells): _filled(part, cells) for key, part in value.items()}
        return {key: part for key, part in filled.items() if part is not None}
    if isinstance(value, list):
        return [_filled(part, cells) for part in value]
    if isinstance(value, str) and value[:1] == "<" and value[1:-1] in cells:
        return cells[value[1:-1]]
    if isinstance(value, str):
        for name, cell in cells.items():
            value = value.replace(f"<{name}>", str(cell))
    return value


def _write_out(node: dict[str, Any], tables: dict[str, Any]) -> None:
    table = node.pop("criteria", None)
    if table is not None:
        table = {"table": table} if isinstance(table, str) else table
        table = tables.get(table.get("table"), {}) | table
        node["children"] = [*node.get("children", []), *(_criterion(node, table, row) for row in table["rows"])]
    if "children" in node:
        node["children"] = [item for each in node["children"] for item in _items(each, tables, node["id"])]
    for child in node.get("children", ()):
        _write_out(child, tables)


def _criterion(group: dict[str, Any], table: dict[str, Any], row: list[Any]) -> dict[str, Any]:
    cells = {key: table[key] for key in (*_MEASURE, *_LEAF) if key in table}
    cells |= {name: cell for name, cell in zip(table["columns"], row, strict=False) if cell is not None}
    leaf = {"id": cells.get("id") or f"{group['id']}_{cells['key']}"}
    leaf["criterion"] = {key: cells[key] for key in _MEASURE if key in cells}
    return leaf | {key: cells[key] for key in _LEAF if key in cells}


def _tree_of(matrix: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one group a level of the matrix, with the indicators of its objectives."""
    components = matrix.get("components", [])
    objectives = {
        "goal": [matrix.get("goal", {})],
        "purpose": [matrix.get("purpose", {})],
        "component": components,
        "activity": [activity for component in components for activity in component.get("activities", [])],
    }
    groups = []
    for level, name, weight in _LEVELS:
        leaves = [leaf for objective in objectives[level] for leaf in objective.get("indicators", [])]
        if leaves:
            groups.append({"id": name, "weight": matrix.get("weights", {}).get(level, weight), "children": leaves})
    return groups
