"""A map of a made-up file, and what it gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from icmaml_indicators.diagnostics.messages.maps import MAP
from icmaml_indicators.maps.applying import apply_map
from icmaml_indicators.maps.model import ColumnMap
from icmaml_indicators.maps.reading import take_map

# Its variables, and what may be put in the place of keys of the sample.
HEAD = MAP[: MAP.index("columns:")]


def write_map(folder: Path, text: str) -> Path:
    """Write a map."""
    path = folder / "sample.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def build_map(folder: Path, **keys: Any) -> ColumnMap:
    """Return the map of a file with these keys, all as YAML has them."""
    return take_map(write_map(folder, HEAD + yaml.safe_dump(keys, allow_unicode=True, sort_keys=False)), ColumnMap)


def variable(name: str, **keys: Any) -> dict[str, Any]:
    """Return a variable of a map, counted in persons unless another unit is given."""
    return {"id": name, "unit": {"es": "personas", "en": "persons"}, **keys}


def apply_to(column_map: ColumnMap, **columns: list[Any]) -> tuple[pd.DataFrame, list[tuple[str, ...]]]:
    """Return the table that made-up columns come to, by entity and period, and the findings without their details."""
    table = apply_map(column_map, pd.DataFrame(columns))
    notes = table.attrs["icmaml_indicators.mapped"]
    told = [(code, subject, entity, period) for code, subject, entity, period, *_ in notes if code != "IND710"]
    return table.set_index(["entity", "period"]), told
