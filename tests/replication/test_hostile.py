"""What a stranger sends: refused by name, and nothing is written anywhere."""

from __future__ import annotations

import contextlib
import gzip
import stat
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.replication import archive
from icmaml_indicators.replication.archive import digest
from tests.conftest import examples

from .studies import change, edit_manifest, pack, repack, unpack


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return pack(tmp_path)


@pytest.fixture(autouse=True)
def empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for temporary files, which is to be as empty afterwards as it was before."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def refused(path: Path) -> str:
    """Return the code by which a package is refused, in both languages."""
    with pytest.raises(icma.IcmamlError) as caught:
        icma.verify_study(path)
    assert "Traceback" not in caught.value.message("es") != caught.value.message("en")
    return caught.value.code


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "a/../../x", "a\\..\\x", "C:x", "a//b", "x\n", "./x", "a/. /x", "x. "]
)
def test_names_that_lead_out_are_refused(name: str, package: Path, empty_place: Path) -> None:
    with zipfile.ZipFile(package, "a") as file:
        info = zipfile.ZipInfo("x")
        info.filename = name
        file.writestr(info, b"x")
    assert refused(package) == "IND802"
    assert list(empty_place.iterdir()) == []


def test_links_are_refused(package: Path) -> None:
    with zipfile.ZipFile(package, "a") as file:
        info = zipfile.ZipInfo("spec/link.yaml")
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        file.writestr(info, b"/etc/passwd")
    assert refused(package) == "IND802"


def test_a_name_twice_is_refused(package: Path) -> None:
    with zipfile.ZipFile(package, "a") as file:
        file.writestr("MANIFEST.json", b"{}")
    assert refused(package) == "IND802"


def test_bombs_are_refused_before_they_grow(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(package, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("zeros", bytes(20 << 20))
    assert refused(package) == "IND803"
    monkeypatch.setattr(archive, "MOST_FILES", 5)
    assert refused(pack_small(package)) == "IND803"
    monkeypatch.undo()
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    assert refused(pack_small(package)) == "IND803"


def pack_small(path: Path) -> Path:
    return repack(path, {f"file{number}": b"x" * 300 for number in range(8)})


def test_a_directory_of_millions_is_refused_before_it_is_read(package: Path) -> None:
    content = bytearray(package.read_bytes())
    end = content.rfind(b"PK\x05\x06")
    content[end + 12 : end + 16] = (200 << 20).to_bytes(4, "little")
    package.write_bytes(content)
    assert refused(package) == "IND803"


def test_a_file_that_is_a_folder_as_well_is_refused(package: Path) -> None:
    def put(told: dict[str, Any]) -> None:
        told["files"].append({"name": "spec/sample.yaml/x", "role": "spec", "bytes": 0, "sha256": digest(b"")})

    contents = unpack(edit_manifest(package, put)) | {"spec/sample.yaml/x": b""}
    assert refused(repack(package, contents)) == "IND807"


@pytest.mark.parametrize("suffix", [".csv.gz", ".zip", ".xlsx", ".xlsx.gz"])
def test_data_that_is_packed_itself_may_not_grow_either(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 4 << 20)
    text = b"entity,period,a,b\n" + b"A,2023,1,2\n" * 500_000
    data, path = tmp_path / f"data{suffix}", tmp_path / "study.zip"
    if suffix == ".csv.gz":
        data.write_bytes(gzip.compress(text))
    else:
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("data.csv", text)
    if suffix == ".xlsx.gz":
        data.write_bytes(gzip.compress(data.read_bytes()))
    pack(tmp_path)

    def put(told: dict[str, Any]) -> None:
        told["runs"][0]["data"] = [f"data/{data.name}"]
        told["files"].append(
            {"name": f"data/{data.name}", "role": "data", "bytes": 1, "sha256": "0" * 64, "included": True}
        )

    edit_manifest(path, put)
    assert refused(repack(path, unpack(path) | {f"data/{data.name}": data.read_bytes()})) == "IND803"


def test_what_is_no_package_is_refused(package: Path, tmp_path: Path) -> None:
    content = package.read_bytes()
    for number, wrong in enumerate([b"", b"PK", content[:2000], content[:-30], b"x" * 5000]):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(wrong)
        assert refused(path) == "IND800"
    assert refused(tmp_path / "nowhere.zip") == "IND800"
    assert refused(tmp_path) == "IND800"
    assert refused(change(package, "manifest.json", lambda _: None)) == "IND800"


def later(told: dict[str, Any]) -> None:
    told["format"], told["new"] = 2, "x"


def outside(told: dict[str, Any]) -> None:
    told["runs"][0]["program"] = "../../etc"


def strange_option(told: dict[str, Any]) -> None:
    told["runs"][0]["options"]["progress"] = True


def wrong_columns(told: dict[str, Any]) -> None:
    told["runs"][0]["options"]["columns"] = ["a"]


def no_study(told: dict[str, Any]) -> None:
    told["runs"][0]["role"] = "lower"


def unlisted_data(told: dict[str, Any]) -> None:
    told["runs"][0]["data"] = ["data/other.csv"]


def other_results(told: dict[str, Any]) -> None:
    told["results"] = "0" * 64


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (later, "IND801"),
        *(
            (edit, "IND800")
            for edit in (outside, strange_option, wrong_columns, no_study, unlisted_data, other_results)
        ),
    ],
)
def test_manifests_are_read_as_what_they_may_be(
    edit: Callable[[dict[str, Any]], None], code: str, package: Path
) -> None:
    assert refused(edit_manifest(package, edit)) == code


