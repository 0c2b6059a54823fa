"""Weights by zone and year, from parameters and statistics, against pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD

SPEC = (
    HEAD
    + """\
parameters:
  - id: w_a
    by: [zone, period]
    rows: [[urban, "2014", 0.3], [rural, "2014", 0.5], [urban, "2015", 0.6]]
    else: 0.2
variables:
  - {id: a, title: {es: A, en: A}}
  - {id: b, title: {es: B, en: B}}
  - {id: c, title: {es: C, en: C}}
  - {id: zone, title: {es: Z, en: Z}, type: category, options: [urban, rural]}
tree:
  - id: g
    title: {es: G, en: G}
    weight: {by: period, "2014": 1, "2015": 3}
    aggregation: METHOD
    missing: {not_reported: POLICY}
    children:
      - {id: i, title: {es: I, en: I}, direction: higher, scale: identity, formula: a, weight: w_a}
      - {id: j, title: {es: J, en: J}, direction: higher, scale: identity, formula: b, weight: 1 - w_a}
  - {id: k, title: {es: K, en: K}, direction: higher, scale: identity, formula: c, weight: "mean(a over period)"}
"""
)


def program(method: str = "arithmetic_mean", policy: str = "propagate") -> icma.Program:
    return icma.loads(SPEC.replace("METHOD", method).replace("POLICY", policy))


@pytest.fixture
def data() -> pd.DataFrame:
    draw = np.random.default_rng(3)
    lines = [
        (f"{number:05d}", period, *map(float, draw.uniform(20, 90, 3)), ("urban", "rural")[number % 2])
        for number in range(1, 9)
        for period in ("2014-S1", "2014-S2", "2015-S1")
    ]
    return pd.DataFrame(lines, columns=["entity", "period", "a", "b", "c", "zone"])


def weights(data: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    own = data.set_index(["entity", "period"])
    year = own.index.get_level_values("period").str[:4]
    known = {("urban", "2014"): 0.3, ("rural", "2014"): 0.5, ("urban", "2015"): 0.6}
    w_a = pd.Series([known.get(each, 0.2) for each in zip(own["zone"], year, strict=True)], own.index, dtype=float)
    w_g = pd.Series(np.where(year == "2014", 1.0, 3.0), own.index)
    return w_a, w_g, own.groupby("period")["a"].transform("mean")


def test_means_with_weights_by_zone_and_year(data: pd.DataFrame) -> None:
    own, (w_a, w_g, w_k) = data.set_index(["entity", "period"]), weights(data)
    found = icma.score(program(), data)
    g = w_a * own["a"] + (1 - w_a) * own["b"]
    assert np.allclose(found.scores["g"], g)
    assert np.allclose(found.scores["total"], (w_g * g + w_k * own["c"]) / (w_g + w_k))
    assert (found.coverage["total"] == 1).all()


def test_other_means_and_sums(data: pd.DataFrame) -> None:
    own, (w_a, _, _) = data.set_index(["entity", "period"]), weights(data)
    found = icma.score(program("geometric_mean"), data).scores["g"]
    assert np.allclose(found, own["a"] ** w_a * own["b"] ** (1 - w_a))
    assert np.allclose(icma.score(program("sum"), data).scores["g"], w_a * own["a"] + (1 - w_a) * own["b"])


def test_contributions_and_coverage_are_by_the_weights_of_the_row(data: pd.DataFrame) -> None:
    data.loc[4, "b"] = np.nan
    own, (w_a, w_g, w_k) = data.set_index(["entity", "period"]), weights(data)
    found = icma.score(program(policy="skip"), data)
    parts = found.contributions.set_index(["entity", "period", "node"])
    share = parts.xs("i", level="node")["share"]
    expected = w_a.where(own["b"].notna(), 1.0)
    assert np.allclose(share.reindex(own.index), expected)
    assert np.allclose(parts.xs("k", level="node")["contribution"].reindex(own.index), own["c"] * w_k / (w_g + w_k))
    row = own.index[4]
    assert found.coverage.loc[row, "g"] == pytest.approx(w_a[row])
    low, high = found.bounds.loc[row]["total"] if hasattr(found, "bounds") else (np.nan, np.nan)
    assert np.isnan(low) or low <= found.scores.loc[row, "total"] <= high


def test_a_child_without_a_weight_is_absent_in_its_parent(data: pd.DataFrame) -> None:
    data.loc[2, "zone"] = None
    for policy in ("propagate", "skip"):
        found = icma.score(program(policy=policy), data)
        assert found.scores["g"].isna().sum() == 1


def test_ledgers_and_what_ifs_have_the_weights_of_the_row(data: pd.DataFrame) -> None:
    found = icma.score(program(), data)
    text = str(found.explain("00002", "total", "2015-S1"))
    assert "0.6 × " in text
    assert "w_a = 0.6   (zone = urban, period = 2015)" in text


def test_a_weight_below_nothing_is_refused_or_no_weight(data: pd.DataFrame) -> None:
    with pytest.raises(icma.SpecError, match="IND106"):
        icma.loads(SPEC.replace("METHOD", "sum").replace("POLICY", "skip").replace("weight: w_a", "weight: -1"))
    text = SPEC.replace("METHOD", "sum").replace("POLICY", "propagate").replace("weight: w_a", "weight: w_a - 0.4")
    found = icma.score(icma.loads(text), data)
    w_a, _, _ = weights(data)
    assert (found.scores["g"].isna() == (w_a < 0.4)).all()
