"""Evidence of answers: links, files with their digest, texts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pytest

import icmaml_indicators as icma


def test_files_bear_their_digest_and_none_is_opened_outside(tmp_path: Path) -> None:
    program = icma.load("simed")
    criteria = [leaf.id for leaf in program.criteria][:5]
    folder = tmp_path / "evidence"
    (folder / "actas").mkdir(parents=True)
    (folder / "actas" / "acta 3.pdf").write_bytes(b"made up")
    (tmp_path / "secret.txt").write_text("outside")
    given = ["actas/acta 3.pdf", "../secret.txt", "https://example.org/acta", "acta 9.pdf", "Acta de cabildo, punto 4"]
    table = {"entity": ["05035"], "period": ["2024"]}
    for criterion, evidence in zip(criteria, given, strict=True):
        table |= {criterion: [1], f"{criterion}.evidence": [evidence]}  # type: ignore[dict-item]
    found = icma.list_evidence(icma.score(program, table), folder).set_index("criterion").loc[criteria]
    assert found["kind"].tolist() == ["file", "file", "link", "file", "text"]
    assert found["problem"].tolist() == ["", "outside", "", "not_found", ""]
    assert found["sha256"].tolist() == [hashlib.sha256(b"made up").hexdigest(), "", "", "", ""]
    assert found["bytes"].iloc[0] == 7
    assert found["bytes"].iloc[1:].isna().all()


def test_without_answers_there_is_none_and_a_folder_must_be_there(tmp_path: Path) -> None:
    figures = icma.score("state_indices", {"entity": ["01"], "period": ["2023"], "pbr_sed_points": [51.0]})
    assert icma.list_evidence(figures).empty
    with pytest.raises(icma.DataError, match="no such folder"):
        icma.list_evidence(figures, tmp_path / "nowhere")
    assert isinstance(icma.list_evidence(figures), pd.DataFrame)
