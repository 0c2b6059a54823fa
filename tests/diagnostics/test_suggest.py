"""The nearest valid choice, and how far away it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.diagnostics.suggest import nearest, slips_between

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
    assert slips_between(written, meant) == slips


@given(WORDS, WORDS)
def test_slips_are_a_distance_between_bounds(one: str, other: str) -> None:
    slips = slips_between(one, other)
    assert slips == slips_between(other, one)
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
        assert slips_between(slipped, word) == (slipped != word)


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
