"""What has not changed is not checked again, and what is remembered is never wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import icmaml_indicators as icma
from icmaml_indicators.diagnostics import Diagnostic, Place
from icmaml_indicators.validation import Cache, Outcome, cache, check, checking
from tests.conftest import REPOSITORY, SAFETY

BAD = REPOSITORY / "tests" / "specs" / "bad"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A program in two files."""
    folder = tmp_path / "program"
    folder.mkdir()
    head, _, tree = SAFETY.partition("tree:\n")
    (folder / "program.yaml").write_text(head + "parts: [tree.yaml]\n", "utf-8")
    (folder / "tree.yaml").write_text("tree:\n" + tree, "utf-8")
    return folder


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The programs that were really checked."""
    seen: list[Path] = []
    real = checking.check_program

    def counting(path: Path, *more: Any, **options: Any) -> Outcome:
        seen.append(path)
        return real(path, *more, **options)

    monkeypatch.setattr(checking, "check_program", counting)
    yield seen


def test_what_comes_from_the_cache_is_what_was_found(tmp_path: Path, counted: list[Path]) -> None:
    fresh = icma.validate(BAD)
    first = icma.validate(BAD, cache=tmp_path)
    checked = len(counted)
    again = icma.validate(BAD, cache=tmp_path)
    assert len(counted) == checked  # nothing was checked the second time
    assert fresh.diagnostics == first.diagnostics == again.diagnostics
    for language in ("es", "en"):
        assert fresh.render("json", language) == again.render("json", language)
    assert [outcome.summary for outcome in again.outcomes] == [outcome.summary for outcome in fresh.outcomes]


def test_only_what_changed_is_checked_again(tmp_path: Path, counted: list[Path]) -> None:
    names = {name: tmp_path / f"{name}.yaml" for name in ("a", "b", "c")}
    for name, path in names.items():
        path.write_text(SAFETY.replace("id: sample", f"id: {name}"), "utf-8")
    assert icma.validate(*names.values(), cache=tmp_path / "cache").ok
    counted.clear()
    names["b"].write_text(SAFETY.replace("id: sample", "id: a"), "utf-8")
    report = icma.validate(*names.values(), cache=tmp_path / "cache")
    assert counted == [names["b"]]
    # What it is to the others is found out anew.
    assert [(fault.code, fault.place.file) for fault in report.diagnostics] == [("IND320", str(names["b"]))]
    names["a"].write_text(SAFETY.replace("id: sample", "id: d"), "utf-8")
    assert icma.validate(*names.values(), cache=tmp_path / "cache").ok
    assert counted == [names["b"], names["a"]]


def test_programs_from_the_cache_can_be_used(tmp_path: Path, folder: Path) -> None:
    icma.validate(folder, cache=tmp_path / "cache")
    (program,) = icma.validate(folder, cache=tmp_path / "cache").programs
    assert program == icma.load(folder)


def test_two_programs_of_one_name_are_told_from_the_cache_too(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(SAFETY, "utf-8")
    for _ in range(2):
        (fault,) = icma.validate(tmp_path / "a.yaml", tmp_path / "b.yaml", cache=tmp_path / "cache").diagnostics
        assert (fault.code, fault.place.line, Path(fault.place.file).name) == ("IND320", 2, "b.yaml")


def test_any_change_makes_the_entry_unknown(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [Cache(tmp_path).key(folder)]
    assert Cache(tmp_path).key(folder) == keys[0]
    keys.append(Cache(tmp_path).key(folder, "strict"))
    monkeypatch.chdir(tmp_path)
    keys.append(Cache(tmp_path).key(Path("program")))  # diagnostics name files as they were given
    (folder / "tree.yaml").write_text((folder / "tree.yaml").read_text("utf-8") + "# more\n", "utf-8")
    keys.append(Cache(tmp_path).key(folder))
    (folder / "notes.txt").write_text("a", "utf-8")
    keys.append(Cache(tmp_path).key(folder))
    (folder / "notes.txt").rename(folder / "other.txt")
    keys.append(Cache(tmp_path).key(folder))
    (folder / "tree.yaml").rename(folder / "boughs.yaml")
    keys.append(Cache(tmp_path).key(folder))
    monkeypatch.setattr(cache, "code_stamp", lambda: "another make of the library")
    keys.append(Cache(tmp_path).key(folder))
    assert len(set(keys)) == len(keys)
    assert None not in keys


def test_the_stamp_tells_makes_of_the_library_apart(tmp_path: Path) -> None:
    """A changed module gives another stamp, though the version is the same."""
    script = "from icmaml_indicators.validation.cache import code_stamp; print(code_stamp())"
    package = tmp_path / "icmaml_indicators"
    subprocess.run(["cp", "-r", str(REPOSITORY / "src" / "icmaml_indicators"), str(package)], check=True)
    stamps = []
    for _ in range(2):
        run = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            check=True,
        )
        stamps.append(run.stdout)
        with (package / "specs" / "meaning.py").open("a") as file:
            file.write("# changed\n")
    assert stamps[0] != stamps[1]


@pytest.mark.parametrize("damage", ["", "garbage", "cut", "flip", "shape", "extra"])
def test_a_damaged_entry_does_not_exist(tmp_path: Path, damage: str) -> None:
    kept = Cache(tmp_path)
    fault = Diagnostic("IND104", Place("a.yaml", 3, 2, 4, "  keyy: 1"), {"key": "keyy"}, "key", ("key", "other"))
    allowed = replace(fault, level="info", reason="so it is")
    summary = {"id": "a", "version": "1"}
    outcome = Outcome("a.yaml", (fault,), summary, Place("a.yaml", 2, 5), suppressed=(allowed,))
    key = "ab" + "0" * 62
    kept.put(key, [outcome])
    assert kept.get(key) == (outcome,)
    (path,) = tmp_path.glob("??/*.json")
    text = path.read_text("utf-8")
    digest, _, body = text.partition("\n")
    record = json.loads(body)
    if damage == "shape":
        del record[0]["diagnostics"][0]["place"]
    record[0]["diagnostics"][0]["unheard_of"] = 1
    body = json.dumps(record)
    spoilt = {
        "": "",
        "garbage": "\0\1\2",
        "cut": text[:-20],
        "flip": text.replace("keyy", "keyx", 1),
        "shape": f"{cache.digest(body)}\n{body}",
        "extra": f"{cache.digest(body)}\n{body}",
    }[damage]
    path.write_text(spoilt, "utf-8")
    assert kept.get(key) is None
    kept.put(key, [outcome])
    assert kept.get(key) == (outcome,)
    assert digest == path.read_text("utf-8").partition("\n")[0]


def test_what_json_cannot_hold_is_not_kept(tmp_path: Path) -> None:
    kept = Cache(tmp_path)
    for odd in (object(), (1, 2)):
        kept.put("ab" + "0" * 62, [Outcome("a", (Diagnostic("IND104", Place("a"), {"key": odd}),))])
    assert list(tmp_path.rglob("*.json")) == []


def test_many_runs_at_once_do_no_harm(tmp_path: Path, folder: Path) -> None:
    def run(_: int) -> tuple[Diagnostic, ...]:
        kept = Cache(tmp_path / "cache")
        found = check([folder], kept)
        kept.prune(most=0)
        return found.diagnostics

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(run, range(24))) == {()}
    assert not list((tmp_path / "cache").rglob("*.part"))


def test_the_cache_stays_small_and_keeps_what_was_used_last(tmp_path: Path) -> None:
    kept = Cache(tmp_path)
    keys = [f"{number:02x}" + "0" * 62 for number in range(10)]
    for age, key in enumerate(keys):
        kept.put(key, [Outcome(key, ())])
        path = tmp_path / key[:2] / f"{key[2:]}.json"
        os.utime(path, (1_000_000 + age, 1_000_000 + age))
    assert kept.get(keys[0]) is not None  # used just now
    kept.prune(most=3)
    assert [key for key in keys if kept.get(key)] == [keys[0], keys[8], keys[9]]


def test_a_folder_that_cannot_be_used_is_no_cache(tmp_path: Path, folder: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    assert icma.validate(folder, cache=blocked / "below").ok


def test_the_folder_is_where_the_platform_has_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    expected = {"linux": ".cache", "darwin": "Library/Caches", "win32": "AppData/Local"}
    for platform, place in expected.items():
        monkeypatch.setattr(sys, "platform", platform)
        assert cache.user_folder() == tmp_path / place / "icmaml-indicators"
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache.user_folder() == tmp_path / ".cache" / "icmaml-indicators"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
    assert cache.user_folder() == tmp_path / "x" / "icmaml-indicators"

    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", homeless)
    assert cache.user_folder() is None


def test_python_keeps_nothing_unless_asked(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counted: list[Path]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    icma.validate(folder)
    icma.validate(folder)
    assert counted == [folder, folder]
    assert not (tmp_path / "user").exists()


def test_a_second_run_needs_neither_models_nor_numbers(tmp_path: Path) -> None:
    """What makes it quick: nothing heavy is imported for what is known."""
    script = (
        "import sys; from icmaml_indicators.cli import main; code = main(['validate', '--cache-dir', sys.argv[1]])\n"
        "print(code, [name for name in ('pydantic', 'yaml', 'numpy', 'pandas') if name in sys.modules])"
    )
    for loaded in ("['pydantic', 'yaml', 'numpy']", "[]"):
        run = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, check=True, text=True)
        assert run.stdout.splitlines()[-1] == f"0 {loaded}"
