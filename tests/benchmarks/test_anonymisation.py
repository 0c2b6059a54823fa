"""A report in which nobody but oneself can be recognised."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.benchmarks.test_statistics import SPEC, table
from tests.conftest import HEAD, program

OWN = "00007"


@pytest.fixture(scope="module")
def found() -> icma.Benchmark:
    data = table(40).assign(name=lambda d: "Town " + d["entity"])
    data.loc[data["entity"] == "00003", "cases"] = 10**9
    return icma.benchmark(icma.score(SPEC, data), "zone")


def test_figures_stay_and_names_go(found: icma.Benchmark) -> None:
    hidden = found.anonymise(OWN, seed=1)
    keys = ["peers", "period", "indicator"]
    pd.testing.assert_frame_equal(
        hidden.statistics.drop(columns="best_entities").sort_values(keys, ignore_index=True),
        found.statistics.drop(columns="best_entities").sort_values(keys, ignore_index=True),
    )
    own, mine = (side.positions.query("entity == @OWN").reset_index(drop=True) for side in (hidden, found))
    figures = ["value", "rank", "percentile", "quartile", "gap_to_median", "light", "by_chance"]
    pd.testing.assert_frame_equal(own[figures], mine[figures])
    assert set(own["name"]) == {"Town 00007"}
    others = set(hidden.positions["entity"]) - {OWN}
    assert all(name.startswith("M-") for name in others)
    assert len(others) == 39
    assert set(hidden.positions["name"]) - {"Town 00007"} == others


def test_labels_do_not_follow_the_order_of_keys(found: icma.Benchmark) -> None:
    hidden = found.anonymise(OWN, seed=1)
    value = hidden.assessment.values["up"].xs("2014", level="period").drop(OWN)
    original = found.assessment.values["up"].xs("2014", level="period").drop(OWN)
    assert sorted(value.dropna()) == sorted(original.dropna())
    assert not np.array_equal(value, original, equal_nan=True)
    assert found.anonymise(OWN).assessment.fingerprint != found.anonymise(OWN).assessment.fingerprint


@pytest.mark.parametrize("suffix", [".html", ".xlsx", ".csv", ".json"])
def test_no_file_names_anybody_else(found: icma.Benchmark, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"report{suffix}"
    icma.write_report(found, path, "es", own=OWN, anonymise=True)
    if suffix == ".xlsx":
        sheets = pd.read_excel(path, sheet_name=None, dtype=str)
        text = "\n".join(sheet.to_csv() for sheet in sheets.values())
    else:
        text = path.read_text(encoding="utf-8")
    assert OWN in text
    for number in range(1, 41):
        key = f"{number:05d}"
        assert key == OWN or f"Town {key}" not in text
        assert key == OWN or (f'"{key}"' not in text and f",{key}," not in text and f">{key}<" not in text)


def test_neighbours_are_anonymous_too(found: icma.Benchmark) -> None:
    near = icma.benchmark(found.assessment, icma.Nearest(("people",), k=5))
    hidden = near.anonymise(OWN, seed=2)
    assert {str(name)[:2] for name in hidden.neighbours["neighbour"]} <= {"M-", "00"}
    distances = [side.neighbours.query("entity == @OWN")["distance"].tolist() for side in (near, hidden)]
    assert distances[0] == distances[1]
    own, mine = (side.positions.query("entity == @OWN")["rank"].tolist() for side in (hidden, near))
    np.testing.assert_array_equal(own, mine)


def test_an_unknown_own_is_named(found: icma.Benchmark) -> None:
    with pytest.raises(icma.UnknownNameError, match="there is no entity `99999`"):
        found.anonymise("99999")
    assert all(name.startswith("M-") for name in found.anonymise().assessment._scored.table.entity_ids)


def test_targets_by_formula_and_scores_in_formulas_stay() -> None:
    spec = program(
        HEAD
        + """scale: min_max
variables: [{id: a, title: {es: a, en: a}}, {id: b, title: {es: b, en: b}}]
tree:
  - {id: g, title: {es: g, en: g}, children: [{id: i, title: {es: i, en: i}, formula: a, direction: higher}]}
  - {id: k, title: {es: k, en: k}, formula: 100 * score(g) / max(score(g) over period), direction: higher}
  - {id: t, title: {es: t, en: t}, formula: a, direction: higher, attainment: {target: b + 1}}
"""
    )
    data = pd.DataFrame({"entity": ["00001", "00002", "00003"], "period": "2014-S1", "a": [1, 2, 5], "b": [9, 4, 4]})
    whole = icma.benchmark(icma.score(spec, data))
    hidden = whole.anonymise("00002", seed=3)
    for name in ("scores", "values"):
        mine, own = (getattr(side.assessment, name).xs("00002", level="entity") for side in (whole, hidden))
        pd.testing.assert_frame_equal(own, mine)
