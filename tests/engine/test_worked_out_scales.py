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


@pytest.mark.parametrize("group", [False, True])
@pytest.mark.parametrize("begins", [False, True])
def test_bands_whose_cuts_and_scores_are_worked_out(data: pd.DataFrame, *, group: bool, begins: bool) -> None:
    own = data.set_index(["entity", "period"])
    top, table = own["zone"].map({"urban": 12, "rural": 10}), "{by: zone, urban: 8, rural: 7}"
    high = own["zone"].map({"urban": 8, "rural": 7})
    ends = ("{score: 0}", "{from: least + 3, score: 5}", f"{{from: {table}, score: best}}")
    if not begins:
        ends = ("{score: 0, up_to: least + 3}", f"{{score: 5, up_to: {table}}}", "{score: best}")
    found = score(f"{{method: bands, bands: [{', '.join(ends)}]}}", data, group=group)
    wanted = np.where(own["x"] < 5, 0, np.where(own["x"] < high, 5, top))
    assert np.array_equal(found, np.where(own["x"].isna(), np.nan, wanted), equal_nan=True)


def test_a_cut_belongs_to_its_band_and_a_band_may_have_no_width() -> None:
    rows = pd.DataFrame([("00001", "2014-S1", 3.0, "urban"), ("00002", "2014-S1", 3.0, "rural")])
    rows.columns = pd.Index(["entity", "period", "x", "zone"])
    table = "{by: zone, urban: 3, rural: 4}"
    for bands, wanted in (
        (f"[{{score: 0}}, {{from: {table}, score: 1}}]", [1, 0]),
        (f"[{{score: 0, up_to: {table}}}, {{score: 1}}]", [0, 0]),
        (f"[{{score: 0}}, {{from: {table}, score: 1}}, {{from: least + 1, score: 2}}]", [2, np.nan]),
    ):
        found = score(f"{{method: bands, bands: {bands}}}", rows)
        assert np.array_equal(found, wanted, equal_nan=True), bands


@pytest.mark.parametrize("group", [False, True])
def test_points_that_are_worked_out(data: pd.DataFrame, *, group: bool) -> None:
    own = data.set_index(["entity", "period"])
    found = score("{method: piecewise_linear, points: [[0, least], [4, 10], [best, 100]]}", data, group=group)
    best = own["zone"].map({"urban": 12, "rural": 10})
    wanted = [np.interp(x, [0, 4, end], [2, 10, 100]) for x, end in zip(own["x"], best, strict=True)]
    assert np.allclose(found, wanted, equal_nan=True)


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


@pytest.mark.parametrize(
    "steps", ["bands, bands: [{score: 0}, {from: 4, score: 1}, {from: %s, score: 2}]",
              "piecewise_linear, points: [[0, 0], [4, 1], [%s, 2]]"]
)  # fmt: skip
def test_cuts_that_do_not_ascend_give_no_score_and_a_finding(data: pd.DataFrame, steps: str) -> None:
    cut = "{by: period, 2014-S1: 5, 2014-S2: 3}"
    leaf = f"{{id: i, title: {{es: I, en: I}}, direction: higher, formula: x, scale: {{method: {steps % cut}}}}}"
    found = icma.score(icma.loads(f"{HEAD}{PARAMETERS}tree: [{leaf}]\n"), data)
    assert dict(found.scores["i"].groupby("period").count()) == {"2014-S1": 11, "2014-S2": 0}
    told = found.findings[found.findings["code"] == "IND467"]
    assert "2014-S2: its cuts as worked out do not ascend" in told["message"].iloc[0]
    assert (found.lowest["i"] == -np.inf).any()


@pytest.mark.parametrize(
    "scale",
    [
        "{method: goalposts, low: least, high: best}",
        "{method: bands, bands: [{score: 0}, {from: best, score: 1}]}",
        "{method: piecewise_linear, points: [[0, 0], [1, best]]}",
    ],
)
def test_an_absent_figure_gives_its_reason(data: pd.DataFrame, scale: str) -> None:
    data = data.assign(zone=data["zone"].where(data["entity"] != "00001"))
    for group in (False, True):
        found = score(scale, data, group=group)
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
