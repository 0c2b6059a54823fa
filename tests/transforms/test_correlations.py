"""Spearman and Kendall against scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from icmaml_indicators.transforms.correlations import kendall, spearman
from tests.conftest import examples

RANKS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=40)


@given(RANKS)
@examples(150)
def test_both_agree_with_scipy_ties_included(pairs: list[tuple[int, int]]) -> None:
    a, b = np.array(pairs, float).T
    if len(set(a)) == 1 or len(set(b)) == 1:
        assert math.isnan(spearman(a, b))
        assert math.isnan(kendall(a, b))
        return
    assert spearman(a, b) == pytest.approx(stats.spearmanr(a, b).statistic, abs=1e-12)
    assert kendall(a, b) == pytest.approx(stats.kendalltau(a, b).statistic, abs=1e-12)


def test_many_and_absent_ones() -> None:
    r = np.random.default_rng(1)
    a, b = r.normal(size=3000), r.normal(size=3000)
    b += a
    a[::7], b[::11] = np.nan, np.nan
    kept = ~(np.isnan(a) | np.isnan(b))
    assert kendall(a, b) == pytest.approx(stats.kendalltau(a[kept], b[kept]).statistic, abs=1e-12)
    assert spearman(a, b) == pytest.approx(stats.spearmanr(a[kept], b[kept]).statistic, abs=1e-12)


def test_nothing_agrees_with_nothing() -> None:
    empty = np.empty(0)
    assert math.isnan(spearman(empty, empty))
    assert math.isnan(kendall(np.array([1.0]), np.array([1.0])))
