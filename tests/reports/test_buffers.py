"""Reports go into open files and buffers as into files: the same, whole or not at all."""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path
from typing import IO, Any

import pandas as pd
import pytest

import icmaml_indicators as icma


def results() -> icma.TargetResults:
    return icma.score_targets(pd.DataFrame({"indicator": ["Añil"], "target": [10], "actual": [9], "level": "fin"}))


def test_text_and_bytes_hold_what_a_file_holds(tmp_path: Path) -> None:
    """But for the name of the file with the figures: beside a buffer there is none."""
    icma.write_report(results(), tmp_path / "m.html", "es")
    page = (tmp_path / "m.html").read_text(encoding="utf-8")
    beside = re.search(r'<p>[^<]*<a href="m.cifras.csv">m.cifras.csv</a></p>', page)
    assert beside is not None
    page = page.replace(beside[0], "")
    text, bytes_ = io.StringIO(), io.BytesIO(b"kept")
    bytes_.seek(4)
    icma.write_report(results(), text, "es", format="html")
    icma.write_report(results(), bytes_, "es", format=".HTML")
    assert text.getvalue() == page
    assert bytes_.getvalue() == b"kept" + page.encode()


@pytest.mark.parametrize("format", ["csv", "xlsx", "json"])
def test_tables_go_into_a_temporary_file(format: str) -> None:
    with tempfile.NamedTemporaryFile() as file:
        icma.write_report(results(), file, "es", format=format)
        file.flush()
        if format == "xlsx":
            scores = pd.read_excel(file.name, sheet_name="Grupos", header=3)["Calificación"]
        else:
            scores = getattr(pd, f"read_{format}")(file.name)["score"]
    assert scores.dropna().tolist() == pytest.approx([90] * len(scores.dropna()))


def test_a_format_names_the_kind_of_a_path_too(tmp_path: Path) -> None:
    icma.write_report(results(), tmp_path / "report", format="csv")
    assert pd.read_csv(tmp_path / "report")["group"].iloc[-1] == "level"


@pytest.mark.parametrize(
    ("buffer", "format", "code"),
    [
        (io.BytesIO(), None, "IND650"),
        (io.StringIO(), "xlsx", "IND651"),
        (io.BytesIO(), "docx", "IND543"),
    ],
)
def test_what_cannot_be_written_leaves_the_buffer_as_it_was(buffer: IO[Any], format: str | None, code: str) -> None:
    with pytest.raises(icma.IcmamlError) as refusal:
        icma.write_report(results(), buffer, format=format)
    assert refusal.value.code == code
    assert buffer.tell() == 0
