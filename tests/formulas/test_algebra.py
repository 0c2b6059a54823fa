"""The normal form of formulas: equal where the formulas are, and against the numpy plan that scores data."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.formulas import compile_steps, equivalent, normal_form, parse
from icmaml_indicators.formulas.analysis.algebra import proportion
from icmaml_indicators.formulas.analysis.bounds import Bounds
from icmaml_indicators.formulas.analysis.intervals import Ranger
from icmaml_indicators.formulas.analysis.slopes import slope
from icmaml_indicators.formulas.plan import Plan
from tests.conftest import examples
from tests.formulas.test_plan import Case, cases


def same(a: str, b: str) -> bool | None:
    return equivalent(parse(a), parse(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("a / b * 100", "100 * a / b"),
        ("(a + b) / c", "a / c + b / c"),
        ("a - b", "-(b - a)"),
        ("sum(a, b, c)", "c + (a + b)"),
        ("mean(a, b)", "(a + b) / 2"),
        ("(a + b) ** 2", "a ** 2 + 2 * a * b + b ** 2"),
        ("0.1 * a + 0.2 * a", "0.3 * a"),
        ("min(a, b, c)", "min(c, b, a)"),
        ("max(a + b, c)", "max(c, b + a, c)"),
        ("abs(a - b)", "abs(b - a)"),
        ("log(a * b)", "log(b * a)"),
        ("a < b", "b > a"),
        ("not a < b", "a >= b"),
        ("2 * a == 2 * b", "b == a"),
        ("if_else(a < b, a, b)", "if_else(a >= b, b, a)"),
        ("if_else(not c, a, b)", "if_else(c, b, a)"),
        ("lag(a + b)", "lag(b) + lag(a, 1)"),
        ("lag(lag(a))", "lag(a, 2)"),
        ("sqrt(a)", "a ** 0.5"),
        ("a ** -1", "1 / a"),
        ('if_else(k == "x", a, b)', 'if_else(k != "x", b, a)'),
        ('k in ("x")', 'k == "x"'),
        ("choose(a < b, a, c, b, a)", "if_else(a >= b, if_else(c, b, a), a)"),
        ("2 * score(g) / 2", "score(g)"),
        ("max(2 * a over p) - max(a + a over p)", "0 * max(2 * a over p)"),
        ("rank(a over p)", 'rank(a, "average" over p)'),
    ],
)
def test_one_formula_in_two_spellings_is_one(a: str, b: str) -> None:
    assert same(a, b) is True


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ("a / b", "b / a", "another value"),
        ("a / (b / c)", "a * c / b", "one is undefined where c is zero"),
        ("a * b / b", "a", "one is undefined where b is zero"),
        ("a + b - b", "a", "one is absent where b is"),
        ("min(a, b)", "max(a, b)", "another value"),
        ("log(a)", "log(b)", "another value"),
        ("if_else(a < b, a, b)", "if_else(a < b, b, a)", "the other branch"),
        ("a > b", "a >= b + 1", "another condition"),
        ("lag(a)", "a", "another period"),
        ("score(g)", "score(h)", "another node"),
        ("score(g)", "lag(score(g))", "another period"),
        ("choose(a < b, 1, 2)", "choose(a < b, 2, 1)", "the other branch"),
    ],
)
def test_formulas_that_differ_somewhere_are_not(a: str, b: str, why: str) -> None:
    assert same(a, b) is False, why


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("min(a, b)", "a + b - max(a, b)"),
        ("abs(a)", "max(a, -a)"),
        ("irr(a, b)", "b / -a - 1"),
        ("sum(a over p)", "mean(a over p) * count(a over p)"),
        # Then it is of the rows of then.
        ("lag(max(a over period))", "max(lag(a) over period)"),
        ("max(a over p)", "max(a over q)"),
    ],
)
def test_what_cannot_be_shown_either_way_is_left_open(a: str, b: str) -> None:
    assert same(a, b) is None


def test_other_indicators_and_new_names_are_seen_through() -> None:
    assert equivalent(parse("rate * 2"), parse("2 * a / b"), formulas_of_a={"rate": parse("a / b")}) is True
    assert equivalent(parse("old / b"), parse("new / b"), renamed={"old": "new"}) is True
    assert equivalent(parse("old / b"), parse("new / b")) is False


def test_proportional_formulas_give_their_factor() -> None:
    share, percent = normal_form(parse("a / b")), normal_form(parse("a / b * 100"))
    assert proportion(percent, share) == 100
    assert proportion(share, share) is None
    assert proportion(normal_form(parse("b - a")), normal_form(parse("a - b"))) == Fraction(-1)
    assert proportion(share, normal_form(parse("a / c"))) is None


def test_a_formula_too_large_to_multiply_out_is_still_equal_to_itself() -> None:
    large = " * ".join(f"({' + '.join(f'v{i}_{j}' for j in range(6))})" for i in range(8))
    assert same(large, large) is True
    assert same(large, f"{large} + 1") is not True


def _evaluate(a: str, b: str, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values = Plan(compile_steps({"a": parse(a), "b": parse(b)}, ["a", "b", "c"])).evaluate(points).values
    return values[0], values[1]


_POINTS = np.random.default_rng(11).uniform(-20, 20, (3, 200)).round(2)


@examples(400)
@given(cases(), cases())
def test_equivalent_formulas_give_the_same_figures(first: Case, second: Case) -> None:
    """What is called equivalent agrees in the engine, absences included; what disagrees there is never called so."""
    answer = same(first[0], second[0])
    one, other = _evaluate(first[0], second[0], _POINTS)
    if answer is True:
        assert np.allclose(one, other, rtol=1e-6, atol=1e-6, equal_nan=True)
    forms = [normal_form(parse(case[0])) for case in (first, second)]
    both = ~np.isnan(one) & ~np.isnan(other)
    if answer is False and not any(form.opaque for form in forms) and not forms[0].same_value(forms[1]) and both.any():
        assert (one[both] != other[both]).any()


@examples(300)
@given(cases(), st.sampled_from(["({0}) * 1", "0 + ({0})", "-(-({0}))", "({0}) / 4 * 4", "mean({0}, {0})"]))
def test_a_formula_is_equivalent_to_itself_however_wrapped(case: Case, wrapper: str) -> None:
    wrapped = wrapper.format(case[0])
    assert same(case[0], wrapped) is True
    one, other = _evaluate(case[0], wrapped, _POINTS)
    assert np.allclose(one, other, rtol=1e-6, atol=1e-6, equal_nan=True)


@examples(200)
@given(cases())
def test_a_shifted_formula_is_never_equivalent(case: Case) -> None:
    assert same(case[0], f"({case[0]}) + 1") is not True


def test_indicators_built_on_one_another_stay_cheap() -> None:
    """Sixty indicators, each reading the next one twice: written out they would have 2**60 terms."""
    formulas = {f"i{n}": parse(f"min(i{n + 1}, i{n + 1} + a) / 2 + max(i{n + 1}, b)") for n in range(60)}
    formulas["i60"] = parse("a")
    assert equivalent(parse("i0"), parse("i0"), formulas_of_a=formulas, formulas_of_b=formulas) is True
    assert Ranger(Bounds({}), formulas).range(parse("i0")) is not None
    assert slope(parse("i0"), "c", Bounds({}), formulas) == 0
    assert equivalent(parse("i0"), parse("i0 + 1"), formulas_of_a=formulas, formulas_of_b=formulas) is not True
