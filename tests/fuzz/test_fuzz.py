"""The fuzzer itself: its programs are sound, its cases can be made again, and each area runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import samples
from tests.fuzz.__main__ import AREAS
from tests.fuzz.cases import Case, Failure, judge, shrink
from tests.fuzz.chance import Chance


@pytest.mark.parametrize("number", range(samples.COUNT))
def test_the_programs_that_data_is_handed_to_are_sound(number: int) -> None:
    assert samples.program(number).spec == 1


@pytest.mark.parametrize("area", AREAS)
def test_a_number_gives_the_same_case_each_time(area: str) -> None:
    first, second = (AREAS[area][0](Chance(area, 7)).given for _ in range(2))
    assert type(first) is type(second)
    assert repr(first) == repr(second)


def test_what_fails_is_told_and_made_smaller() -> None:
    def run(given: str, folder: Path) -> None:
        if "bad" in given:
            raise KeyError(given)

    case = Case("one\ntwo\nbad\nthree\n", run)
    found = judge(case)
    assert isinstance(found, Failure) and found.sign[0] == "KeyError"
    assert shrink(case, found) == "bad\n"
