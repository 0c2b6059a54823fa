"""What peers have together: by hand, against pandas, and for neighbours of one's own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from tests.conftest import HEAD, program

SPEC = program(
    HEAD.replace("semester", "year")
    + """\
variables:
  - {id: revenue, title: {es: r, en: r}, kind: flow}
  - {id: debt, title: {es: d, en: d}, type: integer, kind: stock}
  - {id: people, title: {es: p, en: p}, type: integer, kind: context}
  - {id: paved, title: {es: v, en: v}, type: boolean, kind: stock}
  - {id: other, title: {es: o, en: o}}
tree:
  - {id: i, title: {es: i, en: i}, formula: revenue / people + debt + paved + other, direction: higher}
"""
)


def totals(data: pd.DataFrame, peers: str | icma.Nearest = "zone", min_peers: int = 1) -> pd.DataFrame:
    whole = pd.DataFrame({"debt": 1.0, "people": 10.0, "paved": 1.0, "other": 1.0}, index=data.index)
    found = icma.score(SPEC, data.join(whole[[name for name in whole if name not in data]]))
    return icma.benchmark(found, peers, min_peers=min_peers).totals.astype(
        {"peers": str, "variable": str, "period": str}
    )


def data(*lines: tuple[str, int, str, float | None]) -> pd.DataFrame:
    return pd.DataFrame(lines, columns=["entity", "period", "zone", "revenue"])


def test_flows_and_stocks_of_the_peers_add_up_and_absent_ones_are_counted() -> None:
    found = totals(data(("A", 2020, "x", 5), ("B", 2020, "x", None), ("C", 2020, "y", 7), ("A", 2021, "x", -2)))
    assert list(found) == ["peers", "period", "variable", "n", "absent", "total", "withheld"]
    told = found.set_index(["peers", "period", "variable"])[["n", "absent", "total"]]
    assert told.T.to_dict("list") == {
        ("x", "2020", "revenue"): [1, 1, 5],
        ("x", "2020", "debt"): [2, 0, 2],
        ("y", "2020", "revenue"): [1, 0, 7],
        ("y", "2020", "debt"): [1, 0, 1],
        ("x", "2021", "revenue"): [1, 0, -2],
        ("x", "2021", "debt"): [1, 0, 1],
    }


def test_a_total_of_too_few_is_withheld_and_one_of_nobody_is_none() -> None:
    lines = data(("A", 2020, "x", 5), ("B", 2020, "x", None), ("C", 2020, "y", None))
    few = totals(lines, min_peers=2).set_index(["peers", "variable"])
    assert few["withheld"].to_dict() == {
        ("x", "revenue"): "too_few_peers",
        ("x", "debt"): "",
        ("y", "revenue"): "too_few_peers",
        ("y", "debt"): "too_few_peers",
    }
    assert few["total"].notna().tolist() == [False, True, False, False]
    assert totals(lines).set_index(["peers", "variable"]).loc[("y", "revenue"), ["n", "absent"]].tolist() == [0, 1]


LINE = st.tuples(st.sampled_from("xyz"), st.none() | st.integers(-1000, 1000), st.integers(0, 9))


@given(st.lists(st.lists(LINE, min_size=1, max_size=12), min_size=1, max_size=3))
def test_totals_are_those_of_pandas(periods: list[list[tuple[str, int | None, int]]]) -> None:
    lines = [
        (f"E{number}", 2020 + period, *line) for period, each in enumerate(periods) for number, line in enumerate(each)
    ]
    frame = pd.DataFrame(lines, columns=["entity", "period", "zone", "revenue", "debt"])
    frame["revenue"] = frame["revenue"].astype(float)
    found = totals(frame).set_index(["peers", "period", "variable"])
    groups = frame.astype({"period": str}).groupby(["zone", "period"])
    for name in ("revenue", "debt"):
        told = found.xs(name, level="variable")
        wanted = groups[name].agg(["count", "size", lambda each: each.sum(min_count=1)]).reindex(told.index)
        np.testing.assert_array_equal(told["n"], wanted["count"])
        np.testing.assert_array_equal(told["absent"], wanted["size"] - wanted["count"])
        np.testing.assert_array_equal(told["total"], wanted.iloc[:, 2])


def test_with_neighbours_the_total_is_that_of_each_ones_own() -> None:
    lines = data(("A", 2020, "x", 1), ("B", 2020, "x", 2), ("C", 2020, "x", 40), ("D", 2020, "x", 80))
    found = totals(lines, icma.Nearest(("revenue",), k=1)).set_index(["peers", "variable"])["total"]
    assert {name: found[name, "revenue"] for name in "ABCD"} == pytest.approx({"A": 3, "B": 3, "C": 42, "D": 120})
