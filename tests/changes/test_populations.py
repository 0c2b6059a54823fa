"""Who figures are held against: another rule breaks what reads it, another name of the same rule does not."""

from __future__ import annotations

import pytest

from icmaml_indicators.changes import SpecDiff
from icmaml_indicators.changes.comparing.sides import ProgramSide
from icmaml_indicators.changes.diffing import compare_sides
from icmaml_indicators.specs import read_draft_from_text
from tests.changes.samples import FIGURES, edited, told, touched

_OVER = "direction: lower\n        scale: {method: min_max, over: towns}"
COMPARED = edited(
    FIGURES
    + """\
  - {id: best, title: {es: Mejor, en: Best}, formula: spending / max(spending over urban), direction: context}
""",
    (
        "checks:",
        "populations:\n  - {id: towns, where: 'kind == \"urban\"', by: kind}\n"
        '  - {id: urban, where: population > 5}\n  - {id: idle, period: "2014"}\nchecks:',
    ),
    ("direction: lower", _OVER),
)


def compared(*pairs: tuple[str, str]) -> SpecDiff:
    sides = []
    for text in (COMPARED, edited(COMPARED, *pairs)):
        draft = read_draft_from_text(text)
        assert draft.program is not None
        sides.append(ProgramSide(draft.program, draft))
    return SpecDiff((compare_sides(*sides),))


@pytest.mark.parametrize(
    ("old", "new", "codes", "affected"),
    [
        (
            'kind == "urban"\', by',
            'kind != "rural"\', by',
            [("IND604", "total", "populations")],
            {"cost", "safety", "total"},
        ),
        ("by: kind}", "by: kind, within: all}", [("IND604", "total", "populations")], {"cost", "safety", "total"}),
        (
            "population > 5",
            "population > 6",
            [("IND604", "total", "populations"), ("IND632", "best", "formula")],
            {"best"},
        ),
        ('period: "2014', 'period: "2015', [("IND607", "total", "populations")], set()),
        ('  - {id: idle, period: "2014"}\n', "", [("IND607", "total", "populations")], set()),
        ("over: towns", "over: urban", [("IND633", "cost", "scale")], {"cost", "safety", "total"}),
    ],
)
def test_another_rule_is_told_with_what_reads_it(
    old: str, new: str, codes: list[tuple[str, str, str]], affected: set[str]
) -> None:
    found = compared((old, new))
    assert told(found) == codes
    assert set(touched(found)) == affected


def test_another_name_of_the_same_rule_changes_nothing() -> None:
    found = compared(("over: towns", "over: cities"), ("id: towns", "id: cities"))
    assert told(found) == [("IND607", "total", "populations")]
    assert touched(found) == {}


@pytest.mark.parametrize(
    ("old", "new", "codes", "affected"),
    [
        ("period: year\n", "period: year\napplies: population > 10\n", [("IND604", "total", "applies")], None),
        ("period: year\n", "period: year\napplies: {nonzero: 0.5}\n", [("IND604", "total", "applies")], None),
        (
            "    title: {es: Tamaño, en: Size}\n",
            "    title: {es: Tamaño, en: Size}\n    applies: 'kind == \"urban\"'\n",
            [("IND633", "size", "applies")],
            {"size", "total"},
        ),
        (
            _OVER,
            f"{_OVER}\n        applies: population > 10",
            [("IND633", "cost", "applies")],
            {"cost", "safety", "total"},
        ),
    ],
)
def test_to_whom_something_applies_is_told(
    old: str, new: str, codes: list[tuple[str, str, str]], affected: set[str] | None
) -> None:
    found = compared((old, new))
    assert told(found) == codes
    assert affected is None or set(touched(found)) == affected
