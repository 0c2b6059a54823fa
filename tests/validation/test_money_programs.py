"""Results and money: the programs as they ship, their gates and tables, their published figures."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import proven

# program: (criteria, formulas, documented leaves, reconstructed leaves)
COUNTS = {
    "pbr_sed_diagnosis": (32, 0, 0, 32),
    "mir_quality": (18, 0, 6, 12),
    "mir_public_lighting": (0, 9, 0, 9),
    "mdp": (32, 5, 1, 36),
    "bpi": (25, 0, 0, 25),
    "bpi_projects": (0, 8, 0, 8),
    "creditworthiness": (30, 14, 9, 35),
    "msd@2013": (0, 5, 5, 0),
}


@pytest.mark.parametrize("name", COUNTS)
def test_counts_and_provenance(name: str) -> None:
    program = icma.load(name)
    found = Counter(node.provenance.status for node in program.nodes.values() if node.is_indicator and node.provenance)
    computed = len(program.indicators) - len(program.criteria)
    assert (len(program.criteria), computed, found["documented"], found["reconstructed"]) == COUNTS[name]


def test_puebla_is_high_in_the_diagnosis_by_its_published_totals() -> None:
    """84.6 in 2024 and 85.1 in 2025, both high (Periódico Enfoque)."""
    table = pd.DataFrame({"entity": "21114", "period": [2024, 2025], "total": [84.6, 85.1]})
    assert icma.score(icma.load("pbr_sed_diagnosis"), table).levels["total"].tolist() == ["high", "high"]


def test_a_cremaa_mark_counts_from_one_and_the_marginal_one_only_where_it_applies() -> None:
    program = icma.load("mir_quality")
    marks = dict.fromkeys([leaf.id for leaf in program.nodes["cremaa"].children], 3)
    table = pd.DataFrame([{"entity": "E1", "period": 2024, **marks}, {"entity": "E2", "period": 2024, **marks, "cremaa_clear": 5, "cremaa_marginal": "N/A"}])  # fmt: skip
    assert icma.score(program, table).scores["cremaa"].tolist() == pytest.approx([50, (100 + 4 * 50) / 5])


def test_a_plan_is_exemplary_only_with_every_component_at_50() -> None:
    program = icma.load("mdp")
    best: dict[str, object] = {leaf.id: "every_axis" for leaf in program.criteria}
    figures = {
        "attainment_of_targets": 80, "indicators_of_plan": 72, "indicators_measured": 72, "action_lines": 286, "lines_done": 286,
        "lines_under_way": 0, "spending_programmed": 1, "spending_followed": 1, "overall_progress": 42.5, "months_elapsed": 12, "months_of_term": 36,
    }  # fmt: skip
    weak = {
        **best,
        **dict.fromkeys(("forums_held", "planning_committee", "council_approval", "plan_is_public"), "named"),
    }
    early = {**best, **dict.fromkeys(figures, "N/A")}
    table = pd.DataFrame([{"entity": f"0000{n}", "period": 2025, **row} for n, row in enumerate(({**best, **figures}, {**weak, **figures}, early), 1)])  # fmt: skip
    found = icma.score(program, table)
    assert found.scores["total"].tolist() == pytest.approx([0.6 * 100 + 0.4 * 96, 0.6 * (95 + 5 / 3) + 0.4 * 96, 100])
    assert found.levels["total"].tolist() == ["exemplary", "solid", "exemplary"]
    assert found.values["progress_against_pace"].tolist()[0] == pytest.approx(127.5)


def test_projects_from_flows_to_priority_to_portfolio() -> None:
    flows = pd.DataFrame(
        [("water", 0, 0, 100), ("water", 1, 150, 10), ("road", 0, 0, 100), ("road", 1, 100, 10), ("park", 0, 0, 50), ("park", 1, 70, 0)],
        columns=["project", "year", "benefit", "cost"],
    )  # fmt: skip
    appraised = icma.appraise(flows).table
    marks = {f"{name}_mark": 50 for name in ("poverty_reduction", "plan_alignment", "population_benefited", "readiness", "complementarity", "environment_risk")}  # fmt: skip
    data = (
        appraised[["net_present_value", "benefit_cost_ratio"]]
        .assign(period=2024, **marks)
        .rename_axis("entity")
        .reset_index()
    )
    found = icma.score(icma.load("bpi_projects"), data)
    scores = found.scores["total"].droplevel("period")
    water = 100 * (150 / 1.1) / (100 + 10 / 1.1) - 100
    assert scores["water"] == pytest.approx(0.3 * water + 0.7 * 50)
    assert scores["road"] == 0  # its net present value is negative
    chosen = icma.prioritise(appraised.assign(cost=[50, 100, 100], score=scores), 100, value="score")
    assert chosen.table["chosen"].sum() == 1


def test_a_study_that_measures_no_benefits_is_not_shut_out() -> None:
    marks = {f"{name}_mark": 50 for name in ("poverty_reduction", "plan_alignment", "population_benefited", "readiness", "complementarity", "environment_risk")}  # fmt: skip
    data = pd.DataFrame(
        [{"entity": "p", "period": 2024, "net_present_value": "N/A", "benefit_cost_ratio": "N/A", **marks}]
    )
    assert icma.score(icma.load("bpi_projects"), data).scores["total"].tolist() == pytest.approx([50])


def test_a_bank_is_consolidated_only_when_it_shows_profitability() -> None:
    program = icma.load("bpi")
    best = {leaf.id: 3 for leaf in program.criteria}
    table = pd.DataFrame([{"entity": "00001", "period": 2024, **best}, {"entity": "00002", "period": 2024, **best, "selection_profitability_shown": 1}])  # fmt: skip
    assert icma.score(program, table).levels["total"].tolist() == ["consolidated", "operating"]


CREDIT = {
    "debt_to_free_income": (50, 90, 150),
    "service_to_free_income": (3, 8, 12),
    "short_term_to_income": (10, 20, 30),
}


def test_the_alerts_inside_creditworthiness_are_those_of_the_alert_system() -> None:
    """All 27 combinations of ranges and the default rule, in both programs."""
    lines = []
    for number, (first, second, third) in enumerate(product(*CREDIT.values())):
        lines.append(
            {
                "entity": f"m{number:02d}", "period": 2024, "government": "municipalities", "debt_and_obligations": first, "debt_service": second,
                "free_disposal_income": 100, "net_short_term_obligations": third, "total_income": 100, "payment_default": number % 5 == 4,
            }
        )  # fmt: skip
    table = pd.DataFrame(lines)
    alone = icma.score(icma.load("sistema_alertas"), table).levels["total"]
    within = icma.score(icma.load("creditworthiness"), table)
    assert within.levels["alerts"].tolist() == alone.tolist()
    assert set(alone) == {"sostenible", "en_observacion", "elevado"}


def test_an_elevated_alert_holds_the_level_at_basic() -> None:
    program = icma.load("creditworthiness")
    best = {leaf.id: "complied" for leaf in program.criteria}
    fine = {"government": "states", "debt_and_obligations": 50, "debt_service": 3, "free_disposal_income": 100, "net_short_term_obligations": 1, "total_income": 100}  # fmt: skip
    rows = (fine, {**fine, "debt_and_obligations": 250}, {})
    table = pd.DataFrame([{"entity": f"s{n}", "period": 2024, **best, **row} for n, row in enumerate(rows)])
    found = icma.score(program, proven(program, table))
    assert found.scores["total"].tolist() == [100, 100, 100]  # the parts are not mixed
    assert found.levels["total"].tolist() == ["advanced", "basic", "basic"]


def test_editions_of_the_alert_system_are_named_by_their_date() -> None:
    assert icma.load("sistema_alertas@2017-06-30") == icma.load("sistema_alertas")
