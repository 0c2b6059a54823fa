"""Targets and baselines that differ by option and period."""

from __future__ import annotations

import pandas as pd

import icmaml_indicators as icma
from tests.conftest import HEAD

SPEC = (
    HEAD
    + """\
parameters:
  - {id: asked, by: zone, urban: 80, rural: 60}
variables:
  - {id: a, title: {es: A, en: A}}
  - {id: zone, title: {es: Z, en: Z}, type: category, options: [urban, rural]}
tree:
  - id: i
    title: {es: I, en: I}
    direction: higher
    formula: a
    attainment: {target: asked, baseline: {by: [zone, period], rows: [[urban, "2014", 10]], else: 20}, method: progress}
  - id: j
    title: {es: J, en: J}
    direction: higher
    formula: a
    attainment: {target: {by: zone, urban: 50, rural: 40}}
"""
)


def test_targets_and_baselines_by_zone_and_year() -> None:
    data = pd.DataFrame(
        [("00001", "2014-S1", 45.0, "urban"), ("00002", "2014-S1", 30.0, "rural"), ("00003", "2014-S1", 30.0, None)],
        columns=["entity", "period", "a", "zone"],
    )
    found = icma.score(icma.loads(SPEC), data)
    assert found.scores["i"].round(6).tolist()[:2] == [50.0, 25.0]
    assert found.scores["j"].tolist()[:2] == [90.0, 75.0]
    assert found.scores.iloc[2][["i", "j"]].isna().all()
    text = str(found.explain("00001", "total", "2014-S1"))
    assert "asked = 80   (zone = urban)" in text
    detail = found.explain("00001", "j", "2014-S1").to_dict()
    assert "[50, zone = urban] = 50" in str(detail)
