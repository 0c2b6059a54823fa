"""Revisions of a git repository: what is read, what is refused, and that nothing is touched."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.changes.git import Repository
from icmaml_indicators.cli import main
from tests.changes.samples import FIGURES, RUBRIC, edited

AFTER = edited(FIGURES, ("direction: lower", "direction: higher"))


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits: the first version; then one program changed, one new, one gone, one in parts untouched."""
    top = tmp_path / "repository"
    specs = top / "specs"
    (specs / "parted").mkdir(parents=True)
    head, _, tree = RUBRIC.partition("tree:")
    (specs / "figures.yaml").write_text(FIGURES, encoding="utf-8")
    (specs / "gone.yaml").write_text(RUBRIC.replace("id: rubric", "id: gone"), encoding="utf-8")
    parted = head.replace("id: rubric", "id: parted") + "parts: [areas.yaml]\ntree: []\n"
    (specs / "parted" / "program.yaml").write_text(parted.replace("tree: []\n", ""), encoding="utf-8")
    (specs / "parted" / "areas.yaml").write_text("tree:" + tree, encoding="utf-8")
    (top / "ci.yaml").write_text("on: push\n", encoding="utf-8")
    git(tmp_path, "init", "-q", str(top))
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "first")
    git(top, "tag", "first")
    (specs / "figures.yaml").write_text(AFTER, encoding="utf-8")
    (specs / "gone.yaml").unlink()
    (specs / "new ñandú [1].yaml").write_text(RUBRIC.replace("id: rubric", "id: novel"), encoding="utf-8")
    (top / "ci.yaml").write_text("on: pull_request\n", encoding="utf-8")
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "second")
    return top


def told(found: icma.SpecDiff) -> set[tuple[str, str, str]]:
    return {(change.program, change.code, change.subject) for change in found.changes}


BOTH = {("sample", "IND633", "cost"), ("novel", "IND601", "novel"), ("gone", "IND600", "gone")}


def test_two_revisions_are_compared_program_by_program(repository: Path) -> None:
    found = icma.diff("first", "HEAD", folder=repository)
    assert told(found) == BOTH
    change = next(change for change in found.changes if change.subject == "cost")
    assert change.old_place is not None
    assert change.new_place is not None
    assert (change.old_place.file, change.new_place.file) == ("first:specs/figures.yaml", "HEAD:specs/figures.yaml")
    assert (change.new_place.line, change.new_place.excerpt.strip()) == (change.old_place.line, "direction: higher")
    assert not found.ok
    assert told(icma.diff("HEAD", "HEAD", folder=repository)) == set()


def test_a_revision_is_compared_with_the_working_tree(repository: Path) -> None:
    assert told(icma.diff("HEAD~1", folder=repository)) == BOTH
    assert told(icma.diff("HEAD", folder=repository)) == set()
    areas = repository / "specs" / "parted" / "areas.yaml"
    areas.write_text(areas.read_text(encoding="utf-8").replace("points: 5", "points: 6"), encoding="utf-8")
    (repository / "specs" / "untracked.yaml").write_text(RUBRIC, encoding="utf-8")
    found = icma.diff("HEAD", folder=repository)
    assert told(found) == {("parted", "IND635", "total"), ("rubric", "IND601", "rubric")}
    place = next(change.new_place for change in found.changes if change.code == "IND635")
    assert place is not None
    assert place.file == "specs/parted/program.yaml"


def test_paths_narrow_it_down(repository: Path) -> None:
    one = {("sample", "IND633", "cost")}
    assert told(icma.diff("first", "HEAD", paths=["specs/figures.yaml"], folder=repository)) == one
    assert told(icma.diff("first", "figures.yaml", folder=repository / "specs")) == one
    assert told(icma.diff("first", "HEAD", paths=["specs/gone.yaml"], folder=repository)) == {
        ("gone", "IND600", "gone")
    }
    assert told(icma.diff("first", "specs/gone.yaml", folder=repository)) == {("gone", "IND600", "gone")}
    assert told(icma.diff("first", "HEAD", paths=["specs"], folder=repository)) == BOTH
    odd = icma.diff("first", "HEAD", paths=["specs/new ñandú [1].yaml"], folder=repository)
    assert told(odd) == {("novel", "IND601", "novel")}


def test_a_path_in_a_revision_is_one_side(repository: Path) -> None:
    found = icma.diff("first:specs/figures.yaml", "HEAD:specs/figures.yaml", folder=repository)
    assert told(found) == {("sample", "IND633", "cost")}
    with_file = icma.diff("first:specs/figures.yaml", repository / "specs" / "figures.yaml", folder=repository)
    assert told(with_file) == told(found)
    assert told(icma.diff("first:specs/figures.yaml", folder=repository)) == told(found)
    assert told(icma.diff("first:./figures.yaml", "HEAD:./figures.yaml", folder=repository / "specs")) == told(found)
    assert icma.diff("first:specs/parted", "HEAD:specs/parted", folder=repository).changes == ()
    assert told(icma.diff("first:specs", "HEAD:specs", folder=repository)) == BOTH


