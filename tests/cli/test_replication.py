"""`package` and `verify`: what they say and end with, in both languages."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.replication.studies import DATA, change, unpack, write_data, write_spec

from .running import run


def test_a_study_is_packaged_and_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec, data, path = write_spec(tmp_path), write_data(tmp_path), tmp_path / "study.zip"
    code, out, err = run(capsys, "package", spec, data, "-o", path)
    assert (code, out) == (0, "")
    assert "with --with-data it does too" in err and "sample: 0 documented" in err
    code, _, err = run(capsys, "-l", "es", "verify", path)
    assert code == 2 and "no lleva los datos sino su huella" in err and "data/data.csv" in err
    code, out, err = run(capsys, "-l", "es", "verify", path, "--data", data)
    assert (code, out) == (0, "") and err.startswith("sample 1: todo sale como está en el paquete")
    run(capsys, "package", spec, data, "-o", path, "--with-data", "-q")
    assert "data/data.csv" in unpack(path)
    code, _, err = run(capsys, "verify", path)
    assert code == 0 and err.startswith("sample 1: everything comes out as it stands in the package")


def test_what_differs_is_shown_or_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec, data, path = write_spec(tmp_path), write_data(tmp_path), tmp_path / "study.zip"
    run(capsys, "package", spec, data, "-o", path)
    other = write_data(tmp_path, "other.csv", DATA.replace("4.7", "4.700000000000001"))
    code, out, err = run(capsys, "-l", "es", "verify", path, "--data", other)
    assert code == 1 and "data/data.csv: alterado; su huella es otra" in err
    assert out.split("\n")[1].split() == [
        "tabla",
        "entidad",
        "periodo",
        "nodo",
        "columna",
        "antes",
        "ahora",
        "diferencia",
    ]
    assert "1.5666666666666667" in out
    target = tmp_path / "differences.csv"
    code, out, err = run(capsys, "verify", path, "--data", other, "-o", target)
    assert (code, out) == (1, "") and "results that differ: " in err
    assert set(pd.read_csv(target)["entity"]) >= {"C"}


def test_what_was_altered_past_scoring_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "study.zip"
    run(capsys, "package", write_spec(tmp_path), write_data(tmp_path), "-o", path, "--with-data")
    change(path, "spec/sample.yaml", lambda content: content[:200])
    code, _, err = run(capsys, "verify", path)
    assert code == 1 and "spec/sample.yaml: altered" in err and "could not be computed anew" in err
    assert "\\u000a" not in err


def test_what_is_no_package_ends_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_data(tmp_path)
    code, _, err = run(capsys, "-l", "es", "verify", path)
    assert code == 2 and "no es un paquete de estudio" in err
    code, _, err = run(capsys, "verify", path, "-o", path)
    assert code == 2 and "is also what is read" in err
    spec = write_spec(tmp_path)
    code, _, err = run(capsys, "package", spec, path, "-o", spec)
    assert code == 2 and spec.read_text(encoding="utf-8").startswith("spec: 1")
