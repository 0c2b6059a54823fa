"""Names resolved to keys; several bearers refused; near names offered and never taken."""

from __future__ import annotations

import time

import pandas as pd
import pytest

import icmaml_indicators as icma

from .samples import catalogue

CATALOGUE = catalogue()


@pytest.mark.parametrize(
    ("given", "state", "key"),
    [
        ("Torreón", "", "05035"),
        ("TORREON", "", "05035"),
        ("  torreón ", "Coahuila", "05035"),
        ("Torreón, Coah.", "", "05035"),
        ("Torreón, Coah.", "05", "05035"),
        ("Juárez, Chih.", "", "08037"),
        ("Juárez", "Coahuila de Zaragoza", "05015"),
        ("Juárez", "5", "05015"),
        ("Dr. Mora", "", "11013"),
        ("Gral. Zuazua", "NL", "19025"),
        ("Cd. Valles", "", "24013"),
        ("H. Ayuntamiento de Gómez Palacio", "", "10007"),
        ("Llano", "", "01010"),
        ("Nayar", "", "18009"),
        ("Acuna", "", "05002"),
        ("Alvaro Obregon, México, D.F.", "", "09010"),
        ("5035", "", "05035"),
        ("05035", "Coahuila", "05035"),
        ("35", "Coahuila", "05035"),
        ("05035 Torreón, Coah.", "", "05035"),
        ("05035 Torreón", "Coahuila", "05035"),
        ("20208 San Juan Mixtepec, Oax.", "", "20208"),
    ],
)
def test_a_name_is_found_however_it_is_written(given: str, state: str, key: str) -> None:
    assert CATALOGUE.key(given, state) == key


def test_a_name_that_several_bear_is_refused_with_all_of_them() -> None:
    with pytest.raises(icma.AmbiguousNameError) as caught:
        CATALOGUE.key("Juárez")
    assert caught.value.candidates == ("05015 Juárez, Coah.", "08037 Juárez, Chih.")
    assert "“Juárez” names 2 municipalities: 05015 Juárez, Coah.; 08037 Juárez, Chih." in str(caught.value)
    assert "nombra 2 municipios" in caught.value.message("es")


def test_namesakes_of_one_state_are_refused_with_their_state_too() -> None:
    (match,) = CATALOGUE.resolve(["San Juan Mixtepec, Oaxaca"])
    assert match.status == "ambiguous"
    assert [candidate[:5] for candidate in match.candidates] == ["20208", "20209"]


def test_an_official_name_is_never_taken_for_one_with_an_article_more() -> None:
    assert CATALOGUE.key("Reforma") == "07074"
    assert CATALOGUE.key("La Reforma") == "20076"
    # In Oaxaca there is no other: the article may be left out.
    assert CATALOGUE.key("Reforma", "Oax.") == "20076"


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ("Torreom", "05035 Torreón, Coah."),
        ("Heroica Matamoros", "28022 Matamoros, Tamps."),
        ("Torreon Coahuila", "05035 Torreón, Coah."),
        ("Torreón, Jalisco", "05035 Torreón, Coah."),
        ("Juárez, Hidalgo", "13033 Juárez Hidalgo, Hgo."),
    ],
)
def test_near_names_are_offered_and_never_taken(given: str, nearest: str) -> None:
    (match,) = CATALOGUE.resolve([given])
    assert (match.status, match.key, match.candidates[0]) == ("unknown", "", nearest)
    with pytest.raises(icma.UnknownNameError, match="municipality"):
        CATALOGUE.key(given)


def test_the_state_of_a_name_and_the_state_beside_it_must_agree() -> None:
    assert CATALOGUE.resolve(["Juárez, Chih."], "Coahuila")[0].status == "unknown"
    assert CATALOGUE.resolve(["05035"], "Jalisco")[0].status == "unknown"
    assert CATALOGUE.resolve(["05035 Torreón"], "Jalisco")[0].status == "unknown"
    assert CATALOGUE.resolve(["05035 Juárez"])[0].status == "unknown"


@pytest.mark.parametrize("given", ["", "  ", "???", "99999", "123456", "東京", "del", "Guatemala"])
def test_what_names_nothing_is_unknown(given: str) -> None:
    (match,) = CATALOGUE.resolve([given])
    assert (match.given, match.status, match.candidates) == (given, "unknown", ())


def test_a_state_that_does_not_exist_is_refused_rather_than_passed_over() -> None:
    with pytest.raises(icma.UnknownNameError, match="there is no state `Chihuaua`.*did you mean `Chihuahua`"):
        CATALOGUE.resolve(["Torreón"], "Chihuaua")


def test_names_and_states_go_in_pairs() -> None:
    found = CATALOGUE.resolve(["Juárez", "Juárez", "Juárez"], ["Chih.", "Coah.", ""])
    assert [match.key for match in found] == ["08037", "05015", ""]
    with pytest.raises(ValueError, match="shorter|longer"):
        CATALOGUE.resolve(["Juárez", "Torreón"], ["Chih."])


def test_a_hundred_thousand_unknown_names_take_seconds_not_minutes() -> None:
    names = [f"Lugar {number} que no existe" for number in range(100_000)]
    start = time.perf_counter()
    found = CATALOGUE.resolve(names)
    assert time.perf_counter() - start < 20
    assert {match.status for match in found} == {"unknown"}


def test_entities_that_are_no_municipalities_have_no_state() -> None:
    other = icma.Catalogue.of_names({"P-01": "Puente Norte", "P-02": "Puente Sur"})
    assert other.key("puente norte") == "P-01"
    assert other.label("P-02") == "P-02 Puente Sur"
    assert other.resolve(["Puente Norte, Chih."])[0].status == "unknown"


def test_columns_are_given_for_any_keys_in_any_order() -> None:
    found = CATALOGUE.column("name", pd.array(["08037", "99999", "05035"], dtype=object).to_numpy())
    assert (found[0], found[2]) == ("Juárez", "Torreón")
    assert pd.isna(found[1])
    assert "05035" in CATALOGUE
    assert "99999" not in CATALOGUE
    with pytest.raises(icma.UnknownNameError, match="did you mean `population`"):
        CATALOGUE.column("populaton", pd.array(["08037"], dtype=object).to_numpy())


def test_the_fingerprint_tells_catalogues_apart() -> None:
    other = CATALOGUE.table.copy()
    assert icma.Catalogue(other).fingerprint == CATALOGUE.fingerprint
    other.loc["05035", "population"] += 1
    assert icma.Catalogue(other).fingerprint != CATALOGUE.fingerprint
