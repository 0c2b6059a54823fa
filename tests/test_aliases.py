"""Every old name of a method answers as the one of now does, with a warning, and is offered to nobody."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.aliases import ALIASES, OldNames
from tests.conftest import program
from tests.test_public_results import RUBRIC, results, same

CASES = [(owner, old) for owner, names in ALIASES.items() for old in names]
PAIR = np.array([0]), np.array([1])
# How each method is asked; properties are not.
QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "anonymised": lambda ask: ask("05002", seed=3).positions,
    "by_chance_of": lambda ask: ask(np.array([0]), np.arange(4)),
    "findings_in": lambda ask: ask("es"),
    "key_of": lambda ask: ask("T05002"),
    "keys_of": lambda ask: ask(np.arange(3), repeat=2),
    "lay_out": lambda ask: ask(ask.__self__.groups),
    "of_cell": lambda ask: ask("median", np.array([0]), np.arange(4)),
    "only": lambda ask: ask(["cost"]).changes(),
    "parted_by": lambda ask: ask(0, 0, 1),
    "period_code": lambda ask: ask("2014-S2"),
    "place": lambda ask: ask("cost"),
    "row_of": lambda ask: ask("05036", "2024"),
    "stands_in": lambda ask: ask(0, 0),
    "steadiness": lambda ask: ask(draws=3, entities="05002"),
    "suspected_breaks_in": lambda ask: ask("es"),
    "texts_of_breaks": lambda ask: ask(0, *PAIR),
    "under": lambda ask: ask("alike").scores,
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    models = "models: [{id: alike, title: {es: Iguales, en: Alike}, equal_at: 1}]\ntree:\n"
    rows = pd.DataFrame({"entity": ["05035", "05036"], "period": "2024", "first": ["sí", "no"], "second": "no"})
    things = results(tmp_path_factory.mktemp("results"))
    diff = things["versions"]
    return {
        **things,
        "Assessment": icma.score(program(RUBRIC.replace("tree:\n", models)), rows),
        "SpecDiff": diff,
        "ProgramDiff": diff.programs[0],
    }


@pytest.mark.parametrize(("owner", "old"), CASES)
def test_an_old_name_warns_once_and_gives_what_the_new_one_gives(found: dict[str, Any], owner: str, old: str) -> None:
    thing, alias = found[owner], ALIASES[owner][old]
    now = reduce(getattr, alias.target.split("."), thing)
    with pytest.warns(DeprecationWarning, match=f"^`{owner}.{old}`") as caught:
        before = getattr(thing, old)
    assert [Path(warning.filename).name for warning in caught] == [Path(__file__).name]
    ask = QUESTIONS.get(old, lambda answer: answer)
    same(ask(before), ask(now))


@pytest.mark.parametrize(("owner", "old"), CASES)
def test_completion_offers_no_old_name(found: dict[str, Any], owner: str, old: str) -> None:
    assert old not in dir(found[owner])
    assert old not in dir(type(found[owner]))


def test_an_old_keyword_is_taken_with_the_old_name(found: dict[str, Any]) -> None:
    assessment = found["Benchmark"].assessment
    assert len(assessment.findings) > 1
    with pytest.warns(DeprecationWarning):
        old = assessment.findings_in("es", most=1)
    pd.testing.assert_frame_equal(old, assessment.get_findings("es", limit=1))
    with pytest.raises(TypeError, match="most"):
        assessment.get_findings("es", most=1)


def test_what_a_property_raises_is_not_hidden() -> None:
    class Odd(OldNames):
        @property
        def broken(self) -> int:
            raise AttributeError("something inside")

    with pytest.raises(AttributeError, match="something inside"):
        Odd().broken  # noqa: B018
    with warnings.catch_warnings(), pytest.raises(AttributeError, match="'Odd' object has no attribute 'held'"):
        Odd().held  # noqa: B018
