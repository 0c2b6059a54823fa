"""The files that other tools read: hooks for pre-commit, the action for GitHub, the job for GitLab.

Their form is checked against the schemas of those tools, and their commands are run as those tools run them.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.conftest import REPOSITORY, SAFETY

BAD = SAFETY.replace("direction: lower", "direccion: lower")
# A program whose file bears no name that an id could have, and that nothing else is told of.
ODD = "# allow IND365 in this file: the name is odd on purpose\n"
SPACED = ODD + SAFETY
HOOKS, ACTION, JOB = (REPOSITORY / name for name in (".pre-commit-hooks.yaml", "action.yml", "docs/ci/gitlab.yml"))


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("path", "checker"),
    [
        (HOOKS, ("pre_commit", "validate-manifest")),
        (ACTION, ("check_jsonschema", "--builtin-schema", "vendor.github-actions")),
        (JOB, ("check_jsonschema", "--builtin-schema", "vendor.gitlab-ci")),
    ],
    ids=["pre-commit", "GitHub", "GitLab"],
)
def test_their_form_is_that_of_their_tool(path: Path, checker: tuple[str, ...]) -> None:
    run = subprocess.run([sys.executable, "-m", *checker, str(path)], check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.fixture
def shop(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with specs, and a PATH where our command is this checkout and `python` only notes its arguments."""
    (tmp_path / "indicator_specs" / "program").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / "indicator_specs" / "a b.yaml").write_text(SPACED, encoding="utf-8")
    head, _, tree = SAFETY.replace("id: sample", "id: program").partition("tree:\n")
    (tmp_path / "indicator_specs" / "program" / "program.yaml").write_text(f"{head}parts: [tree.yaml]\n", "utf-8")
    (tmp_path / "indicator_specs" / "program" / "tree.yaml").write_text(f"tree:\n{tree}", encoding="utf-8")
    bin_ = tmp_path / ".bin"
    bin_.mkdir()
    scripts = {
        "icmaml-indicators": f'exec {shlex.quote(sys.executable)} -m icmaml_indicators "$@"',
        "python": 'printf "%s\\n" "$@" > "$NOTES"',
    }
    for name, line in scripts.items():
        (bin_ / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (bin_ / name).chmod(stat.S_IRWXU)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY / "src"))
    # Compiled once for all runs.
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.getbasetemp() / "compiled"))
    monkeypatch.setenv("NOTES", str(tmp_path / ".notes"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    return tmp_path


def spoil(shop: Path) -> None:
    (shop / "indicator_specs" / "a b.yaml").write_text(ODD + BAD, encoding="utf-8")


def action_step(name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run a step as the runner does: expressions replaced in its environment, the script in a file, bash strict."""
    action = read(ACTION)
    values = {f"inputs.{key}": str(about.get("default", "")) for key, about in action["inputs"].items()}
    values |= {f"inputs.{key.replace('_', '-')}": value for key, value in inputs.items()}
    values["github.action_path"] = "/actions/icmaml"
    (step,) = [step for step in action["runs"]["steps"] if step.get("name") == name]
    assert step["shell"] == "bash"
    assert "${{" not in step["run"]  # what a caller hands in never becomes part of a script
    environment = {
        key: re.sub(r"\$\{\{ (\S+) \}\}", lambda found: values[found[1]], value) for key, value in step["env"].items()
    }
    Path(".step.sh").write_text(step["run"], encoding="utf-8")
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", ".step.sh"],
        check=False,
        env={**os.environ, **environment, "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(Path.cwd())},
        capture_output=True,
        text=True,
    )


def test_the_action_installs_its_own_checkout_or_what_is_asked(shop: Path) -> None:
    assert action_step("Install").returncode == 0
    assert (shop / ".notes").read_text().splitlines()[-1] == "/actions/icmaml"
    action_step("Install", package="icmaml-indicators==1.0")
    assert (shop / ".notes").read_text().splitlines()[-1] == "icmaml-indicators==1.0"


def test_the_action_passes_and_fails_with_annotations(shop: Path) -> None:
    run = action_step("Validate")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    spoil(shop)
    run = action_step("Validate", language="es")
    assert run.returncode == 1
    assert "::error file=indicator_specs/a b.yaml,line=28,endLine=28,col=9," in run.stdout
    assert "clave desconocida `direccion`" in run.stdout


def test_the_action_takes_paths_line_by_line(shop: Path) -> None:
    spoil(shop)
    assert action_step("Validate", paths="indicator_specs/program\n").returncode == 0
    assert action_step("Validate", paths="indicator_specs/program\nindicator_specs/a b.yaml\n").returncode == 1
    assert action_step("Validate", paths="no/such").returncode == 2
    assert action_step("Validate", paths="$(touch owned); `touch owned`").returncode == 2
    assert not (shop / "owned").exists()


def test_the_action_is_strict_when_asked(shop: Path) -> None:
    path = shop / "indicator_specs" / "a b.yaml"
    path.write_text(re.sub(r"\n +examples: .*2\.5\}\]", "", SPACED), encoding="utf-8")
    assert action_step("Validate").returncode == 0
    assert action_step("Validate", strict="true").returncode == 1


def test_the_action_writes_sarif_and_still_fails(shop: Path) -> None:
    spoil(shop)
    assert action_step("Validate", sarif="out.sarif").returncode == 1
    (run,) = json.loads((shop / "out.sarif").read_text(encoding="utf-8"))["runs"]
    assert "IND104" in {result["ruleId"] for result in run["results"]}


def hook(name: str, *files: str) -> subprocess.CompletedProcess[str]:
    """Run a hook as pre-commit does: its entry, then the changed files that it is meant for."""
    (about,) = [about for about in read(HOOKS) if about["id"] == name]
    assert about["require_serial"]
    chosen = [file for file in files if re.search(about["files"], file) and file.endswith((".yaml", ".yml"))]
    return subprocess.run([*shlex.split(about["entry"]), *chosen], check=False, capture_output=True, text=True)


def test_the_hooks_check_the_programs_of_changed_files(shop: Path) -> None:
    parts = ("indicator_specs/program/tree.yaml", "indicator_specs/program/program.yaml")
    run = hook("icmaml-validate", *parts, "other/compose.yaml", "README.md")
    assert (run.returncode, run.stdout.split(",")[0]) == (0, "1 sound program(s)")
    spoil(shop)
    assert hook("icmaml-validate", "indicator_specs/a b.yaml").returncode == 1
    assert hook("icmaml-fix", "indicator_specs/a b.yaml", *parts).returncode == 0
    assert (shop / "indicator_specs" / "a b.yaml").read_text(encoding="utf-8") == SPACED


def test_the_job_reports_and_gives_the_verdict(shop: Path) -> None:
    (job,) = read(JOB).values()
    report = shop / job["artifacts"]["reports"]["codequality"]
    environment = {**os.environ, "CI_PROJECT_DIR": str(shop), "SPECS": job["variables"]["SPECS"]}

    def run() -> int:
        script = "set -eo pipefail\n" + "\n".join(job["script"])
        return subprocess.run(["bash", "-c", script], check=False, env=environment, capture_output=True).returncode

    assert run() == 0
    assert json.loads(report.read_text(encoding="utf-8")) == []
    spoil(shop)
    assert run() == 1
    issues = json.loads(report.read_text(encoding="utf-8"))
    assert {issue["location"]["path"] for issue in issues} == {"indicator_specs/a b.yaml"}
    jsonschema.validate(issues, CODE_QUALITY)


# What the documentation of GitLab asks of each issue.
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "required": ["path", "lines"],
                "properties": {"path": {"pattern": "^[^./]"}, "lines": {"required": ["begin"]}},
            },
        },
    },
}
