"""Renames: told, inferred with a confidence, or not taken for one."""

from __future__ import annotations

import pytest

import icmaml_indicators as icma
from icmaml_indicators.changes.comparing.matching import title_similarity
from icmaml_indicators.specs import Indicator, Text
from tests.changes.samples import FIGURES, RUBRIC, compared, edited, one, told, touched


def renamed(text: str, old: str, new: str) -> str:
    import re

    return re.sub(rf"\b{old}\b", new, text)


def test_a_variable_with_another_id_is_found_by_its_use_and_its_title() -> None:
    found = icma.diff(icma.loads(FIGURES), icma.loads(renamed(FIGURES, "spending", "total_spending")))
    change = one(found)
    assert (change.code, change.effect) == ("IND612", "additive")
    assert (change.old, change.new, change.confidence) == ("spending", "total_spending", 1.0)
    assert touched(found) == {}
    assert found.programs[0].variables["spending"] == "total_spending"


def test_several_variables_renamed_at_once_are_told_apart_by_where_they_stand() -> None:
    text = renamed(renamed(renamed(FIGURES, "police", "officers"), "population", "people"), "spending", "outlay")
    found = icma.diff(icma.loads(FIGURES), icma.loads(text))
    changed = {(c.old, c.new) for c in found.changes if c.code == "IND612"}
    assert changed == {("police", "officers"), ("population", "people"), ("spending", "outlay")}
    assert touched(found) == {}


def test_another_variable_in_the_same_place_is_no_rename() -> None:
    """The same formula over another figure: substitution alone must not make it the same."""
    found = compared(
        FIGURES,
        ("{id: spending, title: {es: Gasto, en: Spending}", "{id: budget, title: {es: Presupuesto, en: Budget}"),
        ("formula: spending / police", "formula: budget / police"),
        ("given: {spending: 10", "given: {budget: 10"),
    )
    codes = {change.code for change in found.changes}
    assert codes >= {"IND610", "IND611", "IND630"}
    gone = next(change for change in found.changes if change.code == "IND611")
    assert gone.message() == "variable `spending` is no longer asked for; perhaps now `budget`?"
    assert touched(found)["cost"] == "vs"


def test_a_swap_of_ids_is_not_taken_for_the_same_names() -> None:
    """`a` is called `b` now, and the old `b` is gone: their figures must not be confused."""
    found = compared(
        FIGURES,
        ("  - {id: spending, title: {es: Gasto, en: Spending}, unit: {es: pesos, en: pesos}}\n", ""),
        (
            "{id: population, title: {es: Población, en: Population}",
            "{id: spending, title: {es: Población, en: Population}",
        ),
        ("formula: spending / police", "formula: police / 7"),
        ("given: {spending: 10, police: 4}, expect: 2.5", "given: {police: 7}, expect: 1"),
        ("police / population", "police / spending"),
        ("kind >= 1, population", "kind >= 1, spending"),
        ("police <= population", "police <= spending"),
        ("population: 1000", "spending: 1000"),
        ("population: 3", "spending: 3"),
    )
    assert "police_rate" in touched(found)  # its denominator is the variable of that id, and that is redefined
    assert any(change.code in {"IND613", "IND614"} and change.subject == "spending" for change in found.changes)


def test_an_indicator_with_another_id_ends_its_series_unless_the_spec_tells() -> None:
    found = icma.diff(icma.loads(FIGURES), icma.loads(renamed(FIGURES, "cost", "cost_per_officer")))
    change = one(found)
    assert (change.code, change.effect, change.subject) == ("IND626", "breaking", "cost_per_officer")
    assert change.confidence == pytest.approx(1.0)
    assert "add `replaces: cost`" in change.message()
    assert touched(found) == {}


def test_a_rename_that_replaces_tells_is_neutral(monkeypatch: pytest.MonkeyPatch) -> None:
    """`replaces` is read where the language has it; here it is made up where it has not."""
    edits = [("id: cost", "id: officer_cost"), ("en: Spending per officer", "en: What an officer costs")]
    if "replaces" in Indicator.model_fields:
        edits += [
            ('version: "1.4.0"', 'version: "1.4.1"\nreplaces: "1.4.0"'),
            ("direction: lower", "direction: lower\n        replaces: cost"),
        ]
    else:
        told_by = property(lambda leaf: "cost" if leaf.id == "officer_cost" else None)
        monkeypatch.setattr(Indicator, "replaces", told_by, raising=False)
    found = compared(FIGURES, *edits)
    assert ("IND625", "officer_cost", "") in told(found)
    assert found.required_bump == "none"
    assert touched(found) == {}


def test_a_group_is_known_by_its_children_and_a_reader_by_what_it_reads() -> None:
    text = renamed(renamed(FIGURES, "safety", "security"), "police_rate", "officers_rate")
    found = icma.diff(icma.loads(FIGURES), icma.loads(text))
    assert {(c.old, c.new) for c in found.changes} == {("safety", "security"), ("police_rate", "officers_rate")}
    assert touched(found) == {}


def test_criteria_are_known_by_their_titles() -> None:
    found = icma.diff(icma.loads(RUBRIC), icma.loads(renamed(RUBRIC, "b", "report")))
    assert told(found) == [("IND626", "report", "")]
    other = compared(
        RUBRIC,
        (
            "{id: b, title: {es: Hay informe, en: There is a report}",
            "{id: z, title: {es: Se paga a tiempo, en: Bills are paid}",
        ),
    )
    assert {change.code for change in other.changes} == {"IND623", "IND624"}


def test_two_equal_candidates_are_none() -> None:
    """Nothing tells which of two twins the old indicator has become."""
    twin = "      - {id: %s, title: {es: Gasto por policía, en: Spending per officer}, formula: spending / police, unit: {es: pesos, en: pesos}, direction: lower, examples: [{given: {spending: 10, police: 4}, expect: 2.5}]}\n"
    block = FIGURES[FIGURES.index("      - id: cost") : FIGURES.index("  - id: size")]
    found = compared(FIGURES, (block, twin % "one" + twin % "two"))
    assert {(change.code, change.subject) for change in found.changes} == {
        ("IND624", "cost"),
        ("IND623", "one"),
        ("IND623", "two"),
    }


def test_added_here_is_gone_there() -> None:
    """Over editions and made-up programs: what one way adds, the way back takes out, and renames turn round."""
    other = edited(
        FIGURES,
        ("id: town", "id: village"),
        ("es: Ciudad, en: Town", "es: Aldea, en: Hamlet"),
        ("kind >= 1", "kind >= 2"),
    )
    pairs = [("cimtra@2010", "cimtra@2016"), ("msd@2013", "msd@2015"), (icma.loads(FIGURES), icma.loads(other))]
    for old, new in pairs:
        there, back = icma.diff(old, new), icma.diff(new, old)

        def named(found: icma.SpecDiff, *codes: str) -> set[str]:
            return {change.subject for change in found.changes if change.code in codes}

        assert named(there, "IND622", "IND623") == named(back, "IND624")
        assert named(there, "IND624") == named(back, "IND622", "IND623")
        assert named(there, "IND610") == named(back, "IND611")
        mine, theirs = there.programs[0].nodes, back.programs[0].nodes
        assert {(b, a) for a, b in mine.items()} == set(theirs.items())


def test_likeness_counts_words_in_both_languages() -> None:
    one_, other = (
        Text(es="Policías por mil", en="Police per thousand"),
        Text(es="policias por MIL", en="Police per head"),
    )
    assert title_similarity(one_, one_) == 1
    assert title_similarity(one_, other) == pytest.approx((1 + 2 * 2 / 6) / 2)
