"""Later periods on the bounds of an earlier one: hand figures, what is flagged, what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program

INDICATOR = "variables: [{{id: a, title: {{es: a, en: a}}}}]\ntree: [{{id: i, title: {{es: a, en: a}}, formula: a, direction: {direction}, scale: {scale}{more}}}]\n"


def one(scale: str = "min_max", direction: str = "higher", more: str = "", head: str = HEAD) -> icma.Program:
    return program(head + INDICATOR.format(scale=scale, direction=direction, more=more))


def table(*figures: tuple[str, float, float]) -> pd.DataFrame:
    """Return two entities over periods: (period, figure of the first, figure of the second)."""
    lines = [(f"0000{n}", period, pair[n - 1]) for period, *pair in figures for n in (1, 2)]
    return pd.DataFrame(lines, columns=["entity", "period", "a"])


THREE = table(("2014-S1", 0, 10), ("2014-S2", 5, 20), ("2015-S1", -5, 15))


def scores(assessment: icma.Assessment) -> dict[str, list[float]]:
    return {str(period): part.tolist() for period, part in assessment.scores["i"].groupby(level="period")}


def test_all_periods_on_the_bounds_of_one() -> None:
    found = icma.score(one(), THREE, base_period="2014-S1")
    # Bounds 0 and 10: what lies beyond scores beyond.
    assert scores(found) == {"2014-S1": [0, 100], "2014-S2": [50, 200], "2015-S1": [-50, 150]}
    assert found.scale_parameters.to_numpy().tolist() == [["i", "2014-S1", "low", 0], ["i", "2014-S1", "high", 10]]
    beyond = found.findings.query("code == 'IND460'")
    assert sorted(beyond[["period", "entity", "figure"]].to_numpy().tolist()) == [
        ["2014-S2", "00002", 20],
        ["2015-S1", "00001", -5],
        ["2015-S1", "00002", 15],
    ]
    assert beyond["message"].iloc[0] == "beyond the bounds of 2014-S1 (0 … 10)"


def test_a_scale_that_clips_stays_within_its_ends() -> None:
    found = icma.score(one("{method: min_max, clip: true}"), THREE, base_period="2014-S1")
    assert scores(found) == {"2014-S1": [0, 100], "2014-S2": [50, 100], "2015-S1": [0, 100]}
    assert (found.findings["code"] == "IND460").sum() == 3
    assert (found.lowest["i"].min(), found.highest["i"].max()) == (0, 100)


@pytest.mark.parametrize(
    ("scale", "direction", "more", "wanted"),
    [
        # Mean 5 and standard deviation √50 of 0 and 10.
        ("z_score", "higher", "", [0, 15 / 50**0.5]),
        ("z_score", "lower", "", [0, -15 / 50**0.5]),
        ("distance_to_best", "higher", "", [50, 200]),
        ("{method: distance_to_best, clip: true}", "higher", "", [50, 100]),
        # Distances from 10 are 10 and 0, then 5 and 10.
        ("min_max", "target", ", target: 10", [50, 0]),
        ("{method: min_max, to: [1, 10]}", "lower", "", [5.5, -8]),
    ],
)
def test_every_scale_with_bounds_by_hand(scale: str, direction: str, more: str, wanted: list[float]) -> None:
    found = icma.score(one(scale, direction, more), THREE, base_period="2014-S1")
    assert scores(found)["2014-S2"] == pytest.approx(wanted)


def test_logarithms_keep_their_bounds() -> None:
    data = table(("2014-S1", 1, 100), ("2014-S2", 10, 1000))
    found = icma.score(one("{method: min_max, log: true}"), data, base_period="2014-S1")
    assert scores(found)["2014-S2"] == pytest.approx([50, 150])
    (message,) = found.findings.query("code == 'IND460'")["message"]
    assert message == "beyond the bounds of 2014-S1 (1 … 100)"


def test_a_base_period_is_a_reference_to_oneself() -> None:
    alone = icma.score(one(), THREE[THREE["period"] == "2014-S1"])
    later = icma.score(one(), THREE, reference=alone)
    within = icma.score(one(), THREE, base_period="2014-S1")
    pd.testing.assert_frame_equal(later.scores, within.scores)
    assert later.options["base_period"] == within.options["base_period"] == "2014-S1"


def test_the_latest_period_of_a_reference_counts_unless_another_is_named() -> None:
    earlier = icma.score(one(), table(("2014-S1", 0, 10), ("2014-S2", 0, 20)))
    later = table(("2015-S1", 5, 20))
    assert scores(icma.score(one(), later, reference=earlier))["2015-S1"] == [25, 100]
    named = icma.score(one(), later, reference=earlier, reference_period="2014-S1")
    assert scores(named)["2015-S1"] == [50, 200]
    with pytest.raises(icma.UnknownNameError, match="did you mean `2014-S2`"):
        icma.score(one(), later, reference=earlier, reference_period="2014-S3")


def test_bounds_carried_over_twice_stay_the_same() -> None:
    first = icma.score(one(), table(("2014-S1", 0, 10)))
    second = icma.score(one(), table(("2014-S2", 5, 20)), reference=first)
    third = icma.score(one(), table(("2015-S1", 2, 4)), reference=second)
    assert scores(third)["2015-S1"] == [20, 40]


def test_a_base_over_all_periods_is_carried_over_whole() -> None:
    spec = one("{method: min_max, over: all}")
    first = icma.score(spec, table(("2014-S1", 0, 5), ("2014-S2", 5, 10)))
    assert scores(icma.score(spec, table(("2015-S1", 5, 20)), reference=first))["2015-S1"] == [50, 200]


def test_the_base_stands_in_the_fingerprint() -> None:
    prints = {icma.score(one(), THREE, base_period=base).fingerprint for base in (None, "2014-S1", "2014-S2")}
    assert len(prints) == 3


@pytest.mark.parametrize("scale", ["rank", "borda", "percentile_rank"])
def test_a_rank_has_no_bounds_to_carry_over(scale: str) -> None:
    with pytest.raises(icma.IcmamlError, match="a rank has no bounds .* in: i"):
        icma.score(one(scale), THREE, base_period="2014-S1")
    with pytest.raises(icma.IcmamlError, match="IND560|rank"):
        icma.score(one(scale), THREE, reference=icma.score(one(scale), THREE))


def test_a_base_without_figures_gives_no_scores_and_says_so() -> None:
    for first in ((np.nan, np.nan), (7, 7)):
        found = icma.score(one(), table(("2014-S1", *first), ("2014-S2", 5, 20)), base_period="2014-S1")
        assert found.scores["i"].isna().all()
        (line,) = found.findings.query("code == 'IND459'").itertuples()
        assert (line.subject, line.severity) == ("i", "warning")
        assert "it has none" in line.message


def test_arguments_that_exclude_each_other() -> None:
    earlier = icma.score(one(), THREE)
    for wrong in ({"reference": earlier, "base_period": "2014-S1"}, {"reference_period": "2014-S1"}):
        with pytest.raises(icma.IcmamlError, match="give `base_period` alone"):
            icma.score(one(), THREE, **wrong)
    with pytest.raises(icma.UnknownNameError, match="period `2013-S1`"):
        icma.score(one(), THREE, base_period="2013-S1")


BREAK = ", valid_from: 2015-S1, comparable: false, break_note: {es: otro conteo, en: another count}"


def test_figures_beyond_a_break_are_not_scored_on_the_bounds_of_before() -> None:
    found = icma.score(one(more=BREAK), THREE, base_period="2014-S1")
    assert scores(found)["2014-S2"] == [50, 200]
    assert np.isnan(scores(found)["2015-S1"]).all()
    assert found.score_reasons["i"].unstack()["2015-S1"].tolist() == ["undefined", "undefined"]
    told = found.findings.query("code == 'IND459'")
    assert told[["entity", "period"]].to_numpy().tolist() == [["00001", "2015-S1"], ["00002", "2015-S1"]]
    assert "the definition changed in 2015-S1" in told["message"].iloc[0]
    # From the other side it is the earlier figures that have no score.
    other = icma.score(one(more=BREAK), THREE, base_period="2015-S1")
    assert np.isnan(scores(other)["2014-S1"]).all()
    assert not np.isnan(scores(other)["2015-S1"]).any()


def test_a_scale_over_all_periods_across_a_break_is_refused_with_the_reason_and_the_mend() -> None:
    spec = one("{method: min_max, over: all}", more=BREAK)
    with pytest.raises(icma.IncomparableError) as caught:
        icma.score(spec, THREE)
    assert str(caught.value) == (
        "`i` does not compare before and after 2015-S1 (`i`: another count); "
        "use `over: period` in its scale, or score each stretch by itself"
    )
    assert "otro conteo" in caught.value.message("es")
    one_side = THREE[THREE["period"] != "2015-S1"]
    assert scores(icma.score(spec, one_side))["2014-S2"] == [25, 100]


def test_bounds_of_another_edition_serve_only_where_editions_compare() -> None:
    old = icma.score(one(), table(("2014-S1", 0, 10)))

    def later(more: str) -> icma.Program:
        return one(head=HEAD.replace('version: "1"', f'version: "2"\n{more}'))

    data = table(("2015-S1", 5, 20))
    good = icma.score(later('replaces: {version: "1"}'), data, reference=old)
    assert scores(good)["2015-S1"] == [50, 200]
    bad = 'replaces: {version: "1"}\ncomparable: false\nbreak_note: {es: más estricta, en: stricter}'
    with pytest.raises(icma.IncomparableError, match=r"sample@1 and sample@2 do not compare \(`sample@2`: stricter\)"):
        icma.score(later(bad), data, reference=old)
    with pytest.raises(icma.IncomparableError, match="neither says that it replaces the other"):
        icma.score(later(""), data, reference=old)


def test_an_indicator_takes_the_bounds_of_the_one_that_it_replaces() -> None:
    old = icma.score(one(), table(("2014-S1", 0, 10)))
    head = HEAD.replace('version: "1"', 'version: "2"\nreplaces: {version: "1"}')
    text = head + INDICATOR.format(scale="min_max", direction="higher", more=", replaces: i").replace(
        "{id: i,", "{id: j,"
    )
    data = table(("2015-S1", 5, 20))
    assert icma.score(program(text), data, reference=old).scores["j"].tolist() == [50, 200]
    apart = icma.score(program(text.replace("replaces: i}", "replaces: i, comparable: false}")), data, reference=old)
    assert apart.scores["j"].isna().all()


def test_figures_older_than_their_definition_are_told() -> None:
    found = icma.score(one(more=", valid_from: 2014-S2"), THREE)
    early = found.findings.query("code == 'IND458'")
    assert early[["entity", "period", "subject"]].to_numpy().tolist() == [
        ["00001", "2014-S1", "i"],
        ["00002", "2014-S1", "i"],
    ]


def test_figures_younger_than_their_definition_are_told_and_kept() -> None:
    assert not icma.diff(one(), one(more=", valid_to: 2014-S2")).breaking
    whole, ended = (icma.score(one(more=more), THREE) for more in ("", ", valid_to: 2014-S2"))
    late = ended.findings.query("code == 'IND469'")
    assert late[["entity", "period", "subject"]].to_numpy().tolist() == [
        ["00001", "2015-S1", "i"],
        ["00002", "2015-S1", "i"],
    ]
    assert late["message"].iloc[0] == "the definition holds until 2014-S2; the figure is of a later period"
    pd.testing.assert_frame_equal(whole.scores, ended.scores)
    told = icma.score(one(head=HEAD + "valid_from: 2014-S2\nvalid_to: 2014-S2\n"), THREE).findings
    at_top = told[told["subject"] == "total"].groupby("code")["period"].unique().map(list).to_dict()
    assert at_top == {"IND458": ["2014-S1"], "IND469": ["2015-S1"]}


def test_a_model_of_the_program_keeps_the_bounds() -> None:
    text = (
        HEAD
        + """\
