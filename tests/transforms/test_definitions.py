"""Ranks, quantiles and percentiles against pandas, numpy and scipy's definitions."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from icmaml_indicators.errors import UnknownNameError
from icmaml_indicators.transforms.definitions import Definitions, percentiles, quantile, ranks
from icmaml_indicators.transforms.ranking import rank_counts

columns = hnp.arrays(
    float, st.integers(1, 15), elements=st.sampled_from([1.0, 2.0, 3.5, 3.5, 7.0, -4.0, 100.0, math.nan])
)


@given(columns, st.sampled_from(["min", "max", "average", "dense"]))
def test_ranks_are_those_of_pandas(values: np.ndarray, ties: str) -> None:
    wanted = pd.Series(values).rank(method=ties, ascending=False)  # type: ignore[arg-type]
    np.testing.assert_array_equal(ranks(rank_counts(values), values, ties), wanted)  # type: ignore[arg-type]


def test_ordinal_ranks_number_ties_in_the_order_given() -> None:
    values = np.array([5.0, 9.0, math.nan, 9.0, 5.0])
    np.testing.assert_array_equal(ranks(rank_counts(values), values, "ordinal"), [3, 1, math.nan, 2, 4])


@given(
    columns,
    st.floats(0, 1),
    st.sampled_from(["linear", "weibull", "hazen", "median_unbiased", "normal_unbiased"]),
)
@example(np.array([100.0, 100.0, 1.0]), 1e-11, "linear")
def test_quantiles_are_those_of_numpy(values: np.ndarray, p: float, method: str) -> None:
    present = values[~np.isnan(values)]
    stand = rank_counts(values)
    got = quantile(stand.ordered, stand.count, p, method)  # type: ignore[arg-type]
    if not len(present):
        assert math.isnan(got)
    else:
        assert got == pytest.approx(np.quantile(present, p, method=method), abs=1e-9)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("method", "wanted"),
    [
        ("others", [0, 50, 50, 100]),
        ("mean", [12.5, 50, 50, 87.5]),
        ("weak", [25, 75, 75, 100]),
        ("strict", [0, 25, 25, 75]),
    ],
)
def test_percentiles_by_hand(method: str, wanted: list[float]) -> None:
    """The last three equal scipy.stats.percentileofscore([1, 2, 2, 4], x) with that kind."""
    assert percentiles(rank_counts(np.array([1.0, 2, 2, 4])), method).tolist() == wanted  # type: ignore[arg-type]


def test_one_alone_has_no_percentile_among_others() -> None:
    assert np.isnan(percentiles(rank_counts(np.array([3.0])), "others")).all()


@pytest.mark.parametrize("option", [{"ties": "first"}, {"quantiles": "lineal"}, {"percentile": "other"}])
def test_a_definition_that_there_is_none_of_is_refused_with_the_valid_ones(option: dict[str, str]) -> None:
    with pytest.raises(UnknownNameError, match="valid: "):
        Definitions(**option)  # type: ignore[arg-type]
