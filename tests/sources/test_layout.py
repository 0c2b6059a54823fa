"""Which files make up which program."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.sources import files_of, find_programs, owner_of
from tests.conftest import SAFETY


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """One program in a file, one in a folder with a part below, a stray, an empty folder, hidden things."""
    top = tmp_path / "specs"
    for folder in ("sindes/deep", "empty", ".hidden"):
        (top / folder).mkdir(parents=True)
    (top / "one.yaml").write_text(SAFETY, "utf-8")
    head, _, body = SAFETY.replace("id: sample", "id: sindes").partition("tree:\n")
    (top / "sindes" / "program.yaml").write_text(f"{head}parts: [deep/tree.yaml]\n", "utf-8")
    (top / "sindes" / "deep" / "tree.yaml").write_text(f"tree:\n{body}", "utf-8")
    (top / "sindes" / "deep" / ".swap.yaml").write_text("x", "utf-8")
    (top / ".hidden" / "a.yaml").write_text("x", "utf-8")
    (top / "notes.txt").write_text("x", "utf-8")
    return top


def test_programs_strays_and_empty_folders(tree: Path) -> None:
    found = find_programs(tree)
    assert found.programs == [tree / "one.yaml", tree / "sindes"]
    assert found.strays == [tree / "notes.txt"]
    assert found.empty == [tree / "empty"]
    assert find_programs(tree / "one.yaml").programs == [tree / "one.yaml"]


def test_the_files_of_a_program(tree: Path) -> None:
    sindes = tree / "sindes"
    assert files_of(sindes) == [sindes / "deep" / "tree.yaml", sindes / "program.yaml"]
    assert files_of(tree / "one.yaml") == [tree / "one.yaml"]


def test_a_part_stands_for_its_program(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = tree / "sindes" / "deep" / "tree.yaml"
    assert owner_of(part) == tree / "sindes"
    assert owner_of(tree / "one.yaml") == tree / "one.yaml"
    monkeypatch.chdir(tree.parent)
    assert owner_of(Path("specs/sindes/deep/tree.yaml")) == Path("specs/sindes")
    monkeypatch.chdir(part.parent)
    assert owner_of(Path("tree.yaml")) == Path(os.pardir)


def test_the_search_ends_at_the_top_of_the_repository(tree: Path) -> None:
    (tree / "sindes" / "deep" / ".git").mkdir()
    part = tree / "sindes" / "deep" / "tree.yaml"
    assert owner_of(part) == part


def test_a_hidden_folder_is_no_part_of_a_program(tree: Path) -> None:
    hidden = tree / "sindes" / ".venv" / "other"
    hidden.mkdir(parents=True)
    (hidden / "a.yaml").write_text(SAFETY, "utf-8")
    assert owner_of(hidden / "a.yaml") == hidden / "a.yaml"


def test_a_program_given_by_several_of_its_files_is_checked_once(tree: Path) -> None:
    sindes = tree / "sindes"
    report = icma.validate(sindes / "program.yaml", sindes / "deep" / "tree.yaml", sindes, tree / "one.yaml")
    assert [program.id for program in report.programs] == ["sindes", "sample"]
    assert report.diagnostics == ()


def test_a_folder_and_what_is_in_it_is_checked_once(tree: Path) -> None:
    report = icma.validate(tree, tree / "one.yaml", tree / "sindes" / "deep" / "tree.yaml")
    assert [program.id for program in report.programs] == ["sample", "sindes"]
    assert [d.code for d in report.diagnostics] == ["IND120", "IND121"]
