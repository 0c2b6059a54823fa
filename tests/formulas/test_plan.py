"""The numpy plan against a second implementation: Python's own arithmetic, row by row."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from icmaml_indicators.formulas import compile_steps, parse
from icmaml_indicators.formulas import plan as plan_module
from icmaml_indicators.formulas.plan import Plan
from icmaml_indicators.formulas.reasons import NOT_APPLICABLE, NOT_REPORTED, REJECTED, UNDEFINED
from tests.conftest import examples

NAN = math.nan


def plan(*formulas: str, inputs: str = "a b c") -> Plan:
    return Plan(compile_steps({f"f{i}": parse(text) for i, text in enumerate(formulas)}, inputs.split()))


def evaluate(text: str, *columns: list[float], **options: object) -> tuple[list[float], list[int]]:
    names = ["a", "b", "c"][: len(columns)]
    result = plan(text, inputs=" ".join(names)).evaluate(np.array(columns, float), **options)  # type: ignore[arg-type]
    return result.values[0].tolist(), result.reasons[0].tolist()


# A second implementation -----------------------------------------------------------------------------

Meaning = Callable[[dict[str, float]], float]
Case = tuple[str, Meaning]  # a formula, and what it means in plain Python

_OPERATORS: dict[str, Callable[..., float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_COMPARISONS: dict[str, Callable[..., bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_PAIRS: dict[str, Callable[..., float]] = {"min": min, "max": max, "mean": lambda a, b: (a + b) / 2}
_SINGLES: dict[str, Callable[..., float]] = {"abs": abs, "sqrt": math.sqrt, "log": math.log}


def meaning_of(case: Case, row: dict[str, float]) -> float:
    try:
        value = float(case[1](row))
    except (ZeroDivisionError, ValueError, OverflowError):
        return NAN
    return value if math.isfinite(value) else NAN


def cases() -> st.SearchStrategy[Case]:
    leaves: list[Case] = [(name, operator.itemgetter(name)) for name in "abc"]
    leaves += [(str(number), lambda row, number=number: number) for number in (1, 2.5, 100)]

    def binary(a: Case, sign: str, b: Case) -> Case:
        return f"({a[0]} {sign} {b[0]})", lambda row: _OPERATORS[sign](a[1](row), b[1](row))

    def choice(a: Case, sign: str, b: Case, yes: Case, no: Case) -> Case:
        text = f"if_else({a[0]} {sign} {b[0]}, {yes[0]}, {no[0]})"
        return text, lambda row: yes[1](row) if _COMPARISONS[sign](a[1](row), b[1](row)) else no[1](row)

    def pair(name: str, a: Case, b: Case) -> Case:
        return f"{name}({a[0]}, {b[0]})", lambda row: _PAIRS[name](a[1](row), b[1](row))

    def single(name: str, a: Case) -> Case:
        return f"{name}({a[0]})", lambda row: _SINGLES[name](a[1](row))

    def grow(inner: st.SearchStrategy[Case]) -> st.SearchStrategy[Case]:
        return (
            st.builds(binary, inner, st.sampled_from(sorted(_OPERATORS)), inner)
            | st.builds(choice, inner, st.sampled_from(sorted(_COMPARISONS)), inner, inner, inner)
            | st.builds(pair, st.sampled_from(sorted(_PAIRS)), inner, inner)
            | st.builds(single, st.sampled_from(sorted(_SINGLES)), inner)
        )

    return st.recursive(st.sampled_from(leaves), grow, max_leaves=12)


numbers = st.floats(-1e6, 1e6).map(lambda x: round(x, 3)) | st.sampled_from([0.0, 1.0, -1.0])


@examples(300)
@given(cases(), st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=20))
def test_plan_agrees_with_python_row_by_row(case: Case, table: list[tuple[float, float, float]]) -> None:
    got = plan(case[0]).evaluate(np.array(table, float).T)
    for row, value, reason in zip(table, got.values[0], got.reasons[0], strict=True):
        wanted = meaning_of(case, dict(zip("abc", row, strict=True)))
        if math.isnan(wanted):
            assert reason == UNDEFINED
            assert math.isnan(value)
        else:
            assert reason == 0
            assert value == pytest.approx(wanted, rel=1e-9, abs=1e-9)


@examples(60)
@given(cases(), st.integers(1, 7), st.integers(1, 4))
def test_blocks_and_threads_change_no_bit(case: Case, block_rows: int, threads: int) -> None:
    text = case[0]
    values = np.random.default_rng(7).normal(size=(3, 50)).round(1)
    values[0, 3] = values[1, 9] = np.nan
    whole = plan(text).evaluate(values, block_rows=1000, threads=1)
    parts = plan(text).evaluate(values, block_rows=block_rows, threads=threads)
    assert whole.values.tobytes() == parts.values.tobytes()
    assert whole.reasons.tobytes() == parts.reasons.tobytes()


extreme = st.sampled_from([0.0, 1.0, -1.0, 2.5, 1e200, -1e200, 1e-200, 1e308, NAN])
texts = st.recursive(
    st.sampled_from(["a", "b", "c", "lag(a)", "lag(b, 2)", "2", "0"]),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/", "**", "<", ">=", "=="]), inner),
        st.builds("{}({}, {})".format, st.sampled_from(["coalesce", "min", "max", "mean"]), inner, inner),
        st.builds("if_else({} > {}, {}, {})".format, inner, inner, inner, inner),
        st.builds("{}({})".format, st.sampled_from(["log", "exp", "sqrt", "abs"]), inner),
        st.builds("if_else({0} > 0 and not ({1} < 1), {0}, {1})".format, inner, inner),
    ),
    max_leaves=10,
)


@examples(300)
@given(st.lists(texts, min_size=1, max_size=3), st.lists(st.tuples(extreme, extreme, extreme), min_size=1, max_size=12))
@example(["exp((b ** (a + b)))"], [(0.0, 2.5, 0.0)])
def test_values_first_and_reasons_all_along_come_to_the_same_bits(
    formulas: list[str], table: list[tuple[float, float, float]]
) -> None:
    """What is worked out straight on is what is worked out with every reason at hand, whatever overflows."""

    def overflow(*span: int) -> None:
        raise FloatingPointError

    values = np.array(table, float).T
    reasons = np.where(np.isnan(values), np.array([[NOT_REPORTED], [NOT_APPLICABLE], [REJECTED]], np.uint8), 0)
    rows = values.shape[1]
    earlier = {periods: np.arange(rows) - periods for periods in (1, 2)}
    earlier = {periods: np.where(found < 0, -1, found) for periods, found in earlier.items()}
    compiled = plan(*formulas)
    quick = compiled.evaluate(values, reasons.astype(np.uint8), earlier, block_rows=5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan_module._Worker, "evaluate_values", overflow)
        whole = compiled.evaluate(values, reasons.astype(np.uint8), earlier)
    assert quick.reasons.tolist() == whole.reasons.tolist()
    assert quick.values.tobytes() == whole.values.tobytes()


# Absence ---------------------------------------------------------------------------------------------


def test_a_zero_denominator_is_undefined_not_infinite() -> None:
    assert evaluate("a / b", [1, 0, 3], [0, 0, 2])[1] == [UNDEFINED, UNDEFINED, 0]
    assert np.isnan(evaluate("a / b", [1, 0], [0, 0])[0]).all()


def test_logarithm_root_and_overflow_are_undefined_where_they_have_no_value() -> None:
    assert evaluate("log(a)", [0, -1, 1])[1] == [UNDEFINED, UNDEFINED, 0]
    assert evaluate("sqrt(a)", [-1, 4])[1] == [UNDEFINED, 0]
    assert evaluate("a * a", [1e300, 1])[1] == [UNDEFINED, 0]


def test_the_gravest_reason_of_the_inputs_is_kept() -> None:
    reasons = np.array([[NOT_REPORTED, NOT_APPLICABLE, 0], [REJECTED, NOT_REPORTED, 0]], np.uint8)
    values = np.array([[NAN, NAN, 4], [NAN, NAN, 2]])
    got = plan("a / b", inputs="a b").evaluate(values, reasons)
    assert got.reasons[0].tolist() == [REJECTED, NOT_REPORTED, 0]


def test_an_absent_branch_that_is_not_chosen_does_no_harm() -> None:
    assert evaluate("if_else(a > 0, a, b)", [1, -1, NAN], [NAN, NAN, 1])[1] == [0, NOT_REPORTED, NOT_REPORTED]


def test_coalesce_takes_the_first_value_there_is() -> None:
    values, reasons = evaluate("coalesce(a / b, c, 9)", [1, 1, 1], [2, 0, 0], [7, 7, NAN])
    assert values == [0.5, 7, 9]
    assert reasons == [0, 0, 0]


def test_comparison_with_an_absent_side_has_no_value() -> None:
    assert evaluate("a >= b", [1, 2, NAN], [2, 2, 2])[1] == [0, 0, NOT_REPORTED]


# Structure of the plan -------------------------------------------------------------------------------


def test_equal_parts_are_computed_once() -> None:
    recipe = plan("a / b * 100", "a / b * 100 + c", "a / b").recipe
    assert sum(step.operation == "/" for step in recipe.steps) == 1
    assert len(recipe.steps) == 3


def test_indicators_may_read_indicators() -> None:
    recipe = compile_steps({"rate": parse("a / b"), "double": parse("rate * 2")}, ["a", "b"])
    got = Plan(recipe).evaluate(np.array([[3.0], [4.0]]))
    assert got.values.ravel().tolist() == [0.75, 1.5]


def test_a_formula_that_is_a_variable_or_a_constant_has_values() -> None:
    got = plan("a", "a", "7").evaluate(np.array([[1.0, NAN], [0, 0], [0, 0]]))
    assert got.values.tolist()[2] == [7, 7]
    assert got.reasons[:2].tolist() == [[0, NOT_REPORTED]] * 2


def test_lag_reads_the_row_of_the_earlier_period() -> None:
    previous = {1: np.array([-1, 0, 1]), 2: np.array([-1, -1, 0])}
    got = plan("a - lag(a)", "lag(a, 2)", "lag(a / b)").evaluate(
        np.array([[1.0, 3, 7], [2, 0, 1], [0, 0, 0]]), previous=previous
    )
    assert got.values[0].tolist()[1:] == [2, 4]
    assert got.reasons.tolist() == [[NOT_REPORTED, 0, 0], [NOT_REPORTED, NOT_REPORTED, 0], [NOT_REPORTED, 0, UNDEFINED]]


def test_lag_of_a_lag_goes_two_periods_back() -> None:
    assert plan("lag(lag(a))").lags == (2,)


@pytest.mark.parametrize("figure", [0.0, 1.0, -2.5])
@pytest.mark.parametrize(
    "text",
    (
        "{} ** {}",
        "min({}, {})",
        "max({}, {})",
        "{} * {}",
        "{} / {}",
        "{} <= {}",
        "{} != {}",
        "{} and {}",
        "{} or {}",
        "not {} or {}",
        "sum({}, {})",
        "npv({}, {}, 1)",
        "irr(-1.25, {}, {})",
        "equivalent_annual(0.1, {}, {})",
    ),
)
def test_what_reads_an_absent_figure_is_absent(text: str, figure: float) -> None:
    """Nor does ``x ** 0`` or ``1 ** x`` know what x is, and an absent flow changes no sign: each result is absent,
    for the reason of its operand."""
    why = np.array([[0], [NOT_REPORTED]], np.uint8)
    for pair in (("a", "b"), ("b", "a"), (str(figure), "b"), ("b", str(figure))):
        found = plan(text.format(*pair), inputs="a b").evaluate(np.array([[figure], [NAN]]), why)
        assert np.isnan(found.values[0, 0]) and found.reasons[0, 0] == NOT_REPORTED


# Finance ---------------------------------------------------------------------------------------------


def test_finance_functions_give_the_published_hand_cases() -> None:
    """A health centre: 20 now, 14 a year for six years (eumed.net textbook; values computed by hand)."""
    flows = "-20, 14, 14, 14, 14, 14, 14"
    assert evaluate(f"npv(a, {flows})", [0.10, 0.12])[0] == pytest.approx([40.9736498, 37.5597025], abs=5e-8)
    assert evaluate(f"irr({flows.replace('-20', '-a')})", [20])[0] == pytest.approx([0.6674304574], abs=1e-10)
    assert evaluate(f"equivalent_annual(a, {flows})", [0.10])[0] == pytest.approx([9.4078524], abs=5e-8)


def test_a_rate_of_return_is_given_only_where_it_is_the_only_one() -> None:
    assert evaluate("irr(-a, 230, -132)", [100])[1] == [UNDEFINED]  # roots at 10 % and 20 %
    assert evaluate("irr(a, 1, 1)", [1])[1] == [UNDEFINED]


@pytest.mark.parametrize(
    ("flows", "size", "rate"), [("-1, 1, a", 1e200, 1e100), ("-a, 1", 1e-90, 1e90), ("-1, a", 1e300, 1e300)]
)
def test_a_rate_of_return_is_right_at_any_size(flows: str, size: float, rate: float) -> None:
    """-1 + v + a v² = 0 gives v = 1 / sqrt(a) to all digits where a is 1e200, so 1 + rate is 1e100."""
    assert evaluate(f"irr({flows})", [size])[0] == pytest.approx([rate], rel=1e-14)


@settings(deadline=None)
@given(st.lists(st.floats(1, 1000), min_size=1, max_size=6), st.floats(1, 5000))
def test_the_internal_rate_makes_the_present_value_zero(gains: list[float], cost: float) -> None:
    flows = ", ".join(f"{gain!r}" for gain in gains)
    (rate,), (reason,) = evaluate(f"irr(-a, {flows})", [cost])
    assert reason == 0
    value = -cost + sum(gain / (1 + rate) ** (n + 1) for n, gain in enumerate(gains))
    assert value == pytest.approx(0, abs=1e-6 * (cost + sum(gains)))
