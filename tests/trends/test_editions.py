"""Editions of one program over time: joined where they compare, parted where they do not."""

from __future__ import annotations

import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program
from tests.trends.test_panel import of, series


def edition(version: str, top: str = "", *, leaf: str = "i", more: str = "", direction: str = "higher") -> icma.Program:
    head = HEAD.replace("semester", "year").replace('version: "1"', f'version: "{version}"\n{top}')
    tree = (
        f"tree: [{{id: {leaf}, title: {{es: a, en: a}}, formula: a, direction: {direction}, scale: identity{more}}}]\n"
    )
    return program(head + "variables: [{id: a, title: {es: a, en: a}}]\n" + tree)


FOLLOWS = 'replaces: {version: "1"}\nvalid_from: 2016'
APART = FOLLOWS + "\ncomparable: false\nbreak_note: {es: más estricta, en: stricter}"
EARLY, LATE = series(1, 2, kind="Y"), series(4, 7, start=2016, kind="Y")


def joined(new: icma.Program, early: pd.DataFrame = EARLY, late: pd.DataFrame = LATE) -> icma.Panel:
    return icma.join_editions(icma.score(edition("1"), early), icma.score(new, late))


@pytest.mark.parametrize("swap", [False, True])
def test_comparable_editions_are_one_series_in_any_order(swap: bool) -> None:
    parts = [icma.score(edition("1"), EARLY), icma.score(edition("2", FOLLOWS), LATE)]
    found = icma.join_editions(*(parts[::-1] if swap else parts))
    assert found.program.version == "2"
    assert of(found.trends)["change"].to_dict() == {"2015": 1, "2016": 2, "2017": 3}
    assert of(found.trend_lines, key="entity").loc["00001", "n"] == 4


def test_trends_stop_between_editions_that_do_not_compare() -> None:
    found = joined(edition("2", APART))
    for name in ("i", "total"):
        assert of(found.trends, name)["reason"].to_dict() == {"2015": "", "2016": "break 2016 sample@2", "2017": ""}
        lines = found.trend_lines.query(f"indicator == '{name}'")
        assert lines[["first_period", "last_period", "ends_at"]].to_numpy().tolist() == [
            ["2014", "2015", "2016 sample@2"],
            ["2016", "2017", ""],
        ]
    assert found.versions.set_index("indicator").loc["i"].tolist() == ["2016", "sample@2", "más estricta", "stricter"]


def test_a_ranking_across_editions_that_do_not_compare_is_refused() -> None:
    late = pd.concat([LATE, series(9, start=2016, kind="Y", entity="00002")])
    early = pd.concat([EARLY, series(8, kind="Y", entity="00003")])
    found = joined(edition("2", APART), early, late)
    with pytest.raises(
        icma.IncomparableError, match=r"before and after 2016 \(`sample@2`: stricter\); .* from 2016 on"
    ):
        found.ranking("i")
    assert found.ranking("i", since="2016")["entity"].tolist() == ["00002", "00001"]
    assert joined(edition("2", FOLLOWS), early, late).ranking("i")["entity"].tolist() == ["00002", "00003", "00001"]


def test_editions_that_overlap_in_time_are_parted_all_the_same() -> None:
    """A municipality measured by the old tool after the new one began does not compare with the new one."""
    early = pd.concat([EARLY, series(5, start=2017, kind="Y", entity="00002")])
    late = pd.concat([LATE, series(6, start=2018, kind="Y", entity="00002")])
    found = joined(edition("2", APART), early, late)
    own = found.trends.query("entity == '00002' and indicator == 'i'")
    assert own["reason"].tolist() == ["break 2016 sample@2"]
    # Its own earlier figures by the old tool would compare.
    older = pd.concat([early, series(4, start=2015, kind="Y", entity="00002")])
    own = joined(edition("2", APART), older, late).trends.query("entity == '00002' and indicator == 'i'")
    assert own["reason"].tolist() == ["", "break 2016 sample@2"]


