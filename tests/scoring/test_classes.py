"""Levels that are cut by the scores themselves: of a period, of all, held from elsewhere, read by others, explained."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import HEAD, program

YEARLY = HEAD.replace("semester", "year")
TEXT = (
    YEARLY
    + """\
variables:
  - {id: a, title: {es: La a, en: The a}, range: [0, 1000]}
scale: identity
missing: {not_reported: propagate}
levels:
  - {id: low, title: {es: Bajo, en: Low}}
  - {id: mid, title: {es: Medio, en: Middle}}
  - {id: high, title: {es: Alto, en: High}}
cuts: CUTS
tree:
  - {id: i, title: {es: El i, en: The i}, formula: a, direction: higher, range: [0, 1000]}
  - {id: told, title: {es: Se dice, en: Told}, role: informational, formula: "level(total) == 'high'", direction: context}
"""
)
SCORES = [1, 2, 3, 10, 11, 12, 30, 31, None]


def data(*periods: tuple[int, float]) -> pd.DataFrame:
    """Return the scores in each period, so many times what they are."""
    lines = [
        (f"{n:05d}", period, None if score is None else score * times)
        for period, times in periods
        for n, score in enumerate(SCORES, 1)
    ]
    return pd.DataFrame(lines, columns=["entity", "period", "a"])


def spec(cuts: str = "jenks") -> icma.Program:
    return program(TEXT.replace("CUTS", cuts))


def levels(found: icma.Assessment, period: str = "2024") -> str:
    named = {"low": "l", "mid": "m", "high": "h", None: "-"}
    return "".join(named[level] for level in found.levels["total"].xs(period, level="period"))


@pytest.mark.parametrize(
    ("cuts", "wanted"),
    [
        ("jenks", "lllmmmhh-"),
        ("quantiles", "lllmmhhh-"),
        ("{method: quantiles, shares: [0.25, 0.75], type: inverted_cdf}", "llmmmmhh-"),
        ("equal_intervals", "lllllmhh-"),
        ("{method: dalenius_hodges, bins: 30}", "lllmmmhh-"),
    ],
)
def test_levels_are_cut_by_the_scores_of_the_period(cuts: str, wanted: str) -> None:
    found = icma.score(spec(cuts), data((2024, 1.0), (2025, 10.0)))
    assert (levels(found), levels(found, "2025")) == (wanted, wanted)
    assert found.values["told"].xs("2024", level="period").tolist() == pytest.approx(
        [float(level == "h") for level in wanted[:-1]] + [float("nan")], nan_ok=True
    )


def test_all_periods_are_cut_at_once_where_that_is_said() -> None:
    found = icma.score(spec("{method: equal_intervals, over: all}"), data((2024, 1.0), (2025, 10.0)))
    assert (levels(found), levels(found, "2025")) == ("llllllll-", "llllmmhh-")
    assert set(found.scale_parameters["population"]) == {"all"}


def test_cuts_of_a_base_period_and_of_an_earlier_assessment_are_held() -> None:
    both = data((2024, 1.0), (2025, 3.0))
    held = icma.score(spec(), both, base_period="2024")
    assert (levels(held), levels(held, "2025")) == ("lllmmmhh-", "lmmhhhhh-")
    before = icma.score(spec(), data((2024, 1.0)))
    assert levels(icma.score(spec(), data((2025, 3.0)), reference=before), "2025") == "lmmhhhhh-"
    parameters = before.scale_parameters
    assert parameters.to_numpy().tolist() == [["total", "2024", "cut_1", 3.0], ["total", "2024", "cut_2", 12.0]]


def test_a_table_tells_between_which_cuts_each_level_lies(tmp_path: Path) -> None:
    both = data((2024, 1.0), (2025, 10.0))
    table = icma.score(spec(), both).level_cuts
    assert list(table.columns) == ["node", "population", "level", "above", "up_to", "method", "n"]
    assert table.astype(object).where(table.notna(), None).to_numpy().tolist() == [
        ["total", period, level, above and above * times, up_to and up_to * times, "jenks", 8]
        for period, times in (("2024", 1.0), ("2025", 10.0))
        for level, above, up_to in (("low", None, 3.0), ("mid", 3.0, 12.0), ("high", 12.0, None))
    ]
    held = icma.score(spec(), both, base_period="2024")
    assert held.level_cuts["n"].isna().all()
    icma.write_report(held, tmp_path / "results.xlsx", "es")
    sheet = pd.read_excel(tmp_path / "results.xlsx", sheet_name="Cortes de nivel", header=3)
    assert sheet["Hasta"].tolist() == [3, 12, "–"]
    assert icma.score(spec(), data((2024, 0.0))).level_cuts.empty


def test_a_level_is_explained_by_the_cuts_around_its_score() -> None:
    found = icma.score(spec(), data((2024, 1.0)))
    ledger = found.explain("00004")
    cut = {"above": 3.0, "up_to": 12.0, "method": "jenks", "population": "2024", "n": 8}
    assert ledger.root.detail["class"] == cut
    assert "10 ∈ (3, 12], Jenks, 2024, n = 8" in ledger.to_text()
    assert "31 ∈ (12, ∞), Jenks, 2024, n = 8" in found.explain("00008").to_text()
    assert "class" not in found.explain("00009").root.detail
    held = icma.score(spec(), data((2024, 1.0), (2025, 3.0)), base_period="2024").explain("00004", period="2025")
    assert held.root.detail["class"] == {"above": 12.0, "up_to": None, "method": "jenks", "population": "2024"}


def test_a_gate_holds_a_class_and_a_bound_tells_which_are_possible() -> None:
    text = TEXT.replace("CUTS", "jenks\ngates: [{requires: j, at_least: 1, max_level: mid}]").replace(
        "  - {id: told",
        "  - {id: j, title: {es: El j, en: The j}, formula: b, direction: higher, weight: 0, range: [0, 1]}\n  - {id: told",
    )
    text = text.replace("scale:", "  - {id: b, title: {es: La b, en: The b}, range: [0, 1]}\nscale:")
    found = icma.score(program(text), data((2024, 1.0)).assign(b=[1, 1, 1, 0, 1, 1, 0, 1, 1]))
    assert levels(found) == "lllmmmmh-"
    assert found.gate_effects["entity"].tolist() == ["00007"]
    possible = found.possible_levels.xs("00009").iloc[0]["total"]
    assert (possible["lowest"], possible["highest"]) == ("low", "high")


def test_a_path_leads_past_the_cut_of_the_population() -> None:
    path = icma.benchmark(icma.score(spec(), data((2024, 1.0)))).path("00004", to="high")
    assert path.reachable
    assert path.score_after == pytest.approx(12.0, rel=1e-6)
    assert path.score_after > 12.0


def test_other_cuts_are_told_and_the_same_ones_are_not() -> None:
    (change, *rest) = icma.diff(spec("jenks"), spec("quantiles")).changes
    assert (change.code, change.subject, change.key) == ("IND633", "total", "cuts")
    assert [one.subject for one in rest] == ["told"]
    assert not icma.diff(spec("jenks"), spec("{method: jenks, over: period}")).changes


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("cuts: CUTS", "cuts: {method: jenks, bins: 4}", "IND315"),
        ("cuts: CUTS", "cuts: {method: quantiles, shares: [0.5, 0.2]}", "IND143"),
        ("cuts: CUTS", "cuts: {method: quantiles, shares: [0.5]}", "IND145"),
        ("cuts: CUTS", "cuts: natural", "IND107"),
        ("title: {es: Medio, en: Middle}}", "title: {es: Medio, en: Middle}, from: 3}", "IND307"),
    ],
)
def test_cuts_that_do_not_fit_are_refused(old: str, new: str, code: str) -> None:
    with pytest.raises(icma.SpecError) as raised:
        program(TEXT.replace(old, new).replace("CUTS", "jenks"))
    assert code in [fault.code for fault in raised.value.diagnostics if fault.severity == "error"]


def test_no_example_can_tell_a_class(tmp_path: Path) -> None:
    path = tmp_path / "sample.yaml"
    examples = "examples: [{given: {a: 1}, expect_level: {total: low}}]\n"
    path.write_text(TEXT.replace("CUTS", "jenks") + examples, encoding="utf-8")
    assert [fault.code for fault in icma.validate(path).diagnostics if fault.severity == "error"] == ["IND327"]
