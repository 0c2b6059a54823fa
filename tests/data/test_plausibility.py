"""What is odd whatever the program says: units that switch, codes of absence, parts beyond their whole."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from icmaml_indicators.data.checks.plausibility import powers_of_ten
from tests.conftest import HEAD, examples, program, reference

BODY = """\
scale: min_max
variables: [{id: a, title: {es: a, en: a}}, {id: b, title: {es: b, en: b}}]
tree: [{id: y, title: {es: y, en: y}, formula: a, direction: lower}]
"""
YEARLY = HEAD.replace("semester", "year")
PLAIN = program(YEARLY + BODY)
SHARE = program(
    YEARLY
    + """\
scale: min_max
variables:
  - {id: part, title: {es: a, en: a}, type: integer, kind: flow, range: [0, null]}
  - {id: whole, title: {es: b, en: b}, type: integer, kind: stock, range: [1, null]}
tree:
  - {id: y, title: {es: y, en: y}, formula: part / whole * 100, direction: higher, variation: proportion}
  - {id: z, title: {es: z, en: z}, formula: whole, direction: higher}
"""
)


def panel(*periods: list[float], years: tuple[object, ...] = (2019, 2020, 2021)) -> pd.DataFrame:
    """Return figures of `a`, one list a period, of as many entities."""
    lines = [
        (f"01{who + 1:03d}", years[at], figure)
        for at, figures in enumerate(periods)
        for who, figure in enumerate(figures)
    ]
    return pd.DataFrame(lines, columns=["entity", "period", "a"])


def told(assessment: icma.Assessment, code: str) -> list[tuple[str, str, object]]:
    found = assessment.findings
    return list(found.loc[found["code"] == code, ["period", "subject", "figure"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("factor", [1000.0, 100.0, 1e6, 0.01, 0.001])
def test_a_unit_that_all_switch_is_one_finding_at_the_column(factor: float) -> None:
    """Each figure is `factor` times the one before, so the median ratio is; the year after it is 1.1 and odd no more."""
    first = [5000.0, 6000, 7000, 8000, 9000]
    data = panel(first, [x * factor for x in first], [x * factor * 1.1 for x in first])
    for given_data in (data, data.rename(columns={"a": "value"}).assign(variable="a"), data.iloc[::-1]):
        assessment = icma.score(PLAIN, given_data)
        assert told(assessment, "IND484") == [("2020", "a", pytest.approx(factor))]
        (line,) = assessment.findings.query("code == 'IND484'").itertuples()
        assert "2020 are" in line.message
        assert "those of 2019 (median of 5 entities)" in line.message
        assert assessment.values["y"].notna().all()


def test_units_are_seen_through_growth_gaps_of_years_and_entities_that_kept_theirs() -> None:
    """Ratios 1030, 970, 1100, 1 and 1000, five years apart: the median is 1000."""
    data = panel([10, 20, 30, 40, 50], [10300, 19400, 33000, 40, 50000], years=(2015, 2020))
    assert told(icma.score(PLAIN, data), "IND484") == [("2020", "a", 1000)]


@pytest.mark.parametrize(
    "later",
    [
        pytest.param([5000, 6000, 7000], id="the same"),
        pytest.param([50_000, 60_000, 70_000], id="ten times"),
        pytest.param([2_000_000, 2_400_000, 2_800_000], id="four hundred times"),
        pytest.param([5000, 6000, 7_000_000], id="one of three"),
        pytest.param([0, 0, 0], id="zeros"),
        pytest.param([5e2, 6e5, 1e9], id="scattered about a hundred"),
        pytest.param([-5e5, -6e5, -7e5], id="signs that turn"),
    ],
)
def test_other_movements_are_no_switch_of_unit(later: list[float]) -> None:
    assert told(icma.score(PLAIN, panel([5000, 6000, 7000], later)), "IND484") == []


def test_each_frequency_is_held_against_its_own_period_before() -> None:
    """Between the years, which switch their unit, stand months, which do not."""
    spec = program(HEAD.replace("period: semester", "period: [year, month]") + BODY)
    first = [1.0, 2, 3]
    data = panel(first, first, first, [1000.0, 2000, 3000], years=("2019-06", "2019", "2020-06", "2020"))
    assert told(icma.score(spec, data), "IND484") == [("2020", "a", 1000)]


def test_two_entities_show_no_unit_and_seasons_are_not_mixed_with_years() -> None:
    assert told(icma.score(PLAIN, panel([5000, 6000], [5e6, 6e6])), "IND484") == []
    spec = program(HEAD.replace("period: semester", "period: [year, month]") + BODY)
    months = panel([1.0, 2, 3], [1000.0, 2000, 3000], [1.0, 2, 3], years=("2020-01", "2020", "2020-02"))
    assert told(icma.score(spec, months), "IND484") == []


@examples(50)
@given(st.lists(st.floats(0.5, 2.0), min_size=5, max_size=30), st.floats(0.03, 39.0))
def test_growth_of_less_than_about_a_hundred_is_silent(own: list[float], common: float) -> None:
    """A common growth of 0.03 to 39 times, and 0.5 to 2 of each one's own, stays between 1/79 and 79, which is a tenth
    of a decade from a hundred."""
    then = np.arange(1.0, len(own) + 1)
    assert told(icma.score(PLAIN, panel(then.tolist(), (then * own * common).tolist())), "IND484") == []


def test_powers_of_ten_are_near_within_a_tenth_of_a_decade() -> None:
    given_ratios = np.array([1, 10, 79, 80, 125, 126, 1000, 0.01, 0.001, 0, np.inf, np.nan, -100])
    assert powers_of_ten(given_ratios).tolist() == [0, 0, 0, 2, 2, 0, 3, -2, -3, 0, 0, 0, 0]


def test_a_jump_that_all_peers_show_is_a_suspected_break() -> None:
    """No step stands out among equals; all five are told, each with the four others that are alike."""
    first = [5000.0, 6000, 7000, 8000, 9000]
    found = icma.benchmark(icma.score(PLAIN, panel(first, [x * 1000 for x in first])), None).suspected_breaks
    assert found["code"].tolist() == ["IND487"] * 5
    assert found["alike"].tolist() == [4] * 5
    assert found["period"].tolist() == ["2020"] * 5
    assert found["message"].str.contains("all its peers jump alike").all()
    usual = icma.benchmark(icma.score(PLAIN, panel(first, [x * 10 for x in first])), None).suspected_breaks
    assert len(usual) == 0
    # Who keeps the unit that the others leave stands out, as before.
    kept = icma.score(PLAIN, panel(first, [*(x * 1000 for x in first[:4]), 9000]))
    breaks = icma.benchmark(kept, None).suspected_breaks
    assert breaks.query("indicator == 'y'")["code"].tolist() == ["IND461"] + ["IND487"] * 4


def test_codes_that_stand_for_no_figure_are_told_and_kept() -> None:
    """-999 and 9999 lie far from 5, 8 and 7; the figures are kept: -999 scores best where lower is better."""
    assessment = icma.score(PLAIN, panel([5, 8, -999, 9999, 7]))
    assert told(assessment, "IND485") == [("2019", "a", -999), ("2019", "a", 9999)]
    assert "(5 … 8)" in assessment.findings.query("code == 'IND485'")["message"].iloc[0]
    assert assessment.values["y"].tolist() == [5, 8, -999, 9999, 7]


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param([9998, 10_000, 9999, 9997], id="an ordinary count"),
        pytest.param([120, 5000, 9999, 800], id="the largest of its kind"),
        pytest.param([99, 5, 7, 8], id="99 is a figure like others"),
        pytest.param([-9, -12, 3, 4], id="negative among negatives"),
        pytest.param([-99, -60, 40, 35], id="a change in percent"),
        pytest.param([99_999, 120_000, 30_000, 1e6], id="money"),
        pytest.param([9999, 1, 2], id="too few others"),
        pytest.param([-999.5, 1, 2, 3], id="no code"),
    ],
)
def test_figures_among_their_like_are_no_codes(figures: list[float]) -> None:
    assert told(icma.score(PLAIN, panel(figures)), "IND485") == []


@pytest.mark.parametrize("code", [-9, -99, -999, -9999, -99_999, 99_999, 999_999])
def test_a_code_is_told_in_any_period_and_layout(code: float) -> None:
    """It is held against all periods together: alone in its own, it still lies far from the others."""
    data = panel([5, 8, 7], [code])
    long = data.rename(columns={"a": "value"}).assign(variable="a")
    for given_data in (data, long, data.astype({"a": str}), data.iloc[::-1]):
        assert told(icma.score(PLAIN, given_data), "IND485") == [("2020", "a", code)]


def test_real_figures_hold_no_code_and_no_switch_of_unit() -> None:
    """Ten years of finances of all municipalities, homicides by semester, and schooling and income by five years."""
    for name, wanted, frequency in (
        ("real/finance_2013_2022.csv.gz", ("population", "total_revenue", "property_tax_collected"), "year"),
        ("real/homicide_files_2024S1_2025S1.csv.gz", ("homicides", "population"), "semester"),
        ("idh_municipal.csv", ("population", "years_schooling", "income_index"), "year"),
    ):
        data = reference(name)
        variables = "".join(f"  - {{id: {column}, title: {{es: a, en: a}}}}\n" for column in wanted)
        tree = "tree: [{id: y, title: {es: y, en: y}, formula: population, direction: context}]\n"
        spec = program(HEAD.replace("semester", frequency) + "variables:\n" + variables + tree)
        found = set(icma.score(spec, data).findings["code"])
        assert not found & {"IND484", "IND485", "IND412", "IND480", "IND481"}


SHARES = pd.DataFrame(
    [("01001", 2020, 5, 10), ("01002", 2020, 12, 10), ("01003", 2020, 0, 10), ("01004", 2020, 10, 10)],
    columns=["entity", "period", "part", "whole"],
)


def test_a_part_beyond_its_whole_is_no_proportion() -> None:
    """12 of 10 cannot be: of 50, 0 and 100 the scores are 50, 0 and 100, and the peers' ratio is 15 / 30 = 50."""
    assessment = icma.score(SHARE, SHARES)
    assert told(assessment, "IND486") == [("2020", "y", 120)]
    assert assessment.scores["y"].tolist()[0::2] == [50, 0]
    assert assessment.scores["y"].tolist()[3] == 100
    assert np.isnan(assessment.scores["y"].tolist()[1])
    assert assessment.reasons["y"].tolist() == ["", "rejected", "", ""]
    assert assessment.values["z"].tolist() == [10] * 4
    found = icma.benchmark(assessment, None)
    assert found.chance()["expected"].tolist() == [50] * 3
    assert found.statistics.set_index("indicator").loc["y", "weighted_mean"] == 50
    assert "rejected" in str(assessment.explain("01002", "y"))
    with pytest.raises(icma.DataError, match="IND486"):
        icma.score(SHARE, SHARES, strict=True)


