"""The interval of a formula holds every figure that the engine computes; slopes agree with the engine as well."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.formulas import compile_steps, normal_form, parse
from icmaml_indicators.formulas.analysis.bounds import Bounds, Fact, Interval
from icmaml_indicators.formulas.analysis.intervals import Ranger
from icmaml_indicators.formulas.analysis.slopes import slope
from icmaml_indicators.formulas.plan import Plan
from tests.conftest import examples
from tests.formulas.test_plan import Case, cases

COUNTS = {name: Interval(0.0, math.inf) for name in ("part", "whole", "other")}


def rule(text: str, *names: str) -> Fact:
    form = normal_form(parse(text))
    return Fact(form.numerator, frozenset(names))


PART = Bounds(COUNTS, (rule("whole - part", "part", "whole"),))
THREE = Bounds(COUNTS, (rule("whole - part - other", "part", "other", "whole"),))


@pytest.mark.parametrize(
    ("formula", "bounds", "low", "high"),
    [
        ("part + whole", Bounds(COUNTS), 0, math.inf),
        ("part - whole", Bounds(COUNTS), -math.inf, math.inf),
        ("part - whole", PART, -math.inf, 0),
        ("part / whole * 100", PART, 0, 100),
        ("part / whole", Bounds(COUNTS), 0, math.inf),
        ("(part + 0.5 * other) / whole * 100", THREE, 0, 100),
        ("part / (part + other)", Bounds(COUNTS), 0, 1),
        ("part - part", Bounds(COUNTS), 0, 0),
        ("x ** 2", Bounds({"x": Interval(-3, 2)}), 0, 9),
        ("x ** 3", Bounds({"x": Interval(-3, 2)}), -27, 8),
        ("abs(x)", Bounds({"x": Interval(-3, 2)}), 0, 3),
        ("1 / x", Bounds({"x": Interval(2, 4)}), 0.25, 0.5),
        ("1 / x", Bounds({"x": Interval(-4, -2)}), -0.5, -0.25),
        ("-1 / x", Bounds({"x": Interval(0, 4)}), -math.inf, -0.25),
        ("min(x, 1)", Bounds({"x": Interval(0, 4)}), 0, 1),
        ("max(0, min(1, x - 1)) * 100", Bounds({"x": Interval(0, math.inf)}), 0, 100),
        ("if_else(x > 0, 100 / x, 0)", Bounds({"x": Interval(0, math.inf)}), 0, math.inf),
        ("if_else(x >= 1, 100 / x, 0)", Bounds({"x": Interval(0, math.inf)}), 0, 100),
        ("sqrt(x)", Bounds({"x": Interval(-1, 9)}), 0, 3),
        ("x > 5", Bounds({"x": Interval(0, 5)}), 0, 0),
        ("not x > 5", Bounds({"x": Interval(0, 5)}), 1, 1),
        ("coalesce(x, 7)", Bounds({"x": Interval(0, 5)}), 0, 7),
        ("choose(x > 4, 1, x > 2, 2, 3)", Bounds({"x": Interval(0, 5)}), 1, 3),
        ('k in ("a", "b")', Bounds(), 0, 1),
        ("score(g)", Bounds({"score(g)": Interval(0, 100)}), 0, 100),
        ("max(x over p)", Bounds({"x": Interval(0, 5)}), 0, 5),
        ("quantile(x, 0.9 over p)", Bounds({"x": Interval(0, 5)}), 0, 5),
        ("weighted_mean(x, w over p)", Bounds({"x": Interval(0, 5), "w": Interval(0, 1)}), 0, 5),
        ("weighted_mean(x, w over p)", Bounds({"x": Interval(0, 5)}), -math.inf, math.inf),
        ("sum(x over p)", Bounds({"x": Interval(1, 5)}), 0, math.inf),
        ("sd(x over p)", Bounds({"x": Interval(-5, 5)}), 0, math.inf),
        ("count(x over p)", Bounds(), 0, math.inf),
        ("rank(x over p)", Bounds(), 1, math.inf),
        ("percentile_rank(x over p)", Bounds(), 0, 100),
        # What a condition says of a row says nothing of the others.
        ("if_else(x > 4, max(x over p), 4)", Bounds({"x": Interval(0, 5)}), 0, 5),
    ],
)
def test_golden_intervals(formula: str, bounds: Bounds, low: float, high: float) -> None:
    found = Ranger(bounds, {}).range(parse(formula))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high))


def test_what_has_no_result_at_all_has_no_interval() -> None:
    assert Ranger(Bounds({"x": Interval(-5, -1)}), {}).range(parse("log(x)")) is None
    assert Ranger(Bounds({"x": Interval(0, 0)}), {}).range(parse("1 / x")) is None


def test_a_guard_takes_the_denominator_s_zero_away() -> None:
    seen: list[str] = []
    bounds = Bounds({"x": Interval(0, math.inf)})
    for guarded in ("if_else(x > 0, 1 / x, 0)", "if_else(x == 0, 0, 1 / x)", "if_else(not x <= 0, 1 / x, 0)"):
        Ranger(bounds, {}, lambda what, *_: seen.append(what)).range(parse(guarded))
    assert seen == []
    Ranger(bounds, {}, lambda what, *_: seen.append(what)).range(parse("if_else(x >= 0, 1 / x, 0)"))
    assert "denominator" in seen


ends = st.floats(-50, 50).map(lambda x: round(x, 2)) | st.sampled_from([0.0, 1.0, -1.0])
spans = st.tuples(ends, ends).map(lambda pair: Interval(min(pair), max(pair)))


@examples(500)
@given(cases(), st.tuples(spans, spans, spans), st.booleans(), st.integers(0, 2**32 - 1))
def test_the_interval_holds_every_figure_of_the_engine(
    case: Case, ranges: tuple[Interval, Interval, Interval], ruled: bool, seed: int
) -> None:
    sampled = np.random.default_rng(seed).uniform([[r.low] for r in ranges], [[r.high] for r in ranges], (3, 100))
    sampled[:, :2] = [[r.low, r.high] for r in ranges]
    facts: tuple[Fact, ...] = ()
    if ruled:  # a <= b holds in all rows
        sampled = sampled[:, sampled[0] <= sampled[1]]
        facts = (rule("b - a", "a", "b"),)
    found = Ranger(Bounds(dict(zip("abc", ranges, strict=True)), facts), {}).range(parse(case[0]))
    values = Plan(compile_steps({"f": parse(case[0])}, ["a", "b", "c"])).evaluate(sampled).values[0]
    values = values[~np.isnan(values)]
    if found is None:
        assert values.size == 0
        return
    slack = 1e-9 * max(1.0, np.abs(values).max(initial=0.0))
    assert (values >= found.low - slack).all()
    assert (values <= found.high + slack).all()


@examples(400)
@given(cases(), st.tuples(spans, spans, spans), st.integers(0, 2**32 - 1))
def test_a_slope_is_that_of_the_engine(case: Case, ranges: tuple[Interval, Interval, Interval], seed: int) -> None:
    """Where a formula is said to rise with `a`, no pair of rows that differs in `a` alone shows it falling."""
    sign = slope(parse(case[0]), "a", Bounds(dict(zip("abc", ranges, strict=True))), {})
    if sign is None:
        return
    random = np.random.default_rng(seed)
    rows = random.uniform([[r.low] for r in ranges], [[r.high] for r in ranges], (3, 100))
    more = rows.copy()
    more[0] = rows[0] + (ranges[0].high - rows[0]) * random.uniform(size=rows.shape[1])
    plan = Plan(compile_steps({"f": parse(case[0])}, ["a", "b", "c"]))
    # Across a zero of a denominator there is no way from one to the other: only where the formula has no such zero.
    if "/" in case[0]:
        seen: list[str] = []
        Ranger(Bounds(dict(zip("abc", ranges, strict=True))), {}, lambda what, *_: seen.append(what)).range(
            parse(case[0])
        )
        if seen:
            return
    before, after = plan.evaluate(rows).values[0], plan.evaluate(more).values[0]
    both = ~np.isnan(before) & ~np.isnan(after)
    change = after[both] - before[both]
    slack = 1e-7 * max(1.0, np.abs(before[both]).max(initial=0.0))
    if sign >= 0:
        assert (change >= -slack).all()
    if sign <= 0:
        assert (change <= slack).all()


@pytest.mark.parametrize(
    ("formula", "name", "sign"),
    [
        ("part / whole * 100", "part", 1),
        ("part / whole * 100", "whole", -1),
        ("(part - whole) / whole", "whole", -1),
        ("whole - part", "part", -1),
        ("part / (part + other)", "part", 1),
        ("part / (part + other)", "other", -1),
        ("max(0, part - whole)", "whole", -1),
        ("if_else(other > 0, part / whole, 0)", "whole", -1),
        ("log(part) / whole", "whole", None),
        ("part / lag(part) - 1", "part", 1),
        ("part * 2", "whole", 0),
        ("(part - 3) ** 2", "part", None),
        ("part / max(whole over p)", "part", 1),
        ("part / max(part over p)", "part", None),
        ("part + score(g)", "part", None),
        ("whole - lag(score(g))", "part", None),
        ("choose(other > 2, part, other > 1, part * 2, 0)", "part", 1),
    ],
)
def test_golden_slopes(formula: str, name: str, sign: int | None) -> None:
    assert slope(parse(formula), name, Bounds(COUNTS), {}) == sign
