"""Former and later names of municipalities: resolved where nobody bears them, and told."""

from __future__ import annotations

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.geography.former_names import FORMER_NAMES, FormerName
from tests.conftest import reference

NAMES = {
    "11037": "Silao de la Victoria",
    "14098": "San Pedro Tlaquepaque",
    "15117": "Zacualpan",
    "17032": "Zacualpan de Amilpas",
    "30169": "José Azueta",
    "12038": "Zihuatanejo de Azueta",
    "30198": "Zacualpan",
}


def catalogue_of(names: dict[str, str]) -> icma.Catalogue:
    return icma.read_catalogue(pd.DataFrame({"key": list(names), "name": list(names.values())}))


CATALOGUE = catalogue_of(NAMES)


@pytest.mark.parametrize(
    ("given", "state", "key", "other"),
    [
        ("Silao", "", "11037", True),
        ("TLAQUEPAQUE, Jal.", "", "14098", True),
        ("Silao de la Victoria", "", "11037", False),
        ("Zacualpan", "Morelos", "17032", True),
        ("Zacualpan", "Ver.", "30198", False),
        ("José Azueta", "", "30169", False),
        ("José Azueta", "Guerrero", "12038", True),
    ],
)
def test_a_former_name_is_found_where_nobody_bears_it(given: str, state: str, key: str, other: bool) -> None:
    (match,) = CATALOGUE.resolve([given], state)
    assert (match.status, match.key, match.by_other_name) == ("found", key, other)


def test_a_former_name_among_bearers_is_a_candidate() -> None:
    (match,) = CATALOGUE.resolve(["Zacualpan"])
    assert match.status == "ambiguous"
    assert [candidate[:5] for candidate in match.candidates] == ["15117", "30198", "17032"]


def test_an_older_catalogue_knows_the_later_name() -> None:
    assert catalogue_of({"11037": "Silao", "14098": "Tlaquepaque"}).key("Silao de la Victoria") == "11037"


def test_a_key_that_is_of_another_municipality_gets_no_other_name() -> None:
    assert catalogue_of({"11037": "Salamanca", "14098": "Tonalá"}).resolve(["Silao"])[0].status == "unknown"


@pytest.mark.parametrize("each", FORMER_NAMES, ids=lambda each: each.key)
def test_the_present_names_are_those_of_the_catalogue(each: FormerName) -> None:
    names = reference("municipalities.csv").set_index("key")["municipality"]
    assert names[each.key] == each.present
    assert icma.read_catalogue(reference("municipalities.csv")).key(each.former, each.key[:2]) == each.key


def test_data_under_a_former_name_is_read_and_told(safety: icma.Program) -> None:
    data = pd.DataFrame({"municipio": ["Silao", "Tlaquepaque"], "period": "2014-S1", "police": 1, "population": 1000})
    assessment = icma.score(safety, data, catalogue=CATALOGUE)
    assert list(assessment.values.index.unique("entity")) == ["11037", "14098"]
    told = assessment.findings.query("code == 'IND592'")
    assert told["figure"].tolist() == ["Silao", "Tlaquepaque"]
    assert "11037 Silao de la Victoria, Gto." in told["message"].iloc[0]


def test_a_former_name_beside_its_key_is_no_other_municipality(safety: icma.Program) -> None:
    data = pd.DataFrame({"key": ["17032"], "name": ["Zacualpan"], "period": "2014-S1", "police": 1, "population": 1000})
    assert "IND482" not in set(icma.score(safety, data, catalogue=CATALOGUE).findings["code"])