def test_a_part_that_exceeds_its_whole_by_rounding_is_the_whole() -> None:
    """0.1 + 0.2 of 0.3 is one: no part of it, whatever the last bit says; so is the figure that chance sees."""
    spec = program(
        YEARLY
        + """\
variables: [{id: part, title: {es: a, en: a}}, {id: whole, title: {es: b, en: b}}]
tree: [{id: y, title: {es: y, en: y}, formula: part / whole, direction: higher, variation: proportion}]
"""
    )
    data = SHARES.assign(part=[0.1 + 0.2, 0.1, 0.2, 0.0], whole=0.3)
    assessment = icma.score(spec, data)
    assert told(assessment, "IND486") == []
    assert len(icma.benchmark(assessment, None).chance()) == 4


def test_a_published_share_beyond_its_whole_does_not_stand_in() -> None:
    data = pd.DataFrame({"entity": ["01001", "01002"], "period": 2020, "y": [120.0, 80.0]})
    assessment = icma.score(SHARE, data)
    assert assessment.values["y"].tolist()[1] == 80
    assert np.isnan(assessment.values["y"].tolist()[0])
    assert assessment.is_published["y"].tolist() == [False, True]


def test_what_chance_does_not_move_is_not_in_the_pool_of_the_peers_either() -> None:
    """A negative count of events is left out of both sides: 5 + 10 over 20, not (5 + 10 - 3) over 30."""
    spec = program(
        YEARLY
        + """\
variables: [{id: part, title: {es: a, en: a}}, {id: whole, title: {es: b, en: b}, range: [1, null]}]
tree: [{id: y, title: {es: y, en: y}, formula: part / whole, direction: higher, variation: rate}]
"""
    )
    data = SHARES.assign(part=[5, 10, -3, np.nan])
    found = icma.benchmark(icma.score(spec, data), None, min_peers=2).chance()
    assert found["expected"].tolist() == [0.75, 0.75]
