"""Appraisal against hand cases, numpy-financial and the laws of discounting."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy_financial as npf
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import icmaml_indicators as icma
from tests.conftest import examples

CASES = pd.read_csv(Path(__file__).resolve().parent.parent / "published" / "bpi_hand_cases.csv", dtype=str)
COLUMN = {
    "net_present_value": "net_present_value",
    "annual_equivalent_value": "annual_equivalent_value",
    "benefit_cost_ratio_net_of_operation": "benefit_cost_ratio_net",
    "payback_simple": "payback",
    "payback_discounted": "payback_discounted",
    "internal_rate_return": "internal_rate_return",
}


def table(**flows: list[float]) -> pd.DataFrame:
    return pd.DataFrame([(name, year, flow) for name, values in flows.items() for year, flow in enumerate(values)], columns=["project", "year", "flow"])  # fmt: skip


def hand_cases() -> list[tuple[str, list[float], float, str, float]]:
    found = []
    for case in CASES.itertuples():
        if case.indicator in COLUMN and case.case != "two_roots":
            flows = [float(part) for part in case.flow_or_data.split(";")]
            rate = 0.10 if pd.isna(case.rate) else float(case.rate)
            found.append((case.case, flows, rate, COLUMN[case.indicator], float(case.expected)))
    return found


def test_a_rate_is_right_at_any_size() -> None:
    """-1 + v + a v² = 0 gives v = 1 / sqrt(a) to all digits where a is 1e200, so 1 + rate is 1e100."""
    found = icma.appraise(table(large=[-1, 1, 1e200], small=[-1, 1e-90])).table["internal_rate_return"]
    assert found["large"] == pytest.approx(1e100, rel=1e-14)
    assert found["small"] == -1  # 1e-90 - 1


@pytest.mark.parametrize(("name", "flows", "rate", "column", "expected"), hand_cases())
def test_hand_cases(name: str, flows: list[float], rate: float, column: str, expected: float) -> None:
    found = icma.appraise(table(p=flows), rate).table.loc["p", column]
    assert found == pytest.approx(expected, abs=6e-8 * max(1, abs(expected)) + 5e-8), name


def test_the_cases_that_need_more_than_one_column() -> None:
    years = range(7)
    health = pd.DataFrame({"project": "p", "year": years, "benefit": [0, *[40] * 6], "cost": [20, *[26] * 6]})
    assert icma.appraise(health).table.loc["p", "benefit_cost_ratio"] == pytest.approx(1.3075251, abs=5e-8)
    equal = pd.DataFrame(
        [("A", t, 1000 if t == 0 else 100) for t in range(6)] + [("B", t, 1500 if t == 0 else 60) for t in range(9)],
        columns=["project", "year", "cost"],
    ).assign(benefit=0)
    costs = icma.appraise(equal).table["annual_equivalent_cost"]
    assert costs.tolist() == pytest.approx([363.7974807, 341.1660264], abs=1e-7)
    assert icma.start_period(1000, [60 + 15 * (t - 1) for t in range(1, 31)]) == 3


def test_several_rates_are_all_told_and_none_is_given() -> None:
    found = icma.appraise(
        table(two=[-100, 230, -132], none=[-100, 10, -50], double=[-100, 220, -121], three=[-1, 6, -11, 6])
    )
    assert found.internal_rates[list(found.flows.projects).index("two")] == pytest.approx((0.1, 0.2), abs=1e-9)
    by_name = dict(zip(found.flows.projects, found.internal_rates, strict=True))
    assert by_name["none"] == ()
    assert by_name["double"] == pytest.approx((0.1,), abs=1e-6)
    assert by_name["three"] == pytest.approx((0, 1, 2), abs=1e-6)
    assert found.table["internal_rate_return"].isna().tolist() == [False, True, True, True]
    told = found.findings.set_index("project")["code"]
    assert (told["two"], told["three"], told["none"]) == ("IND451", "IND451", "IND452")
    assert found.table.loc["two", "net_present_value"] == pytest.approx(0, abs=1e-9)
    assert icma.appraise(table(two=[-100, 230, -132]), 0.12).table.loc["two", "net_present_value"] == pytest.approx(
        0.1275510, abs=5e-8
    )


def test_flows_of_one_sign_have_no_rate_and_never_recover() -> None:
    found = icma.appraise(table(lost=[-1, -2], gift=[1, 2], nothing=[0, 0]))
    assert found.table["internal_rates"].tolist() == [0, 0, 0]
    assert found.table["payback"].tolist() == pytest.approx([0, np.nan, 0], nan_ok=True)


def test_a_missing_year_is_an_error_and_not_zero() -> None:
    lines = pd.concat([table(good=[-1, 2], gap=[-1, 1, 1]), table(blank=[-1, 3])], ignore_index=True)
    lines = lines[~((lines["project"] == "gap") & (lines["year"] == 1))]
    lines.loc[(lines["project"] == "blank") & (lines["year"] == 1), "flow"] = np.nan
    found = icma.appraise(lines)
    assert found.table["net_present_value"].notna().to_dict() == {"blank": False, "gap": False, "good": True}
    assert found.findings[["project", "code"]].to_numpy().tolist() == [["blank", "IND449"], ["gap", "IND450"]]
    assert found.table.loc["gap", ["payback", "life", "immediate_return_rate"]].isna().all()


def test_dated_flows_are_discounted_by_days() -> None:
    dated = pd.DataFrame(
        {"proyecto": "p", "fecha": ["2024-01-01", "2024-12-31", "2026-12-31"], "flujo": [-1000, 600, 700]}
    )
    found = icma.appraise(dated)
    value = -1000 + 600 / 1.1 ** (365 / 365) + 700 / 1.1 ** (1095 / 365)
    assert found.table.loc["p", "net_present_value"] == pytest.approx(value)
    rate = found.table.loc["p", "internal_rate_return"]
    assert -1000 + 600 / (1 + rate) + 700 / (1 + rate) ** 3 == pytest.approx(0, abs=1e-9)
    several = pd.DataFrame(
        {"project": "p", "date": ["2024-01-01", "2024-12-31", "2025-12-31"], "flow": [-100, 230, -132]}
    )
    told = icma.appraise(several)
    assert told.internal_rates[0] == pytest.approx((0.1, 0.2), abs=1e-9)
    assert set(told.findings["code"]) == {"IND451", "IND453"}


def test_other_projects_change_no_figure() -> None:
    """-1, 0.4 and 0.8 are back after one and a half years, beside whatever a thousand billion billion pays for."""
    small = [-1, 0.4, 0.8]
    alone = icma.appraise(table(p=small)).table.loc["p"]
    beside = icma.appraise(table(a=[-1e21, 3e20, 9e20], p=small)).table.loc["p"]
    assert alone["payback"] == pytest.approx(1.75)
    pd.testing.assert_series_equal(beside, alone, rtol=1e-15)


@pytest.mark.parametrize("flows", [[-1e308, -1e308, 1e308], [-1e308, 1e308, 1e308], [1e308, -1e308, -1e308, 1e308]])
@pytest.mark.parametrize("rate", [0.0, 0.1, -0.9, 1e9])
def test_what_no_float_holds_is_no_figure(flows: list[float], rate: float) -> None:
    small = [-1.0, 0.5, 0.8, 0.1]
    found = icma.appraise(table(large=flows, small=small), rate).table
    assert not np.isinf(found.to_numpy(float)).any()
    pd.testing.assert_series_equal(found.loc["small"], icma.appraise(table(small=small), rate).table.loc["small"])
    exact = sum(Fraction(flow) / (1 + Fraction(rate)) ** year for year, flow in enumerate(flows))
    value = found.loc["large", "net_present_value"]
    assert np.isnan(value) == (rate == -0.9 or (rate < 1 and flows[:2] == [-1e308] * 2))
    assert np.isnan(value) or value == pytest.approx(float(exact), rel=1e-12)


def test_years_and_differences_that_no_float_holds_leave_the_project_out() -> None:
    years = pd.DataFrame({"project": ["a", "a", "b"], "year": [-1e308, 1e308, 2024.5], "flow": [-1, 2, 3]})
    found = icma.appraise(years, -0.5)
    assert found.table["net_present_value"].isna().tolist() == [True, False]
    costs = pd.DataFrame({"project": ["a"], "year": [0], "benefit": [1e308], "cost": [-1e308]})
    assert icma.appraise(costs).findings["code"].tolist() == ["IND449"]


def test_what_cannot_be_read_is_told() -> None:
    with pytest.raises(icma.DataError, match="column `flow` is missing"):
        icma.appraise(pd.DataFrame({"project": ["a"], "year": [0]}))
    with pytest.raises(icma.DataError, match="did you mean"):
        icma.appraise(pd.DataFrame({"projct": ["a"], "year": [0], "flow": [1]}))
    for rate in (-1, -2.5, math.nan):
        with pytest.raises(icma.OutOfRangeError, match=f"`rate` must be above -1, not {rate}") as caught:
            icma.appraise(table(p=[-1, 2]), rate)
        assert isinstance(caught.value, ValueError)
    found = icma.appraise(table(p=[-1, 2]).assign(flow=[-1, "dos"]))
    assert set(found.findings["code"]) == {"IND409", "IND449"}


money = st.floats(-1000, 1000).map(lambda figure: round(figure, 2))


@examples(60)
@given(st.lists(st.lists(money, min_size=2, max_size=12), min_size=1, max_size=6), st.floats(-0.2, 0.6))
def test_as_numpy_financial_has_it(projects: list[list[float]], rate: float) -> None:
    found = icma.appraise(table(**{f"p{n:02d}": flows for n, flows in enumerate(projects)}), rate)
    for number, flows in enumerate(projects):
        name = f"p{number:02d}"
        assert found.table.loc[name, "net_present_value"] == pytest.approx(npf.npv(rate, flows), rel=1e-9, abs=1e-6)
        signs = [np.sign(flow) for flow in flows if flow]
        if sum(a != b for a, b in pairwise(signs)) == 1:
            theirs, mine = npf.irr(flows), found.table.loc[name, "internal_rate_return"]
            assert np.isfinite(mine)
            if np.isfinite(theirs) and -0.9 < theirs < 10:
                assert mine == pytest.approx(theirs, rel=1e-6, abs=1e-7)


@examples(60)
@given(st.lists(money, min_size=3, max_size=8))
def test_every_rate_that_is_told_makes_the_value_zero(flows: list[float]) -> None:
    assume(any(flow > 0 for flow in flows) and any(flow < 0 for flow in flows))
    (rates,) = icma.appraise(table(p=flows)).internal_rates
    for rate in rates:
        if -0.95 < rate < 50:
            size = sum(abs(flow) * (1 + rate) ** -t for t, flow in enumerate(flows))
            assert abs(npf.npv(rate, flows)) <= 1e-6 * size


@given(st.floats(1, 1e6), st.lists(st.floats(0, 1e5), min_size=1, max_size=10), st.floats(0.01, 0.5))
def test_value_falls_with_the_rate_and_discounted_payback_is_never_shorter(
    cost: float, returns: list[float], rate: float
) -> None:
    flows = table(p=[-cost, *returns])
    low, high = icma.appraise(flows, 0.0).table.loc["p"], icma.appraise(flows, rate).table.loc["p"]
    assert high["net_present_value"] <= low["net_present_value"] + 1e-6
    if np.isfinite(high["payback_discounted"]):
        assert high["payback_discounted"] >= high["payback"] - 1e-9


@pytest.mark.parametrize("mark", [None, ".", ","])
def test_numbers_are_numbers_whatever_the_decimal_mark_of_texts(mark: Any) -> None:
    """-12.345 and 123.456 after a year: 123.456 / 1.1 - 12.345; a column of objects holds the same numbers."""
    flows = table(a=[-12.345, 123.456])
    for data in (flows, flows.astype(object)):
        value = icma.appraise(data, decimal=mark).net_present_value[0]
        assert value == pytest.approx(123.456 / 1.1 - 12.345, rel=1e-12)


@pytest.mark.parametrize("option", [{"decimal": "x"}, {"language": "fr"}])
def test_an_option_that_there_is_none_of_is_refused_with_the_valid_ones(option: dict[str, Any]) -> None:
    with pytest.raises(icma.UnknownNameError, match="valid: "):
        icma.appraise(table(a=[-1, 2]), **option)


@pytest.mark.parametrize("given", [None, 5, [1, 2]])
def test_what_is_no_table_raises_one_clear_error(given: Any) -> None:
    with pytest.raises(icma.WrongKindError, match="must be a table"):
        icma.appraise(given)
