"""The repository is as it says: what is public, what the wheel holds, what no file may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest

import icmaml_indicators as icma
from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "src" / "icmaml_indicators"


def test_public_names_are_those_promised() -> None:
    assert set(icma.__all__) - {"__version__"} == set(icma._HOME_OF)
    for name in icma.__all__:
        assert getattr(icma, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'scroe'"):
        icma.scroe  # noqa: B018


def test_the_wheel_holds_specs_data_and_templates(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(REPOSITORY)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "indicator_specs/sindes/program.yaml",
        "indicator_specs/sistema_alertas/2017-06-30.yaml",
        "indicator_specs/maps/cngmd_police.yaml",
        "demo/data/state_rankings.csv",
        "reports/pages/templates/benchmark.html.j2",
        "reports/pages/templates/league.js",
        "py.typed",
    ):
        assert f"icmaml_indicators/{name}" in names


def tracked() -> list[Path]:
    suffixes = {".py", ".md", ".yaml", ".toml", ".j2", ".csv", ".cfg", ""}
    skipped = {".git", ".venv", "demo_output", "build", "dist"}
    return [
        path
        for path in REPOSITORY.rglob("*")
        if path.is_file()
        and path.suffix in suffixes
        and not any(
            part in skipped or (part.startswith(".") and part != ".ci") for part in path.relative_to(REPOSITORY).parts
        )
    ]


def test_nothing_evaluates_or_unpickles() -> None:
    """Specs and data are untrusted: no eval, exec, pickle or unsafe YAML anywhere in the package."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                assert name not in {"eval", "exec", "compile_command", "unsafe_load", "full_load", "loads_pickle"}, path
            if isinstance(node, ast.Import):
                assert not {alias.name for alias in node.names} & {"pickle", "marshal", "shelve"}, path


def test_no_reference_table_is_carried_into_the_project() -> None:
    for path in tracked():
        assert path.name not in {"idh_municipal.csv", "msd_2013_2018.csv", "municipalities.csv"}


def test_no_module_is_too_long() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 450, path


def test_the_readme_runs_as_it_is_written(tmp_path: Path) -> None:
    """The example of the README is sound, and its misspelling gives the diagnostic that the README shows."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)
    head = (
        "spec: 1\nid: safety\nversion: '1'\ntitle: {es: Mío, en: Mine}\nentity: municipality\nperiod: semester\n"
        "provenance: user\nvariables:\n"
        "  - {id: operational_police, title: {es: Policías, en: Officers}, unit: {es: personas, en: persons}}\n"
        "  - {id: population, title: {es: Población, en: Population}, unit: {es: personas, en: persons}, range: [1, null]}\n"
        "tree:\n  - id: patrol\n    title: {es: Patrulla, en: Patrol}\n    children:\n"
    )
    path = tmp_path / "safety.yaml"
    path.write_text(head + block, encoding="utf-8")
    assert icma.validate(path).diagnostics == ()
    path.write_text(
        head + block.replace("formula: operational_police", "formula: operational_polise"), encoding="utf-8"
    )
    shown = icma.validate(path).render()
    assert "error[IND202]: `operational_polise` is neither a variable nor an indicator" in shown
    assert "^^^^^^^^^^^^^^^^^^ did you mean `operational_police`?" in shown


def test_the_guide_names_every_word_of_the_spec_language() -> None:
    from icmaml_indicators.formulas.functions import FUNCTIONS
    from icmaml_indicators.specs.methods.scales import SCALES
    from icmaml_indicators.specs.model.answers import COMMON_ANSWERS, Amount, Answer, AnswerOption, Criterion
    from icmaml_indicators.specs.model.attainment import Attainment, Lights
    from icmaml_indicators.specs.model.base import ImprovesWith, Unit
    from icmaml_indicators.specs.model.matrix import Component, Matrix
    from icmaml_indicators.specs.model.measures import Group, Indicator
    from icmaml_indicators.specs.model.peer_rules import Cuts, PeerLights
    from icmaml_indicators.specs.model.program import Program
    from icmaml_indicators.specs.model.scales import Scale
    from icmaml_indicators.specs.model.scoring_rules import Aggregation, Gate, ScoringModel
    from icmaml_indicators.specs.model.variables import Check, Example, Variable
    from icmaml_indicators.specs.parsing.shorthand import SHORTHAND_KEYS

    words = {*FUNCTIONS, *SCALES, *COMMON_ANSWERS, *chain(*SHORTHAND_KEYS.values())}
    words |= set(get_args(Aggregation.model_fields["method"].annotation))
    models = (Program, Variable, Check, Indicator, Group, Example, Aggregation, Scale, Unit, ImprovesWith)
    for model in (
        *models,
        Cuts,
        Answer,
        AnswerOption,
        Amount,
        Criterion,
        Gate,
        ScoringModel,
        Attainment,
        Lights,
        PeerLights,
        Matrix,
        Component,
    ):
        words |= {name.rstrip("_") for name in model.model_fields}
    words -= {"method", "members"}  # members: what a list under `given` becomes
    for language in ("en", "es"):
        pages = [path for path in (REPOSITORY / "docs" / language).rglob("*.md") if path.name != "rules.md"]
        guide = "\n".join(path.read_text(encoding="utf-8") for path in pages)
        assert {word for word in words if f"`{word}" not in guide} == set(), language
