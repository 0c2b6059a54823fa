"""What several tests share: small programs, and the reference tables that stay outside the project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import settings

import icmaml_indicators as icma
from icmaml_indicators.linting import lint_codes

# What is merely doubtful (units, ranges, twins, texts) is silenced where a test is about something else.
# Where the keys of the total stand.
_STYLE = {"IND132", "IND133"}
QUIET = {
    code: "off" for code in lint_codes() if "IND220" <= code < "IND250" or "IND360" <= code < "IND370" or code in _STYLE
}
# Laws are tried on a quarter of the examples, by `make check` on all of them.
SHARE = 1 if os.environ.get("THOROUGH") else 4
REPOSITORY = Path(__file__).resolve().parent.parent
REFERENCE = REPOSITORY.parent / "shared" / "data" / "reference"

settings.register_profile("share", max_examples=100 // SHARE, deadline=None)
settings.load_profile("share")


def examples(count: int, **more: Any) -> settings:
    """Return settings for so many examples, of which `make test` tries a share."""
    return settings(max_examples=max(5, count // SHARE), deadline=None, **more)


HEAD = """\
spec: 1
id: sample
version: "1"
title: {es: Muestra, en: Sample}
entity: municipality
period: semester
provenance: user
"""

SAFETY = (
    HEAD
    + """\
variables:
  - {id: police, title: {es: Policías, en: Police}, unit: {es: personas, en: persons}, type: integer, range: [0, null]} # allow IND231: some have none
  - {id: population, title: {es: Población, en: Population}, unit: {es: personas, en: persons}, type: integer, range: [0, null]} # allow IND231: tests divide by it
  - {id: spending, title: {es: Gasto, en: Spending}, unit: {es: pesos, en: pesos}, range: [0, null]}
tree:
  - id: safety
    title: {es: Seguridad, en: Safety}
    children:
      - id: police_rate
        title: {es: Policías por mil, en: Police per thousand}
        formula: police / population * 1000
        unit: {es: policías por mil habitantes, en: police officers per thousand inhabitants}
        direction: higher
        range: [0, 20]
        examples: [{given: {police: 2, population: 1000}, expect: 2}]
      - id: cost
        title: {es: Gasto por policía, en: Spending per officer}
        formula: spending / police
        unit: {es: pesos por policía, en: pesos per officer}
        direction: lower
        examples: [{given: {spending: 10, police: 4}, expect: 2.5}]
"""
)


def program(text: str) -> icma.Program:
    """Load a program from YAML text."""
    return icma.loads(text, "sample.yaml")


def rows(*lines: tuple[object, ...], columns: str = "entity period police population spending") -> pd.DataFrame:
    """Return a wide table from tuples."""
    return pd.DataFrame(lines, columns=columns.split())


def proven(program: icma.Program, table: pd.DataFrame) -> pd.DataFrame:
    """Return a wide table of answers with evidence beside each criterion that needs it."""
    needy = [leaf.id for leaf in program.criteria if leaf.criterion and leaf.criterion.evidence == "required"]
    evidence = {f"{name}.evidence": "folio 1" for name in needy}
    return pd.concat([table, pd.DataFrame(evidence, index=table.index)], axis=1)


def reference(name: str) -> pd.DataFrame:
    """Return a reference table as text, or skip the test and say why."""
    path = REFERENCE / name
    if not path.is_file():
        pytest.skip(f"the reference table {name} is not beside this checkout (../shared/data/reference)")
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture
def safety() -> icma.Program:
    """A program with two indicators."""
    return program(SAFETY)


@pytest.fixture(autouse=True, scope="session")
def _no_cache_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what the command line remembers out of the cache of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_language_of_the_user() -> Iterator[None]:
    """Let the command line speak English unless a test says otherwise, whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "C.UTF-8")
        yield
