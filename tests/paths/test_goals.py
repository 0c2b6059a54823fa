"""Where a place among peers begins: who rises never falls back, so that it can be searched by halves."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.paths.goal import quarter_of, rank_of
from icmaml_indicators.transforms.definitions import QuantileMethod, Ties

FIGURES = st.lists(
    st.sampled_from([0.0, 0.1, 0.3, 0.1 + 0.2, 1.0, 5.0, -2.0]) | st.floats(-100, 100), min_size=4, max_size=20
)


@pytest.mark.parametrize("ties", get_args(Ties))
@given(others=FIGURES, first=st.floats(-100, 100), second=st.floats(-100, 100))
def test_no_rank_is_lost_by_rising(ties: Ties, others: list[float], first: float, second: float) -> None:
    low, high = sorted((first, second))
    peers = np.array(others)
    assert rank_of(high, peers, ties) <= rank_of(low, peers, ties)


@pytest.mark.parametrize("method", get_args(QuantileMethod))
@pytest.mark.parametrize("alone", [True, False])
@given(others=FIGURES, first=st.floats(-100, 100), second=st.floats(-100, 100))
def test_no_quarter_is_lost_by_rising(
    method: QuantileMethod, alone: bool, others: list[float], first: float, second: float
) -> None:
    low, high = sorted((first, second))
    peers = np.array(others)
    assert quarter_of(high, peers, method, alone=alone) <= quarter_of(low, peers, method, alone=alone)
