"""What is no change: the same program, in another order, written out, in parts, in shorthand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import icmaml_indicators as icma
from icmaml_indicators.sources.builtin import builtin_paths, editions
from icmaml_indicators.specs.parsing.yaml_reader import read_file
from tests.changes.mutations import shipped, written
from tests.changes.samples import FIGURES, RUBRIC, compared, edited

SHIPPED = sorted(editions())


def reversed_keys(value: Any) -> Any:
    """Return the same data with the keys of every mapping in the other order."""
    if isinstance(value, dict):
        return {key: reversed_keys(item) for key, item in reversed(value.items())}
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", SHIPPED)
def test_a_program_does_not_differ_from_itself(name: str) -> None:
    found = icma.diff(name, name)
    assert found.changes == ()
    assert found.programs[0].affected == {}
    assert found.ok
    assert (found.required_bump, found.declared_bump) == ("none", "none")


@pytest.mark.parametrize("name", [name for name in SHIPPED if builtin_paths()[name].is_file()])
def test_order_of_keys_layout_and_comments_are_no_change(name: str, tmp_path: Path) -> None:
    path = builtin_paths()[name]
    root = read_file(path).root
    assert root is not None
    other = written(reversed_keys(root.data()), tmp_path / "other.yaml")
    assert icma.diff(path, other).changes == ()


@pytest.mark.parametrize("name", ["sindes", "cimtra@2016", "mdp", "icapi"])
def test_parts_and_shorthand_written_out_are_no_change(name: str, tmp_path: Path) -> None:
    """One file in the place of a folder, every table and named provenance written out."""
    other = written(shipped(name), tmp_path / "other.yaml")
    assert icma.diff(name, other).changes == ()


def test_order_of_siblings_variables_and_checks_is_no_change(tmp_path: Path) -> None:
    spec = shipped("sindes")
    for key in ("variables", "checks", "tree"):
        spec[key] = spec[key][::-1]
    for area in spec["tree"]:
        area["children"] = area["children"][::-1]
    assert icma.diff("sindes", written(spec, tmp_path / "other.yaml")).changes == ()


def test_words_and_mappings_that_say_the_same_are_no_change() -> None:
    pairs = [
        ("entity: municipality", "entity: {type: municipality}"),
        ("period: year", "period: {frequency: [year], step: 1}"),
        ("provenance: user", "provenance: {status: user}"),
        ("low: 0, high: 10}", "low: 0.0, high: 1e1, clip: true, to: [0, 100]}"),
        ("en: Safety}", "en: Safety}\n    aggregation: {method: arithmetic_mean}"),
        ("direction: context", "direction: context\n        scale: rank"),
        ("weight: 1", "weight: 2.50"),
        ("formula: 2 * police_rate", "formula: '2*(police_rate)'"),
    ]
    assert compared(FIGURES, *pairs).changes == ()


def test_bands_and_lines_are_what_they_do() -> None:
    scale = "direction: lower\n        scale: {method: %s}"
    bands = edited(
        FIGURES, ("direction: lower", scale % "bands, bands: [{score: 0, up_to: 1}, {score: 0, up_to: 2}, {score: 9}]")
    )
    merged = edited(FIGURES, ("direction: lower", scale % "bands, bands: [{score: 0, up_to: 2}, {score: 9}]"))
    assert icma.diff(icma.loads(bands), icma.loads(merged)).changes == ()
    begun = edited(
        FIGURES, ("direction: lower", scale % "bands, bands: [{score: 0}, {score: 0, from: 1}, {score: 9, from: 2}]")
    )
    joined = edited(FIGURES, ("direction: lower", scale % "bands, bands: [{score: 0}, {score: 9, from: 2}]"))
    assert icma.diff(icma.loads(begun), icma.loads(joined)).changes == ()
    assert [change.code for change in icma.diff(icma.loads(merged), icma.loads(joined)).changes] == ["IND633"]
    alone = edited(FIGURES, ("direction: lower", scale % "bands, bands: [{score: 0}, {score: 0, from: 1}]"))
    single = edited(FIGURES, ("direction: lower", scale % "bands, bands: [{score: 0, up_to: 1}, {score: 0}]"))
    assert icma.diff(icma.loads(alone), icma.loads(single)).changes == ()
    bent = edited(
        FIGURES, ("direction: lower", scale % "piecewise_linear, points: [[0, 0], [0.1, 10], [0.3, 30], [1, 40]]")
    )
    straight = edited(FIGURES, ("direction: lower", scale % "piecewise_linear, points: [[0, 0], [0.3, 30], [1, 40]]"))
    assert icma.diff(icma.loads(bent), icma.loads(straight)).changes == ()
    assert len(icma.diff(icma.loads(bent), icma.loads(straight.replace("[0.3, 30]", "[0.3, 31]"))).changes) == 1


@pytest.mark.parametrize(
    ("written", "same", "other"),
    [
        ("z_score", "{method: z_score, mean: 0.0, sd: 1}", "{method: z_score, sd: 10}"),
        ("{method: z_score, mean: 50}", "{method: z_score, mean: 5e1}", "z_score"),
        ("percentile_rank", "{method: percentile_rank, to: [0, 100.0]}", "{method: percentile_rank, to: [0, 1]}"),
    ],
)
def test_where_standard_scores_and_places_end_is_part_of_the_scale(written: str, same: str, other: str) -> None:
    texts = [
        edited(FIGURES, ("direction: lower", f"direction: lower\n        scale: {each}"))
        for each in (written, same, other)
    ]
    first, second, third = (icma.loads(text) for text in texts)
    assert icma.diff(first, second).changes == ()
    assert [change.code for change in icma.diff(first, third).changes] == ["IND633"]


def test_a_folder_of_editions_is_paired_file_by_file() -> None:
    folder = builtin_paths()["cimtra"].parent
    assert icma.diff(folder, folder).changes == ()
    assert len(icma.diff(folder, folder).programs) == 2


def test_specs_alone_are_compared_without_numpy_and_pandas() -> None:
    import subprocess
    import sys

    code = "import sys, icmaml_indicators as i; i.diff('sindes', 'sindes').render('json'); print({'numpy', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_json_of_the_same_program_reads_back() -> None:
    assert json.loads(icma.diff("sindes", "sindes").render("json"))["programs"][0]["changes"] == []


def test_the_outcome_does_not_depend_on_the_order_of_sets() -> None:
    """Two processes with other hashes print the same."""
    import os
    import subprocess
    import sys

    code = "import icmaml_indicators as i; print(i.diff('mdp', 'simed').render(), i.diff('cimtra@2010', 'cimtra@2016').render('json'))"
    outcomes = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outcomes) == 1


def test_a_floor_counts_where_something_can_fall_to_it() -> None:
    penalty = (
        "      - {id: late, title: {es: Tarde, en: Late}, points: 1, criterion: {answer: yes_no, role: penalty}}\n"
    )
    second = "    aggregation: points\n    children:\n      - {id: c,"
    without = edited(RUBRIC, (second, f"    floor: null\n{second}"))
    assert icma.diff(icma.loads(RUBRIC), icma.loads(without)).changes == ()
    at_nought = edited(RUBRIC, (second, f"    penalty_cap: 1\n{second}")) + penalty
    below = edited(RUBRIC, (second, f"    penalty_cap: 1\n    floor: null\n{second}")) + penalty
    (change,) = icma.diff(icma.loads(at_nought), icma.loads(below)).changes
    assert (change.code, change.subject, change.key) == ("IND633", "second", "floor")