def test_an_indicator_of_another_name_continues_one_of_the_edition_before() -> None:
    found = joined(edition("2", FOLLOWS, leaf="k", more=", replaces: i"))
    assert of(found.trends, "k")["change"].to_dict() == {"2015": 1, "2016": 2, "2017": 3}
    assert of(found.trends, "k")["joined"].to_dict() == {"2015": "i", "2016": "i", "2017": ""}
    apart = joined(edition("2", FOLLOWS, leaf="k", more=", replaces: i, comparable: false"))
    assert of(apart.trends, "k")["reason"].to_dict() == {"2015": "absent", "2016": "break 2016 k", "2017": ""}
    assert of(apart.trends, "total")["reason"].to_dict() == {"2015": "", "2016": "break 2016 k", "2017": ""}


def test_an_indicator_that_changed_under_its_own_name_breaks() -> None:
    found = joined(edition("2", FOLLOWS, more=", replaces: i, comparable: false"))
    for name in ("i", "total"):
        assert of(found.trends, name)["reason"].to_dict()["2016"] == "break 2016 i"
    turned = joined(edition("2", FOLLOWS, direction="lower"))
    assert of(turned.trends)["reason"].to_dict()["2016"] == "break 2016 i"


def test_three_editions_part_only_where_they_say_so() -> None:
    third = 'replaces: {version: "2"}\nvalid_from: 2018'
    parts = [
        icma.score(edition("3", third), series(9, start=2018, kind="Y")),
        icma.score(edition("1"), EARLY),
        icma.score(edition("2", APART), LATE),
    ]
    reasons = of(icma.join_editions(*parts).trends)["reason"].to_dict()
    assert reasons == {"2015": "", "2016": "break 2016 sample@2", "2017": "", "2018": ""}


def test_one_edition_handed_in_by_parts_is_one_series() -> None:
    one = edition("1")
    found = icma.join_editions(icma.score(one, EARLY), icma.score(one, LATE))
    assert of(found.trends)["change"].tolist() == [1, 2, 3]


def test_peer_groups_and_names_come_along() -> None:
    spec_1, spec_2 = edition("1"), edition("2", FOLLOWS)
    early, late = (t.assign(state="N", name="Abasolo") for t in (EARLY, LATE))
    found = icma.join_editions(
        icma.benchmark(icma.score(spec_1, early), "state"), icma.benchmark(icma.score(spec_2, late), "state")
    )
    assert found._data.group_names == ("N",)
    assert set(found.trends["name"]) == {"Abasolo"}


def test_strangers_are_not_joined() -> None:
    with pytest.raises(icma.IncomparableError, match="`sample@2` does not say that it replaces it"):
        joined(edition("2"))


def test_a_row_in_two_editions_is_named() -> None:
    with pytest.raises(icma.DataError, match="00001 in 2016 stands in sample@1 and in sample@2"):
        joined(edition("2", FOLLOWS), series(1, 2, 3, kind="Y"))


def test_the_editions_of_cimtra_are_parted() -> None:
    """A municipality says that results of 2016 do not compare with earlier ones, and so does the spec."""
    new, old = icma.load("cimtra", prove=False), icma.load("cimtra@2010", prove=False)
    assert (new.replaces.version, new.valid_from, new.comparable) == (old.version, "2016", False)
    parts = [
        icma.score(spec, pd.DataFrame({"entity": "14039", "period": [year], "total": [points]}))
        for spec, year, points in ((old, 2013, 84.0), (new, 2017, 90.0))
    ]
    trends = icma.join_editions(*parts).trends.query("indicator == 'total'")
    assert trends["reason"].tolist() == ["break 2016 cimtra@2016"]


def test_the_editions_of_msd_are_one_series() -> None:
    new, old = icma.load("msd", prove=False), icma.load("msd@2013", prove=False)
    assert new.comparable
    marks = {"entity": "E001", "spending_mark": [4.0], "matrix_results_mark": [3.0]}
    parts = [icma.score(spec, pd.DataFrame({**marks, "period": [year]})) for spec, year in ((old, 2014), (new, 2015))]
    trends = icma.join_editions(*parts).trends.query("indicator == 'total'")
    assert trends["change"].tolist() == [0]
