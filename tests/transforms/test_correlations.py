"""Correlations against scipy and pandas."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from icmaml_indicators.transforms import correlations
from icmaml_indicators.transforms.correlations import Correlation, correlate_pairs, kendall, spearman
from tests.conftest import examples

RANKS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=40)
CELLS = st.one_of(st.integers(0, 4), st.floats(-1e6, 1e6, width=32), st.none())
METHODS: tuple[Correlation, ...] = ("pearson", "spearman", "kendall")


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


def compare(columns: np.ndarray, tolerance: float) -> None:
    """Hold the correlations of every two columns against pandas, over the rows in which both have a figure."""
    pairs = np.array(list(combinations(range(len(columns)), 2)))
    found = correlate_pairs(columns, pairs)
    for at, (first, second) in enumerate(pairs):
        both = pd.DataFrame({"a": columns[first], "b": columns[second]}).dropna()
        assert found.rows[at] == len(both)
        varies = len(both) > 1 and (both.max() - both.min() > 1e-9 * both.abs().max()).all()
        for method in METHODS:
            wanted = both["a"].corr(both["b"], method=method) if varies else np.nan
            assert found.figures[method][at] == pytest.approx(wanted, abs=tolerance, nan_ok=True), (method, both)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=0, max_size=40))
@examples(150)
def test_pairs_are_taken_over_the_rows_that_both_have(rows: list[tuple[float | None, ...]]) -> None:
    compare(np.array(rows, float).reshape(-1, 3).T, 1e-9)


@pytest.mark.parametrize("piece", [1, 500, 1 << 18])
def test_pairs_in_pieces_with_ties_and_outlying_common_rows(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(correlations, "_PIECE", piece)
    r = np.random.default_rng(2)
    columns = r.normal(size=(5, 300)) + r.normal(size=300)
    columns[1] = columns[1].round(1)
    columns[2] = 1e9 + columns[2].round(2)
    columns[3, 20:] *= 1e7  # what is common to both lies far from the rest of each
    columns[4, 20:] = np.nan
    columns[0, ::9] = np.nan
    compare(columns, 1e-10)


def test_no_size_of_figures_overflows() -> None:
    columns = np.array([[1e308, -1e308, 1e307] * 5, [1e-308, 3e-308, 2e-308] * 5])
    found = correlate_pairs(columns, np.array([[0, 1]]))
    wanted = stats.pearsonr(columns[0] / 1e307, columns[1] / 1e-308).statistic
    assert found.figures["pearson"][0] == pytest.approx(wanted, abs=1e-12)


def test_what_is_equal_but_for_rounding_goes_with_nothing() -> None:
    columns = np.array([[0.3, 0.1 + 0.2] * 8, list(range(16))])
    found = correlate_pairs(columns, np.array([[0, 1]]))
    assert [math.isnan(found.figures[method][0]) for method in METHODS] == [True] * 3
