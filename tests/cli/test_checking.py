"""``validate`` on the command line: formats, colours, mending, the cache, exit codes."""

from __future__ import annotations

import gc
import io
import json
import os
import subprocess
from pathlib import Path

import pytest

from icmaml_indicators.cli.commands.checking import repository_root, wants_color
from tests.cli.running import run as run_command
from tests.conftest import SAFETY

BAD = SAFETY.replace("direction: lower", "direccion: lower")
UNSAFE = SAFETY.replace("spending / police", "spending / polise")


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder, with a cache of its own and outside every service."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    return run_command(capsys, "validate", *arguments)


def spec(text: str, name: str = "a.yaml") -> Path:
    path = Path(name)
    path.write_text(text, "utf-8")
    return path


def test_the_summary_tells_what_can_be_mended(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, spec(BAD))
    assert code == 1
    assert out.endswith("0 sound program(s), 0 indicators; 2 errors, 0 warnings\nwith --fix: 1 mend\n")
    assert "1 error, 0 avisos\ncon --fix --unsafe-fixes: 1 más" in run(capsys, spec(UNSAFE), "-l", "es")[1]


def test_fix_mends_and_ends_with_0_when_nothing_remains(capsys: pytest.CaptureFixture[str]) -> None:
    path = spec(BAD)
    code, out, _ = run(capsys, path, "--fix")
    assert (code, out) == (
        0,
        "1 sound program(s), 2 indicators; 0 errors, 0 warnings; 2 allowed with a reason\n1 mended\n",
    )
    assert path.read_text("utf-8") == SAFETY


def test_fix_ends_with_1_when_something_remains(capsys: pytest.CaptureFixture[str]) -> None:
    path = spec(UNSAFE)
    assert run(capsys, path, "--fix")[0] == 1
    assert path.read_text("utf-8") == UNSAFE
    assert run(capsys, path, "--fix", "--unsafe-fixes")[0] == 0
    assert path.read_text("utf-8") == SAFETY


def test_diff_shows_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    path = spec(BAD)
    code, out, err = run(capsys, path, "--diff")
    assert code == 1
    assert out.splitlines()[:2] == ["--- a/a.yaml", "+++ b/a.yaml"]
    assert "-        direccion: lower\n+        direction: lower\n" in out
    assert err.endswith("1 mended\n")
    assert path.read_text("utf-8") == BAD
    assert run(capsys, spec(SAFETY), "--diff")[:2] == (0, "")


def test_calls_that_make_no_sense_end_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, spec(BAD), "--unsafe-fixes")[0] == 2
    code, _, err = run(capsys, "--fix")
    assert code == 2
    assert "the specs of the library are not changed" in err


@pytest.mark.parametrize("form", ["json", "github", "gitlab", "sarif", "text"])
def test_every_format_can_go_to_a_file(capsys: pytest.CaptureFixture[str], form: str) -> None:
    code, out, _ = run(capsys, spec(BAD), "--format", form, "--output", "report")
    assert (code, out) == (1, "")
    text = Path("report").read_text("utf-8")
    assert "direccion" in text
    if form in {"json", "gitlab", "sarif"}:
        assert json.loads(text)


def test_a_clean_report_is_still_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    path = spec(SAFETY)
    assert json.loads(run(capsys, path, "--format", "gitlab")[1]) == []
    results = json.loads(run(capsys, path, "--format", "sarif")[1])["runs"][0]["results"]
    assert all(result["suppressions"] for result in results)  # only what the file allows
    assert run(capsys, path, "--format", "github")[1] == ""


def test_annotations_hit_the_file_from_any_folder(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In Actions, in a folder below the workspace: the file is named from the workspace down."""
    Path("specs").mkdir()
    spec(BAD, "specs/a.yaml")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.chdir("specs")
    out = run(capsys, "a.yaml")[1]
    assert "::error file=specs/a.yaml,line=27,endLine=27,col=9,endColumn=18,title=IND104::" in out
    assert BAD.splitlines()[26][8:17] == "direccion"


def test_the_top_of_the_repository(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert repository_root(below, {}) == below
    (tmp_path / "a" / ".git").mkdir()
    assert repository_root(below, {}) == tmp_path / "a"
    assert repository_root(below, {"CI_PROJECT_DIR": str(tmp_path)}) == tmp_path
    assert repository_root(below, {"GITHUB_WORKSPACE": str(tmp_path / "elsewhere")}) == tmp_path / "a"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "wanted"),
    [
        (io.StringIO(), {}, False),
        (io.StringIO(), {"FORCE_COLOR": "1"}, True),
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_when_colour_is_wanted(stream: io.StringIO, environment: dict[str, str], wanted: bool) -> None:
    assert wants_color(stream, environment) is wanted


def test_colour_on_the_command_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = spec(BAD)
    assert "\033[" not in run(capsys, path)[1]
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\033[1;31merror[IND104]" in run(capsys, path)[1]
    assert "\033[" not in run(capsys, path, "--format", "github")[1]


def test_the_command_line_remembers(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = spec(BAD)
    assert run(capsys, path, "--no-cache")[0] == 1
    assert not (tmp_path / "cache").exists()
    first = run(capsys, path)
    assert len(list((tmp_path / "cache" / "icmaml-indicators" / "validate").rglob("*.json"))) == 1
    assert run(capsys, path) == first
    spec(SAFETY)
    assert run(capsys, path)[0] == 0
    assert run(capsys, path, "--cache-dir", "kept")[0] == 0
    assert list(Path("kept").rglob("*.json"))


def test_the_collector_is_as_it_was_after_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    before = gc.get_threshold()
    run(capsys, spec(BAD))
    assert gc.get_threshold() == before


def test_a_hook_that_hands_over_parts_checks_their_program_once(capsys: pytest.CaptureFixture[str]) -> None:
    head, _, tree = SAFETY.partition("tree:\n")
    Path("program").mkdir()
    spec(head + "parts: [tree.yaml]\n", "program/program.yaml")
    spec("tree:\n" + tree, "program/tree.yaml")
    code, out, _ = run(capsys, "program/tree.yaml", "program/program.yaml")
    assert (code, out) == (0, "1 sound program(s), 2 indicators; 0 errors, 0 warnings; 2 allowed with a reason\n")


def test_mends_of_a_whole_repository_apply_as_a_patch(capsys: pytest.CaptureFixture[str]) -> None:
    path = spec(BAD)
    Path("mend.patch").write_text(run(capsys, path, "--diff")[1], "utf-8")
    subprocess.run(
        ["git", "apply", "mend.patch"],
        check=True,
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(Path.cwd().parent)},
    )
    assert path.read_text("utf-8") == SAFETY


def test_a_mend_that_would_do_harm_is_not_announced(capsys: pytest.CaptureFixture[str]) -> None:
    """The key that is meant stands there already: to write it would repeat it."""
    path = spec(SAFETY.replace("direction: lower", "direction: lower\n        direccion: lower"))
    _, out, _ = run(capsys, path)
    assert out.endswith("0 sound program(s), 0 indicators; 1 error, 0 warnings\n")
    _, out, _ = run(capsys, path, "--fix")
    assert out.endswith("0 sound program(s), 0 indicators; 1 error, 0 warnings\n")
