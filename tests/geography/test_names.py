"""Names folded: laws of folding, and how a state is parted from a name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icmaml_indicators.geography.names import fold, plain, short, split_state

PARTS = (
    "Municipio H. Ayuntamiento de del la El Sta. santa Gral General Dr. Mora Peñón Ñumí Juárez Cd. y Dto. 08 S. Sn -"
)
WORDS = st.lists(st.sampled_from(PARTS.split(" ")), max_size=8).map(" ".join)
TEXTS = st.one_of(st.text(max_size=40), WORDS)


@settings(deadline=None)
@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert plain(plain(text)) == plain(text)


@settings(deadline=None)
@given(WORDS)
def test_case_and_spaces_make_no_difference(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)
    assert fold("  " + text.replace(" ", "   ") + "\t") == fold(text)


@settings(deadline=None)
@given(TEXTS)
def test_accents_make_no_difference_and_nothing_but_plain_letters_is_left(text: str) -> None:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    assert fold(bare) == fold(text) == fold(unicodedata.normalize("NFD", text))
    assert set(fold(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dr. Mora", "Doctor Mora"),
        ("GRAL. ZUAZUA", "General Zuazua"),
        ("Cd. Valles", "Ciudad Valles"),
        ("Sta. Ma. Huatulco", "Santa María Huatulco"),
        ("Sto Domingo", "Santo Domingo"),
        ("Nvo. Laredo", "Nuevo Laredo"),
        ("Pto. Peñasco", "puerto penasco"),
        ("H. Ayuntamiento de Torreón", "Torreón"),
        ("H. Ayuntamiento Constitucional de Torreón", "Torreón"),
        ("Honorable Ayuntamiento del Municipio de Torreón", "Torreón"),
        ("Gobierno Municipal de Torreón", "Torreón"),
        ("Municipio de Torreón", "Torreón"),
        ("Presidencia Municipal de La Paz", "La Paz"),
        ("Municipio del Nayar", "Del Nayar"),
        ("Alcaldía Benito Juárez", "Benito Juárez"),
        ("Mpio. Torreón", "Torreón"),
        ("San Juan Mixtepec -Dto. 08 -", "San Juan Mixtepec, Distrito 08"),
    ],
)
def test_abbreviations_and_letterheads(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_the_short_form_drops_small_words_and_districts_but_never_everything() -> None:
    assert short(fold("El Llano")) == "llano"
    assert short(fold("Playas de Rosarito")) == "playas rosarito"
    assert short(fold("San Juan Mixtepec -Dto. 08")) == "san juan mixtepec"
    assert short(fold("Distrito 08")) == "distrito 08"
    assert short("de la") == "de la"


@pytest.mark.parametrize(
    ("given", "name", "state"),
    [
        ("Juárez, Chih.", "Juárez", "08"),
        ("Juárez (Chihuahua)", "Juárez", "08"),
        ("Juárez - Chihuahua", "Juárez", "08"),
        ("Juárez/Chih", "Juárez", "08"),
        ("Juárez; 08", "Juárez", "08"),
        ("Juárez, Chihuahua, México", "Juárez", "08"),
        ("Toluca, México", "Toluca", "15"),
        ("Coyoacán, México, D.F.", "Coyoacán", "09"),
        ("Villa Hidalgo", "Villa Hidalgo", ""),
        ("San Juan Mixtepec -Dto. 08", "San Juan Mixtepec -Dto. 08", ""),
        ("Tezoatlán, Cuna de la Independencia de Oaxaca", "Tezoatlán, Cuna de la Independencia de Oaxaca", ""),
        ("Juárez (la vieja)", "Juárez (la vieja)", ""),
        (", Chihuahua", ", Chihuahua", ""),
        ("(Chihuahua)", "(Chihuahua)", ""),
    ],
)
def test_a_state_is_parted_from_a_name_only_where_one_is_told(given: str, name: str, state: str) -> None:
    assert split_state(given) == (name, state)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_parted(text: str) -> None:
    name, state = split_state(text)
    assert state == "" or name
