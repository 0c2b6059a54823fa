"""Changes, trends and rankings over time: seasons kept apart, breaks never crossed, replaced series continued."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from tests.conftest import HEAD, examples, program

VARIABLES = "variables: [{id: a, title: {es: a, en: a}}, {id: b, title: {es: b, en: b}}]\n"


def spec(*leaves: str, period: str = "semester", top: str = "") -> icma.Program:
    """Return a program of leaves written `id: formula, more keys`."""
    head = HEAD.replace("period: semester", f"period: {period}") + top
    tree = "".join(
        f"  - {{id: {leaf.split(':', 1)[0]}, title: {{es: t, en: t}}, direction: higher, scale: identity, "
        f"formula: {leaf.split(':', 1)[1]}}}\n"
        for leaf in leaves
    )
    used = (
        VARIABLES
        if any("b" in leaf.split(":", 1)[1].split(",")[0] for leaf in leaves)
        else ("variables: [{id: a, title: {es: a, en: a}}]\n")
    )
    return program(head + used + "tree:\n" + tree)


def series(*figures: float, start: int = 2014, kind: str = "S", entity: str = "00001") -> pd.DataFrame:
    """Return figures of one entity, period after period."""
    size = {"S": 2, "Q": 4, "Y": 1, "M": 12}[kind]
    form = {"S": "{}-S{}", "Q": "{}-Q{}", "Y": "{}", "M": "{}-{:02d}"}[kind]
    names = [form.format(start + n // size, n % size + 1) for n in range(len(figures))]
    return pd.DataFrame({"entity": entity, "period": names, "a": figures})


def compared(spec: icma.Program, *tables: pd.DataFrame) -> icma.Benchmark:
    return icma.benchmark(icma.score(spec, pd.concat(tables)))


def of(table: pd.DataFrame, indicator: str = "i", key: str = "period") -> pd.DataFrame:
    return table[table["indicator"] == indicator].set_index(key)


# Changes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "period", "pairs"),
    [
        ("S", "semester", {"2015-S1": "2014-S1", "2015-S2": "2014-S2"}),
        ("Q", "quarter", {"2015-Q1": "2014-Q1", "2015-Q2": "2014-Q2"}),
        ("M", "month", {"2015-01": "2014-01", "2015-02": "2014-02"}),
        ("Y", "year", {"2015": "2014", "2016": "2015"}),
    ],
)
def test_a_period_is_compared_with_its_season_a_year_before(kind: str, period: str, pairs: dict[str, str]) -> None:
    count = {"S": 4, "Q": 6, "M": 14, "Y": 3}[kind]
    found = of(compared(spec("i: a", period=period), series(*range(1, count + 1), kind=kind)).trends)
    assert found["previous_period"].to_dict() == pairs
    assert found["years"].tolist() == pytest.approx([1] * len(pairs))


def test_changes_a_year_by_hand() -> None:
    data = series(100, 7, 0, 0, 121, -3).query("period not in ['2015-S1', '2015-S2']")
    found = of(compared(spec("i: a"), data).trends)
    line = found.loc["2016-S1"]
    # 100 to 121 in two years: 10.5 and 10 % a year.
    assert (line["previous_period"], line["years"], line["change"], line["annual_change"]) == ("2014-S1", 2, 21, 10.5)
    assert line["annual_change_pct"] == pytest.approx(10)
    assert (line["comparable"], line["reason"], line["pct_reason"], line["improved"]) == (True, "", "", True)
    line = found.loc["2016-S2"]
    assert line["change"] == -10
    assert np.isnan(line["annual_change_pct"])
    assert line["pct_reason"] == "not_positive"


def test_what_each_period_is_held_against_can_be_chosen() -> None:
    panel = compared(spec("i: a"), series(1, 5, 2, 9)).panel
    assert of(panel.changes("previous"))["change"].tolist() == [4, -3, 7]
    assert of(panel.changes("first"))["previous_period"].to_dict() == {"2015-S1": "2014-S1", "2015-S2": "2014-S2"}
    named = of(panel.changes("2014-S1"))
    assert named["change"].tolist() == pytest.approx([np.nan, 1, np.nan], nan_ok=True)
    assert named["reason"].tolist() == ["season", "", "season"]
    assert named["comparable"].tolist() == [False, True, False]
    with pytest.raises(icma.UnknownNameError, match="did you mean `first`"):
        panel.changes("frist")


def test_who_lacks_the_period_asked_for_is_listed_with_the_reason() -> None:
    late = series(3, start=2015, entity="00002")
    found = compared(spec("i: a"), series(1, 5, 2), late).panel.changes("2014-S1")
    [(_, line)] = found.query("entity == '00002' and indicator == 'i'").iterrows()
    assert (line["previous_period"], line["reason"], line["comparable"]) == ("2014-S1", "absent", True)
    assert np.isnan(line["previous"])
    assert np.isnan(line["change"])


def test_absence_has_its_reason() -> None:
    found = of(compared(spec("i: a"), series(1, 2, np.nan, 4)).trends)
    assert found["reason"].to_dict() == {"2015-S1": "absent", "2015-S2": ""}


# Breaks -----------------------------------------------------------------------------------------------

BREAK = "valid_from: 2016, comparable: false, break_note: {es: otra encuesta, en: another survey}"


def test_no_change_crosses_a_break() -> None:
    data = series(1, 2, 10, 12, kind="Y")
    found = compared(spec(f"i: a, {BREAK}", "j: a", period="year"), data).trends
    own = of(found)
    assert own["reason"].to_dict() == {"2015": "", "2016": "break 2016 i", "2017": ""}
    assert own["change"].tolist() == pytest.approx([1, np.nan, 2], nan_ok=True)
    assert (own.loc["2016", "previous"], own.loc["2016", "value"], own.loc["2016", "improved"]) == (2, 10, None)
    assert own["comparable"].tolist() == [True, False, True]
    assert of(found, "j")["reason"].eq("").all()
    # The total weighs `i`, so it breaks where `i` does.
    assert of(found, "total")["reason"].to_dict() == {"2015": "", "2016": "break 2016 i", "2017": ""}


def test_what_is_computed_from_a_broken_indicator_breaks_with_it() -> None:
    found = compared(spec(f"i: a, {BREAK}", "j: i * 2", period="year"), series(1, 2, 10, kind="Y"))
    assert of(found.trends, "j")["reason"].tolist() == ["", "break 2016 i"]
    assert found.panel.versions.query("indicator == 'j'").to_numpy().tolist() == [
        ["j", "2016", "i", "otra encuesta", "another survey"]
    ]


@pytest.mark.parametrize("leaf", ["direction: higher, weight: 0", "direction: context"])
def test_what_does_not_weigh_in_a_group_does_not_break_it(leaf: str) -> None:
    text = HEAD.replace("semester", "year") + (
        "scale: identity\nvariables: [{id: a, title: {es: a, en: a}}]\n"
        "tree:\n"
        f"  - {{id: i, title: {{es: i, en: i}}, formula: a, {leaf}, {BREAK}}}\n"
        "  - {id: j, title: {es: j, en: j}, formula: a * 1, direction: higher}\n"
    )
    found = compared(program(text), series(1, 2, 10, kind="Y")).trends
    assert of(found)["reason"].tolist() == ["", "break 2016 i"]
    assert of(found, "total")["reason"].tolist() == ["", ""]


def test_a_program_breaks_whole() -> None:
    top = "valid_from: 2016\ncomparable: false\n"
    found = compared(spec("i: a", "j: a", period="year", top=top), series(1, 2, 10, kind="Y")).trends
    assert set(found.query("period == '2016'")["reason"]) == {"break 2016 sample@1"}


figures = st.lists(st.integers(-100, 100).map(float), min_size=4, max_size=12)


@examples(25)
@given(figures, st.integers(1, 3))
def test_a_series_cut_by_a_break_has_the_trends_of_its_parts(values: list[float], cut: int) -> None:
    data = series(*values, kind="Y")
    at = 2014 + cut
    whole = compared(spec(f"i: a, valid_from: {at}, comparable: false", period="year"), data)
    plain = spec("i: a", period="year")
    parts = [compared(plain, data[:cut]), compared(plain, data[cut:])]
    got = whole.trend_lines.query("indicator == 'i'").reset_index(drop=True)
    wanted = pd.concat([part.trend_lines.query("indicator == 'i'") for part in parts], ignore_index=True)
    pd.testing.assert_frame_equal(got.drop(columns="ends_at"), wanted.drop(columns="ends_at"))
    assert got["ends_at"].tolist() == [f"{at} i", ""]


# Robust trends ----------------------------------------------------------------------------------------


def test_a_trend_line_by_hand() -> None:
    line = of(compared(spec("i: a", period="year"), series(1, 2, 4, 3, 6, kind="Y")).trend_lines, key="entity").loc[
        "00001"
    ]
    # Slopes: 1, 1.5, 2/3, 1.25, 2, 0.5, 4/3, -1, 1, 3: the median of ten is (1 + 1.25) / 2.
    assert line["slope"] == pytest.approx(1.125)
    assert (line["n"], line["first_period"], line["last_period"], line["median"]) == (5, "2014", "2018", 3)
    assert line["intercept"] == pytest.approx(3 - 1.125 * 2)
    assert line["tau"] == pytest.approx(0.8)
    assert (line["low"], line["high"]) == (-1, 3)
    assert line["improving"] == "unclear"


def test_improving_follows_the_direction() -> None:
    text = HEAD.replace("semester", "year") + (
        "variables: [{id: a, title: {es: a, en: a}}]\n"
        "tree:\n"
        "  - {id: up, title: {es: u, en: u}, formula: a, direction: higher}\n"
        "  - {id: down, title: {es: d, en: d}, formula: a * 1, direction: lower}\n"
        "  - {id: aim, title: {es: t, en: t}, formula: a + 0, direction: target, target: 10}\n"
        "  - {id: info, title: {es: i, en: i}, formula: a + 1, direction: context}\n"
    )
    found = compared(program(text), series(1, 2, 3.5, 4, 6, 8, kind="Y")).trend_lines.set_index("indicator")
    assert found["improving"].to_dict() == {"up": "yes", "down": "no", "aim": "yes", "info": ""}
    # Past the target every step leads away.
    away = compared(program(text), series(11, 12, 13.5, 14, 16, 18, kind="Y")).trend_lines.set_index("indicator")
    assert away.loc["aim", "improving"] == "no"


def test_a_seasonal_pattern_is_no_trend() -> None:
    found = of(compared(spec("i: a"), series(*[10, 90] * 5)).trend_lines, key="entity").loc["00001"]
    assert (found["slope"], found["improving"]) == (0, "unclear")


def test_too_few_figures_are_told() -> None:
    found = compared(spec("i: a", period="year"), series(1, kind="Y"), series(1, 2, kind="Y", entity="00002"))
    assert of(found.trend_lines, key="entity")["reason"].to_dict() == {"00001": "too_few", "00002": "no_interval"}
    with pytest.raises(icma.IcmamlError, match="`level` cannot be `95`"):
        found.panel.lines(95)


def test_lengths_of_period_do_not_mix() -> None:
    both = spec("i: a", period="[year, semester]")
    found = compared(both, series(1, 2, 3, kind="Y"), series(10, 20, 30, 40))
    lines = of(found.trend_lines, key="frequency")
    assert lines["slope"].to_dict() == {"semester": 20, "year": 1}
    assert of(found.trends)["change"].to_dict() == {"2015": 1, "2016": 1, "2015-S1": 20, "2015-S2": 20}


def test_row_order_changes_nothing() -> None:
    generator = np.random.default_rng(2)
    data = pd.concat([series(*generator.normal(5, 2, 8), entity=f"{1001 + n:05d}") for n in range(12)])
    one, other = (compared(spec("i: a"), table) for table in (data, data.sample(frac=1, random_state=0)))
    for name in ("trends", "trend_lines", "convergence", "suspected_breaks"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


# Replaced indicators ----------------------------------------------------------------------------------


def both(old: list[float], new: list[float]) -> pd.DataFrame:
    data = series(*old, kind="Y")
    return data.assign(b=new)


def test_a_comparable_replacement_continues_the_series() -> None:
    built = spec("old: a", "new: b, replaces: old, valid_from: 2016", period="year")
    data = both([1, 2, np.nan, np.nan], [np.nan, np.nan, 3, 5])
    found = compared(built, data)
    changes = of(found.trends, "new")
    assert changes["change"].tolist() == [1, 1, 2]
    assert changes["joined"].tolist() == ["old", "old", ""]
    line = of(found.trend_lines, "new", "entity").loc["00001"]
    assert (line["n"], line["first_period"], line["joined"]) == (4, "2014", "old")
    assert of(found.trend_lines, "old", "entity").loc["00001", "n"] == 2


def test_from_valid_from_on_the_new_figures_count_before_it_the_old_ones() -> None:
    built = spec("old: a", "new: b, replaces: old, valid_from: 2016", period="year")
    found = compared(built, both([1, 2, 30, 40], [7, 7, 3, 5]))
    assert of(found.trends, "new")["change"].tolist() == [1, 1, 2]


def test_without_valid_from_the_old_figures_fill_what_is_absent() -> None:
    built = spec("old: a", "new: b, replaces: old", period="year")
    found = compared(built, both([1, 2, 30], [np.nan, 7, 9]))
    assert of(found.trends, "new")["change"].tolist() == [6, 2]


def test_an_incomparable_replacement_starts_anew() -> None:
    built = spec("old: a", "new: b, replaces: old, comparable: false", period="year")
    found = compared(built, both([1, 2, np.nan, np.nan], [np.nan, np.nan, 3, 5]))
    assert of(found.trends, "new")["reason"].tolist() == ["absent", "absent", ""]
    assert of(found.trend_lines, "new", "entity").loc["00001", "first_period"] == "2016"


def test_a_chain_of_replacements_carries_its_breaks() -> None:
    built = spec(
        "old: a, valid_from: 2015, comparable: false",
        "mid: a, replaces: old, valid_from: 2016",
        "new: b, replaces: mid, valid_from: 2017",
        period="year",
    )
    found = compared(built, both([1, 2, 4, 7, 11], [0, 0, 0, 9, 10]))
    changes = of(found.trends, "new")
    assert changes["reason"].tolist() == ["break 2015 old", "", "", ""]
    assert changes["change"].tolist()[1:] == [2, 5, 1]
    assert changes["joined"].tolist() == ["old", "old", "mid", ""]


# Rankings across periods ------------------------------------------------------------------------------


def test_the_latest_figures_are_ranked_whatever_their_period() -> None:
    found = compared(
        spec("i: a", period="year"),
        series(1, 9, kind="Y"),
        series(5, kind="Y", entity="00002"),
        series(9, kind="Y", entity="00003"),
        series(np.nan, kind="Y", entity="00004"),
    ).panel
    assert found.ranking("i").to_numpy().tolist() == [
        ["00001", "2015", 9, 1],
        ["00003", "2014", 9, 1],
        ["00002", "2014", 5, 3],
    ]
    assert found.ranking("i", since="2015")["entity"].tolist() == ["00001"]
    with pytest.raises(icma.UnknownNameError, match="node"):
        found.ranking("k")
    with pytest.raises(icma.UnknownNameError, match="period"):
        found.ranking("i", since="2010")


def test_a_ranking_across_a_break_is_refused_with_reason_and_mend() -> None:
    found = compared(
        spec(f"i: a, {BREAK}", period="year"), series(1, 2, 3, kind="Y"), series(5, kind="Y", entity="00002")
    ).panel
    with pytest.raises(icma.IncomparableError) as caught:
        found.ranking("i")
    assert str(caught.value) == (
        "`i` does not compare before and after 2016 (`i`: another survey); "
        "rank each period by itself, or ask from 2016 on"
    )
    assert found.ranking("i", since="2016")["rank"].tolist() == [1]


def test_some_changes_are_those_of_the_whole_table() -> None:
    panel = compared(spec("i: a"), series(1, 2, np.nan, 4)).panel
    whole = panel.changes()
    periods = whole["period"].unique()[-1:].tolist()
    expected = whole[(whole["indicator"] == "i") & whole["period"].isin(periods)].reset_index(drop=True)
    assert len(expected)
    pd.testing.assert_frame_equal(panel.changes(indicators=["i"], periods=periods), expected)
    with pytest.raises(icma.UnknownNameError, match="2099"):
        panel.changes(periods=["2099"])
    with pytest.raises(icma.UnknownNameError, match="nope"):
        panel.changes(indicators=["nope"])
