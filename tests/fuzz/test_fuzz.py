"""The fuzzer itself: its programs are sound, its cases can be made again, and each area runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import samples
from tests.fuzz.__main__ import AREAS, run
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


def test_so_many_rounds_are_so_many_cases_unless_the_time_is_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    areas = ("catalogues", "targets")
    assert run(3, 1, tmp_path, areas=areas) == 0
    assert capsys.readouterr().out == "cases: targets 6, catalogues 3\n"
    assert run(3, 1, tmp_path, seconds=-1, areas=areas) == 0
    assert capsys.readouterr().out.startswith("the time was up after 0 of 9 cases\n")


def test_what_fails_is_told_and_made_smaller() -> None:
    def run(given: str, folder: Path) -> None:
        if "bad" in given:
            raise KeyError(given)

    case = Case("one\ntwo\nbad\nthree\n", run)
    found = judge(case)
    assert isinstance(found, Failure) and found.sign[0] == "KeyError"
    assert shrink(case, found) == "bad\n"
