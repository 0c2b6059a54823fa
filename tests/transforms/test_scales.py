"""Every scale against a hand calculation, and the laws they share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from icmaml_indicators.specs import Indicator, Scale
from icmaml_indicators.transforms.populations import EVERYBODY, Populations
from icmaml_indicators.transforms.scales.normalisation import normalise
from icmaml_indicators.transforms.scales.rule import make_rule, stack_rules
from icmaml_indicators.transforms.scales.table import SCALERS

VALUES = np.array([10.0, 20.0, 20.0, 40.0, np.nan])


def scores(
    scale: object, values: np.ndarray = VALUES, direction: str = "higher", target: float | None = None
) -> list[float]:
    spec: dict[str, object] = {"id": "x", "title": {"es": "x", "en": "x"}, "formula": "x", "direction": direction}
    if target is not None:
        spec["target"] = target
    rule = make_rule(Scale.model_validate(scale), Indicator.model_validate(spec))
    alone = normalise(rule, values, EVERYBODY).scores
    # A batch of nodes in populations side by side gives each the same bits.
    twice = Populations(("2014", "2015"), np.arange(2 * len(values)) % 2)
    batch = normalise(stack_rules([rule, rule]), np.repeat(values, 2)[None].repeat(2, axis=0), twice).scores
    assert np.array_equal(batch, np.repeat(alone, 2)[None].repeat(2, axis=0), equal_nan=True)
    return alone.tolist()


N = pytest.approx(np.nan, nan_ok=True)


@pytest.mark.parametrize(
    ("scale", "direction", "wanted"),
    [
        ("identity", "higher", [10, 20, 20, 40]),
        ("min_max", "higher", [0, 100 / 3, 100 / 3, 100]),
        ("min_max", "lower", [100, 200 / 3, 200 / 3, 0]),
        ({"method": "min_max", "to": [1, 10]}, "higher", [1, 4, 4, 10]),
        ({"method": "goalposts", "low": 0, "high": 20}, "higher", [50, 100, 100, 100]),
        ({"method": "goalposts", "low": 0, "high": 20, "clip": False}, "lower", [50, 0, 0, -100]),
        ({"method": "goalposts", "low": 10, "high": 40, "log": True, "to": [0, 1]}, "higher", [0, 0.5, 0.5, 1]),
        (
            "z_score",
            "higher",
            [-12.5 / 12.583057392118, -2.5 / 12.583057392118, -2.5 / 12.583057392118, 17.5 / 12.583057392118],
        ),
        (
            {"method": "z_score", "mean": 100, "sd": 10},
            "higher",
            [
                100 - 125 / 12.583057392118,
                100 - 25 / 12.583057392118,
                100 - 25 / 12.583057392118,
                100 + 175 / 12.583057392118,
            ],
        ),
        (
            {"method": "z_score", "mean": 50},
            "lower",
            [
                50 + 12.5 / 12.583057392118,
                50 + 2.5 / 12.583057392118,
                50 + 2.5 / 12.583057392118,
                50 - 17.5 / 12.583057392118,
            ],
        ),
        ("rank", "higher", [1, 2.5, 2.5, 4]),
        ("rank", "lower", [4, 2.5, 2.5, 1]),
        ("borda", "higher", [0, 1.5, 1.5, 3]),
        ("percentile_rank", "higher", [0, 50, 50, 100]),
        ("percentile_rank", "lower", [100, 50, 50, 0]),
        ({"method": "percentile_rank", "to": [0, 1]}, "higher", [0, 0.5, 0.5, 1]),
        ({"method": "percentile_rank", "to": [1, 5], "ties": "dense"}, "lower", [5, 3, 3, 1]),
        ({"method": "percentile_rank", "to": [1, 4], "ties": "min"}, "higher", [1, 2, 2, 4]),
        ("distance_to_best", "higher", [25, 50, 50, 100]),
        ("distance_to_best", "lower", [100, 50, 50, 25]),
        ({"method": "distance_to_reference", "reference": 20}, "higher", [50, 100, 100, 200]),
        ({"method": "bands", "bands": [{"up_to": 20, "score": 1}, {"score": 5}]}, "higher", [1, 1, 1, 5]),
        ({"method": "bands", "bands": [{"score": 1}, {"from": 20, "score": 5}]}, "higher", [1, 5, 5, 5]),
        ({"method": "bands", "bands": [{"score": 9}, {"from": 20, "score": 5}]}, "lower", [9, 5, 5, 5]),
        ({"method": "piecewise_linear", "points": [[10, 0], [30, 100]]}, "higher", [0, 50, 50, 100]),
    ],
)
def test_scores_by_hand(scale: object, direction: str, wanted: list[float]) -> None:
    got = scores(scale, direction=direction)
    assert got[:4] == pytest.approx(wanted)
    assert np.isnan(got[4])


def test_near_the_target_is_better_on_either_side() -> None:
    assert scores({"method": "distance_to_target", "spread": 20}, direction="target", target=20)[:4] == [
        50,
        100,
        100,
        0,
    ]
    assert scores("percentile_rank", direction="target", target=20)[:4] == pytest.approx([100 / 3, 500 / 6, 500 / 6, 0])


def test_a_population_of_equals_has_no_min_max() -> None:
    assert np.isnan(scores("min_max", np.array([5.0, 5.0]))).all()


def test_nobody_to_compare_with_gives_no_percentile_rank() -> None:
    assert np.isnan(scores("percentile_rank", np.array([5.0, np.nan]))).all()


@pytest.mark.parametrize(
    ("scale", "ends"),
    [
        ("percentile_rank", (0, 100)),
        ({"method": "percentile_rank", "to": [0, 1]}, (0, 1)),
        ({"method": "z_score", "mean": 100, "sd": 10}, (-np.inf, np.inf)),
    ],
)
def test_an_absent_score_could_be_anything_between_the_ends_of_the_scale(
    scale: object, ends: tuple[float, float]
) -> None:
    found = normalise(make_rule(Scale.model_validate(scale)), VALUES, EVERYBODY)
    assert (found.worst, found.best) == ends


columns = hnp.arrays(float, st.integers(2, 12), elements=st.floats(-1e6, 1e6).map(lambda x: round(x, 2)))


@given(columns, st.sampled_from(["min_max", "z_score", "rank", "borda", "percentile_rank"]))
def test_a_better_value_never_scores_less(values: np.ndarray, method: str) -> None:
    got = np.array(scores(method, values))
    if np.isnan(got).any():
        return
    order = np.argsort(values, kind="stable")
    assert (np.diff(got[order]) >= -1e-9).all()


@given(columns, st.floats(0.01, 100), st.floats(-1000, 1000))
def test_min_max_does_not_depend_on_the_unit(values: np.ndarray, factor: float, shift: float) -> None:
    if np.ptp(values) < 1:
        return
    moved = scores("min_max", values * factor + shift)
    assert moved == pytest.approx(scores("min_max", values), abs=1e-4)


NOISE = np.array([0.1 + 0.2, 0.3, 0.1, 0.5])


@pytest.mark.parametrize(
    ("scale", "wanted"),
    [("rank", [2.5, 2.5, 1, 4]), ("borda", [1.5, 1.5, 0, 3]), ("percentile_rank", [50, 50, 0, 100])],
)
def test_values_equal_but_for_rounding_tie(scale: str, wanted: list[float]) -> None:
    """0.1 + 0.2 and 0.3 share the places 2 and 3: rank 2.5, one and a half beaten, 1.5 / 3 = 50 %."""
    assert scores(scale, NOISE) == wanted


@pytest.mark.parametrize("scale", ["z_score", "min_max"])
@pytest.mark.parametrize(
    "values", [[0.1] * 3, [24.143618342250218] * 13, [0.1 + 0.2, 0.3, 0.3], [5.0] * 3, [1 / 3] * 7, [4.0]]
)
def test_equal_figures_have_no_spread_to_be_measured_by(scale: str, values: list[float]) -> None:
    """Their deviations are nought on paper; a sum rounds, and noise is no spread."""
    assert scores(scale, np.array(values)) == [N] * len(values)


@pytest.mark.parametrize(("scale", "values"), [("z_score", [1e300, 3.0, 4.0]), ("z_score", [1e308] * 3 + [0.0]), ("min_max", [-1e308, 0.0, 1e308])])  # fmt: skip
def test_a_spread_that_no_float_holds_scores_nobody(scale: str, values: list[float]) -> None:
    assert np.isnan(scores(scale, np.array(values))).all()


def test_as_far_from_a_target_on_either_side_is_as_good() -> None:
    """999.9 and 1000.1 are both 0.1 from 1000, and 999 is the farthest: ranks 2.5, 2.5, 1."""
    assert scores("rank", np.array([999.9, 1000.1, 999.0]), "target", 1000.0) == [2.5, 2.5, 1.0]


def test_a_band_ends_at_its_cut_but_for_rounding() -> None:
    """0.1 + 0.2 is 0.3 on paper: the first band, which includes its end."""
    scale = {"method": "bands", "bands": [{"up_to": 0.3, "score": 10}, {"score": 20}]}
    assert scores(scale, np.array([0.1 + 0.2, 0.3, 0.3001])) == [10.0, 10.0, 20.0]


def test_a_band_begins_at_its_cut_but_for_rounding() -> None:
    """0.3 - 0.2 is 0.1 on paper, and less as a float: the second band, which includes its beginning."""
    scale = {"method": "bands", "bands": [{"score": 10}, {"from": 0.1, "score": 20}, {"from": 0.2, "score": 30}]}
    assert 0.3 - 0.2 < 0.1
    assert scores(scale, np.array([0.0999, 0.3 - 0.2, 0.1, 0.1999, 0.2])) == [10.0, 20.0, 20.0, 20.0, 30.0]


@pytest.mark.parametrize(
    ("bands", "low", "high", "wanted"),
    [
        ([{"up_to": 2, "score": 90}, {"up_to": 4, "score": 10}, {"score": 50}], 2, 4, (10, 90)),
        ([{"score": 90}, {"from": 2, "score": 10}, {"from": 4, "score": 50}], 2, 4, (10, 50)),
        ([{"score": 90}, {"from": 2, "score": 10}, {"from": 4, "score": 50}], 1, 3, (10, 90)),
        ([{"up_to": 2, "score": 90}, {"up_to": 4, "score": 10}, {"score": 50}], 1, 2, (90, 90)),
        ([{"score": 50}, {"from": 2, "score": 0}, {"from": 4, "score": 50}], 1, 5, (0, 50)),
    ],
)
def test_what_lies_between_two_figures_scores_in_the_bands_between_them(
    bands: list[dict[str, float]], low: float, high: float, wanted: tuple[float, float]
) -> None:
    rule = make_rule(Scale.model_validate({"method": "bands", "bands": bands}))
    assert SCALERS["bands"].extremes(np.array([low]), np.array([high]), rule, {}) == wanted


@pytest.mark.parametrize(
    ("method", "wanted"),
    [("min_max", [0, 100, 100, 0]), ("z_score", [-(0.75**0.5), 0.75**0.5, 0.75**0.5, -(0.75**0.5)])],
)
def test_a_logarithm_takes_the_target_along(method: str, wanted: list[float]) -> None:
    """|ln 10 - ln 20| = |ln 40 - ln 20| = ln 2: half and twice the target are as far from it, the rest is at it.

    The mean of distances is ln 2 / 2, which all miss by as much; their deviation is that times the root of 4 / 3.
    """
    assert scores({"method": method, "log": True}, VALUES[:4], "target", 20) == pytest.approx(wanted)


@pytest.mark.parametrize("scale", ["identity", "min_max", {"method": "goalposts", "low": 1, "high": 100}])
def test_nought_has_no_logarithm_and_takes_it_from_nobody(scale: object) -> None:
    """Between log 1 and log 100, log 10 is half of the way; of 0 there is nothing to say."""
    logged = ({"method": scale} if isinstance(scale, str) else scale) | {"log": True}
    found = scores(logged, values=np.array([1.0, 10.0, 100.0, 0.0]))
    assert np.isnan(found[3])
    assert found[1] == pytest.approx(np.log(10) if scale == "identity" else 50)
