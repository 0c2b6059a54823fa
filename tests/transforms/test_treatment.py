"""Skewed figures treated: against tables of COINr, SciPy, hand calculations, and laws."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from icmaml_indicators.formulas import Expression
from icmaml_indicators.formulas.tree import Call, Constant, Name
from icmaml_indicators.specs import Treatment
from icmaml_indicators.transforms.populations import EVERYBODY, Populations
from icmaml_indicators.transforms.treatment.methods import METHODS
from icmaml_indicators.transforms.treatment.moments import moments
from icmaml_indicators.transforms.treatment.treating import FIGURES, TOLD, TreatedFigures, treat, treatment_expression
from tests.conftest import reference

EXACT = 1e-10
FEW = [1.0, 2.0, 2.5, 3.0, 3.5, 4.0, 60.0, 60.0]


def rule(**keys: Any) -> Treatment:
    return Treatment.model_validate(keys)


def alone(figures: list[float] | np.ndarray[Any, Any], **keys: Any) -> tuple[list[float], dict[str, float]]:
    """Treat one population."""
    (found,) = treat(rule(**keys), np.array([figures], np.float64), EVERYBODY)
    return found.treated.tolist(), found.of_population(0)


def table(name: str) -> pd.DataFrame:
    return reference(name).set_index("uCode").apply(pd.to_numeric, errors="coerce")


@pytest.mark.parametrize(
    ("raw", "treated", "keys"),
    [
        ("asem/expected/A_imputed.csv", "A_treated", {"methods": ["winsorise", "log"]}),
        ("asem/input.csv", "T_default_raw", {"methods": ["winsorise", "log"]}),
        ("asem/input.csv", "T_log_CT_plus", {"methods": "log_by_skew"}),
        (
            "asem/input.csv",
            "T_qtreat_3_15_3",
            {"methods": ["winsorise", "log"], "at_most": 3, "skewness": 1.5, "kurtosis": 3},
        ),
    ],
)
def test_what_coinr_treats_is_treated_alike(raw: str, treated: str, keys: dict[str, Any]) -> None:
    wanted = table(f"asem/expected/{treated}.csv")
    given = table(raw).loc[wanted.index, wanted.columns]
    found = treat(rule(**keys), given.to_numpy(np.float64).T, EVERYBODY)
    np.testing.assert_allclose(np.array([node.treated for node in found]).T, wanted.to_numpy(), rtol=EXACT)
    assert any(node.moved_rows.any() for node in found)


def test_how_skewed_figures_are_before_and_after_is_what_coinr_says() -> None:
    wanted = reference("asem/expected/A_treat_details.csv").set_index("iCode")
    given = table("asem/expected/A_imputed.csv")[wanted.index]
    treated = treat(rule(methods=["winsorise", "log"]), given.to_numpy(np.float64).T, EVERYBODY)
    taken = {name: np.array([node.parameters[name] for node in treated]) for name in (*FIGURES, *TOLD)}
    for number, side in enumerate(("", "_after")):
        for key, column in (("skewness", "Skew"), ("kurtosis", "Kurt")):
            theirs = pd.to_numeric(wanted[f"check_SkewKurt{number}.{column}"], errors="coerce").to_numpy()
            known = ~np.isnan(theirs)
            np.testing.assert_allclose(taken[f"{key}{side}"][known, 0], theirs[known], rtol=EXACT)
    assert ((taken["method"][:, 0] == 1) == (wanted["check_SkewKurt0.Pass"] == "FALSE")).all()


def test_the_points_that_coinr_winsorises_are_those_that_move() -> None:
    marks = reference("asem/expected/A_treated_points.csv").set_index("uCode")
    given = table("asem/expected/A_imputed.csv").loc[marks.index, marks.columns].to_numpy(np.float64)
    found = treat(rule(methods=["winsorise", "log"]), given.T, EVERYBODY)
    assert ((marks != "").to_numpy() == np.array([node.moved_rows for node in found]).T).all()


# By hand ----------------------------------------------------------------------------------------------------


def test_ties_are_winsorised_together_and_no_more_than_at_most() -> None:
    told, taken = alone([*range(1, 31), 500, 500], methods=["winsorise"])
    assert told[-2:] == [30, 30]
    assert taken["upper"] == 30
    assert taken["lower"] == -math.inf
    told, taken = alone([*range(1, 31), 500, 500], methods=["winsorise"], at_most=1)
    assert told[-2:] == [500, 500]
    assert taken["method"] == 1
    assert taken["skewness_after"] == taken["skewness"]


def test_the_low_end_is_winsorised_where_the_tail_is_there() -> None:
    told, taken = alone([-300, *range(1, 31)], methods=["winsorise"])
    assert told[0] == 1
    assert (taken["lower"], taken["upper"]) == (1, math.inf)


@pytest.mark.parametrize("keys", [{"methods": "winsorise"}, {"methods": ["winsorise", "box_cox"], "power": -9}])
def test_what_would_leave_all_figures_alike_treats_nothing(keys: dict[str, Any]) -> None:
    figures = [*[1e3] * 8, 1e12]
    told, taken = alone(figures, **keys)
    assert told == figures
    assert taken["upper"] == math.inf
    assert taken["skewness_after"] == taken["skewness"] > 2


def test_a_method_that_does_not_do_is_undone_and_the_last_one_stays() -> None:
    told, taken = alone([*range(1, 31), 500, 600], methods=["winsorise", "log"], at_most=1)
    assert taken["method"] == 2
    assert told[0] == pytest.approx(math.log(0.01 * 599))
    assert told[-1] == pytest.approx(math.log(599 + 0.01 * 599))
    assert taken["upper"] == math.inf


def test_a_logarithm_by_skew_goes_down_from_the_greatest() -> None:
    told, _ = alone([-300, *range(1, 31)], methods=["log_by_skew"])
    assert told[0] == pytest.approx(-math.log(330 + 3.3))
    assert told[-1] == pytest.approx(-math.log(3.3))
    assert told == sorted(told)


def test_limits_hold_whether_skewed_or_not() -> None:
    assert alone([1, 2, 3, math.nan], limits=[1.5, 2])[0][:3] == [1.5, 2, 2]
    told, taken = alone([*range(1, 31), 500], methods=["winsorise"], limits=[None, 31])
    assert told[-1] == 31
    assert taken["method"] == 0


def test_a_given_power_is_taken_as_it_is() -> None:
    told, taken = alone([*range(1, 31), 500], methods=["box_cox"], power=0.5)
    assert taken["power"] == 0.5
    assert told[0] == pytest.approx((math.sqrt(4.99) - 1) / 0.5)
    assert alone([*range(1, 31), 500], methods=["box_cox"], power=0)[0] == pytest.approx(
        alone([*range(1, 31), 500], methods=["log"])[0]
    )


def test_the_likeliest_power_is_that_of_scipy() -> None:
    figures = np.random.default_rng(5).lognormal(0, 1, 200) ** 1.5
    _, taken = alone(figures, methods=["box_cox"])
    wanted = float(stats.boxcox_normmax(figures - taken["origin"], method="mle", brack=(-2, 2)))
    assert taken["power"] == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("figures", [[], [math.nan, math.nan], [5.0], [5.0, 90.0], [1.0, 1.0, 900.0], [3.0] * 9])
def test_where_nothing_can_be_told_nothing_is_treated(figures: list[float]) -> None:
    told, taken = alone(figures, methods=["winsorise", "log", "box_cox"])
    np.testing.assert_array_equal(told, figures)
    assert taken["method"] == 0
    assert math.isnan(taken["skewness"])


def test_figures_equal_but_for_rounding_are_ties_and_stay_as_they_are() -> None:
    figures = [*range(1, 31), 500, 500 * (1 + 1e-14), 7 * (1 + 1e-14)]
    (found,) = treat(rule(methods="winsorise"), np.array([figures], np.float64), EVERYBODY)
    assert found.treated[-3:].tolist() == [30, 30, figures[-1]]
    assert np.flatnonzero(found.moved_rows).tolist() == [30, 31]


def test_rows_held_against_no_population_have_no_treated_figure() -> None:
    nobody = Populations((), np.full(5, -1))
    (found,) = treat(rule(methods=["winsorise", "log"]), np.arange(5.0)[None], nobody)
    assert np.isnan(found.treated).all()
    assert not found.moved_rows.any()


# Laws -------------------------------------------------------------------------------------------------------

FIGURE = st.one_of(
    st.just(math.nan), st.floats(-1e6, 1e6), st.sampled_from([0.0, 1.0, 1e-3, 1e9, -1e9]), st.integers(-5, 5).map(float)
)
COLUMN = arrays.arrays(np.float64, st.integers(0, 90), elements=FIGURE)
RULE = st.builds(
    lambda methods, at_most, skewness, kurtosis, limits: Treatment.model_validate(
        {"methods": methods, "skewness": skewness, "kurtosis": kurtosis, "limits": limits}
        | ({"at_most": at_most} if "winsorise" in methods else {})
    ),
    st.lists(st.sampled_from(sorted(METHODS)), min_size=1, unique=True),
    st.integers(1, 6),
    st.sampled_from([0.2, 1, 2]),
    st.sampled_from([-3, 0, 3.5]),
    st.sampled_from([[None, None], [-100, None], [None, 50]]),
)


@given(COLUMN)
def test_moments_are_those_of_scipy(figures: np.ndarray[Any, Any]) -> None:
    known = figures[~np.isnan(figures)]
    skewness, kurtosis = (float(found[0]) for found in moments(figures))
    if len(known) < 4 or known.min() == known.max():
        assert math.isnan(skewness)
        assert math.isnan(kurtosis)
    elif known.std() > 1e-9 * np.abs(known).max():
        assert skewness == pytest.approx(stats.skew(known, bias=False), rel=1e-7, abs=1e-7)
        assert kurtosis == pytest.approx(stats.kurtosis(known, bias=False), rel=1e-7, abs=1e-7)


@given(COLUMN, RULE)
def test_a_treatment_keeps_the_order_and_who_is_there(figures: np.ndarray[Any, Any], treatment: Treatment) -> None:
    found = treat(treatment, figures[None], EVERYBODY)[0].treated
    assert (np.isnan(found) == np.isnan(figures)).all()
    order = np.argsort(figures)[: np.count_nonzero(~np.isnan(figures))]
    assert (np.diff(found[order]) >= -1e-9 * np.abs(found[order][1:])).all()


@given(COLUMN, RULE, st.randoms())
def test_the_order_of_rows_moves_no_bit(figures: np.ndarray[Any, Any], treatment: Treatment, random: Any) -> None:
    order = np.array(random.sample(range(len(figures)), len(figures)), np.intp)
    there = treat(treatment, figures[None], EVERYBODY)[0].treated
    again = treat(treatment, figures[order][None], EVERYBODY)[0].treated
    np.testing.assert_array_equal(there[order], again)


@given(COLUMN, COLUMN, RULE)
def test_a_population_among_others_keeps_its_bits(
    one: np.ndarray[Any, Any], other: np.ndarray[Any, Any], treatment: Treatment
) -> None:
    codes = np.repeat([0, 1], [len(one), len(other)])
    both = treat(treatment, np.r_[one, other][None], Populations(("a", "b"), codes))[0].treated
    np.testing.assert_array_equal(both[: len(one)], treat(treatment, one[None], EVERYBODY)[0].treated)
    np.testing.assert_array_equal(both[len(one) :], treat(treatment, other[None], EVERYBODY)[0].treated)


@given(COLUMN, RULE)
def test_what_was_taken_treats_a_row_alone_to_the_same_bits(
    figures: np.ndarray[Any, Any], treatment: Treatment
) -> None:
    (found,) = treat(treatment, figures[None], EVERYBODY)
    held = found.of_population(0)
    (whole,) = treat(treatment, figures[None], EVERYBODY, held)
    np.testing.assert_array_equal(whole.treated, found.treated)
    for row in range(len(figures)):  # alone it is not made one with those that are equal but for rounding
        (again,) = treat(treatment, found.values[None, row : row + 1], EVERYBODY, held)
        np.testing.assert_allclose(again.treated, found.treated[row : row + 1], rtol=1e-9, atol=1e-9)
    assert held.keys() == {*FIGURES, *TOLD}


@given(COLUMN, RULE)
def test_its_expression_and_its_bends_say_what_it_does(figures: np.ndarray[Any, Any], treatment: Treatment) -> None:
    (of,) = treat(treatment, figures[None], EVERYBODY)
    own = of.of_population(0)
    whole = treatment_expression(treatment, Name("value"), own)
    for row, (before, after) in enumerate(zip(figures.tolist(), of.treated.tolist(), strict=True)):
        if not math.isnan(before):
            assert worked(whole, before) == pytest.approx(after, rel=1e-9, abs=1e-9)
            if own["method"] > 0 and treatment.limits.ends == (-math.inf, math.inf):
                (bend, *_) = of.bends_at(row, [after])
                assert alike(of, bend, after)


def alike(of: TreatedFigures, bend: float, after: float) -> bool:
    """Whether a figure is treated to another, as far as digits go."""
    return float(of.treat_as(0, np.array([bend]))[0]) == pytest.approx(after, rel=1e-5, abs=1e-5)


def worked(part: Expression, value: float) -> float:
    """Work out an expression of ``value``."""
    if isinstance(part, Constant):
        return part.value
    if isinstance(part, Name):
        return value
    assert isinstance(part, Call)
    figures = [worked(argument, value) for argument in part.args]
    found: float = {
        "min": min,
        "max": max,
        "-": lambda a, b: a - b,
        "/": lambda a, b: a / b,
        "**": lambda a, b: a**b,
        "log": math.log,
        "negative": lambda a: -a,
    }[part.function](*figures)
    return found
