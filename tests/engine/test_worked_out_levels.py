"""Levels whose cuts are parameters, formulas and tables, against numpy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD

PARAMETERS = """\
parameters:
  - {id: norm, by: period, 2014-S1: 40, 2014-S2: 80, source: Norm 1}
  - {id: top, by: zone, urban: 90, rural: 60}
variables:
  - {id: x, title: {es: X, en: X}}
  - {id: zone, title: {es: Z, en: Z}, type: category, options: [urban, rural]}
"""
LEAF = "{id: i, title: {es: I, en: I}, direction: higher, formula: x, scale: identity%s}"


def levels(key: str, low: str, high: str) -> str:
    ends = (
        [f", {key}: {low}", f", {key}: {high}", ""] if key == "up_to" else ["", f", {key}: {low}", f", {key}: {high}"]
    )
    named = (f"{{id: {name}, title: {{es: N, en: N}}{end}}}" for name, end in zip("abc", ends, strict=True))
    return f"levels: [{', '.join(named)}]"


def assess(data: pd.DataFrame, own: str, *, at: str = "leaf") -> icma.Assessment:
    match at:
        case "leaf":
            text = f"tree: [{LEAF % f', {own}'}]"
        case "group":
            text = f"tree: [{{id: g, title: {{es: G, en: G}}, {own}, children: [{LEAF % ''}]}}]"
        case _:
            text = f"total: {{{own}}}\ntree: [{LEAF % ''}]"
    return icma.score(icma.loads(f"{HEAD}{PARAMETERS}{text}\n"), data)


@pytest.fixture
def data() -> pd.DataFrame:
    draw = np.random.default_rng(5)
    lines = [
        (f"{number:05d}", period, float(draw.uniform(0, 100)), ("urban", "rural")[number % 2])
        for number in range(1, 21)
        for period in ("2014-S1", "2014-S2")
    ]
    return pd.DataFrame(lines, columns=["entity", "period", "x", "zone"])


@pytest.mark.parametrize(("at", "node"), [("leaf", "i"), ("group", "g"), ("total", "total")])
@pytest.mark.parametrize("key", ["up_to", "from"])
def test_cuts_are_those_of_the_row(data: pd.DataFrame, at: str, node: str, key: str) -> None:
    found = assess(data, levels(key, "norm / 2", "top"), at=at).levels[node]
    own = data.set_index(["entity", "period"])
    low = own.index.get_level_values("period").map({"2014-S1": 20.0, "2014-S2": 40.0})
    high = own["zone"].map({"urban": 90.0, "rural": 60.0})
    wanted = np.where(own["x"] < low, "a", np.where(own["x"] < high, "b", "c"))
    assert found.tolist() == wanted.tolist()


def test_a_score_at_a_cut_belongs_to_its_level() -> None:
    data = pd.DataFrame([("00001", "2014-S1", 40.0, "urban")], columns=["entity", "period", "x", "zone"])
    for key, low, high, wanted in (
        ("up_to", "norm", "top", "a"),
        ("from", "norm", "top", "b"),
        ("from", "norm", "norm", "c"),  # a level without width
        ("up_to", "norm - 1", "norm", "b"),
        ("up_to", "{by: zone, urban: 39.9999999999999}", "norm", "a"),  # but for rounding it is reached
    ):
        table = low.replace("}", ", else: null}")
        assert assess(data, levels(key, table, high)).levels["i"].tolist() == [wanted], (key, low)


def test_without_a_cut_there_is_no_level_for_its_reason(data: pd.DataFrame) -> None:
    data["zone"] = data["zone"].where(data["entity"] != "00002")
    found = assess(data, levels("from", "norm / 4", "top"))
    gone = data.set_index(["entity", "period"])["zone"].isna()
    assert (found.levels["i"].isna() == gone).all()
    reader = "{id: j, title: {es: J, en: J}, direction: context, formula: 'if_else(level(i) == \"a\", 1, 0)'}"
    text = f"{HEAD}{PARAMETERS}tree: [{LEAF % (', ' + levels('from', 'norm / 4', 'top'))}, {reader}]\n"
    assert (icma.score(icma.loads(text), data).reasons["j"][gone] == "not_reported").all()


def test_cuts_that_go_down_give_no_level_and_a_finding(data: pd.DataFrame) -> None:
    found = assess(data, levels("up_to", "norm", "70"))
    by_period = found.levels["i"].groupby("period").count()
    assert dict(by_period) == {"2014-S1": 20, "2014-S2": 0}
    assert found.scores["i"].notna().all()
    (told,) = found.findings[found.findings["code"] == "IND597"].itertuples()
    assert told.subject == "i"
    assert "2014-S2" in told.message


def test_cuts_of_a_statistic_of_other_scores(data: pd.DataFrame) -> None:
    other = "{id: j, title: {es: J, en: J}, direction: higher, formula: 100 - x, scale: identity}"
    own = levels("from", '"min(score(j) over period)"', '"mean(score(j) over period)"')
    text = f"{HEAD}{PARAMETERS}tree: [{LEAF % (', ' + own)}, {other}]\n"
    found = icma.score(icma.loads(text), data).levels["i"]
    x = data.set_index(["entity", "period"])["x"]
    ends = [(100 - x).groupby("period").transform(how) for how in ("min", "mean")]
    wanted = np.where(x < ends[0], "a", np.where(x < ends[1], "b", "c"))
    assert found.tolist() == wanted.tolist()


def test_a_ledger_names_what_cuts_read_and_a_path_goes_to_a_level(data: pd.DataFrame) -> None:
    found = assess(data, levels("from", "norm", "top"), at="total")
    assert "norm = 40   (period = 2014-S1; Norm 1)" in str(found.explain("00001", "total", "2014-S1"))
    data.loc[0, "x"] = 10.0
    found = assess(data, levels("from", "norm", "top"), at="total")
    plan = icma.benchmark(found).path("00001", period="2014-S1", to={"level": "b"})
    assert plan.reachable
    assert plan.moves["to"].iloc[0] == pytest.approx(40)
