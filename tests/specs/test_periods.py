"""Periods: what is understood, what is said, what comes before what."""

from __future__ import annotations

import datetime as dt

import pytest

from icmaml_indicators.specs.model.periods import PeriodPoint, read_period


@pytest.mark.parametrize(
    ("given", "read", "respelt"),
    [
        ("2014", "2014", False),
        (2014, "2014", False),
        (2014.0, "2014", False),
        ("2014-S1", "2014-S1", False),
        ("2014s2", "2014-S2", True),
        ("S1 2014", "2014-S1", True),
        ("2014-Q3", "2014-Q3", False),
        ("2014-T3", "2014-Q3", True),
        ("2014-06", "2014-06", False),
        ("2014-06-30", "2014-S1", True),
        (dt.datetime(2014, 12, 31), "2014-S2", True),
    ],
)
def test_spellings(given: object, read: str, respelt: bool) -> None:
    found = read_period(given, "semester")
    assert (str(found.point), found.respelt) == (read, respelt)


@pytest.mark.parametrize("given", ["", "S3 2014", "2014-13", "2014-02-30", "14", "junio", None])
def test_what_is_no_period_has_no_point(given: object) -> None:
    assert read_period(given, "semester").point is None


def test_a_date_inside_a_period_is_noticed() -> None:
    assert read_period("2014-12-30", "semester").not_period_end
    assert not read_period("2014-12-31", "semester").not_period_end
    assert str(read_period("2014-12-31", "quarter").point) == "2014-Q4"


def test_going_back_crosses_years() -> None:
    assert str(PeriodPoint("semester", 2014 * 2).back(1)) == "2013-S2"
    assert str(PeriodPoint("month", 2014 * 12).back(1)) == "2013-12"