models: [{id: flat, title: {es: f, en: f}, equal_at: 1}]
variables: [{id: a, title: {es: a, en: a}}]
tree: [{id: i, title: {es: a, en: a}, formula: a, direction: higher, scale: min_max}]
"""
    )
    found = icma.score(program(text), THREE, base_period="2014-S1")
    assert scores(found.with_model("flat")) == scores(found)


STATISTICS = (
    HEAD
    + """scale: min_max
variables: [{id: a, title: {es: a, en: a}}]
tree:
  - {id: g, title: {es: g, en: g}, children: [{id: i, title: {es: i, en: i}, formula: a, direction: higher}]}
  - {id: k, title: {es: k, en: k}, formula: 100 * a / max(a over period), direction: higher, scale: identity}
  - id: s
    title: {es: s, en: s}
    scale: {method: min_max, to: [0, 10]}
    children: [{id: j, title: {es: j, en: j}, formula: a, direction: higher, scale: identity}]
"""
)


def test_statistics_and_scales_of_groups_are_held_with_the_scales_of_leaves() -> None:
    """Of 2014 the best is 10, from 0 on; in 2015 the figures are 5 and 20: 50 and 200 % of it, 5 and 20 of 10."""
    spec = program(STATISTICS)
    data = pd.DataFrame({"entity": ["00001", "00002"] * 2, "period": ["2014-S1"] * 2 + ["2015-S1"] * 2})
    data["a"] = [0, 10, 5, 20]
    held = icma.score(spec, data, base_period="2014-S1")
    later = icma.score(spec, data[2:], reference=icma.score(spec, data[:2]))
    for found in (held, later):
        scores = found.scores.xs("2015-S1", level="period")
        assert scores["k"].tolist() == [50, 200]
        assert scores["s"].tolist() == [5, 20]
        assert scores["i"].tolist() == [50, 200]
    own = icma.score(spec, data).scores.xs("2015-S1", level="period")
    assert own["k"].tolist() == [25, 100]


def test_the_last_figure_of_a_base_period_is_that_of_all_its_rows() -> None:
    """Of 0 and 10, both of the last period of the base, the mean is 5: 5 and 20 are 100 and 400 % of it."""
    spec = program(STATISTICS.replace("max(a over period)", "last(a over period)"))
    data = pd.DataFrame({"entity": ["00001", "00002"] * 2, "period": ["2014-S1"] * 2 + ["2015-S1"] * 2})
    data["a"] = [0, 10, 5, 20]
    held = icma.score(spec, data, base_period="2014-S1").scores["k"]
    assert held.xs("2015-S1", level="period").tolist() == [100, 400]
    assert held.xs("2014-S1", level="period").tolist() == icma.score(spec, data[:2]).scores["k"].tolist()


def test_a_place_in_a_formula_has_no_bounds_to_carry_over() -> None:
    spec = program(STATISTICS.replace("100 * a / max(a over period)", "rank(a over period)"))
    data = pd.DataFrame({"entity": ["00001", "00002"], "period": "2014-S1", "a": [0, 10]})
    with pytest.raises(icma.IcmamlError, match="no bounds|rank"):
        icma.score(spec, data, base_period="2014-S1")
