"""What is published is computed from what it shows: small counts are gone, and nothing that is left tells of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli.main import main
from icmaml_indicators.formulas.reasons import SUPPRESSED
from icmaml_indicators.reports import report_tables
from icmaml_indicators.specs import Missing
from icmaml_indicators.transforms.aggregations.aggregation import PROPAGATE, SKIP, missing_policy

SPEC = """\
spec: 1
id: victims
version: "1"
title: {es: Víctimas, en: Victims}
entity: municipality
period: year
provenance: user
scale: min_max
missing: {not_reported: skip, undefined: skip}
variables:
  - {id: men, title: {es: Hombres, en: Men}, unit: {es: víctimas, en: victims}, type: integer, kind: flow}
  - {id: women, title: {es: Mujeres, en: Women}, unit: {es: víctimas, en: victims}, type: integer, kind: flow}
  - {id: victims, title: {es: Víctimas, en: Victims}, unit: {es: víctimas, en: victims}, type: integer, kind: flow}
  - {id: population, title: {es: Población, en: Population}, unit: {es: personas, en: persons}, kind: stock}
  - {id: lamps, title: {es: Lámparas, en: Lamps}, unit: {es: lámparas, en: lamps}, type: integer, kind: stock}
checks:
  - {rule: men + women == victims, severity: warning}
tree:
  - id: safety
    title: {es: Seguridad, en: Safety}
    children:
      - {id: men_rate, title: {es: Tasa de hombres, en: Rate of men}, formula: men / population * 1000, direction: lower}
      - {id: women_rate, title: {es: Tasa de mujeres, en: Rate of women}, formula: women / population * 1000, direction: lower}
      - {id: rate, title: {es: Tasa, en: Rate}, formula: victims / population * 1000, direction: lower}
      - {id: change, title: {es: Cambio, en: Change}, formula: "women - lag(women, 1)", direction: lower}
  - id: light
    title: {es: Luz, en: Light}
    children:
      - {id: lamps_rate, title: {es: Lámparas, en: Lamps}, formula: lamps / population * 1000, direction: higher}
