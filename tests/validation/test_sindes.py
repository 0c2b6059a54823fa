"""SINDES: 108 indicators, what is documented, and Torreón's published values."""

from __future__ import annotations

import re

import pytest

import icmaml_indicators as icma


@pytest.fixture(scope="module")
def sindes() -> icma.Program:
    return icma.load("sindes")


def test_counts_of_the_catalogue(sindes: icma.Program) -> None:
    statuses = [sindes.nodes[indicator.id].provenance for indicator in sindes.indicators]
    assert len(sindes.indicators) == 108
    assert len(sindes.variables) == 146
    assert len(sindes.tree) == 16
    assert len(sindes.checks) == 52
    assert sum(1 for p in statuses if p and p.status == "documented") == 11
    assert sum(1 for p in statuses if p and p.status == "reconstructed") == 97


def test_directions(sindes: icma.Program) -> None:
    counts: dict[str, int] = {}
    for indicator in sindes.indicators:
        counts[indicator.direction] = counts.get(indicator.direction, 0) + 1
    assert counts == {"higher": 51, "lower": 43, "context": 12, "target": 2}


def test_every_definition_says_where_it_comes_from(sindes: icma.Program) -> None:
    for indicator in sindes.indicators:
        provenance = sindes.nodes[indicator.id].provenance
        assert provenance is not None
        if provenance.status == "documented":
            assert provenance.source is not None
            assert "IMPLAN Torreón" in provenance.source
            assert provenance.url is not None
        else:
            assert provenance.modelled_on
            assert provenance.reading


def test_every_indicator_has_texts_in_both_languages_and_an_example(sindes: icma.Program) -> None:
    for indicator in sindes.indicators:
        assert indicator.examples, indicator.id
        assert indicator.description is not None, indicator.id
        assert indicator.unit is not None, indicator.id
        assert indicator.description.es != indicator.description.en, indicator.id
    for variable in sindes.variables:
        assert variable.description is not None, variable.id
        assert variable.unit is not None, variable.id
        assert variable.description.es != variable.description.en, variable.id


def test_no_english_text_holds_spanish_words(sindes: icma.Program) -> None:
    spanish = re.compile(r"\b(semestre|por|del|los|las|habitantes|municipio)\b")
    for item in (*sindes.indicators, *sindes.variables):
        assert item.unit is not None
        assert item.description is not None
        for text in (item.title.en, item.unit.en, item.description.en):
            assert not spanish.search(text), (item.id, text)


def test_each_example_lies_within_the_plausible_range(sindes: icma.Program) -> None:
    for indicator in sindes.indicators:
        assert indicator.range.low is not None
        assert indicator.range.high is not None
        results = [figure for example in indicator.examples for figure in (example.expect or {}).values()]
        figures = [figure for figure in results if isinstance(figure, int | float)]
        assert figures
        assert all(indicator.range.low <= figure <= indicator.range.high for figure in figures), indicator.id


def test_all_built_in_specs_are_sound_without_a_warning() -> None:
    assert icma.validate().diagnostics == ()


def test_programs_lists_what_ships() -> None:
    table = icma.programs().set_index("id")
    assert table.loc["sindes", ["indicators", "documented", "reconstructed"]].tolist() == [108, 11, 97]
    assert {"sistema_alertas", "state_indices"} <= set(table.index)
