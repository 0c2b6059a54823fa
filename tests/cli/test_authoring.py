"""The commands for those who write specs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli.main import main
from tests.cli.running import run
from tests.conftest import SAFETY


def test_schema_prints_both_schemas(capsys: pytest.CaptureFixture[str]) -> None:
    whole, part = (json.loads(run(capsys, "schema", *more)[1]) for more in ((), ("--part",)))
    assert whole["properties"]["spec"]["description"]
    assert set(part["properties"]) == {"parameters", "variables", "checks", "tree"}


def test_validate_prints_what_examples_miss(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(SAFETY, encoding="utf-8")
    code, out, _ = run(capsys, "validate", path, "--coverage")
    assert code == 0
    assert "sample: examples reach 33.3 % (2 of 6 paths)" in out
    assert f"  cost: undefined police = 0  {path}:25" in out
    (found,) = json.loads(run(capsys, "validate", path, "--coverage", "--format", "json")[1])["coverage"]
    assert (found["program"], found["percent"], found["paths"], found["reached"]) == ("sample", 33.3, 6, 2)
    missed = {"node": "cost", "kind": "undefined", "path": "police = 0", "where": f"{path}:25"}
    assert missed in found["missed"]
    assert "coverage" not in json.loads(run(capsys, "validate", path, "--format", "json")[1])
    code, out, _ = run(capsys, "validate", path, "--coverage", "-l", "es")
    assert "los ejemplos recorren 33.3 % (2 de 6 caminos)" in out
    assert "  cost: indefinido police = 0" in out


def test_a_coverage_that_is_demanded_and_not_reached_ends_with_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(SAFETY, encoding="utf-8")
    assert run(capsys, "validate", path, "--min-coverage", "33")[0] == 0
    code, out, _ = run(capsys, "validate", path, "--min-coverage", "34")
    assert code == 1
    assert "error[IND324]: the examples of `sample` reach 33.3 % of the paths (2 of 6); 34 % is asked for" in out
    assert run(capsys, "validate", path, "--min-coverage", "101")[0] == 2
    assert run(capsys, "validate", path, "--min-coverage", "much")[0] == 2


def test_new_program_and_new_indicator(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    for kind in ("indicators", "rubric", "matrix"):
        path.unlink(missing_ok=True)
        assert run(capsys, "new", "program", "mine", "--kind", kind, "--title-es", "Mío", "-o", path)[0] == 0
        assert run(capsys, "validate", "--strict", path)[0] == 0
        assert icma.load(path).title.es == "Mío"
    code, _, err = run(capsys, "new", "program", "mine", "-o", path)
    assert (code, "exists already" in err) == (2, True)
    path.write_text(SAFETY, encoding="utf-8")
    code, _, err = run(
        capsys, "new", "indicator", "per_home", "--in", path, "--formula", "police / homes", "--direction", "lower"
    )
    assert (code, err) == (0, f"→ {path}\n")
    assert run(capsys, "validate", "--strict", path)[0] == 0
    leaf = icma.load(path).nodes["per_home"].spec
    assert (leaf.direction, leaf.formula) == ("lower", "police / homes")  # type: ignore[union-attr]


def test_new_indicator_tells_what_it_changes_above(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(icma.new_program("mine"), encoding="utf-8")
    code, _, err = run(capsys, "new", "indicator", "homes_more", "--in", path)
    assert code == 0
    assert "error[IND328]" in err


def test_a_wrong_call_ends_with_2_and_says_why(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(SAFETY, encoding="utf-8")
    code, _, err = run(capsys, "new", "indicator", "Per-Home", "--in", path)
    assert (code, "`Per-Home` cannot be an id" in err, "did you mean `per_home`" in err) == (2, True, True)
    code, _, err = run(capsys, "new", "indicator", "x", "--in", path, "--formula", "police ^ 2")
    assert (code, "error[IND201]" in err, "did you mean `**`" in err) == (1, True, True)
    code, _, err = run(capsys, "new", "indicator", "x", "--in", tmp_path / "none.yaml")
    assert (code, "none.yaml: there is no such file" in err) == (2, True)
    assert path.read_text(encoding="utf-8") == SAFETY


def test_show_prints_what_examples_expect(capsys: pytest.CaptureFixture[str]) -> None:
    assert "→ 205.7 (" in run(capsys, "show", "sistema_alertas", "debt_to_free_income")[1]


def test_what_acts_on_a_terminal_is_spelt_out_where_arguments_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    red = "\x1b[31m"
    assert main(["new", "program", "fresh", "--title-es", red, "-o", str(tmp_path / f"{red}.yaml")]) == 0
    assert main(["new", "program", "fresh", f"--{red}"]) == 2
    assert main(["new", "program", "fresh", "--kind", red]) == 2
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err and told.err.count("[31m") == 3
