"""Classes cut from data: by hand, and natural breaks against every way to part the scores."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icmaml_indicators.specs import Cuts
from icmaml_indicators.specs.methods.cuts import CUTS
from icmaml_indicators.transforms.class_cuts import CUTTERS, FittedCuts, fit_cuts
from icmaml_indicators.transforms.populations import EVERYBODY, Populations

SCORES = np.array([1.0, 2, 3, 10, 11, 12, 30, 31, 32, np.nan])


def cuts_of(rule: Any, classes: int = 3, scores: Any = SCORES, decimals: int | None = None) -> list[float]:
    found = fit_cuts(Cuts.model_validate(rule), classes, np.asarray(scores, float), EVERYBODY, decimals)
    return [float(cut) for cut in found[0]]


def test_every_method_of_the_language_cuts() -> None:
    assert set(CUTTERS) == set(CUTS)


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("quantiles", [3 + 7 * 2 / 3, 12 + 18 / 3]),  # type 7: the places 8/3 and 16/3, counted from 0
        ({"method": "quantiles", "type": "inverted_cdf"}, [3, 12]),
        ({"method": "quantiles", "type": "inverted_cdf", "shares": [0.1, 0.5]}, [1, 11]),
        ({"method": "quantiles", "shares": [0.5, 0.75]}, [11, 30]),
        ("equal_intervals", [1 + 31 / 3, 1 + 62 / 3]),
        ("jenks", [3, 12]),
    ],
)
def test_cuts_by_hand(rule: Any, wanted: list[float]) -> None:
    assert cuts_of(rule) == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize(("take", "wanted"), [("nearest", [2, 6]), ("below", [1, 5])])
def test_cumulative_roots_by_hand(take: str, wanted: list[float]) -> None:
    """Bins of one from 0 to 8 hold 9, 4, 0, 1, 0, 4, 0, 1: their roots run up to 3, 5, 5, 6, 6, 8, 8, 9.

    A third of 9 is 3, two thirds are 6: met by the first bin and by the fourth. A half is 4.5, between the first and the
    second; four fifths are 7.2, between the fifth and the sixth.
    """
    scores = [0, *[0.5] * 8, *[1.5] * 4, 3.5, *[5.5] * 4, 8]
    rule = {"method": "dalenius_hodges", "bins": 8}
    assert cuts_of(rule, 3, scores) == [1, 4]
    assert cuts_of({**rule, "take": take, "shares": [0.5, 0.8]}, 3, scores) == wanted


def test_a_score_at_the_end_of_a_bin_belongs_to_it() -> None:
    assert cuts_of({"method": "dalenius_hodges", "bins": 2}, 2, [0, 1, 1, 1, 2]) == [1]


@pytest.mark.parametrize("scores", [[np.nan, np.nan], [4.0, 4.0, np.nan]])
def test_where_nothing_parts_the_scores_there_are_no_cuts(scores: list[float]) -> None:
    for method in ("jenks", "dalenius_hodges"):
        assert np.isnan(cuts_of(method, 3, scores)).all()
    equal = [4.0, 4.0] if not np.isnan(scores[0]) else [np.nan, np.nan]
    for method in ("quantiles", "equal_intervals"):
        assert cuts_of(method, 3, scores) == pytest.approx(equal, nan_ok=True)


def spread(scores: list[int]) -> float:
    return float(np.sum((np.array(scores) - np.mean(scores)) ** 2))


@given(st.lists(st.integers(0, 30), min_size=1, max_size=14), st.integers(2, 5))
def test_natural_breaks_are_the_best_of_all_ways(scores: list[int], classes: int) -> None:
    distinct, found = sorted(set(scores)), cuts_of("jenks", classes, scores)
    if len(distinct) < classes:
        assert np.isnan(found).all()
        return
    ways = []
    for ends in combinations(distinct[:-1], classes - 1):
        edges = [-1, *ends, distinct[-1]]
        parts = [[s for s in scores if low < s <= high] for low, high in pairwise(edges)]
        ways.append((round(sum(map(spread, parts)), 6), ends[::-1]))
    assert tuple(found[::-1]) == min(ways)[1]


def test_natural_breaks_of_many_scores_are_found_soon() -> None:
    rng = np.random.default_rng(1)
    scores = np.concatenate([rng.normal(centre, 1.0, 5_000) for centre in (0.0, 20.0, 50.0)])
    low, high = cuts_of("jenks", 3, scores)
    assert 3 < low < 15
    assert 22 < high < 45


@given(st.lists(st.floats(-50, 150), min_size=2, max_size=30), st.sampled_from(sorted(CUTS)), st.integers(2, 4))
def test_cuts_ascend_and_never_part_equal_scores(scores: list[float], method: str, classes: int) -> None:
    figures = np.array([*scores, *scores, np.nan])
    cuts = FittedCuts(EVERYBODY, fit_cuts(Cuts(method=method), classes, figures, EVERYBODY, None))
    if np.isnan(cuts.cuts).any():
        return
    assert (np.diff(cuts.cuts[0]) >= 0).all()
    levels = cuts.classify(figures, None)
    assert levels[-1] == -1
    order = np.argsort(figures[:-1], kind="stable")
    assert (np.diff(levels[:-1][order]) >= 0).all()
    assert (levels[: len(scores)] == levels[len(scores) : -1]).all()


def test_each_population_has_cuts_of_its_own_and_rounding_comes_first() -> None:
    populations = Populations(("one", "other"), np.array([0, 0, 0, 1, 1, 1, -1]))
    scores = np.array([1.0, 2, 3, 10, 20, 30, 5])
    found = FittedCuts(populations, fit_cuts(Cuts(method="quantiles"), 2, scores, populations, None))
    assert found.cuts.ravel().tolist() == [2, 20]
    assert found.classify(scores, None).tolist() == [0, 0, 1, 0, 0, 1, -1]
    assert np.isnan(found.of_row(6)).all()
    assert cuts_of("jenks", 2, [1.01, 1.02, 1.96, 2.04], 1) == [1]
