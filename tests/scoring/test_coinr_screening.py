"""Who takes part in the example of COINr after screening by what is there, by what is not zero, and by both."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import reference
from tests.scoring.test_coinr_aggregations import AMEAN, LEVELS, raw, scored, written


def screened(applies: dict[str, Any]) -> icma.Assessment:
    """Score the raw figures, gaps included, of those whom a rule lets take part."""
    return scored(json.dumps(json.loads(written((AMEAN,) * LEVELS)) | {"applies": applies}), raw())


def remaining(found: icma.Assessment) -> list[str]:
    reasons = found.score_reasons["total"].droplevel("period")
    return sorted(reasons.index[reasons != "excluded"])


@pytest.mark.parametrize(
    ("applies", "wanted"),
    [
        ({"at_least": 0.85}, "S_screen_byNA_85_units"),
        ({"nonzero": 0.9}, "S_screen_byzeros_90_units"),
        ({"at_least": 0.85, "nonzero": 0.9}, "S_screen_both_units"),
    ],
)
def test_those_remain_that_coinr_keeps(applies: dict[str, Any], wanted: str) -> None:
    assert remaining(screened(applies)) == sorted(reference(f"asem/expected/{wanted}.csv")["uCode"])


@pytest.mark.parametrize("asked", [0.9375, 0.95, 0.96, 0.98, 1])
def test_more_drop_out_where_more_must_not_be_zero(asked: float) -> None:
    """COINr keeps everybody at 90 %; against pandas at shares that part the countries."""
    figures = raw()
    share = (figures.notna() & (figures != 0)).sum(axis=1) / figures.notna().sum(axis=1)
    wanted = share.index[share >= asked]
    assert 0 < len(wanted) < len(figures)
    found = screened({"nonzero": asked})
    assert remaining(found) == sorted(wanted)
    # Scales are fitted on those who remain.
    alone = scored(written((AMEAN,) * LEVELS), figures.loc[wanted])
    pd.testing.assert_frame_equal(found.scores.loc[wanted].sort_index(), alone.scores.sort_index())
