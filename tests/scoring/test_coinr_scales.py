"""The ways in which COINr normalises the raw figures of its example, each from one spec with another scale."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import REFERENCE, reference
from tests.scoring.test_coinr_aggregations import compared, expected, own_id, raw, scored
from tests.scoring.test_coinr_chain import EXACT, PLAIN

Line = Mapping[str, str]
Setting = dict[str, Any] | Callable[[Line], dict[str, Any]]
SHARES = [0, 1]


def to_singapore(line: Line) -> dict[str, Any]:
    """Return how far a figure has come from the worst one to that of Singapore, and no further.

    A formula stands as it is, so that the direction is written into it. Who is ahead has come all the way, also where
    Singapore is the worst itself; there the others have no score.
    """
    worst, ahead = ("min", ">") if int(line["Direction"]) > 0 else ("max", "<")
    own, start = "mean(value over singapore)", f"{worst}(value over period)"
    share = f"(value - {start}) / ({own} - {start})"
    return {"method": "formula", "formula": f"if_else(value {ahead} {own}, 1, {share})"}


def between_goalposts(line: Line) -> dict[str, Any]:
    ends = {end: float(line[f"goalpost_{key}"]) for end, key in (("low", "lower"), ("high", "upper"))}
    return {"method": "goalposts", "to": SHARES, "clip": line["goalpost_trunc2posts"] == "TRUE"} | ends


def scaled(line: Line) -> dict[str, Any]:
    ends = {end: float(line[f"scaled_{key}"]) for end, key in (("low", "lower"), ("high", "upper"))}
    return {"method": "goalposts", "to": [0, float(line["scale_factor"])], "clip": False} | ends


SETTINGS: dict[str, Setting] = {
    "D_minmax_0_100": {"method": "min_max"},
    "D_minmax_1_100": {"method": "min_max", "to": [1, 100]},
    "D_zscore_0_1": {"method": "z_score"},
    "D_zscore_10_2": {"method": "z_score", "mean": 10, "sd": 2},
    "D_rank": {"method": "rank", "ties": "min"},
    "D_borda": {"method": "borda", "ties": "min"},
    "D_prank": {"method": "percentile_rank", "ties": "min", "to": SHARES},
    "D_prank_average": {"method": "percentile_rank", "ties": "average", "to": SHARES},
    # The distance is measured from the least figure, which makes it a min-max in shares.
    "D_dist2max": {"method": "min_max", "to": SHARES},
    "D_dist2ref_SGP_cap": to_singapore,
    "D_goalposts_iMeta": between_goalposts,
    "D_scaled_iMeta": scaled,
}
# What a rank among so many is turned into.
PLACES: dict[str, Callable[[Any, Any], Any]] = {
    "D_rank": lambda rank, count: rank,
    "D_borda": lambda rank, count: rank - 1,
    "D_prank": lambda rank, count: (rank - 1) / (count - 1),
    "D_prank_average": lambda rank, count: (rank - 1) / (count - 1),
}


def normalised(setting: Setting) -> icma.Assessment:
    lines = reference("asem/imeta_with_norm_params.csv").to_dict("records")
    leaves = [
        {
            "id": own_id(line["iCode"]),
            "title": PLAIN,
            "direction": "higher" if int(line["Direction"]) > 0 else "lower",
            "scale": setting(line) if callable(setting) else setting,
        }
        for line in lines
        if line["Type"] == "Indicator"
    ]
    spec = {
        "spec": 1,
        "id": "asem",
        "version": "1",
        "title": PLAIN,
        "entity": "other",
        "period": "year",
        "provenance": "user",
        "populations": [{"id": "singapore", "where": "entity == 'SGP'"}],
        "tree": leaves,
    }
    return scored(json.dumps(spec), raw())


def test_every_table_is_asked_for() -> None:
    expected("D_rank")
    assert {path.stem for path in (REFERENCE / "asem" / "expected").glob("D_*.csv")} == SETTINGS.keys()


@pytest.mark.parametrize("name", [name for name in SETTINGS if name not in PLACES])
def test_scores_are_those_of_coinr(name: str) -> None:
    wanted = expected(name)
    assert wanted.shape == (51, 49)
    np.testing.assert_allclose(*compared(normalised(SETTINGS[name]).scores, wanted), rtol=EXACT, atol=1e-13)


def has_twin(figures: pd.Series) -> pd.Series:
    """Return which figures differ from another one in their last digit alone."""
    apart = np.abs(np.subtract.outer(figures.to_numpy(), figures.to_numpy()))
    return pd.Series(((apart > 0) & (apart < 1e-12 * figures.abs().to_numpy())).any(axis=1), figures.index)


@pytest.mark.parametrize("name", PLACES)
def test_places_are_those_of_coinr_but_for_figures_that_are_equal_on_paper(name: str) -> None:
    """Figures such as 5.1000000000000005 and 5.1, of the tolerance for minorities alone, share their place here."""
    wanted, setting = expected(name), SETTINGS[name]
    assert isinstance(setting, dict)
    found = normalised(setting).scores.droplevel("period").rename_axis(wanted.index.name)
    found = found[[own_id(code) for code in wanted]].set_axis(wanted.columns, axis=1).sort_index()
    figures = raw()
    twins = figures.apply(has_twin)
    assert twins.columns[twins.any()].tolist() == ["TolMin"]
    tolerance = 0 if name in ("D_rank", "D_borda") else EXACT
    np.testing.assert_allclose(found[~twins], wanted[~twins], rtol=tolerance)
    places = figures["TolMin"].round(9).rank(method=setting["ties"], ascending=False)
    np.testing.assert_allclose(found["TolMin"], PLACES[name](places, places.count()), rtol=EXACT)
