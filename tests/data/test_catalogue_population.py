"""The catalogue's inhabitants in the place of the variable `population`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import icmaml_indicators as icma
from tests.conftest import SAFETY, program, rows

KEYS = ["05030", "05035"]
DATA = rows(
    ("05030", "2015-S1", 2), ("05030", "2020-S2", 4), ("05035", "2015-S1", 6), ("05035", "2020-S2", 8),
    columns="entity period police",
)  # fmt: skip
DATED = {"population_2015": [1000, 2000], "population_2020": [4000, 5000]}


def catalogue_of(**columns: Any) -> icma.Catalogue:
    return icma.read_catalogue(pd.DataFrame({"key": KEYS, "name": ["Saltillo", "Torreón"], **columns}))


def rates(assessment: icma.Assessment) -> list[float]:
    return assessment.values["police_rate"].round(6).tolist()


def told(assessment: icma.Assessment) -> set[str]:
    found = assessment.findings
    return set(found[found["subject"] == "population"]["code"])


def test_each_row_gets_the_inhabitants_of_its_year(safety: icma.Program) -> None:
    assessment = icma.score(safety, DATA, catalogue=catalogue_of(**DATED))
    assert rates(assessment) == [2.0, 1.0, 3.0, 1.6]
    assert told(assessment) == {"IND593"}
    message = assessment.findings.query("code == 'IND593'")["message"].iloc[0]
    assert "2015-S1, 2020-S2" in message


def test_a_year_that_the_catalogue_lacks_stays_absent(safety: icma.Program) -> None:
    data = DATA.replace({"period": {"2020-S2": "2018-S2"}})
    assessment = icma.score(safety, data, catalogue=catalogue_of(**DATED))
    assert rates(assessment) == pytest.approx([2.0, np.nan, 3.0, np.nan], nan_ok=True)
    assert assessment.reasons["police_rate"].tolist() == ["", "not_reported", "", "not_reported"]


def test_inhabitants_of_no_year_are_taken_with_a_warning(safety: icma.Program) -> None:
    assessment = icma.score(safety, DATA, catalogue=catalogue_of(POB_TOTAL=[1000, 2000]))
    assert rates(assessment) == [2.0, 4.0, 3.0, 4.0]
    assert told(assessment) == {"IND594"}
    both = icma.score(safety, DATA, catalogue=catalogue_of(POB_TOTAL=[500, 500], population_2015=[1000, 2000]))
    assert rates(both) == [2.0, 8.0, 3.0, 16.0]
    assert told(both) == {"IND593", "IND594"}


def test_a_joined_table_says_the_year_of_its_population(safety: icma.Program) -> None:
    joined = catalogue_of().join(pd.DataFrame({"key": KEYS, "population_2020": [4000, 5000]}))
    assert (joined.population_year, joined.population_column("2020"), joined.population_column("2015")) == (
        "2020", "population", None,
    )  # fmt: skip


@pytest.mark.parametrize("catalogue", [catalogue_of(), None])
def test_without_inhabitants_the_column_is_missing(safety: icma.Program, catalogue: icma.Catalogue | None) -> None:
    assert told(icma.score(safety, DATA, catalogue=catalogue)) == {"IND407"}


@pytest.mark.parametrize("shape", ["wide", "long"])
def test_what_the_data_brings_is_left_as_it_is(safety: icma.Program, shape: str) -> None:
    data = DATA.assign(population=[None, 1000, 1000, 1000])
    data = data if shape == "wide" else data.melt(["entity", "period"], var_name="variable")
    assessment = icma.score(safety, data, catalogue=catalogue_of(**DATED))
    assert rates(assessment) == pytest.approx([np.nan, 4.0, 6.0, 8.0], nan_ok=True)
    assert told(assessment) == {"IND401"}


def test_a_population_in_thousands_is_not_taken_for_people() -> None:
    people = "en: Population}, unit: {es: personas, en: persons}"
    assert people in SAFETY
    thousands = program(SAFETY.replace(people, "en: Population}, unit: {es: miles, en: thousands}"))
    assert told(icma.score(thousands, DATA, catalogue=catalogue_of(**DATED))) == {"IND407"}


def test_the_ledger_names_the_catalogue(safety: icma.Program) -> None:
    ledger = str(icma.score(safety, DATA, catalogue=catalogue_of(**DATED)).explain("05035", "police_rate", "2015-S1"))
    assert "«2000» (catalogue.population_2015, 05035)" in ledger
    assert "IND593" in ledger
