"""What is packaged comes out as it stood: programs of every kind, data of every kind, every option."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from tests.conftest import REPOSITORY, examples
from tests.net.inputs import PROGRAMS
from tests.net.synthetic import long_rows, to_csv, wide_rows

from .studies import DATA, pack, unpack, write_data, write_spec

SHIPPED = ("sindes", "cimtra@2010", "mir_quality", "sistema_alertas", "state_indices", "msd@2015", "bpi_projects")
OWN = (
    "unreported.yaml",
    "parts",
    "weights.yaml",
    "treatment.yaml",
    "decisions.yaml",
    "editions/2015.yaml",
    "rubric.yaml",
)
SAME = json.loads((REPOSITORY / "docs" / "schemas" / "study-1.json").read_text(encoding="utf-8"))


def assert_same(path: Path, data: Any = None) -> icma.Verification:
    """Require that a package holds what comes out of it, and is as its schema says."""
    found = icma.verify_study(path, data)
    assert found.ok, found
    jsonschema.validate(found.manifest, SAME)
    jsonschema.validate(json.loads(unpack(path)["manifest.json"]), SAME)
    return found


@pytest.mark.parametrize("name", [*SHIPPED, *(str(PROGRAMS / name) for name in OWN)], ids=lambda name: Path(name).stem)
@pytest.mark.parametrize("form", ["wide", "long"])
def test_programs_of_every_kind_come_out_as_they_were(name: str, form: str, tmp_path: Path) -> None:
    program = icma.load(name, prove=False)
    rows = wide_rows(program, 5, 2016 if "msd" in name else 2010, 3)
    data = write_data(tmp_path, text=to_csv(long_rows(program, rows) if form == "long" else rows))
    path = tmp_path / "study.zip"
    packed = icma.package_study(name, data, path, with_data=True)
    straight = icma.score(name, data)
    pd.testing.assert_frame_equal(packed.scores, straight.scores)
    pd.testing.assert_frame_equal(packed.findings, straight.findings)
    found = assert_same(path)
    assert found.assessment is not None
    pd.testing.assert_frame_equal(found.assessment.to_frame(), straight.to_frame())


def test_the_same_study_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    assert pack(tmp_path / "one").read_bytes() == pack(tmp_path / "other").read_bytes()


def test_data_goes_along_when_it_is_asked_for_and_its_digest_always(tmp_path: Path) -> None:
    path = pack(tmp_path, with_data=False)
    assert not any(name.startswith("data/") for name in unpack(path))
    (entry,) = [file for file in json.loads(unpack(path)["manifest.json"])["files"] if file["role"] == "data"]
    assert (entry["name"], entry["included"], entry["bytes"]) == ("data/data.csv", False, len(DATA))
    with pytest.raises(icma.IcmamlError, match="holds not the data but its digest") as caught:
        icma.verify_study(path)
    assert caught.value.code == "IND805"
    assert_same(path, tmp_path / "data.csv")
    assert_same(path, [(tmp_path / "data.csv").rename(tmp_path / "renamed.csv")])


def test_a_folder_of_files_goes_along_file_by_file(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    write_data(folder, "one.csv", "entity,period,a,b\nA,2023,1,2\n")
    write_data(folder, "two.csv", "entity,period,a,b\nB,2023,3,4\n")
    write_data(folder, "broken.csv", "nothing\n")
    write_data(folder, "notes.md", "words")
    path = tmp_path / "study.zip"
    packed = icma.package_study(write_spec(tmp_path), folder, path)
    assert packed.findings.query("code == 'IND721'")["figure"].tolist() == ["broken.csv"]
    assert b"icmaml_study_" not in b"".join(unpack(path).values())
    assert b"notes.md" not in unpack(path)["manifest.json"]
    assert_same(path, folder)
    with pytest.raises(icma.IcmamlError, match="is also what is read"):
        icma.package_study(tmp_path / "sample.yaml", folder, folder / "study.zip")


TABLES: dict[str, Any] = {
    "figures": {"entity": ["A", "B"], "period": ["2023"] * 2, "a": [0.1 + 0.2, 1e-300], "b": [np.nan, 2.0]},
    "texts among figures": {"entity": ["A", "B"], "period": [2023, 2023], "a": [1.5, "n/d"], "b": [None, "1,234.5"]},
    "figures of many kinds": {
        "entity": pd.Series(["01", "02"], dtype="category"),
        "period": pd.to_datetime(["2023-01-01", "2023-01-01"]),
        "a": pd.array([1, None], "Int64"),
        "b": np.array([0.1, np.inf], np.float32),
    },
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_goes_along_exactly(name: str, tmp_path: Path) -> None:
    frame, path, spec = pd.DataFrame(TABLES[name]), tmp_path / "study.zip", write_spec(tmp_path)
    packed = icma.package_study(spec, frame, path, with_data=True)
    pd.testing.assert_frame_equal(packed.to_frame(), icma.score(spec, frame).to_frame())
    assert_same(path)
    icma.package_study(spec, frame.set_index(["entity", "period"]), path)
    assert_same(path, frame)


def test_a_table_that_carries_more_than_its_cells_is_refused(tmp_path: Path) -> None:
    read = icma.read_data(write_data(tmp_path, text=f"A title\n\n{DATA}"))
    with pytest.raises(icma.IcmamlError, match="hand in the file") as caught:
        icma.package_study(write_spec(tmp_path), read, tmp_path / "study.zip")
    assert caught.value.code == "IND809"


def test_options_map_and_catalogue_go_along(tmp_path: Path) -> None:
    spec = write_spec(tmp_path)
    text = "who;when;A;B\nA;2023;1,5;2\nB;2023;2,5;3\nA;2024-CP;9;1\nB;2024-CP;4,5;7\n"
    data, path = write_data(tmp_path, text=text), tmp_path / "study.zip"
    columns = {"entity": "who", "period": "when", "a": "A", "b": "B"}
    given: dict[str, Any] = {
        "columns": columns,
        "decimal": ",",
        "base_period": "2023",
        "language": "es",
        "encoding": "utf-8",
    }
    packed = icma.package_study(spec, data, path, with_data=True, periods={"{year}-CP": "{year}"}, **given)
    assert packed.scores.loc[("A", "2024"), "first"] > 100
    assert assert_same(path).assessment.language == "es"  # type: ignore[union-attr]
    police = write_data(tmp_path, "police.csv", "ubicageo_c,orgapoli_e,sexostt\n01001,1,75\n05035,1,80\n")
    catalogue = icma.read_catalogue(pd.DataFrame({"key": ["01001", "05035"], "name": ["Aguascalientes", "Torreón"]}))
    packed = icma.package_study("sindes", police, path, with_data=True, map="cngmd_police", catalogue=catalogue)
    assert packed.attributes["name"].tolist() == ["Aguascalientes", "Torreón"]
    assert_same(path)
    contents = unpack(path)
    assert "spec/maps/cngmd_police.yaml" in contents and "INEGI" in contents["credits.txt"].decode()
    assert json.loads(contents["manifest.json"])["credits"][0]["es"].startswith("Fuente: INEGI")


ROLLED = """\
spec: 1
id: rolled
version: "1"
title: {es: Por clase, en: By kind}
entity: other
period: year
provenance: user
rollup: {of: sample, by: kind}
variables:
  - {id: added, title: {es: A, en: A}, from: sum(a over kind)}
