"""Gates, and steps of staircases, that ask for parameters, formulas and tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD

PARAMETERS = """\
parameters:
  - {id: cut, by: period, 2014-S1: 40, 2014-S2: 80, source: Norm 1}
  - {id: most, by: zone, urban: 50, rural: 30, source: Norm 2}
variables:
  - {id: x, title: {es: X, en: X}}
  - {id: zone, title: {es: Z, en: Z}, type: category, options: [urban, rural]}
"""
LEVELS = "levels: [{id: a, title: {es: A, en: A}}, {id: b, title: {es: B, en: B}, from: 20}]"


def spec(gate: str) -> str:
    leaf = "{id: %s, title: {es: I, en: I}, direction: higher, scale: identity, formula: %s}"
    leaves = f"{leaf % ('i', 'x')}, {leaf % ('j', '200 - x')}"
    return f"{HEAD}{PARAMETERS}tree: [{{id: g, title: {{es: G, en: G}}, {LEVELS}, gates: [{gate}], children: [{leaves}]}}]\n"


def assess(gate: str, data: pd.DataFrame) -> icma.Assessment:
    return icma.score(icma.loads(spec(gate)), data)


@pytest.fixture
def data() -> pd.DataFrame:
    lines = [
        (f"{number:05d}", period, x, zone)
        for number, (x, zone) in enumerate([(30, "urban"), (40, "rural"), (70, "urban"), (90, "rural"), (50, None)], 1)
        for period in ("2014-S1", "2014-S2")
    ]
    return pd.DataFrame(lines, columns=["entity", "period", "x", "zone"])


def known(data: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    own = data.set_index(["entity", "period"])
    cut = own.index.get_level_values("period").map({"2014-S1": 40.0, "2014-S2": 80.0})
    return own["x"], pd.Series(cut, own.index), own["zone"].map({"urban": 50.0, "rural": 30.0})


def test_a_score_is_held_where_a_parameter_is_not_reached(data: pd.DataFrame) -> None:
    x, cut, most = known(data)
    found = assess("{requires: i, at_least: cut, max_score: most}", data)
    wanted = np.where(x >= cut, 100, most)
    assert np.array_equal(found.scores["g"], wanted, equal_nan=True)
    assert np.array_equal(found.lowest["g"], wanted, equal_nan=True)
    assert found.score_reasons["g"].iloc[-1] == "not_reported"  # held, and there is no saying where
    effects = found.gate_effects
    assert dict(zip(effects["entity"] + effects["period"], effects["limit"], strict=True)) == {
        "000012014-S1": 50, "000012014-S2": 50, "000022014-S2": 30, "000032014-S2": 50,
    }  # fmt: skip


def test_a_level_is_held_where_a_table_is_not_passed_or_a_threshold_absent(data: pd.DataFrame) -> None:
    x, *_ = known(data)
    found = assess("{requires: i, above: {by: zone, urban: 30, rural: 60}, max_level: a}", data)
    least = data.set_index(["entity", "period"])["zone"].map({"urban": 30.0, "rural": 60.0})
    wanted = np.where(x > least, "b", np.where(least.isna(), None, "a"))
    assert found.levels["g"].where(found.levels["g"].notna(), None).tolist() == wanted.tolist()
    assert found.scores["g"].notna().all()


def test_a_formula_is_read_where_no_answer_is_asked_for_and_an_answer_stays_one(data: pd.DataFrame) -> None:
    found = assess('{requires: i, at_least: "most + 20", max_score: 10}', data).scores["g"]
    assert found.iloc[:8].tolist() == [10, 10, 10, 10, 100, 100, 100, 100]
    assert np.isnan(found.iloc[8])
    leaf = "{id: %s, title: {es: C, en: C}, criterion: yes_no, examples: [{given: {answer: 'yes'}, expect_score: 100}]}"
    gate = "{requires: c, at_least: 'yes', max_score: 10}"
    children = f"[{leaf % 'c'}, {leaf % 'd'}]"
    text = f"{HEAD}tree: [{{id: g, title: {{es: G, en: G}}, gates: [{gate}], children: {children}}}]\n"
    assert icma.loads(text).nodes["g"].quantities == {}
    assert set(icma.loads(text.replace("max_score: 10", "max_score: 5 * 2")).nodes["g"].quantities) == {
        "gates.0.max_score"
    }


def test_ledgers_sheets_and_paths_take_the_gate_of_the_row(data: pd.DataFrame, tmp_path: Path) -> None:
    found = assess("{requires: i, at_least: cut, max_score: most}", data)
    text = str(found.explain("00002", "g", "2014-S2"))
    assert "gate 1 (i): 30 at most → 30" in text
    assert "cut = 80   (period = 2014-S2; Norm 1)" in text
    found.explain("00002", "g", "2014-S2").to_excel(tmp_path / "ledger.xlsx")
    plan = icma.benchmark(found).path("00002", node="g", period="2014-S1", to={"score": 100})
    assert plan.reachable
    assert assess("{requires: i, at_least: cut, max_score: most}", data.assign(x=39)).scores["g"].iloc[0] == 50


def change(before: str, after: str, tmp_path: Path) -> str:
    paths = []
    for name, gate in (("a", before), ("b", after)):
        paths.append(tmp_path / f"{name}.yaml")
        paths[-1].write_text(spec(gate), encoding="utf-8")
    return icma.diff(*paths).programs[0].effect


def test_what_a_gate_changes(tmp_path: Path) -> None:
    gate = "{requires: i, at_least: %s, max_score: %s}"
    assert change(gate % (40, "most"), gate % (40, "most"), tmp_path) == "neutral"
    assert change(gate % (40, 30), gate % (40.0, 30.0), tmp_path) == "neutral"
    assert change(gate % ("cut", 30), gate % ('" cut "', 30), tmp_path) == "neutral"
    assert change(gate % (40, "most"), gate % (40, "most + 1"), tmp_path) == "breaking"
    assert change(gate % ("cut", 30), gate % ("cut * 2", 30), tmp_path) == "breaking"


def staircase(share: str, *, by: str = "children") -> str:
    leaf = "{id: %s, title: {es: I, en: I}, direction: higher, scale: identity, formula: %s}"
    rule = f"aggregation: {{method: staircase, by: {by}, share: {share}}}"
    leaves = f"{leaf % ('i', 'x')}, {leaf % ('j', 'x - 10')}"
    return f"{HEAD}{PARAMETERS}tree: [{{id: g, title: {{es: G, en: G}}, {rule}, children: [{leaves}]}}]\n"


def test_steps_are_climbed_by_the_share_of_the_row(data: pd.DataFrame) -> None:
    x, cut, _ = known(data)
    found = icma.score(icma.loads(staircase("cut / 100")), data)
    wanted = ((x >= cut).astype(int) + (x - 10 >= cut)) * 50
    assert found.scores["g"].tolist() == wanted.tolist()
    ledger = found.explain("00004", "g", "2014-S2")
    assert "cut = 80   (period = 2014-S2; Norm 1)" in str(ledger)
    plan = icma.benchmark(found).path("00003", node="g", period="2014-S2", to={"score": 50})
    assert plan.moves["to"].iloc[0] == pytest.approx(80)


def test_without_a_share_there_is_no_score(data: pd.DataFrame) -> None:
    found = icma.score(icma.loads(staircase("{by: zone, urban: 0.3, rural: 1.5}")), data)
    assert found.scores["g"].groupby(level=0).count().tolist() == [2, 0, 2, 0, 0]
    assert found.score_reasons["g"].iloc[[2, 8]].tolist() == ["undefined", "not_reported"]
    with pytest.raises(icma.SpecError, match="IND106"):
        icma.loads(staircase("1.5"))


def test_what_a_share_changes(tmp_path: Path) -> None:
    for number, share in enumerate(("cut / 100", '" cut / 100"', "cut / 90", "0.5", "0.50")):
        (tmp_path / f"{number}.yaml").write_text(staircase(share), encoding="utf-8")
    effects = [
        icma.diff(tmp_path / f"{a}.yaml", tmp_path / f"{b}.yaml").programs[0].effect
        for a, b in ((0, 1), (0, 2), (0, 3), (3, 4))
    ]
    assert effects == ["neutral", "breaking", "breaking", "neutral"]
