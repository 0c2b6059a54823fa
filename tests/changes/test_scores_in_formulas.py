"""What reads scores, levels and statistics changes with them, and follows them under their new names."""

from __future__ import annotations

from icmaml_indicators.changes import SpecDiff
from icmaml_indicators.changes.comparing.sides import ProgramSide
from icmaml_indicators.changes.diffing import compare_sides
from icmaml_indicators.specs import read_draft_from_text
from tests.changes.samples import FIGURES, edited, told, touched

READERS = (
    FIGURES
    + """\
  - {id: gap, title: {es: Brecha, en: Gap}, formula: score(safety) - score(size), direction: context}
  - {id: alarm, title: {es: Alarma, en: Alarm}, formula: 'if_else(level(total) == "poor", 1, 0)', direction: context}
  - {id: best, title: {es: Mejor, en: Best}, formula: cost / max(cost over kind), direction: context}
  - {id: place, title: {es: Lugar, en: Place}, formula: rank(-score(total) over kind), direction: context}
"""
)


def compared(*pairs: tuple[str, str]) -> SpecDiff:
    sides = []
    for text in (READERS, edited(READERS, *pairs)):
        draft = read_draft_from_text(text)
        assert draft.program is not None
        sides.append(ProgramSide(draft.program, draft))
    return SpecDiff((compare_sides(*sides),))


def test_nothing_is_told_of_programs_that_are_equal() -> None:
    assert told(compared(("title: {es: Muestra", "title:  {es: Muestra"))) == []


def test_a_score_that_changes_is_told_where_a_formula_reads_it() -> None:
    found = compared(("direction: lower\n        weight: 1", "direction: lower\n        weight: 3"))
    assert told(found) == [
        ("IND635", "safety", ""),
        ("IND632", "gap", "formula"),
        ("IND632", "alarm", "formula"),
        ("IND632", "place", "formula"),
    ]
    assert [change.details["through"] for change in found.changes[1:]] == [
        "`score(safety)`",
        "`level(total)`",
        "`rank(-score(total) over kind)`",
    ]
    assert touched(found) == {"safety": "s", "total": "sl", "gap": "v", "alarm": "v", "place": "v"}


def test_cuts_of_levels_change_what_reads_the_level_and_nothing_else() -> None:
    found = compared(("up_to: 50", "up_to: 60"))
    assert told(found) == [("IND633", "total", "levels"), ("IND632", "alarm", "formula")]
    assert touched(found) == {"total": "l", "alarm": "v"}


def test_a_statistic_changes_with_its_population() -> None:
    found = compared(("type: ordinal, options: [rural, mixed, urban]", "type: ordinal, options: [rural, urban]"))
    assert touched(found)["best"] == touched(found)["place"] == "v"


def test_another_node_or_population_in_a_formula_is_another_formula() -> None:
    found = compared(
        ("score(safety) - score(size)", "score(safety) - score(total)"), ("cost over kind", "cost over all")
    )
    assert [each for each in told(found) if each[1] in {"gap", "best"}] == [
        ("IND630", "gap", "formula"),
        ("IND631", "best", "formula"),
    ]


def test_nodes_and_populations_are_followed_under_new_names() -> None:
    found = compared(
        ("  - id: safety", "  - id: security"),
        ("score(safety)", "score(security)"),
        ("{id: kind,", "{id: sort,"),
        ("kind >= 1", "sort >= 1"),
        ("kind: urban", "sort: urban"),
        ("over kind", "over sort"),
    )
    assert {code for code, _, _ in told(found)} <= {"IND612", "IND625", "IND626", "IND607"}
    assert touched(found) == {}
