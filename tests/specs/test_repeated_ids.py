"""An id that stands twice is told at its place, and the rest of the file is checked as if it were two."""

from __future__ import annotations

from pathlib import Path

import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, QUIET

CRITERIA = """\
  - id: {group}
    title: {{es: Grupo, en: Group}}
    aggregation: points
    criteria:
      columns: [id, es, en, points]
      rows:
        - [{first}, Uno, One, 3]
        - [{second}, Dos, Two, {points}]
"""
INDICATOR = """\
  - id: {group}
    title: {{es: Grupo, en: Group}}
    children:
      - {{id: {leaf}, title: {{es: R, en: R}}, formula: {formula}, direction: higher}}
"""
VARIABLE = "variables:\n  - {id: x, title: {es: X, en: X}}\n"


def criteria(group: str, first: str = "x", second: str = "y", points: str = "3") -> str:
    return CRITERIA.format(group=group, first=first, second=second, points=points)


def indicator(group: str, leaf: str, formula: str) -> str:
    return INDICATOR.format(group=group, leaf=leaf, formula=formula)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("tree:\n" + criteria("a") + criteria("b", second="z"), ["IND301"]),
        ("tree:\n" + criteria("a") + criteria("b", second="z", points="many"), ["IND301", "IND330"]),
        ("tree:\n" + criteria("a") + criteria("a", "u", "v"), ["IND301"]),
        ("tree:\n" + criteria("a", second="a"), ["IND301"]),
        (VARIABLE + "tree:\n" + indicator("a", "r", "x") + indicator("b", "r", "x"), ["IND301"]),
        (VARIABLE + "tree:\n" + indicator("a", "r", "x") + indicator("b", "r", "w"), ["IND301", "IND202"]),
        (VARIABLE + "tree:\n" + indicator("x", "r", "x"), ["IND301"]),
    ],
)
def test_one_fault_for_each_repeated_id_and_those_of_the_rest(text: str, codes: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    found = icma.validate(path, severity={**QUIET, "IND319": "off"})
    assert [fault.code for fault in found.diagnostics] == codes, found.render()
    with pytest.raises(icma.SpecError) as caught:
        icma.loads(HEAD + text)
    assert {fault.code for fault in caught.value.diagnostics} - {"IND319"} == set(codes)