def test_a_moved_file_is_the_same_program(repository: Path) -> None:
    git(repository, "mv", "specs/figures.yaml", "specs/moved.yaml")
    git(repository, "commit", "-q", "-m", "moved")
    assert told(icma.diff("HEAD~1", "HEAD", folder=repository)) == set()


def test_faults_of_either_revision_bear_its_name(repository: Path) -> None:
    path = repository / "specs" / "figures.yaml"
    path.write_text(AFTER.replace("formula: spending / police", "formula: spending / polise"), encoding="utf-8")
    git(repository, "commit", "-qam", "bad")
    with pytest.raises(icma.SpecError) as caught:
        icma.diff("first", "HEAD", folder=repository)
    (fault,) = caught.value.diagnostics
    assert (fault.code, fault.place.file) == ("IND202", "HEAD:specs/figures.yaml")
    with pytest.raises(icma.SpecError) as caught:
        icma.diff("HEAD", "first", folder=repository)
    assert caught.value.diagnostics[0].place.file == "HEAD:specs/figures.yaml"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("nowhere", "HEAD", "IND576"),
        ("HEAD", "nowhere", "IND576"),
        ("--output=spoilt", "HEAD", "IND576"),
        ("HEAD", "--output=spoilt", "IND576"),
        ("HEAD:nowhere.yaml", "HEAD:specs", "IND578"),
        ("-x:specs", "HEAD:specs", "IND576"),
        ("first:../../outside", "HEAD:specs", "IND577"),
    ],
)
def test_what_git_does_not_know_is_one_sentence(repository: Path, old: str, new: str, code: str) -> None:
    before = sorted(path.name for path in repository.rglob("*") if ".git" not in path.parts)
    with pytest.raises(icma.IcmamlError) as caught:
        icma.diff(old, new, folder=repository)
    assert caught.value.code == code
    assert sorted(path.name for path in repository.rglob("*") if ".git" not in path.parts) == before


def test_paths_that_no_revision_holds_are_told(repository: Path) -> None:
    with pytest.raises(icma.IcmamlError, match="there is no `specs/nothing`"):
        icma.diff("first", "HEAD", paths=["specs/nothing"], folder=repository)
    with pytest.raises(icma.IcmamlError) as caught:
        icma.diff("first", "HEAD", paths=["../elsewhere"], folder=repository)
    assert caught.value.code == "IND577"


def test_outside_a_repository_and_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(icma.UnknownNameError):
        icma.diff("HEAD", folder=tmp_path)
    with pytest.raises(icma.IcmamlError) as caught:
        icma.diff("HEAD:a.yaml", "HEAD:b.yaml", folder=tmp_path)
    assert caught.value.code == "IND577"
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(icma.IcmamlError) as caught:
        icma.diff("HEAD:a.yaml", "HEAD:b.yaml", folder=tmp_path)
    assert caught.value.code == "IND575"


def test_links_are_not_followed(repository: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text(FIGURES, encoding="utf-8")
    (repository / "specs" / "link.yaml").symlink_to(secret)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "link")
    assert told(icma.diff("HEAD~1", "HEAD", folder=repository)) == set()
    assert "specs/link.yaml" not in Repository.at(repository).files(Repository.at(repository).commit("HEAD"))


def test_the_checkout_is_left_alone(repository: Path) -> None:
    before = git(repository, "status", "--porcelain"), git(repository, "rev-parse", "HEAD")
    icma.diff("first", "HEAD", folder=repository)
    assert (git(repository, "status", "--porcelain"), git(repository, "rev-parse", "HEAD")) == before


def test_the_command_line_takes_revisions_and_paths(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    assert main(["diff", "first", "HEAD", "--format", "json", "--", "specs/figures.yaml"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert [program["id"] for program in document["programs"]] == ["sample"]
    assert main(["diff", "HEAD~1"]) == 1
    assert "specs/figures.yaml" in capsys.readouterr().out
    assert main(["diff", "HEAD~1", "--", "specs/figures.yaml"]) == 1
    assert main(["diff", "HEAD"]) == 0
    assert "nothing changed in meaning" in capsys.readouterr().out
    assert main(["diff", "nowhere", "HEAD"]) == 2
    assert "git knows no revision `nowhere`" in capsys.readouterr().err
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert main(["diff", "first", "HEAD"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("::error file=specs/figures.yaml,line=35,") for line in lines), lines
    assert any(line.startswith("::error file=specs/gone.yaml,line=2,") for line in lines), lines