"""
PERIODS = ("2022", "2023", "2024")
KEYS = [f"0500{n}" for n in range(1, 8)]


def table(women: int = 3, men: int = 8) -> pd.DataFrame:
    """Seven towns over three years; the first has so few women among its victims in 2023."""
    lines = []
    for n, key in enumerate(KEYS, 1):
        for period in PERIODS:
            few = (n, period) == (1, "2023")
            w, m = (women, men) if few else (9 + n + int(period[-1]), 12 + n)
            lines.append((key, period, m, w, m + w, 10_000 * n, n))
    return pd.DataFrame(lines, columns=["entity", "period", "men", "women", "victims", "population", "lamps"])


def compared(given: pd.DataFrame, spec: str = SPEC) -> icma.Benchmark:
    return icma.benchmark(icma.score(icma.loads(spec), given))


def at(frame: pd.DataFrame, period: str = "2023") -> dict[str, object]:
    return dict(frame.loc[("05001", period)])


def test_a_small_count_goes_with_its_rates_and_with_what_would_give_it_back() -> None:
    public = compared(table()).suppress()
    reasons = at(public.assessment.reasons)
    assert {name for name, why in reasons.items() if why == "suppressed"} == {"women_rate", "men_rate", "change"}
    assert at(public.assessment.reasons, "2024")["change"] == "suppressed"  # it reads the year before
    assert at(public.assessment.values)["rate"] == pytest.approx(1.1)
    assert not any(why == "suppressed" for why in public.assessment.reasons.drop(index="05001").to_numpy().ravel())
    scored = public.assessment._scored
    assert (scored.table.reasons == SUPPRESSED).sum() == 2


def outputs(found: icma.Benchmark) -> str:
    """Return whatever can be written of a benchmark, as one text."""
    parts: list[str] = []
    for subject in (found, found.assessment, found.panel):
        for name, frame in report_tables(subject, "en").items():
            parts += [name, frame.to_csv()]
    parts += [found.totals.to_csv(), found.intervals(draws=50).to_csv(), found.quartile_stability(draws=5).to_csv()]
    parts += [
        found.explain(key, node, "2023").to_text() for key in KEYS[:2] for node in ("total", "women_rate", "men_rate")
    ]
    parts.append(found.assessment.fingerprint)
    return "\n".join(parts)


def test_nothing_that_is_published_depends_on_what_is_hidden() -> None:
    shown = outputs(compared(table(women=3, men=8)).suppress())
    assert shown == outputs(compared(table(women=2, men=9)).suppress())
    assert shown == outputs(compared(table(women=4, men=7)).suppress())
    # The figures differ where they are not suppressed.
    assert outputs(compared(table(women=3, men=8))) != outputs(compared(table(women=2, men=9)))


@pytest.mark.parametrize("kind", ["benchmark", "scorecard"])
def test_nor_does_a_page(tmp_path: Path, kind: str) -> None:
    pages = []
    for number, women in enumerate((2, 3)):
        path = tmp_path / str(number) / "page.html"
        found = compared(table(women, 11 - women)[lambda rows: rows["period"] <= "2023"])
        icma.write_report(found, path, "es", kind=kind, own="05001", publish=True)  # type: ignore[arg-type]
        pages.append("".join(each.read_text(encoding="utf-8") for each in sorted(path.parent.iterdir())))
    assert pages[0] == pages[1]
    assert "suprimido" in pages[0]


def test_what_stands_in_and_what_was_found_goes_as_well() -> None:
    def public(women: int) -> icma.Benchmark:
        given = table(women, 11 - women).assign(women_rate=lambda rows: rows["women"] / rows["population"] * 1000)
        return compared(given).suppress()

    found = public(3)
    assert at(found.assessment.reasons)["women_rate"] == "suppressed"
    subjects = set(found.assessment.findings["subject"])
    assert set(found.assessment.findings["code"]) == {"IND662"}
    assert subjects == {"men", "women"}
    assert outputs(found) == outputs(public(2))


def test_bounds_of_a_base_period_are_fitted_on_what_is_left() -> None:
    def public(women: int) -> icma.Benchmark:
        scored = icma.score(icma.loads(SPEC), table(women, 11 - women), base_period="2023")
        return icma.benchmark(scored).suppress()

    assert outputs(public(3)) == outputs(public(2))


def test_zero_and_larger_counts_stay() -> None:
    found = compared(table(women=0, men=8)).suppress()
    assert (found.assessment.reasons != "suppressed").all().all()
    assert found.assessment.values.equals(compared(table(women=0, men=8)).assessment.values)
    assert at(compared(table(women=5)).suppress().assessment.reasons)["women_rate"] == ""
    assert at(compared(table(women=5)).suppress(10).assessment.reasons)["women_rate"] == "suppressed"


def test_what_counts_and_what_adds_up_can_be_told() -> None:
    found = compared(table(women=9)).suppress(variables=["lamps"])
    assert at(found.assessment.reasons)["lamps_rate"] == "suppressed"
    apart = compared(table(), SPEC.replace("checks:\n  - {rule: men + women == victims, severity: warning}\n", ""))
    assert at(apart.suppress().assessment.reasons)["men_rate"] == ""
    assert at(apart.suppress(sums=[("men", "women", "victims")]).assessment.reasons)["men_rate"] == "suppressed"
    with pytest.raises(icma.UnknownNameError):
        apart.suppress(variables=["nothing"])
    with pytest.raises(icma.IcmamlError, match="2 or more"):
        apart.suppress(1)


def test_a_hidden_figure_never_counts_as_zero() -> None:
    for policy, action in (("zero", PROPAGATE), ("skip", SKIP), ("propagate", PROPAGATE)):
        assert missing_policy(Missing(not_reported=policy))[SUPPRESSED] == action  # type: ignore[arg-type]


def test_groups_of_fewer_than_three_are_withheld() -> None:
    found = icma.benchmark(compared(table()).assessment, {"two": KEYS[:2], "four": KEYS[3:]}, min_peers=1).suppress()
    line = found.statistics.query("indicator == 'rate' and period == '2024'").set_index("peers")
    assert line.loc["two", "withheld"] == "too_few_peers"
    assert np.isnan(line.loc["two", "median"])
    assert np.isfinite(line.loc["four", "median"])


def test_positions_say_why() -> None:
    line = compared(table()).suppress().positions_of("women_rate", "05001").set_index("period")
    assert line.loc["2023", "withheld"] == "suppressed"
    assert line.loc["2024", "withheld"] == ""


def test_names_and_counts_can_be_hidden_together() -> None:
    found = compared(table()).suppress().anonymise("05001", seed=1)
    assert at(found.assessment.reasons)["women_rate"] == "suppressed"


def test_the_command_line_publishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p.yaml").write_text(SPEC, encoding="utf-8")
    table().to_csv("d.csv", index=False)
    assert main(["score", "p.yaml", "d.csv", "-o", "s.csv", "--findings", "f.csv", "--publish"]) == 0
    assert "IND662" in Path("f.csv").read_text(encoding="utf-8")
    scores = pd.read_csv("s.csv", dtype={"entity": str})
    line = scores.query("entity == '05001' and period == 2023 and node == 'women_rate'").iloc[0]
    assert np.isnan(line["value"])
    assert line["reason"] == "suppressed"
    assert main(["benchmark", "p.yaml", "d.csv", "-o", "b.csv", "--publish"]) == 0
    assert "suppressed" in Path("b.csv").read_text(encoding="utf-8")
    with pytest.raises(icma.IcmamlError, match="only a benchmark or an assessment"):
        icma.write_report(compared(table()).panel, "x.xlsx", publish=True)
