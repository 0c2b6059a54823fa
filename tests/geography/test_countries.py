"""Other countries: keys, names and decimals by the setting of the program, Mexico by default."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli.main import main
from icmaml_indicators.geography import COUNTRIES, state_key
from icmaml_indicators.specs.model.program import Entity

SPEC = """
spec: 1
id: water
version: "1"
title: {es: t, en: t}
entity: {type: municipality, country: CO}
period: year
provenance: user
variables:
  - {id: litres, title: {es: l, en: l}}
  - {id: population, title: {es: p, en: p}, type: integer}
tree:
  - {id: per_head, title: {es: h, en: h}, formula: litres / population, direction: higher, examples: [{given: {litres: 1, population: 4}, expect: 0.25}]}
"""
# Keys and names are those of each country's catalogue.
DIVIPOLA = pd.DataFrame(
    {
        "cod_dpto": ["05", "05", "11", "76"],
        "dpto": ["Antioquia", "Antioquia", "Bogotá, D.C.", "Valle del Cauca"],
        "cod_mpio": ["05001", "05129", "11001", "76001"],
        "nom_mpio": ["Medellín", "Caldas", "Bogotá, D.C.", "Cali"],
    }
)


@pytest.fixture(scope="module")
def colombia() -> icma.Program:
    return icma.loads(SPEC)


@pytest.fixture(scope="module")
def divipola() -> icma.Catalogue:
    return icma.read_catalogue(DIVIPOLA, country="CO")


def figures(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame({**columns, "año": "2023", "litres": ["1.234,5", "2.000"], "population": ["1.000", "500"]})


def values(program: icma.Program, data: pd.DataFrame, **how: Any) -> dict[str, float]:
    found: dict[str, float] = icma.score(program, data, **how).values["per_head"].droplevel("period").to_dict()
    return found


WANTED = {"05001": 1.2345, "76001": 4.0}


@pytest.mark.parametrize(
    "keys",
    [
        {"cod_mpio": ["05001", "76001"]},
        {"Código Municipio": ["5001", "76001"]},
        {"Departamento": ["Antioquia", "Valle del Cauca"], "cod_mpio": ["1", "001"]},
        {"cod_dpto": ["5", "76"], "municipio": ["1", "1"]},
        {"Departamento": ["Departamento de Antioquia", "VALLE DEL CAUCA"], "municipio": ["Medellin", "Cali"]},
        {"municipio": ["Medellín, Antioquia", "Cali (Valle del Cauca)"]},
    ],
)
def test_keys_names_and_decimals_are_those_of_the_country(
    colombia: icma.Program, divipola: icma.Catalogue, keys: dict[str, Any]
) -> None:
    assert values(colombia, figures(**keys), catalogue=divipola) == pytest.approx(WANTED)


def test_the_state_follows_from_the_key(colombia: icma.Program) -> None:
    assessment = icma.score(colombia, figures(key=["05001", "76001"]))
    assert assessment.attributes["state"].tolist() == ["Antioquia", "Valle del Cauca"]


def test_what_cannot_be_a_key_is_told_in_the_words_of_the_country(colombia: icma.Program) -> None:
    found = icma.score(colombia, figures(key=["05001", "99"])).findings
    assert "not a key of Colombia: 5 digits" in found.query("code == 'IND595'")["message"].iloc[0]
    assert "IND412" not in set(found["code"])
    assert "IND480" in set(icma.score(colombia, figures(key=["05001", "05000"])).findings["code"])


@pytest.mark.parametrize(
    ("country", "decimal", "keys", "total", "wanted"),
    [
        ("HN", ["1234.5", "2,000"], ["101", "0801"], "0800", ["0101", "0801"]),
        ("CR", ["1.234,5", "2.000"], ["101", "701"], "700", ["101", "701"]),
    ],
)
def test_keys_of_other_lengths(
    country: str, decimal: list[str], keys: list[str], total: str, wanted: list[str]
) -> None:
    program = icma.loads(SPEC.replace("country: CO", f"country: {country}"))
    data = figures(key=keys).assign(litres=decimal, population=[1000, 500])
    assert list(values(program, data)) == wanted
    assert values(program, data)[wanted[0]] == pytest.approx(1.2345)
    assert list(values(program, data.assign(key=[keys[0], total]))) == wanted[:1]
    names = pd.DataFrame({"key": wanted, "name": ["Uno", "Dos"]})
    assert icma.read_catalogue(names, country=country).key("Dos") == wanted[1]


def test_a_catalogue_of_another_country_is_refused(colombia: icma.Program) -> None:
    mexican = icma.read_catalogue(pd.DataFrame({"key": ["05035"], "name": ["Torreón"]}))
    with pytest.raises(icma.DataError, match="the catalogue is of Mexico and the program of Colombia"):
        icma.score(colombia, figures(key=["05001", "76001"]), catalogue=mexican)
    with pytest.raises(icma.UnknownNameError, match="country"):
        icma.read_catalogue(DIVIPOLA, country="ES")


def test_namesakes_of_a_catalogue_are_told_apart_by_its_own_states(divipola: icma.Catalogue) -> None:
    assert divipola.key("BOGOTA, D.C.") == "11001"
    assert divipola.key("001", "Valle del Cauca") == "76001"
    assert divipola.label("05129") == "05129 Caldas, Antioquia"
    with pytest.raises(icma.UnknownNameError, match="Antioquia"):
        divipola.key("Caldas", "Antiokia")


def test_every_country_of_a_spec_is_known_and_mexico_is_the_default() -> None:
    assert set(COUNTRIES) == set(get_args(Entity.model_fields["country"].annotation))
    assert Entity.model_validate("municipality").country == "MX"
    assert [len(country.states) for country in COUNTRIES.values()] == [32, 33, 18, 7]
    for country in COUNTRIES.values():
        for state in country.states:
            assert len(state.key) == country.state_digits
            assert state_key(state.name, country) == state_key(state.key, country) == state.key


def test_a_country_of_what_has_no_keys_is_refused() -> None:
    with pytest.raises(icma.SpecError) as caught:
        icma.loads(SPEC.replace("type: municipality", "type: project"))
    assert [found.code for found in caught.value.diagnostics] == ["IND149"]


def test_the_command_reads_catalogues_of_other_countries(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "divipola.csv"
    DIVIPOLA.to_csv(path, index=False)
    assert main(["municipalities", "Cali", "--country", "CO", "--catalogue", str(path)]) == 0
    assert capsys.readouterr().out == "Cali: 76001 Cali, Valle del Cauca\n"