@pytest.mark.parametrize("text", ["", "[1]", "{", '{"kind": NaN}', "[" * 100_000, '{"format": 1e999}', "\ufeff{}"])
def test_manifests_that_are_no_json_are_refused(text: str, package: Path) -> None:
    assert refused(change(package, "manifest.json", lambda _: text.encode())) == "IND800"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        '{"figures": 5}',
        '{"figures": {"node": {}}}',
        '{"figures": {"score": [1%s]}}' % ("0" * 999),
    ],
)
def test_results_that_are_none_are_told(text: str, package: Path) -> None:
    found = icma.verify_study(change(package, "results/results.json", lambda _: text.encode()))
    assert not found.ok and "`results/results.json`" in found.problem


@pytest.mark.parametrize(
    "text", ["", "{}", '{"columns": ["a"], "data": [[[1]]]}', '{"columns": ["a"], "data": [[1], [1, 2]]}']
)
def test_tables_that_are_none_are_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "study.zip"
    answers = {"entity": ["A"], "period": ["2024"], "single_purpose": ["met"]}
    icma.package_study("mir_quality", answers, path, with_data=True)
    found = icma.verify_study(change(path, "data/table.json", lambda _: text.encode()))
    assert not found.ok and found.problem


@examples(120)
@given(at=st.floats(0, 1, exclude_max=True), put=st.integers(0, 255))
def test_any_byte_may_be_another(at: float, put: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """It is refused, or told, or does not matter; nothing else is raised."""
    content = bytearray(
        GIVEN["package"] if GIVEN else GIVEN.setdefault("package", pack(tmp_path_factory.mktemp("any")).read_bytes())
    )
    content[int(at * len(content))] = put
    path = tmp_path_factory.mktemp("byte") / "study.zip"
    path.write_bytes(content)
    with contextlib.suppress(icma.IcmamlError):
        icma.verify_study(path)


GIVEN: dict[str, bytes] = {}


def test_nothing_is_left_behind(package: Path, empty_place: Path) -> None:
    assert icma.verify_study(package).ok
    assert list(empty_place.iterdir()) == []


def test_what_would_be_refused_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 5)
    with pytest.raises(icma.IcmamlError) as caught:
        pack(tmp_path)
    assert caught.value.code == "IND803" and not (tmp_path / "study.zip").exists()
