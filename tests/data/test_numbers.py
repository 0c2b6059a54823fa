"""Figures written as text: one meaning is read, two or none are said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.data.parsing.numbers import parse_number, resolve_ambiguous
from icmaml_indicators.formulas.reasons import NOT_APPLICABLE, NOT_REPORTED, NOT_VERIFIED


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$ 51,420.70", 51420.70),
        ("1 234,5", 1234.5),
        ("1 234,567", 1234.567),
        ("1\u00a0234", 1234),
        ("5.4100", 5.41),
        ("100", 100),
        ("1,234,567", 1234567),
        ("1.234,5", 1234.5),
        ("1.234.567", 1234567),
        ("0,25", 0.25),
        ("12,5", 12.5),
        ("0,234", 0.234),
        ("(1,234.50)", -1234.5),
        ("\u22123.5", -3.5),
        ("-$ 3.50", -3.5),
        ("45 %", 45),
        ("1e3", 1000),
        ("1,234.5 MXN", 1234.5),
        ("  7 ", 7),
        ("１２", 12),
    ],
)
def test_figures_with_one_meaning_are_read(text: str, value: float) -> None:
    assert parse_number(text).value == pytest.approx(value, abs=0)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", NOT_REPORTED),
        ("N/D", NOT_REPORTED),
        ("s/d", NOT_REPORTED),
        ("-", NOT_REPORTED),
        ("n.a.", NOT_APPLICABLE),
        ("No aplica", NOT_APPLICABLE),
        ("no verificado", NOT_VERIFIED),
        ("No aplica (NA)", NOT_APPLICABLE),
        ("N/D (2019)", NOT_REPORTED),
        ("NA", NOT_REPORTED),
    ],
)
def test_words_for_absence_keep_their_reason(text: str, reason: int) -> None:
    found = parse_number(text)
    assert (found.value, found.reason) == (None, reason)


@pytest.mark.parametrize(
    "text",
    ["x", "12 a 15", "1,23,4", "1_000", "12:30", "--5", "$", "5 hrs", "1..2", "²", "(-5)", "($ -5)", "(+5)", "$ 5 %"],
)
def test_other_texts_are_no_numbers(text: str) -> None:
    found = parse_number(text)
    assert found.value is None
    assert found.reason in (0, NOT_REPORTED)


def test_a_lone_comma_is_ambiguous_until_something_settles_it() -> None:
    def value(texts: list[str], **options: object) -> tuple[float | None, bool]:
        readings, ambiguous = resolve_ambiguous(texts, **{"whole": False, "decimal": None, **options})  # type: ignore[arg-type]
        return readings[0].value, ambiguous[0]

    assert value(["1,234"])[1]
    assert value(["1,234"], whole=True) == (1234, False)  # what is counted has no decimals
    assert value(["1,234"], decimal=".") == (1234, False)
    assert value(["1,234"], decimal=",") == (1.234, False)
    assert value(["1,234", "51,420.70"]) == (1234, False)  # the column shows what its commas part
    assert value(["1,234", "12,5"]) == (1.234, False)
    assert value(["1,234", "12,5", "51,420.70"])[1]  # the column contradicts itself
    assert value(["1.234"]) == (1.234, False)
    assert value(["1.234", "12,5"]) == (1234, False)


def test_a_point_before_three_digits_is_ambiguous_where_things_are_counted() -> None:
    """`1.000` of what counts whole things is 1 or 1000, as `1.234` is; 250 of `1.000` is 25 % or 25,000 %."""

    def values(texts: list[str], **options: object) -> list[float | None]:
        readings, ambiguous = resolve_ambiguous(texts, **{"whole": True, "decimal": None, **options})  # type: ignore[arg-type]
        return [None if doubt else reading.value for reading, doubt in zip(readings, ambiguous, strict=True)]

    assert values(["1.000", "2.000", "950"]) == [None, None, 950]
    assert values(["1.000"]) == [None]  # one figure shows nothing
    assert values(["1.000", "950.000", "12345.000", "", "N/D"]) == [1, 950, 12345, None, None]  # how a float is printed
    assert values(["1.000", "950"], decimal=",") == [1000, 950]
    assert values(["1.000", "950"], decimal=".") == [1, 950]
    assert values(["1.000", "1.234.567"]) == [1000, 1234567]
    assert values(["1.000"], whole=False) == [1]
    assert values(["$ 1.234", "5"], decimal=",", whole=False) == [1234, 5]
    assert values(["1,234", "5"], decimal=",") == [1.234, 5]  # the caller knows; that it is not whole is told later


def test_a_leading_zero_does_not_settle_what_a_sign_parts() -> None:
    readings, ambiguous = resolve_ambiguous(["01,234", "01.234", "0,234"], whole=False, decimal=None)
    assert ambiguous == [False, False, False]  # `0,234` shows what the comma parts
    assert [reading.value for reading in readings] == [1.234, 1234, 0.234]
    assert resolve_ambiguous(["01,234"], whole=False, decimal=None)[1] == [True]


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("US$ 100", "dollar", 100),
        ("100 USD", "dollar", 100),
        ("MX$ 100", "peso", 100),
        ("$ 100 MXN", "peso", 100),
        ("$ 100", "currency", 100),
        ("7 %", "percent", 7),
    ],
)
def test_the_sign_of_a_unit_is_kept_beside_the_figure(text: str, sign: str, value: float) -> None:
    assert (parse_number(text).sign, parse_number(text).value) == (sign, value)


@given(st.floats(-1e12, 1e12).map(lambda x: round(x, 2)))
def test_money_as_mexico_prints_it_is_read_to_the_cent(amount: float) -> None:
    assert parse_number(f"$ {amount:,.2f}".replace("$ -", "-$ ")).value == amount


@given(st.text(max_size=20))
def test_any_text_is_a_number_an_absence_or_neither(text: str) -> None:
    found = parse_number(text)
    assert (found.value is None) or (found.reason == 0)
