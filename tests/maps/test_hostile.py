"""Maps and files that anybody may hand in: whatever they hold is told, or refused in our own words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.maps.applying import apply_map
from icmaml_indicators.maps.model import ColumnMap
from icmaml_indicators.maps.reading import AnyMap, read_map, take_map
from icmaml_indicators.maps.target_map import TargetMap
from icmaml_indicators.sources.builtin import builtin_maps

_BITS = ["null", "[]", "{}", "1", "-1", "2020-S2", "true", "[a, b]", "{a: b}", "''", "\u202e", "1e308", "key", "{heading: X}",
         "[[1]]", "9" * 30, "sindes", "cep", "&a x", "*a", "!!python/name:os.system"]  # fmt: skip
_CELLS = ["1", "", "ND", "2,5", "-3", "x", "2020", "12", "0", "99", "1e400", "1e-320", None, "01001", 5, 2.5, float("inf"), True,
          [1], "１２", "9" * 30, "-0", "\ud800", "=1+1"]  # fmt: skip


def disturb(text: str, chance: np.random.Generator) -> str:
    """Return a text with one to three lines of it left out, repeated, or with another value."""
    lines = text.splitlines()
    for _ in range(int(chance.integers(1, 4))):
        at, bit = int(chance.integers(len(lines))), str(chance.choice(_BITS))
        match int(chance.integers(4)):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[int(chance.integers(len(lines)))])
            case 2:
                lines[at] = f"{lines[at].partition(':')[0]}: {bit}"
            case _:
                words = lines[at].split(" ")
                words[int(chance.integers(len(words)))] = bit
                lines[at] = " ".join(words)
    return "\n".join(lines)


def draw_file(column_map: AnyMap, chance: np.random.Generator) -> pd.DataFrame:
    """Return a table under the headings of a map, whose cells are whatever comes, and now and then what it asks for."""
    conditions = [column_map.where]
    if isinstance(column_map, ColumnMap):
        conditions += [one.where for one in column_map.variables]
        conditions += [term.where for one in column_map.variables for term in one.terms]
    asked: list[Any] = [value for where in conditions for values in where.values() for value in values]
    columns = {}
    for column in column_map.columns.values():
        pool = [_CELLS, ["1", "2", "01"], ["2020", "2021"], asked or _CELLS][int(chance.integers(4))]
        cells = [pool[int(place)] for place in chance.integers(len(pool), size=40)]
        columns[column.headings[0].heading] = pd.Series(cells, dtype=object)
    return pd.DataFrame(columns)


@pytest.mark.parametrize("seed", range(4))
def test_a_disturbed_map_is_told_of_at_its_places(seed: int, tmp_path: Path) -> None:
    chance = np.random.default_rng(seed)
    texts = [path.read_text(encoding="utf-8") for path in builtin_maps().values()]
    path, sound = tmp_path / "map.yaml", 0
    for _ in range(40):
        path.write_text(disturb(texts[int(chance.integers(len(texts)))], chance), encoding="utf-8")
        draft = read_map(path)
        assert draft.ok or draft.diagnostics
        assert all(fault.place.file == str(path) and fault.place.line >= 1 for fault in draft.diagnostics)
        sound += draft.ok
    assert sound < 40


def _of(kind: type[AnyMap]) -> list[str]:
    return [name for name in sorted(builtin_maps()) if isinstance(icma.load_map(name), kind)]


@pytest.mark.parametrize("name", _of(TargetMap))
def test_whatever_a_file_of_targets_holds_is_scored_or_told(name: str) -> None:
    chance, column_map = np.random.default_rng(7), icma.load_map(name)
    for _ in range(40):
        frame = draw_file(column_map, chance)
        found = icma.score_targets(frame, map=column_map)
        assert set(found.indicators.index) <= set(map(str, frame.index))
        assert np.isfinite(found.scores[~np.isnan(found.scores)]).all()


@pytest.mark.parametrize("name", _of(ColumnMap))
def test_whatever_a_file_holds_is_a_figure_absent_or_refused(name: str) -> None:
    chance, column_map = np.random.default_rng(7), take_map(name, ColumnMap)
    read = 0
    for _ in range(40):
        try:
            table = apply_map(column_map, draw_file(column_map, chance))
        except icma.DataError as error:
            assert error.code in {"IND709"}
            continue
        read += 1
        figures = table[[one.id for one in column_map.variables if one.id in table]].astype(float).to_numpy()
        assert np.isfinite(figures[~np.isnan(figures)]).all()
        assert not table.duplicated(["entity", "period"]).any()
    assert read
