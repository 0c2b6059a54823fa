"""Specs as they are written, with what they abbreviate written out: parts, tables of criteria, matrices."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

# Areas of a matrix, with what they weigh where the matrix does not say.
_LEVELS = (("goal", "goal", 10), ("purpose", "purpose", 30), ("component", "components", 40), ("activity", "activities", 20))  # fmt: skip
_MEASURE, _LEAF = ("answer", "evidence", "not_applicable", "role"), ("points", "weight")


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
    for node in spec["tree"]:
        _write_out(node, spec.get("tables", {}))
    return spec


def _load(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as text:
        found: dict[str, Any] = _Loader(text).get_single_data()
    return found


def _write_out(node: dict[str, Any], tables: dict[str, Any]) -> None:
    table = node.pop("criteria", None)
    if table is not None:
        table = {"table": table} if isinstance(table, str) else table
        table = tables.get(table.get("table"), {}) | table
        node["children"] = [*node.get("children", []), *(_criterion(node, table, row) for row in table["rows"])]
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
