"""The portfolio against every possible choice, and the hand case where the simple ranking is wrong."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icmaml_indicators as icma
from tests.conftest import examples


def projects(*lines: tuple[object, ...], columns: str = "project cost net_present_value") -> pd.DataFrame:
    return pd.DataFrame(lines, columns=columns.split()).set_index("project")


def test_the_hand_case_where_ratio_order_is_not_best() -> None:
    found = icma.prioritise(projects(("A", 60, 36), ("B", 50, 28), ("C", 50, 27)), 100)
    assert sorted(found.table.index[found.table["chosen"]]) == ["B", "C"]
    assert (found.value, found.cost, found.value_by_ratio) == (55, 100, 36)
    assert found.bound == pytest.approx(55)
    assert found.table["place"].to_dict() == {"A": 1, "B": 2, "C": 3}


def test_alternatives_prerequisites_and_losses() -> None:
    lines = projects(
        ("road", 50, 60, "", ""), ("bridge", 40, 50, "", "road"), ("pipe_a", 30, 45, "pipe", ""), ("pipe_b", 20, 40, "pipe", ""),
        ("loss", 1, -5, "", ""), ("unknown", 1, None, "", ""),
        columns="project cost net_present_value group needs",
    )  # fmt: skip
    found = icma.prioritise(lines, 100, alternatives="group", requires="needs")
    assert sorted(found.table.index[found.table["chosen"]]) == ["bridge", "road"]
    wide = icma.prioritise(lines, 1000, alternatives="group", requires="needs")
    assert sorted(wide.table.index[wide.table["chosen"]]) == ["bridge", "pipe_a", "road"]


def test_what_does_not_exist_is_told() -> None:
    with pytest.raises(icma.UnknownNameError, match="net_present_value"):
        icma.prioritise(projects(("A", 1, 1)), 1, value="net_present_valu")
    with pytest.raises(icma.DataError, match="more than once"):
        icma.prioritise(projects(("A", 1, 1), ("A", 2, 2)), 1)
    nothing = icma.prioritise(projects(("A", 10, 1)), 1)
    assert (nothing.value, nothing.table["chosen"].tolist()) == (0, [False])


@examples(40)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(-5, 30), st.sampled_from(["", "g"])), min_size=1, max_size=7),
    st.integers(0, 50),
)
def test_no_other_choice_is_worth_more(lines: list[tuple[int, int, str]], budget: int) -> None:
    table = projects(
        *((f"p{n}", *line) for n, line in enumerate(lines)), columns="project cost net_present_value group"
    )
    found = icma.prioritise(table, budget, alternatives="group")
    best = 0
    for choice in product((0, 1), repeat=len(lines)):
        cost = sum(c * line[0] for c, line in zip(choice, lines, strict=True))
        value = sum(c * line[1] for c, line in zip(choice, lines, strict=True))
        grouped = sum(c for c, line in zip(choice, lines, strict=True) if line[2])
        if cost <= budget and grouped <= 1:
            best = max(best, value)
    assert found.value == best
    assert found.cost <= budget
    assert found.value_by_ratio <= found.value
    assert np.isfinite(found.bound)
