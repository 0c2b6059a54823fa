"""The main job on real figures: what was published comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.demo import figures
from icmaml_indicators.demo.annexes import alert_outcomes, rank_outcomes
from icmaml_indicators.demo.demos import DEMOS
from icmaml_indicators.demo.running import run_demo

BY_NAME = {demo.name: demo for demo in DEMOS}


def assess(name: str) -> icma.Assessment:
    """Score one demo's figures."""
    found = BY_NAME[name].result("en")
    assert isinstance(found, icma.Assessment)
    return found


@pytest.fixture(scope="module")
def torreon() -> icma.Assessment:
    return assess("sindes_torreon_2014")


def test_documented_values_are_reproduced_from_the_inputs_they_imply(torreon: icma.Assessment) -> None:
    """IMPLAN Torreón, 2014; population 683,914 (CONAPO)."""
    values = torreon.values.loc["05035"].round(2)
    for indicator, published in {
        "municipal_employees_per_1000": [5.84, 6.22],
        "payroll_per_employee": [51420.70, 63791.74],
        "operational_police_per_1000": [0.91, 0.97],
        "motor_vehicles_per_inhabitant": [0.19, 0.19],
        "fuel_per_inhabitant": [0.85, 2.40],
    }.items():
        assert values[indicator].tolist() == published
        assert not torreon.is_published.loc["05035", indicator].any()
    assert "IND418" not in set(torreon.findings["code"])


def test_known_faults_of_the_publication_are_findings(torreon: icma.Assessment) -> None:
    found = {
        (line.code, line.entity, line.period, line.subject): line.message for line in torreon.findings.itertuples()
    }
    assert "+182 %" in found["IND416", "05035", "2014-S2", "fuel_per_inhabitant"]
    assert "-93 %" in found["IND416", "05035", "2014-S2", "training_hours_per_base_employee"]
    assert "×207" in found["IND417", "ZM La Laguna", "2016-S2", "fuel_per_inhabitant"]
    assert ("IND415", "ZM La Laguna", "2016-S2", "fuel_per_inhabitant") in found
    assert ("IND430", "05035", "2014-S1", "fuel_per_waste_vehicle") in found  # litres with a peso sign
    assert ("IND429", "05035", "2014-S2", "period") in found  # 30 December
    for gone in ("fuel_per_waste_vehicle", "addition_permit_hours_avg", "no_debt_certificate_hours_avg"):
        assert ("IND433", "05035", "2014-S2", gone) in found


def test_nothing_is_invented(torreon: icma.Assessment) -> None:
    valued = torreon.values.notna().any()
    documented = {
        indicator.id
        for indicator in torreon.program.indicators
        if (provenance := torreon.program.nodes[indicator.id].provenance) and provenance.status == "documented"
    }
    assert set(valued[valued].index) == documented


def test_published_alert_levels_are_equal_or_left_open_never_different() -> None:
    outcomes = alert_outcomes(assess("sistema_alertas"))
    assert outcomes["outcome"].value_counts().to_dict() == {"compatible": 60, "equal": 12, "no_level": 3}
    settled = outcomes[outcomes["outcome"] == "equal"].set_index(["entity", "period"])["computed"]
    assert settled["Baja California", "2019-Q1"] == "en_observacion"
    assert settled["Baja California", "2019-Q2"] == "sostenible"
    assert settled["Durango", "2022-Q1"] == "elevado"  # by the default rule


def test_published_ranges_equal_the_computed_ones_wherever_the_ratio_is_published() -> None:
    assessment = assess("sistema_alertas")
    cases = figures.alert_cases()
    pairs = {"published_range_1": "debt_to_free_income", "published_range_2": "service_to_free_income"}
    pairs["published_range_3"] = "short_term_to_income"
    compared = 0
    for case in cases.to_dict("records"):
        levels = assessment.levels.loc[(case["entity"], case["period"])]
        for column, indicator in pairs.items():
            if case[column] and case[indicator]:
                assert levels[indicator] == case[column], (case["entity"], case["period"], indicator)
                compared += 1
    assert compared == 29


def test_ratios_are_reproduced_from_published_amounts() -> None:
    """Durango 2020, Coahuila 2016 and 2021, Colima 2021-Q4: no published ratio differs from its amounts."""
    assessment = assess("sistema_alertas")
    assert "IND418" not in set(assessment.findings["code"])
    values = assessment.values
    assert values.loc[("Durango", "2020"), "debt_to_free_income"] == pytest.approx(91.2, abs=0.05)
    assert values.loc[("Coahuila", "2021"), "service_to_free_income"] == pytest.approx(13.75, abs=0.005)
    assert values.loc[("Coahuila", "2016"), "debt_to_free_income"] == pytest.approx(205.7, abs=0.05)


def test_every_printed_rank_is_reproduced_under_its_authors_rule() -> None:
    ranks = rank_outcomes(assess("state_indices"))
    assert len(ranks) == 160
    imco = ranks["index_id"] == "iieg_imco"
    assert (ranks.loc[imco, "printed_rank"] == ranks.loc[imco, "min"]).all()
    assert (ranks.loc[~imco, "printed_rank"] == ranks.loc[~imco, "ordinal"]).all()
    assert (ranks.loc[imco, "printed_rank"] != ranks.loc[imco, "ordinal"]).any()
    assert (ranks.loc[~imco, "printed_rank"] != ranks.loc[~imco, "min"]).any()


def test_published_means_of_the_indices() -> None:
    """As noted beside the rankings: PbR-SED 79.72; IMCO 87.07; ICI 78.38, 85.89 and 89.85."""
    statistics = icma.benchmark(assess("state_indices")).statistics
    means = statistics[statistics["n"] > 0].set_index(["indicator", "period"])["mean"].round(2)
    assert means.to_dict() == {
        ("pbr_sed_advance", "2023"): 79.72,
        ("iieg_imco", "2021"): 87.07,
        ("ici_shcp", "2019-Q2"): 78.38,
        ("ici_shcp", "2023-Q1"): 85.89,
        ("ici_shcp", "2023-Q4"): 89.85,
    }


@pytest.mark.slow
def test_the_demo_writes_pages_in_both_languages_tables_and_an_index(tmp_path: Path) -> None:
    lines = list(run_demo(tmp_path))
    assert len(lines) == len(DEMOS) + 1
    assert lines[0].startswith("synthetic_municipalities: 11 documented, 97 reconstructed")
    names = {path.name for path in tmp_path.iterdir()}
    wanted = {f"{shown.name}.{language}.html" for demo in DEMOS for shown in demo.shown for language in ("es", "en")}
    assert wanted | {"index.html", "index.en.html"} <= names
    linked = {
        name
        for index in ("index.html", "index.en.html")
        for name in re.findall(r'href="([^"#]+)"', (tmp_path / index).read_text(encoding="utf-8"))
    }
    assert names == linked  # nothing leads nowhere, nothing is left out
    assert "reproducido" in (tmp_path / "sindes_torreon_2014.es.html").read_text(encoding="utf-8")
    table = pd.read_csv(tmp_path / "sindes_torreon_2014.csv", dtype={"entity": str})
    assert set(table["provenance"]) == {"documented", "reconstructed"}
