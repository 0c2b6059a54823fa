"""The JSON Schema for editors: it accepts every spec, sees faults of structure, and never refuses what loads."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.sources import is_map
from icmaml_indicators.sources.builtin import specs_folder
from icmaml_indicators.specs import read_draft_from_text
from icmaml_indicators.specs.parsing.yaml_reader import read_file
from icmaml_indicators.specs.schema.json_schema import spec_schema
from tests.conftest import REPOSITORY, examples

SCHEMAS = REPOSITORY / "docs" / "schemas"
BAD = Path(__file__).parent / "bad"
ALL = [path for path in sorted(specs_folder().rglob("*.yaml")) if not is_map(path)]
PARTS = [path for path in ALL if (path.parent / "program.yaml").is_file() and path.name != "program.yaml"]
PROGRAMS = [path for path in ALL if path not in PARTS]

# What structure alone shows. The rest needs the program as a whole, formulas, or the engine.
SEEN = {"IND104", "IND105", "IND106", "IND107", "IND114", "IND115", "IND123", "IND305", "IND315", "IND317"}
SEEN |= {"IND130", "IND332", "IND347", "IND349"}
# Seen in what our own reader takes for text and most YAML readers take for a number: 012.
SEEN_HERE = {"IND114"}
SEEN_OFTEN = {"IND312"}  # of scales and attainments, not of goals given as texts

VALIDATOR = jsonschema.Draft7Validator(spec_schema())
PART_VALIDATOR = jsonschema.Draft7Validator(spec_schema(part=True))


def code_of(path: Path) -> str:
    return path.read_text(encoding="utf-8").splitlines()[0].split()[2]


def data_of(path: Path) -> Any:
    root = read_file(path).root
    assert root is not None
    return root.data()


@pytest.mark.parametrize("part", [False, True])
def test_the_published_copy_is_that_of_the_models(part: bool) -> None:
    name = "spec-1-part.json" if part else "spec-1.json"
    published = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    assert published == spec_schema(part=part), "make docs"
    jsonschema.Draft7Validator.check_schema(published)


def check(schema: str, *files: Path) -> subprocess.CompletedProcess[str]:
    """Run check-jsonschema as an editor or a hook would."""
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(SCHEMAS / schema), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_validator_of_its_own_kind_accepts_every_shipped_spec() -> None:
    for schema, files in (("spec-1.json", PROGRAMS), ("spec-1-part.json", PARTS)):
        outcome = check(schema, *files)
        assert outcome.returncode == 0, outcome.stdout


def test_a_validator_of_its_own_kind_refuses_faults_of_structure() -> None:
    faulty = [path for path in sorted(BAD.glob("*.yaml")) if code_of(path) in SEEN - SEEN_HERE]
    assert {code_of(path) for path in faulty} == SEEN - SEEN_HERE
    outcome = check("spec-1.json", *faulty)
    assert outcome.returncode == 1
    assert [path.name for path in faulty if path.name not in outcome.stdout] == []


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_which_codes_the_schema_sees(path: Path) -> None:
    seen = not VALIDATOR.is_valid(data_of(path))
    if code_of(path) not in SEEN_OFTEN:
        assert seen == (code_of(path) in SEEN)


def test_errors_are_local() -> None:
    """A misspelt key deep in the tree is told there, not as a program that fits no shape."""
    for path, place in (
        (BAD / "unknown_key.yaml", ["tree", 0]),
        (BAD / "unknown_choice.yaml", ["tree", 0, "direction"]),
    ):
        (error,) = VALIDATOR.iter_errors(data_of(path))
        assert list(error.absolute_path) == place


def keys_without_description(schema: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield from (
                "/".join((*path, key)) for key, value in schema["properties"].items() if "description" not in value
            )
        for key, value in schema.items():
            yield from keys_without_description(value, (*path, key))
    elif isinstance(schema, list):
        for number, value in enumerate(schema):
            yield from keys_without_description(value, (*path, str(number)))


def test_every_key_is_described() -> None:
    found = [
        key for key in keys_without_description(spec_schema()) if not any(word in key for word in ("/if/", "/else/"))
    ]
    assert found == []


def test_a_mapping_refuses_what_the_models_refuse() -> None:
    definitions = spec_schema()["definitions"]
    for name in ("Variable", "Indicator", "Group", "Level", "Example", "Text"):
        assert definitions[name]["additionalProperties"] is False


JUNK = [None, True, False, 0, -1, 1.5, "", "x", "user", "1/2", [], {}, [1, 2], {"a": 1}, ["x"], {"es": "a", "en": "b"}]
JUNK += [
    "min_max",
    {"method": "power_mean"},
    "2014",
    10**6,
    "informational",
    {"method": "none"},
    {"decimals": 2, "method": "floor"},
]
KEYS = [
    "range",
    "scale",
    "zzz",
    "points",
    "note",
    "levels",
    "attainment",
    "criterion",
    "holds",
    "examples",
    "target",
    "rounding",
    "role",
]
# Small specs, and shipped ones with tables, matrices, gates, attainments, amounts.
SAMPLES = [*sorted(BAD.glob("*.yaml")), *(path for path in PROGRAMS if path.name != "program.yaml")]


def paths_in(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from paths_in(value, (*path, key))


def mutated(data: Any, choose: random.Random) -> Any:
    """Change one place: another value, a key less, a key more, a key misspelt."""
    path = choose.choice(list(paths_in(data)))
    holder = data
    for key in path[:-1]:
        holder = holder[key]
    if isinstance(holder, dict) and path[-1] in holder.get("columns", ()):
        return data  # every row says it: what the table says for all is never read
    change = choose.choice(["set", "drop", "add", "misspell"])
    if change == "set" or not isinstance(holder, dict):
        holder[path[-1]] = copy.deepcopy(choose.choice(JUNK))
    elif change == "drop":
        del holder[path[-1]]
    elif change == "add" and path[0] not in {"provenances", "tables"}:
        holder[choose.choice(KEYS)] = copy.deepcopy(choose.choice(JUNK))
    else:
        holder[f"{path[-1]}x"] = holder.pop(path[-1])
    return data


@given(st.sampled_from(SAMPLES), st.randoms(use_true_random=False))
@examples(120)
def test_what_the_schema_refuses_the_loader_refuses(path: Path, choose: random.Random) -> None:
    """No false alarm in the editor. (What nothing uses aside, of provenances and tables: the loader never reads it.)"""
    data = mutated(data_of(path), choose)
    if not VALIDATOR.is_valid(data):
        draft = read_draft_from_text(json.dumps(data, ensure_ascii=False), "mutated.yaml")
        assert any(d.severity == "error" for d in draft.diagnostics), next(VALIDATOR.iter_errors(data)).message


@pytest.mark.parametrize(
    "written",
    [
        "scale: min_max",
        "scale: {method: goalposts, low: 0, high: 1}",
        "range: [0, null]",
        "provenance: {status: documented, source: s}",
        "levels: [{id: a, title: {es: a, en: a}, up_to: {by: kind, big: 1}}, {id: b, title: {es: b, en: b}}]",
        "points: 100/45",
        "examples: [{given: {police: 1, on: true}, expect: undefined, within: 0.1}]",
        "examples: [{given: {}, expect_score: {total: 5}, expect_level: low}]",
        "holds: result >= 0",
        "holds: [result >= 0, result <= 1]",
        "weight: 0",
        "role: informational",
        "rounding: 3",
        "rounding: none",
        "rounding: {decimals: 3, half: even, parents: exact}",
        "rounding: {decimals: 0, method: floor}",
        "note: null",
    ],
)
def test_shorthand_is_accepted(written: str) -> None:
    import yaml

    leaf = {"id": "rate", "title": {"es": "R", "en": "R"}, "formula": "a / b", "direction": "higher"}
    head = {
        "spec": 1,
        "id": "s",
        "version": "1",
        "title": {"es": "R", "en": "R"},
        "entity": "state",
        "period": ["year"],
    }
    assert [e.message for e in VALIDATOR.iter_errors({**head, "tree": [{**leaf, **yaml.safe_load(written)}]})] == []


def test_what_is_not_in_a_part_file_is_refused_there() -> None:
    assert PART_VALIDATOR.is_valid({"variables": [], "checks": []})
    assert not PART_VALIDATOR.is_valid({"variables": [], "levels": []})
    assert not PART_VALIDATOR.is_valid({"tree": {}})
