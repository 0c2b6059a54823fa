"""Formulas are read by a grammar of our own; nothing outside it gets through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.formulas import FormulaError, names, parse
from icmaml_indicators.formulas.parser import MAX_LENGTH
from icmaml_indicators.formulas.tree import Call, Constant, Name


def test_precedence_is_that_of_arithmetic() -> None:
    assert parse("a + b * c") == parse("a + (b * c)")
    assert parse("a - b - c") == parse("(a - b) - c")
    assert parse("a / b * c") == parse("(a / b) * c")
    assert parse("-a ** 2") == parse("-(a ** 2)")
    assert parse("a ** b ** c") == parse("a ** (b ** c)")
    assert parse("not a < b and c") == parse("(not (a < b)) and c")
    assert parse("a or b and c") == parse("a or (b and c)")


def test_equal_expressions_are_equal_wherever_they_stand() -> None:
    assert parse("x + 1") == parse("  x+1")
    assert hash(parse("x + 1")) == hash(parse("x +  1"))


def test_names_come_in_order_of_first_use() -> None:
    assert list(names(parse("b / a + b + if_else(c > 1, a, 2)"))) == ["b", "a", "c"]


def test_true_and_false_are_numbers() -> None:
    assert parse("true") == Constant(1.0)
    assert parse("x == false") == Call("==", (Name("x"), Constant(0.0)))


@pytest.mark.parametrize(
    ("text", "at", "suggestion"),
    [
        ("a + ", 4, None),
        ("a b", 2, None),
        ("a = b", 2, "=="),
        ("a ^ 2", 2, "**"),
        ("(a + b", 6, None),
        ("f(a,)", 4, None),
        ("a < b < c", 6, None),
        ("1 2", 2, None),
        ("a.b", 1, None),
        ("a[0]", 1, None),
        ("a; b", 1, None),
        ("__import__('os').system('x')", 16, None),
        ("lambda x", 7, None),
        ("1e999", 0, None),
        ("", 0, None),
        ('"open', 0, None),
        ("a +\u00a0b", 3, None),
        ("a\u3000+ b", 1, None),
        ("a + b\x1f", 5, None),
        ("a + b\r", 5, None),
    ],
)
def test_what_is_outside_the_grammar_is_refused_at_its_place(text: str, at: int, suggestion: str | None) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert (caught.value.at, caught.value.suggestion) == (at, suggestion)


def test_words_are_parted_by_what_folded_lines_of_yaml_leave() -> None:
    assert parse(" a\t+\n b ") == parse("a+b")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1 + p\u0430rt", "part"),
        ("pa\u200brt", "part"),
        ("poblaci\u00f3n / a", "poblacion"),
        ("pobl\u0430ci\u00f3n", "poblacion"),
        ("a \u2212 b", None),
        ("a\u2212b", None),
        ("a\u00b2", None),
        ("a + \u0661", None),
        ("a +\u00a0b", None),
    ],
)
def test_a_name_with_a_letter_of_another_script_is_told_as_it_looks(text: str, name: str | None) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.name == name


def test_length_and_depth_have_limits() -> None:
    for text in (
        "a+" * MAX_LENGTH + "a",
        "(" * 500 + "a" + ")" * 500,
        "-" * 500 + "a",
        "not " * 400 + "a",
        "2**" * 400 + "1",
    ):
        with pytest.raises(FormulaError) as caught:
            parse(text)
        assert caught.value.code == "IND209"


@given(st.text(alphabet="ab01.+-*/()<>=!, \"'andorlag", max_size=60))
def test_any_text_is_parsed_or_refused_never_a_crash(text: str) -> None:
    try:
        parse(text)
    except FormulaError as error:
        assert 0 <= error.at <= len(text)
