"""The nearest valid choice, and how far away it is."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.diagnostics.suggest import edit_distance, nearest
from icmaml_indicators.diagnostics.synonyms import MEANINGS, Kind, hint_of
from icmaml_indicators.formulas.functions import KNOWN_FUNCTIONS
from icmaml_indicators.specs import Indicator, Program, Variable
from icmaml_indicators.specs.model.scales import Scale
from icmaml_indicators.specs.model.scoring_rules import Aggregation

WORDS = st.text("abcde", max_size=7)


@pytest.mark.parametrize(
    ("written", "meant", "slips"),
    [
        ("title", "title", 0),
        ("titel", "title", 1),  # two swapped
        ("tipe", "type", 1),
        ("formul", "formula", 1),
        ("direccion", "direction", 1),
        ("kitten", "sitting", 3),
        ("ca", "abc", 3),  # restricted: two in the unrestricted form
        ("", "abc", 3),
    ],
)
def test_slips_counted_by_hand(written: str, meant: str, slips: int) -> None:
    assert edit_distance(written, meant) == slips


@given(WORDS, WORDS)
def test_slips_are_a_distance_between_bounds(one: str, other: str) -> None:
    slips = edit_distance(one, other)
    assert slips == edit_distance(other, one)
    assert abs(len(one) - len(other)) <= slips <= max(len(one), len(other))
    assert (slips == 0) == (one == other)


@given(st.text("abcde", min_size=2, max_size=7), st.data())
def test_one_slip_is_one_slip(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    for slipped in (
        word[:at] + word[at + 1 :],
        word[:at] + "x" + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ):
        assert edit_distance(slipped, word) == (slipped != word)


def test_nothing_is_offered_where_nothing_is_near() -> None:
    assert nearest("zzz", ["title", "tree"]) is None
    assert nearest("Titel", ["title", "tree"]) == "title"


def test_among_many_names_the_nearest_is_found_by_its_beginning_or_its_end() -> None:
    """Only names that begin or end alike are compared then: a slip in the middle leaves both, one at an end the other."""
    names = [f"{stem}_{number:03d}" for stem in ("income", "spending", "police") for number in range(400)]
    for written, meant in {
        "incme_123": "income_123",
        "polise_007": "police_007",
        "pending_399": "spending_399",
        "income_0001": "income_001",
    }.items():
        assert nearest(written, [*names, meant]) == meant
    assert nearest("income_123", names, but="income_123") != "income_123"
    assert nearest("zzz", names) is None


@pytest.mark.parametrize("kind", MEANINGS)
def test_what_a_foreign_word_means_is_a_choice_there_is(kind: Kind) -> None:
    """And no word that is a choice here means another one."""
    choices = {
        "function": set(KNOWN_FUNCTIONS),
        "aggregation": set(get_args(Aggregation.model_fields["method"].annotation)),
        "scale": set(get_args(Scale.model_fields["method"].annotation)),
        "type": set(get_args(Variable.model_fields["type"].annotation)),
        "key": {*Program.model_fields, *Indicator.model_fields},
    }[kind]
    for word, meaning in MEANINGS[kind].items():
        assert word not in choices
        assert meaning.word is None or meaning.word in choices
        assert meaning.word or (meaning.es and meaning.en)
        assert hint_of(kind, word.upper(), sorted(choices)).suggestion == meaning.word


@pytest.mark.parametrize(
    ("kind", "written", "suggestion"),
    [
        ("aggregation", "mean", "arithmetic_mean"),
        ("aggregation", "promedio", "arithmetic_mean"),
        ("aggregation", "weighted_mean", "arithmetic_mean"),  # by spelling `power_mean`
        ("aggregation", "geomean", "geometric_mean"),
        ("aggregation", "arithmetic_men", "arithmetic_mean"),  # a slip of the pen
        ("aggregation", "mode", None),  # by spelling `none`
        ("function", "ln", "log"),
        ("function", "round", None),
        ("function", "mediana", "median"),  # by spelling `mean`
        ("function", "mode", None),
        ("function", "stdev", "sd"),
        ("function", "average", "mean"),
        ("function", "logg", "log"),
    ],
)
def test_words_of_other_tools_are_known_before_spelling_is_asked(
    kind: Kind, written: str, suggestion: str | None
) -> None:
    choices = KNOWN_FUNCTIONS if kind == "function" else get_args(Aggregation.model_fields["method"].annotation)
    assert hint_of(kind, written, choices).suggestion == suggestion
