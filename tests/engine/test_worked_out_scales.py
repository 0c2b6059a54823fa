"""Scales whose figures are parameters, formulas and statistics, against pandas and numpy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD

PARAMETERS = """\
parameters:
  - {id: best, by: zone, urban: 12, rural: 10}
  - {id: least, value: 2}
variables:
  - {id: x, title: {es: X, en: X}}
  - {id: zone, title: {es: Z, en: Z}, type: category, options: [urban, rural]}
"""
AMPI = "(max(value over all) - min(value over all)) / 2"
IMD = "-23 * log(1 - rank(value over period) / count(value over period) * (1 - exp(-100 / 23)))"


def score(scale: str, data: pd.DataFrame, *, group: bool = False, direction: str = "higher") -> pd.Series:
    leaf = f"{{id: i, title: {{es: I, en: I}}, direction: {direction}, formula: x, scale: {scale}}}"
    if group:
        inner = "{id: j, title: {es: J, en: J}, direction: higher, formula: x, scale: identity}"
        leaf = f"{{id: i, title: {{es: I, en: I}}, scale: {scale}, children: [{inner}]}}"
    assessment = icma.score(icma.loads(f"{HEAD}{PARAMETERS}tree: [{leaf}]\n"), data)
    return assessment.scores["i"]


@pytest.fixture
def data() -> pd.DataFrame:
    draw = np.random.default_rng(5)
    lines = [
        (f"{number:05d}", period, float(draw.uniform(3, 9)), ("urban", "rural")[number % 2])
        for number in range(1, 12)
        for period in ("2014-S1", "2014-S2")
    ]
    found = pd.DataFrame(lines, columns=["entity", "period", "x", "zone"])
    found.loc[7, "x"] = np.nan
    return found


@pytest.mark.parametrize("group", [False, True])
def test_goalposts_by_zone(data: pd.DataFrame, *, group: bool) -> None:
    own = data.set_index(["entity", "period"])
    best = own["zone"].map({"urban": 12, "rural": 10})
    found = score("{method: goalposts, low: least, high: best}", data, group=group)
    assert np.allclose(found, (own["x"] - 2) / (best - 2) * 100, equal_nan=True)
    assert found.isna().sum() == 1


@pytest.mark.parametrize("group", [False, True])
def test_one_end_that_is_fixed(data: pd.DataFrame, *, group: bool) -> None:
    own = data.set_index(["entity", "period"])["x"]
    found = score('{method: goalposts, low: "min(value over all)", high: 8}', data, group=group)
    assert np.allclose(found, ((own - own.min()) / (8 - own.min())).clip(0, 1) * 100, equal_nan=True)


@pytest.mark.parametrize("group", [False, True])
def test_goalposts_around_a_mean(data: pd.DataFrame, *, group: bool) -> None:
    own = data.set_index(["entity", "period"])["x"]
    ends = f'low: "mean(value over period) - {AMPI}", high: "mean(value over period) + {AMPI}"'
    found = score(f"{{method: goalposts, {ends}, to: [70, 130], clip: false}}", data, group=group)
    half = (own.max() - own.min()) / 2
    low = own.groupby("period").transform("mean") - half
    assert np.allclose(found, 70 + (own - low) / (2 * half) * 60, equal_nan=True)


@pytest.mark.parametrize("group", [False, True])
def test_ranks_spread_exponentially(data: pd.DataFrame, *, group: bool) -> None:
    own = data.set_index(["entity", "period"])["x"].groupby("period")
    share = own.rank() / own.transform("count")
    found = score(f'{{method: formula, formula: "{IMD}"}}', data, group=group)
    assert np.allclose(found, -23 * np.log(1 - share * (1 - np.exp(-100 / 23))), equal_nan=True)
    assert found.max() == pytest.approx(100)


def test_standard_scores_and_references_that_are_worked_out(data: pd.DataFrame) -> None:
    own, zone = data.set_index(["entity", "period"])["x"], data.set_index(["entity", "period"])["zone"]
    by_period = own.groupby("period")
    z = (own - by_period.transform("mean")) / by_period.transform("std")
    found = score("{method: z_score, mean: least, sd: {by: zone, urban: 3, rural: 1}}", data)
    assert np.allclose(found, 2 + zone.map({"urban": 3, "rural": 1}) * z, equal_nan=True)
    found = score('{method: distance_to_reference, reference: "mean(value over zone)"}', data)
    means = own.groupby([zone, own.index.get_level_values("period")]).transform("mean")
    assert np.allclose(found, own / means * 100, equal_nan=True)


def test_ends_that_do_not_ascend_give_no_score_and_a_finding(data: pd.DataFrame) -> None:
    scale = '{method: goalposts, low: "max(value over period)", high: {by: period, 2014-S1: 100, else: 1}}'
    leaf = f"{{id: i, title: {{es: I, en: I}}, direction: higher, formula: x, scale: {scale}}}"
    found = icma.score(icma.loads(f"{HEAD}{PARAMETERS}tree: [{leaf}]\n"), data)
    by_period = found.scores["i"].groupby("period").count()
    assert by_period["2014-S1"] > 0
    assert by_period["2014-S2"] == 0
    told = found.findings[found.findings["code"] == "IND467"]
    assert list(told["subject"]) == ["i"]
    assert "2014-S2" in told["message"].iloc[0]


def test_an_absent_figure_gives_its_reason(data: pd.DataFrame) -> None:
    data = data.assign(zone=data["zone"].where(data["entity"] != "00001"))
    for group in (False, True):
        found = score("{method: goalposts, low: least, high: best}", data, group=group)
        assert found["00001"].isna().all()
        assert found.drop("00001").isna().sum() == 1


def test_a_ledger_tells_what_the_ends_are(data: pd.DataFrame) -> None:
    scale = '{method: goalposts, low: "min(value over all)", high: best}'
    leaf = f"{{id: i, title: {{es: I, en: I}}, direction: higher, formula: x, scale: {scale}}}"
    found = icma.score(icma.loads(f"{HEAD}{PARAMETERS}tree: [{leaf}]\n"), data)
    text = str(found.explain("00003", "i", "2014-S1"))
    assert "best = 10   (zone = rural)" in text
    assert "min(value(i) over all)" in text
    assert "(x; goalposts(low = 3.292546264, high = 10); user)" in text
