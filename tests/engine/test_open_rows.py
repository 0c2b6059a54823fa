"""What a row could be at the least and at the most does not depend on which other rows are open."""

from __future__ import annotations

import numpy as np
import pandas as pd

import icmaml_indicators as icma

SPEC = """
spec: 1
id: p
version: "1"
title: {es: p, en: p}
entity: other
period: year
provenance: user
scale: {method: goalposts, low: 0, high: 100}
missing: {not_reported: skip}
variables:
  - {id: a, title: {es: a, en: a}, unit: {es: u, en: u}}
  - {id: b, title: {es: b, en: b}, unit: {es: u, en: u}}
  - {id: c, title: {es: c, en: c}, unit: {es: u, en: u}}
tree:
  - id: part
    title: {es: p, en: p}
    rounding: {decimals: 0, parents: exact}
    children:
      - {id: ia, title: {es: a, en: a}, formula: a, unit: {es: u, en: u}, direction: higher, weight: 999}
      - {id: ib, title: {es: b, en: b}, formula: b, unit: {es: u, en: u}, direction: higher, weight: 1}
  - {id: ic, title: {es: c, en: c}, formula: c, unit: {es: u, en: u}, direction: higher}
"""


def test_a_part_whose_bounds_round_to_its_score_leaves_the_total_open() -> None:
    """Of the absent tenth of a point nothing shows in the part, which is added up as it was before rounding."""
    table = pd.DataFrame({"entity": ["w", "x"], "period": "2024", "a": 50.0, "b": [50.0, np.nan], "c": 50.0})
    program = icma.loads(SPEC)
    both, alone = icma.score(program, table), icma.score(program, table.tail(1))
    assert both.lowest.loc[("x", "2024"), "part"] == both.highest.loc[("x", "2024"), "part"] == 50
    assert both.lowest.loc[("x", "2024"), "total"] < 50 < both.highest.loc[("x", "2024"), "total"]
    assert both.lowest.loc[("w", "2024"), "total"] == both.highest.loc[("w", "2024"), "total"] == 50
    for name in ("lowest", "highest"):
        pd.testing.assert_frame_equal(getattr(both, name).tail(1), getattr(alone, name), check_exact=True)
