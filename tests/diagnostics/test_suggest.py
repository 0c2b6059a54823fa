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