tree:
  - {id: all_of_a, title: {es: A, en: A}, formula: added, direction: higher, scale: min_max}
"""


def test_a_roll_up_takes_the_program_below_along(tmp_path: Path) -> None:
    below, data, path = write_spec(tmp_path), write_data(tmp_path), tmp_path / "study.zip"
    above = tmp_path / "rolled.yaml"
    above.write_text(ROLLED, encoding="utf-8")
    packed = icma.package_study(above, None, path, with_data=True, lower=[(below, data)])
    assert packed.values["all_of_a"].tolist() == [3.0, 4.7]
    assert {"spec/rolled.yaml", "spec/sample.yaml", "lower/1/spec/sample.yaml", "lower/1/data/data.csv"} <= {
        *unpack(path)
    }
    assert_same(path)
    icma.package_study(above, None, path, lower=[(below, data)])
    below.unlink()
    assert_same(path, data)


def test_bounds_of_an_earlier_study_go_along(tmp_path: Path) -> None:
    spec, data, path = write_spec(tmp_path), write_data(tmp_path), tmp_path / "study.zip"
    later = write_data(tmp_path, "later.csv", "entity,a,b\nA,8,1\nB,2,2\n")
    packed = icma.package_study(spec, later, path, period="2024", reference=(spec, data), with_data=True)
    straight = icma.score(spec, later, period="2024", reference=icma.score(spec, data))
    pd.testing.assert_frame_equal(packed.scores, straight.scores)
    assert_same(path)


@pytest.mark.parametrize(
    ("options", "named"),
    [({"lower": [("sample",)]}, "lower"), ({"decimals": ","}, "decimal"), ({"columns": {"a": 5}}, "columns")],
)
def test_what_cannot_go_along_is_named(options: dict[str, Any], named: str, tmp_path: Path) -> None:
    with pytest.raises(icma.IcmamlError, match=f"`{named}") as caught:
        pack(tmp_path, **options)
    assert caught.value.code == "IND804"
    assert not (tmp_path / "study.zip").exists()


def test_a_program_is_named_for_its_files_go_along(tmp_path: Path) -> None:
    spec = write_spec(tmp_path)
    with pytest.raises(icma.WrongKindError):
        icma.package_study(icma.load(spec), write_data(tmp_path), tmp_path / "study.zip")  # type: ignore[arg-type]
    with pytest.raises(icma.IcmamlError, match="is also what is read"):
        icma.package_study(spec, write_data(tmp_path), spec)


def test_texts_of_the_data_act_nowhere(tmp_path: Path) -> None:
    text = "entity,period,a,b\n\"=cmd|'/c calc'!A1\",2023,1,2\n<script>x</script>,2023,3,4\n"
    path = tmp_path / "study.zip"
    icma.package_study(write_spec(tmp_path), write_data(tmp_path, text=text), path, with_data=True)
    contents = unpack(path)
    assert "\n'=cmd" in contents["results/scores.csv"].decode()
    assert all(b"<script>x" not in content for name, content in contents.items() if name.endswith((".html", ".md")))
    found = assert_same(path)
    assert found.assessment is not None
    assert found.assessment.scores.index[1][0] == "=cmd|'/c calc'!A1"


CELLS = st.one_of(
    st.none(),
    st.floats(allow_nan=False, allow_infinity=True),
    st.integers(-(2**70), 2**70),
    st.text(max_size=6),
    st.sampled_from(["=1+1", "n/d", "1,5", "not_applicable", "\ud800", '"', "\r\n"]),
)


@examples(60)
@given(lines=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_whatever_stands_in_a_table_comes_out_as_it_was(
    lines: list[tuple[Any, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("law")
    a, b = (list(column) for column in zip(*lines, strict=True))
    frame = pd.DataFrame({"entity": [f"e{n}" for n in range(len(lines))], "period": "2023", "x": 1.5})
    frame["a"], frame["b"] = pd.Series(a, dtype=object), pd.Series(b, dtype=object)
    spec, path = write_spec(folder), folder / "study.zip"
    packed = icma.package_study(spec, frame, path, with_data=True)
    pd.testing.assert_frame_equal(packed.to_frame(), icma.score(spec, frame).to_frame())
    assert_same(path)
