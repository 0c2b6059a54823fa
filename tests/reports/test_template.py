"""The template: everything that a municipality hands in, and read back as it is."""

from __future__ import annotations

import pytest

import icmaml_indicators as icma
from icmaml_indicators.reports import data_template


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("layout", ["long", "wide"])
def test_a_filled_in_template_scores_without_a_finding_about_its_own_columns(language: str, layout: str) -> None:
    sindes = icma.load("sindes")
    table = data_template(sindes, language, layout=layout, entity="05035", period="2014-S1")  # type: ignore[arg-type]
    if layout == "long":
        table.loc[table["variable"] == "population", "value"] = "683,914"
        table.loc[table["variable"] == "municipal_employees", "value"] = "3994"
    else:
        table["population"], table["municipal_employees"] = "683,914", "3994"
    assessment = icma.score(sindes, table)
    assert assessment.values["municipal_employees_per_1000"].iloc[0] == pytest.approx(5.84, abs=0.005)
    assert not set(assessment.findings["code"]) & {"IND406", "IND407", "IND427"}


def test_the_long_template_says_what_each_variable_is_for() -> None:
    table = data_template(icma.load("sindes"), "es").set_index("variable")
    assert len(table) == 146
    line = table.loc["municipal_employees"]
    assert line["título"] == "Empleados municipales"
    assert line["unidad"] == "personas"
    assert "payroll_per_employee" in line["indicadores"]


@pytest.mark.parametrize("option", [{"language": "fr"}, {"layout": "tall"}])
def test_an_option_that_there_is_none_of_is_refused_with_the_valid_ones(option: dict[str, str]) -> None:
    with pytest.raises(icma.UnknownNameError, match="valid: "):
        data_template(icma.load("sindes"), **option)  # type: ignore[arg-type]
