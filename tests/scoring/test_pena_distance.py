"""The index of the guide on weights: a P2 distance from the worst with five classes, on synthetic percentages."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

import icmaml_indicators as icma

Floats = NDArray[np.float64]

GUIDE = Path(__file__).parents[2] / "docs/en/reference/weights.md"
PARTS = ["unread", "unschooled", "undrained"]
NODES = ["illiteracy", "schooling", "drainage"]
CLASSES = ["very_high", "high", "medium", "low", "very_low"]
YEARS = ("2010", "2020")
# Percentages of which two orders of entry lead to one another.
UNSETTLED = [[48, 10, 2], [5, 48, 5], [10, 52, 19], [14, 34, 25]]


def text_of_guide() -> str:
    (text,) = re.findall(r"^```yaml\n(spec: 1\n.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return str(text)


def spec(text: str = "") -> icma.Program:
    return icma.loads(text or text_of_guide(), "deprivation.yaml")


@pytest.fixture
def synthetic() -> pd.DataFrame:
    """Return made-up percentages of people in want, which hang together, of 60 municipalities in two periods."""
    random = np.random.default_rng(12)
    common = random.normal(size=(120, 1))
    figures = np.clip(30 + common * [9.0, 12, 6] + random.normal(size=(120, 3)) * [4.0, 6, 8], 0, 100)
    table = pd.DataFrame(figures, columns=PARTS)
    table.insert(0, "entity", [f"19{number:03d}" for number in range(1, 52)] * 2 + [f"{n:05d}" for n in range(1, 19)])
    table.insert(1, "period", [YEARS[0]] * 51 + [YEARS[1]] * 69)
    return table


def factors(figures: Floats, worst: Floats) -> Floats:
    """Return what counts of each column, shape (children,): by the definition, with regressions one by one."""
    partial = np.abs(figures - worst) / figures.std(axis=0)
    found = np.ones(len(worst))
    for _ in range(50):
        distance = partial @ found
        order = np.argsort([-abs(np.corrcoef(column, distance)[0, 1]) for column in partial.T])
        before, found = found, np.ones(len(worst))
        for count, place in enumerate(order):
            design = np.column_stack([np.ones(len(figures)), figures[:, order[:count]]])
            line = figures[:, place]
            residual = line - design @ np.linalg.lstsq(design, line, rcond=None)[0]
            found[place] = residual.var() / line.var()
        if np.array_equal(found, before):
            return found
    raise AssertionError("the order does not settle")


def distance(figures: Floats, worst: Floats) -> Floats:
    found: Floats = np.abs(figures - worst) / figures.std(axis=0) @ factors(figures, worst)
    return found


def cumulative_roots(scores: Floats) -> Floats:
    """Return the ends of four classes after Dalenius and Hodges, with 100 bins."""
    counts, edges = np.histogram(scores, bins=100)
    total = np.cumsum(np.sqrt(counts))
    ends = [int(np.argmin(np.abs(total - share * total[-1]))) + 1 for share in (0.2, 0.4, 0.6, 0.8)]
    found: Floats = edges[ends]
    return found


def test_the_index_is_the_p2_distance_from_the_worst_of_all_periods(synthetic: pd.DataFrame) -> None:
    found = icma.score(spec(), synthetic)
    worst = synthetic[PARTS].max().to_numpy()
    for year in YEARS:
        own = synthetic[synthetic["period"] == year].set_index("entity")[PARTS]
        scores = found.scores["total"].xs(year, level="period")[own.index].to_numpy()
        np.testing.assert_allclose(scores, distance(own.to_numpy(), worst), rtol=0, atol=1e-10)
        classes = np.searchsorted(cumulative_roots(scores), scores)
        levels = found.levels["total"].xs(year, level="period")[own.index]
        assert levels.tolist() == [CLASSES[place] for place in classes]
        assert set(levels) == set(CLASSES)


def test_the_weights_are_those_of_the_definition(synthetic: pd.DataFrame) -> None:
    found = icma.score(spec(), synthetic)
    own = synthetic[synthetic["period"] == "2020"][PARTS]
    wide = (synthetic[PARTS].max() - synthetic[PARTS].min()).to_numpy()  # scores go from 0 to 100
    wanted = factors(own.to_numpy(), synthetic[PARTS].max().to_numpy()) * wide / 100 / own.to_numpy().std(axis=0)
    weights = found.weights.query("parent == 'total' and population == '2020'").set_index("node")["weight"]
    np.testing.assert_allclose(weights[NODES].to_numpy(), wanted, rtol=0, atol=1e-10)
    ledger = str(found.explain("19001", "total", "2020"))
    assert "weights by the P2 distance, 2020, n = 69" in ledger
    spanish = icma.score(spec(), synthetic, language="es").explain("19001", "total", "2020")
    assert "pesos por la distancia P2, 2020, n = 69" in str(spanish)
    told = found.findings.query("code == 'IND752'")["message"].tolist()
    assert told == ["weights by `dp2`, of the rows in which each part has a score: 2010: 51/51, 2020: 69/69"]


def test_a_base_period_holds_them(synthetic: pd.DataFrame) -> None:
    held = icma.score(spec(), synthetic, base_period="2010")
    base = synthetic[synthetic["period"] == "2010"][PARTS].to_numpy()
    later = synthetic[synthetic["period"] == "2020"].set_index("entity")[PARTS]
    kept = later[((later <= base.max(axis=0)) & (later >= base.min(axis=0))).all(axis=1)]
    assert len(kept) > 30
    worst = base.max(axis=0)
    wanted = (worst - kept.to_numpy()) / base.std(axis=0) @ factors(base, worst)
    scores = held.scores["total"].xs("2020", level="period")[kept.index].to_numpy()
    np.testing.assert_allclose(scores, wanted, rtol=0, atol=1e-10)


def test_weights_rest_on_the_rows_in_which_nothing_is_absent(synthetic: pd.DataFrame) -> None:
    synthetic.loc[[60, 70, 71], "unread"] = None
    found = icma.score(spec(), synthetic)
    own = synthetic[synthetic["period"] == "2020"].set_index("entity")[PARTS]
    scores = found.scores["total"].xs("2020", level="period")
    whole = own.dropna()
    wanted = distance(whole.to_numpy(), synthetic[PARTS].max().to_numpy())
    np.testing.assert_allclose(scores[whole.index].to_numpy(), wanted, rtol=0, atol=1e-10)
    assert scores[own.index.difference(whole.index)].isna().all()
    assert "2020: 66/69" in found.findings.query("code == 'IND752'")["message"].iloc[0]


@pytest.mark.parametrize(
    ("kept", "told"),
    [(1, "there are fewer than two complete rows"), (4, "does not settle")],
)
def test_where_it_cannot_be_told_there_is_no_distance(synthetic: pd.DataFrame, kept: int, told: str) -> None:
    table = synthetic.iloc[:kept].copy()
    if kept == 4:
        table[PARTS] = UNSETTLED
    found = icma.score(spec(), pd.concat([table, synthetic[synthetic["period"] == "2020"]]))
    scores = found.scores["total"]
    assert scores.xs("2010", level="period").isna().all()
    assert scores.xs("2020", level="period").notna().all()
    (message,) = found.findings.query("code == 'IND753'")["message"]
    assert message.startswith("there are no weights by `dp2` in 2010")
    assert told in message


def test_a_part_that_is_equal_everywhere_is_told(synthetic: pd.DataFrame) -> None:
    synthetic.loc[synthetic["period"] == "2010", "undrained"] = 20.0
    found = icma.score(spec(), synthetic)
    assert found.scores["total"].xs("2010", level="period").isna().all()
    (message,) = found.findings.query("code == 'IND753'")["message"]
    assert "drainage" in message


def test_two_parts_cannot_be_put_in_order() -> None:
    text = text_of_guide()
    with pytest.raises(icma.SpecError) as caught:
        spec(text[: text.index("  - id: drainage")])
    assert [found.code for found in caught.value.diagnostics if found.severity == "error"] == ["IND750"]
