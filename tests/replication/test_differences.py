"""What was changed is found and named."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

import icmaml_indicators as icma
from icmaml_indicators.sources import builtin

from .studies import DATA, change, edit_manifest, pack, repack, unpack, write_data

RESULTS, SPEC = "results/results.json", "spec/sample.yaml"


def states(found: icma.Verification) -> dict[str, str]:
    """Return the files that are not as they were."""
    return {file.file: file.state for file in found.files.itertuples() if file.state != "same"}


def nudge(content: bytes) -> bytes:
    """Move one score by the least that a float can."""
    told = json.loads(content)
    figures = told["figures"]
    at = next(at for at, node in enumerate(figures["node"]) if node == "first" and figures["entity"][at] == "B")
    figures["score"][at] = math.nextafter(figures["score"][at], 1000)
    return json.dumps(told).encode()


@pytest.mark.parametrize("sign", [False, True])
def test_a_figure_moved_by_the_least_is_found(sign: bool, tmp_path: Path) -> None:
    path = change(pack(tmp_path), RESULTS, nudge, sign=sign)
    found = icma.verify_study(path)
    assert not found.ok
    (line,) = found.differences.itertuples(index=False)
    assert (line.table, line.entity, line.period, line.node, line.column) == ("figures", "B", "2023", "first", "score")
    assert line.before != line.now and 0 < abs(line.difference) < 1e-13
    assert float(line.before) == math.nextafter(float(line.now), 1000)
    # The table for people is held against the results that stand beside it.
    assert states(found) == (
        {"results/scores.csv": "inconsistent"} if sign else {RESULTS: "altered", "results/scores.csv": "inconsistent"}
    )


def test_lines_that_are_gone_and_columns_that_are_taken_out_are_found(tmp_path: Path) -> None:
    def thin(content: bytes) -> bytes:
        told = json.loads(content)
        for cells in told["findings"].values():
            del cells[0]
        del told["figures"]["coverage"]
        return json.dumps(told).encode()

    found = icma.verify_study(change(pack(tmp_path), RESULTS, thin, sign=True)).differences
    assert set(found.query("table == 'figures'")["column"]) == {"coverage"}
    assert found.query("table == 'findings'")[["column", "before"]].to_numpy().tolist() == [["", ""]]


def test_a_table_for_people_that_says_something_else_is_named(tmp_path: Path) -> None:
    path = change(pack(tmp_path), "results/scores.csv", lambda content: content.replace(b"100.0", b"99.0"), sign=True)
    found = icma.verify_study(path)
    assert states(found) == {"results/scores.csv": "inconsistent"} and not found.ok and not len(found.differences)


def test_an_altered_spec_is_named_and_what_it_moves_told(tmp_path: Path) -> None:
    path = change(pack(tmp_path), SPEC, lambda content: content.replace(b"formula: b", b"formula: b + 1"))
    found = icma.verify_study(path)
    assert states(found) == {SPEC: "altered"}
    assert set(found.differences.query("column == 'value'")["node"]) == {"second"}


def test_a_spec_altered_past_reading_is_named_all_the_same(tmp_path: Path) -> None:
    path = change(pack(tmp_path), SPEC, lambda content: content.replace(b"formula: b", b"formula: c"))
    found = icma.verify_study(path, language="es")
    assert states(found) == {SPEC: "altered"} and not found.ok
    assert found.assessment is None and "IND202" in found.problem and "icmaml_study" not in found.problem
    assert "sample 1" in repr(found)


def test_files_that_are_missing_or_were_added_are_named(tmp_path: Path) -> None:
    path = change(pack(tmp_path), "credits.txt", lambda content: None)
    contents = unpack(path) | {"spec/other.yaml": b"spec: 1", "new.txt": b"x"}
    found = icma.verify_study(repack(path, contents))
    assert states(found) == {"credits.txt": "missing", "spec/other.yaml": "unknown", "new.txt": "unknown"}
    assert found.assessment is not None and not len(found.differences)
    found = icma.verify_study(change(path, SPEC, lambda content: None))
    assert states(found)[SPEC] == "missing" and "`spec/sample.yaml` is missing" in found.problem


def test_a_program_that_is_missing_is_not_looked_for_among_those_that_ship(tmp_path: Path) -> None:
    path = tmp_path / "study.zip"
    answers = {"entity": ["A"], "period": ["2024"], "single_purpose": ["met"]}
    icma.package_study("mir_quality", answers, path, with_data=True)

    def rename(told: dict[str, Any]) -> None:
        told["runs"][0]["program"] = "mir_quality"

    with pytest.raises(icma.IcmamlError, match="`mir_quality` is missing in the package") as caught:
        icma.verify_study(edit_manifest(path, rename))
    assert caught.value.code == "IND807"


def test_the_program_is_the_one_in_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ships under its name by then."""
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    text = (builtin.specs_folder() / "mir_quality.yaml").read_text(encoding="utf-8")
    (shipped / "mir_quality.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(builtin, "specs_folder", lambda: shipped)
    path, answers = tmp_path / "study.zip", {"entity": ["A"], "period": ["2024"], "single_purpose": ["met"]}
    icma.package_study("mir_quality", answers, path, with_data=True)
    other = text.replace('version: "1"', 'version: "2"')
    assert other != text
    (shipped / "mir_quality.yaml").write_text(other, encoding="utf-8")
    found = icma.verify_study(path)
    assert icma.load("mir_quality").version == "2"
    assert found.ok and found.assessment is not None and found.assessment.program.version == "1"


def test_other_data_is_named_and_scored_all_the_same(tmp_path: Path) -> None:
    path = pack(tmp_path, with_data=False)
    other = write_data(tmp_path, "other.csv", DATA.replace("4.7", "4.8"))
    found = icma.verify_study(path, other)
    assert states(found) == {"data/data.csv": "altered"}
    assert set(found.differences.query("column == 'value'")["entity"]) == {"C"}
    unread = write_data(tmp_path, "unread.csv", "nothing\n")
    found = icma.verify_study(path, unread)
    assert not found.ok and found.problem == "data/data.csv: the file holds no rows"
    with pytest.raises(icma.UnknownNameError):
        icma.verify_study(path, [tmp_path / "data.csv", other])
    with pytest.raises(icma.DataError):
        icma.verify_study(path, tmp_path / "nowhere.csv")


def test_other_versions_are_told_and_are_no_fault(tmp_path: Path) -> None:
    def age(told: dict[str, Any]) -> None:
        told["library"], told["versions"]["numpy"] = "0.0.1", "1.0"

    found = icma.verify_study(edit_manifest(pack(tmp_path), age))
    assert found.ok
    changed = found.versions.query("before != now")
    assert changed["name"].tolist() == ["icmaml-indicators", "numpy"]


def test_what_a_later_version_adds_is_no_difference(tmp_path: Path) -> None:
    def thin(content: bytes) -> bytes:
        told = json.loads(content)
        del told["imputations"]
        del told["figures"]["is_imputed"]
        return json.dumps(told).encode()

    def age(told: dict[str, Any]) -> None:
        told["library"] = "0.0.1"

    path = change(pack(tmp_path), RESULTS, thin, sign=True)
    assert not icma.verify_study(path).ok
    assert icma.verify_study(edit_manifest(path, age)).ok
